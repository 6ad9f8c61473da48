/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Workers take the next unit from a counter until there is none: units of different size even out, and
 * there is no queue to lock. GThreadPool was tried in mind and left: it allocates for every unit.
 */
#include "build/work.h"

struct work {
    size_t count;
    dip_unit_fn unit_fn;
    void *user;
    gsize next;   /**< atomic */
    gint running; /**< atomic */
};

struct worker {
    struct work *work;
    unsigned number;
    struct dip_diag *diag;
    GThread *thread;
};

static void run(struct worker *worker)
{
    struct work *work = worker->work;

    for (;;) {
        size_t unit = (size_t)g_atomic_pointer_add(&work->next, 1);
        if (unit >= work->count)
            return;
        work->unit_fn(unit, worker->number, worker->diag, work->user);
    }
}

static gpointer run_thread(gpointer data)
{
    struct worker *worker = data;

    run(worker);
    g_atomic_int_add(&worker->work->running, -1);
    return NULL;
}

static void watch(struct work *work, void (*tick)(void *user))
{
    enum { TICK_US = 50000, STEP_US = 2000 };

    for (int waited = 0; g_atomic_int_get(&work->running) > 0; waited += STEP_US) {
        g_usleep(STEP_US);
        if (waited % TICK_US == 0)
            tick(work->user);
    }
    tick(work->user);
}

void dip_work(size_t count, unsigned jobs, dip_unit_fn unit_fn, void (*tick)(void *user),
              void *user, struct dip_diag *diag)
{
    struct work work = {.count = count, .unit_fn = unit_fn, .user = user};
    unsigned used = (unsigned)CLAMP(MIN((size_t)jobs, count), 1, DIP_LIMIT_WORKERS);
    g_autofree struct worker *workers = g_new0(struct worker, used);
    /* Without a tick this thread is worker 0; with one it only watches. */
    unsigned first = tick == NULL ? 1 : 0;

    work.running = (gint)(used - first);
    for (unsigned i = 0; i < used; i++)
        workers[i] = (struct worker){.work = &work, .number = i, .diag = dip_diag_new()};
    for (unsigned i = first; i < used; i++)
        workers[i].thread = g_thread_new("worker", run_thread, &workers[i]);
    if (tick == NULL)
        run(&workers[0]);
    else
        watch(&work, tick);
    for (unsigned i = 0; i < used; i++) {
        if (workers[i].thread != NULL)
            g_thread_join(workers[i].thread);
        dip_diag_merge(diag, workers[i].diag);
        dip_diag_free(workers[i].diag);
    }
}

unsigned dip_worker_count(unsigned jobs)
{
    return CLAMP(jobs == 0 ? g_get_num_processors() : jobs, 1, (unsigned)DIP_LIMIT_WORKERS);
}
