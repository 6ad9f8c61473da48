/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Punctuation: what a text ends with, marks of another script's width, brackets and quotes. What
 * ends a sentence is Unicode's to say, so that a script needs no line here; a few marks that serve
 * as another's are listed.
 */
#include "proof/internal.h"

enum ending {
    END_NONE,
    END_STOP,
    END_QUESTION,
    END_EXCLAMATION,
    END_COLON,
    END_SEMICOLON,
    END_COMMA,
    END_ELLIPSIS,
    END_PLACEHOLDER, /* whatever is put in */
    END_TEXT,        /* a placeholder for whole sentences, with their marks */
};

struct end {
    enum ending ending;
    size_t at; /* of the mark */
    gunichar mark;
};

static const struct {
    gunichar mark;
    enum ending ending;
} endings[] = {
    {'?', END_QUESTION},       {0xFF1F, END_QUESTION},  {0x61F, END_QUESTION},
    {0x37E, END_QUESTION},     {0x1367, END_QUESTION},  {'!', END_EXCLAMATION},
    {0xFF01, END_EXCLAMATION}, {':', END_COLON},        {0xFF1A, END_COLON},
    {0x1366, END_COLON},       {0x17D6, END_COLON},     {0x387, END_COLON},
    {';', END_SEMICOLON},      {0xFF1B, END_SEMICOLON}, {0x61B, END_SEMICOLON},
    {',', END_COMMA},          {0xFF0C, END_COMMA},     {0x60C, END_COMMA},
    {0x3001, END_COMMA},       {0x2026, END_ELLIPSIS},  {0x22EF, END_ELLIPSIS},
    {0x1361, END_STOP},
};

struct dip_shown dip_shown_of(gunichar c)
{
    struct dip_shown shown = {{0}};

    g_unichar_to_utf8(c, shown.text);
    return shown;
}

static enum ending ending_of(gunichar mark, const struct dip_habits *habits)
{
    if (habits->greek_marks && mark == ';')
        return END_QUESTION;
    if (habits->greek_marks && mark == 0xB7)
        return END_COLON;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (endings[i].mark == mark)
            return endings[i].ending;
    }
    return dip_locale_ends_sentence(mark) ? END_STOP : END_NONE;
}

/** What may stand behind the mark that ends a text: spaces, brackets, quotes, marks of direction. */
static bool is_closer(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);

    return g_unichar_isspace(c) || type == G_UNICODE_CLOSE_PUNCTUATION ||
           type == G_UNICODE_FINAL_PUNCTUATION || type == G_UNICODE_INITIAL_PUNCTUATION ||
           c == '"' || c == '\'' || c == 0x200E || c == 0x200F;
}

static enum ending placeholder_at(const char *text, const struct dip_span *span)
{
    static const char *const sentences[] = {"description", "meaning", "encounter",
                                            "when",        "fix",     "second"};
    g_autofree char *name = g_strndup(text + span->start + 1, span->end - span->start - 2);

    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        if (g_str_has_suffix(name, sentences[i]))
            return END_TEXT;
    }
    return END_PLACEHOLDER;
}

static struct end end_of(const char *text, const GArray *spans, const struct dip_habits *habits)
{
    size_t at = 0;
    struct end end = {.ending = END_NONE};

    for (size_t next = strlen(text); next > 0; next = at) {
        end.mark = dip_proof_before(text, next, &at);
        const struct dip_span *span = dip_spans_find(spans, at);
        end.at = at;
        if (span != NULL && span->kind == DIP_SPAN_PLACEHOLDER) {
            end.ending = placeholder_at(text, span);
            return end;
        }
        if (!is_closer(end.mark))
            break;
    }
    end.ending = ending_of(end.mark, habits);
    if (end.ending == END_STOP && at >= 2 && text[at - 1] == text[at] && text[at - 2] == text[at])
        end.ending = END_ELLIPSIS;
    return end;
}

/* "No." and its like: a short label that is an abbreviation. */
static bool is_abbreviation(const char *text)
{
    enum { MOST = 12 };

    return g_utf8_strlen(text, -1) <= MOST;
}

