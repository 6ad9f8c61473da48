/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Bytes that come piece by piece, hashed and handed on in blocks: for files that are too large to
 * hold (a sitemap, the manifest), and for those that are held, so that both have the same hash.
 *
 * One thread for one struct. Up to one block, the hash of a content is dip_hash_of() of its bytes;
 * above, of the hashes of its blocks. Absent: where the blocks go, which is the flush function's.
 */
#ifndef DIP_BLOCKS_H
#define DIP_BLOCKS_H

#include "base/base.h"

enum { DIP_BLOCK_BYTES = 64 * 1024 };

/** Take a full block, or the last one. False stops the content: later blocks are not handed on. */
typedef bool (*dip_block_fn)(const void *block, size_t length, void *user);

struct dip_blocks {
    unsigned char *block;
    size_t used;
    uint64_t length; /**< of all that came so far */
    GByteArray *hashes;
    bool stopped;
    dip_block_fn flush;
    void *user;
};

void dip_blocks_init(struct dip_blocks *blocks, dip_block_fn flush, void *user);
void dip_blocks_release(struct dip_blocks *blocks);

/** Add bytes. @return false once a flush said so */
bool dip_blocks_add(struct dip_blocks *blocks, const void *bytes, size_t length);

/** Hand on what is left and give the hash of all. @return false where a flush said so */
bool dip_blocks_end(struct dip_blocks *blocks, dip_hash *ret_hash);

/** The hash of a content that is held whole. */
dip_hash dip_blocks_hash(const void *bytes, size_t length);

/** Write all of @p length bytes. @return 0, or the errno of what refused */
int dip_write_all(int fd, const void *bytes, size_t length);

/** The same at a place of the file. */
int dip_write_at(int fd, const void *bytes, size_t length, uint64_t offset);

/** Close @p fd and set it to -1. @return 0, or an errno: some file systems refuse only here */
int dip_fd_close(int *fd);

/** For the cleanup attribute. */
static inline void dip_fd_clean(int *fd)
{
    (void)dip_fd_close(fd);
}
#define DIP_AUTO_FD __attribute__((cleanup(dip_fd_clean))) int

#endif
