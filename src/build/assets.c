/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * site/static/ goes into the output as it is, but for style.css and find.js, whose names get the hash
 * of their bytes: they may then be cached for ever. What a site has none of its own of is the program's.
 */
#include "build/work.h"

extern const struct dip_builtin dip_static_files[];

enum {
    /* A static file is an image or a stylesheet; a video belongs on another host. */
    FILE_BYTES = 32 * 1024 * 1024,
    FOLDER_DEPTH = 8,
};

static const char static_folder[] = "site/static";

/* Takes the bytes. */
static void add_file(struct dip_static *statics, const char *path, struct dip_file_bytes taken)
{
    struct dip_static_file file = {
        .path = g_strdup(path), .bytes = taken.bytes, .length = taken.length};

    g_array_append_val(statics->files, file);
}

/* Names that pages and sitemaps have, packed or not: a static file would stand in their place. */
static bool is_generated(const char *path)
{
    g_autofree char *unpacked = g_str_has_suffix(path, ".gz") || g_str_has_suffix(path, ".br")
                                    ? g_strndup(path, strlen(path) - strlen(".gz"))
                                    : g_strdup(path);
    g_autofree char *name = g_path_get_basename(unpacked);

    return strcmp(name, "index.html") == 0 || strcmp(name, "404.html") == 0 ||
           strcmp(unpacked, "robots.txt") == 0 || strcmp(unpacked, "llms.txt") == 0 ||
           (g_str_has_prefix(unpacked, "sitemap") && g_str_has_suffix(unpacked, ".xml"));
}

static void load_file(struct dip_static *statics, const char *root, const char *source,
                      const char *path, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, source, FILE_BYTES);

    if (file.bytes == NULL) {
        dip_diag_report_file(diag, file.fault, file.error, source, FILE_BYTES);
        return;
    }
    if (is_generated(path)) {
        dip_diag_report(diag, DIP_RULE_ROUTE_REPEATED, dip_loc_at(source, 0, 0),
                        "the address \"/%s\" belongs to a file that is generated", path);
        g_free(file.bytes);
        return;
    }
    add_file(statics, path, file);
}

static void load_folder(struct dip_static *statics, const char *root, const char *below, int depth,
                        struct dip_diag *diag)
{
    g_autofree char *folder = g_build_filename(static_folder, below, NULL);
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(root, folder, &fault);

    if (names == NULL && fault != DIP_FILE_MISSING)
        dip_diag_report_file(diag, fault, 0, folder, 0);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        g_autofree char *path = below[0] == '\0' ? g_strdup(names->pdata[i])
                                                 : g_build_filename(below, names->pdata[i], NULL);
        g_autofree char *source = g_build_filename(static_folder, path, NULL);
        if (!dip_file_is_folder(root, source))
            load_file(statics, root, source, path, diag);
        else if (depth < FOLDER_DEPTH)
            load_folder(statics, root, path, depth + 1, diag);
        else
            dip_diag_report(diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(source, 0, 0),
                            "not read: more than %d folders deep", FOLDER_DEPTH);
    }
}

static struct dip_static_file *find(struct dip_static *statics, const char *path)
{
    for (guint i = 0; i < statics->files->len; i++) {
        struct dip_static_file *file = &g_array_index(statics->files, struct dip_static_file, i);
        if (strcmp(file->path, path) == 0)
            return file;
    }
    return NULL;
}

static struct dip_static_file *find_or_builtin(struct dip_static *statics, const char *path)
{
    struct dip_static_file *file = find(statics, path);

    if (file != NULL)
        return file;
    const struct dip_builtin *builtin = dip_builtin_find(dip_static_files, path);
    add_file(statics, path,
             (struct dip_file_bytes){.bytes = g_memdup2(builtin->bytes, builtin->length),
                                     .length = builtin->length});
    return find(statics, path);
}

