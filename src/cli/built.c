/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych check --built`. The HTML parser is a feature of the build: without it, this says so.
 */
#include "cli/command.h"

#ifdef DIP_HAVE_AUDIT
#include "audit/audit.h"

static void append_summary(const struct dip_audit_summary *summary, bool fine, GString *json)
{
    g_string_append_printf(
        json,
        ",\n\"ok\": %s, \"pages\": %zu, \"files\": %zu, \"links\": %" G_GUINT64_FORMAT
        ", \"time_us\": %" G_GINT64_FORMAT "}\n",
        fine ? "true" : "false", summary->pages, summary->files, summary->links, summary->time_us);
}

static void print_summary(const struct dip_audit_summary *summary)
{
    g_autofree char *pages = dip_counted(summary->pages, "page", "pages");
    g_autofree char *links = dip_counted(summary->links, "link", "links");

    printf("Fine: %s, %s; %.2f s\n", pages, links, (double)summary->time_us / 1e6);
}

enum dip_status dip_check_built(const struct dip_common *common, const char *folder)
{
    g_autofree char *problem = NULL;
    __typeof__(dip_audit) *audit_fn = dip_module_find("audit", "dip_audit", &problem);

    if (audit_fn == NULL) {
        fprintf(stderr, "diptych: this program can't check what was built: %s\n", problem);
        return DIP_STATUS_ERRORS;
    }
    const char *root = dip_common_root(common);
    g_autofree char *out = dip_build_output(root, folder);
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    struct dip_audit_summary summary = {0};
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    g_autofree char *url = dip_site_load_url(root, diag);
    struct dip_audit_options options = {.folder = out, .url = url};
    bool fine = url != NULL && audit_fn(&options, diag, &summary);
    dip_report_diagnostics_of(diag, url == NULL ? root : out, common->json ? json : NULL);
    if (common->json) {
        append_summary(&summary, fine, json);
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "this is not fit to be published");
        if (fine && !common->quiet)
            print_summary(&summary);
    }
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

#else

enum dip_status dip_check_built(const struct dip_common *common G_GNUC_UNUSED,
                                const char *folder G_GNUC_UNUSED)
{
    return dip_usage_error(&dip_command_check,
                           "--built needs a diptych that was built with Modest and jansson");
}

#endif
