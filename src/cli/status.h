/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What `diptych locale status` prints; for the files of cli/ only.
 */
#ifndef DIP_STATUS_H
#define DIP_STATUS_H

#include "cli/command.h"
#include "translate/translate.h"

/** Append @p coverage as tables for a terminal; at most @p most findings of each locale. */
void dip_status_text(const struct dip_coverage *coverage, const struct dip_common *common,
                     size_t most, GString *out);

/** Append @p coverage as JSON; docs/man/diptych-locale.1 has its members. */
void dip_status_json(const struct dip_coverage *coverage, GString *out);

#endif
