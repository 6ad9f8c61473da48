/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych serve`: hands the server a site, and tells the terminal what each load came to.
 */
#include "cli/command.h"

#ifdef DIP_HAVE_SERVE

#include "serve/serve.h"

struct serving {
    const struct dip_common *common;
    unsigned flags;
    struct dip_catalog_store *store;
    char *said;  /**< what was last said to be wrong */
    bool loaded; /**< at least once without errors */
};

static void *load(void *user, struct dip_diag *diag)
{
    const struct serving *serving = user;

    return dip_preview_load(dip_common_root(serving->common), serving->flags, serving->store, diag);
}

static void unload(void *site)
{
    dip_preview_free(site);
}

static GBytes *file(void *site, const char *path, struct dip_diag *diag)
{
    return dip_preview_file(site, path, diag);
}

static const char *base(const void *site)
{
    return dip_preview_base(site);
}

static void print_loaded(struct serving *serving, const struct dip_serve_news *news)
{
    double seconds = (double)news->time_us / 1e6;

    if (serving->common->quiet)
        return;
    if (!serving->loaded) {
        g_autofree char *pages = dip_counted(dip_preview_pages(news->site), "page", "pages");
        g_autofree char *locales =
            dip_counted(dip_preview_locales(news->site), "language", "languages");
        printf(
            "%s in %s, loaded in %.2f s. Save a file, and open pages follow; Ctrl-C ends this.\n",
            pages, locales, seconds);
    } else if (news->changed->len == 1) {
        printf("%s: loaded in %.2f s\n", (const char *)news->changed->pdata[0], seconds);
    } else {
        printf("%u files: loaded in %.2f s\n", news->changed->len, seconds);
    }
}

/* What was said the last time need not be said again after every key of an editor. */
static bool is_new(struct serving *serving, const struct dip_diag *diag)
{
    g_autoptr(GString) text = g_string_new(NULL);

    dip_diag_print_json(diag, text);
    bool same = g_strcmp0(serving->said, text->str) == 0;
    g_free(serving->said);
    serving->said = g_strdup(text->str);
    return !same;
}

static void tell(void *user, const struct dip_serve_news *news)
{
    struct serving *serving = user;

    if (serving->said == NULL)
        printf("%s\n", news->address);
    if (is_new(serving, news->diag)) {
        dip_report_diagnostics(news->diag, serving->common, NULL);
        dip_report_counts(news->diag, news->kept
                                          ? "the site from before is still served"
                                          : "there is nothing to serve until this is mended");
    }
    if (news->site != NULL) {
        print_loaded(serving, news);
        serving->loaded = true;
    }
    fflush(stdout);
}

/* Whoever stands in the wrong folder wants to know that, and no server. */
static bool is_site(const struct dip_common *common)
{
    g_autofree char *settings =
        g_build_filename(dip_common_root(common), "site", "site.yaml", NULL);

    return g_file_test(settings, G_FILE_TEST_EXISTS);
}

static enum dip_status serve(const struct dip_common *common, unsigned port, unsigned flags)
{
    g_autofree char *problem = NULL;
    __typeof__(dip_serve) *serve_fn = dip_module_find("serve", "dip_serve", &problem);

    if (serve_fn == NULL) {
        fprintf(stderr, "diptych: this program can't serve: %s\n", problem);
        return DIP_STATUS_ERRORS;
    }
    const char *root = dip_common_root(common);
    DIP_AUTO(dip_catalog_store) store = dip_catalog_store_new();
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    struct serving serving = {.common = common, .flags = flags, .store = store};
    const struct dip_serve_source source = {
        .load = load,
        .unload = unload,
        .file = file,
        .base = base,
        .headers = dip_security_headers,
        .tell = tell,
        .user = &serving,
    };
    bool fine = is_site(common) ? serve_fn(root, port, &source, diag)
                                : dip_preview_load(root, flags, store, diag) != NULL;

    g_free(serving.said);
    dip_report_diagnostics(diag, common, NULL);
    dip_report_counts(diag, "nothing was served");
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

static enum dip_status run(int argc, char **argv)
{
    __attribute__((cleanup(dip_common_release))) struct dip_common common = {0};
    gboolean pseudo = FALSE;
    int port = DIP_SERVE_PORT;
    const GOptionEntry own[] = {
        {"port", 'p', 0, G_OPTION_ARG_INT, &port, "The port (8000); 0 takes any that is free", "N"},
        {"pseudo", 0, 0, G_OPTION_ARG_NONE, &pseudo,
         "Add the made-up languages en-XA and ar-XB, never indexed", NULL},
        G_OPTION_ENTRY_NULL,
    };
    enum dip_status status = DIP_STATUS_FINE;

    if (!dip_options_parse(&dip_command_serve, own, &common, &argc, &argv, &status))
        return status;
    if (port < 0 || port > DIP_SERVE_PORT_LIMIT)
        return dip_usage_error(&dip_command_serve, "--port takes a number from 0 to %d",
                               DIP_SERVE_PORT_LIMIT);
    return serve(&common, (unsigned)port, pseudo ? DIP_SITE_PSEUDO : 0U);
}

#else

static enum dip_status run(int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED)
{
    fputs("diptych: this program was built without \"serve\", which needs libsoup 3\n"
          "Build it with libsoup-3.0-dev and -Dserve=enabled, or serve what \"diptych build\" "
          "makes.\n",
          stderr);
    return DIP_STATUS_ERRORS;
}

#endif

const struct dip_command dip_command_serve = {
    .name = "serve",
    .summary = "show the site to a browser on this machine, and follow its files",
    .description = "Serve the site on this machine's loopback addresses, as a host would. When a "
                   "file of it is "
                   "saved, the pages that are open follow. No file is written.",
    .run = run,
};
