/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Every catalog of every language, message by message. A finding knows its byte in the translation;
 * where that stands in the file is looked up in the file's bytes, which are read again at the first
 * finding: most catalogs have none.
 */
#include "proof/internal.h"

void dip_proof_report(const struct dip_proof_text *t, enum dip_rule rule, size_t offset,
                      const char *format, ...)
{
    struct dip_proof *proof = t->proof;
    dip_loc loc =
        t->message->string_locs != NULL ? t->message->string_locs[t->index] : t->message->loc;
    va_list arguments;

    if (proof->root != NULL && loc.path != NULL && proof->path != loc.path) {
        g_free(proof->file.bytes);
        proof->file = dip_file_load(proof->root, loc.path, DIP_LIMIT_PO_BYTES);
        proof->path = loc.path;
    }
    if (proof->file.bytes != NULL)
        loc =
            dip_message_place(t->message, t->index, offset, proof->file.bytes, proof->file.length);
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    dip_diag_report(proof->diag, rule, loc, "%s", text);
}

/* With plurals, the first form of several is what the singular says. */
static const char *source_of(const struct dip_message *message, unsigned index)
{
    if (message->plural == NULL || (index == 0 && message->string_count > 1))
        return message->id;
    return message->plural;
}

static void check_string(struct dip_proof *proof, const struct dip_message *message, unsigned index)
{
    struct dip_proof_text t = {
        .proof = proof,
        .message = message,
        .index = index,
        .source = source_of(message, index),
        .text = message->strings[index],
    };

    t.source_spans = dip_spans_of(t.source);
    t.spans = dip_spans_of(t.text);
    dip_proof_spaces(&t);
    dip_proof_marks(&t);
    dip_proof_tokens(&t);
    dip_proof_words(&t);
    dip_proof_terms(&t);
    g_array_unref(t.source_spans);
    g_array_unref(t.spans);
}

/** Report plural forms that are empty among others: the message is not shown at all. */
static void check_forms(struct dip_proof *proof, const struct dip_message *message)
{
    unsigned filled = 0;

    for (unsigned i = 0; i < message->string_count; i++)
        filled += message->strings[i][0] != '\0';
    for (unsigned i = 0; filled > 0 && i < message->string_count; i++) {
        struct dip_proof_text t = {.proof = proof, .message = message, .index = i};
        if (message->strings[i][0] == '\0')
            dip_proof_report(&t, DIP_RULE_PO_PLURAL_EMPTY, 0,
                             "plural form %u is empty, so that none is shown", i);
    }
}

static void check_message(struct dip_proof *proof, const struct dip_message *message)
{
    if (message->fuzzy)
        return;
    check_forms(proof, message);
    for (unsigned i = 0; i < message->string_count; i++) {
        if (message->strings[i][0] != '\0')
            check_string(proof, message, i);
    }
}

static bool is_language(const char *tag, const char *other)
{
    size_t length = strcspn(tag, "-");

    return length == strcspn(other, "-") && strncmp(tag, other, length) == 0;
}

static struct dip_proof proof_of(const struct dip_locale *locale, const char *source,
                                 const struct dip_glossary *glossary, const char *root,
                                 struct dip_diag *diag)
{
    return (struct dip_proof){
        .locale = locale,
        .glossary = glossary,
        .root = root,
        .diag = diag,
        .habits = dip_habits_of(locale),
        .is_source = is_language(source, dip_locale_tag(locale)),
        .from_english = is_language(source, "en"),
    };
}

void dip_proof_message(const struct dip_locale *locale, const char *source,
                       const struct dip_message *message, const struct dip_glossary *glossary,
                       const char *root, struct dip_diag *diag)
{
    struct dip_proof proof = proof_of(locale, source, glossary, root, diag);

    check_message(&proof, message);
    g_free(proof.file.bytes);
}

/** How many characters of a translation are shown in a note. */
static glong shown_length(const struct dip_message *message)
{
    enum { MOST = 60 };

    return MIN(g_utf8_strlen(message->strings[0], -1), MOST);
}

/** Report a message that an earlier catalog of the language translates in another way. */
static void check_ways(struct dip_proof *proof, const struct dip_site_locale *locale,
                       size_t catalog, const struct dip_message *message)
{
    for (size_t i = 0; i < catalog; i++) {
        const struct dip_message *other =
            dip_catalog_find(locale->catalogs[i].catalog, message->context, message->id);
        if (other == NULL || !dip_message_usable(other) ||
            strcmp(other->strings[0], message->strings[0]) == 0)
            continue;
        struct dip_proof_text t = {.proof = proof, .message = message};
        dip_proof_report(&t, DIP_RULE_PO_TWO_WAYS, 0,
                         "the same source has another translation elsewhere");
        g_autofree char *start = g_utf8_substring(other->strings[0], 0, shown_length(other));
        dip_diag_note(proof->diag, other->string_locs[0], "here it is \"%s\"", start);
        return;
    }
}

static void check_catalog(struct dip_proof *proof, const struct dip_site_locale *locale,
                          size_t index)
{
    const struct dip_catalog *catalog = locale->catalogs[index].catalog;
    size_t count = 0;
    const struct dip_message *messages = dip_catalog_messages(catalog, &count);

    if (dip_catalog_plural(catalog) != NULL)
        dip_proof_plural(locale->locale, dip_catalog_plural(catalog),
                         dip_catalog_plural_loc(catalog), proof->diag);
    for (size_t i = 0; i < count; i++) {
        check_message(proof, &messages[i]);
        if (dip_message_usable(&messages[i]))
            check_ways(proof, locale, index, &messages[i]);
    }
}

void dip_proof_site(const struct dip_site *site, const char *root, struct dip_diag *diag)
{
    for (size_t i = 0; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        g_autofree char *path = g_strdup_printf("locales/%s/glossary.md", locale->tag);
        DIP_AUTO(dip_glossary) glossary = dip_glossary_load(root, path, diag);
        struct dip_proof proof =
            proof_of(locale->locale, site->locales[0].tag, glossary, root, diag);
        for (size_t j = 0; j < locale->catalog_count; j++)
            check_catalog(&proof, locale, j);
        g_free(proof.file.bytes);
    }
}
