/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The languages: a folder in locales/ is one, its PO files are its catalogs. What a locale translates
 * is looked up here once and kept as an array by phrase, so that no page ever hashes a text.
 */
#include "site/loader.h"

static const char templates_folder[] = "templates";

static void add_locale(struct dip_loader *loader, GArray *locales, const char *tag, bool is_source)
{
    g_autofree char *canonical = NULL;
    g_autofree char *folder = g_strdup_printf("locales/%s", tag);
    dip_loc loc = is_source ? loader->site->settings.source.loc : dip_loc_at(folder, 0, 0);
    struct dip_locale *locale = dip_locale_new(tag, &canonical);

    if (locale == NULL) {
        dip_diag_report(loader->diag, DIP_RULE_LOCALE_TAG, loc,
                        "\"%s\" is not the tag of a language (BCP 47), like \"fr\" or \"pt-BR\"",
                        tag);
        if (canonical != NULL)
            dip_diag_note(loader->diag, (dip_loc){0}, "did you mean \"%s\"?", canonical);
        return;
    }
    g_autofree char *prefix = is_source ? g_strdup("") : g_strconcat(tag, "/", NULL);
    struct dip_site_locale entry = {
        .tag = dip_loader_strdup(loader, tag),
        .prefix = dip_loader_strdup(loader, prefix),
        .locale = locale,
        .is_source = is_source,
    };
    g_array_append_val(locales, entry);
}

/* Notes for people, and what PO editors write beside a catalog: nobody expects them to be read. */
static bool is_document(const char *name)
{
    return g_str_has_suffix(name, ".md") || g_str_has_suffix(name, ".txt") ||
           g_str_has_suffix(name, ".mo") || strcmp(name, "README") == 0 ||
           strcmp(name, "COPYING") == 0 || strcmp(name, "LINGUAS") == 0;
}

void dip_load_locales(struct dip_loader *loader)
{
    struct dip_site *site = loader->site;
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GArray) locales = g_array_new(FALSE, TRUE, sizeof(struct dip_site_locale));
    g_autoptr(GPtrArray) names = dip_file_list(loader->root, "locales", &fault);
    const char *source = site->settings.source.text == NULL ? "en" : site->settings.source.text;

    add_locale(loader, locales, source, true);
    if (names == NULL && fault != DIP_FILE_MISSING)
        dip_diag_report_file(loader->diag, fault, 0, "locales", 0);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        g_autofree char *path = g_build_filename("locales", names->pdata[i], NULL);
        if (!dip_file_is_folder(loader->root, path)) {
            if (!is_document(names->pdata[i]))
                dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                                "not read: a language is a folder in locales/");
            continue;
        }
        if (strcmp(names->pdata[i], source) == 0 || strcmp(names->pdata[i], templates_folder) == 0)
            continue;
        add_locale(loader, locales, names->pdata[i], false);
    }
    if ((loader->flags & DIP_SITE_PSEUDO) != 0)
        dip_add_pseudo_locales(loader, locales);
    if (locales->len > DIP_LIMIT_LOCALES)
        dip_diag_report(loader->diag, DIP_RULE_LIST_TOO_LONG, dip_loc_at("locales", 0, 0),
                        "%u languages; a site has at most %d", locales->len, DIP_LIMIT_LOCALES);
    site->locale_count = locales->len;
    site->locales = dip_loader_alloc(loader, locales->len * sizeof site->locales[0]);
    for (guint i = 0; i < locales->len; i++) {
        site->locales[i] = g_array_index(locales, struct dip_site_locale, i);
        site->locales[i].index = i;
    }
}

/* Every message with placeholders must keep them; one that does not is never shown. */
static const char *take_text(struct dip_loader *loader, const struct dip_message *message,
                             bool pattern)
{
    /* Twice the source's: in UTF-8, a text in another script has more bytes. */
    static const size_t most = 2 * (size_t)DIP_LIMIT_TEXT_BYTES;

    if (message == NULL || !dip_message_usable(message))
        return NULL;
    for (unsigned i = 0; i < message->string_count; i++) {
        if (strlen(message->strings[i]) <= most)
            continue;
        dip_diag_report(loader->text_diag, DIP_RULE_TEXT_TOO_LONG, message->loc,
                        "the translation has %zu bytes; at most %zu", strlen(message->strings[i]),
                        most);
        g_hash_table_add(loader->site->private->broken, (gpointer)message);
        return NULL;
    }
    if (pattern && !dip_message_check_placeholders(message, loader->text_diag)) {
        g_hash_table_add(loader->site->private->broken, (gpointer)message);
        return NULL;
    }
    return message->strings[0];
}

bool dip_site_is_broken(const struct dip_site *site, const struct dip_message *message)
{
    return g_hash_table_contains(site->private->broken, message);
}

