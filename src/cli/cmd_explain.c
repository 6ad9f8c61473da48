/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych explain`.
 */
#include "cli/command.h"

static enum dip_status explain(const char *id)
{
    size_t count = 0;
    const char *const *ids = dip_rule_ids(&count);
    g_autofree char *text = dip_rule_explain(id);

    if (text != NULL) {
        printf("%s\n\n%s", id, text);
        return DIP_STATUS_FINE;
    }
    const char *nearest = dip_text_nearest(id, ids, count);
    return dip_usage_error(&dip_command_explain, "there is no rule \"%s\"%s%s%s", id,
                           nearest == NULL ? "" : "; did you mean \"",
                           nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_explain, NULL, &common, &argc, &argv, &status))
        return status;
    if (argc == 2) {
        /* As it is copied from a message: with its brackets. */
        g_autofree char *id = g_strdup(argv[1]);
        g_strdelimit(id, "[]", ' ');
        return explain(g_strstrip(id));
    }
    size_t count = 0;
    const char *const *ids = dip_rule_ids(&count);
    for (size_t i = 0; i < count; i++)
        puts(ids[i]);
    return DIP_STATUS_FINE;
}

const struct dip_command dip_command_explain = {
    .name = "explain",
    .arguments = "[RULE]",
    .most = 1,
    .summary = "say what a diagnostic means, with an example",
    .description = "Say what a diagnostic means. Without RULE, list all rules.",
    .run = run,
};
