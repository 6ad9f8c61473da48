/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One table says which patterns there are, whether each is a list, and what it speaks about; the
 * placeholders follow from that. A family's patterns are a copy of the site's with its own put in:
 * pages then look in one place.
 */
#include "site/loader.h"

extern const struct dip_builtin dip_content[];

struct pattern_row {
    const char *key;
    enum dip_scope scope;
    bool list;
};

static const struct pattern_row rows[DIP_PATTERN_COUNT] = {
    [DIP_PATTERN_JOIN] = {"join", DIP_SCOPE_JOIN, false},
    [DIP_PATTERN_CLASS] = {"class", DIP_SCOPE_CLASS, false},
    [DIP_PATTERN_CLASS_LABEL] = {"class_label", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_PAIR_TITLE] = {"pair_title", DIP_SCOPE_PAIR, false},
    [DIP_PATTERN_PAIR_META] = {"pair_meta", DIP_SCOPE_PAIR, false},
    [DIP_PATTERN_PAIR_LABEL] = {"pair_label", DIP_SCOPE_PAIR, false},
    [DIP_PATTERN_INTRO_OTHER] = {"intro_other_class", DIP_SCOPE_PAIR, true},
    [DIP_PATTERN_INTRO_SAME] = {"intro_same_class", DIP_SCOPE_PAIR, true},
    [DIP_PATTERN_WHICH] = {"which", DIP_SCOPE_CODE, true},
    [DIP_PATTERN_CODE_TITLE] = {"code_title", DIP_SCOPE_CODE, false},
    [DIP_PATTERN_CODE_META] = {"code_meta", DIP_SCOPE_CODE, false},
    [DIP_PATTERN_FAMILY_TITLE] = {"family_title", DIP_SCOPE_FAMILY, false},
    [DIP_PATTERN_FAMILY_META] = {"family_meta", DIP_SCOPE_FAMILY, false},
    [DIP_PATTERN_HOME_TITLE] = {"home_title", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_HOME_META] = {"home_meta", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_TRANSLATIONS_TITLE] = {"translations_title", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_TRANSLATIONS_META] = {"translations_meta", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_NOT_FOUND_TITLE] = {"not_found_title", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_NOT_FOUND_META] = {"not_found_meta", DIP_SCOPE_SITE, false},
    [DIP_PATTERN_FLOW_TITLE] = {"flow_title", DIP_SCOPE_CODE, false},
    [DIP_PATTERN_FLOW_STEP] = {"flow_step", DIP_SCOPE_STEP, false},
    [DIP_PATTERN_FLOW_SELF] = {"flow_self", DIP_SCOPE_STEP, false},
};

static const char *const site_names[] = {"site", NULL};
static const char *const family_names[] = {"site", "family", "title", NULL};
static const char *const code_names[] = {"code",       "name",        "class",  "class_range",
                                         "class_name", "description", "when",   "fix",
                                         "meaning",    "encounter",   "family", NULL};
static const char *const pair_names[] = {
    "a_code",        "a_name", "a_class", "a_class_range", "a_class_name",
    "a_description", "a_when", "a_fix",   "a_meaning",     "a_encounter",
    "b_code",        "b_name", "b_class", "b_class_range", "b_class_name",
    "b_description", "b_when", "b_fix",   "b_meaning",     "b_encounter",
    "family",        NULL};
static const char *const step_names[] = {"from", "to", "message", NULL};
static const char *const class_names[] = {"range", "name", NULL};
static const char *const join_names[] = {"first", "second", NULL};

static const char *const *const scope_names[] = {
    [DIP_SCOPE_SITE] = site_names, [DIP_SCOPE_FAMILY] = family_names,
    [DIP_SCOPE_CODE] = code_names, [DIP_SCOPE_PAIR] = pair_names,
    [DIP_SCOPE_STEP] = step_names, [DIP_SCOPE_CLASS] = class_names,
    [DIP_SCOPE_JOIN] = join_names,
};

enum dip_scope dip_pattern_scope(enum dip_pattern pattern)
{
    return rows[pattern].scope;
}

/* {code} where there are two of them: which one was meant can't be guessed, that it needs a_ can. */
static const char *near_placeholder(const char *name, const char *const *names)
{
    g_autofree char *word = g_ascii_strdown(name, -1);
    g_strstrip(word);
    g_autofree char *sided = g_strconcat("a_", word, NULL);

    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], sided) == 0)
            return names[i];
    }
    return dip_text_nearest(word, names, g_strv_length((char **)names));
}

