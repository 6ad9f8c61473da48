/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file's text to tokens, in one pass with positions kept along; then two passes over the tokens:
 * lines that hold nothing but comments and section markers leave nothing (as in Mustache, so that
 * no words are glued: the newline before such a line stays), and sections are paired.
 *
 * A marker that is wrong is reported and becomes a silent token, so that one run finds all of them.
 */
#include "template/internal.h"

/* ctemplate takes these for itself. */
static const char *const RESERVED_PREFIX = "BI_";

struct scan {
    struct dip_file *file;
    struct dip_diag *diag;
    size_t at;      /* of what is scanned */
    size_t counted; /* line and column are of this byte */
    uint32_t line, column;
};

static void count_to(struct scan *scan, size_t offset)
{
    uint32_t line = 1;
    uint32_t column = 1;

    dip_text_position(scan->file->text + scan->counted, offset - scan->counted, &line, &column);
    scan->column = line == 1 ? scan->column + column - 1 : column;
    scan->line += line - 1;
    scan->counted = offset;
}

dip_loc dip_token_loc(const struct dip_file *file, const struct dip_token *token)
{
    return (dip_loc){.path = file->path, .line = token->line, .column = token->column};
}

dip_loc dip_token_loc_at(const struct dip_file *file, const struct dip_token *token, size_t offset)
{
    uint32_t line = 1;
    uint32_t column = 1;

    dip_text_position(file->text + token->origin, offset - token->origin, &line, &column);
    return (dip_loc){.path = file->path,
                     .line = token->line + line - 1,
                     .column = line == 1 ? token->column + column - 1 : column};
}

static struct dip_token *add_token(struct scan *scan, enum dip_token_kind kind, size_t end)
{
    struct dip_token token = {.kind = kind,
                              .origin = scan->at,
                              .start = scan->at,
                              .end = end,
                              .line = scan->line,
                              .column = scan->column};

    g_array_append_val(scan->file->tokens, token);
    return &g_array_index(scan->file->tokens, struct dip_token, scan->file->tokens->len - 1);
}

/* Where `needle` next stands in the text at or behind `from`; its end where it doesn't. */
static size_t find(const struct dip_file *file, size_t from, const char *needle)
{
    const char *hit = memmem(file->text + from, file->length - from, needle, strlen(needle));

    return hit == NULL ? file->length : (size_t)(hit - file->text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_name_char(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

static bool is_name(const char *text)
{
    if (!g_ascii_isalpha(*text))
        return false;
    while (is_name_char(*text))
        text++;
    return *text == '\0';
}

static bool is_include_name(const char *text)
{
    bool part = true;

    for (; *text != '\0'; text++) {
        if (g_ascii_islower(*text) || g_ascii_isdigit(*text) || (*text == '-' && !part))
            part = false;
        else if (*text == '/' && !part)
            part = true;
        else
            return false;
    }
    return !part;
}

static bool check_name(struct scan *scan, dip_loc loc, const char *name)
{
    if (is_name(name) && !g_str_has_prefix(name, RESERVED_PREFIX))
        return true;
    g_autofree char *trimmed = g_strstrip(g_strdup(name));
    if (strcmp(trimmed, name) != 0 && is_name(trimmed))
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "blanks around the name \"%s\": write {{%s}}", trimmed, trimmed);
    else if (g_str_has_prefix(name, RESERVED_PREFIX))
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "\"%s\" is reserved: names that start with BI_ can't be used", name);
    else
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "\"%.*s\" is no name: expected letters, digits and _", dip_shown(name),
                        name);
    return false;
}

