/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * libyaml's errors are written for those who know its grammar. Two tables put the frequent ones in
 * the words of someone who types records, and the character at the fault chooses a hint; what is in
 * no table is passed on as it is. Runs once a file at most.
 *
 * Where a text is cut short the fault is often met far below its cause. libyaml's context mark, the
 * place where the broken thing began, is therefore a note, or the place itself where nothing is wrong
 * behind it. A text in quotes that ended in the line of the fault may have begun many lines above, at
 * a quote that was never closed: that is noted instead.
 */
#include "yaml/syntax.h"

/** What libyaml says, what we say, and what to do about it (or NULL). */
struct wording {
    const char *libyaml;
    const char *text; /* NULL: the character at the fault decides */
    const char *hint;
    bool at_start; /* the mistake is where the broken thing began */
};

static const struct wording problems[] = {
    {"mapping values are not allowed in this context", "\": \" in the middle of a text",
     "a text with \": \" in it needs quotes; a key is indented like its neighbours"},
    {"did not find expected key", "expected the next key here",
     "check the indentation, and that nothing follows a closing quote"},
    {"did not find expected '-' indicator", "expected the next \"- \" of the list here",
     "check the indentation, and that nothing follows a closing quote"},
    {"could not find expected ':'", "expected \": \" behind a key",
     "a key needs a space behind its colon; a text that goes on in the next line is indented more "
     "than its key",
     true},
    {"did not find expected ',' or ']'", "expected \",\" or \"]\" in a list",
     "an item with \",\", \"[\" or \"]\" in it needs quotes"},
    {"did not find expected ',' or '}'", "expected \",\" or \"}\" in a map",
     "a text with \",\", \"{\" or \"}\" in it needs quotes, and so does one that starts with "
     "\"{\""},
    {"did not find expected node content", "expected a value here",
     "a text that starts with \",\", \"]\" or \"}\" needs quotes"},
    {"found unexpected end of stream", "the closing quote of a text is missing", NULL, true},
    {"found unexpected document indicator", "\"---\" or \"...\" inside a text in quotes", NULL},
    {"found unknown escape character", "an unknown escape in a text in double quotes",
     "between single quotes a backslash is a backslash"},
    {"did not find expected hexdecimal number", "an escape that lacks hexadecimal digits",
     "between single quotes a backslash is a backslash"},
    {"found invalid Unicode character escape code", "an escape that is no Unicode character", NULL},
    {"block sequence entries are not allowed in this context", "a list can't start in this line",
     "put the first \"- \" in a line of its own, or the text in quotes"},
    {"mapping keys are not allowed in this context", "a key can't start here",
     "a text that starts with \"? \" needs quotes"},
    {"did not find expected <document start>", "expected the end of the file here",
     "all keys of the file's map stand at the same indentation"},
    /* An anchor or alias without a name, or with more than a name, as in "*Wait*". */
    {"did not find expected alphabetic or numeric character", NULL, NULL, true},
    {"did not find expected comment or line break", "only a line break may follow \"|\" or \">\"",
     "a text that starts with \"|\" or \">\" needs quotes"},
    {"found a tab character where an indentation space is expected", "a tab in the indentation",
     "indent with spaces"},
    {"found a tab character that violates indentation", "a tab in the indentation",
     "indent with spaces"},
    {"found unknown directive name", "a directive that YAML does not have",
     "a text that starts with \"%\" needs quotes"},
    {"found undefined tag handle", "a tag; records have none",
     "a text that starts with \"!\" needs quotes"},
    {"found character that cannot start any token", NULL, NULL},
};

static const struct wording contexts[] = {
    {"while parsing a block mapping", "in the map that starts here", NULL},
    {"while parsing a block collection", "in the list that starts here", NULL},
    {"while parsing a flow mapping", "in the \"{\" that opens here", NULL},
    {"while parsing a flow sequence", "in the \"[\" that opens here", NULL},
    {"while scanning a simple key", "this line looks like a key", NULL},
    {"while scanning a quoted scalar", "the text starts here", NULL},
    {"while parsing a quoted scalar", "the text starts here", NULL},
    {"while scanning a block scalar", "the text starts here", NULL},
    {"while scanning a plain scalar", "the text starts here", NULL},
    {"while scanning an anchor", "it starts here", NULL},
    {"while scanning an alias", "it starts here", NULL},
    {"while scanning a directive", "it starts here", NULL},
};

