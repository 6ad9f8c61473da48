/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * yaml/: files that are no records, with exact places; what trees hold; schemas, field by field.
 */
#include "yaml/yaml.h"

#include <glib/gstdio.h>
#include <unistd.h>

/** A file and what is printed about it. */
struct row {
    const char *name;
    const char *yaml;
    const char *printed;
};

#define QUOTES                                                                                     \
    "       = note: a text with \": \" in it needs quotes; a key is indented like its "            \
    "neighbours\n"
#define INDENT_HINT "       = note: check the indentation, and that nothing follows a closing quote"
#define INDENT      INDENT_HINT "\n"
#define INDENT_BRACKET(bracket)                                                                    \
    INDENT_HINT "; a text that starts with \"" bracket "\" needs quotes\n"
#define COLON                                                                                      \
    "expected \": \" behind a key [yaml-syntax]\n"                                                 \
    "       = note: a key needs a space behind its colon; a text that goes on in the next line "   \
    "is "                                                                                          \
    "indented more than its key\n"
#define OPEN_QUOTE "the closing quote of a text is missing [yaml-syntax]\n"
#define LONG_TEXT  "note: the text in quotes before it starts here\n"
#define NO_TAGS                                                                                    \
    "a tag; records have none, since a schema says each value's type [yaml-syntax]\n"              \
    "       = note: a text that starts with \"!\" needs quotes\n"
#define SLASHES "       = note: between single quotes a backslash is a backslash\n"
#define START(character)                                                                           \
    "a text can't start with \"" character "\" [yaml-syntax]\n"                                    \
    "       = note: put the text in quotes\n"
#define TAB "a tab in the indentation [yaml-syntax]\n       = note: indent with spaces\n"

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

static struct dip_document *parse(const char *yaml, struct dip_diag *diag)
{
    return dip_document_parse("f.yaml", yaml, strlen(yaml), diag);
}

/* ---- what is not YAML, or not ours: no document ---- */