/* The token of a marker that has a name; `inside` is its text without braces and sign. */
static void add_named(struct scan *scan, enum dip_token_kind kind, char *inside, size_t end)
{
    dip_loc loc = {.path = scan->file->path, .line = scan->line, .column = scan->column};
    char *colon = kind == DIP_TOKEN_INCLUDE ? NULL : strchr(inside, ':');

    if (colon != NULL)
        *colon = '\0';
    bool good;
    if (kind == DIP_TOKEN_INCLUDE) {
        good = is_include_name(inside);
        if (!good)
            dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_INCLUDE, loc,
                            "\"%.*s\" is no template's name: expected one like \"parts/head\"",
                            dip_shown(inside), inside);
    } else {
        good = check_name(scan, loc, inside);
        if (good && kind != DIP_TOKEN_VARIABLE && colon != NULL) {
            dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                            "a section takes no modifier, here \":%.*s\"", dip_shown(colon + 1),
                            colon + 1);
            colon = NULL;
        }
    }
    struct dip_token *token = add_token(scan, good ? kind : DIP_TOKEN_SILENT, end);
    token->name = g_string_chunk_insert(scan->file->strings, inside);
    if (colon != NULL)
        token->modifier = g_string_chunk_insert(scan->file->strings, colon + 1);
}

/* A comment of several lines is one sentence. */
static void join_lines(char *text)
{
    char *end = text;

    for (const char *p = text; *p != '\0'; p++) {
        bool blank = is_blank(*p) || *p == '\n';
        if (!blank)
            *end++ = *p;
        else if (end > text && end[-1] != ' ')
            *end++ = ' ';
    }
    *end = '\0';
}

static void add_comment(struct scan *scan, size_t close, size_t end)
{
    struct dip_token *token = add_token(scan, DIP_TOKEN_SILENT, end);
    g_autofree char *inside = g_strndup(scan->file->text + scan->at + 3, close - scan->at - 3);
    char *text = g_strstrip(inside);

    if (strstr(text, "{{") != NULL)
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, dip_token_loc(scan->file, token),
                        "\"{{\" in a comment, which ends at the first \"}}\"");
    join_lines(text);
    if (g_str_has_prefix(text, "TRANSLATORS:"))
        token->call.comment =
            g_string_chunk_insert(scan->file->strings, g_strstrip(text + strlen("TRANSLATORS:")));
}

/* A name and `(` behind the braces. */
static bool is_call(const char *text)
{
    const char *p = text;

    while (is_name_char(*p))
        p++;
    return *p == '(' || *text == '_';
}

static void scan_call(struct scan *scan)
{
    struct dip_call call = {.id = NULL};
    dip_loc loc = {.path = scan->file->path, .line = scan->line, .column = scan->column};
    size_t cursor = scan->at + 2;
    bool good = dip_call_parse(scan->file, &cursor, loc, scan->diag, &call);
    struct dip_token *token = add_token(scan, good ? DIP_TOKEN_MESSAGE : DIP_TOKEN_SILENT, cursor);

    token->call = call;
}

/* The end of a marker without `}}`: of its line, so that the rest is still checked. */
static void report_unclosed(struct scan *scan)
{
    dip_loc loc = {.path = scan->file->path, .line = scan->line, .column = scan->column};
    size_t end = find(scan->file, scan->at, "\n");

    dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc, "\"{{\" without \"}}\"");
    add_token(scan, DIP_TOKEN_SILENT, MIN(end, find(scan->file, scan->at + 2, "{{")));
}

static void report_foreign(struct scan *scan, size_t end)
{
    dip_loc loc = {.path = scan->file->path, .line = scan->line, .column = scan->column};
    char sign = scan->file->text[scan->at + 2];

    if (sign == '=')
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "the delimiters {{ and }} can't be changed");
    else if (sign == '%')
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "pragmas can't be set: escaping is always on");
    else
        dip_diag_report(scan->diag, DIP_RULE_TEMPLATE_SYNTAX, loc, "nothing between {{ and }}");
    add_token(scan, DIP_TOKEN_SILENT, end);
}

