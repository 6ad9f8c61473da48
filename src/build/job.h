/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 4 as units of work; for the files of build/ only.
 */
#ifndef DIP_JOB_H
#define DIP_JOB_H

#include "build/keys.h"
#include "build/shard.h"

/** What the units that are done have written; atomic. */
struct dip_job_done {
    gsize pages;
    gsize rendered;
    struct dip_tally tally;
};

/** A part of a unit. */
struct dip_slice {
    guint32 unit;
    guint32 first; /**< the pair of the unit, of all its pairs, to begin with */
    guint32 pairs; /**< how many, at most */
};

/** What stage 4 works on. Whoever makes one has its pens, and its editions: those that units ask for. */
struct job {
    const struct dip_project *project;
    const struct dip_site *site;
    struct dip_edition **editions;    /**< by locale; those that are ready */
    const struct dip_page_keys *keys; /**< NULL: all is made */
    struct dip_steps *steps;          /**< how editions are made; NULL: they are there */
    struct dip_output *output;        /**< NULL: check only */
    struct dip_output_turn *turn;     /**< of a unit */
    struct dip_pen **pens;            /**< by worker and locale */
    struct dip_shard shard;           /**< of 0: all units */
    guint32 *parts;                   /**< by unit: which part it is in; NULL: no matter */
    GArray *slices;         /**< of struct dip_slice: all there is to do; NULL: units are whole */
    struct dip_slice slice; /**< of a unit */
    size_t pair_units;      /**< codes of all families but the last of each, in one locale */
    gsize pages;            /**< of a unit; of all when they are done */
    gsize rendered;         /**< of these */
    struct dip_tally tally; /**< the same */
    struct dip_job_done *done; /**< while there are workers, else NULL */
    uint64_t total;
    dip_progress_fn progress;
    void *user;
};

/** The pages of a language that are no family's, and where they lie in its folder. */
enum { DIP_LOCALE_PAGES = 3 };
struct dip_locale_page {
    enum dip_page_kind kind;
    const char *path;
};
extern const struct dip_locale_page dip_locale_pages[DIP_LOCALE_PAGES];

/** What the paths of a family's pages and its codes' begin with, in a group of their own (g_free). */
char *dip_codes_prefix(const struct dip_site_locale *locale, const struct dip_family *family);
/** The same of all pairs whose lower code has @p slug. */
char *dip_pairs_prefix(const struct dip_site_locale *locale, const struct dip_family *family,
                       const char *slug);

/** Count what there is to do. */
void dip_job_plan(struct job *job);

/** Cut units into slices of less than 1 MB where the output takes them. @return how much there is to do */
size_t dip_job_cut(struct job *job);
/** What number @p unit of all that is. */
struct dip_slice dip_job_slice(const struct job *job, size_t unit);

/** How many units there are, uncut. */
size_t dip_job_units(const struct job *job);
/** How many units one locale has. Unit 0 is the sitemap; then come the locales, one behind the other. */
size_t dip_job_locale_units(const struct job *job);

/** Do a unit, as dip_unit_fn; @p user is the struct job. */
void dip_job_unit(size_t unit, unsigned worker, struct dip_diag *diag, void *user);

/** Do all units with @p jobs workers. */
void dip_job_make(struct job *job, unsigned jobs, struct dip_diag *diag);

/* needed.c */

/**
 * Tell by locale whether it has a page with another key than in the last build (g_free). Files are not
 * looked at: what is missing is found when it is its turn.
 */
bool *dip_job_needed(struct job *job, unsigned jobs, struct dip_diag *diag);

/* fresh.c */

/** The hash of @p input and of what the program and @p options make of it. */
dip_hash dip_fresh_hash(const struct dip_build_options *options, const struct dip_input *input);

/**
 * Tell whether the output @p out is what a build as @p options say would make of @p input, by what the
 * last build noted and by a look at all its files. Nothing is reported, written or loaded.
 */
bool dip_fresh(const struct dip_build_options *options, const struct dip_input *input,
               const char *out, struct dip_build_summary *ret_summary);

#endif
