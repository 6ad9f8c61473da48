/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Keys: what the files of an output were made from, so that what would come out the same need not be
 * made again. They lie in a file beside the output and are worth something only with the manifest of
 * the same commit: where they are missing, damaged or another build's, everything is made.
 *
 * Groups are for one thread each, as always; the rest is for the thread that opened the output. Memory
 * and the file grow by 8 bytes a file. Absent: what goes into a key.
 */
#ifndef DIP_KEYS_H
#define DIP_KEYS_H

#include "base/base.h"

struct dip_diag;
struct dip_output;
struct dip_output_group;
struct dip_output_summary;

/** A hash of all that a file's bytes follow from. 0: not known, which equals nothing. */
typedef uint64_t dip_key;

/** What a whole build was made from, and what its summary says that the output does not. */
struct dip_output_made {
    dip_hash input; /**< of everything; zeros: not known, which equals nothing */
    uint64_t pages;
    uint64_t locales;
};

/**
 * Keep the file prefix+@p rest, with its packed forms, where it was made from @p key and is still
 * there. It counts as put.
 *
 * @param ret_size its bytes; not set where it is not kept
 * @return false where it has to be made (nothing is reported)
 */
bool dip_output_keep(struct dip_output_group *group, const char *rest, dip_key key,
                     uint64_t *ret_size, struct dip_diag *diag);

/** The same for all files that the group had: each is there, and none has a key but @p key. */
bool dip_output_keep_all(struct dip_output_group *group, dip_key key, struct dip_diag *diag);

/** Let the next file that is put in @p group have @p key. */
void dip_output_key(struct dip_output_group *group, dip_key key);

/** The keys of one group of the last build, to be asked before anything is made; any thread. */
struct dip_known;

/** @return NULL where there are none */
struct dip_known *dip_output_known(const struct dip_output *output, const char *prefix);
/** Tell whether the file was made from @p key. Whether it is still there is not looked at. */
bool dip_known_is(struct dip_known *known, const char *rest, dip_key key);
void dip_known_free(struct dip_known *known);

/** Tell whether a manifest lies beside the folder @p path: opening that makes no lock where none was. */
bool dip_output_exists(const char *path);

/** Tell whether there are keys of the last build. */
bool dip_output_has_keys(const struct dip_output *output);

/** What the last build was made from. @return false where that is not known */
bool dip_output_made(const struct dip_output *output, struct dip_output_made *ret_made);

/** How many groups the last build had. */
size_t dip_output_group_count(const struct dip_output *output);

/** What the output holds now, as a commit would tell it. */
void dip_output_kept(const struct dip_output *output, struct dip_output_summary *ret_summary);

/** Keep all files of group @p at as they are, whatever they were made from; any thread. @return false
 * where one is missing or has another size (not reported) */
bool dip_output_keep_group(struct dip_output *output, size_t at, struct dip_diag *diag);

/**
 * Write the keys beside the output, which follows its commit. Not where that says the same already; that
 * it can't be written costs the next build time, and is nobody's error.
 */
void dip_output_write_keys(struct dip_output *output, const struct dip_output_made *made);

/* --- for the files of emit/ --- */

struct dip_keys;

/** Read the keys of the manifest with this hash; NULL where there are none. */
struct dip_keys *dip_keys_open(int folder, const char *name, dip_hash manifest, uint64_t count);
void dip_keys_free(struct dip_keys *keys);

#endif