static const struct wording *find_wording(const struct wording *rows, size_t count,
                                          const char *text)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].libyaml, text) == 0)
            return &rows[i];
    }
    return NULL;
}

/** The character at @p mark, "" at the end; found by lines, since marks count code points. */
static const char *at_mark(yaml_mark_t mark, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    const char *p = bytes;
    for (size_t line = 0; line < mark.line && p < end; line++) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        p = feed != NULL ? feed + 1 : end;
    }
    for (size_t column = 0; column < mark.column && p < end; column++)
        p = g_utf8_next_char(p);
    return p;
}

/** Report a character that starts no value: what is most often meant by it decides the words. */
static void report_start(struct dip_diag *diag, dip_loc loc, const char *at)
{
    if (*at == '\t') {
        dip_diag_report(diag, DIP_RULE_YAML_SYNTAX, loc, "a tab in the indentation");
        dip_diag_note(diag, (dip_loc){0}, "indent with spaces");
        return;
    }
    dip_diag_report(diag, DIP_RULE_YAML_SYNTAX, loc, "a text can't start with \"%c\"", *at);
    dip_diag_note(diag, (dip_loc){0}, "put the text in quotes");
}

/** The bracket that opened what ended in the line of @p mark, as a text does that lacks its quotes. */
static const char *opening_bracket(const struct dip_last_event *last, yaml_mark_t mark)
{
    if (last->end.line != mark.line || last->end.index == last->start.index)
        return NULL; /* the end of a block is no character */
    if (last->type == YAML_MAPPING_END_EVENT)
        return "{";
    return last->type == YAML_SEQUENCE_END_EVENT ? "[" : NULL;
}

static void note_hint(struct dip_diag *diag, const char *hint, const char *bracket)
{
    if (bracket == NULL)
        dip_diag_note(diag, (dip_loc){0}, "%s", hint);
    else
        dip_diag_note(diag, (dip_loc){0}, "%s; a text that starts with \"%s\" needs quotes", hint,
                      bracket);
}

static void note_context(struct dip_diag *diag, dip_loc loc, const char *context)
{
    const struct wording *row = find_wording(contexts, G_N_ELEMENTS(contexts), context);
    dip_diag_note(diag, loc, "%s", row != NULL ? row->text : context);
}

/** Tell whether a text in quotes that began in an earlier line ended in the line of @p mark. */
static bool follows_long_text(const struct dip_last_event *last, yaml_mark_t mark)
{
    return last->quoted && last->start.line < last->end.line && last->end.line == mark.line;
}

dip_loc dip_document_loc(yaml_mark_t mark, dip_loc end)
{
    if (mark.line >= end.line)
        return end;
    return (dip_loc){
        .path = end.path, .line = (uint32_t)mark.line + 1, .column = (uint32_t)mark.column + 1};
}

void dip_document_report_syntax(struct dip_diag *diag, const yaml_parser_t *parser,
                                const char *bytes, size_t length, dip_loc end,
                                const struct dip_last_event *last)
{
    if (parser->error == YAML_MEMORY_ERROR)
        g_error("out of memory");
    if (parser->error == YAML_READER_ERROR) {
        dip_loc loc = end;
        dip_text_position(bytes, MIN(parser->problem_offset, length), &loc.line, &loc.column);
        dip_diag_report(diag, DIP_RULE_YAML_SYNTAX, loc, "%s", parser->problem);
        return;
    }
    const char *problem = parser->problem;
    const struct wording *row = find_wording(problems, G_N_ELEMENTS(problems), problem);
    bool at_start = row != NULL && row->at_start && parser->context != NULL;
    yaml_mark_t mark = at_start ? parser->context_mark : parser->problem_mark;
    dip_loc loc = dip_document_loc(mark, end);
    if (row != NULL && row->text == NULL)
        report_start(diag, loc, at_mark(mark, bytes, length));
    else
        dip_diag_report(diag, DIP_RULE_YAML_SYNTAX, loc, "%s", row != NULL ? row->text : problem);
    if (row != NULL && row->hint != NULL)
        note_hint(diag, row->hint, opening_bracket(last, mark));
    if (follows_long_text(last, mark))
        dip_diag_note(diag, dip_document_loc(last->start, end),
                      "the text in quotes before it starts here");
    else if (parser->context != NULL && parser->context_mark.index < mark.index)
        note_context(diag, dip_document_loc(parser->context_mark, end), parser->context);
}
