/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is read as a plain PO file has to be what libgettextpo gives, to the last place.
 */
#ifndef DIP_FUZZ_PLAIN_H
#define DIP_FUZZ_PLAIN_H

#include "catalog/table.h"

static inline void plain_check_loc(dip_loc a, dip_loc b)
{
    g_assert_cmpstr(a.path, ==, b.path);
    g_assert_cmpuint(a.line, ==, b.line);
    g_assert_cmpuint(a.column, ==, b.column);
}

static inline void plain_check_message(const struct dip_message *a, const struct dip_message *b)
{
    g_assert_cmpstr(a->context, ==, b->context);
    g_assert_cmpstr(a->id, ==, b->id);
    g_assert_cmpstr(a->plural, ==, b->plural);
    g_assert_cmpuint(a->string_count, ==, b->string_count);
    g_assert_true(a->fuzzy == b->fuzzy);
    g_assert_true((a->rule == NULL) == (b->rule == NULL));
    plain_check_loc(a->loc, b->loc);
    for (unsigned i = 0; i < a->string_count; i++) {
        g_assert_cmpstr(a->strings[i], ==, b->strings[i]);
        plain_check_loc(a->string_locs[i], b->string_locs[i]);
    }
}

/* All that can be asked of a catalog. */
static inline void plain_check_same(const struct dip_catalog *a, const struct dip_catalog *b)
{
    size_t count = 0;
    size_t other = 0;
    const struct dip_message *messages = dip_catalog_messages(a, &count);
    const struct dip_message *others = dip_catalog_messages(b, &other);

    g_assert_cmpuint(count, ==, other);
    for (size_t i = 0; i < count; i++) {
        plain_check_message(&messages[i], &others[i]);
        g_assert_true(dip_catalog_find(b, messages[i].context, messages[i].id) == &others[i]);
    }
    const dip_loc *gone = dip_catalog_obsolete(a, &count);
    const dip_loc *others_gone = dip_catalog_obsolete(b, &other);
    g_assert_cmpuint(count, ==, other);
    for (size_t i = 0; i < count; i++)
        plain_check_loc(gone[i], others_gone[i]);
    plain_check_loc(dip_catalog_plural_loc(a), dip_catalog_plural_loc(b));
    g_assert_true((dip_catalog_plural(a) == NULL) == (dip_catalog_plural(b) == NULL));
    for (unsigned long n = 0; dip_catalog_plural(a) != NULL && n < 200; n++)
        g_assert_cmpuint(dip_plural_index(dip_catalog_plural(a), n), ==,
                         dip_plural_index(dip_catalog_plural(b), n));
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
    plain_check_same(plain, other);
    return true;
}

#endif
