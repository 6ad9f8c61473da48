/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Hash of blocks' hashes: base/ hashes what is held whole, and holding a block is enough for this.
 * 64 kB are one write of a page cache's taste; 16 bytes of each block stay in memory, 12 kB for the
 * largest sitemap. Tried: a mapping of the staged file, hashed whole; it reads all bytes again, and
 * a file that shrinks meanwhile ends the program.
 */
#include "blocks.h"

#include <errno.h>
#include <unistd.h>

void dip_blocks_init(struct dip_blocks *blocks, dip_block_fn flush, void *user)
{
    *blocks = (struct dip_blocks){
        .block = g_malloc(DIP_BLOCK_BYTES),
        .hashes = g_byte_array_new(),
        .flush = flush,
        .user = user,
    };
}

void dip_blocks_release(struct dip_blocks *blocks)
{
    g_clear_pointer(&blocks->block, g_free);
    g_clear_pointer(&blocks->hashes, g_byte_array_unref);
}

static void flush(struct dip_blocks *blocks)
{
    dip_hash hash = dip_hash_of(blocks->block, blocks->used);
    g_byte_array_append(blocks->hashes, hash.bytes, sizeof hash.bytes);
    blocks->stopped |= !blocks->flush(blocks->block, blocks->used, blocks->user);
    blocks->used = 0;
}

bool dip_blocks_add(struct dip_blocks *blocks, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    while (length > 0 && !blocks->stopped) {
        /* A full block waits until more comes: the last one is flushed by the end, if only once. */
        if (blocks->used == DIP_BLOCK_BYTES) {
            flush(blocks);
        }
        size_t part = MIN(length, DIP_BLOCK_BYTES - blocks->used);
        memcpy(blocks->block + blocks->used, next, part);
        blocks->used += part;
        blocks->length += part;
        next += part;
        length -= part;
    }
    return !blocks->stopped;
}

bool dip_blocks_end(struct dip_blocks *blocks, dip_hash *ret_hash)
{
    if (!blocks->stopped) {
        flush(blocks);
    }
    if (blocks->stopped) {
        return false;
    }
    if (blocks->hashes->len == sizeof ret_hash->bytes) {
        memcpy(ret_hash->bytes, blocks->hashes->data, sizeof ret_hash->bytes);
    } else {
        *ret_hash = dip_hash_of(blocks->hashes->data, blocks->hashes->len);
    }
    return true;
}

dip_hash dip_blocks_hash(const void *bytes, size_t length)
{
    if (length <= DIP_BLOCK_BYTES) {
        return dip_hash_of(bytes, length);
    }
    g_autoptr(GByteArray) hashes = g_byte_array_new();
    for (size_t start = 0; start < length; start += DIP_BLOCK_BYTES) {
        size_t part = MIN(length - start, DIP_BLOCK_BYTES);
        dip_hash hash = dip_hash_of((const unsigned char *)bytes + start, part);
        g_byte_array_append(hashes, hash.bytes, sizeof hash.bytes);
    }
    return dip_hash_of(hashes->data, hashes->len);
}

int dip_write_all(int fd, const void *bytes, size_t length)
{
    const char *next = bytes;
    while (length > 0) {
        ssize_t written = write(fd, next, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return written < 0 ? errno : EIO;
        }
        next += written;
        length -= (size_t)written;
    }
    return 0;
}

int dip_write_at(int fd, const void *bytes, size_t length, uint64_t offset)
{
    const char *next = bytes;
    while (length > 0) {
        ssize_t written = pwrite(fd, next, length, (off_t)offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return written < 0 ? errno : EIO;
        }
        next += written;
        offset += (uint64_t)written;
        length -= (size_t)written;
    }
    return 0;
}

int dip_fd_close(int *fd)
{
    if (*fd < 0) {
        return 0;
    }
    int status = close(*fd);
    *fd = -1;
    /* Linux has closed it when a signal came: trying again could close another thread's file. */
    return status == 0 || errno == EINTR ? 0 : errno;
}
