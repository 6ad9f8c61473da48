/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * content/FAMILY/codes/CODE.yaml: decoded by a table one after the other, then sorted, then what
 * needs the other codes (doubles, see_also) is checked. O(n log n) in the codes.
 */
#include "site/loader.h"

struct raw_code {
    dip_text code;
    dip_text name;
    dip_text description;
    dip_text when;
    dip_text fix;
    dip_text meaning;
    dip_text encounter;
    const struct dip_value *facts;
    const struct dip_value *flow;
    struct dip_list references;
    struct dip_texts see_also;
    struct dip_texts former_slugs;
};

const struct dip_field dip_reference_fields[] = {
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct dip_reference, name)},
    {.key = "url",
     .type = DIP_FIELD_URL,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct dip_reference, url)},
    {0},
};
static const struct dip_schema reference_schema = {
    .what = "reference", .size = sizeof(struct dip_reference), .fields = dip_reference_fields};

static const struct dip_field code_fields[] = {
    {.key = "code",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_code, code)},
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_code, name)},
    {.key = "description",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_code, description)},
    {.key = "when",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_code, when)},
    {.key = "fix",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_code, fix)},
    {.key = "meaning", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_code, meaning)},
    {.key = "encounter", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_code, encounter)},
    {.key = "facts", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_code, facts)},
    {.key = "flow", .type = DIP_FIELD_VALUE, .offset = offsetof(struct raw_code, flow)},
    {.key = "references",
     .type = DIP_FIELD_RECORDS,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .schema = &reference_schema,
     .offset = offsetof(struct raw_code, references)},
    {.key = "see_also",
     .type = DIP_FIELD_NAMES,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .offset = offsetof(struct raw_code, see_also)},
    {.key = "former_slugs",
     .type = DIP_FIELD_NAMES,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .offset = offsetof(struct raw_code, former_slugs)},
    {0},
};
static const struct dip_schema code_schema = {
    .what = "code", .size = sizeof(struct raw_code), .fields = code_fields};

static int find_actor(struct dip_loader *loader, const struct dip_family *family,
                      const struct dip_value *value)
{
    g_autofree const char **ids = g_new0(const char *, family->actor_count + 1);

    for (size_t i = 0; i < family->actor_count; i++) {
        ids[i] = family->actors[i].id;
        if (strcmp(ids[i], value->text) == 0)
            return (int)i;
    }
    g_autofree char *known = g_strjoinv("\", \"", (char **)ids);
    dip_diag_report(loader->diag, DIP_RULE_ACTOR_UNKNOWN, value->loc,
                    "the family \"%s\" has no actor \"%s\"; %s%s%s", family->id, value->text,
                    family->actor_count == 0 ? "it has none at all" : "expected one of \"", known,
                    family->actor_count == 0 ? "" : "\"");
    dip_diag_suggest(loader->diag, value->text, ids, family->actor_count);
    return -1;
}

/* The message is the code's own where it starts with the code as a word. */
static bool is_own(const char *message, const char *code)
{
    size_t length = strlen(code);

    return strncmp(message, code, length) == 0 &&
           (message[length] == '\0' || message[length] == ' ');
}

static void load_step(struct dip_loader *loader, const struct dip_family *family,
                      struct dip_code *code, const struct dip_value *value)
{
    bool texts = value->kind == DIP_VALUE_LIST && value->count == 3;

    for (size_t i = 0; texts && i < value->count; i++)
        texts = value->items[i]->kind == DIP_VALUE_TEXT;
    if (!texts) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "a step must be a list of three texts: [from, to, message]");
        return;
    }
    int from = find_actor(loader, family, value->items[0]);
    int to = find_actor(loader, family, value->items[1]);
    dip_text message = dip_value_text(value->items[2], DIP_FIELD_NAME, "message", loader->diag);
    if (from < 0 || to < 0 || message.text == NULL)
        return;
    code->steps[code->step_count++] = (struct dip_step){
        .from = (size_t)from,
        .to = (size_t)to,
        .message = message.text,
        .own = is_own(message.text, code->code),
    };
}

static void load_flow(struct dip_loader *loader, const struct dip_family *family,
                      struct dip_code *code, const struct dip_value *flow)
{
    if (flow == NULL || flow->empty)
        return;
    if (flow->kind != DIP_VALUE_LIST) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, flow->loc,
                        "\"flow\" must be a list of steps, not %s",
                        dip_value_kind_name(flow->kind));
        return;
    }
    if (!dip_check_count(loader, flow, DIP_LIMIT_FLOW_STEPS, "steps", "a flow"))
        return;
    code->steps = dip_loader_alloc(loader, flow->count * sizeof code->steps[0]);
    for (size_t i = 0; i < flow->count; i++)
        load_step(loader, family, code, flow->items[i]);
}

