/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Facts are typed by the family, so their keys are data and no schema table knows them: this file
 * walks the located values itself.
 */
#include "site/loader.h"

struct raw_fact {
    dip_text label;
    dip_choice type;
    const struct dip_value *values;
    const struct dip_value *usual;
};

struct raw_value {
    dip_text label;
    dip_text says;
};

static const char *const type_choices[] = {"choice", "tokens", NULL};

static const struct dip_field fact_fields[] = {
    {.key = "label",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_fact, label)},
    {.key = "type",
     .type = DIP_FIELD_CHOICE,
     .flags = DIP_FIELD_REQUIRED,
     .choices = type_choices,
     .offset = offsetof(struct raw_fact, type)},
    {.key = "values", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_fact, values)},
    {.key = "default", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_fact, usual)},
    {0},
};
static const struct dip_schema fact_schema = {
    .what = "fact", .size = sizeof(struct raw_fact), .fields = fact_fields};

static const struct dip_field value_fields[] = {
    {.key = "label",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_value, label)},
    {.key = "says", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_value, says)},
    {0},
};
static const struct dip_schema value_schema = {
    .what = "fact's value", .size = sizeof(struct raw_value), .fields = value_fields};

static void load_value(struct dip_loader *loader, const struct dip_family *family,
                       const struct dip_fact *fact, const struct dip_entry *entry,
                       struct dip_fact_value *ret_value)
{
    struct raw_value raw;

    dip_schema_decode(&value_schema, loader->document, entry->value, loader->diag, &raw);
    dip_check_placeholders(loader, raw.says, DIP_SCOPE_CODE);
    g_autofree char *label =
        g_strdup_printf("%s, a value of the fact \"%s\"", family->name,
                        fact->label.text == NULL ? fact->id : fact->label.text);
    g_autofree char *says = g_strdup_printf("%s, what \"%s: %s\" means", family->name,
                                            fact->label.text == NULL ? fact->id : fact->label.text,
                                            raw.label.text == NULL ? entry->key : raw.label.text);
    *ret_value = (struct dip_fact_value){
        .id = entry->key,
        .label = dip_phrase_add(loader, family->id, "value", raw.label, label, false),
        .says = dip_phrase_add(loader, family->id, "says", raw.says, says, true),
    };
}

/* A fact of tokens takes any word. */
static void refuse_values(struct dip_loader *loader, const struct dip_value *fact)
{
    for (size_t i = 0; i < fact->count; i++) {
        if (strcmp(fact->entries[i].key, "values") == 0)
            dip_diag_report(loader->diag, DIP_RULE_KEY_UNKNOWN, fact->entries[i].key_loc,
                            "a fact of type \"tokens\" has no \"values\"");
    }
}

static void load_values(struct dip_loader *loader, const struct dip_family *family,
                        struct dip_fact *fact, const struct dip_value *values)
{
    if (values == NULL) {
        dip_diag_report(loader->diag, DIP_RULE_KEY_MISSING, fact->loc,
                        "the fact \"%s\" is a choice and needs \"values\"", fact->id);
        return;
    }
    if (values->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, values->loc,
                        "\"values\" must be a map, not %s", dip_value_kind_name(values->kind));
        return;
    }
    if (values->count == 0)
        dip_diag_report(loader->diag, DIP_RULE_TEXT_EMPTY, values->loc, "\"values\" is empty");
    fact->value_count = values->count;
    fact->values = dip_loader_alloc(loader, values->count * sizeof fact->values[0]);
    for (size_t i = 0; i < values->count; i++)
        load_value(loader, family, fact, &values->entries[i], &fact->values[i]);
}

static const struct dip_fact_value *find_value(struct dip_loader *loader,
                                               const struct dip_fact *fact,
                                               const struct dip_value *value)
{
    g_autofree const char **ids = g_new0(const char *, fact->value_count + 1);

    if (value->kind != DIP_VALUE_TEXT) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "the fact \"%s\" is one value, not %s", fact->id,
                        dip_value_kind_name(value->kind));
        return NULL;
    }
    if (value->empty) {
        dip_diag_report(loader->diag, DIP_RULE_TEXT_EMPTY, value->loc, "\"%s\" is empty", fact->id);
        return NULL;
    }
    for (size_t i = 0; i < fact->value_count; i++) {
        ids[i] = fact->values[i].id;
        if (strcmp(ids[i], value->text) == 0)
            return &fact->values[i];
    }
    g_autofree char *known = g_strjoinv("\", \"", (char **)ids);
    dip_diag_report(loader->diag, DIP_RULE_FACT_VALUE, value->loc,
                    "\"%s\" is no value of the fact \"%s\"; expected one of \"%s\"", value->text,
                    fact->id, known);
    dip_diag_suggest(loader->diag, value->text, ids, fact->value_count);
    dip_diag_note(loader->diag, fact->loc, "the fact is defined here");
    return NULL;
}

