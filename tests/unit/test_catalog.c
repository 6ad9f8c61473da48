/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * catalog/: PO files that are refused, with their places; what is read from the others; placeholders;
 * plural rules; POT files, which gettext's own commands have to take.
 */
#include "catalog/catalog.h"

#include <glib/gstdio.h>

#define HEADER                                                                                     \
    "msgid \"\"\n"                                                                                 \
    "msgstr \"\"\n"                                                                                \
    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"                                             \
    "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"                                          \
    "\n"
#define CHARSET_NOTE                                                                               \
    "       = note: the header has to say \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
#define RULE_NOTE                                                                                  \
    "       = note: for English it is \"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"
#define PLURALS "\nmsgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\n"

const char *__lsan_default_suppressions(void);

/** libgettextpo 0.21 loses names and comments of broken, doubled and obsolete entries. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo_x\nleak:libgettextpo.so\n";
}

/** A folder for the PO files of a test. */
static char *folder;

static char *print(const struct dip_diag *diag)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    dip_diag_print(diag, out, "/nonexistent", "", false);
    fclose(out);
    return text;
}

static void check_printed(const char *name, const struct dip_diag *diag, const char *expected)
{
    char *text = print(diag);
    if (strcmp(text, expected) != 0)
        g_test_message("in row \"%s\"", name);
    g_assert_cmpstr(text, ==, expected);
    free(text);
}

static struct dip_catalog *load_bytes(const char *po, size_t length, struct dip_diag *diag)
{
    g_autofree char *path = g_build_filename(folder, "f.po", NULL);
    g_assert_true(g_file_set_contents(path, po, (gssize)length, NULL));
    struct dip_catalog *catalog = dip_catalog_load(folder, "f.po", diag);
    g_unlink(path);
    return catalog;
}

static struct dip_catalog *load(const char *po, struct dip_diag *diag)
{
    return load_bytes(po, strlen(po), diag);
}

/* ---- refused ---- */

struct row {
    const char *name;
    const char *po;
    const char *printed;
};

