/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A head with a stamp and the hash of the rest; then for each catalog a record: counts, rows of fixed
 * width, and the texts, to which rows refer by offset. Numbers are the machine's own. Taking a catalog out
 * costs a row's copy and an entry of the index a message, a hundredth of reading it.
 *
 * The stamp is of the linker's name for this build and of the version of libgettextpo, so that nobody has to
 * think of a number when they change what reading does. The hash is none against an attacker, who could
 * as well write pages; so offsets are looked at all the same, which costs nothing, and a record that
 * does not add up ends the image. Rejected: images of the structs themselves, with pointers to mend: half
 * the time of something that takes half a millisecond; and an index in the image, for the same reason.
 */
#include "catalog/image.h"

#include "catalog/reader.h"

enum { NO_TEXT = UINT32_MAX };

struct head {
    char mark[8];
    uint64_t length; /* of all */
    dip_hash stamp;
    dip_hash hash; /* of what is behind the head */
};

static const char mark[8] = "dipcat1";

/* What a record begins with; rows and texts follow, in this order. */
struct record {
    dip_hash po;
    uint64_t size; /* with all that follows */
    uint32_t path;
    uint32_t rule;
    uint32_t rule_line;
    uint32_t rule_column;
    uint32_t messages;
    uint32_t strings;
    uint32_t obsolete;
    uint32_t text_bytes;
};

struct message_row {
    uint32_t context;
    uint32_t id;
    uint32_t plural;
    uint32_t line;
    uint32_t column;
    uint32_t strings;
    uint32_t fuzzy;
};

struct string_row {
    uint32_t text;
    uint32_t line;
    uint32_t column;
};

struct place_row {
    uint32_t line;
    uint32_t column;
};

void dip_image_begin(GByteArray *out)
{
    static const struct head empty;

    g_assert(out->len == 0);
    g_byte_array_append(out, (const guint8 *)&empty, sizeof empty);
}

static uint32_t put_text(GByteArray *texts, const char *text)
{
    uint32_t offset = texts->len;

    if (text == NULL)
        return NO_TEXT;
    g_byte_array_append(texts, (const guint8 *)text, (guint)strlen(text) + 1);
    return offset;
}

static void put(GByteArray *out, const void *row, size_t size)
{
    g_byte_array_append(out, row, (guint)size);
}

static void put_messages(GByteArray *rows, GByteArray *texts, const GArray *messages)
{
    for (guint i = 0; i < messages->len; i++) {
        const struct dip_message *message = &g_array_index(messages, struct dip_message, i);
        struct message_row row = {
            .context = put_text(texts, message->context),
            .id = put_text(texts, message->id),
            .plural = put_text(texts, message->plural),
            .line = message->loc.line,
            .column = message->loc.column,
            .strings = message->string_count,
            .fuzzy = message->fuzzy,
        };
        put(rows, &row, sizeof row);
    }
}

static void put_strings(GByteArray *rows, GByteArray *texts, const struct dip_catalog *catalog)
{
    for (guint i = 0; i < catalog->texts->len; i++) {
        const dip_loc *loc = &g_array_index(catalog->locs, dip_loc, i);
        struct string_row row = {.text = put_text(texts, catalog->texts->pdata[i]),
                                 .line = loc->line,
                                 .column = loc->column};
        put(rows, &row, sizeof row);
    }
}

static void put_obsolete(GByteArray *rows, const GArray *obsolete)
{
    for (guint i = 0; i < obsolete->len; i++) {
        const dip_loc *loc = &g_array_index(obsolete, dip_loc, i);
        struct place_row row = {.line = loc->line, .column = loc->column};
        put(rows, &row, sizeof row);
    }
}

void dip_image_add(GByteArray *out, const char *path, dip_hash po,
                   const struct dip_catalog *catalog)
{
    g_autoptr(GByteArray) rows = g_byte_array_new();
    g_autoptr(GByteArray) texts = g_byte_array_new();
    struct record record = {
        .po = po,
        .path = put_text(texts, path),
        .rule = put_text(texts, catalog->rule),
        .rule_line = catalog->plural_loc.line,
        .rule_column = catalog->plural_loc.column,
        .messages = catalog->messages->len,
        .strings = catalog->texts->len,
        .obsolete = catalog->obsolete->len,
    };

    put_messages(rows, texts, catalog->messages);
    put_strings(rows, texts, catalog);
    put_obsolete(rows, catalog->obsolete);
    /* The next record is aligned, too. */
    do {
        put(texts, "", 1);
    } while ((rows->len + texts->len) % _Alignof(struct record) != 0);
    record.text_bytes = texts->len;
    record.size = sizeof record + rows->len + texts->len;
    put(out, &record, sizeof record);
    put(out, rows->data, rows->len);
    put(out, texts->data, texts->len);
}

void dip_image_end(GByteArray *out)
{
    struct head head = {.length = out->len};
    head.stamp = dip_program_hash();

    memcpy(head.mark, mark, sizeof mark);
    head.hash = dip_hash_of(out->data + sizeof head, out->len - sizeof head);
    memcpy(out->data, &head, sizeof head);
}

