/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The line: unit 0; fold locale 0; prepare its codes; and then for each locale: fold the next one, do the
 * units of this one, prepare the codes of the next one. Steps are taken in this order, and wait only for
 * steps before them, so there is always one that goes on; and since a locale is folded as long before
 * its codes as pages of a whole locale take, hardly any waits. Folding is for one thread at a time.
 *
 * Before, all locales were folded by one thread while the others had nothing to do, and all editions
 * were in memory at once: of 20 locales, 27 MB.
 */
#include "build/steps.h"

#include "build/work.h"

#include <pthread.h>

enum kind { UNIT, FOLD, PREPARE };

/* Steps of one kind in a row. */
struct segment {
    enum kind kind;
    size_t locale;
    size_t first; /* step */
    size_t count;
    size_t unit; /* the first one, of units */
};

struct state {
    bool wanted;
    bool made; /* though it was not; guarded by `folding` */
    bool folded;
    size_t unprepared; /* codes */
    size_t left;       /* units */
};

struct dip_steps {
    struct job *job;
    unsigned jobs;
    void (*tick)(void *user);
    GArray *segments;
    pthread_mutex_t folding; /* ThreadSanitizer does not see GLib's */
    pthread_mutex_t mutex;   /* guards what follows */
    pthread_cond_t moved;
    struct state *states; /* by locale */
};

/* --- the line --- */

static void add(struct dip_steps *steps, struct segment segment)
{
    if (steps->segments->len > 0) {
        const struct segment *last =
            &g_array_index(steps->segments, struct segment, steps->segments->len - 1);
        segment.first = last->first + last->count;
    }
    if (segment.count > 0)
        g_array_append_val(steps->segments, segment);
}

static void add_start(struct dip_steps *steps, size_t locale)
{
    bool has = locale < steps->job->site->locale_count && steps->states[locale].wanted;

    add(steps, (struct segment){.kind = FOLD, .locale = locale, .count = has ? 1 : 0});
}

static void add_codes(struct dip_steps *steps, size_t locale)
{
    bool has = locale < steps->job->site->locale_count && steps->states[locale].wanted;
    size_t codes = has ? steps->states[locale].unprepared : 0;

    add(steps, (struct segment){.kind = PREPARE, .locale = locale, .count = codes});
}

static void draw_up(struct dip_steps *steps)
{
    size_t unit = 1;

    add(steps, (struct segment){.kind = UNIT, .count = 1});
    add_start(steps, 0);
    add_codes(steps, 0);
    for (size_t i = 0; i < steps->job->site->locale_count; i++) {
        size_t units = steps->states[i].left;
        add_start(steps, i + 1);
        add(steps, (struct segment){.kind = UNIT, .locale = i, .count = units, .unit = unit});
        add_codes(steps, i + 1);
        unit += units;
    }
}

static const struct segment *segment_of(const struct dip_steps *steps, size_t step)
{
    guint i = steps->segments->len - 1;

    while (g_array_index(steps->segments, struct segment, i).first > step)
        i--;
    return &g_array_index(steps->segments, struct segment, i);
}

/* --- the steps --- */

static void fold(struct dip_steps *steps, size_t locale)
{
    struct job *job = steps->job;

    pthread_mutex_lock(&steps->folding);
    dip_editions_begin(job->editions, job->project, locale);
    pthread_mutex_unlock(&steps->folding);
    pthread_mutex_lock(&steps->mutex);
    steps->states[locale].folded = true;
    pthread_cond_broadcast(&steps->moved);
    pthread_mutex_unlock(&steps->mutex);
}

static void prepare(struct dip_steps *steps, size_t locale, size_t code)
{
    struct state *state = &steps->states[locale];

    pthread_mutex_lock(&steps->mutex);
    while (!state->folded)
        pthread_cond_wait(&steps->moved, &steps->mutex);
    pthread_mutex_unlock(&steps->mutex);
    dip_editions_prepare(steps->job->editions[locale], steps->job->site, code);
    pthread_mutex_lock(&steps->mutex);
    if (--state->unprepared == 0)
        pthread_cond_broadcast(&steps->moved);
    pthread_mutex_unlock(&steps->mutex);
}

static void forget_pens(struct dip_steps *steps, size_t locale)
{
    struct job *job = steps->job;

    for (unsigned worker = 0; worker < steps->jobs; worker++)
        g_clear_pointer(&job->pens[worker * job->site->locale_count + locale], dip_pen_free);
}

