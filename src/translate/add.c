/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * New catalogs are made in a hidden folder in locales/, which nobody reads; each language is then one
 * rename. Where one of several can't be renamed, those before it are renamed back: all or nothing. The
 * messages are those that the site has now, and not those of a POT file that may be older.
 */
#include "translate/gettext.h"

#include <errno.h>
#include <glib/gstdio.h>

struct addition {
    const char *root;
    const struct dip_site *site;
    struct dip_diag *diag;
    char *stage; /**< below the root */
    GPtrArray *tags;
};

void dip_new_locale_free(struct dip_new_locale *made)
{
    if (made == NULL)
        return;
    dip_locale_free(made->locale);
    g_free(made->address);
    g_ptr_array_unref(made->paths);
    g_free(made);
}

static void free_new_locale(gpointer data)
{
    dip_new_locale_free(data);
}

static bool is_family(const struct dip_site *site, const char *tag)
{
    for (size_t i = 0; i < site->family_count; i++) {
        if (strcmp(site->families[i]->id, tag) == 0)
            return true;
    }
    return false;
}

/* There is something in its folder; an empty one is as good as none. */
static bool is_there(const struct addition *add, const char *tag)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autofree char *path = g_build_filename("locales", tag, NULL);
    g_autoptr(GPtrArray) names = dip_file_list(add->root, path, &fault);

    return names == NULL ? fault != DIP_FILE_MISSING : names->len > 0;
}

static bool check_tag(const struct addition *add, const char *tag)
{
    const dip_loc nowhere = {0};

    if (is_family(add->site, tag)) {
        dip_diag_report(add->diag, DIP_RULE_LOCALE_TAKEN, nowhere,
                        "\"%s\" is a family, whose pages are below /%s/ already", tag, tag);
        return false;
    }
    if (!dip_tag_check(tag, nowhere, add->diag))
        return false;
    if (strcmp(tag, add->site->settings.source.text) == 0) {
        dip_diag_report(add->diag, DIP_RULE_LOCALE_TAKEN, nowhere,
                        "\"%s\" is the language of the source, which needs no translation", tag);
        return false;
    }
    if (is_there(add, tag)) {
        dip_diag_report(add->diag, DIP_RULE_LOCALE_TAKEN, nowhere,
                        "\"%s\" is there already, in locales/%s", tag, tag);
        dip_diag_note(add->diag, nowhere,
                      "\"diptych locale update\" makes the catalogs that it lacks");
        return false;
    }
    return true;
}

static bool check_count(const struct addition *add)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(add->root, "locales", &fault);
    guint languages = add->tags->len + 1;

    for (guint i = 0; names != NULL && i < names->len; i++) {
        g_autofree char *path = g_build_filename("locales", names->pdata[i], NULL);
        languages += strcmp(names->pdata[i], "templates") != 0 &&
                     strcmp(names->pdata[i], add->site->settings.source.text) != 0 &&
                     dip_file_is_folder(add->root, path);
    }
    if (languages <= DIP_LIMIT_LOCALES)
        return true;
    dip_diag_report(add->diag, DIP_RULE_LIST_TOO_LONG, dip_loc_at("locales", 0, 0),
                    "%u languages; a site has at most %d", languages, DIP_LIMIT_LOCALES);
    return false;
}

static bool report_unwritable(const struct addition *add, const char *path, const char *why)
{
    dip_diag_report(add->diag, DIP_RULE_OUTPUT_UNWRITABLE, dip_loc_at(path, 0, 0),
                    "can't be written: %s", why);
    return false;
}

static bool write_text(const struct addition *add, const char *path, const char *text)
{
    g_autofree char *full = g_build_filename(add->root, path, NULL);
    g_autoptr(GError) error = NULL;

    if (g_file_set_contents_full(full, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &error))
        return true;
    return report_unwritable(add, path, error->message);
}

/* All of a folder that is ours, as deep as we made it. */
static void remove_tree(const char *path)
{
    GDir *folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inner = g_build_filename(path, name, NULL);
        if (g_file_test(inner, G_FILE_TEST_IS_DIR) && !g_file_test(inner, G_FILE_TEST_IS_SYMLINK))
            remove_tree(inner);
        else
            g_unlink(inner);
    }
    if (folder != NULL)
        g_dir_close(folder);
    g_rmdir(path);
}

/* Make a domain's catalog of a language in the stage. */
static bool make_catalog(const struct addition *add, const char *tag, const char *domain)
{
    g_autofree char *path = g_strdup_printf("%s/%s/%s.po", add->stage, tag, domain);
    g_autofree char *pot = g_strdup_printf("%s/%s.pot", add->stage, domain);
    g_autofree char *begun = dip_po_begin(add->root, tag, NULL, path, add->diag);

    if (begun == NULL || !write_text(add, path, begun))
        return false;
    g_autofree char *merged = dip_po_merge(add->root, path, pot, add->diag);
    if (merged == NULL)
        return false;
    g_autofree char *text = dip_po_tidy(merged);
    return write_text(add, path, text);
}

