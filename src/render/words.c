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

void dip_write_sentence(const struct dip_edition *edition, const struct dip_sentence *sentence,
                        bool first, enum dip_tongue *tongue, GString *out)
{
    if (!first) {
        const char *join = dip_compose_join(edition->lexicon, *tongue, sentence->tongue);
        dip_html_escape(out, join, strlen(join));
    }
    g_string_append_len(out, sentence->html.bytes, (gssize)sentence->html.length);
    *tongue = sentence->tongue;
}

dip_html dip_keep(GStringChunk *store, GString *buffer, gsize start)
{
    gsize length = buffer->len - start;
    const char *bytes = g_string_chunk_insert_len(store, buffer->str + start, (gssize)length);

    g_string_truncate(buffer, start);
    return dip_html_part(bytes, length);
}
