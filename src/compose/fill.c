/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A pattern is filled in one pass over its bytes. First it is tried in the locale's language; the
 * first text that is not translated ends that, what was appended is cut off again, and the source's
 * pattern is filled with the source's texts. No sentence can come out mixed. A pattern of two codes can
 * be filled run by run, each once a code instead of once a pair.
 */
#include "compose/lexicon.h"

/* A language in which a sentence is tried. */
enum language { OWN, SOURCE };

static const char *in_language(const struct dip_lexicon *lexicon, const struct dip_phrase *phrase,
                               enum language language)
{
    return dip_site_text(language == OWN ? lexicon->locale : lexicon->source, phrase);
}

static const char *of_both(const struct dip_both *both, enum language language)
{
    return language == OWN ? both->own : both->source;
}

typedef const char *(*code_value_fn)(const struct dip_lexicon *lexicon,
                                     const struct dip_family *family, const struct dip_code *code,
                                     enum language language);

static const char *value_code(const struct dip_lexicon *lexicon G_GNUC_UNUSED,
                              const struct dip_family *family G_GNUC_UNUSED,
                              const struct dip_code *code, enum language language G_GNUC_UNUSED)
{
    return code->code;
}

static const char *value_name(const struct dip_lexicon *lexicon G_GNUC_UNUSED,
                              const struct dip_family *family G_GNUC_UNUSED,
                              const struct dip_code *code, enum language language G_GNUC_UNUSED)
{
    return code->name;
}

static const char *value_class(const struct dip_lexicon *lexicon, const struct dip_family *family,
                               const struct dip_code *code, enum language language)
{
    size_t index = (size_t)(code->class_of - family->classes);

    return of_both(&dip_lexicon_family(lexicon, family)->classes[index], language);
}

static const char *value_range(const struct dip_lexicon *lexicon G_GNUC_UNUSED,
                               const struct dip_family *family G_GNUC_UNUSED,
                               const struct dip_code *code, enum language language G_GNUC_UNUSED)
{
    return code->class_of->range;
}

static const char *value_class_name(const struct dip_lexicon *lexicon,
                                    const struct dip_family *family G_GNUC_UNUSED,
                                    const struct dip_code *code, enum language language)
{
    return in_language(lexicon, &code->class_of->name, language);
}

static const char *value_description(const struct dip_lexicon *lexicon,
                                     const struct dip_family *family G_GNUC_UNUSED,
                                     const struct dip_code *code, enum language language)
{
    return in_language(lexicon, &code->description, language);
}

static const char *value_when(const struct dip_lexicon *lexicon,
                              const struct dip_family *family G_GNUC_UNUSED,
                              const struct dip_code *code, enum language language)
{
    return in_language(lexicon, &code->when, language);
}

static const char *value_fix(const struct dip_lexicon *lexicon,
                             const struct dip_family *family G_GNUC_UNUSED,
                             const struct dip_code *code, enum language language)
{
    return in_language(lexicon, &code->fix, language);
}

static const char *value_meaning(const struct dip_lexicon *lexicon, const struct dip_family *family,
                                 const struct dip_code *code, enum language language)
{
    return of_both(&dip_lexicon_family(lexicon, family)->codes[code->index].meaning, language);
}

static const char *value_encounter(const struct dip_lexicon *lexicon,
                                   const struct dip_family *family, const struct dip_code *code,
                                   enum language language)
{
    return of_both(&dip_lexicon_family(lexicon, family)->codes[code->index].encounter, language);
}

/* What a value is. Numbers and names are the protocol's: no language translates them, and they differ for
 * any two codes, so that they tell nothing. */
enum kind { WORDS, NUMBER, NAME };

static const struct {
    const char *name;
    code_value_fn value;
    enum kind kind;
} code_values[] = {
    {"code", value_code, NUMBER},
    {"name", value_name, NAME},
    {"class", value_class, WORDS},
    {"class_range", value_range, WORDS},
    {"class_name", value_class_name, WORDS},
    {"description", value_description, WORDS},
    {"when", value_when, WORDS},
    {"fix", value_fix, WORDS},
    {"meaning", value_meaning, WORDS},
    {"encounter", value_encounter, WORDS},
};

static int find_code_value(const char *name, size_t length)
{
    for (size_t i = 0; i < G_N_ELEMENTS(code_values); i++) {
        if (strlen(code_values[i].name) == length && memcmp(code_values[i].name, name, length) == 0)
            return (int)i;
    }
    return -1;
}

