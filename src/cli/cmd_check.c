/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych check`.
 */
#include "cli/command.h"

static enum dip_status run(int argc, char **argv)
{
    struct dip_common common = {0};
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_check, NULL, &common, &argc, &argv, 0, &status))
        return status;
    struct dip_build_summary summary = {0};
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool fine = dip_check(dip_common_root(&common), 0, diag, &summary);
    dip_report_diagnostics(diag, &common, common.json ? json : NULL);
    if (common.json) {
        g_string_append_printf(json, ",\n\"ok\": %s}\n", fine ? "true" : "false");
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "a build would write nothing");
        if (fine && !common.quiet)
            printf("Fine: %" G_GUINT64_FORMAT " pages in %zu languages; %.2f s\n", summary.pages,
                   summary.locales, (double)summary.time_us / 1e6);
    }
    dip_common_release(&common);
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_check = {
    .name = "check",
    .summary = "find every mistake in records, catalogs and templates",
    .description = "Read everything, make every page and keep none: all mistakes are reported, nothing is "
                   "written.",
    .run = run,
};
