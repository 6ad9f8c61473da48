/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * GNU gettext's commands, and what goes into them; for the files of translate/ only.
 */
#ifndef DIP_GETTEXT_H
#define DIP_GETTEXT_H

#include "translate/translate.h"

/** Format the POT file of @p domain (g_free). */
char *dip_pot_text(const struct dip_site *site, const char *domain);

/**
 * Begin the catalog of language @p tag: a header with its name and plural rule (g_free).
 *
 * @param pot  a POT file below @p root whose messages msginit fills in; NULL: no messages
 * @param path for reports
 * @return NULL where gettext's commands can't be run or refuse (reported)
 */
char *dip_po_begin(const char *root, const char *tag, const char *pot, const char *path,
                   struct dip_diag *diag);

/** What msgmerge makes of catalog @p path and template @p pot, both below @p root (g_free), or NULL. */
char *dip_po_merge(const char *root, const char *path, const char *pot, struct dip_diag *diag);

/** @p text without the dates of its header and without carriage returns (g_free). */
char *dip_po_tidy(const char *text);

/** Report @p tag at @p loc if it is none, with what was probably meant. */
bool dip_tag_check(const char *tag, dip_loc loc, struct dip_diag *diag);

#endif
