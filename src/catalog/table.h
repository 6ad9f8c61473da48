/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside catalog/ only: what a catalog consists of, and how one is put together.
 */
#ifndef DIP_CATALOG_TABLE_H
#define DIP_CATALOG_TABLE_H

#include "catalog/catalog.h"
#include "catalog/scan.h"

struct dip_catalog {
    char *block;           /**< in which its texts are; or NULL */
    GStringChunk *strings; /**< texts that are not in there; or NULL */
    GArray *messages;      /**< of struct dip_message */
    GPtrArray *texts;      /**< of const char *: all messages' strings, one behind the other */
    GArray *locs;          /**< of dip_loc: where each of them stands */
    GArray *obsolete;      /**< of dip_loc */
    struct dip_po_key *keys;
    GHashTable *index; /**< struct dip_po_key * -> struct dip_message * */
    struct dip_plural *plural;
    dip_loc plural_loc;
};

/** Make a catalog without messages. */
struct dip_catalog *dip_catalog_new(void);

/** Copy @p text, which may be NULL, into the catalog. */
const char *dip_catalog_keep(struct dip_catalog *catalog, const char *text);

/** Point all messages at their strings and index them: nothing moves any more. */
void dip_catalog_finish(struct dip_catalog *catalog);

/** As dip_catalog_load(), of the bytes, or the fault, that reading its file gave. */
struct dip_catalog *dip_catalog_parse(const char *root, const char *path,
                                      const struct dip_file_bytes *file, struct dip_diag *diag);

/**
 * Parse @p length bytes of a PO file that is plain and right (catalog/plain.h); they are known to be text
 * in UTF-8, as they are below.
 *
 * @return NULL where it is not: what is wrong is for dip_catalog_parse_any() to say
 */
struct dip_catalog *dip_catalog_parse_plain(const char *path, const char *bytes, size_t length);

/** Parse them by libgettextpo, which reads the file again. */
struct dip_catalog *dip_catalog_parse_any(const char *root, const char *path, const char *bytes,
                                          size_t length, struct dip_diag *diag);

#endif
