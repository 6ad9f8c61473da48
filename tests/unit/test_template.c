/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * template/: each mistake with its place, what is accepted, and what comes out of it.
 */
#include "template/template.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* --- the program that these templates are of --- */

static const struct dip_var ITEM_VARS[] = {
    {"item", DIP_VAR_TEXT, NULL},   {"item_href", DIP_VAR_TEXT, NULL}, {"mark", DIP_VAR_HTML, NULL},
    {"count", DIP_VAR_COUNT, NULL}, {NULL, DIP_VAR_TEXT, NULL},
};
static const struct dip_var PAGE_VARS[] = {
    {"name", DIP_VAR_TEXT, NULL},         {"href", DIP_VAR_TEXT, NULL},
    {"body", DIP_VAR_HTML, NULL},         {"attributes", DIP_VAR_HTML, NULL},
    {"count", DIP_VAR_COUNT, NULL},       {"total", DIP_VAR_COUNT, NULL},
    {"list", DIP_VAR_SECTION, ITEM_VARS}, {"empty", DIP_VAR_SECTION, NULL},
    {NULL, DIP_VAR_TEXT, NULL},
};
static const struct dip_var BASE_VARS[] = {
    {"lang", DIP_VAR_TEXT, NULL},
    {NULL, DIP_VAR_TEXT, NULL},
};
static const struct dip_template_spec ONE[] = {{"t", PAGE_VARS, 0}, {NULL, NULL, 0}};
static const struct dip_template_spec PLAIN[] = {{"t", PAGE_VARS, DIP_TEMPLATE_RAW_TEXT},
                                                 {NULL, NULL, 0}};
static const struct dip_template_spec PAGES[] = {
    {"base", BASE_VARS, 0},
    {"t", PAGE_VARS, DIP_TEMPLATE_PAGE},
    {NULL, NULL, 0},
};

enum { MOST_TEXTS = 8 };

/* What was reported, as it is printed. */
static char *printed(const struct dip_diag *diag)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    dip_diag_print(diag, out, "/nonexistent", "", false);
    fclose(out);
    char *copy = g_strdup(text);
    free(text);
    return copy;
}

/* "a" and "parts/b" are what `t` may include. */
static struct dip_templates *parse(const struct dip_template_spec *specs, const char *t,
                                   const char *a, const char *b, const char *base,
                                   struct dip_diag *diag)
{
    const char *const names[] = {"t", "a", "parts/b", "base"};
    const char *const bodies[] = {t, a, b, base};
    struct dip_template_text texts[MOST_TEXTS] = {{NULL, NULL, 0}};
    size_t count = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (bodies[i] != NULL)
            texts[count++] = (struct dip_template_text){names[i], bodies[i], strlen(bodies[i])};
    return dip_templates_parse(texts, specs, diag);
}

/* --- mistakes --- */

struct mistake {
    const char *name;
    const char *t;
    const char *expected;
};

#define AT(place)      "templates/t.html:" place ": error: "
#define NOTE_AT(place) "templates/t.html:" place ": note: "
#define NOTE           "       = note: "

