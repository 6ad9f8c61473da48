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

struct dip_reel {
    struct dip_archive *archive;
    gssize turn;
    char *first;     /**< the first prefix: late reels are sorted by it */
    GArray *pieces;  /**< of struct dip_piece */
    size_t held;     /**< bytes of the pieces */
    GByteArray *raw; /**< entries that are no piece yet */
    struct dip_tar *tar;
    size_t prefix_length; /**< of the folders that the prefix names, with the slash */
    GHashTable *folders;  /**< below those: have been put since dip_reel_prefix() */
};

/** Copy the bytes that become a piece: packed, where the archive is. */
GByteArray *dip_archive_pack(struct dip_archive *archive, const GByteArray *raw);

/** Let the pieces of @p reel, the last of @p more bytes, be written, be kept, or wait. */
void dip_archive_pass(struct dip_archive *archive, struct dip_reel *reel, size_t more);

/** Take the reel and what has ended behind it. */
void dip_archive_end_turn(struct dip_archive *archive, struct dip_reel *reel);
gint64 dip_archive_mtime(const struct dip_archive *archive);

/** Put those folders of @p path behind its first @p start bytes that are not in @p known yet. */
void dip_reel_folders(struct dip_tar *tar, GHashTable *known, const char *path, size_t start);

void dip_reel_free(struct dip_reel *reel);

#endif
