/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A locale is ICU's answers for one tag, asked once. Case mapping uses ICU's, not towlower(), which
 * depends on the process's locale. To open a formatter of numbers takes as long as five pages, so each is opened
 * when it is first asked for, and kept; numbers stand on the few pages around the pairs, where a lock
 * is free.
 */
#include "locale/locale.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { MOST_SCRIPTS = 8 }; /* Japanese has 3, the most */

enum number { DECIMAL, PERCENT, NUMBERS };

/* The one part of a locale that changes. */
struct numbers {
    pthread_mutex_t lock;            /* ThreadSanitizer does not see GLib's */
    UNumberFormat *formats[NUMBERS]; /* NULL: not asked for yet */
};

struct dip_locale {
    char *tag;
    char id[ULOC_FULLNAME_CAPACITY]; /**< ICU's form of the tag */
    char *own_name;
    char *open_graph;
    bool right_to_left;
    UScriptCode scripts[MOST_SCRIPTS]; /**< that the language is written in */
    int32_t script_count;
    UCollator *collator;
    struct numbers *numbers;
};

static char *to_utf8(const UChar *wide, int32_t length)
{
    UErrorCode status = U_ZERO_ERROR;
    char *text = g_malloc0((size_t)length * 3 + 1);

    u_strToUTF8(text, length * 3 + 1, NULL, wide, length, &status);
    g_assert(U_SUCCESS(status));
    return text;
}

/* ICU's well-formedness check: the whole tag must be taken, and the language known. */
static bool parse_tag(const char *tag, char *id, char **ret_canonical)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    char canonical[ULOC_FULLNAME_CAPACITY];
    g_autofree char *dashed = g_strdelimit(g_strdup(tag), "_", '-');

    int32_t length = uloc_forLanguageTag(dashed, id, ULOC_FULLNAME_CAPACITY, &parsed, &status);
    if (U_FAILURE(status) || length == 0 || (size_t)parsed != strlen(dashed))
        return false;
    char language[ULOC_LANG_CAPACITY];
    uloc_getLanguage(id, language, sizeof language, &status);
    if (U_FAILURE(status) || uloc_getISO3Language(id)[0] == '\0')
        return false;
    uloc_toLanguageTag(id, canonical, sizeof canonical, TRUE, &status);
    if (U_FAILURE(status))
        return false;
    if (strcmp(canonical, tag) == 0)
        return true;
    if (ret_canonical != NULL)
        *ret_canonical = g_strdup(canonical);
    return false;
}

static char *display_name(const char *of, const char *in, UDisplayContext capitalization)
{
    UErrorCode status = U_ZERO_ERROR;
    UDisplayContext contexts[] = {capitalization, UDISPCTX_STANDARD_NAMES};
    UChar name[200];

    ULocaleDisplayNames *names = uldn_openForContext(in, contexts, 2, &status);
    int32_t length = uldn_localeDisplayName(names, of, name, G_N_ELEMENTS(name), &status);
    uldn_close(names);
    return U_SUCCESS(status) ? to_utf8(name, length) : g_strdup(of);
}

static char *open_graph_of(const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    char likely[ULOC_FULLNAME_CAPACITY];
    char language[ULOC_LANG_CAPACITY];
    char country[ULOC_COUNTRY_CAPACITY];

    uloc_addLikelySubtags(id, likely, sizeof likely, &status);
    uloc_getLanguage(likely, language, sizeof language, &status);
    uloc_getCountry(likely, country, sizeof country, &status);
    if (U_FAILURE(status) || country[0] == '\0')
        return g_strdup(language);
    return g_strdup_printf("%s_%s", language, country);
}

struct dip_locale *dip_locale_new(const char *tag, char **ret_canonical)
{
    UErrorCode status = U_ZERO_ERROR;
    char id[ULOC_FULLNAME_CAPACITY];

