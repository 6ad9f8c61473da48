/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The pages around the pairs. There are few of them, so they are expanded whole, sections and all.
 */
#include "render/pen.h"

static dip_html expand(struct dip_pen *pen, const char *name, struct dip_values *values,
                       GString *out)
{
    dip_template_expand(pen->edition->folded, name, values, out);
    return dip_html_of(out);
}

const char *dip_pen_kept(struct dip_pen *pen)
{
    const char *text =
        g_string_chunk_insert_len(pen->kept, pen->scratch->str, (gssize)pen->scratch->len);

    g_string_truncate(pen->scratch, 0);
    return text;
}

static dip_html kept_text(struct dip_pen *pen, const struct dip_phrase *phrase)
{
    g_string_truncate(pen->scratch, 0);
    dip_write_text(pen->edition, phrase, pen->scratch);
    return dip_keep(pen->kept, pen->scratch, 0);
}

const char *dip_pen_href(struct dip_pen *pen, const struct dip_page *page)
{
    g_string_truncate(pen->scratch, 0);
    dip_write_href(pen->edition, pen->page->kind, pen->edition->locale, page, pen->scratch);
    return dip_pen_kept(pen);
}

static void set_featured(struct dip_pen *pen)
{
    if (pen->list->len == 0)
        return;
    dip_values_section(pen->values, "featured");
    dip_values_html(pen->values, "pairs", dip_html_of(pen->list));
}

void dip_pen_site_titles(struct dip_pen *pen, enum dip_pattern title, enum dip_pattern meta)
{
    const struct dip_patterns *patterns = pen->edition->site->patterns;
    struct dip_subject subject = {0};

    dip_pen_titles(pen, &patterns->of[title].items[0], &patterns->of[meta].items[0], &subject);
}

static void add_family(struct dip_pen *pen, const struct dip_family *family, bool counted)
{
    struct dip_page page = {.kind = DIP_PAGE_FAMILY, .family = family};
    struct dip_values *section = dip_values_section(pen->values, "family");

    dip_values_text(section, "href", dip_pen_href(pen, &page));
    dip_values_text(section, "family_name", family->name);
    dip_values_html(section, "title", kept_text(pen, &family->title));
    if (!counted)
        return;
    g_autofree char *number =
        dip_locale_number(pen->edition->locale->locale, (unsigned long)family->code_count);
    dip_values_count(section, "count", (unsigned long)family->code_count,
                     g_string_chunk_insert(pen->kept, number));
}

static void write_home(struct dip_pen *pen)
{
    enum { FEATURED = 12 };
    const struct dip_site *site = pen->edition->site;

    dip_pen_site_titles(pen, DIP_PATTERN_HOME_TITLE, DIP_PATTERN_HOME_META);
    for (size_t i = 0; i < site->family_count; i++) {
        add_family(pen, site->families[i], true);
        dip_pen_pair_cards(pen, site->families[i], MAX(FEATURED / site->family_count, 1),
                           pen->list);
    }
    set_featured(pen);
}

static void write_not_found(struct dip_pen *pen)
{
    const struct dip_site *site = pen->edition->site;

    dip_pen_site_titles(pen, DIP_PATTERN_NOT_FOUND_TITLE, DIP_PATTERN_NOT_FOUND_META);
    for (size_t i = 0; i < site->family_count; i++)
        add_family(pen, site->families[i], false);
}

static dip_html code_line(struct dip_pen *pen, const struct dip_family *family,
                          const struct dip_code *code, GString *out)
{
    struct dip_page page = {.kind = DIP_PAGE_CODE, .family = family, .a = code};
    const struct dip_fragments *fragments =
        &dip_edition_family(pen->edition, family)->codes[code->index];
    struct dip_values *values = pen->item;

    dip_values_clear(values);
    dip_values_text(values, "href", dip_pen_href(pen, &page));
    dip_values_text(values, "code", code->code);
    dip_values_html(values, "name", fragments->name);
    dip_values_html(values, "sentence", fragments->first_sentence);
    return expand(pen, "parts/family-code", values, out);
}

static dip_html class_name(struct dip_pen *pen, const struct dip_family *family,
                           const struct dip_class *class_of)
{
    g_string_truncate(pen->words, 0);
    g_string_truncate(pen->scratch, 0);
    enum dip_tongue tongue = dip_compose_class(pen->edition->lexicon, family, class_of, pen->words);
    dip_write_words(pen->edition, pen->words, tongue, pen->scratch);
    return dip_keep(pen->kept, pen->scratch, 0);
}

