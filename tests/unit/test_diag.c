/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * diag/: the sink, its order, and what is printed.
 */
#include "diag/diag.h"

#include <errno.h>

static char *print(const struct dip_diag *diag, const char *root)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    dip_diag_print(diag, stream, root, "", false);
    fclose(stream);
    return text;
}

static void test_sorted(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_diag) other = dip_diag_new();

    dip_diag_report(diag, DIP_RULE_KEY_UNKNOWN, dip_loc_at("b.yaml", 2, 1), "second");
    dip_diag_report(other, DIP_RULE_FILE_UNEXPECTED, dip_loc_at("a.yaml", 0, 0), "first");
    dip_diag_report(other, DIP_RULE_KEY_MISSING, dip_loc_at("b.yaml", 10, 3), "third %d", 3);
    dip_diag_report(other, DIP_RULE_KEY_MISSING, dip_loc_at("b.yaml", 10, 3), "third %d", 3);
    dip_diag_merge(diag, other);
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, 3);
    g_assert_cmpuint(dip_diag_count(diag, DIP_WARNING), ==, 1);
    g_assert_cmpuint(dip_diag_count(other, DIP_ERROR), ==, 0);
    g_autofree char *text = print(diag, "/nonexistent");
    g_assert_cmpstr(text, ==,
                    "a.yaml: warning: first [file-unexpected]\n"
                    "b.yaml:2:1: error: second [key-unknown]\n"
                    "b.yaml:10:3: error: third 3 [key-missing]\n");
}