static const struct row refused[] = {
    {"open string", HEADER "msgid \"a\"\nmsgstr \"b\n\nmsgid \"x\"\nmsgstr \"c\"\n",
     "f.po:7:8: error: the closing quote of a string is missing [po-syntax]\n"},
    {"missing msgstr, unknown keyword", HEADER "msgid \"a\"\nmsgid \"x\"\nmsgstr \"c\"\nfoo\n",
     "f.po:6: error: missing 'msgstr' section [po-syntax]\n"
     "       = note: an entry ends with msgstr, \"\" where it is not translated\n"
     "f.po:9: error: keyword \"foo\" unknown [po-syntax]\n"},
    {"open form",
     HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\nmsgid \"x\"\nmsgstr[1] \"\"\n",
     "f.po:8:11: error: the closing quote of a string is missing [po-syntax]\n"},
    {"open string at the end", HEADER "msgid \"a\"\nmsgstr \"b",
     "f.po:7: error: end-of-file within string [po-syntax]\n"
     "       = note: close the text with a double quote\n"},
    {"unknown escape", HEADER "msgid \"a\"\nmsgstr \"\\q\"\n",
     "f.po:7: error: invalid control sequence [po-syntax]\n"
     "       = note: a backslash in a text is written \\\\\n"},
    {"forms without a plural", HEADER "msgid \"a\"\nmsgstr[0] \"b\"\n",
     "f.po:6: error: missing 'msgid_plural' section [po-syntax]\n"
     "       = note: without msgid_plural above it, it is msgstr, not msgstr[0]\n"},
    {"forms out of order",
     HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[2] \"c\"\n",
     "f.po:9: error: plural form has wrong index [po-syntax]\n"
     "       = note: the forms are msgstr[0], msgstr[1] and so on, none left out\n"},
    {"forms from one on", HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[1] \"b\"\n",
     "f.po:8: error: first plural form has nonzero index [po-syntax]\n"
     "       = note: the first form is msgstr[0]\n"},
    {"no form", HEADER "msgid \"a\"\nmsgid_plural \"as\"\n\nmsgid \"b\"\nmsgstr \"\"\n",
     "f.po:6: error: missing 'msgstr[]' section [po-syntax]\n"
     "       = note: behind msgid_plural come msgstr[0] and the other forms\n"},
    {"half obsolete", HEADER "#~ msgid \"a\"\nmsgstr \"b\"\n",
     "f.po:7: error: inconsistent use of #~ [po-syntax]\n"
     "       = note: either all lines of an entry begin with #~, or none does\n"},
    {"plural without forms", HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr \"b\"\n",
     "f.po:8: error: syntax error [po-syntax]\n"
     "       = note: an entry is msgctxt, msgid, msgid_plural and msgstr, in this order; with "
     "msgid_plural, msgstr[0] and the other forms\n"},
    {"byte order mark", "\xef\xbb\xbf" HEADER "msgid \"a\"\nmsgstr \"b\"\n",
     "f.po:1:1: error: a byte order mark, which gettext does not take [po-syntax]\n"
     "       = note: save the file as UTF-8 without it\n"},
    {"domain", HEADER "domain \"x\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
     "f.po:6:1: error: a \"domain\" line; a file holds the messages of one domain, its name "
     "[po-syntax]\n"},
    {"repeated", HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"\"\n\"a\"\nmsgstr \"b\"\n",
     "f.po:9:1: error: the message \"a\" is here a second time [po-repeated]\n"
     "f.po:6:1: note: first here\n"},
    {"repeated with a context",
     HEADER
     "msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\n\n#, fuzzy\n  msgctxt\n\"c\" msgid \"\\x61\"\n"
     "msgstr \"\"\n",
     "f.po:12:5: error: the message \"a\" is here a second time [po-repeated]\n"
     "f.po:7:1: note: first here\n"},
    {"repeated behind an obsolete one",
     HEADER "#~ msgid \"a\"\n#~ msgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
     "f.po:9:1: error: the message \"a\" is here a second time [po-repeated]\n"
     "f.po:6:4: note: first here, as an obsolete entry\n"},
    {"repeated header", HEADER "msgid \"\"\nmsgstr \"x\"\n",
     "f.po:6:1: error: the header is here a second time [po-repeated]\n"
     "f.po:1:1: note: first here\n"},
    {"empty", "",
     "f.po:1:1: error: there is no header, an entry with an empty msgid "
     "[po-charset]\n" CHARSET_NOTE},
    {"no header", "msgid \"a\"\nmsgstr \"b\"\n",
     "f.po:1:1: error: there is no header, an entry with an empty msgid "
     "[po-charset]\n" CHARSET_NOTE},
    {"no charset", "# x\nmsgid \"\"\nmsgstr \"Language: vi\\n\"\n",
     "f.po:2:1: error: the header does not say which charset the file is in "
     "[po-charset]\n" CHARSET_NOTE},
    {"charset on a wrapped line, another",
     "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; \"\n\"charset=ISO-\"\n\"8859-1\\n\"\n",
     "f.po:3:2: error: the charset is \"ISO-8859-1\", but only UTF-8 is taken "
     "[po-charset]\n" CHARSET_NOTE},
    {"charset of a template",
     "msgid \"\"\nmsgstr \"\"\n\"Language: vi\\n\"\n\"Content-Type: text/plain; "
     "charset=CHARSET\\n\"\n",
     "f.po:4:2: error: the charset is still the \"CHARSET\" of a template "
     "[po-charset]\n" CHARSET_NOTE},
    {"other charset", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n",
     "f.po:2:9: error: the charset is \"ISO-8859-1\", but only UTF-8 is taken "
     "[po-charset]\n" CHARSET_NOTE},
    {"charset of many bytes, with which the rest would be no PO file",
     "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=SHIFT_JIS\\n\"\n\nmsgid \"a\"\n"
     "msgstr \"é\"\n",
     "f.po:2:9: error: the charset is \"SHIFT_JIS\", but only UTF-8 is taken "
     "[po-charset]\n" CHARSET_NOTE},
    {"all faults in one run", "msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"b\"\nfoo \"x\"\n",
     "f.po:1:1: error: there is no header, an entry with an empty msgid [po-charset]\n" CHARSET_NOTE
     "f.po:3:1: error: the message \"a\" is here a second time [po-repeated]\n"
     "f.po:1:1: note: first here\n"
     "f.po:5: error: keyword \"foo\" unknown [po-syntax]\n"},
    {"Latin-1", HEADER "msgid \"a\"\nmsgstr \"\xe4\"\n",
     "f.po:7:9: error: byte 0xE4 is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
    {"override of direction in a comment", HEADER "# \u202e\nmsgid \"a\"\nmsgstr \"b\"\n",
     "f.po:6:3: error: U+202E, a character that overrides the direction of text, may not stand in "
     "a "
     "text [forbidden-character]\n"},
    {"escaped bell", HEADER "msgid \"a\"\nmsgstr \"b\\a\"\n",
     "f.po:7:1: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped hexadecimal", HEADER "msgid \"a\"\nmsgstr \"b\\x1b[31m\"\n",
     "f.po:7:1: error: U+001B, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped octal in a context", HEADER "msgctxt \"\\033\"\nmsgid \"a\"\nmsgstr \"b\"\n",
     "f.po:7:1: error: U+001B, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped in a form",
     HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"\\v\"\n",
     "f.po:9:1: error: U+000B, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped override of direction", HEADER "msgid \"a\"\nmsgstr \"\\342\\200\\256\"\n",
     "f.po:7:1: error: U+202E, a character that overrides the direction of text, may not stand in "
     "a "
     "text [forbidden-character]\n"},
    {"escaped Latin-1", HEADER "msgid \"a\"\nmsgstr \"\\xe4\"\n",
     "f.po:7:1: error: byte 0xE4 is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
    {"too many forms",
     HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\nmsgstr[2] \"d\"\n",
     "f.po:6:1: error: 3 plural forms here, but the header says nplurals=2 [po-plural-count]\n"
     "f.po:4:2: note: the header's rule is here\n"},
    {"too few forms", HEADER "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\n",
     "f.po:6:1: error: 1 plural form here, but the header says nplurals=2 [po-plural-count]\n"
     "f.po:4:2: note: the header's rule is here\n"},
    {"no rule", "\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n" PLURALS,
     "f.po:2:1: error: the header has no \"Plural-Forms\", but messages here have plurals "
     "[po-plural-rule]\n" RULE_NOTE},
    {"rule of a template",
     "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n"
     "\"Content-Type: text/plain; charset=UTF-8\\n\"\n" PLURALS,
     "f.po:3:2: error: \"Plural-Forms\" is still the \"INTEGER\" of a template "
     "[po-plural-rule]\n" RULE_NOTE},
    {"wrong rule",
     "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
     "\"Plural-Forms: nplurals=1; plural=(n != 1);\\n\"\n" PLURALS,
     "f.po:4:2: error: \"nplurals=1; plural=(n != 1);\" is no plural rule that gives a form for "
     "every "
     "number [po-plural-rule]\n" RULE_NOTE},
};

static void test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_catalog) catalog = load(refused[i].po, diag);
        check_printed(refused[i].name, diag, refused[i].printed);
        g_assert_null(catalog);
    }
}

/** A picture by mistake, say: reports end. */
static void test_garbage(void)
{
    GString *po = g_string_new(HEADER);
    for (int i = 0; i < 1000; i++)
        g_string_append(po, "garbage ]\n");
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_null(load(po->str, diag));
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), >, 0);
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), <=, 20);
    g_string_free(po, TRUE);
}

static void test_nul(void)
{
    static const char po[] = HEADER "msgid \"a\"\nmsgstr \"b\0c\"\n";
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_null(load_bytes(po, sizeof po - 1, diag));
    check_printed("NUL", diag,
                  "f.po:7:10: error: U+0000, a control character, may not stand in a text "
                  "[forbidden-character]\n");
}

