/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A call flow as SVG: actors are columns, messages are arrows, top to bottom. All in user units of a
 * drawing 320 wide. The width of a text is estimated from its characters, since fonts are the
 * reader's; the estimate is on the wide side. Mirrored here for right-to-left locales, so that the
 * stylesheet flips nothing. Colours and fonts are the stylesheet's.
 */
#include "render/edition.h"

enum {
    WIDTH = 320,
    MARGIN = 2,
    LINE = 17, /* from one line of text to the next */
    NAME_BASELINE = 17,
    HEAD = 28, /* where lifelines start below one line of names */
    FIRST = 34,
    GAP = 14,      /* between an arrow and the text of the next step */
    LIFT = 6,      /* between a text and its arrow */
    OVERHANG = 40, /* how far a text may stand over its arrow, both ends together */
    LOOP = 22,
};

/* Of a text that was wrapped, which it borrows from. */
struct line {
    const char *text;
    size_t length;
    double width;
};

struct drawing {
    const struct dip_edition *edition;
    const struct dip_family *family;
    const struct dip_code *code;
    bool mirrored;
    size_t columns;
    int *column_of; /* by actor; -1 where it has no step */
    GString *arrows;
    GString *own_arrows;
    GString *texts;
    GArray *lines; /* of struct line: of the text in hand */
    int y;
};

static double width_of(const char *text, size_t length, bool bold)
{
    double width = 0;

    for (const char *p = text; p < text + length; p = g_utf8_next_char(p))
        width += g_unichar_iswide(g_utf8_get_char(p)) ? 14 : bold ? 9 : 8.5;
    return width;
}

static int x_of_column(const struct drawing *drawing, size_t column)
{
    g_assert(drawing->columns > 0);
    int x = (int)((WIDTH * (2 * column + 1)) / (2 * drawing->columns));

    return drawing->mirrored ? WIDTH - x : x;
}

static int x_of(const struct drawing *drawing, size_t actor)
{
    return x_of_column(drawing, (size_t)drawing->column_of[actor]);
}

/* Append a number: with printf, the numbers of a drawing took longer than its words. */
static void append_number(GString *out, int number)
{
    char digits[16];
    char *p = digits + sizeof digits;
    unsigned rest = number < 0 ? 0U - (unsigned)number : (unsigned)number;

    do
        *--p = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--p = '-';
    dip_append(out, p, (size_t)(digits + sizeof digits - p));
}

/* Append @p before and a number. */
static void append_at(GString *out, const char *before, int number)
{
    dip_append_text(out, before);
    append_number(out, number);
}

/*
 * Break at spaces into lines no wider than @p limit; a word that is wider stands alone. Returns how many
 * lines there are, until the next text is wrapped. Copies of words and lines were half of what the
 * drawing of a code allocated.
 */
static int wrap(struct drawing *drawing, const char *text, bool bold, double limit)
{
    struct line line = {.text = text};
    double space = width_of(" ", 1, bold);
    const char *word = text;

    g_array_set_size(drawing->lines, 0);
    for (const char *end = strchr(word, ' ');; end = strchr(word, ' ')) {
        size_t length = end == NULL ? strlen(word) : (size_t)(end - word);
        double width = width_of(word, length, bold);
        if (line.length > 0 && line.width + space + width <= limit) {
            line.length += 1 + length;
            line.width += space + width;
        } else {
            if (line.length > 0)
                g_array_append_val(drawing->lines, line);
            line = (struct line){.text = word, .length = length, .width = width};
        }
        if (end == NULL)
            break;
        word = end + 1;
    }
    g_array_append_val(drawing->lines, line);
    return (int)drawing->lines->len;
}

static const struct line *line_at(const struct drawing *drawing, int i)
{
    return &g_array_index(drawing->lines, struct line, i);
}

static void write_line(struct drawing *drawing, const char *class, const char *attributes, int x,
                       int y, const struct line *line)
{
    GString *out = drawing->texts;

    dip_append_text(out, "<text");
    dip_append_text(out, class);
    dip_append_text(out, attributes);
    append_at(out, " x=", x);
    append_at(out, " y=", y);
    dip_append_text(out, ">");
    dip_html_escape(out, line->text, line->length);
    dip_append_text(out, "</text>");
}

