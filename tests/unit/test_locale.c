/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * locale/: tags, names, direction, case, order, slugs.
 */
#include "locale/locale.h"

static void test_tags(void)
{
    static const struct {
        const char *tag;
        const char *direction; /* NULL: no tag */
        const char *own_name;
        const char *open_graph;
    } cases[] = {
        {"en", "ltr", "English", "en_US"},
        {"zh", "ltr", "中文", "zh_CN"},
        {"pt", "ltr", "Português", "pt_BR"},
        {"vi", "ltr", "Tiếng Việt", "vi_VN"},
        {"ar", "rtl", "العربية", "ar_EG"},
        {"he", "rtl", "עברית", "he_IL"},
        {"pt-PT", "ltr", NULL, "pt_PT"},
        {"zh-Hant", "ltr", NULL, "zh_TW"},
        {"sr-Latn", "ltr", NULL, "sr_RS"},
        {"en-XA", "ltr", NULL, "en_XA"},
        {"", NULL, NULL, NULL},
        {"english", NULL, NULL, NULL},
        {"e", NULL, NULL, NULL},
        {"de-", NULL, NULL, NULL},
        {"templates2", NULL, NULL, NULL},
        {"../x", NULL, NULL, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_locale) locale = dip_locale_new(cases[i].tag, NULL);
        g_test_message("tag \"%s\"", cases[i].tag);
        if (cases[i].direction == NULL) {
            g_assert_null(locale);
            continue;
        }
        g_assert_nonnull(locale);
        g_assert_cmpstr(dip_locale_tag(locale), ==, cases[i].tag);
        g_assert_cmpstr(dip_locale_direction(locale), ==, cases[i].direction);
        g_assert_cmpstr(dip_locale_open_graph(locale), ==, cases[i].open_graph);
        if (cases[i].own_name != NULL)
            g_assert_cmpstr(dip_locale_own_name(locale), ==, cases[i].own_name);
    }
}

static void test_canonical(void)
{
    static const struct {
        const char *tag;
        const char *canonical;
    } cases[] = {{"pt_BR", "pt-BR"}, {"ZH", "zh"}, {"zh-hant", "zh-Hant"}, {"EN-us", "en-US"}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *canonical = NULL;
        g_assert_null(dip_locale_new(cases[i].tag, &canonical));
        g_assert_cmpstr(canonical, ==, cases[i].canonical);
    }
}

static void test_lower_first(void)
{
    static const struct {
        const char *tag;
        const char *text;
        const char *lowered;
    } cases[] = {
        {"en", "The user", "the user"},
        {"en", "A proxy", "a proxy"},
        {"en", "SIP is", "SIP is"},
        {"en", "INVITE", "INVITE"},
        {"en", "URI, or so", "URI, or so"},
        {"en", "Request-URI has", "Request-URI has"},
        {"en", "3xx", "3xx"},
        {"en", "already", "already"},
        {"en", "", ""},
        {"en", "I.", "i."},
        {"en", "Don't", "don't"},
        {"tr", "Istanbul", "\304\261stanbul"},
        {"tr", "\304\260stek", "istek"},
        {"vi", "\304\220\341\273\213a ch\341\273\211", "\304\221\341\273\213a ch\341\273\211"},
        {"zh", "用户", "用户"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_locale) locale = dip_locale_new(cases[i].tag, NULL);
        g_autofree char *lowered = dip_locale_lower_first(locale, cases[i].text);
        g_assert_cmpstr(lowered, ==, cases[i].lowered);
    }
}

static void test_numbers(void)
{
    DIP_AUTO(dip_locale) en = dip_locale_new("en", NULL);
    DIP_AUTO(dip_locale) pt = dip_locale_new("pt", NULL);
    g_autofree char *all = dip_locale_percent(en, 1);
    g_autofree char *almost = dip_locale_percent(en, 0.9999);
    g_autofree char *part = dip_locale_percent(en, 0.29);
    g_autofree char *many = dip_locale_number(en, 11100);
    g_autofree char *muitos = dip_locale_number(pt, 11100);

    g_assert_cmpstr(all, ==, "100%");
    g_assert_cmpstr(almost, ==, "99%");
    g_assert_cmpstr(part, ==, "29%");
    g_assert_cmpstr(many, ==, "11,100");
    g_assert_cmpstr(muitos, ==, "11.100");
}

static void test_order(void)
{
    DIP_AUTO(dip_locale) en = dip_locale_new("en", NULL);
    DIP_AUTO(dip_locale) sv = dip_locale_new("sv", NULL);

    g_assert_cmpint(dip_locale_compare(en, "a", "b"), <, 0);
    g_assert_cmpint(dip_locale_compare(en, "9", "10"), <, 0);
    g_assert_cmpint(dip_locale_compare(en, "x", "x"), ==, 0);
    g_assert_cmpint(dip_locale_compare(en, "\303\244", "z"), <, 0);
    g_assert_cmpint(dip_locale_compare(sv, "\303\244", "z"), >, 0);
}