static void test_no_file(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_null(dip_catalog_load(folder, "none.po", diag));
    check_printed("none", diag, "none.po: error: there is no such file [file-missing]\n");
}

/* ---- read ---- */

static const char good[] = "# A header that a person edited.\n" HEADER "#. a comment\n"
                           "#: content/sip/codes/404.yaml\n"
                           "msgid \"Not Found\"\n"
                           "msgstr \"Không tìm thấy\"\n"
                           "\n"
                           "msgctxt \"card\"\n"
                           "msgid \"\"\n"
                           "\"Descri\"\n"
                           "\"ption\"\n"
                           "msgstr \"Mô \"\n"
                           "\"tả\"\n"
                           "\n"
                           "msgid \"Description\" msgstr \"x \\\"y\\\"\\n\\tz\\\\\"\n"
                           "\n"
                           "#, fuzzy, python-brace-format\n"
                           "#| msgid \"old\"\n"
                           "msgid \"fuzzy\"\n"
                           "msgstr \"f\"\n"
                           "\n"
                           "msgid \"empty\"\n"
                           "msgstr \"\"\n"
                           "\n"
                           "msgid \"{count} code\"\n"
                           "msgid_plural \"{count} codes\"\n"
                           "msgstr[0] \"một\"\n"
                           "msgstr[1] \"{count} mã\"\n"
                           "\n"
                           "msgid \"half\"\n"
                           "msgid_plural \"halves\"\n"
                           "msgstr[0] \"h\"\n"
                           "msgstr[1] \"\"\n"
                           "\n"
                           "# joined to the next line \\\n"
                           "msgid \"in the comment\"\n"
                           "msgid \"tab\\tand\\x62\\061\"\n"
                           "msgstr \"t\"\n"
                           "\n"
                           "msgid \"untranslated\"\n"
                           "msgid_plural \"untranslated\"\n"
                           "msgstr[0] \"\"\n"
                           "\n"
                           "#~ msgid \"gone\"\n"
                           "#~ msgstr \"g\"\n"
                           "\n"
                           "#~ msgid \"Not Found\"\n"
                           "#~ msgstr \"twice, but obsolete\"\n";

static void test_messages(void)
{
    static const struct {
        const char *context;
        const char *id;
        const char *string;
        unsigned strings;
        uint32_t line;
        bool usable;
    } rows[] = {
        {NULL, "Not Found", "Không tìm thấy", 1, 9, true},
        {"card", "Description", "Mô tả", 1, 13, true},
        {NULL, "Description", "x \"y\"\n\tz\\", 1, 19, true},
        {NULL, "fuzzy", "f", 1, 23, false},
        {NULL, "empty", "", 1, 26, false},
        {NULL, "{count} code", "một", 2, 29, true},
        {NULL, "half", "h", 2, 34, false},
        {NULL, "tab\tandb1", "t", 1, 41, true},
        {NULL, "untranslated", "", 1, 44, false},
    };
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) catalog = load(good, diag);
    check_printed("good", diag, "");
    size_t count = 0;
    const struct dip_message *messages = dip_catalog_messages(catalog, &count);
    g_assert_cmpuint(count, ==, G_N_ELEMENTS(rows));
    for (size_t i = 0; i < count; i++) {
        const struct dip_message *m = &messages[i];
        g_assert_cmpstr(m->context, ==, rows[i].context);
        g_assert_cmpstr(m->id, ==, rows[i].id);
        g_assert_cmpstr(m->strings[0], ==, rows[i].string);
        g_assert_cmpuint(m->string_count, ==, rows[i].strings);
        g_assert_cmpstr(m->loc.path, ==, "f.po");
        g_assert_cmpuint(m->loc.line, ==, rows[i].line);
        g_assert_true(dip_message_usable(m) == rows[i].usable);
        g_assert_true(dip_catalog_find(catalog, rows[i].context, rows[i].id) == m);
    }
    g_assert_cmpuint(messages[1].string_locs[0].line, ==, 16);
    g_assert_cmpuint(messages[2].string_locs[0].line, ==, 19);
    g_assert_cmpuint(messages[2].string_locs[0].column, ==, 21);
    g_assert_cmpuint(messages[5].string_locs[0].line, ==, 31);
    g_assert_cmpuint(messages[5].string_locs[1].line, ==, 32);
    g_assert_cmpuint(messages[7].string_locs[0].line, ==, 42);
    g_assert_cmpstr(messages[7].string_locs[0].path, ==, "f.po");
    g_assert_cmpstr(messages[5].strings[1], ==, "{count} mã");
    g_assert_cmpstr(messages[5].plural, ==, "{count} codes");
    g_assert_true(messages[3].fuzzy);
    g_assert_cmpuint(dip_plural_count(dip_catalog_plural(catalog)), ==, 2);
}

static void test_not_found(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) catalog = load(good, diag);
    g_assert_null(dip_catalog_find(catalog, NULL, "gone"));
    g_assert_null(dip_catalog_find(catalog, NULL, ""));
    g_assert_null(dip_catalog_find(catalog, "", "Not Found"));
    g_assert_null(dip_catalog_find(catalog, "card", "Not Found"));
}

static void test_variants(void)
{
    static const struct row rows[] = {
        {"lines that end in CR LF",
         "msgid \"\"\r\nmsgstr \"\"\r\n\"Content-Type: text/plain; charset=utf-8\\n\"\r\n\r\n"
         "msgid \"a\"\r\nmsgstr \"b\"\r\n",
         NULL},
        {"no line feed at the end",
         "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\"\nmsgid \"a\"\nmsgstr "
         "\"b\"",
         NULL},
        {"fuzzy header",
         "#, fuzzy\nmsgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
         "msgid \"a\"\nmsgstr \"b\"\n",
         NULL},
        {"rule of a template where nothing has plurals",
         "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
         "\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n",
         NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_catalog) catalog = load(rows[i].po, diag);
        check_printed(rows[i].name, diag, "");
        g_assert_cmpstr(dip_catalog_find(catalog, NULL, "a")->strings[0], ==, "b");
        g_assert_null(dip_catalog_plural(catalog));
    }
}

