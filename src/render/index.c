/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the picker's script searches: the codes of a family with their words, and which pairs somebody
 * has compared by hand. Addresses are relative to the index itself and made of slugs, so that 75 codes
 * say where 2,775 pages are. Facts and fixes were left out: they double the size and find the same.
 */
#include "render/edition.h"
#include "render/json.h"

/* Folders of addresses, as seen from the folder that the index is in. */
static void write_places(const struct dip_edition *edition, const struct dip_family *family,
                         GString *out)
{
    const char *prefix = edition->locale->prefix;
    bool files = edition->site->settings.links.index == DIP_LINKS_FILE;
    g_autofree char *codes = g_strdup_printf("../%s%s/", prefix, family->id);
    g_autofree char *pairs = g_strdup_printf("../%scompare/%s/", prefix, family->id);

    dip_json_member(out, "codes", codes);
    dip_json_member(out, "pairs", pairs);
    dip_json_member(out, "end", files ? "/index.html" : "/");
}

/* The script puts these two together as markup. */
static void write_escaped(const char *text, GString *out)
{
    g_autoptr(GString) markup = g_string_new(NULL);

    dip_html_escape(markup, text, strlen(text));
    dip_json_text(out, markup->str);
}

static void write_code(const struct dip_edition *edition, const struct dip_code *code, GString *out)
{
    g_autoptr(GString) words = g_string_new(NULL);

    dip_compose_text(edition->lexicon, &code->description, words);
    g_string_append_c(words, ' ');
    dip_compose_text(edition->lexicon,
                     code->encounter.text == NULL ? &code->when : &code->encounter, words);
    dip_json_open(out, '[');
    write_escaped(code->code, out);
    write_escaped(code->name, out);
    dip_json_text(out, code->class_of->kind);
    dip_json_text(out, code->slug);
    dip_json_text(out, words->str);
    dip_json_close(out, ']');
}

void dip_edition_index(const struct dip_edition *edition, const struct dip_family *family,
                       GString *out)
{
    dip_json_open(out, '{');
    dip_json_member(out, "family", family->name);
    write_places(edition, family, out);
    dip_json_key(out, "all");
    dip_json_open(out, '[');
    for (size_t i = 0; i < family->code_count; i++)
        write_code(edition, &family->codes[i], out);
    dip_json_close(out, ']');
    dip_json_key(out, "written");
    dip_json_open(out, '[');
    for (size_t i = 0; i < family->comparison_count; i++) {
        g_autofree char *both = g_strdup_printf("%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT,
                                                family->comparisons[i].a, family->comparisons[i].b);
        dip_json_text(out, both);
    }
    dip_json_close(out, ']');
    dip_json_close(out, '}');
    g_string_append_c(out, '\n');
}
