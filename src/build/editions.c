/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stages 2 and 3 of one locale. A build does them in its line of steps (steps.c).
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
    struct dip_edition *edition;
};

static void prepare(size_t unit, unsigned worker G_GNUC_UNUSED, struct dip_diag *diag G_GNUC_UNUSED,
                    void *user)
{
    const struct preparation *preparation = user;

    dip_editions_prepare(preparation->edition, preparation->site, unit);
}

void dip_editions_prepare(struct dip_edition *edition, const struct dip_site *site, size_t code)
{
    size_t index = code;

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

void dip_editions_begin(struct dip_edition **editions, const struct dip_project *project,
                        size_t locale)
{
    begin(editions, project, 0);
    begin(editions, project, locale);
}

void dip_editions_add(struct dip_edition **editions, const struct dip_project *project,
                      size_t locale, unsigned jobs, struct dip_diag *diag)
{
    dip_editions_begin(editions, project, locale);
    struct preparation preparation = {.site = project->site, .edition = editions[locale]};
    dip_work(code_count(project->site), jobs, prepare, NULL, &preparation, diag);
}

void dip_editions_free(struct dip_edition **editions, size_t count)
{
    for (size_t i = count; editions != NULL && i > 0; i--)
        dip_edition_free(editions[i - 1]);
    g_free(editions);
}
