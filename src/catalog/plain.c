/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass by lines; each is looked at as a whole, and the texts go into one block without their quotes
 * and escapes. Whatever is doubtful ends it: the price is the time that libgettextpo takes anyway.
 *
 * libgettextpo looks at each character on its own, comments too, and needs about 130 instructions for
 * one: a quarter of a cold build. Rejected: to blank out comments for it, a quarter of the characters; to
 * read two files at once with two copies of the library (as much work, and the other core has its own).
 */
#include "catalog/plain.h"

#include <string.h>

/** Which text the last line was a part of. */
enum part {
    BETWEEN,
    PREVIOUS_CONTEXT,
    PREVIOUS_ID,
    PREVIOUS_PLURAL,
    CONTEXT,
    ID,
    PLURAL,
    STRING,
    FORM,
};

struct plain {
    struct dip_catalog *catalog;
    struct dip_plain_header *header;
    const char *path;
    const char *bytes;
    const char *end;
    char *out; /* where the next byte of a text goes */
    uint32_t line;
    bool obsolete; /* the line is marked as */
    enum part part;
    bool flagged; /* there were flags of the entry to come */
    bool fuzzy;   /* and this one was among them */
    bool entered; /* the entry has a msgstr, and is not added yet */
    bool dead;    /* the entry is obsolete, as all behind it are */
    struct dip_message message;
};

/** Take the character behind a backslash; '\0' where it is not one of the four. */
static char plain_escape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '"':
    case '\\':
        return c;
    default:
        return '\0';
    }
}

/** Add the string of @p length bytes inside of quotes to the text, with escapes resolved. */
static bool add_escaped(struct plain *p, const char *inside, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = inside[i];
        if (c == '"')
            return false;
        if (c == '\\') {
            c = ++i < length ? plain_escape(inside[i]) : '\0';
            if (c == '\0')
                return false;
        }
        *p->out++ = c;
    }
    return true;
}

/** Add what is from @p text to @p feed, a string in its quotes, to the text. */
static bool add_string(struct plain *p, const char *text, const char *feed)
{
    if (feed - text < 2 || text[0] != '"' || feed[-1] != '"')
        return false;
    const char *inside = text + 1;
    size_t length = (size_t)(feed - 1 - inside);
    if (memchr(inside, '\\', length) != NULL)
        return add_escaped(p, inside, length);
    if (memchr(inside, '"', length) != NULL)
        return false;
    memcpy(p->out, inside, length);
    p->out += length;
    return true;
}

/** End the text before, and give the place of the next one. */
static const char *begin_text(struct plain *p, enum part part)
{
    if (p->part != BETWEEN)
        *p->out++ = '\0';
    p->part = part;
    return p->out;
}

static void end_text(struct plain *p)
{
    begin_text(p, BETWEEN);
}

/** Tell whether the header says UTF-8 once, where libgettextpo and the caller look for it. */
static bool says_utf8(const char *header)
{
    static const char kind[] = "Content-Type: text/plain; ";
    static const char charset[] = "charset=UTF-8\n";
    const char *field = strstr(header, "Content-Type:");

    return field != NULL && (field == header || field[-1] == '\n') &&
           strncmp(field, kind, strlen(kind)) == 0 &&
           strncmp(field + strlen(kind), charset, strlen(charset)) == 0 &&
           strstr(header, "charset=") == field + strlen(kind);
}

/** Take the entry that has ended for the header; its text is no message's. */
static bool end_header(struct plain *p)
{
    struct dip_catalog *catalog = p->catalog;

    if (catalog->messages->len > 0 || p->header->text != NULL || p->message.plural != NULL ||
        p->message.fuzzy)
        return false;
    p->header->text = catalog->texts->pdata[0];
    g_ptr_array_set_size(catalog->texts, 0);
    g_array_set_size(catalog->locs, 0);
    return says_utf8(p->header->text);
}

/** Only the place of an obsolete entry is kept. */
static void end_obsolete(struct plain *p)
{
    struct dip_catalog *catalog = p->catalog;
    guint strings = catalog->locs->len - p->message.string_count;

    g_ptr_array_set_size(catalog->texts, (gint)strings);
    g_array_set_size(catalog->locs, strings);
    g_array_append_val(catalog->obsolete, p->message.loc);
}

