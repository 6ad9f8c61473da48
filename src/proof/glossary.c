/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A glossary is a Markdown file with tables under the head "English | Translation | Usage"; all else
 * in it is for people. Rows are found again by the first word of their English term, so that a text is
 * looked at once, however many terms there are.
 *
 * Rejected: TBX and the like, which no one writes by hand; and a column for the program's own marks,
 * which every row would have to have.
 */
#include "proof/internal.h"

struct dip_glossary {
    GStringChunk *strings;
    GPtrArray *terms; /* struct dip_term */
    GHashTable
        *by_first; /* a term's first word -> GPtrArray of struct dip_term, the longest first */
    GHashTable *by_name; /* the term as it stands in its row -> struct dip_term */
};

/** A file that is being read. */
struct reading {
    struct dip_glossary *glossary;
    struct dip_diag *diag;
    const char *path;
    const char *line; /* without its line feed */
    uint32_t number;
    guint columns; /* of the table; 0: none */
    bool head;     /* the line before was the head */
    bool found;    /* a table */
};

static void free_term(gpointer data)
{
    struct dip_term *term = data;

    g_strfreev(term->words);
    g_ptr_array_unref(term->forms);
    g_free(term);
}

static struct dip_glossary *glossary_new(void)
{
    struct dip_glossary *glossary = g_new0(struct dip_glossary, 1);

    glossary->strings = g_string_chunk_new(4096);
    glossary->terms = g_ptr_array_new_with_free_func(free_term);
    glossary->by_first =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    glossary->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    return glossary;
}

void dip_glossary_free(struct dip_glossary *glossary)
{
    if (glossary == NULL)
        return;
    g_hash_table_unref(glossary->by_first);
    g_hash_table_unref(glossary->by_name);
    g_ptr_array_unref(glossary->terms);
    g_string_chunk_free(glossary->strings);
    g_free(glossary);
}

static dip_loc loc_of(const struct reading *r, const char *cell)
{
    const char *found = cell != NULL ? strstr(r->line, cell) : NULL;
    uint32_t before = found != NULL ? (uint32_t)g_utf8_strlen(r->line, found - r->line) : 0;

    return dip_loc_at(r->path, r->number, before + 1);
}

static void note_form(struct dip_diag *diag)
{
    dip_diag_note(diag, (dip_loc){0}, "a row is \"| English | Translation | Usage |\"");
}

/** Cut a row into its cells, trimmed; "\|" is a bar in a text (g_ptr_array_unref). */
static GPtrArray *cut_row(const char *line)
{
    GPtrArray *cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) cell = g_string_new(NULL);

    for (const char *p = line + 1; *p != '\0'; p++) {
        if (*p == '\\' && p[1] == '|')
            p++;
        else if (*p == '|') {
            g_ptr_array_add(cells, g_strstrip(g_strdup(cell->str)));
            g_string_truncate(cell, 0);
            continue;
        }
        g_string_append_c(cell, *p);
    }
    char *rest = g_strstrip(g_strdup(cell->str));
    if (rest[0] != '\0')
        g_ptr_array_add(cells, rest);
    else
        g_free(rest);
    return cells;
}

static bool is_head(const GPtrArray *cells)
{
    return cells->len >= 2 && g_ascii_strcasecmp(cells->pdata[0], "English") == 0 &&
           g_ascii_strcasecmp(cells->pdata[1], "Translation") == 0;
}

/** The head of another table that nobody wants read, or a glossary's with a slip in it. */
static void take_head(struct reading *r, const GPtrArray *cells)
{
    static const char *const names[] = {"English", "Translation"};

    if (is_head(cells)) {
        r->columns = cells->len;
        r->head = true;
        r->found = true;
        return;
    }
    for (guint i = 0; i < MIN(cells->len, 2); i++) {
        const char *nearest = dip_text_nearest(cells->pdata[i], names, 2);
        if (nearest == NULL)
            continue;
        dip_diag_report(r->diag, DIP_RULE_GLOSSARY_SYNTAX, loc_of(r, NULL),
                        "a table whose head is not \"English\", \"Translation\"; it is not read");
        note_form(r->diag);
        r->found = true;
        return;
    }
}

