/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Pages of pairs are all alike but for some twenty places. The first page of its kind is expanded
 * twice: as it is, and with marks in those places, which gives a form. The form is filled with the
 * page's own words and has to come out as the page did: only then is it used for the next ones, which
 * cost a few copies where an expansion of base and pair costs ten times that.
 *
 * What else decides the bytes of a page is the form's key: the family, which languages the page is
 * one of their own in (head and switcher follow from it), whether there are flows, and the languages
 * of title and description. A site whose translations are half done has many keys: a pen keeps
 * MOST forms.
 */
#include "render/pen.h"

enum { MOST = 16, LOCALES = 64 };

struct key {
    const struct dip_family *family;
    uint64_t indexed; /* by locale */
    bool has_flows;
    struct dip_title_tongues tongues;
};

struct form {
    struct key key;
    struct dip_form *form;     /* NULL: the template can't be filled in this way */
    const struct dip_code *a;  /* of the page that it was filled for last */
    struct dip_form *of_lower; /* the form with all that is `a`'s */
};

/* What a page has of its lower code, on its own: the same on all pages of a unit. */
static const uint32_t of_lower = 1U << DIP_PAIR_A_SLUG | 1U << DIP_PAIR_A_CODE |
                                 1U << DIP_PAIR_A_CLASS | 1U << DIP_PAIR_PANEL_A |
                                 1U << DIP_PAIR_FLOW_A;

/* The values of the template; from DIP_PAIR_TITLE on, markup. */
static const char *const names[DIP_PAIR_PLACES] = {
    [DIP_PAIR_A_CODE] = "a_code",
    [DIP_PAIR_B_CODE] = "b_code",
    [DIP_PAIR_A_CLASS] = "a_class_id",
    [DIP_PAIR_B_CLASS] = "b_class_id",
    [DIP_PAIR_META_TITLE] = "meta_title",
    [DIP_PAIR_HEADLINE] = "headline",
    [DIP_PAIR_META_DESCRIPTION] = "meta_description",
    [DIP_PAIR_TITLE] = "title",
    [DIP_PAIR_PANEL_A] = "panel_a",
    [DIP_PAIR_PANEL_B] = "panel_b",
    [DIP_PAIR_FLOW_A] = "flow_a",
    [DIP_PAIR_FLOW_B] = "flow_b",
    [DIP_PAIR_INTRO] = "intro",
    [DIP_PAIR_GLANCE] = "glance_groups",
    [DIP_PAIR_DIFFERENCES] = "differences",
    [DIP_PAIR_WHICH] = "which",
    [DIP_PAIR_MORE] = "more",
};

static void free_form(gpointer data)
{
    struct form *form = data;

    dip_form_free(form->form);
    dip_form_free(form->of_lower);
    g_free(form);
}

void dip_pen_free_forms(struct dip_pen *pen)
{
    if (pen->forms != NULL)
        g_ptr_array_unref(pen->forms);
}

/* --- expanding --- */

static void expand(struct dip_pen *pen, const struct dip_page *page,
                   const struct dip_pair_words *words, GString *out)
{
    const struct dip_page *before = pen->page;

    pen->page = page;
    dip_values_clear(pen->values);
    dip_pen_head(pen);
    dip_pen_set_tongues(pen, words->tongues);
    if (words->has_flows)
        dip_values_section(pen->values, "flows");
    for (int i = DIP_PAIR_A_CODE; i < DIP_PAIR_PLACES; i++) {
        if (i < DIP_PAIR_TITLE)
            dip_values_text_n(pen->values, names[i], words->of[i].bytes, words->of[i].length);
        else
            dip_values_html(pen->values, names[i], words->of[i]);
    }
    dip_template_expand(pen->edition->folded, dip_render_page_names[DIP_PAGE_PAIR], pen->values,
                        out);
    pen->page = before;
}

