/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The names of templates there are: of the site's folder, which may hold nothing that no one uses
 * (it is most often a misspelt name, and the site silently keeps the builtin), and of the program.
 */
#include "template/walk.h"

static const char FOLDER[] = "templates";
static const char EXTENSION[] = ".html";

/* "parts/head" of "parts/head.html", or NULL. */
static char *name_of(const char *path)
{
    return g_str_has_suffix(path, EXTENSION) ? g_strndup(path, strlen(path) - strlen(EXTENSION))
                                             : NULL;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What a template can be called: those that were loaded and the builtin ones. */
static GPtrArray *known_names(const struct dip_templates *templates)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GList) loaded = g_hash_table_get_keys(templates->files);

    for (const GList *item = loaded; item != NULL; item = item->next)
        if (g_hash_table_lookup(templates->files, item->data) != NULL)
            g_ptr_array_add(names, g_strdup(item->data));
    for (const struct dip_builtin *file = dip_templates_builtin; file->path != NULL; file++)
        g_ptr_array_add(names, name_of(file->path));
    /* A hash table has no order, and of equally near names the first is suggested. */
    g_ptr_array_sort(names, compare_names);
    return names;
}

void dip_templates_suggest(const struct dip_templates *templates, const char *name,
                           struct dip_diag *diag)
{
    g_autoptr(GPtrArray) names = known_names(templates);

    dip_diag_suggest(diag, name, (const char *const *)names->pdata, names->len);
}

static void report_unexpected(const struct dip_templates *templates, const char *path,
                              const char *name, struct dip_diag *diag)
{
    dip_diag_report(diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                    name == NULL ? "no template: expected a name that ends with .html"
                                 : "no page and no other template uses this template");
    if (name != NULL)
        dip_templates_suggest(templates, name, diag);
}

static void check_folder(const struct dip_templates *templates, const char *root,
                         const char *folder, unsigned depth, struct dip_diag *diag)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autofree char *path = g_build_path("/", FOLDER, folder, NULL);
    g_autoptr(GPtrArray) entries = dip_file_list(root, path, &fault);

    if (entries == NULL) {
        if (fault != DIP_FILE_MISSING)
            dip_diag_report_file(diag, fault, 0, path, 0);
        return;
    }
    for (guint i = 0; i < entries->len; i++) {
        g_autofree char *inner = g_strconcat(folder, entries->pdata[i], NULL);
        g_autofree char *child = g_build_path("/", FOLDER, inner, NULL);
        if (dip_file_is_folder(root, child)) {
            g_autofree char *next = g_strconcat(inner, "/", NULL);
            if (depth < DIP_LIMIT_TEMPLATE_DEPTH)
                check_folder(templates, root, next, depth + 1, diag);
            continue;
        }
        g_autofree char *name = name_of(inner);
        if (name == NULL || !g_hash_table_contains(templates->files, name))
            report_unexpected(templates, child, name, diag);
    }
}

void dip_templates_check_folder(const struct dip_templates *templates, const char *root,
                                struct dip_diag *diag)
{
    check_folder(templates, root, "", 0, diag);
}
