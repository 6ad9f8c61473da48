/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The four stages in their order: load, fold, fragments, pages; and the commit.
 *
 * Called by one thread; starts workers of its own and joins them before it returns.
 */
#ifndef DIP_BUILD_H
#define DIP_BUILD_H

#include "emit/emit.h"
#include "render/render.h"
#include "site/site.h"

/** A file that goes into the output as it is. */
struct dip_static_file {
    char *path; /**< in the output */
    char *bytes;
    size_t length;
};

/** The static files: the site's and, where it has none of its own, the program's. */
struct dip_static {
    GArray *files; /**< struct dip_static_file */
    struct dip_assets assets;
};

/** A site with its templates and static files, as loaded. */
struct dip_project {
    struct dip_templates *templates;
    struct dip_site *site;
    struct dip_static statics;
};

/**
 * Stage 1: load and check everything in folder @p root, with @p flags (enum dip_site_flags).
 *
 * @return false where there was an error (reported); @p project is then empty
 */
bool dip_project_load(struct dip_project *project, const char *root, unsigned flags,
                      struct dip_diag *diag);
void dip_project_release(struct dip_project *project);

/** How far a build is; called now and then by the thread that called dip_build(). */
typedef void (*dip_progress_fn)(uint64_t done, uint64_t total, void *user);

struct dip_build_options {
    const char *root;      /**< the site's folder */
    const char *out;       /**< the output folder; NULL: site/public below the root */
    const char *changes;   /**< file for the list of changed addresses; NULL: none is written */
    const char *published; /**< to check: a manifest that was kept; NULL: the one of the output */
    unsigned jobs;         /**< workers; 0: one a processor */
    unsigned flags;        /**< enum dip_site_flags */
    dip_progress_fn progress;
    void *user;
};

struct dip_build_summary {
    struct dip_output_summary output;
    uint64_t pages;
    size_t locales;
    gint64 time_us;
};

/** The output folder as one would type it (g_free): @p out, or what NULL stands for. */
char *dip_build_output(const char *root, const char *out);

/**
 * Make the site. Nothing of the output changes where an error was reported, unless by the commit
 * itself, which the next build then completes.
 */
bool dip_build(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary);

/**
 * Load, compose and render everything, keep nothing, and proofread the translations: what `diptych
 * check` does. Warns of pages that the last build left in `out`, or that `published` has, and that the
 * next one would remove without a redirect.
 */
bool dip_check(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary);

#endif
