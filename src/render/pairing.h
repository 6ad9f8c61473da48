/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is made beforehand of what two codes have between them; for the files of render/ only. All of
 * it is made in stages 2 and 3, and read by all workers in stage 4.
 */
#ifndef DIP_PAIRING_H
#define DIP_PAIRING_H

#include "render/markup.h"

struct dip_edition;
struct dip_family_edition;
struct dip_fragments;

/* runs.c */

/** The lists of patterns that speak of two codes. */
enum dip_cut_list {
    DIP_CUT_TITLE,
    DIP_CUT_PLAIN_TITLE, /**< as text, like the next */
    DIP_CUT_PLAIN_META,
    DIP_CUT_INTRO_OTHER,
    DIP_CUT_INTRO_SAME,
    DIP_CUT_DIFFERENCES,
    DIP_CUT_LISTS
};

/** The patterns of a family that speak of two codes, cut (dip_compose_cut()). */
struct dip_cuts;
struct dip_cuts *dip_cuts_new(const struct dip_edition *edition, const struct dip_family *family);
void dip_cuts_free(struct dip_cuts *cuts);
/** Make all runs that @p code brings (g_free), their bytes in @p store. */
dip_html *dip_make_runs(const struct dip_edition *edition, const struct dip_family *family,
                        const struct dip_code *code, GStringChunk *store);
/** Append the sentence of pattern @p index of @p list on both @p codes, in the locale's own language;
 * false, and nothing, where it has to be composed. */
bool dip_write_runs(const struct dip_cuts *cuts, enum dip_cut_list list, size_t index,
                    const struct dip_fragments *const codes[2], GString *out);

/* glance.c */

/** How the values of a row of the table at a glance compare, in the order of their groups. */
enum dip_row {
    DIP_ROW_DIFFERS,
    DIP_ROW_ONE /**< one code has none */,
    DIP_ROW_SAME,
    DIP_ROW_KINDS
};

/** The rows of the table at a glance, ready for any two values of a fact. */
struct dip_glance;
/** Make them for @p family; the fact's labels are in @p shared already. */
struct dip_glance *dip_glance_new(const struct dip_edition *edition,
                                  const struct dip_family *family,
                                  const struct dip_family_edition *shared);
void dip_glance_free(struct dip_glance *glance);
/** The value of a fact of @p code as markup; empty where it has none, or an empty list. */
dip_html dip_glance_cell(const struct dip_glance *glance, const struct dip_code *code, size_t fact);
/** How the two codes of @p page compare in @p fact. */
enum dip_row dip_glance_compare(const struct dip_glance *glance, const struct dip_page *page,
                                size_t fact);
/** Append the groups of rows for the codes of @p page. */
void dip_write_glance(const struct dip_edition *edition, const struct dip_page *page, GString *out);

#endif
