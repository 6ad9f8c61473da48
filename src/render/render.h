/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Words and templates become the bytes of pages.
 *
 * An edition is a site in one locale: its templates, its lexicon, and for each code the fragments
 * that its pages share. Stage 3: dip_edition_new() on one thread, then dip_edition_prepare() once for
 * every code, from any threads. Stage 4: any number of pens, one thread each, write pages; an edition
 * is then read-only. Absent: files and hashes (emit/), and words (compose/).
 */
#ifndef DIP_RENDER_H
#define DIP_RENDER_H

#include "compose/compose.h"

/** The templates that pages are made of and the variables they may use; ends with a NULL name. */
extern const struct dip_template_spec dip_render_specs[];

/** The template of each kind of page. */
extern const char *const dip_render_page_names[DIP_PAGE_KINDS];

/** The files that pages link, as addresses below the site's root. */
struct dip_assets {
    const char *style;
    const char *icon;
    const char *script;
    const char *preview; /**< the picture of a page in social media */
};

struct dip_edition;

/**
 * Begin the edition of @p site in @p locale. Borrows all but @p folded, which it owns from then on.
 *
 * @param source the edition of the source locale; NULL where this one is it
 */
struct dip_edition *dip_edition_new(const struct dip_site *site,
                                    const struct dip_site_locale *locale, struct dip_folded *folded,
                                    const struct dip_assets *assets,
                                    const struct dip_edition *source);
void dip_edition_free(struct dip_edition *edition);
DIP_DEFINE_AUTO(dip_edition);

/** Make the fragments of @p code; once each, any thread. */
void dip_edition_prepare(struct dip_edition *edition, const struct dip_family *family,
                         const struct dip_code *code);

/** Files for programs, a family and locale: behind dip_records_prefix(), the ends of their addresses. */
#define DIP_FILE_API   "json"
#define DIP_FILE_INDEX "find.json"

/** What the addresses of both start with, below the site's root (free): `api/sip.vi.`. */
char *dip_records_prefix(const struct dip_site_locale *locale, const struct dip_family *family);

/** Append the records of @p family as JSON, as docs/api.md says. Any thread. */
void dip_edition_api(const struct dip_edition *edition, const struct dip_family *family,
                     GString *out);

/** Append what the picker searches in @p family, as JSON. Any thread. */
void dip_edition_index(const struct dip_edition *edition, const struct dip_family *family,
                       GString *out);

/** Append llms.txt (llmstxt.org), which a site has once, in its source language. Any thread. */
void dip_edition_llms(const struct dip_edition *edition, GString *out);

/** A thread's hand: buffers that are used for every page again. */
struct dip_pen;

struct dip_pen *dip_pen_new(const struct dip_edition *edition);
void dip_pen_free(struct dip_pen *pen);
DIP_DEFINE_AUTO(dip_pen);

/** The locale that @p pen writes in. */
const struct dip_site_locale *dip_pen_locale(const struct dip_pen *pen);

/**
 * Write @p page. Every code of its family has been prepared.
 *
 * @return the page's bytes, borrowed until the pen's next page
 */
dip_html dip_pen_write(struct dip_pen *pen, const struct dip_page *page);

/** Write what stands at a former address of @p page, which is a code's or a pair's; as above. */
dip_html dip_pen_redirect(struct dip_pen *pen, const struct dip_page *page);

#endif