static bool is(dip_placeholder placeholder, const char *name)
{
    return placeholder.name_length == strlen(name) &&
           memcmp(placeholder.name, name, placeholder.name_length) == 0;
}

/* Which code a placeholder is about, and what of it. */
static int split(dip_placeholder placeholder, const struct dip_subject *subject,
                 const struct dip_code **ret_code)
{
    const char *name = placeholder.name;
    bool pair = subject->b != NULL && placeholder.name_length > 2 && name[1] == '_';

    *ret_code = pair && name[0] == 'b' ? subject->b : subject->a;
    return pair ? find_code_value(name + 2, placeholder.name_length - 2)
                : find_code_value(name, placeholder.name_length);
}

static const char *step_value(const struct dip_lexicon *lexicon, const struct dip_subject *subject,
                              dip_placeholder placeholder, enum language language)
{
    const struct dip_step *step = subject->step;

    if (is(placeholder, "message"))
        return step->message;
    size_t actor = is(placeholder, "from") ? step->from : step->to;
    return in_language(lexicon, &subject->family->actors[actor].label, language);
}

/* NULL where the text is not translated. Loading has refused every other placeholder. */
static const char *value_of(const struct dip_lexicon *lexicon, const struct dip_subject *subject,
                            dip_placeholder placeholder, enum language language)
{
    const struct dip_code *code = NULL;

    if (subject->step != NULL)
        return step_value(lexicon, subject, placeholder, language);
    if (is(placeholder, "family"))
        return subject->family->name;
    if (is(placeholder, "site"))
        return lexicon->site->settings.name.text;
    if (is(placeholder, "title"))
        return in_language(lexicon, &subject->family->title, language);
    int found = split(placeholder, subject, &code);
    g_assert(found >= 0 && code != NULL);
    return code_values[found].value(lexicon, subject->family, code, language);
}

static enum kind kind_of(const struct dip_subject *subject, dip_placeholder placeholder)
{
    const struct dip_code *code = NULL;

    if (subject->step != NULL)
        return is(placeholder, "message") ? NAME : WORDS;
    int found = split(placeholder, subject, &code);
    return found >= 0 ? code_values[found].kind : WORDS;
}

static void append_value(const struct dip_lexicon *lexicon, const struct dip_subject *subject,
                         dip_placeholder placeholder, enum language language, const char *value,
                         GString *out)
{
    enum kind kind = kind_of(subject, placeholder);
    bool marked = kind == NAME && language == OWN && lexicon->marks_names;

    if (kind != WORDS && g_ascii_isdigit(value[0]))
        dip_append_text(out, language == OWN ? lexicon->own_mark : lexicon->source_mark);
    if (marked)
        g_string_append_c(out, DIP_NAME_BEGIN);
    dip_append_text(out, value);
    if (marked)
        g_string_append_c(out, DIP_NAME_END);
}

/* Bytes of a pattern. */
struct range {
    size_t start;
    size_t end;
};

static bool fill(const struct dip_lexicon *lexicon, const char *pattern, struct range range,
                 const struct dip_subject *subject, enum language language, GString *out)
{
    gsize start = out->len;
    dip_placeholder placeholder;
    size_t done = range.start;

    while (dip_placeholder_next(pattern, done, &placeholder) && placeholder.start < range.end) {
        const char *value = value_of(lexicon, subject, placeholder, language);
        if (value == NULL) {
            g_string_truncate(out, start);
            return false;
        }
        dip_append(out, pattern + done, placeholder.start - done);
        append_value(lexicon, subject, placeholder, language, value, out);
        done = placeholder.end;
    }
    dip_append(out, pattern + done, range.end - done);
    return true;
}

static bool fill_all(const struct dip_lexicon *lexicon, const char *pattern,
                     const struct dip_subject *subject, enum language language, GString *out)
{
    return fill(lexicon, pattern, (struct range){.end = strlen(pattern)}, subject, language, out);
}

static enum dip_side side_of(dip_placeholder placeholder)
{
    if (placeholder.name_length <= 2 || placeholder.name[1] != '_')
        return DIP_SIDE_NONE;
    return placeholder.name[0] == 'b' ? DIP_SIDE_B : DIP_SIDE_A;
}

/* The run that begins at byte @p start: up to the first placeholder of the other code. */
static struct range run_at(const char *pattern, size_t start, enum dip_side *ret_side)
{
    struct range run = {.start = start, .end = strlen(pattern)};
    enum dip_side side = DIP_SIDE_NONE;
    dip_placeholder placeholder;

