/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A load begins when no file has changed for QUIET_MS, and never beside another one. What was loaded while
 * files changed again may be half of what somebody saved: it is thrown away and loaded anew, unless
 * changes have not stopped for PATIENCE_US. So an editor that renames files about is never seen at it.
 *
 * The sockets listen before the first load, and are accepted from behind it: who comes early waits.
 */
#include "serve/server.h"

#include <gio/gio.h>
#include <glib-unix.h>

enum { QUIET_MS = 2, PATIENCE_US = 1000000 };

struct server {
    const char *root;
    const struct dip_serve_source *source;
    struct dip_answers answers;
    GPtrArray *sockets;
    SoupServer *soup;
    char *address; /* of the server, without the path of the site */
    struct dip_watch *watch;
    GMainLoop *loop;
    GHashTable *changed; /* paths, since the last load that counted */
    gint64 since;        /* of the first of them */
    guint timer;
    bool loading;
    bool dirty; /* something changed since the load began */
};

/* A load: made by one thread, handed to the other. */
struct load {
    struct server *server;
    GThread *thread;
    void *site;
    struct dip_diag *diag;
};

static gboolean on_loaded(gpointer user);

static gpointer run_load(gpointer user)
{
    struct load *load = user;
    const struct dip_serve_source *source = load->server->source;

    load->site = source->load(source->user, load->diag);
    g_idle_add_full(G_PRIORITY_DEFAULT, on_loaded, load, NULL);
    return NULL;
}

