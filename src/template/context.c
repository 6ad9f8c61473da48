/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The states are those of ctemplate's htmlparser, by one function each; where HTML and ctemplate see
 * different things ("<!-->", "<title/>", "</" in a script, "<?"), the byte that makes the difference
 * is refused. Rejected: calling ctemplate's parser, which has no public header and no positions, and
 * gumbo, which can't stop in the middle.
 */
#include "template/context.h"

#include "base/base.h"

#include <glib.h>

typedef const char *(*feed_fn)(struct dip_context *context, char c);

void dip_context_init(struct dip_context *context)
{
    *context = (struct dip_context){.state = DIP_CONTEXT_TEXT};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_id(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == ':' || c == '.' || c == '-';
}

static void add(char word[DIP_CONTEXT_NAME], char c)
{
    size_t length = strlen(word);

    if (length + 1 < DIP_CONTEXT_NAME) {
        word[length] = g_ascii_tolower(c);
        word[length + 1] = '\0';
    }
}

static bool is_one_of(const char *word, const char *const *words)
{
    return g_strv_contains(words, word);
}

/* --- tags --- */

static const char *feed_text(struct dip_context *context, char c)
{
    if (c == '<')
        context->state = DIP_CONTEXT_TAG_START;
    return NULL;
}

static const char *feed_tag_start(struct dip_context *context, char c)
{
    if (c == '/' && !context->closing) {
        context->closing = true;
        return NULL;
    }
    if (g_ascii_isalpha(c)) {
        context->tag[0] = '\0';
        add(context->tag, c);
        context->type_seen = context->type_json = false;
        context->refresh = context->content_variable = false;
        context->state = DIP_CONTEXT_TAG_NAME;
        return NULL;
    }
    if (c == '!' && !context->closing) {
        context->word[0] = '\0';
        context->state = DIP_CONTEXT_DECLARATION;
        return NULL;
    }
    if (is_space(c) && !context->closing) {
        context->state = DIP_CONTEXT_TEXT;
        return NULL;
    }
    return "\"<\" that starts no tag: write &lt;";
}

/* What the content of the element is whose tag ends here. */
static const char *enter_element(struct dip_context *context)
{
    static const char *const OBSOLETE[] = {"plaintext", "xmp", "noembed", "noframes", NULL};
    static const char *const RAW[] = {
        [DIP_RAW_TITLE] = "title",
        [DIP_RAW_TEXTAREA] = "textarea",
        [DIP_RAW_STYLE] = "style",
        [DIP_RAW_SCRIPT] = "script",
    };

    bool closing = context->closing;
    context->closing = false;
    context->must_break = false;
    context->state = DIP_CONTEXT_TEXT;
    if (strcmp(context->tag, "pre") == 0)
        context->pre = closing ? 0 : 1;
    if (closing)
        return NULL;
    if (is_one_of(context->tag, OBSOLETE))
        return "an element that is no longer part of HTML";
    for (size_t i = DIP_RAW_TITLE; i < G_N_ELEMENTS(RAW); i++)
        if (strcmp(context->tag, RAW[i]) == 0) {
            context->raw = (enum dip_context_raw)i;
            context->state = DIP_CONTEXT_RAW;
        }
    if (context->raw == DIP_RAW_SCRIPT && context->type_json)
        context->raw = DIP_RAW_JSON;
    context->json_string = context->json_escape = false;
    return NULL;
}

static const char *feed_tag_name(struct dip_context *context, char c)
{
    if (is_id(c))
        add(context->tag, c);
    else if (is_space(c))
        context->state = DIP_CONTEXT_TAG;
    else if (c == '>')
        return enter_element(context);
    else if (c == '/' && !context->closing)
        context->state = DIP_CONTEXT_TAG_SLASH;
    else
        return "a character that no tag's name has";
    return NULL;
}

static const char *feed_tag_slash(struct dip_context *context, char c)
{
    static const char *const RAW[] = {"title", "textarea", "style", "script", NULL};

    if (c != '>')
        return "\"/\" in a tag's name";
    if (is_one_of(context->tag, RAW))
        return "an element that can't be closed by \"/>\"";
    return enter_element(context);
}

static const char *feed_tag(struct dip_context *context, char c)
{
    if (c == '>')
        return enter_element(context);
    if (is_space(c) || c == '/')
        return NULL;
    if (!is_id(c))
        return "a character that no attribute's name has";
    context->attribute[0] = '\0';
    add(context->attribute, c);
    context->state = DIP_CONTEXT_ATTRIBUTE;
    return NULL;
}

static const char *feed_attribute(struct dip_context *context, char c)
{
    if (is_id(c) && context->state == DIP_CONTEXT_ATTRIBUTE) {
        add(context->attribute, c);
        return NULL;
    }
    if (c == '=') {
        context->word[0] = '\0';
        context->state = DIP_CONTEXT_VALUE_START;
        return NULL;
    }
    if (is_space(c)) {
        context->state = DIP_CONTEXT_AFTER_ATTRIBUTE;
        return NULL;
    }
    if (c == '/') {
        context->state = DIP_CONTEXT_TAG;
        return NULL;
    }
    return feed_tag(context, c);
}

/* --- values of attributes --- */

enum dip_context_attribute dip_context_attribute(const struct dip_context *context)
{
    static const char *const URLS[] = {"action",   "archive", "background", "cite", "classid",
                                       "codebase", "data",    "dynsrc",     "href", "longdesc",
                                       "src",      "usemap",  NULL};
    static const char *const OTHER_URLS[] = {"formaction", "poster",  "srcset",     "imagesrcset",
                                             "srcdoc",     "ping",    "manifest",   "icon",
                                             "lowsrc",     "profile", "xlink:href", NULL};
    static const char *const ANIMATED[] = {"to", "from", "by", "values", "attributename", NULL};
    const char *name = context->attribute;

    if (name[0] == 'o' && name[1] == 'n')
        return DIP_ATTRIBUTE_SCRIPT;
    if (is_one_of(name, URLS))
        return DIP_ATTRIBUTE_URL;
    if (strcmp(name, "style") == 0)
        return DIP_ATTRIBUTE_STYLE;
    if (is_one_of(name, OTHER_URLS))
        return DIP_ATTRIBUTE_OTHER_URL;
    if (is_one_of(name, ANIMATED) &&
        (g_str_has_prefix(context->tag, "animate") || strcmp(context->tag, "set") == 0))
        return DIP_ATTRIBUTE_OTHER_URL;
    if (strcmp(name, "http-equiv") == 0 || (strcmp(name, "content") == 0 && context->refresh))
        return DIP_ATTRIBUTE_OTHER_URL;
    return DIP_ATTRIBUTE_PLAIN;
}

static const char *start_value(struct dip_context *context, enum dip_context_state state)
{
    context->state = state;
    context->url = DIP_URL_START;
    context->word[0] = '\0';
    if (strcmp(context->tag, "meta") == 0 && strcmp(context->attribute, "http-equiv") == 0) {
        context->refresh = true;
        context->unsafe = context->content_variable;
        if (context->content_variable)
            return "http-equiv in a tag whose content has a variable";
    }
    return NULL;
}

static const char *end_value(struct dip_context *context, enum dip_context_state state)
{
    bool is_type = strcmp(context->attribute, "type") == 0;

    if (is_type && !context->type_seen && strcmp(context->tag, "script") == 0) {
        context->type_seen = true;
        context->type_json = strcmp(context->word, "application/ld+json") == 0;
    }
    context->state = state;
    return NULL;
}

/* The first letters of a value: a scheme, or a script's type. */
static const char *feed_url(struct dip_context *context, char c)
{
    static const char *const SAFE[] = {"http", "https", "mailto", "tel", "sip", "sips", NULL};
    bool ends_scheme = c == '/' || c == '?' || c == '#';

    switch (context->url) {
    case DIP_URL_START:
    case DIP_URL_SCHEME:
        if (ends_scheme)
            context->url = DIP_URL_REST;
        else if (c == ':')
            context->url = is_one_of(context->word, SAFE) ? DIP_URL_REST : DIP_URL_UNSAFE;
        else
            context->url = c == '&' ? DIP_URL_UNSAFE : DIP_URL_SCHEME;
        break;
    case DIP_URL_VARIABLE:
        context->unsafe = c == ':' || c == '&';
        if (context->unsafe)
            return "what follows the variable could make its value a scheme";
        if (ends_scheme)
            context->url = DIP_URL_REST;
        break;
    case DIP_URL_UNSAFE:
    case DIP_URL_REST:
        break;
    }
    return NULL;
}

static const char *feed_value_byte(struct dip_context *context, char c)
{
    const char *fault = NULL;

    if (dip_context_attribute(context) == DIP_ATTRIBUTE_URL)
        fault = feed_url(context, c);
    add(context->word, c);
    return fault;
}

static const char *feed_value_start(struct dip_context *context, char c)
{
    if (is_space(c))
        return NULL;
    if (c == '>') {
        end_value(context, DIP_CONTEXT_TAG);
        return enter_element(context);
    }
    if (c == '"')
        return start_value(context, DIP_CONTEXT_VALUE_DOUBLE);
    if (c == '\'')
        return start_value(context, DIP_CONTEXT_VALUE_SINGLE);
    const char *fault = start_value(context, DIP_CONTEXT_VALUE_BARE);
    return fault != NULL ? fault : feed_value_byte(context, c);
}

static const char *feed_value(struct dip_context *context, char c)
{
    if (context->state == DIP_CONTEXT_VALUE_BARE) {
        if (is_space(c))
            return end_value(context, DIP_CONTEXT_TAG);
        if (c == '>') {
            end_value(context, DIP_CONTEXT_TAG);
            return enter_element(context);
        }
    } else if (c == (context->state == DIP_CONTEXT_VALUE_DOUBLE ? '"' : '\'')) {
        return end_value(context, DIP_CONTEXT_TAG);
    }
    return feed_value_byte(context, c);
}

void dip_context_variable(struct dip_context *context)
{
    context->json_escape = false;
    if (!dip_context_in_value(context))
        return;
    /* Without a quote the value has begun, and the next blank ends it. */
    if (context->state == DIP_CONTEXT_VALUE_START) {
        context->state = DIP_CONTEXT_VALUE_BARE;
        context->url = DIP_URL_START;
    }
    if (strcmp(context->tag, "meta") == 0 && strcmp(context->attribute, "content") == 0)
        context->content_variable = true;
    if (context->url == DIP_URL_START)
        context->url = DIP_URL_VARIABLE;
    add(context->word, '\1');
}

/* --- declarations and comments --- */

static const char *feed_declaration(struct dip_context *context, char c)
{
    static const char DOCTYPE[] = "doctype";
    size_t length = strlen(context->word);

    if (length == 0 && c == '-') {
        context->state = DIP_CONTEXT_COMMENT_START;
        context->dashes = 1;
        return NULL;
    }
    add(context->word, c);
    if (length + 1 >= sizeof(DOCTYPE) || g_ascii_tolower(c) != DOCTYPE[length])
        return "\"<!\" that starts neither a comment nor the doctype";
    if (length + 2 == sizeof(DOCTYPE))
        context->state = DIP_CONTEXT_DOCTYPE;
    return NULL;
}

static const char *feed_doctype(struct dip_context *context, char c)
{
    if (c == '>')
        context->state = DIP_CONTEXT_TEXT;
    return NULL;
}

/* Behind "<!-", then "<!--", where ">" and "->" would end the comment in a browser only. */
static const char *feed_comment_start(struct dip_context *context, char c)
{
    if (c == '-' && context->dashes < 3) {
        context->dashes++;
        return NULL;
    }
    if (context->dashes < 2 || c == '>' || c == '-')
        return "a comment starts with \"<!--\" and text";
    context->dashes = 0;
    context->state = DIP_CONTEXT_COMMENT;
    return NULL;
}

static const char *feed_comment(struct dip_context *context, char c)
{
    if (c == '-') {
        context->dashes++;
        return NULL;
    }
    if (c == '>' && context->dashes >= 2)
        context->state = DIP_CONTEXT_TEXT;
    else if (c == '!' && context->dashes >= 2)
        return "\"--!\" in a comment, which browsers take for its end";
    context->dashes = 0;
    return NULL;
}

/* --- content that is no markup --- */

static const char *feed_json(struct dip_context *context, char c)
{
    if (context->json_escape)
        context->json_escape = false;
    else if (c == '"')
        context->json_string = !context->json_string;
    else if (context->json_string && c == '\\')
        context->json_escape = true;
    else if (!context->json_string && (c == '\'' || c == '/' || c == '`' || c == '\\'))
        return "a character that JSON has in strings only";
    return NULL;
}

static const char *feed_raw(struct dip_context *context, char c)
{
    if (c == '<') {
        context->state = DIP_CONTEXT_RAW_LESS;
        return NULL;
    }
    return context->raw == DIP_RAW_JSON ? feed_json(context, c) : NULL;
}

static const char *feed_raw_less(struct dip_context *context, char c)
{
    if (c == '/') {
        context->word[0] = '\0';
        context->state = DIP_CONTEXT_RAW_CLOSE;
        return NULL;
    }
    if (context->raw == DIP_RAW_TITLE || context->raw == DIP_RAW_TEXTAREA)
        return "\"<\" in text that has no markup: write &lt;";
    if (c == '<' || c == '!')
        return "\"<\" in front of \"<\" or \"!\" in a script or style";
    context->state = DIP_CONTEXT_RAW;
    context->json_escape = false;
    return context->raw == DIP_RAW_JSON ? feed_json(context, c) : NULL;
}

static const char *feed_raw_close(struct dip_context *context, char c)
{
    if (is_id(c)) {
        add(context->word, c);
        return NULL;
    }
    if ((c != '>' && !is_space(c)) || strcmp(context->word, context->tag) != 0)
        return "\"</\" that does not close the element: write <\\/ in a script";
    if (context->raw == DIP_RAW_JSON && context->json_string)
        return "the script ends in the middle of a JSON string";
    context->raw = DIP_RAW_NONE;
    context->closing = true;
    context->state = DIP_CONTEXT_TAG;
    return c == '>' ? enter_element(context) : NULL;
}

const char *dip_context_feed(struct dip_context *context, char c)
{
    static const feed_fn FEED[] = {
        [DIP_CONTEXT_TEXT] = feed_text,
        [DIP_CONTEXT_TAG_START] = feed_tag_start,
        [DIP_CONTEXT_TAG_NAME] = feed_tag_name,
        [DIP_CONTEXT_TAG_SLASH] = feed_tag_slash,
        [DIP_CONTEXT_TAG] = feed_tag,
        [DIP_CONTEXT_ATTRIBUTE] = feed_attribute,
        [DIP_CONTEXT_AFTER_ATTRIBUTE] = feed_attribute,
        [DIP_CONTEXT_VALUE_START] = feed_value_start,
        [DIP_CONTEXT_VALUE_BARE] = feed_value,
        [DIP_CONTEXT_VALUE_SINGLE] = feed_value,
        [DIP_CONTEXT_VALUE_DOUBLE] = feed_value,
        [DIP_CONTEXT_DECLARATION] = feed_declaration,
        [DIP_CONTEXT_DOCTYPE] = feed_doctype,
        [DIP_CONTEXT_COMMENT_START] = feed_comment_start,
        [DIP_CONTEXT_COMMENT] = feed_comment,
        [DIP_CONTEXT_RAW] = feed_raw,
        [DIP_CONTEXT_RAW_LESS] = feed_raw_less,
        [DIP_CONTEXT_RAW_CLOSE] = feed_raw_close,
    };

    if (context->must_break) {
        if (!is_space(c) && c != '>' && c != '/')
            return "a blank is missing behind what stands between the attributes";
        context->must_break = false;
    }
    return FEED[context->state](context, c);
}
