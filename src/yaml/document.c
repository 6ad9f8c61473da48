/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A document: its memory, and the way from a file's bytes to a tree.
 *
 * Memory is a list of blocks that grow by doubling, handed out from the front and freed together:
 * a record costs a handful of malloc() calls, whatever it holds. The tree has blocks of its own: it is
 * four fifths of a record, and needed only until it is decoded. GStringChunk was rejected, since it
 * keeps strings only. Bytes are copied once, to end lines alike and to put spaces over forbidden
 * characters after they were reported: libyaml stops at some of them and takes others for a break.
 */
#include "yaml/yaml.h"

#include "yaml/build.h"

#include <stddef.h>

enum { FIRST_BLOCK_BYTES = 2048, FIRST_TREE_BYTES = 8192, LARGEST_BLOCK_BYTES = 256 * 1024 };

struct memory {
    GPtrArray *blocks;
    char *next;       /* the first free byte of the last block */
    size_t left;      /* how many are free */
    size_t new_bytes; /* the size of the next block */
};

struct dip_document {
    struct memory texts; /* and what is decoded */
    struct memory tree;
    const struct dip_value *root;
};

static void memory_init(struct memory *memory, size_t first_bytes)
{
    memory->blocks = g_ptr_array_new_with_free_func(g_free);
    memory->new_bytes = first_bytes;
}

static struct dip_document *document_new(void)
{
    struct dip_document *document = g_new0(struct dip_document, 1);
    memory_init(&document->texts, FIRST_BLOCK_BYTES);
    memory_init(&document->tree, FIRST_TREE_BYTES);
    return document;
}

void dip_document_forget_tree(struct dip_document *document)
{
    g_clear_pointer(&document->tree.blocks, g_ptr_array_unref);
    document->root = NULL;
}

void dip_document_free(struct dip_document *document)
{
    if (document == NULL)
        return;
    dip_document_forget_tree(document);
    g_ptr_array_unref(document->texts.blocks);
    g_free(document);
}

static void add_block(struct memory *memory, size_t at_least)
{
    size_t size = MAX(at_least, memory->new_bytes);
    memory->next = g_malloc0(size);
    memory->left = size;
    memory->new_bytes = MIN(memory->new_bytes * 2, (size_t)LARGEST_BLOCK_BYTES);
    g_ptr_array_add(memory->blocks, memory->next);
}

static void *take(struct memory *memory, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    g_assert(size <= SIZE_MAX - alignment);
    size = (size + alignment - 1) & ~(alignment - 1);
    if (size > memory->left)
        add_block(memory, size);
    void *taken = memory->next;
    memory->next += size;
    memory->left -= size;
    return taken;
}

void *dip_document_alloc(struct dip_document *document, size_t size)
{
    return take(&document->texts, size);
}

void *dip_document_alloc_tree(struct dip_document *document, size_t size)
{
    return take(&document->tree, size);
}

const struct dip_value *dip_document_root(const struct dip_document *document)
{
    return document->root;
}

struct dip_document *dip_document_load(const char *root, const char *path, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_YAML_BYTES);
    if (file.fault != DIP_FILE_FINE) {
        dip_diag_report_file(diag, file.fault, file.error, path, DIP_LIMIT_YAML_BYTES);
        return NULL;
    }
    g_autofree char *bytes = file.bytes;
    return dip_document_parse(path, bytes, file.length, diag);
}

/** Copy @p bytes without a byte order mark; lines end in a line feed, other carriage returns are spaces. */
static GString *normalise(const char *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t from = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    GString *copy = g_string_sized_new(length + 1);
    for (size_t i = from; i < length; i++) {
        const char *found = memchr(bytes + i, '\r', length - i);
        size_t end = found != NULL ? (size_t)(found - bytes) : length;
        g_string_append_len(copy, bytes + i, (gssize)(end - i));
        if (found != NULL && (end + 1 == length || bytes[end + 1] != '\n'))
            g_string_append_c(copy, ' ');
        i = end;
    }
    return copy;
}

bool dip_document_scrub(char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t width = text[i] == '\0' ? 1 : (size_t)g_utf8_skip[(unsigned char)text[i]];
        enum dip_text_fault fault = dip_text_check(text + i, MIN(width, length - i), NULL, NULL);
        if (fault == DIP_TEXT_NOT_UTF8)
            return false;
        if (fault != DIP_TEXT_FINE)
            memset(text + i, ' ', width);
        i += width;
    }
    return true;
}

/** Report the characters that may not be; false where the bytes are not text at all. */
static bool check_bytes(struct dip_diag *diag, const char *path, GString *text)
{
    return dip_diag_check_text(diag, dip_loc_at(path, 1, 1), text->str, text->len, true) ||
           dip_document_scrub(text->str, text->len);
}

struct dip_document *dip_document_parse(const char *path, const char *bytes, size_t length,
                                        struct dip_diag *diag)
{
    if (length > DIP_LIMIT_YAML_BYTES) {
        dip_diag_report_file(diag, DIP_FILE_TOO_LARGE, 0, path, DIP_LIMIT_YAML_BYTES);
        return NULL;
    }
    g_autoptr(GString) text = normalise(bytes, length);
    if (!check_bytes(diag, path, text))
        return NULL;
    DIP_AUTO(dip_document) document = document_new();
    document->root = dip_document_build(document, path, text->str, text->len, diag);
    return document->root != NULL ? g_steal_pointer(&document) : NULL;
}

const struct dip_value *dip_value_find(const struct dip_value *map, const char *key)
{
    if (map->kind != DIP_VALUE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->entries[i].key, key) == 0)
            return map->entries[i].value;
    }
    return NULL;
}

const char *dip_value_kind_name(enum dip_value_kind kind)
{
    switch (kind) {
    case DIP_VALUE_TEXT:
        return "a text";
    case DIP_VALUE_LIST:
        return "a list";
    case DIP_VALUE_MAP:
        return "a map";
    }
    g_assert_not_reached();
}
