/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Markup as a type of its own, so that an unescaped string cannot reach a raw slot.
 */
#ifndef DIP_HTML_H
#define DIP_HTML_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/** Bytes that are HTML already; borrowed, not NUL-terminated. */
typedef struct dip_html {
    const char *bytes;
    size_t length;
} dip_html;

/** Nothing. */
dip_html dip_html_empty(void);

/** Take all of @p buffer, which holds markup, as a fragment; borrowed until the buffer changes. */
dip_html dip_html_of(const GString *buffer);

/** Take @p length bytes at @p bytes, which are markup, as a fragment. */
dip_html dip_html_part(const char *bytes, size_t length);

/** Take @p text for a place that escapes it: it is no markup yet. */
dip_html dip_html_text(const char *text);

/** Append @p text to @p out, safe in element content and in double quotes: & < > " escaped. */
void dip_html_escape(GString *out, const char *text, size_t length);

/** As ctemplate escapes a variable: in HTML, quotes and blanks as well; or in a string of JSON. */
void dip_html_escape_as(GString *out, const char *text, size_t length, bool json);

#endif
