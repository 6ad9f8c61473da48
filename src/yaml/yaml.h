/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * YAML with positions: a file becomes a tree of located values, and tables of fields turn values
 * into structs.
 *
 * Stage 1, one thread a document. A document owns all that came from it, until dip_document_free(), or
 * values are forgotten. All scalars are text until a schema says otherwise (`no` and `0404` never change
 * type). Absent: writing YAML, tags, more than one document in a file.
 */
#ifndef DIP_YAML_H
#define DIP_YAML_H

#include "diag/diag.h"
#include "yaml/ahead.h" /* IWYU pragma: export */

enum dip_value_kind { DIP_VALUE_TEXT, DIP_VALUE_LIST, DIP_VALUE_MAP };

/** A key of a map and its value, in the order of the file. */
struct dip_entry {
    const char *key;
    dip_loc key_loc;
    struct dip_value *value;
};

/** A value and where it stands. Read-only outside yaml/. */
struct dip_value {
    enum dip_value_kind kind;
    dip_loc loc;
    /** DIP_VALUE_TEXT: without forbidden characters; white space made one space */
    const char *text;
    bool empty;   /**< the same: nothing was written (`key:`), or plain `~`, `null`; text is "" */
    size_t count; /**< of items or entries */
    struct dip_value **items;  /**< DIP_VALUE_LIST */
    struct dip_entry *entries; /**< DIP_VALUE_MAP: a key's second one is reported, left out */
};

/** A parsed file. */
struct dip_document;

/**
 * Load @p path below @p root.
 *
 * @return NULL where the file can't be read or is not YAML (reported). A document with a doubled
 *         key or a forbidden character is reported and returned, so that the rest is checked too.
 */
struct dip_document *dip_document_load(const char *root, const char *path, struct dip_diag *diag);

/** Parse @p length bytes as if they were the file @p path; as dip_document_load() else. */
struct dip_document *dip_document_parse(const char *path, const char *bytes, size_t length,
                                        struct dip_diag *diag);

void dip_document_free(struct dip_document *document);
DIP_DEFINE_AUTO(dip_document);

/** Free the values and the root; texts, keys and decoded structs stay. */
void dip_document_forget_tree(struct dip_document *document);

/** The document's one value; an empty file is an empty map. */
const struct dip_value *dip_document_root(const struct dip_document *document);

/** Allocate @p size zeroed bytes that live as long as the document. */
void *dip_document_alloc(struct dip_document *document, size_t size);

/** Find the value of @p key in a map, or NULL. */
const struct dip_value *dip_value_find(const struct dip_value *map, const char *key);

/** A text and where it stands; `text` is NULL where an optional key was left out. */
typedef struct dip_text {
    const char *text;
    dip_loc loc;
} dip_text;

/** A list of texts. */
struct dip_texts {
    size_t count;
    dip_text *items;
};

/** A list of structs, each of the size that its schema says. */
struct dip_list {
    size_t count;
    void *items;
};

/** A choice: the index into the field's `choices`, or -1 where the key was left out. */
typedef struct dip_choice {
    int index;
    dip_loc loc;
} dip_choice;

enum dip_field_type {
    DIP_FIELD_TEXT, /**< dip_text: prose, at most DIP_LIMIT_TEXT_BYTES; white space at the ends cut */
    DIP_FIELD_NAME,    /**< dip_text: one line, at most DIP_LIMIT_NAME_BYTES */
    DIP_FIELD_URL,     /**< dip_text: absolute, http or https, at most DIP_LIMIT_URL_BYTES */
    DIP_FIELD_TEXTS,   /**< struct dip_texts of DIP_FIELD_TEXT */
    DIP_FIELD_NAMES,   /**< struct dip_texts of DIP_FIELD_NAME */
    DIP_FIELD_CHOICE,  /**< dip_choice of `choices`, which ends with NULL */
    DIP_FIELD_CHOICES, /**< unsigned: a list of `choices`; bit i stands for the one at i */
    DIP_FIELD_COUNT,   /**< int64_t, 0 … `maximum`; left out: -1 */
    DIP_FIELD_RECORD,  /**< const void *: a struct of `schema`, NULL where left out */
    DIP_FIELD_RECORDS, /**< struct dip_list of structs of `schema` */
    DIP_FIELD_VALUE,   /**< const struct dip_value *: left to the caller, NULL where left out */
};

enum dip_field_flags {
    DIP_FIELD_REQUIRED = 1,     /**< the key must be there */
    DIP_FIELD_MAY_BE_EMPTY = 2, /**< an empty text or list is no mistake */
};

struct dip_schema;

/** One key of a map. A table of them ends with a NULL key. */
struct dip_field {
    const char *key;
    enum dip_field_type type;
    unsigned flags;
    size_t offset;                   /**< offsetof() in the decoded struct */
    const struct dip_schema *schema; /**< of RECORD and RECORDS */
    const char *const *choices;      /**< of CHOICE, CHOICES */
    int64_t maximum;                 /**< of COUNT; of lists, items (0: DIP_LIMIT_ITEMS) */
};

/** What a map holds and the struct it becomes. */
struct dip_schema {
    const char *what; /**< for messages: "code", "comparison" */
    size_t size;      /**< of the struct */
    const struct dip_field *fields;
    size_t loc_offset; /**< 1 + offsetof() of a dip_loc that gets the map's place; 0 for none */
};

/**
 * Decode @p value into @p ret_record, which the caller has zeroed or not: it is written whole.
 *
 * Reports every mistake below @p value (unknown key with the nearest known one, missing key, wrong
 * type, empty or too long text, value outside a list) and goes on; a wrong field is left as absent.
 *
 * @return true where nothing was reported
 */
bool dip_schema_decode(const struct dip_schema *schema, struct dip_document *document,
                       const struct dip_value *value, struct dip_diag *diag, void *ret_record);

/** Check and take one text as @p type (TEXT, NAME or URL) would be; `text` NULL where reported. */
dip_text dip_value_text(const struct dip_value *value, enum dip_field_type type, const char *key,
                        struct dip_diag *diag);

/** Name a kind for a message: "a text", "a list", "a map". */
const char *dip_value_kind_name(enum dip_value_kind kind);

#endif
