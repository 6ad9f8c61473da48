/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Which units a part has, and what a part says of itself; for the files of build/ only.
 */
#ifndef DIP_SHARD_H
#define DIP_SHARD_H

#include "build/work.h"

/**
 * Share @p count units of build.c out: an array (g_free) with the number of the part that has each.
 * @p pages is that of the whole, and becomes that of part @p shard.
 */
guint32 *dip_shard_units(const struct dip_site *site, size_t count, struct dip_shard shard,
                         uint64_t *pages);

/** What a part says of itself, in the file DIP_PART_FILE. */
struct dip_part_info {
    char *program;     /**< its version, and what packs */
    char *input;       /**< the hash of what the site is made from, in hex */
    char *precompress; /**< names of the forms, with commas */
    const char *host;  /**< one of dip_host_names */
    struct dip_shard shard;
    bool pseudo;
    uint64_t pages;
};

/** The text of that file (g_free). */
char *dip_part_text(const struct dip_part_info *info);

/** Fill in what is the same for all parts that this program makes of @p input. */
void dip_part_info_init(struct dip_part_info *ret_info, const struct dip_input *input,
                        unsigned packs, unsigned flags, enum dip_host host);
void dip_part_info_release(struct dip_part_info *info);

/** What there is of a part in a folder. */
enum dip_part_state { DIP_PART_FINE, DIP_PART_NONE, DIP_PART_UNREADABLE };

/** Read what the part in folder @p path says of itself. */
enum dip_part_state dip_part_load(const char *path, struct dip_part_info *ret_info);

/** Tell whether @p out may get the part @p shard, or, where that is of nothing, the whole site. */
bool dip_part_check_output(const char *out, struct dip_shard shard, struct dip_diag *diag);

/** The forms, as dip_part_info has their names. */
unsigned dip_part_packs(const struct dip_part_info *info);

#endif
