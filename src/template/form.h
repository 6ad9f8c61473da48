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
#include <stdint.h>

enum { DIP_FORM_PLACES = 32 };

/** Append the mark of @p place (below DIP_FORM_PLACES); with @p probe it shows how it is escaped. */
void dip_form_mark(GString *out, unsigned place, bool probe);

/** A form. Immutable; borrows nothing. */
struct dip_form;

/** Make a form of an expansion with marks; NULL where one was escaped in another way
 * than as text of HTML or in a string of JSON. */
struct dip_form *dip_form_new(const GString *expansion);
void dip_form_free(struct dip_form *form);
DIP_DEFINE_AUTO(dip_form);

/** Make a form of @p form in which those of @p places (bits, by number) are filled already, by @p fills. */
struct dip_form *dip_form_bind(const struct dip_form *form, const dip_html *fills, uint32_t places);

/** Tell whether the form has one place, of markup, and give what stands before and behind it; borrowed. */
bool dip_form_is_frame(const struct dip_form *form, dip_html *ret_before, dip_html *ret_behind);

/**
 * Append the form to @p out, filled in: by place, text where the mark had a probe, else markup. What
 * the form has no place for is not read.
 */
void dip_form_emit(const struct dip_form *form, const dip_html *fills, GString *out);

#endif
