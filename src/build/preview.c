/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file is looked for by doing the units of a build with an output that wants only it, those of its
 * language first: some 100 µs for a page of the reference site, of which the page itself is half. A
 * language is folded and its fragments are made when the first of its files is asked for, a few ms; what
 * no language asked for has is looked for in all. Rejected: all languages at once when a site is loaded,
 * which is most of the wait for a site with many.
 */
#include "build/preview.h"

#include "build/job.h"

struct dip_preview {
    struct dip_project project;
    struct job job;
};

struct dip_preview *dip_preview_load(const char *root, unsigned flags,
                                     struct dip_catalog_store *store, struct dip_diag *diag)
{
    g_autofree struct dip_preview *preview = g_new0(struct dip_preview, 1);

    DIP_AUTO(dip_ahead) ahead = store == NULL ? NULL : dip_site_read_ahead(root, store);
    const struct dip_site_beside beside = {.store = store, .ahead = ahead};
    if (!dip_project_reload(&preview->project, root, flags, &beside, diag))
        return NULL;
    struct job *job = &preview->job;
    job->project = &preview->project;
    job->site = preview->project.site;
    job->editions = g_new0(struct dip_edition *, job->site->locale_count);
    job->pens = g_new0(struct dip_pen *, job->site->locale_count);
    dip_job_plan(job);
    return g_steal_pointer(&preview);
}

void dip_preview_free(struct dip_preview *preview)
{
    if (preview == NULL)
        return;
    for (size_t i = 0; i < preview->job.site->locale_count; i++)
        dip_pen_free(preview->job.pens[i]);
    g_free(preview->job.pens);
    dip_editions_free(preview->job.editions, preview->job.site->locale_count);
    dip_project_release(&preview->project);
    g_free(preview);
}

/* The language whose folder @p path is in. */
static size_t locale_of(const struct dip_site *site, const char *path)
{
    for (size_t i = 1; i < site->locale_count; i++) {
        if (g_str_has_prefix(path, site->locales[i].prefix))
            return i;
    }
    return 0;
}

static GBytes *look(struct dip_preview *preview, const char *path, size_t locale,
                    struct dip_diag *diag)
{
    struct job *job = &preview->job;
    size_t units = dip_job_locale_units(job);
    DIP_AUTO(dip_output) output = dip_output_open_single(path);

    /* A language that has a pen has been prepared. */
    if (job->pens[locale] == NULL) {
        dip_editions_add(job->editions, &preview->project, locale, dip_worker_count(0), diag);
        job->pens[locale] = dip_pen_new(job->editions[locale]);
    }
    job->output = output;
    if (locale == 0)
        dip_job_unit(0, 0, diag, job);
    for (size_t i = 0; i < units && dip_output_single(output) == NULL; i++)
        dip_job_unit(1 + locale * units + i, 0, diag, job);
    job->output = NULL;
    GBytes *found = dip_output_single(output);
    return found == NULL ? NULL : g_bytes_ref(found);
}

GBytes *dip_preview_file(struct dip_preview *preview, const char *path, struct dip_diag *diag)
{
    const struct dip_site *site = preview->job.site;
    size_t own = locale_of(site, path);
    GBytes *found = look(preview, path, own, diag);

    for (size_t i = 0; own == 0 && i < site->locale_count && found == NULL; i++) {
        if (i != own)
            found = look(preview, path, i, diag);
    }
    return found;
}

const char *dip_preview_base(const struct dip_preview *preview)
{
    return preview->job.site->base_path;
}

uint64_t dip_preview_pages(const struct dip_preview *preview)
{
    return preview->job.total;
}

size_t dip_preview_locales(const struct dip_preview *preview)
{
    return preview->job.site->locale_count;
}
