/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file's bytes are read and hashed, which costs a hundredth of parsing them; the same hash is the same
 * catalog, with one owner more. Rejected: size and time of change, which can stay while the bytes do
 * not, where an editor saves twice within a tick of the clock.
 *
 * Reading catalogs is most of a load, and reading records most of the rest: so they run side by side.
 * libgettextpo still has one thread at a time, since every other call waits for it. Rejected: sharing the
 * catalogs out among both, since four fifths of the time are libgettextpo's.
 */
#include "catalog/image.h"

struct dip_catalog_store {
    GHashTable *kept; /* path -> struct kept */
    GBytes *image;    /* that nobody has looked into; or NULL */
    bool changed;     /* what is kept is not what came out of an image */
    gint busy;        /* atomic: the thread has not come to its end */
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
    g_clear_pointer(&store->image, g_bytes_unref);
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

void dip_catalog_store_parse(struct dip_catalog_store *store, GBytes *image)
{
    store->image = image != NULL ? g_bytes_ref(image) : NULL;
}

/* Take the catalogs out of the image; by whoever needs them first, most often the refresh's thread. */
static void unpack(struct dip_catalog_store *store)
{
    g_autoptr(GBytes) image = g_steal_pointer(&store->image);
    struct dip_image_entry entry;
    size_t offset = 0;

    if (image == NULL)
        return;
    if (!dip_image_check(image)) {
        store->changed = true;
        return;
    }
    while (dip_image_next(image, &offset, &entry)) {
        struct kept *kept = find_kept(store, entry.path);
        dip_catalog_free(kept->catalog);
        kept->hash = entry.po;
        kept->catalog = entry.catalog;
    }
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
static struct dip_catalog *update(struct dip_catalog_store *store, struct kept *kept,
                                  const char *root, const char *path, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_PO_BYTES);
    g_autofree char *bytes = file.bytes;
    dip_hash hash = {0};

    if (bytes != NULL)
        hash = dip_hash_of(bytes, file.length);
    if (bytes != NULL && kept->catalog != NULL && dip_hash_equal(kept->hash, hash))
        return g_atomic_rc_box_acquire(kept->catalog);
    bool had = kept->catalog != NULL;
    struct dip_catalog *catalog = parse(kept, root, path, &file, diag);
    kept->hash = hash;
    store->changed = store->changed || had || kept->catalog != NULL;
    return catalog;
}

static gpointer refresh(gpointer data)
{
    struct dip_catalog_store *store = data;

    unpack(store);
    for (guint i = 0; i < store->paths->len; i++) {
        const char *path = store->paths->pdata[i];
        struct kept *kept = find_kept(store, path);
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        dip_catalog_free(update(store, kept, store->root, path, diag));
        kept->fresh = kept->catalog != NULL;
    }
    g_atomic_int_set(&store->busy, 0);
    return NULL;
}

void dip_catalog_store_refresh(struct dip_catalog_store *store, const char *root, GPtrArray *paths)
{
    wait_for_refresh(store);
    store->paths = paths;
    store->root = g_strdup(root);
    g_atomic_int_set(&store->busy, paths->len > 0);
    if (paths->len > 0)
        store->thread = g_thread_new("catalogs", refresh, store);
}

bool dip_catalog_store_is_busy(const struct dip_catalog_store *store)
{
    return g_atomic_int_get(&store->busy) != 0;
}

struct dip_catalog *dip_catalog_store_load(struct dip_catalog_store *store, const char *root,
                                           const char *path, struct dip_diag *diag)
{
    if (store == NULL)
        return dip_catalog_load(root, path, diag);
    wait_for_refresh(store);
    unpack(store);
    struct kept *kept = find_kept(store, path);
    bool fresh = kept->fresh;
    kept->asked = true;
    kept->fresh = false;
    if (fresh)
        return g_atomic_rc_box_acquire(kept->catalog);
    return update(store, kept, root, path, diag);
}

static gboolean is_left(gpointer path G_GNUC_UNUSED, gpointer value, gpointer user)
{
    struct dip_catalog_store *store = user;
    struct kept *kept = value;
    bool asked = kept->asked;

    kept->asked = false;
    kept->fresh = false;
    store->changed = store->changed || !asked;
    return !asked;
}

void dip_catalog_store_sweep(struct dip_catalog_store *store)
{
    if (store == NULL)
        return;
    wait_for_refresh(store);
    unpack(store);
    g_hash_table_foreach_remove(store->kept, is_left, store);
}

static gint compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

bool dip_catalog_store_emit(struct dip_catalog_store *store, GByteArray *out)
{
    g_autoptr(GList) paths = g_hash_table_get_keys(store->kept);

    if (!store->changed)
        return false;
    paths = g_list_sort(paths, compare_paths);
    for (const GList *path = paths; path != NULL; path = path->next) {
        const struct kept *kept = g_hash_table_lookup(store->kept, path->data);
        if (kept->catalog == NULL)
            continue;
        if (out->len == 0)
            dip_image_begin(out);
        dip_image_add(out, path->data, kept->hash, kept->catalog);
    }
    if (out->len > 0)
        dip_image_end(out);
    return true;
}
