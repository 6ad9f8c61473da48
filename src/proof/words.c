/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Words and letters: a text that is not translated, one in another script, letters that only look
 * right, a word twice, and how long it has become.
 */
#include "proof/internal.h"

static const struct dip_word *first_word(const char *text, const GArray *spans,
                                         struct dip_word *word)
{
    return dip_word_next(text, spans, 0, word) ? word : NULL;
}

/** Count the words, and those that start with a small letter: a name has none of these. */
static unsigned count_words(const char *text, const GArray *spans, unsigned *ret_small)
{
    struct dip_word word;
    unsigned count = 0;

    *ret_small = 0;
    for (size_t at = 0; dip_word_next(text, spans, at, &word); at = word.end) {
        gunichar c = g_utf8_get_char(text + word.start);
        count += g_unichar_isalpha(c) ? 1 : 0;
        *ret_small += g_unichar_islower(c) ? 1 : 0;
    }
    return count;
}

/** Names and the protocol's own words are right as they are. */
static void check_copy(const struct dip_proof_text *t)
{
    enum { LEAST = 3 };
    unsigned small = 0;
    unsigned words = count_words(t->source, t->source_spans, &small);

    if (words >= LEAST && small > 0)
        dip_proof_report(t, DIP_RULE_PO_UNTRANSLATED, 0,
                         "the translation is the same as its source");
}

static void check_script(const struct dip_proof_text *t)
{
    enum { LEAST = 15 };
    struct dip_word word;
    unsigned foreign = 0;
    size_t first = 0;

    for (size_t at = 0; dip_word_next(t->text, t->spans, at, &word); at = word.end) {
        for (const char *p = t->text + word.start; p < t->text + word.end;
             p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            if (!g_unichar_isalpha(c))
                continue;
            if (dip_locale_writes(t->proof->locale, c))
                return;
            first = foreign++ == 0 ? word.start : first;
        }
    }
    if (foreign >= LEAST)
        dip_proof_report(t, DIP_RULE_PO_SCRIPT, first,
                         "no letter of this text is of the script of \"%s\"",
                         dip_locale_tag(t->proof->locale));
}

enum look { LOOK_LATIN = 1, LOOK_CYRILLIC = 2, LOOK_GREEK = 4 };

static unsigned look_of(gunichar c)
{
    switch ((int)g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_LATIN:
        return LOOK_LATIN;
    case G_UNICODE_SCRIPT_CYRILLIC:
        return LOOK_CYRILLIC;
    case G_UNICODE_SCRIPT_GREEK:
        return LOOK_GREEK;
    default:
        return 0;
    }
}

/** Find the letter of @p word that is of another script than most of them. */
static size_t find_stranger(const char *text, const struct dip_word *word)
{
    unsigned counts[LOOK_GREEK + 1] = {0};
    size_t firsts[LOOK_GREEK + 1] = {0};
    unsigned least = 0;

    for (const char *p = text + word->start; p < text + word->end; p = g_utf8_next_char(p)) {
        unsigned look = look_of(g_utf8_get_char(p));
        if (counts[look]++ == 0)
            firsts[look] = (size_t)(p - text);
    }
    for (unsigned look = LOOK_LATIN; look <= LOOK_GREEK; look *= 2) {
        if (counts[look] > 0 && (least == 0 || counts[look] < counts[least]))
            least = look;
    }
    return firsts[least];
}

static const char *name_of(gunichar c)
{
    unsigned look = look_of(c);

    return look == LOOK_LATIN ? "Latin" : look == LOOK_CYRILLIC ? "Cyrillic" : "Greek";
}

/* The text's spans are cut out, so that INVITE with a Russian ending is no mixture. */
static void check_mixture(const struct dip_proof_text *t)
{
    struct dip_word word;

    for (size_t at = 0; dip_word_next(t->text, t->spans, at, &word); at = word.end) {
        unsigned looks = 0;
        for (const char *p = t->text + word.start; p < t->text + word.end; p = g_utf8_next_char(p))
            looks |= look_of(g_utf8_get_char(p));
        if ((looks & (looks - 1)) == 0)
            continue;
        size_t stranger = find_stranger(t->text, &word);
        gunichar c = g_utf8_get_char(t->text + stranger);
        dip_proof_report(t, DIP_RULE_PO_LETTER, stranger,
                         "\"%s\" in \"%.*s\" is a %s letter among others (U+%04X)",
                         dip_shown_of(c).text, (int)(word.end - word.start), t->text + word.start,
                         name_of(c), (unsigned)c);
        return;
    }
}

