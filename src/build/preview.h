/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A site held in memory, whose files are made when somebody asks for them: what `diptych serve` shows.
 *
 * Every file has the bytes that a build would write, for the same code makes them. A preview is loaded by
 * any thread, then belongs to one; two may be alive at once, and share catalogs through a store. Absent:
 * addresses as a browser asks for them (serve/ knows about hosts), and anything on a disk.
 */
#ifndef DIP_PREVIEW_H
#define DIP_PREVIEW_H

#include "site/site.h"

struct dip_preview;

/**
 * Load the site in folder @p root, with @p flags (enum dip_site_flags). One thread at a time, for
 * libgettextpo's sake.
 *
 * @param store catalogs of the load before, which are read again only where they changed; it has to
 *              outlive this call only
 * @return NULL where there was an error (reported)
 */
struct dip_preview *dip_preview_load(const char *root, unsigned flags,
                                     struct dip_catalog_store *store, struct dip_diag *diag);
void dip_preview_free(struct dip_preview *preview);
DIP_DEFINE_AUTO(dip_preview);

/**
 * Make the file @p path of the site ("vi/sip/index.html"; g_bytes_unref). A language that nobody has
 * asked for yet is prepared first.
 *
 * @return NULL where a build would write no such file, or where there was an error (reported)
 */
GBytes *dip_preview_file(struct dip_preview *preview, const char *path, struct dip_diag *diag);

/** Where the site lives on its host: the path of its url, "/" at the least. */
const char *dip_preview_base(const struct dip_preview *preview);

/** How many pages a build would write. */
uint64_t dip_preview_pages(const struct dip_preview *preview);
size_t dip_preview_locales(const struct dip_preview *preview);

#endif
