/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The files that a host reads become static files: they go the same way into the output. Own rules in
 * site/static/_headers and site/static/_redirects are kept, and ours written behind them.
 */
#include "build/work.h"

static const struct dip_static_file *find(const struct dip_static *statics, const char *path)
{
    for (guint i = 0; i < statics->files->len; i++) {
        const struct dip_static_file *file =
            &g_array_index(statics->files, struct dip_static_file, i);
        if (strcmp(file->path, path) == 0)
            return file;
    }
    return NULL;
}

/* Takes the text. */
static void put(struct dip_static *statics, const char *path, char *text)
{
    struct dip_static_file *file = (struct dip_static_file *)find(statics, path);

    if (file == NULL) {
        struct dip_static_file new = {.path = g_strdup(path)};
        g_array_append_val(statics->files, new);
        file = &g_array_index(statics->files, struct dip_static_file, statics->files->len - 1);
    }
    g_free(file->bytes);
    file->bytes = text;
    file->length = strlen(text);
}

/* What the site has of it already, or NULL. */
static char *own_text(const struct dip_static *statics, const char *path)
{
    const struct dip_static_file *file = find(statics, path);

    return file == NULL ? NULL : g_strndup(file->bytes, file->length);
}

static void add_rules(struct dip_static *statics, const struct dip_site *site,
                      struct dip_sizes *sizes)
{
    g_autofree char *own_headers = own_text(statics, "_headers");
    g_autofree char *own_redirects = own_text(statics, "_redirects");
    g_autofree const char **hashed = dip_static_hashed(statics);
    char *headers = dip_headers_text(site, own_headers, hashed);
    g_autofree char *redirects = dip_redirects_text(site, own_redirects, UINT64_MAX);

    dip_rules_measure(headers, redirects, sizes);
    put(statics, "_headers", headers);
    put(statics, "_redirects",
        dip_redirects_text(site, own_redirects, dip_host_most(site->host, DIP_MEASURE_REDIRECTS)));
}

static void add_github(struct dip_static *statics, const struct dip_site *site)
{
    char *cname = dip_cname_text(site);

    /* Without it, a branch is put through Jekyll. */
    put(statics, ".nojekyll", g_strdup(""));
    if (cname != NULL && find(statics, "CNAME") == NULL)
        put(statics, "CNAME", cname);
    else
        g_free(cname);
}

bool dip_project_load_hosted(struct dip_project *project, const struct dip_build_options *options,
                             struct dip_sizes *sizes, struct dip_diag *diag)
{
    bool alone = dip_worker_count(options->jobs) == 1;
    DIP_AUTO(dip_catalog_store) store = alone ? NULL : dip_catalog_store_new();
    DIP_AUTO(dip_ahead) ahead = alone ? NULL : dip_site_read_ahead(options->root, store);
    const struct dip_site_beside beside = {.store = store, .ahead = ahead};

    if (!dip_project_reload(project, options->root, options->flags, &beside, diag))
        return false;
    struct dip_site *site = project->site;
    if (options->host != NULL) {
        int host = dip_host_find(options->host);
        g_assert(host >= 0);
        site->host = (enum dip_host)host;
    }
    if (dip_host_has_rules(site->host))
        add_rules(&project->statics, site, sizes);
    else if (site->host == DIP_HOST_GITHUB_PAGES)
        add_github(&project->statics, site);
    return true;
}

bool dip_project_write_beside(const struct dip_project *project, struct dip_output *output,
                              struct dip_diag *diag)
{
    g_autofree const char **hashed = dip_static_hashed(&project->statics);

    return dip_hosting_write(output, project->site, hashed, diag);
}

const char **dip_static_hashed(const struct dip_static *statics)
{
    const char **paths = g_new0(const char *, statics->files->len + 1);
    size_t count = 0;

    for (guint i = 0; i < statics->files->len; i++) {
        const struct dip_static_file *file =
            &g_array_index(statics->files, struct dip_static_file, i);
        if (file->hashed)
            paths[count++] = file->path;
    }
    return paths;
}
