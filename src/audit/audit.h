/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Reads a built site as a browser and a crawler would, and reports what does not hold: links and
 * fragments, ids, languages, canonical addresses, robots, sitemap, JSON-LD, titles and headings.
 *
 * It shares no code with what wrote the pages and knows nothing of codes or catalogs: the folder and
 * the address of its root are all it is told. Called by one thread; starts workers of its own and
 * joins them before it returns. Reads only. Memory grows with pages (some 600 bytes each).
 * Absent: addresses of other sites, which are not asked, and whether the markup is valid HTML.
 */
#ifndef DIP_AUDIT_H
#define DIP_AUDIT_H

#include "diag/diag.h"

struct dip_audit_options {
    const char *folder; /**< the built site */
    const char *url;    /**< the address of its root, with a slash at the end */
    unsigned jobs;      /**< workers; 0: one a processor */
};

struct dip_audit_summary {
    size_t pages;
    size_t files;   /**< pages among them */
    uint64_t links; /**< that stay within the site */
    gint64 time_us;
};

/**
 * Check the built site. Places in reports are below the folder: print them with it as the root.
 *
 * @return true where no error was reported
 */
bool dip_audit(const struct dip_audit_options *options, struct dip_diag *diag,
               struct dip_audit_summary *ret_summary);

#endif
