/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside yaml/ only: what libyaml could not parse, in words for someone who writes records.
 */
#ifndef DIP_YAML_SYNTAX_H
#define DIP_YAML_SYNTAX_H

#include "diag/diag.h"

#include <yaml.h>

/** Report the error that stopped @p parser in the @p length bytes of the file @p path. */
void dip_document_report_syntax(struct dip_diag *diag, const yaml_parser_t *parser,
                                const char *path, const char *bytes, size_t length);

#endif