static bool make_domain(const struct addition *add, const char *domain)
{
    g_autofree char *pot = g_strdup_printf("%s/%s.pot", add->stage, domain);
    g_autofree char *text = dip_pot_text(add->site, domain);
    bool fine = write_text(add, pot, text);

    for (guint i = 0; fine && i < add->tags->len; i++)
        fine = make_catalog(add, add->tags->pdata[i], domain);
    return fine;
}

static bool make_stage(struct addition *add)
{
    g_autofree char *locales = g_build_filename(add->root, "locales", NULL);
    g_autofree char *full = g_build_filename(locales, ".add-XXXXXX", NULL);

    if (g_mkdir_with_parents(locales, 0777) < 0 || g_mkdtemp_full(full, 0777) == NULL)
        return report_unwritable(add, "locales", g_strerror(errno));
    g_autofree char *name = g_path_get_basename(full);
    add->stage = g_build_filename("locales", name, NULL);
    for (guint i = 0; i < add->tags->len; i++) {
        g_autofree char *folder = g_build_filename(full, add->tags->pdata[i], NULL);
        if (g_mkdir(folder, 0777) < 0)
            return report_unwritable(add, add->stage, g_strerror(errno));
    }
    bool fine = make_domain(add, "site");
    for (size_t i = 0; fine && i < add->site->family_count; i++)
        fine = make_domain(add, add->site->families[i]->id);
    return fine;
}

static int move(const struct addition *add, const char *tag, bool back)
{
    g_autofree char *staged = g_build_filename(add->root, add->stage, tag, NULL);
    g_autofree char *final = g_build_filename(add->root, "locales", tag, NULL);

    return back ? g_rename(final, staged) : g_rename(staged, final);
}

static bool move_all(const struct addition *add)
{
    for (guint i = 0; i < add->tags->len; i++) {
        if (move(add, add->tags->pdata[i], false) == 0)
            continue;
        g_autofree char *path = g_build_filename("locales", add->tags->pdata[i], NULL);
        report_unwritable(add, path, g_strerror(errno));
        while (i-- > 0)
            move(add, add->tags->pdata[i], true);
        return false;
    }
    return true;
}

static struct dip_new_locale *describe(const struct addition *add, const char *tag)
{
    struct dip_new_locale *made = g_new0(struct dip_new_locale, 1);

    made->locale = dip_locale_new(tag, NULL);
    made->address = g_strdup_printf("%s%s/", add->site->base_path, tag);
    made->paths = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(made->paths, g_strdup_printf("locales/%s/site.po", tag));
    for (size_t i = 0; i < add->site->family_count; i++)
        g_ptr_array_add(made->paths,
                        g_strdup_printf("locales/%s/%s.po", tag, add->site->families[i]->id));
    g_autofree char *path = g_build_filename(add->root, made->paths->pdata[0], NULL);
    g_autofree char *text = NULL;
    made->lacks_rule =
        g_file_get_contents(path, &text, NULL, NULL) && strstr(text, "nplurals=INTEGER") != NULL;
    return made;
}

static bool check_all(struct addition *add, const char *const *tags)
{
    bool fine = true;

    for (; *tags != NULL; tags++) {
        fine = check_tag(add, *tags) && fine;
        if (!g_ptr_array_find_with_equal_func(add->tags, *tags, g_str_equal, NULL))
            g_ptr_array_add(add->tags, (gpointer)*tags);
    }
    return fine && check_count(add);
}

static GPtrArray *run(struct addition *add)
{
    bool fine = make_stage(add) && move_all(add);

    if (add->stage != NULL) {
        g_autofree char *full = g_build_filename(add->root, add->stage, NULL);
        remove_tree(full);
    }
    if (!fine)
        return NULL;
    GPtrArray *made = g_ptr_array_new_with_free_func(free_new_locale);
    for (guint i = 0; i < add->tags->len; i++)
        g_ptr_array_add(made, describe(add, add->tags->pdata[i]));
    return made;
}

GPtrArray *dip_translate_add(const char *root, const char *const *tags, struct dip_diag *diag)
{
    DIP_AUTO(dip_templates) templates = dip_templates_load(root, dip_render_specs, diag);
    DIP_AUTO(dip_site) site = dip_site_load_source(root, templates, diag);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    struct addition add = {.root = root, .site = site, .diag = diag, .tags = list};

    /* Templates with errors lack messages. */
    if (site == NULL || dip_diag_count(diag, DIP_ERROR) > 0 || !check_all(&add, tags))
        return NULL;
    GPtrArray *made = run(&add);
    g_free(add.stage);
    return made;
}
