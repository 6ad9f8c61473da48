/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * compose/: sentences in one language, clauses, what tells two codes apart.
 */
#include "fixture.h"

#include "compose/compose.h"

struct world {
    struct dip_diag *diag;
    struct dip_site *site;
    struct dip_lexicon *en;
    struct dip_lexicon *de;
};

static void set_up(struct world *world)
{
    world->diag = dip_diag_new();
    world->site = fixture_load(NULL, world->diag);
    g_assert_nonnull(world->site);
    world->en = dip_lexicon_new(world->site, &world->site->locales[0]);
    world->de = dip_lexicon_new(world->site, &world->site->locales[1]);
}

static void tear_down(struct world *world)
{
    dip_lexicon_free(world->en);
    dip_lexicon_free(world->de);
    dip_site_free(world->site);
    dip_diag_free(world->diag);
}

static void assert_sentence(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                            const struct dip_subject *subject, const char *text,
                            enum dip_tongue tongue)
{
    g_autoptr(GString) out = g_string_new("<");

    g_assert_cmpint(dip_compose(lexicon, pattern, subject, out), ==, tongue);
    g_assert_cmpstr(out->str + 1, ==, text);
}

static void test_one_language(void)
{
    struct world world;
    set_up(&world);
    const struct dip_family *family = world.site->families[0];
    const struct dip_phrases *intro = &family->patterns->of[DIP_PATTERN_INTRO_OTHER];
    struct dip_subject pair = {.family = family, .a = &family->codes[0], .b = &family->codes[1]};

    assert_sentence(world.en, &intro->items[1], &pair, "200 indicates that the request worked.",
                    DIP_TONGUE_OWN);
    /* Pattern and text translated; the translator chose the sentence form. */
    assert_sentence(world.de, &intro->items[1], &pair, "200 bedeutet: Die Anfrage gelang.",
                    DIP_TONGUE_OWN);
    /* Pattern translated, text not: nothing of the pattern is left. */
    pair.a = &family->codes[1];
    assert_sentence(world.de, &intro->items[1], &pair,
                    "404 indicates that SIP has no such user. Look again.", DIP_TONGUE_SOURCE);
    /* Pattern not translated. */
    assert_sentence(world.de, &intro->items[2], &pair,
                    "In contrast, 404 means that SIP has no such user. Look again.",
                    DIP_TONGUE_SOURCE);
    tear_down(&world);
}

static void test_clauses(void)
{
    struct world world;
    set_up(&world);
    const struct dip_family *family = world.site->families[0];
    const struct dip_phrases *same = &family->patterns->of[DIP_PATTERN_INTRO_SAME];
    struct dip_subject pair = {.family = family, .a = &family->codes[1], .b = &family->codes[2]};
    struct dip_subject one = {.family = family, .a = &family->codes[0]};

    /* The record's own clause, and one that starts with a name. */
    assert_sentence(world.en, &same->items[2], &pair, "Meanwhile, 410 means that it was here once.",
                    DIP_TONGUE_OWN);
    assert_sentence(world.en, &same->items[1], &pair,
                    "404 indicates that SIP has no such user. Look again.", DIP_TONGUE_OWN);
    for (size_t i = 0; i < family->patterns->difference_count; i++) {
        const struct dip_difference *difference = &family->patterns->differences[i];
        if (strcmp(difference->name, "encounter") == 0)
            assert_sentence(world.en, &difference->phrase, &one,
                            "You encounter 200 when all is well.", DIP_TONGUE_OWN);
    }
    tear_down(&world);
}

static void test_classes(void)
{
    struct world world;
    set_up(&world);
    const struct dip_family *family = world.site->families[0];
    g_autoptr(GString) out = g_string_new(NULL);

    g_assert_cmpint(dip_compose_class(world.de, family, &family->classes[0], out), ==,
                    DIP_TONGUE_OWN);
    g_assert_cmpstr(out->str, ==, "Erfolg (2xx)");
    g_string_truncate(out, 0);
    g_assert_cmpint(dip_compose_class(world.de, family, &family->classes[1], out), ==,
                    DIP_TONGUE_SOURCE);
    g_assert_cmpstr(out->str, ==, "4xx Client Failure");
    tear_down(&world);
}

static void test_tells_apart(void)
{
    struct world world;
    set_up(&world);
    const struct dip_family *family = world.site->families[0];
    const struct dip_phrase *class_difference = &family->patterns->differences[0].phrase;
    struct dip_subject pair = {.family = family, .a = &family->codes[0], .b = &family->codes[1]};

    g_assert_cmpstr(family->patterns->differences[0].name, ==, "class");
    g_assert_true(dip_compose_tells_apart(world.en, class_difference, &pair));
    pair.a = &family->codes[2];
    g_assert_false(dip_compose_tells_apart(world.en, class_difference, &pair));
    tear_down(&world);
}

