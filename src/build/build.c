/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 4 and the commit. A unit is all pairs of one lower code in one locale, which are one group of
 * the output; beside those, the sitemap, and for each locale its home and its families' pages. The
 * largest units come first, so that no worker is left alone with one at the end.
 */
#include "build/job.h"

#include "proof/proof.h"

static struct dip_pen *pen_of(struct job *job, unsigned worker, size_t locale)
{
    struct dip_pen **pen = &job->pens[worker * job->site->locale_count + locale];

    if (*pen == NULL)
        *pen = dip_pen_new(job->editions[locale]);
    return *pen;
}

static void report_size(const struct dip_site_locale *locale, const struct dip_page *page,
                        size_t length, struct dip_diag *diag)
{
    g_autoptr(GString) path = g_string_new(NULL);

    dip_page_path(locale, page, path);
    if (path->len == 0 || path->str[path->len - 1] == '/')
        g_string_append(path, "index.html");
    dip_diag_report(diag, DIP_RULE_PAGE_TOO_LARGE, (dip_loc){0},
                    "the page \"%s\" has %zu bytes; at most %d", path->str, length,
                    DIP_LIMIT_PAGE_BYTES);
}

/* A preview wants one file only. */
static bool wanted(const struct dip_output_group *group, const char *rest)
{
    return group == NULL || dip_output_wants(group, rest);
}

/* Every file of the output but the sitemap goes through here. */
static void put_bytes(struct job *job, struct dip_output_group *group, const char *rest,
                      const char *bytes, size_t length, struct dip_diag *diag)
{
    dip_tally_add(&job->tally, length);
    if (group != NULL)
        dip_output_put(group, rest, bytes, length, diag);
}

static void put_page(struct job *job, struct dip_pen *pen, struct dip_output_group *group,
                     const struct dip_page *page, const char *rest, struct dip_diag *diag)
{
    const struct dip_site_locale *locale = dip_pen_locale(pen);

    if (!wanted(group, rest))
        return;
    dip_html html = dip_pen_write(pen, page);
    job->pages++;
    if (html.length > DIP_LIMIT_PAGE_BYTES)
        report_size(locale, page, html.length, diag);
    else
        put_bytes(job, group, rest, html.bytes, html.length, diag);
}

static struct dip_output_group *begin(struct job *job, const char *prefix)
{
    return job->turn == NULL ? NULL : dip_output_turn_group(job->turn, prefix);
}

static void end(struct dip_output_group *group)
{
    if (group != NULL)
        dip_output_group_end(group);
}

/* Former addresses are put where those of today are, and in groups of their own by their first slug. */
struct moved {
    struct job *job;
    struct dip_pen *pen;
    struct dip_output_group *group;
    const char *slug; /**< of the group of pairs */
    struct dip_diag *diag;
};

static void put_redirect(struct moved *moved, const struct dip_redirect *redirect, const char *slug)
{
    g_autofree char *rest = g_strconcat(slug, "/index.html", NULL);

    if (!wanted(moved->group, rest))
        return;
    dip_html html = dip_pen_redirect(moved->pen, &redirect->page);
    put_bytes(moved->job, moved->group, rest, html.bytes, html.length, moved->diag);
}

static void put_moved_code(const struct dip_redirect *redirect, void *user)
{
    if (redirect->b_slug == NULL)
        put_redirect(user, redirect, redirect->a_slug);
}

static struct dip_output_group *begin_pairs(struct job *job, const struct dip_site_locale *locale,
                                            const struct dip_family *family, const char *slug)
{
    g_autofree char *prefix =
        g_strdup_printf("%scompare/%s/%s-vs-", locale->prefix, family->id, slug);

    return begin(job, prefix);
}

static void put_moved_pair(const struct dip_redirect *redirect, void *user)
{
    struct moved *moved = user;

    if (redirect->b_slug == NULL)
        return;
    if (redirect->a_slug != moved->slug) {
        end(moved->group);
        moved->slug = redirect->a_slug;
        moved->group =
            begin_pairs(moved->job, dip_pen_locale(moved->pen), redirect->page.family, moved->slug);
    }
    put_redirect(moved, redirect, redirect->b_slug);
}

