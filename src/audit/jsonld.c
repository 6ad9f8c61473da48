/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * JSON-LD, read by jansson. Of its meaning one thing is checked: an address below the site's url leads
 * to a file. json-glib was tried first: it takes comments, single quotes and line breaks in texts,
 * which crawlers do not.
 *
 * The library's quirk: it refuses what nests deeper than 2,048, so that recursion is bounded.
 */
#include "audit/built.h"

#include <jansson.h>

struct jsonld {
    const struct dip_built *built;
    GString *scratch;
    dip_loc loc;
    struct dip_diag *diag;
};

static void check_address(const struct jsonld *jsonld, const char *text)
{
    if (!g_str_has_prefix(text, jsonld->built->url))
        return;
    struct dip_target target = dip_built_resolve(jsonld->built, NULL, text, jsonld->scratch);
    if (target.way != DIP_WAY_FILE)
        dip_diag_report(jsonld->diag, DIP_RULE_BUILT_JSON, jsonld->loc,
                        "the address \"%s\" leads to no page", text);
}

static void check_value(const struct jsonld *jsonld, json_t *value)
{
    const char *name = NULL;
    json_t *inner = NULL;
    size_t i = 0;

    if (json_is_string(value))
        check_address(jsonld, json_string_value(value));
    json_array_foreach(value, i, inner) check_value(jsonld, inner);
    json_object_foreach(value, name, inner) check_value(jsonld, inner);
}

void dip_jsonld_check(const struct dip_built *built, const char *text, dip_loc loc,
                      GString *scratch, struct dip_diag *diag)
{
    struct jsonld jsonld = {.built = built, .scratch = scratch, .loc = loc, .diag = diag};
    json_error_t error = {0};
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL) {
        uint32_t line = loc.line + (uint32_t)MAX(error.line, 1) - 1;
        dip_diag_report(diag, DIP_RULE_BUILT_JSON, dip_loc_at(loc.path, line, 0),
                        "the JSON-LD can't be parsed: %s", error.text);
        return;
    }
    check_value(&jsonld, root);
    json_decref(root);
}