static const struct mistake MISTAKES[] = {
    {"unbalanced", "a{{#list}}b", AT("1:2") "{{#list}} without {{/list}} [template-section]\n"},
    {"never opened", "a{{/list}}b", AT("1:2") "{{/list}} closes no section [template-section]\n"},
    {"crossed", "{{#list}}{{#empty}}x{{/list}}{{/empty}}",
     AT("1:21") "{{/list}} where {{/empty}} was expected [template-section]\n" NOTE_AT(
         "1:10") "{{#empty}} was opened here\n" AT("1:30") "{{/empty}} closes no "
                                                           "section "
                                                           "[template-section]\n"},
    {"opened on another line", "<p>\n{{#list}}\n<b>{{item}}</b>\n",
     AT("2:1") "{{#list}} without {{/list}} [template-section]\n"},
    {"unknown variable", "<p>{{nmae}}</p>",
     AT("1:4") "unknown variable \"nmae\" [template-variable]\n" NOTE "did you mean \"name\"?\n"},
    {"unknown far from all", "<p>{{xyzzyx}}</p>",
     AT("1:4") "unknown variable \"xyzzyx\" [template-variable]\n"},
    {"of another section", "{{#list}}{{item}}{{/list}}{{item}}",
     AT("1:27") "unknown variable \"item\" [template-variable]\n"},
    {"unknown section", "{{#lst}}{{/lst}}",
     AT("1:1") "unknown section \"lst\" [template-variable]\n" NOTE "did you mean \"list\"?\n"},
    {"section as variable", "{{list}}",
     AT("1:1") "\"list\" is a section: write {{#list}}…{{/list}} "
               "[template-variable]\n"},
    {"variable as section", "{{#name}}x{{/name}}",
     AT("1:1") "\"name\" is a variable: it can't be opened as a section "
               "[template-variable]\n"},
    {"raw text", "{{name:none}}",
     AT("1:1") "\"name\" is text, which has to be escaped: write {{name}} "
               "[template-raw]\n"},
    {"raw count", "{{count:none}}",
     AT("1:1") "\"count\" is text, which has to be escaped: write {{count}} "
               "[template-raw]\n"},
    {"fragment escaped", "{{body}}",
     AT("1:1") "\"body\" is markup already: write {{body:none}} [template-raw]\n"},
    {"fragment in an attribute", "<p id=\"{{body:none}}\">",
     AT("1:8") "\"body\" is markup, which stands between elements or in place of "
               "attributes only [template-raw]\n"},
    {"fragment in a title", "<title>{{body:none}}</title>",
     AT("1:8") "\"body\" is markup, which stands between elements or in place of "
               "attributes only [template-raw]\n"},
    {"fragment in JSON",
     "<script type=\"application/ld+json\">{\"a\":\"{{body:json_escape}}\"}</script>",
     AT("1:42") "\"body\" is markup, which can't stand in JSON [template-raw]\n"},
    {"fragment in a comment", "<!-- {{body:none}} -->",
     AT("1:6") "\"body\" is markup, which stands between elements or in place of "
               "attributes only [template-context]\n"},
    {"modifier unknown", "{{name:html_escape}}",
     AT("1:1") "unknown modifier \"html_escape\": expected none or json_escape "
               "[template-syntax]\n"},
    {"two modifiers", "{{body:none:none}}",
     AT("1:1") "unknown modifier \"none:none\": expected none or json_escape "
               "[template-syntax]\n"},
    {"modifier on a section", "{{#list:none}}{{/list}}",
     AT("1:1") "a section takes no modifier, here \":none\" [template-syntax]\n"},
    {"json_escape in text", "{{name:json_escape}}",
     AT("1:1") "json_escape outside of a script of type application/ld+json "
               "[template-raw]\n"},
    {"unquoted", "<a href={{href}}>",
     AT("1:9") "the value of \"href\" has a variable and no quotes "
               "[template-unquoted]\n"},
    {"unquoted, in the middle", "<a class=a-{{name}}>",
     AT("1:12") "the value of \"class\" has a variable and no quotes "
                "[template-unquoted]\n"},
    {"message unquoted", "<a title={{_(\"x\")}}>",
     AT("1:10") "the value of \"title\" has a message and no quotes "
                "[template-unquoted]\n"},
    {"in a script", "<script>var a = \"{{name}}\";</script>",
     AT("1:18") "\"name\" stands in a script: only application/ld+json takes variables "
                "[template-context]\n"},
    {"in a style", "<style>p { color: {{name}} }</style>",
     AT("1:19") "\"name\" stands in a style [template-context]\n"},
    {"in a handler", "<a onclick=\"f('{{name}}')\">",
     AT("1:16") "\"name\" stands in an attribute that is a script "
                "[template-context]\n"},
    {"in a style attribute", "<p style=\"color: {{name}}\">",
     AT("1:18") "\"name\" stands in a style attribute: use a class "
                "[template-context]\n"},
    {"in an address that is not checked", "<button formaction=\"{{href}}\">",
     AT("1:21") "\"href\" stands in an attribute whose addresses are not checked "
                "[template-context]\n"},
    {"in srcset", "<img srcset=\"{{href}} 2x\">",
     AT("1:14") "\"href\" stands in an attribute whose addresses are not checked "
                "[template-context]\n"},
    {"as a tag's name", "<{{name}}>",
     AT("1:2") "\"name\" stands in the middle of a piece of markup "
               "[template-context]\n"},
    {"in a tag's name", "<h{{name}}>",
     AT("1:3") "\"name\" stands in the place of a tag's or an attribute's name "
               "[template-context]\n"},
    {"as an attribute's name", "<p {{name}}>",
     AT("1:4") "\"name\" stands in the place of a tag's or an attribute's name "
               "[template-context]\n"},
    {"in an attribute's name", "<p data-{{name}}=\"x\">",
     AT("1:9") "\"name\" stands in the place of a tag's or an attribute's name "
               "[template-context]\n"},
    {"in a comment", "<!-- {{name}} -->",
     AT("1:6") "\"name\" stands in a comment [template-context]\n"},
    {"in JSON without escape", "<script type=\"application/ld+json\">{\"a\":\"{{name}}\"}</script>",
     AT("1:42") "\"name\" stands in JSON without :json_escape [template-context]\n"},
    {"outside of a JSON string",
     "<script type=\"application/ld+json\">{\"a\":{{name:json_escape}}}</script>",
     AT("1:41") "\"name\" stands outside of a JSON string [template-context]\n"},
    {"behind a backslash in JSON",
     "<script type=\"application/ld+json\">{\"a\":\"\\{{name:json_escape}}\"}</script>",
     AT("1:43") "\"name\" stands outside of a JSON string [template-context]\n"},
    {"behind a scheme", "<a href=\"javascript:{{name}}\">",
     AT("1:21") "\"name\" stands behind a scheme other than http, https, mailto, tel, "
                "sip and sips [template-context]\n"},
    {"behind part of a scheme", "<a href=\"java{{name}}\">",
     AT("1:14") "\"name\" stands behind letters that it could make a scheme of "
                "[template-context]\n"},
    {"in front of a colon", "<a href=\"{{name}}:x\">",
     AT("1:18") "what follows the variable could make its value a scheme "
                "[template-context]\n"},
    {"in front of a colon's entity", "<a href=\"{{name}}&#58;x\">",
     AT("1:18") "what follows the variable could make its value a scheme "
                "[template-context]\n"},
    {"blank in front of an address", "<a href=\" {{href}}\">",
     AT("1:11") "\"href\" stands behind letters that it could make a scheme of "
                "[template-context]\n"},
    {"refresh", "<meta http-equiv=\"refresh\" content=\"0;url={{href}}\">",
     AT("1:43") "\"href\" stands in an attribute whose addresses are not checked "
                "[template-context]\n"},
    {"refresh behind", "<meta content=\"{{name}}\" http-equiv=\"refresh\">",
     AT("1:37") "http-equiv in a tag whose content has a variable "
                "[template-context]\n"},
    {"animation", "<svg><animate attributeName=\"href\" to=\"{{href}}\"/></svg>",
     AT("1:40") "\"href\" stands in an attribute whose addresses are not checked "
                "[template-context]\n"},
    {"message in an attribute", "<p title=\"{{_(\"x\")}}\">",
     AT("1:11") "a message in an attribute, where an untranslated one can't say its "
                "language [template-context]\n" NOTE
                "put it into an element that is visually hidden, and refer to that by "
                "aria-labelledby\n"},
    {"message in a title", "<title>{{_(\"x\")}}</title>",
     AT("1:8") "a message in <title>, where an untranslated one can't say its language "
               "[template-context]\n"},
    {"message in a script", "<script>{{_(\"x\")}}</script>",
     AT("1:9") "a message stands in the text of an element only [template-message]\n"},
    {"message in JSON", "<script type=\"application/ld+json\">\"{{_(\"x\")}}\"</script>",
     AT("1:37") "a message stands in the text of an element only [template-message]\n"},
    {"message in a tag", "<p {{_(\"x\")}}>",
     AT("1:4") "a message stands in the text of an element only [template-message]\n"},
    {"message in a comment", "<!-- {{_(\"x\")}} -->",
     AT("1:6") "a message stands in the text of an element only [template-message]\n"},
    {"function unknown", "{{_m(\"x\")}}",
     AT("1:1") "unknown function \"_m\": expected _, _p, _n or _np "
               "[template-message]\n" NOTE "did you mean \"_\"?\n"},
    {"function without an underscore", "{{p(\"c\", \"x\")}}",
     AT("1:1") "unknown function \"p\": expected _, _p, _n or _np "
               "[template-message]\n" NOTE "did you mean \"_p\"?\n"},
    {"no arguments", "{{_()}}", AT("1:1") "_ takes 1 string, here 0 [template-message]\n"},
    {"too few", "{{_p(\"x\")}}", AT("1:1") "_p takes 2 strings, here 1 [template-message]\n"},
    {"too many", "{{_(\"x\", \"y\")}}", AT("1:1") "_ takes 1 string, here 2 [template-message]\n"},
    {"no string", "{{_(name)}}",
     AT("1:1") "a message is a string in double quotes, nothing computed "
               "[template-message]\n"},
    {"single quotes", "{{_('x')}}",
     AT("1:1") "a message is a string in double quotes, nothing computed "
               "[template-message]\n"},
    {"unclosed string", "{{_(\"x)}}</p>\n{{nmae}}",
     AT("1:1") "a message's string has no closing quote on its line "
               "[template-message]\n" AT(
                   "2:1") "unknown variable \"nmae\" [template-variable]\n" NOTE
                          "did you mean \"name\"?\n"},
    {"unclosed call", "{{_(\"x\"}}{{nmae}}",
     AT("1:1") "expected \",\" or \")\" behind a message's string "
               "[template-message]\n" AT(
                   "1:10") "unknown variable \"nmae\" [template-variable]\n" NOTE
                           "did you mean \"name\"?\n"},
    {"empty message", "{{_(\"\")}}",
     AT("1:1") "a message or context is empty [template-message]\n"},
    {"empty context", "{{_p(\"\", \"x\")}}",
     AT("1:1") "a message or context is empty [template-message]\n"},
    {"no comma", "{{_p(\"c\" \"x\")}}",
     AT("1:1") "expected \",\" or \")\" behind a message's string "
               "[template-message]\n"},
    {"blank behind a call", "{{_(\"x\") }}",
     AT("1:1") "expected \"}}\" behind a message [template-message]\n"},
    {"escape unknown", "{{_(\"a\\tb\")}}",
     AT("1:1") "unknown escape in a message: expected \\\", \\\\ or \\n "
               "[template-message]\n"},
    {"placeholder unknown", "{{_(\"{cuont} codes\")}}",
     AT("1:1") "unknown placeholder \"{cuont}\" in a message [template-message]\n" NOTE
               "did you mean \"count\"?\n"},
    {"placeholder no count", "{{_(\"Hello {name}\")}}",
     AT("1:1") "\"{name}\" is no count: a message takes only counts "
               "[template-message]\n"},
    {"plural without a count", "{{_n(\"one code\", \"many codes\")}}",
     AT("1:1") "a plural without a count such as {count} [template-message]\n"},
    {"two plurals",
     "{{_n(\"{count} code\", \"{count} codes\")}}{{_n(\"{count} code\", \"{count} "
     "coden\")}}",
     AT("1:40") "the message \"{count} code\" has another plural elsewhere: give one a "
                "context [template-message]\n" NOTE_AT("1:1") "it stands here, too\n"},
    {"plural and none", "{{_(\"{count} code\")}}{{_n(\"{count} code\", \"{count} codes\")}}",
     AT("1:22") "the message \"{count} code\" has another plural elsewhere: give one a "
                "context [template-message]\n" NOTE_AT("1:1") "it stands here, too\n"},
    {"include missing", "{{>parts/hed}}",
     AT("1:1") "there is no template \"parts/hed\" [template-include]\n"},
    {"include malformed", "{{>../etc/passwd}}",
     AT("1:1") "\"../etc/passwd\" is no template's name: expected one like "
               "\"parts/head\" [template-include]\n"},
    {"include of itself", "x{{>t}}", AT("1:2") "\"t\" includes itself [template-include]\n"},
    {"page outside of base", "{{>page}}",
     AT("1:1") "{{>page}} stands once, in templates/base.html [template-include]\n"},
    {"unclosed", "<p>{{name</p>\n{{nmae}}",
     AT("1:4") "\"{{\" without \"}}\" [template-syntax]\n" AT(
         "2:1") "unknown variable \"nmae\" [template-variable]\n" NOTE "did you mean \"name\"?\n"},
    {"unclosed in front of another", "{{name {{name}}",
     AT("1:1") "\"{{\" without \"}}\" [template-syntax]\n"},
    {"nothing inside", "{{}}", AT("1:1") "nothing between {{ and }} [template-syntax]\n"},
    {"blanks inside", "{{ name }}",
     AT("1:1") "blanks around the name \"name\": write {{name}} [template-syntax]\n"},
    {"delimiters", "{{=<% %>=}}",
     AT("1:1") "the delimiters {{ and }} can't be changed [template-syntax]\n"},
    {"pragma", "{{%AUTOESCAPE context=\"HTML\"}}",
     AT("1:1") "pragmas can't be set: escaping is always on [template-syntax]\n"},
    {"reserved", "{{BI_SPACE}}",
     AT("1:1") "\"BI_SPACE\" is reserved: names that start with BI_ can't be used "
               "[template-syntax]\n"},
    {"no name", "{{na-me}}",
     AT("1:1") "\"na-me\" is no name: expected letters, digits and _ "
               "[template-syntax]\n"},
    {"two braces too many", "{{{{name}}}}{{na.me}}",
     AT("1:13") "\"na.me\" is no name: expected letters, digits and _ "
                "[template-syntax]\n"},
    {"marker in a comment", "{{! {{name}} }}",
     AT("1:1") "\"{{\" in a comment, which ends at the first \"}}\" "
               "[template-syntax]\n"},
    {"less-than", "<p>1 <2</p>",
     AT("1:7") "\"<\" that starts no tag: write &lt; [template-syntax]\n"},
    {"tag unclosed", "<p",
     AT("1:3") "the template ends in the middle of a tag, a comment or an element like "
               "<title> [template-syntax]\n"},
    {"attribute unclosed", "<p class=\"x>",
     AT("1:13") "the template ends in the middle of a tag, a comment or an element "
                "like <title> [template-syntax]\n"},
    {"comment unclosed", "<!-- x",
     AT("1:7") "the template ends in the middle of a tag, a comment or an element like "
               "<title> [template-syntax]\n"},
    {"title unclosed", "<title>x",
     AT("1:9") "the template ends in the middle of a tag, a comment or an element like "
               "<title> [template-syntax]\n"},
    {"quote in a tag", "<p \"x\">",
     AT("1:4") "a character that no attribute's name has [template-syntax]\n"},
    {"processing instruction", "<?xml version=\"1.0\"?>",
     AT("1:2") "\"<\" that starts no tag: write &lt; [template-syntax]\n"},
    {"CDATA", "<![CDATA[x]]>",
     AT("1:3") "\"<!\" that starts neither a comment nor the doctype "
               "[template-syntax]\n"},
    {"comment that browsers close", "<!--> <b>{{name}}</b> -->",
     AT("1:5") "a comment starts with \"<!--\" and text [template-syntax]\n"},
    {"comment closed by --!>", "<!-- a --!> {{name}}",
     AT("1:10") "\"--!\" in a comment, which browsers take for its end "
                "[template-syntax]\n"},
    {"tag in a title", "<title><b>x</b></title>",
     AT("1:9") "\"<\" in text that has no markup: write &lt; [template-syntax]\n"},
    {"self-closing script", "<script/>",
     AT("1:9") "an element that can't be closed by \"/>\" [template-syntax]\n"},
    {"comment in a script", "<script><!-- x</script>",
     AT("1:10") "\"<\" in front of \"<\" or \"!\" in a script or style "
                "[template-syntax]\n"},
    {"other end tag in a script", "<script>\"</p>\"</script>",
     AT("1:13") "\"</\" that does not close the element: write <\\/ in a script "
                "[template-syntax]\n"},
    {"obsolete element", "<xmp>x</xmp>",
     AT("1:5") "an element that is no longer part of HTML [template-syntax]\n"},
    {"section changes the element", "{{#empty}}<title>{{/empty}}x</title>",
     AT("1:18") "the section ends in another place of the markup than it starts in "
                "[template-context]\n" NOTE_AT("1:1") "{{#empty}} was opened here\n"},
    {"section opens a tag", "{{#empty}}<p {{/empty}}class=\"x\">",
     AT("1:14") "the section ends in another place of the markup than it starts in "
                "[template-context]\n" NOTE_AT("1:1") "{{#empty}} was opened here\n"},
    {"section changes the attribute", "<p class=\"{{#empty}}a\" id=\"{{/empty}}b\">",
     AT("1:28") "the section ends in another attribute than it starts in "
                "[template-context]\n" NOTE_AT("1:11") "{{#empty}} was opened here\n"},
    {"section glues attributes", "<input {{#empty}}checked{{/empty}}value=\"1\">",
     AT("1:35") "a blank is missing behind what stands between the attributes "
                "[template-syntax]\n"},
    {"section in a tag's name", "<h{{#empty}}1{{/empty}}>x",
     AT("1:13") "a blank is missing behind what stands between the attributes "
                "[template-syntax]\n"},
    {"section changes an address", "<a href=\"{{#empty}}x{{/empty}}{{href}}\">",
     AT("1:21") "the section changes how an address starts: put the whole attribute "
                "into it [template-context]\n" NOTE_AT("1:10") "{{#empty}} was opened here\n"},
    {"section starts in markup", "<{{#empty}}b{{/empty}}>",
     AT("1:2") "a section can't start in the middle of a piece of markup "
               "[template-context]\n"},
    {"fragment glues an attribute", "<p {{attributes:none}}class=\"x\">",
     AT("1:23") "a blank is missing behind what stands between the attributes "
                "[template-syntax]\n"},
    {"quoted attribute behind an unquoted one", "<p class={{name}} title=\"{{name}}\">",
     AT("1:10") "the value of \"class\" has a variable and no quotes "
                "[template-unquoted]\n"},
    {"script behind an unquoted attribute", "<p class={{name}} onclick=\"{{name}}\">",
     AT("1:10") "the value of \"class\" has a variable and no quotes "
                "[template-unquoted]\n" AT("1:28") "\"name\" stands in an attribute that "
                                                   "is a script [template-context]\n"},
    {"two unquoted attributes", "<p class={{name}} title=t-{{name}}>{{nmae}}",
     AT("1:10") "the value of \"class\" has a variable and no quotes "
                "[template-unquoted]\n" AT("1:27") "the value of \"title\" has a variable "
                                                   "and no quotes [template-unquoted]\n" AT(
                                                       "1:36") "unknown variable \"nmae\" "
                                                               "[template-variable]\n" NOTE
                                                               "did you mean \"name\"?\n"},
    {"attribute behind an unquoted message", "<p class={{_(\"x\")}} title={{name}}>",
     AT("1:10") "the value of \"class\" has a message and no quotes "
                "[template-unquoted]\n" AT("1:27") "the value of \"title\" has a variable "
                                                   "and no quotes [template-unquoted]\n"},
    {"all in one run", "{{nmae}}\n{{body}}\n<a href={{href}}>{{_(\"\")}}</a>\n{{#list}}",
     AT("1:1") "unknown variable \"nmae\" [template-variable]\n" NOTE "did you mean \"name\"?\n" AT(
         "2:1") "\"body\" is markup already: write "
                "{{body:none}} [template-raw]\n" AT(
                    "3:9") "the value of \"href\" "
                           "has a variable and no "
                           "quotes "
                           "[template-unquoted]"
                           "\n" AT("3:18") "a "
                                           "message"
                                           " or "
                                           "context"
                                           " is "
                                           "empty "
                                           "[templa"
                                           "te-"
                                           "message"
                                           "]\n" AT("4:1") "{{#list}} without {{/list}} "
                                                           "[template-section]\n"},
    {"columns count characters", "<p>äöü€𝄞{{nmae}}</p>",
     AT("1:9") "unknown variable \"nmae\" [template-variable]\n" NOTE "did you mean \"name\"?\n"},
    {"no text", "<p>\x01</p>{{nmae}}",
     AT("1:4") "U+0001, a control character, may not stand in a text "
               "[forbidden-character]\n"},
    {"not UTF-8", "ab\xff",
     AT("1:3") "byte 0xFF is not part of UTF-8; save the file as UTF-8 "
               "[invalid-utf8]\n"},
    {"direction override",
     "a\xe2\x80\xae"
     "b",
     AT("1:2") "U+202E, a character that overrides the direction of text, may not "
               "stand in a text [forbidden-character]\n"},
};
static const struct mistake PLAIN_MISTAKES[] = {
    {"json_escape in plain text", "{{name:json_escape}}",
     AT("1:1") "json_escape outside of a script of type application/ld+json [template-raw]\n"},
    {"fragment unmarked in plain text", "{{body}}",
     AT("1:1") "\"body\" is markup already: write {{body:none}} [template-raw]\n"},
};

