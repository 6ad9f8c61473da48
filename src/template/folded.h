/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a locale's templates are, for fold.c, values.c and stamp.c.
 */
#ifndef DIP_TEMPLATE_FOLDED_H
#define DIP_TEMPLATE_FOLDED_H

#include "template/bridge.h"
#include "template/internal.h"

struct dip_folded {
    GHashTable *engines; /**< name, borrowed from the specs -> struct dip_engine */
    struct dip_slots *slots;
    dip_plural_fn plural_index, source_plural_index;
    unsigned plural_count;
    void *user;
};

/** The parsed template @p name, which the program knows. */
const struct dip_engine *dip_folded_engine(const struct dip_folded *folded, const char *name);

/** Let the markup variable @p name be @p html, and give what it was before. */
dip_html dip_values_swap(struct dip_values *values, const char *name, dip_html html);

#endif