/** Add the entry that has ended, if there is one. */
static bool end_entry(struct plain *p)
{
    if (!p->entered)
        return true;
    p->entered = false;
    if (p->dead)
        end_obsolete(p);
    else if (p->message.context == NULL && p->message.id[0] == '\0')
        return end_header(p);
    else
        g_array_append_val(p->catalog->messages, p->message);
    return p->header->text != NULL;
}

static bool between_entries(const struct plain *p)
{
    return p->part == BETWEEN || p->part == STRING || p->part == FORM;
}

/** Tell whether the line goes on with an entry whose last text was @p part. */
static bool follows(const struct plain *p, enum part part)
{
    return p->part == part && p->obsolete == p->dead;
}

/** Begin an entry; one that is in use behind obsolete ones may be doubled by them, which is not plain. */
static bool begin_entry(struct plain *p)
{
    if (!between_entries(p))
        return false;
    end_text(p);
    if (!end_entry(p) || (p->dead && !p->obsolete))
        return false;
    p->dead = p->obsolete;
    p->message = (struct dip_message){0};
    return true;
}

/** As begin_entry(), or go on behind its previous texts. */
static bool begin_current(struct plain *p)
{
    return follows(p, PREVIOUS_ID) || follows(p, PREVIOUS_PLURAL) || begin_entry(p);
}

static bool begin_context(struct plain *p)
{
    if (!begin_current(p))
        return false;
    p->message.context = begin_text(p, CONTEXT);
    return true;
}

static void note_header(struct plain *p, size_t offset)
{
    if (p->header->text == NULL)
        p->header->start = offset;
    else if (p->catalog->messages->len + p->catalog->obsolete->len == 0)
        p->header->end = offset;
}

static bool begin_id(struct plain *p, const char *keyword)
{
    if (!follows(p, CONTEXT) && !begin_current(p))
        return false;
    note_header(p, (size_t)(keyword - p->bytes));
    p->message.id = begin_text(p, ID);
    p->message.loc =
        (dip_loc){.path = p->path, .line = p->line, .column = p->obsolete ? strlen("#~ ") + 1 : 1};
    p->message.fuzzy = p->fuzzy;
    p->fuzzy = false;
    p->flagged = false;
    return true;
}

static bool begin_plural(struct plain *p)
{
    if (!follows(p, ID))
        return false;
    p->message.plural = begin_text(p, PLURAL);
    return true;
}

static void add_msgstr(struct plain *p, enum part part)
{
    dip_loc loc = {.path = p->path, .line = p->line, .column = 1};

    g_ptr_array_add(p->catalog->texts, (gpointer)begin_text(p, part));
    g_array_append_val(p->catalog->locs, loc);
    p->message.string_count++;
    p->entered = true;
}

static bool begin_string(struct plain *p)
{
    if (!follows(p, ID))
        return false;
    add_msgstr(p, STRING);
    return true;
}

/** Begin the form of number @p digit, which has to be the one behind the last. */
static bool begin_form(struct plain *p, char digit)
{
    bool first = follows(p, PLURAL) && digit == '0';
    bool next = follows(p, FORM) && digit == (char)('0' + p->message.string_count);

    if (!first && !next)
        return false;
    add_msgstr(p, FORM);
    return true;
}

static bool starts(const char *words, const char *start)
{
    return strncmp(words, start, strlen(start)) == 0;
}

/** Take a keyword with its text, or a text alone; no start has a line feed, so none goes behind it. */
static bool take_words(struct plain *p, const char *words, const char *feed)
{
    if (words[0] == '"')
        return p->part >= CONTEXT && p->obsolete == p->dead && add_string(p, words, feed);
    if (starts(words, "msgid "))
        return begin_id(p, words) && add_string(p, words + 6, feed);
    if (starts(words, "msgstr "))
        return begin_string(p) && add_string(p, words + 7, feed);
    if (starts(words, "msgctxt "))
        return begin_context(p) && add_string(p, words + 8, feed);
    if (starts(words, "msgid_plural "))
        return begin_plural(p) && add_string(p, words + 13, feed);
    if (starts(words, "msgstr[") && g_ascii_isdigit(words[7]) && starts(words + 8, "] "))
        return begin_form(p, words[7]) && add_string(p, words + 10, feed);
    return false;
}

