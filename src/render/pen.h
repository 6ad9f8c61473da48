/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a pen holds; for the files of render/ that write pages.
 */
#ifndef DIP_PEN_H
#define DIP_PEN_H

#include "render/edition.h"

/** A thread's hand: the values of a page, and a buffer for each that is set anew on every page. */
struct dip_pen {
    const struct dip_edition *edition;
    struct dip_values *values; /**< of the page */
    struct dip_values *item;   /**< of a part of it, cleared before each */
    const struct dip_page *page;
    GString *page_out;
    GString *words; /**< plain text being composed */
    /* One buffer for each value that is set anew on every page. */
    GString *title;
    GString *meta_title;
    GString *meta_description;
    GString *canonical;
    GString *own_url;
    GString *home_href;
    GString *family_href;
    GString *home_url;
    GString *family_url;
    GString *translations_href;
    GString *style_href;
    GString *icon_href;
    GString *script_href;
    GString *preview_url;
    GString *find_href;
    GString *find_index;
    GString *notice;
    GString *switcher;
    GString *alternates;
    GString *intro;
    GString *rows;
    GString *differences;
    GString *which;
    GString *more;
    GString *list;
    GString *scratch;
    GString *check;
    GStringChunk *kept; /**< texts of sections, until the page is expanded */
    GPtrArray *forms;   /**< of pages of pairs, see form.c */
};

/** The languages of a page's title and description. */
struct dip_title_tongues {
    enum dip_tongue title;
    enum dip_tongue description;
};

/* pages.c: begin a page, with all buffers empty; its values are those of the page before. */
void dip_pen_begin(struct dip_pen *pen, const struct dip_page *page);

/* head.c: everything of base, for the pen's page. */
void dip_pen_head(struct dip_pen *pen);
/** Empty what dip_pen_head() writes into, for another page. */
void dip_pen_forget_head(struct dip_pen *pen);
/** Compose a title, as markup and as text, and a description, into the pen's buffers of these names. */
struct dip_title_tongues dip_pen_compose_titles(struct dip_pen *pen, const struct dip_phrase *title,
                                                const struct dip_phrase *meta,
                                                const struct dip_subject *subject);
/** Set the sections that mark a title or description of the source's. */
void dip_pen_set_tongues(struct dip_pen *pen, struct dip_title_tongues tongues);
/** Set `title` and the head's title and description from these patterns. */
void dip_pen_titles(struct dip_pen *pen, const struct dip_phrase *title,
                    const struct dip_phrase *meta, const struct dip_subject *subject);

/* pages.c */

/** The address of @p page as seen from the pen's page; kept until the page is written. */
const char *dip_pen_href(struct dip_pen *pen, const struct dip_page *page);

/* picker.c: script and picker, on the pages that have them. */
void dip_pen_picker(struct dip_pen *pen);

/* featured.c */

/** Append all hand-written comparisons of @p family, a line for each lower code. */
void dip_pen_pair_groups(struct dip_pen *pen, const struct dip_family *family, GString *out);
/** Append @p most of them, as cards. */
void dip_pen_pair_cards(struct dip_pen *pen, const struct dip_family *family, size_t most,
                        GString *out);

/* pair.c: the whole page, into page_out. */
void dip_pen_pair(struct dip_pen *pen);

/* form.c */

/** What differs from one page of a pair to the next. Values of the template, but for the slugs. */
enum dip_pair_place {
    DIP_PAIR_A_SLUG,
    DIP_PAIR_B_SLUG,
    DIP_PAIR_A_CODE,
    DIP_PAIR_B_CODE,
    DIP_PAIR_A_CLASS,
    DIP_PAIR_B_CLASS,
    DIP_PAIR_META_TITLE,
    DIP_PAIR_HEADLINE,
    DIP_PAIR_META_DESCRIPTION,
    DIP_PAIR_TITLE,
    DIP_PAIR_PANEL_A,
    DIP_PAIR_PANEL_B,
    DIP_PAIR_FLOW_A,
    DIP_PAIR_FLOW_B,
    DIP_PAIR_INTRO,
    DIP_PAIR_GLANCE,
    DIP_PAIR_DIFFERENCES,
    DIP_PAIR_WHICH,
    DIP_PAIR_MORE,
    DIP_PAIR_PLACES
};

/** The words of a page of a pair. Texts are not escaped yet; those behind DIP_PAIR_TITLE are markup. */
struct dip_pair_words {
    dip_html of[DIP_PAIR_PLACES];
    struct dip_title_tongues tongues;
    bool has_flows;
};

/** Put the page together, into page_out. */
void dip_pen_fill_pair(struct dip_pen *pen, const struct dip_pair_words *words);
void dip_pen_free_forms(struct dip_pen *pen);

/* pages.c */
/** Move the scratch to where texts of sections are kept: they are borrowed until the page is expanded. */
const char *dip_pen_kept(struct dip_pen *pen);
/** The titles of a page that belongs to no family. */
void dip_pen_site_titles(struct dip_pen *pen, enum dip_pattern title, enum dip_pattern meta);

/* translations.c */
void dip_pen_translations(struct dip_pen *pen);

#endif
