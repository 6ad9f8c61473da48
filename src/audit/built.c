/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The files of a built site, and where addresses lead. A path is found by one look-up in a hash table,
 * so following a link costs no call of the system. Asking the file system was the other way: 700,000
 * calls for the reference site.
 */
#include "audit/built.h"

#include <errno.h>

enum { FOLDER_DEPTH = 32, CHUNK_BYTES = 64 * 1024 };

static bool list_folder(struct dip_built *built, const char *below, int depth,
                        struct dip_diag *diag)
{
    g_autofree char *full = g_build_filename(built->folder, below, NULL);
    g_autoptr(GDir) dir = g_dir_open(full, 0, NULL);

    if (dir == NULL || depth > FOLDER_DEPTH) {
        dip_diag_report(diag, DIP_RULE_FILE_UNREADABLE, dip_loc_at(below, 0, 0),
                        dir == NULL ? "this folder can't be read"
                                    : "this folder lies too deep to be a site's");
        return false;
    }
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *path =
            below[0] == '\0' ? g_strdup(name) : g_strconcat(below, "/", name, NULL);
        if (dip_file_is_folder(built->folder, path)) {
            if (!list_folder(built, path, depth + 1, diag))
                return false;
            continue;
        }
        struct dip_built_file file = {.path = g_string_chunk_insert(built->names, path)};
        if (g_str_has_suffix(path, ".html"))
            file.page = g_new0(struct dip_built_page, 1);
        g_array_append_val(built->files, file);
    }
    return true;
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct dip_built_file *)a)->path,
                  ((const struct dip_built_file *)b)->path);
}

static void clear_file(gpointer data)
{
    struct dip_built_page *page = ((struct dip_built_file *)data)->page;

    if (page == NULL)
        return;
    if (page->alternates != NULL)
        g_array_unref(page->alternates);
    if (page->fragments != NULL)
        g_array_unref(page->fragments);
    if (page->ids != NULL)
        g_ptr_array_unref(page->ids);
    g_free(page);
}

bool dip_built_list(struct dip_built *built, const char *folder, const char *url,
                    struct dip_diag *diag)
{
    const char *host = strstr(url, "://");
    const char *path = host == NULL ? NULL : strchr(host + 3, '/');

    *built = (struct dip_built){
        .folder = folder,
        .url = url,
        .base_path = path == NULL ? "/" : path,
        .files = g_array_new(FALSE, TRUE, sizeof(struct dip_built_file)),
        .index_of = g_hash_table_new(g_str_hash, g_str_equal),
        .names = g_string_chunk_new(CHUNK_BYTES),
    };
    g_array_set_clear_func(built->files, clear_file);
    if (!list_folder(built, "", 0, diag))
        return false;
    g_array_sort(built->files, compare_files);
    for (guint i = 0; i < built->files->len; i++)
        g_hash_table_insert(built->index_of, (char *)dip_built_get(built, (int32_t)i)->path,
                            GUINT_TO_POINTER(i + 1));
    return true;
}

void dip_built_release(struct dip_built *built)
{
    g_array_unref(built->files);
    g_hash_table_unref(built->index_of);
    g_string_chunk_free(built->names);
}

int32_t dip_built_find(const struct dip_built *built, const char *path)
{
    return (int32_t)GPOINTER_TO_UINT(g_hash_table_lookup(built->index_of, path)) - 1;
}

/* `scheme:`, as RFC 3986 section 3.1 has it. */
static bool has_scheme(const char *address)
{
    const char *p = address;

    if (!g_ascii_isalpha(*p))
        return false;
    while (g_ascii_isalnum(*p) || *p == '+' || *p == '-' || *p == '.')
        p++;
    return *p == ':';
}

/* Write the folder of @p from, with its slash. */
static void write_folder(const char *from, GString *out)
{
    const char *slash = strrchr(from, '/');

    g_string_append_len(out, from, slash == NULL ? 0 : slash + 1 - from);
}

