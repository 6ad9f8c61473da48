/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A group of files while it is put; for the files of emit/ only. One thread at a time.
 */
#ifndef DIP_GROUP_H
#define DIP_GROUP_H

#include "emit.h"
#include "manifest.h"
#include "place.h"

struct dip_part;
struct dip_reel;

struct dip_output_group {
    struct dip_output *output;
    struct dip_reel *reel; /**< of an archive; NULL: a tree's */
    bool late;             /**< the reel is the group's own */
    GString *path;         /**< prefix + rest of the file in hand */
    size_t prefix_length;
    size_t folder_length; /**< of the folder that the prefix names, without the slash */
    size_t leaf;          /**< where the path behind that folder starts */

    struct dip_cursor cursor;
    size_t matched;            /**< bytes of the old group's lines that the new ones equal so far */
    bool same;                 /**< … all of them */
    dip_key key;               /**< of the file in hand */
    enum dip_links_seen links; /**< in the prefix's folder */
    GString *line;
    GString *lines; /**< where not the same: what is not in the spool yet */
    struct dip_part *part;
    GArray *keys; /**< of dip_key; the part gets a copy that is no larger than it has to be */

    struct dip_reached above; /**< the prefix's folder in the output */
    struct dip_reached seen;  /**< a folder below it */
    int stage;                /**< the prefix's folder in the stage, or -1 */
    bool shared;              /**< that is the output's */
    GString *made;            /**< the folder below it that was made last */
    bool streaming;           /**< the file in hand is not at its end */
    GString *packed;          /**< the rest of a packed file's path */
    GString *content;         /**< the path of what it is made from */
    struct dip_output_summary summary;
};

/** As dip_output_group_begin(), in @p reel, where the output is an archive. */
struct dip_output_group *dip_group_begin(struct dip_output *output, const char *prefix,
                                         struct dip_reel *reel);

/** Set the path in hand. @return false where it can't be one (reported) */
bool dip_group_take(struct dip_output_group *group, const char *rest, struct dip_diag *diag);

/** Make the file in hand in the stage. @return its descriptor, or -1 (reported) */
int dip_stage_create(struct dip_output_group *group, struct dip_diag *diag);

/** Put a file whose line in the manifest has @p hash; as dip_output_put() else. */
bool dip_group_put(struct dip_output_group *group, const char *rest, dip_hash hash,
                   const void *bytes, size_t length, struct dip_diag *diag);

/** Keep a file that the output has with this hash. @return false where it has not */
bool dip_group_keep(struct dip_output_group *group, const char *rest, dip_hash hash,
                    struct dip_diag *diag);

/** Tell whether the output has the file prefix+@p rest, with this size; it is then in hand. */
bool dip_group_is_there(struct dip_output_group *group, const char *rest, uint64_t size,
                        struct dip_diag *diag);

/** Add an entry of the old group as it stands. */
void dip_group_add_entry(struct dip_output_group *group, const dip_entry *entry);

/** Add the file in hand to the group's part of the manifest. @p written: it is staged. */
void dip_group_add(struct dip_output_group *group, dip_hash hash, uint64_t size, bool written);

#endif
