/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * XXH3-128 through xxHash's one-shot call; about 0.3 ns a byte for a page. Where the library has code for
 * newer processors, and chooses by the one it runs on, it takes a third of the instructions; hashes
 * are the same. SHA-256 was left aside: it costs more than making the page, and nothing here has to
 * withstand an attacker.
 */
#include "base/base.h"

#ifdef DIP_HAVE_XXHASH_DISPATCH
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif

dip_hash dip_hash_of(const void *bytes, size_t length)
{
    dip_hash hash;
    XXH128_canonical_t canonical;

    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, length));
    G_STATIC_ASSERT(sizeof canonical.digest == sizeof hash.bytes);
    memcpy(hash.bytes, canonical.digest, sizeof hash.bytes);
    return hash;
}

uint64_t dip_hash_mix(uint64_t before, const void *bytes, size_t length)
{
    return XXH3_64bits_withSeed(bytes, length, before);
}

uint32_t dip_hash_text(const char *text)
{
    return (uint32_t)XXH3_64bits(text, strlen(text));
}

bool dip_hash_equal(dip_hash a, dip_hash b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

void dip_hash_format(dip_hash hash, char ret_hex[DIP_HASH_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        ret_hex[2 * i] = digits[hash.bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[hash.bytes[i] & 15];
    }
    ret_hex[DIP_HASH_HEX] = '\0';
}

bool dip_hash_parse(const char *hex, dip_hash *ret_hash)
{
    dip_hash hash;

    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        int high = g_ascii_xdigit_value(hex[2 * i]);
        int low = high < 0 ? -1 : g_ascii_xdigit_value(hex[2 * i + 1]);
        if (low < 0)
            return false;
        hash.bytes[i] = (unsigned char)(high << 4 | low);
    }
    *ret_hash = hash;
    return true;
}
