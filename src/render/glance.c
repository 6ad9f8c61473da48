/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The table at a glance: a row for the class and for each fact, in groups by how the two values compare.
 * Values are numbered, so that to compare is to compare numbers; and each value has, in each language,
 * its halves of a row made beforehand: up to the cell of the lower code, and from there on with that of
 * the higher. A page copies two halves a row. Comparing and filling in took a sixth of a page.
 *
 * Rows for any two values were tried: a family's tokens have as many as codes, and that squared.
 */
#include "render/edition.h"

/* A value as it stands in rows. */
struct value {
    dip_html cell; /* empty: a dash, in rows */
    dip_html head; /* as the lower code's, */
    dip_html tail; /* as the higher code's: one behind the other a row */
    dip_html same; /* as both codes', a row */
    bool is_usual;
};

/* The class, or a fact. */
struct column {
    dip_html label;
    GArray *values; /* of struct value; the first is none */
};

/* What stands around the two cells of a row. */
struct frame {
    bool whole; /* false where a template has another order: rows are filled in, each */
    dip_html before, between, behind;
};

struct dip_glance {
    size_t columns;
    struct column *column; /* the class is the first */
    uint16_t *numbers;     /* of values, by code, then column */
    bool halved;
    GStringChunk *store;
};

static void write_row(const struct dip_edition *edition, enum dip_row kind, dip_html label,
                      dip_html a, dip_html b, GString *out)
{
    dip_html fills[] = {label, a, b};

    dip_stamp_emit(kind == DIP_ROW_SAME ? edition->row_same : edition->row, fills, out);
}

static dip_html shown(dip_html cell)
{
    static const char none[] = "–";

    return cell.length == 0 ? dip_html_part(none, sizeof none - 1) : cell;
}

/* --- made beforehand --- */

static dip_html join(GStringChunk *store, dip_html a, dip_html b, dip_html c)
{
    g_autoptr(GString) out = g_string_sized_new(a.length + b.length + c.length + 1);

    dip_append(out, a.bytes, a.length);
    dip_append(out, b.bytes, b.length);
    dip_append(out, c.bytes, c.length);
    return dip_keep(store, out, 0);
}

/* Expand a row with marks for cells, and cut it there. */
static struct frame make_frame(const struct dip_edition *edition, dip_html label,
                               GStringChunk *store)
{
    g_autoptr(GString) a = g_string_new(NULL);
    g_autoptr(GString) b = g_string_new(NULL);
    g_autoptr(GString) row = g_string_new(NULL);

    dip_form_mark(a, 0, false);
    dip_form_mark(b, 1, false);
    write_row(edition, DIP_ROW_DIFFERS, label, dip_html_of(a), dip_html_of(b), row);
    g_auto(GStrv) at_a = g_strsplit(row->str, a->str, -1);
    g_auto(GStrv) at_b = g_strsplit(row->str, b->str, -1);
    const char *second = at_a[0] == NULL ? NULL : strstr(at_a[0], b->str);
    if (g_strv_length(at_a) != 2 || g_strv_length(at_b) != 2 || second != NULL)
        return (struct frame){0};
    size_t between = strlen(at_a[1]) - strlen(at_b[1]) - b->len;
    return (struct frame){
        .whole = true,
        .before = dip_html_text(g_string_chunk_insert(store, at_a[0])),
        .between = dip_html_text(g_string_chunk_insert_len(store, at_a[1], (gssize)between)),
        .behind = dip_html_text(g_string_chunk_insert(store, at_b[1])),
    };
}

static void make_halves(const struct dip_edition *edition, struct dip_glance *glance,
                        const struct column *column)
{
    struct frame frame = make_frame(edition, column->label, glance->store);
    g_autoptr(GString) out = g_string_new(NULL);

    glance->halved = glance->halved && frame.whole;
    for (guint i = 0; i < column->values->len && glance->halved; i++) {
        struct value *value = &g_array_index(column->values, struct value, i);
        dip_html cell = shown(value->cell);
        value->head = join(glance->store, frame.before, cell, dip_html_empty());
        value->tail = join(glance->store, frame.between, cell, frame.behind);
        write_row(edition, DIP_ROW_SAME, column->label, cell, cell, out);
        value->same = dip_keep(glance->store, out, 0);
    }
}

