/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Where in HTML a byte stands. A state machine that is a little stricter than the one ctemplate
 * escapes by, so that what passes here is never refused there, and so that both (and a browser)
 * see the same elements and attributes. A `struct dip_context` is a plain value: copying it is
 * remembering a place.
 */
#ifndef DIP_TEMPLATE_CONTEXT_H
#define DIP_TEMPLATE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

enum dip_context_state {
    DIP_CONTEXT_TEXT, /**< between tags */
    DIP_CONTEXT_TAG_START,
    DIP_CONTEXT_TAG_NAME,
    DIP_CONTEXT_TAG_SLASH,
    DIP_CONTEXT_TAG, /**< where an attribute may start */
    DIP_CONTEXT_ATTRIBUTE,
    DIP_CONTEXT_AFTER_ATTRIBUTE,
    DIP_CONTEXT_VALUE_START,
    DIP_CONTEXT_VALUE_BARE,
    DIP_CONTEXT_VALUE_SINGLE,
    DIP_CONTEXT_VALUE_DOUBLE,
    DIP_CONTEXT_DECLARATION,
    DIP_CONTEXT_DOCTYPE,
    DIP_CONTEXT_COMMENT_START,
    DIP_CONTEXT_COMMENT,
    DIP_CONTEXT_RAW, /**< in an element whose content is no markup */
    DIP_CONTEXT_RAW_LESS,
    DIP_CONTEXT_RAW_CLOSE,
};

/** The elements whose content is no markup. */
enum dip_context_raw {
    DIP_RAW_NONE,
    DIP_RAW_TITLE,
    DIP_RAW_TEXTAREA,
    DIP_RAW_STYLE,
    DIP_RAW_SCRIPT,
    DIP_RAW_JSON, /**< a script of type application/ld+json */
};

/** How much of an address stands in a URL attribute's value so far. */
enum dip_context_url {
    DIP_URL_START,
    DIP_URL_SCHEME,   /**< letters that may be a scheme or a path */
    DIP_URL_UNSAFE,   /**< a scheme that is not known to be harmless */
    DIP_URL_VARIABLE, /**< a variable, and nothing that ends a scheme */
    DIP_URL_REST,     /**< a scheme can't be made any more */
};

enum dip_context_attribute {
    DIP_ATTRIBUTE_PLAIN,
    DIP_ATTRIBUTE_URL,    /**< of those that ctemplate validates */
    DIP_ATTRIBUTE_SCRIPT, /**< on… */
    DIP_ATTRIBUTE_STYLE,
    DIP_ATTRIBUTE_OTHER_URL, /**< of those that ctemplate does not know */
};

/** What stands between two bytes. */
enum dip_context_cut { DIP_CUT_SECTION, DIP_CUT_FRAGMENT };

enum { DIP_CONTEXT_NAME = 24 };

struct dip_context {
    enum dip_context_state state;
    enum dip_context_raw raw;
    enum dip_context_url url;
    char tag[DIP_CONTEXT_NAME];       /**< lower case, shortened; "" for a closing tag */
    char attribute[DIP_CONTEXT_NAME]; /**< lower case, shortened */
    char word[DIP_CONTEXT_NAME];      /**< a scheme, a script's type, a closing tag's name */
    unsigned dashes;                  /**< at the end of a comment so far */
    unsigned pre;                     /**< open <pre> elements */
    bool closing, must_break, json_string, json_escape;
    bool type_seen, type_json, refresh, content_variable;
    bool unsafe; /**< the fault just found is no broken markup, but what a value could do in it */
};

/** Between elements, at the start of a page or part. */
void dip_context_init(struct dip_context *context);

/** Go over byte @p c: NULL, or what is wrong with it (a clause). */
const char *dip_context_feed(struct dip_context *context, char c);

/** Note that the value of a variable, or a message, stands here. */
void dip_context_variable(struct dip_context *context);

/** Note that a section starts here, or that a fragment is put in. */
void dip_context_cut(struct dip_context *context, enum dip_context_cut cut);

bool dip_context_in_tag(const struct dip_context *context);
bool dip_context_in_value(const struct dip_context *context);

/** What the attribute is whose value or name this is. */
enum dip_context_attribute dip_context_attribute(const struct dip_context *context);

/** Tell whether a section marker, which leaves nothing, may stand here. */
bool dip_context_is_quiet(const struct dip_context *context);

/**
 * Join the state with a section (@p context, at its end) with the one without it (@p before).
 *
 * @return NULL, or what the section changes (a clause)
 */
const char *dip_context_join(struct dip_context *context, const struct dip_context *before);

/** Tell whether blanks here can be one without a difference. */
bool dip_context_folds_blanks(const struct dip_context *context);

#endif