static const struct row refused[] = {
    {"colon in a text", "fix: Use this: that\n",
     "f.yaml:1:14: error: \": \" in the middle of a text [yaml-syntax]\n" QUOTES},
    {"columns count characters", "fix: Überprüfe「これ」: that\n",
     "f.yaml:1:19: error: \": \" in the middle of a text [yaml-syntax]\n" QUOTES},
    {"key indented by mistake", "a: b\n c: d\n",
     "f.yaml:2:3: error: \": \" in the middle of a text [yaml-syntax]\n" QUOTES},
    {"behind a byte order mark",
     "\xef\xbb\xbf"
     "a: b: c\n",
     "f.yaml:1:5: error: \": \" in the middle of a text [yaml-syntax]\n" QUOTES},
    {"in lines that end in CR LF", "a: b\r\nc: d: e\r\n",
     "f.yaml:2:5: error: \": \" in the middle of a text [yaml-syntax]\n" QUOTES},
    {"at sign", "a: x\nb: @foo\n",
     "f.yaml:2:4: error: a text can't start with \"@\" [yaml-syntax]\n"
     "       = note: put the text in quotes\n"},
    {"per cent sign", "b: %foo\n",
     "f.yaml:1:4: error: a text can't start with \"%\" [yaml-syntax]\n"
     "       = note: put the text in quotes\n"},
    {"per cent sign at the start", "%foo\n",
     "f.yaml:1:5: error: a directive that YAML does not have [yaml-syntax]\n"
     "       = note: a text that starts with \"%\" needs quotes\n"
     "f.yaml:1:1: note: it starts here\n"},
    {"tab before a key", "a:\n\tb: c\n", "f.yaml:2:1: error: " TAB},
    {"tab behind a text", "a:\n  b: c\n\td: e\n",
     "f.yaml:3:1: error: " TAB "f.yaml:2:6: note: the text starts here\n"},
    {"tab in a block of text", "a: |\n\tx\n",
     "f.yaml:2:1: error: " TAB "f.yaml:1:4: note: the text starts here\n"},
    {"text behind a quote", "a: \"x\" y\n",
     "f.yaml:1:8: error: expected the next key here [yaml-syntax]\n" INDENT
     "f.yaml:1:1: note: in the map that starts here\n"},
    {"apostrophe between apostrophes", "a: 'it's'\n",
     "f.yaml:1:8: error: expected the next key here [yaml-syntax]\n" INDENT
     "f.yaml:1:1: note: in the map that starts here\n"},
    {"open quote", "a: b\nc: \"x\nd: e\n", "f.yaml:2:4: error: " OPEN_QUOTE},
    {"open quote without a line feed", "a: \"é", "f.yaml:1:4: error: " OPEN_QUOTE},
    {"open quote that a later one closes", "a: \"x\nb: y\nc: \"z\"\n",
     "f.yaml:3:5: error: expected the next key here [yaml-syntax]\n" INDENT
     "f.yaml:1:4: " LONG_TEXT},
    {"the same between apostrophes, in a list", "a:\n  - 'x\n  - y\n  - it's\n",
     "f.yaml:4:8: error: expected the next \"- \" of the list here [yaml-syntax]\n" INDENT
     "f.yaml:2:5: " LONG_TEXT},
    {"the same in brackets", "a: [\"x,\n  \"y\"]\n",
     "f.yaml:2:4: error: expected \",\" or \"]\" in a list [yaml-syntax]\n"
     "       = note: an item with \",\", \"[\" or \"]\" in it needs quotes\n"
     "f.yaml:1:5: " LONG_TEXT},
    {"long text in quotes, fault in a later line", "a: \"x\n  y\"\n b: c\n",
     "f.yaml:3:2: error: expected the next key here [yaml-syntax]\n" INDENT
     "f.yaml:1:1: note: in the map that starts here\n"},
    {"quote over the document's end", "a: \"x\n--- y\"\n",
     "f.yaml:2:1: error: \"---\" or \"...\" inside a text in quotes [yaml-syntax]\n"
     "f.yaml:1:4: note: the text starts here\n"},
    {"open list", "a: [x, y\n",
     "f.yaml:2:1: error: expected \",\" or \"]\" in a list [yaml-syntax]\n"
     "       = note: an item with \",\", \"[\" or \"]\" in it needs quotes\n"
     "f.yaml:1:4: note: in the \"[\" that opens here\n"},
    {"text that starts with a brace", "a: {code} is fine\n",
     "f.yaml:1:11: error: expected the next key here [yaml-syntax]\n" INDENT_BRACKET(
         "{") "f.yaml:1:1: note: in the map that starts here\n"},
    {"text that starts with a bracket", "a: [sic] is fine\n",
     "f.yaml:1:10: error: expected the next key here [yaml-syntax]\n" INDENT_BRACKET(
         "[") "f.yaml:1:1: note: in the map that starts here\n"},
    {"fault in the line behind a bracket", "a: [b]\n c: d\n",
     "f.yaml:2:2: error: expected the next key here [yaml-syntax]\n" INDENT
     "f.yaml:1:1: note: in the map that starts here\n"},
    {"open list without a line feed", "a: [x, y",
     "f.yaml:1:9: error: expected \",\" or \"]\" in a list [yaml-syntax]\n"
     "       = note: an item with \",\", \"[\" or \"]\" in it needs quotes\n"
     "f.yaml:1:4: note: in the \"[\" that opens here\n"},
    {"open map", "a: {x: y\n",
     "f.yaml:2:1: error: expected \",\" or \"}\" in a map [yaml-syntax]\n"
     "       = note: a text with \",\", \"{\" or \"}\" in it needs quotes, and so does one that "
     "starts "
     "with \"{\"\n"
     "f.yaml:1:4: note: in the \"{\" that opens here\n"},
    {"text that starts with a comma", "a: , b\n",
     "f.yaml:1:4: error: expected a value here [yaml-syntax]\n"
     "       = note: a text that starts with \",\", \"]\" or \"}\" needs quotes\n"},
    {"list in the line of its key", "a: - b\n",
     "f.yaml:1:4: error: a list can't start in this line [yaml-syntax]\n"
     "       = note: put the first \"- \" in a line of its own, or the text in quotes\n"},
    {"key within a list", "a:\n  - b\n  c: d\n",
     "f.yaml:3:3: error: expected the next \"- \" of the list here [yaml-syntax]\n" INDENT
     "f.yaml:2:3: note: in the list that starts here\n"},
    {"text that starts with a question mark", "a: ? b\n",
     "f.yaml:1:4: error: a key can't start here [yaml-syntax]\n"
     "       = note: a text that starts with \"? \" needs quotes\n"},
    {"key without a colon", "a: b\nc\n", "f.yaml:2:1: error: " COLON},
    {"key without a space behind its colon", "a: b\nc:d\ne: f\n", "f.yaml:2:1: error: " COLON},
    {"marker of a merge", "a: b\n<<<<<<< HEAD\nc: d\n", "f.yaml:2:1: error: " COLON},
    {"text behind a bar", "a: |x\n b\n",
     "f.yaml:1:5: error: only a line break may follow \"|\" or \">\" [yaml-syntax]\n"
     "       = note: a text that starts with \"|\" or \">\" needs quotes\n"
     "f.yaml:1:4: note: the text starts here\n"},
    {"unknown escape", "a: \"\\q\"\n",
     "f.yaml:1:5: error: an unknown escape in a text in double quotes [yaml-syntax]\n" SLASHES
     "f.yaml:1:4: note: the text starts here\n"},
    {"escape without digits", "a: \"\\xy\"\n",
     "f.yaml:1:7: error: an escape that lacks hexadecimal digits [yaml-syntax]\n" SLASHES
     "f.yaml:1:4: note: the text starts here\n"},
    {"escape of a surrogate", "a: \"\\ud800\"\n",
     "f.yaml:1:7: error: an escape that is no Unicode character [yaml-syntax]\n"
     "f.yaml:1:4: note: the text starts here\n"},
    {"second document", "---\na: b\n---\nc: d\n",
     "f.yaml:3:1: error: a second document starts here; a file holds one [yaml-syntax]\n"},
    {"second document, empty", "a: b\n---\n",
     "f.yaml:2:1: error: a second document starts here; a file holds one [yaml-syntax]\n"},
    {"text behind the end", "a: b\n...\nc: d\n",
     "f.yaml:3:1: error: expected the end of the file here [yaml-syntax]\n"
     "       = note: all keys of the file's map stand at the same indentation\n"},
    {"tag", "a: b\nc: !foo x\n", "f.yaml:2:4: error: " NO_TAGS},
    {"tag of YAML", "!!map {a: b}\n", "f.yaml:1:1: error: " NO_TAGS},
    {"tag on a list", "a: !x [b]\n", "f.yaml:1:4: error: " NO_TAGS},
    {"tag without a name", "a: ! x\n", "f.yaml:1:4: error: " NO_TAGS},
    {"tag with an unknown handle", "a: !foo!bar x\n",
     "f.yaml:1:4: error: a tag; records have none [yaml-syntax]\n"
     "       = note: a text that starts with \"!\" needs quotes\n"},
    {"map as a key", "a: b\n{a: b}: c\n",
     "f.yaml:2:1: error: a key must be a text, not a map [yaml-syntax]\n"},
    {"list as a key", "? [a]\n: c\n",
     "f.yaml:1:3: error: a key must be a text, not a list [yaml-syntax]\n"},
    {"alias of a list as a key", "a: &x [b]\n*x : c\n",
     "f.yaml:2:1: error: a key must be a text, not a list [yaml-syntax]\n"},
    {"alias without an anchor", "a: *x\n",
     "f.yaml:1:4: error: the alias \"*x\" has no anchor \"&x\" before it [yaml-syntax]\n"
     "       = note: a text that starts with \"*\" needs quotes\n"},
    {"alias in its own anchor", "a: &x\n  - b\n  - [*x]\n",
     "f.yaml:3:6: error: the alias \"*x\" stands inside the value that it names [yaml-syntax]\n"
     "f.yaml:1:4: note: that value starts here\n"},
    {"alias of the whole", "&x a: &y\n  b: *y\n",
     "f.yaml:2:6: error: the alias \"*y\" stands inside the value that it names [yaml-syntax]\n"
     "f.yaml:1:7: note: that value starts here\n"},
    {"asterisk", "a: * x\n", "f.yaml:1:4: error: " START("*")},
    {"ampersand", "a: & x\n", "f.yaml:1:4: error: " START("&")},
    {"emphasis", "a: *Wait*, then\n", "f.yaml:1:4: error: " START("*")},
    {"strong emphasis", "é: **Wait** then\n", "f.yaml:1:4: error: " START("*")},
    {"ampersand behind a name", "a: &b& c\n", "f.yaml:1:4: error: " START("&")},
    {"Latin-1", "a: b\nc: \xe4h\n",
     "f.yaml:2:4: error: byte 0xE4 is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
    {"UTF-16 with a mark",
     "\xff\xfe"
     "a",
     "f.yaml:1:1: error: byte 0xFF is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
    {"both faults of characters", "a: \x07\nb: \xff\n",
     "f.yaml:1:4: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"
     "f.yaml:2:4: error: byte 0xFF is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
};

static void test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(refused[i].yaml, diag);
        check_printed(refused[i].name, diag, refused[i].printed);
        g_assert_null(document);
    }
}

/* ---- what is reported, with a document all the same ---- */

static const struct row reported[] = {
    {"repeated key", "a: 1\nb:\n  a: 2\na: 3\na: 4\n",
     "f.yaml:4:1: error: the key \"a\" is here a second time [key-repeated]\n"
     "f.yaml:1:1: note: first here\n"
     "f.yaml:5:1: error: the key \"a\" is here a second time [key-repeated]\n"
     "f.yaml:1:1: note: first here\n"},
    {"repeated key in braces", "x: {a: 1, \"a\": 2}\n",
     "f.yaml:1:11: error: the key \"a\" is here a second time [key-repeated]\n"
     "f.yaml:1:5: note: first here\n"},
    {"control character", "a: x\nb: x\x07y\n",
     "f.yaml:2:5: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"forbidden characters in several lines", "a: x\x07\x08y\r\nb: c\nd: \u2028\u202e\n# \u2029\n",
     "f.yaml:1:5: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"
     "f.yaml:3:4: error: U+2028, a line separator, may not stand in a text [forbidden-character]\n"
     "f.yaml:4:3: error: U+2029, a line separator, may not stand in a text "
     "[forbidden-character]\n"},
    {"override of direction in a comment", "a: x # \u202e\n",
     "f.yaml:1:8: error: U+202E, a character that overrides the direction of text, may not stand "
     "in "
     "a text [forbidden-character]\n"},
    {"escaped control character", "a: x\nb: \"x\\x07y\"\n",
     "f.yaml:2:4: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped NUL", "a: \"\\0x\"\n",
     "f.yaml:1:4: error: U+0000, a control character, may not stand in a text "
     "[forbidden-character]\n"},
    {"escaped override of direction", "a: [b, \"\\u202e\"]\n",
     "f.yaml:1:8: error: U+202E, a character that overrides the direction of text, may not stand "
     "in "
     "a text [forbidden-character]\n"},
    {"escape in a key", "x:\n  \"a\\a\": b\n",
     "f.yaml:2:3: error: U+0007, a control character, may not stand in a text "
     "[forbidden-character]\n"},
};

static void test_reported(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(reported); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(reported[i].yaml, diag);
        check_printed(reported[i].name, diag, reported[i].printed);
        g_assert_nonnull(document);
    }
}

