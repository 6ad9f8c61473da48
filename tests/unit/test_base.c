/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * base/: hashes, the check of texts, placeholders, near words, files.
 */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void test_hash(void)
{
    char hex[DIP_HASH_HEX + 1];
    dip_hash parsed;

    /* XXH3-128 of nothing and of "abc" with seed 0, from xxHash's own xxhsum -H2. */
    dip_hash_format(dip_hash_of("", 0), hex);
    g_assert_cmpstr(hex, ==, "99aa06d3014798d86001c324468d497f");
    dip_hash_format(dip_hash_of("abc", 3), hex);
    g_assert_cmpstr(hex, ==, "06b05ab6733a618578af5f94892f3950");
    g_assert_true(dip_hash_parse(hex, &parsed));
    g_assert_true(dip_hash_equal(parsed, dip_hash_of("abc", 3)));
    g_assert_false(dip_hash_equal(parsed, dip_hash_of("abd", 3)));
    g_assert_false(dip_hash_parse("06b05ab6733a6185", &parsed));
    g_assert_false(dip_hash_parse("06b05ab6733a618578af5f94892f395g", &parsed));
}

static void test_text_check(void)
{
    static const struct {
        const char *text;
        size_t length;
        enum dip_text_fault fault;
        size_t offset;
        uint32_t character;
    } cases[] = {
        {"", 0, DIP_TEXT_FINE, 0, 0},
        {"plain\ttext\r\n", 12, DIP_TEXT_FINE, 0, 0},
        {"Ti\xE1\xBA\xBFng Vi\xE1\xBB\x87t \xE4\xB8\xAD\xE6\x96\x87", 21, DIP_TEXT_FINE, 0, 0},
        {"a\x07z", 3, DIP_TEXT_CONTROL, 1, 7},
        {"a\0z", 3, DIP_TEXT_CONTROL, 1, 0},
        {"del\x7F", 4, DIP_TEXT_CONTROL, 3, 0x7F},
        {"\xC2\x85", 2, DIP_TEXT_CONTROL, 0, 0x85},
        {"ab\xE2\x80\xAE", 5, DIP_TEXT_BIDI, 2, 0x202E},
        {"\xE2\x81\xA6x", 4, DIP_TEXT_BIDI, 0, 0x2066},
        {"\xE2\x80\x8E", 3, DIP_TEXT_FINE, 0, 0}, /* LRM is a mark, not an override */
        {"ok\xFF", 3, DIP_TEXT_NOT_UTF8, 2, 0xFF},
        {"\xC0\xAF", 2, DIP_TEXT_NOT_UTF8, 0, 0xC0},
        {"\xED\xA0\x80", 3, DIP_TEXT_NOT_UTF8, 0, 0xED},
        {"caf\xE9", 4, DIP_TEXT_NOT_UTF8, 3, 0xE9},
        /* What comes first is reported, of whatever kind. */
        {"\x01\xFF", 2, DIP_TEXT_CONTROL, 0, 1},
        {"\xEF\xBF\xBF", 3, DIP_TEXT_CONTROL, 0, 0xFFFF},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t offset = 0;
        uint32_t character = 0;
        g_test_message("case %zu", i);
        g_assert_cmpint(dip_text_check(cases[i].text, cases[i].length, &offset, &character), ==,
                        cases[i].fault);
        g_assert_cmpuint(offset, ==, cases[i].offset);
        g_assert_cmphex(character, ==, cases[i].character);
    }
}

/* As GLib and its tables of Unicode say it. */
static enum dip_text_fault judge(const char *text, size_t length, size_t *ret_offset)
{
    const char *end = NULL;
    bool valid = g_utf8_validate_len(text, length, &end);

