/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What every page has: head, switcher, notice, footer. All of robots, canonical, hreflang and notice
 * follow from dip_site_indexed(), asked once a page and locale.
 */
#include "render/pen.h"

static void set(struct dip_pen *pen, const char *name, const GString *text)
{
    dip_values_text_n(pen->values, name, text->str, text->len);
}

/* The page in another language, or in this one. */
static void add_language(struct dip_pen *pen, const struct dip_site_locale *locale)
{
    const struct dip_edition *edition = pen->edition;
    bool current = locale == edition->locale;
    struct dip_values *values = pen->item;

    dip_values_clear(values);
    g_string_truncate(pen->scratch, 0);
    dip_write_href(edition, pen->page->kind, locale, pen->page, pen->scratch);
    dip_values_text_n(values, "href", pen->scratch->str, pen->scratch->len);
    dip_values_text(values, "tag", locale->tag);
    const char *direction = dip_locale_direction(locale->locale);
    if (strcmp(direction, dip_locale_direction(edition->locale->locale)) != 0)
        dip_values_text(dip_values_section(values, "turned"), "tag_dir", direction);
    dip_values_text(values, "name", dip_locale_own_name(locale->locale));
    dip_template_expand(edition->folded, current ? "parts/switcher-current" : "parts/switcher-item",
                        values, pen->switcher);
}

static void set_switcher(struct dip_pen *pen)
{
    const struct dip_edition *edition = pen->edition;

    if (edition->site->locale_count < 2)
        return;
    for (size_t i = 0; i < edition->site->locale_count; i++)
        add_language(pen, &edition->site->locales[i]);
    dip_values_section(pen->values, "languages");
    dip_values_html(pen->values, "switcher", dip_html_of(pen->switcher));
}

static void add_alternate(struct dip_pen *pen, const struct dip_site_locale *locale,
                          const char *tag)
{
    struct dip_values *values = pen->item;

    dip_values_clear(values);
    g_string_truncate(pen->scratch, 0);
    dip_write_url(pen->edition->site, locale, pen->page, pen->scratch);
    dip_values_text_n(values, "href", pen->scratch->str, pen->scratch->len);
    dip_values_text(values, "tag", tag);
    dip_template_expand(pen->edition->folded, "parts/alternate", values, pen->alternates);
}

/* Pages of their own language name each other; one that is not names none and is named by none. */
static void set_alternates(struct dip_pen *pen)
{
    const struct dip_site *site = pen->edition->site;

    for (size_t i = 0; i < site->locale_count; i++) {
        if (dip_site_indexed(site, &site->locales[i], pen->page))
            add_alternate(pen, &site->locales[i], site->locales[i].tag);
    }
    add_alternate(pen, &site->locales[0], "x-default");
    dip_values_html(pen->values, "alternates", dip_html_of(pen->alternates));
}

static void set_decision(struct dip_pen *pen)
{
    const struct dip_edition *edition = pen->edition;
    const struct dip_site *site = edition->site;
    bool indexed = dip_site_indexed(site, edition->locale, pen->page);

    dip_values_html(pen->values, "alternates", dip_html_empty());
    dip_values_html(pen->values, "notice", dip_html_empty());
    if (indexed)
        set_alternates(pen);
    else
        dip_values_section(pen->values, "noindex");
    if (pen->page->kind == DIP_PAGE_NOT_FOUND)
        return;
    /* A page that is mostly the source's stands for the source's page. */
    dip_write_url(site, indexed ? edition->locale : &site->locales[0], pen->page, pen->canonical);
    dip_values_text(dip_values_section(pen->values, "canonical"), "url", pen->canonical->str);
    if (indexed)
        return;
    struct dip_values *values = pen->item;
    dip_values_clear(values);
    dip_values_text_n(values, "translations_href", pen->translations_href->str,
                      pen->translations_href->len);
    dip_template_expand(edition->folded, "parts/notice", values, pen->notice);
    dip_values_html(pen->values, "notice", dip_html_of(pen->notice));
}

