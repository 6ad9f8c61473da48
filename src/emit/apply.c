/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The commit's steps, each of which can be repeated, since a kill may come before any of them: the
 * stage is renamed to the output where that is new or empty; else its files and new folders are
 * renamed into it; what the old manifest has and the new one has not is removed, with the folders
 * that this leaves empty; the journal becomes the manifest. New pages come before old ones go, so
 * that no page a reader holds leads nowhere for longer than it must. A page costs five calls.
 * Rejected: swapping whole trees, which would need every unchanged page linked into the new one.
 */
#include "output.h"

#include "blocks.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct commit {
    struct dip_output *output;
    struct dip_diag *diag;
    const struct dip_manifest *old; /* or NULL */
    const struct dip_manifest *new;
    int folder;    /* the output */
    GString *path; /* of what is moved, for messages */
    bool cleared;  /* what is gone was removed, or that failed */
    bool failed;   /* … and was reported */
    uint64_t removed;
};

static bool refuse(struct commit *commit, const char *operation, const char *path, int error)
{
    return dip_output_refuse(commit->output, commit->diag, operation, path, error);
}

/* Remove folders that are empty, from @p path upwards. One that is gone may have been ours too. */
static bool prune(struct commit *commit, const char *path, size_t length)
{
    for (; length > 0; length = dip_tree_folder_length(path, length)) {
        size_t above = dip_tree_folder_length(path, length);
        DIP_AUTO_FD fd = dip_tree_open(commit->folder, path, above, NULL);
        if (fd < 0) {
            continue;
        }
        g_autofree char *name = g_strndup(path + above, length - above);
        const char *part = above > 0 ? name + 1 : name;
        if (unlinkat(fd, part, AT_REMOVEDIR) == 0 || errno == ENOENT) {
            continue;
        }
        /* Others' files are in it, or it is a file or a link by now, or a mount point. */
        if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR || errno == EBUSY) {
            return true;
        }
        return refuse(commit, "remove", path, errno);
    }
    return true;
}

static bool remove_file(struct commit *commit, const char *path, size_t length)
{
    /* The manifest is only a file: it can't make us leave the output. */
    if (!dip_tree_is_plain(path, length)) {
        return true;
    }
    size_t folder = dip_tree_folder_length(path, length);
    DIP_AUTO_FD fd = dip_tree_open(commit->folder, path, folder, NULL);
    const char *name = folder > 0 ? path + folder + 1 : path;
    struct stat status;
    if (fd >= 0 && fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(status.st_mode)) {
        if (unlinkat(fd, name, 0) == 0) {
            commit->removed++;
        } else if (errno != ENOENT) {
            return refuse(commit, "remove", path, errno);
        }
    }
    dip_fd_close(&fd);
    return prune(commit, path, folder);
}

static bool clear_group(struct commit *commit, const struct dip_manifest_group *old)
{
    const struct dip_manifest_group *group =
        dip_manifest_find(commit->new, old->prefix, old->prefix_length);
    if (group != NULL && group->length == old->length &&
        memcmp(group->lines, old->lines, old->length) == 0) {
        return true;
    }
    struct dip_cursor cursor = {.group = group};
    g_autoptr(GString) path = g_string_new_len(old->prefix, (gssize)old->prefix_length);
    bool fine = true;
    size_t offset = 0;
    for (dip_entry entry; fine && dip_entry_next(old, &offset, &entry);) {
        dip_entry found;
        if (dip_cursor_find(&cursor, entry.rest, entry.rest_length, &found)) {
            continue;
        }
        g_string_truncate(path, old->prefix_length);
        g_string_append_len(path, entry.rest, (gssize)entry.rest_length);
        if (!dip_manifest_has(commit->new, path->str, path->len)) {
            fine = remove_file(commit, path->str, path->len);
        }
    }
    dip_cursor_release(&cursor);
    return fine;
}

/* Remove what the old manifest has and the new one has not. */
static bool clear(struct commit *commit)
{
    if (commit->cleared || commit->old == NULL) {
        return !commit->failed;
    }
    commit->cleared = true;
    for (size_t i = 0; !commit->failed && i < dip_manifest_count(commit->old); i++) {
        commit->failed = !clear_group(commit, dip_manifest_get(commit->old, i));
    }
    return !commit->failed;
}

static bool move_folder(struct commit *commit, int from, int to, const char *name);

/* Rename; where a folder stands for a file or a file for a folder, remove what is gone first. */
static int move(struct commit *commit, int from, int to, const char *name)
{
    if (renameat(from, name, to, name) == 0) {
        return 0;
    }
    if ((errno != EISDIR && errno != ENOTDIR) || commit->cleared) {
        return errno;
    }
    /* A refusal keeps the commit from its end; until then, what can be moved is. */
    (void)clear(commit);
    return renameat(from, name, to, name) == 0 ? 0 : errno;
}