static void test_long_key(void)
{
    g_autofree char *key = g_strnfill(DIP_LIMIT_NAME_BYTES + 1, 'k');
    g_autofree char *yaml = g_strdup_printf("a: x\n%s: y\n", key);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse(yaml, diag);
    check_printed(
        "long key", diag,
        "f.yaml:2:1: error: a key of 201 bytes, at most 200 are allowed [text-too-long]\n");
    g_assert_cmpuint(dip_document_root(document)->count, ==, 1);
}

static void test_nul(void)
{
    static const char bytes[] = "a: b\nc: \0d\n";
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = dip_document_parse("f.yaml", bytes, sizeof bytes - 1, diag);
    check_printed("NUL", diag,
                  "f.yaml:2:4: error: U+0000, a control character, may not stand in a text "
                  "[forbidden-character]\n");
    g_assert_cmpstr(dip_value_find(dip_document_root(document), "c")->text, ==, "d");
}

/* ---- limits ---- */

static char *nested(size_t depth)
{
    g_autofree char *open = g_strnfill(depth, '[');
    g_autofree char *close = g_strnfill(depth, ']');
    return g_strconcat(open, close, "\n", NULL);
}

static void test_depth(void)
{
    g_autofree char *deepest = nested(DIP_LIMIT_YAML_DEPTH);
    g_autofree char *deeper = nested(DIP_LIMIT_YAML_DEPTH + 1);
    g_autofree char *half = nested(DIP_LIMIT_YAML_DEPTH / 2);
    g_strchomp(half);
    g_autofree char *aliased =
        g_strdup_printf("a: &x %s\nb: [[[[[[[[[[[[[[[*x]]]]]]]]]]]]]]]\n", half);
    g_autofree char *too_deep =
        g_strdup_printf("a: &x %s\nb: [[[[[[[[[[[[[[[[*x]]]]]]]]]]]]]]]]\n", half);
    const struct row rows[] = {
        {"deepest", deepest, ""},
        {"deeper", deeper,
         "f.yaml:1:33: error: lists and maps nest more than 32 deep [yaml-depth]\n"},
        {"deepest by an alias", aliased, ""},
        {"deeper by an alias", too_deep,
         "f.yaml:2:20: error: lists and maps nest more than 32 deep [yaml-depth]\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(rows[i].yaml, diag);
        check_printed(rows[i].name, diag, rows[i].printed);
        g_assert_true((document == NULL) == (rows[i].printed[0] != '\0'));
    }
}

/** A list of @p count texts; with the list that is count + 1 values. */
static char *long_list(size_t count)
{
    GString *yaml = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append(yaml, "- x\n");
    return g_string_free(yaml, FALSE);
}

static void test_size(void)
{
    g_autofree char *longest = long_list(DIP_LIMIT_YAML_VALUES - 1);
    g_autofree char *longer = long_list(DIP_LIMIT_YAML_VALUES);
    static const char bomb[] = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
                               "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                               "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                               "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                               "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
    const struct row rows[] = {
        {"longest", longest, ""},
        {"longer", longer,
         "f.yaml:20000:3: error: more than 20000 values, each counted as often as an alias repeats "
         "it "
         "[yaml-size]\n"},
        /* 12 + 112 + 1112 + 11112 by the end of line 4 (a key is a value too), then 11111 an alias */
        {"alias bomb", bomb,
         "f.yaml:5:8: error: more than 20000 values, each counted as often as an alias repeats it "
         "[yaml-size]\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(rows[i].yaml, diag);
        check_printed(rows[i].name, diag, rows[i].printed);
        g_assert_true((document == NULL) == (rows[i].printed[0] != '\0'));
    }
}

static void test_bytes(void)
{
    g_autofree char *yaml = g_strnfill(DIP_LIMIT_YAML_BYTES + 1, '#');
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_null(dip_document_parse("f.yaml", yaml, strlen(yaml), diag));
    check_printed("bytes", diag,
                  "f.yaml: error: larger than 1048576 bytes, the limit for this kind of file "
                  "[file-too-large]\n");
    DIP_AUTO(dip_document) document = dip_document_parse("f.yaml", yaml, strlen(yaml) - 1, diag);
    g_assert_nonnull(document);
}

/* ---- trees ---- */

/** Write @p value as one line; places are behind the texts of scalars. */
static void show(const struct dip_value *value, GString *out)
{
    switch (value->kind) {
    case DIP_VALUE_TEXT:
        g_string_append_printf(out, "'%s'%s@%u:%u", value->text, value->empty ? "-" : "",
                               value->loc.line, value->loc.column);
        return;
    case DIP_VALUE_LIST:
        g_string_append_printf(out, "@%u:%u[", value->loc.line, value->loc.column);
        for (size_t i = 0; i < value->count; i++) {
            g_string_append(out, i > 0 ? ", " : "");
            show(value->items[i], out);
        }
        g_string_append_c(out, ']');
        return;
    case DIP_VALUE_MAP:
        g_string_append_printf(out, "@%u:%u{", value->loc.line, value->loc.column);
        for (size_t i = 0; i < value->count; i++) {
            const struct dip_entry *entry = &value->entries[i];
            g_string_append_printf(out, "%s%s@%u:%u: ", i > 0 ? ", " : "", entry->key,
                                   entry->key_loc.line, entry->key_loc.column);
            show(entry->value, out);
        }
        g_string_append_c(out, '}');
        return;
    }
}

static const struct row trees[] = {
    {"empty", "", "@1:1{}"},
    {"comment", "# nothing\n\n", "@1:1{}"},
    {"mark alone", "\xef\xbb\xbf", "@1:1{}"},
    {"start of a document", "---\n", "@1:1{}"},
    {"nothing", "~\n", "@1:1{}"},
    {"text", "just text\n", "'just text'@1:1"},
    {"types stay text", "[no, 0404, 1.0, true, 0x1F, 2001-01-01]\n",
     "@1:1['no'@1:2, '0404'@1:6, '1.0'@1:12, 'true'@1:17, '0x1F'@1:23, '2001-01-01'@1:29]"},
    {"what means nothing", "a:\nb: ~\nc: null\nd: NULL\n",
     "@1:1{a@1:1: ''-@1:3, b@2:1: ''-@2:4, c@3:1: ''-@3:4, d@4:1: ''-@4:4}"},
    {"what only looks like it", "a: \"\"\nb: '~'\nc: 'null'\nd: nullable\n",
     "@1:1{a@1:1: ''@1:4, b@2:1: '~'@2:4, c@3:1: 'null'@3:4, d@4:1: 'nullable'@4:4}"},
    {"order of the file", "b: 1\na: {d: 2, c: 3}\n",
     "@1:1{b@1:1: '1'@1:4, a@2:1: @2:4{d@2:5: '2'@2:8, c@2:11: '3'@2:14}}"},
    {"list in a map, not indented", "a:\n- b\n- [c]\n",
     "@1:1{a@1:1: @2:1['b'@2:3, @3:3['c'@3:4]]}"},
    {"columns in characters", "名前: 未検出 # ×\n中: [é, ü]\n",
     "@1:1{名前@1:1: '未検出'@1:5, 中@2:1: @2:4['é'@2:5, 'ü'@2:8]}"},
    {"white space", "a: |\n  one\n    two\n\n  three\nb: \" x \\n\\t y \"\nc: >-\n  x\n  y\n",
     "@1:1{a@1:1: 'one two three'@1:4, b@6:1: 'x y'@6:4, c@7:1: 'x y'@7:4}"},
    {"white space of other scripts", "a: \"\\u3000x\\u00a0y\"\n",
     "@1:1{a@1:1: '\u3000x\u00a0y'@1:4}"},
    {"white space in keys", "'a  b ': c\n", "@1:1{a b@1:1: 'c'@1:10}"},
    {"aliases", "a: &x {b: c}\nd: *x\ne: &x f\ng: *x\n",
     "@1:1{a@1:1: @1:4{b@1:8: 'c'@1:11}, d@2:1: @1:4{b@1:8: 'c'@1:11}, e@3:1: 'f'@3:4, g@4:1: "
     "'f'@3:4}"},
    {"alias as a key", "&k a: b\nc: {*k : d}\n",
     "@1:1{a@1:1: 'b'@1:7, c@2:1: @2:4{a@2:5: 'd'@2:10}}"},
    {"merge key", "a: &x {b: c}\nd: {<<: *x}\n",
     "@1:1{a@1:1: @1:4{b@1:8: 'c'@1:11}, d@2:1: @2:4{<<@2:5: @1:4{b@1:8: 'c'@1:11}}}"},
    {"carriage returns", "a: b\r\nc: d\r\n", "@1:1{a@1:1: 'b'@1:4, c@2:1: 'd'@2:4}"},
    {"version", "%YAML 1.1\n---\na: b\n...\n", "@3:1{a@3:1: 'b'@3:4}"},
    {"no line feed at the end", "a: b", "@1:1{a@1:1: 'b'@1:4}"},
    {"value missed at the end", "b: x\n? a", "@1:1{b@1:1: 'x'@1:4, a@2:3: ''-@2:4}"},
};

static void test_trees(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(trees[i].yaml, diag);
        check_printed(trees[i].name, diag, "");
        g_autoptr(GString) shown = g_string_new(NULL);
        show(dip_document_root(document), shown);
        g_assert_cmpstr(shown->str, ==, trees[i].printed);
    }
}

/** The first of two entries with one key is kept, and so is everything behind them. */
static void test_repeated_key_kept(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse("a: 1\na: 2\nb: 3\n", diag);
    g_autoptr(GString) shown = g_string_new(NULL);
    show(dip_document_root(document), shown);
    g_assert_cmpstr(shown->str, ==, "@1:1{a@1:1: '1'@1:4, b@3:1: '3'@3:4}");
}

/** What was reported is no longer there. */
static void test_scrubbed(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse("a: x\x07y\u202ez\nb: \"\\u202e\\0q\\uffff\"\n", diag);
    const struct dip_value *root = dip_document_root(document);
    g_assert_cmpstr(dip_value_find(root, "a")->text, ==, "x y z");
    g_assert_cmpstr(dip_value_find(root, "b")->text, ==, "q");
}

static void test_find(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse("a: {b: c}\n", diag);
    const struct dip_value *root = dip_document_root(document);
    const struct dip_value *a = dip_value_find(root, "a");
    g_assert_cmpstr(dip_value_find(a, "b")->text, ==, "c");
    g_assert_null(dip_value_find(a, "a"));
    g_assert_null(dip_value_find(dip_value_find(a, "b"), "b"));
}

static void test_alloc(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse("", diag);
    for (size_t size = 0; size < 100000; size = size * 2 + 1) {
        char *memory = dip_document_alloc(document, size);
        g_assert_cmpuint((uintptr_t)memory % _Alignof(max_align_t), ==, 0);
        for (size_t i = 0; i < size; i++)
            g_assert_true(memory[i] == 0);
        if (size > 0)
            memset(memory, 0xff, size);
    }
}

static void test_load(void)
{
    g_autofree char *root = g_dir_make_tmp("dip-yaml-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(root, "a.yaml", NULL);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_assert_true(g_file_set_contents(file, "a: b\n", -1, NULL));
    DIP_AUTO(dip_document) document = dip_document_load(root, "a.yaml", diag);
    const struct dip_value *a = dip_value_find(dip_document_root(document), "a");
    g_assert_cmpstr(a->text, ==, "b");
    g_assert_cmpstr(a->loc.path, ==, "a.yaml");
    g_assert_null(dip_document_load(root, "b.yaml", diag));
    check_printed("load", diag, "b.yaml: error: there is no such file [file-missing]\n");
    g_unlink(file);
    g_rmdir(root);
}

/* ---- schemas ---- */

struct link {
    dip_text name;
    dip_text url;
    dip_loc loc;
};

struct sample {
    dip_loc loc;
    dip_text text;
    dip_text name;
    dip_text note;
    dip_text url;
    struct dip_texts texts;
    struct dip_texts names;
    dip_choice choice;
    int64_t count;
    const struct link *record;
    struct dip_list records;
    const struct dip_value *value;
};

static const struct dip_field link_fields[] = {
    {.key = "name",
     .type = DIP_FIELD_NAME,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct link, name)},
    {.key = "url",
     .type = DIP_FIELD_URL,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct link, url)},
    {0},
};

