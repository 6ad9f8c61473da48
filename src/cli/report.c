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

void dip_report_summary(const struct dip_build_summary *summary, const char *archive)
{
    const struct dip_output_summary *output = &summary->output;
    g_autofree char *pages = dip_counted(summary->pages, "page", "pages");
    g_autofree char *locales = dip_counted(summary->locales, "language", "languages");
    g_autofree char *files = dip_counted(output->files, "file", "files");
    double seconds = (double)summary->time_us / 1e6;

    if (archive != NULL) {
        bool to_stdout = strcmp(archive, "-") == 0;
        fprintf(to_stdout ? stderr : stdout, "%s in %s; %s in %s: %.1f MB; %.2f s\n", pages,
                locales, files, to_stdout ? "one archive" : archive, (double)output->archive / 1e6,
                seconds);
        return;
    }
    if (output->written == 0 && output->removed == 0)
        fputs("Nothing to do. ", stdout);
    printf("%s in %s; %s: %" G_GUINT64_FORMAT " written, %" G_GUINT64_FORMAT
           " unchanged, %" G_GUINT64_FORMAT " removed; %.1f MB; %.2f s\n",
           pages, locales, files, output->written, output->unchanged, output->removed,
           (double)output->bytes / 1e6, seconds);
}

void dip_report_summary_json(const struct dip_build_summary *summary, bool fine, GString *json)
{
    const struct dip_output_summary *output = &summary->output;

    g_string_append_printf(
        json,
        ",\n\"ok\": %s, \"pages\": %" G_GUINT64_FORMAT ", \"rendered\": %" G_GUINT64_FORMAT
        ", \"locales\": %zu, \"files\": %" G_GUINT64_FORMAT ", \"written\": %" G_GUINT64_FORMAT
        ", \"unchanged\": %" G_GUINT64_FORMAT ", \"removed\": %" G_GUINT64_FORMAT
        ", \"bytes\": %" G_GUINT64_FORMAT ", \"archive\": %" G_GUINT64_FORMAT
        ", \"time_us\": %" G_GINT64_FORMAT "}\n",
        fine ? "true" : "false", summary->pages, summary->rendered, summary->locales, output->files,
        output->written, output->unchanged, output->removed, output->bytes, output->archive,
        summary->time_us);
}
