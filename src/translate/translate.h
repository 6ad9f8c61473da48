/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What translators need from the program: the templates of catalogs (POT), and catalogs brought up to
 * date with them.
 *
 * One thread. Catalogs are merged by GNU gettext's own commands, so that nothing of a translator's is
 * lost or laid out anew; this module decides what is merged with what. A build never comes here.
 */
#ifndef DIP_TRANSLATE_H
#define DIP_TRANSLATE_H

#include "render/render.h"

/** What an update did, in files. */
struct dip_update_summary {
    unsigned pots;     /**< templates of catalogs that changed */
    unsigned catalogs; /**< catalogs that changed or were made */
    unsigned unchanged;
};

/**
 * Write locales/templates/DOMAIN.pot for every domain of the site in folder @p root, and merge each
 * into the catalogs of every locale (msgmerge --previous); a locale that has none for a domain gets
 * one (msginit; msgen for the source's). Files that would be the same are not touched.
 *
 * @return false where an error was reported
 */
bool dip_translate_update(const char *root, struct dip_diag *diag,
                          struct dip_update_summary *ret_summary);

#endif