static void write_tokens(const struct dip_texts *tokens, GString *out)
{
    for (size_t i = 0; i < tokens->count; i++) {
        dip_append_text(out, i == 0 ? "<code>" : ", <code>");
        dip_html_escape(out, tokens->items[i].text, strlen(tokens->items[i].text));
        dip_append_text(out, "</code>");
    }
}

static size_t add_value(struct dip_glance *glance, struct column *column, GString *cell,
                        bool is_usual)
{
    struct value value = {.cell = dip_keep(glance->store, cell, 0), .is_usual = is_usual};
    g_array_append_val(column->values, value);
    return column->values->len - 1;
}

static void begin_column(struct dip_glance *glance, struct column *column, dip_html label)
{
    g_autoptr(GString) nothing = g_string_new(NULL);

    column->label = label;
    column->values = g_array_new(FALSE, FALSE, sizeof(struct value));
    add_value(glance, column, nothing, false);
}

/* What is the same for codes that have the same value. */
static char *key_of(const struct dip_code_fact *fact)
{
    g_autoptr(GString) key = g_string_new(fact->choice == NULL ? "" : fact->choice->id);

    for (size_t i = 0; i < fact->tokens.count; i++) {
        g_string_append_c(key, '\n');
        g_string_append(key, fact->tokens.items[i].text);
    }
    return g_strdup(key->str);
}

static void number_fact(const struct dip_edition *edition, const struct dip_family *family,
                        struct dip_glance *glance, size_t fact)
{
    struct column *column = &glance->column[fact + 1];
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) cell = g_string_new(NULL);

    for (size_t i = 0; i < family->code_count; i++) {
        const struct dip_code_fact *of = &family->codes[i].facts[fact];
        if (!of->has_value)
            continue;
        g_autofree char *key = key_of(of);
        size_t number = GPOINTER_TO_SIZE(g_hash_table_lookup(known, key));
        if (number == 0) {
            if (of->choice != NULL)
                dip_write_text(edition, &of->choice->label, cell);
            write_tokens(&of->tokens, cell);
            number = add_value(glance, column, cell, of->is_usual);
            g_hash_table_insert(known, g_steal_pointer(&key), GSIZE_TO_POINTER(number));
        }
        glance->numbers[i * glance->columns + fact + 1] = (uint16_t)number;
    }
}

static void number_classes(const struct dip_edition *edition, const struct dip_family *family,
                           struct dip_glance *glance)
{
    g_autoptr(GString) words = g_string_new(NULL);
    g_autoptr(GString) cell = g_string_new(NULL);

    for (size_t i = 0; i < family->class_count; i++) {
        g_string_truncate(words, 0);
        enum dip_tongue tongue =
            dip_compose_class(edition->lexicon, family, &family->classes[i], words);
        dip_write_words(edition, words, tongue, cell);
        add_value(glance, &glance->column[0], cell, false);
    }
    for (size_t i = 0; i < family->code_count; i++)
        glance->numbers[i * glance->columns] =
            (uint16_t)(1 + family->codes[i].class_of - family->classes);
}

struct dip_glance *dip_glance_new(const struct dip_edition *edition,
                                  const struct dip_family *family,
                                  const struct dip_family_edition *shared)
{
    struct dip_glance *glance = g_new0(struct dip_glance, 1);

    g_assert(family->fact_count <= DIP_LIMIT_FACTS);
    glance->columns = family->fact_count + 1;
    glance->column = g_new0(struct column, glance->columns);
    glance->numbers = g_new0(uint16_t, family->code_count * glance->columns);
    glance->store = g_string_chunk_new(4096);
    glance->halved = true;
    for (size_t i = 0; i < glance->columns; i++)
        begin_column(glance, &glance->column[i],
                     i == 0 ? shared->class_label : shared->fact_labels[i - 1]);
    number_classes(edition, family, glance);
    for (size_t i = 0; i < family->fact_count; i++)
        number_fact(edition, family, glance, i);
    for (size_t i = 0; i < glance->columns; i++)
        make_halves(edition, glance, &glance->column[i]);
    return glance;
}

