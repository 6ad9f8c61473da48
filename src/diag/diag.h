/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Diagnostics: what the user's input or the world did wrong, where, and what was expected.
 *
 * A sink collects them. It belongs to one thread; workers have sinks of their own, which are merged
 * before printing. Printing sorts, so that every run says the same. A path is interned: a position
 * is small and can be copied anywhere. Absent on purpose: error codes, exceptions, a global sink.
 */
#ifndef DIP_DIAG_H
#define DIP_DIAG_H

#include "base/base.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "diag/rules.h" /* IWYU pragma: export */

/**
 * A place in a file. `path` is relative to the site's folder and interned (g_intern_string); NULL
 * where there is no file. Lines and columns count from 1, columns in characters; 0 is "unknown".
 */
typedef struct dip_loc {
    const char *path;
    uint32_t line;
    uint32_t column;
} dip_loc;

/** A place in the file @p path, which is interned here. */
dip_loc dip_loc_at(const char *path, uint32_t line, uint32_t column);

enum dip_severity { DIP_ERROR, DIP_WARNING };

/** What a rule is called and how bad a breach is. */
struct dip_rule_info {
    const char *id; /**< as in `[key-unknown]` and in docs/diagnostics.md */
    enum dip_severity severity;
};

/** The properties of @p rule; never NULL. */
const struct dip_rule_info *dip_rule_get(enum dip_rule rule);

/** Find a rule by its id, or -1. */
int dip_rule_find(const char *id);

/** Collects diagnostics. */
struct dip_diag;

struct dip_diag *dip_diag_new(void);
void dip_diag_free(struct dip_diag *diag);
DIP_DEFINE_AUTO(dip_diag);

/**
 * Report a breach of @p rule at @p loc: one lower-case clause without a full stop, the value in
 * double quotes, what was expected named.
 */
void dip_diag_report(struct dip_diag *diag, enum dip_rule rule, dip_loc loc, const char *format,
                     ...) G_GNUC_PRINTF(4, 5);

/** Add a note to the diagnostic reported last: another place that matters, or what to do. */
void dip_diag_note(struct dip_diag *diag, dip_loc loc, const char *format, ...) G_GNUC_PRINTF(3, 4);

/** Add the note "did you mean "x"?" where one of @p candidates is near @p word; else do nothing. */
void dip_diag_suggest(struct dip_diag *diag, const char *word, const char *const *candidates,
                      size_t count);

/**
 * Report what dip_file_load() or dip_file_list() could not do with @p path. @p error is the errno of
 * DIP_FILE_UNREADABLE, or 0 where it is not known; @p limit that of DIP_FILE_TOO_LARGE.
 */
void dip_diag_report_file(struct dip_diag *diag, enum dip_file_fault fault, int error,
                          const char *path, size_t limit);

/**
 * Report what no text may have (rules invalid-utf8, forbidden-character). Where @p exact, the text
 * is a whole file: the first such character of each line is reported at its own place, up to the
 * first byte that is not UTF-8 and DIP_LIMIT_DIAGNOSTICS of them. Else it is a part of one: its first
 * such character is reported at @p loc.
 *
 * @return true where the text is fine
 */
bool dip_diag_check_text(struct dip_diag *diag, dip_loc loc, const char *text, size_t length,
                         bool exact);

/** How many diagnostics of @p severity there are. */
size_t dip_diag_count(const struct dip_diag *diag, enum dip_severity severity);
/** … and of any severity. */
size_t dip_diag_count_all(const struct dip_diag *diag);

/** Move all of @p from into @p diag. */
void dip_diag_merge(struct dip_diag *diag, struct dip_diag *from);

/**
 * Write all as `path:line:col: error: text [rule]` with an excerpt and notes, sorted by path, line,
 * column, rule and text, each once; of the warnings of one rule in one file, DIP_LIMIT_WARNINGS.
 *
 * @param root   the site's folder, from which excerpts are read
 * @param prefix put before every path, so that it can be opened from the user's folder; "" for none
 */
void dip_diag_print(const struct dip_diag *diag, FILE *out, const char *root, const char *prefix,
                    bool colour);

/** Append all, sorted, as a JSON array of objects to @p out. */
void dip_diag_print_json(const struct dip_diag *diag, GString *out);

/** The same with the first @p most errors, and no warning. @return how many errors were left out */
size_t dip_diag_print_json_errors(const struct dip_diag *diag, GString *out, size_t most);

/** Append @p text as a JSON string, quotes included. */
void dip_json_string(GString *out, const char *text);

/**
 * The section of docs/diagnostics.md on rule @p id, as text for a terminal (g_free); a sentence that
 * says so where the manual has none; NULL where there is no such rule.
 */
char *dip_rule_explain(const char *id);

/** All rules' ids, sorted, @p ret_count of them; borrowed. */
const char *const *dip_rule_ids(size_t *ret_count);

#endif
