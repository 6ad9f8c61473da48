/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * From a request to an answer, as a host of static files gives it: index.html for a folder, a redirect to
 * its closing slash, NAME.html for NAME, the nearest 404.html above. A path is decoded once and must then
 * be names and slashes only; it is looked for among the files of the loaded site, never on a disk.
 *
 * The Host is compared with the names of this machine: a page elsewhere, whose name was made to lead here
 * (DNS rebinding), is refused. Its port is not compared: it may have been forwarded.
 */
#include "serve/server.h"

bool dip_answer_host(const char *host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; host != NULL && i < G_N_ELEMENTS(names); i++) {
        size_t length = strlen(names[i]);
        if (g_ascii_strncasecmp(host, names[i], length) != 0)
            continue;
        const char *port = host + length;
        if (*port == '\0' || (*port == ':' && port[1 + strspn(port + 1, "0123456789")] == '\0'))
            return true;
    }
    return false;
}

static bool is_plain(const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);

    for (char **name = names; *name != NULL; name++) {
        bool last = name[1] == NULL;
        if (strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
            return false;
        if (**name == '\0' && name != names && !last)
            return false;
    }
    return strpbrk(path, "\\\t\n") == NULL;
}

char *dip_answer_path(const char *encoded)
{
    /* NULL where a % has no two digits behind it, or they are 00. */
    g_autofree char *path = g_uri_unescape_string(encoded, NULL);

    if (path == NULL || path[0] != '/' || !is_plain(path) ||
        dip_text_check(path, strlen(path), NULL, NULL) != DIP_TEXT_FINE)
        return NULL;
    return g_steal_pointer(&path);
}

static void redirect(SoupServerMessage *message, const char *path)
{
    const char *query = g_uri_get_query(soup_server_message_get_uri(message));
    g_autofree char *encoded = g_uri_escape_string(path, "/", TRUE);
    g_autofree char *address =
        g_strconcat(encoded, query == NULL ? "" : "?", query == NULL ? "" : query, NULL);

    /* Not for ever, as a host would have it: a browser would remember it for this port. */
    dip_page_notice(message, SOUP_STATUS_FOUND, "Found", address);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Location",
                                 address);
}

/* The page with the script that reloads it. */
static GBytes *add_script(struct dip_answers *answers, GBytes *page)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(page, &length);
    const char *at = g_strstr_len(bytes, (gssize)length, "</head>");
    size_t before = at == NULL ? length : (size_t)(at - bytes);
    g_autofree char *script = g_markup_printf_escaped(
        "<script src=\"" DIP_SERVE_OWN "live.js\" data-state=\"%s\" async></script>\n",
        dip_live_state(answers->live));
    GString *out = g_string_sized_new(length + strlen(script));

    g_string_append_len(out, bytes, (gssize)before);
    g_string_append(out, script);
    g_string_append_len(out, bytes + before, (gssize)(length - before));
    return g_string_free_to_bytes(out);
}

/* Tell whether the name of @p path has the start of this hash: "style-0123456789.css". */
static bool has_hash(const char *path, const char *hex)
{
    enum { SHOWN = 10 };
    const char *hyphen = strrchr(path, '-');

    return hyphen != NULL && strncmp(hyphen + 1, hex, SHOWN) == 0 && hyphen[1 + SHOWN] == '.';
}

/* A file that is not a page may be kept as long as its bytes are the same; one whose name has their hash,
 * for ever. */
static bool is_known(SoupServerMessage *message, const char *path, GBytes *file)
{
    char hex[DIP_HASH_HEX + 1];
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
    const char *known = soup_message_headers_get_list(
        soup_server_message_get_request_headers(message), "If-None-Match");

    dip_hash_format(dip_hash_of(g_bytes_get_data(file, NULL), g_bytes_get_size(file)), hex);
    g_autofree char *tag = g_strconcat("\"", hex, "\"", NULL);
    soup_message_headers_replace(headers, "ETag", tag);
    soup_message_headers_replace(headers, "Cache-Control",
                                 has_hash(path, hex) ? "max-age=31536000, immutable" : "no-cache");
    return known != NULL && strstr(known, tag) != NULL;
}

static void set_file(struct dip_answers *answers, SoupServerMessage *message, const char *path,
                     GBytes *file, unsigned status)
{
    SoupMessageBody *body = soup_server_message_get_response_body(message);

    soup_server_message_set_status(message, status, NULL);
    dip_page_headers(message, path);
    if (g_str_has_suffix(path, ".html")) {
        g_autoptr(GBytes) page = add_script(answers, file);
        g_free(answers->last);
        answers->last = g_strdup(path);
        soup_message_body_append_bytes(body, page);
    } else if (is_known(message, path, file)) {
        soup_server_message_set_status(message, SOUP_STATUS_NOT_MODIFIED, NULL);
    } else {
        soup_message_body_append_bytes(body, file);
    }
}

static GBytes *find(struct dip_answers *answers, const char *path, struct dip_diag *diag)
{
    return answers->source->file(answers->site, path, diag);
}

static bool try_file(struct dip_answers *answers, SoupServerMessage *message, const char *path,
                     unsigned status)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_autoptr(GBytes) file = find(answers, path, diag);

    if (dip_diag_count(diag, DIP_ERROR) > 0) {
        dip_page_failure(message, diag);
        return true;
    }
    if (file == NULL)
        return false;
    set_file(answers, message, path, file, status);
    return true;
}

