/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Any YAML file against a schema with every type of field, which also holds itself: a record is good,
 * and then has what it must have, or something was reported.
 */
#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct record {
    dip_loc loc;
    dip_text name;
    dip_text text;
    dip_text url;
    struct dip_texts texts;
    struct dip_texts names;
    dip_choice choice;
    int64_t count;
    const struct record *below;
    struct dip_list list;
    const struct dip_value *value;
};

static const struct dip_schema schema;
static const char *const choices[] = {"choice", "tokens", NULL};

static const struct dip_field fields[] = {
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct record, name)},
    {.key = "text",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .offset = offsetof(struct record, text)},
    {.key = "url", .type = DIP_FIELD_URL, .offset = offsetof(struct record, url)},
    {.key = "texts",
     .type = DIP_FIELD_TEXTS,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .offset = offsetof(struct record, texts)},
    {.key = "names",
     .type = DIP_FIELD_NAMES,
     .maximum = 3,
     .offset = offsetof(struct record, names)},
    {.key = "choice",
     .type = DIP_FIELD_CHOICE,
     .choices = choices,
     .offset = offsetof(struct record, choice)},
    {.key = "count",
     .type = DIP_FIELD_COUNT,
     .maximum = 100,
     .offset = offsetof(struct record, count)},
    {.key = "below",
     .type = DIP_FIELD_RECORD,
     .schema = &schema,
     .offset = offsetof(struct record, below)},
    {.key = "list",
     .type = DIP_FIELD_RECORDS,
     .schema = &schema,
     .offset = offsetof(struct record, list)},
    {.key = "value", .type = DIP_FIELD_VALUE, .offset = offsetof(struct record, value)},
    {0},
};

static const struct dip_schema schema = {
    .what = "record",
    .size = sizeof(struct record),
    .fields = fields,
    .loc_offset = 1 + offsetof(struct record, loc),
};

/** Check a record; where it is not @p good, things may be absent, but what is there is right. */
static void check(const struct record *record, bool good)
{
    g_assert_true(!good || record->name.text != NULL);
    g_assert_true(record->name.text == NULL || strlen(record->name.text) <= DIP_LIMIT_NAME_BYTES);
    g_assert_true(record->text.text == NULL || strlen(record->text.text) <= DIP_LIMIT_TEXT_BYTES);
    g_assert_true(record->url.text == NULL ||
                  g_ascii_strncasecmp(record->url.text, "http", 4) == 0);
    g_assert_true(record->choice.index >= -1 && record->choice.index < 2);
    g_assert_true(record->count >= -1 && record->count <= 100);
    g_assert_cmpuint(record->names.count, <=, 3);
    g_assert_cmpuint(record->list.count, <=, DIP_LIMIT_ITEMS);
    for (size_t i = 0; i < record->texts.count; i++)
        g_assert_cmpuint(strlen(record->texts.items[i].text), >, 0);
    if (record->below != NULL)
        check(record->below, good);
    const struct record *records = record->list.items;
    for (size_t i = 0; i < record->list.count; i++)
        check(&records[i], good);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document)
    document = dip_document_parse("fuzz.yaml", (const char *)data, size, diag);
    if (document == NULL)
        return 0;
    struct record record;
    memset(&record, 0xff, sizeof record);
    size_t before = dip_diag_count(diag, DIP_ERROR);
    bool good = dip_schema_decode(&schema, document, dip_document_root(document), diag, &record);
    g_assert_true(good == (dip_diag_count(diag, DIP_ERROR) == before));
    check(&record, good);
    g_autoptr(GString) json = g_string_new(NULL);
    dip_diag_print_json(diag, json);
    g_assert_true(g_utf8_validate(json->str, (gssize)json->len, NULL));
    return 0;
}
