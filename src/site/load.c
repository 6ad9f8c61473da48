/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 1, in order: settings, patterns, families with their records, languages with their catalogs,
 * then the checks that need all of it. Each step goes on after a mistake, so that one run reports
 * them all; only the end asks whether there was any.
 */
#include "site/loader.h"

static bool is_id(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

    return name[strspn(name, allowed)] == '\0' && name[0] != '-';
}

/* A record beside its folder is read by nobody; somebody should know. */
static void check_folder(struct dip_loader *loader, const char *folder)
{
    static const char *const known[] = {"family.yaml", "codes", "comparisons", NULL};
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(loader->root, folder, &fault);

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = names->pdata[i];
        if (g_strv_contains(known, name) || g_str_has_suffix(name, ".md"))
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                        "not read: a family's folder holds \"family.yaml\", \"codes\" and "
                        "\"comparisons\"");
        dip_diag_suggest(loader->diag, name, known, g_strv_length((char **)known));
    }
}

static void load_entry(struct dip_loader *loader, const char *name, GPtrArray *families)
{
    g_autofree char *path = g_build_filename("content", name, NULL);
    dip_loc loc = dip_loc_at(path, 0, 0);

    if (!dip_file_is_folder(loader->root, path)) {
        static const char *const known[] = {"patterns.yaml"};
        if (strcmp(name, known[0]) == 0 || strcmp(name, "COPYING") == 0 ||
            g_str_has_suffix(name, ".md"))
            return;
        dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, loc,
                        "not read: content/ holds \"patterns.yaml\" and a folder for each family");
        dip_diag_suggest(loader->diag, name, known, 1);
        return;
    }
    if (!is_id(name)) {
        dip_diag_report(
            loader->diag, DIP_RULE_VALUE_INVALID, loc,
            "\"%s\" can't be a family: its folder is part of addresses, and has lower-case "
            "letters, digits and hyphens",
            name);
        return;
    }
    g_ptr_array_add(loader->folders, g_strdup(name));
    g_hash_table_remove_all(loader->broken_codes);
    check_folder(loader, path);
    struct dip_family *family = dip_load_family(loader, name);
    if (family != NULL)
        g_ptr_array_add(families, family);
}

static void load_families(struct dip_loader *loader)
{
    struct dip_site *site = loader->site;
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(loader->root, "content", &fault);
    g_autoptr(GPtrArray) families = g_ptr_array_new();

    if (names == NULL) {
        if (fault == DIP_FILE_MISSING)
            dip_diag_report(loader->diag, DIP_RULE_FOLDER_MISSING, dip_loc_at("content", 0, 0),
                            "there is no such folder; it holds a folder for each family of codes");
        else
            dip_diag_report_file(loader->diag, fault, 0, "content", 0);
        return;
    }
    for (guint i = 0; i < names->len; i++)
        load_entry(loader, names->pdata[i], families);
    if (families->len == 0 && dip_diag_count(loader->diag, DIP_ERROR) == 0)
        dip_diag_report(loader->diag, DIP_RULE_FOLDER_MISSING, dip_loc_at("content", 0, 0),
                        "there is no family: a folder with a file \"family.yaml\"");
    if (families->len > DIP_LIMIT_FAMILIES)
        dip_diag_report(loader->diag, DIP_RULE_LIST_TOO_LONG, dip_loc_at("content", 0, 0),
                        "%u families; a site has at most %d", families->len, DIP_LIMIT_FAMILIES);
    site->family_count = families->len;
    site->families = dip_loader_alloc(loader, families->len * sizeof site->families[0]);
    for (guint i = 0; i < families->len; i++)
        site->families[i] = families->pdata[i];
}

/* What all of loading starts with: everything but the languages. */
static void load_source(struct dip_loader *loader, const struct dip_templates *templates)
{
    loader->site->private = dip_site_private_new();
    loader->broken_codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    loader->folders = g_ptr_array_new_with_free_func(g_free);
    loader->site->private->templates = templates;
    dip_load_settings(loader);
    dip_load_patterns(loader);
    load_families(loader);
}

static void release_loader(struct dip_loader *loader)
{
    g_hash_table_unref(loader->broken_codes);
    g_ptr_array_unref(loader->folders);
}

struct dip_site *dip_site_load(const char *root, const struct dip_templates *templates,
                               const char *const page_names[DIP_PAGE_KINDS], unsigned flags,
                               const struct dip_site_beside *beside, struct dip_diag *diag)
{
    DIP_AUTO(dip_site) site = g_new0(struct dip_site, 1);
    struct dip_loader loader = {.root = root,
                                .flags = flags,
                                .store = beside == NULL ? NULL : beside->store,
                                .ahead = beside == NULL ? NULL : beside->ahead,
                                .diag = diag,
                                .site = site,
                                .text_diag = diag};

    load_source(&loader, templates);
    dip_load_locales(&loader);
    dip_load_catalogs(&loader);
    dip_load_pseudo_texts(&loader);
    dip_check_routes(&loader);
    release_loader(&loader);
    if (dip_diag_count(diag, DIP_ERROR) > 0)
        return NULL;
    dip_site_weigh(&loader, page_names);
    return g_steal_pointer(&site);
}

struct dip_site *dip_site_load_draft(const char *root, const struct dip_templates *templates,
                                     const char *const page_names[DIP_PAGE_KINDS],
                                     struct dip_diag *diag, struct dip_diag *text_diag)
{
    DIP_AUTO(dip_site) site = g_new0(struct dip_site, 1);
    struct dip_loader loader = {.root = root, .diag = diag, .site = site, .text_diag = text_diag};

    load_source(&loader, templates);
    dip_load_locales(&loader);
    bool fine = dip_diag_count(diag, DIP_ERROR) == 0;
    dip_load_catalogs(&loader);
    release_loader(&loader);
    if (!fine)
        return NULL;
    dip_site_weigh(&loader, page_names);
    return g_steal_pointer(&site);
}

struct dip_site *dip_site_load_source(const char *root, const struct dip_templates *templates,
                                      struct dip_diag *diag)
{
    DIP_AUTO(dip_site) site = g_new0(struct dip_site, 1);
    struct dip_loader loader = {.root = root, .diag = diag, .site = site};

    load_source(&loader, templates);
    release_loader(&loader);
    return dip_diag_count(diag, DIP_ERROR) > 0 ? NULL : g_steal_pointer(&site);
}

char *dip_site_load_url(const char *root, struct dip_diag *diag)
{
    DIP_AUTO(dip_site) site = g_new0(struct dip_site, 1);
    struct dip_loader loader = {.root = root, .diag = diag, .site = site};

    site->private = dip_site_private_new();
    dip_load_settings(&loader);
    return dip_diag_count(diag, DIP_ERROR) > 0 ? NULL : g_strdup(site->settings.url.text);
}

void dip_site_free(struct dip_site *site)
{
    if (site == NULL)
        return;
    for (size_t i = 0; i < site->locale_count; i++) {
        dip_locale_free(site->locales[i].locale);
        if (site->private->progress != NULL)
            dip_site_progress_free(site->private->progress[i]);
    }
    for (size_t i = 0; i < site->family_count; i++) {
        if (site->families[i]->comparison_of != NULL)
            g_hash_table_unref(site->families[i]->comparison_of);
    }
    dip_site_private_free(site->private);
    g_free(site);
}