static void report_end(const struct dip_proof_text *t, const struct end *source,
                       const struct end *text)
{
    struct dip_shown wanted = dip_shown_of(source->mark);
    struct dip_shown found = dip_shown_of(text->mark);

    if (text->ending == END_NONE || text->ending == END_PLACEHOLDER)
        dip_proof_report(t, DIP_RULE_PO_END, text->at,
                         "the source ends with \"%s\", the translation with no such mark",
                         wanted.text);
    else if (source->ending == END_NONE)
        dip_proof_report(t, DIP_RULE_PO_END, text->at,
                         "the translation ends with \"%s\", the source with no such mark",
                         found.text);
    else
        dip_proof_report(t, DIP_RULE_PO_END, text->at,
                         "the translation ends with \"%s\", the source with \"%s\"", found.text,
                         wanted.text);
}

static void check_end(const struct dip_proof_text *t)
{
    static const struct dip_habits english = {0};
    struct end source = end_of(t->source, t->source_spans, &english);
    struct end text = end_of(t->text, t->spans, &t->proof->habits);

    if (t->proof->habits.no_end || source.ending == text.ending)
        return;
    /* A placeholder at an end may move, and brings its own marks. */
    if (source.ending == END_PLACEHOLDER || source.ending == END_TEXT || text.ending == END_TEXT)
        return;
    if (source.ending == END_NONE && text.ending == END_PLACEHOLDER)
        return;
    if (source.ending == END_NONE && text.ending == END_STOP && is_abbreviation(t->text))
        return;
    report_end(t, &source, &text);
}

static bool is_han_or_kana(gunichar c)
{
    GUnicodeScript script = g_unichar_get_script(c);

    return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
           script == G_UNICODE_SCRIPT_KATAKANA;
}

static bool is_arabic(gunichar c)
{
    return g_unichar_get_script(c) == G_UNICODE_SCRIPT_ARABIC && g_unichar_isalpha(c);
}

struct width {
    char ascii;
    gunichar right;
};

/* Japanese style guides differ on all others. */
static const struct width chinese[] = {{',', 0xFF0C}, {'.', 0x3002}, {';', 0xFF1B},
                                       {':', 0xFF1A}, {'?', 0xFF1F}, {'!', 0xFF01},
                                       {'(', 0xFF08}, {')', 0xFF09}, {'\0', 0}};
static const struct width japanese[] = {{',', 0x3001}, {'.', 0x3002}, {'\0', 0}};
static const struct width arabic[] = {{',', 0x60C}, {';', 0x61B}, {'?', 0x61F}, {'\0', 0}};

static const struct width *find_width(const struct dip_habits *habits, char c)
{
    const struct width *widths = habits->japanese       ? japanese
                                 : habits->wide_marks   ? chinese
                                 : habits->arabic_marks ? arabic
                                                        : NULL;

    while (widths != NULL && widths->ascii != '\0') {
        if (widths->ascii == c)
            return widths;
        widths++;
    }
    return NULL;
}

/** The mark at byte @p at stands where the language's own would: by its letters. */
static bool is_by_letters(const struct dip_proof_text *t, size_t at)
{
    bool (*own)(gunichar) = t->proof->habits.wide_marks ? is_han_or_kana : is_arabic;
    const char *p = t->text + at;
    const char *next = p + 1;
    size_t unused = 0;
    bool before = own(dip_proof_before(t->text, at, &unused));

    if (*p == '(' || *p == ')')
        return before || own(g_utf8_get_char(next));
    /* 3.5 and a stop behind Latin letters may be right either way. */
    if (*p == '.')
        return before && !g_ascii_isalnum(*next);
    while (*next == ' ')
        next++;
    return before || own(g_utf8_get_char(next));
}

/** Marks and letters that are as wide as Chinese ones, in a language that has no use for them. */
static bool is_wide_form(const struct dip_habits *habits, gunichar c)
{
    bool letter = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
                  (c >= 0xFF41 && c <= 0xFF5A);

    return letter ||
           (!habits->wide_marks && ((c >= 0xFF01 && c <= 0xFF5E) || c == 0x3001 || c == 0x3002));
}

static gunichar narrow(gunichar c)
{
    return c == 0x3001 ? ',' : c == 0x3002 ? '.' : c - 0xFF01 + '!';
}