static void set_links(struct dip_pen *pen)
{
    const struct dip_edition *edition = pen->edition;
    const struct dip_page home = {.kind = DIP_PAGE_HOME};
    const struct dip_page translations = {.kind = DIP_PAGE_TRANSLATIONS};
    const struct dip_page family = {.kind = DIP_PAGE_FAMILY, .family = pen->page->family};
    enum dip_page_kind from = pen->page->kind;

    dip_write_href(edition, from, edition->locale, &home, pen->home_href);
    dip_write_href(edition, from, edition->locale, &translations, pen->translations_href);
    dip_write_file_href(edition, from, edition->assets->style, pen->style_href);
    dip_write_file_href(edition, from, edition->assets->icon, pen->icon_href);
    dip_write_url(edition->site, edition->locale, &home, pen->home_url);
    dip_write_url(edition->site, edition->locale, pen->page, pen->own_url);
    set(pen, "home_href", pen->home_href);
    set(pen, "translations_href", pen->translations_href);
    set(pen, "style_href", pen->style_href);
    set(pen, "icon_href", pen->icon_href);
    set(pen, "home_url", pen->home_url);
    set(pen, "page_url", pen->own_url);
    if (pen->page->family == NULL)
        return;
    dip_values_text(pen->values, "family_name", pen->page->family->name);
    if (from == DIP_PAGE_FAMILY)
        return;
    dip_write_href(edition, from, edition->locale, &family, pen->family_href);
    dip_write_url(edition->site, edition->locale, &family, pen->family_url);
    set(pen, "family_href", pen->family_href);
    set(pen, "family_url", pen->family_url);
}

void dip_pen_forget_head(struct dip_pen *pen)
{
    GString *const written[] = {
        pen->canonical, pen->own_url,    pen->home_href,         pen->family_href,
        pen->home_url,  pen->family_url, pen->translations_href, pen->style_href,
        pen->icon_href, pen->notice,     pen->switcher,          pen->alternates};

    for (size_t i = 0; i < G_N_ELEMENTS(written); i++)
        g_string_truncate(written[i], 0);
}

void dip_pen_head(struct dip_pen *pen)
{
    const struct dip_edition *edition = pen->edition;
    const struct dip_settings *settings = &edition->site->settings;
    bool article = pen->page->kind == DIP_PAGE_PAIR || pen->page->kind == DIP_PAGE_CODE;

    dip_values_text(pen->values, "lang", edition->locale->tag);
    dip_values_text(pen->values, "dir", dip_locale_direction(edition->locale->locale));
    dip_values_text(pen->values, "site_name", settings->name.text);
    dip_values_text(pen->values, "og_type", article ? "article" : "website");
    dip_values_text(pen->values, "og_locale", dip_locale_open_graph(edition->locale->locale));
    set_links(pen);
    set_decision(pen);
    set_switcher(pen);
    dip_pen_picker(pen);
    if (pen->page->kind != DIP_PAGE_NOT_FOUND)
        dip_values_section(pen->values, "jsonld");
    if (settings->licence == NULL)
        return;
    dip_values_section(pen->values, "licence");
    dip_values_text(pen->values, "licence_href", settings->licence->url.text);
    dip_values_text(pen->values, "licence_name", settings->licence->name.text);
}

struct dip_title_tongues dip_pen_compose_titles(struct dip_pen *pen, const struct dip_phrase *title,
                                                const struct dip_phrase *meta,
                                                const struct dip_subject *subject)
{
    const struct dip_edition *edition = pen->edition;
    struct dip_title_tongues tongues;

    tongues.title = dip_compose(edition->lexicon, title, subject, pen->meta_title);
    dip_write_words(edition, pen->meta_title, tongues.title, pen->title);
    tongues.description = dip_compose(edition->lexicon, meta, subject, pen->meta_description);
    if (dip_compose_marks_names(edition->lexicon)) {
        dip_compose_unmark(pen->meta_title);
        dip_compose_unmark(pen->meta_description);
    }
    return tongues;
}

static void set_tongue(struct dip_pen *pen, const char *section, enum dip_tongue tongue)
{
    if (tongue == DIP_TONGUE_SOURCE)
        dip_values_text(dip_values_section(pen->values, section), "tag",
                        pen->edition->site->locales[0].tag);
}

void dip_pen_set_tongues(struct dip_pen *pen, struct dip_title_tongues tongues)
{
    set_tongue(pen, "meta_title_lang", tongues.title);
    set_tongue(pen, "meta_description_lang", tongues.description);
}

void dip_pen_titles(struct dip_pen *pen, const struct dip_phrase *title,
                    const struct dip_phrase *meta, const struct dip_subject *subject)
{
    struct dip_title_tongues tongues = dip_pen_compose_titles(pen, title, meta, subject);

    dip_values_html(pen->values, "title", dip_html_of(pen->title));
    set(pen, "meta_title", pen->meta_title);
    set(pen, "headline", pen->meta_title);
    set(pen, "meta_description", pen->meta_description);
    dip_pen_set_tongues(pen, tongues);
}