static void check_mistakes(const struct dip_template_spec *specs, const struct mistake *mistakes,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_templates) templates = parse(specs, mistakes[i].t, NULL, NULL, NULL, diag);
        g_autofree char *text = printed(diag);

        g_test_message("%s", mistakes[i].name);
        g_assert_cmpstr(text, ==, mistakes[i].expected);
        g_assert_null(templates);
    }
}

static void test_mistakes(void)
{
    check_mistakes(ONE, MISTAKES, G_N_ELEMENTS(MISTAKES));
    check_mistakes(PLAIN, PLAIN_MISTAKES, G_N_ELEMENTS(PLAIN_MISTAKES));
}

/* Mistakes that need more than one file. */
struct include_mistake {
    const char *t, *a, *b, *base;
    const char *expected;
};

static const struct include_mistake INCLUDE_MISTAKES[] = {
    {"{{>parts/c}}{{>parts/b}}", NULL, "x", NULL,
     AT("1:1") "there is no template \"parts/c\" [template-include]\n" NOTE
               "did you mean \"parts/b\"?\n"},
    {"{{>a}}", "{{>parts/b}}", "{{>a}}", NULL,
     "templates/parts/b.html:1:1: error: \"a\" includes itself [template-include]\n"},
    {"{{>a}}{{#list}}{{>a}}{{/list}}", "<p>{{item}}</p>", NULL, NULL,
     "templates/a.html:1:4: error: unknown variable \"item\" [template-variable]\n"},
    /* A part is checked in every place, and reported once. */
    {"<p>{{>a}}</p><p title=\"{{>a}}\">{{>a}}</p>", "{{_(\"x\")}}{{nmae}}", NULL, NULL,
     "templates/a.html:1:1: error: a message in an attribute, where an untranslated one can't say "
     "its language [template-context]\n" NOTE
     "put it into an element that is visually hidden, and refer to that by aria-labelledby\n"
     "templates/a.html:1:11: error: unknown variable \"nmae\" [template-variable]\n" NOTE
     "did you mean \"name\"?\n"},
    {"x{{#list}}{{>a}}", "{{/list}}", NULL, NULL,
     "templates/a.html:1:1: error: {{/list}} closes no section [template-section]\n" AT(
         "1:2") "{{#list}} without {{/list}} [template-section]\n"},
};