bool dip_image_check(GBytes *image)
{
    size_t length = 0;
    const char *bytes = g_bytes_get_data(image, &length);
    const struct head *head = (const void *)bytes;
    return length >= sizeof *head && memcmp(head->mark, mark, sizeof mark) == 0 &&
           head->length == length && dip_hash_equal(dip_program_hash(), head->stamp) &&
           dip_hash_equal(head->hash, dip_hash_of(bytes + sizeof *head, length - sizeof *head));
}

/* A record, with its parts. */
struct parts {
    const struct record *record;
    const struct message_row *messages;
    const struct string_row *strings;
    const struct place_row *obsolete;
    const char *texts;
    const char *path; /* interned */
    bool wrong;       /* a row does not add up */
};

static bool take_record(const char *bytes, size_t length, struct parts *ret_parts)
{
    const struct record *record = (const void *)bytes;

    if (length < sizeof *record || record->size > length || record->text_bytes == 0 ||
        record->size % _Alignof(struct record) != 0)
        return false;
    /* No product can be too large for 64 bits. */
    uint64_t rows = (uint64_t)record->messages * sizeof(struct message_row) +
                    (uint64_t)record->strings * sizeof(struct string_row) +
                    (uint64_t)record->obsolete * sizeof(struct place_row);
    if (sizeof *record + rows + record->text_bytes != record->size ||
        bytes[record->size - 1] != '\0')
        return false;
    const struct message_row *messages = (const void *)(record + 1);
    const struct string_row *strings = (const void *)(messages + record->messages);
    const struct place_row *obsolete = (const void *)(strings + record->strings);
    *ret_parts = (struct parts){.record = record,
                                .messages = messages,
                                .strings = strings,
                                .obsolete = obsolete,
                                .texts = (const char *)(obsolete + record->obsolete)};
    return true;
}

/* A text that may be absent. */
static const char *find_text(struct parts *parts, uint32_t offset)
{
    if (offset == NO_TEXT)
        return NULL;
    parts->wrong |= offset >= parts->record->text_bytes;
    return parts->texts + (parts->wrong ? 0 : offset);
}

/* One that may not. */
static const char *get_text(struct parts *parts, uint32_t offset)
{
    parts->wrong |= offset == NO_TEXT;
    return find_text(parts, parts->wrong ? 0 : offset);
}

static dip_loc loc_of(const struct parts *parts, uint32_t line, uint32_t column)
{
    return (dip_loc){.path = parts->path, .line = line, .column = column};
}

static void take_messages(struct dip_catalog *catalog, struct parts *parts)
{
    uint64_t strings = 0;

    g_array_set_size(catalog->messages, parts->record->messages);
    for (uint32_t i = 0; i < parts->record->messages; i++) {
        const struct message_row *row = &parts->messages[i];
        g_array_index(catalog->messages, struct dip_message, i) = (struct dip_message){
            .context = find_text(parts, row->context),
            .id = get_text(parts, row->id),
            .plural = find_text(parts, row->plural),
            .string_count = row->strings,
            .fuzzy = row->fuzzy != 0,
            .loc = loc_of(parts, row->line, row->column),
        };
        strings += row->strings;
    }
    parts->wrong |= strings != parts->record->strings;
}

static void take_strings(struct dip_catalog *catalog, struct parts *parts)
{
    g_ptr_array_set_size(catalog->texts, (gint)parts->record->strings);
    g_array_set_size(catalog->locs, parts->record->strings);
    for (uint32_t i = 0; i < parts->record->strings; i++) {
        const struct string_row *row = &parts->strings[i];
        catalog->texts->pdata[i] = (gpointer)get_text(parts, row->text);
        g_array_index(catalog->locs, dip_loc, i) = loc_of(parts, row->line, row->column);
    }
}

static void take_obsolete(struct dip_catalog *catalog, const struct parts *parts)
{
    for (uint32_t i = 0; i < parts->record->obsolete; i++) {
        dip_loc loc = loc_of(parts, parts->obsolete[i].line, parts->obsolete[i].column);
        g_array_append_val(catalog->obsolete, loc);
    }
}

/* NULL where the record does not add up. */
static struct dip_catalog *take_catalog(GBytes *image, struct parts *parts)
{
    DIP_AUTO(dip_catalog) catalog = dip_catalog_new();
    const struct record *record = parts->record;

    catalog->image = g_bytes_ref(image);
    take_messages(catalog, parts);
    take_strings(catalog, parts);
    take_obsolete(catalog, parts);
    catalog->rule = find_text(parts, record->rule);
    catalog->plural = catalog->rule != NULL ? dip_plural_parse(catalog->rule) : NULL;
    catalog->plural_loc = loc_of(parts, record->rule_line, record->rule_column);
    if (parts->wrong)
        return NULL;
    dip_catalog_finish(catalog);
    return g_steal_pointer(&catalog);
}

bool dip_image_next(GBytes *image, size_t *offset, struct dip_image_entry *ret_entry)
{
    size_t length = 0;
    const char *bytes = g_bytes_get_data(image, &length);
    size_t at = *offset == 0 ? sizeof(struct head) : *offset;
    struct parts parts;

    if (!take_record(bytes + at, length - at, &parts))
        return false;
    parts.path = g_intern_string(get_text(&parts, parts.record->path));
    struct dip_catalog *catalog = take_catalog(image, &parts);
    if (catalog == NULL)
        return false;
    *ret_entry =
        (struct dip_image_entry){.path = parts.path, .po = parts.record->po, .catalog = catalog};
    *offset = at + parts.record->size;
    return true;
}
