/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych build`.
 */
#include "cli/command.h"

#include <unistd.h>

static void show_progress(uint64_t done, uint64_t total, void *user G_GNUC_UNUSED)
{
    fprintf(stderr, "\r%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pages", done, total);
    if (done >= total)
        fputs("\r\033[K", stderr);
    fflush(stderr);
}

/* What was asked for, as typed. */
struct request {
    struct dip_common common;
    char *out;
    char *archive;
    char *changes;
    char *host;
    char *precompress;
    char *shard;
    gboolean pseudo;
    int jobs;
};

static void release(struct request *request)
{
    dip_common_release(&request->common);
    g_free(request->out);
    g_free(request->archive);
    g_free(request->changes);
    g_free(request->host);
    g_free(request->precompress);
    g_free(request->shard);
}

/* "gzip", "brotli", both with a comma, or "none". */
static bool parse_packs(const char *list, int *ret_packs, enum dip_status *ret_status)
{
    /* GLib splits an empty text into nothing. */
    g_auto(GStrv) names = g_strsplit(list[0] == '\0' ? " " : list, ",", -1);
    size_t known = g_strv_length((char **)dip_pack_names);
    unsigned packs = 0;

    for (size_t i = 0; i < g_strv_length(names) && strcmp(list, "none") != 0; i++) {
        size_t at = 0;
        g_strstrip(names[i]);
        while (at < known && strcmp(names[i], dip_pack_names[at]) != 0)
            at++;
        packs |= 1U << at;
        if (at < known)
            continue;
        const char *nearest = dip_text_nearest(names[i], dip_pack_names, known);
        *ret_status = dip_usage_error(&dip_command_build,
                                      "--precompress takes \"gzip\", \"brotli\", \"gzip,brotli\" "
                                      "or \"none\", not \"%s\"%s%s%s",
                                      names[i], nearest == NULL ? "" : "; did you mean \"",
                                      nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
        return false;
    }
    *ret_packs = (int)packs;
    return true;
}

/* What --archive can't be, or be used with; NULL: it is fine. */
static const char *archive_problem(const struct request *request)
{
    static const char *const ends[] = {".tar", ".tar.gz", ".tgz"};
    const char *file = request->archive;
    bool to_stdout = strcmp(file, "-") == 0;
    bool known = to_stdout;

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        known = known || (strlen(file) > strlen(ends[i]) && g_str_has_suffix(file, ends[i]));
    if (!known)
        return "--archive takes a name that ends with .tar or .tar.gz, or - for standard output";
    if (request->out != NULL)
        return "--archive makes no output folder; leave --out out";
    if (request->changes != NULL)
        return "--changes compares with an output folder, and --archive makes none";
    if (to_stdout && request->common.json)
        return "--json and the archive would both go to standard output";
    if (to_stdout && isatty(STDOUT_FILENO))
        return "an archive is nothing for a terminal; send standard output to a file or a program";
    return NULL;
}

/* https://reproducible-builds.org/specs/source-date-epoch/ */
static bool parse_mtime(gint64 *ret_mtime, enum dip_status *ret_status)
{
    /* What 11 octal digits of a header hold. */
    static const guint64 most = 077777777777;
    const char *text = g_getenv("SOURCE_DATE_EPOCH");
    guint64 seconds = 0;

    if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 0, most, &seconds, NULL)) {
        *ret_status = dip_usage_error(&dip_command_build,
                                      "SOURCE_DATE_EPOCH is \"%s\"; expected seconds since 1970, "
                                      "as \"date +%%s\" prints them",
                                      text);
        return false;
    }
    *ret_mtime = (gint64)seconds;
    return true;
}

/* K and N, from 1. */
static bool parse_numbers(const char *text, struct dip_shard *ret_shard)
{
    g_auto(GStrv) numbers = g_strsplit(text, "/", -1);
    guint64 part = 0;
    guint64 of = 0;

    if (g_strv_length(numbers) != 2 ||
        !g_ascii_string_to_unsigned(numbers[1], 10, 1, DIP_LIMIT_SHARDS, &of, NULL) ||
        !g_ascii_string_to_unsigned(numbers[0], 10, 1, of, &part, NULL))
        return false;
    *ret_shard = (struct dip_shard){.part = (unsigned)part, .of = (unsigned)of};
    return true;
}

static bool parse_shard(const struct request *request, struct dip_shard *ret_shard,
                        enum dip_status *ret_status)
{
    if (!parse_numbers(request->shard, ret_shard))
        *ret_status = dip_usage_error(&dip_command_build,
                                      "--shard takes K/N, part K of N, with K from 1 to N and N at "
                                      "most %d, not \"%s\"",
                                      DIP_LIMIT_SHARDS, request->shard);
    else if (request->archive != NULL)
        *ret_status = dip_usage_error(
            &dip_command_build, "--shard makes a folder for \"diptych join\", and no archive");
    else if (request->changes != NULL)
        *ret_status = dip_usage_error(
            &dip_command_build, "--changes is for the whole site: give it to \"diptych join\"");
    else if (request->out == NULL)
        *ret_status = dip_usage_error(&dip_command_build,
                                      "--shard needs --out: each part has a folder of its own");
    else
        return true;
    return false;
}

static bool check_names(const struct request *request, enum dip_status *ret_status)
{
    if (request->out != NULL && request->out[0] == '\0')
        *ret_status = dip_usage_error(&dip_command_build, "--out takes the name of a folder");
    else if (request->changes != NULL && request->changes[0] == '\0')
        *ret_status = dip_usage_error(&dip_command_build, "--changes takes the name of a file");
    else if (request->jobs != G_MININT && (request->jobs < 1 || request->jobs > DIP_LIMIT_WORKERS))
        *ret_status = dip_usage_error(&dip_command_build, "--jobs takes a number from 1 to %d",
                                      DIP_LIMIT_WORKERS);
    else if (request->archive != NULL && archive_problem(request) != NULL)
        *ret_status = dip_usage_error(&dip_command_build, "%s", archive_problem(request));
    else
        return true;
    return false;
}

static bool parse(struct request *request, int *argc, char ***argv,
                  struct dip_build_options *ret_options, enum dip_status *ret_status)
{
    const GOptionEntry own[] = {
        {"out", 'o', 0, G_OPTION_ARG_FILENAME, &request->out,
         "The output folder (site/public in the site's)", "DIR"},
        {"archive", 0, 0, G_OPTION_ARG_FILENAME, &request->archive,
         "Make one .tar or .tar.gz instead; - is standard output", "FILE"},
        {"changes", 0, 0, G_OPTION_ARG_FILENAME, &request->changes,
         "List the added, changed and removed addresses in FILE", "FILE"},
        {"host", 0, 0, G_OPTION_ARG_STRING, &request->host,
         "Where the site goes: any, github-pages, netlify, cloudflare-pages, nginx or s3", "NAME"},
        {"precompress", 0, 0, G_OPTION_ARG_STRING, &request->precompress,
         "Pack files as gzip, brotli or gzip,brotli beside themselves", "LIST"},
        {"shard", 0, 0, G_OPTION_ARG_STRING, &request->shard,
         "Make part K of N, for \"diptych join\"", "K/N"},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &request->jobs, "Workers (one a processor)", "N"},
        {"pseudo", 0, 0, G_OPTION_ARG_NONE, &request->pseudo,
         "Add the made-up languages en-XA and ar-XB, never indexed", NULL},
        {"json", 0, 0, G_OPTION_ARG_NONE, &request->common.json, "Print the results as JSON", NULL},
        G_OPTION_ENTRY_NULL,
    };
    struct dip_build_options options = {.packs = -1};

    if (!dip_options_parse(&dip_command_build, own, &request->common, argc, argv, ret_status) ||
        !check_names(request, ret_status) ||
        !dip_host_is_known(&dip_command_build, request->host, ret_status))
        return false;
    if (request->precompress != NULL &&
        !parse_packs(request->precompress, &options.packs, ret_status))
        return false;
    if (request->archive != NULL && !parse_mtime(&options.mtime, ret_status))
        return false;
    if (request->shard != NULL && !parse_shard(request, &options.shard, ret_status))
        return false;
    const struct dip_common *common = &request->common;
    bool watched = !common->quiet && !common->json && isatty(STDERR_FILENO);
    options.root = dip_common_root(common);
    options.out = request->out;
    options.archive = request->archive;
    options.changes = request->changes;
    options.host = request->host;
    options.jobs = (unsigned)MAX(request->jobs, 0);
    options.flags = request->pseudo ? DIP_SITE_PSEUDO : 0U;
    options.progress = watched ? show_progress : NULL;
    *ret_options = options;
    return true;
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(release))) struct request request = {.jobs = G_MININT};
    enum dip_status status = DIP_STATUS_FINE;
    struct dip_build_options options;

    if (!parse(&request, &argc, &argv, &options, &status))
        return status;
    const struct dip_common *common = &request.common;
    struct dip_build_summary summary = {0};
    g_autoptr(GString) json = g_string_new("{\"diagnostics\": ");
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    bool fine = dip_build(&options, diag, &summary);
    dip_report_diagnostics(diag, common, common->json ? json : NULL);
    if (common->json) {
        dip_report_summary_json(&summary, fine, json);
        fputs(json->str, stdout);
    } else {
        dip_report_counts(diag, "nothing was written");
        if (fine && !common->quiet)
            dip_report_summary(&summary, options.archive);
    }
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

const struct dip_command dip_command_build = {
    .name = "build",
    .summary = "make the site",
    .description =
        "Make the site in site/public. Only what changed is written; where the input has an "
        "error, nothing is.",
    .run = run,
};
