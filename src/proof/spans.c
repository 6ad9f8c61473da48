/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass over a text; where a word may start, each kind of span is asked whether it starts there.
 * All of them are ASCII, so that bytes are looked at, and a Chinese letter is a border like a space.
 *
 * A protocol's own words are known by their look, not from a list: capitals (INVITE), parts that all
 * start with a capital (Retry-After), three digits (404). English emphasis looks the same; RFC 2119's
 * words and a few prefixes are left out for that.
 */
#include "proof/internal.h"

typedef size_t (*match_fn)(const char *text, size_t at);

static bool in_word(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

static size_t match_placeholder(const char *text, size_t at)
{
    dip_placeholder placeholder;

    if (text[at] != '{' || !dip_placeholder_next(text, at, &placeholder) || placeholder.start != at)
        return 0;
    return placeholder.end - at;
}

static size_t match_markup(const char *text, size_t at)
{
    enum { MOST = 200 };
    const char *p = text + at;

    if (*p == '`')
        return 1;
    if (*p == '&') {
        size_t digits = p[1] == '#' ? 2 : 1;
        size_t length = digits + strspn(p + digits, "0123456789abcdefghijklmnopqrstuvwxyzABCDEF");
        return length > digits + 1 && p[length] == ';' ? length + 1 : 0;
    }
    if (*p != '<')
        return 0;
    size_t start = p[1] == '/' ? 2 : 1;
    size_t length = strcspn(p, ">\n");
    return g_ascii_isalpha(p[start]) && p[length] == '>' && length < MOST ? length + 1 : 0;
}

/** A name of a host behind `@`, with a dot in it: alice@example.org. */
static size_t match_mailbox(const char *p)
{
    static const char name[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-";
    size_t user = strspn(p, name);
    size_t host = p[user] == '@' ? strspn(p + user + 1, name) : 0;
    size_t end = user + 1 + host;

    if (user == 0 || host == 0)
        return 0;
    while (end > user && !g_ascii_isalnum(p[end - 1]))
        end--;
    return memchr(p + user, '.', end - user) != NULL ? end : 0;
}

static size_t match_address(const char *text, size_t at)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~:/?#@!$&'()*+,;=%[]{}";
    static const char *const starts[] = {
        "https://", "http://", "ftp://", "wss://",  "ws://", "www.",
        "sips:",    "sip:",    "tel:",   "mailto:", "urn:"};
    const char *p = text + at;

    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
        size_t start = strlen(starts[i]);
        if (!g_str_has_prefix(p, starts[i]))
            continue;
        size_t length = start + strspn(p + start, allowed);
        while (length > start && strchr(".,;:!?')", p[length - 1]) != NULL)
            length--;
        /* "sip:" by itself is the name of a scheme; "tel:" may be a word of the language. */
        return length > start || starts[i][0] == 's' ? length : 0;
    }
    return match_mailbox(p);
}

static size_t match_document(const char *text, size_t at)
{
    const char *p = text + at;
    size_t length = 3;

    if (!g_str_has_prefix(p, "RFC"))
        return 0;
    if (p[length] == ' ' || p[length] == '-')
        length++;
    else if (g_str_has_prefix(p + length, "\302\240"))
        length += 2;
    size_t digits = strspn(p + length, "0123456789");
    return digits > 0 && !in_word(p[length + digits]) ? length + digits : 0;
}

static bool is_english(const char *word, size_t length)
{
    static const char *const words[] = {"ALL", "AND",  "ANY",      "BUT",        "CAN",   "CANNOT",
                                        "FOR", "MAY",  "MUST",     "NEVER",      "NONE",  "NOT",
                                        "ONE", "ONLY", "OPTIONAL", "REQUIRED",   "SHALL", "SHOULD",
                                        "THE", "WILL", "YES",      "RECOMMENDED"};

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strlen(words[i]) == length && strncmp(words[i], word, length) == 0)
            return true;
    }
    return false;
}

