/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Prints a YAML file (standard input) as JSON; every scalar is a string. The comparison reads the
 * records with this, not with the program's own reader, whose mistakes it would share.
 */
#include <glib.h>
#include <stdio.h>
#include <yaml.h>

static void print_string(const char *text)
{
    putchar('"');
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            printf("\\%c", *p);
        else if (*p < 0x20)
            printf("\\u%04x", *p);
        else
            putchar(*p);
    }
    putchar('"');
}

static void print_node(yaml_document_t *document, int index)
{
    const yaml_node_t *node = yaml_document_get_node(document, index);

    switch (node->type) {
    case YAML_SCALAR_NODE:
        print_string((const char *)node->data.scalar.value);
        return;
    case YAML_SEQUENCE_NODE:
        putchar('[');
        for (yaml_node_item_t *i = node->data.sequence.items.start;
             i < node->data.sequence.items.top; i++) {
            if (i > node->data.sequence.items.start)
                putchar(',');
            print_node(document, *i);
        }
        putchar(']');
        return;
    case YAML_MAPPING_NODE:
        putchar('{');
        for (yaml_node_pair_t *i = node->data.mapping.pairs.start; i < node->data.mapping.pairs.top;
             i++) {
            if (i > node->data.mapping.pairs.start)
                putchar(',');
            print_node(document, i->key);
            putchar(':');
            print_node(document, i->value);
        }
        putchar('}');
        return;
    case YAML_NO_NODE:
        return;
    }
}

int main(void)
{
    yaml_parser_t parser;
    yaml_document_t document;

    if (yaml_parser_initialize(&parser) != 1)
        return 1;
    yaml_parser_set_input_file(&parser, stdin);
    if (yaml_parser_load(&parser, &document) != 1) {
        fprintf(stderr, "yaml-json: %s, line %zu\n", parser.problem, parser.problem_mark.line + 1);
        yaml_parser_delete(&parser);
        return 1;
    }
    if (yaml_document_get_root_node(&document) == NULL)
        fputs("{}", stdout);
    else
        print_node(&document, 1);
    putchar('\n');
    yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    return 0;
}
