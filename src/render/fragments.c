/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 3: what a code says on every one of its pages is written once. A family of n codes has n
 * panels, not n(n-1); this is what made a page five times cheaper than expanding all of it.
 */
#include "render/edition.h"

static dip_html keep_text(const struct dip_edition *edition, const struct dip_phrase *phrase,
                          GStringChunk *store)
{
    g_autoptr(GString) out = g_string_new(NULL);

    dip_write_text(edition, phrase, out);
    return dip_keep(store, out, 0);
}

static dip_html keep_name(const struct dip_edition *edition, const char *name, GStringChunk *store)
{
    g_autoptr(GString) out = g_string_new(NULL);

    dip_write_name(edition, name, out);
    return dip_keep(store, out, 0);
}

static dip_html keep_plain(const char *text, GStringChunk *store)
{
    g_autoptr(GString) out = g_string_new(NULL);

    dip_html_escape(out, text, strlen(text));
    return dip_keep(store, out, 0);
}

/* The first sentence of the description, by its first full stop before a space (or of Chinese). */
static dip_html keep_first_sentence(const struct dip_edition *edition,
                                    const struct dip_phrase *phrase, GStringChunk *store)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    enum dip_tongue tongue = dip_compose_text(edition->lexicon, phrase, words);
    const char *stop = strstr(words->str, ". ");
    const char *wide = strstr(words->str, "。");

    if (stop != NULL)
        g_string_truncate(words, (gsize)(stop + 1 - words->str));
    else if (wide != NULL)
        g_string_truncate(words, (gsize)(wide - words->str) + strlen("。"));
    dip_write_words(edition, words, tongue, out);
    return dip_keep(store, out, 0);
}

static void make_panel(const struct dip_edition *edition, const struct dip_code *code,
                       struct dip_fragments *fragments)
{
    g_autoptr(GString) out = g_string_new(NULL);
    DIP_AUTO(dip_values) values = dip_values_new(edition->folded);

    dip_values_text(values, "class_id", code->class_of->kind);
    dip_values_text(values, "code", code->code);
    dip_values_text(values, "code_id", code->anchor);
    dip_values_html(values, "name", fragments->name);
    dip_values_html(values, "class", fragments->class_name);
    dip_values_html(values, "description", fragments->description);
    dip_values_html(values, "when", fragments->when);
    dip_values_html(values, "fix", fragments->fix);
    dip_template_expand(edition->folded, "parts/panel", values, out);
    fragments->panel = dip_keep(fragments->store, out, 0);
}

static void make_flow(const struct dip_edition *edition, const struct dip_family *family,
                      const struct dip_code *code, struct dip_fragments *fragments)
{
    g_autoptr(GString) drawing = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    DIP_AUTO(dip_values) values = dip_values_new(edition->folded);

    if (code->step_count == 0) {
        fragments->flow = dip_html_empty();
        return;
    }
    dip_write_flow(edition, family, code, drawing);
    dip_values_text(values, "class_id", code->class_of->kind);
    dip_values_text(values, "code", code->code);
    dip_values_html(values, "name", fragments->name);
    dip_values_html(values, "svg", dip_html_of(drawing));
    dip_template_expand(edition->folded, "parts/flow", values, out);
    fragments->flow = dip_keep(fragments->store, out, 0);
}

static dip_html make_item(const struct dip_edition *edition, const char *href, dip_html label,
                          GStringChunk *store)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const dip_html fills[] = {dip_html_text(href), label};

    dip_part_emit(edition->more_item, fills, NULL, out);
    return dip_keep(store, out, 0);
}

static void make_links(const struct dip_edition *edition, const struct dip_family *family,
                       const struct dip_code *code, struct dip_fragments *fragments)
{
    struct dip_page page = {.kind = DIP_PAGE_CODE, .family = family, .a = code};
    struct dip_subject subject = {.family = family, .a = code};
    g_autoptr(GString) href = g_string_new(NULL);
    g_autoptr(GString) label = g_string_new(NULL);

    dip_write_href(edition, DIP_PAGE_PAIR, edition->locale, &page, href);
    dip_write_pattern(edition, &family->patterns->of[DIP_PATTERN_CODE_TITLE].items[0], &subject,
                      label);
    fragments->page_item = make_item(edition, href->str, dip_html_of(label), fragments->store);
    fragments->reference_items = g_new0(dip_html, code->reference_count);
    for (size_t i = 0; i < code->reference_count; i++)
        fragments->reference_items[i] = make_item(
            edition, code->references[i].url.text,
            keep_plain(code->references[i].name.text, fragments->store), fragments->store);
    dip_make_near(edition, family, code, fragments);
}

