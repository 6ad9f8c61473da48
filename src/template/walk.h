/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The state of lint.c's walk, for the checks of variables and messages in place.c.
 */
#ifndef DIP_TEMPLATE_WALK_H
#define DIP_TEMPLATE_WALK_H

#include "template/context.h"
#include "template/internal.h"

/** The template that pages stand in. */
#define DIP_BASE "base"

/** An open section. */
struct dip_section {
    const struct dip_token *token;
    const struct dip_var *vars; /**< what it adds; NULL where it is not known */
    int slot;
    struct dip_context before; /**< the place where it was opened */
};

struct dip_walk {
    struct dip_templates *templates;
    const struct dip_template_spec *spec;
    struct dip_root *root;
    GHashTable *reported;
    struct dip_diag *diag;
    const struct dip_var *vars[2]; /**< of the page, where it is walked; of base or the template */
    struct dip_file *file;         /**< whose tokens are walked */
    GPtrArray *files;              /**< from the outermost to this one */
    GArray *sections;              /**< of struct dip_section, open */
    struct dip_context context;
    size_t start; /**< where the root's text begins, behind the pragma */
    size_t cost;
    unsigned pages; /**< how often {{>page}} was met */
    bool raw_text;
    bool lost;   /**< the markup is broken: the context is not known any more */
    bool faulty; /**< something was reported */
};

/** Report what was not reported yet; true where it was news, and notes may follow. */
bool dip_walk_report(struct dip_walk *walk, enum dip_rule rule, dip_loc loc, const char *format,
                     ...) G_GNUC_PRINTF(4, 5);

/** Find variable @p name in reach, or NULL. */
const struct dip_var *dip_walk_find(const struct dip_walk *walk, const char *name);

/** Add the note "did you mean" to what was reported last, from the variables in reach. */
void dip_walk_suggest(const struct dip_walk *walk, const char *name);

/** Check a variable where it stands, and write it. */
void dip_walk_variable(struct dip_walk *walk, const struct dip_token *token);

/** Check a message where it stands, and leave its place open. */
void dip_walk_message(struct dip_walk *walk, const struct dip_token *token);

/** Add the note "did you mean" from the names of all templates that there are. */
void dip_templates_suggest(const struct dip_templates *templates, const char *name,
                           struct dip_diag *diag);

#endif
