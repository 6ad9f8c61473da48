/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * POT files are formatted by catalog/; what gettext's commands say is compared with the file before it
 * is replaced: a catalog changes when a message does, and not otherwise.
 */
#include "translate/gettext.h"

#include <errno.h>

struct update {
    const char *root;
    const struct dip_site *site;
    struct dip_diag *diag;
    struct dip_update_summary summary;
};

static bool write_changed(struct update *update, const char *path, const char *text, size_t length,
                          unsigned *changed)
{
    struct dip_file_bytes old = dip_file_load(update->root, path, DIP_LIMIT_PO_BYTES);
    g_autofree char *bytes = old.bytes;
    g_autofree char *full = g_build_filename(update->root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);
    g_autoptr(GError) error = NULL;

    if (bytes != NULL && old.length == length && memcmp(bytes, text, length) == 0) {
        update->summary.unchanged++;
        return true;
    }
    /* Whole or not at all: a temporary file and a rename. */
    if (g_mkdir_with_parents(folder, 0777) < 0 ||
        !g_file_set_contents_full(full, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                  &error)) {
        dip_diag_report(update->diag, DIP_RULE_OUTPUT_UNWRITABLE, dip_loc_at(path, 0, 0),
                        "can't be written: %s", error == NULL ? g_strerror(errno) : error->message);
        return false;
    }
    (*changed)++;
    return true;
}

static bool write_pot(struct update *update, const char *domain)
{
    g_autofree char *path = g_strdup_printf("locales/templates/%s.pot", domain);
    g_autofree char *pot = dip_pot_text(update->site, domain);

    return write_changed(update, path, pot, strlen(pot), &update->summary.pots);
}

static bool write_catalog(struct update *update, const char *path, const char *text)
{
    g_autofree char *dateless = dip_po_tidy(text);

    return write_changed(update, path, dateless, strlen(dateless), &update->summary.catalogs);
}

/* The source's own says what msgid says; msginit does that for English, and only there. */
static char *begin_catalog(struct update *update, const char *pot, const char *path,
                           const char *tag)
{
    bool is_source = strcmp(tag, update->site->settings.source.text) == 0;

    return dip_po_begin(update->root, tag, is_source ? pot : NULL, path, update->diag);
}

static bool update_catalog(struct update *update, const char *tag, const char *domain)
{
    g_autofree char *path = g_strdup_printf("locales/%s/%s.po", tag, domain);
    g_autofree char *pot = g_strdup_printf("locales/templates/%s.pot", domain);
    g_autofree char *full = g_build_filename(update->root, path, NULL);
    bool is_source = strcmp(tag, update->site->settings.source.text) == 0;
    bool exists = g_file_test(full, G_FILE_TEST_EXISTS);
    /* The source's catalog of a family would only say every text twice. */
    if (!exists && is_source && strcmp(domain, "site") != 0)
        return true;
    if (!exists) {
        g_autofree char *made = begin_catalog(update, pot, path, tag);
        if (made == NULL || !write_catalog(update, path, made))
            return false;
    }
    /* A new one too: msgmerge has its own layout of headers and plural forms. */
    struct dip_update_summary before = update->summary;
    g_autofree char *merged = dip_po_merge(update->root, path, pot, update->diag);
    if (merged == NULL || !write_catalog(update, path, merged))
        return false;
    if (!exists)
        update->summary = before;
    return true;
}

static bool update_domain(struct update *update, const GPtrArray *tags, const char *domain)
{
    bool fine = write_pot(update, domain);

    for (guint i = 0; fine && i < tags->len; i++)
        fine = update_catalog(update, tags->pdata[i], domain) && fine;
    return fine;
}

static bool is_language(const char *root, const char *name, struct dip_diag *diag)
{
    g_autofree char *path = g_build_filename("locales", name, NULL);

    return strcmp(name, "templates") != 0 && dip_file_is_folder(root, path) &&
           dip_tag_check(name, dip_loc_at(path, 0, 0), diag);
}

static GPtrArray *list_tags(const char *root, struct dip_diag *diag)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    GPtrArray *names = dip_file_list(root, "locales", &fault);

    for (guint i = 0; names != NULL && i < names->len;) {
        if (is_language(root, names->pdata[i], diag))
            i++;
        else
            g_ptr_array_remove_index(names, i);
    }
    return names == NULL ? g_ptr_array_new() : names;
}

bool dip_translate_update(const char *root, struct dip_diag *diag,
                          struct dip_update_summary *ret_summary)
{
    DIP_AUTO(dip_templates) templates = dip_templates_load(root, dip_render_specs, diag);
    DIP_AUTO(dip_site) site = dip_site_load_source(root, templates, diag);
    g_autoptr(GPtrArray) tags = list_tags(root, diag);
    struct update update = {.root = root, .site = site, .diag = diag};

    /* Templates with errors lack messages, which would be lost from the catalogs. */
    if (dip_diag_count(diag, DIP_ERROR) > 0 || site == NULL)
        return false;
    bool fine = update_domain(&update, tags, "site");
    for (size_t i = 0; i < site->family_count; i++)
        fine = update_domain(&update, tags, site->families[i]->id) && fine;
    *ret_summary = update.summary;
    return fine;
}
