/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Every translatable text of a site gets an index, once; a locale's translations are then an array,
 * and finding one on a page is a load. Looking a text up by its words on every use was the other way:
 * a hash of a few hundred bytes for each of them.
 */
#include "site/loader.h"

static void free_row(gpointer data)
{
    struct dip_phrase_row *row = data;

    g_ptr_array_unref(row->comments);
    g_ptr_array_unref(row->references);
    g_free(row);
}

static void free_document(gpointer data)
{
    dip_document_free(data);
}

static void free_catalog(gpointer data)
{
    dip_catalog_free(data);
}

/* A row is its own key: domain and context are interned, and most texts are one message only. */
static guint hash_row(gconstpointer key)
{
    const struct dip_phrase_row *row = key;

    return g_str_hash(row->text);
}

static gboolean rows_equal(gconstpointer a, gconstpointer b)
{
    const struct dip_phrase_row *x = a;
    const struct dip_phrase_row *y = b;

    return x->domain == y->domain && x->context == y->context && strcmp(x->text, y->text) == 0;
}

struct dip_site_private *dip_site_private_new(void)
{
    struct dip_site_private *private = g_new0(struct dip_site_private, 1);

    private->documents = g_ptr_array_new_with_free_func(free_document);
    private->catalogs = g_ptr_array_new_with_free_func(free_catalog);
    private->blocks = g_ptr_array_new_with_free_func(g_free);
    private->phrases = g_ptr_array_new_with_free_func(free_row);
    private->phrase_of = g_hash_table_new(hash_row, rows_equal);
    private->broken = g_hash_table_new(NULL, NULL);
    private->germanic = dip_plural_parse("nplurals=2; plural=(n != 1);");
    return private;
}

void dip_site_private_free(struct dip_site_private *private)
{
    g_ptr_array_unref(private->catalogs);
    g_hash_table_unref(private->phrase_of);
    g_ptr_array_unref(private->phrases);
    g_ptr_array_unref(private->documents);
    g_ptr_array_unref(private->blocks);
    dip_plural_free(private->germanic);
    g_hash_table_unref(private->broken);
    g_free(private->label_shares);
    g_free(private->progress);
    g_free(private);
}

void *dip_loader_alloc(struct dip_loader *loader, size_t size)
{
    void *block = g_malloc0(MAX(size, 1));
    g_ptr_array_add(loader->site->private->blocks, block);
    return block;
}

const char *dip_loader_strdup(struct dip_loader *loader, const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(dip_loader_alloc(loader, size), text, size);
}

struct dip_document *dip_loader_document(struct dip_loader *loader, const char *path)
{
    struct dip_document *document = dip_ahead_load(loader->ahead, loader->root, path, loader->diag);

    if (document != NULL)
        g_ptr_array_add(loader->site->private->documents, document);
    loader->document = document;
    return document;
}

void dip_loader_forget_values(struct dip_loader *loader)
{
    if (loader->document != NULL)
        dip_document_forget_tree(loader->document);
}

bool dip_check_count(struct dip_loader *loader, const struct dip_value *list, size_t most,
                     const char *items, const char *owner)
{
    if (list->count <= most)
        return true;
    dip_loc loc =
        list->kind == DIP_VALUE_MAP ? list->entries[most].key_loc : list->items[most]->loc;
    dip_diag_report(loader->diag, DIP_RULE_LIST_TOO_LONG, loc, "%zu %s; %s has at most %zu",
                    list->count, items, owner, most);
    return false;
}

static unsigned add_row(struct dip_site_private *private, const char *domain, const char *context,
                        const char *text, bool pattern)
{
    struct dip_phrase_row wanted = {.domain = g_intern_string(domain),
                                    .context = g_intern_string(context),
                                    .text = text,
                                    .index = private->phrases->len,
                                    .pattern = pattern};
    const struct dip_phrase_row *found = g_hash_table_lookup(private->phrase_of, &wanted);

    if (found != NULL)
        return found->index;
    struct dip_phrase_row *row = g_new(struct dip_phrase_row, 1);
    *row = wanted;
    row->weight = (unsigned)g_utf8_strlen(text, -1);
    row->comments = g_ptr_array_new_with_free_func(g_free);
    row->references = g_ptr_array_new();
    g_ptr_array_add(private->phrases, row);
    g_hash_table_add(private->phrase_of, row);
    return row->index;
}

/* Comments say where a text stands; one that stands in many places needs only some of them. */
enum { COMMENTS = 6 };

