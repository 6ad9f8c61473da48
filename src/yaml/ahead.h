/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Documents that are parsed before they are asked for, by a thread of its own and by the one that asks,
 * while it would have to wait. Part of yaml.h.
 */
#ifndef DIP_AHEAD_H
#define DIP_AHEAD_H

#include "diag/diag.h"

struct dip_document;

/** Documents in the order in which they will be asked for, most likely. */
struct dip_ahead;

/** Begin with the files @p paths (of char *; taken over) below @p root. A few are parsed at a time. */
struct dip_ahead *dip_ahead_new(const char *root, GPtrArray *paths);

/** Wait for the thread, and free what nobody asked for. */
void dip_ahead_free(struct dip_ahead *ahead);
DIP_DEFINE_AUTO(dip_ahead);

/** As dip_document_load(); @p ahead may be NULL, or know nothing of @p path. One thread. */
struct dip_document *dip_ahead_load(struct dip_ahead *ahead, const char *root, const char *path,
                                    struct dip_diag *diag);

#endif
