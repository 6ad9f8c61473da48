/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Maps become structs by walking a table of fields twice: the map's keys are looked up in the
 * table (unknown ones), the table's in the map (missing ones), each linear, since a map has a dozen.
 * A second table has the one function that stores each type of field, so that no function knows more
 * than its own. Pointers into libyaml's events (libcyaml's way) were rejected: positions of missing
 * keys need the whole map.
 *
 * Texts are taken as they are: white space was collapsed when the tree was built, so decoding
 * copies nothing but structs and lists.
 */
#include "yaml/yaml.h"

enum { SHOWN_CHARACTERS = 60 };

/** What a value is called in messages: the value of a key, or one item of that key's list. */
struct subject {
    const char *key;
    bool item;
};

struct decoder {
    struct dip_document *document;
    struct dip_diag *diag;
};

typedef void (*store_fn)(struct decoder *d, const struct dip_field *field,
                         const struct dip_value *value, void *slot);

static char *describe(struct subject subject)
{
    return g_strdup_printf(subject.item ? "an item of \"%s\"" : "\"%s\"", subject.key);
}

/** Shorten a value for a message (g_free). */
static char *shorten(const char *text)
{
    if (g_utf8_strlen(text, -1) <= SHOWN_CHARACTERS)
        return g_strdup(text);
    g_autofree char *start = g_utf8_substring(text, 0, SHOWN_CHARACTERS);
    return g_strconcat(start, "…", NULL);
}

