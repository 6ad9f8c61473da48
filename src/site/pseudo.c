/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The made-up languages of a site: each has all texts, translated when the site is loaded, and a
 * catalog of labels that is in no file. What follows takes them for languages like any other; only the
 * decision on a page (share.c) and the page of translations know better.
 */
#include "site/loader.h"

static const enum dip_pseudo all[] = {DIP_PSEUDO_ACCENTED, DIP_PSEUDO_TURNED};

static bool report_taken(struct dip_loader *loader, const GArray *locales, const char *tag)
{
    for (guint i = 0; i < locales->len; i++) {
        const struct dip_site_locale *locale = &g_array_index(locales, struct dip_site_locale, i);
        if (strcmp(locale->tag, tag) != 0)
            continue;
        g_autofree char *folder = g_build_filename("locales", tag, NULL);
        dip_loc loc =
            locale->is_source ? loader->site->settings.source.loc : dip_loc_at(folder, 0, 0);
        dip_diag_report(loader->diag, DIP_RULE_LOCALE_PSEUDO, loc,
                        "\"%s\" is taken: --pseudo makes up a language of this tag", tag);
        dip_diag_note(loader->diag, (dip_loc){0},
                      "give this one another tag, or leave out --pseudo");
        return true;
    }
    return false;
}

void dip_add_pseudo_locales(struct dip_loader *loader, GArray *locales)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        const char *tag = dip_pseudo_tag(all[i]);
        if (report_taken(loader, locales, tag))
            continue;
        g_autofree char *prefix = g_strconcat(tag, "/", NULL);
        struct dip_site_locale entry = {
            .tag = tag,
            .prefix = dip_loader_strdup(loader, prefix),
            .locale = dip_locale_new(tag, NULL),
            .pseudo = all[i],
        };
        g_assert(entry.locale != NULL);
        g_array_append_val(locales, entry);
    }
}

static char *words(const char *text, void *user)
{
    const struct dip_site_locale *locale = user;

    return dip_pseudo_text(locale->pseudo, text);
}

static void make_labels(struct dip_loader *loader, struct dip_site_locale *locale)
{
    const struct dip_templates *templates = loader->site->private->templates;
    g_autoptr(GPtrArray) labels =
        templates == NULL ? g_ptr_array_new() : dip_templates_messages(templates, NULL);
    g_autofree struct dip_source *sources = g_new0(struct dip_source, labels->len);

    for (guint i = 0; i < labels->len; i++) {
        const struct dip_template_message *label = labels->pdata[i];
        sources[i] = (struct dip_source){
            .context = label->context, .id = label->id, .plural = label->plural};
    }
    struct dip_catalog *catalog = dip_catalog_make(
        sources, labels->len, dip_locale_plural_forms(locale->locale), words, locale);
    g_ptr_array_add(loader->site->private->catalogs, catalog);
    locale->labels = catalog;
    locale->plural = dip_catalog_plural(catalog);
}

void dip_load_pseudo_texts(struct dip_loader *loader)
{
    struct dip_site *site = loader->site;
    const GPtrArray *phrases = site->private->phrases;

    for (size_t i = 0; i < site->locale_count; i++) {
        struct dip_site_locale *locale = &site->locales[i];
        if (locale->pseudo == DIP_PSEUDO_NONE)
            continue;
        make_labels(loader, locale);
        locale->texts = dip_loader_alloc(loader, phrases->len * sizeof locale->texts[0]);
        for (guint j = 0; j < phrases->len; j++) {
            const struct dip_phrase_row *row = phrases->pdata[j];
            g_autofree char *text = words(row->text, locale);
            locale->texts[j] = dip_loader_strdup(loader, text);
        }
    }
}
