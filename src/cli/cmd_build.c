/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych build`.
 */
#include "cli/command.h"

#include <unistd.h>

static void show_progress(uint64_t done, uint64_t total, void *user G_GNUC_UNUSED)
{
    fprintf(stderr, "\r%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pages", done, total);
    if (done >= total)
        fputs("\r\033[K", stderr);
    fflush(stderr);
}

static void print_summary(const struct dip_build_summary *summary)
{
    const struct dip_output_summary *output = &summary->output;

    if (output->written == 0 && output->removed == 0)
        fputs("Nothing to do. ", stdout);
    g_autofree char *pages = dip_counted(summary->pages, "page", "pages");
    g_autofree char *locales = dip_counted(summary->locales, "language", "languages");
    g_autofree char *files = dip_counted(output->files, "file", "files");
    printf("%s in %s; %s: %" G_GUINT64_FORMAT " written, %" G_GUINT64_FORMAT
           " unchanged, %" G_GUINT64_FORMAT " removed; %.1f MB; %.2f s\n",
           pages, locales, files, output->written, output->unchanged, output->removed,
           (double)output->bytes / 1e6, (double)summary->time_us / 1e6);
}

static void append_summary(const struct dip_build_summary *summary, bool fine, GString *json)
{
    const struct dip_output_summary *output = &summary->output;

    g_string_append_printf(
        json,
        ",\n\"ok\": %s, \"pages\": %" G_GUINT64_FORMAT
        ", \"locales\": %zu, \"files\": %" G_GUINT64_FORMAT ", \"written\": %" G_GUINT64_FORMAT
        ", \"unchanged\": %" G_GUINT64_FORMAT ", \"removed\": %" G_GUINT64_FORMAT
        ", \"bytes\": %" G_GUINT64_FORMAT ", \"time_us\": %" G_GINT64_FORMAT "}\n",
        fine ? "true" : "false", summary->pages, summary->locales, output->files, output->written,
        output->unchanged, output->removed, output->bytes, summary->time_us);
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    g_autofree char *out = NULL;
    gboolean pseudo = FALSE;
    g_autofree char *changes = NULL;
    int jobs = G_MININT;
    const GOptionEntry own[] = {
        {"out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
         "The output folder (site/public in the site's)", "DIR"},
        {"changes", 0, 0, G_OPTION_ARG_FILENAME, &changes,
         "List the added, changed and removed addresses in FILE", "FILE"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "Workers (one a processor)", "N"},
        {"pseudo", 0, 0, G_OPTION_ARG_NONE, &pseudo,
         "Add the made-up languages en-XA and ar-XB, never indexed", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &common.json, "Print the results as JSON", NULL},
        G_OPTION_ENTRY_NULL,
    };
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_build, own, &common, &argc, &argv, &status))
        return status;
    if (out != NULL && out[0] == '\0')
        return dip_usage_error(&dip_command_build, "--out takes the name of a folder");
    if (changes != NULL && changes[0] == '\0')
        return dip_usage_error(&dip_command_build, "--changes takes the name of a file");
    if (jobs != G_MININT && (jobs < 1 || jobs > DIP_LIMIT_WORKERS))
        return dip_usage_error(&dip_command_build, "--jobs takes a number from 1 to %d",
                               DIP_LIMIT_WORKERS);
    bool watched = !common.quiet && !common.json && isatty(STDERR_FILENO);
    struct dip_build_options options = {
        .root = dip_common_root(&common),
        .out = out,
        .changes = changes,
        .jobs = (unsigned)MAX(jobs, 0),
        .flags = pseudo ? DIP_SITE_PSEUDO : 0U,
        .progress = watched ? show_progress : NULL,
    };
    struct dip_build_summary summary = {0};
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool fine = dip_build(&options, diag, &summary);
    dip_report_diagnostics(diag, &common, common.json ? json : NULL);
    if (common.json) {
        append_summary(&summary, fine, json);
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "nothing was written");
        if (fine && !common.quiet)
            print_summary(&summary);
    }
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_build = {
    .name = "build",
    .summary = "make the site",
    .description =
        "Make the site in site/public. Only what changed is written; where the input has an "
        "error, nothing is.",
    .run = run,
};