static void report_placeholder(struct dip_loader *loader, dip_text pattern, const char *name,
                               const char *const *names)
{
    g_autofree char *known = g_strjoinv("}, {", (char **)names);
    const char *near = near_placeholder(name, names);

    dip_diag_report(loader->diag, DIP_RULE_PATTERN_PLACEHOLDER, pattern.loc,
                    "there is no placeholder \"{%s}\" here; expected one of {%s}", name, known);
    if (near != NULL)
        dip_diag_note(loader->diag, (dip_loc){0}, "did you mean \"%s\"?", near);
}

/* What stands between braces and looks like a name, with capitals or blanks that a name can't have. */
static bool check_braces(struct dip_loader *loader, dip_text pattern, const char *const *names)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ";
    bool fine = true;

    for (const char *open = strchr(pattern.text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t length = strspn(open + 1, letters);
        dip_placeholder good;
        bool is_good = dip_placeholder_next(open, 0, &good) && good.start == 0;
        if (length == 0 || open[1 + length] != '}')
            continue;
        g_autofree char *name = g_strndup(open + 1, length);
        if (is_good ? g_strv_contains(names, name) : near_placeholder(name, names) == NULL)
            continue;
        report_placeholder(loader, pattern, name, names);
        fine = false;
    }
    return fine;
}

bool dip_check_placeholders(struct dip_loader *loader, dip_text pattern, enum dip_scope scope)
{
    return pattern.text == NULL || check_braces(loader, pattern, scope_names[scope]);
}

enum dip_side dip_pattern_side(const char *pattern)
{
    dip_placeholder placeholder;
    unsigned side = DIP_SIDE_NONE;

    for (size_t at = 0; dip_placeholder_next(pattern, at, &placeholder); at = placeholder.end) {
        if (placeholder.name_length > 2 && placeholder.name[1] == '_')
            side |= placeholder.name[0] == 'a'   ? DIP_SIDE_A
                    : placeholder.name[0] == 'b' ? DIP_SIDE_B
                                                 : 0U;
    }
    return (enum dip_side)side;
}

static struct dip_phrase decode_pattern(struct dip_loader *loader, const char *domain,
                                        const char *key, enum dip_scope scope,
                                        const struct dip_value *value)
{
    g_autofree char *comment = g_strdup_printf("Pattern \"%s\"", key);
    dip_text text = dip_value_text(value, DIP_FIELD_TEXT, key, loader->diag);

    dip_check_placeholders(loader, text, scope);
    return dip_phrase_add(loader, domain, "pattern", text, comment, true);
}

static void decode_row(struct dip_loader *loader, const char *domain, enum dip_pattern pattern,
                       const struct dip_value *value, struct dip_patterns *patterns)
{
    const struct pattern_row *row = &rows[pattern];
    struct dip_phrases *phrases = &patterns->of[pattern];

    if (row->list != (value->kind == DIP_VALUE_LIST)) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc, "\"%s\" must be %s, not %s",
                        row->key, row->list ? "a list of sentences" : "a text",
                        dip_value_kind_name(value->kind));
        return;
    }
    if (row->list && value->count == 0) {
        dip_diag_report(loader->diag, DIP_RULE_TEXT_EMPTY, value->loc, "\"%s\" is an empty list",
                        row->key);
        return;
    }
    phrases->count = row->list ? value->count : 1;
    phrases->items = dip_loader_alloc(loader, phrases->count * sizeof phrases->items[0]);
    for (size_t i = 0; i < phrases->count; i++)
        phrases->items[i] = decode_pattern(loader, domain, row->key, row->scope,
                                           row->list ? value->items[i] : value);
}