static void on_request(SoupServer *soup, SoupServerMessage *message, const char *path,
                       GHashTable *query, gpointer user)
{
    (void)soup;
    (void)path;
    (void)query;
    struct server *server = user;

    dip_answer(&server->answers, message);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_there(const struct server *server, const char *path)
{
    g_autofree char *full = g_build_filename(server->root, path, NULL);

    return g_file_test(full, G_FILE_TEST_EXISTS);
}

/* Files that an editor made and took away again are nobody's news, unless there are no others. */
static GPtrArray *take_changed(struct server *server)
{
    GPtrArray *changed = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *gone = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iterator;
    gpointer path = NULL;

    g_hash_table_iter_init(&iterator, server->changed);
    while (g_hash_table_iter_next(&iterator, &path, NULL)) {
        g_ptr_array_add(is_there(server, path) ? changed : gone, path);
        g_hash_table_iter_steal(&iterator);
    }
    if (changed->len == 0)
        g_ptr_array_extend_and_steal(changed, gone);
    else
        g_ptr_array_unref(gone);
    g_ptr_array_sort(changed, compare_names);
    return changed;
}

static void tell(struct server *server, const struct load *load, void *taken)
{
    g_autoptr(GPtrArray) changed = take_changed(server);
    const char *base =
        server->answers.site == NULL ? "/" : server->source->base(server->answers.site);
    g_autofree char *address = g_strconcat(server->address, base, NULL);
    const struct dip_serve_news news = {
        .address = address,
        .changed = changed,
        .site = taken,
        .diag = load->diag,
        .kept = taken == NULL && server->answers.site != NULL,
        .time_us = g_get_monotonic_time() - server->since,
    };

    server->since = 0;
    server->source->tell(server->source->user, &news);
}

/* Whoever was told asks for the page they have: its language is prepared while they are on the way. */
static gboolean on_idle(gpointer user)
{
    const struct dip_answers *answers = user;
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_autoptr(GBytes) page =
        answers->last == NULL ? NULL : answers->source->file(answers->site, answers->last, diag);

    return G_SOURCE_REMOVE;
}

/* From one event to the next there is one site: here is where another one becomes it. */
static void take(struct server *server, struct load *load)
{
    void *before = server->answers.site;
    void *taken = g_steal_pointer(&load->site);

    if (taken != NULL)
        server->answers.site = taken;
    dip_live_tell(server->answers.live, server->root, load->diag, taken != NULL);
    tell(server, load, taken);
    if (taken != NULL)
        g_idle_add(on_idle, &server->answers);
    if (taken != NULL && before != NULL)
        server->source->unload(before);
}

static bool accept_all(struct server *server)
{
    for (guint i = 0; i < server->sockets->len; i++) {
        if (!soup_server_listen_socket(server->soup, server->sockets->pdata[i], 0, NULL))
            return false;
    }
    g_ptr_array_set_size(server->sockets, 0);
    return true;
}

static void begin_load(struct server *server);

/* The site has been taken from it, if it is to stay. */
static void free_load(struct load *load)
{
    if (load->site != NULL)
        load->server->source->unload(load->site);
    dip_diag_free(load->diag);
    g_free(load);
}

static gboolean on_loaded(gpointer user)
{
    struct load *load = user;
    struct server *server = load->server;
    bool ending = !g_main_loop_is_running(server->loop);

    g_thread_join(load->thread);
    server->loading = false;
    if (ending || (server->dirty && g_get_monotonic_time() - server->since < PATIENCE_US)) {
        free_load(load);
        if (!ending)
            begin_load(server);
        return G_SOURCE_REMOVE;
    }
    take(server, load);
    free_load(load);
    g_assert(accept_all(server));
    if (server->dirty) {
        server->since = g_get_monotonic_time();
        begin_load(server);
    }
    return G_SOURCE_REMOVE;
}

static gboolean on_quiet(gpointer user)
{
    struct server *server = user;

    server->timer = 0;
    server->loading = true;
    server->dirty = false;
    dip_watch_update(server->watch);
    struct load *load = g_new0(struct load, 1);
    *load = (struct load){.server = server, .diag = dip_diag_new()};
    load->thread = g_thread_new("load", run_load, load);
    return G_SOURCE_REMOVE;
}

/* Once it is quiet; if there is a load, once that is over. */
static void begin_load(struct server *server)
{
    if (server->loading)
        return;
    if (server->timer != 0)
        g_source_remove(server->timer);
    server->timer = g_timeout_add_full(G_PRIORITY_DEFAULT, QUIET_MS, on_quiet, server, NULL);
}

static void on_change(const char *path, void *user)
{
    struct server *server = user;

    if (server->since == 0)
        server->since = g_get_monotonic_time();
    g_hash_table_add(server->changed, g_strdup(path));
    server->dirty = true;
    begin_load(server);
}

static gboolean on_signal(gpointer user)
{
    struct server *server = user;

    g_main_loop_quit(server->loop);
    return G_SOURCE_CONTINUE;
}

/* A load can't be stopped: it is waited for, and thrown away. */
static void run(struct server *server)
{
    guint interrupt = g_unix_signal_add(SIGINT, on_signal, server);
    guint terminate = g_unix_signal_add(SIGTERM, on_signal, server);

    server->since = g_get_monotonic_time();
    (void)on_quiet(server);
    g_main_loop_run(server->loop);
    while (server->loading)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(interrupt);
    g_source_remove(terminate);
    if (server->timer != 0)
        g_source_remove(server->timer);
}

static char *address_of(GSocket *socket)
{
    g_autoptr(GSocketAddress) address = g_socket_get_local_address(socket, NULL);
    unsigned port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));

    return g_strdup_printf("http://127.0.0.1:%u", port);
}

static void release(struct server *server)
{
    dip_live_free(server->answers.live);
    soup_server_disconnect(server->soup);
    g_object_unref(server->soup);
    dip_watch_free(server->watch);
    if (server->answers.site != NULL)
        server->source->unload(server->answers.site);
    g_free(server->answers.last);
    g_idle_remove_by_data(&server->answers);
    g_hash_table_unref(server->changed);
    g_main_loop_unref(server->loop);
    g_ptr_array_unref(server->sockets);
    g_free(server->address);
}

bool dip_serve(const char *root, unsigned port, const struct dip_serve_source *source,
               struct dip_diag *diag)
{
    struct server server = {.root = root, .source = source, .answers = {.source = source}};

    server.sockets = dip_listen(port, diag);
    if (server.sockets == NULL)
        return false;
    server.address = address_of(server.sockets->pdata[0]);
    server.loop = g_main_loop_new(NULL, FALSE);
    server.changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    server.answers.live = dip_live_new();
    server.watch = dip_watch_new(root, on_change, &server);
    /* Paths are decoded here, once. */
    server.soup = soup_server_new("raw-paths", TRUE, NULL);
    soup_server_add_handler(server.soup, NULL, on_request, &server, NULL);
    run(&server);
    release(&server);
    return true;
}
