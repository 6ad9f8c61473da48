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

static bool misfits_only(const struct dip_diag *diag, const struct dip_build_summary *summary)
{
    return summary->misfits > 0 && summary->misfits == dip_diag_count(diag, DIP_ERROR);
}

static void report(const struct dip_common *common, struct dip_diag *diag,
                   const struct dip_build_summary *summary, bool checked, bool fine)
{
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");

    dip_report_diagnostics(diag, common, common->json ? json : NULL);
    if (common->json) {
        g_string_append_printf(json, ",\n\"ok\": %s", fine ? "true" : "false");
        dip_report_host_json(summary, json);
        g_string_append(json, "}\n");
        fputs(json->str, stdout);
        return;
    }
    dip_report_counts(diag, misfits_only(diag, summary) ? "the host would not take the site"
                                                        : "a build would write nothing");
    if (checked && !fine)
        fputs("diptych: --strict takes warnings for errors\n", stderr);
    if (!fine || common->quiet)
        return;
    print_summary(summary);
    dip_report_host(summary);
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    gboolean built = FALSE;
    gboolean pseudo = FALSE;
    gboolean strict = FALSE;
    g_autofree char *out = NULL;
    g_autofree char *published = NULL;
    g_autofree char *host = NULL;
    const GOptionEntry own[] = {
        {"built", 'b', DIP_BUILT_FLAGS, G_OPTION_ARG_NONE, &built,
         "Read the pages that were built instead, in DIR (site/public in the site's)", NULL},
        {"out", 'o', 0, G_OPTION_ARG_FILENAME, &out,
         "The output folder (site/public in the site's): what was published last", "DIR"},
        {"host", 0, 0, G_OPTION_ARG_STRING, &host,
         "Compare with what it takes: any, github-pages, netlify, cloudflare-pages, nginx or s3",
         "NAME"},
        {"pseudo", 0, 0, G_OPTION_ARG_NONE, &pseudo,
         "Add the made-up languages en-XA and ar-XB, never indexed", NULL},
        {"published", 0, 0, G_OPTION_ARG_FILENAME, &published,
         "The manifest that was kept of what was published last (the one beside the output)",
         "FILE"},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &strict, "Take warnings for errors", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &common.json, "Print the results as JSON", NULL},
        G_OPTION_ENTRY_NULL,
    };
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_check, own, &common, &argc, &argv, &status))
        return status;
    if (!dip_host_is_known(&dip_command_check, host, &status))
        return status;
    if (built)
        return dip_check_built(&common, argc == 2 ? argv[1] : out);
    if (argc == 2)
        return dip_usage_error(&dip_command_check, "unexpected argument \"%s\"", argv[1]);
    struct dip_build_summary summary = {0};
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    struct dip_build_options options = {.root = dip_common_root(&common),
                                        .out = out,
                                        .published = published,
                                        .host = host,
                                        .flags = pseudo ? DIP_SITE_PSEUDO : 0U};
    bool checked = dip_check(&options, diag, &summary);
    bool fine = checked && is_fine(diag, strict);
    report(&common, diag, &summary, checked, fine);
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_check = {
    .name = "check",
    .arguments = "[DIR]",
    .most = 1,
    .summary = "find every mistake in records, catalogs and templates",
    .description =
        "Read everything, make every page and keep none: all mistakes are reported, nothing is "
        "written. Translations are compared with their sources and with the glossary. With "
        "--built: read a built site as a browser and a crawler would, and report dead links, ids, "
        "languages, addresses and sitemaps that do not agree.",
    .run = run,
};