static int clamp(double centre, double width)
{
    double low = MARGIN + width / 2;
    double high = WIDTH - MARGIN - width / 2;

    return (int)(low > high ? WIDTH / 2.0 : CLAMP(centre, low, high));
}

/* Head, "m∓7-4 ±7 4 ∓7 4": back along the arrow and out to both sides. */
static void write_head(GString *path, bool rightwards)
{
    dip_append_text(path, rightwards ? "m-7-4 7 4-7 4" : "m7-4-7 4 7 4");
}

static void draw_arrow(struct drawing *drawing, const struct dip_step *step)
{
    GString *path = step->own ? drawing->own_arrows : drawing->arrows;
    int from = x_of(drawing, step->from);
    int to = x_of(drawing, step->to);

    if (from == to) {
        int side = from + LOOP > WIDTH - MARGIN ? -1 : 1;
        append_at(path, "M", from);
        append_at(path, " ", drawing->y - 12);
        append_at(path, "h", side * LOOP);
        append_at(path, "v14H", to + side);
        write_head(path, side < 0);
        return;
    }
    append_at(path, "M", from);
    append_at(path, " ", drawing->y);
    append_at(path, "H", to > from ? to - 1 : to + 1);
    write_head(path, to > from);
}

static void draw_step(struct drawing *drawing, const struct dip_step *step)
{
    int from = x_of(drawing, step->from);
    int to = x_of(drawing, step->to);
    int distance = from == to ? WIDTH / (int)drawing->columns : ABS(to - from);
    double centre = (from + to) / 2.0;

    int count = wrap(drawing, step->message, step->own, distance + OVERHANG);
    drawing->y += LINE * count + GAP;
    for (int i = 0; i < count; i++) {
        const struct line *line = line_at(drawing, i);
        int lift = LIFT + (from == to ? 12 : 0);
        write_line(drawing, step->own ? " class=o" : "", "", clamp(centre, line->width),
                   drawing->y - lift - LINE * (count - 1 - i), line);
    }
    draw_arrow(drawing, step);
    if (from == to)
        drawing->y += 2;
}

/* The names of the actors that have a step; returns how many lines the longest takes. */
static int draw_names(struct drawing *drawing)
{
    int most = 1;
    double room = (double)WIDTH / (double)drawing->columns - 4;

    for (size_t i = 0; i < drawing->family->actor_count; i++) {
        if (drawing->column_of[i] < 0)
            continue;
        g_autoptr(GString) name = g_string_new(NULL);
        enum dip_tongue tongue =
            dip_compose_text(drawing->edition->lexicon, &drawing->family->actors[i].label, name);
        int count = wrap(drawing, name->str, false, room);
        most = MAX(most, count);
        for (int j = 0; j < count; j++)
            write_line(drawing, " class=a",
                       tongue == DIP_TONGUE_SOURCE ? drawing->edition->foreign_lang : "",
                       clamp(x_of(drawing, i), line_at(drawing, j)->width),
                       NAME_BASELINE + LINE * j, line_at(drawing, j));
    }
    return most;
}

static void number_columns(struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->family->actor_count; i++)
        drawing->column_of[i] = -1;
    for (size_t i = 0; i < drawing->code->step_count; i++) {
        drawing->column_of[drawing->code->steps[i].from] = 0;
        drawing->column_of[drawing->code->steps[i].to] = 0;
    }
    for (size_t i = 0; i < drawing->family->actor_count; i++) {
        if (drawing->column_of[i] == 0)
            drawing->column_of[i] = (int)drawing->columns++;
    }
}

/* The whole description is one text, and so in one language. */
static enum dip_tongue compose_steps(const struct drawing *drawing,
                                     const struct dip_lexicon *lexicon, GString *out)
{
    const struct dip_patterns *patterns = drawing->family->patterns;
    enum dip_tongue all = DIP_TONGUE_OWN;

    for (size_t i = 0; i < drawing->code->step_count; i++) {
        const struct dip_step *step = &drawing->code->steps[i];
        struct dip_subject subject = {.family = drawing->family, .step = step};
        enum dip_pattern pattern =
            step->from == step->to ? DIP_PATTERN_FLOW_SELF : DIP_PATTERN_FLOW_STEP;
        if (i > 0)
            dip_append_text(out, dip_compose_join(lexicon, DIP_TONGUE_OWN, DIP_TONGUE_OWN));
        if (dip_compose(lexicon, &patterns->of[pattern].items[0], &subject, out) ==
            DIP_TONGUE_SOURCE)
            all = DIP_TONGUE_SOURCE;
    }
    return all;
}

