/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One monitor of GIO for each folder of the input, since inotify has no recursion. A file counts when
 * whoever writes it has closed it (GIO's "changes done"), not at the first of its bytes; a file renamed
 * over another, as most editors save, counts at once. What loading does not read counts for nothing: names
 * with a dot in front or ~ behind, vim's 4913, and all but a few names in the root and in site/, where
 * builds have their output.
 */
#include "serve/server.h"

#include <gio/gio.h>

enum {
    /* As deep as folders are read (site/static), and then some. */
    DEPTH = 10,
    /* More folders than a site of all families and languages has; a link in a circle ends here. */
    MOST_FOLDERS = 4096,
};

struct dip_watch {
    char *root;
    dip_watch_fn watch_fn;
    void *user;
    GHashTable *folders; /* path below the root -> struct folder */
    GPtrArray *stale;    /* folders that something happened to: they may be others now */
    unsigned round;
};

struct folder {
    struct dip_watch *watch;
    char *path;
    GFileMonitor *monitor;
    unsigned round; /* when it was last there */
};

/* Folders in which only some names are of the input. */
static const struct {
    const char *folder;
    const char *names[5];
} chosen[] = {
    {"", {"content", "locales", "templates", "site"}},
    {"site", {"site.yaml", "static"}},
};

bool dip_watch_wants(const char *folder, const char *name)
{
    if (name[0] == '.' || g_str_has_suffix(name, "~") || strcmp(name, "4913") == 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(chosen); i++) {
        if (strcmp(folder, chosen[i].folder) == 0)
            return g_strv_contains(chosen[i].names, name);
    }
    return true;
}

static char *path_below(const char *folder, const char *name)
{
    return folder[0] == '\0' ? g_strdup(name) : g_build_filename(folder, name, NULL);
}

static bool counts(GFileMonitorEvent event)
{
    switch (event) {
    case G_FILE_MONITOR_EVENT_CHANGED:
    case G_FILE_MONITOR_EVENT_PRE_UNMOUNT:
        return false;
    case G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT:
    case G_FILE_MONITOR_EVENT_DELETED:
    case G_FILE_MONITOR_EVENT_CREATED:
    case G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED:
    case G_FILE_MONITOR_EVENT_UNMOUNTED:
    case G_FILE_MONITOR_EVENT_MOVED:
    case G_FILE_MONITOR_EVENT_RENAMED:
    case G_FILE_MONITOR_EVENT_MOVED_IN:
    case G_FILE_MONITOR_EVENT_MOVED_OUT:
        return true;
    }
    return false;
}

/* The signal's object may go while it is told: only copies are used. */
static void tell(const struct folder *folder, GFile *file)
{
    if (file == NULL)
        return;
    g_autofree char *name = g_file_get_basename(file);
    if (name == NULL || !dip_watch_wants(folder->path, name))
        return;
    g_autofree char *path = path_below(folder->path, name);
    if (g_hash_table_contains(folder->watch->folders, path))
        g_ptr_array_add(folder->watch->stale, g_strdup(path));
    folder->watch->watch_fn(path, folder->watch->user);
}

static void on_changed(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                       gpointer user)
{
    (void)monitor;
    const struct folder *folder = user;

    /* A file that is made is told of when it is closed; a folder is whole when it is there. */
    if (!counts(event) ||
        (event == G_FILE_MONITOR_EVENT_CREATED &&
         g_file_query_file_type(file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR))
        return;
    tell(folder, file);
    if (event == G_FILE_MONITOR_EVENT_RENAMED)
        tell(folder, other);
}

static void free_folder(gpointer data)
{
    struct folder *folder = data;

    if (folder->monitor != NULL) {
        g_signal_handlers_disconnect_by_data(folder->monitor, folder);
        g_file_monitor_cancel(folder->monitor);
        g_object_unref(folder->monitor);
    }
    g_free(folder->path);
    g_free(folder);
}

static struct folder *add_folder(struct dip_watch *watch, const char *path)
{
    struct folder *folder = g_new0(struct folder, 1);
    g_autofree char *name = g_build_filename(watch->root, path, NULL);
    g_autoptr(GFile) file = g_file_new_for_path(name);

    *folder = (struct folder){.watch = watch, .path = g_strdup(path)};
    folder->monitor = g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (folder->monitor != NULL)
        g_signal_connect(folder->monitor, "changed", G_CALLBACK(on_changed), folder);
    g_hash_table_insert(watch->folders, folder->path, folder);
    return folder;
}

static void update(struct dip_watch *watch, const char *path, int depth)
{
    struct folder *folder = g_hash_table_lookup(watch->folders, path);
    enum dip_file_fault fault = DIP_FILE_FINE;

    if (folder == NULL && g_hash_table_size(watch->folders) >= MOST_FOLDERS)
        return;
    if (folder == NULL)
        folder = add_folder(watch, path);
    folder->round = watch->round;
    g_autoptr(GPtrArray) names = dip_file_list(watch->root, path[0] == '\0' ? "." : path, &fault);
    for (guint i = 0; names != NULL && depth < DEPTH && i < names->len; i++) {
        g_autofree char *below = path_below(path, names->pdata[i]);
        if (dip_watch_wants(path, names->pdata[i]) && dip_file_is_folder(watch->root, below))
            update(watch, below, depth + 1);
    }
}

static gboolean is_gone(gpointer path G_GNUC_UNUSED, gpointer value, gpointer user)
{
    const struct folder *folder = value;
    const struct dip_watch *watch = user;

    return folder->round != watch->round;
}

/* A folder that went and came back is another one, and so are those in it. */
static gboolean is_stale(gpointer path, gpointer value G_GNUC_UNUSED, gpointer user)
{
    const GPtrArray *stale = user;

    for (guint i = 0; i < stale->len; i++) {
        size_t length = strlen(stale->pdata[i]);
        const char *rest = (const char *)path + length;
        if (strncmp(path, stale->pdata[i], length) == 0 && (*rest == '\0' || *rest == '/'))
            return TRUE;
    }
    return FALSE;
}

void dip_watch_update(struct dip_watch *watch)
{
    g_hash_table_foreach_remove(watch->folders, is_stale, watch->stale);
    g_ptr_array_set_size(watch->stale, 0);
    watch->round++;
    update(watch, "", 0);
    g_hash_table_foreach_remove(watch->folders, is_gone, watch);
}

struct dip_watch *dip_watch_new(const char *root, dip_watch_fn watch_fn, void *user)
{
    struct dip_watch *watch = g_new0(struct dip_watch, 1);

    watch->root = g_strdup(root);
    watch->watch_fn = watch_fn;
    watch->user = user;
    watch->stale = g_ptr_array_new_with_free_func(g_free);
    watch->folders = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_folder);
    dip_watch_update(watch);
    return watch;
}

void dip_watch_free(struct dip_watch *watch)
{
    if (watch == NULL)
        return;
    g_hash_table_unref(watch->folders);
    g_ptr_array_unref(watch->stale);
    g_free(watch->root);
    g_free(watch);
}
