/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One row a rule. What a rule means and an example stand in docs/diagnostics.md, once for people who
 * read and once for `diptych explain`.
 */
#include "diag/diag.h"

static const struct dip_rule_info rules[DIP_RULE_COUNT] = {
    [DIP_RULE_FILE_MISSING] = {"file-missing", DIP_ERROR},
    [DIP_RULE_FILE_UNREADABLE] = {"file-unreadable", DIP_ERROR},
    [DIP_RULE_FILE_TOO_LARGE] = {"file-too-large", DIP_ERROR},
    [DIP_RULE_FILE_UNEXPECTED] = {"file-unexpected", DIP_WARNING},
    [DIP_RULE_FOLDER_MISSING] = {"folder-missing", DIP_ERROR},
    [DIP_RULE_LINK_OUTSIDE] = {"link-outside", DIP_ERROR},
    [DIP_RULE_INVALID_UTF8] = {"invalid-utf8", DIP_ERROR},
    [DIP_RULE_FORBIDDEN_CHARACTER] = {"forbidden-character", DIP_ERROR},
    [DIP_RULE_YAML_SYNTAX] = {"yaml-syntax", DIP_ERROR},
    [DIP_RULE_YAML_DEPTH] = {"yaml-depth", DIP_ERROR},
    [DIP_RULE_YAML_SIZE] = {"yaml-size", DIP_ERROR},
    [DIP_RULE_KEY_UNKNOWN] = {"key-unknown", DIP_ERROR},
    [DIP_RULE_KEY_MISSING] = {"key-missing", DIP_ERROR},
    [DIP_RULE_KEY_REPEATED] = {"key-repeated", DIP_ERROR},
    [DIP_RULE_TYPE_WRONG] = {"type-wrong", DIP_ERROR},
    [DIP_RULE_TEXT_EMPTY] = {"text-empty", DIP_ERROR},
    [DIP_RULE_TEXT_TOO_LONG] = {"text-too-long", DIP_ERROR},
    [DIP_RULE_LIST_TOO_LONG] = {"list-too-long", DIP_ERROR},
    [DIP_RULE_VALUE_UNKNOWN] = {"value-unknown", DIP_ERROR},
    [DIP_RULE_VALUE_INVALID] = {"value-invalid", DIP_ERROR},
    [DIP_RULE_URL_INVALID] = {"url-invalid", DIP_ERROR},
    [DIP_RULE_FILE_NAME] = {"file-name", DIP_ERROR},
    [DIP_RULE_CODE_WITHOUT_CLASS] = {"code-without-class", DIP_ERROR},
    [DIP_RULE_CODE_REPEATED] = {"code-repeated", DIP_ERROR},
    [DIP_RULE_CODES_TOO_MANY] = {"codes-too-many", DIP_ERROR},
    [DIP_RULE_CLASS_REPEATED] = {"class-repeated", DIP_ERROR},
    [DIP_RULE_SLUG_REPEATED] = {"slug-repeated", DIP_ERROR},
    [DIP_RULE_ROUTE_REPEATED] = {"route-repeated", DIP_ERROR},
    [DIP_RULE_COMPARISON_CODE] = {"comparison-code", DIP_ERROR},
    [DIP_RULE_COMPARISON_SELF] = {"comparison-self", DIP_ERROR},
    [DIP_RULE_COMPARISON_REPEATED] = {"comparison-repeated", DIP_ERROR},
    [DIP_RULE_SEE_ALSO_UNKNOWN] = {"see-also-unknown", DIP_ERROR},
    [DIP_RULE_FACT_UNKNOWN] = {"fact-unknown", DIP_ERROR},
    [DIP_RULE_FACT_VALUE] = {"fact-value", DIP_ERROR},
    [DIP_RULE_ACTOR_UNKNOWN] = {"actor-unknown", DIP_ERROR},
    [DIP_RULE_PATTERN_UNKNOWN] = {"pattern-unknown", DIP_ERROR},
    [DIP_RULE_PATTERN_MISSING] = {"pattern-missing", DIP_ERROR},
    [DIP_RULE_PATTERN_PLACEHOLDER] = {"pattern-placeholder", DIP_ERROR},
    [DIP_RULE_LOCALE_TAG] = {"locale-tag", DIP_ERROR},
    [DIP_RULE_LOCALE_PSEUDO] = {"locale-pseudo", DIP_ERROR},
    [DIP_RULE_LOCALE_TAKEN] = {"locale-taken", DIP_ERROR},
    [DIP_RULE_PO_SYNTAX] = {"po-syntax", DIP_ERROR},
    [DIP_RULE_PO_REPEATED] = {"po-repeated", DIP_ERROR},
    [DIP_RULE_PO_CHARSET] = {"po-charset", DIP_ERROR},
    [DIP_RULE_PO_PLURAL_COUNT] = {"po-plural-count", DIP_ERROR},
    [DIP_RULE_PO_PLURAL_RULE] = {"po-plural-rule", DIP_ERROR},
    [DIP_RULE_PO_PLACEHOLDER_LOST] = {"po-placeholder-lost", DIP_ERROR},
    [DIP_RULE_PO_PLACEHOLDER_UNKNOWN] = {"po-placeholder-unknown", DIP_ERROR},
    [DIP_RULE_PO_DOMAIN] = {"po-domain", DIP_WARNING},
    [DIP_RULE_PO_PLURAL_LANGUAGE] = {"po-plural-language", DIP_WARNING},
    [DIP_RULE_PO_PLURAL_EMPTY] = {"po-plural-empty", DIP_WARNING},
    [DIP_RULE_PO_SPACE_EDGE] = {"po-space-edge", DIP_WARNING},
    [DIP_RULE_PO_SPACE_DOUBLED] = {"po-space-doubled", DIP_WARNING},
    [DIP_RULE_PO_SPACE_MARK] = {"po-space-mark", DIP_WARNING},
    [DIP_RULE_PO_LINE_BREAK] = {"po-line-break", DIP_WARNING},
    [DIP_RULE_PO_END] = {"po-end", DIP_WARNING},
    [DIP_RULE_PO_MARK_FORM] = {"po-mark-form", DIP_WARNING},
    [DIP_RULE_PO_BRACKET] = {"po-bracket", DIP_WARNING},
    [DIP_RULE_PO_MARKUP] = {"po-markup", DIP_WARNING},
    [DIP_RULE_PO_ADDRESS] = {"po-address", DIP_WARNING},
    [DIP_RULE_PO_TOKEN_LOST] = {"po-token-lost", DIP_WARNING},
    [DIP_RULE_PO_WORD_DOUBLED] = {"po-word-doubled", DIP_WARNING},
    [DIP_RULE_PO_UNTRANSLATED] = {"po-untranslated", DIP_WARNING},
    [DIP_RULE_PO_SCRIPT] = {"po-script", DIP_WARNING},
    [DIP_RULE_PO_LETTER] = {"po-letter", DIP_WARNING},
    [DIP_RULE_PO_NFC] = {"po-nfc", DIP_WARNING},
    [DIP_RULE_PO_LONG] = {"po-long", DIP_WARNING},
    [DIP_RULE_PO_TWO_WAYS] = {"po-two-ways", DIP_WARNING},
    [DIP_RULE_GLOSSARY] = {"glossary", DIP_WARNING},
    [DIP_RULE_GLOSSARY_SYNTAX] = {"glossary-syntax", DIP_WARNING},
    [DIP_RULE_TEMPLATE_MISSING] = {"template-missing", DIP_ERROR},
    [DIP_RULE_TEMPLATE_SYNTAX] = {"template-syntax", DIP_ERROR},
    [DIP_RULE_TEMPLATE_SECTION] = {"template-section", DIP_ERROR},
    [DIP_RULE_TEMPLATE_VARIABLE] = {"template-variable", DIP_ERROR},
    [DIP_RULE_TEMPLATE_UNQUOTED] = {"template-unquoted", DIP_ERROR},
    [DIP_RULE_TEMPLATE_RAW] = {"template-raw", DIP_ERROR},
    [DIP_RULE_TEMPLATE_CONTEXT] = {"template-context", DIP_ERROR},
    [DIP_RULE_TEMPLATE_MESSAGE] = {"template-message", DIP_ERROR},
    [DIP_RULE_TEMPLATE_INCLUDE] = {"template-include", DIP_ERROR},
    [DIP_RULE_OUTPUT_UNWRITABLE] = {"output-unwritable", DIP_ERROR},
    [DIP_RULE_OUTPUT_FOREIGN] = {"output-foreign", DIP_ERROR},
    [DIP_RULE_OUTPUT_LOCKED] = {"output-locked", DIP_ERROR},
    [DIP_RULE_OUTPUT_PLACE] = {"output-place", DIP_ERROR},
    [DIP_RULE_MANIFEST_DAMAGED] = {"manifest-damaged", DIP_WARNING},
    [DIP_RULE_PAGE_TOO_LARGE] = {"page-too-large", DIP_ERROR},
    [DIP_RULE_PART_MISMATCH] = {"part-mismatch", DIP_ERROR},
    [DIP_RULE_PART_DAMAGED] = {"part-damaged", DIP_ERROR},
    [DIP_RULE_ADDRESS_VANISHES] = {"address-vanishes", DIP_WARNING},
    [DIP_RULE_HOST_LIMIT] = {"host-limit", DIP_ERROR},
    [DIP_RULE_HOST_ADVICE] = {"host-advice", DIP_WARNING},
    [DIP_RULE_BUILT_URL] = {"built-url", DIP_ERROR},
    [DIP_RULE_BUILT_LINK] = {"built-link", DIP_ERROR},
    [DIP_RULE_BUILT_FRAGMENT] = {"built-fragment", DIP_ERROR},
    [DIP_RULE_BUILT_ID] = {"built-id", DIP_ERROR},
    [DIP_RULE_BUILT_LANG] = {"built-lang", DIP_ERROR},
    [DIP_RULE_BUILT_HREFLANG] = {"built-hreflang", DIP_ERROR},
    [DIP_RULE_BUILT_CANONICAL] = {"built-canonical", DIP_ERROR},
    [DIP_RULE_BUILT_SITEMAP] = {"built-sitemap", DIP_ERROR},
    [DIP_RULE_BUILT_REDIRECT] = {"built-redirect", DIP_ERROR},
    [DIP_RULE_BUILT_JSON] = {"built-json", DIP_ERROR},
    [DIP_RULE_BUILT_TITLE] = {"built-title", DIP_ERROR},
    [DIP_RULE_BUILT_HEADING] = {"built-heading", DIP_ERROR},
    [DIP_RULE_PORT_REFUSED] = {"port-refused", DIP_ERROR},
};

const struct dip_rule_info *dip_rule_get(enum dip_rule rule)
{
    g_assert(rule < DIP_RULE_COUNT && rules[rule].id != NULL);
    return &rules[rule];
}

int dip_rule_find(const char *id)
{
    for (int i = 0; i < DIP_RULE_COUNT; i++) {
        if (strcmp(rules[i].id, id) == 0)
            return i;
    }
    return -1;
}

static int compare_ids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *dip_rule_ids(size_t *ret_count)
{
    static const char *ids[DIP_RULE_COUNT];
    static gsize ready = 0;

    if (g_once_init_enter(&ready)) {
        for (int i = 0; i < DIP_RULE_COUNT; i++)
            ids[i] = rules[i].id;
        qsort(ids, DIP_RULE_COUNT, sizeof ids[0], compare_ids);
        g_once_init_leave(&ready, 1);
    }
    *ret_count = DIP_RULE_COUNT;
    return ids;
}