/*
 * Letters that are composed whatever is beside them: normalizing costs more than all other checks
 * together, and most texts have only these.
 */
static bool is_surely_composed(gunichar c)
{
    static const gunichar ranges[][2] = {
        {0, 0x2FF},       {0x400, 0x482},   {0x1E00, 0x1EFF}, {0x2010, 0x2027}, {0x3001, 0x3011},
        {0x3041, 0x3096}, {0x30A1, 0x30FE}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xFF01, 0xFF5E}};

    for (size_t i = 0; i < G_N_ELEMENTS(ranges) && c >= ranges[i][0]; i++) {
        if (c <= ranges[i][1])
            return true;
    }
    return false;
}

static void check_composed(const struct dip_proof_text *t)
{
    const char *p = t->text;

    while (*p != '\0' && is_surely_composed(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    if (*p == '\0')
        return;
    g_autofree char *composed = g_utf8_normalize(t->text, -1, G_NORMALIZE_NFC);
    size_t at = 0;

    if (strcmp(composed, t->text) == 0)
        return;
    while (t->text[at] == composed[at])
        at++;
    while (((unsigned char)t->text[at] & 0xC0U) == 0x80)
        at--;
    dip_proof_report(t, DIP_RULE_PO_NFC, at, "letters are written in parts here, not in NFC");
}

/* Words that grammar can put twice. */
static bool may_double(const char *tag, const char *word)
{
    static const struct {
        const char *language;
        const char *words[10];
    } rows[] = {
        {"de", {"das", "dem", "den", "der", "die", "sie", NULL}},
        {"en", {"had", "that", NULL}},
        {"nl", {"dat", "die", "haar", NULL}},
        {"it", {"via", "man", "mano", "poco", "piano", NULL}},
        {"pt", {"se", "que", "logo", NULL}},
        {"es", {"nos", NULL}},
        {"hu", {"az", NULL}},
        {"sl", {"je", "se", NULL}},
        {"hr", {"je", "se", NULL}},
        {"sr", {"je", "se", NULL}},
    };
    size_t length = strcspn(tag, "-");

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strlen(rows[i].language) == length && strncmp(rows[i].language, tag, length) == 0)
            return g_strv_contains(rows[i].words, word);
    }
    return false;
}

static char *fold(const char *text, const struct dip_word *word)
{
    return g_utf8_casefold(text + word->start, (gssize)(word->end - word->start));
}

static void check_doubled(const struct dip_proof_text *t)
{
    struct dip_word last;
    struct dip_word word;
    const char *tag = dip_locale_tag(t->proof->locale);

    if (t->proof->habits.doubles_words || first_word(t->text, t->spans, &last) == NULL)
        return;
    for (; dip_word_next(t->text, t->spans, last.end, &word); last = word) {
        if (word.start != last.end + 1 || t->text[last.end] != ' ' ||
            !g_unichar_isalpha(g_utf8_get_char(t->text + word.start)))
            continue;
        g_autofree char *folded = fold(t->text, &word);
        g_autofree char *before = fold(t->text, &last);
        if (strcmp(folded, before) != 0 || may_double(tag, folded))
            continue;
        dip_proof_report(t, DIP_RULE_PO_WORD_DOUBLED, word.start, "\"%.*s\" stands here twice",
                         (int)(word.end - word.start), t->text + word.start);
        return;
    }
}

static void check_length(const struct dip_proof_text *t)
{
    const struct dip_habits *habits = &t->proof->habits;
    unsigned long source = (unsigned long)g_utf8_strlen(t->source, -1);
    unsigned long found = (unsigned long)g_utf8_strlen(t->text, -1);
    unsigned long most = habits->starts + source * habits->grows / 100;

    if (found > most)
        dip_proof_report(t, DIP_RULE_PO_LONG, 0,
                         "%lu characters for %lu in the source; \"%s\" should do with %lu", found,
                         source, dip_locale_tag(t->proof->locale), most);
}

void dip_proof_words(const struct dip_proof_text *t)
{
    check_mixture(t);
    check_composed(t);
    check_doubled(t);
    if (t->proof->is_source)
        return;
    if (strcmp(t->source, t->text) == 0) {
        check_copy(t);
        return;
    }
    check_script(t);
    if (t->proof->from_english)
        check_length(t);
}