static const struct dip_schema link_schema = {
    .what = "reference",
    .size = sizeof(struct link),
    .fields = link_fields,
    .loc_offset = 1 + offsetof(struct link, loc),
};

static const char *const choices[] = {"choice", "tokens", "number", NULL};

static const struct dip_field sample_fields[] = {
    {.key = "text",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct sample, text)},
    {.key = "name", .type = DIP_FIELD_NAME, .offset = offsetof(struct sample, name)},
    {.key = "note",
     .type = DIP_FIELD_TEXT,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .offset = offsetof(struct sample, note)},
    {.key = "url", .type = DIP_FIELD_URL, .offset = offsetof(struct sample, url)},
    {.key = "texts", .type = DIP_FIELD_TEXTS, .offset = offsetof(struct sample, texts)},
    {.key = "names",
     .type = DIP_FIELD_NAMES,
     .flags = DIP_FIELD_MAY_BE_EMPTY,
     .maximum = 3,
     .offset = offsetof(struct sample, names)},
    {.key = "choice",
     .type = DIP_FIELD_CHOICE,
     .choices = choices,
     .offset = offsetof(struct sample, choice)},
    {.key = "count",
     .type = DIP_FIELD_COUNT,
     .maximum = 100,
     .offset = offsetof(struct sample, count)},
    {.key = "record",
     .type = DIP_FIELD_RECORD,
     .schema = &link_schema,
     .offset = offsetof(struct sample, record)},
    {.key = "records",
     .type = DIP_FIELD_RECORDS,
     .schema = &link_schema,
     .maximum = 2,
     .offset = offsetof(struct sample, records)},
    {.key = "value", .type = DIP_FIELD_VALUE, .offset = offsetof(struct sample, value)},
    {0},
};