/* The pieces of `differences:`, each either of one code or of the pair, never of both. */
static void decode_difference(struct dip_loader *loader, const char *domain,
                              const struct dip_entry *entry, GArray *differences)
{
    dip_text text = dip_value_text(entry->value, DIP_FIELD_TEXT, entry->key, loader->diag);

    if (text.text == NULL)
        return;
    bool pair = dip_pattern_side(text.text) != DIP_SIDE_NONE;
    enum dip_scope scope = pair ? DIP_SCOPE_PAIR : DIP_SCOPE_CODE;
    dip_check_placeholders(loader, text, scope);
    g_autofree char *comment = g_strdup_printf("Pattern \"%s\", a key difference", entry->key);
    struct dip_difference difference = {
        .name = entry->key,
        .phrase = dip_phrase_add(loader, domain, "pattern", text, comment, true),
        .scope = scope,
    };
    for (guint i = 0; i < differences->len; i++) {
        struct dip_difference *known = &g_array_index(differences, struct dip_difference, i);
        if (strcmp(known->name, entry->key) == 0) {
            *known = difference;
            return;
        }
    }
    g_array_append_val(differences, difference);
}

static void decode_differences(struct dip_loader *loader, const char *domain,
                               const struct dip_value *value, GArray *differences)
{
    if (value->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, value->loc,
                        "\"differences\" must be a map of patterns, not %s",
                        dip_value_kind_name(value->kind));
        return;
    }
    for (size_t i = 0; i < value->count; i++)
        decode_difference(loader, domain, &value->entries[i], differences);
}

/* Used on pages that belong to no family, or between any two sentences. */
static bool is_of_site(enum dip_pattern pattern)
{
    return (rows[pattern].scope == DIP_SCOPE_SITE && pattern != DIP_PATTERN_CLASS_LABEL) ||
           rows[pattern].scope == DIP_SCOPE_JOIN;
}

static void decode_map(struct dip_loader *loader, const char *domain, const struct dip_value *map,
                       struct dip_patterns *patterns, GArray *differences)
{
    const char *keys[DIP_PATTERN_COUNT + 1] = {[DIP_PATTERN_COUNT] = "differences"};

    bool is_family = strcmp(domain, "site") != 0;

    for (int i = 0; i < DIP_PATTERN_COUNT; i++)
        keys[i] = rows[i].key;
    if (map->kind != DIP_VALUE_MAP) {
        dip_diag_report(loader->diag, DIP_RULE_TYPE_WRONG, map->loc,
                        "patterns must be a map, not %s", dip_value_kind_name(map->kind));
        return;
    }
    for (size_t i = 0; i < map->count; i++) {
        const struct dip_entry *entry = &map->entries[i];
        size_t found = 0;
        while (found < G_N_ELEMENTS(keys) && strcmp(keys[found], entry->key) != 0)
            found++;
        if (found == DIP_PATTERN_COUNT) {
            decode_differences(loader, domain, entry->value, differences);
        } else if (found < DIP_PATTERN_COUNT && is_family && is_of_site((enum dip_pattern)found)) {
            dip_diag_report(loader->diag, DIP_RULE_PATTERN_UNKNOWN, entry->key_loc,
                            "a family can't have its own \"%s\": it is a pattern of the whole site",
                            entry->key);
        } else if (found < DIP_PATTERN_COUNT) {
            decode_row(loader, domain, (enum dip_pattern)found, entry->value, patterns);
        } else {
            dip_diag_report(loader->diag, DIP_RULE_PATTERN_UNKNOWN, entry->key_loc,
                            "there is no pattern \"%s\"", entry->key);
            dip_diag_suggest(loader->diag, entry->key, keys, G_N_ELEMENTS(keys));
        }
    }
}

static struct dip_patterns *new_patterns(struct dip_loader *loader, const struct dip_patterns *from,
                                         const GArray *differences)
{
    struct dip_patterns *patterns = dip_loader_alloc(loader, sizeof *patterns);

    if (from != NULL)
        *patterns = *from;
    patterns->difference_count = differences->len;
    patterns->differences =
        dip_loader_alloc(loader, differences->len * sizeof patterns->differences[0]);
    if (differences->len > 0)
        memcpy(patterns->differences, differences->data,
               differences->len * sizeof patterns->differences[0]);
    return patterns;
}

static struct dip_document *patterns_document(struct dip_loader *loader, const char *path)
{
    g_autofree char *full = g_build_filename(loader->root, path, NULL);

    /* A link that leads nowhere is a mistake, not a site without patterns. */
    if (g_file_test(full, G_FILE_TEST_EXISTS) || g_file_test(full, G_FILE_TEST_IS_SYMLINK))
        return dip_loader_document(loader, path);
    const struct dip_builtin *builtin = dip_builtin_find(dip_content, path);
    struct dip_document *document =
        dip_document_parse(path, builtin->bytes, builtin->length, loader->diag);
    g_ptr_array_add(loader->site->private->documents, document);
    return document;
}

