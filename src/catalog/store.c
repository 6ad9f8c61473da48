/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file's bytes are read and hashed, which costs a hundredth of parsing them; the same hash is the same
 * catalog, with one owner more. Rejected: size and time of change, which can stay while the bytes do
 * not, where an editor saves twice within a tick of the clock.
 *
 * Parsing is half of the wait for a changed catalog, and reading records most of the other half: so they
 * run side by side. libgettextpo still has one thread at a time, since every other call waits for it.
 */
#include "catalog/catalog.h"

struct dip_catalog_store {
    GHashTable *kept; /* path -> struct kept */
    GThread *thread;  /* of a refresh, which has the store for itself until it is joined */
    char *root;
};

struct kept {
    dip_hash hash;
    struct dip_catalog *catalog; /* NULL: it has to be read where it can be reported */
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

static bool hash_file(const char *root, const char *path, dip_hash *ret_hash)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_PO_BYTES);

    if (file.bytes == NULL)
        return false;
    *ret_hash = dip_hash_of(file.bytes, file.length);
    g_free(file.bytes);
    return true;
}

static size_t count_all(const struct dip_diag *diag)
{
    return dip_diag_count(diag, DIP_ERROR) + dip_diag_count(diag, DIP_WARNING);
}

/* Read the file into @p kept, where that reports nothing: what is, has to be in every load. */
static struct dip_catalog *load(struct kept *kept, const char *root, const char *path,
                                struct dip_diag *diag)
{
    size_t before = count_all(diag);
    struct dip_catalog *catalog = dip_catalog_load(root, path, diag);

    dip_catalog_free(g_steal_pointer(&kept->catalog));
    if (catalog != NULL && count_all(diag) == before)
        kept->catalog = g_atomic_rc_box_acquire(catalog);
    return catalog;
}

static gpointer refresh(gpointer data)
{
    struct dip_catalog_store *store = data;
    GHashTableIter iterator;
    gpointer path = NULL;
    gpointer value = NULL;

    g_hash_table_iter_init(&iterator, store->kept);
    while (g_hash_table_iter_next(&iterator, &path, &value)) {
        struct kept *kept = value;
        dip_hash hash = kept->hash;
        if (!hash_file(store->root, path, &hash) || dip_hash_equal(kept->hash, hash))
            continue;
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        kept->hash = hash;
        dip_catalog_free(load(kept, store->root, path, diag));
    }
    return NULL;
}

void dip_catalog_store_refresh(struct dip_catalog_store *store, const char *root)
{
    if (store == NULL)
        return;
    wait_for_refresh(store);
    store->root = g_strdup(root);
    store->thread = g_thread_new("catalogs", refresh, store);
}

struct dip_catalog *dip_catalog_store_load(struct dip_catalog_store *store, const char *root,
                                           const char *path, struct dip_diag *diag)
{
    dip_hash hash;

    if (store == NULL)
        return dip_catalog_load(root, path, diag);
    wait_for_refresh(store);
    if (!hash_file(root, path, &hash))
        return dip_catalog_load(root, path, diag);
    struct kept *kept = g_hash_table_lookup(store->kept, path);
    if (kept == NULL) {
        kept = g_new0(struct kept, 1);
        g_hash_table_insert(store->kept, g_strdup(path), kept);
    }
    kept->asked = true;
    if (kept->catalog != NULL && dip_hash_equal(kept->hash, hash))
        return g_atomic_rc_box_acquire(kept->catalog);
    kept->hash = hash;
    return load(kept, root, path, diag);
}

static gboolean is_left(gpointer path G_GNUC_UNUSED, gpointer value, gpointer user G_GNUC_UNUSED)
{
    struct kept *kept = value;
    bool asked = kept->asked;

    kept->asked = false;
    return !asked;
}

void dip_catalog_store_sweep(struct dip_catalog_store *store)
{
    if (store == NULL)
        return;
    wait_for_refresh(store);
    g_hash_table_foreach_remove(store->kept, is_left, NULL);
}