    for (size_t at = start; dip_placeholder_next(pattern, at, &placeholder); at = placeholder.end) {
        enum dip_side own = side_of(placeholder);
        if (own != DIP_SIDE_NONE && side != DIP_SIDE_NONE && own != side) {
            run.end = placeholder.start;
            break;
        }
        side |= own;
    }
    *ret_side = side == DIP_SIDE_NONE ? DIP_SIDE_A : side;
    return run;
}

/* Whether a word, which may be marked as a whole, can go on behind byte @p end. */
static bool cuts_word(const char *pattern, size_t end)
{
    char last = pattern[end - 1];

    return g_ascii_isalnum(last) || last == '-' || last == '}';
}

size_t dip_compose_cut(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                       enum dip_side *ret_sides)
{
    const char *own = dip_site_text(lexicon->locale, pattern);
    size_t length = own == NULL ? 0 : strlen(own);
    size_t count = 0;

    for (size_t at = 0; at < length;) {
        if (count == DIP_COMPOSE_RUNS)
            return 0;
        at = run_at(own, at, &ret_sides[count++]).end;
        if (lexicon->marks_names && at < length && cuts_word(own, at))
            return 0;
    }
    return count;
}

bool dip_compose_run(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                     size_t run, const struct dip_subject *subject, GString *out)
{
    const char *own = dip_site_text(lexicon->locale, pattern);
    enum dip_side side = DIP_SIDE_NONE;
    struct range range = run_at(own, 0, &side);

    for (; run > 0; run--)
        range = run_at(own, range.end, &side);
    return fill(lexicon, own, range, subject, OWN, out);
}

bool dip_compose_marks_names(const struct dip_lexicon *lexicon)
{
    return lexicon->marks_names;
}

void dip_compose_unmark(GString *words)
{
    gsize kept = 0;

    for (gsize i = 0; i < words->len; i++) {
        if (words->str[i] != DIP_NAME_BEGIN && words->str[i] != DIP_NAME_END)
            words->str[kept++] = words->str[i];
    }
    g_string_truncate(words, kept);
}

enum dip_tongue dip_compose_text(const struct dip_lexicon *lexicon, const struct dip_phrase *phrase,
                                 GString *out)
{
    const char *own = dip_site_text(lexicon->locale, phrase);

    if (own != NULL) {
        dip_append_text(out, own);
        return DIP_TONGUE_OWN;
    }
    if (phrase->text == NULL)
        return DIP_TONGUE_OWN;
    dip_append_text(out, dip_site_text(lexicon->source, phrase));
    return DIP_TONGUE_SOURCE;
}

enum dip_tongue dip_compose(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                            const struct dip_subject *subject, GString *out)
{
    const char *own = dip_site_text(lexicon->locale, pattern);

    if (own != NULL && fill_all(lexicon, own, subject, OWN, out))
        return DIP_TONGUE_OWN;
    bool filled = fill_all(lexicon, dip_site_text(lexicon->source, pattern), subject, SOURCE, out);
    g_assert(filled);
    return DIP_TONGUE_SOURCE;
}

enum dip_tongue dip_compose_class(const struct dip_lexicon *lexicon,
                                  const struct dip_family *family, const struct dip_class *class_of,
                                  GString *out)
{
    const struct dip_both *both =
        &dip_lexicon_family(lexicon, family)->classes[class_of - family->classes];

    dip_append_text(out, both->own == NULL ? both->source : both->own);
    return both->own == NULL ? DIP_TONGUE_SOURCE : DIP_TONGUE_OWN;
}

const char *dip_compose_join(const struct dip_lexicon *lexicon, enum dip_tongue before,
                             enum dip_tongue after)
{
    bool own = before == DIP_TONGUE_OWN && after == DIP_TONGUE_OWN && lexicon->join.own != NULL;

    return own ? lexicon->join.own : lexicon->join.source;
}

bool dip_compose_tells_apart(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                             const struct dip_subject *pair)
{
    dip_placeholder placeholder;
    bool compared = false;

    for (size_t at = 0; dip_placeholder_next(pattern->text, at, &placeholder);
         at = placeholder.end) {
        const struct dip_code *code = NULL;
        int found = is(placeholder, "family") ? -1 : split(placeholder, pair, &code);
        if (found < 0 || code_values[found].kind != WORDS)
            continue;
        compared = true;
        if (strcmp(code_values[found].value(lexicon, pair->family, pair->a, SOURCE),
                   code_values[found].value(lexicon, pair->family, pair->b, SOURCE)) != 0)
            return true;
    }
    return !compared;
}