    if (tag[0] == '\0' || !parse_tag(tag, id, ret_canonical))
        return NULL;
    struct dip_locale *locale = g_new0(struct dip_locale, 1);
    locale->tag = g_strdup(tag);
    memcpy(locale->id, id, sizeof id);
    locale->own_name = display_name(id, id, UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU);
    locale->open_graph = open_graph_of(id);
    locale->right_to_left = uloc_isRightToLeft(id);
    locale->script_count = uscript_getCode(id, locale->scripts, MOST_SCRIPTS, &status);
    locale->collator = ucol_open(id, &status);
    ucol_setAttribute(locale->collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
    g_assert(U_SUCCESS(status));
    locale->numbers = g_new0(struct numbers, 1);
    pthread_mutex_init(&locale->numbers->lock, NULL);
    return locale;
}

void dip_locale_free(struct dip_locale *locale)
{
    if (locale == NULL)
        return;
    ucol_close(locale->collator);
    for (int i = 0; i < NUMBERS; i++)
        unum_close(locale->numbers->formats[i]);
    pthread_mutex_destroy(&locale->numbers->lock);
    g_free(locale->numbers);
    g_free(locale->tag);
    g_free(locale->own_name);
    g_free(locale->open_graph);
    g_free(locale);
}

const char *dip_locale_tag(const struct dip_locale *locale)
{
    return locale->tag;
}

const char *dip_locale_direction(const struct dip_locale *locale)
{
    return locale->right_to_left ? "rtl" : "ltr";
}

const char *dip_locale_own_name(const struct dip_locale *locale)
{
    return locale->own_name;
}

const char *dip_locale_open_graph(const struct dip_locale *locale)
{
    return locale->open_graph;
}

char *dip_locale_name_of(const struct dip_locale *locale, const char *tag)
{
    UErrorCode status = U_ZERO_ERROR;
    char id[ULOC_FULLNAME_CAPACITY];

    uloc_forLanguageTag(tag, id, sizeof id, NULL, &status);
    return display_name(id, locale->id, UDISPCTX_CAPITALIZATION_FOR_STANDALONE);
}

/* A word that is written as it is wherever it stands: SIP, INVITE, 3xx, Request-URI, iPhone. */
static bool is_name(const char *text)
{
    bool first = true;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c) || c == ',' || c == '.' || c == ';' || c == ':' || c == '!' ||
            c == '?' || c == ')' || c == 0x2014 || c == 0x2013)
            return false;
        if (!first &&
            (u_isupper((UChar32)c) || u_isdigit((UChar32)c) || c == '/' || c == '_' || c == '@'))
            return true;
        first = false;
    }
    return false;
}

char *dip_locale_lower_first(const struct dip_locale *locale, const char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    gunichar c = text[0] == '\0' ? 0 : g_utf8_get_char(text);

    if (c == 0 || !u_isupper((UChar32)c) || is_name(text))
        return g_strdup(text);
    UChar letter[2];
    UChar lower[8];
    int32_t length = 0;
    U16_APPEND_UNSAFE(letter, length, c);
    int32_t lowered = u_strToLower(lower, G_N_ELEMENTS(lower), letter, length, locale->id, &status);
    g_assert(U_SUCCESS(status));
    g_autofree char *first = to_utf8(lower, lowered);
    return g_strconcat(first, g_utf8_next_char(text), NULL);
}

static UNumberFormat *open_format(const struct dip_locale *locale, enum number kind,
                                  UErrorCode *status)
{
    UNumberFormat *format =
        unum_open(kind == PERCENT ? UNUM_PERCENT : UNUM_DECIMAL, NULL, 0, locale->id, NULL, status);

    unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, 0);
    unum_setAttribute(format, UNUM_ROUNDING_MODE, UNUM_ROUND_FLOOR);
    return format;
}

static char *format_number(const struct dip_locale *locale, enum number kind, double number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[64];
    struct numbers *numbers = locale->numbers;

    pthread_mutex_lock(&numbers->lock);
    if (numbers->formats[kind] == NULL)
        numbers->formats[kind] = open_format(locale, kind, &status);
    int32_t length =
        unum_formatDouble(numbers->formats[kind], number, text, G_N_ELEMENTS(text), NULL, &status);
    pthread_mutex_unlock(&numbers->lock);
    g_assert(U_SUCCESS(status));
    return to_utf8(text, length);
}

char *dip_locale_percent(const struct dip_locale *locale, double share)
{
    /* 0.29 is a little less than 29 % in binary. */
    return format_number(locale, PERCENT, share + 1e-9);
}

char *dip_locale_number(const struct dip_locale *locale, unsigned long n)
{
    return format_number(locale, DECIMAL, (double)n);
}

int dip_locale_compare(const struct dip_locale *locale, const char *a, const char *b)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult order = ucol_strcollUTF8(locale->collator, a, -1, b, -1, &status);

    return order == UCOL_EQUAL ? strcmp(a, b) : (int)order;
}

/* The forms that ICU's (CLDR's) rule of cardinals has for a language, as a set of bits. */
enum { FORM_ONE = 1, FORM_OTHER = 2, FORM_MORE = 4 };

static unsigned forms_of(const UPluralRules *rules, bool *ret_zero_is_one)
{
    unsigned forms = 0;

    for (int n = 0; n <= 200; n++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar wide[16];
        char keyword[16] = {0};
        int32_t length = uplrules_select(rules, n, wide, G_N_ELEMENTS(wide), &status);
        g_assert(U_SUCCESS(status));
        u_UCharsToChars(wide, keyword, MIN(length, 15));
        bool one = strcmp(keyword, "one") == 0;
        forms |= one ? FORM_ONE : strcmp(keyword, "other") == 0 ? FORM_OTHER : FORM_MORE;
        /* "one" for anything but 0 and 1 is a rule that this can't write down. */
        forms |= one && n > 1 ? FORM_MORE : 0U;
        if (n == 0)
            *ret_zero_is_one = one;
    }
    return forms;
}

