/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A family's records as JSON, in one locale; docs/api.md is the contract. Every text is in the locale's
 * language or, as a whole, in the source's: the object that has it then names its key in
 * `untranslated`. Members stand in one order, so that the same input gives the same bytes.
 */
#include "render/edition.h"
#include "render/json.h"

/* Goes up where a member is taken away or means something else; new members leave it alone. */
enum { API_VERSION = 1 };

struct writer {
    const struct dip_edition *edition;
    const struct dip_family *family;
    GString *out;
    GPtrArray *untranslated; /**< keys of the object being written; borrowed */
};

static void write_text(struct writer *writer, const char *key, const struct dip_phrase *phrase)
{
    if (phrase->text == NULL)
        return;
    const char *own = dip_site_text(writer->edition->locale, phrase);
    dip_json_member(writer->out, key, own == NULL ? phrase->text : own);
    if (own == NULL)
        g_ptr_array_add(writer->untranslated, (gpointer)key);
}

/* One language for the whole list. */
static void write_text_list(struct writer *writer, const char *key,
                            const struct dip_phrases *phrases)
{
    bool own = true;

    if (phrases->count == 0)
        return;
    for (size_t i = 0; i < phrases->count; i++)
        own = own && dip_site_text(writer->edition->locale, &phrases->items[i]) != NULL;
    dip_json_key(writer->out, key);
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < phrases->count; i++)
        dip_json_text(writer->out, own ? dip_site_text(writer->edition->locale, &phrases->items[i])
                                       : phrases->items[i].text);
    dip_json_close(writer->out, ']');
    if (!own)
        g_ptr_array_add(writer->untranslated, (gpointer)key);
}

static void end_texts(struct writer *writer)
{
    if (writer->untranslated->len > 0) {
        dip_json_key(writer->out, "untranslated");
        dip_json_open(writer->out, '[');
        for (guint i = 0; i < writer->untranslated->len; i++)
            dip_json_text(writer->out, writer->untranslated->pdata[i]);
        dip_json_close(writer->out, ']');
    }
    g_ptr_array_set_size(writer->untranslated, 0);
    dip_json_close(writer->out, '}');
}

static void write_strings(struct writer *writer, const struct dip_texts *texts)
{
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < texts->count; i++)
        dip_json_text(writer->out, texts->items[i].text);
    dip_json_close(writer->out, ']');
}

static void write_reference(struct writer *writer, const struct dip_reference *reference)
{
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "name", reference->name.text);
    dip_json_member(writer->out, "url", reference->url.text);
    dip_json_close(writer->out, '}');
}

static void write_site(struct writer *writer)
{
    const struct dip_site *site = writer->edition->site;

    dip_json_key(writer->out, "site");
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "name", site->settings.name.text);
    dip_json_member(writer->out, "url", site->settings.url.text);
    if (site->settings.licence != NULL) {
        dip_json_key(writer->out, "licence");
        write_reference(writer, site->settings.licence);
    }
    dip_json_close(writer->out, '}');
    dip_json_member(writer->out, "locale", writer->edition->locale->tag);
    dip_json_member(writer->out, "source", site->locales[0].tag);
}

static void write_family(struct writer *writer)
{
    const struct dip_family *family = writer->family;

    dip_json_key(writer->out, "family");
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "id", family->id);
    dip_json_member(writer->out, "name", family->name);
    write_text(writer, "title", &family->title);
    if (family->specification != NULL) {
        dip_json_key(writer->out, "specification");
        write_reference(writer, family->specification);
    }
    end_texts(writer);
}

/* Addresses of pages, to be filled with slugs. */
static void write_addresses(struct writer *writer)
{
    const char *base = writer->edition->site->settings.url.text;
    const char *prefix = writer->edition->locale->prefix;
    const char *id = writer->family->id;
    g_autofree char *family = g_strdup_printf("%s%s%s/", base, prefix, id);
    g_autofree char *code = g_strconcat(family, "{slug}/", NULL);
    g_autofree char *pair =
        g_strdup_printf("%s%scompare/%s/{lower.slug}-vs-{higher.slug}/", base, prefix, id);

    dip_json_key(writer->out, "addresses");
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "family", family);
    dip_json_member(writer->out, "code", code);
    dip_json_member(writer->out, "pair", pair);
    dip_json_close(writer->out, '}');
}

static void write_classes(struct writer *writer)
{
    dip_json_key(writer->out, "classes");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < writer->family->class_count; i++) {
        const struct dip_class *class_of = &writer->family->classes[i];
        dip_json_open(writer->out, '{');
        dip_json_member(writer->out, "range", class_of->range);
        dip_json_member(writer->out, "kind", class_of->kind);
        write_text(writer, "name", &class_of->name);
        write_text(writer, "summary", &class_of->summary);
        end_texts(writer);
    }
    dip_json_close(writer->out, ']');
}

/* Before the fact's own texts: each object's `untranslated` is gathered until it ends. */
static void write_values(struct writer *writer, const struct dip_fact *fact)
{
    dip_json_key(writer->out, "values");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < fact->value_count; i++) {
        dip_json_open(writer->out, '{');
        dip_json_member(writer->out, "id", fact->values[i].id);
        write_text(writer, "label", &fact->values[i].label);
        write_text(writer, "says", &fact->values[i].says);
        end_texts(writer);
    }
    dip_json_close(writer->out, ']');
}

