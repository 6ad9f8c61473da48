/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What stands at a former address, for hosts that can't redirect: a page without style that sends its
 * reader on at once, and has a link for browsers that won't. Templates may not put a variable into a
 * meta refresh, since an address there may have a scheme: hence the fragment, of slugs alone.
 */
#include "render/pen.h"

static void set_title(struct dip_pen *pen)
{
    const struct dip_page *page = pen->page;
    const struct dip_phrases *of = page->family->patterns->of;
    struct dip_subject subject = {.family = page->family, .a = page->a, .b = page->b};
    bool pair = page->kind == DIP_PAGE_PAIR;

    dip_pen_titles(pen, &of[pair ? DIP_PATTERN_PAIR_TITLE : DIP_PATTERN_CODE_TITLE].items[0],
                   &of[pair ? DIP_PATTERN_PAIR_META : DIP_PATTERN_CODE_META].items[0], &subject);
}

dip_html dip_pen_redirect(struct dip_pen *pen, const struct dip_page *page)
{
    const struct dip_edition *edition = pen->edition;
    const struct dip_site *site = edition->site;
    bool indexed = dip_site_indexed(site, edition->locale, page);

    dip_pen_begin(pen, page);
    dip_values_clear(pen->values);
    set_title(pen);
    dip_values_text(pen->values, "lang", edition->locale->tag);
    dip_values_text(pen->values, "dir", dip_locale_direction(edition->locale->locale));
    /* A former address is as deep as the page that it was the address of. */
    dip_write_href(edition, page->kind, edition->locale, page, pen->scratch);
    dip_values_text_n(pen->values, "href", pen->scratch->str, pen->scratch->len);
    g_string_append_printf(pen->list, "<meta http-equiv=\"refresh\" content=\"0; url=%s\">",
                           pen->scratch->str);
    dip_values_html(pen->values, "refresh", dip_html_of(pen->list));
    dip_write_url(site, indexed ? edition->locale : &site->locales[0], page, pen->own_url);
    dip_values_text_n(pen->values, "page_url", pen->own_url->str, pen->own_url->len);
    dip_template_expand(edition->folded, "redirect", pen->values, pen->page_out);
    return dip_html_of(pen->page_out);
}