/* The marker whose braces are at scan->at. */
static void scan_marker(struct scan *scan)
{
    struct dip_file *file = scan->file;
    const char *inside = file->text + scan->at + 2;

    if (is_call(inside)) {
        scan_call(scan);
        return;
    }
    size_t close = find(file, scan->at + 2, "}}");
    if (*inside == '!' && close < file->length) {
        add_comment(scan, close, close + 2);
        return;
    }
    if (close == file->length || find(file, scan->at + 2, "{{") < close) {
        report_unclosed(scan);
        return;
    }
    if (*inside == '=' || *inside == '%' || *inside == '}') {
        report_foreign(scan, close + 2);
        return;
    }
    enum dip_token_kind kind = *inside == '#'   ? DIP_TOKEN_OPEN
                               : *inside == '/' ? DIP_TOKEN_CLOSE
                               : *inside == '>' ? DIP_TOKEN_INCLUDE
                                                : DIP_TOKEN_VARIABLE;
    size_t from = scan->at + 2 + (kind == DIP_TOKEN_VARIABLE ? 0 : 1);
    g_autofree char *name = g_strndup(file->text + from, close - from);
    add_named(scan, kind, name, close + 2);
}

static struct dip_token *token_at(const struct dip_file *file, guint index)
{
    return &g_array_index(file->tokens, struct dip_token, index);
}

/* Take the blanks at the end of a text's last line. */
static void trim_end(const struct dip_file *file, struct dip_token *token)
{
    while (token->end > token->start && is_blank(file->text[token->end - 1]))
        token->end--;
}

/* The tokens [first, last) stand on a line that leaves nothing: take its blanks. */
static void trim_line(const struct dip_file *file, guint first, guint last)
{
    for (guint i = first; i < last; i++) {
        struct dip_token *token = token_at(file, i);
        token->alone = token->kind != DIP_TOKEN_TEXT;
        if (token->kind == DIP_TOKEN_TEXT)
            trim_end(file, token);
    }
}

/* A line, while its tokens are gone over. */
struct line {
    guint first;  /* the token in which it starts */
    bool clean;   /* nothing but blanks and silent markers so far */
    bool marked;  /* a silent marker, too */
    GArray *open; /* of guint: the sections that are open */
};

/*
 * Whether a marker leaves nothing. The end of a section that starts behind something does: without
 * the newline behind it, what stands around the section would be glued where it is hidden.
 */
static bool marker_is_silent(const struct dip_file *file, struct line *line, guint index)
{
    const struct dip_token *token = token_at(file, index);

    if (token->kind == DIP_TOKEN_OPEN)
        g_array_append_val(line->open, index);
    if (token->kind == DIP_TOKEN_CLOSE && line->open->len > 0) {
        guint open = g_array_index(line->open, guint, line->open->len - 1);
        g_array_set_size(line->open, line->open->len - 1);
        return open >= line->first || token_at(file, open)->alone;
    }
    return token->kind == DIP_TOKEN_OPEN || token->kind == DIP_TOKEN_CLOSE ||
           token->kind == DIP_TOKEN_SILENT;
}

/* Go over text: it ends the line where it has a newline, and begins the next. */
static void trim_text(const struct dip_file *file, struct line *line, guint index)
{
    struct dip_token *token = token_at(file, index);
    const char *text = file->text;
    size_t p = token->start;

    while (p < token->end && is_blank(text[p]))
        p++;
    if (memchr(text + token->start, '\n', token->end - token->start) == NULL) {
        line->clean = line->clean && p == token->end;
        return;
    }
    if (text[p] == '\n' && line->clean && line->marked) {
        trim_line(file, line->first, index);
        token->start = p + 1;
        token->alone = true;
    }
    size_t tail = token->end;
    while (tail > token->start && is_blank(text[tail - 1]))
        tail--;
    line->first = index;
    line->clean = text[tail - 1] == '\n';
    line->marked = false;
}

static void trim_lines(const struct dip_file *file)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    struct line line = {.clean = true, .open = open};

    for (guint i = 0; i < file->tokens->len; i++) {
        if (token_at(file, i)->kind == DIP_TOKEN_TEXT) {
            trim_text(file, &line, i);
        } else {
            line.clean = marker_is_silent(file, &line, i) && line.clean;
            line.marked = true;
        }
    }
    if (line.clean && line.marked)
        trim_line(file, line.first, file->tokens->len);
}

