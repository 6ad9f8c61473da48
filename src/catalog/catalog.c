/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A PO file's bytes are checked as text. If they are plain and without a mistake, that is all. Every
 * other file is scanned for the places of its entries, and read by libgettextpo; the two are joined by
 * (context, id). All that is shown is copied, so that libgettextpo's structures can go.
 *
 * Rejected: po_file_check_all(), whose reports have no place; and reading all PO files without
 * libgettextpo, which would be gettext's whole grammar a second time. The header is the iterator's:
 * po_file_domain_header() returns a copy as if it were borrowed.
 */
#include "catalog/catalog.h"
#include "catalog/plain.h"
#include "catalog/reader.h"
#include "catalog/scan.h"
#include "catalog/table.h"

enum { SHOWN_CHARACTERS = 60 };

/** What the steps of loading share. */
struct loading {
    struct dip_catalog *catalog;
    struct dip_diag *diag;
    const char *path; /* interned */
    const char *bytes;
    struct dip_po_scan scan;
    GHashTable *places; /* struct dip_po_key * -> struct dip_po_entry * */
    const char *header; /* the catalog's; NULL where there is none */
    bool failed;
};

static dip_loc loc_at(const struct loading *l, uint32_t line, uint32_t column)
{
    return (dip_loc){.path = l->path, .line = line, .column = column};
}

static dip_loc entry_loc(const struct loading *l, const struct dip_po_entry *entry)
{
    return entry != NULL ? loc_at(l, entry->place.line, entry->place.column) : loc_at(l, 0, 0);
}

/** Shorten a text for a message (g_free). */
static char *shorten(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL))
        return g_strdup("…");
    if (g_utf8_strlen(text, -1) <= SHOWN_CHARACTERS)
        return g_strdup(text);
    g_autofree char *start = g_utf8_substring(text, 0, SHOWN_CHARACTERS);
    return g_strconcat(start, "…", NULL);
}

/** Check the file's bytes as text. */
static bool check_bytes(struct dip_diag *diag, const char *path, const char *bytes, size_t length)
{
    dip_loc start = dip_loc_at(path, 1, 1);
    if (g_str_has_prefix(bytes, "\xef\xbb\xbf")) {
        dip_diag_report(diag, DIP_RULE_PO_SYNTAX, start,
                        "a byte order mark, which gettext does not take");
        dip_diag_note(diag, (dip_loc){0}, "save the file as UTF-8 without it");
        return false;
    }
    return dip_diag_check_text(diag, start, bytes, length, true);
}

static void report_repeated(struct loading *l, const struct dip_po_entry *entry,
                            const struct dip_po_entry *first)
{
    g_autofree char *id = shorten(entry->key.id);
    l->failed = true;
    if (entry->key.context == NULL && entry->key.id[0] == '\0')
        dip_diag_report(l->diag, DIP_RULE_PO_REPEATED, entry_loc(l, entry),
                        "the header is here a second time");
    else
        dip_diag_report(l->diag, DIP_RULE_PO_REPEATED, entry_loc(l, entry),
                        "the message \"%s\" is here a second time", id);
    dip_diag_note(l->diag, entry_loc(l, first),
                  first->obsolete ? "first here, as an obsolete entry" : "first here");
}

/** Index the places of all entries; libgettextpo keeps the first of each key, so do we. */
static void index_places(struct loading *l)
{
    l->places = g_hash_table_new(dip_po_key_hash, dip_po_key_equal);
    for (guint i = 0; i < l->scan.entries->len; i++) {
        struct dip_po_entry *entry = &g_array_index(l->scan.entries, struct dip_po_entry, i);
        const struct dip_po_entry *first = g_hash_table_lookup(l->places, &entry->key);
        if (first == NULL)
            g_hash_table_insert(l->places, &entry->key, entry);
        /* An obsolete one behind it hides nothing; msgfmt takes that too. */
        else if (!entry->obsolete)
            report_repeated(l, entry, first);
        if (entry->obsolete) {
            dip_loc loc = entry_loc(l, entry);
            g_array_append_val(l->catalog->obsolete, loc);
        }
    }
    if (l->scan.domain_line > 0) {
        l->failed = true;
        dip_diag_report(l->diag, DIP_RULE_PO_SYNTAX, loc_at(l, l->scan.domain_line, 1),
                        "a \"domain\" line; a file holds the messages of one domain, its name");
    }
}

