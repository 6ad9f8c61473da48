/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside catalog/ only: libgettextpo's reader with its complaints as diagnostics.
 */
#ifndef DIP_CATALOG_READER_H
#define DIP_CATALOG_READER_H

#include "catalog/scan.h"
#include "diag/diag.h"

#include <gettext-po.h>

/**
 * Read the PO file @p path below @p root, of which @p scan is known. Doubled messages are left to the caller: only the first of
 * them is in the result.
 *
 * @return for po_file_free(); NULL where the file is broken (reported)
 */
po_file_t dip_po_read(const char *root, const char *path, const char *bytes,
                      const struct dip_po_scan *scan, struct dip_diag *diag);

/**
 * Report the lines of a PO file that have none of the shapes a line may have, with what was meant.
 *
 * @return their numbers (uint32_t; g_array_unref)
 */
GArray *dip_po_check_lines(const char *path, const char *bytes, struct dip_diag *diag);

#endif