/* The page again, its words replaced by marks; the slugs are those of codes that only stand in for it. */
static struct dip_form *make_form(struct dip_pen *pen, const struct dip_pair_words *words)
{
    g_autoptr(GStringChunk) store = g_string_chunk_new(256);
    g_autoptr(GString) mark = g_string_new(NULL);
    g_autoptr(GString) expansion = g_string_new(NULL);
    struct dip_pair_words marks = *words;
    struct dip_code a = *pen->page->a;
    struct dip_code b = *pen->page->b;
    struct dip_page page = *pen->page;

    for (unsigned i = 0; i < DIP_PAIR_PLACES; i++) {
        g_string_truncate(mark, 0);
        dip_form_mark(mark, i, i >= DIP_PAIR_A_CODE && i < DIP_PAIR_TITLE);
        marks.of[i] = dip_html_part(g_string_chunk_insert(store, mark->str), mark->len);
    }
    a.slug = (char *)marks.of[DIP_PAIR_A_SLUG].bytes;
    b.slug = (char *)marks.of[DIP_PAIR_B_SLUG].bytes;
    page.a = &a;
    page.b = &b;
    dip_pen_forget_head(pen);
    expand(pen, &page, &marks, expansion);
    dip_pen_forget_head(pen);
    return dip_form_new(expansion);
}

/* --- keys --- */

static bool key_equal(const struct key *a, const struct key *b)
{
    return a->family == b->family && a->indexed == b->indexed && a->has_flows == b->has_flows &&
           a->tongues.title == b->tongues.title && a->tongues.description == b->tongues.description;
}

static struct key key_of(const struct dip_pen *pen, const struct dip_pair_words *words)
{
    const struct dip_site *site = pen->edition->site;
    struct key key = {
        .family = pen->page->family, .has_flows = words->has_flows, .tongues = words->tongues};

    /* A page that is not of its own language names no other. */
    if (!dip_site_indexed(site, pen->edition->locale, pen->page))
        return key;
    for (size_t i = 0; i < site->locale_count; i++)
        key.indexed |= (uint64_t)dip_site_indexed(site, &site->locales[i], pen->page) << i;
    return key;
}

static struct form *find_form(const struct dip_pen *pen, const struct key *key)
{
    for (guint i = 0; pen->forms != NULL && i < pen->forms->len; i++) {
        struct form *form = pen->forms->pdata[i];
        if (key_equal(&form->key, key))
            return form;
    }
    return NULL;
}

/* The page, expanded, is in page_out: what the form has to give as well. */
static void learn(struct dip_pen *pen, const struct key *key, const struct dip_pair_words *words)
{
    struct form *form = g_new(struct form, 1);

    *form = (struct form){.key = *key, .form = make_form(pen, words)};
    if (form->form != NULL) {
        g_string_truncate(pen->check, 0);
        dip_form_emit(form->form, words->of, pen->check);
        if (!g_string_equal(pen->check, pen->page_out))
            g_clear_pointer(&form->form, dip_form_free);
    }
    if (pen->forms == NULL)
        pen->forms = g_ptr_array_new_with_free_func(free_form);
    if (pen->forms->len == MOST)
        g_ptr_array_remove_index(pen->forms, 0);
    g_ptr_array_add(pen->forms, form);
}

void dip_pen_fill_pair(struct dip_pen *pen, const struct dip_pair_words *words)
{
    bool can = pen->edition->site->locale_count <= LOCALES;
    struct key key = can ? key_of(pen, words) : (struct key){0};
    struct form *form = can ? find_form(pen, &key) : NULL;

    if (form != NULL && form->form != NULL) {
        if (form->a != pen->page->a) {
            dip_form_free(form->of_lower);
            form->of_lower = dip_form_bind(form->form, words->of, of_lower);
            form->a = pen->page->a;
        }
        dip_form_emit(form->of_lower, words->of, pen->page_out);
        return;
    }
    expand(pen, pen->page, words, pen->page_out);
    if (can && form == NULL)
        learn(pen, &key, words);
}
