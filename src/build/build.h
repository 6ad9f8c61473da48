/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The four stages in their order: load, fold, fragments, pages; and the commit.
 *
 * Called by one thread; starts workers of its own and joins them before it returns.
 */
#ifndef DIP_BUILD_H
#define DIP_BUILD_H

#include "build/preview.h" /* IWYU pragma: export */
#include "emit/emit.h"
#include "render/render.h"
#include "site/site.h"

/** A file that goes into the output as it is. */
struct dip_static_file {
    char *path; /**< in the output */
    char *bytes;
    size_t length;
    bool hashed; /**< the path has the hash of the bytes, ten digits before its last dot */
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

/** As dip_project_load(), with what goes on @p beside it (NULL: nothing). */
bool dip_project_reload(struct dip_project *project, const char *root, unsigned flags,
                        const struct dip_site_beside *beside, struct dip_diag *diag);
void dip_project_release(struct dip_project *project);

/** How far a build is; called now and then by the thread that called dip_build(). */
typedef void (*dip_progress_fn)(uint64_t done, uint64_t total, void *user);

/** One of the parts of a site; of 0: the whole. */
struct dip_shard {
    unsigned part; /**< from 1 */
    unsigned of;   /**< at most DIP_LIMIT_SHARDS */
};

struct dip_build_options {
    const char *root;      /**< the site's folder */
    const char *out;       /**< the output folder; NULL: site/public below the root */
    const char *archive;   /**< file of an archive that is made instead; NULL: none, "-": stdout */
    gint64 mtime;          /**< of all files in the archive, in seconds */
    const char *changes;   /**< file for the list of changed addresses; NULL: none is written */
    const char *published; /**< to check: a manifest that was kept; NULL: the one of the output */
    struct dip_shard shard;
    unsigned jobs;    /**< workers; 0: one a processor */
    unsigned flags;   /**< enum dip_site_flags */
    const char *host; /**< one of dip_host_names; NULL: the one in site.yaml */
    int packs; /**< enum dip_pack: files lie packed beside themselves; -1: as site.yaml says */
    dip_progress_fn progress;
    void *user;
};

struct dip_build_summary {
    struct dip_output_summary output;
    uint64_t pages;
    uint64_t rendered; /**< of these; the others are known to be as they were */
    size_t locales;
    enum dip_host host;     /**< that the site was made or checked for */
    struct dip_sizes sizes; /**< what that host limits; where it is not DIP_HOST_ANY */
    size_t misfits;         /**< errors of a check that only the host would mind */
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
 * Put the @p count parts in the folders @p parts together: byte for byte what dip_build() makes, and
 * what it can go on with. Of the options, root, out, changes and jobs count; the rest is the parts'.
 * They have to be all parts of one site, built from the input that is in the root now by the same
 * version (part-mismatch), and as they were written (part-damaged).
 */
bool dip_join(const struct dip_build_options *options, const char *const *parts, size_t count,
              struct dip_diag *diag, struct dip_build_summary *ret_summary);

/**
 * Load, compose and render everything, keep nothing, and proofread the translations: what `diptych
 * check` does. Warns of pages that the last build left in `out`, or that `published` has, and that the
 * next one would remove without a redirect.
 */
bool dip_check(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary);

#endif
