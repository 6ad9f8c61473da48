/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is known of a language is what its script says, and a few short lists of those that differ
 * from the others of their script. A language on no list gets the common rule, and the checks that
 * would be wrong for some are for the listed ones only.
 *
 * How much longer a text may be was taken from translations of this project's kind: English becomes
 * 30 % longer in Portuguese and German, a third as long in Chinese, half as long in Japanese and
 * Korean, all with the protocol's words in it. Short texts vary more, hence a fixed part.
 */
#include "proof/internal.h"

/* A letter of each script that has habits of its own. */
enum {
    LETTER_GREEK = 0x3B1,
    LETTER_ARABIC = 0x627,
    LETTER_THAI = 0xE01,
    LETTER_LAO = 0xE81,
    LETTER_TIBETAN = 0xF40,
    LETTER_MYANMAR = 0x1000,
    LETTER_KHMER = 0x1780,
    LETTER_HIRAGANA = 0x3042,
    LETTER_HAN = 0x4E00,
    LETTER_HANGUL = 0xAC00,
};

/** Tell whether the language of @p tag, its first part, is in @p list, which ends with NULL. */
static bool is_in(const char *tag, const char *const *list)
{
    g_autofree char *language = g_strndup(tag, strcspn(tag, "-"));

    return g_strv_contains(list, language);
}

/* Greek, Armenian and the like have marks that look like others; Armenian puts some inside words. */
static bool has_no_end(const struct dip_locale *locale)
{
    static const char *const list[] = {"hy", NULL};

    return dip_locale_writes(locale, LETTER_THAI) || dip_locale_writes(locale, LETTER_LAO) ||
           dip_locale_writes(locale, LETTER_TIBETAN) || is_in(dip_locale_tag(locale), list);
}

/* Where a word twice is a mistake, but for those that words.c lists. */
static bool doubles_words(const char *tag)
{
    static const char *const never[] = {"be", "bg", "ca", "cs", "da", "de", "el", "en", "es",
                                        "et", "fi", "gl", "hr", "hu", "is", "it", "lt", "lv",
                                        "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru",
                                        "sk", "sl", "sq", "sr", "sv", "uk", NULL};

    return !is_in(tag, never);
}

static void set_growth(struct dip_habits *habits, bool han, bool kana, bool hangul)
{
    bool chinese = han && !kana && !hangul;

    habits->grows = chinese ? 80 : han || kana || hangul ? 110 : 150;
    habits->starts = chinese ? 10 : han || kana || hangul ? 14 : 20;
}

struct dip_habits dip_habits_of(const struct dip_locale *locale)
{
    static const char *const french[] = {"fr", "br", "oc", NULL};
    static const char *const fixed[] = {"vi", NULL};
    const char *tag = dip_locale_tag(locale);
    bool han = dip_locale_writes(locale, LETTER_HAN);
    bool kana = dip_locale_writes(locale, LETTER_HIRAGANA);
    bool hangul = dip_locale_writes(locale, LETTER_HANGUL);
    bool joined =
        (han && !hangul) || dip_locale_writes(locale, LETTER_THAI) ||
        dip_locale_writes(locale, LETTER_LAO) || dip_locale_writes(locale, LETTER_MYANMAR) ||
        dip_locale_writes(locale, LETTER_KHMER) || dip_locale_writes(locale, LETTER_TIBETAN);
    struct dip_habits habits = {
        .wide_marks = han && !hangul,
        .japanese = kana,
        .arabic_marks = dip_locale_writes(locale, LETTER_ARABIC),
        .greek_marks = dip_locale_writes(locale, LETTER_GREEK),
        .spaced_marks = is_in(tag, french),
        .no_end = has_no_end(locale),
        .inflects = !joined && !is_in(tag, fixed),
        .spaces = !joined,
        .doubles_words = joined || doubles_words(tag),
    };
    set_growth(&habits, han, kana, hangul);
    return habits;
}
