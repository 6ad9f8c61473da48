/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside catalog/ only: PO files in the plain form that gettext's own tools write, read in a thirtieth of
 * the time.
 *
 * What a catalog means is libgettextpo's to say: here nothing is reported, and what is not plain is
 * left to it. What is taken here has to be what libgettextpo would have given, which the fuzz and unit
 * tests of catalogs compare.
 */
#ifndef DIP_CATALOG_PLAIN_H
#define DIP_CATALOG_PLAIN_H

#include "catalog/table.h"

/** The header of a plain file. */
struct dip_plain_header {
    const char *text; /**< its msgstr; the catalog's */
    size_t start;     /**< byte offset of its keyword msgid */
    size_t end;       /**< byte offset of the next entry's, or of the end */
};

/**
 * Read the messages of a PO file into a @p catalog that has none. Its bytes are known to be text in UTF-8.
 *
 * Plain is a file whose first entry is a header with the charset UTF-8, and whose lines are empty,
 * comments between entries, or keywords and strings, one a line, with one space between; obsolete entries
 * are the last ones. Escapes are `\n`, `\t`, `\"` and `\\`. Doubled messages, and all that depends on the
 * header's plural rule, are left to the caller.
 *
 * @param path interned
 * @return false where the file is not plain; @p catalog can then only be freed
 */
bool dip_plain_read(struct dip_catalog *catalog, const char *path, const char *bytes, size_t length,
                    struct dip_plain_header *ret_header);

#endif
