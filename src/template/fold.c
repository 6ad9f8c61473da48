/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A root's text with its messages in one language, and its parsed template. Plurals become one
 * section per form (`{{#N3x1}}`: form 1 of variable 3 by this locale's rule, M: by the source's), of
 * which a value shows one.
 *
 * A translation is escaped as a whole; its braces are written as entities, so that nothing a
 * catalog holds can be read as a marker.
 */
#include "template/folded.h"

static const char BRACES[] = "{{";
static const char GUARD[] = "{{!}}";

int dip_shown(const char *text)
{
    enum { MOST = 60 };
    size_t length = strlen(text);

    if (length <= MOST)
        return (int)length;
    /* Not in the middle of a character. */
    for (length = MOST; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
        length--;
    return (int)length;
}

void dip_literal_append(GString *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        /* An empty comment keeps two braces of text from being read as a marker's. */
        if (text[i] == '{' && out->len > 0 && out->str[out->len - 1] == '{')
            g_string_append(out, GUARD);
        g_string_append_c(out, text[i]);
    }
}

/* Append what ctemplate is to read already, behind what may be a literal brace. */
static void append_ready(GString *out, const char *text, size_t length)
{
    if (length > 0 && text[0] == '{' && out->len > 0 && out->str[out->len - 1] == '{')
        g_string_append(out, GUARD);
    g_string_append_len(out, text, (gssize)length);
}

struct writer {
    const struct dip_root *root;
    const struct dip_fold *fold;
    const struct dip_message_place *place;
    GString *out;
};

static const struct dip_hole *hole_at(const struct writer *writer, size_t index)
{
    return &g_array_index(writer->root->holes, struct dip_hole, writer->place->first_hole + index);
}

static bool is_raw(const struct writer *writer)
{
    return (writer->root->spec->flags & DIP_TEMPLATE_RAW_TEXT) != 0;
}

/* Text between placeholders. */
static void write_run(const struct writer *writer, const char *text, size_t length)
{
    if (is_raw(writer)) {
        dip_literal_append(writer->out, text, length);
        return;
    }
    for (size_t done = 0; done < length;) {
        const char *brace = memchr(text + done, '{', length - done);
        size_t end = brace == NULL ? length : (size_t)(brace - text);
        dip_html_escape(writer->out, text + done, end - done);
        if (brace != NULL)
            g_string_append(writer->out, "&#123;");
        done = end + (brace != NULL ? 1 : 0);
    }
}

static const struct dip_hole *find_hole(const struct writer *writer,
                                        const dip_placeholder *placeholder)
{
    for (size_t i = 0; i < writer->place->hole_count; i++) {
        const struct dip_hole *hole = hole_at(writer, i);
        if (strlen(hole->name) == placeholder->name_length &&
            memcmp(hole->name, placeholder->name, placeholder->name_length) == 0)
            return hole;
    }
    return NULL;
}

/* One form of the message, its counts as variables; a placeholder that is none is text. */
static void write_text(const struct writer *writer, const char *text)
{
    dip_placeholder placeholder = {.end = 0};
    size_t done = 0;

    while (dip_placeholder_next(text, placeholder.end, &placeholder)) {
        const struct dip_hole *hole = find_hole(writer, &placeholder);
        if (hole == NULL)
            continue;
        write_run(writer, text + done, placeholder.start - done);
        g_autofree char *marker = g_strdup_printf("%sT%u}}", BRACES, hole->slot);
        append_ready(writer->out, marker, strlen(marker));
        done = placeholder.end;
    }
    write_run(writer, text + done, strlen(text) - done);
}

/* A form of a plural, which the count shows or hides. */
static void write_form(const struct writer *writer, char rule, unsigned form, const char *text)
{
    unsigned slot = hole_at(writer, 0)->slot;
    g_autofree char *open = g_strdup_printf("%s#%c%ux%u}}", BRACES, rule, slot, form);

    append_ready(writer->out, open, strlen(open));
    write_text(writer, text);
    g_autofree char *close = g_strdup_printf("%s/%c%ux%u}}", BRACES, rule, slot, form);
    append_ready(writer->out, close, strlen(close));
}

