/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An output that is new, opened before it is known whether there will be a build: while files are still
 * read, the folders of its pages can be made. Where nothing comes of it, nothing is left.
 *
 * One thread, before the first group. Absent: which folders.
 */
#ifndef DIP_AHEAD_H
#define DIP_AHEAD_H

#include <stdbool.h>

struct dip_output;

/**
 * Open the output @p path as dip_output_open() does, if it is new: no build has left anything there, and the
 * folder that it is in exists.
 *
 * @return NULL where it is not, or can't be opened (nothing is reported)
 */
struct dip_output *dip_output_open_new(const char *path);

/** Folders of files whose paths begin alike. */
struct dip_ahead;

/** Begin with those that start with @p prefix, as a group will. @return NULL where they can't be made */
struct dip_ahead *dip_ahead_begin(struct dip_output *output, const char *prefix);
/** Make the folder prefix+@p rest. @return false where that can't be */
bool dip_ahead_make(struct dip_ahead *ahead, const char *rest);
/** @p all: none is missing. Frees @p ahead. */
void dip_ahead_end(struct dip_ahead *ahead, bool all);

#endif