static const struct include_mistake PAGE_MISTAKES[] = {
    {"x", NULL, NULL, "<p>",
     "templates/base.html:1:1: error: {{>page}} is missing: it is where the page itself stands "
     "[template-include]\n"},
    {"x", NULL, NULL, "{{>page}}\n{{>page}}",
     "templates/base.html:2:1: error: {{>page}} stands once, in templates/base.html "
     "[template-include]\n"},
    {"{{>page}}", NULL, NULL, "{{>page}}",
     AT("1:1") "{{>page}} stands once, in templates/base.html [template-include]\n"},
    /* Base knows its own variables, the page those of both. */
    {"{{lang}}{{name}}", NULL, NULL, "{{name}}{{>page}}",
     "templates/base.html:1:1: error: unknown variable \"name\" [template-variable]\n"},
    {"{{name}}", NULL, NULL, NULL,
     "templates/base.html: error: the template \"base\" is missing [template-missing]\n"},
    {NULL, NULL, NULL, "{{>page}}",
     "templates/t.html: error: the template \"t\" is missing [template-missing]\n"},
    /* The page decides nothing about what base closes. */
    {"<p class=\"x", NULL, NULL, "<main>{{>page}}</main>",
     "templates/base.html:1:23: error: the template ends in the middle of a tag, a comment or an "
     "element like <title> [template-syntax]\n"},
};

static void check_include_mistakes(const struct dip_template_spec *specs,
                                   const struct include_mistake *mistakes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct include_mistake *m = &mistakes[i];
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_templates) templates = parse(specs, m->t, m->a, m->b, m->base, diag);
        g_autofree char *text = printed(diag);

        g_assert_cmpstr(text, ==, m->expected);
        g_assert_null(templates);
    }
}

static void test_include_mistakes(void)
{
    check_include_mistakes(ONE, INCLUDE_MISTAKES, G_N_ELEMENTS(INCLUDE_MISTAKES));
    check_include_mistakes(PAGES, PAGE_MISTAKES, G_N_ELEMENTS(PAGE_MISTAKES));
}

/* Nine files, each including the next: one more than may be within each other. */
static void test_depth(void)
{
    static const struct dip_template_spec SPECS[] = {{"f0", NULL, 0}, {NULL, NULL, 0}};
    enum { FILES = DIP_LIMIT_TEMPLATE_DEPTH + 1 };
    struct dip_template_text texts[FILES + 1] = {{NULL, NULL, 0}};
    g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func(g_free);
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    for (int i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("f%d", i);
        char *bytes = i + 1 < FILES ? g_strdup_printf("{{>f%d}}", i + 1) : g_strdup("x");
        g_ptr_array_add(keep, name);
        g_ptr_array_add(keep, bytes);
        texts[i] = (struct dip_template_text){name, bytes, strlen(bytes)};
    }
    DIP_AUTO(dip_templates) deep = dip_templates_parse(texts, SPECS, diag);
    g_autofree char *text = printed(diag);
    g_assert_null(deep);
    g_assert_cmpstr(text, ==,
                    "templates/f7.html:1:1: error: more than 8 templates within each other "
                    "[template-include]\n");

    DIP_AUTO(dip_diag) fine = dip_diag_new();
    static const struct dip_template_spec EIGHT[] = {{"f1", NULL, 0}, {NULL, NULL, 0}};
    DIP_AUTO(dip_templates) eight = dip_templates_parse(texts, EIGHT, fine);
    g_assert_nonnull(eight);
}