static void write_element(const struct drawing *drawing, const char *name, enum dip_tongue tongue,
                          const GString *words, GString *out)
{
    dip_append_text(out, "<");
    dip_append_text(out, name);
    dip_append_text(out, tongue == DIP_TONGUE_SOURCE ? drawing->edition->foreign_lang : "");
    dip_append_text(out, ">");
    dip_write_marked(drawing->edition, words, tongue, out);
    dip_append_text(out, "</");
    dip_append_text(out, name);
    dip_append_text(out, ">");
}

static void write_description(const struct drawing *drawing, GString *out)
{
    const struct dip_edition *edition = drawing->edition;
    struct dip_subject subject = {.family = drawing->family, .a = drawing->code};
    g_autoptr(GString) words = g_string_new(NULL);

    enum dip_tongue tongue = dip_compose(
        edition->lexicon, &drawing->family->patterns->of[DIP_PATTERN_FLOW_TITLE].items[0], &subject,
        words);
    write_element(drawing, "title", tongue, words, out);
    g_string_truncate(words, 0);
    tongue = compose_steps(drawing, edition->lexicon, words);
    if (tongue == DIP_TONGUE_SOURCE) {
        g_string_truncate(words, 0);
        compose_steps(drawing, edition->source_lexicon, words);
    }
    write_element(drawing, "desc", tongue, words, out);
}

static void write_path(const char *element, const GString *path, GString *out)
{
    if (path->len == 0)
        return;
    dip_append_text(out, element);
    dip_append(out, path->str, path->len);
    dip_append_text(out, "\"/>");
}

static void write_paths(const struct drawing *drawing, int top, int height, GString *out)
{
    dip_append_text(out, "<path class=l d=\"");
    for (size_t i = 0; i < drawing->columns; i++) {
        append_at(out, "M", x_of_column(drawing, i));
        append_at(out, " ", top);
        append_at(out, "V", height);
    }
    dip_append_text(out, "\"/>");
    write_path("<path d=\"", drawing->arrows, out);
    write_path("<path class=o d=\"", drawing->own_arrows, out);
}

void dip_write_flow(const struct dip_edition *edition, const struct dip_family *family,
                    const struct dip_code *code, GString *out)
{
    g_autoptr(GString) arrows = g_string_new(NULL);
    g_autoptr(GString) own_arrows = g_string_new(NULL);
    g_autoptr(GString) texts = g_string_new(NULL);
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(struct line));
    g_autofree int *column_of = g_new(int, family->actor_count);
    struct drawing drawing = {
        .edition = edition,
        .family = family,
        .code = code,
        .mirrored = strcmp(dip_locale_direction(edition->locale->locale), "rtl") == 0,
        .column_of = column_of,
        .arrows = arrows,
        .own_arrows = own_arrows,
        .texts = texts,
        .lines = lines,
    };

    number_columns(&drawing);
    int shift = LINE * (draw_names(&drawing) - 1);
    drawing.y = FIRST + shift;
    if (dip_compose_marks_names(edition->lexicon)) {
        dip_append_text(texts, "<g");
        dip_append_text(texts, edition->foreign_lang);
        dip_append_text(texts, ">");
    }
    for (size_t i = 0; i < code->step_count; i++)
        draw_step(&drawing, &code->steps[i]);
    if (dip_compose_marks_names(edition->lexicon))
        dip_append_text(texts, "</g>");
    int height = drawing.y + GAP;
    append_at(out, "<svg viewBox=\"0 0 ", WIDTH);
    append_at(out, " ", height);
    dip_append_text(out, "\" role=img>");
    write_description(&drawing, out);
    write_paths(&drawing, HEAD + shift, height, out);
    dip_append(out, texts->str, texts->len);
    dip_append_text(out, "</svg>");
}