/** List @p words as `"a", "b", "c"` (g_free). */
static char *quote_all(const char *const *words, size_t count)
{
    GString *list = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(list, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
    return g_string_free(list, FALSE);
}

static const char *article(const char *what)
{
    return strchr("aeiou", what[0]) != NULL ? "an" : "a";
}

static bool check_kind(struct dip_diag *diag, const struct dip_value *value,
                       enum dip_value_kind wanted, struct subject subject)
{
    if (value->kind == wanted)
        return true;
    g_autofree char *name = describe(subject);
    if (value->kind == DIP_VALUE_TEXT && value->empty)
        dip_diag_report(diag, DIP_RULE_TYPE_WRONG, value->loc, "%s must be %s, but has no value",
                        name, dip_value_kind_name(wanted));
    else
        dip_diag_report(diag, DIP_RULE_TYPE_WRONG, value->loc, "%s must be %s, not %s", name,
                        dip_value_kind_name(wanted), dip_value_kind_name(value->kind));
    return false;
}

static bool check_length(struct dip_diag *diag, const struct dip_value *value, size_t limit,
                         struct subject subject)
{
    size_t length = strlen(value->text);
    if (length <= limit)
        return true;
    g_autofree char *name = describe(subject);
    dip_diag_report(diag, DIP_RULE_TEXT_TOO_LONG, value->loc,
                    "%s has %zu bytes, at most %zu are allowed", name, length, limit);
    return false;
}

/** A host is the end of the authority: letters, digits, `-`, `.`, or an address in brackets. */
static bool has_host(const char *authority)
{
    size_t length = strcspn(authority, "/?#");
    const char *at = g_strrstr_len(authority, (gssize)length, "@");
    const char *host = at != NULL ? at + 1 : authority;
    return host < authority + length && *host != ':' && *host != '.';
}

static bool is_url(const char *text)
{
    size_t scheme = g_ascii_strncasecmp(text, "https://", 8) == 0  ? 8
                    : g_ascii_strncasecmp(text, "http://", 7) == 0 ? 7
                                                                   : 0;
    return scheme > 0 && strpbrk(text, " \t\n\"'<>`\\{}|^") == NULL && has_host(text + scheme);
}

static bool check_url(struct dip_diag *diag, const struct dip_value *value, struct subject subject)
{
    if (is_url(value->text))
        return true;
    g_autofree char *name = describe(subject);
    g_autofree char *shown = shorten(value->text);
    dip_diag_report(
        diag, DIP_RULE_URL_INVALID, value->loc,
        "%s must be an address that starts with http:// or https:// and has no spaces, not \"%s\"",
        name, shown);
    return false;
}

static size_t text_limit(enum dip_field_type type)
{
    if (type == DIP_FIELD_URL)
        return DIP_LIMIT_URL_BYTES;
    bool name = type == DIP_FIELD_NAME || type == DIP_FIELD_NAMES;
    return name ? DIP_LIMIT_NAME_BYTES : DIP_LIMIT_TEXT_BYTES;
}

static dip_text take_text(struct dip_diag *diag, const struct dip_value *value,
                          enum dip_field_type type, unsigned flags, struct subject subject)
{
    const dip_text none = {.loc = value->loc};
    if (!check_kind(diag, value, DIP_VALUE_TEXT, subject))
        return none;
    if (value->text[0] == '\0') {
        if ((flags & DIP_FIELD_MAY_BE_EMPTY) != 0)
            return (dip_text){.text = "", .loc = value->loc};
        g_autofree char *name = describe(subject);
        dip_diag_report(diag, DIP_RULE_TEXT_EMPTY, value->loc, "%s is empty", name);
        return none;
    }
    if (!check_length(diag, value, text_limit(type), subject))
        return none;
    if (type == DIP_FIELD_URL && !check_url(diag, value, subject))
        return none;
    return (dip_text){.text = value->text, .loc = value->loc};
}

dip_text dip_value_text(const struct dip_value *value, enum dip_field_type type, const char *key,
                        struct dip_diag *diag)
{
    return take_text(diag, value, type, 0, (struct subject){.key = key});
}

static void store_text(struct decoder *d, const struct dip_field *field,
                       const struct dip_value *value, void *slot)
{
    dip_text *text = slot;
    *text =
        take_text(d->diag, value, field->type, field->flags, (struct subject){.key = field->key});
}

/** Check a list's kind and length; a key without a value counts as an empty list. */
static bool check_list(struct decoder *d, const struct dip_field *field,
                       const struct dip_value *value)
{
    size_t maximum = field->maximum > 0 ? (size_t)field->maximum : DIP_LIMIT_ITEMS;
    bool nothing = value->kind == DIP_VALUE_TEXT && value->empty;
    if (!nothing &&
        !check_kind(d->diag, value, DIP_VALUE_LIST, (struct subject){.key = field->key}))
        return false;
    if (value->count == 0 && (field->flags & DIP_FIELD_MAY_BE_EMPTY) == 0) {
        dip_diag_report(d->diag, DIP_RULE_TEXT_EMPTY, value->loc, "\"%s\" is an empty list",
                        field->key);
        return false;
    }
    if (value->count > maximum) {
        dip_diag_report(d->diag, DIP_RULE_LIST_TOO_LONG, value->items[maximum]->loc,
                        "\"%s\" has %zu items, at most %zu are allowed", field->key, value->count,
                        maximum);
        return false;
    }
    return true;
}

static void store_texts(struct decoder *d, const struct dip_field *field,
                        const struct dip_value *value, void *slot)
{
    struct dip_texts *texts = slot;
    struct subject subject = {.key = field->key, .item = true};
    if (!check_list(d, field, value))
        return;
    texts->items = dip_document_alloc(d->document, value->count * sizeof *texts->items);
    for (size_t i = 0; i < value->count; i++) {
        dip_text text = take_text(d->diag, value->items[i], field->type, 0, subject);
        if (text.text != NULL)
            texts->items[texts->count++] = text;
    }
}

/** Find a value among the choices; -1 where it is none of them (reported). */
static int find_choice(struct decoder *d, const struct dip_field *field,
                       const struct dip_value *value, struct subject subject)
{
    if (!check_kind(d->diag, value, DIP_VALUE_TEXT, subject))
        return -1;
    size_t count = 0;
    for (; field->choices[count] != NULL; count++) {
        if (strcmp(field->choices[count], value->text) == 0)
            return (int)count;
    }
    g_autofree char *shown = shorten(value->text);
    g_autofree char *list = quote_all(field->choices, count);
    dip_diag_report(d->diag, DIP_RULE_VALUE_UNKNOWN, value->loc,
                    "\"%s\" can't be \"%s\"; expected one of %s", field->key, shown, list);
    dip_diag_suggest(d->diag, shown, field->choices, count);
    return -1;
}

static void store_choice(struct decoder *d, const struct dip_field *field,
                         const struct dip_value *value, void *slot)
{
    dip_choice *choice = slot;
    choice->loc = value->loc;
    choice->index = find_choice(d, field, value, (struct subject){.key = field->key});
}

static void store_choices(struct decoder *d, const struct dip_field *field,
                          const struct dip_value *value, void *slot)
{
    unsigned *set = slot;
    struct subject subject = {.key = field->key, .item = true};
    if (!check_list(d, field, value))
        return;
    for (size_t i = 0; i < value->count; i++) {
        int index = find_choice(d, field, value->items[i], subject);
        *set |= index >= 0 ? 1U << (unsigned)index : 0U;
    }
}

static void store_count(struct decoder *d, const struct dip_field *field,
                        const struct dip_value *value, void *slot)
{
    int64_t *count = slot;
    guint64 number = 0;
    if (!check_kind(d->diag, value, DIP_VALUE_TEXT, (struct subject){.key = field->key}))
        return;
    if (g_ascii_string_to_unsigned(value->text, 10, 0, (guint64)field->maximum, &number, NULL)) {
        *count = (int64_t)number;
        return;
    }
    g_autofree char *shown = shorten(value->text);
    dip_diag_report(d->diag, DIP_RULE_VALUE_INVALID, value->loc,
                    "\"%s\" must be a whole number from 0 to %" G_GINT64_FORMAT ", not \"%s\"",
                    field->key, field->maximum, shown);
}

static void decode_map(struct decoder *d, const struct dip_schema *schema,
                       const struct dip_value *map, void *record);

static void store_record(struct decoder *d, const struct dip_field *field,
                         const struct dip_value *value, void *slot)
{
    const void **record = slot;
    if (!check_kind(d->diag, value, DIP_VALUE_MAP, (struct subject){.key = field->key}))
        return;
    void *decoded = dip_document_alloc(d->document, field->schema->size);
    decode_map(d, field->schema, value, decoded);
    *record = decoded;
}

static void store_records(struct decoder *d, const struct dip_field *field,
                          const struct dip_value *value, void *slot)
{
    struct dip_list *list = slot;
    struct subject subject = {.key = field->key, .item = true};
    if (!check_list(d, field, value))
        return;
    char *items = dip_document_alloc(d->document, value->count * field->schema->size);
    for (size_t i = 0; i < value->count; i++) {
        if (check_kind(d->diag, value->items[i], DIP_VALUE_MAP, subject))
            decode_map(d, field->schema, value->items[i],
                       items + list->count++ * field->schema->size);
    }
    list->items = items;
}

static void store_value(struct decoder *d, const struct dip_field *field,
                        const struct dip_value *value, void *slot)
{
    (void)d;
    (void)field;
    const struct dip_value **kept = slot;
    *kept = value;
}

static const store_fn stores[] = {
    [DIP_FIELD_TEXT] = store_text,       [DIP_FIELD_NAME] = store_text,
    [DIP_FIELD_URL] = store_text,        [DIP_FIELD_TEXTS] = store_texts,
    [DIP_FIELD_NAMES] = store_texts,     [DIP_FIELD_CHOICE] = store_choice,
    [DIP_FIELD_CHOICES] = store_choices, [DIP_FIELD_COUNT] = store_count,
    [DIP_FIELD_RECORD] = store_record,   [DIP_FIELD_RECORDS] = store_records,
    [DIP_FIELD_VALUE] = store_value,
};

/** Write what a field is when its key was left out; all but two types are zero then. */
static void store_absent(const struct dip_field *field, void *slot)
{
    if (field->type == DIP_FIELD_CHOICE)
        ((dip_choice *)slot)->index = -1;
    else if (field->type == DIP_FIELD_COUNT)
        *(int64_t *)slot = -1;
}

static const struct dip_field *find_field(const struct dip_schema *schema, const char *key)
{
    for (const struct dip_field *field = schema->fields; field->key != NULL; field++) {
        if (strcmp(field->key, key) == 0)
            return field;
    }
    return NULL;
}

static void report_unknown(struct decoder *d, const struct dip_schema *schema,
                           const struct dip_entry *entry)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    for (const struct dip_field *field = schema->fields; field->key != NULL; field++)
        g_ptr_array_add(keys, (gpointer)field->key);
    const char *const *known = (const char *const *)keys->pdata;
    g_autofree char *list = quote_all(known, keys->len);
    dip_diag_report(d->diag, DIP_RULE_KEY_UNKNOWN, entry->key_loc,
                    "unknown key \"%s\" in %s %s; expected one of %s", entry->key,
                    article(schema->what), schema->what, list);
    dip_diag_suggest(d->diag, entry->key, known, keys->len);
}