static const char one_two[] = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);";
static const char zero_one[] = "nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);";
static const char not_4_6_9[] = "nplurals=2; plural=(n%10==4 || n%10==6 || n%10==9);";
static const char but_11[] = "nplurals=2; plural=(n%10==1 && n%100!=11 ? 0 : 1);";
static const char slavic[] = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
                             "(n%100<12 || n%100>14) ? 1 : 2);";
static const char sorbian[] = "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || "
                              "n%100==4 ? 2 : 3);";
static const char arabic[] = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && "
                             "n%100<=10 ? 3 : n%100>=11 ? 4 : 5);";

/* CLDR's forms (plurals.xml, version 42) in the language of gettext, in CLDR's order. */
static const struct {
    const char *language;
    const char *forms;
} plural_rules[] = {
    {"ar", arabic},
    {"ars", arabic},
    {"be", slavic},
    {"br", "nplurals=5; plural=(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : n%10==2 && "
           "n%100!=12 && n%100!=72 && n%100!=92 ? 1 : (n%10==3 || n%10==4 || n%10==9) && "
           "(n%100<10 || n%100>19) && (n%100<70 || n%100>79) && n%100<90 ? 2 : n!=0 && "
           "n%1000000==0 ? 3 : 4);"},
    {"bs", slavic},
    {"ceb", not_4_6_9},
    {"cy", "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);"},
    {"dsb", sorbian},
    {"fil", not_4_6_9},
    {"gd", "nplurals=4; plural=(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : (n>=3 && n<=10) || (n>=13 "
           "&& n<=19) ? 2 : 3);"},
    {"gv", "nplurals=4; plural=(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3);"},
    {"hsb", sorbian},
    {"is", but_11},
    {"iu", one_two},
    {"ksh", zero_one},
    {"lag", zero_one},
    {"mk", but_11},
    {"mt", "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n==0 || (n%100>=3 && n%100<=10) ? 2 : "
           "n%100>=11 && n%100<=19 ? 3 : 4);"},
    {"naq", one_two},
    {"sat", one_two},
    {"se", one_two},
    {"shi", "nplurals=3; plural=(n<=1 ? 0 : n<=10 ? 1 : 2);"},
    {"sma", one_two},
    {"smj", one_two},
    {"smn", one_two},
    {"sms", one_two},
    {"tl", not_4_6_9},
    {"tzm", "nplurals=2; plural=(n>1 && (n<11 || n>99));"},
};

const char *dip_locale_plural_forms(const struct dip_locale *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    char language[ULOC_LANG_CAPACITY];
    bool zero_is_one = false;
    UPluralRules *rules = uplrules_open(locale->id, &status);

    g_assert(U_SUCCESS(status));
    unsigned forms = forms_of(rules, &zero_is_one);
    uplrules_close(rules);
    if (forms == FORM_OTHER)
        return "nplurals=1; plural=0;";
    if (forms == (FORM_ONE | FORM_OTHER))
        return zero_is_one ? "nplurals=2; plural=(n > 1);" : "nplurals=2; plural=(n != 1);";
    uloc_getLanguage(locale->id, language, sizeof language, &status);
    for (size_t i = 0; i < G_N_ELEMENTS(plural_rules); i++) {
        if (strcmp(plural_rules[i].language, language) == 0)
            return plural_rules[i].forms;
    }
    return NULL;
}

/* CLDR has six keywords, such as "few". */
enum { MOST_KEYWORDS = 8, KEYWORD_LENGTH = 16 };

struct keywords {
    UChar names[MOST_KEYWORDS][KEYWORD_LENGTH];
    unsigned firsts[MOST_KEYWORDS]; /**< the first number of each */
    size_t count;
};

/* The first number that had the keyword @p name, which @p n has. */
static unsigned first_of(struct keywords *keywords, const UChar *name, unsigned n)
{
    for (size_t i = 0; i < keywords->count; i++) {
        if (u_strcmp(keywords->names[i], name) == 0)
            return keywords->firsts[i];
    }
    g_assert(keywords->count < MOST_KEYWORDS);
    u_strcpy(keywords->names[keywords->count], name);
    keywords->firsts[keywords->count++] = n;
    return n;
}

void dip_locale_plural_groups(const struct dip_locale *locale, unsigned count, unsigned *ret_groups)
{
    UErrorCode status = U_ZERO_ERROR;
    UPluralRules *rules = uplrules_open(locale->id, &status);
    struct keywords keywords = {.count = 0};

    for (unsigned n = 0; n < count; n++) {
        UChar name[KEYWORD_LENGTH] = {0};
        uplrules_select(rules, n, name, KEYWORD_LENGTH - 1, &status);
        g_assert(U_SUCCESS(status));
        ret_groups[n] = first_of(&keywords, name, n);
    }
    uplrules_close(rules);
}

bool dip_locale_writes(const struct dip_locale *locale, uint32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &status);

    for (int32_t i = 0; i < locale->script_count; i++) {
        if (locale->scripts[i] == script)
            return true;
    }
    return false;
}

bool dip_locale_ends_sentence(uint32_t c)
{
    return u_hasBinaryProperty((UChar32)c, UCHAR_S_TERM);
}