static void put_pairs(struct job *job, size_t locale, const struct dip_family *family, size_t index,
                      unsigned worker, struct dip_diag *diag)
{
    struct dip_pen *pen = pen_of(job, worker, locale);
    struct dip_page page = {.kind = DIP_PAGE_PAIR, .family = family, .a = &family->codes[index]};
    struct dip_output_group *group =
        begin_pairs(job, &job->site->locales[locale], family, page.a->slug);
    g_autoptr(GString) rest = g_string_new(NULL);

    bool wanted = group == NULL || dip_output_wants(group, NULL);
    for (size_t i = index + 1; wanted && i < family->code_count; i++) {
        page.b = &family->codes[i];
        g_string_assign(rest, page.b->slug);
        g_string_append(rest, "/index.html");
        put_page(job, pen, group, &page, rest->str, diag);
    }
    struct moved moved = {
        .job = job, .pen = pen, .group = group, .slug = page.a->slug, .diag = diag};
    dip_code_redirects(family, page.a, put_moved_pair, &moved);
    end(moved.group);
}

/* What programs and the picker read of a family. */
static void put_records(struct job *job, size_t locale, const struct dip_family *family,
                        struct dip_diag *diag)
{
    const struct dip_edition *edition = job->editions[locale];
    g_autofree char *prefix = dip_edition_files(edition, family);
    struct dip_output_group *group = begin(job, prefix);
    g_autoptr(GString) bytes = g_string_new(NULL);

    /* Where nothing is written, their size is of use only to a host. */
    if (group == NULL && job->site->host == DIP_HOST_ANY)
        return;
    if (wanted(group, DIP_FILE_INDEX)) {
        dip_edition_index(edition, family, bytes);
        put_bytes(job, group, DIP_FILE_INDEX, bytes->str, bytes->len, diag);
    }
    g_string_truncate(bytes, 0);
    if (wanted(group, DIP_FILE_API)) {
        dip_edition_api(edition, family, bytes);
        put_bytes(job, group, DIP_FILE_API, bytes->str, bytes->len, diag);
    }
    end(group);
}

static void put_codes(struct job *job, size_t locale, const struct dip_family *family,
                      unsigned worker, struct dip_diag *diag)
{
    struct dip_pen *pen = pen_of(job, worker, locale);
    struct dip_page page = {.kind = DIP_PAGE_FAMILY, .family = family};
    g_autofree char *prefix =
        g_strdup_printf("%s%s/", job->site->locales[locale].prefix, family->id);
    struct dip_output_group *group = begin(job, prefix);

    put_page(job, pen, group, &page, "index.html", diag);
    page.kind = DIP_PAGE_CODE;
    bool wanted = group == NULL || dip_output_wants(group, NULL);
    for (size_t i = 0; wanted && i < family->code_count; i++) {
        page.a = &family->codes[i];
        g_autofree char *rest = g_strconcat(page.a->slug, "/index.html", NULL);
        put_page(job, pen, group, &page, rest, diag);
    }
    struct moved moved = {.job = job, .pen = pen, .group = group, .diag = diag};
    for (size_t i = 0; i < family->code_count; i++)
        dip_code_redirects(family, &family->codes[i], put_moved_code, &moved);
    end(group);
    put_records(job, locale, family, diag);
}

static void put_statics(struct job *job, struct dip_output_group *group, struct dip_diag *diag)
{
    g_autofree char *robots = dip_robots_text(job->site);
    g_autoptr(GString) llms = g_string_new(NULL);

    if (wanted(group, "llms.txt"))
        dip_edition_llms(job->editions[0], llms);
    put_bytes(job, group, "robots.txt", robots, strlen(robots), diag);
    put_bytes(job, group, "llms.txt", llms->str, llms->len, diag);
    const GArray *files = job->project->statics.files;
    for (guint i = 0; i < files->len; i++) {
        const struct dip_static_file *file = &g_array_index(files, struct dip_static_file, i);
        put_bytes(job, group, file->path, file->bytes, file->length, diag);
    }
}

