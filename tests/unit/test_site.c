/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * site/: the model of a small site, addresses, shares and the decision that follows from them. What
 * loading refuses is shown by tests/case/.
 */
#include "fixture.h"

static const struct dip_code *code(const struct dip_site *site, size_t index)
{
    return &site->families[0]->codes[index];
}

static void test_model(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);

    g_assert_nonnull(site);
    g_assert_cmpuint(dip_diag_count(diag, DIP_WARNING), ==, 0);
    g_assert_cmpstr(site->settings.url.text, ==, "https://fixture.example/codes/");
    g_assert_cmpstr(site->base_path, ==, "/codes/");
    g_assert_cmpint(site->settings.threshold, ==, 80);
    g_assert_cmpuint(site->locale_count, ==, 2);
    g_assert_true(site->locales[0].is_source);
    g_assert_cmpstr(site->locales[1].prefix, ==, "de/");
    g_assert_cmpuint(site->families[0]->code_count, ==, 3);
    g_assert_cmpstr(code(site, 1)->slug, ==, "404-not-found");
    g_assert_cmpstr(code(site, 0)->class_of->kind, ==, "success");
    g_assert_cmpuint(code(site, 1)->see_also[0], ==, 2);
    g_assert_true(code(site, 0)->steps[1].own);
    g_assert_false(code(site, 0)->steps[0].own);
    g_assert_cmpstr(code(site, 0)->facts[0].choice->id, ==, "never");
    g_assert_cmpuint(code(site, 0)->facts[1].tokens.count, ==, 0);
    /* A comparison knows one order, whichever the file has. */
    const struct dip_comparison *comparison = dip_family_comparison(site->families[0], 1, 2);
    g_assert_cmpstr(comparison->intro.text, ==, "Both are gone.");
    g_assert_null(dip_family_comparison(site->families[0], 0, 1));
}

static void test_texts(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);
    const struct dip_site_locale *de = &site->locales[1];

    g_assert_cmpstr(dip_site_text(de, &code(site, 0)->description), ==, "Die Anfrage gelang.");
    g_assert_null(dip_site_text(de, &code(site, 1)->description));
    /* Fuzzy is not translated. */
    g_assert_null(dip_site_text(de, &code(site, 0)->when));
    g_assert_cmpstr(dip_site_text(&site->locales[0], &code(site, 0)->when), ==,
                    "When all is well.");
    g_assert_null(dip_site_text(de, &code(site, 0)->meaning));
}

static void test_paths(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);
    const struct {
        struct dip_page page;
        size_t locale;
        const char *path;
        unsigned depth;
    } cases[] = {
        {{DIP_PAGE_HOME, NULL, NULL, NULL}, 0, "", 0},
        {{DIP_PAGE_HOME, NULL, NULL, NULL}, 1, "de/", 1},
        {{DIP_PAGE_FAMILY, site->families[0], NULL, NULL}, 0, "demo/", 1},
        {{DIP_PAGE_CODE, site->families[0], code(site, 0), NULL}, 1, "de/demo/200-ok/", 3},
        {{DIP_PAGE_PAIR, site->families[0], code(site, 0), code(site, 1)},
         1,
         "de/compare/demo/200-ok-vs-404-not-found/",
         4},
        {{DIP_PAGE_TRANSLATIONS, NULL, NULL, NULL}, 0, "translations/", 1},
        {{DIP_PAGE_NOT_FOUND, NULL, NULL, NULL}, 1, "de/404.html", 1},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct dip_site_locale *locale = &site->locales[cases[i].locale];
        g_autoptr(GString) path = g_string_new(NULL);
        dip_page_path(locale, &cases[i].page, path);
        g_assert_cmpstr(path->str, ==, cases[i].path);
        g_assert_cmpuint(dip_page_depth(locale, cases[i].page.kind), ==, cases[i].depth);
    }
}

