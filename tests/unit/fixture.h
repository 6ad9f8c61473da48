/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A small site in a temporary folder, for the tests of modules that work on a loaded one.
 */
#ifndef DIP_FIXTURE_H
#define DIP_FIXTURE_H

#include "site/site.h"

#include <glib/gstdio.h>

/** A file of the site. A table of them ends with a NULL path. */
struct fixture_file {
    const char *path;
    const char *text;
};

static inline void fixture_write(const char *root, const char *path, const char *text)
{
    g_autofree char *full = g_build_filename(root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0777), ==, 0);
    g_assert_true(g_file_set_contents(full, text, -1, NULL));
}

static const struct fixture_file fixture_files[] = {
    {"site/site.yaml", "name: Fixture\nurl: https://fixture.example/codes\n"},
    {"content/demo/family.yaml", "name: DEMO\ntitle: Demo Protocol\n"
                                 "classes:\n"
                                 "  - {range: 2xx, name: Success, summary: It worked.}\n"
                                 "  - {range: 4xx, name: Client Failure}\n"
                                 "facts:\n"
                                 "  retry:\n"
                                 "    label: Retry\n"
                                 "    type: choice\n"
                                 "    values:\n"
                                 "      later: {label: Later, says: \"After {code} wait.\"}\n"
                                 "      never: {label: Never, says: \"After {code} give up.\"}\n"
                                 "  headers: {label: Headers, type: tokens}\n"
                                 "actors: {a: Caller, b: Callee}\n"},
    {"content/demo/codes/200.yaml",
     "code: \"200\"\nname: OK\ndescription: The request worked.\nwhen: When all is well.\n"
     "fix: Nothing to fix.\nfacts: {retry: never}\nflow: [[a, b, GET], [b, a, 200 OK]]\n"},
    {"content/demo/codes/404.yaml",
     "code: \"404\"\nname: Not Found\ndescription: SIP has no such user. Look again.\n"
     "when: After a typing mistake.\nfix: Type it again.\nfacts: {retry: later, headers: [Via]}\n"
     "see_also: [\"410\"]\n"},
    {"content/demo/codes/410.yaml",
     "code: \"410\"\nname: Gone\ndescription: It was here.\nwhen: When it left.\nfix: Let go.\n"
     "meaning: it was here once.\nfacts: {retry: later}\n"},
    {"content/demo/comparisons/404-410.yaml", "pair: [\"410\", \"404\"]\nintro: Both are gone.\n"},
    {"locales/de/site.po",
     "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
     "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n"
     "msgid \"Key Differences\"\nmsgstr \"Die wichtigsten Unterschiede\"\n\n"
     "msgctxt \"pattern\"\nmsgid \"{range} {name}\"\nmsgstr \"{name} ({range})\"\n\n"
     "msgctxt \"pattern\"\nmsgid \"{a_code} indicates that {a_meaning}\"\n"
     "msgstr \"{a_code} bedeutet: {a_description}\"\n\n"
     "msgctxt \"pattern\"\nmsgid \"You encounter {code} {encounter}\"\n"
     "msgstr \"Sie sehen {code} {encounter}\"\n"},
    {"locales/de/demo.po",
     "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
     "msgctxt \"class\"\nmsgid \"Success\"\nmsgstr \"Erfolg\"\n\n"
     "msgctxt \"description\"\nmsgid \"The request worked.\"\nmsgstr \"Die Anfrage gelang.\"\n\n"
     "#, fuzzy\nmsgctxt \"when\"\nmsgid \"When all is well.\"\nmsgstr \"Wenn alles gut ist.\"\n"},
    {NULL, NULL},
};

/** Write the site and load it with @p flags; NULL where it has errors, which are in @p diag. */
static inline struct dip_site *fixture_load_with(const struct fixture_file *more, unsigned flags,
                                                 struct dip_diag *diag)
{
    static const char *const page_names[DIP_PAGE_KINDS] = {NULL};
    g_autofree char *root = g_dir_make_tmp("diptych-unit-XXXXXX", NULL);

    for (const struct fixture_file *file = fixture_files; file->path != NULL; file++)
        fixture_write(root, file->path, file->text);
    for (const struct fixture_file *file = more; file != NULL && file->path != NULL; file++)
        fixture_write(root, file->path, file->text);
    return dip_site_load(root, NULL, page_names, flags, NULL, diag);
}

static inline struct dip_site *fixture_load(const struct fixture_file *more, struct dip_diag *diag)
{
    return fixture_load_with(more, 0, diag);
}

#endif