/* Each file includes the next many times: few bytes that would be a page of many gigabytes. */
static void test_explosion(void)
{
    static const struct dip_template_spec SPECS[] = {{"f0", NULL, 0}, {NULL, NULL, 0}};
    enum { FILES = 6, TIMES = 100 };
    struct dip_template_text texts[FILES + 1] = {{NULL, NULL, 0}};
    g_autoptr(GPtrArray) keep = g_ptr_array_new_with_free_func(g_free);
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    for (int i = 0; i < FILES; i++) {
        char *name = g_strdup_printf("f%d", i);
        GString *bytes = g_string_new(NULL);
        for (int n = 0; n < TIMES && i + 1 < FILES; n++)
            g_string_append_printf(bytes, "{{>f%d}}", i + 1);
        texts[i] = (struct dip_template_text){name, bytes->str, bytes->len};
        g_ptr_array_add(keep, name);
        g_ptr_array_add(keep, g_string_free(bytes, FALSE));
    }
    DIP_AUTO(dip_templates) templates = dip_templates_parse(texts, SPECS, diag);
    g_autofree char *text = printed(diag);
    g_assert_null(templates);
    g_assert_nonnull(strstr(text, "\"f0\" has more than 4194304 bytes with all that it includes "
                                  "[template-include]\n"));
}

/* --- what comes out --- */

struct translation {
    const char *context, *id;
    unsigned form;
    const char *text;
};

static const struct translation GERMAN[] = {
    {NULL, "Description", 0, "Beschreibung"},
    {"card", "Description", 0, "Karte"},
    {NULL, "evil", 0, "<script>alert('1')</script> & \"{{name}}\" {{{name:none}}} {name} {{"},
    {NULL, "{count} of {total}", 0, "{total} hat {count} {other}"},
    {NULL, "{count} code", 0, "ein Code"},
    {NULL, "{count} code", 1, "{count} Codes"},
    {NULL, "half {count}", 0, "halb {count}"},
    {NULL, NULL, 0, NULL},
};

static const char *translate(const struct dip_template_message *message, unsigned form, void *user)
{
    for (const struct translation *t = user; t != NULL && t->id != NULL; t++)
        if (strcmp(t->id, message->id) == 0 && t->form == form &&
            g_strcmp0(t->context, message->context) == 0)
            return t->text;
    return NULL;
}

static unsigned germanic(unsigned long n, void *user)
{
    (void)user;
    return n == 1 ? 0 : 1;
}

static unsigned one_form(unsigned long n, void *user)
{
    (void)n;
    (void)user;
    return 0;
}

static const struct dip_fold FOLD_DE = {
    .tag = "de",
    .source_tag = "en",
    .translate = translate,
    .plural_index = germanic,
    .plural_count = 2,
    .source_plural_index = germanic,
    .user = (void *)GERMAN,
};
static const struct dip_fold FOLD_AR = {
    .tag = "ar",
    .source_tag = "en",
    .source_dir = "ltr",
    .translate = translate,
    .plural_index = one_form,
    .plural_count = 1,
    .source_plural_index = germanic,
};
static const struct dip_fold FOLD_EN = {
    .tag = "en",
    .source_tag = "en",
    .translate = translate,
    .plural_index = germanic,
    .plural_count = 2,
    .source_plural_index = germanic,
};

#define EVIL    "<i a=\"b\">'&"
#define ESCAPED "&lt;i a=&quot;b&quot;&gt;&#39;&amp;"

static void set_values(struct dip_values *values, const char *href, unsigned long count)
{
    dip_values_text(values, "name", EVIL);
    dip_values_text(values, "href", href);
    dip_values_html(values, "body", dip_html_part("<b>bold</b>", strlen("<b>bold</b>")));
    dip_values_html(values, "attributes", dip_html_part(" lang=\"x\"", strlen(" lang=\"x\"")));
    dip_values_count(values, "count", count, NULL);
    dip_values_count(values, "total", 10000, "10 000");
    for (int i = 0; i < 2; i++) {
        struct dip_values *item = dip_values_section(values, "list");
        dip_values_text(item, "item", i == 0 ? "A" : "B");
        dip_values_text(item, "item_href", i == 0 ? "/a/" : "javascript:alert(1)");
    }
}

static char *expand(const struct dip_template_spec *specs, const struct dip_fold *fold,
                    const char *const files[4], const char *href, unsigned long count)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_templates) templates = parse(specs, files[0], files[1], files[2], files[3], diag);
    g_autofree char *mistakes = printed(diag);
    g_assert_cmpstr(mistakes, ==, "");
    DIP_AUTO(dip_folded) folded = dip_templates_fold(templates, fold);
    DIP_AUTO(dip_values) values = dip_values_new(folded);
    GString *out = g_string_new(NULL);

    set_values(values, href, count);
    dip_template_expand(folded, "t", values, out);
    return g_string_free(out, FALSE);
}

struct expansion {
    const struct dip_template_spec *specs;
    const struct dip_fold *fold;
    const char *files[4]; /* t, a, parts/b, base */
    unsigned long count;
    const char *expected;
};

#define LD(text) "<script type=\"application/ld+json\">" text "</script>"

