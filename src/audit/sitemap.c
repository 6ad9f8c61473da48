/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * robots.txt and the sitemaps it names, against the pages: what may be indexed is listed, once, with
 * the alternates that the page itself has; nothing else is. Sitemaps are read by GMarkup, one after
 * the other: 10 MB of the reference site take 0.1 s.
 */
#include "audit/built.h"

#include <errno.h>

struct sitemaps {
    const struct dip_built *built;
    struct dip_diag *diag;
    GString *scratch;
    const char *path; /* of the file in hand */
    int depth;        /* an index names sitemaps, and those no others */
    GString *text;    /* of the element in hand */
    int32_t page;     /* of the entry in hand */
    dip_loc entry;    /* where it starts */
    unsigned links;   /* of the entry in hand that its page has, too */
    bool strange;     /* … or has not: reported once an entry */
};

static void read_sitemap(struct sitemaps *sitemaps, const char *path);

static dip_loc here(const struct sitemaps *sitemaps, GMarkupParseContext *context)
{
    int line = 0;
    int column = 0;

    g_markup_parse_context_get_position(context, &line, &column);
    return dip_loc_at(sitemaps->path, (uint32_t)MAX(line, 0), (uint32_t)MAX(column, 0));
}

static struct dip_target resolve(struct sitemaps *sitemaps, const char *address)
{
    return dip_built_resolve(sitemaps->built, NULL, address, sitemaps->scratch);
}

static void name_page(struct sitemaps *sitemaps, const char *address, dip_loc loc)
{
    struct dip_target target = resolve(sitemaps, address);
    struct dip_built_page *page =
        target.way == DIP_WAY_FILE ? dip_built_get(sitemaps->built, target.file)->page : NULL;
    const char *fault = page == NULL              ? "leads to no page"
                        : page->noindex           ? "is not to be indexed"
                        : page->in_sitemap        ? "is listed twice"
                        : page->redirects         ? "redirects"
                        : target.fragment != NULL ? "has a fragment"
                                                  : NULL;

    sitemaps->page = page == NULL ? DIP_NO_FILE : target.file;
    if (page != NULL)
        page->in_sitemap = true;
    if (fault != NULL)
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, loc, "\"%s\" %s", address, fault);
}

static void name_sitemap(struct sitemaps *sitemaps, const char *address, dip_loc loc)
{
    struct dip_target target = resolve(sitemaps, address);

    if (target.way != DIP_WAY_FILE || sitemaps->depth > 1) {
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, loc, "the sitemap \"%s\" %s",
                        address,
                        target.way != DIP_WAY_FILE ? "is not there" : "is named by no index");
        return;
    }
    struct sitemaps inner = *sitemaps;
    inner.text = g_string_new(NULL);
    read_sitemap(&inner, dip_built_get(sitemaps->built, target.file)->path);
    g_string_free(inner.text, TRUE);
}

static void check_link(struct sitemaps *sitemaps, const char **names, const char **values,
                       dip_loc loc)
{
    const char *tag = NULL;
    const char *address = NULL;

    for (; *names != NULL; names++, values++) {
        if (strcmp(*names, "hreflang") == 0)
            tag = *values;
        if (strcmp(*names, "href") == 0)
            address = *values;
    }
    if (tag == NULL || address == NULL || sitemaps->page == DIP_NO_FILE)
        return;
    const GArray *alternates = dip_built_get(sitemaps->built, sitemaps->page)->page->alternates;
    struct dip_target target = resolve(sitemaps, address);
    for (guint i = 0; alternates != NULL && i < alternates->len; i++) {
        const struct dip_mention *own = &g_array_index(alternates, struct dip_mention, i);
        if (strcmp(own->text, tag) == 0 && own->file == target.file) {
            sitemaps->links++;
            return;
        }
    }
    if (!sitemaps->strange)
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, loc,
                        "the alternate \"%s\", \"%s\", is none of the page's own", tag, address);
    sitemaps->strange = true;
}

static void start(GMarkupParseContext *context, const char *name, const char **names,
                  const char **values, gpointer user, GError **error G_GNUC_UNUSED)
{
    struct sitemaps *sitemaps = user;

    g_string_truncate(sitemaps->text, 0);
    if (strcmp(name, "url") == 0) {
        sitemaps->page = DIP_NO_FILE;
        sitemaps->entry = here(sitemaps, context);
        sitemaps->links = 0;
        sitemaps->strange = false;
    } else if (g_str_has_suffix(name, ":link")) {
        check_link(sitemaps, names, values, here(sitemaps, context));
    }
}

static void end_entry(struct sitemaps *sitemaps)
{
    if (sitemaps->page == DIP_NO_FILE || sitemaps->strange)
        return;
    const struct dip_built_file *file = dip_built_get(sitemaps->built, sitemaps->page);
    guint own = file->page->alternates == NULL ? 0 : file->page->alternates->len;
    if (sitemaps->links != own)
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, sitemaps->entry,
                        "the entry of \"%s\" has %u of the page's %u alternates", file->path,
                        sitemaps->links, own);
}

static void end(GMarkupParseContext *context, const char *name, gpointer user,
                GError **error G_GNUC_UNUSED)
{
    struct sitemaps *sitemaps = user;
    const GSList *stack = g_markup_parse_context_get_element_stack(context);
    const char *above = stack->next == NULL ? "" : stack->next->data;

    if (strcmp(name, "url") == 0) {
        end_entry(sitemaps);
    } else if (strcmp(name, "loc") == 0) {
        g_autofree char *address = g_strstrip(g_strdup(sitemaps->text->str));
        if (strcmp(above, "sitemap") == 0)
            name_sitemap(sitemaps, address, here(sitemaps, context));
        else
            name_page(sitemaps, address, here(sitemaps, context));
    }
}

