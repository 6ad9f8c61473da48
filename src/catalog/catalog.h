/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Catalogs: a PO file, read by GNU gettext, becomes an immutable table of messages; and the other
 * way, messages become the bytes of a POT file. A catalog can be made without a file, too.
 *
 * Stage 1, one thread (libgettextpo's error handler is process-global). A loaded catalog may be read
 * from any thread. A catalog owns its strings. Absent: writing PO files of translators; the program
 * never does that in a build.
 */
#ifndef DIP_CATALOG_H
#define DIP_CATALOG_H

#include "catalog/store.h" /* IWYU pragma: export */
#include "diag/diag.h"

/** One translated message, borrowed from its catalog. */
struct dip_message {
    const char *context;        /**< msgctxt, or NULL */
    const char *id;             /**< msgid */
    const char *plural;         /**< msgid_plural, or NULL */
    const char *const *strings; /**< msgstr, or msgstr[0…]; "" where untranslated */
    unsigned string_count;
    bool fuzzy;
    dip_loc loc;                   /**< of the keyword `msgid` */
    const dip_loc *string_locs;    /**< of each keyword `msgstr`; NULL: all are at `loc` */
    const struct dip_plural *rule; /**< the catalog's, or NULL */
};

struct dip_catalog;

/** Let catalogs be read in half the time, by a variable of the environment: before there are threads. */
void dip_catalog_hasten(void);

/**
 * Load the PO file @p path below @p root. Obsolete entries and the header are not messages.
 *
 * Reported, each with the entry's own line: syntax errors (a byte order mark and `domain` lines are
 * such), a message that is there twice, a charset other than UTF-8, a missing or wrong Plural-Forms
 * where a message has plurals, a number of plural forms that is not nplurals (but for fuzzy messages
 * and untranslated ones), forbidden characters (control and bidi override). Placeholders are left to
 * dip_message_check_placeholders(), since not every message is a pattern; a mistake in them is an
 * error that stops a build, too.
 *
 * @return NULL where any of these was reported
 */
struct dip_catalog *dip_catalog_load(const char *root, const char *path, struct dip_diag *diag);

void dip_catalog_free(struct dip_catalog *catalog);
DIP_DEFINE_AUTO(dip_catalog);

/** Find the message of @p context (NULL for none) and @p id, usable or not; NULL if there is none. */
const struct dip_message *dip_catalog_find(const struct dip_catalog *catalog, const char *context,
                                           const char *id);

/** All messages in the order of the file. */
const struct dip_message *dip_catalog_messages(const struct dip_catalog *catalog,
                                               size_t *ret_count);

/** Where the obsolete entries (`#~`) are, in the order of the file. */
const dip_loc *dip_catalog_obsolete(const struct dip_catalog *catalog, size_t *ret_count);

/** Tell whether @p message may be shown: not fuzzy, and no string empty. */
bool dip_message_usable(const struct dip_message *message);

/**
 * Report placeholders that a translation lost or made up, per string: every `{name}` of the source
 * must be in every string, and no other; but `{x_description}` may stand for `{x_meaning}`, `{x_when}`
 * for `{x_encounter}`, and the other way round. Fuzzy and empty strings are not checked.
 *
 * With plurals, a string may lack what only one of msgid and msgid_plural has; and `{count}`, if it
 * is a form that stands for one number ("one code"), or if the message has no rule to tell that by.
 *
 * @return true where nothing was reported
 */
bool dip_message_check_placeholders(const struct dip_message *message, struct dip_diag *diag);

/**
 * Find where byte @p offset of string @p index of @p message stands, in the @p length bytes of its
 * file; the place of the string's keyword where they are other bytes.
 */
dip_loc dip_message_place(const struct dip_message *message, unsigned index, size_t offset,
                          const char *bytes, size_t length);

/** A plural rule: how many forms there are, and which one a number takes. */
struct dip_plural;

/**
 * Parse a header's `nplurals=2; plural=(n != 1);`. The expression is C's with `n`, decimal numbers,
 * `?:` || && == != < > <= >= + - * / % ! and parentheses (GNU gettext manual, "Plural forms").
 *
 * @return NULL where it is not of this form, or gives an index outside for some n up to 1000
 */
struct dip_plural *dip_plural_parse(const char *header_value);
void dip_plural_free(struct dip_plural *plural);
DIP_DEFINE_AUTO(dip_plural);
unsigned dip_plural_count(const struct dip_plural *plural);
unsigned dip_plural_index(const struct dip_plural *plural, unsigned long n);

/** The catalog's own rule, borrowed; NULL where its header has none. */
const struct dip_plural *dip_catalog_plural(const struct dip_catalog *catalog);

/** Where that rule stands. */
dip_loc dip_catalog_plural_loc(const struct dip_catalog *catalog);

/** A message of the source, for a POT file; all borrowed. */
struct dip_source {
    const char *context; /**< or NULL */
    const char *id;
    const char *plural;          /**< or NULL */
    const char *const *comments; /**< for translators, NULL-terminated; `#. ` lines; may be NULL */
    const char *const
        *references;   /**< files, NULL-terminated; `#: ` lines without numbers; may be NULL */
    bool brace_format; /**< has placeholders: `#, python-brace-format` */
};

/** What stands for a text of the source in another language (g_free). */
typedef char *(*dip_words_fn)(const char *text, void *user);

/**
 * Make a catalog without a file, in which @p words translates every one of @p sources, whose contexts and
 * texts are copied. With plurals, the form of one thing comes of msgid, the others of msgid_plural.
 *
 * @param rule as dip_plural_parse() takes it; it has to be one that is right
 */
struct dip_catalog *dip_catalog_make(const struct dip_source *sources, size_t count,
                                     const char *rule, dip_words_fn words, void *user);

/**
 * Format a POT file: deterministic, no date, no line numbers, long lines not wrapped, messages in the
 * order given. `msgfmt --check` and `msgmerge` take it.
 *
 * @return NUL-terminated (g_free)
 */
char *dip_pot_format(const char *project, const struct dip_source *sources, size_t count);

#endif
