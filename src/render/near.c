/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The pairs worth a link from a code's pages: what somebody compared by hand, then the record's own
 * see_also, then its neighbours in its class. Few and good: at most NEAR_MOST of them.
 */
#include "render/edition.h"

enum { NEAR_MOST = 4, TEXT = 512 };

static bool has(const struct dip_fragments *fragments, size_t other)
{
    for (size_t i = 0; i < fragments->near_count; i++) {
        if (fragments->near[i].other == other)
            return true;
    }
    return false;
}

/* A code's links, in the making; the texts are of the link in hand. */
struct making {
    const struct dip_edition *edition;
    const struct dip_family *family;
    const struct dip_code *code;
    struct dip_fragments *fragments;
    GString *href;
    GString *label;
    GString *item;
};

static void add(struct making *making, size_t other)
{
    const struct dip_edition *edition = making->edition;
    const struct dip_family *family = making->family;
    const struct dip_code *code = making->code;
    struct dip_fragments *fragments = making->fragments;

    if (fragments->near_count == NEAR_MOST || has(fragments, other))
        return;
    struct dip_page page = {.kind = DIP_PAGE_PAIR,
                            .family = family,
                            .a = &family->codes[MIN(code->index, other)],
                            .b = &family->codes[MAX(code->index, other)]};
    struct dip_subject subject = {.family = family, .a = page.a, .b = page.b};
    g_string_truncate(making->href, 0);
    g_string_truncate(making->label, 0);

    dip_write_href(edition, DIP_PAGE_PAIR, edition->locale, &page, making->href);
    dip_write_pattern(edition, &family->patterns->of[DIP_PATTERN_PAIR_LABEL].items[0], &subject,
                      making->label);
    const dip_html fills[] = {dip_html_of(making->href), dip_html_of(making->label)};
    dip_part_emit(edition->more_item, fills, NULL, making->item);
    fragments->near[fragments->near_count++] =
        (struct dip_near){.other = other, .item = dip_keep(fragments->store, making->item, 0)};
}

void dip_make_near(const struct dip_edition *edition, const struct dip_family *family,
                   const struct dip_code *code, struct dip_fragments *fragments)
{
    g_autoptr(GString) href = g_string_sized_new(TEXT);
    g_autoptr(GString) label = g_string_sized_new(TEXT);
    g_autoptr(GString) item = g_string_sized_new(TEXT);
    struct making making = {.edition = edition,
                            .family = family,
                            .code = code,
                            .fragments = fragments,
                            .href = href,
                            .label = label,
                            .item = item};

    fragments->near = g_new0(struct dip_near, NEAR_MOST);
    for (size_t i = 0; i < family->comparison_count; i++) {
        const struct dip_comparison *comparison = &family->comparisons[i];
        if (comparison->a == code->index)
            add(&making, comparison->b);
        if (comparison->b == code->index)
            add(&making, comparison->a);
    }
    for (size_t i = 0; i < code->see_also_count; i++)
        add(&making, code->see_also[i]);
    for (size_t distance = 1; distance < family->code_count; distance++) {
        size_t below = code->index - distance;
        size_t above = code->index + distance;
        if (below < code->index && family->codes[below].class_of == code->class_of)
            add(&making, below);
        if (above < family->code_count && family->codes[above].class_of == code->class_of)
            add(&making, above);
    }
}
