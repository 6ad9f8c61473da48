/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * POT files are formatted by catalog/; gettext's commands write to standard output, and what they say
 * is compared with the file before it is replaced. Dates are cut out of headers that msginit makes:
 * a catalog changes when a message does, and not otherwise.
 */
#include "translate/translate.h"

#include <errno.h>
#include <gio/gio.h>
#include <unistd.h>

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
    g_autoptr(GPtrArray) sources = dip_site_sources(update->site, domain);
    g_autoptr(GArray) flat = g_array_new(FALSE, FALSE, sizeof(struct dip_source));

    for (guint i = 0; i < sources->len; i++)
        g_array_append_val(flat, *(struct dip_source *)sources->pdata[i]);
    g_autofree char *pot =
        dip_pot_format(domain, (const struct dip_source *)(void *)flat->data, flat->len);
    return write_changed(update, path, pot, strlen(pot), &update->summary.pots);
}

/* Run a command of gettext's; what it prints, or NULL and a report. */
static char *run(struct update *update, const char *const *command, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
    g_autofree char *out = NULL;
    g_autofree char *complaint = NULL;

    /* C.UTF-8: messages in one language, files in UTF-8, whatever the user's locale is. */
    g_subprocess_launcher_setenv(launcher, "LC_ALL", "C.UTF-8", TRUE);
    g_subprocess_launcher_set_cwd(launcher, update->root);
    g_autoptr(GSubprocess) process = g_subprocess_launcher_spawnv(launcher, command, &error);
    if (process == NULL) {
        dip_diag_report(update->diag, DIP_RULE_OUTPUT_UNWRITABLE, dip_loc_at(path, 0, 0),
                        "%s can't be started; is GNU gettext installed? (%s)", command[0],
                        error->message);
        return NULL;
    }
    if (g_subprocess_communicate_utf8(process, NULL, NULL, &out, &complaint, &error) &&
        g_subprocess_get_successful(process))
        return g_steal_pointer(&out);
    dip_diag_report(update->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(path, 0, 0), "%s refused it: %s",
                    command[0], error != NULL ? error->message : g_strchomp(complaint));
    return NULL;
}

/* The dates that msginit puts in say nothing that the history of the file doesn't. */
static char *without_dates(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);

    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_prefix(*line, "\"PO-Revision-Date:") ||
            g_str_has_prefix(*line, "\"POT-Creation-Date:"))
            continue;
        g_string_append(out, *line);
        if (line[1] != NULL)
            g_string_append_c(out, '\n');
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *make_catalog(struct update *update, const char *pot, const char *path, const char *tag)
{
    g_autofree char *name = g_strdelimit(g_strdup(tag), "-", '_');
    g_autofree char *option = g_strconcat("--locale=", name, NULL);
    const char *const init[] = {
        "msginit", "--no-translator", "--no-wrap", option, "-i", pot, "-o", "-", NULL};

    g_autofree char *made = run(update, init, path);
    DIP_AUTO(dip_locale) locale = dip_locale_new(tag, NULL);
    const char *forms = locale == NULL ? NULL : dip_locale_plural_forms(locale);

    /* msginit knows the rules of some 30 languages; a header without one could not be built with. */
    if (made == NULL || forms == NULL)
        return g_steal_pointer(&made);
    g_auto(GStrv) parts = g_strsplit(made, "nplurals=INTEGER; plural=EXPRESSION;", 2);
    return g_strjoinv(forms, parts);
}

static bool write_catalog(struct update *update, const char *path, const char *text)
{
    g_autofree char *dateless = without_dates(text);

    return write_changed(update, path, dateless, strlen(dateless), &update->summary.catalogs);
}

static bool update_catalog(struct update *update, const char *tag, const char *domain)
{
    g_autofree char *path = g_strdup_printf("locales/%s/%s.po", tag, domain);
    g_autofree char *pot = g_strdup_printf("locales/templates/%s.pot", domain);
    g_autofree char *full = g_build_filename(update->root, path, NULL);
    const char *const merge[] = {"msgmerge", "--quiet", "--previous", "--no-wrap", "-o",
                                 "-",        path,      pot,          NULL};
    bool is_source = strcmp(tag, update->site->settings.source.text) == 0;
    bool exists = g_file_test(full, G_FILE_TEST_EXISTS);
    /* The source's catalog of a family would only say every text twice. */
    if (!exists && is_source && strcmp(domain, "site") != 0)
        return true;
    if (!exists) {
        g_autofree char *made = make_catalog(update, pot, path, tag);
        if (made == NULL || !write_catalog(update, path, made))
            return false;
    }
    /* A new one too: msgmerge has its own layout of headers and plural forms. */
    struct dip_update_summary before = update->summary;
    g_autofree char *merged = run(update, merge, path);
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

static GPtrArray *list_tags(const char *root)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    GPtrArray *names = dip_file_list(root, "locales", &fault);

    for (guint i = 0; names != NULL && i < names->len;) {
        g_autofree char *path = g_build_filename("locales", names->pdata[i], NULL);
        if (strcmp(names->pdata[i], "templates") == 0 || !dip_file_is_folder(root, path))
            g_ptr_array_remove_index(names, i);
        else
            i++;
    }
    return names == NULL ? g_ptr_array_new() : names;
}

bool dip_translate_update(const char *root, struct dip_diag *diag,
                          struct dip_update_summary *ret_summary)
{
    DIP_AUTO(dip_templates) templates = dip_templates_load(root, dip_render_specs, diag);
    DIP_AUTO(dip_site) site = dip_site_load_source(root, templates, diag);
    g_autoptr(GPtrArray) tags = list_tags(root);
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
