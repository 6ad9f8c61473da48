/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside proof/ only: a text with its source under the checks, and what they share.
 */
#ifndef DIP_PROOF_INTERNAL_H
#define DIP_PROOF_INTERNAL_H

#include "proof/proof.h"

/** How a language is written, as far as the checks ask. */
struct dip_habits {
    bool wide_marks;    /**< ， 。 and their like: Chinese, Japanese */
    bool japanese;      /**< which of the wide marks: 、 for ，, and not all of them */
    bool arabic_marks;  /**< ، ؛ ؟ */
    bool greek_marks;   /**< ; asks */
    bool spaced_marks;  /**< a space before : ; ! ?, as in French */
    bool no_end;        /**< sentences end without a mark, or with one that is no other's */
    bool inflects;      /**< words change their ends */
    bool spaces;        /**< words are separated by spaces */
    bool doubles_words; /**< a word twice can be right */
    unsigned grows;     /**< characters that 100 of English may become, at most */
    unsigned starts;    /**< and as many more */
};

struct dip_habits dip_habits_of(const struct dip_locale *locale);

/** What stands in a text without being words of the language. */
enum dip_span_kind {
    DIP_SPAN_PLACEHOLDER, /**< {code} */
    DIP_SPAN_MARKUP,      /**< <b>, &amp;, ` */
    DIP_SPAN_ADDRESS,     /**< https://example.org/, sip:alice@example.org */
    DIP_SPAN_DOCUMENT,    /**< RFC 3261 */
    DIP_SPAN_NAME,        /**< INVITE, Retry-After */
    DIP_SPAN_CODE,        /**< 404, 4xx */
};

struct dip_span {
    enum dip_span_kind kind;
    size_t start; /**< byte offsets */
    size_t end;
};

/** All spans of @p text, in order (struct dip_span; g_array_unref). */
GArray *dip_spans_of(const char *text);

/** The span that byte @p offset is in, or NULL. */
const struct dip_span *dip_spans_find(const GArray *spans, size_t offset);

/** A run of letters, marks, digits and inner apostrophes that is in no span. */
struct dip_word {
    size_t start;
    size_t end;
};

/** Find the next word at or behind byte @p from. */
bool dip_word_next(const char *text, const GArray *spans, size_t from, struct dip_word *ret_word);

/** What all messages of a catalog are checked with. */
struct dip_proof {
    const struct dip_locale *locale;
    const struct dip_glossary *glossary; /**< or NULL */
    const char *root;                    /**< or NULL */
    struct dip_diag *diag;
    struct dip_habits habits;
    bool is_source;    /**< the source's own language: nothing has to differ from it */
    bool from_english; /**< the source is English */
    const char *path;
    struct dip_file_bytes file; /**< of the catalog, from its first finding on */
};

/** One string of a message, and what it translates. */
struct dip_proof_text {
    struct dip_proof *proof;
    const struct dip_message *message;
    unsigned index;
    const char *source;
    const char *text;
    GArray *source_spans;
    GArray *spans;
};

/** Report what is at byte @p offset of the text. */
void dip_proof_report(const struct dip_proof_text *t, enum dip_rule rule, size_t offset,
                      const char *format, ...) G_GNUC_PRINTF(4, 5);

/** The character before byte @p offset, or 0; and where it starts. */
gunichar dip_proof_before(const char *text, size_t offset, size_t *ret_start);

/** A character as UTF-8, for messages. */
struct dip_shown {
    char text[8];
};
struct dip_shown dip_shown_of(gunichar c);

/* The checks. */
void dip_proof_spaces(const struct dip_proof_text *t);
void dip_proof_marks(const struct dip_proof_text *t);
void dip_proof_tokens(const struct dip_proof_text *t);
void dip_proof_words(const struct dip_proof_text *t);
void dip_proof_terms(const struct dip_proof_text *t);

/** Where a term of a glossary is one: its row says so, in the column for people. */
enum dip_term_scope {
    DIP_TERM_ANYWHERE,
    DIP_TERM_LABEL,   /**< where it is the whole message */
    DIP_TERM_OPENING, /**< where it opens a sentence */
    DIP_TERM_PATTERN, /**< in messages with placeholders */
};

/** A row of a glossary. */
struct dip_term {
    dip_loc loc;
    const char *english;
    const char *translation; /**< the column, as it stands there */
    char **words;            /**< of the English term, case folded */
    guint word_count;
    GPtrArray *forms; /**< what is accepted; none: not checked */
    enum dip_term_scope scope;
};

/** The term that starts with one of the words at @p words (case folded, NULL-terminated): the longest. */
const struct dip_term *dip_glossary_find(const struct dip_glossary *glossary,
                                         const char *const *words);

/** Tell whether @p word is a term by itself. */
bool dip_glossary_has(const struct dip_glossary *glossary, const char *word);

#endif
