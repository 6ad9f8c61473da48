/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `_headers` and `_redirects`, in what Netlify and Cloudflare Pages have in common: a rule of redirects
 * is a line, a rule of headers a path and indented lines. Own rules come first, as the first redirect
 * that fits wins; but from their first pattern on they come last: Cloudflare counts every rule behind a
 * pattern as one, and takes few of those (workers-sdk, pages-shared/metadata-generator). Pages keep the
 * caching that both hosts give them: kept, and asked for again each time.
 *
 * Sources stand as the host sees them, at the root of the output; targets have the path of the site's
 * address, which differs where something in front of the host adds one.
 */
#include "emit/hosting.h"

#include "site/site.h"

const char *const dip_security_headers[][2] = {
    /* JSON-LD is data: script-src does not stop it. */
    {"Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; "
                                "frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "strict-origin-when-cross-origin"},
    {NULL, NULL},
};

const char dip_cache_hashed[] = "public, max-age=31536000, immutable";
/* Pages name the stylesheet by its hash: one kept for a time would outlive its stylesheet. */
const char dip_cache_other[] = "no-cache";

static GString *begin(const char *own)
{
    GString *out = g_string_new(own);

    if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    g_string_append(out, "# Made by diptych.\n");
    return out;
}

char *dip_headers_text(const struct dip_site *site G_GNUC_UNUSED, const char *own,
                       const char *const *hashed)
{
    GString *out = begin(own);

    g_string_append(out, "/*\n");
    for (size_t i = 0; dip_security_headers[i][0] != NULL; i++)
        g_string_append_printf(out, "  %s: %s\n", dip_security_headers[i][0],
                               dip_security_headers[i][1]);
    for (size_t i = 0; hashed[i] != NULL; i++)
        g_string_append_printf(out, "/%s\n  Cache-Control: %s\n", hashed[i], dip_cache_hashed);
    return g_string_free(out, FALSE);
}

static void raise_to(uint64_t *most, size_t length)
{
    *most = MAX(*most, length);
}

static bool is_rule(const char *line)
{
    return line[0] != '\0' && line[0] != '#' && line[0] != ' ' && line[0] != '\t';
}

/* A rule whose source has a `*` or a `:name`. */
static bool is_pattern(const char *line)
{
    size_t source = strcspn(line, " \t\r\n");

    for (size_t i = 0; i < source; i++) {
        if (line[i] == '*' ||
            (line[i] == ':' && (g_ascii_isalnum(line[i + 1]) || line[i + 1] == '_')))
            return true;
    }
    return false;
}

/* Where the first rule with a pattern begins, or the end. */
static const char *first_pattern(const char *text)
{
    while (*text != '\0') {
        const char *line = text + strspn(text, " \t\r\n");
        if (is_rule(line) && is_pattern(line))
            return text;
        text = line + strcspn(line, "\n");
        text += *text == '\n' ? 1 : 0;
    }
    return text;
}

struct redirects {
    const struct dip_site *site;
    GString *out;
    uint64_t most;
    uint64_t count; /* of plain rules */
};

static void add_redirect(const struct dip_site_locale *locale, const struct dip_redirect *redirect,
                         void *user)
{
    struct redirects *redirects = user;
    GString *out = redirects->out;

    if (redirects->count >= redirects->most)
        return;
    redirects->count++;
    g_string_append_c(out, '/');
    dip_redirect_path(locale, redirect, out);
    g_string_append_c(out, ' ');
    g_string_append(out, redirects->site->base_path);
    dip_page_path(locale, &redirect->page, out);
    /* A page stands at the former address; Netlify has to be told that it does not count. */
    g_string_append(out, redirects->site->host == DIP_HOST_NETLIFY ? " 301!\n" : " 301\n");
}

char *dip_redirects_text(const struct dip_site *site, const char *own, uint64_t most)
{
    struct dip_sizes sizes = {0};
    const char *patterns = first_pattern(own == NULL ? "" : own);
    g_autofree char *before = own == NULL ? NULL : g_strndup(own, (gsize)(patterns - own));
    struct redirects redirects = {.site = site, .out = begin(before), .most = most};

    if (before != NULL)
        dip_rules_measure("", before, &sizes);
    redirects.count = sizes.of[DIP_MEASURE_REDIRECTS];
    dip_site_redirects(site, add_redirect, &redirects);
    g_string_append(redirects.out, patterns);
    if (redirects.out->str[redirects.out->len - 1] != '\n')
        g_string_append_c(redirects.out, '\n');
    /* Cloudflare looks for the nearest 404.html itself. */
    for (size_t i = 1; site->host == DIP_HOST_NETLIFY && i < site->locale_count; i++)
        g_string_append_printf(redirects.out, "/%s* /%s404.html 404\n", site->locales[i].prefix,
                               site->locales[i].prefix);
    return g_string_free(redirects.out, FALSE);
}

void dip_rules_measure(const char *headers, const char *redirects, struct dip_sizes *sizes)
{
    g_auto(GStrv) header_lines = g_strsplit(headers, "\n", -1);
    g_auto(GStrv) redirect_lines = g_strsplit(redirects, "\n", -1);
    bool pattern = false;

    for (size_t i = 0; header_lines[i] != NULL; i++) {
        raise_to(&sizes->of[DIP_MEASURE_HEADER_LINE], strlen(header_lines[i]));
        sizes->of[DIP_MEASURE_HEADER_RULES] += is_rule(header_lines[i]) ? 1 : 0;
    }
    for (size_t i = 0; redirect_lines[i] != NULL; i++) {
        const char *line = g_strchug(g_strchomp(redirect_lines[i]));
        if (!is_rule(line))
            continue;
        pattern = pattern || is_pattern(line);
        raise_to(&sizes->of[DIP_MEASURE_REDIRECT_LINE], strlen(line));
        sizes->of[pattern ? DIP_MEASURE_PATTERN_REDIRECTS : DIP_MEASURE_REDIRECTS]++;
    }
}

char *dip_cname_text(const struct dip_site *site)
{
    const char *host = strstr(site->settings.url.text, "://") + 3;
    g_autofree char *name = g_strndup(host, strcspn(host, "/:"));

    /* Below a path, the name is that of another repository's site. */
    if (strcmp(site->base_path, "/") != 0 || host[strlen(name)] == ':' ||
        g_str_has_suffix(name, ".github.io"))
        return NULL;
    return g_strconcat(name, "\n", NULL);
}

static void count_pair(const struct dip_redirect *redirect, void *user)
{
    *(uint64_t *)user += redirect->b_slug != NULL ? 1 : 0;
}

uint64_t dip_redirects_of_pairs(const struct dip_site *site, size_t family)
{
    const struct dip_family *of = site->families[family];
    uint64_t count = 0;

    for (size_t i = 0; i < of->code_count; i++)
        dip_code_redirects(of, &of->codes[i], count_pair, &count);
    return count;
}
