/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A stamp is a form (form.h) whose places are fragments alone.
 */
#include "template/folded.h"

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

struct dip_stamp {
    struct dip_form *form;
};

struct dip_stamp *dip_stamp_new(const struct dip_folded *folded, const char *name,
                                struct dip_values *values, const char *const *slots)
{
    struct dip_stamp *stamp = g_new(struct dip_stamp, 1);
    size_t count = g_strv_length((char **)slots);
    g_autoptr(GString) expansion = g_string_new(NULL);
    g_autoptr(GString) marks = g_string_new(NULL);
    g_autofree dip_html *before = g_new(dip_html, count + 1);
    g_autofree gsize *starts = g_new(gsize, count + 1);
    DIP_AUTO(dip_values) own = values == NULL ? dip_values_new(folded) : NULL;

    if (values == NULL)
        values = own;
    for (size_t i = 0; i < count; i++) {
        starts[i] = marks->len;
        dip_form_mark(marks, (unsigned)i, false);
    }
    starts[count] = marks->len;
    for (size_t i = 0; i < count; i++)
        before[i] = dip_values_swap(
            values, slots[i], dip_html_part(marks->str + starts[i], starts[i + 1] - starts[i]));
    dip_template_expand(folded, name, values, expansion);
    for (size_t i = 0; i < count; i++)
        dip_values_swap(values, slots[i], before[i]);
    stamp->form = dip_form_new(expansion);
    g_assert(stamp->form != NULL); /* fragments are never escaped */
    return stamp;
}

void dip_stamp_free(struct dip_stamp *stamp)
{
    if (stamp == NULL)
        return;
    dip_form_free(stamp->form);
    g_free(stamp);
}

void dip_stamp_emit(const struct dip_stamp *stamp, const dip_html *fills, GString *out)
{
    dip_form_emit(stamp->form, fills, out);
}
