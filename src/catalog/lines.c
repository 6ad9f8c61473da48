/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The shapes that a line of a PO file may have (GNU gettext manual, "PO Files"): nothing, a comment, a
 * text, or a keyword and a text. What tired people write instead is reported here, with its column and
 * what was meant; libgettextpo only says where it gave up, and often at a neighbour. One report a line.
 */
#include "catalog/reader.h"

static const char *const keywords[] = {"msgctxt", "msgid", "msgid_plural", "msgstr", "domain"};

struct lines {
    struct dip_diag *diag;
    const char *path;
    uint32_t line;
    const char *start; /**< of the line */
};

static bool is_keyword(const char *word)
{
    for (size_t i = 0; i < G_N_ELEMENTS(keywords); i++) {
        if (strcmp(keywords[i], word) == 0)
            return true;
    }
    return false;
}

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\f\v");
}

static bool is_end(const char *p)
{
    return *p == '\0' || *p == '\n';
}

/* Behind the quote that closes the string at @p p, or the end of the line where none does. */
static const char *skip_string(const char *p)
{
    for (p++; !is_end(p) && *p != '"'; p++) {
        if (*p == '\\' && !is_end(p + 1))
            p++;
    }
    return *p == '"' ? p + 1 : p;
}

static bool report_stray(const struct lines *lines, const char *p)
{
    size_t length = strcspn(p, " \t\r\n\"");
    g_autofree char *before = g_strndup(lines->start, (gsize)(p - lines->start));
    uint32_t column = (uint32_t)g_utf8_strlen(before, -1) + 1;

    dip_diag_report(lines->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(lines->path, lines->line, column),
                    "\"%.*s\" stands outside of quotes", (int)length, p);
    dip_diag_note(lines->diag, (dip_loc){0},
                  "a text stands in double quotes; a double quote in it is written \\\"");
    return false;
}

/* Texts, one behind the other, to the end of the line. */
static bool check_texts(const struct lines *lines, const char *p)
{
    for (p = skip_blanks(p); !is_end(p); p = skip_blanks(p)) {
        if (*p != '"')
            return report_stray(lines, p);
        p = skip_string(p);
    }
    return true;
}

static bool report_keyword(const struct lines *lines, const char *word)
{
    dip_diag_report(lines->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(lines->path, lines->line, 0),
                    "keyword \"%s\" unknown", word);
    dip_diag_suggest(lines->diag, word, keywords, G_N_ELEMENTS(keywords));
    return false;
}

static bool check_line(const struct lines *lines)
{
    const char *p = skip_blanks(lines->start);
    size_t length = 0;

    if (is_end(p) || *p == '#')
        return true;
    if (*p == '"')
        return check_texts(lines, p);
    while (g_ascii_isalpha(p[length]) || p[length] == '_')
        length++;
    if (length == 0) {
        dip_diag_report(lines->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(lines->path, lines->line, 0),
                        "this is no line of a PO file");
        dip_diag_note(lines->diag, (dip_loc){0},
                      "expected msgctxt, msgid, msgstr, a text in double quotes, or a comment that "
                      "starts with \"#\"");
        return false;
    }
    g_autofree char *word = g_strndup(p, length);
    if (!is_keyword(word))
        return report_keyword(lines, word);
    p = skip_blanks(p + length);
    if (*p == '[')
        p += strcspn(p, "]\n") + (p[strcspn(p, "]\n")] == ']');
    return check_texts(lines, p);
}

GArray *dip_po_check_lines(const char *path, const char *bytes, struct dip_diag *diag)
{
    enum { MOST = 20 };
    GArray *bad = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    struct lines lines = {.diag = diag, .path = path, .line = 1, .start = bytes};

    while (*lines.start != '\0' && bad->len < MOST) {
        if (!check_line(&lines))
            g_array_append_val(bad, lines.line);
        lines.start += strcspn(lines.start, "\n");
        lines.start += *lines.start == '\n';
        lines.line++;
    }
    return bad;
}
