/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The words of a page: patterns filled, in one language a sentence.
 *
 * A sentence is in the locale's language only if its pattern and every text in it are translated;
 * else the whole of it is the source's. Every function here says which one it was. Plain text only:
 * markup is made in render/.
 *
 * Stage 3 makes a lexicon for each locale, on any one thread; after that it is read-only and any
 * thread may compose with it. It borrows the site.
 */
#ifndef DIP_COMPOSE_H
#define DIP_COMPOSE_H

#include "site/site.h"

/** What one locale needs to say about codes: clauses and the names of classes, ready to be put in. */
struct dip_lexicon;

struct dip_lexicon *dip_lexicon_new(const struct dip_site *site,
                                    const struct dip_site_locale *locale);
void dip_lexicon_free(struct dip_lexicon *lexicon);
DIP_DEFINE_AUTO(dip_lexicon);

/** Which language some words are in. */
enum dip_tongue {
    DIP_TONGUE_OWN,    /**< the locale's */
    DIP_TONGUE_SOURCE, /**< the source's, in a locale that is another: needs `lang` */
};

/** What a pattern speaks about; what its scope does not need is NULL. */
struct dip_subject {
    const struct dip_family *family;
    const struct dip_code *a; /**< of a pair, or the one code */
    const struct dip_code *b;
    const struct dip_step *step;
};

/** Append a text of a record. An absent phrase appends nothing. */
enum dip_tongue dip_compose_text(const struct dip_lexicon *lexicon, const struct dip_phrase *phrase,
                                 GString *out);

/**
 * What stands around a name of the protocol ("Not Found") in a locale that is written in another
 * script than the source: shift out and shift in. No input may have them.
 */
#define DIP_NAME_BEGIN '\x0e'
#define DIP_NAME_END   '\x0f'

/** Tell whether sentences of this locale have their names between DIP_NAME_BEGIN and DIP_NAME_END. */
bool dip_compose_marks_names(const struct dip_lexicon *lexicon);

/** Take the marks around names out of @p words. */
void dip_compose_unmark(GString *words);

/** Append the sentence that @p pattern makes of @p subject, its names marked where the locale does. */
enum dip_tongue dip_compose(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                            const struct dip_subject *subject, GString *out);

/** The most runs that dip_compose_cut() makes of a pattern. */
enum { DIP_COMPOSE_RUNS = 8 };

/**
 * Cut the locale's translation of @p pattern, which speaks of two codes, into runs that need one of them
 * each: "SIP {a_code} {a_name} vs " and "{b_code} {b_name}". What runs become, one behind the other, is
 * the sentence, also where each is made into markup by itself.
 *
 * @param ret_sides [DIP_COMPOSE_RUNS] the code that each needs: A or B
 * @return how many; 0 where it is not translated, or can't be cut
 */
size_t dip_compose_cut(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                       enum dip_side *ret_sides);

/** As dip_compose(), a run of a pattern that was cut, by its number; false where a text in it is not translated. */
bool dip_compose_run(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                     size_t run, const struct dip_subject *subject, GString *out);

/** Append a class as it is called in sentences. */
enum dip_tongue dip_compose_class(const struct dip_lexicon *lexicon,
                                  const struct dip_family *family, const struct dip_class *class_of,
                                  GString *out);

/**
 * What stands between two sentences of a paragraph: of the locale's where both are in its language,
 * else of the source's. Borrowed.
 */
const char *dip_compose_join(const struct dip_lexicon *lexicon, enum dip_tongue before,
                             enum dip_tongue after);

/**
 * Tell whether @p pattern says something different of the two codes of @p pair: any of its values
 * other than code and name differs, or it has none.
 */
bool dip_compose_tells_apart(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                             const struct dip_subject *pair);

#endif
