/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The page in hand, as the files that read it share it; for inspect.c and attribute.c only.
 *
 * MyHTML, a part of Modest, has quirks: a name or a value without a text is NULL; places are offsets
 * into the bytes; an element that the parser added has length 0; the attributes of one that it opened
 * again, since the page nests tags wrongly, have no place, and what stands there was never written.
 * Gumbo was tried first: it took four times the time.
 */
#ifndef DIP_INSPECT_H
#define DIP_INSPECT_H

#include "audit/built.h"

#include <myhtml/api.h>

struct dip_inspector {
    const struct dip_built *built;
    myhtml_t *parser;
    myhtml_tree_t *tree;
    GStringChunk *chunk; /* texts of all pages */
    GString *scratch;
    uint64_t links;
    /* of the page in hand */
    struct dip_diag *diag;
    int32_t index;
    const char *path;
    const char *bytes;
    size_t length;
    struct dip_built_page *page;
    GHashTable *ids;   /* id -> its offset + 1; borrowed from the tree */
    GArray *fragments; /* struct dip_mention: of this page */
    unsigned titles;
    unsigned headings;
    /* the place that was asked for last; the next one is behind it, as a rule */
    size_t offset;
    uint32_t line;
    uint32_t column;
};

/** An attribute, or one address of several in it. */
struct dip_attribute {
    const char *name; /**< never NULL, as the value */
    const char *value;
    size_t offset; /**< of the value */
};

/** The place of a byte on the page in hand. */
dip_loc dip_inspector_at(struct dip_inspector *inspector, size_t offset);

/** The place of an element on the page in hand. */
dip_loc dip_inspector_at_node(struct dip_inspector *inspector, myhtml_tree_node_t *node);

struct dip_attribute dip_attribute_of(myhtml_tree_node_t *element, myhtml_tree_attr_t *attribute);

/** The value of an attribute, or NULL. */
const char *dip_value_of(myhtml_tree_node_t *element, const char *name);

/** Tell whether @p word is one of those in @p list (may be NULL), which spaces separate. */
bool dip_has_word(const char *list, const char *word);

/** Check all attributes of @p element, and follow its links. */
void dip_inspector_attributes(struct dip_inspector *inspector, myhtml_tree_node_t *element);

/** Follow the address that is the value of @p attribute. */
void dip_inspector_follow(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                          const struct dip_attribute *attribute);

/** Follow `0; url=../new/`, the content of a meta refresh. */
void dip_inspector_refresh(struct dip_inspector *inspector, const struct dip_attribute *content);

#endif