/** One broken file leaves nothing behind for the next one. */
static void test_in_a_row(void)
{
    for (int i = 0; i < 3; i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_assert_null(load(refused[0].po, diag));
        DIP_AUTO(dip_diag) none = dip_diag_new();
        DIP_AUTO(dip_catalog) catalog = load(good, none);
        g_assert_nonnull(catalog);
        check_printed("good", none, "");
    }
}

/* ---- placeholders ---- */

static const struct placeholder_row {
    const char *name;
    const char *id;
    const char *plural;
    const char *strings[4];
    const char *rule;
    const char *printed;
} placeholder_rows[] = {
    {"none", "x", NULL, {"y"}, NULL, ""},
    {"the same in another order", "{a} {b_1}", NULL, {"{b_1} {a} {a}"}, NULL, ""},
    {"not translated", "{a}", NULL, {""}, NULL, ""},
    {"braces that are text", "{A} {1} { a} {}", NULL, {"x {B}"}, NULL, ""},
    {"the sentence for the clause",
     "{a_meaning} {b_encounter}",
     NULL,
     {"{a_description} {b_when}"},
     NULL,
     ""},
    {"the clause for the sentence", "{when}", NULL, {"{encounter}"}, NULL, ""},
    {"the sentence of the other code",
     "{a_meaning}",
     NULL,
     {"{b_description}"},
     NULL,
     "p.po:7:1: error: translation lacks \"{a_meaning}\" [po-placeholder-lost]\n"
     "p.po:7:1: error: translation has \"{b_description}\", which its source has not "
     "[po-placeholder-unknown]\n"},
    {"lost",
     "{a_code} {b} {a_code}",
     NULL,
     {"{b}"},
     NULL,
     "p.po:7:1: error: translation lacks \"{a_code}\" [po-placeholder-lost]\n"},
    {"two lost",
     "{a} {b}",
     NULL,
     {"x"},
     NULL,
     "p.po:7:1: error: translation lacks \"{a}\" [po-placeholder-lost]\n"
     "p.po:7:1: error: translation lacks \"{b}\" [po-placeholder-lost]\n"},
    {"unknown",
     "x",
     NULL,
     {"{foo} {foo}"},
     NULL,
     "p.po:7:1: error: translation has \"{foo}\", which its source has not "
     "[po-placeholder-unknown]\n"},
    {"translated by mistake",
     "{a_code} x",
     NULL,
     {"{a_cod} x"},
     NULL,
     "p.po:7:1: error: translation lacks \"{a_code}\" [po-placeholder-lost]\n"
     "p.po:7:1: error: translation has \"{a_cod}\", which its source has not "
     "[po-placeholder-unknown]\n"
     "       = note: did you mean \"a_code\"?\n"},
    {"English says one in words",
     "one {x}",
     "{count} {x}",
     {"ein {x}", "{count} {x}"},
     "nplurals=2; plural=(n != 1);",
     ""},
    {"a form for one number does",
     "{count} code",
     "{count} codes",
     {"one code", "{count} codes"},
     "nplurals=2; plural=(n != 1);",
     ""},
    {"no form has to",
     "{count} code",
     "{count} codes",
     {"{count} code", "{count} codes"},
     "nplurals=2; plural=(n != 1);",
     ""},
    {"the other form may not",
     "{count} code",
     "{count} codes",
     {"one code", "codes"},
     "nplurals=2; plural=(n != 1);",
     "p.po:7:1: error: plural form 1 lacks \"{count}\" but stands for more than one number "
     "[po-placeholder-lost]\n"},
    {"1, 21, 31 … in Russian",
     "{count} code",
     "{count} codes",
     {"один код", "{count} кода", "{count} кодов"},
     "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
     "? "
     "1 : 2);",
     "p.po:7:1: error: plural form 0 lacks \"{count}\" but stands for more than one number "
     "[po-placeholder-lost]\n"},
    {"0 and 1 in French",
     "{count} code",
     "{count} codes",
     {"un code", "{count} codes"},
     "nplurals=2; plural=(n > 1);",
     "p.po:7:1: error: plural form 0 lacks \"{count}\" but stands for more than one number "
     "[po-placeholder-lost]\n"},
    {"the only form of Chinese",
     "one code",
     "{count} codes",
     {"代码"},
     "nplurals=1; plural=0;",
     "p.po:7:1: error: plural form 0 lacks \"{count}\" but stands for more than one number "
     "[po-placeholder-lost]\n"},
    {"without a rule", "{count} code", "{count} codes", {"code", "codes"}, NULL, ""},
    {"another one lost in a form",
     "{count} of {x}",
     "{count} of {x}",
     {"one", "{count} of {x}"},
     "nplurals=2; plural=(n != 1);",
     "p.po:7:1: error: plural form 0 lacks \"{x}\" [po-placeholder-lost]\n"},
    {"another one that only one source has",
     "one",
     "{count} of {x}",
     {"one", "{count}"},
     "nplurals=2; plural=(n != 1);",
     ""},
    {"unknown in a form",
     "{count} code",
     "{count} codes",
     {"{count} code", "{cuont} {count}"},
     "nplurals=2; plural=(n != 1);",
     "p.po:7:1: error: plural form 1 has \"{cuont}\", which its source has not "
     "[po-placeholder-unknown]\n"
     "       = note: did you mean \"count\"?\n"},
};

static struct dip_message message_of(const struct placeholder_row *row,
                                     const struct dip_plural *rule)
{
    unsigned count = 0;
    while (count < G_N_ELEMENTS(row->strings) && row->strings[count] != NULL)
        count++;
    return (struct dip_message){
        .id = row->id,
        .plural = row->plural,
        .strings = row->strings,
        .string_count = count,
        .loc = dip_loc_at("p.po", 7, 1),
        .rule = rule,
    };
}