static void check_width(const struct dip_proof_text *t)
{
    for (const char *p = t->text; *p != '\0'; p = g_utf8_next_char(p)) {
        size_t at = (size_t)(p - t->text);
        gunichar c = g_utf8_get_char(p);
        const struct width *width = c < 0x80 ? find_width(&t->proof->habits, (char)c) : NULL;
        gunichar right = is_wide_form(&t->proof->habits, c) ? narrow(c) : 0;
        if (width != NULL && dip_spans_find(t->spans, at) == NULL && is_by_letters(t, at))
            right = width->right;
        if (right == 0)
            continue;
        dip_proof_report(t, DIP_RULE_PO_MARK_FORM, at, "\"%s\" where \"%s\" writes \"%s\"",
                         dip_shown_of(c).text, dip_locale_tag(t->proof->locale),
                         dip_shown_of(right).text);
        return;
    }
}

struct pair {
    gunichar open;
    gunichar close;
};

static const struct pair pairs[] = {{'(', ')'},       {'[', ']'},       {'{', '}'},
                                    {0xFF08, 0xFF09}, {0xFF3B, 0xFF3D}, {0xFF5B, 0xFF5D},
                                    {0x300C, 0x300D}, {0x300E, 0x300F}, {0x300A, 0x300B},
                                    {0x3008, 0x3009}, {0x3010, 0x3011}, {0x3014, 0x3015}};

static const struct pair *find_pair(gunichar c)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if (pairs[i].open == c || pairs[i].close == c)
            return &pairs[i];
    }
    return NULL;
}

/** Find the first bracket without its other half; false where there is none. */
static bool find_lonely(const char *text, const GArray *spans, size_t *ret_at)
{
    enum { DEEPEST = 16 };
    size_t open[DEEPEST];
    size_t depth = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        const struct pair *pair = find_pair(c);
        if (pair == NULL || dip_spans_find(spans, (size_t)(p - text)) != NULL)
            continue;
        *ret_at = (size_t)(p - text);
        if (c == pair->open && depth == DEEPEST)
            return false;
        if (c == pair->open)
            open[depth++] = *ret_at;
        else if (depth == 0 || g_utf8_get_char(text + open[--depth]) != pair->open)
            return true;
    }
    if (depth > 0)
        *ret_at = open[depth - 1];
    return depth > 0;
}

/* Quotes that open in one language close in another, so they are only counted: two make a pair. */
static bool is_quote(gunichar c, unsigned kind)
{
    static const gunichar quotes[3][5] = {
        {'"', 0x201C, 0x201D, 0x201E, 0x201F}, {0xAB, 0xBB, 0, 0, 0}, {0x2039, 0x203A, 0, 0, 0}};

    for (size_t i = 0; i < 5; i++) {
        if (quotes[kind][i] == c)
            return true;
    }
    return false;
}

/** Find the last quote of a kind, where their number is odd. Hebrew has them inside words. */
static bool find_odd(const char *text, const GArray *spans, unsigned kind, size_t *ret_at)
{
    unsigned count = 0;
    gunichar before = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        bool inside =
            g_unichar_isalpha(before) && g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(p)));
        if (is_quote(c, kind) && !(c == '"' && inside) &&
            dip_spans_find(spans, (size_t)(p - text)) == NULL) {
            *ret_at = (size_t)(p - text);
            count++;
        }
        before = c;
    }
    return count % 2 == 1;
}

static void check_pairs(const struct dip_proof_text *t)
{
    size_t at = 0;
    size_t unused = 0;

    if (find_lonely(t->text, t->spans, &at) && !find_lonely(t->source, t->source_spans, &unused)) {
        dip_proof_report(t, DIP_RULE_PO_BRACKET, at, "\"%s\" has no other half",
                         dip_shown_of(g_utf8_get_char(t->text + at)).text);
        return;
    }
    for (unsigned kind = 0; kind < 3; kind++) {
        if (!find_odd(t->text, t->spans, kind, &at) ||
            find_odd(t->source, t->source_spans, 0, &unused))
            continue;
        dip_proof_report(t, DIP_RULE_PO_BRACKET, at, "the quote \"%s\" has no other half",
                         dip_shown_of(g_utf8_get_char(t->text + at)).text);
        return;
    }
}

void dip_proof_marks(const struct dip_proof_text *t)
{
    check_end(t);
    check_width(t);
    check_pairs(t);
}
