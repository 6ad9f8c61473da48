/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The walk over a page: the tokens of all its files in order, with the sections that are open, the
 * variables in reach and the place in HTML. One walk both checks and writes what ctemplate will
 * read, so that the two can't disagree. A part is walked in every place it is included in, since it
 * depends on the place whether it is right; what is said twice is reported once.
 *
 * Cost: the length of the page with its includes, which DIP_LIMIT_PAGE_BYTES bounds.
 */
#include "template/walk.h"

/* What a file costs at least: an empty part, included very often, must come to an end too. */
enum { FILE_COST = 64 };

static const char PRAGMA[] = "{{%AUTOESCAPE context=\"HTML\"}}";

bool dip_walk_report(struct dip_walk *walk, enum dip_rule rule, dip_loc loc, const char *format,
                     ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    char *key = g_strdup_printf("%d %s:%u:%u %s", (int)rule, loc.path, loc.line, loc.column, text);
    walk->faulty = true;
    if (!g_hash_table_add(walk->reported, key))
        return false;
    dip_diag_report(walk->diag, rule, loc, "%s", text);
    return true;
}

static const struct dip_var *find_in(const struct dip_var *vars, const char *name)
{
    for (; vars != NULL && vars->name != NULL; vars++)
        if (strcmp(vars->name, name) == 0)
            return vars;
    return NULL;
}

/* The tables of variables in reach, from near to far; NULL behind the last. */
static const struct dip_var *scope_at(const struct dip_walk *walk, size_t index)
{
    size_t sections = walk->sections->len;

    if (index < sections)
        return g_array_index(walk->sections, struct dip_section, sections - 1 - index).vars;
    return index - sections < 2 ? walk->vars[index - sections] : NULL;
}

const struct dip_var *dip_walk_find(const struct dip_walk *walk, const char *name)
{
    const struct dip_var *var = NULL;

    for (size_t i = 0; var == NULL && i < walk->sections->len + 2; i++)
        var = find_in(scope_at(walk, i), name);
    return var;
}

void dip_walk_suggest(const struct dip_walk *walk, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t i = 0; i < walk->sections->len + 2; i++)
        for (const struct dip_var *v = scope_at(walk, i); v != NULL && v->name != NULL; v++)
            g_ptr_array_add(names, (gpointer)v->name);
    dip_diag_suggest(walk->diag, name, (const char *const *)names->pdata, names->len);
}

/* --- text --- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether blanks stand at the end of what was written, so that more of them say nothing. */
static bool ends_blank(const struct dip_walk *walk)
{
    const struct dip_root *root = walk->root;
    size_t length = root->bytes->len;

    if (length == walk->start)
        return true;
    if (root->places->len > 0 &&
        g_array_index(root->places, struct dip_message_place, root->places->len - 1).offset ==
            length)
        return false;
    return is_space(root->bytes->str[length - 1]);
}

static void write_byte(struct dip_walk *walk, char c, bool folds)
{
    GString *bytes = walk->root->bytes;

    if (!folds || !is_space(c)) {
        dip_literal_append(bytes, &c, 1);
        return;
    }
    if (!ends_blank(walk))
        g_string_append_c(bytes, c == '\n' ? '\n' : ' ');
    else if (c == '\n' && bytes->len > walk->start)
        bytes->str[bytes->len - 1] = '\n';
}

static void report_text(struct dip_walk *walk, dip_loc loc, const char *fault)
{
    bool unsafe = walk->context.unsafe;

    dip_walk_report(walk, unsafe ? DIP_RULE_TEMPLATE_CONTEXT : DIP_RULE_TEMPLATE_SYNTAX, loc, "%s",
                    fault);
    /* Behind broken markup nothing can be said about places any more. */
    walk->lost = !unsafe;
    walk->context.unsafe = false;
}

static void walk_text(struct dip_walk *walk, const struct dip_token *token, size_t end)
{
    const char *text = walk->file->text;
    bool indented = token->alone;

    for (size_t i = token->start; i < end; i++) {
        bool folds = !walk->raw_text && dip_context_folds_blanks(&walk->context);
        indented = indented && folds && is_space(text[i]);
        if (!indented)
            write_byte(walk, text[i], folds);
        if (walk->raw_text || walk->lost)
            continue;
        const char *fault = dip_context_feed(&walk->context, text[i]);
        if (fault != NULL)
            report_text(walk, dip_token_loc_at(walk->file, token, i), fault);
    }
}

/* --- sections --- */

