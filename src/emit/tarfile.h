/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An output that is one tar: its file, and the order in which the bytes of many threads get into it.
 * For the files of emit/ only.
 *
 * A reel is what one turn puts, one thread at a time. Reels are written in the order of their turns,
 * which are 0, 1, 2 … without a gap; late ones, which have no turn, at the end, by their prefix. Who
 * has the turn in hand writes through; others keep what they have, all together at most
 * DIP_ARCHIVE_HELD bytes and what each has in hand, and then wait. Whoever ends a turn writes those
 * that have ended behind it. Turns have to be begun in their order, or the waiting would not end.
 */
#ifndef DIP_TARFILE_H
#define DIP_TARFILE_H

#include "emit.h"

enum {
    DIP_ARCHIVE_HELD = 4 * 1024 * 1024,
    /** What a reel gathers before it is packed and handed on: a member of a gzip file. */
    DIP_ARCHIVE_PACKED_CHUNK = 1024 * 1024,
    /** The same where nothing is packed; it is no part of the format. */
    DIP_ARCHIVE_PLAIN_CHUNK = 120 * 1024,
    /** Room for that, and for what tar adds: buffers are all alike, and none grows. */
    DIP_ARCHIVE_BUFFER = 128 * 1024,
};

struct dip_archive;
struct dip_packer;
struct dip_reel;

/** Open the draft of @p file, or standard output for "-". NULL where it can't be (reported). */
struct dip_archive *dip_archive_open(const char *file, gint64 mtime, struct dip_diag *diag);

/** Close. Where it was not finished, the draft is removed. */
void dip_archive_free(struct dip_archive *archive);

/** Write what is late and the end, and give the file its name. @return false (reported) */
bool dip_archive_finish(struct dip_archive *archive, struct dip_diag *diag, uint64_t *ret_bytes);

/** Tell whether it is made of members of a gzip file, which are cut where a turn ends, too. */
bool dip_archive_is_packed(const struct dip_archive *archive);

/** Tell whether the world refused something. Any thread. */
bool dip_archive_has_failed(struct dip_archive *archive);

enum { DIP_TURN_LATE = -1 };

/** Begin turn @p number, or a late reel. */
struct dip_reel *dip_reel_begin(struct dip_archive *archive, gssize number);

/** Begin the files whose paths start with @p prefix: the folders it names come before them. */
void dip_reel_prefix(struct dip_reel *reel, const char *prefix);

/** Put a file. It is not written where the archive has failed. */
void dip_reel_put(struct dip_reel *reel, const char *path, const void *bytes, size_t length);

/** Begin a file of @p length bytes, give all of them piece by piece, and end it. */
void dip_reel_file_begin(struct dip_reel *reel, const char *path, size_t length);
void dip_reel_file_write(struct dip_reel *reel, const void *bytes, size_t length);
void dip_reel_file_end(struct dip_reel *reel);

/** Count a file of @p size bytes that the group's reel has. */
void dip_group_add_archived(struct dip_output_group *group, uint64_t size);

/** End the turn. Frees @p reel sooner or later. */
void dip_reel_end(struct dip_reel *reel);

#endif
