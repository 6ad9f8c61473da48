/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What records become: families with their classes, facts and codes. Read-only outside site/.
 */
#ifndef DIP_FAMILY_H
#define DIP_FAMILY_H

#include "yaml/yaml.h"

struct dip_patterns;

/** A translatable text; `text` is NULL where an optional one was left out. */
struct dip_phrase {
    const char *text;
    dip_loc loc;
    unsigned index; /**< into the tables of translations */
};

/** Several, in order. */
struct dip_phrases {
    size_t count;
    struct dip_phrase *items;
};

/** Characters translated, of all. */
struct dip_share {
    uint64_t translated;
    uint64_t total;
};

/** The kinds of a class, which give it its colour; the same names as in records. */
enum dip_class_kind {
    DIP_CLASS_PROVISIONAL,
    DIP_CLASS_SUCCESS,
    DIP_CLASS_REDIRECTION,
    DIP_CLASS_CLIENT,
    DIP_CLASS_SERVER,
    DIP_CLASS_GLOBAL,
};

struct dip_class {
    const char *range; /**< as `4xx`: x is any digit, * any run of characters */
    const char *kind;  /**< "client", …: also the name that stylesheets use */
    const char *anchor;
    struct dip_phrase name;
    struct dip_phrase summary;
    dip_loc loc;
};

enum dip_fact_type { DIP_FACT_CHOICE, DIP_FACT_TOKENS };

struct dip_fact_value {
    const char *id;
    struct dip_phrase label;
    struct dip_phrase says; /**< a sentence with `{code}`; may be left out */
};

struct dip_fact {
    const char *id;
    struct dip_phrase label;
    enum dip_fact_type type;
    size_t value_count;
    struct dip_fact_value *values;
    const struct dip_code_fact *usual; /**< of the codes that give none; NULL without a default */
    dip_loc loc;
};

/** A code's value of one fact of its family. */
struct dip_code_fact {
    const struct dip_fact_value *choice; /**< of a choice, NULL where left out */
    struct dip_texts tokens;             /**< of tokens; none where left out */
    bool has_value; /**< given, or by default; an empty list is one only by default */
    bool is_usual;  /**< the default, whether given or left out */
};

struct dip_actor {
    const char *id;
    struct dip_phrase label;
};

struct dip_step {
    size_t from; /**< index into the family's actors */
    size_t to;
    const char *message; /**< as the protocol spells it */
    bool own;            /**< the message is the page's own code */
};

struct dip_reference {
    dip_text name;
    dip_text url;
};

/** One record. */
struct dip_code {
    const char *code;
    const char *name; /**< the phrase as registered; never translated */
    const char *slug;
    const char *anchor; /**< of the code alone, for ids */
    size_t index;       /**< in its family's order */
    const struct dip_class *class_of;
    struct dip_phrase description;
    struct dip_phrase when;
    struct dip_phrase fix;
    struct dip_phrase meaning;   /**< may be left out */
    struct dip_phrase encounter; /**< may be left out */
    struct dip_code_fact *facts; /**< one per fact of the family */
    size_t step_count;
    struct dip_step *steps;
    size_t reference_count;
    const struct dip_reference *references;
    size_t see_also_count;
    size_t *see_also; /**< indices of codes */
    struct dip_texts former_slugs;
    dip_loc loc;
    struct dip_share *shares; /**< of its own texts, per locale */
};

/** A hand-written comparison; what is left out is generated. */
struct dip_comparison {
    size_t a; /**< index of the lower code */
    size_t b;
    struct dip_phrase intro;
    struct dip_phrases differences;
    struct dip_phrase which;
    dip_loc loc;
};

struct dip_family {
    const char *id; /**< its folder, its part of addresses, and its domain */
    const char *name;
    struct dip_phrase title;
    const struct dip_reference *specification; /**< NULL where left out */
    size_t class_count;
    struct dip_class *classes;
    size_t fact_count;
    struct dip_fact *facts;
    size_t actor_count;
    struct dip_actor *actors;
    size_t code_count;
    struct dip_code *codes; /**< in order */
    size_t comparison_count;
    struct dip_comparison *comparisons; /**< by a, then b */
    GHashTable *comparison_of;          /**< key a * code_count + b */
    const struct dip_patterns *patterns;
    struct dip_share *shares;         /**< of what every page of a pair has, per locale */
    struct dip_share (*generated)[2]; /**< of generated sentences, per locale and "same class" */
};

#endif
