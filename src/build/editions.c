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
    size_t locale; /**< where only one is prepared */
};

static void prepare(size_t unit, unsigned worker G_GNUC_UNUSED, struct dip_diag *diag G_GNUC_UNUSED,
                    void *user)
{
    struct preparation *preparation = user;
    const struct dip_site *site = preparation->site;
    struct dip_edition *edition = preparation->editions[unit % site->locale_count];
    size_t index = unit / site->locale_count;

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

static void prepare_locale(size_t unit, unsigned worker, struct dip_diag *diag, void *user)
{
    const struct preparation *preparation = user;

    prepare(unit * preparation->site->locale_count + preparation->locale, worker, diag, user);
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

struct dip_edition **dip_editions_new(const struct dip_project *project, unsigned jobs,
                                      struct dip_diag *diag)
{
    const struct dip_site *site = project->site;
    struct dip_edition **editions = g_new0(struct dip_edition *, site->locale_count);
    struct preparation preparation = {.site = site, .editions = editions};

    for (size_t i = 0; i < site->locale_count; i++)
        begin(editions, project, i);
    dip_work(code_count(site) * site->locale_count, jobs, prepare, NULL, &preparation, diag);
    return editions;
}

void dip_editions_add(struct dip_edition **editions, const struct dip_project *project,
                      size_t locale, unsigned jobs, struct dip_diag *diag)
{
    struct preparation preparation = {
        .site = project->site, .editions = editions, .locale = locale};

    begin(editions, project, 0);
    begin(editions, project, locale);
    dip_work(code_count(project->site), jobs, prepare_locale, NULL, &preparation, diag);
}

void dip_editions_free(struct dip_edition **editions, size_t count)
{
    for (size_t i = count; editions != NULL && i > 0; i--)
        dip_edition_free(editions[i - 1]);
    g_free(editions);
}
