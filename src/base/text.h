/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Text as users write it: what may stand in it, and the placeholders of patterns.
 */
#ifndef DIP_TEXT_H
#define DIP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What can be wrong with the characters of a text. */
enum dip_text_fault {
    DIP_TEXT_FINE,
    DIP_TEXT_NOT_UTF8, /**< a byte sequence that is not UTF-8, or is overlong or a surrogate */
    DIP_TEXT_CONTROL,  /**< a C0 or C1 control but tab and line feed, or a non-character */
    DIP_TEXT_BIDI,     /**< U+202A…U+202E, U+2066…U+2069: can make text read as what it isn't */
};

/**
 * Find the first character that no text of a site may have.
 *
 * @param ret_offset    byte offset of the fault; may be NULL; untouched where all is fine
 * @param ret_character the code point, or the byte where it is not UTF-8; may be NULL
 */
enum dip_text_fault dip_text_check(const char *text, size_t length, size_t *ret_offset,
                                   uint32_t *ret_character);

/** Give line and column (both from 1, columns in characters) of a byte offset in @p text. */
void dip_text_position(const char *text, size_t offset, uint32_t *ret_line, uint32_t *ret_column);

/** A placeholder of a pattern, `{name}`: borrowed from the pattern. */
typedef struct dip_placeholder {
    const char *name;   /**< not NUL-terminated */
    size_t name_length; /**< without the braces */
    size_t start;       /**< byte offset of `{` */
    size_t end;         /**< byte offset behind `}` */
} dip_placeholder;

/**
 * Find the next placeholder of @p pattern at or behind byte @p from.
 *
 * A placeholder is `{`, a lower-case letter, more of `[a-z0-9_]`, `}`. Any other brace is text.
 */
bool dip_placeholder_next(const char *pattern, size_t from, dip_placeholder *ret_placeholder);

/** Tell whether @p pattern has the placeholder @p name (@p length bytes). */
bool dip_placeholder_has(const char *pattern, const char *name, size_t length);

/**
 * Choose the member of @p candidates that @p word was probably meant to be, or NULL.
 *
 * Near is a Damerau-Levenshtein distance of at most a third of the word's length (at least 1);
 * case is ignored. The first of equally near ones wins, so that the answer is always the same.
 */
const char *dip_text_nearest(const char *word, const char *const *candidates, size_t count);

#endif
