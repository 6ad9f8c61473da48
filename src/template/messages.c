/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The messages of all templates, each once. A message is its context and text: one that has a plural
 * in one place and none, or another, elsewhere would be one entry of a catalog with two meanings.
 */
#include "template/internal.h"

/* As in MO files: EOT stands in no text. */
static const char SEPARATOR[] = "\4";

static bool same_plural(const char *a, const char *b)
{
    return g_strcmp0(a, b) == 0;
}

static void check_plural(const struct dip_template_message *known, const struct dip_file *file,
                         const struct dip_token *token, struct dip_diag *diag)
{
    if (same_plural(known->plural, token->call.plural))
        return;
    dip_diag_report(diag, DIP_RULE_TEMPLATE_MESSAGE, dip_token_loc(file, token),
                    "the message \"%.*s\" has another plural elsewhere: give one a context",
                    dip_shown(known->id), known->id);
    dip_diag_note(diag, known->loc, "it stands here, too");
}

const struct dip_template_message *dip_templates_enter(struct dip_templates *templates,
                                                       const struct dip_file *file,
                                                       const struct dip_token *token,
                                                       struct dip_diag *diag)
{
    const struct dip_call *call = &token->call;
    g_autofree char *key =
        g_strconcat(call->context == NULL ? "" : call->context, SEPARATOR, call->id, NULL);
    struct dip_template_message *message = g_hash_table_lookup(templates->by_text, key);

    if (message != NULL) {
        check_plural(message, file, token, diag);
        if (message->comment == NULL)
            message->comment = call->comment;
        return message;
    }
    message = g_new(struct dip_template_message, 1);
    *message = (struct dip_template_message){
        .context = call->context,
        .id = call->id,
        .plural = call->plural,
        .comment = call->comment,
        .loc = dip_token_loc(file, token),
    };
    g_ptr_array_add(templates->messages, message);
    g_hash_table_insert(templates->by_text, g_steal_pointer(&key), message);
    return message;
}

/* A page of the program: what its root holds. */
static bool add_of_root(const struct dip_templates *templates, const char *name, GPtrArray *found)
{
    for (guint i = 0; i < templates->roots->len; i++) {
        const struct dip_root *root = templates->roots->pdata[i];
        if (strcmp(root->spec->name, name) != 0)
            continue;
        for (guint m = 0; m < root->places->len; m++) {
            const struct dip_message_place *place =
                &g_array_index(root->places, struct dip_message_place, m);
            if (!g_ptr_array_find(found, place->message, NULL))
                g_ptr_array_add(found, (gpointer)place->message);
        }
        return true;
    }
    return false;
}

GPtrArray *dip_templates_messages(const struct dip_templates *templates, const char *name)
{
    GPtrArray *found = g_ptr_array_new();

    if (name != NULL) {
        bool known = add_of_root(templates, name, found);
        g_assert(known);
        return found;
    }
    for (guint i = 0; i < templates->messages->len; i++)
        g_ptr_array_add(found, templates->messages->pdata[i]);
    return found;
}