static void take_texts(struct dip_loader *loader, struct dip_site_locale *locale,
                       const char *domain, const struct dip_catalog *catalog)
{
    const GPtrArray *phrases = loader->site->private->phrases;

    for (guint i = 0; i < phrases->len; i++) {
        const struct dip_phrase_row *row = phrases->pdata[i];
        if (strcmp(row->domain, domain) == 0)
            locale->texts[i] =
                take_text(loader, dip_catalog_find(catalog, row->context, row->text), row->pattern);
    }
}

static void check_labels(struct dip_loader *loader, const struct dip_catalog *catalog)
{
    if (loader->site->private->templates == NULL)
        return;
    g_autoptr(GPtrArray) labels = dip_templates_messages(loader->site->private->templates, NULL);
    for (guint i = 0; i < labels->len; i++) {
        const struct dip_template_message *label = labels->pdata[i];
        take_text(loader, dip_catalog_find(catalog, label->context, label->id), true);
    }
}

const struct dip_catalog *dip_site_catalog(const struct dip_site_locale *locale, const char *domain)
{
    for (size_t i = 0; i < locale->catalog_count; i++) {
        if (strcmp(locale->catalogs[i].domain, domain) == 0)
            return locale->catalogs[i].catalog;
    }
    return NULL;
}

static bool is_domain(const struct dip_loader *loader, const char *domain)
{
    if (strcmp(domain, "site") == 0)
        return true;
    for (guint i = 0; i < loader->folders->len; i++) {
        if (strcmp(loader->folders->pdata[i], domain) == 0)
            return true;
    }
    return false;
}

static void report_domain(struct dip_loader *loader, const char *path, const char *domain)
{
    const struct dip_site *site = loader->site;
    g_autofree const char **domains = g_new0(const char *, site->family_count + 2);

    domains[0] = "site";
    for (size_t i = 0; i < site->family_count; i++)
        domains[i + 1] = site->families[i]->id;
    g_autofree char *known = g_strjoinv(".po\", \"", (char **)domains);
    dip_diag_report(loader->diag, DIP_RULE_PO_DOMAIN, dip_loc_at(path, 0, 0),
                    "not read: the catalogs of a language are \"%s.po\"", known);
    dip_diag_suggest(loader->diag, domain, domains, site->family_count + 1);
}

static void load_catalog(struct dip_loader *loader, struct dip_site_locale *locale,
                         const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *domain = g_strndup(name, strlen(name) - strlen(".po"));

    if (!is_domain(loader, domain)) {
        report_domain(loader, path, domain);
        return;
    }
    struct dip_catalog *catalog =
        dip_catalog_store_load(loader->store, loader->root, path, loader->diag);
    if (catalog == NULL)
        return;
    g_ptr_array_add(loader->site->private->catalogs, catalog);
    locale->catalogs[locale->catalog_count++] =
        (struct dip_site_catalog){.domain = dip_loader_strdup(loader, domain), .catalog = catalog};
    take_texts(loader, locale, domain, catalog);
    if (strcmp(domain, "site") != 0)
        return;
    check_labels(loader, catalog);
    locale->labels = catalog;
    if (dip_catalog_plural(catalog) != NULL)
        locale->plural = dip_catalog_plural(catalog);
}

static void report_unread(struct dip_loader *loader, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                    "not read: the name of a catalog ends with \".po\"");
}

void dip_load_catalogs(struct dip_loader *loader)
{
    struct dip_site *site = loader->site;
    const GPtrArray *phrases = site->private->phrases;

    for (size_t i = 0; i < site->locale_count; i++) {
        struct dip_site_locale *locale = &site->locales[i];
        if (locale->pseudo != DIP_PSEUDO_NONE)
            continue;
        enum dip_file_fault fault = DIP_FILE_FINE;
        g_autofree char *folder = g_build_filename("locales", locale->tag, NULL);
        g_autoptr(GPtrArray) names = dip_file_list(loader->root, folder, &fault);
        locale->texts = dip_loader_alloc(loader, phrases->len * sizeof locale->texts[0]);
        locale->plural = site->private->germanic;
        if (names == NULL && fault != DIP_FILE_MISSING)
            dip_diag_report_file(loader->diag, fault, 0, folder, 0);
        locale->catalogs =
            dip_loader_alloc(loader, (names == NULL ? 0 : names->len) * sizeof locale->catalogs[0]);
        for (guint j = 0; names != NULL && j < names->len; j++) {
            if (g_str_has_suffix(names->pdata[j], ".po"))
                load_catalog(loader, locale, folder, names->pdata[j]);
            else if (!is_document(names->pdata[j]))
                report_unread(loader, folder, names->pdata[j]);
        }
        /* The source is in its own language where its catalog does not say it better. */
        for (guint j = 0; locale->is_source && j < phrases->len; j++) {
            const struct dip_phrase_row *row = phrases->pdata[j];
            if (locale->texts[j] == NULL)
                locale->texts[j] = row->text;
        }
    }
}
