/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * template/form.h: marks, how they were escaped, filling in.
 */
#include "template/template.h"

#include <string.h>

static void mark_escaped(GString *out, unsigned place, enum dip_form_escape escape)
{
    g_autoptr(GString) mark = g_string_new(NULL);

    dip_form_mark(mark, place, true);
    dip_form_escape(out, mark->str, mark->len, escape);
}

static dip_html part(const char *text)
{
    return dip_html_part(text, strlen(text));
}

static void test_filling(void)
{
    g_autoptr(GString) expansion = g_string_new("<title>");
    g_autoptr(GString) out = g_string_new("before ");
    dip_form_fills fills = {0};

    mark_escaped(expansion, 0, DIP_FORM_HTML);
    g_string_append(expansion, "</title><p>");
    dip_form_mark(expansion, 31, false);
    dip_form_mark(expansion, 31, false);
    g_string_append(expansion, "</p>{\"n\":\"");
    mark_escaped(expansion, 0, DIP_FORM_JSON);
    g_string_append(expansion, "\"}");
    DIP_AUTO(dip_form) form = dip_form_new(expansion);
    g_assert_nonnull(form);
    g_assert_true(dip_form_uses(form, 0, DIP_FORM_HTML));
    g_assert_true(dip_form_uses(form, 0, DIP_FORM_JSON));
    g_assert_false(dip_form_uses(form, 0, DIP_FORM_PLAIN));
    g_assert_true(dip_form_uses(form, 31, DIP_FORM_PLAIN));
    fills[0][DIP_FORM_HTML] = part("R&amp;D");
    fills[0][DIP_FORM_JSON] = part("R\\u0026D");
    fills[31][DIP_FORM_PLAIN] = part("<b>和</b>");
    dip_form_emit(form, fills, out);
    g_assert_cmpstr(out->str, ==,
                    "before <title>R&amp;D</title><p><b>和</b><b>和</b></p>{\"n\":\"R\\u0026D\"}");
    g_assert_cmpuint(out->len, ==, strlen(out->str));
}

static void test_no_marks(void)
{
    g_autoptr(GString) expansion = g_string_new("<p>nothing</p>");
    g_autoptr(GString) out = g_string_new(NULL);
    dip_form_fills fills = {0};
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

static void test_escapes(void)
{
    static const struct {
        enum dip_form_escape escape;
        const char *expected;
    } cases[] = {
        {DIP_FORM_PLAIN, "a\"'<&>é"},
        {DIP_FORM_HTML, "a&quot;&#39;&lt;&amp;&gt;é"},
        {DIP_FORM_JSON, "a\\\"'\\u003C\\u0026\\u003Eé"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        dip_form_escape(out, "a\"'<&>é", strlen("a\"'<&>é"), cases[i].escape);
        g_assert_cmpstr(out->str, ==, cases[i].expected);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/form/filling", test_filling);
    g_test_add_func("/form/no-marks", test_no_marks);
    g_test_add_func("/form/refused", test_refused);
    g_test_add_func("/form/escapes", test_escapes);
    return g_test_run();
}
