/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a language's own rules decide: tags, direction, names of languages, case, order, slugs. All
 * from ICU but for made-up languages; nothing here depends on the process's locale.
 *
 * A locale is immutable once made, but for formatters that it keeps behind a lock, and may be read from
 * any thread.
 */
#ifndef DIP_LOCALE_H
#define DIP_LOCALE_H

#include "diag/diag.h"

/** A language with its conventions. */
struct dip_locale;

/**
 * Make the locale of BCP 47 @p tag (RFC 5646): well-formed, with a language that ICU knows, written
 * canonically (`pt-BR`, not `pt_br`).
 *
 * @param ret_canonical how it should have been written (g_free) where that is the mistake; may be NULL
 * @return NULL where @p tag is none of that
 */
struct dip_locale *dip_locale_new(const char *tag, char **ret_canonical);
void dip_locale_free(struct dip_locale *locale);
DIP_DEFINE_AUTO(dip_locale);

/**
 * Guess which tag somebody meant by @p word that is none: another spelling of one (`fr_FR.UTF-8`), the
 * name of a language in English or in itself ("french", "français"), with a slip of the finger, or
 * the code of a country ("cn").
 *
 * @return NULL where nothing is near (g_free)
 */
char *dip_locale_guess(const char *word);

const char *dip_locale_tag(const struct dip_locale *locale);

/** "ltr" or "rtl". */
const char *dip_locale_direction(const struct dip_locale *locale);

/** The language's own name in itself, as a heading: "Português", "中文". */
const char *dip_locale_own_name(const struct dip_locale *locale);

/** As Open Graph wants it: `pt_BR`, `en_US`, with the likely region (https://ogp.me/#optional). */
const char *dip_locale_open_graph(const struct dip_locale *locale);

/** The name of the language @p tag in this locale (g_free). */
char *dip_locale_name_of(const struct dip_locale *locale, const char *tag);

/**
 * Lower the first letter of @p text by the locale's rule, for use inside a sentence; left alone
 * where the first word is an acronym or a name: has a second capital, a digit, or a character that
 * words don't have (SIP, INVITE, 3xx, Request-URI).
 *
 * @return g_free
 */
char *dip_locale_lower_first(const struct dip_locale *locale, const char *text);

/** Format a share between 0 and 1 as whole percent, rounded down, by the locale's rule (g_free). */
char *dip_locale_percent(const struct dip_locale *locale, double share);

/** Format a whole number by the locale's rule (g_free). */
char *dip_locale_number(const struct dip_locale *locale, unsigned long n);

/**
 * The language's plural rule as the header of a PO file has it: where it has one form, or two of
 * which one is for 1 (and 0), and of those languages that msginit does not know. NULL for the others;
 * then msginit knows it, or nobody does. From CLDR, as ICU has it. Static.
 */
const char *dip_locale_plural_forms(const struct dip_locale *locale);

/**
 * Sort the numbers from 0 to @p count - 1 by the plural form that they take (CLDR, as ICU has it):
 * @p ret_groups gets for each the first number that takes the same.
 */
void dip_locale_plural_groups(const struct dip_locale *locale, unsigned count,
                              unsigned *ret_groups);

/**
 * Tell whether @p c is of a script that the language is written in: Han and kana for Japanese, Latin
 * for Vietnamese. Digits, marks and spaces are of none.
 */
bool dip_locale_writes(const struct dip_locale *locale, uint32_t c);

/** Tell whether @p c ends sentences in some script: . ? 。 ؟ । (Unicode's Sentence_Terminal). */
bool dip_locale_ends_sentence(uint32_t c);

/** Compare by the locale's order: less than, equal to, greater than 0; ties by bytes. */
int dip_locale_compare(const struct dip_locale *locale, const char *a, const char *b);

/** Languages that no one speaks, made of the source to show what is wrong with pages. */
enum dip_pseudo {
    DIP_PSEUDO_NONE,
    DIP_PSEUDO_ACCENTED, /**< en-XA: readable, in brackets, longer by 40 % and at least a word */
    DIP_PSEUDO_TURNED, /**< ar-XB: in Arabic letters, and so from right to left without controls */
};

/** The tag of a made-up language, static. */
const char *dip_pseudo_tag(enum dip_pseudo pseudo);

/**
 * Put a text or pattern into a made-up language. Left as they are: placeholders; words with a digit or
 * with a capital behind their first letter (404, 4xx, INVITE, Request-URI); addresses; and behind a
 * number the words with a capital (404 Not Found). A text of nothing else stays the same.
 *
 * @return g_free
 */
char *dip_pseudo_text(enum dip_pseudo pseudo, const char *text);

/**
 * Make a slug: transliterated to ASCII, lower case, runs of anything else one hyphen, none at the
 * ends. Empty where nothing is left. The same for every locale (g_free).
 */
char *dip_slug(const char *text);

#endif