static void test_decision(void)
{
    static const struct fixture_file low[] = {
        {"site/site.yaml", "name: F\nurl: https://f.example/\nthreshold: 5\n"}, {NULL, NULL}};
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);
    DIP_AUTO(dip_site) lenient = fixture_load(low, diag);
    struct dip_page page = {.kind = DIP_PAGE_CODE, .family = site->families[0], .a = code(site, 0)};

    struct dip_share share = dip_site_share(site, &site->locales[1], &page);
    g_assert_cmpuint(share.translated, >, 0);
    g_assert_cmpuint(share.translated, <, share.total);
    g_assert_false(dip_site_indexed(site, &site->locales[1], &page));
    g_assert_true(dip_site_indexed(site, &site->locales[0], &page));
    page.family = lenient->families[0];
    page.a = code(lenient, 0);
    g_assert_true(dip_site_indexed(lenient, &lenient->locales[1], &page));
    /* A text more that is translated is a greater share: of two codes of one family. */
    struct dip_share more = dip_site_share(lenient, &lenient->locales[1], &page);
    page.a = code(lenient, 2);
    struct dip_share less = dip_site_share(lenient, &lenient->locales[1], &page);
    g_assert_cmpuint(more.translated * less.total, >, less.translated * more.total);
    /* The not-found page is in no index, in any language. */
    const struct dip_page lost = {.kind = DIP_PAGE_NOT_FOUND};
    g_assert_false(dip_site_indexed(site, &site->locales[0], &lost));
}

static void test_sources(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);
    g_autoptr(GPtrArray) sources = dip_site_sources(site, "demo");
    bool says = false;

    g_assert_null(dip_site_sources(site, "dmeo"));
    for (guint i = 0; i < sources->len; i++) {
        const struct dip_source *source = sources->pdata[i];
        if (g_strcmp0(source->context, "says") != 0)
            continue;
        says = true;
        g_assert_true(source->brace_format);
    }
    g_assert_true(says);
    const struct dip_source *first = sources->pdata[0];
    g_assert_cmpstr(first->id, ==, "Demo Protocol");
    g_assert_cmpstr(first->references[0], ==, "content/demo/family.yaml");
}

static void test_pseudo(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load_with(NULL, DIP_SITE_PSEUDO, diag);
    const struct dip_page home = {.kind = DIP_PAGE_HOME};

    g_assert_cmpuint(site->locale_count, ==, 4);
    for (size_t i = 2; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        struct dip_share share = dip_site_coverage(site, locale);
        struct dip_page page = {
            .kind = DIP_PAGE_CODE, .family = site->families[0], .a = code(site, 0)};
        g_assert_cmpstr(locale->tag, ==, i == 2 ? "en-XA" : "ar-XB");
        g_assert_cmpuint(locale->index, ==, i);
        g_assert_cmpuint(share.translated, ==, share.total);
        g_assert_false(dip_site_indexed(site, locale, &page));
        g_assert_false(dip_site_indexed(site, locale, &home));
        g_assert_cmpuint(dip_plural_count(locale->plural), ==, i == 2 ? 2 : 6);
    }
    const struct dip_phrase *fix = &code(site, 0)->fix;
    g_assert_cmpstr(dip_site_text(&site->locales[2], fix), ==, "[Ñöţĥîñĝ ţö ƒîẋ. öñé ţŵö]");
    g_assert_cmpstr(dip_site_text(&site->locales[3], fix), ==, "نوتهينغ تو فيخ.");
    g_assert_true(dip_site_indexed(site, &site->locales[0], &home));
}

static void test_pseudo_taken(void)
{
    static const struct fixture_file source[] = {
        {"site/site.yaml", "name: F\nurl: https://f.example/\nsource: en-XA\n"}, {NULL, NULL}};
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_diag) none = dip_diag_new();
    DIP_AUTO(dip_site) refused = fixture_load_with(source, DIP_SITE_PSEUDO, diag);
    DIP_AUTO(dip_site) fine = fixture_load(source, none);

    g_assert_null(refused);
    g_assert_cmpuint(dip_diag_count(diag, DIP_ERROR), ==, 1);
    g_assert_nonnull(fine);
}

