/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 2 on this thread, locale by locale; stage 3 by all workers, a code of a locale a unit.
 */
#include "build/work.h"

static const char *translate(const struct dip_template_message *message, unsigned form, void *user)
{
    const struct dip_site_locale *locale = user;
    const struct dip_message *found =
        locale->labels == NULL ? NULL
                               : dip_catalog_find(locale->labels, message->context, message->id);

    if (found == NULL || !dip_message_usable(found) || form >= found->string_count)
        return NULL;
    return found->strings[form];
}

static unsigned plural_index(unsigned long n, void *user)
{
    const struct dip_site_locale *locale = user;

    return dip_plural_index(locale->plural, n);
}

/* The source's messages have two forms, one and many, as msgid and msgid_plural do. */
static unsigned source_plural_index(unsigned long n, void *user G_GNUC_UNUSED)
{
    return n == 1 ? 0 : 1;
}

static struct dip_folded *fold(const struct dip_project *project, struct dip_site_locale *locale)
{
    const struct dip_site_locale *source = &project->site->locales[0];
    const char *direction = dip_locale_direction(source->locale);
    bool turned = strcmp(direction, dip_locale_direction(locale->locale)) != 0;
    /* The source's labels need no `lang` where nobody has put them into a catalog. */
    struct dip_fold fold = {
        .tag = locale->tag,
        .source_tag = source->tag,
        .source_dir = turned ? direction : NULL,
        .translate = translate,
        .plural_index = plural_index,
        .plural_count = dip_plural_count(locale->plural),
        .source_plural_index = source_plural_index,
        .user = locale,
    };

    return dip_templates_fold(project->templates, &fold);
}

struct preparation {
    const struct dip_site *site;
    struct dip_edition **editions;
    size_t *locales; /**< those that are prepared */
    size_t count;
};

static void prepare(size_t unit, unsigned worker G_GNUC_UNUSED, struct dip_diag *diag G_GNUC_UNUSED,
                    void *user)
{
    struct preparation *preparation = user;
    const struct dip_site *site = preparation->site;
    struct dip_edition *edition =
        preparation->editions[preparation->locales[unit % preparation->count]];
    size_t index = unit / preparation->count;

    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        if (index < family->code_count) {
            dip_edition_prepare(edition, family, &family->codes[index]);
            return;
        }
        index -= family->code_count;
    }
    g_assert_not_reached();
}

static size_t code_count(const struct dip_site *site)
{
    size_t codes = 0;

    for (size_t i = 0; i < site->family_count; i++)
        codes += site->families[i]->code_count;
    return codes;
}

static void begin(struct dip_edition **editions, const struct dip_project *project, size_t locale)
{
    struct dip_site_locale *of = &project->site->locales[locale];

    if (editions[locale] == NULL)
        editions[locale] =
            dip_edition_new(project->site, of, fold(project, of), &project->statics.assets,
                            locale == 0 ? NULL : editions[0]);
}

static void prepare_all(struct preparation *preparation, const struct dip_project *project,
                        unsigned jobs, struct dip_diag *diag)
{
    /* The source's words stand in for those of the others. */
    if (preparation->count > 0)
        begin(preparation->editions, project, 0);
    for (size_t i = 0; i < preparation->count; i++)
        begin(preparation->editions, project, preparation->locales[i]);
    dip_work(code_count(project->site) * preparation->count, jobs, prepare, NULL, preparation,
             diag);
}

struct dip_edition **dip_editions_new(const struct dip_project *project, const bool *wanted,
                                      unsigned jobs, struct dip_diag *diag)
{
    const struct dip_site *site = project->site;
    g_autofree size_t *locales = g_new(size_t, site->locale_count);
    struct preparation preparation = {
        .site = site,
        .editions = g_new0(struct dip_edition *, site->locale_count),
        .locales = locales,
    };

    for (size_t i = 0; i < site->locale_count; i++) {
        if (wanted[i])
            locales[preparation.count++] = i;
    }
    prepare_all(&preparation, project, jobs, diag);
    return preparation.editions;
}

void dip_editions_add(struct dip_edition **editions, const struct dip_project *project,
                      size_t locale, unsigned jobs, struct dip_diag *diag)
{
    struct preparation preparation = {
        .site = project->site, .editions = editions, .locales = &locale, .count = 1};

    prepare_all(&preparation, project, jobs, diag);
}

void dip_editions_free(struct dip_edition **editions, size_t count)
{
    for (size_t i = count; editions != NULL && i > 0; i--)
        dip_edition_free(editions[i - 1]);
    g_free(editions);
}
