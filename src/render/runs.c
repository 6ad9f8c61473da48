/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A sentence on two codes in runs: what it says of the one, up to where it turns to the other. Each run is
 * composed and escaped in stage 3, once a code; a page of a pair copies them one behind the other. It
 * brought a third of a page's instructions. Sentences that are the source's, in a language that lacks
 * one of their texts, are composed for each page as before.
 */
#include "render/edition.h"

/* One pattern, cut. */
struct cut {
    const struct dip_phrase *pattern;
    bool plain;   /* text, not markup */
    size_t first; /* of its runs, among those of all patterns */
    size_t count; /* 0: can't be cut */
    enum dip_side sides[DIP_COMPOSE_RUNS];
};

struct dip_cuts {
    GArray *items; /* of struct cut */
    size_t runs;
    size_t lists[DIP_CUT_LISTS]; /* the first cut of each */
};

static void add(struct dip_cuts *cuts, const struct dip_edition *edition,
                const struct dip_phrase *pattern, bool plain)
{
    struct cut cut = {.pattern = pattern, .plain = plain, .first = cuts->runs};

    if (plain || dip_pattern_side(pattern->text == NULL ? "" : pattern->text) == DIP_SIDE_BOTH)
        cut.count = dip_compose_cut(edition->lexicon, pattern, cut.sides);
    cuts->runs += cut.count;
    g_array_append_val(cuts->items, cut);
}

static void begin(struct dip_cuts *cuts, enum dip_cut_list list)
{
    cuts->lists[list] = cuts->items->len;
}

static void add_list(struct dip_cuts *cuts, const struct dip_edition *edition,
                     enum dip_cut_list list, const struct dip_phrases *patterns, bool plain)
{
    begin(cuts, list);
    for (size_t i = 0; i < patterns->count; i++)
        add(cuts, edition, &patterns->items[i], plain);
}

struct dip_cuts *dip_cuts_new(const struct dip_edition *edition, const struct dip_family *family)
{
    const struct dip_patterns *patterns = family->patterns;
    const struct dip_phrases *of = patterns->of;
    struct dip_cuts *cuts = g_new0(struct dip_cuts, 1);

    cuts->items = g_array_new(FALSE, FALSE, sizeof(struct cut));
    add_list(cuts, edition, DIP_CUT_TITLE, &of[DIP_PATTERN_PAIR_TITLE], false);
    add_list(cuts, edition, DIP_CUT_PLAIN_TITLE, &of[DIP_PATTERN_PAIR_TITLE], true);
    add_list(cuts, edition, DIP_CUT_PLAIN_META, &of[DIP_PATTERN_PAIR_META], true);
    add_list(cuts, edition, DIP_CUT_INTRO_OTHER, &of[DIP_PATTERN_INTRO_OTHER], false);
    add_list(cuts, edition, DIP_CUT_INTRO_SAME, &of[DIP_PATTERN_INTRO_SAME], false);
    begin(cuts, DIP_CUT_DIFFERENCES);
    for (size_t i = 0; i < patterns->difference_count; i++)
        add(cuts, edition, &patterns->differences[i].phrase, false);
    return cuts;
}

void dip_cuts_free(struct dip_cuts *cuts)
{
    if (cuts == NULL)
        return;
    g_array_unref(cuts->items);
    g_free(cuts);
}

/* Where runs are composed and escaped. */
struct scratch {
    GString *words;
    GString *out;
};

/* A run of a code; bytes NULL where a text in it is not translated. */
static dip_html make_run(const struct dip_edition *edition, const struct cut *cut, size_t run,
                         const struct dip_subject *subject, struct scratch *scratch,
                         GStringChunk *store)
{
    g_string_truncate(scratch->words, 0);
    if (!dip_compose_run(edition->lexicon, cut->pattern, run, subject, scratch->words))
        return (dip_html){0};
    if (cut->plain) {
        dip_compose_unmark(scratch->words);
        return dip_keep(store, scratch->words, 0);
    }
    dip_write_marked(edition, scratch->words, DIP_TONGUE_OWN, scratch->out);
    return dip_keep(store, scratch->out, 0);
}

dip_html *dip_make_runs(const struct dip_edition *edition, const struct dip_family *family,
                        const struct dip_code *code, GStringChunk *store)
{
    const struct dip_cuts *cuts = dip_edition_family(edition, family)->cuts;
    dip_html *runs = g_new0(dip_html, cuts->runs);
    g_autoptr(GString) words = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    struct scratch scratch = {.words = words, .out = out};
    /* A run never asks for the other code; this one stands for both. */
    struct dip_subject subject = {.family = family, .a = code, .b = code};

    for (guint i = 0; i < cuts->items->len; i++) {
        const struct cut *cut = &g_array_index(cuts->items, struct cut, i);
        for (size_t run = 0; run < cut->count; run++)
            runs[cut->first + run] = make_run(edition, cut, run, &subject, &scratch, store);
    }
    return runs;
}

bool dip_write_runs(const struct dip_cuts *cuts, enum dip_cut_list list, size_t index,
                    const struct dip_fragments *const codes[2], GString *out)
{
    const struct cut *cut = &g_array_index(cuts->items, struct cut, cuts->lists[list] + index);
    gsize start = out->len;

    for (size_t i = 0; i < cut->count; i++) {
        dip_html run = codes[cut->sides[i] == DIP_SIDE_B]->runs[cut->first + i];
        if (run.bytes == NULL) {
            g_string_truncate(out, start);
            return false;
        }
        dip_append(out, run.bytes, run.length);
    }
    return cut->count > 0;
}
