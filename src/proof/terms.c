/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The terms of a source are its words, looked up from the left, the longest term first; what a longer
 * term covers is no term of its own, so that "area code" can be told from "code".
 *
 * An accepted translation is in the text where the first four fifths of each of its words are: case
 * and accents aside, anywhere in a word, since languages inflect, compound and prefix. Where they do
 * none of that (Chinese, Vietnamese), it has to be there as it is.
 */
#include "proof/internal.h"

/** The source cut into words, case folded, and where each stands. */
struct words {
    GPtrArray *folded; /* char *, and a NULL at the end */
    GArray *places;    /* struct dip_word */
};

/** Hyphens join: "Reason-Phrase" is not the word "phrase". */
static bool goes_on(const char *text, const struct dip_word *word)
{
    return text[word->end] == '-' && g_ascii_isalnum(text[word->end + 1]);
}

static struct words words_of(const char *text, const GArray *spans)
{
    struct words words = {.folded = g_ptr_array_new_with_free_func(g_free),
                          .places = g_array_new(FALSE, FALSE, sizeof(struct dip_word))};
    struct dip_word word;

    for (size_t at = 0; dip_word_next(text, spans, at, &word); at = word.end) {
        struct dip_word more;
        while (goes_on(text, &word) && dip_word_next(text, spans, word.end, &more) &&
               more.start == word.end + 1)
            word.end = more.end;
        if (word.start > 0 && text[word.start - 1] == '-' && word.start > 1 &&
            g_ascii_isalnum(text[word.start - 2]))
            continue;
        g_ptr_array_add(words.folded,
                        g_utf8_casefold(text + word.start, (gssize)(word.end - word.start)));
        g_array_append_val(words.places, word);
    }
    g_ptr_array_add(words.folded, NULL);
    return words;
}

/** All spans but names: PSTN may be a term. */
static GArray *without_names(const GArray *spans)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct dip_span));

    for (guint i = 0; i < spans->len; i++) {
        struct dip_span span = g_array_index(spans, struct dip_span, i);
        if (span.kind != DIP_SPAN_NAME)
            g_array_append_val(kept, span);
    }
    return kept;
}

static void words_release(struct words *words)
{
    g_ptr_array_unref(words->folded);
    g_array_unref(words->places);
}

/** Case folded, without accents. */
static char *plain(const char *text)
{
    g_autofree char *parts = g_utf8_normalize(text, -1, G_NORMALIZE_NFD);
    GString *out = g_string_new(NULL);

    for (const char *p = parts; *p != '\0'; p = g_utf8_next_char(p)) {
        if (!g_unichar_ismark(g_utf8_get_char(p)))
            g_string_append_len(out, p, g_utf8_next_char(p) - p);
    }
    g_autofree char *bare = g_string_free(out, FALSE);
    return g_utf8_casefold(bare, -1);
}

/** Tell whether the stems of all words of @p form are in @p text, which is plain. */
static bool has_stems(const char *text, const char *form)
{
    enum { SHORT = 3 };
    g_autofree char *bare = plain(form);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct dip_span));
    bool alone = g_utf8_strlen(bare, -1) < SHORT;
    struct dip_word word;
    unsigned count = 0;

    for (size_t at = 0; dip_word_next(bare, none, at, &word); at = word.end) {
        const char *start = bare + word.start;
        glong length = g_utf8_strlen(start, (gssize)(word.end - word.start));
        /* Articles and prepositions may change or go. */
        if (length < SHORT && !alone && !g_ascii_isdigit(*start))
            continue;
        glong kept = length <= SHORT ? length : MAX(SHORT, length * 4 / 5);
        g_autofree char *stem = g_utf8_substring(start, 0, kept);
        if (strstr(text, stem) == NULL)
            return false;
        count++;
    }
    return count > 0;
}

/** Tell whether @p form is in @p text as it is, case aside; by whole words where there are spaces. */
static bool has_words(const char *text, const char *form, bool spaces)
{
    g_autofree char *folded = g_utf8_casefold(form, -1);
    size_t length = strlen(folded);

    for (const char *p = strstr(text, folded); p != NULL; p = strstr(p + 1, folded)) {
        size_t unused = 0;
        gunichar before = dip_proof_before(text, (size_t)(p - text), &unused);
        if (!spaces ||
            (!g_unichar_isalpha(before) && !g_unichar_isalpha(g_utf8_get_char(p + length))))
            return true;
    }
    return false;
}

