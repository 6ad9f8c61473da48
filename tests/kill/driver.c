/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The smallest program that builds an output: `driver OUT A|B|C [THREADS]`. From A to B, files
 * change, go, come, turn from file to folder and back, and whole groups appear and vanish; C shares
 * a little with both. kill.py runs it under the shim.
 */
#include "emit/emit.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGES = 10, STREAM_PIECES = 40 };

struct work {
    struct dip_output *output;
    char version;
    int first; /* the group to start with; steps of `threads` */
    int threads;
    bool fine;
    struct dip_diag *diag;
};

/* Groups with the versions in which they are. */
static const struct {
    const char *prefix;
    const char *versions;
} groups[] = {
    {"compare/sip/404-vs-", "ABC"},
    {"compare/sip/486-vs-", "ABC"},
    {"vi/compare/sip/404-vs-", "ABC"},
    {"sip/", "ABC"},
    {"", "ABC"},
    {"gone/", "A"},
    {"come/deep/er/", "B"},
};

/* Files with the versions in which they are. */
static const struct {
    const char *path;
    const char *versions;
} odd[] = {
    {"index.html", "ABC"},        {"empty.txt", "ABC"}, {"turn", "A"},
    {"turn/index.html", "B"},     {"fold", "B"},        {"fold/index.html", "A"},
    {"fold/a/b.html", "A"},       {"only-c.html", "C"}, {"static/a.css", "AB"},
    {"static/icons/x.svg", "BC"},
};

static bool put(struct dip_output_group *group, const char *rest, char content, size_t length,
                struct dip_diag *diag)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_string_append_printf(bytes, "<!doctype html><title>%s</title>", rest);
    while (bytes->len < length) {
        g_string_append_c(bytes, content);
    }
    return dip_output_put(group, rest, bytes->str, length > 0 ? bytes->len : 0, diag);
}

static bool put_odd(struct dip_output_group *group, char version, struct dip_diag *diag)
{
    bool fine = true;
    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
        if (strchr(odd[i].versions, version) != NULL) {
            fine &= put(group, odd[i].path, i == 0 ? version : '=', i == 1 ? 0 : 100, diag);
        }
    }
    /* The same for two blocks, then another in every version. */
    struct dip_output_stream *stream = dip_output_stream_begin(group, "sitemap.xml", diag);
    for (int i = 0; i < STREAM_PIECES; i++) {
        char piece[4000];
        memset(piece, i < STREAM_PIECES - 2 ? 's' : version, sizeof piece);
        fine &= dip_output_stream_write(stream, piece, sizeof piece);
    }
    fine &= dip_output_stream_end(stream);
    return fine;
}

static bool has_page(char version, int page)
{
    return page == 7 ? version == 'A' : page == 8 ? version == 'B' : true;
}

static bool put_group(struct work *work, size_t at)
{
    struct dip_output_group *group = dip_output_group_begin(work->output, groups[at].prefix);
    bool fine = true;
    for (int page = 0; page < PAGES && groups[at].prefix[0] != '\0'; page++) {
        g_autofree char *rest = g_strdup_printf("60%d/index.html", page);
        if (has_page(work->version, page)) {
            /* Page 6 changes without changing its size, page 9 changes it. */
            bool changes = page % 3 == 0;
            size_t length = page == 9 ? 300 + (size_t)work->version : 400;
            fine &= put(group, rest, changes ? work->version : '=', length, work->diag);
        }
    }
    if (groups[at].prefix[0] == '\0') {
        fine &= put_odd(group, work->version, work->diag);
    }
    dip_output_group_end(group);
    return fine;
}

static gpointer work_on(gpointer user)
{
    struct work *work = user;
    work->fine = true;
    for (size_t at = (size_t)work->first; at < G_N_ELEMENTS(groups); at += (size_t)work->threads) {
        if (strchr(groups[at].versions, work->version) != NULL) {
            work->fine &= put_group(work, at);
        }
    }
    return NULL;
}

static bool build(struct dip_output *output, char version, int threads, struct dip_diag *diag)
{
    bool fine = true;
    g_autofree struct work *work = g_new0(struct work, threads);
    g_autofree GThread **thread = g_new0(GThread *, threads);
    for (int i = 0; i < threads; i++) {
        work[i] = (struct work){output, version, i, threads, false, dip_diag_new()};
        thread[i] = threads > 1 ? g_thread_new("worker", work_on, &work[i]) : NULL;
        if (thread[i] == NULL) {
            work_on(&work[i]);
        }
    }
    for (int i = 0; i < threads; i++) {
        if (thread[i] != NULL) {
            g_thread_join(thread[i]);
        }
        fine &= work[i].fine;
        dip_diag_merge(diag, work[i].diag);
        dip_diag_free(work[i].diag);
    }
    return fine;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: driver OUT A|B|C [THREADS]\n");
        return 2;
    }
    int threads = argc > 3 ? argv[3][0] - '0' : 1;
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    struct dip_output_summary summary = {0};
    bool fine;
    {
        DIP_AUTO(dip_output) output = dip_output_open(argv[1], diag);
        fine = output != NULL && build(output, argv[2][0], threads, diag);
        if (output != NULL) {
            /* Commit after a failed put has to refuse by itself. */
            fine = dip_output_commit(output, diag, &summary) && fine;
        }
    }
    dip_diag_print(diag, stderr, ".", "", false);
    if (fine) {
        printf("files=%" G_GUINT64_FORMAT " bytes=%" G_GUINT64_FORMAT " written=%" G_GUINT64_FORMAT
               " unchanged=%" G_GUINT64_FORMAT " removed=%" G_GUINT64_FORMAT "\n",
               summary.files, summary.bytes, summary.written, summary.unchanged, summary.removed);
    }
    return fine ? 0 : 1;
}