static bool check_code(struct dip_loader *loader, const struct dip_family *family, dip_text code)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

    if (code.text[strspn(code.text, allowed)] != '\0' || strlen(code.text) > 32) {
        dip_diag_report(loader->diag, DIP_RULE_VALUE_INVALID, code.loc,
                        "\"%s\" is no code: at most 32 letters, digits, \".\", \"-\" and \"_\"",
                        code.text);
        return false;
    }
    if (dip_family_class(family, code.text) != NULL)
        return true;
    g_autoptr(GString) ranges = g_string_new(NULL);
    for (size_t i = 0; i < family->class_count; i++) {
        /* Which codes a class without a range was to hold, nobody knows. */
        if (family->classes[i].range[0] == '\0')
            return false;
        g_string_append_printf(ranges, "%s\"%s\"", i == 0 ? "" : ", ", family->classes[i].range);
    }
    dip_diag_report(loader->diag, DIP_RULE_CODE_WITHOUT_CLASS, code.loc,
                    "the code \"%s\" is in no class of the family; its classes are %s", code.text,
                    ranges->len == 0 ? "none" : ranges->str);
    return false;
}

static struct dip_phrase add_text(struct dip_loader *loader, const struct dip_family *family,
                                  const struct raw_code *raw, const char *context, dip_text text,
                                  const char *where)
{
    g_autofree char *comment =
        g_strdup_printf("%s %s %s, %s", family->name, raw->code.text, raw->name.text, where);

    return dip_phrase_add(loader, family->id, context, text, comment, false);
}

static struct dip_code make_code(struct dip_loader *loader, const struct dip_family *family,
                                 const struct raw_code *raw)
{
    g_autofree char *both = g_strdup_printf("%s %s", raw->code.text, raw->name.text);
    g_autofree char *slug = dip_slug(both);
    g_autofree char *anchor = dip_slug(raw->code.text);

    if (strlen(slug) > DIP_LIMIT_SLUG_BYTES)
        dip_diag_report(loader->diag, DIP_RULE_TEXT_TOO_LONG, raw->name.loc,
                        "the address made of \"%s\" has %zu characters; at most %d", both,
                        strlen(slug), DIP_LIMIT_SLUG_BYTES);
    if (slug[0] == '\0' || anchor[0] == '\0')
        dip_diag_report(loader->diag, DIP_RULE_VALUE_INVALID, raw->code.loc,
                        "\"%s\" has no letter or digit that an address could be made of",
                        raw->code.text);
    return (struct dip_code){
        .code = raw->code.text,
        .name = raw->name.text,
        .slug = dip_loader_strdup(loader, slug),
        .anchor = dip_loader_strdup(loader, anchor),
        .class_of = dip_family_class(family, raw->code.text),
        .description =
            add_text(loader, family, raw, "description", raw->description, "description"),
        .when = add_text(loader, family, raw, "when", raw->when, "when you see it"),
        .fix = add_text(loader, family, raw, "fix", raw->fix, "how to fix"),
        .meaning = add_text(loader, family, raw, "meaning", raw->meaning,
                            "what it means, for use inside a sentence"),
        .encounter = add_text(loader, family, raw, "encounter", raw->encounter,
                              "when one encounters it, for use inside a sentence"),
        .reference_count = raw->references.count,
        .references = raw->references.items,
        .former_slugs = raw->former_slugs,
        .loc = raw->code.loc,
    };
}

static void load_record(struct dip_loader *loader, struct dip_family *family, const char *name,
                        GArray *codes, GArray *see_also)
{
    g_autofree char *path = g_strdup_printf("content/%s/codes/%s", family->id, name);
    struct dip_document *document = dip_loader_document(loader, path);
    struct raw_code raw;

    /* What the record was to be, for those that refer to it: the name of its file. */
    g_autofree char *stem = g_strndup(name, strlen(name) - strlen(".yaml"));
    if (document == NULL) {
        g_hash_table_add(loader->broken_codes, g_steal_pointer(&stem));
        return;
    }
    dip_schema_decode(&code_schema, document, dip_document_root(document), loader->diag, &raw);
    if (raw.code.text == NULL || raw.name.text == NULL || !check_code(loader, family, raw.code)) {
        struct dip_code rest = {.code = raw.code.text == NULL ? stem : raw.code.text};
        g_hash_table_add(loader->broken_codes, g_strdup(rest.code));
        dip_load_code_facts(loader, family, &rest, raw.facts);
        load_flow(loader, family, &rest, raw.flow);
        return;
    }
    g_autofree char *expected = g_strconcat(raw.code.text, ".yaml", NULL);
    if (strcmp(expected, name) != 0)
        dip_diag_report(loader->diag, DIP_RULE_FILE_NAME, raw.code.loc,
                        "the record of code \"%s\" should be in a file \"%s\"", raw.code.text,
                        expected);
    struct dip_code code = make_code(loader, family, &raw);
    dip_load_code_facts(loader, family, &code, raw.facts);
    load_flow(loader, family, &code, raw.flow);
    code.index = see_also->len;
    g_array_append_val(codes, code);
    g_array_append_val(see_also, raw.see_also);
}