static void test_join(void)
{
    struct world world;
    set_up(&world);
    g_assert_cmpstr(dip_compose_join(world.de, DIP_TONGUE_OWN, DIP_TONGUE_OWN), ==, " ");
    g_assert_cmpstr(dip_compose_join(world.de, DIP_TONGUE_OWN, DIP_TONGUE_SOURCE), ==, " ");
    tear_down(&world);
}

/* In a line from right to left, a number that the protocol spells is marked; in others it is not. In
 * another script than the source's, a name is. */
static void test_marks(void)
{
    static const struct {
        size_t locale;
        const char *title;
        const char *step;
    } cases[] = {
        {0, "DEMO 404 Not Found", "Callee sends 200 OK to Caller."},
        {2, "DEMO 404 Not Found", "[[Çáļļéé öñé] šéñðš 200 OK ţö [Çáļļéŕ öñé]. öñé ţŵö ţĥŕéé]"},
        {3, "DEMO \u200e404 \016Not Found\017", "صاللعع سعندس \u200e\016200 OK\017 تو صاللعر."},
    };
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load_with(NULL, DIP_SITE_PSEUDO, diag);
    const struct dip_family *family = site->families[0];
    const struct dip_phrases *of = family->patterns->of;
    struct dip_subject one = {.family = family, .a = &family->codes[1]};
    struct dip_subject step = {.family = family, .step = &family->codes[0].steps[1]};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_lexicon) lexicon = dip_lexicon_new(site, &site->locales[cases[i].locale]);
        assert_sentence(lexicon, &of[DIP_PATTERN_CODE_TITLE].items[0], &one, cases[i].title,
                        DIP_TONGUE_OWN);
        assert_sentence(lexicon, &of[DIP_PATTERN_FLOW_STEP].items[0], &step, cases[i].step,
                        DIP_TONGUE_OWN);
    }
}

static size_t assert_runs(const struct dip_lexicon *lexicon, const struct dip_phrase *pattern,
                          const struct dip_subject *pair)
{
    enum dip_side sides[DIP_COMPOSE_RUNS];
    g_autoptr(GString) runs = g_string_new(NULL);
    size_t count = dip_compose_cut(lexicon, pattern, sides);

    for (size_t i = 0; i < count; i++) {
        const struct dip_code *own = sides[i] == DIP_SIDE_B ? pair->b : pair->a;
        struct dip_subject alone = {.family = pair->family, .a = own, .b = own};
        if (!dip_compose_run(lexicon, pattern, i, &alone, runs))
            return 0;
    }
    if (count > 0)
        assert_sentence(lexicon, pattern, pair, runs->str, DIP_TONGUE_OWN);
    return count;
}

/* What is made for each code by itself is, put together, what is made for both. */
static void test_runs(void)
{
    static const enum dip_pattern patterns[] = {DIP_PATTERN_PAIR_TITLE, DIP_PATTERN_PAIR_META,
                                                DIP_PATTERN_INTRO_OTHER, DIP_PATTERN_INTRO_SAME};
    static const size_t expected[][G_N_ELEMENTS(patterns)] = {
        {2, 2, 2, 3}, {4, 0, 0, 0}, {2, 2, 2, 3}, {2, 2, 2, 3}};
    static const struct fixture_file more[] = {
        {"locales/de/site.po",
         "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"
         "\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n"
         "msgctxt \"pattern\"\nmsgid \"{family} {a_code} {a_name} vs {b_code} {b_name}\"\n"
         "msgstr \"{b_code}, {a_code} ({family}) {b_name} gegen {a_name}.\"\n"},
        {NULL, NULL}};
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_site) site = fixture_load_with(more, DIP_SITE_PSEUDO, diag);
    const struct dip_family *family = site->families[0];
    struct dip_subject pair = {.family = family, .a = &family->codes[0], .b = &family->codes[1]};

    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        DIP_AUTO(dip_lexicon) lexicon = dip_lexicon_new(site, &site->locales[i]);
        for (size_t j = 0; j < G_N_ELEMENTS(patterns); j++)
            g_assert_cmpuint(
                assert_runs(lexicon, &family->patterns->of[patterns[j]].items[0], &pair), ==,
                expected[i][j]);
    }
}

static void test_unmark(void)
{
    static const struct {
        const char *before;
        const char *after;
    } cases[] = {
        {"", ""},
        {"404", "404"},
        {"\016\017", ""},
        {"404 \016Not Found\017 和 \016Gone\017。", "404 Not Found 和 Gone。"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) words = g_string_new(cases[i].before);
        dip_compose_unmark(words);
        g_assert_cmpstr(words->str, ==, cases[i].after);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compose/one-language", test_one_language);
    g_test_add_func("/compose/clauses", test_clauses);
    g_test_add_func("/compose/classes", test_classes);
    g_test_add_func("/compose/tells-apart", test_tells_apart);
    g_test_add_func("/compose/join", test_join);
    g_test_add_func("/compose/marks", test_marks);
    g_test_add_func("/compose/runs", test_runs);
    g_test_add_func("/compose/unmark", test_unmark);
    return g_test_run();
}
