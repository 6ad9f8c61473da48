/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Where a comma belongs is read off the last byte written: no state to carry. json-glib would build a
 * tree of all records first, and sorts nothing for us.
 */
#include "render/json.h"

static void separate(GString *out)
{
    char last = out->len == 0 ? ':' : out->str[out->len - 1];

    if (last != ':' && last != '{' && last != '[')
        g_string_append_c(out, ',');
}

void dip_json_open(GString *out, char bracket)
{
    separate(out);
    g_string_append_c(out, bracket);
}

void dip_json_close(GString *out, char bracket)
{
    g_string_append_c(out, bracket);
}

void dip_json_text(GString *out, const char *text)
{
    separate(out);
    dip_json_string(out, text);
}

void dip_json_key(GString *out, const char *key)
{
    dip_json_text(out, key);
    g_string_append_c(out, ':');
}

void dip_json_member(GString *out, const char *key, const char *text)
{
    dip_json_key(out, key);
    dip_json_text(out, text);
}

void dip_json_number(GString *out, size_t number)
{
    separate(out);
    g_string_append_printf(out, "%" G_GSIZE_FORMAT, number);
}