static const struct dip_po_entry *find_place(const struct loading *l, const char *context,
                                             const char *id)
{
    struct dip_po_key key = {.context = context, .id = id};
    return g_hash_table_lookup(l->places, &key);
}

static dip_loc position(const struct loading *l, size_t offset)
{
    dip_loc loc = loc_at(l, 0, 0);
    dip_text_position(l->bytes, offset, &loc.line, &loc.column);
    return loc;
}

/** Find the field @p name of a header that is from @p start to @p end: its offset, or @p start. */
static size_t find_field(const struct loading *l, size_t start, size_t end, const char *name)
{
    const char *field = g_strstr_len(l->bytes + start, (gssize)(end - start), name);
    return field != NULL ? (size_t)(field - l->bytes) : start;
}

/** The place of the header's field @p name, or of the header where it has none. */
static dip_loc field_loc(const struct loading *l, const char *name)
{
    const struct dip_po_entry *header = find_place(l, NULL, "");
    return header != NULL ? position(l, find_field(l, header->start, header->end, name))
                          : loc_at(l, 1, 1);
}

static void report_charset(struct loading *l, dip_loc loc, const char *problem)
{
    l->failed = true;
    dip_diag_report(l->diag, DIP_RULE_PO_CHARSET, loc, "%s", problem);
    dip_diag_note(l->diag, (dip_loc){0},
                  "the header has to say \"Content-Type: text/plain; charset=UTF-8\\n\"");
}

/** Find what the header's field Content-Type says behind `charset=` (g_free), or NULL. */
static char *find_charset(const struct loading *l, const struct dip_po_entry *header)
{
    g_autofree char *text = dip_po_join(l->bytes, header);
    const char *field = strstr(text, "Content-Type:");
    if (field == NULL)
        return NULL;
    const char *end = strstr(field, "\\n");
    const char *found = g_strstr_len(field, end == NULL ? -1 : end - field, "charset=");
    if (found == NULL)
        return NULL;
    found += strlen("charset=");
    return g_strndup(found, strcspn(found, " \t;\\\"\r\n"));
}

/** Report a charset other than UTF-8, in which libgettextpo would take the bytes for something else. */
static void report_other_charset(struct loading *l, dip_loc loc, const char *charset)
{
    g_autofree char *shown = shorten(charset);
    g_autofree char *problem =
        strcmp(charset, "CHARSET") == 0
            ? g_strdup("the charset is still the \"CHARSET\" of a template")
            : g_strdup_printf("the charset is \"%s\", but only UTF-8 is taken", shown);
    report_charset(l, loc, problem);
}

/** Check the header's charset; false where libgettextpo would not read the bytes as UTF-8. */
static bool check_charset(struct loading *l)
{
    const struct dip_po_entry *header = find_place(l, NULL, "");
    if (header == NULL || header->obsolete) {
        report_charset(l, loc_at(l, 1, 1), "there is no header, an entry with an empty msgid");
        return true;
    }
    dip_loc loc = field_loc(l, "Content-Type:");
    g_autofree char *charset = find_charset(l, header);
    if (charset == NULL) {
        report_charset(l, loc, "the header does not say which charset the file is in");
        return true;
    }
    if (g_ascii_strcasecmp(charset, "UTF-8") == 0)
        return true;
    report_other_charset(l, loc, charset);
    return false;
}

