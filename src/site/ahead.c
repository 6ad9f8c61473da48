/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Which files a load will ask for, before it knows anything of them: by where they are. One too many is read
 * for nothing, and one too few when it is asked for.
 */
#include "site/site.h"

/* The entries of a folder; none where it can't be read, which the load reports. */
static GPtrArray *list(const char *root, const char *folder)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    GPtrArray *names = dip_file_list(root, folder, &fault);

    return names != NULL ? names : g_ptr_array_new();
}

/* A catalog of a family, or of the site. */
static bool is_catalog(const char *root, const char *name)
{
    if (!g_str_has_suffix(name, ".po"))
        return false;
    g_autofree char *domain = g_strndup(name, strlen(name) - strlen(".po"));
    g_autofree char *family = g_build_filename("content", domain, NULL);
    return strcmp(domain, "site") == 0 || dip_file_is_folder(root, family);
}

static GPtrArray *catalog_paths(const char *root)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) tags = list(root, "locales");

    for (guint i = 0; i < tags->len; i++) {
        g_autofree char *folder = g_build_filename("locales", tags->pdata[i], NULL);
        g_autoptr(GPtrArray) names = list(root, folder);
        for (guint j = 0; j < names->len; j++) {
            if (is_catalog(root, names->pdata[j]))
                g_ptr_array_add(paths, g_build_filename(folder, names->pdata[j], NULL));
        }
    }
    return paths;
}

static void add_records(GPtrArray *paths, const char *root, const char *family, const char *kind)
{
    g_autofree char *folder = g_build_filename("content", family, kind, NULL);
    g_autoptr(GPtrArray) names = list(root, folder);

    for (guint i = 0; i < names->len; i++) {
        if (g_str_has_suffix(names->pdata[i], ".yaml"))
            g_ptr_array_add(paths, g_build_filename(folder, names->pdata[i], NULL));
    }
}

static GPtrArray *record_paths(const char *root)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) families = list(root, "content");

    for (guint i = 0; i < families->len; i++) {
        add_records(paths, root, families->pdata[i], "codes");
        add_records(paths, root, families->pdata[i], "comparisons");
    }
    return paths;
}

struct dip_ahead *dip_site_read_ahead(const char *root, struct dip_catalog_store *store)
{
    dip_catalog_store_refresh(store, root, catalog_paths(root));
    return dip_ahead_new(root, record_paths(root));
}
