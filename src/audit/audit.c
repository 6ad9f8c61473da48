/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Three steps: list all files, read all pages (workers, which take the next from a counter), compare
 * what the pages say of each other and of the sitemaps. The reference site, 11,416 pages and 131 MB,
 * takes 4 s of a processor, most of it in the HTML parser.
 */
#include "audit/built.h"

struct reading {
    const struct dip_built *built;
    gint next; /* atomic */
};

struct reader {
    struct reading *reading;
    struct dip_inspector *inspector;
    struct dip_diag *diag;
    GThread *thread;
};

static gpointer read_pages(gpointer data)
{
    struct reader *reader = data;
    const struct dip_built *built = reader->reading->built;

    for (;;) {
        gint index = g_atomic_int_add(&reader->reading->next, 1);
        if (index >= (gint)built->files->len)
            return NULL;
        if (dip_built_get(built, index)->page != NULL)
            dip_inspector_read(reader->inspector, index, reader->diag);
    }
}

/* Texts of pages belong to the inspectors: the comparison comes before they go. */
static void read_and_compare(const struct dip_built *built, unsigned jobs, struct dip_diag *diag,
                             struct dip_audit_summary *summary)
{
    struct reading reading = {.built = built};
    g_autofree struct reader *readers = g_new0(struct reader, jobs);

    for (unsigned i = 0; i < jobs; i++) {
        readers[i] = (struct reader){
            .reading = &reading, .inspector = dip_inspector_new(built), .diag = dip_diag_new()};
        readers[i].thread = g_thread_new("reader", read_pages, &readers[i]);
    }
    for (unsigned i = 0; i < jobs; i++) {
        g_thread_join(readers[i].thread);
        dip_diag_merge(diag, readers[i].diag);
        dip_diag_free(readers[i].diag);
        summary->links += dip_inspector_links(readers[i].inspector);
    }
    dip_built_compare(built, diag);
    dip_built_check_sitemaps(built, diag);
    for (unsigned i = 0; i < jobs; i++)
        dip_inspector_free(readers[i].inspector);
}

static size_t count_pages(const struct dip_built *built)
{
    size_t pages = 0;

    for (guint i = 0; i < built->files->len; i++)
        pages += dip_built_get(built, (int32_t)i)->page != NULL;
    return pages;
}

static void report_missing(const char *folder, struct dip_diag *diag)
{
    dip_diag_report(diag, DIP_RULE_FOLDER_MISSING, (dip_loc){0},
                    "there is no folder \"%s\" with a built site", folder);
    dip_diag_note(diag, (dip_loc){0}, "\"diptych build\" makes it");
}

bool dip_audit(const struct dip_audit_options *options, struct dip_diag *diag,
               struct dip_audit_summary *ret_summary)
{
    gint64 start = g_get_monotonic_time();
    unsigned jobs = options->jobs == 0 ? g_get_num_processors() : options->jobs;
    struct dip_audit_summary summary = {0};
    struct dip_built built;

    if (!g_file_test(options->folder, G_FILE_TEST_IS_DIR)) {
        report_missing(options->folder, diag);
        return false;
    }
    bool fine = dip_built_list(&built, options->folder, options->url, diag);
    summary.files = built.files->len;
    summary.pages = count_pages(&built);
    if (fine && dip_built_find(&built, "index.html") == DIP_NO_FILE) {
        report_missing(options->folder, diag);
        fine = false;
    }
    /* With another address every canonical link would be wrong: one report says it better. */
    if (fine && dip_built_check_url(&built, diag))
        read_and_compare(&built, MIN(jobs, (unsigned)DIP_LIMIT_WORKERS), diag, &summary);
    dip_built_release(&built);
    summary.time_us = g_get_monotonic_time() - start;
    *ret_summary = summary;
    return dip_diag_count(diag, DIP_ERROR) == 0;
}
