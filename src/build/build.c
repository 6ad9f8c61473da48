/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The stages one after the other, and the commit. Two things save work where there was a build before:
 * a site whose input is the same to the byte is not even loaded (fresh.c), and a page that is made from
 * the same is not made (keys.c).
 */
#include "build/job.h"

#include "proof/proof.h"

/* Stages 2 to 4; the output, where there is one, is committed by the caller. */
static void run_stages(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    job->site = job->project->site;
    dip_job_plan(job);
    dip_job_make(job, jobs, diag);
    g_clear_pointer(&job->parts, g_free);
}

/* The forms in which files lie packed beside themselves. */
static bool choose_packs(const struct dip_build_options *options, struct dip_project *project,
                         struct dip_diag *diag, unsigned *ret_packs)
{
    bool own = options->packs >= 0;
    unsigned packs = own ? (unsigned)options->packs : project->site->settings.precompress;

    if (packs != 0 && dip_output_pack_problem() != NULL) {
        dip_diag_report(diag, DIP_RULE_VALUE_UNKNOWN,
                        own ? (dip_loc){0} : dip_loc_at("site/site.yaml", 0, 0),
                        "this program can't precompress: %s", dip_output_pack_problem());
        return false;
    }
    *ret_packs = packs;
    return dip_static_check_packed(&project->statics, packs, diag);
}

static void summarize(const struct job *job, struct dip_build_summary *summary)
{
    summary->pages = job->pages;
    summary->rendered = job->rendered;
    summary->locales = job->site->locale_count;
    summary->host = job->site->host;
    if (summary->host != DIP_HOST_ANY)
        dip_fit_measure(job->site, &job->tally, &summary->output, &summary->sizes);
}

static struct dip_output *open_output(const struct dip_build_options *options, const char *out,
                                      struct dip_diag *diag)
{
    if (options->archive == NULL)
        return dip_output_open(out, diag);
    g_autofree char *problem = dip_output_archive_problem(options->archive);
    if (problem == NULL)
        return dip_output_archive(options->archive, options->mtime, diag);
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                    "this program can't write the archive \"%s\": %s", options->archive, problem);
    return NULL;
}

/* A site to be written. */
struct writing {
    const struct dip_build_options *options;
    const struct dip_input *input;
    struct dip_project project;
    char *out;
};

/* The file in which a part says what it is. */
static void put_part(const struct writing *writing, const struct job *job, unsigned packs,
                     struct dip_diag *diag)
{
    const struct dip_build_options *options = writing->options;
    struct dip_part_info info;
    struct dip_output_group *group = dip_output_group_begin(job->output, DIP_PART_FILE);

    dip_part_info_init(&info, writing->input, packs, options->flags, job->site->host);
    info.shard = options->shard;
    info.pages = job->pages;
    g_autofree char *text = dip_part_text(&info);
    dip_output_put(group, "", text, strlen(text), diag);
    dip_output_group_end(group);
    dip_part_info_release(&info);
}

/* For the next build. What was saved while this one read may be older in the keys than on the pages. */
static void remember(const struct dip_build_options *options, const struct dip_input *input,
                     unsigned packs, struct dip_output *output, const struct job *job,
                     struct dip_diag *diag)
{
    struct dip_output_made made = {.pages = job->pages, .locales = job->site->locale_count};
    enum dip_host host = job->site->host;

    if (job->keys == NULL || !dip_input_rests(input, options->root))
        return;
    /* What a build has to say is said by the next one, too; what lies beside is looked at, and so is
     * whether what packs is the same. */
    if (dip_diag_count(diag, DIP_WARNING) == 0 && packs == 0 && host != DIP_HOST_NGINX &&
        host != DIP_HOST_S3)
        made.input = dip_fresh_hash(options, input);
    dip_output_write_keys(output, &made);
}

static bool write_site(struct writing *writing, struct dip_diag *diag,
                       struct dip_build_summary *ret_summary)
{
    const struct dip_build_options *options = writing->options;
    struct dip_project *project = &writing->project;
    unsigned packs = 0;

    if (!choose_packs(options, project, diag, &packs))
        return false;
    DIP_AUTO(dip_output) output = open_output(options, writing->out, diag);
    struct job job = {.project = project,
                      .output = output,
                      .shard = options->shard,
                      .progress = options->progress,
                      .user = options->user};

    bool is_part = options->shard.of > 0;
    /* Nothing lies beside an archive or a part. */
    bool alone = is_part || options->archive != NULL;

    if (output == NULL || (!alone && !dip_hosting_is_ours(output, project->site, diag)))
        return false;
    dip_output_pack(output, packs);
    DIP_AUTO(dip_page_keys)
    keys = alone ? NULL : dip_page_keys_new(project->site, writing->input, options->flags);
    job.keys = keys;
    if (options->changes != NULL)
        dip_output_list_changes(output, options->changes, project->site->settings.url.text);
    run_stages(&job, dip_worker_count(options->jobs), diag);
    if (is_part)
        put_part(writing, &job, packs, diag);
    if (dip_diag_count(diag, DIP_ERROR) > 0)
        return false;
    if (!dip_output_commit(output, diag, &ret_summary->output) ||
        (is_part && !dip_output_write_list(output, diag)) ||
        (!alone && !dip_project_write_beside(project, output, diag)))
        return false;
    summarize(&job, ret_summary);
    /* A part does not know how large the whole is. */
    if (!is_part)
        dip_fit_check(job.site, &ret_summary->sizes, packs != 0 ? DIP_FIT_PACKED : 0U, diag);
    remember(options, writing->input, packs, output, &job, diag);
    return true;
}

bool dip_build(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *out = dip_build_output(options->root, options->out);
    /* An archive is compared with nothing. */
    DIP_AUTO(dip_input)
    input = options->archive != NULL ? NULL : dip_input_read(options->root);
    struct dip_build_summary summary = {0};

    if (dip_fresh(options, input, out, &summary)) {
        summary.time_us = g_get_monotonic_time() - start;
        *ret_summary = summary;
        return true;
    }
    struct writing writing = {.options = options, .input = input, .out = out};
    if (!dip_project_load_hosted(&writing.project, options, &summary.sizes, diag))
        return false;
    bool placed = options->archive == NULL
                      ? dip_place_check(options->root, out, diag) &&
                            dip_part_check_output(out, options->shard, diag)
                      : dip_place_check_archive(options->root, out, options->archive, diag);
    bool fine = placed && write_site(&writing, diag, &summary);
    dip_project_release(&writing.project);
    summary.time_us = g_get_monotonic_time() - start;
    if (fine)
        *ret_summary = summary;
    return fine;
}

bool dip_check(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *out = dip_build_output(options->root, options->out);
    struct dip_project project;
    struct job job = {.project = &project};
    struct dip_build_summary summary = {0};

    if (!dip_project_load_hosted(&project, options, &summary.sizes, diag))
        return false;
    run_stages(&job, dip_worker_count(options->jobs), diag);
    summarize(&job, &summary);
    if (dip_diag_count(diag, DIP_ERROR) == 0)
        dip_vanish_check(project.site, out, options->published, diag);
    unsigned packed = project.site->settings.precompress != 0 ? DIP_FIT_PACKED : 0U;
    summary.misfits = dip_fit_check(job.site, &summary.sizes, DIP_FIT_REFUSE | packed, diag);
    dip_proof_site(project.site, options->root, diag);
    summary.time_us = g_get_monotonic_time() - start;
    *ret_summary = summary;
    dip_project_release(&project);
    return dip_diag_count(diag, DIP_ERROR) == 0;
}
