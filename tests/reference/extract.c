/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Prints the visible text of an HTML page (standard input), block by block: `PATH<tab>TEXT`.
 *
 * A text belongs to the nearest block around it, so none can get lost; blocks come in the order in
 * which they begin, white space is folded, empty ones are left out. The path names what stands around
 * from `body` on: `main#main/section#which/p`, `p.intro`. What `bdi` holds stands between U+2068 and
 * U+2069, which is how browsers show it. A drawing is one block; script and style are none.
 */
#include <glib.h>
#include <gumbo.h>
#include <stdio.h>
#include <string.h>

struct block {
    char *path;
    GString *text;
};

static void free_block(gpointer data)
{
    struct block *block = data;

    g_free(block->path);
    g_string_free(block->text, TRUE);
    g_free(block);
}

static struct block *add_block(GPtrArray *blocks, const char *path)
{
    struct block *block = g_new0(struct block, 1);

    block->path = g_strdup(path);
    block->text = g_string_new(NULL);
    g_ptr_array_add(blocks, block);
    return block;
}

static bool is_one_of(GumboTag tag, const GumboTag *tags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tags[i] == tag)
            return true;
    }
    return false;
}

static bool is_inline(GumboTag tag)
{
    static const GumboTag tags[] = {GUMBO_TAG_A,    GUMBO_TAG_B,     GUMBO_TAG_BDI,
                                    GUMBO_TAG_CODE, GUMBO_TAG_EM,    GUMBO_TAG_I,
                                    GUMBO_TAG_SPAN, GUMBO_TAG_SMALL, GUMBO_TAG_STRONG};

    return is_one_of(tag, tags, G_N_ELEMENTS(tags));
}

static bool is_silent(GumboTag tag)
{
    static const GumboTag tags[] = {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE};

    return is_one_of(tag, tags, G_N_ELEMENTS(tags));
}

/* `section.panel.c-client#code-404`; the id last. */
static char *step_of(const GumboElement *element)
{
    const GumboAttribute *id = gumbo_get_attribute(&element->attributes, "id");
    const GumboAttribute *class = gumbo_get_attribute(&element->attributes, "class");
    GumboStringPiece tag = element->original_tag;
    GString *step = g_string_new(gumbo_normalized_tagname(element->tag));

    if (step->len == 0 && tag.data != NULL) {
        gumbo_tag_from_original_text(&tag);
        g_string_append_len(step, tag.data, (gssize)tag.length);
    }
    if (class != NULL) {
        g_auto(GStrv) names = g_strsplit(class->value, " ", -1);
        for (char **name = names; *name != NULL; name++)
            g_string_append_printf(step, ".%s", *name);
    }
    if (id != NULL)
        g_string_append_printf(step, "#%s", id->value);
    return g_string_free(step, FALSE);
}

static void walk(GPtrArray *blocks, struct block *block, const char *path, const GumboNode *node,
                 bool one_block);

static void walk_children(GPtrArray *blocks, struct block *block, const char *path,
                          const GumboElement *element, bool one_block)
{
    for (unsigned i = 0; i < element->children.length; i++)
        walk(blocks, block, path, element->children.data[i], one_block);
}

static void walk_element(GPtrArray *blocks, struct block *block, const char *path,
                         const GumboElement *element, bool one_block)
{
    if (is_silent(element->tag) || gumbo_get_attribute(&element->attributes, "hidden") != NULL)
        return;
    if (one_block || is_inline(element->tag)) {
        bool isolated = element->tag == GUMBO_TAG_BDI;
        g_string_append(block->text, isolated ? "\u2068" : one_block ? " " : "");
        walk_children(blocks, block, path, element, one_block);
        g_string_append(block->text, isolated ? "\u2069" : "");
        return;
    }
    g_autofree char *step = step_of(element);
    g_autofree char *inner = path[0] == '\0' ? g_strdup(step) : g_strconcat(path, "/", step, NULL);
    walk_children(blocks, add_block(blocks, inner), inner, element, element->tag == GUMBO_TAG_SVG);
}

static void walk(GPtrArray *blocks, struct block *block, const char *path, const GumboNode *node,
                 bool one_block)
{
    switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        g_string_append(block->text, node->v.text.text);
        return;
    case GUMBO_NODE_ELEMENT:
    case GUMBO_NODE_TEMPLATE:
        walk_element(blocks, block, path, &node->v.element, one_block);
        return;
    case GUMBO_NODE_DOCUMENT:
    case GUMBO_NODE_COMMENT:
        return;
    }
}

static void print_block(const struct block *block)
{
    g_auto(GStrv) words = g_strsplit_set(block->text->str, " \t\n\r\f", -1);
    g_autoptr(GString) folded = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0')
            g_string_append_printf(folded, "%s%s", folded->len > 0 ? " " : "", *word);
    }
    if (folded->len > 0)
        printf("%s\t%s\n", block->path, folded->str);
}

static GString *read_all(FILE *file)
{
    GString *bytes = g_string_new(NULL);
    char buffer[65536];
    size_t length = 0;

    while ((length = fread(buffer, 1, sizeof buffer, file)) > 0)
        g_string_append_len(bytes, buffer, (gssize)length);
    return bytes;
}

int main(void)
{
    GString *bytes = read_all(stdin);
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, bytes->str, bytes->len);
    GPtrArray *blocks = g_ptr_array_new_with_free_func(free_block);

    for (unsigned i = 0; i < output->root->v.element.children.length; i++) {
        const GumboNode *node = output->root->v.element.children.data[i];
        if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_BODY)
            walk_children(blocks, add_block(blocks, ""), "", &node->v.element, false);
    }
    for (guint i = 0; i < blocks->len; i++)
        print_block(blocks->pdata[i]);
    g_ptr_array_unref(blocks);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    g_string_free(bytes, TRUE);
    return 0;
}