static const struct dip_schema sample_schema = {
    .what = "entry",
    .size = sizeof(struct sample),
    .fields = sample_fields,
    .loc_offset = 1 + offsetof(struct sample, loc),
};

#define KEYS                                                                                       \
    "expected one of \"text\", \"name\", \"note\", \"url\", \"texts\", \"names\", \"choice\", "    \
    "\"count\", \"record\", \"records\", \"value\" [key-unknown]\n"
#define ADDRESS "must be an address that starts with http:// or https:// and has no spaces, not "

static const struct row faults[] = {
    {"unknown key", "text: x\nnmae: y\nwholly_other: z\n",
     "f.yaml:2:1: error: unknown key \"nmae\" in an entry; " KEYS
     "       = note: did you mean \"name\"?\n"
     "f.yaml:3:1: error: unknown key \"wholly_other\" in an entry; " KEYS},
    {"merge key is unknown", "text: x\n<<: {name: y}\n",
     "f.yaml:2:1: error: unknown key \"<<\" in an entry; " KEYS},
    {"unknown key below", "text: x\nrecord: {name: y, url: \"http://x/\", uri: z}\n",
     "f.yaml:2:37: error: unknown key \"uri\" in a reference; expected one of \"name\", \"url\" "
     "[key-unknown]\n"
     "       = note: did you mean \"url\"?\n"},
    {"missing keys", "# nothing\n",
     "f.yaml:1:1: error: an entry needs the key \"text\" [key-missing]\n"},
    {"missing keys below", "text: x\nrecords:\n  - {name: y}\n  - url: http://x/\n",
     "f.yaml:3:5: error: a reference needs the key \"url\" [key-missing]\n"
     "f.yaml:4:5: error: a reference needs the key \"name\" [key-missing]\n"},
    {"no map at all", "- x\n",
     "f.yaml:1:1: error: an entry must be a map, not a list [type-wrong]\n"},
    {"no space behind the colon", "text:x\n",
     "f.yaml:1:1: error: an entry must be a map, not a text [type-wrong]\n"
     "       = note: a key needs a space behind its colon\n"},
    {"wrong types", "text: [x]\nname: {a: b}\ntexts: x\nnames: {a: b}\nchoice: [x]\ncount: {}\n",
     "f.yaml:1:7: error: \"text\" must be a text, not a list [type-wrong]\n"
     "f.yaml:2:7: error: \"name\" must be a text, not a map [type-wrong]\n"
     "f.yaml:3:8: error: \"texts\" must be a list, not a text [type-wrong]\n"
     "f.yaml:4:8: error: \"names\" must be a list, not a map [type-wrong]\n"
     "f.yaml:5:9: error: \"choice\" must be a text, not a list [type-wrong]\n"
     "f.yaml:6:8: error: \"count\" must be a text, not a map [type-wrong]\n"},
    {"wrong types of records", "text: x\nrecord: [x]\nrecords: {a: b}\n",
     "f.yaml:2:9: error: \"record\" must be a map, not a list [type-wrong]\n"
     "f.yaml:3:10: error: \"records\" must be a list, not a map [type-wrong]\n"},
    {"wrong types of items", "text: x\ntexts: [a, [b]]\nrecords: [c]\n",
     "f.yaml:2:12: error: an item of \"texts\" must be a text, not a list [type-wrong]\n"
     "f.yaml:3:11: error: an item of \"records\" must be a map, not a text [type-wrong]\n"},
    {"record without a value", "text: x\nrecord:\n",
     "f.yaml:2:8: error: \"record\" must be a map, but has no value [type-wrong]\n"},
    {"empty texts", "text:\nname: \"\"\nnote: \"  \"\nurl: ''\ntexts: [\" \"]\n",
     "f.yaml:1:6: error: \"text\" is empty [text-empty]\n"
     "f.yaml:2:7: error: \"name\" is empty [text-empty]\n"
     "f.yaml:4:6: error: \"url\" is empty [text-empty]\n"
     "f.yaml:5:9: error: an item of \"texts\" is empty [text-empty]\n"},
    {"empty lists", "text: x\ntexts: []\nnames: []\nrecords:\n",
     "f.yaml:2:8: error: \"texts\" is an empty list [text-empty]\n"
     "f.yaml:4:9: error: \"records\" is an empty list [text-empty]\n"},
    {"long lists", "text: x\nnames: [a, b, c, d]\n",
     "f.yaml:2:18: error: \"names\" has 4 items, at most 3 are allowed [list-too-long]\n"},
    {"choices", "text: x\nchoice: choise\n",
     "f.yaml:2:9: error: \"choice\" can't be \"choise\"; expected one of \"choice\", \"tokens\", "
     "\"number\" [value-unknown]\n"
     "       = note: did you mean \"choice\"?\n"},
    {"choice of nothing", "text: x\nchoice:\n",
     "f.yaml:2:8: error: \"choice\" can't be \"\"; expected one of \"choice\", \"tokens\", "
     "\"number\" "
     "[value-unknown]\n"},
    {"count of words", "text: x\ncount: ten\n",
     "f.yaml:2:8: error: \"count\" must be a whole number from 0 to 100, not \"ten\" "
     "[value-invalid]\n"},
    {"count too large", "text: x\ncount: 101\n",
     "f.yaml:2:8: error: \"count\" must be a whole number from 0 to 100, not \"101\" "
     "[value-invalid]\n"},
    {"count below zero", "text: x\ncount: -1\n",
     "f.yaml:2:8: error: \"count\" must be a whole number from 0 to 100, not \"-1\" "
     "[value-invalid]\n"},
    {"address", "text: x\nurl: www.example.org\n",
     "f.yaml:2:6: error: \"url\" " ADDRESS "\"www.example.org\" [url-invalid]\n"},
    {"long value is cut",
     "text: x\nurl: éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\n",
     "f.yaml:2:6: error: \"url\" " ADDRESS
     "\"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…\" [url-invalid]\n"},
};