    *ret_offset = 0;
    for (const char *p = text; p < end; p = g_utf8_next_char(p), *ret_offset = (size_t)(p - text)) {
        gunichar c = g_utf8_get_char(p);
        GUnicodeType type = g_unichar_type(c);
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            return DIP_TEXT_BIDI;
        if ((type == G_UNICODE_CONTROL && strchr("\t\n\r", (int)c) == NULL) ||
            type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR ||
            (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE)
            return DIP_TEXT_CONTROL;
    }
    if (valid)
        return DIP_TEXT_FINE;
    return *end == '\0' ? DIP_TEXT_CONTROL : DIP_TEXT_NOT_UTF8;
}

static void check_judged(const char *text, size_t length)
{
    size_t expected_offset = 0;
    size_t offset = 0;
    enum dip_text_fault expected = judge(text, length, &expected_offset);
    enum dip_text_fault fault = dip_text_check(text, length, &offset, NULL);

    if (fault == expected && (fault == DIP_TEXT_FINE || offset == expected_offset))
        return;
    g_autofree char *shown = g_strescape(text, NULL);
    g_error("\"%s\": %d at %zu, expected %d at %zu", shown, fault, offset, expected,
            expected_offset);
}

/* Every byte at every place of a word of eight, whole sequences of all lengths, and cut ones. */
static void test_text_sequences(void)
{
    for (unsigned place = 0; place < 16; place++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            char text[] = "abc ABC~abc~ABC xyz";
            text[place] = (char)byte;
            for (size_t length = place; length < sizeof text; length++)
                check_judged(text, length);
        }
    }
    for (unsigned first = 0x80; first < 256; first++) {
        bool four = first >= 0xF0;
        for (unsigned rest = 0; rest < 0x10000; rest++) {
            static const char last[] = "\x7F\x80\xBF\xC0";
            for (size_t i = 0; i < (four ? 4 : 1); i++) {
                char text[] = {'a', (char)first, (char)(rest >> 8), (char)rest, last[i], 'z', '\0'};
                check_judged(text, 6);
            }
            rest += first < 0xE0 ? 0xFE : 0; /* two bytes are enough */
        }
    }
}

static void test_position(void)
{
    uint32_t line = 0;
    uint32_t column = 0;

    dip_text_position("ab\nc\xC3\xA9z", 6, &line, &column);
    g_assert_cmpuint(line, ==, 2);
    g_assert_cmpuint(column, ==, 3);
    dip_text_position("", 0, &line, &column);
    g_assert_cmpuint(line, ==, 1);
    g_assert_cmpuint(column, ==, 1);
}

static void test_placeholders(void)
{
    static const struct {
        const char *pattern;
        const char *names; /* joined with commas */
    } cases[] = {
        {"{a_code} is {b2}", "a_code,b2"},
        {"{}", ""},
        {"{A}", ""},
        {"{ a }", ""},
        {"{{a}}", "a"},
        {"{a", ""},
        {"{1a}", ""},
        {"}{x}{", "x"},
        {"{a-b}{c}", "c"},
        {"{a{b}", "b"},
        {"\xE4{z}", "z"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) names = g_string_new(NULL);
        dip_placeholder p;
        for (size_t at = 0; dip_placeholder_next(cases[i].pattern, at, &p); at = p.end) {
            if (names->len > 0)
                g_string_append_c(names, ',');
            g_string_append_len(names, p.name, (gssize)p.name_length);
            g_assert_cmpint(cases[i].pattern[p.start], ==, '{');
            g_assert_cmpint(cases[i].pattern[p.end - 1], ==, '}');
        }
        g_assert_cmpstr(names->str, ==, cases[i].names);
    }
    g_assert_true(dip_placeholder_has("x {ab} y", "ab", 2));
    g_assert_false(dip_placeholder_has("x {abc} y", "ab", 2));
}