static void put_locale(struct job *job, size_t locale, unsigned worker, struct dip_diag *diag)
{
    static const struct {
        enum dip_page_kind kind;
        const char *path;
    } pages[] = {
        {DIP_PAGE_NOT_FOUND, "404.html"},
        {DIP_PAGE_HOME, "index.html"},
        {DIP_PAGE_TRANSLATIONS, "translations/index.html"},
    };
    struct dip_output_group *group = begin(job, job->site->locales[locale].prefix);

    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        struct dip_page page = {.kind = pages[i].kind};
        put_page(job, pen_of(job, worker, locale), group, &page, pages[i].path, diag);
    }
    if (locale == 0)
        put_statics(job, group, diag);
    end(group);
}

static void put_sitemap(struct job *job, struct dip_diag *diag)
{
    struct dip_sitemap_size size;

    if (job->turn == NULL && job->site->host == DIP_HOST_ANY)
        return;
    dip_sitemap_put(job->turn, job->site, diag, &size);
    dip_tally_add_sitemap(&job->tally, &size);
}

/* Units: 0 the sitemap; then a locale's pages, its families', its codes' pairs; locale by locale. */
static void put_unit(struct job *job, size_t unit, unsigned worker, struct dip_diag *diag)
{
    const struct dip_site *site = job->site;

    if (unit == 0) {
        put_sitemap(job, diag);
        return;
    }
    size_t locale = (unit - 1) / dip_job_locale_units(job);
    size_t rest = (unit - 1) % dip_job_locale_units(job);
    if (rest == 0) {
        put_locale(job, locale, worker, diag);
        return;
    }
    rest--;
    if (rest < site->family_count) {
        put_codes(job, locale, site->families[rest], worker, diag);
        return;
    }
    rest -= site->family_count;
    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        if (rest + 1 < family->code_count) {
            put_pairs(job, locale, family, rest, worker, diag);
            return;
        }
        rest -= family->code_count == 0 ? 0 : family->code_count - 1;
    }
    g_assert_not_reached();
}

/* What is the unit's own, its turn and its counts, is in a copy of the job. */
void dip_job_unit(size_t unit, unsigned worker, struct dip_diag *diag, void *user)
{
    struct job *job = user;
    struct job own = *job;

    if (job->parts != NULL && job->parts[unit] != job->shard.part)
        return;
    own.pages = 0;
    own.tally = (struct dip_tally){0};
    own.turn = job->output == NULL ? NULL : dip_output_turn_begin(job->output, unit);
    put_unit(&own, unit, worker, diag);
    if (own.turn != NULL)
        dip_output_turn_end(own.turn);
    if (job->done == NULL)
        return;
    g_atomic_pointer_add(&job->done->pages, (gssize)own.pages);
    dip_tally_merge(&job->done->tally, &own.tally);
}

static void tick(void *user)
{
    struct job *job = user;

    job->progress((uint64_t)g_atomic_pointer_add(&job->done->pages, 0), job->total, job->user);
}

size_t dip_job_locale_units(const struct job *job)
{
    return 1 + job->site->family_count + job->pair_units;
}

static size_t count_units(const struct job *job)
{
    return 1 + job->site->locale_count * dip_job_locale_units(job);
}

void dip_job_plan(struct job *job)
{
    const struct dip_site *site = job->site;
    uint64_t pages = 3;

    for (size_t i = 0; i < site->family_count; i++) {
        uint64_t codes = site->families[i]->code_count;
        job->pair_units += codes == 0 ? 0 : codes - 1;
        pages += 1 + codes + codes * (codes == 0 ? 0 : codes - 1) / 2;
    }
    job->total = pages * site->locale_count;
    if (job->shard.of > 0)
        job->parts = dip_shard_units(site, count_units(job), job->shard, &job->total);
}

