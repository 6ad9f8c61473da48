/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside catalog/ only: where the entries of a PO file stand, which libgettextpo keeps to itself.
 *
 * The scan owns the strings of its keys. It reports nothing: what is no PO file is libgettextpo's to
 * refuse.
 */
#ifndef DIP_CATALOG_SCAN_H
#define DIP_CATALOG_SCAN_H

#include "base/base.h"

/** What tells one message from another. */
struct dip_po_key {
    const char *context; /**< msgctxt, or NULL */
    const char *id;
};

/** Of a `struct dip_po_key *`, for a GHashTable. */
guint dip_po_key_hash(gconstpointer key);
gboolean dip_po_key_equal(gconstpointer a, gconstpointer b);

/** Where a keyword stands. */
typedef struct dip_po_place {
    uint32_t line;
    uint32_t column;
} dip_po_place;

/** One entry: a msgid and the msgstr behind it. */
struct dip_po_entry {
    struct dip_po_key key;
    dip_po_place place; /**< of the keyword msgid */
    guint first_string; /**< index of its first msgstr in the scan's strings */
    guint string_count;
    size_t start; /**< byte offset of the keyword */
    size_t end;   /**< byte offset of the next entry, or of the end */
    bool obsolete;
};

/** A string without its closing quote; libgettextpo names the line behind it. */
struct dip_po_open {
    uint32_t line;
    uint32_t column; /**< of the opening quote */
};

struct dip_po_scan {
    GStringChunk *texts;
    GArray *entries;      /**< of struct dip_po_entry, in the order of the file */
    GArray *strings;      /**< of dip_po_place: each keyword msgstr, in the order of the file */
    GArray *open;         /**< of struct dip_po_open, in the order of the file */
    bool escapes;         /**< some string has one for what may not stand in the file itself */
    uint32_t domain_line; /**< of the first `domain` directive; 0 where there is none */
};

/** Scan @p length bytes of a PO file, which may be broken. */
void dip_po_scan_init(struct dip_po_scan *scan, const char *bytes, size_t length);
void dip_po_scan_release(struct dip_po_scan *scan);

/** Put the strings of @p entry one behind the other, as they are written (g_free): they may be wrapped. */
char *dip_po_join(const char *bytes, const struct dip_po_entry *entry);

/**
 * Find in @p bytes the character that byte @p offset of the string behind @p keyword was read from;
 * its closing quote for the offset behind the last.
 *
 * @return @p keyword where the string is not that long
 */
dip_po_place dip_po_locate(const char *bytes, size_t length, dip_po_place keyword, size_t offset);

#endif