static void add_once(GPtrArray *texts, const char *text, bool copy)
{
    for (guint i = 0; i < texts->len; i++) {
        if (strcmp(texts->pdata[i], text) == 0)
            return;
    }
    if (texts->len < COMMENTS)
        g_ptr_array_add(texts, copy ? g_strdup(text) : (char *)text);
}

struct dip_phrase dip_phrase_add(struct dip_loader *loader, const char *domain, const char *context,
                                 dip_text text, const char *comment, bool pattern)
{
    struct dip_site_private *private = loader->site->private;

    if (text.text == NULL)
        return (struct dip_phrase){0};
    unsigned index = add_row(private, domain, context, text.text, pattern);
    struct dip_phrase_row *row = private->phrases->pdata[index];
    if (comment != NULL)
        add_once(row->comments, comment, true);
    if (text.loc.path != NULL)
        add_once(row->references, text.loc.path, false);
    return (struct dip_phrase){.text = text.text, .loc = text.loc, .index = index};
}

const char *dip_site_text(const struct dip_site_locale *locale, const struct dip_phrase *phrase)
{
    return phrase->text == NULL ? NULL : locale->texts[phrase->index];
}

size_t dip_site_text_count(const struct dip_site *site)
{
    return site->private->phrases->len;
}

const char *dip_site_text_file(const struct dip_site *site, size_t index)
{
    const struct dip_phrase_row *row = site->private->phrases->pdata[index];
    bool ended =
        row->references->len > 0 && row->references->pdata[row->references->len - 1] == NULL;

    return row->references->len - ended == 1 ? row->references->pdata[0] : NULL;
}

/* A clause may become a sentence in a translation, which python-brace-format would call a mistake. */
static bool is_brace_format(const char *pattern)
{
    dip_placeholder unused;

    return dip_placeholder_next(pattern, 0, &unused) && strstr(pattern, "meaning}") == NULL &&
           strstr(pattern, "encounter}") == NULL;
}

static struct dip_source *source_of_row(const struct dip_phrase_row *row)
{
    struct dip_source *source = g_new0(struct dip_source, 1);

    if (row->comments->len == 0 || g_ptr_array_index(row->comments, row->comments->len - 1) != NULL)
        g_ptr_array_add(row->comments, NULL);
    if (row->references->len == 0 ||
        g_ptr_array_index(row->references, row->references->len - 1) != NULL)
        g_ptr_array_add(row->references, NULL);
    *source = (struct dip_source){
        .context = row->context[0] == '\0' ? NULL : row->context,
        .id = row->text,
        .comments = (const char *const *)row->comments->pdata,
        .references = (const char *const *)row->references->pdata,
        .brace_format = row->pattern && is_brace_format(row->text),
    };
    return source;
}

struct label_source {
    struct dip_source source;
    const char *comments[2];
    const char *references[2];
};

static struct dip_source *source_of_label(const struct dip_template_message *message)
{
    struct label_source *label = g_new0(struct label_source, 1);
    dip_placeholder unused;

    label->comments[0] = message->comment;
    label->references[0] = message->loc.path;
    label->source = (struct dip_source){
        .context = message->context,
        .id = message->id,
        .plural = message->plural,
        .comments = label->comments,
        .references = label->references,
        .brace_format =
            dip_placeholder_next(message->id, 0, &unused) ||
            (message->plural != NULL && dip_placeholder_next(message->plural, 0, &unused)),
    };
    return &label->source;
}

GPtrArray *dip_site_sources(const struct dip_site *site, const char *domain)
{
    const struct dip_site_private *private = site->private;
    GPtrArray *sources = g_ptr_array_new_with_free_func(g_free);
    bool known = strcmp(domain, "site") == 0;

    if (known && private->templates != NULL) {
        g_autoptr(GPtrArray) labels = dip_templates_messages(private->templates, NULL);
        for (guint i = 0; i < labels->len; i++)
            g_ptr_array_add(sources, source_of_label(labels->pdata[i]));
    }
    for (size_t i = 0; i < site->family_count; i++)
        known = known || strcmp(domain, site->families[i]->id) == 0;
    for (guint i = 0; i < private->phrases->len; i++) {
        const struct dip_phrase_row *row = private->phrases->pdata[i];
        if (strcmp(row->domain, domain) == 0)
            g_ptr_array_add(sources, source_of_row(row));
    }
    if (known)
        return sources;
    g_ptr_array_unref(sources);
    return NULL;
}
