/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What may stand where: variables by their kind and modifier, messages, placeholders. A variable is
 * written for ctemplate under a number and a letter for how it is used (T: text, H: markup), so that
 * no name of the language and no value of another kind can get in its way.
 */
#include "template/walk.h"

static const char *const JSON = "json_escape";
static const char *const RAW = "none";

/* --- variables --- */

static bool is_modifier(const struct dip_token *token, const char *name)
{
    return token->modifier != NULL && strcmp(token->modifier, name) == 0;
}

/* Whether a variable of that kind may have that modifier at all. */
static bool check_modifier(struct dip_walk *walk, const struct dip_token *token,
                           const struct dip_var *var)
{
    dip_loc loc = dip_token_loc(walk->file, token);
    const char *name = token->name;

    if (token->modifier != NULL && !is_modifier(token, RAW) && !is_modifier(token, JSON))
        dip_walk_report(walk, DIP_RULE_TEMPLATE_SYNTAX, loc,
                        "unknown modifier \"%.*s\": expected none or json_escape",
                        dip_shown(token->modifier), token->modifier);
    else if (var->kind == DIP_VAR_HTML && token->modifier == NULL)
        dip_walk_report(walk, DIP_RULE_TEMPLATE_RAW, loc,
                        "\"%s\" is markup already: write {{%s:none}}", name, name);
    else if (var->kind == DIP_VAR_HTML && is_modifier(token, JSON))
        dip_walk_report(walk, DIP_RULE_TEMPLATE_RAW, loc,
                        "\"%s\" is markup, which can't stand in JSON", name);
    else if (var->kind != DIP_VAR_HTML && is_modifier(token, RAW))
        dip_walk_report(walk, DIP_RULE_TEMPLATE_RAW, loc,
                        "\"%s\" is text, which has to be escaped: write {{%s}}", name, name);
    else if (is_modifier(token, JSON) &&
             (walk->raw_text || (!walk->lost && walk->context.raw != DIP_RAW_JSON)))
        dip_walk_report(walk, DIP_RULE_TEMPLATE_RAW, loc,
                        "json_escape outside of a script of type application/ld+json");
    else
        return true;
    return false;
}

/* What is wrong with a variable in the value of an attribute, or NULL. */
static const char *value_fault(const struct dip_context *context)
{
    switch (dip_context_attribute(context)) {
    case DIP_ATTRIBUTE_PLAIN:
        return NULL;
    case DIP_ATTRIBUTE_SCRIPT:
        return "stands in an attribute that is a script";
    case DIP_ATTRIBUTE_STYLE:
        return "stands in a style attribute: use a class";
    case DIP_ATTRIBUTE_OTHER_URL:
        return "stands in an attribute whose addresses are not checked";
    case DIP_ATTRIBUTE_URL:
        break;
    }
    switch (context->url) {
    case DIP_URL_START:
    case DIP_URL_VARIABLE:
    case DIP_URL_REST:
        return NULL;
    case DIP_URL_SCHEME:
        return "stands behind letters that it could make a scheme of";
    case DIP_URL_UNSAFE:
        return "stands behind a scheme other than http, https, mailto, tel, sip and sips";
    }
    return NULL;
}

static const char *raw_fault(const struct dip_context *context, const struct dip_token *token)
{
    switch (context->raw) {
    case DIP_RAW_NONE:
    case DIP_RAW_TITLE:
    case DIP_RAW_TEXTAREA:
        return NULL;
    case DIP_RAW_STYLE:
        return "stands in a style";
    case DIP_RAW_SCRIPT:
        return "stands in a script: only application/ld+json takes variables";
    case DIP_RAW_JSON:
        break;
    }
    if (!context->json_string || context->json_escape)
        return "stands outside of a JSON string";
    return is_modifier(token, JSON) ? NULL : "stands in JSON without :json_escape";
}

/* Whether text may stand here. */
static void check_text_place(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_context *context = &walk->context;
    dip_loc loc = dip_token_loc(walk->file, token);
    const char *fault = NULL;

    if (context->state == DIP_CONTEXT_VALUE_START || context->state == DIP_CONTEXT_VALUE_BARE) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_UNQUOTED, loc,
                        "the value of \"%s\" has a variable and no quotes", context->attribute);
        return;
    }
    if (dip_context_in_value(context))
        fault = value_fault(context);
    else if (dip_context_in_tag(context))
        fault = "stands in the place of a tag's or an attribute's name";
    else if (context->state == DIP_CONTEXT_COMMENT)
        fault = "stands in a comment";
    else if (context->state == DIP_CONTEXT_RAW)
        fault = raw_fault(context, token);
    else if (context->state != DIP_CONTEXT_TEXT) {
        walk->lost = true;
        fault = "stands in the middle of a piece of markup";
    }
    if (fault != NULL)
        dip_walk_report(walk, DIP_RULE_TEMPLATE_CONTEXT, loc, "\"%s\" %s", token->name, fault);
}

/* Whether markup may stand here. */
static void check_fragment_place(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_context *context = &walk->context;

    if (context->state == DIP_CONTEXT_TEXT || dip_context_in_tag(context))
        return;
    dip_walk_report(
        walk,
        dip_context_in_value(context) || context->state == DIP_CONTEXT_RAW
            ? DIP_RULE_TEMPLATE_RAW
            : DIP_RULE_TEMPLATE_CONTEXT,
        dip_token_loc(walk->file, token),
        "\"%s\" is markup, which stands between elements or in place of attributes only",
        token->name);
}

