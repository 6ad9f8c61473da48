/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of site/ share while the model is made; for them only.
 */
#ifndef DIP_LOADER_H
#define DIP_LOADER_H

#include "site/site.h"
#include "site/tally.h" /* IWYU pragma: export */

/** What a site owns besides the model. */
struct dip_site_private {
    GPtrArray *documents;        /**< struct dip_document */
    GPtrArray *catalogs;         /**< struct dip_catalog */
    GPtrArray *blocks;           /**< memory of the model */
    GPtrArray *phrases;          /**< struct dip_phrase_row, by index */
    GHashTable *phrase_of;       /**< the same: found by domain, context and text */
    struct dip_plural *germanic; /**< the source's rule: one, and all others */
    const struct dip_templates *templates;
    struct dip_share *label_shares; /**< locale_count * DIP_PAGE_KINDS */
    const char *const *page_names;  /**< by enum dip_page_kind */
    GHashTable *broken;             /**< const struct dip_message *, whose texts are not shown */
    struct dip_progress **progress; /**< by locale; NULL until asked for */
};

/** One message of the source that comes from a record or a pattern. */
struct dip_phrase_row {
    const char *domain;  /**< interned */
    const char *context; /**< interned */
    const char *text;
    unsigned index;
    bool pattern;        /**< has placeholders */
    unsigned weight;     /**< characters */
    GPtrArray *comments; /**< where the text stands; NULL-terminated when asked for */
    GPtrArray *references;
};

/** Handed to every function that loads. */
struct dip_loader {
    const char *root;
    unsigned flags;                  /**< enum dip_site_flags */
    struct dip_catalog_store *store; /**< NULL: catalogs are read anew */
    struct dip_ahead *ahead;         /**< NULL: records are read when they are asked for */
    struct dip_diag *diag;
    struct dip_site *site;
    struct dip_document *document; /**< whose values are being decoded */
    GHashTable *broken_codes;      /**< of the family: codes whose records have mistakes */
    GPtrArray *folders;            /**< families' folders, even those that could not be loaded */
    struct dip_diag *text_diag;    /**< for mistakes in single translations */
};

/** The keys of a struct dip_reference: what a name and an address are, wherever they stand. */
extern const struct dip_field dip_reference_fields[];

struct dip_site_private *dip_site_private_new(void);
void dip_site_private_free(struct dip_site_private *private);

/** Allocate @p size zeroed bytes that live as long as the site. */
void *dip_loader_alloc(struct dip_loader *loader, size_t size);

/** Copy a text into the site. */
const char *dip_loader_strdup(struct dip_loader *loader, const char *text);

/** Load a YAML file that the site then owns; NULL where it can't be. */
struct dip_document *dip_loader_document(struct dip_loader *loader, const char *path);

/** Free the values of the last document, where there is one: all that is of use has been decoded. */
void dip_loader_forget_values(struct dip_loader *loader);

/**
 * Make @p text a message of @p domain. The same text with the same context is one message, whose
 * comments say everywhere it stands. An absent text gives an absent phrase.
 */
struct dip_phrase dip_phrase_add(struct dip_loader *loader, const char *domain, const char *context,
                                 dip_text text, const char *comment, bool pattern);

/* One file each. */
bool dip_load_settings(struct dip_loader *loader);
bool dip_load_patterns(struct dip_loader *loader);
struct dip_family *dip_load_family(struct dip_loader *loader, const char *id);
void dip_load_facts(struct dip_loader *loader, struct dip_family *family,
                    const struct dip_value *value);
void dip_load_code_facts(struct dip_loader *loader, const struct dip_family *family,
                         struct dip_code *code, const struct dip_value *value);
void dip_load_records(struct dip_loader *loader, struct dip_family *family);
void dip_load_comparisons(struct dip_loader *loader, struct dip_family *family);
void dip_load_locales(struct dip_loader *loader);
void dip_load_catalogs(struct dip_loader *loader);
/** Put the made-up languages among @p locales, which are struct dip_site_locale. */
void dip_add_pseudo_locales(struct dip_loader *loader, GArray *locales);
void dip_load_pseudo_texts(struct dip_loader *loader);
void dip_check_routes(struct dip_loader *loader);
void dip_site_weigh(struct dip_loader *loader, const char *const page_names[DIP_PAGE_KINDS]);
void dip_site_progress_free(struct dip_progress *progress);

/**
 * The patterns of a family: the site's, with those that @p overrides has (may be NULL), and the
 * differences in this @p order (the standard one where it is empty). */
const struct dip_patterns *dip_family_patterns(struct dip_loader *loader,
                                               const struct dip_family *family,
                                               const struct dip_value *overrides,
                                               const struct dip_texts *order);

/** Report the placeholders of @p pattern that @p scope does not have. */
bool dip_check_placeholders(struct dip_loader *loader, dip_text pattern, enum dip_scope scope);

/** Compare codes: by number where there are digits, else by bytes. */
int dip_code_compare(const char *a, const char *b);

/** Tell whether @p code is in @p range: x is any digit, * any run of characters. */
bool dip_range_has(const char *range, const char *code);

/** The class of @p code, or NULL. */
const struct dip_class *dip_family_class(const struct dip_family *family, const char *code);

/** The index of the code @p code, or -1. */
gssize dip_family_find(const struct dip_family *family, const char *code);

/** Tell whether a record of @p code is there but has mistakes: what refers to it is right. */
bool dip_loader_is_broken(const struct dip_loader *loader, const char *code);

/**
 * Report the item of @p list that is the first one too many, as "25 steps; a flow has at most 24".
 *
 * @return true where there is none
 */
bool dip_check_count(struct dip_loader *loader, const struct dip_value *list, size_t most,
                     const char *items, const char *owner);

/** All codes' texts, for suggestions (g_free the array, not the texts). */
const char **dip_family_code_names(const struct dip_family *family);

#endif