static void test_excerpt(void)
{
    g_autofree char *folder = g_dir_make_tmp("diptych-diag-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "x.yaml", NULL);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    static const char *const keys[] = {"name", "code"};

    g_assert_true(g_file_set_contents(path, "one: 1\nn\303\244me:\tx\033[31m\n", -1, NULL));
    dip_diag_report(diag, DIP_RULE_KEY_UNKNOWN, dip_loc_at("x.yaml", 2, 1), "unknown key \"näme\"");
    dip_diag_suggest(diag, "nmae", keys, G_N_ELEMENTS(keys));
    dip_diag_note(diag, dip_loc_at("x.yaml", 1, 1), "the first one is here");
    g_autofree char *text = print(diag, folder);
    /* What a terminal would obey is shown as U+FFFD. */
    g_assert_cmpstr(text, ==,
                    "x.yaml:2:1: error: unknown key \"näme\" [key-unknown]\n"
                    "     2 | n\303\244me: x\357\277\275[31m\n"
                    "       | ^\n"
                    "       = note: did you mean \"name\"?\n"
                    "x.yaml:1:1: note: the first one is here\n");
}

/* A window of 100 characters, 60 of them before the column; cut ends are shown. */
static void test_window(void)
{
    static const struct {
        size_t before; /* 'a's before an 'X' */
        size_t behind; /* 'b's behind it */
        bool cut_before;
        size_t shown_before, shown_behind;
        bool cut_behind;
    } rows[] = {
        {0, 99, false, 0, 99, false},   {0, 100, false, 0, 99, true},
        {59, 40, false, 59, 40, false}, {59, 41, false, 59, 40, true},
        {60, 39, false, 60, 39, false}, {60, 40, false, 60, 39, true},
        {61, 39, true, 60, 39, false},  {200, 200, true, 60, 39, true},
        {200, 0, true, 60, 0, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *folder = g_dir_make_tmp("diptych-diag-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(folder, "x.yaml", NULL);
        g_autofree char *before = g_strnfill(rows[i].before, 'a');
        g_autofree char *behind = g_strnfill(rows[i].behind, 'b');
        g_autofree char *line = g_strdup_printf("%sX%s\n", before, behind);
        size_t column = rows[i].before + 1;
        DIP_AUTO(dip_diag) diag = dip_diag_new();

        g_assert_true(g_file_set_contents(path, line, -1, NULL));
        dip_diag_report(diag, DIP_RULE_KEY_UNKNOWN, dip_loc_at("x.yaml", 1, (uint32_t)column), "x");
        g_autofree char *text = print(diag, folder);
        before[rows[i].shown_before] = '\0';
        behind[rows[i].shown_behind] = '\0';
        int indent = (int)(rows[i].shown_before + rows[i].cut_before);
        g_autofree char *expected = g_strdup_printf(
            "x.yaml:1:%zu: error: x [key-unknown]\n     1 | %s%sX%s%s\n       | %*s^\n", column,
            rows[i].cut_before ? "…" : "", before, behind, rows[i].cut_behind ? "…" : "", indent,
            "");
        g_assert_cmpstr(text, ==, expected);
    }
}

static void test_files(void)
{
    static const struct {
        enum dip_file_fault fault;
        int error;
        const char *printed;
    } rows[] = {
        {DIP_FILE_MISSING, 0, "there is no such file [file-missing]"},
        {DIP_FILE_DANGLING, 0, "a link that leads nowhere [file-missing]"},
        {DIP_FILE_DENIED, 0, "can't be read: Permission denied [file-unreadable]"},
        {DIP_FILE_LOOP, 0, "can't be read: Too many levels of symbolic links [file-unreadable]"},
        {DIP_FILE_UNREADABLE, EIO, "can't be read: Input/output error [file-unreadable]"},
        {DIP_FILE_UNREADABLE, 0, "can't be read [file-unreadable]"},
        {DIP_FILE_TOO_LARGE, 0,
         "larger than 7 bytes, the limit for this kind of file [file-too-large]"},
        {DIP_FILE_OUTSIDE, 0, "a link that leads out of the site's folder [link-outside]"},
        {DIP_FILE_NOT_REGULAR, 0, "not a file, but a folder or device [file-unreadable]"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        dip_diag_report_file(diag, rows[i].fault, rows[i].error, "f", 7);
        g_autofree char *text = print(diag, "/nonexistent");
        g_autofree char *expected = g_strdup_printf("f: error: %s\n", rows[i].printed);
        g_assert_cmpstr(text, ==, expected);
    }
}

static void test_text(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    g_assert_true(dip_diag_check_text(diag, dip_loc_at("t", 3, 4), "fine", 4, false));
    g_assert_false(dip_diag_check_text(diag, dip_loc_at("t", 0, 0), "a\nb\xFF", 4, true));
    g_assert_false(dip_diag_check_text(diag, dip_loc_at("t", 3, 4), "\xE2\x80\xAE", 3, false));
    g_autofree char *text = print(diag, "/nonexistent");
    g_assert_cmpstr(
        text, ==,
        "t:2:2: error: byte 0xFF is not part of UTF-8; save the file as UTF-8 "
        "[invalid-utf8]\n"
        "t:3:4: error: U+202E, a character that overrides the direction of text, may not "
        "stand in a text [forbidden-character]\n");
}

#define FORBIDDEN "may not stand in a text [forbidden-character]\n"

/* Of a file: the first of each line, down to what is no UTF-8. */
static void test_text_lines(void)
{
    static const struct {
        const char *text;
        size_t length;
        const char *printed;
    } rows[] = {
        {"a\x01\x02\nb\n\303\244\x03", 9,
         "t:1:2: error: U+0001, a control character, " FORBIDDEN
         "t:3:2: error: U+0003, a control character, " FORBIDDEN},
        {"\n\n\0\n\0\n", 6,
         "t:3:1: error: U+0000, a control character, " FORBIDDEN
         "t:4:1: error: U+0000, a control character, " FORBIDDEN},
        {"\xE2\x80\xA8\n\xE2\x80\xA9\n\xE2\x80\xAE", 11,
         "t:1:1: error: U+2028, a line separator, " FORBIDDEN
         "t:2:1: error: U+2029, a line separator, " FORBIDDEN
         "t:3:1: error: U+202E, a character that overrides the direction of text, " FORBIDDEN},
        {"\x01\nb\xFF\n\x02\n\xFE", 8,
         "t:1:1: error: U+0001, a control character, " FORBIDDEN
         "t:2:2: error: byte 0xFF is not part of UTF-8; save the file as UTF-8 [invalid-utf8]\n"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        g_assert_false(
            dip_diag_check_text(diag, dip_loc_at("t", 1, 1), rows[i].text, rows[i].length, true));
        g_autofree char *text = print(diag, "/nonexistent");
        g_assert_cmpstr(text, ==, rows[i].printed);
    }
}

/* A file of zeros and line feeds does not fill the memory. */
static void test_text_many(void)
{
    static const char zeros[4 * DIP_LIMIT_DIAGNOSTICS] = {0};
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_autofree char *text = g_memdup2(zeros, sizeof zeros);

    for (size_t i = 1; i < sizeof zeros; i += 2)
        text[i] = '\n';
    g_assert_false(dip_diag_check_text(diag, dip_loc_at("t", 1, 1), text, sizeof zeros, true));
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, DIP_LIMIT_DIAGNOSTICS);
}

static void test_json(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    g_autoptr(GString) out = g_string_new(NULL);

    dip_diag_print_json(diag, out);
    g_assert_cmpstr(out->str, ==, "[]");
    g_string_truncate(out, 0);
    dip_diag_report(diag, DIP_RULE_VALUE_INVALID, dip_loc_at("a\"b", 1, 2), "say \"x\"\n\\");
    dip_diag_note(diag, (dip_loc){0}, "so");
    dip_diag_print_json(diag, out);
    g_assert_cmpstr(
        out->str, ==,
        "[\n  {\"path\": \"a\\\"b\", \"line\": 1, \"column\": 2, \"severity\": \"error\", "
        "\"rule\": \"value-invalid\", \"text\": \"say \\\"x\\\"\\n\\\\\", \"notes\": "
        "[{\"text\": \"so\"}]}\n]");
}

static void test_rules(void)
{
    size_t count = 0;
    const char *const *ids = dip_rule_ids(&count);

    g_assert_cmpuint(count, ==, DIP_RULE_COUNT);
    for (size_t i = 0; i < count; i++) {
        g_autofree char *text = dip_rule_explain(ids[i]);
        g_assert_cmpint(dip_rule_find(ids[i]), >=, 0);
        g_assert_nonnull(text);
        g_assert_cmpuint(strlen(text), >, 40);
        g_assert_null(strstr(text, "no text in the manual"));
        g_assert_null(strstr(text, "\n## "));
        if (i > 0)
            g_assert_cmpstr(ids[i - 1], <, ids[i]);
    }
    g_assert_cmpint(dip_rule_find("no-such-rule"), ==, -1);
    g_assert_null(dip_rule_explain("no-such-rule"));
}

/* Of many warnings of a rule in a file some are printed, all errors are, and JSON has everything. */
static void test_crowd(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    unsigned printed = 0;
    unsigned kept = 0;

    for (unsigned i = 0; i < DIP_LIMIT_WARNINGS + 5; i++) {
        dip_diag_report(diag, DIP_RULE_PO_END, dip_loc_at("a.po", 30 - i, 1), "warning");
        dip_diag_report(diag, DIP_RULE_KEY_MISSING, dip_loc_at("a.po", 30 - i, 2), "error");
    }
    for (unsigned i = 0; i < DIP_LIMIT_WARNINGS; i++)
        dip_diag_report(diag, DIP_RULE_PO_END, dip_loc_at("b.po", i + 1, 1), "warning");
    g_autofree char *text = print(diag, "/nonexistent");
    g_autoptr(GString) json = g_string_new(NULL);
    dip_diag_print_json(diag, json);
    for (const char *p = text; (p = strstr(p, "[po-end]")) != NULL; p++)
        printed++;
    for (const char *p = json->str; (p = strstr(p, "\"po-end\"")) != NULL; p++)
        kept++;
    g_assert_cmpuint(printed, ==, 2 * DIP_LIMIT_WARNINGS);
    g_assert_cmpuint(kept, ==, 2 * DIP_LIMIT_WARNINGS + 5);
    g_assert_nonnull(strstr(text,
                            "a.po:25:1: warning: warning [po-end]\n"
                            "       = note: and 5 more like this in the file; --json has all\n"
                            "a.po:25:2: error: error"));
    g_assert_nonnull(strstr(text, "a.po:30:2: error"));
    g_assert_null(strstr(text, "a.po:26:1: warning"));
    g_assert_true(g_str_has_suffix(text, "b.po:20:1: warning: warning [po-end]\n"));
}

/* Only errors, each on one line, and no more than asked for. */
static void test_json_errors(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    dip_diag_report(diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at("a.yaml", 0, 0), "a warning");
    dip_diag_report(diag, DIP_RULE_KEY_MISSING, dip_loc_at("b.yaml", 2, 1), "two\nlines");
    dip_diag_report(diag, DIP_RULE_KEY_MISSING, dip_loc_at("b.yaml", 1, 1), "first");
    g_autoptr(GString) none = g_string_new(NULL);
    g_autoptr(GString) one = g_string_new(NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    g_assert_cmpuint(dip_diag_print_json_errors(diag, none, 0), ==, 2);
    g_assert_cmpstr(none->str, ==, "[]");
    g_assert_cmpuint(dip_diag_print_json_errors(diag, one, 1), ==, 1);
    g_assert_nonnull(strstr(one->str, "first"));
    g_assert_null(strstr(one->str, "lines"));
    g_assert_cmpuint(dip_diag_print_json_errors(diag, all, 2), ==, 0);
    g_assert_nonnull(strstr(all->str, "two\\nlines"));
    g_assert_null(strstr(all->str, "warning"));
    g_assert_null(strchr(all->str, '\n'));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/diag/sorted", test_sorted);
    g_test_add_func("/diag/excerpt", test_excerpt);
    g_test_add_func("/diag/window", test_window);
    g_test_add_func("/diag/files", test_files);
    g_test_add_func("/diag/text", test_text);
    g_test_add_func("/diag/text-lines", test_text_lines);
    g_test_add_func("/diag/text-many", test_text_many);
    g_test_add_func("/diag/json", test_json);
    g_test_add_func("/diag/rules", test_rules);
    g_test_add_func("/diag/crowd", test_crowd);
    g_test_add_func("/diag/json-errors", test_json_errors);
    return g_test_run();
}
