/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * sitemap.xml and its parts, and robots.txt: what tells a crawler which pages there are. Only pages of
 * their own language are listed, each with its other languages (https://www.sitemaps.org/protocol.html).
 */
#ifndef DIP_SITEMAP_H
#define DIP_SITEMAP_H

#include "emit/keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dip_diag;
struct dip_output_turn;
struct dip_site;

/** What the files of a sitemap come to. */
struct dip_sitemap_size {
    uint64_t files;
    uint64_t bytes;
    size_t largest;
};

/**
 * Put `sitemap.xml`, an index, and its parts `sitemap-1.xml` … in @p turn; a part has at most
 * DIP_LIMIT_SITEMAP_URLS addresses and DIP_LIMIT_SITEMAP_BYTES bytes, and no more than the site's host
 * takes in one file. Written as they are made: memory does not grow with pages. Without a turn
 * they are only measured. Those that were made from @p key before are kept, unless the host has limits,
 * for which they are measured. One thread; others may put pages meanwhile.
 */
bool dip_sitemap_put(struct dip_output_turn *turn, const struct dip_site *site, dip_key key,
                     struct dip_diag *diag, struct dip_sitemap_size *ret_size);

/** The text of robots.txt (g_free). */
char *dip_robots_text(const struct dip_site *site);

#endif
