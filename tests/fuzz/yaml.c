/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Any bytes as a YAML file: there is a tree or a report, and a tree keeps what yaml.h promises.
 */
#include "yaml/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** What a walk through a tree has met. */
struct walk {
    size_t values;
    uint32_t lines;
};

static void check_loc(const struct walk *walk, dip_loc loc)
{
    g_assert_cmpstr(loc.path, ==, "fuzz.yaml");
    g_assert_cmpuint(loc.line, >=, 1);
    g_assert_cmpuint(loc.line, <=, walk->lines);
    g_assert_cmpuint(loc.column, >=, 1);
}

static void check_text(const char *text)
{
    g_assert_true(dip_text_check(text, strlen(text), NULL, NULL) == DIP_TEXT_FINE);
    g_assert_null(strstr(text, "  "));
    g_assert_null(strpbrk(text, "\n\r\t"));
    g_assert_false(g_str_has_prefix(text, " ") || g_str_has_suffix(text, " "));
}

static void check_value(struct walk *walk, const struct dip_value *value, size_t depth)
{
    g_assert_cmpuint(++walk->values, <=, DIP_LIMIT_YAML_VALUES);
    g_assert_cmpuint(depth, <=, DIP_LIMIT_YAML_DEPTH);
    check_loc(walk, value->loc);
    if (value->kind == DIP_VALUE_TEXT)
        check_text(value->text);
    for (size_t i = 0; value->kind == DIP_VALUE_LIST && i < value->count; i++)
        check_value(walk, value->items[i], depth + 1);
    for (size_t i = 0; value->kind == DIP_VALUE_MAP && i < value->count; i++) {
        const struct dip_entry *entry = &value->entries[i];
        check_text(entry->key);
        check_loc(walk, entry->key_loc);
        g_assert_true(dip_value_find(value, entry->key) == entry->value);
        check_value(walk, entry->value, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document)
    document = dip_document_parse("fuzz.yaml", (const char *)data, size, diag);
    if (document == NULL) {
        g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), >, 0);
        return 0;
    }
    struct walk walk = {.lines = 1};
    for (size_t i = 0; i < size; i++)
        walk.lines += data[i] == '\n';
    check_value(&walk, dip_document_root(document), 0);
    return 0;
}
