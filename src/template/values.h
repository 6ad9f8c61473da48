/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is put into templates, and their expansion. Any thread, each with its own values; the
 * templates themselves do not change after the fold.
 *
 * A variable that was not set is empty, a section that was not shown leaves nothing. In a section, a
 * variable that is not set there is looked for in the values around it.
 */
#ifndef DIP_TEMPLATE_VALUES_H
#define DIP_TEMPLATE_VALUES_H

#include "base/base.h"

#include <glib.h>
#include <stddef.h>

#include "template/html.h"

struct dip_folded;

/**
 * Values for one expansion; one thread each. Texts and fragments are borrowed until the next value of
 * the same name, dip_values_clear() or dip_values_free(). Setting a variable again replaces it without
 * an allocation, so that one `struct dip_values` makes many pages. A name that no template's table has
 * as a variable of that kind is a mistake of the program, which ends it.
 */
struct dip_values;

/** Values for the templates of @p folded, which has to live longer. */
struct dip_values *dip_values_new(const struct dip_folded *folded);
void dip_values_free(struct dip_values *values);
DIP_DEFINE_AUTO(dip_values);

/** Forget all values and hide all sections; the memory is kept for the next ones. */
void dip_values_clear(struct dip_values *values);

void dip_values_text(struct dip_values *values, const char *name, const char *text);
void dip_values_text_n(struct dip_values *values, const char *name, const char *text,
                       size_t length);
void dip_values_html(struct dip_values *values, const char *name, dip_html html);

/**
 * Set a number and the plural forms that it takes; as digits, or as @p shown (borrowed) where not
 * NULL. May be set again, as any other value.
 */
void dip_values_count(struct dip_values *values, const char *name, unsigned long n,
                      const char *shown);

/**
 * Show section @p name once more; the result takes the section's own variables. It is borrowed, until
 * @p values are cleared or freed or the section is hidden.
 */
struct dip_values *dip_values_section(struct dip_values *values, const char *name);

/** Show section @p name no more, as if dip_values_section() had not been called for it. */
void dip_values_hide(struct dip_values *values, const char *name);

/** Append the expansion of @p name to @p out. Cannot fail for a template that was loaded. */
void dip_template_expand(const struct dip_folded *folded, const char *name,
                         const struct dip_values *values, GString *out);

/**
 * A template expanded but for some of its fragments: filling it is copying. Immutable; any thread. It
 * borrows nothing.
 */
struct dip_stamp;

/**
 * Expand @p name with @p values (may be NULL), all but the `:none` variables @p slots (ends with
 * NULL), which are left open. A slot may stand several times, or not at all. @p values are as before
 * when it returns.
 */
struct dip_stamp *dip_stamp_new(const struct dip_folded *folded, const char *name,
                                struct dip_values *values, const char *const *slots);
void dip_stamp_free(struct dip_stamp *stamp);
DIP_DEFINE_AUTO(dip_stamp);

/** Append the stamp to @p out, its slots filled by @p fills in the order of `slots`. */
void dip_stamp_emit(const struct dip_stamp *stamp, const dip_html *fills, GString *out);

/**
 * Begin a stamp whose first slot is filled by what is appended to @p out from here on: nothing is
 * copied twice.
 *
 * @return what dip_stamp_end() asks for
 */
gsize dip_stamp_begin(const struct dip_stamp *stamp, GString *out);
/** End the stamp that was begun at @p begun; where nothing was appended, there is none. */
void dip_stamp_end(const struct dip_stamp *stamp, gsize begun, GString *out);

#endif
