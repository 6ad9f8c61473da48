/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A template expanded once, and the places where its open fragments go. The open slots get values
 * that lie in one small array, by whose addresses they are known again in the output: no text that
 * could occur in a page marks them.
 */
#include "template/folded.h"

struct dip_stamp {
    GString *text;
    GArray *cuts; /* of struct dip_cut, in order */
};

const struct dip_engine *dip_folded_engine(const struct dip_folded *folded, const char *name)
{
    const struct dip_engine *engine = g_hash_table_lookup(folded->engines, name);

    if (engine == NULL)
        g_error("the program has no template \"%s\"", name);
    return engine;
}

void dip_template_expand(const struct dip_folded *folded, const char *name,
                         const struct dip_values *values, GString *out)
{
    dip_engine_expand(dip_folded_engine(folded, name), values, out);
}

struct dip_stamp *dip_stamp_new(const struct dip_folded *folded, const char *name,
                                struct dip_values *values, const char *const *slots)
{
    const struct dip_engine *engine = dip_folded_engine(folded, name);
    struct dip_stamp *stamp = g_new(struct dip_stamp, 1);
    size_t count = g_strv_length((char **)slots);
    g_autofree char *marks = g_malloc0(count + 1);
    g_autofree dip_html *before = g_new(dip_html, count + 1);
    DIP_AUTO(dip_values) own = values == NULL ? dip_values_new(folded) : NULL;

    if (values == NULL)
        values = own;
    *stamp = (struct dip_stamp){
        .text = g_string_new(NULL),
        .cuts = g_array_new(FALSE, FALSE, sizeof(struct dip_cut)),
    };
    for (size_t i = 0; i < count; i++)
        before[i] = dip_values_swap(values, slots[i], dip_html_part(marks + i, 1));
    dip_engine_expand_open(engine, values, marks, count, stamp->text, stamp->cuts);
    for (size_t i = 0; i < count; i++)
        dip_values_swap(values, slots[i], before[i]);
    return stamp;
}

void dip_stamp_free(struct dip_stamp *stamp)
{
    if (stamp == NULL)
        return;
    g_string_free(stamp->text, TRUE);
    g_array_unref(stamp->cuts);
    g_free(stamp);
}

void dip_stamp_emit(const struct dip_stamp *stamp, const dip_html *fills, GString *out)
{
    size_t done = 0;

    for (guint i = 0; i < stamp->cuts->len; i++) {
        const struct dip_cut *cut = &g_array_index(stamp->cuts, struct dip_cut, i);
        dip_append(out, stamp->text->str + done, cut->offset - done);
        dip_append(out, fills[cut->slot].bytes, fills[cut->slot].length);
        done = cut->offset;
    }
    dip_append(out, stamp->text->str + done, stamp->text->len - done);
}
