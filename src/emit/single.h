/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An output of one file, in memory: how a site's file is made when somebody asks for it. One thread.
 */
#ifndef DIP_SINGLE_H
#define DIP_SINGLE_H

#include <glib.h>
#include <stdbool.h>

struct dip_output;
struct dip_output_group;

/** Begin an output that keeps one file in memory, the one of this path, and is never committed. */
struct dip_output *dip_output_open_single(const char *path);

/** The file of an output of one file, borrowed; NULL where nobody has put it. */
GBytes *dip_output_single(const struct dip_output *output);

/**
 * Tell whether the file prefix+@p rest (NULL: any file of the group) need be put at all. To be asked
 * before one that is costly to make: an output of one file wants no other.
 */
bool dip_output_wants(const struct dip_output_group *group, const char *rest);

#endif
