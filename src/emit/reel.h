/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a reel is made of; for tarfile.c and reel.c only.
 */
#ifndef DIP_REEL_H
#define DIP_REEL_H

#include "tarfile.h"

/** A piece of the archive: bytes that are ready, or folders, which only the writer knows to be new. */
struct dip_piece {
    char *prefix;      /**< whose folders come here; NULL: it is bytes */
    GByteArray *bytes; /**< packed, where the archive is */
};

/** A set of folders. */
struct dip_folders {
    GHashTable *known;
    GStringChunk *names;
    GString *name; /**< of the one that is looked for */
};

struct dip_reel {
    struct dip_archive *archive;
    gssize turn;
    char *first;     /**< the first prefix: late reels are sorted by it */
    GArray *pieces;  /**< of struct dip_piece */
    size_t held;     /**< bytes of the pieces */
    GByteArray *raw; /**< entries that are no piece yet; NULL when the reel has ended */
    struct dip_tar *tar;
    size_t prefix_length;       /**< of the folders that the prefix names, with the slash */
    struct dip_folders folders; /**< below those: have been put since dip_reel_prefix() */
    GString *name;              /**< of the entry in hand */
    size_t done;                /**< bytes of the file in hand */
};

/**
 * Make a piece of @p raw: packed, where the archive is, and else as it is. What @p raw points to then
 * is empty, and may be another buffer.
 */
GByteArray *dip_archive_pack(struct dip_archive *archive, GByteArray **raw);

/** Take an empty buffer, or give one back. */
GByteArray *dip_archive_take_bytes(struct dip_archive *archive);
void dip_archive_give_bytes(struct dip_archive *archive, GByteArray *bytes);

/** What a reel gathers before it is made a piece. */
size_t dip_archive_chunk(const struct dip_archive *archive);

/** Let the pieces of @p reel, the last of @p more bytes, be written, be kept, or wait. */
void dip_archive_pass(struct dip_archive *archive, struct dip_reel *reel, size_t more);

/** Take the reel and what has ended behind it. */
void dip_archive_end_turn(struct dip_archive *archive, struct dip_reel *reel);
gint64 dip_archive_mtime(const struct dip_archive *archive);

void dip_folders_init(struct dip_folders *folders);
void dip_folders_clear(struct dip_folders *folders);
void dip_folders_release(struct dip_folders *folders);

/** Put those folders of @p path behind its first @p start bytes that are not in @p folders yet. */
void dip_folders_put(struct dip_folders *folders, struct dip_tar *tar, const char *path,
                     size_t start);

/** Take a reel that has ended, or NULL: those are kept for the next turns, with all their buffers. */
struct dip_reel *dip_archive_spare_reel(struct dip_archive *archive);

void dip_reel_free(struct dip_reel *reel);

#endif
