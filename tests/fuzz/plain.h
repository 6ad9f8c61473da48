/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is read as a plain PO file has to be what libgettextpo gives, to the last place.
 */
#ifndef DIP_FUZZ_PLAIN_H
#define DIP_FUZZ_PLAIN_H

#include "catalog/image.h"

static inline GByteArray *plain_image(const struct dip_catalog *catalog)
{
    GByteArray *image = g_byte_array_new();

    dip_image_begin(image);
    dip_image_add(image, "fuzz.po", (dip_hash){0}, catalog);
    return image;
}

/**
 * Read the file "fuzz.po" of @p folder, whose bytes are given, by both, and compare; they end with a NUL.
 *
 * @return whether it was plain
 */
static inline bool plain_compare(const char *folder, const char *bytes, size_t length)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) plain = NULL;

    if (!g_str_has_prefix(bytes, "\xef\xbb\xbf") &&
        dip_text_check(bytes, length, NULL, NULL) == DIP_TEXT_FINE)
        plain = dip_catalog_parse_plain("fuzz.po", bytes, length);
    if (plain == NULL)
        return false;
    DIP_AUTO(dip_catalog)
    other = dip_catalog_parse_any(folder, "fuzz.po", bytes, length, diag);
    if (other == NULL || dip_diag_count_all(diag) > 0)
        dip_diag_print(diag, stderr, "/nonexistent", "", false);
    g_assert_nonnull(other);
    g_assert_cmpuint(dip_diag_count_all(diag), ==, 0);
    g_autoptr(GByteArray) a = plain_image(plain);
    g_autoptr(GByteArray) b = plain_image(other);
    g_assert_cmpuint(a->len, ==, b->len);
    g_assert_true(memcmp(a->data, b->data, a->len) == 0);
    return true;
}

#endif
