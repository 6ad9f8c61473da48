/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 4. A unit is all pairs of one lower code in one locale, which are one group of
 * the output; beside those, the sitemap, and for each locale its home and its families' pages. The
 * largest units come first, so that no worker is left alone with one at the end.
 */
#include "build/steps.h"

const struct dip_locale_page dip_locale_pages[DIP_LOCALE_PAGES] = {
    {DIP_PAGE_NOT_FOUND, "404.html"},
    {DIP_PAGE_HOME, "index.html"},
    {DIP_PAGE_TRANSLATIONS, "translations/index.html"},
};

char *dip_codes_prefix(const struct dip_site_locale *locale, const struct dip_family *family)
{
    return g_strdup_printf("%s%s/", locale->prefix, family->id);
}

char *dip_pairs_prefix(const struct dip_site_locale *locale, const struct dip_family *family,
                       const char *slug)
{
    return g_strdup_printf("%scompare/%s/%s-vs-", locale->prefix, family->id, slug);
}

/* What a worker writes with; its diagnostics go where those of its unit do. */
struct hand {
    struct job *job;
    size_t locale;
    unsigned worker;
    struct dip_diag *diag;
};

static struct dip_pen *pen_of(const struct hand *hand)
{
    struct job *job = hand->job;
    struct dip_pen **pen = &job->pens[hand->worker * job->site->locale_count + hand->locale];

    if (*pen == NULL)
        *pen = dip_pen_new(dip_steps_edition(job, hand->locale, hand->diag));
    return *pen;
}