/* The source's words are everyone's until the end. */
static void forget(struct dip_steps *steps, size_t locale)
{
    forget_pens(steps, locale);
    if (locale > 0)
        g_clear_pointer(&steps->job->editions[locale], dip_edition_free);
}

static void do_unit(struct dip_steps *steps, const struct segment *segment, size_t unit,
                    unsigned worker, struct dip_diag *diag)
{
    struct state *state = &steps->states[segment->locale];

    pthread_mutex_lock(&steps->mutex);
    while (state->wanted && !(state->folded && state->unprepared == 0))
        pthread_cond_wait(&steps->moved, &steps->mutex);
    pthread_mutex_unlock(&steps->mutex);
    dip_job_unit(unit, worker, diag, steps->job);
    pthread_mutex_lock(&steps->mutex);
    bool last = --state->left == 0;
    pthread_mutex_unlock(&steps->mutex);
    if (last)
        forget(steps, segment->locale);
}

static void do_step(size_t step, unsigned worker, struct dip_diag *diag, void *user)
{
    struct dip_steps *steps = user;
    const struct segment *segment = segment_of(steps, step);
    size_t at = step - segment->first;

    switch (segment->kind) {
    case UNIT:
        if (segment->unit == 0)
            dip_job_unit(0, worker, diag, steps->job);
        else
            do_unit(steps, segment, segment->unit + at, worker, diag);
        break;
    case FOLD:
        fold(steps, segment->locale);
        break;
    case PREPARE:
        prepare(steps, segment->locale, at);
        break;
    }
}

struct dip_edition *dip_steps_edition(struct job *job, size_t locale, struct dip_diag *diag)
{
    struct dip_steps *steps = job->steps;

    /* Units of a locale that is wanted begin when it is prepared. */
    if (steps == NULL || steps->states[locale].wanted)
        return job->editions[locale];
    pthread_mutex_lock(&steps->folding);
    if (!steps->states[locale].made)
        dip_editions_add(job->editions, job->project, locale, 1, diag);
    steps->states[locale].made = true;
    struct dip_edition *edition = job->editions[locale];
    pthread_mutex_unlock(&steps->folding);
    return edition;
}

static void tick(void *user)
{
    struct dip_steps *steps = user;

    steps->tick(steps->job);
}

static size_t code_count(const struct dip_site *site)
{
    size_t codes = 0;

    for (size_t i = 0; i < site->family_count; i++)
        codes += site->families[i]->code_count;
    return codes;
}

/* Tell whether the part of the site that is made has pages of a locale. */
static bool has_part(const struct job *job, size_t locale)
{
    size_t units = dip_job_locale_units(job);

    for (size_t i = 0; i < units; i++) {
        if (job->parts == NULL || job->parts[1 + locale * units + i] == job->shard.part)
            return true;
    }
    return false;
}

void dip_steps_run(struct job *job, const bool *wanted, size_t units, unsigned jobs,
                   void (*tick_fn)(void *user), struct dip_diag *diag)
{
    size_t locales = job->site->locale_count;
    struct dip_steps steps = {.job = job,
                              .jobs = jobs,
                              .tick = tick_fn,
                              .segments = g_array_new(FALSE, FALSE, sizeof(struct segment)),
                              .states = g_new0(struct state, locales)};

    for (size_t i = 0; i < locales; i++)
        steps.states[i] =
            (struct state){.wanted = (wanted == NULL || wanted[i]) && has_part(job, i),
                           .unprepared = code_count(job->site),
                           .left = (units - 1) / locales};
    pthread_mutex_init(&steps.folding, NULL);
    pthread_mutex_init(&steps.mutex, NULL);
    pthread_cond_init(&steps.moved, NULL);
    draw_up(&steps);
    const struct segment *last =
        &g_array_index(steps.segments, struct segment, steps.segments->len - 1);
    job->steps = &steps;
    job->editions = g_new0(struct dip_edition *, locales);
    job->pens = g_new0(struct dip_pen *, jobs * locales);
    dip_work(last->first + last->count, jobs, do_step, tick_fn == NULL ? NULL : tick, &steps, diag);
    g_clear_pointer(&job->pens, g_free);
    dip_editions_free(job->editions, locales);
    job->editions = NULL;
    job->steps = NULL;
    pthread_mutex_destroy(&steps.folding);
    pthread_mutex_destroy(&steps.mutex);
    pthread_cond_destroy(&steps.moved);
    g_array_unref(steps.segments);
    g_free(steps.states);
}
