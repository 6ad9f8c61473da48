/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Names and bytes of all files that loading would look at, read before it: 400 files are 3 ms. What
 * loads them reads them again, so that a file which is saved in between is newer on the pages than in
 * the hash; times tell, and then nothing is remembered of that build.
 */
#include "build/input.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_DEPTH = 16 };

struct reading {
    struct dip_input *input; /* NULL: only when */
    GByteArray *when;
    GString *folders;
    GByteArray *bytes; /* of the file in hand */
    GString *path;
};

static void add_when(struct reading *reading, const struct stat *status)
{
    const gint64 of[] = {(gint64)status->st_ino,  (gint64)status->st_size, status->st_mtim.tv_sec,
                         status->st_mtim.tv_nsec, status->st_ctim.tv_sec,  status->st_ctim.tv_nsec};

    g_byte_array_append(reading->when, (const guint8 *)of, sizeof of);
    g_byte_array_append(reading->when, (const guint8 *)reading->path->str,
                        (guint)reading->path->len + 1);
}

static void read_bytes(struct reading *reading, int fd, size_t size)
{
    size_t length = 0;

    g_byte_array_set_size(reading->bytes, (guint)size);
    while (length < size) {
        ssize_t got = read(fd, reading->bytes->data + length, size - length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    g_byte_array_set_size(reading->bytes, (guint)length);
}

static void add_file(struct reading *reading, int folder, const char *name)
{
    struct stat status;
    bool fine = fstatat(folder, name, &status, 0) == 0 && S_ISREG(status.st_mode);

    if (!fine)
        status = (struct stat){0};
    add_when(reading, &status);
    if (reading->input == NULL)
        return;
    struct dip_input_file file = {.path = g_strdup(reading->path->str)};
    int fd = fine ? openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd >= 0) {
        read_bytes(reading, fd, (size_t)MIN(status.st_size, DIP_LIMIT_PO_BYTES));
        close(fd);
        file.hash = dip_hash_of(reading->bytes->data, reading->bytes->len);
    }
    g_array_append_val(reading->input->files, file);
}

static bool is_read(const char *name)
{
    return name[0] != '.' && !g_str_has_suffix(name, "~");
}

static void add_folder(struct reading *reading, int parent, const char *name, int depth);

static void add_entry(struct reading *reading, int folder, const struct dirent *entry, int depth)
{
    struct stat status;
    bool below = entry->d_type == DT_DIR;

    /* The same bytes, but where they come from may not be allowed. */
    if (entry->d_type == DT_LNK)
        g_string_append_printf(reading->folders, "%s@", reading->path->str);
    if (entry->d_type != DT_DIR && entry->d_type != DT_REG)
        below = fstatat(folder, entry->d_name, &status, 0) == 0 && S_ISDIR(status.st_mode);
    if (!below)
        add_file(reading, folder, entry->d_name);
    else if (depth < FOLDER_DEPTH)
        add_folder(reading, folder, entry->d_name, depth + 1);
}

/* In the order of the disk; files are sorted when all are there. */
static void add_folder(struct reading *reading, int parent, const char *name, int depth)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);

    if (stream == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    size_t length = reading->path->len;
    g_string_append_len(reading->folders, reading->path->str, (gssize)length + 1);
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        if (!is_read(entry->d_name))
            continue;
        g_string_append_c(reading->path, '/');
        g_string_append(reading->path, entry->d_name);
        add_entry(reading, dirfd(stream), entry, depth);
        g_string_truncate(reading->path, length);
    }
    closedir(stream);
}

static void read_root(const char *root, struct dip_input *input, dip_hash *ret_when,
                      dip_hash *ret_folders)
{
    static const char *const folders[] = {"content", "locales", "templates", "site/static"};
    static const char settings[] = "site/site.yaml";
    g_autoptr(GByteArray) when = g_byte_array_new();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autoptr(GString) below = g_string_new(NULL);
    g_autoptr(GString) path = g_string_new(settings);
    struct reading reading = {
        .input = input, .when = when, .folders = below, .bytes = bytes, .path = path};
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    add_file(&reading, fd, settings);
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_string_assign(path, folders[i]);
        add_folder(&reading, fd, folders[i], 0);
    }
    if (fd >= 0)
        close(fd);
    *ret_when = dip_hash_of(when->data, when->len);
    *ret_folders = dip_hash_of(below->str, below->len);
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct dip_input_file *)a)->path,
                  ((const struct dip_input_file *)b)->path);
}

static void clear_file(gpointer data)
{
    g_free(((struct dip_input_file *)data)->path);
}

struct dip_input *dip_input_read(const char *root)
{
    struct dip_input *input = g_new0(struct dip_input, 1);
    g_autoptr(GString) list = g_string_new(NULL);

    input->files = g_array_new(FALSE, FALSE, sizeof(struct dip_input_file));
    g_array_set_clear_func(input->files, clear_file);
    read_root(root, input, &input->when, &input->folders);
    g_array_sort(input->files, compare);
    for (guint i = 0; i < input->files->len; i++) {
        const struct dip_input_file *file = &g_array_index(input->files, struct dip_input_file, i);
        char hex[DIP_HASH_HEX + 1];
        dip_hash_format(file->hash, hex);
        g_string_append_printf(list, "%s %s\n", hex, file->path);
    }
    input->hash = dip_hash_of(list->str, list->len);
    return input;
}

void dip_input_free(struct dip_input *input)
{
    if (input == NULL)
        return;
    g_array_unref(input->files);
    g_free(input);
}

bool dip_input_rests(const struct dip_input *input, const char *root)
{
    dip_hash when;
    dip_hash folders;

    read_root(root, NULL, &when, &folders);
    return dip_hash_equal(input->when, when) && dip_hash_equal(input->folders, folders);
}

const struct dip_input_file *dip_input_find(const struct dip_input *input, const char *path)
{
    const struct dip_input_file wanted = {.path = (char *)path};

    return bsearch(&wanted, input->files->data, input->files->len, sizeof wanted, compare);
}
