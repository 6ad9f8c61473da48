/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The hand-written comparisons. The family's page has all of them, a line for each lower code. Home has
 * few: those whose codes records point at most (`see_also`), twice and three times as much where they
 * point at each other; no code twice as long as there are others, so that they spread over the classes;
 * in the family's order.
 */
#include "render/pen.h"

static void write_short(struct dip_pen *pen, const struct dip_page *pair, GString *out)
{
    const struct dip_family_edition *shared = dip_edition_family(pen->edition, pair->family);
    struct dip_values *values = pen->item;

    dip_values_clear(values);
    dip_values_text(values, "href", dip_pen_href(pen, pair));
    dip_values_text(values, "class_id", pair->b->class_of->kind);
    dip_values_text(values, "code", pair->b->code);
    dip_values_html(values, "name", shared->codes[pair->b->index].name);
    dip_template_expand(pen->edition->folded, "parts/pair-short", values, out);
}

void dip_pen_pair_groups(struct dip_pen *pen, const struct dip_family *family, GString *out)
{
    const struct dip_family_edition *shared = dip_edition_family(pen->edition, family);
    g_autoptr(GString) items = g_string_new(NULL);

    for (size_t i = 0; i < family->comparison_count; i++) {
        const struct dip_code *a = &family->codes[family->comparisons[i].a];
        struct dip_page pair = {.kind = DIP_PAGE_PAIR,
                                .family = family,
                                .a = a,
                                .b = &family->codes[family->comparisons[i].b]};
        struct dip_page own = {.kind = DIP_PAGE_CODE, .family = family, .a = a};
        write_short(pen, &pair, items);
        if (i + 1 < family->comparison_count && family->comparisons[i + 1].a == a->index)
            continue;
        struct dip_values *values = pen->item;
        dip_values_clear(values);
        dip_values_text(values, "href", dip_pen_href(pen, &own));
        dip_values_text(values, "class_id", a->class_of->kind);
        dip_values_text(values, "code", a->code);
        dip_values_html(values, "name", shared->codes[a->index].name);
        dip_values_html(values, "pairs", dip_html_of(items));
        dip_template_expand(pen->edition->folded, "parts/pair-group", values, out);
        g_string_truncate(items, 0);
    }
}

static void write_card(struct dip_pen *pen, const struct dip_page *pair, GString *out)
{
    const struct dip_family_edition *shared = dip_edition_family(pen->edition, pair->family);
    struct dip_values *values = pen->item;

    dip_values_clear(values);
    dip_values_text(values, "href", dip_pen_href(pen, pair));
    dip_values_text(values, "a_class_id", pair->a->class_of->kind);
    dip_values_text(values, "b_class_id", pair->b->class_of->kind);
    dip_values_text(values, "a_code", pair->a->code);
    dip_values_text(values, "b_code", pair->b->code);
    dip_values_html(values, "a_name", shared->codes[pair->a->index].name);
    dip_values_html(values, "b_name", shared->codes[pair->b->index].name);
    dip_template_expand(pen->edition->folded, "parts/pair-item", values, out);
}

/* How many records point at each code (free). */
static size_t *count_mentions(const struct dip_family *family)
{
    size_t *mentions = g_new0(size_t, family->code_count);

    for (size_t i = 0; i < family->code_count; i++) {
        for (size_t j = 0; j < family->codes[i].see_also_count; j++)
            mentions[family->codes[i].see_also[j]]++;
    }
    return mentions;
}

struct choice {
    const struct dip_family *family;
    const size_t *mentions;
    bool *chosen; /**< by comparison */
    bool *used;   /**< by code */
};

/* How often the two codes point at each other. */
static size_t count_direct(const struct dip_family *family, const struct dip_comparison *comparison)
{
    const struct dip_code *a = &family->codes[comparison->a];
    const struct dip_code *b = &family->codes[comparison->b];
    size_t count = 0;

    for (size_t i = 0; i < a->see_also_count; i++)
        count += a->see_also[i] == b->index;
    for (size_t i = 0; i < b->see_also_count; i++)
        count += b->see_also[i] == a->index;
    return count;
}

/* The comparison most pointed at of those left, or -1; the first of equals. */
static gssize find_best(const struct choice *choice, bool again)
{
    const struct dip_family *family = choice->family;
    gssize best = -1;
    size_t most = 0;

    for (size_t i = 0; i < family->comparison_count; i++) {
        const struct dip_comparison *comparison = &family->comparisons[i];
        size_t weight = (choice->mentions[comparison->a] + choice->mentions[comparison->b]) *
                        (1 + count_direct(family, comparison));
        bool known = choice->used[comparison->a] || choice->used[comparison->b];
        if (choice->chosen[i] || (known && !again) || (best >= 0 && weight <= most))
            continue;
        best = (gssize)i;
        most = weight;
    }
    return best;
}

void dip_pen_pair_cards(struct dip_pen *pen, const struct dip_family *family, size_t most,
                        GString *out)
{
    g_autofree size_t *mentions = count_mentions(family);
    g_autofree bool *chosen = g_new0(bool, family->comparison_count);
    g_autofree bool *used = g_new0(bool, family->code_count);
    struct choice choice = {.family = family, .mentions = mentions, .chosen = chosen, .used = used};

    for (size_t count = 0; count < MIN(most, family->comparison_count); count++) {
        gssize best = find_best(&choice, false);
        if (best < 0)
            best = find_best(&choice, true);
        chosen[best] = true;
        used[family->comparisons[best].a] = true;
        used[family->comparisons[best].b] = true;
    }
    for (size_t i = 0; i < family->comparison_count; i++) {
        struct dip_page pair = {.kind = DIP_PAGE_PAIR,
                                .family = family,
                                .a = &family->codes[family->comparisons[i].a],
                                .b = &family->codes[family->comparisons[i].b]};
        if (chosen[i])
            write_card(pen, &pair, out);
    }
}
