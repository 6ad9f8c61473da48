/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * libyaml's events become a tree, by recursion as deep as DIP_LIMIT_YAML_DEPTH at most.
 *
 * An alias shares the node it names; what it would weigh if written out is added to the count, so
 * that an alias bomb ends after DIP_LIMIT_YAML_VALUES values while its file is still being read.
 * libyaml's own document API was rejected: it keeps no positions of keys met twice, does not see a
 * cycle, and has no limit until all is in memory. One pass; a value costs one block of memory.
 *
 * Quirks of libyaml 0.2.5: marks count from 0 and in code points; after an error the parser must
 * not be asked again; an alias has no position but its own event's.
 */
#include "yaml/build.h"

#include "yaml/syntax.h"

/** A value, and what an alias to it has to know. */
struct node {
    struct dip_value value; /* first: a node is its value */
    size_t weight;          /* values in it, itself and what its aliases stand for included */
    size_t height;          /* of lists and maps within lists and maps; a text has none */
    bool open;              /* still being built: an alias would make a cycle */
};

/** What one step through the events gave; `node` is NULL at the end of a collection or a fault. */
typedef struct step {
    struct node *node;
    dip_loc loc;
    bool end;
} step;

struct builder {
    yaml_parser_t parser;
    struct dip_document *document;
    struct dip_diag *diag;
    const char *bytes;
    size_t length;
    dip_loc end;         /* of the bytes */
    GHashTable *anchors; /* name -> struct node * */
    size_t values;
    struct dip_last_event last;
};

static step build_value(struct builder *b, size_t depth);

static bool is_quoted(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT &&
           (event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
            event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE);
}

static bool next_event(struct builder *b, yaml_event_t *ret_event)
{
    if (yaml_parser_parse(&b->parser, ret_event) == 1) {
        b->last = (struct dip_last_event){.type = ret_event->type,
                                          .start = ret_event->start_mark,
                                          .end = ret_event->end_mark,
                                          .quoted = is_quoted(ret_event)};
        return true;
    }
    dip_document_report_syntax(b->diag, &b->parser, b->bytes, b->length, b->end, &b->last);
    return false;
}

static bool count_values(struct builder *b, dip_loc loc, size_t count)
{
    b->values += count;
    if (b->values <= DIP_LIMIT_YAML_VALUES)
        return true;
    dip_diag_report(b->diag, DIP_RULE_YAML_SIZE, loc,
                    "more than %d values, each counted as often as an alias repeats it",
                    DIP_LIMIT_YAML_VALUES);
    return false;
}

static bool check_depth(struct builder *b, dip_loc loc, size_t depth)
{
    if (depth <= DIP_LIMIT_YAML_DEPTH)
        return true;
    dip_diag_report(b->diag, DIP_RULE_YAML_DEPTH, loc, "lists and maps nest more than %d deep",
                    DIP_LIMIT_YAML_DEPTH);
    return false;
}

/** Start a node: tags are refused, the anchor is remembered. */
static struct node *add_node(struct builder *b, dip_loc loc, const yaml_char_t *tag,
                             const yaml_char_t *anchor)
{
    if (tag != NULL) {
        dip_diag_report(b->diag, DIP_RULE_YAML_SYNTAX, loc,
                        "a tag; records have none, since a schema says each value's type");
        dip_diag_note(b->diag, (dip_loc){0}, "a text that starts with \"!\" needs quotes");
        return NULL;
    }
    if (!count_values(b, loc, 1))
        return NULL;
    struct node *node = dip_document_alloc_tree(b->document, sizeof *node);
    node->value.loc = loc;
    node->weight = 1;
    if (anchor != NULL)
        g_hash_table_insert(b->anchors, g_strdup((const char *)anchor), node);
    return node;
}

/** Copy @p text with each run of white space made one space, and none at the ends. */
static const char *copy_collapsed(struct dip_document *document, const char *text, size_t length)
{
    char *copy = dip_document_alloc(document, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isspace(text[i]))
            copy[used++] = text[i];
        else if (used > 0 && copy[used - 1] != ' ')
            copy[used++] = ' ';
    }
    if (used > 0 && copy[used - 1] == ' ')
        used--;
    memset(copy + used, 0, length - used);
    return copy;
}

static bool means_nothing(const yaml_event_t *event)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp((const char *)event->data.scalar.value, words[i]) == 0)
            return true;
    }
    return false;
}

