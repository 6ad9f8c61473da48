/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Catalogs that outlive their site, so that the next load need not read files that stayed the same; and
 * that are read while the caller does something else.
 *
 * For the thread that loads; part of catalog.h. A catalog in a store has owners besides: the sites that
 * were loaded with it, in any thread.
 */
#ifndef DIP_STORE_H
#define DIP_STORE_H

#include "diag/diag.h"

struct dip_catalog;
struct dip_catalog_store;

struct dip_catalog_store *dip_catalog_store_new(void);
void dip_catalog_store_free(struct dip_catalog_store *store);
DIP_DEFINE_AUTO(dip_catalog_store);

/**
 * Begin a load: a thread of its own reads the files @p paths (of char *; taken over) where they changed,
 * while the caller reads others. What is wrong in them is reported when they are asked for.
 */
void dip_catalog_store_refresh(struct dip_catalog_store *store, const char *root, GPtrArray *paths);

/**
 * As dip_catalog_load(), from @p store (NULL: there is none) where it has a catalog of this path, made of
 * the same bytes. The caller frees its catalog all the same.
 */
struct dip_catalog *dip_catalog_store_load(struct dip_catalog_store *store, const char *root,
                                           const char *path, struct dip_diag *diag);

/** End a load: forget catalogs that it did not ask for. */
void dip_catalog_store_sweep(struct dip_catalog_store *store);

#endif