static void write_fact(struct writer *writer, const struct dip_fact *fact)
{
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "id", fact->id);
    dip_json_member(writer->out, "type", fact->type == DIP_FACT_CHOICE ? "choice" : "tokens");
    if (fact->type == DIP_FACT_CHOICE)
        write_values(writer, fact);
    write_text(writer, "label", &fact->label);
    end_texts(writer);
}

static void write_labels(struct writer *writer)
{
    const struct dip_family *family = writer->family;

    dip_json_key(writer->out, "facts");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < family->fact_count; i++)
        write_fact(writer, &family->facts[i]);
    dip_json_close(writer->out, ']');
    dip_json_key(writer->out, "actors");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < family->actor_count; i++) {
        dip_json_open(writer->out, '{');
        dip_json_member(writer->out, "id", family->actors[i].id);
        write_text(writer, "label", &family->actors[i].label);
        end_texts(writer);
    }
    dip_json_close(writer->out, ']');
}

static void write_code_facts(struct writer *writer, const struct dip_code *code)
{
    dip_json_key(writer->out, "facts");
    dip_json_open(writer->out, '{');
    for (size_t i = 0; i < writer->family->fact_count; i++) {
        const struct dip_code_fact *value = &code->facts[i];
        if (!value->has_value)
            continue;
        dip_json_key(writer->out, writer->family->facts[i].id);
        if (value->choice != NULL)
            dip_json_text(writer->out, value->choice->id);
        else
            write_strings(writer, &value->tokens);
    }
    dip_json_close(writer->out, '}');
}

static void write_flow(struct writer *writer, const struct dip_code *code)
{
    dip_json_key(writer->out, "flow");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < code->step_count; i++) {
        const struct dip_step *step = &code->steps[i];
        dip_json_open(writer->out, '[');
        dip_json_text(writer->out, writer->family->actors[step->from].id);
        dip_json_text(writer->out, writer->family->actors[step->to].id);
        dip_json_text(writer->out, step->message);
        dip_json_close(writer->out, ']');
    }
    dip_json_close(writer->out, ']');
}

static void write_links(struct writer *writer, const struct dip_code *code)
{
    dip_json_key(writer->out, "references");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < code->reference_count; i++)
        write_reference(writer, &code->references[i]);
    dip_json_close(writer->out, ']');
    dip_json_key(writer->out, "see_also");
    dip_json_open(writer->out, '[');
    for (size_t i = 0; i < code->see_also_count; i++)
        dip_json_text(writer->out, writer->family->codes[code->see_also[i]].code);
    dip_json_close(writer->out, ']');
    dip_json_key(writer->out, "former_slugs");
    write_strings(writer, &code->former_slugs);
}

static void write_code(struct writer *writer, const struct dip_code *code)
{
    dip_json_open(writer->out, '{');
    dip_json_member(writer->out, "code", code->code);
    dip_json_member(writer->out, "name", code->name);
    dip_json_member(writer->out, "slug", code->slug);
    dip_json_member(writer->out, "class", code->class_of->range);
    write_text(writer, "description", &code->description);
    write_text(writer, "when", &code->when);
    write_text(writer, "fix", &code->fix);
    write_text(writer, "meaning", &code->meaning);
    write_text(writer, "encounter", &code->encounter);
    write_code_facts(writer, code);
    write_flow(writer, code);
    write_links(writer, code);
    end_texts(writer);
}

static void write_comparison(struct writer *writer, const struct dip_comparison *comparison)
{
    dip_json_open(writer->out, '{');
    dip_json_key(writer->out, "pair");
    dip_json_open(writer->out, '[');
    dip_json_text(writer->out, writer->family->codes[comparison->a].code);
    dip_json_text(writer->out, writer->family->codes[comparison->b].code);
    dip_json_close(writer->out, ']');
    write_text(writer, "intro", &comparison->intro);
    write_text_list(writer, "differences", &comparison->differences);
    write_text(writer, "which", &comparison->which);
    end_texts(writer);
}

void dip_edition_api(const struct dip_edition *edition, const struct dip_family *family,
                     GString *out)
{
    g_autoptr(GPtrArray) untranslated = g_ptr_array_new();
    struct writer writer = {
        .edition = edition, .family = family, .out = out, .untranslated = untranslated};

    dip_json_open(out, '{');
    dip_json_key(out, "version");
    dip_json_number(out, API_VERSION);
    write_site(&writer);
    write_family(&writer);
    write_addresses(&writer);
    write_classes(&writer);
    write_labels(&writer);
    dip_json_key(out, "codes");
    dip_json_open(out, '[');
    for (size_t i = 0; i < family->code_count; i++)
        write_code(&writer, &family->codes[i]);
    dip_json_close(out, ']');
    dip_json_key(out, "comparisons");
    dip_json_open(out, '[');
    for (size_t i = 0; i < family->comparison_count; i++)
        write_comparison(&writer, &family->comparisons[i]);
    dip_json_close(out, ']');
    dip_json_close(out, '}');
    g_string_append_c(out, '\n');
}
