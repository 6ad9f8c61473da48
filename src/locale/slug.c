/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Slugs by ICU's transliterator, made once and kept for the process: opening one takes 10 ms, using it
 * microseconds. Stage 1 is one thread, so it needs no lock.
 */
#include "locale/locale.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

static UTransliterator *transliterator(void)
{
    static UTransliterator *ready = NULL;
    UErrorCode status = U_ZERO_ERROR;
    UChar id[64];

    if (ready == NULL) {
        u_uastrcpy(id, "Any-Latin; Latin-ASCII; Lower");
        ready = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
        g_assert(U_SUCCESS(status));
    }
    return ready;
}

/* ASCII alone stays as it is: most names are, and ICU's data then is not even loaded. */
static char *to_ascii(const char *text)
{
    if (g_str_is_ascii(text))
        return g_ascii_strdown(text, -1);

    UErrorCode status = U_ZERO_ERROR;
    int32_t capacity = (int32_t)strlen(text) * 8 + 16;
    g_autofree UChar *wide = g_new(UChar, (size_t)capacity);
    int32_t length = 0;
    u_strFromUTF8(wide, capacity, &length, text, -1, &status);
    int32_t limit = length;
    utrans_transUChars(transliterator(), wide, &length, capacity, 0, &limit, &status);
    char *ascii = g_malloc0((size_t)length * 3 + 1);
    u_strToUTF8(ascii, length * 3 + 1, NULL, wide, length, &status);
    g_assert(U_SUCCESS(status));
    return ascii;
}

char *dip_slug(const char *text)
{
    g_autofree char *ascii = to_ascii(text);
    GString *slug = g_string_new(NULL);

    for (const char *p = ascii; *p != '\0'; p++) {
        /* An apostrophe joins: "Can't" is "cant". */
        if (*p == '\'')
            continue;
        if (g_ascii_isalnum(*p))
            g_string_append_c(slug, g_ascii_tolower(*p));
        else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
            g_string_append_c(slug, '-');
    }
    if (slug->len > 0 && slug->str[slug->len - 1] == '-')
        g_string_truncate(slug, slug->len - 1);
    return g_string_free(slug, FALSE);
}
