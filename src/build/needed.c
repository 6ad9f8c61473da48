/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stages 2 and 3 only where they are of use. A language costs some ms before its first page, and most
 * edits are of one; so keys are compared first, by all workers, a family of a language a unit. Files
 * are not looked at yet: where one turns out to be missing later, its language is made then, by the
 * worker that needs it.
 */
#include "build/job.h"

struct looking {
    const struct job *job;
    gint *needed; /* by locale, atomic */
};

/* Tell whether all pages of a group were made from the same. */
static bool is_known(const struct job *job, const char *prefix, const char *rest, dip_key key)
{
    struct dip_known *known = dip_output_known(job->output, prefix);
    bool found = known != NULL && dip_known_is(known, rest, key);

    dip_known_free(known);
    return found;
}

static bool pages_are_known(const struct job *job, const struct dip_site_locale *locale)
{
    for (size_t i = 0; i < DIP_LOCALE_PAGES; i++) {
        const struct dip_page page = {.kind = dip_locale_pages[i].kind};
        if (!is_known(job, locale->prefix, dip_locale_pages[i].path,
                      dip_page_key(job->keys, locale, &page)))
            return false;
    }
    return true;
}

static bool codes_are_known(const struct job *job, const struct dip_site_locale *locale,
                            const struct dip_family *family)
{
    struct dip_page page = {.kind = DIP_PAGE_CODE, .family = family};
    g_autofree char *prefix = dip_codes_prefix(locale, family);
    struct dip_known *known = dip_output_known(job->output, prefix);
    g_autoptr(GString) rest = g_string_new(NULL);
    bool fine = known != NULL;

    for (size_t i = 0; fine && i < family->code_count; i++) {
        page.a = &family->codes[i];
        g_string_assign(rest, page.a->slug);
        g_string_append(rest, "/index.html");
        fine = dip_known_is(known, rest->str, dip_page_key(job->keys, locale, &page));
    }
    dip_known_free(known);
    return fine;
}

static bool pairs_are_known(const struct job *job, const struct dip_site_locale *locale,
                            const struct dip_family *family, const struct dip_code *lower)
{
    struct dip_page page = {.kind = DIP_PAGE_PAIR, .family = family, .a = lower};
    g_autofree char *prefix = dip_pairs_prefix(locale, family, lower->slug);
    struct dip_known *known = dip_output_known(job->output, prefix);
    g_autoptr(GString) rest = g_string_new(NULL);
    bool fine = known != NULL;

    for (size_t i = lower->index + 1; fine && i < family->code_count; i++) {
        page.b = &family->codes[i];
        g_string_assign(rest, page.b->slug);
        g_string_append(rest, "/index.html");
        fine = dip_known_is(known, rest->str, dip_page_key(job->keys, locale, &page));
    }
    dip_known_free(known);
    return fine;
}

static bool family_is_known(const struct job *job, const struct dip_site_locale *locale,
                            const struct dip_family *family)
{
    bool fine = codes_are_known(job, locale, family);

    for (size_t i = 0; fine && i + 1 < family->code_count; i++)
        fine = pairs_are_known(job, locale, family, &family->codes[i]);
    return fine;
}

/* A unit is a family of a locale; home and the like go with the first. */
static void look(size_t unit, unsigned worker G_GNUC_UNUSED, struct dip_diag *diag G_GNUC_UNUSED,
                 void *user)
{
    struct looking *looking = user;
    const struct job *job = looking->job;
    size_t families = MAX(job->site->family_count, 1);
    const struct dip_site_locale *locale = &job->site->locales[unit / families];
    gint *needed = &looking->needed[locale->index];

    if (unit % families == 0 && !pages_are_known(job, locale))
        g_atomic_int_set(needed, 1);
    if (unit % families < job->site->family_count && g_atomic_int_get(needed) == 0 &&
        !family_is_known(job, locale, job->site->families[unit % families]))
        g_atomic_int_set(needed, 1);
}

bool *dip_job_needed(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    const struct dip_site *site = job->site;
    bool compared = job->keys != NULL && dip_output_has_keys(job->output);
    g_autofree gint *needed = g_new0(gint, site->locale_count);
    struct looking looking = {.job = job, .needed = needed};
    bool *ret_needed = g_new(bool, site->locale_count);

    if (compared)
        dip_work(site->locale_count * MAX(site->family_count, 1), jobs, look, NULL, &looking, diag);
    for (size_t i = 0; i < site->locale_count; i++)
        ret_needed[i] = !compared || needed[i] != 0;
    return ret_needed;
}