static void open_section(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_var *var = dip_walk_find(walk, token->name);
    dip_loc loc = dip_token_loc(walk->file, token);
    struct dip_section section = {.token = token, .before = walk->context};

    if (var == NULL) {
        if (dip_walk_report(walk, DIP_RULE_TEMPLATE_VARIABLE, loc, "unknown section \"%s\"",
                            token->name))
            dip_walk_suggest(walk, token->name);
    } else if (var->kind != DIP_VAR_SECTION) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_VARIABLE, loc,
                        "\"%s\" is a variable: it can't be opened as a section", token->name);
    } else {
        section.vars = var->inner;
        section.slot = dip_slots_find(walk->templates->slots, DIP_VAR_SECTION, token->name);
    }
    if (!walk->raw_text && !walk->lost && !dip_context_is_quiet(&walk->context)) {
        walk->lost = true;
        dip_walk_report(walk, DIP_RULE_TEMPLATE_CONTEXT, loc,
                        "a section can't start in the middle of a piece of markup");
    }
    dip_context_cut(&walk->context, DIP_CUT_SECTION);
    g_array_append_val(walk->sections, section);
    g_string_append_printf(walk->root->bytes, "{{#S%d}}", section.slot);
}

static void close_section(struct dip_walk *walk, const struct dip_token *token)
{
    const struct dip_section *section =
        &g_array_index(walk->sections, struct dip_section, walk->sections->len - 1);

    g_string_append_printf(walk->root->bytes, "{{/S%d}}", section->slot);
    if (!walk->raw_text && !walk->lost && token != NULL) {
        const char *fault = dip_context_is_quiet(&walk->context)
                                ? dip_context_join(&walk->context, &section->before)
                                : "a section can't end in the middle of a piece of markup";
        if (fault != NULL && dip_walk_report(walk, DIP_RULE_TEMPLATE_CONTEXT,
                                             dip_token_loc(walk->file, token), "%s", fault))
            dip_diag_note(walk->diag, dip_token_loc(walk->file, section->token),
                          "{{#%s}} was opened here", section->token->name);
    }
    g_array_set_size(walk->sections, walk->sections->len - 1);
}

/* Close sections down to the one that @p token names; all above @p floor are of this file. */
static void close_sections(struct dip_walk *walk, const struct dip_token *token, guint floor)
{
    while (walk->sections->len > floor) {
        const struct dip_section *top =
            &g_array_index(walk->sections, struct dip_section, walk->sections->len - 1);
        bool last = token != NULL && strcmp(top->token->name, token->name) == 0;
        close_section(walk, last ? token : NULL);
        if (last)
            return;
    }
}

/* --- files --- */

static void walk_file(struct dip_walk *walk, struct dip_file *file);

static void walk_page(struct dip_walk *walk, const struct dip_token *token)
{
    bool base = strcmp(walk->file->name, DIP_BASE) == 0;

    if (!base || walk->pages++ > 0) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE, dip_token_loc(walk->file, token),
                        "{{>page}} stands once, in templates/base.html");
        return;
    }
    struct dip_file *page = dip_templates_file(walk->templates, walk->spec->name);
    if ((walk->spec->flags & DIP_TEMPLATE_PAGE) == 0 || page == NULL)
        return;
    walk->vars[0] = walk->spec->vars;
    walk_file(walk, page);
    walk->vars[0] = NULL;
}

static void walk_include(struct dip_walk *walk, const struct dip_token *token)
{
    dip_loc loc = dip_token_loc(walk->file, token);

    if (strcmp(token->name, "page") == 0) {
        walk_page(walk, token);
        return;
    }
    struct dip_file *file = dip_templates_file(walk->templates, token->name);
    if (file == NULL) {
        if (dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE, loc, "there is no template \"%s\"",
                            token->name))
            dip_templates_suggest(walk->templates, token->name, walk->diag);
        return;
    }
    if (g_ptr_array_find(walk->files, file, NULL)) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE, loc, "\"%s\" includes itself",
                        token->name);
        return;
    }
    if (walk->files->len >= DIP_LIMIT_TEMPLATE_DEPTH) {
        dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE, loc,
                        "more than %d templates within each other", DIP_LIMIT_TEMPLATE_DEPTH);
        return;
    }
    walk_file(walk, file);
}

/* Whether the page may have that file, too; said once. */
static bool take_cost(struct dip_walk *walk, const struct dip_file *file)
{
    size_t before = walk->cost;

    walk->cost += file->length + FILE_COST;
    if (walk->cost <= DIP_LIMIT_PAGE_BYTES)
        return true;
    if (before <= DIP_LIMIT_PAGE_BYTES)
        dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE,
                        dip_loc_at(((struct dip_file *)walk->files->pdata[0])->path, 1, 1),
                        "\"%s\" has more than %d bytes with all that it includes", walk->spec->name,
                        DIP_LIMIT_PAGE_BYTES);
    return false;
}

