/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Values by slot: a small index from slot to entry, and the entries, which keep their memory. Values
 * of sections are taken from, and given back to, a list of spares, so that making a page again
 * allocates nothing once the largest page was made.
 *
 * Rejected: ctemplate's TemplateDictionary, whose arena grows with each value that is set again.
 */
#include "template/folded.h"

enum { DIGITS = 24 };

struct entry {
    const char *bytes; /* NULL: the digits */
    size_t length;
    GPtrArray *children; /* of a section: struct dip_values */
    unsigned form, source_form;
    char digits[DIGITS];
};

/*
 * A program sets the same names, as the same literals, for every page: what an address was last is
 * most often what it is again, and to see that is cheaper than to hash the name.
 */
enum { MEMO_SIZE = 128 };

struct memo {
    const char *name; /* of the specs; NULL: free */
    enum dip_var_kind kind;
    int slot;
};

struct dip_values {
    const struct dip_folded *folded;
    struct memo *memo; /* of the outermost, for all of them */
    struct dip_values *parent;
    uint16_t *index; /* slot -> entry + 1, 0: not set */
    GArray *entries; /* of struct entry; those at or above `used` are spare */
    guint used;
    GPtrArray *spare; /* of the outermost: struct dip_values */
};

/* --- life --- */

static struct dip_values *values_new(const struct dip_folded *folded, struct dip_values *parent)
{
    struct dip_values *values = g_new0(struct dip_values, 1);

    values->folded = folded;
    values->parent = parent;
    values->index = g_new0(uint16_t, folded->slots->count + 1);
    values->entries = g_array_new(FALSE, TRUE, sizeof(struct entry));
    return values;
}

struct dip_values *dip_values_new(const struct dip_folded *folded)
{
    struct dip_values *values = values_new(folded, NULL);

    values->spare = g_ptr_array_new();
    values->memo = g_new0(struct memo, MEMO_SIZE);
    return values;
}

static void free_children(GPtrArray *children)
{
    for (guint i = 0; children != NULL && i < children->len; i++)
        dip_values_free(children->pdata[i]);
    if (children != NULL)
        g_ptr_array_unref(children);
}

void dip_values_free(struct dip_values *values)
{
    if (values == NULL)
        return;
    for (guint i = 0; i < values->entries->len; i++)
        free_children(g_array_index(values->entries, struct entry, i).children);
    free_children(values->spare);
    if (values->spare != NULL)
        g_free(values->memo);
    g_array_unref(values->entries);
    g_free(values->index);
    g_free(values);
}

static void give_back(struct dip_values *outermost, GPtrArray *children);

/* Forget all, keep the memory. */
static void empty(struct dip_values *outermost, struct dip_values *values)
{
    for (guint i = 0; i < values->used; i++)
        give_back(outermost, g_array_index(values->entries, struct entry, i).children);
    values->used = 0;
    memset(values->index, 0, sizeof(*values->index) * (values->folded->slots->count + 1));
}

static void give_back(struct dip_values *outermost, GPtrArray *children)
{
    for (guint i = 0; children != NULL && i < children->len; i++) {
        struct dip_values *child = children->pdata[i];
        empty(outermost, child);
        g_ptr_array_add(outermost->spare, child);
    }
    if (children != NULL)
        g_ptr_array_set_size(children, 0);
}

static struct dip_values *outermost_of(struct dip_values *values)
{
    while (values->parent != NULL)
        values = values->parent;
    return values;
}

void dip_values_clear(struct dip_values *values)
{
    empty(outermost_of(values), values);
}

/* --- setting --- */

static int slot_of(const struct dip_values *values, enum dip_var_kind kind, const char *name)
{
    uintptr_t address = (uintptr_t)name;
    struct memo *memo = &values->memo[(address ^ address >> 7) % MEMO_SIZE];

    if (memo->name != NULL && memo->kind == kind && strcmp(memo->name, name) == 0)
        return memo->slot;
    gpointer known = NULL;
    gpointer slot = NULL;
    if (!g_hash_table_lookup_extended(values->folded->slots->of_kind[kind], name, &known, &slot))
        g_error("no template has a variable \"%s\" of kind %d", name, (int)kind);
    *memo = (struct memo){.name = known, .kind = kind, .slot = GPOINTER_TO_INT(slot) - 1};
    return memo->slot;
}

static struct entry *entry_at(struct dip_values *values, int slot)
{
    uint16_t index = values->index[slot];

    if (index == 0) {
        g_assert(values->used < UINT16_MAX);
        if (values->used == values->entries->len)
            g_array_set_size(values->entries, values->used + 1);
        index = (uint16_t)++values->used;
        values->index[slot] = index;
        struct entry *entry = &g_array_index(values->entries, struct entry, index - 1);
        entry->bytes = "";
        entry->length = 0;
    }
    return &g_array_index(values->entries, struct entry, index - 1);
}

