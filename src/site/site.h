/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The model of a site: settings, families, codes, pairs, patterns, languages, addresses, and the one
 * decision whether a page is a page of its own language.
 *
 * Stage 1 makes it, on one thread; from then on it is read-only and may be read from any thread.
 * Everything reached from a struct dip_site belongs to it. No I/O but loading; no words are made
 * here (compose/ does that).
 */
#ifndef DIP_SITE_H
#define DIP_SITE_H

#include "catalog/catalog.h"
#include "diag/diag.h"
#include "locale/locale.h"
#include "site/model.h"    /* IWYU pragma: export */
#include "site/patterns.h" /* IWYU pragma: export */
#include "site/progress.h" /* IWYU pragma: export */
#include "template/template.h"

/** What dip_site_load() adds to what is in the folder. */
enum dip_site_flags {
    DIP_SITE_PSEUDO = 1, /**< the made-up languages en-XA and ar-XB (enum dip_pseudo) */
};

/** What a load need not read, or not alone. */
struct dip_site_beside {
    struct dip_catalog_store *store; /**< catalogs; NULL: they are read when they are asked for */
    struct dip_ahead *ahead;         /**< records, the same */
};

/**
 * Begin to read what dip_site_load() will most likely ask for, by threads of its own: catalogs, into @p store
 * where they changed, and records.
 */
struct dip_ahead *dip_site_read_ahead(const char *root, struct dip_catalog_store *store);

/**
 * Load the site in folder @p root: site/site.yaml, content/, locales/; every mistake is reported.
 *
 * @param templates  templates, whose messages belong to the domain `site`; borrowed, and has to live as
 *                   long as the site; even where they had errors, so that catalogs are compared
 *                   with them all the same. NULL: there are none (tests)
 * @param page_names the template of each kind of page, by enum dip_page_kind
 * @param flags      enum dip_site_flags
 * @param beside     what was begun before; NULL: nothing
 * @return NULL where any error was reported
 */
struct dip_site *dip_site_load(const char *root, const struct dip_templates *templates,
                               const char *const page_names[DIP_PAGE_KINDS], unsigned flags,
                               const struct dip_site_beside *beside, struct dip_diag *diag);

/**
 * Load only what is in the source language: a site without locales, whose messages can be asked for.
 * Catalogs are not read, so that one that is broken does not keep it from being brought up to date.
 */
struct dip_site *dip_site_load_source(const char *root, const struct dip_templates *templates,
                                      struct dip_diag *diag);

/**
 * As dip_site_load(), for those who look at catalogs while they are worked on: mistakes in single
 * translations go to @p text_diag, and those translations count as missing; a catalog that can't be
 * read is reported to @p diag, and is left out. NULL only where something else is wrong.
 */
struct dip_site *dip_site_load_draft(const char *root, const struct dip_templates *templates,
                                     const char *const page_names[DIP_PAGE_KINDS],
                                     struct dip_diag *diag, struct dip_diag *text_diag);
/** Load only `url` of site/site.yaml, with its slash (g_free); NULL where there was an error. */
char *dip_site_load_url(const char *root, struct dip_diag *diag);

void dip_site_free(struct dip_site *site);
DIP_DEFINE_AUTO(dip_site);

/** The text of @p phrase in @p locale, or NULL where it is not translated (fuzzy, empty, broken). */
const char *dip_site_text(const struct dip_site_locale *locale, const struct dip_phrase *phrase);

/** How many texts the site has; they are numbered as translations are. */
size_t dip_site_text_count(const struct dip_site *site);
/** The one file in which text @p index stands, below the site's folder; NULL where there are several. */
const char *dip_site_text_file(const struct dip_site *site, size_t index);

/** The catalog of @p locale for @p domain ("site" or a family's id), or NULL where there is none. */
const struct dip_catalog *dip_site_catalog(const struct dip_site_locale *locale,
                                           const char *domain);

/** Tell whether @p message, of a catalog of the site, is translated but with a mistake (draft). */
bool dip_site_is_broken(const struct dip_site *site, const struct dip_message *message);

/** Tell whether two codes have one value of a fact; two that have none agree. */
bool dip_fact_same(const struct dip_code_fact *a, const struct dip_code_fact *b);

/** The hand-written comparison of codes @p a < @p b (indices), or NULL. */
const struct dip_comparison *dip_family_comparison(const struct dip_family *family, size_t a,
                                                   size_t b);

/**
 * Append the address of @p page below the site's root to @p out, as `vi/sip/404-not-found/`: no
 * slash before it, one behind it but for a file. Only letters of slugs: safe in any context.
 */
void dip_page_path(const struct dip_site_locale *locale, const struct dip_page *page, GString *out);

/** Call @p page_fn for each page that may be in a sitemap; each language has the same ones. */
void dip_site_pages(const struct dip_site *site, dip_page_fn page_fn, void *user);

/**
 * Call @p redirect_fn for each former address of @p code, and of all pairs of which it is the lower
 * code: first those of its page, then of pairs, those with one name of @p code in a row. All codes'
 * are all redirects of a language; no two of them, and none of them and a page, have one address.
 */
void dip_code_redirects(const struct dip_family *family, const struct dip_code *code,
                        dip_redirect_fn redirect_fn, void *user);

/** Call @p redirect_fn for each former address of the site: by language, family and code. */
void dip_site_redirects(const struct dip_site *site, dip_site_redirect_fn redirect_fn, void *user);

/** Append the former address in @p locale, as dip_page_path() does that of a page. */
void dip_redirect_path(const struct dip_site_locale *locale, const struct dip_redirect *redirect,
                       GString *out);

/** How many folders deep a page of @p kind lies in @p locale. */
unsigned dip_page_depth(const struct dip_site_locale *locale, enum dip_page_kind kind);

/** How much of the translatable text of @p page is translated in @p locale, in characters. */
struct dip_share dip_site_share(const struct dip_site *site, const struct dip_site_locale *locale,
                                const struct dip_page *page);

/**
 * The decision: is @p page, in @p locale, a page of its own language? One in a made-up language never
 * is. Drives robots, canonical,
 * hreflang, sitemap and notice; nothing else may.
 */
bool dip_site_indexed(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page);

/** The same for a whole locale: translated and all characters of both domains. */
struct dip_share dip_site_coverage(const struct dip_site *site,
                                   const struct dip_site_locale *locale);

/**
 * The messages of domain @p domain ("site" or a family's id) as the sources of a POT file, in a
 * stable order: struct dip_source, borrowed from the site (g_ptr_array_unref). NULL: no such domain.
 */
GPtrArray *dip_site_sources(const struct dip_site *site, const char *domain);

#endif