static void test_faults(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        struct sample sample;
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(faults[i].yaml, diag);
        g_assert_false(dip_schema_decode(&sample_schema, document, dip_document_root(document),
                                         diag, &sample));
        check_printed(faults[i].name, diag, faults[i].printed);
    }
}

static void check_long(enum dip_field_type type, size_t limit, const char *start,
                       const char *expected)
{
    g_autofree char *fill = g_strnfill(limit - strlen(start), 'x');
    g_autofree char *fits = g_strconcat(start, fill, NULL);
    g_autofree char *longer = g_strconcat(fits, "x", NULL);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse(fits, diag);
    DIP_AUTO(dip_document) too_long = parse(longer, diag);
    g_assert_cmpstr(dip_value_text(dip_document_root(document), type, "k", diag).text, ==, fits);
    check_printed("fits", diag, "");
    g_assert_null(dip_value_text(dip_document_root(too_long), type, "k", diag).text);
    check_printed("longer", diag, expected);
}

static void test_long_texts(void)
{
    check_long(
        DIP_FIELD_TEXT, DIP_LIMIT_TEXT_BYTES, "",
        "f.yaml:1:1: error: \"k\" has 4097 bytes, at most 4096 are allowed [text-too-long]\n");
    check_long(DIP_FIELD_NAME, DIP_LIMIT_NAME_BYTES, "",
               "f.yaml:1:1: error: \"k\" has 201 bytes, at most 200 are allowed [text-too-long]\n");
    check_long(
        DIP_FIELD_URL, DIP_LIMIT_URL_BYTES, "http://x/",
        "f.yaml:1:1: error: \"k\" has 2001 bytes, at most 2000 are allowed [text-too-long]\n");
}