/* Put the hash of the file's bytes into its name, STEM-HASH.EXTENSION; borrowed. */
static const char *hash_name(struct dip_static_file *file)
{
    enum { SHOWN = 10 };
    char hex[DIP_HASH_HEX + 1];
    const char *dot = strrchr(file->path, '.');

    dip_hash_format(dip_hash_of(file->bytes, file->length), hex);
    hex[SHOWN] = '\0';
    char *path = g_strdup_printf("%.*s-%s%s", (int)(dot - file->path), file->path, hex, dot);
    g_free(file->path);
    file->path = path;
    file->hashed = true;
    return path;
}

static void clear_file(gpointer data)
{
    struct dip_static_file *file = data;

    g_free(file->path);
    g_free(file->bytes);
}

static int compare_files(const void *a, const void *b)
{
    return strcmp(((const struct dip_static_file *)a)->path,
                  ((const struct dip_static_file *)b)->path);
}

void dip_static_load(struct dip_static *statics, const char *root, struct dip_diag *diag)
{
    statics->files = g_array_new(FALSE, TRUE, sizeof(struct dip_static_file));
    g_array_set_clear_func(statics->files, clear_file);
    load_folder(statics, root, "", 0, diag);
    statics->assets = (struct dip_assets){
        .style = hash_name(find_or_builtin(statics, "style.css")),
        .script = hash_name(find_or_builtin(statics, "find.js")),
        .icon = find_or_builtin(statics, "icon.svg")->path,
        .preview = find_or_builtin(statics, "preview.png")->path,
    };
    g_array_sort(statics->files, compare_files);
}

static bool is_of_pages(const struct dip_site *site, const char *first)
{
    if (strcmp(first, "compare") == 0 || strcmp(first, "translations") == 0 ||
        strcmp(first, "api") == 0)
        return true;
    for (size_t i = 0; i < site->family_count; i++) {
        if (strcmp(first, site->families[i]->id) == 0)
            return true;
    }
    for (size_t i = 0; i < site->locale_count; i++) {
        if (strcmp(first, site->locales[i].tag) == 0)
            return true;
    }
    return false;
}

void dip_static_check(const struct dip_static *statics, const struct dip_site *site,
                      struct dip_diag *diag)
{
    for (guint i = 0; i < statics->files->len; i++) {
        const struct dip_static_file *file =
            &g_array_index(statics->files, struct dip_static_file, i);
        g_autofree char *first = g_strndup(file->path, strcspn(file->path, "/"));
        if (!is_of_pages(site, first))
            continue;
        g_autofree char *source = g_build_filename(static_folder, file->path, NULL);
        dip_diag_report(diag, DIP_RULE_ROUTE_REPEATED, dip_loc_at(source, 0, 0),
                        "the address \"/%s\" is where pages are; give it another name", first);
    }
}

bool dip_static_check_packed(struct dip_static *statics, unsigned packs, struct dip_diag *diag)
{
    static const char *const suffixes[] = {".gz", ".br"};
    bool fine = true;

    for (guint i = 0; i < statics->files->len; i++) {
        const char *path = g_array_index(statics->files, struct dip_static_file, i).path;
        for (size_t j = 0; j < G_N_ELEMENTS(suffixes); j++) {
            if ((packs >> j & 1) == 0 || !g_str_has_suffix(path, suffixes[j]))
                continue;
            g_autofree char *unpacked = g_strndup(path, strlen(path) - strlen(suffixes[j]));
            if (find(statics, unpacked) == NULL)
                continue;
            g_autofree char *source = g_build_filename(static_folder, path, NULL);
            dip_diag_report(diag, DIP_RULE_ROUTE_REPEATED, dip_loc_at(source, 0, 0),
                            "the address \"/%s\" belongs to \"%s\" as it is precompressed", path,
                            unpacked);
            fine = false;
        }
    }
    return fine;
}

void dip_static_release(struct dip_static *statics)
{
    if (statics->files != NULL)
        g_array_unref(statics->files);
    *statics = (struct dip_static){0};
}
