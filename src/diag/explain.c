/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The manual of the rules is one Markdown file with a heading `## rule-id` a rule; it is built into
 * the program, and a rule's section is cut out of it here.
 */
#include "diag/diag.h"

extern const struct dip_builtin dip_docs[];

char *dip_rule_explain(const char *id)
{
    const struct dip_builtin *file = dip_builtin_find(dip_docs, "docs/diagnostics.md");
    g_autofree char *heading = g_strdup_printf("\n## %s\n", id);
    const char *manual = file->bytes;
    size_t size = file->length;
    const char *start = g_strstr_len(manual, (gssize)size, heading);

    if (dip_rule_find(id) < 0)
        return NULL;
    if (start == NULL)
        return g_strdup("(this rule has no text in the manual)\n");
    start += strlen(heading);
    const char *end = g_strstr_len(start, (gssize)(size - (size_t)(start - manual)), "\n## ");
    const char *group = g_strstr_len(start, (gssize)(size - (size_t)(start - manual)), "\n# ");
    size_t length = (end == NULL ? size : (size_t)(end - manual)) - (size_t)(start - manual);
    if (group != NULL && (size_t)(group - start) < length)
        length = (size_t)(group - start);
    g_autofree char *section = g_strndup(start, length);
    return g_strdup_printf("%s\n", g_strstrip(section));
}