static void test_placeholders(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(placeholder_rows); i++) {
        const struct placeholder_row *row = &placeholder_rows[i];
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_plural) rule = row->rule != NULL ? dip_plural_parse(row->rule) : NULL;
        struct dip_message message = message_of(row, rule);
        bool fine = dip_message_check_placeholders(&message, diag);
        check_printed(row->name, diag, row->printed);
        g_assert_true(fine == (row->printed[0] == '\0'));
        message.fuzzy = true;
        g_assert_true(dip_message_check_placeholders(&message, diag));
        check_printed(row->name, diag, row->printed);
    }
}

/* Each mistake stands at its own string. */
static void test_placeholder_places(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog)
    catalog = load(HEADER "msgctxt \"x\"\nmsgid \"{a}\"\nmsgstr \"\"\n\"{b}\"\n\n"
                          "msgid \"{count} {a}\"\nmsgid_plural \"{count} {a}s\"\n"
                          "msgstr[0] \"{count}\"\n  msgstr[1] \"{count} {c}\"\n",
                   diag);
    size_t count = 0;
    const struct dip_message *messages = dip_catalog_messages(catalog, &count);
    for (size_t i = 0; i < count; i++)
        g_assert_false(dip_message_check_placeholders(&messages[i], diag));
    check_printed("places", diag,
                  "f.po:8:1: error: translation lacks \"{a}\" [po-placeholder-lost]\n"
                  "f.po:8:1: error: translation has \"{b}\", which its source has not "
                  "[po-placeholder-unknown]\n"
                  "f.po:13:1: error: plural form 0 lacks \"{a}\" [po-placeholder-lost]\n"
                  "f.po:14:3: error: plural form 1 lacks \"{a}\" [po-placeholder-lost]\n"
                  "f.po:14:3: error: plural form 1 has \"{c}\", which its source has not "
                  "[po-placeholder-unknown]\n");
}

/* ---- plural rules ---- */

/** The rules of the manual's section "Plural forms", and the forms of some numbers. */
static void test_plural_rules(void)
{
    static const struct {
        const char *rule;
        unsigned forms;
        struct {
            unsigned long n;
            unsigned form;
        } numbers[14];
    } rows[] = {
        {"nplurals=2; plural=(n != 1);", 2, {{0, 1}, {1, 0}, {2, 1}, {11, 1}, {1000000, 1}}},
        {"nplurals=2; plural=n>1;", 2, {{0, 0}, {1, 0}, {2, 1}, {21, 1}}},
        {"nplurals=1; plural=0;", 1, {{0, 0}, {1, 0}, {2, 0}, {99, 0}}},
        {"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
         "n%100>=20) ? 1 : 2);",
         3,
         {{0, 2},
          {1, 0},
          {2, 1},
          {4, 1},
          {5, 2},
          {11, 2},
          {12, 2},
          {21, 0},
          {22, 1},
          {101, 0},
          {111, 2}}},
        {"nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
         3,
         {{0, 2}, {1, 0}, {2, 1}, {5, 2}, {12, 2}, {21, 2}, {22, 1}, {112, 2}, {122, 1}}},
        {"nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
         "n%100>=11 ? 4 : 5);",
         6,
         {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {10, 3}, {11, 4}, {99, 4}, {100, 5}, {102, 5}, {103, 3}}},
        {"nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;",
         4,
         {{0, 3}, {1, 0}, {2, 1}, {3, 2}, {4, 2}, {5, 3}, {101, 0}}},
        /* what no language needs, but the grammar has */
        {" nplurals = 2 ;plural = ! n", 2, {{0, 1}, {1, 0}, {2, 0}}},
        {"nplurals=2; plural=!!n;", 2, {{0, 0}, {1, 1}, {2, 1}}},
        {"nplurals=9; plural=2+3*n%2-1;", 9, {{0, 1}, {1, 2}, {2, 1}}},
        {"nplurals=9; plural=(8-4)/2-1;", 9, {{0, 1}}},
        {"nplurals=2; plural=1<2==2>1;", 2, {{0, 1}}},
        {"nplurals=2; plural=n!=0 && 10/n>1;", 2, {{0, 0}, {4, 1}, {6, 0}}},
        {"nplurals=2; plural=n==0 || 10/n>1;", 2, {{0, 1}, {4, 1}, {6, 0}}},
        {"nplurals=3; plural=0 ? 1 ? 0 : 1 : 1 ? 2 : 0;", 3, {{0, 2}}},
        {"nplurals=2; plural=n-1>5;", 2, {{0, 1}, {1, 0}, {6, 0}, {7, 1}}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_plural) plural = dip_plural_parse(rows[i].rule);
        if (plural == NULL)
            g_test_message("%s", rows[i].rule);
        g_assert_nonnull(plural);
        g_assert_cmpuint(dip_plural_count(plural), ==, rows[i].forms);
        for (size_t k = 0; k < G_N_ELEMENTS(rows[i].numbers); k++) {
            unsigned long n = rows[i].numbers[k].n;
            if (k == 0 || n > 0)
                g_assert_cmpuint(dip_plural_index(plural, n), ==, rows[i].numbers[k].form);
        }
    }
}