/* The end of a file's last text without the newline that files end with. */
static size_t text_end(const struct dip_walk *walk, const struct dip_token *token, bool last)
{
    size_t end = token->end;

    if (last && !walk->raw_text)
        while (end > token->start && is_space(walk->file->text[end - 1]))
            end--;
    return end;
}

static void walk_token(struct dip_walk *walk, const struct dip_token *token, bool last, guint floor)
{
    switch (token->kind) {
    case DIP_TOKEN_TEXT:
        walk_text(walk, token, text_end(walk, token, last));
        break;
    case DIP_TOKEN_VARIABLE:
        dip_walk_variable(walk, token);
        break;
    case DIP_TOKEN_OPEN:
        open_section(walk, token);
        break;
    case DIP_TOKEN_CLOSE:
        close_sections(walk, token, floor);
        break;
    case DIP_TOKEN_INCLUDE:
        walk_include(walk, token);
        break;
    case DIP_TOKEN_MESSAGE:
        dip_walk_message(walk, token);
        break;
    case DIP_TOKEN_SILENT:
        break;
    }
}

static void walk_file(struct dip_walk *walk, struct dip_file *file)
{
    struct dip_file *outer = walk->file;
    guint floor = walk->sections->len;

    if (!take_cost(walk, file))
        return;
    g_ptr_array_add(walk->files, file);
    walk->file = file;
    for (guint i = 0; i < file->tokens->len; i++)
        walk_token(walk, &g_array_index(file->tokens, struct dip_token, i),
                   i + 1 == file->tokens->len, floor);
    close_sections(walk, NULL, floor);
    walk->file = outer;
    g_ptr_array_set_size(walk->files, (gint)walk->files->len - 1);
}

static void check_end(struct dip_walk *walk, const struct dip_file *file)
{
    dip_loc end = {.path = file->path};

    if (walk->raw_text || walk->lost)
        return;
    if (walk->context.state == DIP_CONTEXT_TEXT)
        return;
    dip_text_position(file->text, file->length, &end.line, &end.column);
    dip_walk_report(
        walk, DIP_RULE_TEMPLATE_SYNTAX, end,
        "the template ends in the middle of a tag, a comment or an element like <title>");
}

static void walk_root(struct dip_walk *walk)
{
    bool is_page = (walk->spec->flags & DIP_TEMPLATE_PAGE) != 0;
    struct dip_file *file =
        dip_templates_file(walk->templates, is_page ? DIP_BASE : walk->spec->name);

    /* A file that is not there was reported when it was looked for. */
    if (file == NULL)
        return;
    walk_file(walk, file);
    check_end(walk, file);
    if (is_page && walk->pages == 0)
        dip_walk_report(walk, DIP_RULE_TEMPLATE_INCLUDE, dip_loc_at(file->path, 1, 1),
                        "{{>page}} is missing: it is where the page itself stands");
}

static const struct dip_var *base_vars(const struct dip_templates *templates)
{
    for (const struct dip_template_spec *spec = templates->specs; spec->name != NULL; spec++)
        if (strcmp(spec->name, DIP_BASE) == 0)
            return spec->vars;
    g_assert_not_reached(); /* A program that has pages has a base for them. */
}

struct dip_root *dip_root_new(struct dip_templates *templates, const struct dip_template_spec *spec,
                              GHashTable *reported, struct dip_diag *diag)
{
    bool is_page = (spec->flags & DIP_TEMPLATE_PAGE) != 0;
    struct dip_root *root = g_new0(struct dip_root, 1);
    *root = (struct dip_root){
        .spec = spec,
        .bytes = g_string_new(NULL),
        .places = g_array_new(FALSE, FALSE, sizeof(struct dip_message_place)),
        .holes = g_array_new(FALSE, FALSE, sizeof(struct dip_hole)),
    };
    struct dip_walk walk = {
        .templates = templates,
        .spec = spec,
        .root = root,
        .reported = reported,
        .diag = diag,
        .raw_text = (spec->flags & DIP_TEMPLATE_RAW_TEXT) != 0,
        .vars = {NULL, is_page ? base_vars(templates) : spec->vars},
        .sections = g_array_new(FALSE, TRUE, sizeof(struct dip_section)),
        .files = g_ptr_array_new(),
    };

    if (!walk.raw_text)
        g_string_append(root->bytes, PRAGMA);
    walk.start = root->bytes->len;
    dip_context_init(&walk.context);
    walk_root(&walk);
    g_array_unref(walk.sections);
    g_ptr_array_unref(walk.files);
    return root;
}

void dip_root_free(struct dip_root *root)
{
    if (root == NULL)
        return;
    g_string_free(root->bytes, TRUE);
    g_array_unref(root->places);
    g_array_unref(root->holes);
    g_free(root);
}
