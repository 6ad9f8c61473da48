/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych check`.
 */
#include "cli/command.h"

/* A translator's last look: nothing to be told any more. */
static bool is_fine(const struct dip_diag *diag, bool strict)
{
    return dip_diag_count(diag, DIP_ERROR) == 0 &&
           (!strict || dip_diag_count(diag, DIP_WARNING) == 0);
}

static void print_summary(const struct dip_build_summary *summary)
{
    g_autofree char *pages = dip_counted(summary->pages, "page", "pages");
    g_autofree char *locales = dip_counted(summary->locales, "language", "languages");

    printf("Fine: %s in %s; %.2f s\n", pages, locales, (double)summary->time_us / 1e6);
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    gboolean pseudo = FALSE;
    gboolean strict = FALSE;
    const GOptionEntry own[] = {
        {"pseudo", 0, 0, G_OPTION_ARG_NONE, &pseudo,
         "Add the made-up languages en-XA and ar-XB, never indexed", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &strict, "Take warnings for errors", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &common.json, "Print the results as JSON", NULL},
        G_OPTION_ENTRY_NULL,
    };
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_check, own, &common, &argc, &argv, &status))
        return status;
    struct dip_build_summary summary = {0};
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool checked =
        dip_check(dip_common_root(&common), 0, pseudo ? DIP_SITE_PSEUDO : 0U, diag, &summary);
    bool fine = checked && is_fine(diag, strict);
    dip_report_diagnostics(diag, &common, common.json ? json : NULL);
    if (common.json) {
        g_string_append_printf(json, ",\n\"ok\": %s}\n", fine ? "true" : "false");
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "a build would write nothing");
        if (checked && !fine)
            fputs("diptych: --strict takes warnings for errors\n", stderr);
        if (fine && !common.quiet)
            print_summary(&summary);
    }
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_check = {
    .name = "check",
    .summary = "find every mistake in records, catalogs and templates",
    .description =
        "Read everything, make every page and keep none: all mistakes are reported, nothing is "
        "written. Translations are compared with their sources and with the glossary.",
    .run = run,
};
