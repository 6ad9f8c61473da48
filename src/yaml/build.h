/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside yaml/ only: from bytes to the tree of a document.
 */
#ifndef DIP_YAML_BUILD_H
#define DIP_YAML_BUILD_H

#include "yaml/yaml.h"

/**
 * Build the tree of @p length bytes, which are valid UTF-8 without forbidden characters, in the
 * memory of @p document.
 *
 * @return the root; NULL where the bytes are not YAML or past a limit (reported)
 */
struct dip_value *dip_document_build(struct dip_document *document, const char *path,
                                     const char *bytes, size_t length, struct dip_diag *diag);

/** Allocate @p size zeroed bytes that live as long as the document's tree. */
void *dip_document_alloc_tree(struct dip_document *document, size_t size);

/** Put spaces over the characters that no text may have; false at the first byte that is not UTF-8. */
bool dip_document_scrub(char *text, size_t length);

#endif
