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

/* A form with some places filled beforehand gives what it gives with all filled at once. */
static void test_binding(void)
{
    g_autoptr(GString) expansion = g_string_new("<title>");
    g_autoptr(GString) out = g_string_new(NULL);
    const dip_html fills[DIP_FORM_PLACES] = {dip_html_text("R&D"), dip_html_text("<b>b</b>"),
                                             dip_html_text("c")};
    const dip_html others[DIP_FORM_PLACES] = {dip_html_text("not"), dip_html_text("<i>\"i\"</i>"),
                                              dip_html_text("read")};
    static const struct {
        uint32_t places;
        const char *expected;
    } cases[] = {
        {0, "<title>not<i>\"i\"</i>|readnot</title>"},
        {1U << 0 | 1U << 2, "<title>R&amp;D<i>\"i\"</i>|cR&amp;D</title>"},
        {1U << 1, "<title>not<b>b</b>|readnot</title>"},
        {7, "<title>R&amp;D<b>b</b>|cR&amp;D</title>"},
    };

    g_string_append(expansion, OPEN "A&lt;&gt;&quot;&#39;&amp;" CLOSE);
    dip_form_mark(expansion, 1, false);
    g_string_append_c(expansion, '|');
    dip_form_mark(expansion, 2, false);
    g_string_append(expansion, OPEN "A&lt;&gt;&quot;&#39;&amp;" CLOSE "</title>");
    DIP_AUTO(dip_form) form = dip_form_new(expansion);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_form) bound = dip_form_bind(form, fills, cases[i].places);
        g_string_truncate(out, 0);
        dip_form_emit(bound, others, out);
        g_assert_cmpstr(out->str, ==, cases[i].expected);
    }
}

/* One byte of a text replaced: by @p c, and by what it becomes in content, in HTML and in JSON. */
static void assert_escaped(const char *plain, size_t length, size_t at, char c,
                           const char *const forms[3])
{
    g_autofree char *text = g_strndup(plain, length);

    text[at] = c;
    for (int form = 0; form < 3; form++) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autofree char *expected =
            g_strdup_printf("%.*s%s%s", (int)at, plain, forms[form], text + at + 1);
        if (form == 0)
            dip_html_escape(out, text, length);
        else
            dip_html_escape_as(out, text, length, form == 2);
        g_assert_cmpstr(out->str, ==, expected);
    }
}

/* Bytes are looked over by sixteens: what is escaped is found wherever it stands, and nothing else is. */
static void test_escaping(void)
{
    static const char plain[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN\xe5\x92\x8c\x7f";
    static const struct {
        char c;
        const char *content, *html, *json;
    } cases[] = {
        {'"', "&quot;", "&quot;", "\\\""},
        {'&', "&amp;", "&amp;", "\\u0026"},
        {'<', "&lt;", "&lt;", "\\u003C"},
        {'>', "&gt;", "&gt;", "\\u003E"},
        {'\'', "'", "&#39;", "'"},
        {'/', "/", "/", "\\/"},
        {'\\', "\\", "\\", "\\\\"},
        {'\n', "\n", " ", "\\n"},
        {'=', "=", "=", "="},
        {'\x0e', "\x0e", "\x0e", "\x0e"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (size_t length = 1; length < sizeof plain; length++) {
            for (size_t at = 0; at < length; at++)
                assert_escaped(plain, length, at, cases[i].c,
                               (const char *[]){cases[i].content, cases[i].html, cases[i].json});
        }
    }
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
    g_test_add_func("/form/binding", test_binding);
    g_test_add_func("/form/escaping", test_escaping);
    g_test_add_func("/form/no-marks", test_no_marks);
    g_test_add_func("/form/refused", test_refused);
    return g_test_run();
}
