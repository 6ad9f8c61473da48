/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of template/ share: tokens of a file, the bytes of a checked page, slots.
 *
 * A file is scanned once (scan.c). For each template of the program, lint.c walks the tokens of all
 * the files it is made of, in the order of the page, and leaves a `struct dip_root`: the text that
 * ctemplate gets, with open places for messages. fold.c fills those per locale.
 */
#ifndef DIP_TEMPLATE_INTERNAL_H
#define DIP_TEMPLATE_INTERNAL_H

#include "template/template.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The templates of the program, by file name. */
extern const struct dip_builtin dip_templates_builtin[];

enum dip_token_kind {
    DIP_TOKEN_TEXT,
    DIP_TOKEN_VARIABLE,
    DIP_TOKEN_OPEN,
    DIP_TOKEN_CLOSE,
    DIP_TOKEN_INCLUDE,
    DIP_TOKEN_MESSAGE,
    DIP_TOKEN_SILENT, /**< a comment, or a marker that was reported: leaves nothing */
};

/** A message call of a template: `call.id` is NULL for other tokens. */
struct dip_call {
    const char *context;
    const char *id;
    const char *plural;
    const char *comment;
};

/** A piece of a template file. Strings are borrowed from the file. */
struct dip_token {
    enum dip_token_kind kind;
    size_t origin;     /**< where it starts in the file, which line and column are of */
    size_t start, end; /**< its bytes; a text without the blanks of lines that leave nothing */
    uint32_t line, column;
    bool alone;           /**< a marker on a line that leaves nothing, or text behind one */
    const char *name;     /**< of a variable, section or include */
    const char *modifier; /**< behind the colon, or NULL */
    struct dip_call call;
};

/** A template file, scanned. */
struct dip_file {
    const char *name; /**< "parts/head" */
    const char *path; /**< "templates/parts/head.html", interned */
    char *text;
    size_t length;
    GArray *tokens; /**< of struct dip_token */
    GStringChunk *strings;
};

/** The place of @p token. */
dip_loc dip_token_loc(const struct dip_file *file, const struct dip_token *token);

/** The place of the byte at @p offset, in or behind @p token. */
dip_loc dip_token_loc_at(const struct dip_file *file, const struct dip_token *token, size_t offset);

/** Make tokens of @p file's text and report what is none; its sections are balanced or reported. */
void dip_file_scan(struct dip_file *file, struct dip_diag *diag);

/**
 * Read a message call at @p *cursor, which stands behind `{{`, and move it behind the `}}` of its end
 * or, after an error, behind the next `}}` (or line).
 *
 * @return false where an error was reported at @p loc
 */
bool dip_call_parse(struct dip_file *file, size_t *cursor, dip_loc loc, struct dip_diag *diag,
                    struct dip_call *ret_call);

/** Where a placeholder's number comes from. */
struct dip_hole {
    const char *name; /**< borrowed from the spec */
    unsigned slot;
};

/** A message in a root's text, and the counts that may stand in it. */
struct dip_message_place {
    size_t offset;
    const struct dip_template_message *message;
    size_t first_hole, hole_count;
};

/** A template of the program, checked, all its files in place. */
struct dip_root {
    const struct dip_template_spec *spec;
    GString *bytes; /**< for ctemplate, but for the messages */
    GArray *places; /**< of struct dip_message_place, in order */
    GArray *holes;  /**< of struct dip_hole */
};

/** Which variable has which number. Shared by the templates and all that was folded of them. */
struct dip_slots {
    GHashTable *of_kind[DIP_VAR_SECTION + 1]; /**< name -> number + 1 */
    unsigned count;
};

struct dip_slots *dip_slots_new(const struct dip_template_spec *specs);
struct dip_slots *dip_slots_ref(struct dip_slots *slots);
void dip_slots_unref(struct dip_slots *slots);
/** The number of variable @p name of @p kind, or -1. */
int dip_slots_find(const struct dip_slots *slots, enum dip_var_kind kind, const char *name);

struct dip_templates {
    const struct dip_template_spec *specs;
    struct dip_slots *slots;
    GHashTable *files;   /**< name -> struct dip_file; NULL where there is none */
    GPtrArray *roots;    /**< of struct dip_root, as specs */
    GPtrArray *messages; /**< of struct dip_template_message, in order of appearance */
    GHashTable *by_text; /**< context and id -> the message */
    GStringChunk *strings;
};

/** Find the file of template @p name, or NULL. */
struct dip_file *dip_templates_file(struct dip_templates *templates, const char *name);

/** Report the files of the site's folder of templates that nothing uses. */
void dip_templates_check_folder(const struct dip_templates *templates, const char *root,
                                struct dip_diag *diag);

/** The message of @p token, entered in the list at its first appearance. */
const struct dip_template_message *dip_templates_enter(struct dip_templates *templates,
                                                       const struct dip_file *file,
                                                       const struct dip_token *token,
                                                       struct dip_diag *diag);

/** Check the template of @p spec and make its root; what is wrong is reported once per place. */
struct dip_root *dip_root_new(struct dip_templates *templates, const struct dip_template_spec *spec,
                              GHashTable *reported, struct dip_diag *diag);
void dip_root_free(struct dip_root *root);

/** How many bytes of @p text, which may be long, to show in a diagnostic ("%.*s"). */
int dip_shown(const char *text);

/** Append text to what ctemplate will read, so that no two braces of it make a marker. */
void dip_literal_append(GString *out, const char *text, size_t length);

#endif
