/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Where templates come from: the site's folder over those built into the program, file by file, so
 * that a site replaces the parts it wants to and keeps the others.
 */
#include "template/walk.h"

static const char FOLDER[] = "templates";
static const char EXTENSION[] = ".html";

/* What dip_templates_load() has and dip_templates_parse() has not. */
struct origin {
    const char *root;                      /* of the site; NULL: texts only */
    const struct dip_template_text *texts; /* ends with a NULL name; may be NULL */
    struct dip_diag *diag;
};

static void file_free(gpointer data)
{
    struct dip_file *file = data;

    if (file == NULL)
        return;
    g_free(file->text);
    g_array_unref(file->tokens);
    g_string_chunk_free(file->strings);
    g_free(file);
}

/* The builtin text of @p name, or NULL. */
static char *builtin(const char *name, size_t *ret_length)
{
    g_autofree char *path = g_strconcat(name, EXTENSION, NULL);
    const struct dip_builtin *file = dip_builtin_find(dip_templates_builtin, path);

    if (file == NULL)
        return NULL;
    *ret_length = file->length;
    return g_strndup(file->bytes, file->length);
}

static char *given(const struct dip_template_text *texts, const char *name, size_t *ret_length)
{
    for (; texts != NULL && texts->name != NULL; texts++)
        if (strcmp(texts->name, name) == 0) {
            char *copy = g_malloc(texts->length + 1);
            memcpy(copy, texts->bytes, texts->length);
            copy[texts->length] = '\0';
            *ret_length = texts->length;
            return copy;
        }
    return NULL;
}

/* The text of @p name, from where it is first found; NULL where nowhere, or it was reported. */
static char *find_text(const struct origin *origin, const char *name, const char *path,
                       size_t *ret_length)
{
    if (origin->root == NULL)
        return given(origin->texts, name, ret_length);
    struct dip_file_bytes file = dip_file_load(origin->root, path, DIP_LIMIT_TEMPLATE_BYTES);
    if (file.fault == DIP_FILE_FINE) {
        *ret_length = file.length;
        return file.bytes;
    }
    if (file.fault == DIP_FILE_MISSING)
        return builtin(name, ret_length);
    dip_diag_report_file(origin->diag, file.fault, file.error, path, DIP_LIMIT_TEMPLATE_BYTES);
    return NULL;
}

static struct dip_file *load_file(const struct origin *origin, const char *name)
{
    g_autofree char *path = g_strconcat(FOLDER, "/", name, EXTENSION, NULL);
    size_t length = 0;
    g_autofree char *text = find_text(origin, name, path, &length);

    if (text == NULL)
        return NULL;
    struct dip_file *file = g_new(struct dip_file, 1);
    *file = (struct dip_file){
        .path = g_intern_string(path),
        .tokens = g_array_new(FALSE, TRUE, sizeof(struct dip_token)),
        .strings = g_string_chunk_new(1024),
    };
    file->name = g_string_chunk_insert(file->strings, name);
    /* What is no text is not looked into any further. */
    if (dip_diag_check_text(origin->diag, dip_loc_at(path, 1, 1), text, length, true)) {
        file->text = g_steal_pointer(&text);
        file->length = length;
        dip_file_scan(file, origin->diag);
    } else {
        file->text = g_strdup("");
    }
    return file;
}

static struct dip_file *look_up(struct dip_templates *templates, const struct origin *origin,
                                const char *name)
{
    gpointer file = NULL;

    if (g_hash_table_lookup_extended(templates->files, name, NULL, &file))
        return file;
    file = load_file(origin, name);
    g_hash_table_insert(templates->files, g_strdup(name), file);
    return file;
}

struct dip_file *dip_templates_file(struct dip_templates *templates, const char *name)
{
    return g_hash_table_lookup(templates->files, name);
}

/* Load the template @p name and all it includes, each once; the stack is the list of what to do. */
static void load_with_includes(struct dip_templates *templates, const struct origin *origin,
                               const char *name)
{
    g_autoptr(GPtrArray) todo = g_ptr_array_new();

    g_ptr_array_add(todo, (gpointer)name);
    while (todo->len > 0) {
        const char *next = g_ptr_array_steal_index(todo, todo->len - 1);
        if (g_hash_table_contains(templates->files, next))
            continue;
        const struct dip_file *file = look_up(templates, origin, next);
        for (guint i = 0; file != NULL && i < file->tokens->len; i++) {
            const struct dip_token *token = &g_array_index(file->tokens, struct dip_token, i);
            if (token->kind == DIP_TOKEN_INCLUDE && strcmp(token->name, "page") != 0)
                g_ptr_array_add(todo, (gpointer)token->name);
        }
    }
}

static void load_all(struct dip_templates *templates, const struct origin *origin)
{
    for (const struct dip_template_spec *spec = templates->specs; spec->name != NULL; spec++) {
        size_t errors = dip_diag_count(origin->diag, DIP_ERROR);
        load_with_includes(templates, origin, spec->name);
        if (dip_templates_file(templates, spec->name) != NULL ||
            dip_diag_count(origin->diag, DIP_ERROR) > errors)
            continue;
        g_autofree char *path = g_strconcat(FOLDER, "/", spec->name, EXTENSION, NULL);
        dip_diag_report(origin->diag, DIP_RULE_TEMPLATE_MISSING, dip_loc_at(path, 0, 0),
                        "the template \"%s\" is missing", spec->name);
    }
}

static struct dip_templates *templates_new(const struct dip_template_spec *specs)
{
    struct dip_templates *templates = g_new(struct dip_templates, 1);

    *templates = (struct dip_templates){
        .specs = specs,
        .slots = dip_slots_new(specs),
        .files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free),
        .roots = g_ptr_array_new_with_free_func((GDestroyNotify)dip_root_free),
        .messages = g_ptr_array_new_with_free_func(g_free),
        .by_text = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };
    return templates;
}

void dip_templates_free(struct dip_templates *templates)
{
    if (templates == NULL)
        return;
    g_ptr_array_unref(templates->roots);
    g_hash_table_unref(templates->by_text);
    g_ptr_array_unref(templates->messages);
    g_hash_table_unref(templates->files);
    dip_slots_unref(templates->slots);
    g_free(templates);
}

static struct dip_templates *load(const struct origin *origin,
                                  const struct dip_template_spec *specs)
{
    struct dip_templates *templates = templates_new(specs);
    g_autoptr(GHashTable) reported = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    load_all(templates, origin);
    for (const struct dip_template_spec *spec = specs; spec->name != NULL; spec++)
        g_ptr_array_add(templates->roots, dip_root_new(templates, spec, reported, origin->diag));
    if (origin->root != NULL)
        dip_templates_check_folder(templates, origin->root, origin->diag);
    return templates;
}

struct dip_templates *dip_templates_load(const char *root, const struct dip_template_spec *specs,
                                         struct dip_diag *diag)
{
    return load(&(struct origin){.root = root, .diag = diag}, specs);
}

struct dip_templates *dip_templates_parse(const struct dip_template_text *texts,
                                          const struct dip_template_spec *specs,
                                          struct dip_diag *diag)
{
    size_t before = dip_diag_count(diag, DIP_ERROR);
    DIP_AUTO(dip_templates) templates = load(&(struct origin){.texts = texts, .diag = diag}, specs);

    return dip_diag_count(diag, DIP_ERROR) == before ? g_steal_pointer(&templates) : NULL;
}
