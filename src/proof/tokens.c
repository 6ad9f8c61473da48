/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What has to be the same in every language. Markup and addresses are compared both ways. Codes, names
 * and documents of the source have to be somewhere in the translation, as a part of a longer word too,
 * so that a language may put its endings on them; how often does not matter.
 */
#include "proof/internal.h"

static char *take(const char *text, const struct dip_span *span)
{
    return g_strndup(text + span->start, span->end - span->start);
}

/** Find a number by itself, not as a part of a longer one. */
static bool has_number(const char *text, const char *number)
{
    size_t length = strlen(number);

    for (const char *p = strstr(text, number); p != NULL; p = strstr(p + 1, number)) {
        if ((p == text || !g_ascii_isdigit(p[-1])) && !g_ascii_isdigit(p[length]))
            return true;
    }
    return false;
}

static bool has_token(const char *text, enum dip_span_kind kind, const char *token)
{
    switch (kind) {
    case DIP_SPAN_CODE:
        return has_number(text, token);
    case DIP_SPAN_DOCUMENT:
        return strstr(text, "RFC") != NULL &&
               has_number(text, token + strcspn(token, "0123456789"));
    case DIP_SPAN_NAME:
        return strstr(text, token) != NULL;
    case DIP_SPAN_PLACEHOLDER:
    case DIP_SPAN_MARKUP:
    case DIP_SPAN_ADDRESS:
        return true;
    }
    g_assert_not_reached();
}

static bool is_added(const GPtrArray *tokens, const char *token)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)tokens, token, g_str_equal, NULL);
}

/** The tokens of the source that are not in the translation, each once. */
static GPtrArray *lost_tokens(const struct dip_proof_text *t)
{
    GPtrArray *lost = g_ptr_array_new_with_free_func(g_free);
    const struct dip_glossary *glossary = t->proof->glossary;

    for (guint i = 0; i < t->source_spans->len; i++) {
        const struct dip_span *span = &g_array_index(t->source_spans, struct dip_span, i);
        g_autofree char *token = take(t->source, span);
        /* A term of the glossary has its translation there. */
        if (has_token(t->text, span->kind, token) || is_added(lost, token) ||
            (glossary != NULL && dip_glossary_has(glossary, token)))
            continue;
        g_ptr_array_add(lost, g_steal_pointer(&token));
    }
    return lost;
}

static void check_lost(const struct dip_proof_text *t)
{
    g_autoptr(GPtrArray) lost = lost_tokens(t);

    if (lost->len == 0)
        return;
    g_ptr_array_add(lost, NULL);
    g_autofree char *names = g_strjoinv("\", \"", (char **)lost->pdata);
    dip_proof_report(t, DIP_RULE_PO_TOKEN_LOST, 0, "the translation lacks \"%s\"", names);
}

static bool has_span(const char *text, const GArray *spans, enum dip_span_kind kind,
                     const char *wanted)
{
    for (guint i = 0; i < spans->len; i++) {
        const struct dip_span *span = &g_array_index(spans, struct dip_span, i);
        if (span->kind == kind && strlen(wanted) == span->end - span->start &&
            strncmp(text + span->start, wanted, strlen(wanted)) == 0)
            return true;
    }
    return false;
}

static void check_same(const struct dip_proof_text *t, enum dip_span_kind kind, enum dip_rule rule)
{
    for (guint i = 0; i < t->spans->len; i++) {
        const struct dip_span *span = &g_array_index(t->spans, struct dip_span, i);
        g_autofree char *found = take(t->text, span);
        if (span->kind != kind || has_span(t->source, t->source_spans, kind, found))
            continue;
        dip_proof_report(t, rule, span->start, "\"%s\" is not in the source", found);
        return;
    }
    for (guint i = 0; i < t->source_spans->len; i++) {
        const struct dip_span *span = &g_array_index(t->source_spans, struct dip_span, i);
        g_autofree char *wanted = take(t->source, span);
        if (span->kind != kind || has_span(t->text, t->spans, kind, wanted))
            continue;
        dip_proof_report(t, rule, 0, "the translation lacks \"%s\"", wanted);
        return;
    }
}

void dip_proof_tokens(const struct dip_proof_text *t)
{
    check_same(t, DIP_SPAN_MARKUP, DIP_RULE_PO_MARKUP);
    check_same(t, DIP_SPAN_ADDRESS, DIP_RULE_PO_ADDRESS);
    check_lost(t);
}
