/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Made-up languages: a text is cut at blanks and placeholders, what a protocol spells is told by its
 * shape and kept, and of the rest each letter is replaced. The padding is counted in words, so that
 * texts break where those of a longer language would.
 *
 * Rejected: ICU's own en-XA, which knows nothing of tokens; and turning text with U+202E, which
 * checks of texts forbid and which shows no page as its letters would.
 */
#include "locale/locale.h"

#include <string.h>

static const char *const accented_small[] = {"á", "ƀ", "ç", "ð", "é", "ƒ", "ĝ", "ĥ", "î",
                                             "ĵ", "ķ", "ļ", "ṁ", "ñ", "ö", "ṗ", "ɋ", "ŕ",
                                             "š", "ţ", "û", "ṽ", "ŵ", "ẋ", "ý", "ž"};
static const char *const accented_capital[] = {"Á", "Ɓ", "Ç", "Ð", "É", "Ƒ", "Ĝ", "Ĥ", "Î",
                                               "Ĵ", "Ķ", "Ļ", "Ṁ", "Ñ", "Ö", "Ṗ", "Ǫ", "Ŕ",
                                               "Š", "Ţ", "Û", "Ṽ", "Ŵ", "Ẋ", "Ý", "Ž"};
static const char *const arabic[] = {"ا", "ب", "ص", "د", "ع", "ف", "غ", "ه", "ي",
                                     "ج", "ك", "ل", "م", "ن", "و", "ث", "ق", "ر",
                                     "س", "ت", "ط", "ذ", "ض", "خ", "ح", "ز"};
static const char *const padding[] = {"öñé", "ţŵö",   "ţĥŕéé", "ƒöûŕ", "ƒîṽé",
                                      "šîẋ", "šéṽéñ", "éîĝĥţ", "ñîñé", "ţéñ"};

struct writing {
    enum dip_pseudo pseudo;
    GString *out;
    bool changed;
    bool in_phrase; /* behind a number and the words with a capital that follow it */
    size_t number;  /* where that number is */
};

/* The letter that @p c is without its accents: é is e. */
static gunichar base_of(gunichar c)
{
    gunichar base = c;
    gunichar mark = 0;

    while (g_unichar_decompose(base, &c, &mark) && c != base)
        base = c;
    return base;
}

static void put_letter(struct writing *writing, gunichar c)
{
    writing->changed = true;
    if (writing->pseudo == DIP_PSEUDO_TURNED) {
        gunichar base = base_of(c);
        bool latin = base < 128 && g_ascii_isalpha((char)base);
        size_t index = latin ? (size_t)(g_ascii_tolower((char)base) - 'a') : c;
        /* Letters of any script have to be turned; these need not be told apart. */
        g_string_append(writing->out, arabic[index % G_N_ELEMENTS(arabic)]);
    } else if (c < 128) {
        bool small = g_ascii_islower((char)c);
        size_t index = (size_t)((char)c - (small ? 'a' : 'A'));
        g_string_append(writing->out, (small ? accented_small : accented_capital)[index]);
    } else {
        g_string_append_unichar(writing->out, c);
    }
}

/* The mark that Arabic has in place of a comma, semicolon or question mark, or NULL. */
static const char *turned_mark(gunichar c)
{
    return c == ',' ? "،" : c == ';' ? "؛" : c == '?' ? "؟" : NULL;
}

static void put_other(struct writing *writing, gunichar c, bool at_end)
{
    const char *mark = turned_mark(c);

    if (writing->pseudo == DIP_PSEUDO_TURNED && at_end && mark != NULL)
        g_string_append(writing->out, mark);
    else
        g_string_append_unichar(writing->out, c);
}

static bool is_alnum(const char *p, const char *end)
{
    return p < end && g_unichar_isalnum(g_utf8_get_char(p));
}

/* A part without hyphens that is written as it is: 404, 100rel, SIP, URIs, CSeq. */
static bool is_token(const char *start, const char *end)
{
    for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isdigit(c) || (p > start && g_unichar_isupper(c)))
            return true;
    }
    return false;
}

/* The name of a header field, Max-Forwards, or of a host, a.example. */
static bool is_name(const char *start, const char *end)
{
    bool capitals = g_unichar_isupper(g_utf8_get_char(start));
    bool hyphens = false;

    for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
        if (*p == '.')
            return true;
        if (*p != '-')
            continue;
        hyphens = true;
        gunichar next = g_utf8_get_char(p + 1);
        capitals = capitals && (g_unichar_isupper(next) || g_unichar_isdigit(next));
    }
    return hyphens && capitals;
}

static void put_part(struct writing *writing, const char *start, const char *end)
{
    if (is_token(start, end)) {
        g_string_append_len(writing->out, start, end - start);
        return;
    }
    for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalpha(c))
            put_letter(writing, c);
        else if (writing->pseudo != DIP_PSEUDO_TURNED || !g_unichar_ismark(c))
            put_other(writing, c, false);
    }
}

