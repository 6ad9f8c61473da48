/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych locale update`.
 */
#include "cli/command.h"

#include "translate/translate.h"

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_locale, NULL, &common, &argc, &argv, &status))
        return status;
    if (argc != 2 || strcmp(argv[1], "update") != 0) {
        return dip_usage_error(&dip_command_locale, "expected \"update\"%s%s%s",
                               argc == 2 ? ", not \"" : "", argc == 2 ? argv[1] : "",
                               argc == 2 ? "\"" : "");
    }
    struct dip_update_summary summary = {0};
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool fine = dip_translate_update(dip_common_root(&common), diag, &summary);
    dip_report_diagnostics(diag, &common, NULL);
    dip_report_counts(diag, "catalogs may not all be up to date");
    if (fine && !common.quiet)
        printf("%u templates and %u catalogs changed, %u files unchanged\n", summary.pots,
               summary.catalogs, summary.unchanged);
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_locale = {
    .name = "locale",
    .arguments = "update",
    .most = 1,
    .summary = "bring the catalogs of translators up to date",
    .description =
        "update: write locales/templates/*.pot from records, patterns and templates, and merge "
        "them into the catalogs of every language. Nothing that a translator wrote is lost.",
    .run = run,
};
