/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Words as markup: escaped, and marked with their language where it is not the page's.
 */
#include "render/edition.h"

static void write_name(const struct dip_edition *edition, const char *name, size_t length,
                       GString *out)
{
    dip_append_text(out, edition->name_open);
    dip_html_escape(out, name, length);
    dip_append_text(out, "</i>");
}

static size_t word_length(const char *p, const char *end)
{
    size_t length = 0;

    while (p + length < end && (g_ascii_isalnum(p[length]) || p[length] == '-'))
        length++;
    return length;
}

/* A field of a header, as texts have it: Retry-After, SIP-If-Match. */
static bool is_field(const char *word, size_t length)
{
    const char *hyphen = memchr(word, '-', length);

    return hyphen != NULL && g_ascii_isupper(word[0]) && hyphen + 1 < word + length &&
           g_ascii_isupper(hyphen[1]);
}

/* Words between names; fields stand in them without marks. */
static void write_between(const struct dip_edition *edition, const char *p, const char *end,
                          GString *out)
{
    const char *done = p;

    while (p < end) {
        size_t length = word_length(p, end);
        if (is_field(p, length)) {
            dip_html_escape(out, done, (size_t)(p - done));
            write_name(edition, p, length, out);
            done = p + length;
        }
        p += MAX(length, 1);
    }
    dip_html_escape(out, done, (size_t)(end - done));
}

void dip_write_marked(const struct dip_edition *edition, const GString *words,
                      enum dip_tongue tongue, GString *out)
{
    const char *end = words->str + words->len;
    const char *p = words->str;
    const char *begin;

    if (tongue == DIP_TONGUE_SOURCE || !dip_compose_marks_names(edition->lexicon)) {
        dip_html_escape(out, p, words->len);
        return;
    }
    while ((begin = memchr(p, DIP_NAME_BEGIN, (size_t)(end - p))) != NULL) {
        const char *stop = strchr(begin, DIP_NAME_END);
        write_between(edition, p, begin, out);
        write_name(edition, begin + 1, (size_t)(stop - begin - 1), out);
        p = stop + 1;
    }
    write_between(edition, p, end, out);
}

void dip_write_words(const struct dip_edition *edition, const GString *words,
                     enum dip_tongue tongue, GString *out)
{
    if (tongue == DIP_TONGUE_SOURCE)
        dip_append_text(out, edition->foreign_open);
    dip_write_marked(edition, words, tongue, out);
    if (tongue == DIP_TONGUE_SOURCE)
        dip_append_text(out, "</span>");
}

void dip_write_name(const struct dip_edition *edition, const char *name, GString *out)
{
    if (dip_compose_marks_names(edition->lexicon))
        write_name(edition, name, strlen(name), out);
    else
        dip_html_escape(out, name, strlen(name));
}

enum dip_tongue dip_write_text(const struct dip_edition *edition, const struct dip_phrase *phrase,
                               GString *out)
{
    g_autoptr(GString) words = g_string_new(NULL);
    enum dip_tongue tongue = dip_compose_text(edition->lexicon, phrase, words);

    dip_write_words(edition, words, tongue, out);
    return tongue;
}

enum dip_tongue dip_write_pattern(const struct dip_edition *edition,
                                  const struct dip_phrase *pattern,
                                  const struct dip_subject *subject, GString *out)
{
    g_autoptr(GString) words = g_string_new(NULL);
    enum dip_tongue tongue = dip_compose(edition->lexicon, pattern, subject, words);

    dip_write_words(edition, words, tongue, out);
    return tongue;
}

struct dip_sentence dip_make_sentence(const struct dip_edition *edition,
                                      const struct dip_phrase *pattern,
                                      const struct dip_subject *subject, GStringChunk *store)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    struct dip_sentence sentence = {.tongue =
                                        dip_compose(edition->lexicon, pattern, subject, words)};

    dip_write_marked(edition, words, sentence.tongue, out);
    sentence.html = dip_keep(store, out, 0);
    return sentence;
}

/* Neighbours of one language stand in one element: in a page that runs the other way, elements of
 * their own would be put in the page's order. */
void dip_paragraph_add(struct dip_paragraph *paragraph, const struct dip_sentence *sentence)
{
    const struct dip_edition *edition = paragraph->edition;
    bool turns = paragraph->count == 0 ? sentence->tongue == DIP_TONGUE_SOURCE
                                       : sentence->tongue != paragraph->tongue;

    if (turns && paragraph->tongue == DIP_TONGUE_SOURCE && paragraph->count > 0)
        dip_append_text(paragraph->out, "</span>");
    if (paragraph->count > 0) {
        bool own = paragraph->tongue == DIP_TONGUE_OWN && sentence->tongue == DIP_TONGUE_OWN;
        dip_html join = own ? edition->own_join : edition->join;
        dip_append(paragraph->out, join.bytes, join.length);
    }
    if (turns && sentence->tongue == DIP_TONGUE_SOURCE)
        dip_append_text(paragraph->out, edition->foreign_open);
    dip_append(paragraph->out, sentence->html.bytes, sentence->html.length);
    paragraph->tongue = sentence->tongue;
    paragraph->count++;
}

void dip_paragraph_end(struct dip_paragraph *paragraph)
{
    if (paragraph->count > 0 && paragraph->tongue == DIP_TONGUE_SOURCE)
        dip_append_text(paragraph->out, "</span>");
}

dip_html dip_keep(GStringChunk *store, GString *buffer, gsize start)
{
    gsize length = buffer->len - start;
    const char *bytes = g_string_chunk_insert_len(store, buffer->str + start, (gssize)length);

    g_string_truncate(buffer, start);
    return dip_html_part(bytes, length);
}
