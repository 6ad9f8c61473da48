/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An output of one file, in memory. Who makes the site asks dip_output_wants() before a file that costs
 * something, so that finding one page among a million costs little more than the names of its group.
 * Rejected: a second way from an address to a page, which could differ from the one that builds.
 */
#include "output.h"

#include <string.h>

struct dip_single {
    char *path;
    GBytes *found;
};

struct dip_output *dip_output_open_single(const char *path)
{
    struct dip_output *output = dip_output_new("");

    output->single = g_new0(struct dip_single, 1);
    output->single->path = g_strdup(path);
    return output;
}

bool dip_output_wants(const struct dip_output_group *group, const char *rest)
{
    const struct dip_single *single = group->output->single;
    size_t length = group->prefix_length;

    if (single == NULL)
        return true;
    if (single->found != NULL || strncmp(single->path, group->path->str, length) != 0)
        return false;
    return rest == NULL || strcmp(single->path + length, rest) == 0;
}

void dip_single_put(struct dip_output_group *group, const char *rest, const void *bytes,
                    size_t length)
{
    if (dip_output_wants(group, rest))
        group->output->single->found = g_bytes_new(bytes, length);
}

GBytes *dip_output_single(const struct dip_output *output)
{
    return output->single->found;
}

void dip_single_free(struct dip_single *single)
{
    if (single == NULL)
        return;
    g_clear_pointer(&single->found, g_bytes_unref);
    g_free(single->path);
    g_free(single);
}