/** Parts with a capital each, joined by hyphens: Retry-After, WWW-Authenticate, Request-URI. */
static size_t match_header(const char *p)
{
    static const char *const prefixes[] = {"Anti", "Co",   "Cross", "Follow", "Multi",
                                           "Non",  "Opt",  "Post",  "Pre",    "Re",
                                           "Real", "Self", "Semi",  "Sub"};
    size_t length = 0;
    size_t first = 0;

    for (size_t part = 0; g_ascii_isupper(p[part]);) {
        length = part;
        while (g_ascii_isalnum(p[length]))
            length++;
        first = first == 0 ? length : first;
        if (p[length] != '-')
            break;
        part = length + 1;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        if (first == strlen(prefixes[i]) && strncmp(p, prefixes[i], first) == 0)
            return 0;
    }
    return length > first ? length : 0;
}

static size_t match_name(const char *text, size_t at)
{
    enum { LEAST = 3 };
    const char *p = text + at;
    size_t length = 0;
    size_t capitals = 0;

    if (!g_ascii_isupper(p[0]))
        return 0;
    size_t header = match_header(p);
    if (header > 0)
        return header;
    for (; g_ascii_isupper(p[length]) || g_ascii_isdigit(p[length]); length++)
        capitals += g_ascii_isupper(p[length]);
    /* INVITEs is a plural. */
    size_t behind = length + (p[length] == 's');
    return capitals >= LEAST && !in_word(p[behind]) && !is_english(p, length) ? length : 0;
}

static size_t match_code(const char *text, size_t at)
{
    const char *p = text + at;
    bool digits =
        g_ascii_isdigit(p[0]) && p[0] != '0' && g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]);
    bool range = g_ascii_isdigit(p[0]) && p[0] != '0' && p[1] == 'x' && p[2] == 'x';

    if (!digits && !range)
        return 0;
    /* A part of a longer number: 127.0.0.1, 1,000, 555-0100. */
    if (at >= 2 && strchr(".,-", text[at - 1]) != NULL && g_ascii_isdigit(text[at - 2]))
        return 0;
    if (in_word(p[3]) || (p[3] != '\0' && strchr(".,-", p[3]) != NULL && g_ascii_isdigit(p[4])))
        return 0;
    return 3;
}

GArray *dip_spans_of(const char *text)
{
    static const struct {
        enum dip_span_kind kind;
        match_fn match;
        bool inside; /* may start within a word */
    } kinds[] = {
        {DIP_SPAN_PLACEHOLDER, match_placeholder, true},
        {DIP_SPAN_MARKUP, match_markup, true},
        {DIP_SPAN_ADDRESS, match_address, false},
        {DIP_SPAN_DOCUMENT, match_document, false},
        {DIP_SPAN_NAME, match_name, false},
        {DIP_SPAN_CODE, match_code, false},
    };
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct dip_span));

    for (size_t at = 0; text[at] != '\0';) {
        struct dip_span span = {.start = at, .end = at};
        for (size_t i = 0; i < G_N_ELEMENTS(kinds) && span.end == at; i++) {
            span.kind = kinds[i].kind;
            if (kinds[i].inside || at == 0 || !in_word(text[at - 1]))
                span.end = at + kinds[i].match(text, at);
        }
        if (span.end > at)
            g_array_append_val(spans, span);
        at = MAX(span.end, at + 1);
    }
    return spans;
}

const struct dip_span *dip_spans_find(const GArray *spans, size_t offset)
{
    for (guint i = 0; i < spans->len; i++) {
        const struct dip_span *span = &g_array_index(spans, struct dip_span, i);
        if (offset < span->start)
            return NULL;
        if (offset < span->end)
            return span;
    }
    return NULL;
}

static bool is_letter(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool joins(const char *p)
{
    gunichar c = g_utf8_get_char(p);

    return (c == '\'' || c == 0x2019) && is_letter(g_utf8_get_char(g_utf8_next_char(p)));
}

bool dip_word_next(const char *text, const GArray *spans, size_t from, struct dip_word *ret_word)
{
    const char *p = text + from;

    for (; *p != '\0'; p = g_utf8_next_char(p)) {
        const struct dip_span *span = dip_spans_find(spans, (size_t)(p - text));
        if (span != NULL)
            p = text + span->end - 1;
        else if (is_letter(g_utf8_get_char(p)))
            break;
    }
    if (*p == '\0')
        return false;
    ret_word->start = (size_t)(p - text);
    while (*p != '\0' && (is_letter(g_utf8_get_char(p)) || joins(p)) &&
           dip_spans_find(spans, (size_t)(p - text)) == NULL)
        p = g_utf8_next_char(p);
    ret_word->end = (size_t)(p - text);
    return true;
}
