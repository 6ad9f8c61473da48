/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What is in the output where a file will go. A stat of the whole path would follow a link in its middle,
 * and a folder that someone replaced by a link is not ours. So folders are opened part by part; but
 * where the folder of a group holds no link, which is looked at once, a page costs one stat.
 * Everything that a commit could trip over is found here, before the commit.
 */
#include "output.h"

#include "blocks.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reach a folder below @p fd, unless it is the one reached last. @p skipped: bytes before it. */
static void reach(struct dip_reached *reached, int fd, const char *path, size_t length,
                  size_t skipped)
{
    if (reached->path != NULL && reached->path->len == length &&
        memcmp(reached->path->str, path, length) == 0) {
        return;
    }
    if (reached->path == NULL) {
        reached->path = g_string_new(NULL);
        reached->fd = -1;
    }
    g_string_truncate(reached->path, 0);
    g_string_append_len(reached->path, path, (gssize)length);
    dip_fd_close(&reached->fd);
    size_t tried = 0;
    reached->fd = dip_tree_open(fd, path, length, &tried);
    reached->place = (struct dip_place){.kind = DIP_PLACE_FREE};
    if (reached->fd < 0 && errno == ENOTDIR) {
        reached->place = (struct dip_place){
            .kind = DIP_PLACE_BLOCKED,
            .blocked = skipped + tried,
        };
    } else if (reached->fd < 0 && errno != ENOENT) {
        reached->place = (struct dip_place){.kind = DIP_PLACE_REFUSED, .error = errno};
    }
}

static struct dip_place look(int folder, const char *name)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? (struct dip_place){.kind = DIP_PLACE_FREE}
                               : (struct dip_place){.kind = DIP_PLACE_REFUSED, .error = errno};
    }
    return (struct dip_place){
        .kind = S_ISREG(status.st_mode)   ? DIP_PLACE_FILE
                : S_ISDIR(status.st_mode) ? DIP_PLACE_FOLDER
                                          : DIP_PLACE_OTHER,
        .size = (uint64_t)status.st_size,
    };
}

/* Tell whether anything in a folder is a link, or can't be told to be none. */
static bool holds_link(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL; /* which has it then */
    bool found = false;
    if (stream == NULL) {
        dip_fd_close(&fd);
        return true;
    }
    for (struct dirent *entry; !found && (entry = readdir(stream)) != NULL;) {
        found = entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
    }
    closedir(stream);
    return found;
}

/* The same of the prefix's folder, which many groups have in common: it is looked through once. */
static bool has_links(struct dip_output_group *group, int folder)
{
    struct dip_output *output = group->output;
    if (group->links != DIP_LINKS_UNSEEN) {
        return group->links == DIP_LINKS_SOME;
    }
    g_autofree char *path = g_strndup(group->path->str, group->folder_length);
    gpointer seen = NULL;
    pthread_mutex_lock(&output->mutex);
    if (!g_hash_table_lookup_extended(output->linked, path, NULL, &seen)) {
        seen = GINT_TO_POINTER(holds_link(folder));
        g_hash_table_insert(output->linked, g_steal_pointer(&path), seen);
    }
    pthread_mutex_unlock(&output->mutex);
    group->links = seen == NULL ? DIP_LINKS_NONE : DIP_LINKS_SOME;
    return group->links == DIP_LINKS_SOME;
}

struct dip_place dip_place_find(struct dip_output_group *group)
{
    int folder = group->output->folder;
    if (folder < 0) {
        return (struct dip_place){.kind = DIP_PLACE_FREE};
    }
    const char *path = group->path->str;
    if (group->folder_length > 0) {
        reach(&group->above, folder, path, group->folder_length, 0);
        if (group->above.fd < 0) {
            return group->above.place;
        }
        folder = group->above.fd;
    }
    const char *leaf = path + group->leaf;
    size_t length = dip_tree_folder_length(leaf, group->path->len - group->leaf);
    if (length == 0) {
        return look(folder, leaf);
    }
    if (memchr(leaf, '/', length) == NULL && !has_links(group, folder)) {
        struct dip_place place = look(folder, leaf);
        /* A file where a folder should be: found out below, with its name. */
        if (place.kind != DIP_PLACE_REFUSED) {
            return place;
        }
    }
    reach(&group->seen, folder, leaf, length, group->leaf);
    return group->seen.fd < 0 ? group->seen.place : look(group->seen.fd, leaf + length + 1);
}

