/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One hash of all that a site is made from, so that parts that were built on different machines can be
 * told to be of one input. Names, sizes and bytes of all files that loading would look at, in the order
 * of their names; some milliseconds. What is built into the program is as old as its version.
 */
#include "build/work.h"

enum { FOLDER_DEPTH = 16 };

static void add_file(GString *list, const char *root, const char *path)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_PO_BYTES);
    char hex[DIP_HASH_HEX + 1] = "-";

    if (file.bytes != NULL)
        dip_hash_format(dip_hash_of(file.bytes, file.length), hex);
    g_string_append_printf(list, "%s %zu %s\n", hex, file.length, path);
    g_free(file.bytes);
}

static void add_folder(GString *list, const char *root, const char *path, int depth)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(root, path, &fault);

    for (guint i = 0; names != NULL && i < names->len; i++) {
        g_autofree char *below = g_strconcat(path, "/", (const char *)names->pdata[i], NULL);
        if (!dip_file_is_folder(root, below))
            add_file(list, root, below);
        else if (depth < FOLDER_DEPTH)
            add_folder(list, root, below, depth + 1);
    }
}

dip_hash dip_input_hash(const char *root)
{
    static const char *const folders[] = {"content", "locales", "templates", "site/static"};
    g_autoptr(GString) list = g_string_new(NULL);

    add_file(list, root, "site/site.yaml");
    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
        add_folder(list, root, folders[i], 0);
    return dip_hash_of(list->str, list->len);
}
