/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What was meant by a word that is no tag. Asked only where somebody has made a mistake, so all names
 * that ICU has are gone through: some 800 locales with three names each, in 0.1 s.
 */
#include "locale/locale.h"

#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

/* Names of languages, folded, and the tags they stand for; as long as one guess. */
struct names {
    GPtrArray *words;
    GPtrArray *tags;
};

/* Without regard to case and accents. */
static char *fold(const char *text)
{
    g_autofree char *lower = g_utf8_casefold(text, -1);
    g_autofree char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
    g_autoptr(GString) out = g_string_new(NULL);

    for (const char *p = apart; p != NULL && *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_ismark(c))
            g_string_append_unichar(out, c);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void add_name(struct names *names, const char *id, const char *tag, const char *in,
                     UDialectHandling dialects)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[200];
    char name[G_N_ELEMENTS(wide) * 3 + 1];

    ULocaleDisplayNames *display = uldn_open(in, dialects, &status);
    int32_t length =
        uldn_localeDisplayName(display, id, wide, (int32_t)G_N_ELEMENTS(wide), &status);
    uldn_close(display);
    u_strToUTF8(name, (int32_t)sizeof name, NULL, wide, length, &status);
    if (U_FAILURE(status) || name[0] == '\0')
        return;
    g_ptr_array_add(names->words, fold(name));
    g_ptr_array_add(names->tags, g_strdup(tag));
}

static void add_names(struct names *names, const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    char tag[ULOC_FULLNAME_CAPACITY];

    uloc_toLanguageTag(id, tag, sizeof tag, TRUE, &status);
    if (U_FAILURE(status))
        return;
    add_name(names, id, tag, "en", ULDN_STANDARD_NAMES);
    add_name(names, id, tag, "en", ULDN_DIALECT_NAMES);
    add_name(names, id, tag, id, ULDN_STANDARD_NAMES);
}

static char *guess_name(const char *word)
{
    struct names names = {g_ptr_array_new_with_free_func(g_free),
                          g_ptr_array_new_with_free_func(g_free)};
    g_autofree char *folded = fold(word);
    char *tag = NULL;

    for (const char *const *id = uloc_getISOLanguages(); *id != NULL; id++)
        add_names(&names, *id);
    for (int32_t i = 0; i < uloc_countAvailable(); i++)
        add_names(&names, uloc_getAvailable(i));
    const char *const *words = (const char *const *)names.words->pdata;
    const char *nearest =
        strlen(folded) < 4 ? NULL : dip_text_nearest(folded, words, names.words->len);
    for (guint i = 0; i < names.words->len && tag == NULL; i++) {
        if (strcmp(words[i], folded) == 0)
            tag = g_strdup(names.tags->pdata[i]);
    }
    for (guint i = 0; i < names.words->len && tag == NULL; i++) {
        if (words[i] == nearest)
            tag = g_strdup(names.tags->pdata[i]);
    }
    g_ptr_array_unref(names.words);
    g_ptr_array_unref(names.tags);
    return tag;
}

/* The language that most people of a country write: "cn" is meant to be "zh". */
static char *guess_country(const char *word)
{
    UErrorCode status = U_ZERO_ERROR;
    char likely[ULOC_FULLNAME_CAPACITY];
    char language[ULOC_LANG_CAPACITY];
    g_autofree char *upper = g_ascii_strup(word, -1);
    g_autofree char *id = g_strconcat("und_", upper, NULL);

    if (strlen(word) != 2 || !g_ascii_isalpha(word[0]) || !g_ascii_isalpha(word[1]))
        return NULL;
    uloc_addLikelySubtags(id, likely, sizeof likely, &status);
    uloc_getLanguage(likely, language, sizeof language, &status);
    if (U_FAILURE(status) || language[0] == '\0' || strcmp(language, "und") == 0 ||
        strcmp(language, "en") == 0)
        return NULL;
    return g_strdup(language);
}

char *dip_locale_guess(const char *word)
{
    g_autofree char *bare = g_strndup(word, strcspn(word, ".@"));
    g_autofree char *canonical = NULL;
    DIP_AUTO(dip_locale) locale = dip_locale_new(bare, &canonical);

    if (!g_utf8_validate(word, -1, NULL))
        return NULL;
    if (locale != NULL)
        return g_steal_pointer(&bare);
    if (canonical != NULL)
        return g_steal_pointer(&canonical);
    char *tag = guess_country(word);
    return tag != NULL ? tag : guess_name(word);
}