static const struct expansion EXPANSIONS[] = {
    /* Variables, by where they stand. */
    {ONE, &FOLD_DE, {"<p>{{name}}</p>"}, 1, "<p>" ESCAPED "</p>"},
    {ONE,
     &FOLD_DE,
     {"<p id=\"{{name}}\" class='{{name}}'>"},
     1,
     "<p id=\"" ESCAPED "\" class='" ESCAPED "'>"},
    {ONE, &FOLD_DE, {"<title>{{name}}</title>"}, 1, "<title>" ESCAPED "</title>"},
    {ONE, &FOLD_DE, {"<textarea>{{name}}</textarea>"}, 1, "<textarea>" ESCAPED "</textarea>"},
    {ONE,
     &FOLD_DE,
     {LD("{\"a\":\"{{name:json_escape}}\"}")},
     1,
     LD("{\"a\":\"\\u003Ci a=\\\"b\\\"\\u003E'\\u0026\"}")},
    {ONE, &FOLD_DE, {"<p>{{count}} {{total}}</p>"}, 7, "<p>7 10 000</p>"},
    {ONE, &FOLD_DE, {"<div>{{body:none}}</div>"}, 1, "<div><b>bold</b></div>"},
    {ONE, &FOLD_DE, {"<p{{attributes:none}}>x"}, 1, "<p lang=\"x\">x"},
    {ONE, &FOLD_DE, {"<p class=\"a\"{{attributes:none}}>x"}, 1, "<p class=\"a\" lang=\"x\">x"},
    {ONE, &FOLD_DE, {"<a href=\"#{{name}}\">"}, 1, "<a href=\"#" ESCAPED "\">"},
    {ONE, &FOLD_DE, {"<a href=\"mailto:{{name}}\">"}, 1, "<a href=\"mailto:" ESCAPED "\">"},
    {ONE, &FOLD_DE, {"<a href=\"{{name}}#{{count}}\">"}, 3, "<a href=\"" ESCAPED "#3\">"},

    /* Sections. */
    {ONE,
     &FOLD_DE,
     {"<ul>{{#list}}<li>{{item}}{{count}}</li>{{/list}}</ul>"},
     5,
     "<ul><li>A5</li><li>B5</li></ul>"},
    {ONE, &FOLD_DE, {"a{{#empty}}b{{/empty}}c"}, 1, "ac"},
    {ONE,
     &FOLD_DE,
     {"{{#list}}<a href=\"{{item_href}}\">{{item}}</a>{{/list}}"},
     1,
     "<a href=\"/a/\">A</a><a href=\"#\">B</a>"},
    {ONE,
     &FOLD_DE,
     {"<title{{#empty}} lang=\"{{name}}\"{{/empty}}>x</title>"},
     1,
     "<title>x</title>"},
    {ONE,
     &FOLD_DE,
     {"<input {{#empty}}checked{{/empty}} id=\"a{{#list}}-{{item}}{{/list}}\">"},
     1,
     "<input  id=\"a-A-B\">"},
    {ONE,
     &FOLD_DE,
     {LD("[\"x\"{{#list}},{\"n\":\"{{item:json_escape}}\"}{{/list}}]")},
     1,
     LD("[\"x\",{\"n\":\"A\"},{\"n\":\"B\"}]")},

    /* Messages. */
    {ONE,
     &FOLD_DE,
     {"<p>{{_(\"Description\")}} {{_p(\"card\", \"Description\")}}</p>"},
     1,
     "<p>Beschreibung Karte</p>"},
    {ONE, &FOLD_EN, {"<p>{{_(\"Description\")}}</p>"}, 1, "<p>Description</p>"},
    {ONE,
     &FOLD_DE,
     {"<p>{{_(\"new <b>\")}}</p>"},
     1,
     "<p><span lang=\"en\">new &lt;b&gt;</span></p>"},
    {ONE,
     &FOLD_AR,
     {"<p>{{_(\"Description\")}}</p>"},
     1,
     "<p><span lang=\"en\" dir=\"ltr\">Description</span></p>"},
    {ONE,
     &FOLD_DE,
     {"<p>{{_(\"a \\\"b\\\" \\\\ }} {{ c\")}}</p>"},
     1,
     "<p><span lang=\"en\">a &quot;b&quot; \\ }} &#123;&#123; c</span></p>"},
    /* Nothing in a catalog is markup or a marker. */
    {ONE,
     &FOLD_DE,
     {"<p>{{_(\"evil\")}}</p>"},
     1,
     "<p>&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;&#123;&#123;name}}&quot; "
     "&#123;&#123;&#123;name:none}}} &#123;name} &#123;&#123;</p>"},
    {ONE,
     &FOLD_DE,
     {"<p>{{_(\"{count} of {total}\")}}</p>"},
     3,
     "<p>10 000 hat 3 &#123;other}</p>"},

    /* Plurals: of the locale, of the source where it falls back, with one form only. */
    {ONE, &FOLD_DE, {"{{_n(\"{count} code\", \"{count} codes\")}}"}, 1, "ein Code"},
    {ONE, &FOLD_DE, {"{{_n(\"{count} code\", \"{count} codes\")}}"}, 0, "0 Codes"},
    {ONE,
     &FOLD_AR,
     {"{{_n(\"{count} code\", \"{count} codes\")}}"},
     1,
     "<span lang=\"en\" dir=\"ltr\">1 code</span>"},
    {ONE,
     &FOLD_AR,
     {"{{_n(\"{count} code\", \"{count} codes\")}}"},
     2,
     "<span lang=\"en\" dir=\"ltr\">2 codes</span>"},
    /* One form is translated, the other is not: none is used. */
    {ONE,
     &FOLD_DE,
     {"{{_n(\"half {count}\", \"halves {count}\")}}"},
     2,
     "<span lang=\"en\">halves 2</span>"},
    {ONE,
     &FOLD_DE,
     {"{{_np(\"c\", \"one\", \"{count} of {total}\")}}"},
     2,
     "<span lang=\"en\">2 of 10 000</span>"},

    /* Blanks. */
    {ONE,
     &FOLD_DE,
     {"\n  <p>\n    a   b\n\n  {{name}} {{count}}\n</p>\n"},
     2,
     "<p>\na b\n" ESCAPED " 2\n</p>"},
    {ONE, &FOLD_DE, {"a\n{{! nothing }}\nb"}, 1, "a\nb"},
    {ONE, &FOLD_DE, {"a {{! nothing }} b"}, 1, "a b"},
    {ONE, &FOLD_DE, {"a\n  {{#list}}\n  {{item}}\n  {{/list}}\nb"}, 1, "a\nA\nB\nb"},
    /* Where a section is hidden, what stands around it is not glued. */
    {ONE, &FOLD_DE, {"a{{#empty}}\n  b\n{{/empty}}\nc"}, 1, "a\nc"},
    {ONE, &FOLD_DE, {"a\n{{#empty}}\n  b\n{{/empty}}c"}, 1, "a\nc"},
    {ONE, &FOLD_DE, {"a\n  {{#empty}}{{#list}}\n  b{{/list}}\n{{/empty}}\nc"}, 1, "a\nc"},
    {ONE, &FOLD_DE, {"a {{_(\"Description\")}} b"}, 1, "a Beschreibung b"},
    {ONE, &FOLD_DE, {"<pre>\n  a\n\n  b</pre>  c"}, 1, "<pre>\n  a\n\n  b</pre> c"},
    {ONE, &FOLD_DE, {"<p\n   id=\"a  b\"\n   class=\"c\">"}, 1, "<p\nid=\"a  b\"\nclass=\"c\">"},
    {ONE, &FOLD_DE, {"<p>\r\n{{! x }}\r\n</p>\r\n"}, 1, "<p>\n</p>"},

    /* Braces that are text. */
    {ONE, &FOLD_DE, {"{ {{{name}}} }}"}, 1, "{ {" ESCAPED "} }}"},
    {ONE, &FOLD_DE, {"{{{! x }}{name}}"}, 1, "{{name}}"},
    {ONE, &FOLD_DE, {LD("{\"a\":{\"b\":{}}}")}, 1, LD("{\"a\":{\"b\":{}}}")},
    {ONE,
     &FOLD_DE,
     {LD("{{{#list}}\"{{item:json_escape}}\":{}{{/list}}}")},
     1,
     LD("{\"A\":{}\"B\":{}}")},

    /* Includes. */
    {ONE,
     &FOLD_DE,
     {"<p>{{>a}}{{>parts/b}}</p>", "{{name}}\n", "<b>\n{{_(\"Description\")}}</b>\n"},
     1,
     "<p>" ESCAPED "<b>\nBeschreibung</b></p>"},
    {ONE, &FOLD_DE, {"{{#list}}{{>a}}{{/list}}", "{{item}};"}, 1, "A;B;"},
    {ONE, &FOLD_DE, {"<a {{>a}}>", "href=\"{{href}}\"\n"}, 1, "<a href=\"/x/\">"},
    {PAGES,
     &FOLD_DE,
     {"<p>{{name}}{{lang}}</p>\n", NULL, NULL,
      "<!DOCTYPE html>\n<html lang=\"{{lang}}\">\n{{>page}}\n</html>\n"},
     1,
     "<!DOCTYPE html>\n<html lang=\"\">\n<p>" ESCAPED "</p>\n</html>"},

    /* Plain text: nothing is escaped, and no brace of a translation is a marker either. */
    {PLAIN,
     &FOLD_DE,
     {"a < b\n\n  {{name}} {{body:none}}\n"},
     1,
     "a < b\n\n  " EVIL " <b>bold</b>\n"},
    {PLAIN,
     &FOLD_DE,
     {"{{_(\"evil\")}}"},
     1,
     "<script>alert('1')</script> & \"{{name}}\" {{{name:none}}} {name} {{"},
    {PLAIN,
     &FOLD_DE,
     {"{{_(\"evil\")}}{name}} {{_(\"new\")}}"},
     1,
     "<script>alert('1')</script> & \"{{name}}\" {{{name:none}}} {name} {{{name}} new"},
};

static void test_expansions(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(EXPANSIONS); i++) {
        const struct expansion *e = &EXPANSIONS[i];
        g_test_message("%s", e->files[0]);
        g_autofree char *out = expand(e->specs, e->fold, e->files, "/x/", e->count);
        g_assert_cmpstr(out, ==, e->expected);
    }
}

/* What an address becomes that a record could hold. */
static void test_addresses(void)
{
    static const struct {
        const char *href, *expected;
    } ROWS[] = {
        {"/compare/sip/", "/compare/sip/"},
        {"../a-b/", "../a-b/"},
        {"#top", "#top"},
        {"?a=b&c=d", "?a=b&amp;c=d"},
        {"//example.org/", "//example.org/"},
        {"https://example.org/a:b?c=\"d\"", "https://example.org/a:b?c=&quot;d&quot;"},
        {"HTTP://example.org/", "HTTP://example.org/"},
        {"javascript:alert(1)", "#"},
        {"JavaScript:alert(1)//", "#"},
        {" javascript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {"vbscript:x", "#"},
        {"\" onclick=\"x", "&quot; onclick=&quot;x"},
        {"", ""},
    };
    static const char *const FILES[4] = {"<a href=\"{{href}}\">"};

    for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autofree char *out = expand(ONE, &FOLD_EN, FILES, ROWS[i].href, 1);
        g_autofree char *expected = g_strdup_printf("<a href=\"%s\">", ROWS[i].expected);
        g_assert_cmpstr(out, ==, expected);
    }
}

