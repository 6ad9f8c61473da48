/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Made once a locale: two clauses a code and language. They are what costs (ICU's case mapping), and
 * every pair that a code is in says them again.
 */
#include "compose/lexicon.h"

/* A clause: the record's own, or the sentence with its first letter lowered. */
static char *clause(const struct dip_site_locale *locale, const struct dip_phrase *own,
                    const struct dip_phrase *sentence)
{
    const char *text = dip_site_text(locale, own->text == NULL ? sentence : own);

    if (text == NULL)
        return NULL;
    return own->text == NULL ? dip_locale_lower_first(locale->locale, text) : g_strdup(text);
}

static struct dip_both clauses(const struct dip_lexicon *lexicon, const struct dip_phrase *own,
                               const struct dip_phrase *sentence)
{
    return (struct dip_both){
        .own = clause(lexicon->locale, own, sentence),
        .source = clause(lexicon->source, own, sentence),
    };
}

static char *class_in(const struct dip_site_locale *locale, const struct dip_family *family,
                      const struct dip_class *class_of)
{
    const char *pattern = dip_site_text(locale, &family->patterns->of[DIP_PATTERN_CLASS].items[0]);
    const char *name = dip_site_text(locale, &class_of->name);

    if (pattern == NULL || name == NULL)
        return NULL;
    GString *out = g_string_new(NULL);
    dip_placeholder placeholder;
    size_t done = 0;
    for (; dip_placeholder_next(pattern, done, &placeholder); done = placeholder.end) {
        g_string_append_len(out, pattern + done, (gssize)(placeholder.start - done));
        g_string_append(out, placeholder.name[0] == 'r' ? class_of->range : name);
    }
    g_string_append(out, pattern + done);
    return g_string_free(out, FALSE);
}

static struct dip_family_words family_words(const struct dip_lexicon *lexicon,
                                            const struct dip_family *family)
{
    struct dip_family_words words = {
        .codes = g_new0(struct dip_code_words, family->code_count),
        .classes = g_new0(struct dip_both, family->class_count),
    };

    for (size_t i = 0; i < family->code_count; i++) {
        const struct dip_code *code = &family->codes[i];
        words.codes[i].meaning = clauses(lexicon, &code->meaning, &code->description);
        words.codes[i].encounter = clauses(lexicon, &code->encounter, &code->when);
    }
    for (size_t i = 0; i < family->class_count; i++) {
        words.classes[i].own = class_in(lexicon->locale, family, &family->classes[i]);
        words.classes[i].source = class_in(lexicon->source, family, &family->classes[i]);
    }
    return words;
}

/* "{first} {second}": what stands between. */
static char *join_in(const struct dip_site *site, const struct dip_site_locale *locale)
{
    const char *pattern = dip_site_text(locale, &site->patterns->of[DIP_PATTERN_JOIN].items[0]);

    if (pattern == NULL || !g_str_has_prefix(pattern, "{first}") ||
        !g_str_has_suffix(pattern, "{second}"))
        return NULL;
    return g_strndup(pattern + strlen("{first}"),
                     strlen(pattern) - strlen("{first}") - strlen("{second}"));
}

/* In a line from right to left, "404 Not Found" would read "Not Found 404": a number has no direction
 * of its own, and takes that of the letters before it. */
static const char *mark_in(const struct dip_site_locale *locale)
{
    return strcmp(dip_locale_direction(locale->locale), "rtl") == 0 ? "\u200e" : "";
}

/* In a language of the same script, a name reads as a loan word. In another, whoever reads it aloud has
 * to know that it is English, and whoever guesses the page's language, that it does not count. */
static bool writes_otherwise(const struct dip_locale *locale, const struct dip_locale *source)
{
    return dip_locale_writes(source, 'a') && !dip_locale_writes(locale, 'a');
}

struct dip_lexicon *dip_lexicon_new(const struct dip_site *site,
                                    const struct dip_site_locale *locale)
{
    struct dip_lexicon *lexicon = g_new0(struct dip_lexicon, 1);

    lexicon->site = site;
    lexicon->locale = locale;
    lexicon->source = &site->locales[0];
    lexicon->families = g_new0(struct dip_family_words, site->family_count);
    for (size_t i = 0; i < site->family_count; i++)
        lexicon->families[i] = family_words(lexicon, site->families[i]);
    lexicon->own_mark = mark_in(locale);
    lexicon->source_mark = mark_in(lexicon->source);
    lexicon->marks_names = writes_otherwise(locale->locale, lexicon->source->locale);
    lexicon->join.own = join_in(site, locale);
    lexicon->join.source = join_in(site, lexicon->source);
    return lexicon;
}

static void release(struct dip_both *both)
{
    g_free(both->own);
    g_free(both->source);
}

void dip_lexicon_free(struct dip_lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    for (size_t i = 0; i < lexicon->site->family_count; i++) {
        const struct dip_family *family = lexicon->site->families[i];
        struct dip_family_words *words = &lexicon->families[i];
        for (size_t j = 0; j < family->code_count; j++) {
            release(&words->codes[j].meaning);
            release(&words->codes[j].encounter);
        }
        for (size_t j = 0; j < family->class_count; j++)
            release(&words->classes[j]);
        g_free(words->codes);
        g_free(words->classes);
    }
    release(&lexicon->join);
    g_free(lexicon->families);
    g_free(lexicon);
}

const struct dip_family_words *dip_lexicon_family(const struct dip_lexicon *lexicon,
                                                  const struct dip_family *family)
{
    for (size_t i = 0; i < lexicon->site->family_count; i++) {
        if (lexicon->site->families[i] == family)
            return &lexicon->families[i];
    }
    g_assert_not_reached();
}