static void add_text(GMarkupParseContext *context G_GNUC_UNUSED, const char *text, gsize length,
                     gpointer user, GError **error G_GNUC_UNUSED)
{
    struct sitemaps *sitemaps = user;

    g_string_append_len(sitemaps->text, text, (gssize)length);
}

static void read_sitemap(struct sitemaps *sitemaps, const char *path)
{
    static const GMarkupParser parser = {
        .start_element = start, .end_element = end, .text = add_text};
    struct dip_file_bytes file =
        dip_file_load(sitemaps->built->folder, path, DIP_LIMIT_SITEMAP_BYTES);
    g_autofree char *bytes = file.bytes;

    if (bytes == NULL) {
        dip_diag_report_file(sitemaps->diag, file.fault, file.error, path, DIP_LIMIT_SITEMAP_BYTES);
        return;
    }
    sitemaps->path = path;
    sitemaps->depth++;
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, sitemaps, NULL);
    if (!g_markup_parse_context_parse(context, bytes, (gssize)file.length, NULL) ||
        !g_markup_parse_context_end_parse(context, NULL))
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, here(sitemaps, context),
                        "the sitemap is no XML from here on");
}

/* --- robots.txt --- */

static const char robots_path[] = "robots.txt";

/* The value of `name: value`, stripped in place; NULL where the line is another. */
static char *value_of(char *line, const char *name)
{
    size_t length = strlen(name);

    line[strcspn(line, "#")] = '\0';
    g_strstrip(line);
    if (g_ascii_strncasecmp(line, name, length) != 0 || line[length] != ':')
        return NULL;
    return g_strchug(line + length + 1);
}

/* robots.txt in lines; NULL where it can't be read (reported). */
static GStrv robots_lines(const struct dip_built *built, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(built->folder, robots_path, DIP_LIMIT_YAML_BYTES);
    g_autofree char *bytes = file.bytes;

    if (bytes != NULL)
        return g_strsplit(bytes, "\n", -1);
    dip_diag_report_file(diag, file.fault, file.error, robots_path, DIP_LIMIT_YAML_BYTES);
    return NULL;
}

bool dip_built_check_url(const struct dip_built *built, struct dip_diag *diag)
{
    g_auto(GStrv) lines = robots_lines(built, diag);

    for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
        const char *address = value_of(lines[i], "sitemap");
        if (address == NULL || g_str_has_prefix(address, built->url))
            continue;
        dip_diag_report(diag, DIP_RULE_BUILT_URL, dip_loc_at(robots_path, i + 1, 0),
                        "the site was built for another address: \"%s\" is not below \"%s\"",
                        address, built->url);
        dip_diag_note(diag, (dip_loc){0},
                      "\"url\" in site/site.yaml has changed since; run \"diptych build\"");
        return false;
    }
    return true;
}

/* Report a line that keeps crawlers from a page that a sitemap lists. Wildcards are not followed. */
static void check_disallowed(const struct dip_built *built, const char *prefix, dip_loc loc,
                             struct dip_diag *diag)
{
    size_t base = strlen(built->base_path);

    for (guint i = 0; i < built->files->len; i++) {
        const struct dip_built_file *file = dip_built_get(built, (int32_t)i);
        bool below = strncmp(prefix, built->base_path, base) != 0
                         ? g_str_has_prefix(built->base_path, prefix)
                         : g_str_has_prefix(file->path, prefix + base);
        if (file->page == NULL || !file->page->in_sitemap || !below)
            continue;
        dip_diag_report(diag, DIP_RULE_BUILT_SITEMAP, loc,
                        "\"%s\" keeps crawlers from \"%s\", which the sitemap lists", prefix,
                        file->path);
        return;
    }
}

static void check_robots(struct sitemaps *sitemaps)
{
    const struct dip_built *built = sitemaps->built;
    g_auto(GStrv) lines = robots_lines(built, sitemaps->diag);
    bool named = false;

    for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
        g_autofree char *line = g_strdup(lines[i]);
        const char *address = value_of(line, "sitemap");
        if (address == NULL)
            continue;
        named = true;
        sitemaps->depth = 0;
        name_sitemap(sitemaps, address, dip_loc_at(robots_path, i + 1, 0));
    }
    if (lines != NULL && !named)
        dip_diag_report(sitemaps->diag, DIP_RULE_BUILT_SITEMAP, dip_loc_at(robots_path, 0, 0),
                        "robots.txt names no sitemap");
    for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
        const char *prefix = value_of(lines[i], "disallow");
        if (prefix != NULL && prefix[0] != '\0')
            check_disallowed(built, prefix, dip_loc_at(robots_path, i + 1, 0), sitemaps->diag);
    }
}

void dip_built_check_sitemaps(const struct dip_built *built, struct dip_diag *diag)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    struct sitemaps sitemaps = {
        .built = built, .diag = diag, .scratch = scratch, .text = text, .page = DIP_NO_FILE};

    check_robots(&sitemaps);
    for (guint i = 0; i < built->files->len; i++) {
        const struct dip_built_file *file = dip_built_get(built, (int32_t)i);
        if (file->page != NULL && !file->page->noindex && !file->page->in_sitemap)
            dip_diag_report(diag, DIP_RULE_BUILT_SITEMAP, dip_loc_at(file->path, 0, 0),
                            "a page that may be indexed is in no sitemap");
    }
}