static struct dip_texts load_tokens(struct dip_loader *loader, const struct dip_fact *fact,
                                    const struct dip_value *value)
{
    struct dip_texts tokens = {0};

    if (value->empty)
        return tokens;
    if (value->kind != DIP_VALUE_LIST) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "the fact \"%s\" is a list of tokens, not %s", fact->id,
                        dip_value_kind_name(value->kind));
        return tokens;
    }
    if (!dip_check_count(loader, value, DIP_LIMIT_ITEMS, "tokens", "a fact"))
        return tokens;
    tokens.items = dip_loader_alloc(loader, value->count * sizeof tokens.items[0]);
    for (size_t i = 0; i < value->count; i++) {
        dip_text token = dip_value_text(value->items[i], DIP_FIELD_NAME, fact->id, loader->diag);
        if (token.text != NULL)
            tokens.items[tokens.count++] = token;
    }
    return tokens;
}

static struct dip_code_fact decode_value(struct dip_loader *loader, const struct dip_fact *fact,
                                         const struct dip_value *value)
{
    struct dip_code_fact decoded = {0};

    if (fact->type == DIP_FACT_CHOICE)
        decoded.choice = find_value(loader, fact, value);
    else
        decoded.tokens = load_tokens(loader, fact, value);
    decoded.has_value = decoded.choice != NULL || decoded.tokens.count > 0;
    return decoded;
}

static void load_default(struct dip_loader *loader, struct dip_fact *fact,
                         const struct dip_value *value)
{
    struct dip_code_fact *usual = dip_loader_alloc(loader, sizeof *usual);

    *usual = decode_value(loader, fact, value);
    if (fact->type == DIP_FACT_CHOICE && usual->choice == NULL)
        return;
    usual->has_value = true;
    usual->is_usual = true;
    fact->usual = usual;
}

static void load_fact(struct dip_loader *loader, const struct dip_family *family,
                      const struct dip_entry *entry, struct dip_fact *ret_fact)
{
    struct raw_fact raw;

    dip_schema_decode(&fact_schema, loader->document, entry->value, loader->diag, &raw);
    g_autofree char *comment = g_strdup_printf("%s, name of a fact", family->name);
    *ret_fact = (struct dip_fact){
        .id = entry->key,
        .label = dip_phrase_add(loader, family->id, "fact", raw.label, comment, false),
        .type = raw.type.index == DIP_FACT_TOKENS ? DIP_FACT_TOKENS : DIP_FACT_CHOICE,
        .loc = entry->key_loc,
    };
    if (raw.type.index == DIP_FACT_TOKENS)
        refuse_values(loader, entry->value);
    else if (raw.type.index >= 0)
        load_values(loader, family, ret_fact, raw.values);
    if (raw.usual != NULL && raw.type.index >= 0)
        load_default(loader, ret_fact, raw.usual);
}

void dip_load_facts(struct dip_loader *loader, struct dip_family *family,
                    const struct dip_value *value)
{
    if (value == NULL)
        return;
    if (value->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "\"facts\" must be a map, not %s", dip_value_kind_name(value->kind));
        return;
    }
    if (!dip_check_count(loader, value, DIP_LIMIT_FACTS, "facts", "a family"))
        return;
    family->fact_count = value->count;
    family->facts = dip_loader_alloc(loader, value->count * sizeof family->facts[0]);
    for (size_t i = 0; i < value->count; i++)
        load_fact(loader, family, &value->entries[i], &family->facts[i]);
}

static bool same_tokens(const struct dip_texts *a, const struct dip_texts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->items[i].text, b->items[i].text) != 0)
            return false;
    }
    return true;
}

bool dip_fact_same(const struct dip_code_fact *a, const struct dip_code_fact *b)
{
    return a->choice == b->choice && same_tokens(&a->tokens, &b->tokens);
}

static void load_code_fact(struct dip_loader *loader, const struct dip_family *family,
                           struct dip_code *code, const struct dip_entry *entry)
{
    g_autofree const char **ids = g_new0(const char *, family->fact_count + 1);

    for (size_t i = 0; i < family->fact_count; i++) {
        const struct dip_fact *fact = &family->facts[i];
        ids[i] = fact->id;
        if (strcmp(fact->id, entry->key) != 0)
            continue;
        struct dip_code_fact given = decode_value(loader, fact, entry->value);
        if (fact->usual == NULL || !dip_fact_same(&given, fact->usual))
            code->facts[i] = given;
        return;
    }
    dip_diag_report(loader->diag, DIP_RULE_FACT_UNKNOWN, entry->key_loc,
                    "the family \"%s\" has no fact \"%s\"", family->id, entry->key);
    dip_diag_suggest(loader->diag, entry->key, ids, family->fact_count);
}

void dip_load_code_facts(struct dip_loader *loader, const struct dip_family *family,
                         struct dip_code *code, const struct dip_value *value)
{
    code->facts = dip_loader_alloc(loader, family->fact_count * sizeof code->facts[0]);
    for (size_t i = 0; i < family->fact_count; i++) {
        if (family->facts[i].usual != NULL)
            code->facts[i] = *family->facts[i].usual;
    }
    if (value == NULL || value->empty)
        return;
    if (value->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "\"facts\" must be a map, not %s", dip_value_kind_name(value->kind));
        return;
    }
    for (size_t i = 0; i < value->count; i++)
        load_code_fact(loader, family, code, &value->entries[i]);
}