static void add_class(struct dip_pen *pen, const struct dip_family *family,
                      const struct dip_class *class_of, GString *out)
{
    g_autoptr(GString) codes = g_string_new(NULL);
    DIP_AUTO(dip_values) values = dip_values_new(pen->edition->folded);

    for (size_t i = 0; i < family->code_count; i++) {
        if (family->codes[i].class_of == class_of)
            code_line(pen, family, &family->codes[i], codes);
    }
    if (codes->len == 0)
        return;
    struct dip_values *link = dip_values_section(pen->values, "class_link");
    dip_values_text(link, "class_id", class_of->kind);
    dip_values_text(link, "anchor", class_of->anchor);
    dip_values_text(link, "range", class_of->range);
    dip_values_html(link, "class", class_name(pen, family, class_of));
    dip_values_text(values, "class_id", class_of->kind);
    dip_values_text(values, "anchor", class_of->anchor);
    dip_values_html(values, "class", class_name(pen, family, class_of));
    dip_values_html(values, "summary", kept_text(pen, &class_of->summary));
    dip_values_html(values, "codes", dip_html_of(codes));
    expand(pen, "parts/family-class", values, out);
}

static void write_family(struct dip_pen *pen)
{
    const struct dip_family *family = pen->page->family;
    const struct dip_phrases *of = family->patterns->of;
    struct dip_subject subject = {.family = family};

    dip_pen_titles(pen, &of[DIP_PATTERN_FAMILY_TITLE].items[0],
                   &of[DIP_PATTERN_FAMILY_META].items[0], &subject);
    if (family->specification != NULL) {
        dip_values_section(pen->values, "specification");
        dip_values_text(pen->values, "specification_href", family->specification->url.text);
        dip_values_text(pen->values, "specification_name", family->specification->name.text);
    }
    dip_pen_pair_groups(pen, family, pen->list);
    set_featured(pen);
    for (size_t i = 0; i < family->class_count; i++)
        add_class(pen, family, &family->classes[i], pen->rows);
    dip_values_html(pen->values, "classes", dip_html_of(pen->rows));
}

static void write_compare_item(struct dip_pen *pen, const struct dip_code *other, GString *out)
{
    const struct dip_page *page = pen->page;
    bool lower = page->a->index < other->index;
    GString *href = pen->scratch;
    struct dip_page pair = {.kind = DIP_PAGE_PAIR,
                            .family = page->family,
                            .a = lower ? page->a : other,
                            .b = lower ? other : page->a};
    g_string_truncate(href, 0);
    dip_write_href(pen->edition, page->kind, pen->edition->locale, &pair, href);
    const dip_html fills[] = {
        dip_html_text(other->class_of->kind),
        dip_html_of(href),
        dip_html_text(other->code),
        dip_edition_family(pen->edition, page->family)->codes[other->index].name,
    };

    dip_part_emit(pen->edition->compare_item, fills, pen->item, out);
}

static void set_comparisons(struct dip_pen *pen)
{
    const struct dip_family *family = pen->page->family;
    size_t index = pen->page->a->index;
    size_t others = 0;

    for (size_t i = 0; i < family->code_count; i++) {
        if (i == index)
            continue;
        bool written = dip_family_comparison(family, MIN(i, index), MAX(i, index)) != NULL;
        write_compare_item(pen, &family->codes[i], written ? pen->more : pen->list);
        others += !written;
    }
    if (pen->more->len > 0)
        dip_values_section(pen->values, "written");
    if (others > 0)
        dip_values_section(pen->values, "others");
    g_autofree char *number =
        dip_locale_number(pen->edition->locale->locale, (unsigned long)others);
    dip_values_count(pen->values, "count", (unsigned long)others,
                     g_string_chunk_insert(pen->kept, number));
    dip_values_html(pen->values, "comparisons_written", dip_html_of(pen->more));
    dip_values_html(pen->values, "comparisons", dip_html_of(pen->list));
}

static void set_fact_rows(struct dip_pen *pen)
{
    const struct dip_family *family = pen->page->family;
    const struct dip_family_edition *shared = dip_edition_family(pen->edition, family);

    for (size_t i = 0; i < family->fact_count; i++) {
        dip_html cell = dip_glance_cell(shared->glance, pen->page->a, i);
        if (cell.length == 0)
            continue;
        dip_values_clear(pen->item);
        dip_values_html(pen->item, "label", shared->fact_labels[i]);
        dip_values_html(pen->item, "value", cell);
        expand(pen, "parts/fact-row", pen->item, pen->rows);
    }
    if (pen->rows->len > 0)
        dip_values_section(pen->values, "facts");
    dip_values_html(pen->values, "facts_rows", dip_html_of(pen->rows));
}

static void set_references(struct dip_pen *pen, const struct dip_code *code)
{
    if (code->reference_count == 0)
        return;
    struct dip_values *references = dip_values_section(pen->values, "references");
    for (size_t i = 0; i < code->reference_count; i++) {
        struct dip_values *reference = dip_values_section(references, "reference");
        g_string_truncate(pen->scratch, 0);
        dip_html_escape(pen->scratch, code->references[i].name.text,
                        strlen(code->references[i].name.text));
        dip_values_text(reference, "href", code->references[i].url.text);
        dip_values_html(reference, "name", dip_keep(pen->kept, pen->scratch, 0));
    }
}