static void test_addresses(void)
{
    static const struct {
        const char *url;
        bool fine;
    } rows[] = {
        {"https://www.rfc-editor.org/rfc/rfc3261#section-21.4.5", true},
        {"http://example.org", true},
        {"HTTPS://example.org/?a=b&c=%20", true},
        {"http://[::1]:8080/", true},
        {"http://localhost:80", true},
        {"https://例え.jp/道", true},
        {"http://user@host/", true},
        {"http://", false},
        {"https:///path", false},
        {"http://?q", false},
        {"http://:80/", false},
        {"http://user@/", false},
        {"ftp://example.org/", false},
        {"javascript:alert(1)", false},
        {"//example.org/", false},
        {"/path", false},
        {"http:/example.org", false},
        {"http://a b/", false},
        {"http://a/\\\"onclick=", false},
        {"http://a/'x", false},
        {"http://a/<b>", false},
        {"http://a/`b", false},
        {"xhttp://a/", false},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *yaml = g_strdup_printf("\"%s\"\n", rows[i].url);
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_document) document = parse(yaml, diag);
        dip_text text = dip_value_text(dip_document_root(document), DIP_FIELD_URL, "url", diag);
        if ((text.text != NULL) != rows[i].fine)
            g_test_message("in row \"%s\"", rows[i].url);
        g_assert_true((text.text != NULL) == rows[i].fine);
        g_assert_true((dip_diag_count(diag, DIP_ERROR) == 0) == rows[i].fine);
    }
}

static void test_decoded(void)
{
    static const char yaml[] = "\ntext: |\n  Some\n  prose.\nname: ' n '\nnote:\nurl: https://x/y\n"
                               "texts: [a, b]\nnames:\nchoice: tokens\ncount: 100\n"
                               "record: {name: r, url: \"http://r/\"}\n"
                               "records:\n  - {name: s, url: \"http://s/\"}\n"
                               "  - {name: t, url: \"http://t/\"}\nvalue: [q]\n";
    struct sample s;
    memset(&s, 0xff, sizeof s);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse(yaml, diag);
    g_assert_true(
        dip_schema_decode(&sample_schema, document, dip_document_root(document), diag, &s));
    check_printed("decoded", diag, "");
    g_assert_cmpuint(s.loc.line, ==, 2);
    g_assert_cmpstr(s.text.text, ==, "Some prose.");
    g_assert_cmpuint(s.text.loc.line, ==, 2);
    g_assert_cmpuint(s.text.loc.column, ==, 7);
    g_assert_cmpstr(s.name.text, ==, "n");
    g_assert_cmpstr(s.note.text, ==, "");
    g_assert_cmpstr(s.url.text, ==, "https://x/y");
    g_assert_cmpuint(s.texts.count, ==, 2);
    g_assert_cmpstr(s.texts.items[1].text, ==, "b");
    g_assert_cmpuint(s.texts.items[1].loc.column, ==, 12);
    g_assert_cmpuint(s.names.count, ==, 0);
    g_assert_cmpint(s.choice.index, ==, 1);
    g_assert_cmpuint(s.choice.loc.column, ==, 9);
    g_assert_cmpint(s.count, ==, 100);
    g_assert_cmpstr(s.record->url.text, ==, "http://r/");
    g_assert_cmpuint(s.record->loc.column, ==, 9);
    const struct link *links = s.records.items;
    g_assert_cmpuint(s.records.count, ==, 2);
    g_assert_cmpstr(links[1].name.text, ==, "t");
    g_assert_cmpstr(s.value->items[0]->text, ==, "q");
}