static void make_pages(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    const struct dip_site *site = job->site;
    size_t units = count_units(job);
    struct dip_job_done done = {0};

    job->done = &done;
    job->pens = g_new0(struct dip_pen *, jobs * site->locale_count);
    dip_work(units, jobs, dip_job_unit, job->progress == NULL ? NULL : tick, job, diag);
    for (size_t i = 0; i < jobs * site->locale_count; i++)
        dip_pen_free(job->pens[i]);
    g_free(job->pens);
    job->pages = done.pages;
    job->tally = done.tally;
    job->done = NULL;
}

/* Stages 2 to 4; the output, where there is one, is committed by the caller. */
static void run_stages(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    job->site = job->project->site;
    job->editions = dip_editions_new(job->project, jobs, diag);
    dip_job_plan(job);
    make_pages(job, jobs, diag);
    dip_editions_free(job->editions, job->site->locale_count);
    g_clear_pointer(&job->parts, g_free);
}

/* The forms in which files lie packed beside themselves. */
static bool choose_packs(const struct dip_build_options *options, struct dip_project *project,
                         struct dip_diag *diag, unsigned *ret_packs)
{
    bool own = options->packs >= 0;
    unsigned packs = own ? (unsigned)options->packs : project->site->settings.precompress;

    if (packs != 0 && !dip_output_can_pack()) {
        dip_diag_report(diag, DIP_RULE_VALUE_UNKNOWN,
                        own ? (dip_loc){0} : dip_loc_at("site/site.yaml", 0, 0),
                        "nothing can be precompressed: this program was built without libdeflate "
                        "and brotli");
        return false;
    }
    *ret_packs = packs;
    return dip_static_check_packed(&project->statics, packs, diag);
}

static void summarize(const struct job *job, struct dip_build_summary *summary)
{
    summary->pages = job->pages;
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
    if (dip_output_can_archive(options->archive))
        return dip_output_archive(options->archive, options->mtime, diag);
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                    "can't write the archive \"%s\": this program was built without %s",
                    options->archive, dip_output_can_archive("-") ? "libdeflate" : "libarchive");
    return NULL;
}

/* The file in which a part says what it is. */
static void put_part(const struct dip_build_options *options, const struct job *job, unsigned packs,
                     struct dip_diag *diag)
{
    struct dip_part_info info;
    struct dip_output_group *group = dip_output_group_begin(job->output, DIP_PART_FILE);

    dip_part_info_init(&info, options->root, packs, options->flags, job->site->host);
    info.shard = options->shard;
    info.pages = job->pages;
    g_autofree char *text = dip_part_text(&info);
    dip_output_put(group, "", text, strlen(text), diag);
    dip_output_group_end(group);
    dip_part_info_release(&info);
}

static bool write_site(const struct dip_build_options *options, struct dip_project *project,
                       const char *out, struct dip_diag *diag,
                       struct dip_build_summary *ret_summary)
{
    unsigned packs = 0;

    if (!choose_packs(options, project, diag, &packs))
        return false;
    DIP_AUTO(dip_output) output = open_output(options, out, diag);
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
    if (options->changes != NULL)
        dip_output_list_changes(output, options->changes, project->site->settings.url.text);
    run_stages(&job, dip_worker_count(options->jobs), diag);
    if (is_part)
        put_part(options, &job, packs, diag);
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
    return true;
}

bool dip_build(const struct dip_build_options *options, struct dip_diag *diag,
               struct dip_build_summary *ret_summary)
{
    gint64 start = g_get_monotonic_time();
    g_autofree char *out = dip_build_output(options->root, options->out);
    struct dip_project project;
    struct dip_build_summary summary = {0};

    if (!dip_project_load_hosted(&project, options, &summary.sizes, diag))
        return false;
    bool placed = options->archive == NULL
                      ? dip_place_check(options->root, out, diag) &&
                            dip_part_check_output(out, options->shard, diag)
                      : dip_place_check_archive(options->root, out, options->archive, diag);
    bool fine = placed && write_site(options, &project, out, diag, &summary);
    dip_project_release(&project);
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
