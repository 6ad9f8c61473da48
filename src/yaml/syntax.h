/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside yaml/ only: what libyaml could not parse, in words for someone who writes records.
 */
#ifndef DIP_YAML_SYNTAX_H
#define DIP_YAML_SYNTAX_H

#include "diag/diag.h"

#include <yaml.h>

/**
 * Give the place of @p mark in the file that ends at @p end. libyaml puts what it missed at the end of
 * a file into the line behind it, even where there is none.
 */
dip_loc dip_document_loc(yaml_mark_t mark, dip_loc end);

/** What was read last without an error, since the cause of one often lies there. */
struct dip_last_event {
    yaml_event_type_t type;
    yaml_mark_t start;
    yaml_mark_t end;
    bool quoted; /**< a text in quotes */
};

/**
 * Report the error that stopped @p parser behind @p last in @p length bytes, the last of which is at
 * @p end.
 */
void dip_document_report_syntax(struct dip_diag *diag, const yaml_parser_t *parser,
                                const char *bytes, size_t length, dip_loc end,
                                const struct dip_last_event *last);

#endif
