/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Any bytes as content/patterns.yaml of a small site: where it loads, every pattern can be filled for
 * every pair in every locale, and no placeholder that the program knows is left in a sentence.
 */
#include "compose/compose.h"

#include "../unit/fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_filled(const char *sentence)
{
    static const char *const known[] = {"{a_code}", "{b_name}", "{code}", "{family}", "{fix}"};

    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_null(strstr(sentence, known[i]));
    g_assert_true(g_utf8_validate(sentence, -1, NULL));
}

static void fill_all(const struct dip_lexicon *lexicon, const struct dip_family *family)
{
    struct dip_subject pair = {.family = family, .a = &family->codes[0], .b = &family->codes[1]};
    struct dip_subject one = {.family = family, .a = &family->codes[2]};
    struct dip_subject step = {.family = family, .step = &family->codes[0].steps[0]};
    g_autoptr(GString) out = g_string_new(NULL);

    for (int i = 0; i < DIP_PATTERN_COUNT; i++) {
        enum dip_scope scope = dip_pattern_scope((enum dip_pattern)i);
        const struct dip_phrases *phrases = &family->patterns->of[i];
        if (scope == DIP_SCOPE_CLASS || scope == DIP_SCOPE_JOIN)
            continue;
        for (size_t j = 0; j < phrases->count; j++) {
            g_string_truncate(out, 0);
            dip_compose(lexicon, &phrases->items[j],
                        scope == DIP_SCOPE_PAIR   ? &pair
                        : scope == DIP_SCOPE_STEP ? &step
                                                  : &one,
                        out);
            check_filled(out->str);
        }
    }
    for (size_t i = 0; i < family->patterns->difference_count; i++) {
        const struct dip_difference *difference = &family->patterns->differences[i];
        bool of_pair = difference->scope == DIP_SCOPE_PAIR;
        g_string_truncate(out, 0);
        if (difference->phrase.text == NULL)
            continue;
        dip_compose(lexicon, &difference->phrase, of_pair ? &pair : &one, out);
        check_filled(out->str);
        if (of_pair)
            dip_compose_tells_apart(lexicon, &difference->phrase, &pair);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const page_names[DIP_PAGE_KINDS] = {NULL};
    static char *root = NULL;
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (root == NULL) {
        root = g_dir_make_tmp("diptych-fuzz-XXXXXX", NULL);
        for (const struct fixture_file *file = fixture_files; file->path != NULL; file++)
            fixture_write(root, file->path, file->text);
        fixture_write(root, "content/patterns.yaml", "");
    }
    g_autofree char *path = g_build_filename(root, "content/patterns.yaml", NULL);
    g_assert_true(g_file_set_contents_full(path, (const char *)data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0666, NULL));
    DIP_AUTO(dip_site) site = dip_site_load(root, NULL, page_names, 0, NULL, diag);
    if (site == NULL) {
        g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), >, 0);
        return 0;
    }
    for (size_t i = 0; i < site->locale_count; i++) {
        DIP_AUTO(dip_lexicon) lexicon = dip_lexicon_new(site, &site->locales[i]);
        fill_all(lexicon, site->families[0]);
    }
    return 0;
}
