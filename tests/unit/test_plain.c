/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * catalog/plain: which PO files are read without libgettextpo; and that what is read of them is what
 * libgettextpo gives: of all catalogs of the repository, of the fuzzer's corpus, and of thousands of
 * files with random edits.
 */
#include "../fuzz/plain.h"

#include <glib/gstdio.h>

#define HEADER                                                                                     \
    "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"                    \
    "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n"

const char *__lsan_default_suppressions(void);

/** libgettextpo 0.21 loses names and comments of broken, doubled and obsolete entries. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo_x\nleak:libgettextpo.so\n";
}

/** A folder for the PO files of a test. */
static char *folder;

/* Compare what both readers give; tell whether the file was plain. */
static bool compare(const char *bytes, size_t length)
{
    g_autofree char *path = g_build_filename(folder, "fuzz.po", NULL);

    /* Some file systems wait for the disk where a file is emptied and written again. */
    g_unlink(path);
    FILE *file = g_fopen(path, "wb");
    g_assert_nonnull(file);
    g_assert_cmpuint(fwrite(bytes, 1, length, file), ==, length);
    fclose(file);
    return plain_compare(folder, bytes, length);
}

static const char all[] =
    "# By hand.\n#\n" HEADER "#. a comment\n#: content/sip/codes/404.yaml\nmsgctxt \"card\"\n"
    "msgid \"\"\n\"Descri\"\n\"ption\"\nmsgstr \"M\xc3\xb4 t\xe1\xba\xa3\"\n\n"
    "#, fuzzy, python-brace-format\n#| msgctxt \"old\"\n#| msgid \"old \"\n#| \"{x}\"\n"
    "msgid \"{x}\"\nmsgstr \"a\\tb\\\\ \\\"c\\\"\\n\"\n\n"
    "#| msgid \"a code\"\n#| msgid_plural \"codes\"\nmsgctxt \"\"\nmsgid \"{count} code\"\n"
    "msgid_plural \"{count} codes\"\nmsgstr[0] \"{count} m\"\nmsgstr[1] \"\"\n\"{count} ms\"\n"
    "msgid \"near\"\nmsgstr \"\"\n\n"
    "#~ msgctxt \"card\"\n#~ msgid \"gone\"\n#~ msgstr \"g\"\n\n"
    "#, fuzzy\n#~| msgid \"was\"\n#~ msgid \"\"\n#~ \"gone too\"\n#~ msgid_plural \"x\"\n"
    "#~ msgstr[0] \"y\"\n#~ msgstr[1] \"z\"\n";

static void test_all(void)
{
    g_assert_true(compare(all, strlen(all)));
}

/* Of the form @p name, beside the header. */
struct row {
    const char *name;
    const char *po;
};

static const struct row others[] = {
    {"no header", "msgid \"a\"\nmsgstr \"b\"\n"},
    {"nothing", ""},
    {"header behind a message", "msgid \"a\"\nmsgstr \"b\"\n\n" HEADER},
    {"fuzzy header", "#, fuzzy\n" HEADER},
    {"header twice", HEADER HEADER},
    {"other charset", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=latin1\\n\"\n"},
    {"two charsets", "msgid \"\"\nmsgstr \"X: charset=latin1\\n\"\n"
                     "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"},
    {"doubled message", HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n"},
    {"in use behind obsolete",
     HEADER "#~ msgid \"a\"\n#~ msgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n"},
    {"forms", HEADER "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n"},
    {"forms from 1", HEADER "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\nmsgstr[0] \"d\"\n"},
    {"form without plural", HEADER "msgid \"a\"\nmsgstr[0] \"c\"\n"},
    {"no rule", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
                "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\nmsgstr[1] \"d\"\n"},
    {"no msgstr", HEADER "msgid \"a\"\n"},
    {"comment inside", HEADER "msgid \"a\"\n# no\nmsgstr \"b\"\n"},
    {"empty line inside", HEADER "msgid \"a\"\n\nmsgstr \"b\"\n"},
    {"joined comment", HEADER "# a \\\nmsgid \"a\"\nmsgstr \"b\"\n"},
    {"other flag", HEADER "#, range: 0..1\nmsgid \"a\"\nmsgstr \"b\"\n"},
    {"flags twice", HEADER "#, fuzzy\n#, c-format\nmsgid \"a\"\nmsgstr \"b\"\n"},
    {"other comment", HEADER "#= x\nmsgid \"a\"\nmsgstr \"b\"\n"},
    {"other escape", HEADER "msgid \"a\"\nmsgstr \"\\x41\"\n"},
    {"escaped quote at the end", HEADER "msgid \"a\"\nmsgstr \"b\\\"\n"},
    {"quote inside", HEADER "msgid \"a\"\nmsgstr \"b\"c\"\n"},
    {"no quotes", HEADER "msgid a\nmsgstr \"b\"\n"},
    {"two spaces", HEADER "msgid  \"a\"\nmsgstr \"b\"\n"},
    {"two strings a line", HEADER "msgid \"a\" \"b\"\nmsgstr \"c\"\n"},
    {"indented", HEADER " msgid \"a\"\nmsgstr \"c\"\n"},
    {"carriage returns", HEADER "msgid \"a\"\r\nmsgstr \"c\"\r\n"},
    {"no line feed at the end", HEADER "msgid \"a\"\nmsgstr \"c\""},
    {"half obsolete", HEADER "#~ msgid \"a\"\nmsgstr \"c\"\n"},
    {"previous behind", HEADER "msgid \"a\"\n#| msgid \"b\"\nmsgstr \"c\"\n"},
    {"previous alone", HEADER "#| msgid \"a\"\n\nmsgid \"a\"\nmsgstr \"c\"\n"},
    {"domain", "domain \"x\"\n" HEADER},
};

static void test_others(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        bool plain = compare(others[i].po, strlen(others[i].po));
        if (plain)
            g_test_message("in row \"%s\"", others[i].name);
        g_assert_false(plain);
    }
}

