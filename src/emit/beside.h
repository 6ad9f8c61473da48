/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Texts that lie beside the output, since they must not be served; for emit/ only.
 *
 * A text is made twice at the most: once to compare it with what is there, and, where that differs,
 * again to write it. So it is never held, and a build without changes writes nothing.
 */
#ifndef DIP_BESIDE_H
#define DIP_BESIDE_H

#include "emit/hosting.h"

#include <glib.h>

/** Where a text goes. */
struct dip_beside_text;

void dip_beside_add(struct dip_beside_text *text, const char *bytes, size_t length);
void dip_beside_printf(struct dip_beside_text *text, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** One kind of text; it has to say the same each time. */
struct dip_beside_kind {
    const char *suffix; /**< behind the output's name and a dot */
    const char *mark;   /**< what it begins with: a file without it is not ours */
    void (*make)(struct dip_beside_text *text, void *user);
};

bool dip_beside_is_ours(struct dip_output *output, const struct dip_beside_kind *kind,
                        struct dip_diag *diag);
bool dip_beside_write(struct dip_output *output, const struct dip_beside_kind *kind, void *user,
                      struct dip_diag *diag);

/** The output as the user named it. */
const char *dip_beside_output(const struct dip_output *output);

/* nginx.c, list.c: the kinds; their user is a struct dip_beside_site. */
struct dip_beside_site {
    const struct dip_site *site;
    const char *const *hashed;
    struct dip_output *output;
    struct dip_diag *diag;
};
extern const struct dip_beside_kind dip_beside_nginx;
extern const struct dip_beside_kind dip_beside_s3;

#endif
