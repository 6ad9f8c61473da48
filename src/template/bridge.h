/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * ctemplate with a C face. The values come from C, too (values.c): ctemplate asks for each by the key
 * that stands in the template, a letter and a number.
 */
#ifndef DIP_TEMPLATE_BRIDGE_H
#define DIP_TEMPLATE_BRIDGE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

G_BEGIN_DECLS

struct dip_values;

/** A parsed template. Immutable: any number of threads may expand it. */
struct dip_engine;

/** Parse @p text, which is copied; NULL where ctemplate refuses it (it then wrote to stderr). */
struct dip_engine *dip_engine_parse(const char *text, size_t length);
void dip_engine_free(struct dip_engine *engine);

/** Append the expansion with @p values to @p out. */
void dip_engine_expand(const struct dip_engine *engine, const struct dip_values *values,
                       GString *out);

/* What ctemplate asks values.c. Keys are not NUL-terminated. */

/** The value of @p key; empty where it was not set. */
const char *dip_values_peek(const struct dip_values *values, const char *key, size_t *ret_length);

/**
 * Whether the section @p key is shown, and how often: @p ret_children, where there are values of its
 * own for each time, else NULL for once with @p values.
 */
bool dip_values_shows(const struct dip_values *values, const char *key, size_t key_length,
                      struct dip_values *const **ret_children, size_t *ret_count);

G_END_DECLS

#endif
