/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A stamp is a form (form.h) whose places are fragments alone. One that frames its only fragment, as most do,
 * is written around it.
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
    bool is_frame; /* one slot, once: what stands around it */
    dip_html before, behind;
};

struct dip_stamp *dip_stamp_new(const struct dip_folded *folded, const char *name,
                                struct dip_values *values, const char *const *slots)
{
    struct dip_stamp *stamp = g_new0(struct dip_stamp, 1);
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
    stamp->is_frame = dip_form_is_frame(stamp->form, &stamp->before, &stamp->behind);
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

gsize dip_stamp_begin(const struct dip_stamp *stamp, GString *out)
{
    gsize begun = out->len;

    if (stamp->is_frame)
        dip_append(out, stamp->before.bytes, stamp->before.length);
    return begun;
}

void dip_stamp_end(const struct dip_stamp *stamp, gsize begun, GString *out)
{
    gsize start = begun + (stamp->is_frame ? stamp->before.length : 0);

    if (out->len == start) {
        g_string_truncate(out, begun);
        return;
    }
    if (stamp->is_frame) {
        dip_append(out, stamp->behind.bytes, stamp->behind.length);
        return;
    }
    g_autofree char *filling = g_strndup(out->str + start, out->len - start);
    dip_html fill = dip_html_part(filling, out->len - start);
    g_string_truncate(out, begun);
    dip_form_emit(stamp->form, &fill, out);
}
