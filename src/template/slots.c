/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A number for each variable of the program, by name and kind: what `{{name}}` becomes for ctemplate,
 * and where a value lies. Names are borrowed from the program's tables, which live for ever.
 */
#include "template/internal.h"

static void add_vars(struct dip_slots *slots, const struct dip_var *vars)
{
    for (; vars != NULL && vars->name != NULL; vars++) {
        GHashTable *names = slots->of_kind[vars->kind];
        if (!g_hash_table_contains(names, vars->name))
            g_hash_table_insert(names, (gpointer)vars->name, GUINT_TO_POINTER(++slots->count));
        if (vars->kind == DIP_VAR_SECTION)
            add_vars(slots, vars->inner);
    }
}

struct dip_slots *dip_slots_new(const struct dip_template_spec *specs)
{
    struct dip_slots *slots = g_atomic_rc_box_new0(struct dip_slots);

    for (size_t kind = 0; kind < G_N_ELEMENTS(slots->of_kind); kind++)
        slots->of_kind[kind] = g_hash_table_new(g_str_hash, g_str_equal);
    for (; specs->name != NULL; specs++)
        add_vars(slots, specs->vars);
    return slots;
}

struct dip_slots *dip_slots_ref(struct dip_slots *slots)
{
    return g_atomic_rc_box_acquire(slots);
}

static void clear(gpointer data)
{
    struct dip_slots *slots = data;

    for (size_t kind = 0; kind < G_N_ELEMENTS(slots->of_kind); kind++)
        g_hash_table_unref(slots->of_kind[kind]);
}

void dip_slots_unref(struct dip_slots *slots)
{
    if (slots != NULL)
        g_atomic_rc_box_release_full(slots, clear);
}

int dip_slots_find(const struct dip_slots *slots, enum dip_var_kind kind, const char *name)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(slots->of_kind[kind], name)) - 1;
}