/* --- values --- */

/* A fold of one template in English. */
static struct dip_folded *fold_one(const char *text)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_templates) templates = parse(ONE, text, NULL, NULL, NULL, diag);

    g_assert_nonnull(templates);
    /* The fold outlives the templates. */
    return dip_templates_fold(templates, &FOLD_EN);
}

static void assert_expands(const struct dip_folded *folded, const struct dip_values *values,
                           const char *expected)
{
    g_autoptr(GString) out = g_string_new("kept ");
    g_autofree char *all = g_strconcat("kept ", expected, NULL);

    dip_template_expand(folded, "t", values, out);
    g_assert_cmpstr(out->str, ==, all);
}

/* What forms do themselves, ctemplate does in templates: the same to every byte. */
static void test_escapes(void)
{
    DIP_AUTO(dip_folded) html = fold_one("<p title=\"{{name}}\">");
    DIP_AUTO(dip_folded) json = fold_one(LD("{\"a\":\"{{name:json_escape}}\"}"));
    DIP_AUTO(dip_values) in_html = dip_values_new(html);
    DIP_AUTO(dip_values) in_json = dip_values_new(json);
    g_autoptr(GString) text = g_string_new("é\u2028\u2029 和");

    for (char c = 1; c < 127; c++)
        g_string_append_c(text, c);
    dip_values_text(in_html, "name", text->str);
    dip_values_text(in_json, "name", text->str);
    g_autoptr(GString) expected = g_string_new("<p title=\"");
    dip_html_escape_as(expected, text->str, text->len, false);
    g_string_append(expected, "\">");
    assert_expands(html, in_html, expected->str);
    g_string_assign(expected, "<script type=\"application/ld+json\">{\"a\":\"");
    dip_html_escape_as(expected, text->str, text->len, true);
    g_string_append(expected, "\"}</script>");
    assert_expands(json, in_json, expected->str);
}

static void test_values_again(void)
{
    DIP_AUTO(dip_folded)
    folded = fold_one("{{name}} {{_n(\"{count} code\", \"{count} codes\")}}"
                      "{{#list}} {{item}}{{name}}{{/list}}{{#empty}}!{{/empty}}");
    DIP_AUTO(dip_values) values = dip_values_new(folded);

    assert_expands(folded, values, " ");
    dip_values_text(values, "name", "a");
    dip_values_count(values, "count", 1, NULL);
    assert_expands(folded, values, "a 1 code");
    dip_values_text_n(values, "name", "bcd", 2);
    dip_values_count(values, "count", 2, "two");
    assert_expands(folded, values, "bc two codes");
    dip_values_count(values, "count", 1, NULL);
    dip_values_text(dip_values_section(values, "list"), "item", "x");
    struct dip_values *second = dip_values_section(values, "list");
    dip_values_text(second, "item", "y");
    dip_values_text(second, "name", "inner");
    dip_values_section(values, "empty");
    assert_expands(folded, values, "bc 1 code xbc yinner!");
    dip_values_hide(values, "list");
    assert_expands(folded, values, "bc 1 code!");
    dip_values_section(values, "list");
    assert_expands(folded, values, "bc 1 code bc!");
    dip_values_clear(values);
    assert_expands(folded, values, " ");
}

/* A value of text can't get into a raw slot, whatever its name is. */
static void test_kinds(void)
{
    if (g_test_subprocess()) {
        DIP_AUTO(dip_folded) folded = fold_one("{{body:none}}");
        DIP_AUTO(dip_values) values = dip_values_new(folded);
        dip_values_text(values, "body", "<script>");
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*no template has a variable \"body\"*");
}

static void test_stamp(void)
{
    static const char *const SLOTS[] = {"attributes", "body", NULL};
    DIP_AUTO(dip_folded)
    folded = fold_one("<p{{attributes:none}}>{{body:none}}-{{name}}-{{body:none}}</p>");
    DIP_AUTO(dip_values) values = dip_values_new(folded);
    g_autoptr(GString) out = g_string_new("kept ");
    const dip_html fills[] = {dip_html_part(" id=\"1\"", 7), dip_html_part("BB", 2)};
    const dip_html none[] = {dip_html_empty(), dip_html_empty()};

    dip_values_text(values, "name", EVIL);
    dip_values_html(values, "body", dip_html_part("before", 6));
    DIP_AUTO(dip_stamp) stamp = dip_stamp_new(folded, "t", values, SLOTS);
    dip_stamp_emit(stamp, fills, out);
    g_assert_cmpstr(out->str, ==, "kept <p id=\"1\">BB-" ESCAPED "-BB</p>");
    g_string_truncate(out, 0);
    dip_stamp_emit(stamp, none, out);
    g_assert_cmpstr(out->str, ==, "<p>-" ESCAPED "-</p>");
    /* The values are as before. */
    assert_expands(folded, values, "<p>before-" ESCAPED "-before</p>");

    DIP_AUTO(dip_stamp) bare = dip_stamp_new(folded, "t", NULL, SLOTS);
    g_string_truncate(out, 0);
    dip_stamp_emit(bare, fills, out);
    g_assert_cmpstr(out->str, ==, "<p id=\"1\">BB--BB</p>");
}

/* A stamp written around its filling is the stamp filled in, whatever its template looks like. */
static void test_stamp_around(void)
{
    static const char *const SLOTS[] = {"body", NULL};
    static const char *const texts[] = {"<li>{{body:none}}</li>",
                                        "<li>{{body:none}}-{{body:none}}</li>", "<li>none</li>",
                                        "{{body:none}}"};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        DIP_AUTO(dip_folded) folded = fold_one(texts[i]);
        DIP_AUTO(dip_stamp) stamp = dip_stamp_new(folded, "t", NULL, SLOTS);
        g_autoptr(GString) expected = g_string_new("kept ");
        g_autoptr(GString) out = g_string_new("kept ");
        dip_html fill = dip_html_part("<b>B</b>", 8);

        dip_stamp_end(stamp, dip_stamp_begin(stamp, out), out);
        g_assert_cmpstr(out->str, ==, "kept ");
        gsize begun = dip_stamp_begin(stamp, out);
        g_string_append(out, "<b>B");
        g_string_append(out, "</b>");
        dip_stamp_end(stamp, begun, out);
        dip_stamp_emit(stamp, &fill, expected);
        g_assert_cmpstr(out->str, ==, expected->str);
    }
}

/* --- messages --- */

static char *messages_of(const struct dip_templates *templates, const char *name)
{
    g_autoptr(GPtrArray) messages = dip_templates_messages(templates, name);
    GString *out = g_string_new(NULL);

    for (guint i = 0; i < messages->len; i++) {
        const struct dip_template_message *m = messages->pdata[i];
        g_string_append_printf(out, "%s|%s|%s|%s|%s:%u:%u\n", m->context == NULL ? "" : m->context,
                               m->id, m->plural == NULL ? "" : m->plural,
                               m->comment == NULL ? "" : m->comment, m->loc.path, m->loc.line,
                               m->loc.column);
    }
    return g_string_free(out, FALSE);
}