static void report_rule(struct loading *l, const char *rule)
{
    l->failed = true;
    dip_loc loc = field_loc(l, "Plural-Forms:");
    if (rule == NULL) {
        dip_diag_report(l->diag, DIP_RULE_PO_PLURAL_RULE, loc,
                        "the header has no \"Plural-Forms\", but messages here have plurals");
    } else if (strstr(rule, "INTEGER") != NULL) {
        dip_diag_report(l->diag, DIP_RULE_PO_PLURAL_RULE, loc,
                        "\"Plural-Forms\" is still the \"INTEGER\" of a template");
    } else {
        g_autofree char *shown = shorten(rule);
        dip_diag_report(l->diag, DIP_RULE_PO_PLURAL_RULE, loc,
                        "\"%s\" is no plural rule that gives a form for every number", shown);
    }
    dip_diag_note(l->diag, (dip_loc){0},
                  "for English it is \"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"");
}

static const char *keep(struct loading *l, const char *text)
{
    return dip_catalog_keep(l->catalog, text);
}

/** Add the strings of @p po to the catalog and give their number. */
static unsigned add_texts(struct loading *l, po_message_t po)
{
    GPtrArray *texts = l->catalog->texts;
    if (po_message_msgid_plural(po) == NULL) {
        g_ptr_array_add(texts, (gpointer)keep(l, po_message_msgstr(po)));
        return 1;
    }
    unsigned count = 0;
    const char *text = NULL;
    for (; (text = po_message_msgstr_plural(po, (int)count)) != NULL; count++)
        g_ptr_array_add(texts, (gpointer)keep(l, text));
    return count;
}

/** Add the places of @p count strings of @p entry to the catalog. */
static void add_locs(struct loading *l, const struct dip_po_entry *entry, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        dip_loc loc = entry_loc(l, entry);
        if (entry != NULL && i < entry->string_count) {
            const dip_po_place *place =
                &g_array_index(l->scan.strings, dip_po_place, entry->first_string + i);
            loc = loc_at(l, place->line, place->column);
        }
        g_array_append_val(l->catalog->locs, loc);
    }
}

static void add_message(struct loading *l, po_message_t po)
{
    const char *context = po_message_msgctxt(po);
    const char *id = po_message_msgid(po);
    if (po_message_is_obsolete(po))
        return;
    if (context == NULL && id[0] == '\0') {
        l->header = keep(l, po_message_msgstr(po));
        return;
    }
    struct dip_message message = {
        .context = keep(l, context),
        .id = keep(l, id),
        .plural = keep(l, po_message_msgid_plural(po)),
        .string_count = add_texts(l, po),
        .fuzzy = po_message_is_fuzzy(po) != 0,
    };
    const struct dip_po_entry *entry = find_place(l, context, id);
    message.loc = entry_loc(l, entry);
    add_locs(l, entry, message.string_count);
    g_array_append_val(l->catalog->messages, message);
}

static void add_messages(struct loading *l, po_file_t file)
{
    po_message_iterator_t iterator = po_message_iterator(file, NULL);
    po_message_t po = NULL;
    while ((po = po_next_message(iterator)) != NULL)
        add_message(l, po);
    po_message_iterator_free(iterator);
}

static bool has_plurals(const struct dip_catalog *catalog)
{
    bool plurals = false;
    for (guint i = 0; i < catalog->messages->len; i++)
        plurals |= g_array_index(catalog->messages, struct dip_message, i).plural != NULL;
    return plurals;
}

/** Parse the header's rule (free), if it has one. */
static char *parse_rule(struct loading *l)
{
    char *rule = l->header != NULL ? po_header_field(l->header, "Plural-Forms") : NULL;
    l->catalog->plural = rule != NULL ? dip_plural_parse(rule) : NULL;
    return rule;
}

/** Load the header's rule. It matters, and is reported, only where a message has plurals. */
static void load_plural(struct loading *l)
{
    char *rule = parse_rule(l);
    l->catalog->plural_loc = field_loc(l, "Plural-Forms:");
    if (l->catalog->plural == NULL && has_plurals(l->catalog))
        report_rule(l, rule);
    free(rule);
}

/** Check one text, where it is there; what a file's bytes can't hold, an escape can make. */
static bool check_text(struct loading *l, dip_loc loc, const char *text)
{
    return text == NULL || dip_diag_check_text(l->diag, loc, text, strlen(text), false);
}

static void check_characters(struct loading *l, const struct dip_message *message)
{
    bool fine = check_text(l, message->loc, message->context) &&
                check_text(l, message->loc, message->id) &&
                check_text(l, message->loc, message->plural);
    for (unsigned i = 0; fine && i < message->string_count; i++)
        fine = check_text(l, message->string_locs[i], message->strings[i]);
    l->failed |= !fine;
}

static bool untranslated(const struct dip_message *message)
{
    for (unsigned i = 0; i < message->string_count; i++) {
        if (message->strings[i][0] != '\0')
            return false;
    }
    return true;
}

