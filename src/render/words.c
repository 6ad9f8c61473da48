/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Words as markup: escaped, and marked with their language where it is not the page's.
 */
#include "render/edition.h"

void dip_write_words(const struct dip_edition *edition, const GString *words,
                     enum dip_tongue tongue, GString *out)
{
    if (tongue == DIP_TONGUE_SOURCE)
        g_string_append(out, edition->foreign_open);
    dip_html_escape(out, words->str, words->len);
    if (tongue == DIP_TONGUE_SOURCE)
        g_string_append(out, "</span>");
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

    dip_html_escape(out, words->str, words->len);
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
        g_string_append(paragraph->out, "</span>");
    if (paragraph->count > 0) {
        const char *join = dip_compose_join(edition->lexicon, paragraph->tongue, sentence->tongue);
        dip_html_escape(paragraph->out, join, strlen(join));
    }
    if (turns && sentence->tongue == DIP_TONGUE_SOURCE)
        g_string_append(paragraph->out, edition->foreign_open);
    g_string_append_len(paragraph->out, sentence->html.bytes, (gssize)sentence->html.length);
    paragraph->tongue = sentence->tongue;
    paragraph->count++;
}

void dip_paragraph_end(struct dip_paragraph *paragraph)
{
    if (paragraph->count > 0 && paragraph->tongue == DIP_TONGUE_SOURCE)
        g_string_append(paragraph->out, "</span>");
}

dip_html dip_keep(GStringChunk *store, GString *buffer, gsize start)
{
    gsize length = buffer->len - start;
    const char *bytes = g_string_chunk_insert_len(store, buffer->str + start, (gssize)length);

    g_string_truncate(buffer, start);
    return dip_html_part(bytes, length);
}
