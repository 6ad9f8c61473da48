/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): an answer that never
 * ends, to which an event is appended for each load. What a page is told first is how things stand, so
 * that one which was away, or was made just before a load, learns what it missed; a state has a part that
 * is new in each run of the program, so that pages of a run before reload, too. Nothing is ever told
 * to a page that does not ask again: comments at intervals find the connections that are dead.
 *
 * Rejected: WebSockets, which are for both directions and need a handshake of their own.
 */
#include "serve/server.h"

enum {
    ALIVE_SECONDS = 20,
    /* What a panel can show; the terminal and the report's page have all. */
    MOST_SHOWN = 20,
};

struct dip_live {
    GPtrArray *messages; /* SoupServerMessage, paused between events */
    char *run;
    char *state;
    char *report;
    char *event; /* the last, whole */
    char *text;
    size_t errors;
    unsigned states;
    unsigned reports;
    guint alive;
};

static void send(SoupServerMessage *message, const char *text)
{
    soup_message_body_append(soup_server_message_get_response_body(message), SOUP_MEMORY_COPY, text,
                             strlen(text));
    soup_server_message_unpause(message);
}

static gboolean send_alive(gpointer user)
{
    struct dip_live *live = user;

    for (guint i = 0; i < live->messages->len; i++)
        send(live->messages->pdata[i], ": alive\n\n");
    return G_SOURCE_CONTINUE;
}

static void on_finished(SoupServerMessage *message, gpointer user)
{
    struct dip_live *live = user;

    g_ptr_array_remove_fast(live->messages, message);
}

static void free_message(gpointer data)
{
    g_object_unref(data);
}

struct dip_live *dip_live_new(void)
{
    struct dip_live *live = g_new0(struct dip_live, 1);

    live->messages = g_ptr_array_new_with_free_func(free_message);
    live->run = g_uuid_string_random();
    live->state = g_strdup("");
    live->report = g_strdup("");
    live->text = g_strdup("");
    live->alive = g_timeout_add_seconds(ALIVE_SECONDS, send_alive, live);
    return live;
}

void dip_live_free(struct dip_live *live)
{
    if (live == NULL)
        return;
    g_source_remove(live->alive);
    for (guint i = 0; i < live->messages->len; i++)
        g_signal_handlers_disconnect_by_data(live->messages->pdata[i], live);
    g_ptr_array_unref(live->messages);
    g_free(live->run);
    g_free(live->state);
    g_free(live->report);
    g_free(live->event);
    g_free(live->text);
    g_free(live);
}

void dip_live_join(struct dip_live *live, SoupServerMessage *message)
{
    SoupMessageHeaders *headers = soup_server_message_get_response_headers(message);

    soup_server_message_set_status(message, SOUP_STATUS_OK, NULL);
    soup_message_headers_replace(headers, "Content-Type", "text/event-stream");
    if (strcmp(soup_server_message_get_method(message), SOUP_METHOD_GET) != 0)
        return;
    soup_message_headers_set_encoding(headers, SOUP_ENCODING_CHUNKED);
    soup_message_body_set_accumulate(soup_server_message_get_response_body(message), FALSE);
    g_ptr_array_add(live->messages, g_object_ref(message));
    g_signal_connect(message, "finished", G_CALLBACK(on_finished), live);
    /* Where the server is started again, pages should see that soon. */
    send(message, "retry: 500\n\n");
    if (live->event != NULL)
        send(message, live->event);
}

static char *make_event(const struct dip_live *live, const struct dip_diag *diag)
{
    GString *out = g_string_new("event: news\ndata: {\"state\": ");

    dip_json_string(out, live->state);
    g_string_append(out, ", \"report\": ");
    dip_json_string(out, live->report);
    g_string_append(out, ", \"errors\": ");
    size_t more = dip_diag_print_json_errors(diag, out, MOST_SHOWN);
    g_string_append_printf(out, ", \"more\": %zu}\n\n", more);
    return g_string_free(out, FALSE);
}

void dip_live_tell(struct dip_live *live, const char *root, const struct dip_diag *diag,
                   bool is_new)
{
    if (is_new || live->states == 0) {
        g_free(live->state);
        live->state = g_strdup_printf("%s.%u", live->run, ++live->states);
    }
    g_free(live->report);
    live->report = g_strdup_printf("%s.%u", live->run, ++live->reports);
    g_free(live->text);
    live->text = dip_page_text(diag, root);
    live->errors = dip_diag_count(diag, DIP_ERROR);
    g_free(live->event);
    live->event = make_event(live, diag);
    for (guint i = 0; i < live->messages->len; i++)
        send(live->messages->pdata[i], live->event);
}

const char *dip_live_state(const struct dip_live *live)
{
    return live->state;
}

const char *dip_live_report(const struct dip_live *live)
{
    return live->report;
}

const char *dip_live_text(const struct dip_live *live)
{
    return live->text;
}

size_t dip_live_errors(const struct dip_live *live)
{
    return live->errors;
}