static bool has_wrong_count(const struct dip_catalog *catalog, const struct dip_message *message)
{
    const struct dip_plural *rule = catalog->plural;
    return message->plural != NULL && rule != NULL && !message->fuzzy && !untranslated(message) &&
           message->string_count != dip_plural_count(rule);
}

static void check_plural_count(struct loading *l, const struct dip_message *message)
{
    if (!has_wrong_count(l->catalog, message))
        return;
    l->failed = true;
    dip_diag_report(l->diag, DIP_RULE_PO_PLURAL_COUNT, message->loc,
                    "%u plural form%s here, but the header says nplurals=%u", message->string_count,
                    message->string_count == 1 ? "" : "s", dip_plural_count(l->catalog->plural));
    dip_diag_note(l->diag, field_loc(l, "Plural-Forms:"), "the header's rule is here");
}

/** Read the file's messages and check them; the bytes are known to be UTF-8. */
static void load_messages(struct loading *l, const char *root)
{
    po_file_t file = dip_po_read(root, l->path, l->bytes, &l->scan, l->diag);
    if (file == NULL) {
        l->failed = true;
        return;
    }
    add_messages(l, file);
    load_plural(l);
    po_file_free(file);
    dip_catalog_finish(l->catalog);
    for (guint i = 0; i < l->catalog->messages->len; i++) {
        const struct dip_message *message =
            &g_array_index(l->catalog->messages, struct dip_message, i);
        if (l->scan.escapes)
            check_characters(l, message);
        check_plural_count(l, message);
    }
}

/** Tell whether nothing has to be reported of a catalog that was read as plain. */
static bool is_right(const struct dip_catalog *catalog)
{
    if (catalog->plural == NULL && has_plurals(catalog))
        return false;
    for (guint i = 0; i < catalog->messages->len; i++) {
        if (has_wrong_count(catalog, &g_array_index(catalog->messages, struct dip_message, i)))
            return false;
    }
    return g_hash_table_size(catalog->index) == catalog->messages->len;
}

struct dip_catalog *dip_catalog_parse_plain(const char *path, const char *bytes, size_t length)
{
    DIP_AUTO(dip_catalog) catalog = dip_catalog_new();
    struct loading l = {.catalog = catalog, .path = g_intern_string(path), .bytes = bytes};
    struct dip_plain_header header;
    if (!dip_plain_read(catalog, l.path, bytes, length, &header))
        return NULL;
    l.header = header.text;
    free(parse_rule(&l));
    catalog->plural_loc = position(&l, find_field(&l, header.start, header.end, "Plural-Forms:"));
    dip_catalog_finish(catalog);
    return is_right(catalog) ? g_steal_pointer(&catalog) : NULL;
}

struct dip_catalog *dip_catalog_parse_any(const char *root, const char *path, const char *bytes,
                                          size_t length, struct dip_diag *diag)
{
    DIP_AUTO(dip_catalog) catalog = dip_catalog_new();
    struct loading l = {
        .catalog = catalog, .diag = diag, .path = g_intern_string(path), .bytes = bytes};
    dip_po_scan_init(&l.scan, bytes, length);
    index_places(&l);
    if (check_charset(&l))
        load_messages(&l, root);
    g_hash_table_unref(l.places);
    dip_po_scan_release(&l.scan);
    return l.failed ? NULL : g_steal_pointer(&catalog);
}

struct dip_catalog *dip_catalog_parse(const char *root, const char *path,
                                      const struct dip_file_bytes *file, struct dip_diag *diag)
{
    if (file->fault != DIP_FILE_FINE) {
        dip_diag_report_file(diag, file->fault, file->error, path, DIP_LIMIT_PO_BYTES);
        return NULL;
    }
    if (!check_bytes(diag, path, file->bytes, file->length))
        return NULL;
    struct dip_catalog *catalog = dip_catalog_parse_plain(path, file->bytes, file->length);
    if (catalog == NULL)
        catalog = dip_catalog_parse_any(root, path, file->bytes, file->length, diag);
    return catalog;
}

struct dip_catalog *dip_catalog_load(const char *root, const char *path, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_PO_BYTES);
    struct dip_catalog *catalog = dip_catalog_parse(root, path, &file, diag);
    g_free(file.bytes);
    return catalog;
}
