/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A page of a code has a link for each other code: 75 codes, 5,550 expansions a language. As forms they
 * cost a twentieth; so do the links to read on, some five a code. A form is used only where it gives what an expansion of some sample does.
 */
#include "render/edition.h"

enum { MOST = 8 };

struct dip_part {
    const struct dip_folded *folded;
    const char *name;
    const char *const *names;
    size_t texts; /* behind them a NULL, then the fragments */
    size_t count;
    struct dip_form *form; /* NULL: is expanded each time */
};

static const char *name_of(const struct dip_part *part, size_t i)
{
    return part->names[i < part->texts ? i : i + 1];
}

static void expand(const struct dip_part *part, const dip_html *fills, struct dip_values *values,
                   GString *out)
{
    dip_values_clear(values);
    for (size_t i = 0; i < part->count; i++) {
        if (i < part->texts)
            dip_values_text_n(values, name_of(part, i), fills[i].bytes, fills[i].length);
        else
            dip_values_html(values, name_of(part, i), fills[i]);
    }
    dip_template_expand(part->folded, part->name, values, out);
}

static struct dip_form *make_form(const struct dip_part *part)
{
    DIP_AUTO(dip_values) values = dip_values_new(part->folded);
    g_autoptr(GStringChunk) store = g_string_chunk_new(256);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) filled = g_string_new(NULL);
    dip_html marks[MOST];
    dip_html samples[MOST];

    for (size_t i = 0; i < part->count; i++) {
        g_string_truncate(text, 0);
        dip_form_mark(text, (unsigned)i, i < part->texts);
        marks[i] = dip_html_text(g_string_chunk_insert(store, text->str));
        g_string_printf(text, "x%zu&y", i);
        samples[i] = dip_html_text(g_string_chunk_insert(store, text->str));
    }
    g_string_truncate(text, 0);
    expand(part, marks, values, text);
    DIP_AUTO(dip_form) form = dip_form_new(text);
    if (form == NULL)
        return NULL;
    g_string_truncate(text, 0);
    expand(part, samples, values, text);
    dip_form_emit(form, samples, filled);
    return g_string_equal(text, filled) ? g_steal_pointer(&form) : NULL;
}

struct dip_part *dip_part_new(const struct dip_folded *folded, const char *name,
                              const char *const *names)
{
    struct dip_part *part = g_new(struct dip_part, 1);
    size_t texts = g_strv_length((char **)names);

    *part = (struct dip_part){
        .folded = folded,
        .name = name,
        .names = names,
        .texts = texts,
        .count = texts + g_strv_length((char **)names + texts + 1),
    };
    g_assert(part->count <= MOST);
    part->form = make_form(part);
    return part;
}

void dip_part_free(struct dip_part *part)
{
    if (part == NULL)
        return;
    dip_form_free(part->form);
    g_free(part);
}

void dip_part_emit(const struct dip_part *part, const dip_html *fills, struct dip_values *values,
                   GString *out)
{
    if (part->form != NULL) {
        dip_form_emit(part->form, fills, out);
        return;
    }
    DIP_AUTO(dip_values) own = values == NULL ? dip_values_new(part->folded) : NULL;
    expand(part, fills, values == NULL ? own : values, out);
}