static bool report_foreign(struct dip_output *output, struct dip_diag *diag, const char *path,
                           size_t length)
{
    dip_diag_report(diag, DIP_RULE_OUTPUT_FOREIGN, (dip_loc){0},
                    "\"%s/%.*s\" is in the way, and no build made it", output->path, (int)length,
                    path);
    dip_diag_note(diag, (dip_loc){0}, "remove it by hand, or build to another folder with --out");
    g_atomic_int_set(&output->failed, 1);
    return false;
}

static bool has(const struct dip_output *output, const char *path, size_t length)
{
    return output->old != NULL && dip_manifest_has(output->old, path, length);
}

/* Find what is not ours in the folder @p path: it has to go for a file. Leaves @p path at it. */
static bool find_foreign(const struct dip_output *output, GString *path)
{
    DIP_AUTO_FD reached = dip_tree_open(output->folder, path->str, path->len, NULL);
    int fd = reached < 0 ? -1 : openat(reached, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    if (stream == NULL) {
        return true;
    }
    bool foreign = false;
    size_t count = 0;
    size_t length = path->len;
    for (struct dirent *entry; !foreign && (entry = readdir(stream)) != NULL;) {
        if (dip_tree_is_dots(entry->d_name)) {
            continue;
        }
        count++;
        g_string_append_printf(path, "/%s", entry->d_name);
        enum dip_tree_kind kind = dip_tree_kind_of(fd, entry);
        foreign = kind == DIP_TREE_FOLDER
                      ? find_foreign(output, path)
                      : kind == DIP_TREE_OTHER || !has(output, path->str, path->len);
        if (!foreign) {
            g_string_truncate(path, length);
        }
    }
    closedir(stream);
    /* An empty folder is nobody's of ours: we remove those that we empty. */
    return foreign || count == 0;
}

bool dip_place_is_ours(struct dip_output_group *group, const struct dip_place *place, bool known,
                       struct dip_diag *diag)
{
    struct dip_output *output = group->output;
    const GString *path = group->path;
    switch (place->kind) {
    case DIP_PLACE_FREE:
        return true;
    case DIP_PLACE_FILE:
        /* With a damaged manifest, a file of that name is taken for ours. */
        return known || !output->trusted || has(output, path->str, path->len) ||
               report_foreign(output, diag, path->str, path->len);
    case DIP_PLACE_FOLDER: {
        g_autoptr(GString) found = g_string_new_len(path->str, (gssize)path->len);
        return !find_foreign(output, found) || report_foreign(output, diag, found->str, found->len);
    }
    case DIP_PLACE_BLOCKED: {
        g_autofree char *blocker = g_strndup(path->str, place->blocked);
        size_t folder = dip_tree_folder_length(blocker, place->blocked);
        DIP_AUTO_FD fd = dip_tree_open(output->folder, blocker, folder, NULL);
        const char *name = folder > 0 ? blocker + folder + 1 : blocker;
        bool is_file = fd >= 0 && look(fd, name).kind == DIP_PLACE_FILE;
        return (is_file && has(output, blocker, place->blocked)) ||
               report_foreign(output, diag, blocker, place->blocked);
    }
    case DIP_PLACE_OTHER:
        return report_foreign(output, diag, path->str, path->len);
    case DIP_PLACE_REFUSED:
        return dip_output_refuse(output, diag, "look for", path->str, place->error);
    }
    g_assert_not_reached();
}