static void report_mismatch(const struct dip_file *file, const struct dip_token *close,
                            const struct dip_token *open, struct dip_diag *diag)
{
    if (open == NULL) {
        dip_diag_report(diag, DIP_RULE_TEMPLATE_SECTION, dip_token_loc(file, close),
                        "{{/%s}} closes no section", close->name);
        return;
    }
    dip_diag_report(diag, DIP_RULE_TEMPLATE_SECTION, dip_token_loc(file, close),
                    "{{/%s}} where {{/%s}} was expected", close->name, open->name);
    dip_diag_note(diag, dip_token_loc(file, open), "{{#%s}} was opened here", open->name);
}

/* Whether an open section is called `name`; those above it are then closed with it. */
static bool pop_to(GPtrArray *open, const char *name)
{
    for (guint i = open->len; i > 0; i--) {
        const struct dip_token *token = open->pdata[i - 1];
        if (strcmp(token->name, name) == 0) {
            g_ptr_array_set_size(open, (gint)i - 1);
            return true;
        }
    }
    return false;
}

static void check_sections(const struct dip_file *file, struct dip_diag *diag)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new();

    for (guint i = 0; i < file->tokens->len; i++) {
        struct dip_token *token = token_at(file, i);
        if (token->kind == DIP_TOKEN_OPEN)
            g_ptr_array_add(open, token);
        if (token->kind != DIP_TOKEN_CLOSE)
            continue;
        const struct dip_token *top = open->len == 0 ? NULL : open->pdata[open->len - 1];
        if (top == NULL || strcmp(top->name, token->name) != 0)
            report_mismatch(file, token, top, diag);
        /* A closer of no section is left out, so that what follows is checked as it was meant. */
        if (!pop_to(open, token->name))
            token->kind = DIP_TOKEN_SILENT;
    }
    for (guint i = 0; i < open->len; i++) {
        const struct dip_token *token = open->pdata[i];
        dip_diag_report(diag, DIP_RULE_TEMPLATE_SECTION, dip_token_loc(file, token),
                        "{{#%s}} without {{/%s}}", token->name, token->name);
    }
}

static bool is_blank_text(const struct dip_file *file, const struct dip_token *token)
{
    for (size_t i = token->origin; i < token->end; i++)
        if (!is_blank(file->text[i]) && file->text[i] != '\n')
            return false;
    return true;
}

/* A comment for translators belongs to the message behind it, blanks left out. */
static void give_comments(const struct dip_file *file)
{
    const char *comment = NULL;

    for (guint i = 0; i < file->tokens->len; i++) {
        struct dip_token *token = token_at(file, i);
        if (token->kind == DIP_TOKEN_SILENT)
            comment = token->call.comment;
        else if (token->kind == DIP_TOKEN_MESSAGE)
            token->call.comment = comment;
        if (token->kind != DIP_TOKEN_SILENT &&
            (token->kind != DIP_TOKEN_TEXT || !is_blank_text(file, token)))
            comment = NULL;
    }
}

void dip_file_scan(struct dip_file *file, struct dip_diag *diag)
{
    struct scan scan = {.file = file, .diag = diag, .line = 1, .column = 1};

    while (scan.at < file->length) {
        count_to(&scan, scan.at);
        if (file->text[scan.at] == '{' && file->text[scan.at + 1] == '{' &&
            file->text[scan.at + 2] != '{') {
            scan_marker(&scan);
        } else {
            size_t end = find(file, scan.at, "{{");
            /* Of "{{{" the last two are the marker's, as ctemplate has it. */
            while (end + 2 < file->length && file->text[end + 2] == '{')
                end++;
            add_token(&scan, DIP_TOKEN_TEXT, end);
        }
        scan.at = token_at(file, file->tokens->len - 1)->end;
    }
    trim_lines(file);
    give_comments(file);
    check_sections(file, diag);
}