static bool is_rule(const char *line)
{
    return strspn(line, "|-: \t\r") == strlen(line) && strchr(line, '-') != NULL;
}

/** The words of an English term, case folded. */
static char **words_of(const char *english)
{
    g_autofree char *folded = g_utf8_casefold(english, -1);
    GPtrArray *words = g_ptr_array_new();
    g_auto(GStrv) parts = g_strsplit_set(folded, " \t", -1);

    for (char **part = parts; *part != NULL; part++) {
        if (**part != '\0')
            g_ptr_array_add(words, g_strdup(*part));
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(words, FALSE);
}

/** Cut what stands in parentheses out of a text. */
static char *without_asides(const char *text)
{
    GString *out = g_string_new(NULL);
    int depth = 0;

    for (const char *p = text; *p != '\0'; p++) {
        depth += *p == '(';
        if (depth == 0)
            g_string_append_c(out, *p);
        depth -= *p == ')' && depth > 0;
    }
    return g_strstrip(g_string_free(out, FALSE));
}

/** Add the alternatives that @p text names to @p forms: "a, b; c / d". */
static void add_forms(GPtrArray *forms, const char *text)
{
    g_autofree char *plain = without_asides(text);
    g_autoptr(GRegex) between = g_regex_new("\\s*(?:[,;、，；،؛]|\\s/\\s)\\s*", 0, 0, NULL);
    g_auto(GStrv) parts = g_regex_split(between, plain, 0);

    for (char **part = parts; *part != NULL; part++) {
        g_autofree char *form = g_strdup(*part);
        g_strstrip(form);
        if (form[0] != '\0')
            g_ptr_array_add(forms, g_steal_pointer(&form));
    }
}

/*
 * Usage is for people. Three things in it are read all the same, since people write them anyway: a
 * text in quotes, what is behind a colon ("noun: correção"), and behind a word such as "then".
 */
static void add_usage(GPtrArray *forms, const char *usage)
{
    static const char *const pattern =
        "[\"“„«「]([^\"”“»」]+)[\"”“»」]"
        "|(?:^|;)\\s*[^:;：]*[:：]\\s*([^;\"“„«「]+)"
        "|(?:^|;)\\s*(?:also|then|or|elsewhere|plural)\\s+([^;\"“„«「]+)";
    g_autoptr(GRegex) accepted = g_regex_new(pattern, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;

    for (g_regex_match(accepted, usage, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        for (int group = 1; group <= 3; group++) {
            g_autofree char *form = g_match_info_fetch(match, group);
            if (form != NULL && form[0] != '\0')
                add_forms(forms, form);
        }
    }
}

static bool starts_with_word(const char *text, const char *word)
{
    return g_ascii_strncasecmp(text, word, strlen(word)) == 0 &&
           !g_ascii_isalnum(text[strlen(word)]);
}

static enum dip_term_scope scope_of(const char *usage)
{
    static const struct {
        const char *word;
        enum dip_term_scope scope;
    } scopes[] = {
        {"label", DIP_TERM_LABEL},
        {"heading", DIP_TERM_LABEL},
        {"opens a sentence", DIP_TERM_OPENING},
        {"followed by", DIP_TERM_PATTERN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++) {
        if (starts_with_word(usage, scopes[i].word))
            return scopes[i].scope;
    }
    return DIP_TERM_ANYWHERE;
}

static gint by_length(gconstpointer a, gconstpointer b)
{
    const struct dip_term *x = *(const struct dip_term *const *)a;
    const struct dip_term *y = *(const struct dip_term *const *)b;

    return (gint)y->word_count - (gint)x->word_count;
}

static void index_term(struct dip_glossary *glossary, struct dip_term *term)
{
    GPtrArray *same = g_hash_table_lookup(glossary->by_first, term->words[0]);

    g_ptr_array_add(glossary->terms, term);
    g_hash_table_insert(glossary->by_name, (gpointer)term->english, term);
    if (same == NULL) {
        same = g_ptr_array_new();
        g_hash_table_insert(glossary->by_first, term->words[0], same);
    }
    g_ptr_array_add(same, term);
    g_ptr_array_sort(same, by_length);
}

static void add_term(struct reading *r, const char *english, const GPtrArray *cells)
{
    struct dip_glossary *glossary = r->glossary;
    const char *usage = cells->len > 2 ? cells->pdata[2] : "";
    const struct dip_term *first = g_hash_table_lookup(glossary->by_name, english);

    if (first != NULL) {
        dip_diag_report(r->diag, DIP_RULE_GLOSSARY_SYNTAX, loc_of(r, english),
                        "the term \"%s\" is here a second time", english);
        dip_diag_note(r->diag, first->loc, "first here");
        return;
    }
    struct dip_term *term = g_new0(struct dip_term, 1);
    *term = (struct dip_term){
        .loc = loc_of(r, english),
        .english = g_string_chunk_insert(glossary->strings, english),
        .translation = g_string_chunk_insert(glossary->strings, cells->pdata[1]),
        .words = words_of(english),
        .forms = g_ptr_array_new_with_free_func(g_free),
        .scope = scope_of(usage),
    };
    term->word_count = g_strv_length(term->words);
    if (!starts_with_word(usage, "(unchecked)"))
        add_forms(term->forms, cells->pdata[1]);
    if (term->forms->len > 0)
        add_usage(term->forms, usage);
    index_term(glossary, term);
}

/** Report what keeps a row from being read. */
static bool check_row(struct reading *r, const GPtrArray *cells)
{
    if (cells->len < 2 || cells->len > MAX(r->columns, 3)) {
        dip_diag_report(r->diag, DIP_RULE_GLOSSARY_SYNTAX, loc_of(r, NULL),
                        "%u column%s in this row, %u in the head", cells->len,
                        cells->len == 1 ? "" : "s", r->columns);
        dip_diag_note(r->diag, (dip_loc){0}, "a bar within a text is written \\|");
        return false;
    }
    for (guint i = 0; i < 2; i++) {
        if (*(const char *)cells->pdata[i] != '\0')
            continue;
        dip_diag_report(r->diag, DIP_RULE_GLOSSARY_SYNTAX, loc_of(r, NULL), "a row without its %s",
                        i == 0 ? "term" : "translation");
        note_form(r->diag);
        return false;
    }
    return true;
}

static void take_row(struct reading *r, const GPtrArray *cells)
{
    if (!check_row(r, cells))
        return;
    g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func(g_free);
    const char *column = cells->pdata[0];

    /* One sense of several: which one a text means, the program can't tell. */
    if (strchr(column, '(') != NULL)
        return;
    add_forms(terms, column);
    for (guint i = 0; i < terms->len; i++)
        add_term(r, terms->pdata[i], cells);
}

static void take_line(struct reading *r)
{
    bool rule = is_rule(r->line);

    if (r->line[0] != '|') {
        r->columns = 0;
        r->head = false;
        return;
    }
    g_autoptr(GPtrArray) cells = cut_row(r->line);
    if (r->columns == 0) {
        take_head(r, cells);
        return;
    }
    if (r->head && !rule) {
        dip_diag_report(r->diag, DIP_RULE_GLOSSARY_SYNTAX, loc_of(r, NULL),
                        "the line \"|---|---|---|\" is missing under the head of the table");
        r->head = false;
    }
    if (!r->head)
        take_row(r, cells);
    r->head = false;
}

static bool check_bytes(const char *path, const struct dip_file_bytes *file, struct dip_diag *diag)
{
    size_t offset = 0;
    dip_loc loc = dip_loc_at(path, 0, 0);

    if (file->fault != DIP_FILE_FINE) {
        dip_diag_report(diag, DIP_RULE_GLOSSARY_SYNTAX, loc,
                        file->fault == DIP_FILE_TOO_LARGE ? "larger than %d bytes; not read"
                                                          : "can't be read",
                        DIP_LIMIT_GLOSSARY_BYTES);
        return false;
    }
    if (dip_text_check(file->bytes, file->length, &offset, NULL) == DIP_TEXT_FINE)
        return true;
    dip_text_position(file->bytes, offset, &loc.line, &loc.column);
    dip_diag_report(diag, DIP_RULE_GLOSSARY_SYNTAX, loc,
                    "not UTF-8, or a character that no text may have; the glossary is not read");
    return false;
}

struct dip_glossary *dip_glossary_load(const char *root, const char *path, struct dip_diag *diag)
{
    struct dip_file_bytes file = dip_file_load(root, path, DIP_LIMIT_GLOSSARY_BYTES);
    g_autofree char *bytes = file.bytes;

    if (file.fault == DIP_FILE_MISSING || !check_bytes(path, &file, diag))
        return NULL;
    DIP_AUTO(dip_glossary) glossary = glossary_new();
    struct reading r = {.glossary = glossary, .diag = diag, .path = path};
    g_auto(GStrv) lines = g_strsplit(bytes, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        r.line = g_strchomp(*line);
        r.number++;
        take_line(&r);
    }
    if (!r.found) {
        dip_diag_report(diag, DIP_RULE_GLOSSARY_SYNTAX, dip_loc_at(path, 0, 0),
                        "no table with the head \"| English | Translation | Usage |\"");
        return NULL;
    }
    return glossary->terms->len > 0 ? g_steal_pointer(&glossary) : NULL;
}

/** Tell whether @p word is @p term, or its English plural. */
static bool is_form(const char *word, const char *term)
{
    size_t length = strlen(term);

    if (strcmp(word, term) == 0)
        return true;
    if (strncmp(word, term, length) == 0)
        return strcmp(word + length, "s") == 0 || strcmp(word + length, "es") == 0;
    return length > 1 && term[length - 1] == 'y' && strncmp(word, term, length - 1) == 0 &&
           strcmp(word + length - 1, "ies") == 0;
}

/** Only the last word of a term has a plural. */
static bool starts_at(const struct dip_term *term, const char *const *words)
{
    for (guint i = 0; i < term->word_count; i++) {
        bool last = i + 1 == term->word_count;
        if (words[i] == NULL ||
            (last ? !is_form(words[i], term->words[i]) : strcmp(words[i], term->words[i]) != 0))
            return false;
    }
    return true;
}

static const struct dip_term *find_among(const GPtrArray *terms, const char *const *words)
{
    for (guint i = 0; terms != NULL && i < terms->len; i++) {
        if (starts_at(terms->pdata[i], words))
            return terms->pdata[i];
    }
    return NULL;
}

const struct dip_term *dip_glossary_find(const struct dip_glossary *glossary,
                                         const char *const *words)
{
    size_t length = strlen(words[0]);
    const struct dip_term *longest =
        find_among(g_hash_table_lookup(glossary->by_first, words[0]), words);

    /* As it is, and what it is the plural of: less "s", less "es", "y" for "ies". */
    for (size_t cut = 1; cut <= 3 && cut < length && words[0][length - 1] == 's'; cut++) {
        g_autofree char *one = g_strndup(words[0], length - cut);
        g_autofree char *first = g_strconcat(one, cut == 3 ? "y" : "", NULL);
        const struct dip_term *term =
            find_among(g_hash_table_lookup(glossary->by_first, first), words);
        if (term != NULL && (longest == NULL || term->word_count > longest->word_count))
            longest = term;
    }
    return longest;
}

bool dip_glossary_has(const struct dip_glossary *glossary, const char *word)
{
    return g_hash_table_contains(glossary->by_name, word);
}
