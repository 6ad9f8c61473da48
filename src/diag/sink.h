/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a sink holds; for the files of diag/ only.
 */
#ifndef DIP_SINK_H
#define DIP_SINK_H

#include "diag/diag.h"

struct dip_note {
    dip_loc loc; /**< path NULL: the note is about the diagnostic's own place */
    char *text;
};

struct dip_report {
    enum dip_rule rule;
    dip_loc loc;
    char *text;
    GArray *notes; /**< struct dip_note, or NULL */
};

struct dip_diag {
    GArray *reports; /**< struct dip_report, in the order reported */
};

#endif
