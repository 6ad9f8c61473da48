/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Words as markup; for the files of render/ only.
 */
#ifndef DIP_MARKUP_H
#define DIP_MARKUP_H

#include "render/render.h"

/** A composed sentence as markup, without its language: neighbours may share that. */
struct dip_sentence {
    dip_html html;
    enum dip_tongue tongue;
};

/* words.c */
/** Append composed @p words, escaped; names in the locale's own are marked where it does that. */
void dip_write_marked(const struct dip_edition *edition, const GString *words,
                      enum dip_tongue tongue, GString *out);
/** As dip_write_marked(); all of it in `lang` where @p words are the source's. */
void dip_write_words(const struct dip_edition *edition, const GString *words,
                     enum dip_tongue tongue, GString *out);
/** Append a name that no locale translates ("Not Found"), marked where it is of another script. */
void dip_write_name(const struct dip_edition *edition, const char *name, GString *out);
/** Append a text of a record as markup; tells its language. */
enum dip_tongue dip_write_text(const struct dip_edition *edition, const struct dip_phrase *phrase,
                               GString *out);
/** Append the sentence that @p pattern makes of @p subject as markup. */
enum dip_tongue dip_write_pattern(const struct dip_edition *edition,
                                  const struct dip_phrase *pattern,
                                  const struct dip_subject *subject, GString *out);
/** Compose a sentence of a paragraph: its markup does not say its language. */
struct dip_sentence dip_make_sentence(const struct dip_edition *edition,
                                      const struct dip_phrase *pattern,
                                      const struct dip_subject *subject, GStringChunk *store);

/** Sentences one after the other, joined as their languages want it. */
struct dip_paragraph {
    const struct dip_edition *edition;
    GString *out;
    enum dip_tongue tongue; /**< of the last sentence */
    size_t count;
};

void dip_paragraph_add(struct dip_paragraph *paragraph, const struct dip_sentence *sentence);
void dip_paragraph_end(struct dip_paragraph *paragraph);
/** Keep what is in @p buffer behind @p start in @p store, and cut it off there. */
dip_html dip_keep(GStringChunk *store, GString *buffer, gsize start);

#endif
