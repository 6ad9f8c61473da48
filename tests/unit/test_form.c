/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * template/form.h: marks, how they were escaped, filling in.
 */
#include "template/template.h"

#include <string.h>

#define OPEN  "\xef\xb7\x90"
#define CLOSE "\xef\xb7\x91"

static void test_filling(void)
{
    g_autoptr(GString) expansion =
        g_string_new("<title>" OPEN "A&lt;&gt;&quot;&#39;&amp;" CLOSE "</title><p>");
    g_autoptr(GString) out = g_string_new("before ");
    dip_html fills[DIP_FORM_PLACES] = {dip_html_text("R&D \"<'>\"")};

    fills[31] = dip_html_text("<b>和</b>");
    dip_form_mark(expansion, 31, false);
    dip_form_mark(expansion, 31, false);
    g_string_append(expansion, "</p>{\"n\":\"" OPEN "A\\u003C\\u003E\\\"'\\u0026" CLOSE "\"}");
    DIP_AUTO(dip_form) form = dip_form_new(expansion);
    g_assert_nonnull(form);
    dip_form_emit(form, fills, out);
    g_assert_cmpstr(
        out->str, ==,
        "before <title>R&amp;D &quot;&lt;&#39;&gt;&quot;</title><p><b>和</b><b>和</b></p>"
        "{\"n\":\"R\\u0026D \\\"\\u003C'\\u003E\\\"\"}");
    g_assert_cmpuint(out->len, ==, strlen(out->str));
}

static void test_no_marks(void)
{
    g_autoptr(GString) expansion = g_string_new("<p>nothing</p>");
    g_autoptr(GString) out = g_string_new(NULL);
    dip_html fills[DIP_FORM_PLACES] = {0};
    DIP_AUTO(dip_form) form = dip_form_new(expansion);

    dip_form_emit(form, fills, out);
    g_assert_cmpstr(out->str, ==, "<p>nothing</p>");
}

/* Escaped in a way that can't be filled in, or cut. */
static void test_refused(void)
{
    static const char *const expansions[] = {
        "\xef\xb7\x90"
        "A____\xef\xb7\x91",
        "\xef\xb7\x90"
        "A<>",
        "\xef\xb7\x90\xef\xb7\x91",
        "\xef\xb7\x90"
        "a\xef\xb7\x91",
        "\xef\xb7\x90",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(expansions); i++) {
        g_autoptr(GString) expansion = g_string_new(expansions[i]);
        g_assert_null(dip_form_new(expansion));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/form/filling", test_filling);
    g_test_add_func("/form/no-marks", test_no_marks);
    g_test_add_func("/form/refused", test_refused);
    return g_test_run();
}
