/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A folder costs a third of what writing its page does, and needs to know nothing but its name. Whoever
 * puts the page finds it made; where a page has none after all, putting it makes one as ever.
 */
#include "ahead.h"

#include "blocks.h"
#include "output.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A lock of before shows that there was a build, if only one that failed. */
static bool is_new(const char *path)
{
    g_autofree char *lock = dip_beside_path(path, DIP_BESIDE_LOCK);
    g_autofree char *parent = g_path_get_dirname(lock);

    return g_file_test(parent, G_FILE_TEST_IS_DIR) && access(lock, F_OK) != 0 &&
           access(path, F_OK) != 0;
}

struct dip_output *dip_output_open_new(const char *path)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (!is_new(path)) {
        return NULL;
    }
    DIP_AUTO(dip_output) output = dip_output_open(path, diag);
    if (output == NULL) {
        return NULL;
    }
    output->early = true;
    if (dip_diag_count(diag, DIP_WARNING) > 0 || output->old != NULL || output->folder >= 0 ||
        dip_stage_open(output) != 0) {
        return NULL;
    }
    output->ahead = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return g_steal_pointer(&output);
}

struct dip_ahead {
    struct dip_output *output;
    char *prefix;
    int folder;
    GString *name;
    size_t leaf; /* where the rest goes */
};

struct dip_ahead *dip_ahead_begin(struct dip_output *output, const char *prefix)
{
    size_t folder = dip_tree_folder_length(prefix, strlen(prefix));
    bool shared = false;
    int fd = dip_stage_folder(output, prefix, folder, &shared);

    if (fd < 0) {
        return NULL;
    }
    struct dip_ahead *ahead = g_new0(struct dip_ahead, 1);
    ahead->output = output;
    ahead->prefix = g_strdup(prefix);
    ahead->folder = shared ? dup(fd) : fd;
    ahead->name = g_string_new(prefix + (folder > 0 ? folder + 1 : 0));
    ahead->leaf = ahead->name->len;
    return ahead;
}

bool dip_ahead_make(struct dip_ahead *ahead, const char *rest)
{
    g_string_truncate(ahead->name, ahead->leaf);
    g_string_append(ahead->name, rest);
    return mkdirat(ahead->folder, ahead->name->str, 0755) == 0;
}

void dip_ahead_end(struct dip_ahead *ahead, bool all)
{
    if (all) {
        g_hash_table_add(ahead->output->ahead, g_steal_pointer(&ahead->prefix));
    }
    dip_fd_close(&ahead->folder);
    g_string_free(ahead->name, TRUE);
    g_free(ahead->prefix);
    g_free(ahead);
}
