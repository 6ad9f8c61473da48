/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a lexicon holds; for the files of compose/ only.
 */
#ifndef DIP_LEXICON_H
#define DIP_LEXICON_H

#include "compose/compose.h"

/** One thing in both languages. In the source's locale, both are the same. */
struct dip_both {
    char *own; /**< NULL where it is not translated */
    char *source;
};

struct dip_code_words {
    struct dip_both meaning;
    struct dip_both encounter;
};

struct dip_family_words {
    struct dip_code_words *codes;
    struct dip_both *classes;
};

struct dip_lexicon {
    const struct dip_site *site;
    const struct dip_site_locale *locale;
    const struct dip_site_locale *source;
    struct dip_family_words *families; /**< in the site's order */
    const char *own_mark; /**< stands before a number that the protocol spells: "" or U+200E */
    const char *source_mark;
    bool marks_names;
    struct dip_both join;
};

/** The words on @p family. */
const struct dip_family_words *dip_lexicon_family(const struct dip_lexicon *lexicon,
                                                  const struct dip_family *family);

#endif
