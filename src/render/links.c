/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Addresses from one page to another. They are relative, so that a site works below any path; only the
 * not-found page, which a host shows at any address, has absolute paths. Slugs have letters, digits
 * and hyphens alone, so an address needs no escaping.
 */
#include "render/edition.h"

/* The way from a page of this edition up to the site's root. */
static void write_root(const struct dip_edition *edition, enum dip_page_kind from, GString *out)
{
    if (from == DIP_PAGE_NOT_FOUND) {
        dip_append_text(out, edition->site->base_path);
        return;
    }
    for (unsigned depth = dip_page_depth(edition->locale, from); depth > 0; depth--)
        dip_append_text(out, "../");
}

void dip_write_href(const struct dip_edition *edition, enum dip_page_kind from,
                    const struct dip_site_locale *to, const struct dip_page *page, GString *out)
{
    gsize start = out->len;

    if (from == DIP_PAGE_PAIR && page->kind == DIP_PAGE_PAIR && to == edition->locale) {
        /* A pair links only pairs of its own family: they are neighbours. */
        g_string_append_printf(out, "../%s-vs-%s/", page->a->slug, page->b->slug);
    } else {
        write_root(edition, from, out);
        dip_page_path(to, page, out);
    }
    if (edition->site->settings.links.index == DIP_LINKS_FILE && page->kind != DIP_PAGE_NOT_FOUND)
        dip_append_text(out, "index.html");
    if (out->len == start)
        dip_append_text(out, "./");
}

void dip_write_file_href(const struct dip_edition *edition, enum dip_page_kind from,
                         const char *path, GString *out)
{
    write_root(edition, from, out);
    dip_append_text(out, path);
}

void dip_write_url(const struct dip_site *site, const struct dip_site_locale *locale,
                   const struct dip_page *page, GString *out)
{
    dip_append_text(out, site->settings.url.text);
    dip_page_path(locale, page, out);
}