static bool is_kept(const struct dip_proof_text *t, const struct dip_term *term)
{
    const struct dip_habits *habits = &t->proof->habits;
    g_autofree char *composed = g_utf8_normalize(t->text, -1, G_NORMALIZE_NFC);
    g_autofree char *text = habits->inflects ? plain(t->text) : g_utf8_casefold(composed, -1);

    for (guint i = 0; i < term->forms->len; i++) {
        const char *form = term->forms->pdata[i];
        if (habits->inflects ? has_stems(text, form) : has_words(text, form, habits->spaces))
            return true;
    }
    return term->forms->len == 0;
}

static bool is_capital(const char *text, const struct dip_word *word)
{
    return g_unichar_isupper(g_utf8_get_char(text + word->start));
}

/** Two capitals in a row: an acronym or a method's name, such as MESSAGE. */
static bool is_acronym(const char *text, const struct dip_word *word)
{
    return is_capital(text, word) && g_ascii_isupper(text[word->start + 1]);
}

/** Tell whether nothing of its sentence is before byte @p at. */
static bool opens_sentence(const char *text, size_t at)
{
    size_t start = at;
    gunichar c = dip_proof_before(text, at, &start);

    while (c == ' ' || c == '"' || c == '(')
        c = dip_proof_before(text, start, &start);
    return c == 0 || dip_locale_ends_sentence(c);
}

/**
 * Tell whether the words from @p first on are a name or a part of one, such as the header field
 * Identity, or Session in Session Description Protocol: a capital within a sentence, or at its start
 * with another one behind it.
 */
static bool is_in_name(const struct dip_proof_text *t, const struct words *words, guint first,
                       const struct dip_term *term)
{
    const struct dip_word *all = &g_array_index(words->places, struct dip_word, 0);
    guint behind = first + term->word_count;
    const struct dip_word start = {0};

    if (is_acronym(t->source, &all[first]))
        return !is_acronym(term->english, &start);
    if (!is_capital(t->source, &all[first]))
        return false;
    if (!opens_sentence(t->source, all[first].start))
        return !is_capital(term->english, &start);
    bool after = behind < words->places->len && all[behind].start == all[behind - 1].end + 1 &&
                 is_capital(t->source, &all[behind]);
    return after;
}

static bool has_placeholder(const GArray *spans)
{
    for (guint i = 0; i < spans->len; i++) {
        if (g_array_index(spans, struct dip_span, i).kind == DIP_SPAN_PLACEHOLDER)
            return true;
    }
    return false;
}

/** Tell whether @p term, the word @p first of the source, is one there by its row. */
static bool is_meant(const struct dip_proof_text *t, const struct words *words, guint first,
                     const struct dip_term *term)
{
    switch (term->scope) {
    case DIP_TERM_ANYWHERE:
        return true;
    case DIP_TERM_LABEL:
        return words->places->len == term->word_count && t->source_spans->len == 0;
    case DIP_TERM_OPENING:
        return opens_sentence(t->source,
                              g_array_index(words->places, struct dip_word, first).start);
    case DIP_TERM_PATTERN:
        return has_placeholder(t->source_spans);
    }
    g_assert_not_reached();
}

static void report(const struct dip_proof_text *t, const struct dip_term *term)
{
    dip_proof_report(t, DIP_RULE_GLOSSARY, 0, "\"%s\" is \"%s\" in the glossary, but not here",
                     term->english, term->translation);
    dip_diag_note(t->proof->diag, term->loc, "the glossary has it here");
}

void dip_proof_terms(const struct dip_proof_text *t)
{
    if (t->proof->glossary == NULL)
        return;
    g_autoptr(GArray) spans = without_names(t->source_spans);
    struct words words = words_of(t->source, spans);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < words.places->len;) {
        const struct dip_term *term =
            dip_glossary_find(t->proof->glossary, (const char *const *)words.folded->pdata + i);
        guint count = term == NULL ? 1 : term->word_count;
        if (term != NULL && is_meant(t, &words, i, term) && !is_in_name(t, &words, i, term) &&
            g_hash_table_add(seen, (gpointer)term) && !is_kept(t, term))
            report(t, term);
        i += count;
    }
    words_release(&words);
}
