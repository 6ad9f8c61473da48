/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Bytes that one build leaves beside its output for the next, which can do without them: they are asked
 * for before the output is opened, and written after its commit. What they say is their owner's.
 *
 * Nothing is ever reported. Part of emit.h.
 */
#ifndef DIP_CACHE_H
#define DIP_CACHE_H

#include <glib.h>

struct dip_output;

/** Map what was left beside the output @p path (g_bytes_unref); NULL where there is nothing. */
GBytes *dip_output_cache_load(const char *path);

/** Leave @p bytes, in place of what lies there; none at all removes it. Behind the commit. */
void dip_output_cache_write(struct dip_output *output, const void *bytes, size_t length);

#endif
