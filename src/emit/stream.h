/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file that is put piece by piece, since it is too large to hold: a sitemap. It is the group's file in
 * hand, and for the group's thread.
 */
#ifndef DIP_STREAM_H
#define DIP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dip_diag;
struct dip_output_group;
struct dip_output_stream;

/** Begin the file prefix+@p rest of @p group. */
struct dip_output_stream *dip_output_stream_begin(struct dip_output_group *group, const char *rest,
                                                  struct dip_diag *diag);

/** Tell whether the length has to be known before the bytes, or all of them are held: in an archive. */
bool dip_output_wants_length(const struct dip_output_group *group);

/** Say the length, before the first byte. Then it must have just that, unless the output has failed. */
void dip_output_stream_expect(struct dip_output_stream *stream, uint64_t length);

/** @return false where the world refused: now or later reported, and the build can't be committed */
bool dip_output_stream_write(struct dip_output_stream *stream, const void *bytes, size_t length);

/** End the file; it joins the group as dip_output_put() would have it. Frees @p stream. */
bool dip_output_stream_end(struct dip_output_stream *stream);

#endif