static bool try_folder(struct dip_answers *answers, SoupServerMessage *message, const char *path,
                       const char *asked)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_autofree char *index = g_strconcat(path, "/index.html", NULL);
    g_autofree char *folder = g_strconcat(asked, "/", NULL);
    g_autoptr(GBytes) file = find(answers, index, diag);

    if (file == NULL)
        return false;
    redirect(message, folder);
    return true;
}

/* The not-found page of the folder, or of the nearest above it: that of the path's language. */
static void set_missing(struct dip_answers *answers, SoupServerMessage *message, const char *path)
{
    g_autofree char *folder = g_strdup(path);

    for (;;) {
        char *slash = strrchr(folder, '/');
        folder[slash == NULL ? 0 : slash - folder] = '\0';
        g_autofree char *page = g_strconcat(folder, slash == NULL ? "" : "/", "404.html", NULL);
        if (try_file(answers, message, page, SOUP_STATUS_NOT_FOUND))
            return;
        if (slash == NULL)
            break;
    }
    dip_page_notice(message, SOUP_STATUS_NOT_FOUND, "Not found", NULL);
}

/* @p path is below the site, @p asked below the server. */
static void answer_site(struct dip_answers *answers, SoupServerMessage *message, const char *path,
                        const char *asked)
{
    if (path[0] == '\0' || g_str_has_suffix(path, "/")) {
        g_autofree char *index = g_strconcat(path, "index.html", NULL);
        if (!try_file(answers, message, index, SOUP_STATUS_OK))
            set_missing(answers, message, path);
        return;
    }
    const char *slash = strrchr(path, '/');
    bool has_type = strchr(slash == NULL ? path : slash, '.') != NULL;
    g_autofree char *page = g_strconcat(path, ".html", NULL);
    if ((!has_type && try_folder(answers, message, path, asked)) ||
        try_file(answers, message, path, SOUP_STATUS_OK) ||
        (has_type && try_folder(answers, message, path, asked)) ||
        (!has_type && try_file(answers, message, page, SOUP_STATUS_OK)))
        return;
    set_missing(answers, message, path);
}

static void answer_own(struct dip_answers *answers, SoupServerMessage *message, const char *name)
{
    if (name[0] == '\0') {
        dip_page_report(answers, message, SOUP_STATUS_OK);
    } else if (strcmp(name, "events") == 0) {
        dip_page_headers(message, name);
        dip_live_join(answers->live, message);
    } else if (!dip_page_own(message, name)) {
        dip_page_notice(message, SOUP_STATUS_NOT_FOUND, "Not found", DIP_SERVE_OWN);
    }
}

static void answer_get(struct dip_answers *answers, SoupServerMessage *message, const char *path)
{
    if (g_str_has_prefix(path, DIP_SERVE_OWN)) {
        answer_own(answers, message, path + strlen(DIP_SERVE_OWN));
        return;
    }
    if (answers->site == NULL) {
        dip_page_report(answers, message, SOUP_STATUS_SERVICE_UNAVAILABLE);
        return;
    }
    const char *base = answers->source->base(answers->site);
    size_t length = strlen(base);
    if (strncmp(path, base, length) == 0) {
        answer_site(answers, message, path + length, path);
    } else if (strcmp(path, "/") == 0 ||
               (strlen(path) + 1 == length && strncmp(path, base, length - 1) == 0)) {
        redirect(message, base);
    } else {
        dip_page_notice(message, SOUP_STATUS_NOT_FOUND,
                        "Not found: the site's address has a path, and the site is below it", base);
    }
}

static void set_headers(const struct dip_answers *answers, SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);
    const char *const(*all)[2] = answers->source->headers;

    for (size_t i = 0; all[i][0] != NULL; i++)
        soup_message_headers_replace(headers, all[i][0], all[i][1]);
    /* No page of another address reads what is on this machine. */
    soup_message_headers_replace(headers, "Cross-Origin-Resource-Policy", "same-origin");
}

void dip_answer(struct dip_answers *answers, SoupServerMessage *message)
{
    const char *method = soup_server_message_get_method(message);
    const char *host =
        soup_message_headers_get_one(soup_server_message_get_request_headers(message), "Host");
    g_autofree char *path = dip_answer_path(g_uri_get_path(soup_server_message_get_uri(message)));

    set_headers(answers, message);
    if (!dip_answer_host(host)) {
        dip_page_notice(message, SOUP_STATUS_FORBIDDEN,
                        "Forbidden: this server answers to localhost, 127.0.0.1 and [::1] only",
                        NULL);
    } else if (strcmp(method, SOUP_METHOD_GET) != 0 && strcmp(method, SOUP_METHOD_HEAD) != 0) {
        dip_page_notice(message, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed", NULL);
        soup_message_headers_replace(soup_server_message_get_response_headers(message), "Allow",
                                     "GET, HEAD");
    } else if (path == NULL) {
        dip_page_notice(message, SOUP_STATUS_BAD_REQUEST, "Bad request: this is no file's address",
                        NULL);
    } else {
        answer_get(answers, message, path);
    }
}
