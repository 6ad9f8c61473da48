/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Any bytes as a PO file, through a file of a private folder, since libgettextpo reads nothing else.
 * A catalog has each message's place, so the line scanner and gettext's lexer agree; and what is plain is
 * read as gettext reads it.
 */
#include "plain.h"

#include <glib/gstdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/** libgettextpo 0.21 loses names and comments of broken, doubled and obsolete entries. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo_x\nleak:libgettextpo.so\n";
}

static char *folder;
static char *path;

static void remove_folder(void)
{
    g_unlink(path);
    g_rmdir(folder);
    g_free(path);
    g_free(folder);
}

static void make_folder(void)
{
    folder = g_dir_make_tmp("dip-fuzz-XXXXXX", NULL);
    g_assert_nonnull(folder);
    path = g_build_filename(folder, "fuzz.po", NULL);
    atexit(remove_folder);
}

static void write_file(const uint8_t *data, size_t size)
{
    FILE *file = g_fopen(path, "wb");
    g_assert_nonnull(file);
    g_assert_cmpuint(fwrite(data, 1, size, file), ==, size);
    fclose(file);
}

static void check_text(const char *text)
{
    g_assert_true(dip_text_check(text, strlen(text), NULL, NULL) == DIP_TEXT_FINE);
}

static void check_message(const struct dip_catalog *catalog, const struct dip_message *message)
{
    g_assert_true(dip_catalog_find(catalog, message->context, message->id) == message);
    g_assert_cmpuint(message->loc.line, >, 0);
    g_assert_cmpuint(message->loc.column, >, 0);
    g_assert_cmpuint(message->string_count, >, 0);
    check_text(message->id);
    for (unsigned i = 0; i < message->string_count; i++)
        check_text(message->strings[i]);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    bool fine = dip_message_check_placeholders(message, diag);
    g_assert_true(fine == (dip_diag_count_all(diag) == 0));
}

static void check_plural(const struct dip_plural *plural)
{
    static const unsigned long numbers[] = {0, 1, 2, 5, 11, 21, 100, 1001, 1000000, G_MAXULONG};
    for (size_t i = 0; plural != NULL && i < G_N_ELEMENTS(numbers); i++)
        g_assert_cmpuint(dip_plural_index(plural, numbers[i]), <, dip_plural_count(plural));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (folder == NULL)
        make_folder();
    write_file(data, size);
    g_autofree char *bytes = g_malloc(size + 1);
    memcpy(bytes, data, size);
    bytes[size] = '\0';
    plain_compare(folder, bytes, size);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_catalog) catalog = dip_catalog_load(folder, "fuzz.po", diag);
    g_assert_true((catalog == NULL) == (dip_diag_count(diag, DIP_ERROR) > 0));
    if (catalog == NULL)
        return 0;
    size_t count = 0;
    const struct dip_message *messages = dip_catalog_messages(catalog, &count);
    for (size_t i = 0; i < count; i++)
        check_message(catalog, &messages[i]);
    check_plural(dip_catalog_plural(catalog));
    return 0;
}
