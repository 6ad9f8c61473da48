/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The hosts that Diptych knows, and what each of them takes.
 *
 * Constant data: any thread, any stage. What a host reads is made in emit/; what a site has of each
 * measure is counted by build/. Absent: prices and traffic, which no one can tell from a site.
 */
#ifndef DIP_HOSTS_H
#define DIP_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where the output goes. */
enum dip_host {
    DIP_HOST_ANY, /**< nothing is known of it; nothing is made for it */
    DIP_HOST_GITHUB_PAGES,
    DIP_HOST_NETLIFY,
    DIP_HOST_CLOUDFLARE_PAGES,
    DIP_HOST_NGINX,
    DIP_HOST_S3,
    DIP_HOSTS
};

/** By enum dip_host, as users write them, with a NULL behind the last. */
extern const char *const dip_host_names[DIP_HOSTS + 1];

/** What a host may limit. */
enum dip_measure {
    DIP_MEASURE_FILES,
    DIP_MEASURE_SITE_BYTES,
    DIP_MEASURE_FILE_BYTES,        /**< of the largest */
    DIP_MEASURE_FOLDER_FILES,      /**< files and folders in one folder */
    DIP_MEASURE_REDIRECTS,         /**< plain rules of `_redirects` … */
    DIP_MEASURE_PATTERN_REDIRECTS, /**< … from the first with `*` or `:name` on */
    DIP_MEASURE_REDIRECT_LINE,     /**< characters of the longest rule */
    DIP_MEASURE_HEADER_RULES,      /**< addresses in `_headers` */
    DIP_MEASURE_HEADER_LINE,       /**< characters of its longest line */
    DIP_MEASURES
};

/** Names of the measures as they stand in messages ("files", "bytes in one file"). */
extern const char *const dip_measure_names[DIP_MEASURES];

/** What a site has of each measure. */
struct dip_sizes {
    uint64_t of[DIP_MEASURES];
};

struct dip_host_limit {
    enum dip_host host;
    enum dip_measure measure;
    uint64_t most;
    bool hard;          /**< more is refused; else a smaller plan ends there, or the host advises */
    const char *where;  /**< what the limit is of: "a published site" */
    const char *advice; /**< what to do past it */
    const char *source; /**< the host's own page */
};

/** All limits, @p ret_count of them; the smaller one of a measure first. */
const struct dip_host_limit *dip_host_limits(size_t *ret_count);

/** The most that @p host takes of @p measure, or UINT64_MAX where it has no hard limit. */
uint64_t dip_host_most(enum dip_host host, enum dip_measure measure);

/** The same with what it only advises or a smaller plan ends at. */
uint64_t dip_host_least(enum dip_host host, enum dip_measure measure);

/** Tell whether @p host reads `_headers` and `_redirects`. */
bool dip_host_has_rules(enum dip_host host);

/** Tell whether @p host can send a file as it lies packed beside itself; of any host nothing is known. */
bool dip_host_has_packed(enum dip_host host);

/** Find a host by its name, or -1. */
int dip_host_find(const char *name);

#endif
