/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of build/ share; for them only.
 */
#ifndef DIP_WORK_H
#define DIP_WORK_H

#include "build/build.h"

/** One thing for one worker: numbered, and the same whoever does it. */
typedef void (*dip_unit_fn)(size_t unit, unsigned worker, struct dip_diag *diag, void *user);

/**
 * Do units 0 … @p count - 1 with @p jobs workers, each with a sink of its own, merged into @p diag at
 * the end. @p tick, where not NULL, is called by this thread every 50 ms.
 */
void dip_work(size_t count, unsigned jobs, dip_unit_fn unit_fn, void (*tick)(void *user), void *user,
              struct dip_diag *diag);

/** A file that goes into the output as it is. */
struct dip_static_file {
    char *path; /**< in the output */
    char *bytes;
    size_t length;
};

/** The static files, the site's and, where it has none of its own, the program's. */
struct dip_static {
    GArray *files; /**< struct dip_static_file */
    struct dip_assets assets;
};

bool dip_static_load(struct dip_static *statics, const char *root, struct dip_diag *diag);
void dip_static_release(struct dip_static *statics);

/** Stages 2 and 3: an edition for each locale, its fragments made by @p jobs workers. */
struct dip_edition **dip_editions_new(const struct dip_project *project, const struct dip_assets *assets,
                                      unsigned jobs, struct dip_diag *diag);
void dip_editions_free(struct dip_edition **editions, size_t count);

#endif
