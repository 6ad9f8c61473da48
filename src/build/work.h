/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of build/ share; for them only.
 */
#ifndef DIP_WORK_H
#define DIP_WORK_H

#include "build/build.h"
#include "build/input.h"

/** One thing for one worker: numbered, and the same whoever does it. */
typedef void (*dip_unit_fn)(size_t unit, unsigned worker, struct dip_diag *diag, void *user);

/**
 * Do units 0 … @p count - 1 with @p jobs workers, each with a sink of its own, merged into @p diag at
 * the end. @p tick, where not NULL, is called by this thread every 50 ms.
 */
void dip_work(size_t count, unsigned jobs, dip_unit_fn unit_fn, void (*tick)(void *user),
              void *user, struct dip_diag *diag);

/** Tell whether @p out may be the output: it must not be where the input is, around it nor in it. */
bool dip_place_check(const char *root, const char *out, struct dip_diag *diag);

/** The same of the file of an archive, which must not be in the output @p out either. */
bool dip_place_check_archive(const char *root, const char *out, const char *file,
                             struct dip_diag *diag);

/** Tell whether @p out and the part @p part are apart. */
bool dip_place_check_part(const char *out, const char *part, struct dip_diag *diag);

/** The number of workers that @p jobs stands for. */
unsigned dip_worker_count(unsigned jobs);

/** Load site/static/ below @p root, and what the program adds to it. */
void dip_static_load(struct dip_static *statics, const char *root, struct dip_diag *diag);

/** Report static files that stand where pages of @p site do. */
void dip_static_check(const struct dip_static *statics, const struct dip_site *site,
                      struct dip_diag *diag);

/** Report static files that stand where others are put packed, in the forms @p packs (enum dip_pack). */
bool dip_static_check_packed(struct dip_static *statics, unsigned packs, struct dip_diag *diag);
void dip_static_release(struct dip_static *statics);

/**
 * Warn of pages that @p site has no more: of those that the last build left in the output @p out or,
 * where not NULL, that are in the manifest @p published.
 */
void dip_vanish_check(const struct dip_site *site, const char *out, const char *published,
                      struct dip_diag *diag);

/** The paths of files whose names carry a hash (g_free; the paths are borrowed), ending with NULL. */
const char **dip_static_hashed(const struct dip_static *statics);

/**
 * dip_project_load() as @p options say, with what the host reads in the output; what the host limits of
 * that is counted in @p sizes.
 */
bool dip_project_load_hosted(struct dip_project *project, const struct dip_build_options *options,
                             struct dip_sizes *sizes, struct dip_diag *diag);

/**
 * Write what the host reads beside @p output, which follows its commit, since it tells of what is there.
 *
 * @return false where the world refused (reported)
 */
bool dip_project_write_beside(const struct dip_project *project, struct dip_output *output,
                              struct dip_diag *diag);

/** What a run counts of the files that it makes; one of each thread, or of each unit. */
struct dip_tally {
    gsize files;
    gsize bytes;
    gsize largest;
};

/** Count a file. */
void dip_tally_add(struct dip_tally *tally, size_t length);
void dip_tally_add_sitemap(struct dip_tally *tally, const struct dip_sitemap_size *size);

/** Add @p part to a tally of all threads. */
void dip_tally_merge(struct dip_tally *tally, const struct dip_tally *part);

/** Set what @p tally, the @p output (zeroed where there is none) and the model tell of @p sizes. */
void dip_fit_measure(const struct dip_site *site, const struct dip_tally *tally,
                     const struct dip_output_summary *output, struct dip_sizes *sizes);

enum dip_fit_flags {
    DIP_FIT_REFUSE = 1, /**< what the host would refuse is an error; else a warning */
    DIP_FIT_PACKED = 2, /**< files lie packed beside themselves */
};

/**
 * Report what the site's host would not take; @p use has enum dip_fit_flags.
 *
 * @return how many errors that were
 */
size_t dip_fit_check(const struct dip_site *site, const struct dip_sizes *sizes, unsigned use,
                     struct dip_diag *diag);

/** Stage 2 for one locale: sets its edition in @p editions, and the source's if it is not there. */
void dip_editions_begin(struct dip_edition **editions, const struct dip_project *project,
                        size_t locale);
/** Stage 3 for one code, by its number among all families'. Any thread, for different codes. */
void dip_editions_prepare(struct dip_edition *edition, const struct dip_site *site, size_t code);
/** Both for all of a locale, by @p jobs workers. */
void dip_editions_add(struct dip_edition **editions, const struct dip_project *project,
                      size_t locale, unsigned jobs, struct dip_diag *diag);
void dip_editions_free(struct dip_edition **editions, size_t count);

#endif
