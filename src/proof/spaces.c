/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Spaces and line breaks: at the ends of a text, in it, and before marks. One report a rule and text.
 */
#include "proof/internal.h"

gunichar dip_proof_before(const char *text, size_t offset, size_t *ret_start)
{
    if (offset == 0)
        return 0;
    const char *p = g_utf8_prev_char(text + offset);
    *ret_start = (size_t)(p - text);
    return g_utf8_get_char(p);
}

/** How many bytes at the start of @p text are spaces of any kind. */
static size_t leading(const char *text)
{
    const char *p = text;

    while (*p != '\0' && g_unichar_isspace(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return (size_t)(p - text);
}

/** Where the spaces at the end of @p text start. */
static size_t trailing(const char *text)
{
    size_t end = strlen(text);
    size_t start = end;

    while (g_unichar_isspace(dip_proof_before(text, end, &start)))
        end = start;
    return end;
}

static const char *what(const char *spaces, size_t length)
{
    return memchr(spaces, '\n', length) != NULL ? "a line break" : "a space";
}

static void check_start(const struct dip_proof_text *t)
{
    size_t wanted = leading(t->source);
    size_t found = leading(t->text);

    if (wanted == found && strncmp(t->source, t->text, wanted) == 0)
        return;
    if (found > 0)
        dip_proof_report(t, DIP_RULE_PO_SPACE_EDGE, 0, "the translation starts with %s%s",
                         what(t->text, found), wanted > 0 ? ", but not as its source" : "");
    else
        dip_proof_report(t, DIP_RULE_PO_SPACE_EDGE, 0,
                         "the source starts with %s, the translation does not",
                         what(t->source, wanted));
}

static void check_end(const struct dip_proof_text *t)
{
    size_t wanted = trailing(t->source);
    size_t found = trailing(t->text);
    const char *source = t->source + wanted;
    const char *text = t->text + found;

    if (strcmp(source, text) == 0)
        return;
    if (*text != '\0')
        dip_proof_report(t, DIP_RULE_PO_SPACE_EDGE, found, "the translation ends with %s%s",
                         what(text, strlen(text)),
                         *source != '\0' ? ", but not as its source" : "");
    else
        dip_proof_report(t, DIP_RULE_PO_SPACE_EDGE, found,
                         "the source ends with %s, the translation does not",
                         what(source, strlen(source)));
}

static unsigned count_breaks(const char *text, size_t from, size_t to)
{
    unsigned count = 0;

    for (size_t i = from; i < to; i++)
        count += text[i] == '\n';
    return count;
}

static void check_breaks(const struct dip_proof_text *t)
{
    size_t from = leading(t->text);
    size_t to = MAX(from, trailing(t->text));
    unsigned found = count_breaks(t->text, from, to);
    unsigned wanted = count_breaks(t->source, leading(t->source), trailing(t->source));

    if (found == wanted)
        return;
    size_t at = found > 0 ? from + strcspn(t->text + from, "\n") : to;
    dip_proof_report(t, DIP_RULE_PO_LINE_BREAK, at,
                     "%u line break%s in the translation, %u in its source", found,
                     found == 1 ? "" : "s", wanted);
}

static bool is_space(gunichar c)
{
    return g_unichar_type(c) == G_UNICODE_SPACE_SEPARATOR;
}

static void check_doubled(const struct dip_proof_text *t)
{
    size_t to = trailing(t->text);

    if (strstr(t->source, "  ") != NULL)
        return;
    for (size_t i = leading(t->text); i < to;) {
        const char *next = g_utf8_next_char(t->text + i);
        if (is_space(g_utf8_get_char(t->text + i)) && is_space(g_utf8_get_char(next))) {
            dip_proof_report(t, DIP_RULE_PO_SPACE_DOUBLED, (size_t)(next - t->text),
                             "two spaces, one behind the other");
            return;
        }
        i = (size_t)(next - t->text);
    }
}

/** Tell whether @p c is a mark of Chinese and Japanese, which has its space in itself. */
static bool is_wide(gunichar c)
{
    static const gunichar marks[] = {0x3001, 0x3002, 0xFF01, 0xFF08, 0xFF09, 0xFF0C,
                                     0xFF1A, 0xFF1B, 0xFF1F, 0x300C, 0x300D, 0x300E,
                                     0x300F, 0x300A, 0x300B, 0x3010, 0x3011};

    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (marks[i] == c)
            return true;
    }
    return false;
}

/** Tell whether the mark at @p p closes what is before it: not the start of ".po" or of "...". */
static bool closes(const struct dip_proof_text *t, const char *p)
{
    static const gunichar marks[] = {',', '.',    ';',   ':',   '!',   '?',  ')',
                                     ']', 0x2026, 0x60C, 0x61B, 0x61F, 0x964};
    static const gunichar french[] = {';', ':', '!', '?'};
    gunichar c = g_utf8_get_char(p);
    gunichar next = g_utf8_get_char(g_utf8_next_char(p));
    bool found = false;

    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
        found |= marks[i] == c;
    for (size_t i = 0; t->proof->habits.spaced_marks && i < G_N_ELEMENTS(french); i++)
        found &= french[i] != c;
    return found && !g_unichar_isalnum(next) && (c != '.' || next != '.') && next != '-';
}

/* The source may show such a mark by itself, as in "a colon ( : )". */
static bool source_has(const struct dip_proof_text *t, const char *p)
{
    g_autofree char *pair = g_strdup_printf(" %.*s", (int)(g_utf8_next_char(p) - p), p);

    return strstr(t->source, pair) != NULL;
}

static void check_marks(const struct dip_proof_text *t)
{
    bool wide = t->proof->habits.wide_marks;

    for (const char *p = t->text; *p != '\0'; p = g_utf8_next_char(p)) {
        const char *next = g_utf8_next_char(p);
        if (*p != ' ' || p == t->text || *next == '\0')
            continue;
        bool after = wide && is_wide(g_utf8_get_char(g_utf8_prev_char(p)));
        bool before = closes(t, next) || (wide && is_wide(g_utf8_get_char(next)));
        if ((!after && !before) || source_has(t, next))
            continue;
        const char *mark = before ? next : g_utf8_prev_char(p);
        dip_proof_report(t, DIP_RULE_PO_SPACE_MARK, (size_t)(p - t->text), "a space %s \"%s\"",
                         before ? "before" : "behind", dip_shown_of(g_utf8_get_char(mark)).text);
        return;
    }
}

void dip_proof_spaces(const struct dip_proof_text *t)
{
    check_start(t);
    check_end(t);
    check_breaks(t);
    check_doubled(t);
    check_marks(t);
}
