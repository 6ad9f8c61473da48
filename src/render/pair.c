/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 4's page: the fragments of two codes and what only the two together say: the title, the head's
 * description, the sentences that name both codes, which are put together from runs (runs.c) or composed, and
 * the table at a glance (glance.c).
 */
#include "render/pen.h"

/* The two codes of the page and where their fragments are. */
struct pair {
    struct dip_pen *pen;
    const struct dip_edition *edition;
    const struct dip_family *family;
    const struct dip_code *a;
    const struct dip_code *b;
    const struct dip_fragments *a_fragments;
    const struct dip_fragments *b_fragments;
    const struct dip_cuts *cuts;
    const struct dip_glance *glance;
    const struct dip_comparison *comparison; /**< NULL where all is generated */
    struct dip_subject subject;
};

static void append(GString *out, dip_html html)
{
    dip_append(out, html.bytes, html.length);
}

static bool write_runs(const struct pair *pair, enum dip_cut_list list, size_t index, GString *out)
{
    const struct dip_fragments *const both[] = {pair->a_fragments, pair->b_fragments};

    return dip_write_runs(pair->cuts, list, index, both, out);
}

static void write_pattern(const struct pair *pair, const struct dip_phrase *pattern, GString *out)
{
    struct dip_pen *pen = pair->pen;

    g_string_truncate(pen->words, 0);
    enum dip_tongue tongue =
        dip_compose(pair->edition->lexicon, pattern, &pair->subject, pen->words);
    dip_write_words(pair->edition, pen->words, tongue, out);
}

static void write_text(const struct pair *pair, const struct dip_phrase *phrase, GString *out)
{
    struct dip_pen *pen = pair->pen;

    g_string_truncate(pen->words, 0);
    enum dip_tongue tongue = dip_compose_text(pair->edition->lexicon, phrase, pen->words);
    dip_write_words(pair->edition, pen->words, tongue, out);
}

/* A sentence of a paragraph that needs both codes, into the scratch. */
static struct dip_sentence compose_both(const struct pair *pair, enum dip_cut_list list,
                                        size_t index, const struct dip_phrase *pattern)
{
    struct dip_pen *pen = pair->pen;
    struct dip_sentence sentence = {.tongue = DIP_TONGUE_OWN};

    g_string_truncate(pen->scratch, 0);
    if (!write_runs(pair, list, index, pen->scratch)) {
        g_string_truncate(pen->words, 0);
        sentence.tongue = dip_compose(pair->edition->lexicon, pattern, &pair->subject, pen->words);
        dip_write_marked(pair->edition, pen->words, sentence.tongue, pen->scratch);
    }
    sentence.html = dip_html_of(pen->scratch);
    return sentence;
}

static void write_intro(const struct pair *pair, GString *out)
{
    bool same = pair->a->class_of == pair->b->class_of;
    const struct dip_phrases *list =
        &pair->family->patterns->of[same ? DIP_PATTERN_INTRO_SAME : DIP_PATTERN_INTRO_OTHER];
    const struct dip_sentences *a = same ? &pair->a_fragments->intro_same[DIP_ROLE_A]
                                         : &pair->a_fragments->intro_other[DIP_ROLE_A];
    const struct dip_sentences *b = same ? &pair->b_fragments->intro_same[DIP_ROLE_B]
                                         : &pair->b_fragments->intro_other[DIP_ROLE_B];
    struct dip_paragraph paragraph = {.edition = pair->edition, .out = out};

    if (pair->comparison != NULL && pair->comparison->intro.text != NULL) {
        write_text(pair, &pair->comparison->intro, out);
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct dip_sentence sentence = a->items[i].html.bytes != NULL ? a->items[i] : b->items[i];
        if (sentence.html.bytes == NULL)
            sentence = compose_both(pair, same ? DIP_CUT_INTRO_SAME : DIP_CUT_INTRO_OTHER, i,
                                    &list->items[i]);
        dip_paragraph_add(&paragraph, &sentence);
    }
    dip_paragraph_end(&paragraph);
}

