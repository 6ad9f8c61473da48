/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Prints what an HTML5 parser makes of pages: paths on standard input, one a line; for each
 * `== PATH`, then one line per element, indented by its depth: name, names of attributes, and the
 * values of those that are addresses, ids or code: everything that markup in a text could change.
 * Comments and misplaced text are lines too. `--texts` prints texts instead: `ID<tab>TEXT` for every
 * element with an id, `#title`, `#description`, `#h1` and `#json` for those of the page, folded.
 */
#include <glib.h>
#include <gumbo.h>
#include <stdio.h>
#include <string.h>

static bool shows_value(const char *name)
{
    static const char *const names[] = {"action",     "aria-labelledby",
                                        "class",      "content",
                                        "d",          "dir",
                                        "formaction", "hreflang",
                                        "href",       "id",
                                        "lang",       "rel",
                                        "role",       "src",
                                        "srcset",     "style",
                                        "type",       "viewBox",
                                        "xlink:href", NULL};

    return g_strv_contains(names, name) || g_str_has_prefix(name, "on");
}

/* Texts are values of `content` only in these. */
static bool is_text_content(const GumboElement *element)
{
    const GumboAttribute *name = gumbo_get_attribute(&element->attributes, "name");
    const GumboAttribute *property = gumbo_get_attribute(&element->attributes, "property");
    static const char *const texts[] = {"description",  "og:title",      "og:description",
                                        "og:site_name", "twitter:title", NULL};

    return (name != NULL && g_strv_contains(texts, name->value)) ||
           (property != NULL && g_strv_contains(texts, property->value));
}

static char *name_of(const GumboElement *element)
{
    GumboStringPiece tag = element->original_tag;
    const char *known = gumbo_normalized_tagname(element->tag);

    if (known[0] != '\0' || tag.data == NULL)
        return g_strdup(known);
    gumbo_tag_from_original_text(&tag);
    return g_strndup(tag.data, tag.length);
}

static void print_element(const GumboElement *element, int depth)
{
    g_autofree char *name = name_of(element);
    bool text = is_text_content(element);

    printf("%*s%s", depth, "", name);
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        printf(" %s", attribute->name);
        if (shows_value(attribute->name) && !(text && strcmp(attribute->name, "content") == 0))
            printf("=%s", attribute->value);
    }
    putchar('\n');
}

static void print_skeleton(const GumboNode *node, int depth)
{
    switch (node->type) {
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        print_element(&node->v.element, depth);
        for (unsigned i = 0; i < node->v.element.children.length; i++)
            print_skeleton(node->v.element.children.data[i], depth + 1);
        return;
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_CDATA:
        printf("%*s(%s)\n", depth, "", node->type == GUMBO_NODE_COMMENT ? "comment" : "cdata");
        return;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_DOCUMENT:
        return;
    }
}

static void collect(const GumboNode *node, GString *out)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA)
        g_string_append(out, node->v.text.text);
    if (node->type != GUMBO_NODE_ELEMENT)
        return;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        collect(node->v.element.children.data[i], out);
}

static void print_text(const char *key, const char *text)
{
    bool blank = true;

    printf("%s\t", key);
    for (const char *p = text; *p != '\0'; p++) {
        bool space = strchr(" \t\n\r\f", *p) != NULL;
        if (space && !blank)
            putchar(' ');
        if (!space)
            putchar(*p);
        blank = space;
    }
    putchar('\n');
}

static void print_texts_of(const GumboNode *node, const char *key)
{
    g_autoptr(GString) text = g_string_new(NULL);

    collect(node, text);
    print_text(key, text->str);
}

/* The paragraphs of a panel, which have no ids: the class, then these three. */
static void print_panel(const GumboElement *panel, const char *code)
{
    static const char *const keys[] = {NULL, "description", "when", "fix"};
    size_t count = 0;

    for (unsigned i = 0; i < panel->children.length; i++) {
        const GumboNode *child = panel->children.data[i];
        if (child->type != GUMBO_NODE_ELEMENT || child->v.element.tag != GUMBO_TAG_P)
            continue;
        if (count > 0 && count < G_N_ELEMENTS(keys)) {
            g_autofree char *key = g_strconcat(keys[count], "-", code, NULL);
            print_texts_of(child, key);
        }
        count++;
    }
}

static void print_texts(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return;
    const GumboElement *element = &node->v.element;
    const GumboAttribute *id = gumbo_get_attribute(&element->attributes, "id");
    const GumboAttribute *name = gumbo_get_attribute(&element->attributes, "name");
    const GumboAttribute *content = gumbo_get_attribute(&element->attributes, "content");

    if (id != NULL)
        print_texts_of(node, id->value);
    if (id != NULL && g_str_has_prefix(id->value, "code-"))
        print_panel(element, id->value + strlen("code-"));
    if (element->tag == GUMBO_TAG_TITLE && element->tag_namespace == GUMBO_NAMESPACE_HTML)
        print_texts_of(node, "#title");
    if (element->tag == GUMBO_TAG_H1)
        print_texts_of(node, "#h1");
    if (element->tag == GUMBO_TAG_SCRIPT)
        print_texts_of(node, "#json");
    if (element->tag == GUMBO_TAG_META && name != NULL && content != NULL &&
        strcmp(name->value, "description") == 0)
        print_text("#description", content->value);
    for (unsigned i = 0; i < element->children.length; i++)
        print_texts(element->children.data[i]);
}

static bool print_page(const char *path, bool texts)
{
    g_autofree char *bytes = NULL;
    gsize length = 0;

    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return false;
    printf("== %s\n", path);
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, bytes, length);
    if (texts)
        print_texts(output->root);
    else
        print_skeleton(output->root, 0);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return true;
}

int main(int argc, char **argv)
{
    bool texts = argc > 1 && strcmp(argv[1], "--texts") == 0;
    char path[4096];

    while (fgets(path, sizeof path, stdin) != NULL) {
        g_strchomp(path);
        if (!print_page(path, texts)) {
            fprintf(stderr, "skeleton: can't read %s\n", path);
            return 1;
        }
    }
    return 0;
}