static void test_slugs(void)
{
    static const struct {
        const char *text;
        const char *slug;
    } cases[] = {
        {"404 Not Found", "404-not-found"},
        {"  600  Busy   Everywhere! ", "600-busy-everywhere"},
        {"Can't", "cant"},
        {"5.7.1", "5-7-1"},
        {"Ação não é", "acao-nao-e"},
        {"Đường dẫn", "duong-dan"},
        {"状态", "zhuang-tai"},
        {"<script>", "script"},
        {"---", ""},
        {"\xF0\x9F\x98\x80", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *slug = dip_slug(cases[i].text);
        g_assert_cmpstr(slug, ==, cases[i].slug);
    }
}

static void test_names(void)
{
    DIP_AUTO(dip_locale) en = dip_locale_new("en", NULL);
    g_autofree char *name = dip_locale_name_of(en, "vi");

    g_assert_cmpstr(name, ==, "Vietnamese");
}

static void test_pseudo(void)
{
    static const struct {
        const char *text;
        const char *accented;
        const char *turned;
    } cases[] = {
        {"", "", ""},
        {"Home", "[Ĥöṁé öñé]", "هومع"},
        {"Key Differences", "[Ķéý Ðîƒƒéŕéñçéš öñé ţŵö]", "كعح ديففعرعنصعس"},
        /* Nothing to translate, nothing to show. */
        {"{range} {name}", "{range} {name}", "{range} {name}"},
        {"INVITE", "INVITE", "INVITE"},
        {"404 – 4xx", "404 – 4xx", "404 – 4xx"},
        {"{first} {second}", "{first} {second}", "{first} {second}"},
        /* Placeholders and what looks like them. */
        {"{code} is {a_name}.", "[{code} îš {a_name}. öñé ţŵö]", "{code} يس {a_name}."},
        {"{Code}", "[{Çöðé} öñé]", "{صودع}"},
        {"a{x}b{", "[á{x}ƀ{ öñé]", "ا{x}ب{"},
        /* The protocol's words. */
        {"the INVITE", "[ţĥé INVITE öñé]", "تهع INVITE"},
        {"its Request-URI,", "[îţš Request-URI, öñé ţŵö]", "يتس Request-URI،"},
        {"RFC 3261 and", "[RFC 3261 áñð öñé ţŵö]", "RFC 3261 اند"},
        {"at sip:bob@a.example.", "[áţ sip:bob@a.example. öñé ţŵö ţĥŕéé]", "ات sip:bob@a.example."},
        {"see a.example: \"x\"", "[šéé a.example: \"ẋ\" öñé ţŵö]", "سعع a.example: \"خ\""},
        {"https://a.example/x or", "[https://a.example/x öŕ öñé ţŵö ţĥŕéé]",
         "https://a.example/x ور"},
        {"SIP's URIs, CSeq", "SIP's URIs, CSeq", NULL},
        {"non-INVITE", "[ñöñ-INVITE öñé]", "نون-INVITE"},
        {"by 100rel", "[ƀý 100rel öñé]", "بح 100rel"},
        {"and/or", "[áñð/öŕ öñé]", "اند/ور"},
        {"Time-out", "[Ţîṁé-öûţ öñé]", "تيمع-وطت"},
        {"is user's", "[îš ûšéŕ'š öñé]", "يس طسعر'س"},
        /* A phrase behind its code, and no further. */
        {"a 404 Not Found now", "[á 404 Not Found ñöŵ öñé ţŵö]", "ا \u200e404 Not Found نوض"},
        {"a 404. Not", "[á 404. Ñöţ öñé]", "ا 404. نوت"},
        {"404 OK. Not", "[404 OK. Ñöţ öñé ţŵö]", "\u200e404 OK. نوت"},
        {"a 4 Not", "[á 4 Ñöţ öñé]", "ا 4 نوت"},
        /* Marks, also of Arabic, and other letters than the 26. */
        {"So, what? 1,5; x", "[Šö, ŵĥáţ? 1,5; ẋ öñé ţŵö]", "سو، ضهات؟ 1,5؛ خ"},
        {"Über", "[Üƀéŕ öñé]", "طبعر"},
        {"U\u0308ber", NULL, "طبعر"},
        {"\tx", "[\tẋ öñé]", "\tخ"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *accented = dip_pseudo_text(DIP_PSEUDO_ACCENTED, cases[i].text);
        g_autofree char *turned = dip_pseudo_text(DIP_PSEUDO_TURNED, cases[i].text);
        if (cases[i].accented != NULL)
            g_assert_cmpstr(accented, ==, cases[i].accented);
        if (cases[i].turned != NULL)
            g_assert_cmpstr(turned, ==, cases[i].turned);
        /* What catalogs may not have is not made up either. */
        g_assert_cmpint(dip_text_check(turned, strlen(turned), NULL, NULL), ==, DIP_TEXT_FINE);
        g_assert_true(g_utf8_validate(accented, -1, NULL));
        g_assert_true(cases[i].accented == NULL || g_utf8_strlen(accented, -1) == 0 ||
                      strcmp(accented, cases[i].text) == 0 ||
                      g_utf8_strlen(accented, -1) * 5 >= g_utf8_strlen(cases[i].text, -1) * 7);
    }
    g_autofree char *chinese = dip_pseudo_text(DIP_PSEUDO_TURNED, "用户");
    g_assert_cmpint(g_unichar_get_script(g_utf8_get_char(chinese)), ==, G_UNICODE_SCRIPT_ARABIC);
    g_assert_cmpstr(dip_pseudo_tag(DIP_PSEUDO_ACCENTED), ==, "en-XA");
    g_assert_cmpstr(dip_pseudo_tag(DIP_PSEUDO_TURNED), ==, "ar-XB");
}

static void test_scripts(void)
{
    static const struct {
        const char *tag;
        gunichar own;
        gunichar other;
    } cases[] = {
        {"en", 'e', 0x435},  {"vi", 0x1EC7, 0x3B7},   {"ru", 0x435, 'e'},
        {"el", 0x3B7, 'n'},  {"zh", 0x7801, 'e'},     {"zh-Hant", 0x78BC, 0x3042},
        {"ja", 0x3042, 'e'}, {"ja", 0x7801, 0xAC00},  {"ko", 0xAC00, 'e'},
        {"ar", 0x627, 'e'},  {"he", 0x5D0, 0x627},    {"th", 0xE01, 'e'},
        {"sr", 0x435, 'e'},  {"sr-Latn", 'e', 0x435}, {"hi", 0x915, '1'},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        DIP_AUTO(dip_locale) locale = dip_locale_new(cases[i].tag, NULL);
        g_test_message("%s", cases[i].tag);
        g_assert_true(dip_locale_writes(locale, cases[i].own));
        g_assert_false(dip_locale_writes(locale, cases[i].other));
        g_assert_false(dip_locale_writes(locale, '.'));
    }
    g_assert_true(dip_locale_ends_sentence(0x964));
    g_assert_true(dip_locale_ends_sentence(0x6D4));
    g_assert_false(dip_locale_ends_sentence(','));
}

static void test_plural_groups(void)
{
    static const unsigned polish[] = {0, 1, 2, 2, 2, 0};
    unsigned groups[G_N_ELEMENTS(polish)];
    DIP_AUTO(dip_locale) locale = dip_locale_new("pl", NULL);

    dip_locale_plural_groups(locale, G_N_ELEMENTS(groups), groups);
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
        g_assert_cmpuint(groups[i], ==, polish[i]);
}

static void test_guess(void)
{
    static const struct {
        const char *word;
        const char *tag; /* NULL: nothing is near */
    } cases[] = {
        {"pt_BR", "pt-BR"},
        {"PT-br", "pt-BR"},
        {"fr_FR.UTF-8", "fr-FR"},
        {"french", "fr"},
        {"French", "fr"},
        {"français", "fr"},
        {"FRANCAIS", "fr"},
        {"frensh", "fr"},
        {"Brazilian Portuguese", "pt-BR"},
        {"Tiếng Việt", "vi"},
        {"tieng viet", "vi"},
        {"日本語", "ja"},
        {"cn", "zh"},
        {"jp", "ja"},
        {"cz", "cs"},
        {"zh-hant", "zh-Hant"},
        {"simplified chinese", "zh-Hans"},
        {"xx", NULL},
        {"", NULL},
        {"qwertz", NULL},
        {"templates", NULL},
        {"../x", NULL},
        {"\xff", NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tag = dip_locale_guess(cases[i].word);
        g_test_message("case %zu", i);
        g_assert_cmpstr(tag, ==, cases[i].tag);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/locale/tags", test_tags);
    g_test_add_func("/locale/canonical", test_canonical);
    g_test_add_func("/locale/lower-first", test_lower_first);
    g_test_add_func("/locale/numbers", test_numbers);
    g_test_add_func("/locale/order", test_order);
    g_test_add_func("/locale/slugs", test_slugs);
    g_test_add_func("/locale/names", test_names);
    g_test_add_func("/locale/pseudo", test_pseudo);
    g_test_add_func("/locale/scripts", test_scripts);
    g_test_add_func("/locale/plural-groups", test_plural_groups);
    g_test_add_func("/locale/guess", test_guess);
    return g_test_run();
}