static void test_left_out(void)
{
    struct sample s;
    memset(&s, 0xff, sizeof s);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse("text: x\n", diag);
    g_assert_true(
        dip_schema_decode(&sample_schema, document, dip_document_root(document), diag, &s));
    g_assert_null(s.name.text);
    g_assert_null(s.url.text);
    g_assert_cmpuint(s.texts.count, ==, 0);
    g_assert_cmpint(s.choice.index, ==, -1);
    g_assert_cmpint(s.count, ==, -1);
    g_assert_null(s.record);
    g_assert_cmpuint(s.records.count, ==, 0);
    g_assert_null(s.value);
}

/** What is wrong is as if it were left out; what is right beside it is there. */
static void test_wrong_is_absent(void)
{
    static const char yaml[] = "text: [x]\nname: n\ntexts: [a, [b], c]\nnames: [a, b, c, d]\n"
                               "choice: x\ncount: x\nrecord: x\nrecords: [x, {name: y}]\n";
    struct sample s;
    memset(&s, 0xff, sizeof s);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_document) document = parse(yaml, diag);
    g_assert_false(
        dip_schema_decode(&sample_schema, document, dip_document_root(document), diag, &s));
    g_assert_null(s.text.text);
    g_assert_cmpstr(s.name.text, ==, "n");
    g_assert_cmpuint(s.texts.count, ==, 2);
    g_assert_cmpstr(s.texts.items[1].text, ==, "c");
    g_assert_cmpuint(s.names.count, ==, 0);
    g_assert_cmpint(s.choice.index, ==, -1);
    g_assert_cmpint(s.count, ==, -1);
    g_assert_null(s.record);
    const struct link *links = s.records.items;
    g_assert_cmpuint(s.records.count, ==, 1);
    g_assert_cmpstr(links[0].name.text, ==, "y");
    g_assert_null(links[0].url.text);
}

/* ---- ahead ---- */

enum { AHEAD_FILES = 60 };

static char *ahead_path(int number)
{
    return g_strdup_printf("%02d.yaml", number);
}

/* Files of one key; every tenth is broken, every seventh has a key twice, and number 5 is not there. */
static char *make_ahead_folder(void)
{
    char *folder = g_dir_make_tmp("dip-yaml-XXXXXX", NULL);

    for (int i = 0; i < AHEAD_FILES; i++) {
        g_autofree char *name = ahead_path(i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        const char *more = i % 10 == 9 ? "\"open\n" : i % 7 == 6 ? "a: 2\n" : "";
        g_autofree char *text = g_strdup_printf("a: %d\n%s", i, more);
        if (i != 5)
            g_assert_true(g_file_set_contents(path, text, -1, NULL));
    }
    return folder;
}

static void remove_ahead_folder(char *folder)
{
    for (int i = 0; i < AHEAD_FILES; i++) {
        g_autofree char *name = ahead_path(i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
    g_free(folder);
}

/* What is got ahead is what is got alone, and the same is said of it. */
static void check_ahead(struct dip_ahead *ahead, const char *folder, int number)
{
    g_autofree char *path = ahead_path(number);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_diag) other_diag = dip_diag_new();
    DIP_AUTO(dip_document) document = dip_ahead_load(ahead, folder, path, diag);
    DIP_AUTO(dip_document) other = dip_document_load(folder, path, other_diag);
    char *printed = print(other_diag);

    check_printed(path, diag, printed);
    free(printed);
    g_assert_true((document == NULL) == (other == NULL));
    if (document != NULL)
        g_assert_cmpstr(dip_value_find(dip_document_root(document), "a")->text, ==,
                        dip_value_find(dip_document_root(other), "a")->text);
}

static struct dip_ahead *begin_ahead(const char *folder)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

    for (int i = 0; i < AHEAD_FILES - 1; i++)
        g_ptr_array_add(paths, ahead_path(i));
    return dip_ahead_new(folder, paths);
}

/* Steps between what is asked for: all; each third; from the end; so that some are passed over, asked for
 * when they were, or twice. The last file is not among those that are read. */
static void test_ahead(void)
{
    static const int steps[] = {1, 3, AHEAD_FILES - 1, 17, 0};
    char *folder = make_ahead_folder();

    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        DIP_AUTO(dip_ahead) ahead = begin_ahead(folder);
        for (int j = 0; j < AHEAD_FILES; j++)
            check_ahead(ahead, folder, j * steps[i] % AHEAD_FILES);
    }
    check_ahead(NULL, folder, 0);
    for (int i = 0; i < 20; i++)
        dip_ahead_free(begin_ahead(folder));
    remove_ahead_folder(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml/refused", test_refused);
    g_test_add_func("/yaml/reported", test_reported);
    g_test_add_func("/yaml/long-key", test_long_key);
    g_test_add_func("/yaml/nul", test_nul);
    g_test_add_func("/yaml/depth", test_depth);
    g_test_add_func("/yaml/size", test_size);
    g_test_add_func("/yaml/bytes", test_bytes);
    g_test_add_func("/yaml/trees", test_trees);
    g_test_add_func("/yaml/repeated-key-kept", test_repeated_key_kept);
    g_test_add_func("/yaml/scrubbed", test_scrubbed);
    g_test_add_func("/yaml/find", test_find);
    g_test_add_func("/yaml/alloc", test_alloc);
    g_test_add_func("/yaml/load", test_load);
    g_test_add_func("/yaml/ahead", test_ahead);
    g_test_add_func("/schema/faults", test_faults);
    g_test_add_func("/schema/long-texts", test_long_texts);
    g_test_add_func("/schema/addresses", test_addresses);
    g_test_add_func("/schema/decoded", test_decoded);
    g_test_add_func("/schema/left-out", test_left_out);
    g_test_add_func("/schema/wrong-is-absent", test_wrong_is_absent);
    return g_test_run();
}
