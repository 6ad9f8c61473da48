/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A mark is U+FDD0, a letter for the place, the characters that escaping changes where it is asked for,
 * and U+FDD1. What became of these characters says how a text is escaped there. Filling in is one pass
 * over the pieces.
 */
#include "template/form.h"

#define OPEN   "\xef\xb7\x90"
#define CLOSE  "\xef\xb7\x91"
#define PROBE  "<>\"'&"
#define LETTER 'A'

enum escape { PLAIN, HTML, JSON, ESCAPES };

struct piece {
    size_t length; /* of fixed text, in front of the place */
    unsigned char place;
    unsigned char escape;
};

struct dip_form {
    GString *text;
    GArray *pieces; /* of struct piece */
};

void dip_form_mark(GString *out, unsigned place, bool probe)
{
    g_assert(place < DIP_FORM_PLACES);
    g_string_append(out, OPEN);
    g_string_append_c(out, (char)(LETTER + place));
    g_string_append(out, probe ? PROBE CLOSE : CLOSE);
}

/* How the probe was escaped: -1 where in no way that is known. A mark without one is not escaped. */
static int escape_of(const char *probe, size_t length)
{
    g_autoptr(GString) expected = g_string_new(NULL);

    if (length == 0)
        return PLAIN;
    for (int escape = HTML; escape < ESCAPES; escape++) {
        g_string_truncate(expected, 0);
        dip_html_escape_as(expected, PROBE, strlen(PROBE), escape == JSON);
        if (expected->len == length && memcmp(expected->str, probe, length) == 0)
            return escape;
    }
    return -1;
}

/* The mark at @p open: false where it is not whole. */
static bool read_mark(const char *open, const char *end, struct piece *piece,
                      const char **ret_behind)
{
    const char *letter = open + strlen(OPEN);
    const char *close = g_strstr_len(letter, end - letter, CLOSE);

    if (close == NULL || close == letter || *letter < LETTER || *letter >= LETTER + DIP_FORM_PLACES)
        return false;
    int escape = escape_of(letter + 1, (size_t)(close - letter - 1));
    if (escape < 0)
        return false;
    piece->place = (unsigned char)(*letter - LETTER);
    piece->escape = (unsigned char)escape;
    *ret_behind = close + strlen(CLOSE);
    return true;
}

struct dip_form *dip_form_new(const GString *expansion)
{
    struct dip_form *form = g_new0(struct dip_form, 1);
    const char *end = expansion->str + expansion->len;
    const char *done = expansion->str;
    const char *open;

    form->text = g_string_sized_new(expansion->len);
    form->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    while ((open = g_strstr_len(done, end - done, OPEN)) != NULL) {
        struct piece piece = {.length = (size_t)(open - done)};
        g_string_append_len(form->text, done, open - done);
        if (!read_mark(open, end, &piece, &done)) {
            dip_form_free(form);
            return NULL;
        }
        g_array_append_val(form->pieces, piece);
    }
    g_string_append_len(form->text, done, end - done);
    return form;
}

void dip_form_free(struct dip_form *form)
{
    if (form == NULL)
        return;
    g_string_free(form->text, TRUE);
    g_array_unref(form->pieces);
    g_free(form);
}

bool dip_form_is_frame(const struct dip_form *form, dip_html *ret_before, dip_html *ret_behind)
{
    const struct piece *piece = (const struct piece *)(void *)form->pieces->data;

    if (form->pieces->len != 1 || piece->escape != PLAIN)
        return false;
    *ret_before = dip_html_part(form->text->str, piece->length);
    *ret_behind = dip_html_part(form->text->str + piece->length, form->text->len - piece->length);
    return true;
}

static void fill(GString *out, const struct piece *piece, dip_html with)
{
    if (piece->escape == PLAIN)
        dip_append(out, with.bytes, with.length);
    else
        dip_html_escape_as(out, with.bytes, with.length, piece->escape == JSON);
}

struct dip_form *dip_form_bind(const struct dip_form *form, const dip_html *fills, uint32_t places)
{
    struct dip_form *bound = g_new0(struct dip_form, 1);
    const char *fixed = form->text->str;
    gsize start = 0; /* of the next piece's text */
    gsize size = form->text->len;

    for (guint i = 0; i < form->pieces->len; i++) {
        unsigned place = g_array_index(form->pieces, struct piece, i).place;
        size += (places >> place & 1) != 0 ? fills[place].length : 0;
    }
    bound->text = g_string_sized_new(size);
    bound->pieces = g_array_sized_new(FALSE, FALSE, sizeof(struct piece), form->pieces->len);
    for (guint i = 0; i < form->pieces->len; i++) {
        struct piece piece = g_array_index(form->pieces, struct piece, i);
        dip_append(bound->text, fixed, piece.length);
        fixed += piece.length;
        if ((places >> piece.place & 1) != 0) {
            fill(bound->text, &piece, fills[piece.place]);
            continue;
        }
        piece.length = bound->text->len - start;
        start = bound->text->len;
        g_array_append_val(bound->pieces, piece);
    }
    dip_append_text(bound->text, fixed);
    return bound;
}

void dip_form_emit(const struct dip_form *form, const dip_html *fills, GString *out)
{
    const struct piece *pieces = (const struct piece *)(void *)form->pieces->data;
    const char *fixed = form->text->str;
    const char *end = form->text->str + form->text->len;

    for (guint i = 0; i < form->pieces->len; i++) {
        dip_append(out, fixed, pieces[i].length);
        fixed += pieces[i].length;
        fill(out, &pieces[i], fills[pieces[i].place]);
    }
    dip_append(out, fixed, (size_t)(end - fixed));
}