static struct node *build_text(struct builder *b, dip_loc loc, yaml_event_t *event)
{
    char *text = (char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    struct node *node = add_node(b, loc, event->data.scalar.tag, event->data.scalar.anchor);
    if (node == NULL)
        return NULL;
    /* The file's bytes were checked, but an escape makes any character. */
    if (!dip_diag_check_text(b->diag, loc, text, length, false))
        dip_document_scrub(text, length);
    node->value.kind = DIP_VALUE_TEXT;
    node->value.empty = means_nothing(event);
    node->value.text = node->value.empty ? "" : copy_collapsed(b->document, text, length);
    return node;
}

static struct node *build_alias(struct builder *b, dip_loc loc, const char *name, size_t depth)
{
    struct node *node = g_hash_table_lookup(b->anchors, name);
    if (node == NULL) {
        dip_diag_report(b->diag, DIP_RULE_YAML_SYNTAX, loc,
                        "the alias \"*%.60s\" has no anchor \"&%.60s\" before it", name, name);
        dip_diag_note(b->diag, (dip_loc){0}, "a text that starts with \"*\" needs quotes");
        return NULL;
    }
    if (node->open) {
        dip_diag_report(b->diag, DIP_RULE_YAML_SYNTAX, loc,
                        "the alias \"*%.60s\" stands inside the value that it names", name);
        dip_diag_note(b->diag, node->value.loc, "that value starts here");
        return NULL;
    }
    if (!check_depth(b, loc, depth + node->height) || !count_values(b, loc, node->weight))
        return NULL;
    return node;
}

static void adopt(struct node *parent, const struct node *child)
{
    parent->weight += child->weight;
    parent->height = MAX(parent->height, child->height + 1);
}

/** Copy the elements of @p array into the document's tree. */
static void *keep(struct builder *b, const void *elements, size_t size)
{
    void *copy = dip_document_alloc_tree(b->document, size);
    if (size > 0)
        memcpy(copy, elements, size);
    return copy;
}

static bool fill_list(struct builder *b, struct node *list, size_t depth)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    for (;;) {
        step item = build_value(b, depth);
        if (item.end)
            break;
        if (item.node == NULL)
            return false;
        adopt(list, item.node);
        g_ptr_array_add(items, &item.node->value);
    }
    list->value.count = items->len;
    list->value.items = keep(b, items->pdata, items->len * sizeof(struct dip_value *));
    return true;
}

static bool check_key(struct builder *b, step key)
{
    if (key.node->value.kind == DIP_VALUE_TEXT)
        return true;
    dip_diag_report(b->diag, DIP_RULE_YAML_SYNTAX, key.loc, "a key must be a text, not %s",
                    dip_value_kind_name(key.node->value.kind));
    return false;
}

/** Add an entry, unless its key is too long or was there before (reported). */
static void add_entry(struct builder *b, GArray *entries, GHashTable *seen, struct dip_entry entry)
{
    size_t length = strlen(entry.key);
    if (length > DIP_LIMIT_NAME_BYTES) {
        dip_diag_report(b->diag, DIP_RULE_TEXT_TOO_LONG, entry.key_loc,
                        "a key of %zu bytes, at most %d are allowed", length, DIP_LIMIT_NAME_BYTES);
        return;
    }
    gpointer first = g_hash_table_lookup(seen, entry.key);
    if (first != NULL) {
        dip_diag_report(b->diag, DIP_RULE_KEY_REPEATED, entry.key_loc,
                        "the key \"%s\" is here a second time", entry.key);
        dip_diag_note(b->diag, *(dip_loc *)first, "first here");
        return;
    }
    dip_loc *loc = keep(b, &entry.key_loc, sizeof entry.key_loc);
    g_hash_table_insert(seen, (gpointer)entry.key, loc);
    g_array_append_val(entries, entry);
}

static bool fill_map(struct builder *b, struct node *map, size_t depth)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct dip_entry));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (;;) {
        step key = build_value(b, depth);
        if (key.end)
            break;
        if (key.node == NULL || !check_key(b, key))
            return false;
        step value = build_value(b, depth);
        if (value.node == NULL)
            return false;
        adopt(map, value.node);
        add_entry(b, entries, seen,
                  (struct dip_entry){.key = key.node->value.text,
                                     .key_loc = key.loc,
                                     .value = &value.node->value});
    }
    map->value.count = entries->len;
    map->value.entries = keep(b, entries->data, entries->len * sizeof(struct dip_entry));
    return true;
}

