/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * g_string_append_len() where it is called some hundred times a page: its checks for an insertion cost
 * more than the bytes. They were a tenth of a build.
 */
#ifndef DIP_APPEND_H
#define DIP_APPEND_H

#include <glib.h>
#include <string.h>

/** Append @p length bytes, which are not @p out's own. */
static inline void dip_append(GString *out, const char *bytes, size_t length)
{
    if (length >= out->allocated_len - out->len) {
        g_string_append_len(out, bytes, (gssize)length);
        return;
    }
    memcpy(out->str + out->len, bytes, length);
    out->len += length;
    out->str[out->len] = '\0';
}

/** As dip_append(), a string. */
static inline void dip_append_text(GString *out, const char *text)
{
    dip_append(out, text, strlen(text));
}

#endif
