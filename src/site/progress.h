/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * How far a locale is, and what to translate next. dip_site_indexed() decides about one page; this
 * counts those decisions, and asks which messages would change most of them.
 *
 * Any thread, once the site is loaded. Absent: the states of messages in a catalog (translate/).
 */
#ifndef DIP_PROGRESS_H
#define DIP_PROGRESS_H

#include "site/model.h"

#include <glib.h>

/** Pages that may be offered (all but not-found), and those that are: dip_site_indexed(). */
struct dip_pages {
    uint64_t complete;
    uint64_t total;
};

/** A message that is not translated, in the order in which it should be. */
struct dip_gap {
    const char *domain;
    const char *context; /**< or NULL */
    const char *id;
    const char *plural;  /**< or NULL */
    const char *comment; /**< for translators: where it stands; or NULL */
    struct dip_page
        place; /**< the one page it is about; kind DIP_PAGE_KINDS where there are many */
    unsigned characters;
    uint64_t pages;    /**< below the threshold that have it, at its turn */
    uint64_t complete; /**< pages that are complete when it and all before it are translated */
};

/** How far a locale is. */
struct dip_progress {
    struct dip_share characters; /**< of all messages, whether or not a page counts them */
    struct dip_pages pages;
    struct dip_pages *families; /**< by family: those of its own, its codes and pairs */
    GArray *gaps;               /**< of struct dip_gap: the first ones, all where there are fewer */
};

/** How many gaps a struct dip_progress has. */
enum { DIP_PROGRESS_GAPS = 5 };

/** How far @p locale is: made when it is asked for, then kept by the site. */
const struct dip_progress *dip_site_progress(const struct dip_site *site,
                                             const struct dip_site_locale *locale);

/**
 * Choose the messages to translate next, at most @p most: again and again the one that brings most
 * pages nearest to the threshold. On a page that lacks n characters for it, a message of m
 * characters does min(1, m / n) of what is to be done; what it does on all pages is added up. When it
 * is chosen, it counts as translated. Of equal ones, and where nothing would change, the first of the
 * POT files comes first.
 *
 * @return struct dip_gap, borrowed from the site (g_array_unref)
 */
GArray *dip_site_gaps(const struct dip_site *site, const struct dip_site_locale *locale,
                      size_t most);

#endif
