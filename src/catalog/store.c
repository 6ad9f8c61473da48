/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file's bytes are read and hashed, which costs a hundredth of parsing them; the same hash is the same
 * catalog, with one owner more. Rejected: size and time of change, which can stay while the bytes do
 * not, where an editor saves twice within a tick of the clock.
 *
 * Reading records is most of a load, and reading catalogs most of the rest: so they run side by side.
 * libgettextpo still has one thread at a time, since every other call waits for it. Rejected: to leave
 * catalogs beside the output, as bytes for the next build: reading plain ones costs about as much as
 * taking them out of there.
 */
#include "catalog/table.h"

struct dip_catalog_store {
    GHashTable *kept; /* path -> struct kept */
    GThread *thread;  /* of a refresh, which has the store for itself until it is joined */
    GPtrArray *paths; /* for it */
    char *root;
};

struct kept {
    dip_hash hash;
    struct dip_catalog *catalog; /* NULL: it has to be read where it can be reported */
    bool fresh;                  /* a refresh has read the file for this load */
    bool asked;
};

static void free_kept(gpointer data)
{
    struct kept *kept = data;

    dip_catalog_free(kept->catalog);
    g_free(kept);
}

struct dip_catalog_store *dip_catalog_store_new(void)
{
    struct dip_catalog_store *store = g_new0(struct dip_catalog_store, 1);

    store->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_kept);
    return store;
}

static void wait_for_refresh(struct dip_catalog_store *store)
{
    if (store->thread != NULL)
        g_thread_join(g_steal_pointer(&store->thread));
    g_clear_pointer(&store->paths, g_ptr_array_unref);
    g_clear_pointer(&store->root, g_free);
}

void dip_catalog_store_free(struct dip_catalog_store *store)
{
    if (store == NULL)
        return;
    wait_for_refresh(store);
    g_hash_table_unref(store->kept);
    g_free(store);
}

static struct kept *find_kept(struct dip_catalog_store *store, const char *path)
{
    struct kept *kept = g_hash_table_lookup(store->kept, path);

    if (kept == NULL) {
        kept = g_new0(struct kept, 1);
        g_hash_table_insert(store->kept, g_strdup(path), kept);
    }
    return kept;
}

/* Parse @p file into @p kept, where that reports nothing: what is, has to be in every load. */
static struct dip_catalog *parse(struct kept *kept, const char *root, const char *path,
                                 const struct dip_file_bytes *file, struct dip_diag *diag)
{
    size_t before = dip_diag_count_all(diag);
    struct dip_catalog *catalog = dip_catalog_parse(root, path, file, diag);

    dip_catalog_free(g_steal_pointer(&kept->catalog));
    if (catalog != NULL && dip_diag_count_all(diag) == before)
        kept->catalog = g_atomic_rc_box_acquire(catalog);
    return catalog;
}

/* Read the file, and parse it where it is another one than before. */
static struct dip_catalog *update(struct kept *kept, const char *root, const char *path,
                                  struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_PO_BYTES);
    g_autofree char *bytes = file.bytes;
    dip_hash hash = {0};

    if (bytes != NULL)
        hash = dip_hash_of(bytes, file.length);
    if (bytes != NULL && kept->catalog != NULL && dip_hash_equal(kept->hash, hash))
        return g_atomic_rc_box_acquire(kept->catalog);
    kept->hash = hash;
    return parse(kept, root, path, &file, diag);
}

static gpointer refresh(gpointer data)
{
    struct dip_catalog_store *store = data;

    for (guint i = 0; i < store->paths->len; i++) {
        const char *path = store->paths->pdata[i];
        struct kept *kept = find_kept(store, path);
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        dip_catalog_free(update(kept, store->root, path, diag));
        kept->fresh = kept->catalog != NULL;
    }
    return NULL;
}

void dip_catalog_store_refresh(struct dip_catalog_store *store, const char *root, GPtrArray *paths)
{
    wait_for_refresh(store);
    store->paths = paths;
    store->root = g_strdup(root);
    if (paths->len > 0)
        store->thread = g_thread_new("catalogs", refresh, store);
}

struct dip_catalog *dip_catalog_store_load(struct dip_catalog_store *store, const char *root,
                                           const char *path, struct dip_diag *diag)
{
    if (store == NULL)
        return dip_catalog_load(root, path, diag);
    wait_for_refresh(store);
    struct kept *kept = find_kept(store, path);
    bool fresh = kept->fresh;
    kept->asked = true;
    kept->fresh = false;
    if (fresh)
        return g_atomic_rc_box_acquire(kept->catalog);
    return update(kept, root, path, diag);
}

static gboolean is_left(gpointer path G_GNUC_UNUSED, gpointer value, gpointer user G_GNUC_UNUSED)
{
    struct kept *kept = value;
    bool asked = kept->asked;

    kept->asked = false;
    kept->fresh = false;
    return !asked;
}

void dip_catalog_store_sweep(struct dip_catalog_store *store)
{
    if (store == NULL)
        return;
    wait_for_refresh(store);
    g_hash_table_foreach_remove(store->kept, is_left, NULL);
}