static void make_says(const struct dip_edition *edition, const struct dip_family *family,
                      const struct dip_code *code, struct dip_fragments *fragments)
{
    struct dip_subject subject = {.family = family, .a = code};

    fragments->says = g_new0(struct dip_sentence, family->fact_count);
    for (size_t i = 0; i < family->fact_count; i++) {
        const struct dip_code_fact *fact = &code->facts[i];
        if (fact->choice != NULL && fact->choice->says.text != NULL)
            fragments->says[i] =
                dip_make_sentence(edition, &fact->choice->says, &subject, fragments->store);
    }
}

static void make_differences(const struct dip_edition *edition, const struct dip_family *family,
                             const struct dip_code *code, struct dip_fragments *fragments)
{
    const struct dip_patterns *patterns = family->patterns;
    struct dip_subject subject = {.family = family, .a = code};

    fragments->differences = g_new0(dip_html, patterns->difference_count);
    for (size_t i = 0; i < patterns->difference_count; i++) {
        const struct dip_difference *difference = &patterns->differences[i];
        if (difference->scope != DIP_SCOPE_CODE)
            continue;
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GString) out = g_string_new(NULL);
        dip_write_pattern(edition, &difference->phrase, &subject, text);
        dip_html fill = dip_html_of(text);
        dip_stamp_emit(edition->difference, &fill, out);
        fragments->differences[i] = dip_keep(fragments->store, out, 0);
    }
}

/* Those sentences of a list that need no other code than this one, in its role. */
static struct dip_sentences make_sentences(const struct dip_edition *edition,
                                           const struct dip_phrases *list,
                                           const struct dip_subject *subject, enum dip_side side,
                                           GStringChunk *store)
{
    struct dip_sentences sentences = {.items = g_new0(struct dip_sentence, list->count)};

    for (size_t i = 0; i < list->count; i++) {
        if (dip_pattern_side(list->items[i].text) == side)
            sentences.items[i] = dip_make_sentence(edition, &list->items[i], subject, store);
    }
    return sentences;
}

static void make_paragraphs(const struct dip_edition *edition, const struct dip_family *family,
                            const struct dip_code *code, struct dip_fragments *fragments)
{
    const struct dip_phrases *of = family->patterns->of;
    struct dip_subject alone = {.family = family, .a = code};
    /* A sentence of one side is never asked for the other; the code stands for both. */
    struct dip_subject either = {.family = family, .a = code, .b = code};

    fragments->which =
        make_sentences(edition, &of[DIP_PATTERN_WHICH], &alone, DIP_SIDE_NONE, fragments->store);
    for (int role = DIP_ROLE_A; role < DIP_ROLES; role++) {
        enum dip_side side = role == DIP_ROLE_A ? DIP_SIDE_A : DIP_SIDE_B;
        fragments->intro_other[role] =
            make_sentences(edition, &of[DIP_PATTERN_INTRO_OTHER], &either, side, fragments->store);
        fragments->intro_same[role] =
            make_sentences(edition, &of[DIP_PATTERN_INTRO_SAME], &either, side, fragments->store);
    }
}

void dip_edition_prepare(struct dip_edition *edition, const struct dip_family *family,
                         const struct dip_code *code)
{
    struct dip_fragments *fragments = &dip_edition_family(edition, family)->codes[code->index];
    g_autoptr(GString) class_name = g_string_new(NULL);
    g_autoptr(GString) words = g_string_new(NULL);

    fragments->store = g_string_chunk_new(4096);
    enum dip_tongue tongue = dip_compose_class(edition->lexicon, family, code->class_of, words);
    dip_write_words(edition, words, tongue, class_name);
    fragments->class_name = dip_keep(fragments->store, class_name, 0);
    fragments->name = keep_name(edition, code->name, fragments->store);
    fragments->description = keep_text(edition, &code->description, fragments->store);
    fragments->when = keep_text(edition, &code->when, fragments->store);
    fragments->fix = keep_text(edition, &code->fix, fragments->store);
    fragments->first_sentence = keep_first_sentence(edition, &code->description, fragments->store);
    make_panel(edition, code, fragments);
    make_flow(edition, family, code, fragments);
    make_links(edition, family, code, fragments);
    make_says(edition, family, code, fragments);
    make_differences(edition, family, code, fragments);
    make_paragraphs(edition, family, code, fragments);
    fragments->runs = dip_make_runs(edition, family, code, fragments->store);
}
