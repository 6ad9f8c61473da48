/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What translators need from the program: the templates of catalogs (POT), and catalogs brought up to
 * date with them.
 *
 * One thread. Catalogs are merged by GNU gettext's own commands, so that nothing of a translator's is
 * lost or laid out anew; this module decides what is merged with what. A build never comes here.
 */
#ifndef DIP_TRANSLATE_H
#define DIP_TRANSLATE_H

#include "render/render.h"

/** A language that was begun. */
struct dip_new_locale {
    struct dip_locale *locale;
    char *address;    /**< of its pages: `/fr/` */
    GPtrArray *paths; /**< of its catalogs */
    bool lacks_rule;  /**< nobody knows its plural rule: it has to be filled in before a build */
};

void dip_new_locale_free(struct dip_new_locale *made);

/**
 * Begin the languages @p tags (NULL-terminated): for each, the folder locales/TAG with a catalog for
 * every domain of the site in folder @p root. All or none.
 *
 * @return struct dip_new_locale, in the order of @p tags (g_ptr_array_unref); NULL where an error was
 *         reported, and nothing was made
 */
GPtrArray *dip_translate_add(const char *root, const char *const *tags, struct dip_diag *diag);

/** What became of a message in a catalog. */
enum dip_state {
    DIP_STATE_TRANSLATED,
    DIP_STATE_FUZZY,
    DIP_STATE_MISSING, /**< empty, or not in the catalog */
    DIP_STATE_BROKEN,  /**< translated, but with a mistake that stops a build */
    DIP_STATE_STALE,   /**< in the catalog only */
    DIP_STATES
};

/** "translated", "fuzzy" and so on. */
const char *dip_state_name(enum dip_state state);

/** A message that somebody should look at: fuzzy, broken or stale. */
struct dip_finding {
    enum dip_state state;
    dip_loc loc;
    const struct dip_message *message; /**< NULL where it is set aside (`#~`) */
};

/** One catalog against the messages that the site has. */
struct dip_domain_status {
    const char *domain;
    char *path;
    const struct dip_catalog *catalog; /**< NULL where there is none that can be read */
    unsigned messages;                 /**< of the site; the sum of all counts but the stale */
    unsigned counts[DIP_STATES];
    struct dip_share characters;
    GArray *findings; /**< struct dip_finding */
};

struct dip_locale_status {
    const struct dip_site_locale *locale;
    const struct dip_progress *progress;
    GArray *domains; /**< struct dip_domain_status: the site's first */
    GArray *gaps;    /**< struct dip_gap: what to translate next */
};

/** How far the languages of a site are. */
struct dip_coverage {
    struct dip_templates *templates;
    struct dip_site *site;
    GPtrArray *locales; /**< struct dip_locale_status, by tag */
};

/**
 * Find how far the locales @p tags (NULL-terminated; none: all) of the site in folder @p root are, and
 * the @p next messages to translate. A catalog that can't be read is reported and counts as empty.
 *
 * @return NULL where something else is wrong (reported)
 */
struct dip_coverage *dip_translate_status(const char *root, const char *const *tags, size_t next,
                                          struct dip_diag *diag);
void dip_coverage_free(struct dip_coverage *status);
DIP_DEFINE_AUTO(dip_coverage);

/** What an update did, in files. */
struct dip_update_summary {
    unsigned pots;     /**< templates of catalogs that changed */
    unsigned catalogs; /**< catalogs that changed or were made */
    unsigned unchanged;
};

/**
 * Write locales/templates/DOMAIN.pot for every domain of the site in folder @p root, and merge each
 * into the catalogs of every locale (msgmerge --previous); a locale that has none for a domain gets
 * one (msginit; msgen for the source's). Files that would be the same are not touched.
 *
 * @return false where an error was reported
 */
bool dip_translate_update(const char *root, struct dip_diag *diag,
                          struct dip_update_summary *ret_summary);

#endif
