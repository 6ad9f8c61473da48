/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Content hashes (XXH3-128): the same bytes have the same hash on every machine. Not for secrets.
 */
#ifndef DIP_HASH_H
#define DIP_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIP_HASH_HEX = 32 };

/** The hash of some bytes, in the canonical (big-endian) form of xxHash. */
typedef struct dip_hash {
    unsigned char bytes[16];
} dip_hash;

/** Hash @p length bytes. */
dip_hash dip_hash_of(const void *bytes, size_t length);

/** A shorter hash of some bytes behind others, whose hash is @p before (0: none). */
uint64_t dip_hash_mix(uint64_t before, const void *bytes, size_t length);

/** Hash @p text to 32 bits, for a table in memory: others than dip_hash_of() has. */
uint32_t dip_hash_text(const char *text);

/** Tell whether two hashes are the same. */
bool dip_hash_equal(dip_hash a, dip_hash b);

/** Write @p hash as 32 lower-case hexadecimal digits and a NUL into @p ret_hex. */
void dip_hash_format(dip_hash hash, char ret_hex[DIP_HASH_HEX + 1]);

/** Read 32 hexadecimal digits; false, and nothing written, where there are none. */
bool dip_hash_parse(const char *hex, dip_hash *ret_hash);

#endif