static int compare_codes(const void *a, const void *b)
{
    const struct dip_code *x = a;
    const struct dip_code *y = b;
    int order = dip_code_compare(x->code, y->code);

    return order == 0 ? strcmp(x->loc.path, y->loc.path) : order;
}

/* Sorted, so that doubles are neighbours; the second one is reported and left out. */
static void keep_unique(struct dip_loader *loader, struct dip_family *family, const GArray *codes)
{
    family->codes = dip_loader_alloc(loader, codes->len * sizeof family->codes[0]);
    g_assert(family->codes != NULL);
    for (guint i = 0; i < codes->len; i++) {
        const struct dip_code *code = &g_array_index(codes, struct dip_code, i);
        const struct dip_code *last =
            family->code_count == 0 ? NULL : &family->codes[family->code_count - 1];
        if (last != NULL && dip_code_compare(last->code, code->code) == 0) {
            dip_diag_report(loader->diag, DIP_RULE_CODE_REPEATED, code->loc,
                            "there is a record of code \"%s\" already", code->code);
            dip_diag_note(loader->diag, last->loc, "the first one is here");
            continue;
        }
        family->codes[family->code_count++] = *code;
    }
}

static void add_see_also(struct dip_loader *loader, struct dip_code *code, size_t other,
                         const dip_text *wanted)
{
    for (size_t i = 0; i < code->see_also_count; i++) {
        if (code->see_also[i] != other)
            continue;
        dip_diag_report(loader->diag, DIP_RULE_VALUE_INVALID, wanted->loc,
                        "\"%s\" is here a second time", wanted->text);
        return;
    }
    code->see_also[code->see_also_count++] = other;
}

static void resolve_see_also(struct dip_loader *loader, const struct dip_family *family,
                             struct dip_code *code, const struct dip_texts *wanted)
{
    code->see_also = dip_loader_alloc(loader, wanted->count * sizeof code->see_also[0]);
    for (size_t i = 0; i < wanted->count; i++) {
        if (wanted->items[i].text == NULL)
            continue;
        gssize found = dip_family_find(family, wanted->items[i].text);
        if (found < 0 && dip_loader_is_broken(loader, wanted->items[i].text))
            continue;
        if (found >= 0 && &family->codes[found] != code) {
            add_see_also(loader, code, (size_t)found, &wanted->items[i]);
            continue;
        }
        g_autofree const char **names = dip_family_code_names(family);
        dip_diag_report(loader->diag, DIP_RULE_SEE_ALSO_UNKNOWN, wanted->items[i].loc,
                        found >= 0 ? "the code \"%s\" can't refer to itself"
                                   : "the family has no code \"%s\"",
                        wanted->items[i].text);
        if (found < 0)
            dip_diag_suggest(loader->diag, wanted->items[i].text, names, family->code_count);
    }
}

static GPtrArray *list_yaml(struct dip_loader *loader, const char *folder)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    GPtrArray *names = dip_file_list(loader->root, folder, &fault);

    if (names == NULL) {
        if (fault == DIP_FILE_MISSING)
            dip_diag_report(loader->diag, DIP_RULE_FOLDER_MISSING, dip_loc_at(folder, 0, 0),
                            "there is no such folder; it holds one file CODE.yaml for each code");
        else
            dip_diag_report_file(loader->diag, fault, 0, folder, 0);
        return NULL;
    }
    for (guint i = 0; i < names->len;) {
        const char *name = names->pdata[i];
        if (g_str_has_suffix(name, ".yaml")) {
            i++;
            continue;
        }
        g_autofree char *path = g_build_filename(folder, name, NULL);
        dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                        "not read: the name of a record ends with \".yaml\"");
        g_ptr_array_remove_index(names, i);
    }
    return names;
}

void dip_load_records(struct dip_loader *loader, struct dip_family *family)
{
    g_autofree char *folder = g_strdup_printf("content/%s/codes", family->id);
    g_autoptr(GPtrArray) names = list_yaml(loader, folder);
    g_autoptr(GArray) codes = g_array_new(FALSE, TRUE, sizeof(struct dip_code));
    g_autoptr(GArray) see_also = g_array_new(FALSE, TRUE, sizeof(struct dip_texts));

    if (names == NULL)
        return;
    if (names->len > DIP_LIMIT_CODES) {
        dip_diag_report(loader->diag, DIP_RULE_CODES_TOO_MANY, dip_loc_at(folder, 0, 0),
                        "%u codes; a family has at most %d", names->len, DIP_LIMIT_CODES);
        return;
    }
    for (guint i = 0; i < names->len; i++) {
        load_record(loader, family, names->pdata[i], codes, see_also);
        dip_loader_forget_values(loader);
    }
    g_array_sort(codes, compare_codes);
    keep_unique(loader, family, codes);
    for (size_t i = 0; i < family->code_count; i++) {
        struct dip_code *code = &family->codes[i];
        resolve_see_also(loader, family, code,
                         &g_array_index(see_also, struct dip_texts, code->index));
        code->index = i;
    }
}
