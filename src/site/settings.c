/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * site/site.yaml: a table, and the checks that no table can hold.
 */
#include "site/loader.h"

static const struct dip_schema licence_schema = {
    .what = "licence", .size = sizeof(struct dip_reference), .fields = dip_reference_fields};

const char *const dip_pack_names[] = {"gzip", "brotli", NULL};

static const char *const links_choices[] = {"folder", "file", NULL};

static const struct dip_field settings_fields[] = {
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct dip_settings, name)},
    {.key = "url",
     .type = DIP_FIELD_URL,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct dip_settings, url)},
    {.key = "source", .type = DIP_FIELD_NAME, .offset = offsetof(struct dip_settings, source)},
    {.key = "links",
     .type = DIP_FIELD_CHOICE,
     .choices = links_choices,
     .offset = offsetof(struct dip_settings, links)},
    {.key = "host",
     .type = DIP_FIELD_CHOICE,
     .choices = dip_host_names,
     .offset = offsetof(struct dip_settings, host)},
    {.key = "threshold",
     .type = DIP_FIELD_COUNT,
     .maximum = 100,
     .offset = offsetof(struct dip_settings, threshold)},
    {.key = "precompress",
     .type = DIP_FIELD_CHOICES,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .choices = dip_pack_names,
     .offset = offsetof(struct dip_settings, precompress)},
    {.key = "licence",
     .type = DIP_FIELD_RECORD,
     .schema = &licence_schema,
     .offset = offsetof(struct dip_settings, licence)},
    {.key = "translators",
     .type = DIP_FIELD_URL,
     .offset = offsetof(struct dip_settings, translators)},
    {0},
};
static const struct dip_schema settings_schema = {
    .what = "site", .size = sizeof(struct dip_settings), .fields = settings_fields};

/* The address of the site: no query, no fragment, a slash at the end. */
static void finish_url(struct dip_loader *loader, struct dip_settings *settings)
{
    const char *url = settings->url.text;

    if (url == NULL)
        return;
    if (strpbrk(url, "?#") != NULL) {
        dip_diag_report(
            loader->diag, DIP_RULE_URL_INVALID, settings->url.loc,
            "\"url\" is the address of the site's root and has no query and no fragment");
        return;
    }
    if (!g_str_has_suffix(url, "/")) {
        g_autofree char *with_slash = g_strconcat(url, "/", NULL);
        settings->url.text = dip_loader_strdup(loader, with_slash);
    }
    const char *host = strstr(settings->url.text, "://") + 3;
    loader->site->base_path = strchr(host, '/');
}

bool dip_load_settings(struct dip_loader *loader)
{
    struct dip_settings *settings = &loader->site->settings;
    struct dip_document *document = dip_loader_document(loader, "site/site.yaml");

    g_autofree char *other = g_build_filename(loader->root, "site/site.yml", NULL);

    loader->site->base_path = "/";
    if (document == NULL) {
        if (g_file_test(other, G_FILE_TEST_EXISTS))
            dip_diag_note(loader->diag, (dip_loc){0},
                          "did you mean \"site.yml\"? its name has to end with \".yaml\"");
        return false;
    }
    bool fine = dip_schema_decode(&settings_schema, document, dip_document_root(document),
                                  loader->diag, settings);
    finish_url(loader, settings);
    if (settings->source.text == NULL)
        settings->source = (dip_text){.text = "en", .loc = dip_loc_at("site/site.yaml", 0, 0)};
    if (settings->threshold < 0)
        settings->threshold = 80;
    if (settings->links.index < 0)
        settings->links.index = DIP_LINKS_FOLDER;
    if (settings->host.index < 0)
        settings->host.index = DIP_HOST_ANY;
    loader->site->host = (enum dip_host)settings->host.index;
    return fine;
}
