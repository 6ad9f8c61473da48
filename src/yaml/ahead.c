/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Both threads take the first file that nobody has taken, so they need not agree on shares. Four fifths of
 * reading a record are libyaml's and the tree's; what is made of the tree is left to one thread.
 *
 * Trees are large, so there are never more than WINDOW of them behind the one that was asked for last.
 * Rejected: one half of the files for each (as fast, and half of all trees in memory at once).
 */
#include "yaml/yaml.h"

#include <pthread.h>

enum { WINDOW = 16 };

enum state { LEFT, TAKEN, DONE, ASKED };

struct ahead_file {
    const char *path;
    enum state state;
    struct dip_document *document; /* NULL: there is none, or it was asked for */
    struct dip_diag *diag;         /* what there was to say of it */
};

struct dip_ahead {
    char *root;
    GPtrArray *paths;
    GHashTable *index; /* path -> number + 1 */
    struct ahead_file *files;
    GThread *thread;
    pthread_mutex_t mutex; /* guards what follows, and states */
    pthread_cond_t moved;
    size_t next;  /* the first one that nobody has taken */
    size_t asked; /* how far the caller is */
    bool ended;
};

/* Under the lock, which is given back for the time of it. */
static void parse_next(struct dip_ahead *ahead)
{
    struct ahead_file *file = &ahead->files[ahead->next++];

    file->state = TAKEN;
    pthread_mutex_unlock(&ahead->mutex);
    file->diag = dip_diag_new();
    file->document = dip_document_load(ahead->root, file->path, file->diag);
    pthread_mutex_lock(&ahead->mutex);
    file->state = DONE;
    pthread_cond_broadcast(&ahead->moved);
}

static bool may_parse(const struct dip_ahead *ahead)
{
    return ahead->next < ahead->paths->len && ahead->next < ahead->asked + WINDOW;
}

static gpointer run(gpointer data)
{
    struct dip_ahead *ahead = data;

    pthread_mutex_lock(&ahead->mutex);
    while (!ahead->ended && ahead->next < ahead->paths->len) {
        if (may_parse(ahead))
            parse_next(ahead);
        else
            pthread_cond_wait(&ahead->moved, &ahead->mutex);
    }
    pthread_mutex_unlock(&ahead->mutex);
    return NULL;
}

struct dip_ahead *dip_ahead_new(const char *root, GPtrArray *paths)
{
    struct dip_ahead *ahead = g_new0(struct dip_ahead, 1);

    ahead->root = g_strdup(root);
    ahead->paths = paths;
    ahead->files = g_new0(struct ahead_file, paths->len);
    ahead->index = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < paths->len; i++) {
        ahead->files[i].path = paths->pdata[i];
        g_hash_table_insert(ahead->index, paths->pdata[i], GUINT_TO_POINTER(i + 1));
    }
    pthread_mutex_init(&ahead->mutex, NULL);
    pthread_cond_init(&ahead->moved, NULL);
    ahead->thread = g_thread_new("records", run, ahead);
    return ahead;
}

void dip_ahead_free(struct dip_ahead *ahead)
{
    if (ahead == NULL)
        return;
    pthread_mutex_lock(&ahead->mutex);
    ahead->ended = true;
    pthread_cond_broadcast(&ahead->moved);
    pthread_mutex_unlock(&ahead->mutex);
    g_thread_join(ahead->thread);
    for (guint i = 0; i < ahead->paths->len; i++) {
        dip_document_free(ahead->files[i].document);
        dip_diag_free(ahead->files[i].diag);
    }
    pthread_cond_destroy(&ahead->moved);
    pthread_mutex_destroy(&ahead->mutex);
    g_hash_table_unref(ahead->index);
    g_ptr_array_unref(ahead->paths);
    g_free(ahead->files);
    g_free(ahead->root);
    g_free(ahead);
}

/* Under the lock: wait until the file @p at is parsed, and parse others meanwhile. */
static void finish(struct dip_ahead *ahead, size_t at)
{
    ahead->asked = at;
    ahead->next = MAX(ahead->next, at);
    pthread_cond_broadcast(&ahead->moved);
    while (ahead->files[at].state != DONE) {
        if (may_parse(ahead))
            parse_next(ahead);
        else
            pthread_cond_wait(&ahead->moved, &ahead->mutex);
    }
    ahead->files[at].state = ASKED;
}

/* The file of @p path, parsed; NULL where it is not among them, was passed over, or is asked for again. */
static struct ahead_file *find(struct dip_ahead *ahead, const char *path)
{
    gpointer number = g_hash_table_lookup(ahead->index, path);

    if (number == NULL)
        return NULL;
    size_t at = GPOINTER_TO_UINT(number) - 1;
    struct ahead_file *file = &ahead->files[at];
    pthread_mutex_lock(&ahead->mutex);
    bool found = file->state != ASKED && (file->state != LEFT || at >= ahead->next);
    if (found)
        finish(ahead, at);
    pthread_mutex_unlock(&ahead->mutex);
    return found ? file : NULL;
}

struct dip_document *dip_ahead_load(struct dip_ahead *ahead, const char *root, const char *path,
                                    struct dip_diag *diag)
{
    struct ahead_file *file = ahead != NULL ? find(ahead, path) : NULL;

    if (file == NULL)
        return dip_document_load(root, path, diag);
    dip_diag_merge(diag, file->diag);
    g_clear_pointer(&file->diag, dip_diag_free);
    return g_steal_pointer(&file->document);
}
