/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Adding up what pages have; for the files of site/ only. share.c adds, progress.c asks it what is
 * lacking where, so that both speak of the same messages.
 */
#ifndef DIP_TALLY_H
#define DIP_TALLY_H

#include "site/site.h"

/** A message that a locale lacks: the index of a phrase or, behind all phrases, of a label. */
struct dip_lack {
    unsigned message;
    unsigned weight; /**< characters */
};

/** Characters being added up and, where wanted, the messages that are not translated. */
struct dip_tally {
    struct dip_share share;
    GArray *lacks;           /**< struct dip_lack, one as often as it counts; NULL: not wanted */
    const GPtrArray *labels; /**< all labels, in whose order they are counted; with `lacks` only */
};

/** Add the texts of @p page: all it has but the labels of its template. */
void dip_tally_texts(const struct dip_site *site, const struct dip_site_locale *locale,
                     const struct dip_page *page, struct dip_tally *tally);

/* The texts of a pair's page in parts. */

/** Add what one of its codes brings. */
void dip_tally_code(const struct dip_site *site, const struct dip_site_locale *locale,
                    const struct dip_family *family, const struct dip_code *code,
                    struct dip_tally *tally);

/** Add what every page of a pair has, whatever was written by hand for it. */
void dip_tally_family(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_family *family, struct dip_tally *tally);

/** Add the texts of @p written (may be NULL), or the patterns in place of those that it leaves out. */
void dip_tally_blocks(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page, const struct dip_comparison *written,
                      struct dip_tally *tally);

/** Add the labels of the template @p page_name with its parts; of all where it is NULL. */
void dip_tally_labels(const struct dip_site *site, const struct dip_site_locale *locale,
                      const char *page_name, struct dip_tally *tally);

#endif