void dip_glance_free(struct dip_glance *glance)
{
    if (glance == NULL)
        return;
    for (size_t i = 0; i < glance->columns; i++)
        g_array_unref(glance->column[i].values);
    g_free(glance->column);
    g_free(glance->numbers);
    g_string_chunk_free(glance->store);
    g_free(glance);
}

/* --- of a page --- */

static const uint16_t *numbers_of(const struct dip_glance *glance, const struct dip_code *code)
{
    return &glance->numbers[code->index * glance->columns];
}

static const struct value *value_at(const struct dip_glance *glance, size_t column, size_t number)
{
    return &g_array_index(glance->column[column].values, struct value, number);
}

dip_html dip_glance_cell(const struct dip_glance *glance, const struct dip_code *code, size_t fact)
{
    size_t number = numbers_of(glance, code)[fact + 1];

    return value_at(glance, fact + 1, number)->cell;
}

/* A code without a value differs from none and agrees with none. */
static enum dip_row compare(unsigned a, unsigned b)
{
    if (a == 0 || b == 0)
        return DIP_ROW_ONE;
    return a == b ? DIP_ROW_SAME : DIP_ROW_DIFFERS;
}

enum dip_row dip_glance_compare(const struct dip_glance *glance, const struct dip_page *page,
                                size_t fact)
{
    return compare(numbers_of(glance, page->a)[fact + 1], numbers_of(glance, page->b)[fact + 1]);
}

static void write_values(const struct dip_edition *edition, const struct dip_glance *glance,
                         size_t column, const struct value *a, const struct value *b, GString *out)
{
    if (!glance->halved) {
        write_row(edition, a == b ? DIP_ROW_SAME : DIP_ROW_DIFFERS, glance->column[column].label,
                  shown(a->cell), shown(b->cell), out);
        return;
    }
    if (a == b) {
        dip_append(out, a->same.bytes, a->same.length);
        return;
    }
    dip_append(out, a->head.bytes, a->head.length);
    dip_append(out, b->tail.bytes, b->tail.length);
}

/* A row that a page has. */
struct cells {
    size_t column;
    enum dip_row kind;
    const struct value *a;
    const struct value *b;
};

/* Not where neither has a value, nor where both have the one that goes without saying. */
static size_t choose_rows(const struct dip_glance *glance, const struct dip_page *page,
                          struct cells *ret_rows)
{
    const uint16_t *a = numbers_of(glance, page->a);
    const uint16_t *b = numbers_of(glance, page->b);
    size_t count = 0;

    for (size_t i = 0; i < glance->columns; i++) {
        if (a[i] == 0 && b[i] == 0)
            continue;
        const struct value *of_a = value_at(glance, i, a[i]);
        const struct value *of_b = value_at(glance, i, b[i]);
        if (of_a->is_usual && of_b->is_usual)
            continue;
        ret_rows[count++] =
            (struct cells){.column = i, .kind = compare(a[i], b[i]), .a = of_a, .b = of_b};
    }
    return count;
}

void dip_write_glance(const struct dip_edition *edition, const struct dip_page *page, GString *out)
{
    const struct dip_glance *glance = dip_edition_family(edition, page->family)->glance;
    struct cells rows[DIP_LIMIT_FACTS + 1];
    size_t count = choose_rows(glance, page, rows);

    for (int kind = 0; kind < DIP_ROW_KINDS; kind++) {
        gsize begun = dip_stamp_begin(edition->groups[kind], out);
        for (size_t i = 0; i < count; i++)
            if (rows[i].kind == (enum dip_row)kind)
                write_values(edition, glance, rows[i].column, rows[i].a, rows[i].b, out);
        dip_stamp_end(edition->groups[kind], begun, out);
    }
}