/** Begin a text that the entry had before: @p ret_text is what follows its keyword, if there is one. */
static bool begin_previous(struct plain *p, const char *words, const char **ret_text)
{
    enum part part = p->part;
    bool begun = false;

    *ret_text = words;
    if (words[0] == '"')
        return p->obsolete == p->dead && part >= PREVIOUS_CONTEXT && part <= PREVIOUS_PLURAL;
    *ret_text += strcspn(words, " \n");
    *ret_text += **ret_text == ' ';
    if (starts(words, "msgctxt ")) {
        begun = begin_entry(p);
        part = PREVIOUS_CONTEXT;
    } else if (starts(words, "msgid ")) {
        begun = follows(p, PREVIOUS_CONTEXT) || begin_entry(p);
        part = PREVIOUS_ID;
    } else if (starts(words, "msgid_plural ")) {
        begun = follows(p, PREVIOUS_ID);
        part = PREVIOUS_PLURAL;
    }
    if (begun)
        begin_text(p, part);
    return begun;
}

/** Take a text that the entry had before, which has to be right, and is not kept. */
static bool take_previous(struct plain *p, const char *words, const char *feed)
{
    if (!begin_previous(p, words, &words))
        return false;
    char *out = p->out;
    bool right = add_string(p, words, feed);
    p->out = out;
    return right;
}

/** Take flags, names with commas and blanks between them; of two lines, libgettextpo forgets some of one. */
static bool take_flags(struct plain *p, const char *flags, const char *feed)
{
    if (p->flagged)
        return false;
    p->flagged = true;
    while (flags < feed) {
        size_t length = 0;
        while (flags + length < feed && (g_ascii_islower(flags[length]) || flags[length] == '-'))
            length++;
        p->fuzzy |= length == strlen("fuzzy") && memcmp(flags, "fuzzy", length) == 0;
        flags += length;
        if (flags < feed && *flags != ',' && *flags != ' ')
            return false;
        flags += flags < feed;
    }
    return true;
}

static bool take_empty(struct plain *p)
{
    if (!between_entries(p))
        return false;
    end_text(p);
    return true;
}

/** Take a line that is marked as obsolete (`#~`), previous (`#|`), or both (`#~|`). */
static bool take_marked(struct plain *p, const char *line, const char *feed)
{
    p->obsolete = line[1] == '~';
    const char *mark = line + 1 + p->obsolete;
    bool previous = *mark == '|';

    mark += previous;
    if (*mark != ' ')
        return false;
    return previous ? take_previous(p, mark + 1, feed) : take_words(p, mark + 1, feed);
}

static bool take_comment(struct plain *p, const char *line, const char *feed)
{
    if (feed[-1] == '\\')
        return false;
    switch (line[1]) {
    case '\n':
    case ' ':
    case '.':
    case ':':
        return take_empty(p);
    case ',':
        return take_empty(p) && take_flags(p, line + 2, feed);
    case '~':
    case '|':
        return take_marked(p, line, feed);
    default: /* something to come */
        return false;
    }
}

static bool take_line(struct plain *p, const char *line, const char *feed)
{
    p->obsolete = false;
    switch (line[0]) {
    case '\n':
        return take_empty(p);
    case '#':
        return take_comment(p, line, feed);
    default:
        return take_words(p, line, feed);
    }
}

bool dip_plain_read(struct dip_catalog *catalog, const char *path, const char *bytes, size_t length,
                    struct dip_plain_header *ret_header)
{
    /* No text is longer than it was with its quotes. */
    struct plain p = {.catalog = catalog,
                      .header = ret_header,
                      .path = path,
                      .bytes = bytes,
                      .end = bytes + length,
                      .out = g_malloc(length + 1)};
    const char *line = bytes;

    *ret_header = (struct dip_plain_header){.end = length};
    catalog->block = p.out;
    while (line < p.end) {
        const char *feed = memchr(line, '\n', (size_t)(p.end - line));
        p.line++;
        if (feed == NULL || !take_line(&p, line, feed))
            return false;
        line = feed + 1;
    }
    if (!between_entries(&p))
        return false;
    end_text(&p);
    return end_entry(&p) && p.header->text != NULL;
}
