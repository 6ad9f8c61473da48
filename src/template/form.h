/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Forms: a page expanded once, with marks for what differs from page to page, and then filled in by
 * copying. Where a stamp leaves open a part's fragments, a form leaves open anything, texts too: each is
 * escaped as it was at its place.
 *
 * Marks are made of non-characters (U+FDD0 and on), which no input may have.
 */
#ifndef DIP_TEMPLATE_FORM_H
#define DIP_TEMPLATE_FORM_H

#include "template/html.h"

#include "base/base.h"

#include <stdbool.h>

/** How a text is escaped at a place. */
enum dip_form_escape { DIP_FORM_PLAIN, DIP_FORM_HTML, DIP_FORM_JSON, DIP_FORM_ESCAPES };

enum { DIP_FORM_PLACES = 32 };

/** Append the mark of @p place (below DIP_FORM_PLACES); with @p probe it shows how it is escaped. */
void dip_form_mark(GString *out, unsigned place, bool probe);

/** A form. Immutable; borrows nothing. */
struct dip_form;

/** Make a form of an expansion with marks; NULL where one was escaped in another way than those above. */
struct dip_form *dip_form_new(const GString *expansion);
void dip_form_free(struct dip_form *form);
DIP_DEFINE_AUTO(dip_form);

/** Tell whether @p place is filled with a text that was escaped as @p escape. */
bool dip_form_uses(const struct dip_form *form, unsigned place, enum dip_form_escape escape);

/** Append @p text escaped. */
void dip_form_escape(GString *out, const char *text, size_t length, enum dip_form_escape escape);

/** What goes to each place, by how it was escaped; what the form does not use is not read. */
typedef dip_html dip_form_fills[DIP_FORM_PLACES][DIP_FORM_ESCAPES];

/** Append the form, filled in, to @p out. */
void dip_form_emit(const struct dip_form *form, dip_form_fills fills, GString *out);

#endif