/* What the facts say of both codes, where they say something different: an item for each fact. */
static void write_fact_differences(const struct pair *pair, GString *out)
{
    for (size_t i = 0; i < pair->family->fact_count; i++) {
        const struct dip_sentence *sentences[] = {&pair->a_fragments->says[i],
                                                  &pair->b_fragments->says[i]};
        struct dip_paragraph paragraph = {.edition = pair->edition, .out = out};
        if (dip_glance_compare(pair->glance, pair->pen->page, i) != DIP_ROW_DIFFERS)
            continue;
        gsize begun = dip_stamp_begin(pair->edition->difference, out);
        for (size_t j = 0; j < G_N_ELEMENTS(sentences); j++) {
            if (sentences[j]->html.bytes != NULL)
                dip_paragraph_add(&paragraph, sentences[j]);
        }
        dip_paragraph_end(&paragraph);
        dip_stamp_end(pair->edition->difference, begun, out);
    }
}

static void write_pair_difference(const struct pair *pair, size_t index, GString *out)
{
    const struct dip_phrase *pattern = &pair->family->patterns->differences[index].phrase;

    if (!dip_compose_tells_apart(pair->edition->lexicon, pattern, &pair->subject))
        return;
    gsize begun = dip_stamp_begin(pair->edition->difference, out);
    if (!write_runs(pair, DIP_CUT_DIFFERENCES, index, out))
        write_pattern(pair, pattern, out);
    dip_stamp_end(pair->edition->difference, begun, out);
}

static void write_written_differences(const struct pair *pair, GString *out)
{
    for (size_t i = 0; i < pair->comparison->differences.count; i++) {
        gsize begun = dip_stamp_begin(pair->edition->difference, out);
        write_text(pair, &pair->comparison->differences.items[i], out);
        dip_stamp_end(pair->edition->difference, begun, out);
    }
}

static void write_differences(const struct pair *pair, GString *out)
{
    const struct dip_patterns *patterns = pair->family->patterns;

    if (pair->comparison != NULL && pair->comparison->differences.count > 0) {
        write_written_differences(pair, out);
        return;
    }
    for (size_t i = 0; i < patterns->difference_count; i++) {
        const struct dip_difference *difference = &patterns->differences[i];
        if (difference->phrase.text == NULL) {
            write_fact_differences(pair, out);
        } else if (difference->scope == DIP_SCOPE_CODE) {
            append(out, pair->a_fragments->differences[i]);
            append(out, pair->b_fragments->differences[i]);
        } else {
            write_pair_difference(pair, i, out);
        }
    }
}

static void write_which(const struct pair *pair, GString *out)
{
    const struct dip_phrases *list = &pair->family->patterns->of[DIP_PATTERN_WHICH];
    const struct dip_fragments *both[] = {pair->a_fragments, pair->b_fragments};
    struct dip_paragraph paragraph = {.edition = pair->edition, .out = out};

    if (pair->comparison != NULL && pair->comparison->which.text != NULL) {
        write_text(pair, &pair->comparison->which, out);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
        for (size_t j = 0; j < list->count; j++)
            dip_paragraph_add(&paragraph, &both[i]->which.items[j]);
    }
    dip_paragraph_end(&paragraph);
}

static bool same_reference(const struct dip_code *a, const struct dip_code *b)
{
    return a->reference_count > 0 &&
           strcmp(a->references[0].url.text, b->references[0].url.text) == 0;
}

static void write_near(const struct dip_fragments *fragments, const struct dip_code * not,
                       size_t most, GString *out)
{
    size_t written = 0;

    for (size_t i = 0; i < fragments->near_count && written < most; i++) {
        if (fragments->near[i].other == not ->index)
            continue;
        append(out, fragments->near[i].item);
        written++;
    }
}

/* Of the references the first, where the code is defined; the rest is on the page of the code. */
static void write_more(const struct pair *pair, GString *out)
{
    append(out, pair->a_fragments->page_item);
    append(out, pair->b_fragments->page_item);
    if (pair->a->reference_count > 0)
        append(out, pair->a_fragments->reference_items[0]);
    if (pair->b->reference_count > 0 && !same_reference(pair->a, pair->b))
        append(out, pair->b_fragments->reference_items[0]);
    write_near(pair->a_fragments, pair->b, 2, out);
    write_near(pair->b_fragments, pair->a, 1, out);
}