/* Append @p relative to the folder in @p path, part by part. @return false where it leads out */
static bool append_parts(GString *path, const char *relative)
{
    while (*relative != '\0') {
        size_t length = strcspn(relative, "/");
        bool slash = relative[length] == '/';
        if (length == 2 && relative[0] == '.' && relative[1] == '.') {
            if (path->len == 0)
                return false;
            g_string_truncate(path, path->len - 1);
            const char *last = strrchr(path->str, '/');
            g_string_truncate(path, last == NULL ? 0 : (gsize)(last + 1 - path->str));
        } else if (length != 1 || relative[0] != '.') {
            g_string_append_len(path, relative, (gssize)length + slash);
        }
        relative += length + slash;
    }
    return true;
}

/* Undo percent-encoding in place; what can't be undone stays as it is. */
static void decode(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++, to++) {
        int high = *from == '%' ? g_ascii_xdigit_value(from[1]) : -1;
        int low = high < 0 ? -1 : g_ascii_xdigit_value(from[2]);
        *to = *from;
        if (low >= 0 && high * 16 + low != 0) {
            *to = (char)(high * 16 + low);
            from += 2;
        }
    }
    *to = '\0';
}

static struct dip_target look_up(const struct dip_built *built, GString *path, const char *fragment)
{
    struct dip_target target = {.way = DIP_WAY_FILE, .fragment = fragment};
    bool folder = path->len == 0 || path->str[path->len - 1] == '/';

    if (folder)
        g_string_append(path, "index.html");
    target.file = dip_built_find(built, path->str);
    if (target.file != DIP_NO_FILE)
        return target;
    target.way = DIP_WAY_NOWHERE;
    if (folder)
        return target;
    g_string_append(path, "/index.html");
    target.file = dip_built_find(built, path->str);
    if (target.file != DIP_NO_FILE)
        target.way = DIP_WAY_FOLDER;
    return target;
}

struct dip_target dip_built_resolve(const struct dip_built *built, const char *from,
                                    const char *address, GString *scratch)
{
    static const struct dip_target elsewhere = {.way = DIP_WAY_ELSEWHERE, .file = DIP_NO_FILE};
    static const struct dip_target out = {.way = DIP_WAY_OUT, .file = DIP_NO_FILE};
    size_t url_length = strlen(built->url);
    size_t base_length = strlen(built->base_path);

    /* The address first, cut into path and fragment; the path that is looked up behind it. */
    g_string_truncate(scratch, 0);
    bool below_url = strncmp(address, built->url, url_length) == 0;
    bool absolute = address[0] == '/';
    if (!below_url && (has_scheme(address) || from == NULL || g_str_has_prefix(address, "//")))
        return elsewhere;
    if (absolute && strncmp(address, built->base_path, base_length) != 0)
        return elsewhere;
    const char *rest = address + (below_url ? url_length : absolute ? base_length : 0);
    size_t path_length = strcspn(rest, "?#");
    const char *hash = strchr(rest, '#');
    g_autofree char *relative = g_strndup(rest, path_length);
    decode(relative);
    if (path_length == 0 && !below_url && !absolute)
        g_string_append(scratch, from);
    else if (!below_url && !absolute)
        write_folder(from, scratch);
    if (!append_parts(scratch, relative))
        return out;
    if (hash != NULL) {
        g_autofree char *fragment = g_strdup(hash + 1);
        decode(fragment);
        /* Kept behind the path, which look_up() may lengthen: hence a copy of the path first. */
        g_autoptr(GString) path = g_string_new_len(scratch->str, (gssize)scratch->len);
        g_string_assign(scratch, fragment);
        return look_up(built, path, scratch->str);
    }
    return look_up(built, scratch, NULL);
}

void dip_built_write_url(const struct dip_built *built, int32_t index, GString *out)
{
    const char *path = dip_built_get(built, index)->path;
    const char *name = strrchr(path, '/');
    bool page = strcmp(name == NULL ? path : name + 1, "index.html") == 0;

    g_string_append(out, built->url);
    if (page)
        write_folder(path, out);
    else
        g_string_append_uri_escaped(out, path, "/", TRUE);
}
