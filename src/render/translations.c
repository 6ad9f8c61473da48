/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The page that says how far each language is and which texts to translate next. What it shows is
 * found once for the site (dip_site_progress()), not once for the page of each language.
 *
 * Comments of the POT files say better where a text stands, but they are English of the program's,
 * which no page may have: a link to the page that the text is about has to do.
 */
#include "render/pen.h"

/* As much as tells one text from the others. */
enum { SHOWN_CHARACTERS = 90 };

static const char *kept_number(struct dip_pen *pen, uint64_t n)
{
    g_autofree char *number = dip_locale_number(pen->edition->locale->locale, (unsigned long)n);

    return g_string_chunk_insert(pen->kept, number);
}

static const char *kept_href(struct dip_pen *pen, const struct dip_site_locale *to,
                             const struct dip_page *page)
{
    g_string_truncate(pen->scratch, 0);
    dip_write_href(pen->edition, pen->page->kind, to, page, pen->scratch);
    return dip_pen_kept(pen);
}

/* The page that a text is about, by its codes and names, which no language translates. */
static void add_place(struct dip_pen *pen, struct dip_values *item,
                      const struct dip_site_locale *locale, const struct dip_page *page)
{
    struct dip_values *place = dip_values_section(item, "place");

    dip_values_text(place, "href", kept_href(pen, locale, page));
    dip_values_text(place, "family_name", page->family->name);
    dip_values_text(place, "code", page->a->code);
    if (page->kind == DIP_PAGE_PAIR)
        dip_values_text(dip_values_section(place, "other"), "b_code", page->b->code);
    else
        dip_values_text(dip_values_section(place, "alone"), "code_name", page->a->name);
}

/* Bytes of the words of @p text that fit; all that fits where there is no space in it. */
static size_t shown_length(const char *text)
{
    const char *end = text;
    const char *space = NULL;

    for (size_t length = 0; *end != '\0' && length < SHOWN_CHARACTERS; length++) {
        space = *end == ' ' ? end : space;
        end = g_utf8_next_char(end);
    }
    if (*end == '\0' || *end == ' ' || space == NULL)
        return (size_t)(end - text);
    return (size_t)(space - text);
}

static void add_gap(struct dip_pen *pen, struct dip_values *list,
                    const struct dip_site_locale *locale, const struct dip_gap *gap)
{
    const struct dip_site_locale *source = &pen->edition->site->locales[0];
    struct dip_values *item = dip_values_section(list, "gap");
    size_t length = shown_length(gap->id);

    g_string_append_len(pen->scratch, gap->id, (gssize)length);
    if (gap->id[length] != '\0')
        g_string_append(pen->scratch, "…");
    dip_values_text(item, "text", dip_pen_kept(pen));
    dip_values_text(item, "source_tag", source->tag);
    dip_values_text(item, "source_dir", dip_locale_direction(source->locale));
    dip_values_count(item, "count", (unsigned long)gap->pages, kept_number(pen, gap->pages));
    if (gap->place.kind != DIP_PAGE_KINDS)
        add_place(pen, item, locale, &gap->place);
}

static void add_gaps(struct dip_pen *pen, struct dip_values *missing,
                     const struct dip_site_locale *locale)
{
    const GArray *gaps = dip_site_progress(pen->edition->site, locale)->gaps;
    struct dip_values *list = dip_values_section(missing, "incomplete");

    dip_values_text(list, "tag", locale->tag);
    dip_values_text(list, "tag_dir", dip_locale_direction(locale->locale));
    dip_values_text(list, "name", dip_locale_own_name(locale->locale));
    for (guint i = 0; i < gaps->len; i++) {
        const struct dip_gap *gap = &g_array_index(gaps, struct dip_gap, i);
        if (gap->pages > 0)
            add_gap(pen, list, locale, gap);
    }
}

static void add_locale(struct dip_pen *pen, const struct dip_site_locale *locale)
{
    const struct dip_page home = {.kind = DIP_PAGE_HOME};
    const struct dip_progress *progress = dip_site_progress(pen->edition->site, locale);
    struct dip_share coverage = progress->characters;
    double share = coverage.total == 0 ? 1 : (double)coverage.translated / (double)coverage.total;
    struct dip_values *section = dip_values_section(pen->values, "locale");

    dip_values_text(section, "href", kept_href(pen, locale, &home));
    dip_values_text(section, "tag", locale->tag);
    dip_values_text(section, "tag_dir", dip_locale_direction(locale->locale));
    dip_values_text(section, "name", dip_locale_own_name(locale->locale));
    g_string_printf(pen->scratch, "%" G_GUINT64_FORMAT,
                    coverage.total == 0 ? 100 : coverage.translated * 100 / coverage.total);
    dip_values_text(section, "share", dip_pen_kept(pen));
    g_autofree char *percent = dip_locale_percent(pen->edition->locale->locale, share);
    dip_values_text(section, "percent", g_string_chunk_insert(pen->kept, percent));
    dip_values_text(section, "pages", kept_number(pen, progress->pages.complete));
    dip_values_text(section, "total", kept_number(pen, progress->pages.total));
}

void dip_pen_translations(struct dip_pen *pen)
{
    const struct dip_site *site = pen->edition->site;
    struct dip_values *missing = NULL;

    dip_pen_site_titles(pen, DIP_PATTERN_TRANSLATIONS_TITLE, DIP_PATTERN_TRANSLATIONS_META);
    for (size_t i = 0; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        /* Nobody translates a made-up language. */
        if (locale->pseudo != DIP_PSEUDO_NONE)
            continue;
        const struct dip_pages *pages = &dip_site_progress(site, locale)->pages;
        add_locale(pen, locale);
        if (pages->complete == pages->total)
            continue;
        missing = missing == NULL ? dip_values_section(pen->values, "missing") : missing;
        add_gaps(pen, missing, locale);
    }
    if (site->settings.translators.text == NULL)
        return;
    dip_values_section(pen->values, "project");
    dip_values_text(pen->values, "project_href", site->settings.translators.text);
}