static void test_plural_refused(void)
{
    static const char *const rows[] = {
        "",
        "nplurals=2;",
        "nplurals=2; plural=",
        "nplurals=2; plural=;",
        "plural=n; nplurals=2;",
        "nplurals=INTEGER; plural=EXPRESSION;",
        "nplurals=0; plural=0;",
        "nplurals=17; plural=0;",
        "nplurals=-1; plural=0;",
        "nplurals=99999999999999999999; plural=0;",
        "nplurals=1; plural=(n != 1);",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=n==1000 ? 2 : 0;",
        "nplurals=2; plural=1/n;",
        "nplurals=2; plural=n%0;",
        "nplurals=2; plural=n==7 ? 1/0 : 0;",
        "nplurals=2; plural=(n != 1;",
        "nplurals=2; plural=n != 1);",
        "nplurals=2; plural=n = 1;",
        "nplurals=2; plural=n ! 1;",
        "nplurals=2; plural=n & 1;",
        "nplurals=2; plural=n ? 1;",
        "nplurals=2; plural=n ? : 1;",
        "nplurals=2; plural=m != 1;",
        "nplurals=2; plural=nn;",
        "nplurals=2; plural=0x1;",
        "nplurals=2; plural=-1;",
        "nplurals=2; plural=n != 1; x",
        "nplurals=2; plural=n != 1;;",
        "nplurals=2; plural=99999999999999999999 < 1;",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_plural) plural = dip_plural_parse(rows[i]);
        if (plural != NULL)
            g_test_message("%s", rows[i]);
        g_assert_null(plural);
    }
}

/** Past each limit there is no rule, and no crash. */
static void test_plural_limits(void)
{
    static const struct {
        const char *start;
        char fill;
        const char *end;
        size_t fits;
        size_t most;
    } rows[] = {
        {"nplurals=2; plural=", '(', "n", 0, 900},
        {"nplurals=2; plural=", '!', "n;", 100, 900},
        {"nplurals=2; plural=0;", ' ', "", 900, 2000},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *few = g_strnfill(rows[i].fits, rows[i].fill);
        g_autofree char *many = g_strnfill(rows[i].most, rows[i].fill);
        g_autofree char *fits = g_strconcat(rows[i].start, few, rows[i].end, NULL);
        g_autofree char *longer = g_strconcat(rows[i].start, many, rows[i].end, NULL);
        DIP_AUTO(dip_plural) plural = rows[i].fits > 0 ? dip_plural_parse(fits) : NULL;
        g_assert_true((plural != NULL) == (rows[i].fits > 0));
        g_assert_null(dip_plural_parse(longer));
    }
}

/** A number beyond those tried, for which the rule has no form, takes the first. */
static void test_plural_beyond(void)
{
    DIP_AUTO(dip_plural) outside = dip_plural_parse("nplurals=2; plural=n > 5000 ? 7 : 1;");
    DIP_AUTO(dip_plural) divided = dip_plural_parse("nplurals=2; plural=n == 5000 ? 1/0 : 1;");
    g_assert_cmpuint(dip_plural_index(outside, 5001), ==, 0);
    g_assert_cmpuint(dip_plural_index(outside, 5000), ==, 1);
    g_assert_cmpuint(dip_plural_index(divided, 5000), ==, 0);
}

/* ---- POT files ---- */

static const char *const comments[] = {"SIP 404 Not Found, how to fix", "two\nlines\n\nof it",
                                       NULL};
static const char *const references[] = {"content/sip/codes/404.yaml", "templates/pair.html", NULL};
static const struct dip_source sources[] = {
    {.id = "Key Differences"},
    {.context = "card", .id = "Description", .comments = comments, .references = references},
    {.id = "{code} means: \"a\\b\"\n\tthat {x}", .brace_format = true},
    {.id = "{count} comparison", .plural = "{count} comparisons", .brace_format = true},
};

static const char pot[] = "msgid \"\"\n"
                          "msgstr \"\"\n"
                          "\"Project-Id-Version: diptych site\\n\"\n"
                          "\"Language: \\n\"\n"
                          "\"MIME-Version: 1.0\\n\"\n"
                          "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                          "\"Content-Transfer-Encoding: 8bit\\n\"\n"
                          "\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n"
                          "\n"
                          "msgid \"Key Differences\"\n"
                          "msgstr \"\"\n"
                          "\n"
                          "#. SIP 404 Not Found, how to fix\n"
                          "#. two\n"
                          "#. lines\n"
                          "#.\n"
                          "#. of it\n"
                          "#: content/sip/codes/404.yaml\n"
                          "#: templates/pair.html\n"
                          "msgctxt \"card\"\n"
                          "msgid \"Description\"\n"
                          "msgstr \"\"\n"
                          "\n"
                          "#, python-brace-format\n"
                          "msgid \"{code} means: \\\"a\\\\b\\\"\\n\\tthat {x}\"\n"
                          "msgstr \"\"\n"
                          "\n"
                          "#, python-brace-format\n"
                          "msgid \"{count} comparison\"\n"
                          "msgid_plural \"{count} comparisons\"\n"
                          "msgstr[0] \"\"\n"
                          "msgstr[1] \"\"\n";

static void test_pot(void)
{
    g_autofree char *all = dip_pot_format("site", sources, G_N_ELEMENTS(sources));
    g_assert_cmpstr(all, ==, pot);
    g_autofree char *none = dip_pot_format("x", NULL, 0);
    g_assert_cmpstr(
        none, ==,
        "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: diptych x\\n\"\n\"Language: \\n\"\n"
        "\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
        "\"Content-Transfer-Encoding: 8bit\\n\"\n");
}

/** Run a command of gettext; it has to succeed. */
static void run(const char *const *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *errors = NULL;
    int status = 0;
    g_spawn_sync(folder, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &errors,
                 &status, &error);
    g_assert_no_error(error);
    if (status != 0)
        g_test_message("%s: %s", arguments[0], errors);
    g_assert_cmpint(status, ==, 0);
}

