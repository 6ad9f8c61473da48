/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stages 2 to 4 as one line of steps for all workers; for the files of build/ only.
 *
 * A locale is folded and prepared while pages of the one before are written, and forgotten when its
 * last unit is done: about two of them, and the source, are in memory at once.
 */
#ifndef DIP_STEPS_H
#define DIP_STEPS_H

#include "build/job.h"

/**
 * Do @p units units of @p job, of which 0 is no locale's and each locale has as many as the next, with
 * @p jobs workers. Sets the job's editions and pens while it runs. @p wanted, by locale, says whose
 * editions are needed (NULL: all); those that a part of the site has nothing of are left out anyway.
 * @p tick is that of dip_work().
 */
void dip_steps_run(struct job *job, const bool *wanted, size_t units, unsigned jobs,
                   void (*tick)(void *user), struct dip_diag *diag);

/** The edition of @p locale, prepared; for units, of any worker. One that was not wanted is made now. */
struct dip_edition *dip_steps_edition(struct job *job, size_t locale, struct dip_diag *diag);

#endif
