/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych join`.
 */
#include "cli/command.h"

/* NULL: there is nothing to complain about. */
static char *usage_problem(int parts, const char *out, const char *changes, int jobs)
{
    if (parts < 1)
        return g_strdup("join takes the folders of all parts, as build --shard made them");
    if (out != NULL && out[0] == '\0')
        return g_strdup("--out takes the name of a folder");
    if (changes != NULL && changes[0] == '\0')
        return g_strdup("--changes takes the name of a file");
    if (jobs != G_MININT && (jobs < 1 || jobs > DIP_LIMIT_WORKERS))
        return g_strdup_printf("--jobs takes a number from 1 to %d", DIP_LIMIT_WORKERS);
    return NULL;
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    g_autofree char *out = NULL;
    g_autofree char *changes = NULL;
    int jobs = G_MININT;
    const GOptionEntry own[] = {
        {"out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
         "The output folder (site/public in the site's)", "DIR"},
        {"changes", 0, 0, G_OPTION_ARG_FILENAME, &changes,
         "List the added, changed and removed addresses in FILE", "FILE"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "Workers (one a processor)", "N"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &common.json, "Print the results as JSON", NULL},
        G_OPTION_ENTRY_NULL,
    };
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_join, own, &common, &argc, &argv, &status))
        return status;
    g_autofree char *problem = usage_problem(argc - 1, out, changes, jobs);
    if (problem != NULL)
        return dip_usage_error(&dip_command_join, "%s", problem);
    const struct dip_build_options options = {.root = dip_common_root(&common),
                                              .out = out,
                                              .changes = changes,
                                              .jobs = (unsigned)MAX(jobs, 0)};
    struct dip_build_summary summary = {0};
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool fine = dip_join(&options, (const char *const *)argv + 1, (size_t)argc - 1, diag, &summary);
    dip_report_diagnostics(diag, &common, common.json ? json : NULL);
    if (common.json) {
        dip_report_summary_json(&summary, fine, json);
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "nothing was written");
        if (fine && !common.quiet)
            dip_report_summary(&summary, NULL);
    }
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_join = {
    .name = "join",
    .arguments = "PART…",
    .most = G_MAXINT - 1,
    .summary = "put the parts of a site together",
    .description =
        "Put the parts that \"diptych build --shard K/N\" made together, and add what spans "
        "all of them. The result is what one build would have made.",
    .run = run,
};