/** What a translator's day is: POT to PO, a translation, a new POT, the build. */
static void test_gettext_takes_it(void)
{
    g_autofree char *msginit = g_find_program_in_path("msginit");
    g_autofree char *pot_path = g_build_filename(folder, "x.pot", NULL);
    g_autofree char *po_path = g_build_filename(folder, "x.po", NULL);
    g_autofree char *text = dip_pot_format("site", sources, G_N_ELEMENTS(sources));
    if (msginit == NULL) {
        g_test_skip("no gettext commands here");
        return;
    }
    g_assert_true(g_file_set_contents(pot_path, text, -1, NULL));
    run((const char *[]){"msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", "x.pot",
                         NULL});
    run((const char *[]){"msginit", "--no-translator", "--no-wrap", "-l", "ru", "-i", "x.pot", "-o",
                         "x.po", NULL});
    run((const char *[]){"msgfmt", "--check", "-o", "/dev/null", "x.po", NULL});
    run((const char *[]){"msgmerge", "-q", "-U", "--backup=none", "--no-wrap", "x.po", "x.pot",
                         NULL});
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) catalog = dip_catalog_load(folder, "x.po", diag);
    check_printed("made by msginit", diag, "");
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        const struct dip_message *m = dip_catalog_find(catalog, sources[i].context, sources[i].id);
        g_assert_cmpstr(m->plural, ==, sources[i].plural);
        g_assert_cmpuint(m->string_count, ==, sources[i].plural != NULL ? 3 : 1);
        g_assert_false(m->fuzzy);
    }
    g_unlink(pot_path);
    g_unlink(po_path);
}

static char *shout(const char *text, void *user)
{
    return g_strconcat(user, text, NULL);
}

static void test_made(void)
{
    static const struct dip_source made[] = {
        {.id = "one"},
        {.context = "card", .id = "one"},
        {.id = "{count} code", .plural = "{count} codes"},
    };
    DIP_AUTO(dip_catalog)
    catalog = dip_catalog_make(made, G_N_ELEMENTS(made),
                               "nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);", shout, "!");
    const struct dip_message *codes = dip_catalog_find(catalog, NULL, "{count} code");
    size_t count = 0;

    dip_catalog_messages(catalog, &count);
    g_assert_cmpuint(count, ==, 3);
    g_assert_cmpstr(dip_catalog_find(catalog, NULL, "one")->strings[0], ==, "!one");
    g_assert_cmpstr(dip_catalog_find(catalog, "card", "one")->context, ==, "card");
    g_assert_null(dip_catalog_find(catalog, "card", "two"));
    g_assert_cmpuint(codes->string_count, ==, 3);
    g_assert_cmpstr(codes->strings[0], ==, "!{count} codes");
    g_assert_cmpstr(codes->strings[1], ==, "!{count} code");
    g_assert_cmpstr(codes->strings[2], ==, "!{count} codes");
    g_assert_true(dip_message_usable(codes));
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_true(dip_message_check_placeholders(codes, diag));
    g_assert_cmpuint(dip_plural_count(dip_catalog_plural(catalog)), ==, 3);
}

static void test_made_empty(void)
{
    DIP_AUTO(dip_catalog) catalog = dip_catalog_make(NULL, 0, "nplurals=1; plural=0;", shout, "!");

    g_assert_null(dip_catalog_find(catalog, NULL, "one"));
}

/* ---- places in strings ---- */

static void test_place(void)
{
    static const char po[] =
        HEADER "msgid \"one\"\nmsgstr \"\"\n\"ä\\\"b\\n\"\n  \"c\\x41z\" \"e\"\n"
               "\nmsgid \"two\"\nmsgid_plural \"twos\"\nmsgstr[0] \"x\"\nmsgstr[1] \"yz\"\n"
               "\nmsgid \"three\"\nmsgstr \"\"\n";
    /* The first string is ä"b\ncAze, with two bytes for the first letter. */
    static const struct {
        unsigned message;
        unsigned index;
        size_t offset;
        uint32_t line;
        uint32_t column;
    } cases[] = {
        {0, 0, 0, 8, 2},   {0, 0, 2, 8, 3},   {0, 0, 3, 8, 5},   {0, 0, 4, 8, 6},  {0, 0, 5, 9, 4},
        {0, 0, 6, 9, 5},   {0, 0, 7, 9, 9},   {0, 0, 8, 9, 13},  {0, 0, 9, 9, 14}, {0, 0, 10, 7, 1},
        {1, 0, 0, 13, 12}, {1, 1, 1, 14, 13}, {1, 1, 2, 14, 14}, {2, 0, 0, 17, 9}, {2, 0, 1, 17, 1},
    };
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) catalog = load(po, diag);
    size_t count = 0;

    g_assert_nonnull(catalog);
    const struct dip_message *messages = dip_catalog_messages(catalog, &count);
    g_assert_cmpstr(messages[0].strings[0], ==, "ä\"b\ncAze");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        dip_loc loc = dip_message_place(&messages[cases[i].message], cases[i].index,
                                        cases[i].offset, po, strlen(po));
        g_test_message("message %u, byte %zu", cases[i].message, cases[i].offset);
        g_assert_cmpuint(loc.line, ==, cases[i].line);
        g_assert_cmpuint(loc.column, ==, cases[i].column);
        g_assert_cmpstr(loc.path, ==, "f.po");
    }
    /* Other bytes than those that were read: no place of theirs. */
    dip_loc gone = dip_message_place(&messages[1], 1, 1, "", 0);
    g_assert_cmpuint(gone.line, ==, 14);
    g_assert_cmpuint(gone.column, ==, 1);
    g_assert_cmpuint(dip_catalog_plural_loc(catalog).line, ==, 4);
}

/* ---- kept ---- */

static const char kept_head[] =
    "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n";

static void save(const char *text)
{
    g_autofree char *path = g_build_filename(folder, "k.po", NULL);
    g_autofree char *po = g_strdup_printf("%smsgid \"a\"\nmsgstr \"%s\"\n", kept_head, text);

    g_assert_true(g_file_set_contents(path, po, -1, NULL));
}

static void refresh(struct dip_catalog_store *store)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(paths, g_strdup("k.po"));
    dip_catalog_store_refresh(store, folder, paths);
}

static struct dip_catalog *load_kept(struct dip_catalog_store *store, bool ahead, size_t errors)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (ahead)
        refresh(store);
    struct dip_catalog *catalog = dip_catalog_store_load(store, folder, "k.po", diag);
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, errors);
    g_assert_true((catalog == NULL) == (errors > 0));
    return catalog;
}