/* Letters and digits, with hyphens and the like inside. */
static void put_run(struct writing *writing, const char *start, const char *end)
{
    if (is_name(start, end)) {
        g_string_append_len(writing->out, start, end - start);
        return;
    }
    while (start < end) {
        const char *hyphen = memchr(start, '-', (size_t)(end - start));
        const char *stop = hyphen == NULL ? end : hyphen;
        put_part(writing, start, stop);
        if (hyphen != NULL)
            g_string_append_c(writing->out, '-');
        start = hyphen == NULL ? end : hyphen + 1;
    }
}

/* Where the run that starts at @p start ends: marks belong to it where letters follow them. */
static const char *run_end(const char *start, const char *end)
{
    const char *p = start;

    while (p < end) {
        gunichar c = g_utf8_get_char(p);
        const char *next = g_utf8_next_char(p);
        bool joins = c == '-' || c == '.' || c == '\'' || c == 0x2019 || g_unichar_ismark(c);
        if (!g_unichar_isalnum(c) && !g_unichar_ismark(c) && !(joins && is_alnum(next, end)))
            break;
        p = next;
    }
    return p;
}

/* sip:alice@a.example, https://…, bob@b.example, pn-provider=acme */
static bool is_address(const char *start, const char *end)
{
    for (const char *p = start; p < end; p++) {
        bool inside = p > start && g_ascii_isalnum(p[-1]) && p + 1 < end;
        if (inside && (*p == '@' || *p == '=' || (*p == ':' && p[1] != ')')))
            return true;
    }
    return false;
}

static bool is_number(const char *start, const char *end)
{
    return end - start >= 3 && strspn(start, "0123456789") >= (size_t)(end - start);
}

/* A word of a phrase behind a number, which has to stay before it: as translators would, by U+200E. */
static void put_phrase(struct writing *writing, const char *start, const char *end)
{
    static const char mark[] = "\u200e";

    if (writing->pseudo == DIP_PSEUDO_TURNED &&
        !g_str_has_prefix(writing->out->str + writing->number, mark))
        g_string_insert(writing->out, (gssize)writing->number, mark);
    g_string_append_len(writing->out, start, end - start);
}

/* What stands between two blanks. */
static void put_word(struct writing *writing, const char *start, const char *end)
{
    bool in_phrase = writing->in_phrase && g_unichar_isupper(g_utf8_get_char(start));

    writing->in_phrase = is_number(start, end) || (in_phrase && g_ascii_isalnum(end[-1]));
    if (is_number(start, end))
        writing->number = writing->out->len;
    if (in_phrase) {
        put_phrase(writing, start, end);
        return;
    }
    if (is_address(start, end)) {
        g_string_append_len(writing->out, start, end - start);
        return;
    }
    while (start < end) {
        const char *stop = is_alnum(start, end) ? run_end(start, end) : start;
        if (stop > start) {
            put_run(writing, start, stop);
            start = stop;
            continue;
        }
        stop = g_utf8_next_char(start);
        put_other(writing, g_utf8_get_char(start), !is_alnum(stop, end));
        start = stop;
    }
}

/* A text between two placeholders. */
static void put_text(struct writing *writing, const char *text, size_t length)
{
    const char *end = text + length;

    writing->in_phrase = false;
    while (text < end) {
        const char *stop = text;
        while (stop < end && !g_ascii_isspace(*stop))
            stop++;
        if (stop > text)
            put_word(writing, text, stop);
        for (text = stop; text < end && g_ascii_isspace(*text); text++)
            g_string_append_c(writing->out, *text);
    }
}

/* Two fifths of the text's characters more, in words, and brackets that show where it was cut. */
static void pad(GString *out, const char *text)
{
    glong wanted = (g_utf8_strlen(text, -1) * 2 + 4) / 5;

    g_string_prepend_c(out, '[');
    for (size_t i = 0; wanted > 0; i++) {
        const char *word = padding[i % G_N_ELEMENTS(padding)];
        g_string_append_printf(out, " %s", word);
        wanted -= g_utf8_strlen(word, -1) + 1;
    }
    g_string_append_c(out, ']');
}

const char *dip_pseudo_tag(enum dip_pseudo pseudo)
{
    switch (pseudo) {
    case DIP_PSEUDO_ACCENTED:
        return "en-XA";
    case DIP_PSEUDO_TURNED:
        return "ar-XB";
    case DIP_PSEUDO_NONE:
        break;
    }
    g_assert_not_reached();
}

char *dip_pseudo_text(enum dip_pseudo pseudo, const char *text)
{
    struct writing writing = {.pseudo = pseudo, .out = g_string_new(NULL)};
    dip_placeholder placeholder;
    size_t done = 0;

    for (; dip_placeholder_next(text, done, &placeholder); done = placeholder.end) {
        put_text(&writing, text + done, placeholder.start - done);
        g_string_append_len(writing.out, text + placeholder.start,
                            (gssize)(placeholder.end - placeholder.start));
    }
    put_text(&writing, text + done, strlen(text + done));
    if (writing.changed && pseudo == DIP_PSEUDO_ACCENTED)
        pad(writing.out, text);
    return g_string_free(writing.out, FALSE);
}
