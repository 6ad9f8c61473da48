/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The placeholders of a message and of its translations are compared as sets, by searching the
 * patterns themselves: they have a handful each, so building sets would cost more.
 *
 * A form that stands for one number may say it in words ("one code"); which forms do is tried with
 * the catalog's rule for n up to 1000. To allow it in every form was rejected: Russian's form 0 stands
 * for 1, 21, 31 …, and "one code" is the mistake that translators make there.
 */
#include "catalog/catalog.h"

enum { TRIED_NUMBERS = 1000 };

static const char count_name[] = "count";

static bool is_count(dip_placeholder placeholder)
{
    return placeholder.name_length == strlen(count_name) &&
           memcmp(placeholder.name, count_name, placeholder.name_length) == 0;
}

/*
 * A text for use inside a sentence and the same as a sentence: a translator takes whichever works in
 * the language, so that {a_description} stands for {a_meaning}.
 */
static const char *const forms[][2] = {{"meaning", "description"}, {"encounter", "when"}};

static bool has_form(const char *pattern, dip_placeholder placeholder, const char *form,
                     const char *other)
{
    g_autofree char *name = g_strndup(placeholder.name, placeholder.name_length);
    size_t prefix = strlen(name) - MIN(strlen(name), strlen(form));
    if (strcmp(name + prefix, form) != 0 || (prefix > 0 && name[prefix - 1] != '_'))
        return false;
    g_autofree char *same = g_strdup_printf("%.*s%s", (int)prefix, name, other);
    return dip_placeholder_has(pattern, same, strlen(same));
}

static bool has(const char *pattern, dip_placeholder placeholder)
{
    if (pattern == NULL)
        return false;
    if (dip_placeholder_has(pattern, placeholder.name, placeholder.name_length))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (has_form(pattern, placeholder, forms[i][0], forms[i][1]) ||
            has_form(pattern, placeholder, forms[i][1], forms[i][0]))
            return true;
    }
    return false;
}

/** Tell whether @p placeholder is the first of its name in its pattern. */
static bool is_first(const char *pattern, dip_placeholder placeholder)
{
    dip_placeholder p;
    for (size_t at = 0; dip_placeholder_next(pattern, at, &p); at = p.end) {
        if (p.name_length == placeholder.name_length &&
            memcmp(p.name, placeholder.name, p.name_length) == 0)
            return p.start == placeholder.start;
    }
    return true;
}

/** Tell whether form @p index stands for one number at most. */
static bool stands_for_one(const struct dip_plural *rule, unsigned index)
{
    unsigned numbers = 0;
    for (unsigned long n = 0; n <= TRIED_NUMBERS && numbers < 2; n++)
        numbers += dip_plural_index(rule, n) == index;
    return numbers < 2;
}

/** Tell whether string @p index may lack a placeholder of one of the source's forms. */
static bool may_lack(const struct dip_message *message, unsigned index, dip_placeholder placeholder)
{
    if (message->plural == NULL)
        return false;
    if (is_count(placeholder))
        return message->rule == NULL || stands_for_one(message->rule, index);
    return !has(message->id, placeholder) || !has(message->plural, placeholder);
}

static dip_loc string_loc(const struct dip_message *message, unsigned index)
{
    return message->string_locs != NULL ? message->string_locs[index] : message->loc;
}

static void report_lost(const struct dip_message *message, unsigned index,
                        dip_placeholder placeholder, struct dip_diag *diag)
{
    dip_loc loc = string_loc(message, index);
    int length = (int)placeholder.name_length;
    if (message->plural == NULL)
        dip_diag_report(diag, DIP_RULE_PO_PLACEHOLDER_LOST, loc, "translation lacks \"{%.*s}\"",
                        length, placeholder.name);
    else if (is_count(placeholder))
        dip_diag_report(diag, DIP_RULE_PO_PLACEHOLDER_LOST, loc,
                        "plural form %u lacks \"{%.*s}\" but stands for more than one number",
                        index, length, placeholder.name);
    else
        dip_diag_report(diag, DIP_RULE_PO_PLACEHOLDER_LOST, loc, "plural form %u lacks \"{%.*s}\"",
                        index, length, placeholder.name);
}

/** Check that string @p index has what @p source has, and @p told, whose own were checked, has not. */
static bool check_lost(const struct dip_message *message, unsigned index, const char *source,
                       const char *told, struct dip_diag *diag)
{
    dip_placeholder p;
    bool fine = true;
    for (size_t at = 0; dip_placeholder_next(source, at, &p); at = p.end) {
        if (has(told, p) || !is_first(source, p) || has(message->strings[index], p) ||
            may_lack(message, index, p))
            continue;
        report_lost(message, index, p, diag);
        fine = false;
    }
    return fine;
}

static void add_names(GPtrArray *names, const char *pattern)
{
    dip_placeholder p;
    for (size_t at = 0; dip_placeholder_next(pattern, at, &p); at = p.end)
        g_ptr_array_add(names, g_strndup(p.name, p.name_length));
}

static void report_unknown(const struct dip_message *message, unsigned index,
                           dip_placeholder placeholder, struct dip_diag *diag)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *name = g_strndup(placeholder.name, placeholder.name_length);
    g_autofree char *where = message->plural == NULL ? g_strdup("translation")
                                                     : g_strdup_printf("plural form %u", index);
    add_names(names, message->id);
    if (message->plural != NULL)
        add_names(names, message->plural);
    dip_diag_report(diag, DIP_RULE_PO_PLACEHOLDER_UNKNOWN, string_loc(message, index),
                    "%s has \"{%s}\", which its source has not", where, name);
    dip_diag_suggest(diag, name, (const char *const *)names->pdata, names->len);
}

static bool check_unknown(const struct dip_message *message, unsigned index, struct dip_diag *diag)
{
    const char *string = message->strings[index];
    dip_placeholder p;
    bool fine = true;
    for (size_t at = 0; dip_placeholder_next(string, at, &p); at = p.end) {
        if (has(message->id, p) || has(message->plural, p) || !is_first(string, p))
            continue;
        report_unknown(message, index, p, diag);
        fine = false;
    }
    return fine;
}

bool dip_message_check_placeholders(const struct dip_message *message, struct dip_diag *diag)
{
    bool fine = true;
    if (message->fuzzy)
        return true;
    for (unsigned i = 0; i < message->string_count; i++) {
        if (message->strings[i][0] == '\0')
            continue;
        fine = check_lost(message, i, message->id, NULL, diag) && fine;
        if (message->plural != NULL)
            fine = check_lost(message, i, message->plural, message->id, diag) && fine;
        fine = check_unknown(message, i, diag) && fine;
    }
    return fine;
}
