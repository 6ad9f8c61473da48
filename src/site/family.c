/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * content/FAMILY/family.yaml: what all codes of a family share. The family's folder is its id.
 */
#include "site/loader.h"

struct raw_family {
    dip_text name;
    dip_text title;
    const struct dip_reference *specification;
    struct dip_list classes;
    const struct dip_value *facts;
    const struct dip_value *actors;
    const struct dip_value *patterns;
    struct dip_texts differences;
};

struct raw_class {
    dip_text range;
    dip_text name;
    dip_text summary;
    dip_choice kind;
    dip_loc loc;
};

static const struct dip_schema reference_schema = {
    .what = "specification", .size = sizeof(struct dip_reference), .fields = dip_reference_fields};

/* In the order of enum dip_class_kind. */
static const char *const kind_choices[] = {"provisional", "success", "redirection", "client",
                                           "server",      "global",  NULL};

static const struct dip_field class_fields[] = {
    {.key = "range",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_class, range)},
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_class, name)},
    {.key = "kind",
     .type = DIP_FIELD_CHOICE,
     .choices = kind_choices,
     .offset = offsetof(struct raw_class, kind)},
    {.key = "summary", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_class, summary)},
    {0},
};
static const struct dip_schema class_schema = {.what = "class",
                                               .size = sizeof(struct raw_class),
                                               .fields = class_fields,
                                               .loc_offset = 1 + offsetof(struct raw_class, loc)};

static const struct dip_field family_fields[] = {
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_family, name)},
    {.key = "title",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_family, title)},
    {.key = "specification",
     .type = DIP_FIELD_RECORD,
     .schema = &reference_schema,
     .offset = offsetof(struct raw_family, specification)},
    {.key = "classes",
     .type = DIP_FIELD_RECORDS,
     .flags = DIP_FIELD_REQUIRED,
     .schema = &class_schema,
     .offset = offsetof(struct raw_family, classes)},
    {.key = "facts", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_family, facts)},
    {.key = "actors", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_family, actors)},
    {.key = "patterns", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_family, patterns)},
    {.key = "differences",
     .type = DIP_FIELD_NAMES,
     .offset = offsetof(struct raw_family, differences)},
    {0},
};
static const struct dip_schema family_schema = {
    .what = "family", .size = sizeof(struct raw_family), .fields = family_fields};

/* What a class looks like where the record does not say: by the first digit of its range. */
static const char *kind_of(const struct raw_class *raw)
{
    int digit = raw->range.text == NULL ? 4 : g_ascii_digit_value(raw->range.text[0]);

    if (raw->kind.index >= 0)
        return kind_choices[raw->kind.index];
    return kind_choices[digit >= 1 && digit <= 6 ? digit - 1 : DIP_CLASS_CLIENT];
}

static void check_range(struct dip_loader *loader, const struct dip_family *family, size_t count)
{
    const struct dip_class *class = &family->classes[count];

    for (size_t i = 0; i < count && class->range[0] != '\0'; i++) {
        if (strcmp(family->classes[i].range, class->range) != 0)
            continue;
        dip_diag_report(loader->diag, DIP_RULE_CLASS_REPEATED, class->loc,
                        "there is a class \"%s\" already", class->range);
        dip_diag_note(loader->diag, family->classes[i].loc, "the first one is here");
    }
}

static void load_classes(struct dip_loader *loader, struct dip_family *family,
                         const struct dip_list *list)
{
    const struct raw_class *raw = list->items;

    family->class_count = list->count;
    family->classes = dip_loader_alloc(loader, list->count * sizeof family->classes[0]);
    for (size_t i = 0; i < list->count; i++) {
        const char *range = raw[i].range.text == NULL ? "" : raw[i].range.text;
        g_autofree char *name_comment =
            g_strdup_printf("%s %s, name of the class", family->name, range);
        g_autofree char *summary_comment =
            g_strdup_printf("%s %s, what the class means", family->name, range);
        g_autofree char *anchor = dip_slug(range);
        family->classes[i] = (struct dip_class){
            .range = range,
            .kind = kind_of(&raw[i]),
            .anchor = dip_loader_strdup(loader, anchor),
            .name = dip_phrase_add(loader, family->id, "class", raw[i].name, name_comment, false),
            .summary = dip_phrase_add(loader, family->id, "class summary", raw[i].summary,
                                      summary_comment, false),
            .loc = raw[i].loc,
        };
        check_range(loader, family, i);
    }
}

static void load_actors(struct dip_loader *loader, struct dip_family *family,
                        const struct dip_value *value)
{
    if (value == NULL)
        return;
    if (value->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "\"actors\" must be a map of names, not %s",
                        dip_value_kind_name(value->kind));
        return;
    }
    if (!dip_check_count(loader, value, DIP_LIMIT_ACTORS, "actors", "a family"))
        return;
    family->actor_count = value->count;
    family->actors = dip_loader_alloc(loader, value->count * sizeof family->actors[0]);
    for (size_t i = 0; i < value->count; i++) {
        const struct dip_entry *entry = &value->entries[i];
        g_autofree char *comment =
            g_strdup_printf("%s, an actor in call flows; short, it heads a column", family->name);
        family->actors[i] = (struct dip_actor){
            .id = entry->key,
            .label = dip_phrase_add(
                loader, family->id, "actor",
                dip_value_text(entry->value, DIP_FIELD_NAME, entry->key, loader->diag), comment,
                false),
        };
    }
}

struct dip_family *dip_load_family(struct dip_loader *loader, const char *id)
{
    g_autofree char *path = g_strdup_printf("content/%s/family.yaml", id);
    struct dip_document *document = dip_loader_document(loader, path);
    struct raw_family raw;

    if (document == NULL)
        return NULL;
    struct dip_family *family = dip_loader_alloc(loader, sizeof *family);
    dip_schema_decode(&family_schema, document, dip_document_root(document), loader->diag, &raw);
    g_autofree char *comment =
        g_strdup_printf("Full name of the family %s", raw.name.text == NULL ? id : raw.name.text);
    family->id = dip_loader_strdup(loader, id);
    family->name = raw.name.text == NULL ? family->id : raw.name.text;
    family->title = dip_phrase_add(loader, family->id, "family", raw.title, comment, false);
    family->specification = raw.specification;
    load_classes(loader, family, &raw.classes);
    dip_load_facts(loader, family, raw.facts);
    load_actors(loader, family, raw.actors);
    family->patterns = dip_family_patterns(loader, family, raw.patterns, &raw.differences);
    dip_load_records(loader, family);
    dip_load_comparisons(loader, family);
    return family;
}