bool dip_load_patterns(struct dip_loader *loader)
{
    static const char path[] = "content/patterns.yaml";
    struct dip_document *document = patterns_document(loader, path);
    struct dip_patterns patterns = {0};
    bool fine = true;

    if (document == NULL)
        return false;
    g_autoptr(GArray) differences = g_array_new(FALSE, TRUE, sizeof(struct dip_difference));
    const struct dip_value *root = dip_document_root(document);
    decode_map(loader, "site", root, &patterns, differences);
    for (int i = 0; i < DIP_PATTERN_COUNT; i++) {
        if (dip_value_find(root, rows[i].key) != NULL)
            continue;
        dip_diag_report(loader->diag, DIP_RULE_PATTERN_MISSING, dip_loc_at(path, 0, 0),
                        "there is no pattern \"%s\"", rows[i].key);
        fine = false;
    }
    if (dip_value_find(root, "differences") == NULL)
        dip_diag_report(loader->diag, DIP_RULE_PATTERN_MISSING, dip_loc_at(path, 0, 0),
                        "there is no pattern \"differences\"");
    const struct dip_phrases *join = &patterns.of[DIP_PATTERN_JOIN];
    if (join->count > 0 && join->items[0].text != NULL &&
        (!g_str_has_prefix(join->items[0].text, "{first}") ||
         !g_str_has_suffix(join->items[0].text, "{second}"))) {
        dip_diag_report(loader->diag, DIP_RULE_PATTERN_PLACEHOLDER, join->items[0].loc,
                        "\"join\" must start with {first} and end with {second}");
        fine = false;
    }
    loader->site->patterns = new_patterns(loader, &patterns, differences);
    return fine;
}

static bool select_difference(struct dip_loader *loader, dip_text wanted, const GArray *known,
                              GArray *selected)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (strcmp(wanted.text, "facts") == 0) {
        struct dip_difference facts = {.name = "facts", .scope = DIP_SCOPE_PAIR};
        g_array_append_val(selected, facts);
        return true;
    }
    for (guint i = 0; i < known->len; i++) {
        struct dip_difference difference = g_array_index(known, struct dip_difference, i);
        g_ptr_array_add(names, (char *)difference.name);
        if (strcmp(difference.name, wanted.text) == 0) {
            g_array_append_val(selected, difference);
            return true;
        }
    }
    g_ptr_array_add(names, (char *)"facts");
    dip_diag_report(loader->diag, DIP_RULE_PATTERN_UNKNOWN, wanted.loc,
                    "there is no difference \"%s\" in the patterns", wanted.text);
    dip_diag_suggest(loader->diag, wanted.text, (const char *const *)names->pdata, names->len);
    return false;
}

const struct dip_patterns *dip_family_patterns(struct dip_loader *loader,
                                               const struct dip_family *family,
                                               const struct dip_value *overrides,
                                               const struct dip_texts *order)
{
    static dip_text standard[] = {
        {"class", {0}}, {"facts", {0}}, {"meaning", {0}}, {"encounter", {0}}};
    const struct dip_patterns *base = loader->site->patterns;
    g_autoptr(GArray) known = g_array_new(FALSE, TRUE, sizeof(struct dip_difference));
    g_autoptr(GArray) selected = g_array_new(FALSE, TRUE, sizeof(struct dip_difference));
    struct dip_patterns patterns = {0};

    if (base != NULL) {
        patterns = *base;
        g_array_append_vals(known, base->differences, (guint)base->difference_count);
    }
    if (overrides != NULL)
        decode_map(loader, family->id, overrides, &patterns, known);
    const dip_text *wanted = order->count > 0 ? order->items : standard;
    size_t count = order->count > 0 ? order->count : G_N_ELEMENTS(standard);
    for (size_t i = 0; base != NULL && i < count; i++) {
        /* That the site's patterns have none at all was said where they are. */
        bool missing = base->difference_count == 0 && order->count == 0 && known->len == 0;
        if (wanted[i].text != NULL && !missing)
            select_difference(loader, wanted[i], known, selected);
    }
    return new_patterns(loader, &patterns, selected);
}