static const char *kept_text(const struct dip_catalog *catalog)
{
    return dip_catalog_find(catalog, NULL, "a")->strings[0];
}

/* The same bytes are the same catalog; others are read, whether ahead of the load or in it. */
static void test_kept(gconstpointer data)
{
    bool ahead = GPOINTER_TO_INT(data) != 0;
    DIP_AUTO(dip_catalog_store) store = dip_catalog_store_new();

    save("one");
    DIP_AUTO(dip_catalog) first = load_kept(store, ahead, 0);
    save("one");
    DIP_AUTO(dip_catalog) same = load_kept(store, ahead, 0);
    g_assert_true(first == same);
    /* As long as before, and within a tick of the clock. */
    save("two");
    DIP_AUTO(dip_catalog) changed = load_kept(store, ahead, 0);
    g_assert_cmpstr(kept_text(changed), ==, "two");
    g_assert_cmpstr(kept_text(first), ==, "one");
    save("\" broken");
    for (int i = 0; i < 2; i++)
        g_assert_null(load_kept(store, ahead, 1));
    save("two");
    DIP_AUTO(dip_catalog) mended = load_kept(store, ahead, 0);
    g_assert_cmpstr(kept_text(mended), ==, "two");
}

/* A file that is gone is reported, and what a load did not ask for is forgotten. */
static void test_kept_gone(void)
{
    DIP_AUTO(dip_catalog_store) store = dip_catalog_store_new();
    g_autofree char *path = g_build_filename(folder, "k.po", NULL);

    save("one");
    DIP_AUTO(dip_catalog) first = load_kept(store, true, 0);
    dip_catalog_store_sweep(store);
    DIP_AUTO(dip_catalog) second = load_kept(store, true, 0);
    g_assert_true(first == second);
    g_unlink(path);
    g_assert_null(load_kept(store, true, 1));
    dip_catalog_store_sweep(store);
    dip_catalog_store_sweep(store);
    save("one");
    DIP_AUTO(dip_catalog) third = load_kept(store, true, 0);
    g_assert_true(third != first);
    g_unlink(path);
}

/* Every kind of entry; a wrapped text, an escape, characters of all widths. */
static const char varied[] =
    "msgid \"\"\n"
    "msgstr \"\"\n"
    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
    "\"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 ? 1 : 2);\\n\"\n"
    "\n#. for translators\n#: content/a.yaml\n"
    "msgctxt \"404\"\nmsgid \"Not {code}\"\nmsgstr \"\"\n\"Kh\xC3\xB4ng \"\n\"{code} "
    "\\\"\xE4\xB8\xAD\\\"\"\n"
    "\n#, fuzzy\n#| msgid \"Ol\"\nmsgid \"Old\"\nmsgstr \"\xF0\x9F\x98\x80\"\n"
    "\nmsgid \"Untranslated\"\nmsgstr \"\"\n"
    "\nmsgctxt \"\"\nmsgid \"Old\"\nmsgstr \"x\"\n"
    "\nmsgid \"{count} code\"\nmsgid_plural \"{count} codes\"\n"
    "msgstr[0] \"{count} a\"\nmsgstr[1] \"{count} b\"\nmsgstr[2] \"{count} c\"\n"
    "\n#~ msgid \"Gone\"\n#~ msgstr \"Weg\"\n";

/* libgettextpo goes on counting where the last file stopped; what it says then is of no use. */
static void test_read_before(void)
{
    static const char lacking[] = HEADER "msgid \"a\"\nmsgstr[0] \"b\"\nmsgstr[1] \"c\"\n";
    static const char *const before[] = {varied, HEADER, lacking, HEADER PLURALS};

    for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
        DIP_AUTO(dip_diag) unused = dip_diag_new();
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        /* A line of blanks is not plain, so libgettextpo reads the file. */
        g_autofree char *po = g_strconcat(before[i], " \n", NULL);
        dip_catalog_free(load(po, unused));
        g_assert_null(load_bytes(lacking, strlen(lacking), diag));
        check_printed(
            before[i], diag,
            "f.po:6: error: missing 'msgid_plural' section [po-syntax]\n"
            "       = note: without msgid_plural above it, it is msgstr, not msgstr[0]\n");
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("dip-catalog-XXXXXX", NULL);
    g_test_add_func("/catalog/read-before", test_read_before);
    g_test_add_func("/catalog/refused", test_refused);
    g_test_add_func("/catalog/place", test_place);
    g_test_add_func("/catalog/garbage", test_garbage);
    g_test_add_func("/catalog/nul", test_nul);
    g_test_add_func("/catalog/no-file", test_no_file);
    g_test_add_func("/catalog/messages", test_messages);
    g_test_add_func("/catalog/not-found", test_not_found);
    g_test_add_func("/catalog/variants", test_variants);
    g_test_add_func("/catalog/in-a-row", test_in_a_row);
    g_test_add_func("/placeholders", test_placeholders);
    g_test_add_func("/placeholders/places", test_placeholder_places);
    g_test_add_func("/plural/rules", test_plural_rules);
    g_test_add_func("/plural/refused", test_plural_refused);
    g_test_add_func("/plural/limits", test_plural_limits);
    g_test_add_func("/plural/beyond", test_plural_beyond);
    g_test_add_func("/pot/format", test_pot);
    g_test_add_func("/pot/gettext-takes-it", test_gettext_takes_it);
    g_test_add_func("/made", test_made);
    g_test_add_func("/made/empty", test_made_empty);
    g_test_add_data_func("/kept", GINT_TO_POINTER(0), test_kept);
    g_test_add_data_func("/kept/ahead", GINT_TO_POINTER(1), test_kept);
    g_test_add_func("/kept/gone", test_kept_gone);
    int status = g_test_run();
    g_autofree char *kept = g_build_filename(folder, "k.po", NULL);
    g_unlink(kept);
    g_rmdir(folder);
    g_free(folder);
    return status;
}
