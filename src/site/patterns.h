/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The patterns: messages with named placeholders that become the sentences of a page. Those of
 * content/patterns.yaml hold for the site; a family.yaml may override any of them.
 */
#ifndef DIP_PATTERNS_H
#define DIP_PATTERNS_H

#include "site/model.h"

/** Every pattern has a key in patterns.yaml; a table in patterns.c says what each may hold. */
enum dip_pattern {
    DIP_PATTERN_JOIN,        /**< two sentences of one paragraph */
    DIP_PATTERN_CLASS,       /**< a class as it is called in sentences: 4xx Client Failure */
    DIP_PATTERN_CLASS_LABEL, /**< the row of the table at a glance */
    DIP_PATTERN_PAIR_TITLE,
    DIP_PATTERN_PAIR_META,
    DIP_PATTERN_PAIR_LABEL,  /**< a link to a pair */
    DIP_PATTERN_INTRO_OTHER, /**< list: codes of two classes */
    DIP_PATTERN_INTRO_SAME,  /**< list: codes of one class */
    DIP_PATTERN_WHICH,       /**< list: for each code */
    DIP_PATTERN_CODE_TITLE,
    DIP_PATTERN_CODE_META,
    DIP_PATTERN_FAMILY_TITLE,
    DIP_PATTERN_FAMILY_META,
    DIP_PATTERN_HOME_TITLE,
    DIP_PATTERN_HOME_META,
    DIP_PATTERN_TRANSLATIONS_TITLE,
    DIP_PATTERN_TRANSLATIONS_META,
    DIP_PATTERN_NOT_FOUND_TITLE,
    DIP_PATTERN_NOT_FOUND_META,
    DIP_PATTERN_FLOW_TITLE,
    DIP_PATTERN_FLOW_STEP,
    DIP_PATTERN_FLOW_SELF, /**< a step to oneself */
    DIP_PATTERN_COUNT
};

/** What a pattern speaks about, and so which placeholders it may have. */
enum dip_scope {
    DIP_SCOPE_SITE,
    DIP_SCOPE_FAMILY,
    DIP_SCOPE_CODE, /**< `{code}` … */
    DIP_SCOPE_PAIR, /**< `{a_code}`, `{b_code}` … */
    DIP_SCOPE_STEP,
    DIP_SCOPE_CLASS,
    DIP_SCOPE_JOIN,
};

/** Which of a pair's codes the text of a pattern needs: those with one are made once a code. */
enum dip_side { DIP_SIDE_NONE, DIP_SIDE_A, DIP_SIDE_B, DIP_SIDE_BOTH };

/** A generated difference, by its name in `differences`. */
struct dip_difference {
    const char *name; /**< "facts": the facts' sentences, and `phrase` is empty */
    struct dip_phrase phrase;
    enum dip_scope scope; /**< CODE: said of each code; PAIR: said once, where the values differ */
};

/** The patterns in force for a family, or for the site's own pages. */
struct dip_patterns {
    struct dip_phrases of[DIP_PATTERN_COUNT]; /**< one item but for lists */
    size_t difference_count;
    struct dip_difference *differences; /**< those that are generated, in their order */
};

/** Tell which of a pair's codes the placeholders of @p pattern need. */
enum dip_side dip_pattern_side(const char *pattern);

/** The scope of @p pattern. */
enum dip_scope dip_pattern_scope(enum dip_pattern pattern);

#endif