void dip_walk_variable(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_var *var = dip_walk_find(walk, token->name);
    dip_loc loc = dip_token_loc(walk->file, token);

    if (var == NULL) {
        if (dip_walk_report(walk, DIP_RULE_TEMPLATE_VARIABLE, loc, "unknown variable \"%s\"",
                            token->name))
            dip_walk_suggest(walk, token->name);
    } else if (var->kind == DIP_VAR_SECTION) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_VARIABLE, loc,
                        "\"%s\" is a section: write {{#%s}}…{{/%s}}", token->name, token->name,
                        token->name);
    } else if (check_modifier(walk, token, var)) {
        if (!walk->raw_text && !walk->lost)
            (var->kind == DIP_VAR_HTML ? check_fragment_place : check_text_place)(walk, token);
        int slot = dip_slots_find(walk->templates->slots, var->kind, token->name);
        g_string_append_printf(walk->root->bytes,
                               var->kind == DIP_VAR_HTML  ? "{{H%d:none}}"
                               : is_modifier(token, JSON) ? "{{T%d:json_escape}}"
                                                          : "{{T%d}}",
                               slot);
    }
    if (var != NULL && var->kind == DIP_VAR_HTML)
        dip_context_cut(&walk->context, DIP_CUT_FRAGMENT);
    dip_context_variable(&walk->context);
}

/* --- messages --- */

static void check_message_place(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_context *context = &walk->context;
    dip_loc loc = dip_token_loc(walk->file, token);

    if (context->state == DIP_CONTEXT_TEXT)
        return;
    if (context->state == DIP_CONTEXT_VALUE_START || context->state == DIP_CONTEXT_VALUE_BARE) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_UNQUOTED, loc,
                        "the value of \"%s\" has a message and no quotes", context->attribute);
    } else if (dip_context_in_value(context)) {
        if (dip_walk_report(walk, DIP_RULE_TEMPLATE_CONTEXT, loc,
                            "a message in an attribute, where an untranslated one can't say its "
                            "language"))
            dip_diag_note(walk->diag, (dip_loc){.path = NULL},
                          "put it into an element that is visually hidden, and refer to that by "
                          "aria-labelledby");
    } else if (context->state == DIP_CONTEXT_RAW &&
               (context->raw == DIP_RAW_TITLE || context->raw == DIP_RAW_TEXTAREA)) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_CONTEXT, loc,
                        "a message in <%s>, where an untranslated one can't say its language",
                        context->tag);
    } else {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_MESSAGE, loc,
                        "a message stands in the text of an element only");
    }
}

static void add_hole(struct dip_walk *walk, size_t first, const struct dip_var *var)
{
    GArray *holes = walk->root->holes;

    for (size_t i = first; i < holes->len; i++)
        if (strcmp(g_array_index(holes, struct dip_hole, i).name, var->name) == 0)
            return;
    int slot = dip_slots_find(walk->templates->slots, DIP_VAR_COUNT, var->name);
    struct dip_hole hole = {.name = var->name, .slot = (unsigned)slot};
    g_array_append_val(holes, hole);
}

/* The counts of a text become holes; any other placeholder is reported. */
static void take_placeholders(struct dip_walk *walk, const struct dip_token *token,
                              const char *text, size_t first)
{
    dip_placeholder placeholder = {.end = 0};

    while (dip_placeholder_next(text, placeholder.end, &placeholder)) {
        g_autofree char *name = g_strndup(placeholder.name, placeholder.name_length);
        const struct dip_var *var = dip_walk_find(walk, name);
        if (var != NULL && var->kind == DIP_VAR_COUNT) {
            add_hole(walk, first, var);
            continue;
        }
        bool news =
            dip_walk_report(walk, DIP_RULE_TEMPLATE_MESSAGE, dip_token_loc(walk->file, token),
                            var == NULL ? "unknown placeholder \"{%.*s}\" in a message"
                                        : "\"{%.*s}\" is no count: a message takes only counts",
                            dip_shown(name), name);
        if (news && var == NULL)
            dip_walk_suggest(walk, name);
    }
}

void dip_walk_message(struct dip_walk *walk, const struct dip_token *token)
{
    struct dip_root *root = walk->root;
    size_t first = root->holes->len;

    if (!walk->raw_text && !walk->lost)
        check_message_place(walk, token);
    dip_context_variable(&walk->context);
    /* The first count of the plural chooses the form. */
    if (token->call.plural != NULL) {
        take_placeholders(walk, token, token->call.plural, first);
        if (root->holes->len == first)
            dip_walk_report(walk, DIP_RULE_TEMPLATE_MESSAGE, dip_token_loc(walk->file, token),
                            "a plural without a count such as {count}");
    }
    take_placeholders(walk, token, token->call.id, first);
    struct dip_message_place place = {
        .offset = root->bytes->len,
        .message = dip_templates_enter(walk->templates, walk->file, token, walk->diag),
        .first_hole = first,
        .hole_count = root->holes->len - first,
    };
    g_array_append_val(root->places, place);
}
