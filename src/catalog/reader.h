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
po_file_t dip_po_read(const char *root, const char *path, const struct dip_po_scan *scan,
                      struct dip_diag *diag);

#endif