/* Forms by CLDR's chart of plural rules, for numbers that tell them apart. */
static void test_plural_forms(void)
{
    static const struct {
        const char *tag; /* NULL forms: left to msginit */
        const char *forms;
        unsigned numbers[8];
        unsigned indices[8];
    } cases[] = {
        {"ja", "nplurals=1;", {0, 1, 2}, {0, 0, 0}},
        {"de", "nplurals=2;", {0, 1, 2}, {1, 0, 1}},
        {"fr", "nplurals=2;", {0, 1, 2}, {0, 0, 1}},
        {"pt-BR", "nplurals=2;", {0, 1, 2}, {0, 0, 1}},
        {"ru", NULL, {0}, {0}},
        {"mk", "nplurals=2;", {1, 2, 11, 21, 111}, {0, 1, 1, 0, 1}},
        {"fil", "nplurals=2;", {1, 4, 5, 6, 9, 10}, {0, 1, 0, 1, 1, 0}},
        {"be", "nplurals=3;", {1, 2, 5, 11, 12, 21, 22}, {0, 1, 2, 2, 2, 0, 1}},
        {"se", "nplurals=3;", {0, 1, 2, 3}, {2, 0, 1, 2}},
        {"hsb", "nplurals=4;", {1, 2, 3, 4, 5, 101, 0}, {0, 1, 2, 2, 3, 0, 3}},
        {"gd", "nplurals=4;", {1, 11, 2, 12, 3, 13, 20}, {0, 0, 1, 1, 2, 2, 3}},
        {"mt", "nplurals=5;", {0, 1, 2, 3, 11, 20}, {2, 0, 1, 2, 3, 4}},
        {"br", "nplurals=5;", {1, 2, 3, 9, 71, 0, 5}, {0, 1, 2, 2, 4, 4, 4}},
        {"cy", "nplurals=6;", {0, 1, 2, 3, 4, 6}, {0, 1, 2, 3, 5, 4}},
        {"ar", "nplurals=6;", {0, 1, 2, 3, 11, 100}, {0, 1, 2, 3, 4, 5}},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_locale) locale = dip_locale_new(cases[i].tag, NULL);
        const char *forms = dip_locale_plural_forms(locale);
        g_test_message("%s: %s", cases[i].tag, forms);
        if (cases[i].forms == NULL) {
            g_assert_null(forms);
            continue;
        }
        g_assert_true(g_str_has_prefix(forms, cases[i].forms));
        DIP_AUTO(dip_plural) rule = dip_plural_parse(forms);
        g_assert_nonnull(rule);
        for (size_t j = 0; j == 0 || (j < 8 && cases[i].numbers[j] != 0); j++)
            g_assert_cmpuint(dip_plural_index(rule, cases[i].numbers[j]), ==, cases[i].indices[j]);
    }
}

static uint64_t count_indexed(const struct dip_site *site, const struct dip_site_locale *locale)
{
    const struct dip_family *family = site->families[0];
    struct dip_page page = {.kind = DIP_PAGE_HOME};
    uint64_t count = dip_site_indexed(site, locale, &page);

    page.kind = DIP_PAGE_TRANSLATIONS;
    count += dip_site_indexed(site, locale, &page);
    page = (struct dip_page){.kind = DIP_PAGE_FAMILY, .family = family};
    count += dip_site_indexed(site, locale, &page);
    for (size_t i = 0; i < family->code_count; i++) {
        page.kind = DIP_PAGE_CODE;
        page.a = &family->codes[i];
        count += dip_site_indexed(site, locale, &page);
        page.kind = DIP_PAGE_PAIR;
        for (size_t j = i + 1; j < family->code_count; j++) {
            page.b = &family->codes[j];
            count += dip_site_indexed(site, locale, &page);
        }
    }
    return count;
}

/* What is counted is what is decided page by page; what is next is missing, each once. */
static void test_progress(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load(NULL, diag);

    for (size_t i = 0; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        const struct dip_progress *progress = dip_site_progress(site, locale);
        g_autoptr(GArray) gaps = dip_site_gaps(site, locale, SIZE_MAX);
        uint64_t missing = 0;
        g_assert_true(progress == dip_site_progress(site, locale));
        g_assert_cmpuint(progress->pages.total, ==, 9);
        g_assert_cmpuint(progress->pages.complete, ==, count_indexed(site, locale));
        for (guint j = 0; j < gaps->len; j++) {
            const struct dip_gap *gap = &g_array_index(gaps, struct dip_gap, j);
            missing += gap->characters;
            g_assert_cmpuint(gap->complete, <=, progress->pages.total);
        }
        g_assert_cmpuint(progress->characters.translated + missing, ==, progress->characters.total);
        g_assert_cmpuint(progress->gaps->len, ==, MIN(gaps->len, (guint)DIP_PROGRESS_GAPS));
        g_assert_true(gaps->len > 0 || locale->is_source || missing == 0);
        if (gaps->len > 0)
            g_assert_cmpuint(g_array_index(gaps, struct dip_gap, gaps->len - 1).complete, ==, 9);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/site/model", test_model);
    g_test_add_func("/site/texts", test_texts);
    g_test_add_func("/site/paths", test_paths);
    g_test_add_func("/site/decision", test_decision);
    g_test_add_func("/site/sources", test_sources);
    g_test_add_func("/site/pseudo", test_pseudo);
    g_test_add_func("/site/pseudo/taken", test_pseudo_taken);
    g_test_add_func("/site/plural-forms", test_plural_forms);
    g_test_add_func("/site/progress", test_progress);
    return g_test_run();
}