void dip_values_text_n(struct dip_values *values, const char *name, const char *text, size_t length)
{
    struct entry *entry = entry_at(values, slot_of(values, DIP_VAR_TEXT, name));

    entry->bytes = text;
    entry->length = length;
}

void dip_values_text(struct dip_values *values, const char *name, const char *text)
{
    dip_values_text_n(values, name, text, strlen(text));
}

void dip_values_html(struct dip_values *values, const char *name, dip_html html)
{
    struct entry *entry = entry_at(values, slot_of(values, DIP_VAR_HTML, name));

    entry->bytes = html.bytes;
    entry->length = html.length;
}

dip_html dip_values_swap(struct dip_values *values, const char *name, dip_html html)
{
    struct entry *entry = entry_at(values, slot_of(values, DIP_VAR_HTML, name));
    dip_html before = dip_html_part(entry->bytes == NULL ? "" : entry->bytes, entry->length);

    entry->bytes = html.bytes;
    entry->length = html.length;
    return before;
}

void dip_values_count(struct dip_values *values, const char *name, unsigned long n,
                      const char *shown)
{
    const struct dip_folded *folded = values->folded;
    struct entry *entry = entry_at(values, slot_of(values, DIP_VAR_COUNT, name));

    entry->form = folded->plural_index(n, folded->user);
    entry->source_form = folded->source_plural_index(n, folded->user);
    g_assert(entry->form < folded->plural_count);
    entry->bytes = shown;
    entry->length =
        shown != NULL ? strlen(shown) : (size_t)g_snprintf(entry->digits, DIGITS, "%lu", n);
}

struct dip_values *dip_values_section(struct dip_values *values, const char *name)
{
    struct dip_values *outermost = outermost_of(values);
    struct entry *entry = entry_at(values, slot_of(values, DIP_VAR_SECTION, name));
    struct dip_values *child = NULL;

    if (entry->children == NULL)
        entry->children = g_ptr_array_new();
    if (outermost->spare->len > 0)
        child = g_ptr_array_steal_index_fast(outermost->spare, outermost->spare->len - 1);
    else
        child = values_new(values->folded, NULL);
    child->parent = values;
    child->memo = values->memo;
    g_ptr_array_add(entry->children, child);
    return child;
}

void dip_values_hide(struct dip_values *values, const char *name)
{
    int slot = slot_of(values, DIP_VAR_SECTION, name);

    if (values->index[slot] != 0)
        give_back(outermost_of(values), entry_at(values, slot)->children);
}

/* --- what ctemplate asks --- */

/* The number at *key, which is moved behind it. */
static unsigned read_number(const char **key)
{
    unsigned number = 0;

    for (; g_ascii_isdigit(**key); (*key)++)
        number = number * 10 + (unsigned)(**key - '0');
    return number;
}

static const struct entry *find_entry(const struct dip_values *values, unsigned slot)
{
    for (; values != NULL; values = values->parent)
        if (values->index[slot] != 0)
            return &g_array_index(values->entries, struct entry, values->index[slot] - 1);
    return NULL;
}

const char *dip_values_peek(const struct dip_values *values, const char *key, size_t *ret_length)
{
    const char *digits = key + 1;
    const struct entry *entry = find_entry(values, read_number(&digits));

    *ret_length = entry == NULL ? 0 : entry->length;
    if (entry == NULL)
        return "";
    return entry->bytes != NULL ? entry->bytes : entry->digits;
}

/* The section's children, of these values or the nearest around them that show it. */
static bool shows_section(const struct dip_values *values, unsigned slot,
                          struct dip_values *const **ret_children, size_t *ret_count)
{
    for (; values != NULL; values = values->parent) {
        if (values->index[slot] == 0)
            continue;
        const struct entry *entry =
            &g_array_index(values->entries, struct entry, values->index[slot] - 1);
        if (entry->children == NULL || entry->children->len == 0)
            continue;
        *ret_children = (struct dip_values *const *)entry->children->pdata;
        *ret_count = entry->children->len;
        return true;
    }
    return false;
}

bool dip_values_shows(const struct dip_values *values, const char *key, size_t key_length,
                      struct dip_values *const **ret_children, size_t *ret_count)
{
    const char *rest = key + 1;
    unsigned slot = read_number(&rest);

    if (key[0] == 'S')
        return shows_section(values, slot, ret_children, ret_count);
    g_assert(key[0] == 'N' || key[0] == 'M');
    g_assert(rest < key + key_length);
    const struct entry *entry = find_entry(values, slot);
    rest++;
    unsigned form = read_number(&rest);
    return entry != NULL && form == (key[0] == 'N' ? entry->form : entry->source_form);
}
