/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An include for a server block of nginx. All is in one location, so that a site below a path leaves
 * the rest of the server alone. Headers stand there once: a nested location that had an add_header of its
 * own would lose the others, so what differs (caching) is a variable. A former address is an exact
 * location: nginx finds those in a tree, thousands cost nothing. Rejected: a map of redirects, which
 * can't stand in a server block.
 */
#include "emit/beside.h"

#include "site/site.h"

static const char nginx_mark[] = "# An include for nginx, made by diptych";

struct include {
    struct dip_beside_text *text;
    const struct dip_site *site;
    const char *base; /* path of the site as nginx compares it: decoded, and fit for quotes */
};

/* A path of the site's address may have any character that an address can have. */
static char *decode_base(const char *path)
{
    g_autofree char *decoded = g_uri_unescape_string(path, NULL);
    GString *out = g_string_new(NULL);

    for (const char *p = decoded == NULL ? path : decoded; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
    }
    return g_string_free(out, FALSE);
}

static void make_head(const struct include *include)
{
    const struct dip_site *site = include->site;
    bool below = strcmp(site->base_path, "/") != 0;

    dip_beside_printf(include->text, "%s for %s\n", nginx_mark, site->settings.url.text);
    dip_beside_printf(include->text,
                      "# The next build writes it again. Use it in a server block, and reload "
                      "nginx after a build:\n"
                      "#\n"
                      "#     server {\n"
                      "#         listen 80;\n"
                      "#         server_name ...;\n"
                      "#         root ...;     # %s\n"
                      "#         include ...;  # this file\n"
                      "#     }\n"
                      "#\n"
                      "# Needs nginx 1.11.8 or newer with the gzip_static module, which Debian and "
                      "nginx.org build in,\n"
                      "# and in the http block the usual \"include mime.types;\".\n\n",
                      below ? "a folder in which the output has the path of the address above"
                            : "the output");
}

static void make_headers(struct dip_beside_text *text)
{
    dip_beside_printf(text, "    add_header Cache-Control $diptych_cache always;\n");
    for (size_t i = 0; dip_security_headers[i][0] != NULL; i++)
        dip_beside_printf(text, "    add_header %s \"%s\" always;\n", dip_security_headers[i][0],
                          dip_security_headers[i][1]);
}

/* The hash is ten digits before the last dot; any will do, so that a reload is not needed for it. */
static void make_hashed(const struct include *include, const char *path)
{
    enum { DIGITS = 10 };
    const char *dot = strrchr(path, '.');
    g_autofree char *stem = g_strndup(path, (size_t)(dot - path) - DIGITS);
    g_autofree char *before = g_regex_escape_string(stem, -1);
    g_autofree char *base = g_regex_escape_string(include->base, -1);

    dip_beside_printf(include->text,
                      "    location ~ \"^%s%s[0-9a-f]{%d}\\%s$\" { set $diptych_cache \"%s\"; }\n",
                      base, before, DIGITS, dot, dip_cache_hashed);
}

/* The page is nested, so that who asks for it by its address gets it for an answer in its language. */
static void make_not_found(const struct include *include)
{
    const struct dip_site *site = include->site;
    const char *base = include->base;

    dip_beside_printf(include->text,
                      "    error_page 403 404 =404 \"%s404.html\";\n"
                      "    location = \"%s404.html\" { internal; }\n",
                      base, base);
    for (size_t i = 1; i < site->locale_count; i++) {
        const char *prefix = site->locales[i].prefix;
        dip_beside_printf(include->text,
                          "    location \"%s%s\" {\n"
                          "        error_page 403 404 =404 \"%s%s404.html\";\n"
                          "        location = \"%s%s404.html\" { internal; }\n"
                          "    }\n",
                          base, prefix, base, prefix, base, prefix);
    }
}

static void make_redirect(const struct dip_site_locale *locale, const struct dip_redirect *redirect,
                          void *user)
{
    const struct include *include = user;
    g_autoptr(GString) line = g_string_new("    location = \"");

    g_string_append(line, include->base);
    dip_redirect_path(locale, redirect, line);
    g_string_append(line, "\" { return 301 \"");
    g_string_append(line, include->site->base_path);
    dip_page_path(locale, &redirect->page, line);
    g_string_append(line, "\"; }\n");
    dip_beside_add(include->text, line->str, line->len);
}

static const char serving[] =
    "    index index.html;\n"
    "    autoindex off;\n"
    "    absolute_redirect off;  # so that redirects hold behind a proxy and on any port\n"
    "    server_tokens off;\n"
    "    charset utf-8;\n"
    "    charset_types text/css text/plain text/xml text/javascript application/javascript "
    "application/json application/xml image/svg+xml;\n\n"
    "    # Files compressed by the build are sent as they are, others are compressed here.\n"
    "    gzip on;\n"
    "    gzip_static on;\n"
    "    gzip_vary on;\n"
    "    gzip_proxied any;\n"
    "    gzip_min_length 512;\n"
    "    gzip_types text/css text/plain text/xml text/javascript application/javascript "
    "application/json application/xml image/svg+xml;\n"
    "    # Where the module for brotli is loaded (Debian: libnginx-mod-http-brotli-static):\n"
    "    # brotli_static on;\n\n";

static void make(struct dip_beside_text *text, void *user)
{
    const struct dip_beside_site *beside = user;
    g_autofree char *base = decode_base(beside->site->base_path);
    struct include include = {.text = text, .site = beside->site, .base = base};

    make_head(&include);
    dip_beside_printf(text, "set $diptych_cache \"%s\";\n\nlocation \"%s\" {\n", dip_cache_other,
                      base);
    dip_beside_add(text, serving, sizeof serving - 1);
    make_headers(text);
    dip_beside_printf(text, "\n    # The names of these change with their contents.\n");
    for (size_t i = 0; beside->hashed[i] != NULL; i++)
        make_hashed(&include, beside->hashed[i]);
    dip_beside_printf(text, "\n    # What is not there, in the language of its path.\n");
    make_not_found(&include);
    dip_beside_printf(text, "\n    # Former addresses.\n");
    dip_site_redirects(beside->site, make_redirect, &include);
    dip_beside_printf(text, "}\n");
}

const struct dip_beside_kind dip_beside_nginx = {
    .suffix = "nginx.conf", .mark = nginx_mark, .make = make};
