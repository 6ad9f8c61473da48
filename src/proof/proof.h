/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Proofreading: what translators get wrong in catalogs that are fine as files. Every finding is a
 * warning at the character that is meant; what would break a page is an error, and found when the
 * catalog is loaded.
 *
 * One thread, after loading. Only `diptych check` comes here, never a build: a text is compared with
 * its source in a dozen ways, about 50 µs a message. Messages that are fuzzy or not translated are
 * left alone, and so are the source's own catalogs but for what needs no other language.
 *
 * Absent on purpose: spelling and grammar, and anything that needs a dictionary of the language; a
 * check that is wrong on one good translation in a hundred does more harm than good.
 */
#ifndef DIP_PROOF_H
#define DIP_PROOF_H

#include "site/site.h"

/** The words that a language has settled on: `locales/TAG/glossary.md`. */
struct dip_glossary;

/**
 * Load the glossary @p path below @p root (docs/translating.md says what it looks like). Rows that
 * can't be read are reported and left out.
 *
 * @return NULL where there is no such file, or nothing in it to be checked
 */
struct dip_glossary *dip_glossary_load(const char *root, const char *path, struct dip_diag *diag);
void dip_glossary_free(struct dip_glossary *glossary);
DIP_DEFINE_AUTO(dip_glossary);

/** Report what is wrong in the catalogs and glossaries of the site in folder @p root. */
void dip_proof_site(const struct dip_site *site, const char *root, struct dip_diag *diag);

/**
 * Report what is wrong in one message of a catalog in the language @p locale.
 *
 * @param source   the tag of the language that is translated; how long a text may be is known only
 *                 for those from English
 * @param root     the site's folder, in which the message's file is looked into for the places of
 *                 findings; NULL: all are at the keyword
 * @param glossary NULL where there is none
 */
void dip_proof_message(const struct dip_locale *locale, const char *source,
                       const struct dip_message *message, const struct dip_glossary *glossary,
                       const char *root, struct dip_diag *diag);

/**
 * Report a plural rule that is not one of the language @p locale: neither CLDR's nor one that
 * gettext's own tables have for it.
 *
 * @param loc of the rule
 */
void dip_proof_plural(const struct dip_locale *locale, const struct dip_plural *rule, dip_loc loc,
                      struct dip_diag *diag);

#endif