static bool move_entry(struct commit *commit, int from, int to, const struct dirent *entry)
{
    const char *name = entry->d_name;
    size_t length = commit->path->len;
    g_string_append_printf(commit->path, "%s%s", length > 0 ? "/" : "", name);
    bool fine;
    if (dip_tree_kind_of(from, entry) == DIP_TREE_FOLDER) {
        fine = move_folder(commit, from, to, name);
    } else {
        int error = move(commit, from, to, name);
        fine = error == 0 || refuse(commit, "replace", commit->path->str, error);
    }
    g_string_truncate(commit->path, length);
    return fine;
}

/* Move all that is in @p from, a descriptor that this closes. */
static bool move_contents(struct commit *commit, int from, int to)
{
    DIR *stream = fdopendir(from);
    if (stream == NULL) {
        int error = errno;
        dip_fd_close(&from);
        return refuse(commit, "read the staged", commit->path->str, error);
    }
    bool fine = true;
    for (struct dirent *entry; fine && (entry = readdir(stream)) != NULL;) {
        fine = dip_tree_is_dots(entry->d_name) || move_entry(commit, from, to, entry);
    }
    closedir(stream);
    return fine;
}

/* Move what is in folder @p name of @p from to the one of @p to, and remove it. */
static bool merge(struct commit *commit, int from, const char *name, int to)
{
    /* A file system may pass over an entry when others go while it lists: look again then. */
    do {
        int fd = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0) {
            return refuse(commit, "read the staged", commit->path->str, errno);
        }
        if (!move_contents(commit, fd, to)) {
            return false;
        }
        if (unlinkat(from, name, AT_REMOVEDIR) == 0) {
            return true;
        }
    } while (errno == ENOTEMPTY || errno == EEXIST);
    return refuse(commit, "remove the staged", commit->path->str, errno);
}

/* Move a folder that holds a page and nothing else, as nearly all do: half the calls of a merge. */
static bool move_page(int from, int to, const char *name)
{
    static const char page[] = "index.html";
    g_autofree char *staged = g_strconcat(name, "/", page, NULL);
    return renameat(from, staged, to, page) == 0 && unlinkat(from, name, AT_REMOVEDIR) == 0;
}

static bool move_folder(struct commit *commit, int from, int to, const char *name)
{
    int error = move(commit, from, to, name);
    if (error == 0) {
        return true;
    }
    if (error != ENOTEMPTY && error != EEXIST) {
        return refuse(commit, "replace", commit->path->str, error);
    }
    DIP_AUTO_FD fd = openat(to, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return refuse(commit, "open", commit->path->str, errno);
    }
    return move_page(from, fd, name) || merge(commit, from, name, fd);
}

static bool open_folder(struct commit *commit)
{
    struct dip_output *output = commit->output;
    commit->folder =
        openat(output->parent, output->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return commit->folder >= 0 || errno == ENOENT || refuse(commit, "open", "", errno);
}

static bool install(struct commit *commit)
{
    struct dip_output *output = commit->output;
    const char *stage = output->beside[DIP_BESIDE_STAGE];
    /* Nothing was staged, or this was done before a kill. */
    if (renameat(output->parent, stage, output->parent, output->name) == 0 || errno == ENOENT) {
        return open_folder(commit);
    }
    if (errno != ENOTEMPTY && errno != EEXIST) {
        return refuse(commit, "replace", "", errno);
    }
    return open_folder(commit) && merge(commit, output->parent, stage, commit->folder);
}

static bool finish(struct commit *commit)
{
    struct dip_output *output = commit->output;
    return renameat(output->parent, output->beside[DIP_BESIDE_JOURNAL], output->parent,
                    output->beside[DIP_BESIDE_MANIFEST]) == 0 ||
           refuse(commit, "finish the commit of", "", errno);
}

bool dip_commit_apply(struct dip_output *output, const struct dip_manifest *old,
                      const struct dip_manifest *new, struct dip_diag *diag, uint64_t *ret_removed)
{
    g_autoptr(GString) path = g_string_new(NULL);
    struct commit commit = {
        .output = output,
        .diag = diag,
        .old = old,
        .new = new,
        .folder = -1,
        .path = path,
    };
    bool fine = install(&commit) && (commit.folder < 0 || clear(&commit)) && finish(&commit);
    dip_fd_close(&commit.folder);
    if (fine) {
        *ret_removed = commit.removed;
    }
    return fine;
}