static void decode_field(struct decoder *d, const struct dip_schema *schema,
                         const struct dip_field *field, const struct dip_value *map, char *record)
{
    const struct dip_value *value = dip_value_find(map, field->key);
    if (value != NULL)
        stores[field->type](d, field, value, record + field->offset);
    else if ((field->flags & DIP_FIELD_REQUIRED) != 0)
        dip_diag_report(d->diag, DIP_RULE_KEY_MISSING, map->loc, "%s %s needs the key \"%s\"",
                        article(schema->what), schema->what, field->key);
}

/** Write a struct whose keys were all left out. */
static void clear_record(const struct dip_schema *schema, const struct dip_value *value,
                         char *record)
{
    memset(record, 0, schema->size);
    if (schema->loc_offset > 0)
        *(dip_loc *)(record + schema->loc_offset - 1) = value->loc;
    for (const struct dip_field *field = schema->fields; field->key != NULL; field++)
        store_absent(field, record + field->offset);
}

static void decode_map(struct decoder *d, const struct dip_schema *schema,
                       const struct dip_value *map, void *record)
{
    clear_record(schema, map, record);
    for (size_t i = 0; i < map->count; i++) {
        if (find_field(schema, map->entries[i].key) == NULL)
            report_unknown(d, schema, &map->entries[i]);
    }
    for (const struct dip_field *field = schema->fields; field->key != NULL; field++)
        decode_field(d, schema, field, map, record);
}

bool dip_schema_decode(const struct dip_schema *schema, struct dip_document *document,
                       const struct dip_value *value, struct dip_diag *diag, void *ret_record)
{
    struct decoder decoder = {.document = document, .diag = diag};
    size_t before = dip_diag_count_all(diag);
    if (value->kind == DIP_VALUE_MAP) {
        decode_map(&decoder, schema, value, ret_record);
        return dip_diag_count_all(diag) == before;
    }
    clear_record(schema, value, ret_record);
    dip_diag_report(diag, DIP_RULE_TYPE_WRONG, value->loc, "%s %s must be a map, not %s",
                    article(schema->what), schema->what, dip_value_kind_name(value->kind));
    if (value->kind == DIP_VALUE_TEXT && strchr(value->text, ':') != NULL)
        dip_diag_note(diag, (dip_loc){0}, "a key needs a space behind its colon");
    return false;
}
