/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file is opened once and judged by its descriptor, so that what was checked is what is read. Links
 * are resolved by realpath(3) against the root's own real path; openat2(RESOLVE_BENEATH) would do it
 * in one call, but refuses links that lead out and back in, and is not everywhere.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
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

static bool read_all(int fd, char *bytes, size_t size, size_t *ret_length)
{
    size_t length = 0;

    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        length += (size_t)got;
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
    if (!read_all(fd, bytes, size, &result.length)) {
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
    g_autofree char *full = g_build_filename(root, path, NULL);
    struct dip_file_bytes result = {.fault = DIP_FILE_OUTSIDE};

    if (!is_inside(root, full))
        return result;
    /* Not to hang on a pipe that somebody put there. */
    int fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int error = errno;
        result.fault = fault_of(error, root, path);
        result.error = result.fault == DIP_FILE_UNREADABLE ? error : 0;
        return result;
    }
    result = load_descriptor(fd, limit);
    close(fd);
    return result;
}

/* GLib keeps the errno of opendir(3) to itself. */
static int errno_of(const GError *error)
{
    static const struct {
        GFileError code;
        int error;
    } rows[] = {
        {G_FILE_ERROR_NOENT, ENOENT},
        {G_FILE_ERROR_NOTDIR, ENOTDIR},
        {G_FILE_ERROR_ACCES, EACCES},
        {G_FILE_ERROR_LOOP, ELOOP},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_error_matches(error, G_FILE_ERROR, (int)rows[i].code))
            return rows[i].error;
    }
    return 0;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *dip_file_list(const char *root, const char *path, enum dip_file_fault *ret_fault)
{
    g_autofree char *full = g_build_filename(root, path, NULL);
    g_autoptr(GError) error = NULL;

    if (!is_inside(root, full)) {
        *ret_fault = DIP_FILE_OUTSIDE;
        return NULL;
    }
    g_autoptr(GDir) dir = g_dir_open(full, 0, &error);
    if (dir == NULL) {
        *ret_fault = fault_of(errno_of(error), root, path);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        if (name[0] != '.' && !g_str_has_suffix(name, "~"))
            g_ptr_array_add(names, g_strdup(name));
    }
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
