/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * --host, and what a check says of the host.
 */
#include "cli/command.h"

/* "github" is not near "github-pages" in letters, but is what one types. */
static const char *nearest_host(const char *word)
{
    g_autofree char *lower = g_ascii_strdown(word, -1);

    for (size_t i = 0; lower[0] != '\0' && i < DIP_HOSTS; i++) {
        if (g_str_has_prefix(dip_host_names[i], lower))
            return dip_host_names[i];
    }
    return dip_text_nearest(word, dip_host_names, DIP_HOSTS);
}

bool dip_host_is_known(const struct dip_command *command, const char *host,
                       enum dip_status *ret_status)
{
    if (host == NULL || dip_host_find(host) >= 0)
        return true;
    g_autofree char *names = g_strjoinv(", ", (char **)dip_host_names);
    const char *nearest = nearest_host(host);
    if (nearest != NULL)
        *ret_status = dip_usage_error(command, "there is no host \"%s\"; did you mean \"%s\"?",
                                      host, nearest);
    else
        *ret_status = dip_usage_error(command, "--host takes one of %s, not \"%s\"", names, host);
    return false;
}

void dip_report_host_json(const struct dip_build_summary *summary, GString *json)
{
    size_t count = 0;
    const struct dip_host_limit *limits = dip_host_limits(&count);
    const char *between = "";

    if (summary->host == DIP_HOST_ANY)
        return;
    g_string_append_printf(json, ",\n\"host\": {\"name\": \"%s\", \"limits\": [",
                           dip_host_names[summary->host]);
    for (size_t i = 0; i < count; i++) {
        const struct dip_host_limit *limit = &limits[i];
        if (limit->host != summary->host)
            continue;
        g_string_append_printf(json,
                               "%s\n {\"what\": \"%s\", \"has\": %" G_GUINT64_FORMAT
                               ", \"most\": %" G_GUINT64_FORMAT ", \"hard\": %s, \"where\": ",
                               between, dip_measure_names[limit->measure],
                               summary->sizes.of[limit->measure], limit->most,
                               limit->hard ? "true" : "false");
        dip_json_string(json, limit->where);
        g_string_append(json, ", \"source\": ");
        dip_json_string(json, limit->source);
        g_string_append_c(json, '}');
        between = ",";
    }
    g_string_append(json, "]}");
}

void dip_report_host(const struct dip_build_summary *summary)
{
    size_t count = 0;
    const struct dip_host_limit *limits = dip_host_limits(&count);

    for (size_t i = 0; summary->host != DIP_HOST_ANY && i < count; i++) {
        const struct dip_host_limit *limit = &limits[i];
        if (limit->host == summary->host)
            printf("%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " %s (%s)\n",
                   dip_host_names[limit->host], summary->sizes.of[limit->measure], limit->most,
                   dip_measure_names[limit->measure], limit->where);
    }
}
