/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the list of changes needs to know of an output; for emit/ only, and for the thread that opened it.
 */
#ifndef DIP_CHANGES_H
#define DIP_CHANGES_H

#include "manifest.h"

struct dip_diag;
struct dip_output;

struct dip_changes {
    char *file;                  /**< the list; NULL: none was asked for */
    char *url;                   /**< of the site's root */
    bool completed;              /**< opening completed a commit that was killed … */
    struct dip_manifest *before; /**< … and this was the manifest before it; may be NULL */
    bool lost;                   /**< the manifest was damaged: what the output held is not known */
};

/** Write the list that was asked for: what the commit of @p new will change. */
bool dip_changes_write(struct dip_output *output, const struct dip_manifest *new,
                       struct dip_diag *diag);

void dip_changes_release(struct dip_changes *changes);

#endif
