/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The server's own pages and files. Markup is put together here, of texts that are escaped on the spot:
 * they are three, in one language, and not part of a site. The script and the stylesheet are files, so
 * that the content security policy of the pages is that of a published site.
 *
 * A quirk of libsoup before 3.3: a connection that the client closes between two requests stays open here,
 * until there are no more descriptors. So each answer ends its connection; on loopback that costs little.
 */
#include "serve/server.h"

extern const struct dip_builtin dip_serve_files[];

void dip_page_headers(SoupServerMessage *message, const char *path)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);

    soup_message_headers_replace(headers, "Content-Type", dip_file_type(path));
    soup_message_headers_replace(headers, "Connection", "close");
    soup_message_headers_replace(headers, "Cache-Control", "no-store");
}

static void set_page(SoupServerMessage *message, unsigned status, const char *title,
                     const char *head, const char *body)
{
    g_autofree char *page =
        g_markup_printf_escaped("<!doctype html>\n"
                                "<html lang=\"en\" dir=\"ltr\">\n"
                                "<head>\n"
                                "<meta charset=\"utf-8\">\n"
                                "<title>%s</title>\n"
                                "<meta name=\"viewport\" "
                                "content=\"width=device-width\">\n"
                                "<link rel=\"stylesheet\" href=\"" DIP_SERVE_OWN "live.css\">\n",
                                title);
    g_autofree char *heading = g_markup_printf_escaped("<h1>%s</h1>\n", title);
    g_autofree char *all = g_strconcat(page, head, "</head>\n<body>\n<main>\n", heading, body,
                                       "</main>\n</body>\n</html>\n", NULL);

    soup_server_message_set_status(message, status, NULL);
    dip_page_headers(message, ".html");
    soup_message_body_append(soup_server_message_get_response_body(message), SOUP_MEMORY_COPY, all,
                             strlen(all));
}

char *dip_page_text(const struct dip_diag *diag, const char *root)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    g_assert(out != NULL);
    dip_diag_print(diag, out, root, "", false);
    g_assert(fclose(out) == 0);
    char *valid = g_utf8_make_valid(text, (gssize)length);
    free(text);
    return valid;
}

void dip_page_notice(SoupServerMessage *message, unsigned status, const char *text,
                     const char *href)
{
    g_autofree char *body =
        href == NULL ? g_strdup("")
                     : g_markup_printf_escaped("<p><a href=\"%s\">%s</a></p>\n", href, href);

    set_page(message, status, text, "", body);
}

void dip_page_report(const struct dip_answers *answers, SoupServerMessage *message, unsigned status)
{
    const struct dip_live *live = answers->live;
    size_t errors = dip_live_errors(live);
    const char *text = dip_live_text(live);
    g_autofree char *title =
        g_strdup_printf("Diptych: %zu error%s", errors, errors == 1 ? "" : "s");
    g_autofree char *head = g_markup_printf_escaped(
        "<script src=\"" DIP_SERVE_OWN "live.js\" data-report=\"%s\" async></script>\n",
        dip_live_report(live));
    g_autofree char *body = g_markup_printf_escaped(
        "<pre>%s</pre>\n<p>%s</p>\n", text[0] == '\0' ? "Nothing to report." : text,
        answers->site == NULL
            ? "There is no site to show until this is mended; this page then shows it."
            : "This page follows what happens.");

    set_page(message, status, title, head, body);
}

void dip_page_failure(SoupServerMessage *message, const struct dip_diag *diag)
{
    g_autofree char *text = dip_page_text(diag, "");
    g_autofree char *body = g_markup_printf_escaped("<pre>%s</pre>\n", text);

    set_page(message, SOUP_STATUS_INTERNAL_SERVER_ERROR, "Diptych: this file can't be made", "",
             body);
}

bool dip_page_own(SoupServerMessage *message, const char *name)
{
    const struct dip_builtin *file = dip_builtin_find(dip_serve_files, name);

    if (file == NULL)
        return false;
    soup_server_message_set_status(message, SOUP_STATUS_OK, NULL);
    dip_page_headers(message, name);
    soup_message_body_append(soup_server_message_get_response_body(message), SOUP_MEMORY_STATIC,
                             file->bytes, file->length);
    return true;
}
