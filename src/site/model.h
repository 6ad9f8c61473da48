/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The rest of the model: settings, languages, pages, and the site that holds all. Read-only outside
 * site/.
 */
#ifndef DIP_MODEL_H
#define DIP_MODEL_H

#include "locale/locale.h"
#include "site/family.h"
#include "site/hosts.h" /* IWYU pragma: export */

/** One catalog of a language. */
struct dip_site_catalog {
    const char *domain; /**< "site", or a family's id */
    const struct dip_catalog *catalog;
};

/** One language of the site. */
struct dip_site_locale {
    const char *tag;
    const char *prefix; /**< of its addresses: "" for the source, else "vi/" */
    struct dip_locale *locale;
    size_t index;
    bool is_source;
    bool is_complete;                 /**< no text and no label lacks a translation */
    enum dip_pseudo pseudo;           /**< made up for a build: complete, and never indexed */
    const char **texts;               /**< by phrase index; NULL where not translated */
    const struct dip_catalog *labels; /**< domain `site`; NULL where there is none */
    const struct dip_plural *plural;  /**< of the labels; the source's rule where there is none */
    size_t catalog_count;
    struct dip_site_catalog *catalogs; /**< by domain */
};

enum dip_links { DIP_LINKS_FOLDER, DIP_LINKS_FILE };

/**
 * What site.yaml and the command line call the forms in which files lie packed beside themselves, in
 * the order of emit's enum dip_pack; ends with NULL.
 */
extern const char *const dip_pack_names[];

struct dip_settings {
    dip_text name;
    dip_text url; /**< with a slash at the end */
    dip_text source;
    dip_choice links;
    dip_choice host;                     /**< enum dip_host */
    int64_t threshold;                   /**< percent */
    const struct dip_reference *licence; /**< of the content; NULL where left out */
    unsigned precompress;                /**< enum dip_pack of emit */
    dip_text translators; /**< address of the guide for translators; may be left out */
};

enum dip_page_kind {
    DIP_PAGE_HOME,
    DIP_PAGE_FAMILY,
    DIP_PAGE_CODE,
    DIP_PAGE_PAIR,
    DIP_PAGE_TRANSLATIONS,
    DIP_PAGE_NOT_FOUND,
    DIP_PAGE_KINDS
};

/** A page, in any language. */
struct dip_page {
    enum dip_page_kind kind;
    const struct dip_family *family; /**< of FAMILY, CODE, PAIR */
    const struct dip_code *a;        /**< of CODE, PAIR */
    const struct dip_code *b;        /**< of PAIR: the higher code */
};

/** A former address, and the page that it leads to now. */
struct dip_redirect {
    struct dip_page page; /**< a code's or a pair's */
    const char *a_slug;   /**< what stood in the address for `a` … */
    const char *b_slug;   /**< … and for `b`; NULL of a code */
};

typedef void (*dip_page_fn)(const struct dip_page *page, void *user);
typedef void (*dip_redirect_fn)(const struct dip_redirect *redirect, void *user);
typedef void (*dip_site_redirect_fn)(const struct dip_site_locale *locale,
                                     const struct dip_redirect *redirect, void *user);

struct dip_site {
    struct dip_settings settings;
    enum dip_host host;    /**< of the settings, unless the user named another for this run */
    const char *base_path; /**< path of settings.url, "/" at the least */
    size_t family_count;
    struct dip_family **families; /**< by id */
    size_t locale_count;
    struct dip_site_locale *locales; /**< the source first, then by tag, made-up ones last */
    const struct dip_patterns *patterns;
    struct dip_site_private *private;
};

#endif
