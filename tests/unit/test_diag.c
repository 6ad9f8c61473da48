/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * diag/: the sink, its order, and what is printed.
 */
#include "diag/diag.h"

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
        g_assert_null(strstr(text, "\n## "));
        if (i > 0)
            g_assert_cmpstr(ids[i - 1], <, ids[i]);
    }
    g_assert_cmpint(dip_rule_find("no-such-rule"), ==, -1);
    g_assert_null(dip_rule_explain("no-such-rule"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/diag/sorted", test_sorted);
    g_test_add_func("/diag/excerpt", test_excerpt);
    g_test_add_func("/diag/text", test_text);
    g_test_add_func("/diag/json", test_json);
    g_test_add_func("/diag/rules", test_rules);
    return g_test_run();
}