static const struct dip_site_locale *locale_of(const struct hand *hand)
{
    return &hand->job->site->locales[hand->locale];
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
static void put_bytes(const struct hand *hand, struct dip_output_group *group, const char *rest,
                      const char *bytes, size_t length, dip_key key)
{
    dip_tally_add(&hand->job->tally, length);
    if (group == NULL)
        return;
    dip_output_key(group, key);
    dip_output_put(group, rest, bytes, length, hand->diag);
}

/* Tell whether the file has not to be made: nobody wants it, or it is there and of the same key. */
static bool is_done(const struct hand *hand, struct dip_output_group *group, const char *rest,
                    dip_key key)
{
    uint64_t size = 0;

    if (!wanted(group, rest))
        return true;
    if (key == 0 || !dip_output_keep(group, rest, key, &size, hand->diag))
        return false;
    dip_tally_add(&hand->job->tally, size);
    return true;
}

static dip_key key_of(const struct hand *hand, const struct dip_page *page)
{
    const struct dip_page_keys *keys = hand->job->keys;

    return keys == NULL ? 0 : dip_page_key(keys, locale_of(hand), page);
}

static void put_page(const struct hand *hand, struct dip_output_group *group,
                     const struct dip_page *page, const char *rest)
{
    struct job *job = hand->job;
    dip_key key = key_of(hand, page);

    job->pages += wanted(group, rest);
    if (is_done(hand, group, rest, key))
        return;
    dip_html html = dip_pen_write(pen_of(hand), page);
    job->rendered++;
    if (html.length > DIP_LIMIT_PAGE_BYTES)
        report_size(locale_of(hand), page, html.length, hand->diag);
    else
        put_bytes(hand, group, rest, html.bytes, html.length, key);
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
    const struct hand *hand;
    struct dip_output_group *group;
    const char *slug; /**< of the group of pairs */
};

static void put_redirect(struct moved *moved, const struct dip_redirect *redirect, const char *slug)
{
    static const char salt[] = "redirect";
    const struct hand *hand = moved->hand;
    g_autofree char *rest = g_strconcat(slug, "/index.html", NULL);
    dip_key key = key_of(hand, &redirect->page);

    if (key != 0)
        key = dip_hash_mix(key, salt, sizeof salt);
    if (is_done(hand, moved->group, rest, key))
        return;
    dip_html html = dip_pen_redirect(pen_of(hand), &redirect->page);
    put_bytes(hand, moved->group, rest, html.bytes, html.length, key);
}

static void put_moved_code(const struct dip_redirect *redirect, void *user)
{
    if (redirect->b_slug == NULL)
        put_redirect(user, redirect, redirect->a_slug);
}

static struct dip_output_group *begin_pairs(const struct hand *hand,
                                            const struct dip_family *family, const char *slug)
{
    g_autofree char *prefix = dip_pairs_prefix(locale_of(hand), family, slug);

    return begin(hand->job, prefix);
}

static void put_moved_pair(const struct dip_redirect *redirect, void *user)
{
    struct moved *moved = user;

    if (redirect->b_slug == NULL)
        return;
    if (redirect->a_slug != moved->slug) {
        end(moved->group);
        moved->slug = redirect->a_slug;
        moved->group = begin_pairs(moved->hand, redirect->page.family, moved->slug);
    }
    put_redirect(moved, redirect, redirect->b_slug);
}

static void put_pairs(const struct hand *hand, const struct dip_family *family, size_t index)
{
    struct dip_page page = {.kind = DIP_PAGE_PAIR, .family = family, .a = &family->codes[index]};
    struct dip_output_group *group = begin_pairs(hand, family, page.a->slug);
    g_autoptr(GString) rest = g_string_new(NULL);

    bool wanted = group == NULL || dip_output_wants(group, NULL);
    size_t first = index + 1 + hand->job->slice.first;
    size_t end_of_slice = MIN(first + hand->job->slice.pairs, family->code_count);
    for (size_t i = first; wanted && i < end_of_slice; i++) {
        page.b = &family->codes[i];
        g_string_assign(rest, page.b->slug);
        g_string_append(rest, "/index.html");
        put_page(hand, group, &page, rest->str);
    }
    struct moved moved = {.hand = hand, .group = group, .slug = page.a->slug};
    if (end_of_slice == family->code_count)
        dip_code_redirects(family, page.a, put_moved_pair, &moved);
    end(moved.group);
}

/* A file of a locale that follows from anything of it. */
static void put_made(const struct hand *hand, struct dip_output_group *group, const char *rest,
                     const struct dip_family *family,
                     void (*make)(const struct dip_edition *edition,
                                  const struct dip_family *family, GString *out))
{
    struct job *job = hand->job;
    g_autofree char *name = g_strconcat(family == NULL ? "" : family->id, " ", rest, NULL);
    dip_key key = job->keys == NULL ? 0 : dip_page_key_all(job->keys, locale_of(hand), name);

    if (is_done(hand, group, rest, key))
        return;
    g_autoptr(GString) bytes = g_string_new(NULL);
    make(dip_steps_edition(job, hand->locale, hand->diag), family, bytes);
    put_bytes(hand, group, rest, bytes->str, bytes->len, key);
}

/* What programs and the picker read of a family. */
static void put_records(const struct hand *hand, const struct dip_family *family)
{
    g_autofree char *prefix = dip_records_prefix(locale_of(hand), family);
    struct dip_output_group *group = begin(hand->job, prefix);

    /* Where nothing is written, their size is of use only to a host. */
    if (group == NULL && hand->job->site->host == DIP_HOST_ANY)
        return;
    put_made(hand, group, DIP_FILE_INDEX, family, dip_edition_index);
    put_made(hand, group, DIP_FILE_API, family, dip_edition_api);
    end(group);
}

static void put_codes(const struct hand *hand, const struct dip_family *family)
{
    struct dip_page page = {.kind = DIP_PAGE_FAMILY, .family = family};
    g_autofree char *prefix = dip_codes_prefix(locale_of(hand), family);
    struct dip_output_group *group = begin(hand->job, prefix);

    put_page(hand, group, &page, "index.html");
    page.kind = DIP_PAGE_CODE;
    bool wanted = group == NULL || dip_output_wants(group, NULL);
    for (size_t i = 0; wanted && i < family->code_count; i++) {
        page.a = &family->codes[i];
        g_autofree char *rest = g_strconcat(page.a->slug, "/index.html", NULL);
        put_page(hand, group, &page, rest);
    }
    struct moved moved = {.hand = hand, .group = group};
    for (size_t i = 0; i < family->code_count; i++)
        dip_code_redirects(family, &family->codes[i], put_moved_code, &moved);
    end(group);
    put_records(hand, family);
}

static void make_llms(const struct dip_edition *edition,
                      const struct dip_family *family G_GNUC_UNUSED, GString *out)
{
    dip_edition_llms(edition, out);
}

static void put_statics(const struct hand *hand, struct dip_output_group *group)
{
    g_autofree char *robots = dip_robots_text(hand->job->site);

    put_bytes(hand, group, "robots.txt", robots, strlen(robots), 0);
    put_made(hand, group, "llms.txt", NULL, make_llms);
    const GArray *files = hand->job->project->statics.files;
    for (guint i = 0; i < files->len; i++) {
        const struct dip_static_file *file = &g_array_index(files, struct dip_static_file, i);
        put_bytes(hand, group, file->path, file->bytes, file->length, 0);
    }
}

static void put_locale(const struct hand *hand)
{
    struct dip_output_group *group = begin(hand->job, locale_of(hand)->prefix);

    for (size_t i = 0; i < DIP_LOCALE_PAGES; i++) {
        struct dip_page page = {.kind = dip_locale_pages[i].kind};
        put_page(hand, group, &page, dip_locale_pages[i].path);
    }
    if (hand->locale == 0)
        put_statics(hand, group);
    end(group);
}

static void put_sitemap(struct job *job, struct dip_diag *diag)
{
    struct dip_sitemap_size size;

    if (job->turn == NULL && job->site->host == DIP_HOST_ANY)
        return;
    dip_key key = job->keys == NULL ? 0 : dip_page_key_addresses(job->keys);
    dip_sitemap_put(job->turn, job->site, key, diag, &size);
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
    const struct hand hand = {.job = job,
                              .locale = (unit - 1) / dip_job_locale_units(job),
                              .worker = worker,
                              .diag = diag};
    size_t rest = (unit - 1) % dip_job_locale_units(job);
    if (rest == 0) {
        put_locale(&hand);
        return;
    }
    rest--;
    if (rest < site->family_count) {
        put_codes(&hand, site->families[rest]);
        return;
    }
    rest -= site->family_count;
    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        if (rest + 1 < family->code_count) {
            put_pairs(&hand, family, rest);
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
    own.slice = dip_job_slice(job, unit);
    own.pages = 0;
    own.rendered = 0;
    own.tally = (struct dip_tally){0};
    own.turn = job->output == NULL ? NULL : dip_output_turn_begin(job->output, unit);
    put_unit(&own, own.slice.unit, worker, diag);
    if (own.turn != NULL)
        dip_output_turn_end(own.turn);
    if (job->done == NULL)
        return;
    g_atomic_pointer_add(&job->done->pages, (gssize)own.pages);
    g_atomic_pointer_add(&job->done->rendered, (gssize)own.rendered);
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

size_t dip_job_units(const struct job *job)
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
        job->parts = dip_shard_units(site, dip_job_units(job), job->shard, &job->total);
}

void dip_job_make(struct job *job, unsigned jobs, struct dip_diag *diag)
{
    g_autofree bool *needed = dip_job_needed(job, jobs, diag);
    size_t units = dip_job_cut(job);
    struct dip_job_done done = {0};

    job->done = &done;
    dip_steps_run(job, needed, units, jobs, job->progress == NULL ? NULL : tick, diag);
    g_clear_pointer(&job->slices, g_array_unref);
    job->pages = done.pages;
    job->rendered = done.rendered;
    job->tally = done.tally;
    job->done = NULL;
}