/* Compare all files of a folder whose names end in ".po" or ".pot"; give how many, and how many were plain. */
static unsigned compare_files(const char *path, unsigned *ret_plain)
{
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    unsigned count = 0;

    for (const char *name = NULL; (name = g_dir_read_name(files)) != NULL;) {
        g_autofree char *full = g_build_filename(path, name, NULL);
        g_autofree char *bytes = NULL;
        gsize length = 0;
        if (!g_str_has_suffix(name, ".po"))
            continue;
        g_assert_true(g_file_get_contents(full, &bytes, &length, NULL));
        count++;
        *ret_plain += compare(bytes, length);
    }
    return count;
}

static void test_repository(void)
{
    static const char *const locales[] = {"en", "zh", "pt", "vi"};
    const char *root = g_getenv("DIP_SOURCE_ROOT");
    unsigned count = 0;
    unsigned plain = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(locales); i++) {
        g_autofree char *path = g_build_filename(root, "locales", locales[i], NULL);
        count += compare_files(path, &plain);
    }
    g_assert_cmpuint(count, >=, 7);
    g_assert_cmpuint(plain, ==, count);
    g_autofree char *corpus = g_build_filename(root, "tests", "fuzz", "corpus-po", NULL);
    g_assert_cmpuint(compare_files(corpus, &plain), >=, 20);
}

/* ---- random edits ---- */

static const char *const pieces[] = {"\"",
                                     "\\",
                                     "\n",
                                     "#",
                                     "#~ ",
                                     "#| ",
                                     "#~| ",
                                     "msgid ",
                                     "msgstr ",
                                     "msgctxt ",
                                     "msgid_plural ",
                                     "msgstr[1] ",
                                     " ",
                                     "\\n",
                                     "fuzzy",
                                     ",",
                                     "x",
                                     "\"\"\n",
                                     "#, fuzzy\n",
                                     "\t",
                                     "charset=",
                                     "=",
                                     "\\\"",
                                     "#.\n",
                                     "\r",
                                     "0"};

/* Where some line of @p text begins. */
static gsize pick_line(const GString *text)
{
    gsize at = (gsize)g_test_rand_int_range(0, (gint32)text->len + 1);

    while (at > 0 && text->str[at - 1] != '\n')
        at--;
    return at;
}

static gsize line_length(const GString *text, gsize at)
{
    const char *feed = strchr(text->str + at, '\n');

    return feed != NULL ? (gsize)(feed - text->str) + 1 - at : text->len - at;
}

static void edit(GString *text)
{
    gsize line = pick_line(text);
    gsize length = line_length(text, line);
    gsize anywhere = (gsize)g_test_rand_int_range(0, (gint32)text->len + 1);
    g_autofree char *copy = g_strndup(text->str + line, length);

    switch (g_test_rand_int_range(0, 5)) {
    case 0:
        g_string_erase(text, (gssize)line, (gssize)length);
        break;
    case 1:
        g_string_insert(text, (gssize)pick_line(text), copy);
        break;
    case 2:
        g_string_insert(text, (gssize)anywhere,
                        pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        break;
    case 3:
        g_string_insert(text, (gssize)line, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        break;
    default:
        if (anywhere < text->len)
            g_string_erase(text, (gssize)anywhere, 1);
        break;
    }
}

static void test_edits(void)
{
    enum { FILES = 5000, LEAST_PLAIN = 250 };
    unsigned plain = 0;

    for (unsigned i = 0; i < FILES; i++) {
        g_autoptr(GString) text = g_string_new(all);
        for (int edits = g_test_rand_int_range(1, 4); edits > 0; edits--)
            edit(text);
        plain += compare(text->str, text->len);
    }
    /* Else there would be nothing that was compared. */
    g_test_message("%u of %u files are plain", plain, FILES);
    g_assert_cmpuint(plain, >=, LEAST_PLAIN);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *made = g_dir_make_tmp("diptych-plain-XXXXXX", NULL);
    folder = made;
    g_test_add_func("/catalog/plain/all", test_all);
    g_test_add_func("/catalog/plain/others", test_others);
    g_test_add_func("/catalog/plain/repository", test_repository);
    g_test_add_func("/catalog/plain/edits", test_edits);
    int status = g_test_run();
    g_autofree char *path = g_build_filename(folder, "fuzz.po", NULL);
    g_unlink(path);
    g_rmdir(folder);
    return status;
}
