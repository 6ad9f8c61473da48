/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Arrays of messages, texts and places, and a table by (context, id); whoever fills the arrays, a PO file
 * or made-up words, ends with dip_catalog_finish().
 */
#include "catalog/table.h"

struct dip_catalog *dip_catalog_new(void)
{
    struct dip_catalog *catalog = g_atomic_rc_box_new0(struct dip_catalog);
    catalog->messages = g_array_new(FALSE, TRUE, sizeof(struct dip_message));
    catalog->texts = g_ptr_array_new();
    catalog->locs = g_array_new(FALSE, FALSE, sizeof(dip_loc));
    catalog->obsolete = g_array_new(FALSE, FALSE, sizeof(dip_loc));
    catalog->index = g_hash_table_new(dip_po_key_hash, dip_po_key_equal);
    return catalog;
}

static void release(gpointer data)
{
    struct dip_catalog *catalog = data;
    g_clear_pointer(&catalog->strings, g_string_chunk_free);
    g_free(catalog->block);
    g_array_unref(catalog->messages);
    g_ptr_array_unref(catalog->texts);
    g_array_unref(catalog->locs);
    g_array_unref(catalog->obsolete);
    g_hash_table_unref(catalog->index);
    dip_plural_free(catalog->plural);
    g_free(catalog->keys);
}

void dip_catalog_free(struct dip_catalog *catalog)
{
    if (catalog != NULL)
        g_atomic_rc_box_release_full(catalog, release);
}

const char *dip_catalog_keep(struct dip_catalog *catalog, const char *text)
{
    if (text == NULL)
        return NULL;
    if (catalog->strings == NULL)
        catalog->strings = g_string_chunk_new(16384);
    return g_string_chunk_insert(catalog->strings, text);
}

void dip_catalog_finish(struct dip_catalog *catalog)
{
    const char *const *next = (const char *const *)catalog->texts->pdata;
    const dip_loc *next_loc = (const dip_loc *)(void *)catalog->locs->data;
    guint count = catalog->messages->len;
    catalog->keys = g_new(struct dip_po_key, count);
    for (guint i = 0; i < count; i++) {
        struct dip_message *message = &g_array_index(catalog->messages, struct dip_message, i);
        message->strings = next;
        message->rule = catalog->plural;
        next += message->string_count;
        message->string_locs = next_loc;
        next_loc += message->string_count;
        catalog->keys[i] = (struct dip_po_key){.context = message->context, .id = message->id};
        g_hash_table_insert(catalog->index, &catalog->keys[i], message);
    }
}

static void make_message(struct dip_catalog *catalog, const struct dip_source *source,
                         dip_words_fn words, void *user)
{
    struct dip_message message = {
        .context = dip_catalog_keep(catalog, source->context),
        .id = dip_catalog_keep(catalog, source->id),
        .plural = dip_catalog_keep(catalog, source->plural),
        .string_count = source->plural == NULL ? 1 : dip_plural_count(catalog->plural),
    };

    for (unsigned i = 0; i < message.string_count; i++) {
        bool one = source->plural == NULL || i == dip_plural_index(catalog->plural, 1);
        g_autofree char *text = words(one ? source->id : source->plural, user);
        g_ptr_array_add(catalog->texts, (gpointer)dip_catalog_keep(catalog, text));
        g_array_append_val(catalog->locs, message.loc);
    }
    g_array_append_val(catalog->messages, message);
}

struct dip_catalog *dip_catalog_make(const struct dip_source *sources, size_t count,
                                     const char *rule, dip_words_fn words, void *user)
{
    struct dip_catalog *catalog = dip_catalog_new();

    catalog->plural = dip_plural_parse(rule);
    g_assert(catalog->plural != NULL);
    for (size_t i = 0; i < count; i++)
        make_message(catalog, &sources[i], words, user);
    dip_catalog_finish(catalog);
    return catalog;
}

const struct dip_message *dip_catalog_find(const struct dip_catalog *catalog, const char *context,
                                           const char *id)
{
    struct dip_po_key key = {.context = context, .id = id};
    return g_hash_table_lookup(catalog->index, &key);
}

const struct dip_message *dip_catalog_messages(const struct dip_catalog *catalog, size_t *ret_count)
{
    *ret_count = catalog->messages->len;
    return &g_array_index(catalog->messages, struct dip_message, 0);
}

const dip_loc *dip_catalog_obsolete(const struct dip_catalog *catalog, size_t *ret_count)
{
    *ret_count = catalog->obsolete->len;
    return (const dip_loc *)(void *)catalog->obsolete->data;
}

const struct dip_plural *dip_catalog_plural(const struct dip_catalog *catalog)
{
    return catalog->plural;
}

dip_loc dip_catalog_plural_loc(const struct dip_catalog *catalog)
{
    return catalog->plural_loc;
}
