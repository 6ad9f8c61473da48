/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stages 2 and 3 only where they are of use. A language costs some ms before its first page, and most
 * edits are of one; so keys are compared first, by all workers, a family of a language a unit. Files
 * are not looked at yet: where one turns out to be missing later, its language is made then, by the
 * worker that needs it.
 */
#include "build/job.h"

#include <pthread.h>

struct dip_ready {
    struct dip_edition **made; /* by locale; not read by workers */
    gint *wanted;              /* by locale, atomic */
    pthread_mutex_t mutex;     /* ThreadSanitizer does not see GLib's */
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
    static const struct {
        enum dip_page_kind kind;
        const char *path;
    } pages[] = {
        {DIP_PAGE_NOT_FOUND, "404.html"},
        {DIP_PAGE_HOME, "index.html"},
        {DIP_PAGE_TRANSLATIONS, "translations/index.html"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        const struct dip_page page = {.kind = pages[i].kind};
        if (!is_known(job, locale->prefix, pages[i].path, dip_page_key(job->keys, locale, &page)))
            return false;
    }
    return true;
}

static bool codes_are_known(const struct job *job, const struct dip_site_locale *locale,
                            const struct dip_family *family)
{
    struct dip_page page = {.kind = DIP_PAGE_CODE, .family = family};
    g_autofree char *prefix = g_strdup_printf("%s%s/", locale->prefix, family->id);
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
    g_autofree char *prefix =
        g_strdup_printf("%scompare/%s/%s-vs-", locale->prefix, family->id, lower->slug);
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
    struct job *job = user;
    size_t families = MAX(job->site->family_count, 1);
    const struct dip_site_locale *locale = &job->site->locales[unit / families];
    gint *wanted = &job->ready->wanted[locale->index];

    if (unit % families == 0 && !pages_are_known(job, locale))
        g_atomic_int_set(wanted, 1);
    if (unit % families < job->site->family_count && g_atomic_int_get(wanted) == 0 &&
        !family_is_known(job, locale, job->site->families[unit % families]))
        g_atomic_int_set(wanted, 1);
}

void dip_job_ready(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    const struct dip_site *site = job->site;
    struct dip_ready *ready = g_new0(struct dip_ready, 1);
    bool compared = job->keys != NULL && dip_output_has_keys(job->output);

    ready->wanted = g_new0(gint, site->locale_count);
    pthread_mutex_init(&ready->mutex, NULL);
    job->ready = ready;
    if (compared)
        dip_work(site->locale_count * MAX(site->family_count, 1), jobs, look, NULL, job, diag);
    bool *wanted = g_new(bool, site->locale_count);
    for (size_t i = 0; i < site->locale_count; i++)
        wanted[i] = !compared || ready->wanted[i] != 0;
    ready->made = dip_editions_new(job->project, wanted, jobs, diag);
    job->editions = g_new0(struct dip_edition *, site->locale_count);
    for (size_t i = 0; i < site->locale_count; i++)
        job->editions[i] = wanted[i] ? ready->made[i] : NULL;
    g_free(wanted);
}

struct dip_edition *dip_job_edition(struct job *job, size_t locale, struct dip_diag *diag)
{
    struct dip_edition *edition = g_atomic_pointer_get(&job->editions[locale]);

    if (edition != NULL || job->ready == NULL)
        return edition;
    pthread_mutex_lock(&job->ready->mutex);
    edition = job->editions[locale];
    if (edition == NULL) {
        dip_editions_add(job->ready->made, job->project, locale, 1, diag);
        edition = job->ready->made[locale];
        g_atomic_pointer_set(&job->editions[locale], edition);
    }
    pthread_mutex_unlock(&job->ready->mutex);
    return edition;
}

void dip_job_unready(struct job *job)
{
    dip_editions_free(job->ready->made, job->site->locale_count);
    g_free(job->editions);
    g_free(job->ready->wanted);
    pthread_mutex_destroy(&job->ready->mutex);
    g_clear_pointer(&job->ready, g_free);
    job->editions = NULL;
}
