/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Folders are opened part by part with O_NOFOLLOW: a path as a whole would follow links in its
 * middle. A page has one or two parts below what its group holds open. Rejected: openat2() with
 * RESOLVE_NO_SYMLINKS, which containers' filters refuse and glibc does not wrap.
 * Removal recurses to the depth of the tree, which is that of the longest path.
 */
#include "tree.h"

#include "blocks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REACH = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

bool dip_tree_is_plain(const char *path, size_t length)
{
    if (length == 0 || memchr(path, '\n', length) != NULL || memchr(path, '\0', length) != NULL) {
        return false;
    }
    const char *end = path + length;
    for (const char *part = path; part <= end;) {
        const char *slash = memchr(part, '/', (size_t)(end - part));
        size_t part_length = (size_t)((slash != NULL ? slash : end) - part);
        if (part_length == 0 || (part_length == 1 && part[0] == '.') ||
            (part_length == 2 && part[0] == '.' && part[1] == '.')) {
            return false;
        }
        part += part_length + 1;
    }
    return true;
}

size_t dip_tree_folder_length(const char *path, size_t length)
{
    const char *slash = memrchr(path, '/', length);
    return slash != NULL ? (size_t)(slash - path) : 0;
}

/* Copy the part of a path that starts at *start, and move *start behind it and its slash. */
static bool next_part(const char *path, size_t length, size_t *start, char ret_part[NAME_MAX + 1])
{
    const char *part = path + *start;
    const char *slash = memchr(part, '/', length - *start);
    size_t part_length = slash != NULL ? (size_t)(slash - part) : length - *start;
    if (part_length > NAME_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(ret_part, part, part_length);
    ret_part[part_length] = '\0';
    *start += part_length + (slash != NULL ? 1 : 0);
    return true;
}

int dip_tree_open(int folder, const char *path, size_t length, size_t *ret_length)
{
    DIP_AUTO_FD reached = -1;
    size_t start = 0;
    do {
        char part[NAME_MAX + 1];
        size_t behind = start;
        if (!next_part(path, length, &behind, part)) {
            return -1;
        }
        const char *name = part[0] != '\0' ? part : ".";
        int next = openat(reached >= 0 ? reached : folder, name, REACH);
        if (ret_length != NULL) {
            *ret_length = start + strlen(part);
        }
        int error = errno;
        dip_fd_close(&reached);
        if (next < 0) {
            errno = error == ELOOP ? ENOTDIR : error;
            return -1;
        }
        reached = next;
        start = behind;
    } while (start < length);
    int result = reached;
    reached = -1;
    return result;
}

int dip_tree_make(int folder, const char *path, size_t length)
{
    DIP_AUTO_FD reached = -1;
    for (size_t start = 0; start < length;) {
        char part[NAME_MAX + 1];
        if (!next_part(path, length, &start, part)) {
            return errno;
        }
        int above = reached >= 0 ? reached : folder;
        if (mkdirat(above, part, 0755) != 0 && errno != EEXIST) {
            return errno;
        }
        int next = openat(above, part, REACH);
        if (next < 0) {
            return errno;
        }
        dip_fd_close(&reached);
        reached = next;
    }
    return 0;
}

bool dip_tree_is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

enum dip_tree_kind dip_tree_kind_of(int folder, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN) {
        return entry->d_type == DT_DIR   ? DIP_TREE_FOLDER
               : entry->d_type == DT_REG ? DIP_TREE_FILE
                                         : DIP_TREE_OTHER;
    }
    if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return DIP_TREE_OTHER;
    }
    return S_ISDIR(status.st_mode)   ? DIP_TREE_FOLDER
           : S_ISREG(status.st_mode) ? DIP_TREE_FILE
                                     : DIP_TREE_OTHER;
}

static int remove_contents(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (stream == NULL) {
        return errno;
    }
    int error = 0;
    for (struct dirent *entry; error == 0 && (entry = readdir(stream)) != NULL;) {
        if (!dip_tree_is_dots(entry->d_name)) {
            error = dip_tree_remove(fd, entry->d_name);
        }
    }
    closedir(stream);
    return error;
}

int dip_tree_remove(int folder, const char *name)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT) {
        return 0;
    }
    if (errno != EISDIR && errno != EPERM) {
        return errno;
    }
    /* A file system may pass over an entry when others go while it lists: empty it again then. */
    while (unlinkat(folder, name, AT_REMOVEDIR) != 0) {
        if (errno != ENOTEMPTY && errno != EEXIST) {
            return errno == ENOENT ? 0 : errno;
        }
        int error = remove_contents(folder, name);
        if (error != 0) {
            return error;
        }
    }
    return 0;
}

char *dip_tree_first(int folder)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    if (stream == NULL) {
        return NULL;
    }
    g_autofree char *first = NULL;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        if (!dip_tree_is_dots(entry->d_name) &&
            (first == NULL || strcmp(entry->d_name, first) < 0)) {
            g_free(first);
            first = g_strdup(entry->d_name);
        }
    }
    closedir(stream);
    return g_steal_pointer(&first);
}
