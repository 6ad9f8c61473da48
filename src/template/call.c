/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Message calls: `_("text")` and its relatives, read by hand. Each argument is one string literal on
 * one line, with `\"`, `\\` and `\n`.
 */
#include "template/internal.h"

enum { MAX_ARGUMENTS = 3 };

/* A function of the language: which argument is what (-1: none). */
struct function {
    const char *name;
    unsigned count;
    int context, id, plural;
};

static const struct function FUNCTIONS[] = {
    {"_", 1, -1, 0, -1},
    {"_p", 2, 0, 1, -1},
    {"_n", 2, -1, 0, 1},
    {"_np", 3, 0, 1, 2},
};

struct call_parser {
    struct dip_file *file;
    size_t at;
    dip_loc loc;
    struct dip_diag *diag;
};

static char peek(const struct call_parser *parser)
{
    /* The byte behind the text is NUL. */
    return parser->file->text[parser->at];
}

static void skip_blanks(struct call_parser *parser)
{
    while (peek(parser) == ' ' || peek(parser) == '\t' || peek(parser) == '\n' ||
           peek(parser) == '\r')
        parser->at++;
}

static const struct function *find_function(struct call_parser *parser)
{
    size_t start = parser->at;

    while (g_ascii_isalnum(peek(parser)) || peek(parser) == '_')
        parser->at++;
    g_autofree char *name = g_strndup(parser->file->text + start, parser->at - start);
    const char *names[G_N_ELEMENTS(FUNCTIONS)];
    for (size_t i = 0; i < G_N_ELEMENTS(FUNCTIONS); i++) {
        names[i] = FUNCTIONS[i].name;
        if (strcmp(name, names[i]) == 0)
            return &FUNCTIONS[i];
    }
    dip_diag_report(parser->diag, DIP_RULE_TEMPLATE_MESSAGE, parser->loc,
                    "unknown function \"%.*s\": expected _, _p, _n or _np", dip_shown(name), name);
    dip_diag_suggest(parser->diag, name, names, G_N_ELEMENTS(names));
    return NULL;
}

static bool fail(struct call_parser *parser, const char *text)
{
    dip_diag_report(parser->diag, DIP_RULE_TEMPLATE_MESSAGE, parser->loc, "%s", text);
    return false;
}

/* The string at the cursor, or NULL where an error was reported. */
static const char *parse_string(struct call_parser *parser)
{
    if (peek(parser) != '"') {
        fail(parser, "a message is a string in double quotes, nothing computed");
        return NULL;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    for (parser->at++; peek(parser) != '"'; parser->at++) {
        if (peek(parser) == '\n' || peek(parser) == '\0') {
            fail(parser, "a message's string has no closing quote on its line");
            return NULL;
        }
        if (peek(parser) == '\\') {
            parser->at++;
            if (peek(parser) != '"' && peek(parser) != '\\' && peek(parser) != 'n') {
                fail(parser, "unknown escape in a message: expected \\\", \\\\ or \\n");
                return NULL;
            }
            g_string_append_c(text, peek(parser) == 'n' ? '\n' : peek(parser));
        } else {
            g_string_append_c(text, peek(parser));
        }
    }
    parser->at++;
    if (text->len == 0) {
        fail(parser, "a message or context is empty");
        return NULL;
    }
    return g_string_chunk_insert_len(parser->file->strings, text->str, (gssize)text->len);
}

static bool parse_arguments(struct call_parser *parser, const struct function *function,
                            const char *arguments[MAX_ARGUMENTS])
{
    unsigned count = 0;

    skip_blanks(parser);
    while (peek(parser) != ')') {
        const char *argument = parse_string(parser);
        if (argument == NULL)
            return false;
        if (count < MAX_ARGUMENTS)
            arguments[count] = argument;
        count++;
        skip_blanks(parser);
        if (peek(parser) == ',')
            parser->at++;
        else if (peek(parser) != ')')
            return fail(parser, "expected \",\" or \")\" behind a message's string");
        skip_blanks(parser);
    }
    parser->at++;
    if (count == function->count)
        return true;
    dip_diag_report(parser->diag, DIP_RULE_TEMPLATE_MESSAGE, parser->loc, "%s takes %u %s, here %u",
                    function->name, function->count, function->count == 1 ? "string" : "strings",
                    count);
    return false;
}

static bool parse(struct call_parser *parser, struct dip_call *ret_call)
{
    const char *arguments[MAX_ARGUMENTS] = {NULL};
    const struct function *function = find_function(parser);

    if (function == NULL)
        return false;
    if (peek(parser) != '(')
        return fail(parser, "expected \"(\" and a string behind a message's function");
    parser->at++;
    if (!parse_arguments(parser, function, arguments))
        return false;
    if (parser->file->text[parser->at] != '}' || parser->file->text[parser->at + 1] != '}')
        return fail(parser, "expected \"}}\" behind a message");
    parser->at += 2;
    *ret_call = (struct dip_call){
        .context = function->context < 0 ? NULL : arguments[function->context],
        .id = arguments[function->id],
        .plural = function->plural < 0 ? NULL : arguments[function->plural],
    };
    return true;
}

bool dip_call_parse(struct dip_file *file, size_t *cursor, dip_loc loc, struct dip_diag *diag,
                    struct dip_call *ret_call)
{
    struct call_parser parser = {.file = file, .at = *cursor, .loc = loc, .diag = diag};
    bool good = parse(&parser, ret_call);

    if (!good) {
        const char *rest = file->text + parser.at;
        size_t line = strcspn(rest, "\n");
        const char *close = g_strstr_len(rest, (gssize)line, "}}");
        parser.at += close == NULL ? line : (size_t)(close - rest) + 2;
    }
    *cursor = parser.at;
    return good;
}
