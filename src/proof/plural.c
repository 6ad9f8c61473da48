/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Two plural rules are the same where they sort the numbers up to 200 in the same way, whatever
 * their text. CLDR's is right, and so are those that gettext's tools write where they differ from it
 * (mostly in what 0 takes): the table has them, tests/unit holds it against msginit.
 */
#include "proof/internal.h"

enum { TRIED = 201 };

/* Rules in use beside CLDR's, by language. */
static const struct {
    const char *language;
    const char *rule;
} others[] = {
    {"ar",
     "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 "
     "&& n%100<=99 ? 4 : 5;"},
    {"pt", "nplurals=2; plural=(n != 1);"},
    {"pt", "nplurals=2; plural=(n > 1);"},
    {"fa", "nplurals=2; plural=(n != 1);"},
    {"hi", "nplurals=2; plural=(n != 1);"},
    {"bn", "nplurals=2; plural=(n != 1);"},
    {"gu", "nplurals=2; plural=(n != 1);"},
    {"kn", "nplurals=2; plural=(n != 1);"},
    {"am", "nplurals=2; plural=(n != 1);"},
    {"si", "nplurals=2; plural=(n != 1);"},
    {"hy", "nplurals=2; plural=(n != 1);"},
    {"fil", "nplurals=2; plural=(n > 1);"},
    {"tr", "nplurals=2; plural=(n > 1);"},
    {"tr", "nplurals=1; plural=0;"},
    {"az", "nplurals=1; plural=0;"},
    {"hu", "nplurals=1; plural=0;"},
    {"he", "nplurals=2; plural=(n != 1);"},
    {"he", "nplurals=4; plural=(n==1 && n%1==0) ? 0 : (n==2 && n%1==0) ? 1 : (n%10==0 && n%1==0 && "
           "n>10) ? 2 : 3;"},
    {"is", "nplurals=2; plural=(n != 1);"},
    {"mk", "nplurals=2; plural=(n != 1);"},
    {"mk", "nplurals=3; plural=n%10==1 ? 0 : n%10==2 ? 1 : 2;"},
    {"lv", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);"},
    {"lt",
     "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : "
     "2);"},
    {"ro", "nplurals=3; plural=n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2;"},
    {"ga", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"},
    {"ga", "nplurals=5; plural=n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4;"},
    {"gd",
     "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : (n > 2 && n < 20) ? 2 : 3;"},
    {"cy", "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;"},
    {"br", "nplurals=2; plural=(n > 1);"},
    {"fo", "nplurals=2; plural=(n != 1);"},
};

/** For each number the first that takes the same form. */
static unsigned groups_of(const struct dip_plural *rule, unsigned groups[TRIED])
{
    unsigned count = 0;

    for (unsigned n = 0; n < TRIED; n++) {
        unsigned first = 0;
        while (dip_plural_index(rule, first) != dip_plural_index(rule, n))
            first++;
        groups[n] = first;
        count += first == n;
    }
    return count;
}

/** Count the forms that numbers take; some are kept for large ones, such as a million in Breton. */
static unsigned count_used(const struct dip_plural *rule, unsigned used)
{
    static const unsigned large[] = {1000, 1000000};

    for (size_t i = 0; i < G_N_ELEMENTS(large); i++) {
        unsigned n = 0;
        while (n < TRIED && dip_plural_index(rule, n) != dip_plural_index(rule, large[i]))
            n++;
        used += n == TRIED &&
                (i == 0 || dip_plural_index(rule, large[0]) != dip_plural_index(rule, large[i]));
    }
    return used;
}

static bool is_other(const char *tag, const unsigned groups[TRIED])
{
    g_autofree char *language = g_strndup(tag, strcspn(tag, "-"));

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (strcmp(language, others[i].language) != 0)
            continue;
        unsigned same[TRIED];
        DIP_AUTO(dip_plural) rule = dip_plural_parse(others[i].rule);
        g_assert(rule != NULL);
        groups_of(rule, same);
        if (memcmp(same, groups, sizeof same) == 0)
            return true;
    }
    return false;
}

static void note_rule(const struct dip_locale *locale, struct dip_diag *diag)
{
    const char *forms = dip_locale_plural_forms(locale);

    if (forms != NULL)
        dip_diag_note(diag, (dip_loc){0}, "for \"%s\" it is \"Plural-Forms: %s\\n\"",
                      dip_locale_tag(locale), forms);
    else
        dip_diag_note(diag, (dip_loc){0},
                      "the rules of languages are in the GNU gettext manual, \"Plural forms\"");
}

void dip_proof_plural(const struct dip_locale *locale, const struct dip_plural *rule, dip_loc loc,
                      struct dip_diag *diag)
{
    unsigned right[TRIED];
    unsigned groups[TRIED];
    unsigned used = count_used(rule, groups_of(rule, groups));
    unsigned n = 0;
    const char *tag = dip_locale_tag(locale);

    dip_locale_plural_groups(locale, TRIED, right);
    while (n < TRIED && groups[n] == right[n])
        n++;
    if (n < TRIED && is_other(tag, groups))
        n = TRIED;
    if (n == TRIED && used >= dip_plural_count(rule))
        return;
    /* The first that differs was joined with a lower one in one rule only. */
    if (n == TRIED)
        dip_diag_report(diag, DIP_RULE_PO_PLURAL_LANGUAGE, loc,
                        "nplurals=%u, but all numbers take one of %u forms", dip_plural_count(rule),
                        used);
    else if (groups[n] < n)
        dip_diag_report(diag, DIP_RULE_PO_PLURAL_LANGUAGE, loc,
                        "%u and %u take one form here, but two in \"%s\"", groups[n], n, tag);
    else
        dip_diag_report(diag, DIP_RULE_PO_PLURAL_LANGUAGE, loc,
                        "%u and %u take two forms here, but one in \"%s\"", right[n], n, tag);
    note_rule(locale, diag);
}