static void write_code(struct dip_pen *pen)
{
    const struct dip_page *page = pen->page;
    const struct dip_phrases *of = page->family->patterns->of;
    const struct dip_fragments *fragments =
        &dip_edition_family(pen->edition, page->family)->codes[page->a->index];
    struct dip_subject subject = {.family = page->family, .a = page->a};

    dip_pen_titles(pen, &of[DIP_PATTERN_CODE_TITLE].items[0], &of[DIP_PATTERN_CODE_META].items[0],
                   &subject);
    dip_values_text(pen->values, "class_id", page->a->class_of->kind);
    dip_values_text(pen->values, "code", page->a->code);
    dip_values_html(pen->values, "name", fragments->name);
    dip_values_html(pen->values, "class", fragments->class_name);
    dip_values_html(pen->values, "description", fragments->description);
    dip_values_html(pen->values, "when", fragments->when);
    dip_values_html(pen->values, "fix", fragments->fix);
    dip_values_html(pen->values, "flow", fragments->flow);
    if (fragments->flow.length > 0)
        dip_values_section(pen->values, "flows");
    set_fact_rows(pen);
    set_references(pen, page->a);
    set_comparisons(pen);
}

/* The pen's buffers, as a table: each is emptied before a page and freed with the pen. */
static const size_t buffers[] = {
    offsetof(struct dip_pen, page_out),
    offsetof(struct dip_pen, words),
    offsetof(struct dip_pen, title),
    offsetof(struct dip_pen, meta_title),
    offsetof(struct dip_pen, meta_description),
    offsetof(struct dip_pen, canonical),
    offsetof(struct dip_pen, own_url),
    offsetof(struct dip_pen, home_href),
    offsetof(struct dip_pen, family_href),
    offsetof(struct dip_pen, home_url),
    offsetof(struct dip_pen, family_url),
    offsetof(struct dip_pen, translations_href),
    offsetof(struct dip_pen, style_href),
    offsetof(struct dip_pen, icon_href),
    offsetof(struct dip_pen, script_href),
    offsetof(struct dip_pen, preview_url),
    offsetof(struct dip_pen, find_href),
    offsetof(struct dip_pen, find_index),
    offsetof(struct dip_pen, notice),
    offsetof(struct dip_pen, switcher),
    offsetof(struct dip_pen, alternates),
    offsetof(struct dip_pen, intro),
    offsetof(struct dip_pen, rows),
    offsetof(struct dip_pen, differences),
    offsetof(struct dip_pen, which),
    offsetof(struct dip_pen, more),
    offsetof(struct dip_pen, list),
    offsetof(struct dip_pen, scratch),
    offsetof(struct dip_pen, check),
};

static GString **buffer_at(struct dip_pen *pen, size_t i)
{
    return G_STRUCT_MEMBER_P(pen, buffers[i]);
}

struct dip_pen *dip_pen_new(const struct dip_edition *edition)
{
    struct dip_pen *pen = g_new0(struct dip_pen, 1);

    pen->edition = edition;
    pen->values = dip_values_new(edition->folded);
    pen->item = dip_values_new(edition->folded);
    /* Emptying frees all blocks: so large that a page of a code, which lists all its pairs, needs one. */
    pen->kept = g_string_chunk_new((gsize)128 * 1024);
    for (size_t i = 0; i < G_N_ELEMENTS(buffers); i++)
        *buffer_at(pen, i) = g_string_sized_new(1024);
    return pen;
}

const struct dip_site_locale *dip_pen_locale(const struct dip_pen *pen)
{
    return pen->edition->locale;
}

void dip_pen_free(struct dip_pen *pen)
{
    if (pen == NULL)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(buffers); i++)
        g_string_free(*buffer_at(pen, i), TRUE);
    dip_values_free(pen->values);
    dip_values_free(pen->item);
    g_string_chunk_free(pen->kept);
    dip_pen_free_forms(pen);
    g_free(pen);
}

void dip_pen_begin(struct dip_pen *pen, const struct dip_page *page)
{
    for (size_t i = 0; i < G_N_ELEMENTS(buffers); i++) {
        GString *buffer = *buffer_at(pen, i);
        if (buffer->len > 0) /* most are, on pages of pairs */
            g_string_truncate(buffer, 0);
    }
    g_string_chunk_clear(pen->kept);
    pen->page = page;
}

dip_html dip_pen_write(struct dip_pen *pen, const struct dip_page *page)
{
    static void (*const writers[DIP_PAGE_KINDS])(struct dip_pen * pen) = {
        [DIP_PAGE_HOME] = write_home,           [DIP_PAGE_FAMILY] = write_family,
        [DIP_PAGE_CODE] = write_code,           [DIP_PAGE_TRANSLATIONS] = dip_pen_translations,
        [DIP_PAGE_NOT_FOUND] = write_not_found,
    };

    dip_pen_begin(pen, page);
    if (page->kind == DIP_PAGE_PAIR) {
        dip_pen_pair(pen);
        return dip_html_of(pen->page_out);
    }
    dip_values_clear(pen->values);
    dip_pen_head(pen);
    writers[page->kind](pen);
    dip_template_expand(pen->edition->folded, dip_render_page_names[page->kind], pen->values,
                        pen->page_out);
    return dip_html_of(pen->page_out);
}