static struct node *build_list(struct builder *b, dip_loc loc, const yaml_event_t *event,
                               size_t depth)
{
    const yaml_char_t *tag = event->data.sequence_start.tag;
    struct node *list = add_node(b, loc, tag, event->data.sequence_start.anchor);
    if (list == NULL || !check_depth(b, loc, depth + 1))
        return NULL;
    list->value.kind = DIP_VALUE_LIST;
    list->height = 1;
    list->open = true;
    bool fine = fill_list(b, list, depth + 1);
    list->open = false;
    return fine ? list : NULL;
}

static struct node *build_map(struct builder *b, dip_loc loc, const yaml_event_t *event,
                              size_t depth)
{
    const yaml_char_t *tag = event->data.mapping_start.tag;
    struct node *map = add_node(b, loc, tag, event->data.mapping_start.anchor);
    if (map == NULL || !check_depth(b, loc, depth + 1))
        return NULL;
    map->value.kind = DIP_VALUE_MAP;
    map->height = 1;
    map->open = true;
    bool fine = fill_map(b, map, depth + 1);
    map->open = false;
    return fine ? map : NULL;
}

/** Build the value that starts at the next event, inside @p depth lists and maps. */
static step build_value(struct builder *b, size_t depth)
{
    yaml_event_t event;
    if (!next_event(b, &event))
        return (step){0};
    step result = {.loc = dip_document_loc(event.start_mark, b->end)};
    switch (event.type) {
    case YAML_SCALAR_EVENT:
        result.node = build_text(b, result.loc, &event);
        break;
    case YAML_ALIAS_EVENT:
        result.node = build_alias(b, result.loc, (const char *)event.data.alias.anchor, depth);
        break;
    case YAML_SEQUENCE_START_EVENT:
        result.node = build_list(b, result.loc, &event, depth);
        break;
    case YAML_MAPPING_START_EVENT:
        result.node = build_map(b, result.loc, &event, depth);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        result.end = true;
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        g_assert_not_reached();
    }
    yaml_event_delete(&event);
    return result;
}

/** Go to the next event, of which only kind and place matter. */
static bool skip_event(struct builder *b, yaml_event_type_t *ret_type, dip_loc *ret_loc)
{
    yaml_event_t event;
    if (!next_event(b, &event))
        return false;
    *ret_type = event.type;
    *ret_loc = dip_document_loc(event.start_mark, b->end);
    yaml_event_delete(&event);
    return true;
}

static struct dip_value *empty_map(struct builder *b)
{
    struct node *node = add_node(b, dip_loc_at(b->end.path, 1, 1), NULL, NULL);
    node->value.kind = DIP_VALUE_MAP;
    return &node->value;
}

/** Read the stream: its start, one document or none, its end. */
static struct dip_value *build_root(struct builder *b)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    dip_loc loc = {0};
    if (!skip_event(b, &type, &loc) || !skip_event(b, &type, &loc))
        return NULL;
    if (type == YAML_STREAM_END_EVENT)
        return empty_map(b);
    struct node *root = build_value(b, 0).node;
    if (root == NULL || !skip_event(b, &type, &loc) || !skip_event(b, &type, &loc))
        return NULL;
    if (type != YAML_STREAM_END_EVENT) {
        dip_diag_report(b->diag, DIP_RULE_YAML_SYNTAX, loc,
                        "a second document starts here; a file holds one");
        return NULL;
    }
    return root->value.empty ? empty_map(b) : &root->value;
}

struct dip_value *dip_document_build(struct dip_document *document, const char *path,
                                     const char *bytes, size_t length, struct dip_diag *diag)
{
    struct builder b = {.document = document,
                        .diag = diag,
                        .bytes = bytes,
                        .length = length,
                        .end = dip_loc_at(path, 0, 0)};
    dip_text_position(bytes, length, &b.end.line, &b.end.column);
    if (yaml_parser_initialize(&b.parser) != 1)
        g_error("out of memory");
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)bytes, length);
    b.anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    struct dip_value *root = build_root(&b);
    g_hash_table_unref(b.anchors);
    yaml_parser_delete(&b.parser);
    return root;
}
