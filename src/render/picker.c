/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the picker needs on a page: its script, its indexes, and where its form leads where there is no
 * script. And llms.txt, the way in for those who have no eyes.
 */
#include "render/pen.h"

char *dip_records_prefix(const struct dip_site_locale *locale, const struct dip_family *family)
{
    return g_strdup_printf("api/%s.%s.", family->id, locale->tag);
}

static void add_index(struct dip_pen *pen, const struct dip_family *family)
{
    g_autofree char *files = dip_records_prefix(pen->edition->locale, family);

    if (pen->find_index->len > 0)
        g_string_append_c(pen->find_index, ' ');
    dip_write_file_href(pen->edition, pen->page->kind, files, pen->find_index);
    g_string_append(pen->find_index, DIP_FILE_INDEX);
}

/* The page that lists what is searched: a family's or, where there are several, home. */
static void write_list_href(struct dip_pen *pen)
{
    const struct dip_site *site = pen->edition->site;
    const struct dip_family *family = pen->page->family;
    struct dip_page page = {.kind = DIP_PAGE_HOME};

    if (family == NULL && site->family_count == 1)
        family = site->families[0];
    if (family != NULL)
        page = (struct dip_page){.kind = DIP_PAGE_FAMILY, .family = family};
    dip_write_href(pen->edition, pen->page->kind, pen->edition->locale, &page, pen->find_href);
}

void dip_pen_picker(struct dip_pen *pen)
{
    const struct dip_edition *edition = pen->edition;
    const struct dip_site *site = edition->site;
    enum dip_page_kind kind = pen->page->kind;

    if (kind != DIP_PAGE_HOME && kind != DIP_PAGE_FAMILY && kind != DIP_PAGE_CODE)
        return;
    for (size_t i = 0; i < site->family_count; i++) {
        if (pen->page->family == NULL || pen->page->family == site->families[i])
            add_index(pen, site->families[i]);
    }
    write_list_href(pen);
    dip_write_file_href(edition, kind, edition->assets->script, pen->script_href);
    g_string_append(pen->preview_url, site->settings.url.text);
    g_string_append(pen->preview_url, edition->assets->preview);
    dip_values_text(pen->values, "find_href", pen->find_href->str);
    dip_values_text(pen->values, "find_index", pen->find_index->str);
    if (kind == DIP_PAGE_CODE)
        dip_values_text(pen->values, "find_code", pen->page->a->code);
    struct dip_values *section = dip_values_section(pen->values, "picker");
    dip_values_text(section, "script_href", pen->script_href->str);
    section = dip_values_section(pen->values, "preview");
    dip_values_text(section, "preview_url", pen->preview_url->str);
}

/* The address of @p path and @p end below the site's root, for a section: kept until the expansion. */
static const char *url_of(const struct dip_edition *edition, GStringChunk *store, const char *path,
                          const char *end)
{
    g_autofree char *url = g_strconcat(edition->site->settings.url.text, path, end, NULL);

    return g_string_chunk_insert(store, url);
}

void dip_edition_llms(const struct dip_edition *edition, GString *out)
{
    const struct dip_site *site = edition->site;
    const struct dip_patterns *patterns = site->patterns;
    g_autoptr(GStringChunk) store = g_string_chunk_new(4096);
    g_autoptr(GString) summary = g_string_new(NULL);
    DIP_AUTO(dip_values) values = dip_values_new(edition->folded);
    struct dip_subject subject = {0};

    dip_compose(edition->lexicon, &patterns->of[DIP_PATTERN_HOME_META].items[0], &subject, summary);
    dip_values_text(values, "site_name", site->settings.name.text);
    dip_values_text(values, "summary", summary->str);
    dip_values_text(values, "home_url", site->settings.url.text);
    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        g_autofree char *files = dip_records_prefix(edition->locale, family);
        size_t codes = family->code_count;
        struct dip_values *section = dip_values_section(values, "family");
        dip_values_text(section, "family_name", family->name);
        dip_values_text(section, "family_title", family->title.text);
        dip_values_text(section, "family_url", url_of(edition, store, family->id, "/"));
        dip_values_text(section, "api_url", url_of(edition, store, files, DIP_FILE_API));
        dip_values_count(section, "codes", codes, NULL);
        dip_values_count(section, "pairs", codes * (codes - MIN(codes, 1)) / 2, NULL);
    }
    for (size_t i = 1; i < site->locale_count; i++) {
        struct dip_values *section = dip_values_section(values, "locale");
        dip_values_text(section, "tag", site->locales[i].tag);
        dip_values_text(section, "name", dip_locale_own_name(site->locales[i].locale));
        dip_values_text(section, "locale_url", url_of(edition, store, site->locales[i].prefix, ""));
    }
    dip_template_expand(edition->folded, "llms", values, out);
}