static void test_messages(void)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_templates)
    templates =
        parse(PAGES,
              "{{_(\"one\")}}\n{{>a}}{{_(\"one\")}}{{_p(\"c\", \"one\")}}\n"
              "{{! TRANSLATORS: Of nothing. }}x{{_(\"two\")}}\n",
              "{{! TRANSLATORS: Of\n  three. }} {{_n(\"{count} three\", \"{count} threes\")}}",
              NULL, "{{_(\"first\")}}{{>page}}{{! TRANSLATORS: Later. }}{{_(\"two\")}}", diag);
    g_assert_nonnull(templates);
    g_autofree char *page = messages_of(templates, "t");
    g_autofree char *base = messages_of(templates, "base");
    g_autofree char *all = messages_of(templates, NULL);

    g_assert_cmpstr(base, ==,
                    "|first|||templates/base.html:1:1\n"
                    "|two||Later.|templates/base.html:1:50\n");
    g_assert_cmpstr(page, ==,
                    "|first|||templates/base.html:1:1\n"
                    "|one|||templates/t.html:1:1\n"
                    "|{count} three|{count} threes|Of three.|templates/a.html:2:13\n"
                    "c|one|||templates/t.html:2:19\n"
                    "|two||Later.|templates/base.html:1:50\n");
    g_assert_cmpstr(all, ==,
                    "|first|||templates/base.html:1:1\n"
                    "|two||Later.|templates/base.html:1:50\n"
                    "|one|||templates/t.html:1:1\n"
                    "|{count} three|{count} threes|Of three.|templates/a.html:2:13\n"
                    "c|one|||templates/t.html:2:19\n");
}

/* --- files --- */

static void write_file(const char *root, const char *path, const char *text)
{
    g_autofree char *full = g_build_filename(root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(full);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(full, text, -1, NULL));
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;

    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        remove_tree(child);
    }
    g_assert_cmpint(g_remove(path), ==, 0);
}

static void test_folder(void)
{
    g_autofree char *root = g_dir_make_tmp("dip-template-XXXXXX", NULL);
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    write_file(root, "templates/t.html", "{{>parts/own}}{{>parts/difference}}");
    write_file(root, "templates/parts/own.html", "own");
    write_file(root, "templates/parts/difference.html", "mine");
    write_file(root, "templates/pair.html.txt", "");
    write_file(root, "templates/parts/differnce.html", "{{nmae}}");
    write_file(root, "templates/more/t.html", "");
    DIP_AUTO(dip_templates) templates = dip_templates_load(root, ONE, diag);
    g_autofree char *text = printed(diag);
    g_assert_nonnull(templates);
    g_assert_cmpstr(
        text, ==,
        "templates/more/t.html: warning: no page and no other template uses this template "
        "[file-unexpected]\n"
        "templates/pair.html.txt: warning: no template: expected a name that ends with .html "
        "[file-unexpected]\n"
        "templates/parts/differnce.html: warning: no page and no other template uses this template "
        "[file-unexpected]\n"
        "       = note: did you mean \"parts/difference\"?\n");
    DIP_AUTO(dip_folded) folded = dip_templates_fold(templates, &FOLD_EN);
    assert_expands(folded, NULL, "ownmine");
    remove_tree(root);
}

static void test_folder_faults(void)
{
    g_autofree char *root = g_dir_make_tmp("dip-template-XXXXXX", NULL);
    g_autofree char *large = g_strnfill(DIP_LIMIT_TEMPLATE_BYTES + 1, 'x');
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    write_file(root, "templates/t.html", large);
    DIP_AUTO(dip_templates) templates = dip_templates_load(root, ONE, diag);
    g_autofree char *text = printed(diag);
    g_assert_nonnull(templates);
    g_assert_nonnull(strstr(text, "[file-too-large]"));
    g_assert_null(strstr(text, "[template-missing]"));
    remove_tree(root);
}

/* What is built in does not take the place of a link that leads nowhere. */
static void test_folder_links(void)
{
    static const struct {
        const char *link; /* below templates/ */
        const char *printed;
    } rows[] = {
        {"home.html", "templates/home.html: error: a link that leads nowhere [file-missing]\n"},
        {"parts",
         "templates/parts/alternate.html: error: a link that leads nowhere [file-missing]\n"},
    };
    static const struct dip_template_spec specs[] = {
        {"home", NULL, 0}, {"parts/alternate", NULL, 0}, {NULL, NULL, 0}};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *root = g_dir_make_tmp("dip-template-XXXXXX", NULL);
        g_autofree char *folder = g_build_filename(root, "templates", NULL);
        g_autofree char *link = g_build_filename(folder, rows[i].link, NULL);
        DIP_AUTO(dip_diag) diag = dip_diag_new();

        g_assert_cmpint(g_mkdir(folder, 0777), ==, 0);
        g_assert_cmpint(symlink("../elsewhere", link), ==, 0);
        DIP_AUTO(dip_templates) templates = dip_templates_load(root, specs, diag);
        g_autofree char *text = printed(diag);
        g_assert_nonnull(templates);
        g_assert_nonnull(strstr(text, rows[i].printed));
        remove_tree(root);
    }
}

static void add_names(GPtrArray *names, const char *path, const char *below)
{
    g_autofree char *full = g_build_filename(path, below, NULL);
    g_autoptr(GDir) folder = g_dir_open(full, 0, NULL);
    const char *name = NULL;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_strconcat(below, name, NULL);
        if (g_str_has_suffix(name, ".html")) {
            child[strlen(child) - strlen(".html")] = '\0';
            g_ptr_array_add(names, g_steal_pointer(&child));
        } else if (strchr(name, '.') == NULL) {
            g_autofree char *next = g_strconcat(child, "/", NULL);
            add_names(names, path, next);
        }
    }
}

/* Every template of this repository is built in: none was added without configuring again. */
static void test_builtins(void)
{
    g_autofree char *folder = g_build_filename(g_getenv("DIP_SOURCE_ROOT"), "templates", NULL);
    g_autofree char *root = g_dir_make_tmp("dip-template-XXXXXX", NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    add_names(names, folder, "");
    g_assert_cmpuint(names->len, >, 0);
    for (guint i = 0; i < names->len; i++) {
        const struct dip_template_spec specs[] = {{names->pdata[i], NULL, 0}, {NULL, NULL, 0}};
        DIP_AUTO(dip_diag) diag = dip_diag_new();
        DIP_AUTO(dip_templates) templates = dip_templates_load(root, specs, diag);
        g_autofree char *text = printed(diag);
        g_test_message("%s", specs[0].name);
        g_assert_null(strstr(text, "[template-missing]"));
        g_assert_null(strstr(text, "[template-syntax]"));
        g_assert_null(strstr(text, "[template-context]"));
    }
    remove_tree(root);
}

/* --- markup --- */

static void test_html(void)
{
    g_autoptr(GString) out = g_string_new("a");

    dip_html_escape(out, "<b c=\"d\">'&'</b>e", strlen("<b c=\"d\">'&'</b>"));
    g_assert_cmpstr(out->str, ==, "a&lt;b c=&quot;d&quot;&gt;'&amp;'&lt;/b&gt;");
    dip_html all = dip_html_of(out);
    g_assert_true(all.bytes == out->str);
    g_assert_cmpuint(all.length, ==, out->len);
    g_assert_cmpuint(dip_html_empty().length, ==, 0);
    g_string_truncate(out, 0);
    dip_html_escape(out, "", 0);
    g_assert_cmpstr(out->str, ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/template/mistakes", test_mistakes);
    g_test_add_func("/template/include-mistakes", test_include_mistakes);
    g_test_add_func("/template/depth", test_depth);
    g_test_add_func("/template/explosion", test_explosion);
    g_test_add_func("/template/expansions", test_expansions);
    g_test_add_func("/template/addresses", test_addresses);
    g_test_add_func("/template/escapes", test_escapes);
    g_test_add_func("/template/values-again", test_values_again);
    g_test_add_func("/template/kinds", test_kinds);
    g_test_add_func("/template/stamp", test_stamp);
    g_test_add_func("/template/stamp-around", test_stamp_around);
    g_test_add_func("/template/messages", test_messages);
    g_test_add_func("/template/folder", test_folder);
    g_test_add_func("/template/folder-faults", test_folder_faults);
    g_test_add_func("/template/folder-links", test_folder_links);
    g_test_add_func("/template/builtins", test_builtins);
    g_test_add_func("/template/html", test_html);
    return g_test_run();
}
