/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What an edition and a pen hold; for the files of render/ only.
 */
#ifndef DIP_EDITION_H
#define DIP_EDITION_H

#include "render/pairing.h"

/** A pattern list's sentences that need one code only, by place in the list. */
struct dip_sentences {
    struct dip_sentence *items; /**< html.bytes NULL: needs both codes */
};

/** The two roles that a code has on its pages. */
enum dip_role { DIP_ROLE_A, DIP_ROLE_B, DIP_ROLES };

/** A link to another page of the code's, and the code at its other end. */
struct dip_near {
    size_t other;
    dip_html item;
};

/** What one code brings to each of its pages, in one locale. */
struct dip_fragments {
    GStringChunk *store;
    dip_html name; /**< the code's phrase */
    dip_html class_name;
    dip_html description;
    dip_html when;
    dip_html fix;
    dip_html first_sentence;
    dip_html panel;
    dip_html flow; /**< empty where the record has none */
    dip_html page_item;
    dip_html *reference_items;
    struct dip_sentence *says; /**< by fact; html.bytes NULL where there is none */
    dip_html *differences;     /**< by generated difference: whole items; of scope CODE only */
    struct dip_sentences which;
    struct dip_sentences intro_other[DIP_ROLES];
    struct dip_sentences intro_same[DIP_ROLES];
    dip_html *runs;        /**< see runs.c */
    struct dip_near *near; /**< nearest first: comparisons, see_also, neighbours */
    size_t near_count;
};

/** What a family's pages share, in one locale. */
struct dip_family_edition {
    dip_html *fact_labels;
    dip_html class_label;
    struct dip_cuts *cuts;
    struct dip_glance *glance;
    struct dip_fragments *codes;
};

struct dip_edition {
    const struct dip_site *site;
    const struct dip_site_locale *locale;
    const struct dip_assets *assets;
    struct dip_folded *folded;
    struct dip_lexicon *lexicon;
    const struct dip_lexicon *source_lexicon;
    dip_html own_join;        /**< between two sentences of the locale's */
    dip_html join;            /**< between any others */
    const char *foreign_open; /**< `<span lang=en>` */
    const char *name_open;    /**< `<i lang=en>` */
    const char *foreign_lang; /**< ` lang=en`: all that an element of SVG takes */
    struct dip_stamp *groups[DIP_ROW_KINDS];
    struct dip_stamp *row;
    struct dip_stamp *row_same;
    struct dip_stamp *difference;
    struct dip_part *compare_item;
    struct dip_part *more_item;
    GStringChunk *store;
    struct dip_family_edition *families;
};

/* part.c */

/** A part that a page has many of, with texts: a form where its template allows it. */
struct dip_part;
/** @p names end with NULL: texts, then a NULL, then fragments, then a NULL. */
struct dip_part *dip_part_new(const struct dip_folded *folded, const char *name,
                              const char *const *names);
void dip_part_free(struct dip_part *part);
/** Append the part with @p fills, in the order of its names; @p values (may be NULL) are cleared for it. */
void dip_part_emit(const struct dip_part *part, const dip_html *fills, struct dip_values *values,
                   GString *out);

/* links.c */

/** Append the address of @p page as seen from @p from in this edition: relative, or absolute there. */
void dip_write_href(const struct dip_edition *edition, enum dip_page_kind from,
                    const struct dip_site_locale *to, const struct dip_page *page, GString *out);
/** Append the address of a file below the site's root. */
void dip_write_file_href(const struct dip_edition *edition, enum dip_page_kind from,
                         const char *path, GString *out);
/** Append the absolute address of @p page in @p locale. */
void dip_write_url(const struct dip_site *site, const struct dip_site_locale *locale,
                   const struct dip_page *page, GString *out);

/* flow.c */

/** Append the drawing of the code's call flow: an `svg` element. */
void dip_write_flow(const struct dip_edition *edition, const struct dip_family *family,
                    const struct dip_code *code, GString *out);

/* near.c */

/** Find the nearest codes of @p code and make their links, as they stand on pages of pairs. */
void dip_make_near(const struct dip_edition *edition, const struct dip_family *family,
                   const struct dip_code *code, struct dip_fragments *fragments);

/* edition.c */

struct dip_family_edition *dip_edition_family(const struct dip_edition *edition,
                                              const struct dip_family *family);

#endif
