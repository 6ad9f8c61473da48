/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What every command prints of its diagnostics.
 */
#include "cli/command.h"

void dip_report_diagnostics(const struct dip_diag *diag, const struct dip_common *common,
                            GString *json)
{
    dip_report_diagnostics_of(diag, dip_common_root(common), json);
}

void dip_report_diagnostics_of(const struct dip_diag *diag, const char *root, GString *json)
{
    g_autofree char *prefix = strcmp(root, ".") == 0
                                  ? g_strdup("")
                                  : g_strconcat(root, g_str_has_suffix(root, "/") ? "" : "/", NULL);

    if (json != NULL)
        dip_diag_print_json(diag, json);
    else
        dip_diag_print(diag, stderr, root, prefix, dip_wants_colour(stderr));
}

char *dip_counted(uint64_t n, const char *one, const char *many)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT " %s", n, n == 1 ? one : many);
}

void dip_report_counts(const struct dip_diag *diag, const char *outcome)
{
    size_t errors = dip_diag_count(diag, DIP_ERROR);
    size_t warnings = dip_diag_count(diag, DIP_WARNING);

    if (errors + warnings == 0)
        return;
    g_autofree char *error_text = dip_counted(errors, "error", "errors");
    g_autofree char *warning_text = dip_counted(warnings, "warning", "warnings");
    fprintf(stderr, "diptych: %s, %s%s%s\n", error_text, warning_text, errors == 0 ? "" : "; ",
            errors == 0 ? "" : outcome);
    if (errors > 0)
        fputs("\"diptych explain RULE\" says more about a rule.\n", stderr);
}
