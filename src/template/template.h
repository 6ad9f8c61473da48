/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Templates: HTML with messages and variables. Parsed and checked once (stage 1), folded once per
 * locale (stage 2: messages replaced by their translation, includes put in place) and handed to
 * ctemplate, then expanded by any thread (stages 3 and 4).
 *
 * Language: `{{name}}` auto-escaped by where it stands; `{{name:none}}` a fragment, and only that;
 * `{{name:json_escape}}` inside a string of `<script type="application/ld+json">`;
 * `{{#name}}…{{/name}}`; `{{>parts/head}}` (put in place as text; in base, `{{>page}}` is the page's
 * own template); `{{_("text")}}`, `{{_p("context", "text")}}`, `{{_n("{count} code", "{count} codes")}}`
 * (its first count chooses), `{{_np("context", "one", "many")}}`; `{{! comment }}`, which goes to the
 * translator where it starts with TRANSLATORS: and stands before a message.
 *
 * Blanks: a line of comments and section markers only leaves nothing; elsewhere blanks between and in
 * tags become one (not in <pre>); those at the end of a file are dropped. Addresses (href, src, …) that
 * a value gives a scheme other than http, https and ftp become "#"; others may stand in the template
 * itself, in front of a variable ("mailto:{{name}}").
 *
 * dip_html is text that is markup already. Only template/ and render/ may make one (a lint checks).
 */
#ifndef DIP_TEMPLATE_H
#define DIP_TEMPLATE_H

#include "diag/diag.h"

#include "template/form.h"   /* IWYU pragma: export */
#include "template/html.h"   /* IWYU pragma: export */
#include "template/values.h" /* IWYU pragma: export */

/** What a variable of a template is. */
enum dip_var_kind {
    DIP_VAR_TEXT,    /**< text, escaped by where it stands */
    DIP_VAR_HTML,    /**< a fragment: `:none`, between elements or in place of attributes */
    DIP_VAR_COUNT,   /**< a number: may be shown, and may choose a plural */
    DIP_VAR_SECTION, /**< a section; `inner` are the variables it adds */
};

/** A variable that the program sets. A table of them ends with a NULL name. */
struct dip_var {
    const char *name;
    enum dip_var_kind kind;
    const struct dip_var *inner;
};

enum dip_template_flags {
    DIP_TEMPLATE_PAGE = 1, /**< stands inside base; the variables of base are added to its own */
    DIP_TEMPLATE_RAW_TEXT = 2, /**< plain text (not HTML): no escaping, no markup checks */
};

/** A template the program uses. A table of them ends with a NULL name. */
struct dip_template_spec {
    const char *name; /**< "pair", "parts/panel": the file is templates/NAME.html */
    const struct dip_var *vars;
    unsigned flags;
};

/** A message that a template holds; all borrowed from the templates. */
struct dip_template_message {
    const char *context; /**< or NULL */
    const char *id;
    const char *plural;  /**< or NULL */
    const char *comment; /**< for the translator, or NULL */
    dip_loc loc;
};

/** All templates of a site, checked, no language yet. */
struct dip_templates;

/**
 * Load and check every template of @p specs: from templates/ below @p root where the file is there,
 * else the one built into the program. Files in templates/ that no spec or include names are reported
 * with the nearest name. Everything that ctemplate would refuse is reported here, with its place.
 *
 * @return never NULL. Where an error was reported, only dip_templates_messages() and
 *         dip_templates_free() may be called: catalogs can be compared with what was understood
 */
struct dip_templates *dip_templates_load(const char *root, const struct dip_template_spec *specs,
                                         struct dip_diag *diag);

/** A template's text in memory. A table of them ends with a NULL name. */
struct dip_template_text {
    const char *name;
    const char *bytes;
    size_t length;
};

/** As dip_templates_load(), from @p texts only, and NULL where an error was reported: for tests and fuzzing. */
struct dip_templates *dip_templates_parse(const struct dip_template_text *texts,
                                          const struct dip_template_spec *specs,
                                          struct dip_diag *diag);
void dip_templates_free(struct dip_templates *templates);
DIP_DEFINE_AUTO(dip_templates);

/**
 * The messages in template @p name of the program with all it includes (and base, for a page), each
 * once, in order of appearance; NULL for those of all templates. The array is the caller's
 * (g_ptr_array_unref), its const struct dip_template_message * are borrowed from the templates.
 */
GPtrArray *dip_templates_messages(const struct dip_templates *templates, const char *name);

/**
 * Look up a translation: the text of plural form @p form (0 where @p message has no plural), or NULL
 * where it is not translated.
 */
typedef const char *(*dip_translate_fn)(const struct dip_template_message *message, unsigned form,
                                        void *user);
/** Which plural form @p n takes. */
typedef unsigned (*dip_plural_fn)(unsigned long n, void *user);

/** The language to fold in. */
struct dip_fold {
    const char *tag;        /**< of this locale */
    const char *source_tag; /**< of texts that are not translated: they carry lang="…" */
    const char *source_dir; /**< set where it differs from this locale's direction, else NULL */
    dip_translate_fn translate;
    dip_plural_fn plural_index;
    unsigned plural_count;
    dip_plural_fn source_plural_index; /**< of the source's two forms */
    void *user;
};

/** The templates of one locale. */
struct dip_folded;

/**
 * Fold and parse every template. Cannot fail for templates that were loaded, which need not live on.
 * What it returns is immutable: any thread may expand it. `translate` is called only here; the plural
 * functions and `user` whenever a count is set.
 */
struct dip_folded *dip_templates_fold(const struct dip_templates *templates,
                                      const struct dip_fold *fold);
void dip_folded_free(struct dip_folded *folded);
DIP_DEFINE_AUTO(dip_folded);

#endif
