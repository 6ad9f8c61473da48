/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file is opened once and judged by its descriptor, so that what was checked is what is read. Where
 * no link is on the way, openat2(2) tells in one call that it is inside. It refuses all links, those
 * that lead out and back in as well, and is not everywhere (before Linux 5.6, in some containers). What
 * it refuses is resolved by realpath(3) against the root's own real path, which asks the system for
 * each part of both: twelve of the seventeen calls that a file cost.
 */
#include "base/base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Tell whether what is missing is only the end of a link: @p path, or a folder on the way to it. */
static bool is_dangling(const char *root, const char *path)
{
    g_autofree char *part = g_strdup(path);

    for (;;) {
        g_autofree char *full = g_build_filename(root, part, NULL);
        struct stat status;
        if (lstat(full, &status) == 0)
            return S_ISLNK(status.st_mode) && stat(full, &status) < 0;
        char *slash = strrchr(part, '/');
        if (slash == NULL)
            return false;
        *slash = '\0';
    }
}

static enum dip_file_fault fault_of(int error, const char *root, const char *path)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return is_dangling(root, path) ? DIP_FILE_DANGLING : DIP_FILE_MISSING;
    case EACCES:
        return DIP_FILE_DENIED;
    case ELOOP:
        return DIP_FILE_LOOP;
    default:
        return DIP_FILE_UNREADABLE;
    }
}

static bool is_inside(const char *root, const char *full)
{
    g_autofree char *real_root = realpath(root, NULL);
    g_autofree char *real = realpath(full, NULL);
    size_t length = real_root == NULL ? 0 : strlen(real_root);

    if (real_root == NULL || real == NULL)
        return true; /* open() will say what is wrong */
    if (length == 1)
        return true; /* the root is "/" */
    return strncmp(real, real_root, length) == 0 && (real[length] == '/' || real[length] == '\0');
}

/* Open @p path where that can be done without a link; glibc has no function for it. -1 says nothing. */
static int open_unlinked(const char *root, const char *path, int flags)
{
    struct open_how how = {.flags = (unsigned)flags,
                           .resolve =
                               RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    bool here = strcmp(root, ".") == 0;
    int folder = here ? AT_FDCWD : open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);

    if (folder == -1)
        return -1;
    long fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (!here)
        close(folder);
    return (int)fd;
}

/* Open @p path below @p root; -1, the fault and its errno (0: none) where that can't be. */
static int open_inside(const char *root, const char *path, int flags,
                       enum dip_file_fault *ret_fault, int *ret_error)
{
    /* Not to hang on a pipe that somebody put there. */
    flags |= O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    int fd = open_unlinked(root, path, flags);
    if (fd >= 0)
        return fd;
    g_autofree char *full = g_build_filename(root, path, NULL);
    if (!is_inside(root, full)) {
        *ret_fault = DIP_FILE_OUTSIDE;
        *ret_error = 0;
        return -1;
    }
    fd = open(full, flags);
    if (fd < 0) {
        int error = errno;
        *ret_fault = fault_of(error, root, path);
        *ret_error = *ret_fault == DIP_FILE_UNREADABLE ? error : 0;
    }
    return fd;
}

/* Read up to @p size bytes. At @p end, where a regular file's end was, another read would give nothing. */
static bool read_all(int fd, char *bytes, size_t size, size_t end, size_t *ret_length)
{
    size_t length = 0;

    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        length += (size_t)got;
        if (got == 0 || length == end)
            break;
    }
    *ret_length = length;
    return true;
}

static struct dip_file_bytes load_descriptor(int fd, size_t limit)
{
    struct stat status;
    struct dip_file_bytes result = {.fault = DIP_FILE_UNREADABLE};

    if (fstat(fd, &status) < 0) {
        result.error = errno;
        return result;
    }
    if (!S_ISREG(status.st_mode)) {
        result.fault = DIP_FILE_NOT_REGULAR;
        return result;
    }
    /* One byte more than the limit tells a file that grew from one that fits. */
    size_t size = MIN((size_t)status.st_size, limit) + 1;
    g_autofree char *bytes = g_malloc(size + 1);
    if (!read_all(fd, bytes, size, (size_t)status.st_size, &result.length)) {
        result.error = errno;
        return result;
    }
    if (result.length > limit) {
        result.fault = DIP_FILE_TOO_LARGE;
        return result;
    }
    bytes[result.length] = '\0';
    result.bytes = g_steal_pointer(&bytes);
    result.fault = DIP_FILE_FINE;
    return result;
}

struct dip_file_bytes dip_file_load(const char *root, const char *path, size_t limit)
{
    struct dip_file_bytes result = {0};
    int fd = open_inside(root, path, 0, &result.fault, &result.error);

    if (fd < 0)
        return result;
    result = load_descriptor(fd, limit);
    close(fd);
    return result;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *dip_file_list(const char *root, const char *path, enum dip_file_fault *ret_fault)
{
    int error = 0;
    int fd = open_inside(root, path, O_DIRECTORY, ret_fault, &error);
    if (fd < 0)
        return NULL;
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        close(fd);
        *ret_fault = DIP_FILE_UNREADABLE;
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.' && !g_str_has_suffix(entry->d_name, "~"))
            g_ptr_array_add(names, g_strdup(entry->d_name));
    }
    closedir(folder);
    g_ptr_array_sort(names, compare_names);
    *ret_fault = DIP_FILE_FINE;
    return names;
}

bool dip_file_is_folder(const char *root, const char *path)
{
    g_autofree char *full = g_build_filename(root, path, NULL);

    return g_file_test(full, G_FILE_TEST_IS_DIR);
}

const char *dip_file_type(const char *path)
{
    static const struct {
        const char *end;
        const char *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".xml", "application/xml"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".pdf", "application/pdf"},
        {".webmanifest", "application/manifest+json"},
        {".gz", "application/gzip"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (g_str_has_suffix(path, types[i].end))
            return types[i].type;
    }
    return "application/octet-stream";
}
