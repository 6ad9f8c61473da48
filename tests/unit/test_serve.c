/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * serve/ without a network: what an address, a host and a changed file may be. The rest is tests/serve/.
 */
#include "serve/server.h"

static void test_path(void)
{
    static const struct {
        const char *encoded;
        const char *path; /* NULL: refused */
    } rows[] = {
        {"/", "/"},
        {"/sip/", "/sip/"},
        {"/sip/404-not-found", "/sip/404-not-found"},
        {"/%73ip/", "/sip/"},
        {"/h%C3%A9llo.txt", "/h\xc3\xa9llo.txt"},
        {"/a%20b", "/a b"},
        {"/a%252e", "/a%2e"},
        {"/..a/.b/c..", "/..a/.b/c.."},
        {"/...", "/..."},
        {"", NULL},
        {"sip/", NULL},
        {"*", NULL},
        {"/..", NULL},
        {"/.", NULL},
        {"/sip/../x", NULL},
        {"/sip/./x", NULL},
        {"/%2e%2e/x", NULL},
        {"/%2E/x", NULL},
        {"/..%2fx", NULL},
        {"/a%2f..%2f..%2fx", NULL},
        {"//sip/", NULL},
        {"/sip//x", NULL},
        {"/sip/%2fx", NULL},
        {"/a%00b", NULL},
        {"/a%0ab", NULL},
        {"/a%1bb", NULL},
        {"/a%ff", NULL},
        {"/a%c0%ae", NULL},
        {"/a%e2%80%ae", NULL},
        {"/a%5c..%5cb", NULL},
        {"/a\\b", NULL},
        {"/%", NULL},
        {"/%4", NULL},
        {"/%zz", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = dip_answer_path(rows[i].encoded);
        g_test_message("%s", rows[i].encoded);
        g_assert_cmpstr(path, ==, rows[i].path);
    }
}

static void test_host(void)
{
    static const char *const ours[] = {"localhost",   "LocalHost", "localhost:8000", "127.0.0.1",
                                       "127.0.0.1:1", "[::1]",     "[::1]:8000"};
    static const char *const others[] = {"",
                                         "evil.example",
                                         "localhost.evil.example",
                                         "xlocalhost",
                                         "localhost:80a",
                                         "127.0.0.2",
                                         "127.0.0.1.nip.x",
                                         "127.0.0.1:80@evil",
                                         "::1",
                                         "[::1].x",
                                         "[::2]",
                                         "0.0.0.0",
                                         " localhost"};

    for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
        g_assert_true(dip_answer_host(ours[i]));
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(dip_answer_host(others[i]));
    g_assert_false(dip_answer_host(NULL));
}

static void test_wants(void)
{
    static const struct {
        const char *folder;
        const char *name;
        bool wanted;
    } rows[] = {
        {"", "content", true},
        {"", "locales", true},
        {"", "templates", true},
        {"", "site", true},
        {"", "notes.txt", false},
        {"", "build", false},
        {"site", "site.yaml", true},
        {"site", "static", true},
        {"site", "public", false},
        {"site", ".public.lock", false},
        {"site/static", "public", true},
        {"content/sip/codes", "404.yaml", true},
        {"content/sip/codes", "404.yaml~", false},
        {"content/sip/codes", ".404.yaml.swp", false},
        {"content/sip/codes", "4913", false},
        {"content/sip/codes", "4913.yaml", true},
        {"locales", "nl", true},
        {"locales/vi", "sip.po", true},
        {"locales/vi", ".#sip.po", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s/%s", rows[i].folder, rows[i].name);
        g_assert_true(dip_watch_wants(rows[i].folder, rows[i].name) == rows[i].wanted);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/serve/path", test_path);
    g_test_add_func("/serve/host", test_host);
    g_test_add_func("/serve/wants", test_wants);
    return g_test_run();
}