static void write_blocks(const struct pair *pair)
{
    struct dip_pen *pen = pair->pen;

    write_intro(pair, pen->intro);
    dip_write_glance(pair->edition, pen->page, pen->rows);
    write_differences(pair, pen->differences);
    write_which(pair, pen->which);
    write_more(pair, pen->more);
}

static void take_words(const struct pair *pair, struct dip_pair_words *words)
{
    const struct dip_pen *pen = pair->pen;

    words->of[DIP_PAIR_A_SLUG] = dip_html_text(pair->a->slug);
    words->of[DIP_PAIR_B_SLUG] = dip_html_text(pair->b->slug);
    words->of[DIP_PAIR_A_CODE] = dip_html_text(pair->a->code);
    words->of[DIP_PAIR_B_CODE] = dip_html_text(pair->b->code);
    words->of[DIP_PAIR_A_CLASS] = dip_html_text(pair->a->class_of->kind);
    words->of[DIP_PAIR_B_CLASS] = dip_html_text(pair->b->class_of->kind);
    words->of[DIP_PAIR_META_TITLE] = dip_html_of(pen->meta_title);
    words->of[DIP_PAIR_HEADLINE] = dip_html_of(pen->meta_title);
    words->of[DIP_PAIR_META_DESCRIPTION] = dip_html_of(pen->meta_description);
    words->of[DIP_PAIR_TITLE] = dip_html_of(pen->title);
    words->of[DIP_PAIR_PANEL_A] = pair->a_fragments->panel;
    words->of[DIP_PAIR_PANEL_B] = pair->b_fragments->panel;
    words->of[DIP_PAIR_FLOW_A] = pair->a_fragments->flow;
    words->of[DIP_PAIR_FLOW_B] = pair->b_fragments->flow;
    words->of[DIP_PAIR_INTRO] = dip_html_of(pen->intro);
    words->of[DIP_PAIR_GLANCE] = dip_html_of(pen->rows);
    words->of[DIP_PAIR_DIFFERENCES] = dip_html_of(pen->differences);
    words->of[DIP_PAIR_WHICH] = dip_html_of(pen->which);
    words->of[DIP_PAIR_MORE] = dip_html_of(pen->more);
}

static struct dip_title_tongues write_titles(const struct pair *pair)
{
    const struct dip_phrases *of = pair->family->patterns->of;
    struct dip_pen *pen = pair->pen;

    if (write_runs(pair, DIP_CUT_TITLE, 0, pen->title) &&
        write_runs(pair, DIP_CUT_PLAIN_TITLE, 0, pen->meta_title) &&
        write_runs(pair, DIP_CUT_PLAIN_META, 0, pen->meta_description))
        return (struct dip_title_tongues){DIP_TONGUE_OWN, DIP_TONGUE_OWN};
    g_string_truncate(pen->title, 0);
    g_string_truncate(pen->meta_title, 0);
    return dip_pen_compose_titles(pen, &of[DIP_PATTERN_PAIR_TITLE].items[0],
                                  &of[DIP_PATTERN_PAIR_META].items[0], &pair->subject);
}

void dip_pen_pair(struct dip_pen *pen)
{
    const struct dip_page *page = pen->page;
    const struct dip_family_edition *shared = dip_edition_family(pen->edition, page->family);
    struct pair pair = {
        .pen = pen,
        .edition = pen->edition,
        .family = page->family,
        .a = page->a,
        .b = page->b,
        .a_fragments = &shared->codes[page->a->index],
        .b_fragments = &shared->codes[page->b->index],
        .cuts = shared->cuts,
        .glance = shared->glance,
        .comparison = dip_family_comparison(page->family, page->a->index, page->b->index),
        .subject = {.family = page->family, .a = page->a, .b = page->b},
    };
    struct dip_pair_words words = {
        .tongues = write_titles(&pair),
        .has_flows = pair.a_fragments->flow.length > 0 || pair.b_fragments->flow.length > 0,
    };

    write_blocks(&pair);
    take_words(&pair, &words);
    dip_pen_fill_pair(pen, &words);
}