/* Whether every form of the message is translated. */
static bool is_translated(const struct writer *writer)
{
    const struct dip_template_message *message = writer->place->message;
    unsigned forms = message->plural == NULL ? 1 : writer->fold->plural_count;

    for (unsigned form = 0; form < forms; form++)
        if (writer->fold->translate(message, form, writer->fold->user) == NULL)
            return false;
    return true;
}

static void write_translation(const struct writer *writer)
{
    const struct dip_template_message *message = writer->place->message;
    const struct dip_fold *fold = writer->fold;

    if (message->plural == NULL || fold->plural_count == 1) {
        write_text(writer, fold->translate(message, 0, fold->user));
        return;
    }
    for (unsigned form = 0; form < fold->plural_count; form++)
        write_form(writer, 'N', form, fold->translate(message, form, fold->user));
}

static void write_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    dip_html_escape(out, value, strlen(value));
    g_string_append_c(out, '"');
}

static void write_source(const struct writer *writer)
{
    const struct dip_template_message *message = writer->place->message;
    const struct dip_fold *fold = writer->fold;
    bool foreign = !is_raw(writer) && strcmp(fold->tag, fold->source_tag) != 0;

    if (foreign) {
        g_string_append(writer->out, "<span");
        write_attribute(writer->out, "lang", fold->source_tag);
        if (fold->source_dir != NULL)
            write_attribute(writer->out, "dir", fold->source_dir);
        g_string_append_c(writer->out, '>');
    }
    if (message->plural == NULL) {
        write_text(writer, message->id);
    } else {
        write_form(writer, 'M', 0, message->id);
        write_form(writer, 'M', 1, message->plural);
    }
    if (foreign)
        g_string_append(writer->out, "</span>");
}

/* The text that ctemplate parses. */
static GString *fold_root(const struct dip_root *root, const struct dip_fold *fold)
{
    GString *out = g_string_sized_new(root->bytes->len * 2);
    size_t done = 0;

    for (guint i = 0; i < root->places->len; i++) {
        struct writer writer = {
            .root = root,
            .fold = fold,
            .place = &g_array_index(root->places, struct dip_message_place, i),
            .out = out,
        };
        append_ready(out, root->bytes->str + done, writer.place->offset - done);
        done = writer.place->offset;
        (is_translated(&writer) ? write_translation : write_source)(&writer);
    }
    append_ready(out, root->bytes->str + done, root->bytes->len - done);
    return out;
}

struct dip_folded *dip_templates_fold(const struct dip_templates *templates,
                                      const struct dip_fold *fold)
{
    struct dip_folded *folded = g_new0(struct dip_folded, 1);

    folded->engines =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)dip_engine_free);
    folded->slots = dip_slots_ref(templates->slots);
    folded->plural_index = fold->plural_index;
    folded->source_plural_index = fold->source_plural_index;
    folded->plural_count = fold->plural_count;
    folded->user = fold->user;
    for (guint i = 0; i < templates->roots->len; i++) {
        const struct dip_root *root = templates->roots->pdata[i];
        GString *text = fold_root(root, fold);
        struct dip_engine *engine = dip_engine_parse(text->str, text->len);
        /* The lint accepts nothing that ctemplate refuses. */
        g_assert(engine != NULL);
        g_hash_table_insert(folded->engines, (gpointer)root->spec->name, engine);
        g_string_free(text, TRUE);
    }
    return folded;
}

void dip_folded_free(struct dip_folded *folded)
{
    if (folded == NULL)
        return;
    g_hash_table_unref(folded->engines);
    dip_slots_unref(folded->slots);
    g_free(folded);
}
