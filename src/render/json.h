/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * JSON, appended to a buffer; for the files of render/ that write for machines.
 *
 * A comma is put where one is needed: behind anything but an opening bracket or a key. Brackets and
 * keys are the caller's to match. Any thread. Absent: numbers with fractions, indentation.
 */
#ifndef DIP_JSON_H
#define DIP_JSON_H

#include "diag/diag.h"

/** Append a bracket that opens an object or array. */
void dip_json_open(GString *out, char bracket);
/** Append a bracket that closes one. */
void dip_json_close(GString *out, char bracket);
/** Append a key; its value comes next. */
void dip_json_key(GString *out, const char *key);
/** Append a string. */
void dip_json_text(GString *out, const char *text);
/** Append a key with a string. */
void dip_json_member(GString *out, const char *key, const char *text);
/** Append a number. */
void dip_json_number(GString *out, size_t number);

#endif