static void test_nearest(void)
{
    static const char *const words[] = {"description", "code", "name", "see_also", "when", "fix"};
    static const struct {
        const char *word;
        const char *nearest;
    } cases[] = {
        {"desciption", "description"},
        {"Description", "description"},
        {"seealso", "see_also"},
        {"cdoe", "code"},
        {"nmae", "name"},
        {"wehn", "when"},
        {"fixx", "fix"},
        {"zzz", NULL},
        {"", NULL},
        {"summary", NULL},
        {"x", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(dip_text_nearest(cases[i].word, words, G_N_ELEMENTS(words)), ==,
                        cases[i].nearest);
}

static char *make_folder(void)
{
    char *folder = g_dir_make_tmp("diptych-base-XXXXXX", NULL);

    g_assert_nonnull(folder);
    return folder;
}

static void write_file(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void test_files(void)
{
    g_autofree char *folder = make_folder();
    g_autofree char *inside = g_build_filename(folder, "link-in", NULL);
    g_autofree char *outside = g_build_filename(folder, "link-out", NULL);
    g_autofree char *sub = g_build_filename(folder, "sub", NULL);
    enum dip_file_fault fault = DIP_FILE_FINE;

    write_file(folder, "b.txt", "hello");
    write_file(folder, "a.txt", "");
    write_file(folder, ".hidden", "");
    write_file(folder, "a.txt~", "");
    g_assert_cmpint(g_mkdir(sub, 0777), ==, 0);
    g_assert_cmpint(symlink("b.txt", inside), ==, 0);
    g_assert_cmpint(symlink("/etc/hostname", outside), ==, 0);

    struct dip_file_bytes file = dip_file_load(folder, "b.txt", 5);
    g_assert_cmpstr(file.bytes, ==, "hello");
    g_assert_cmpuint(file.length, ==, 5);
    g_free(file.bytes);
    file = dip_file_load(folder, "link-in", 5);
    g_assert_cmpint(file.fault, ==, DIP_FILE_FINE);
    g_free(file.bytes);
    g_assert_cmpint(dip_file_load(folder, "b.txt", 4).fault, ==, DIP_FILE_TOO_LARGE);
    g_assert_cmpint(dip_file_load(folder, "none", 4).fault, ==, DIP_FILE_MISSING);
    g_assert_cmpint(dip_file_load(folder, "b.txt/x", 4).fault, ==, DIP_FILE_MISSING);
    g_assert_cmpint(dip_file_load(folder, "sub", 4).fault, ==, DIP_FILE_NOT_REGULAR);
    g_assert_cmpint(dip_file_load(folder, "link-out", 4).fault, ==, DIP_FILE_OUTSIDE);

    g_autoptr(GPtrArray) names = dip_file_list(folder, ".", &fault);
    g_assert_cmpuint(names->len, ==, 5);
    g_assert_cmpstr(names->pdata[0], ==, "a.txt");
    g_assert_cmpstr(names->pdata[1], ==, "b.txt");
    g_assert_null(dip_file_list(folder, "none", &fault));
    g_assert_cmpint(fault, ==, DIP_FILE_MISSING);
    g_assert_true(dip_file_is_folder(folder, "sub"));
    g_assert_false(dip_file_is_folder(folder, "b.txt"));
}

static void add_link(const char *folder, const char *name, const char *target)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    g_assert_cmpint(symlink(target, path), ==, 0);
}

/* What a link is to blame for is told from what is not there. */
static void test_links(void)
{
    static const struct {
        const char *path;
        enum dip_file_fault fault;
        bool folder; /* listed, not loaded */
    } rows[] = {
        {"nowhere", DIP_FILE_DANGLING, false},
        {"nowhere", DIP_FILE_DANGLING, true},
        {"nowhere/x", DIP_FILE_DANGLING, false},
        {"nowhere/sub/x", DIP_FILE_DANGLING, true},
        {"chain", DIP_FILE_DANGLING, false},
        {"loop", DIP_FILE_LOOP, false},
        {"loop", DIP_FILE_LOOP, true},
        {"loop/x", DIP_FILE_LOOP, false},
        {"folder/none", DIP_FILE_MISSING, false},
        {"folder/none", DIP_FILE_MISSING, true},
        {"file/x", DIP_FILE_MISSING, false},
        {"file/x", DIP_FILE_MISSING, true},
        {"none/x", DIP_FILE_MISSING, false},
        {"file", DIP_FILE_FINE, false},
        {"folder", DIP_FILE_FINE, true},
        {"folder/folder/b.txt", DIP_FILE_FINE, false},
        {"back/b.txt", DIP_FILE_FINE, false},
        {"back", DIP_FILE_FINE, true},
        {"out", DIP_FILE_OUTSIDE, true},
        {"out/passwd", DIP_FILE_OUTSIDE, false},
        {"..", DIP_FILE_OUTSIDE, true},
        {"folder/../..", DIP_FILE_OUTSIDE, true},
        {"b.txt", DIP_FILE_MISSING, true},
    };
    g_autofree char *folder = make_folder();

    write_file(folder, "b.txt", "hello");
    add_link(folder, "file", "b.txt");
    add_link(folder, "folder", ".");
    add_link(folder, "nowhere", "none");
    add_link(folder, "chain", "nowhere");
    add_link(folder, "loop", "loop");
    add_link(folder, "back", folder); /* by way of the root of the file system */
    add_link(folder, "out", "/etc");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        enum dip_file_fault fault = DIP_FILE_FINE;
        g_test_message("case %zu", i);
        if (rows[i].folder) {
            g_autoptr(GPtrArray) names = dip_file_list(folder, rows[i].path, &fault);
            g_assert_true((names != NULL) == (fault == DIP_FILE_FINE));
        } else {
            struct dip_file_bytes file = dip_file_load(folder, rows[i].path, 5);
            fault = file.fault;
            g_free(file.bytes);
        }
        g_assert_cmpint(fault, ==, rows[i].fault);
    }
}

/* As an old kernel does, and some containers do; for the rest of the process. */
static bool refuse_openat2(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {.len = G_N_ELEMENTS(rules), .filter = rules};

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/* All is the same where links have to be resolved one by one. */
static void test_old_kernel(void)
{
    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_passed();
        return;
    }
    if (!refuse_openat2())
        return; /* nothing may be filtered here */
    g_assert_cmpint(syscall(SYS_openat2, AT_FDCWD, ".", NULL, 0), ==, -1);
    g_assert_cmpint(errno, ==, EPERM);
    test_files();
    test_links();
}

/* Of the repository, as src/base/embed.py wrote them when this was built. */
extern const struct dip_builtin dip_test_files[];

static void test_builtin(void)
{
    static const char *const sorted[] = {"site/static/preview.png", "site/static/style.css",
                                         "templates/parts/notice.html"};

    for (size_t i = 0; i < G_N_ELEMENTS(sorted); i++) {
        struct dip_file_bytes file =
            dip_file_load(g_getenv("DIP_SOURCE_ROOT"), sorted[i], 1024 * 1024);
        const struct dip_builtin *builtin = dip_builtin_find(dip_test_files, sorted[i]);
        g_assert_nonnull(file.bytes);
        g_assert_nonnull(builtin);
        g_assert_cmpuint(builtin->length, ==, file.length);
        g_assert_true(memcmp(builtin->bytes, file.bytes, file.length) == 0);
        g_assert_cmpint(builtin->bytes[builtin->length], ==, '\0');
        g_free(file.bytes);
    }
    /* Of a folder, the HTML files are taken. */
    size_t count = 0;
    for (; dip_test_files[count].path != NULL; count++)
        g_assert_true(count == 0 ||
                      strcmp(dip_test_files[count - 1].path, dip_test_files[count].path) < 0);
    g_assert_cmpuint(count, >, G_N_ELEMENTS(sorted) + 10);
    g_assert_null(dip_builtin_find(dip_test_files, "site/static"));
    g_assert_null(dip_builtin_find(dip_test_files, ""));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/hash", test_hash);
    g_test_add_func("/base/text-check", test_text_check);
    g_test_add_func("/base/text-sequences", test_text_sequences);
    g_test_add_func("/base/position", test_position);
    g_test_add_func("/base/placeholders", test_placeholders);
    g_test_add_func("/base/nearest", test_nearest);
    g_test_add_func("/base/files", test_files);
    g_test_add_func("/base/links", test_links);
    g_test_add_func("/base/old-kernel", test_old_kernel);
    g_test_add_func("/base/builtin", test_builtin);
    return g_test_run();
}
