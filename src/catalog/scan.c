/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass over the bytes with the tokens of gettext's own lexer (po-lex.c): keywords, strings with
 * C's escapes, comments; `#~` makes the rest of its line obsolete, and a backslash before a line
 * feed joins two lines anywhere, even in a comment. Only what names an entry is kept.
 *
 * Rejected: to match entries by their order, which one doubled message shifts for all that follow;
 * and to provoke libgettextpo into an error about each message, since errors carry the line.
 */
#include "catalog/scan.h"

struct scanner {
    struct dip_po_scan *scan;
    const char *bytes;
    const char *next;
    const char *end;
    const char *line_start;
    uint32_t line;
    bool obsolete;    /* behind "#~" */
    bool pending;     /* a msgid without its msgstr */
    bool has_context; /* a msgctxt without its msgid's msgstr */
    GString *target;  /* where strings go, or NULL */
    GString *context;
    GString *id;
    struct dip_po_entry entry;
};

guint dip_po_key_hash(gconstpointer key)
{
    const struct dip_po_key *k = key;
    /* Ids are sentences: g_str_hash() takes ten times as long for them. */
    return dip_hash_text(k->id) * 31 + (k->context != NULL ? dip_hash_text(k->context) : 0);
}

gboolean dip_po_key_equal(gconstpointer a, gconstpointer b)
{
    const struct dip_po_key *x = a;
    const struct dip_po_key *y = b;
    return strcmp(x->id, y->id) == 0 && g_strcmp0(x->context, y->context) == 0;
}

static void start_line(struct scanner *s)
{
    s->line++;
    s->line_start = s->next;
}

/** Go past joined lines and give the character there, '\0' at the end. */
static char peek(struct scanner *s)
{
    while (s->end - s->next >= 2 && s->next[0] == '\\' && s->next[1] == '\n') {
        s->next += 2;
        start_line(s);
    }
    return s->next < s->end ? *s->next : '\0';
}

static bool at_end(const struct scanner *s)
{
    return s->next >= s->end;
}

/* To the line feed, or the end; one behind a backslash joins lines. */
static void skip_line(struct scanner *s)
{
    while (!at_end(s)) {
        const char *feed = memchr(s->next, '\n', (size_t)(s->end - s->next));
        const char *stop = feed != NULL ? feed : s->end;
        bool joined = feed != NULL && feed > s->next && feed[-1] == '\\';
        s->next = joined ? feed - 1 : stop;
        if (!joined)
            return;
        peek(s);
    }
}

/** Take up to @p most digits of @p base; as in gettext, what does not fit a char is cut off. */
static char take_number(struct scanner *s, unsigned base, size_t most)
{
    unsigned value = 0;
    for (size_t i = 0; i < most; i++) {
        int digit = g_ascii_xdigit_value(peek(s));
        if (at_end(s) || digit < 0 || (unsigned)digit >= base)
            break;
        value = value * base + (unsigned)digit;
        s->next++;
    }
    return (char)(unsigned char)value;
}

/** Take what follows a backslash. */
static char take_escape(struct scanner *s)
{
    static const char letters[] = "ntbrfva\"\\";
    static const char meanings[] = "\n\t\b\r\f\v\a\"\\";
    char c = peek(s);
    const char *found = c != '\0' ? strchr(letters, c) : NULL;
    if (s->scan != NULL && (found == NULL || strchr("bfva", c) != NULL))
        s->scan->escapes = true;
    if (found != NULL) {
        s->next++;
        return meanings[found - letters];
    }
    if (c >= '0' && c <= '7')
        return take_number(s, 8, 3);
    if (c == 'x') {
        s->next++;
        return take_number(s, 16, SIZE_MAX);
    }
    return ' ';
}

/** Go past characters of a string that stand for themselves. */
static void skip_run(struct scanner *s)
{
    while (s->next < s->end && *s->next != '"' && *s->next != '\\' && *s->next != '\n')
        s->next++;
}

/** Keep what was passed since @p run, unless a NUL came before it; tell whether there was one by now. */
static bool keep_run(struct scanner *s, const char *run, bool cut)
{
    size_t length = (size_t)(s->next - run);
    const char *nul = length == 0 ? NULL : memchr(run, '\0', length);
    if (!cut && length > 0)
        g_string_append_len(s->target, run, nul != NULL ? nul - run : (gssize)length);
    return cut || nul != NULL;
}

/** Take a string behind its opening quote. A NUL ends what is kept, as it does for gettext. */
static void take_string(struct scanner *s)
{
    struct dip_po_open open = {.line = s->line, .column = (uint32_t)(s->next - s->line_start)};
    bool cut = false;
    for (;;) {
        const char *run = s->next;
        skip_run(s);
        if (s->target != NULL)
            cut = keep_run(s, run, cut);
        char c = peek(s);
        if (at_end(s) || c == '\n') {
            g_array_append_val(s->scan->open, open);
            return;
        }
        s->next++;
        if (c == '"')
            return;
        if (c == '\\')
            c = take_escape(s);
        cut = cut || c == '\0';
        if (s->target != NULL && !cut)
            g_string_append_c(s->target, c);
    }
}

/** An entry is complete at its first msgstr. */
static void add_entry(struct scanner *s)
{
    struct dip_po_scan *scan = s->scan;
    if (!s->pending)
        return;
    if (scan->entries->len > 0)
        g_array_index(scan->entries, struct dip_po_entry, scan->entries->len - 1).end =
            s->entry.start;
    s->entry.end = (size_t)(s->end - s->bytes);
    s->entry.first_string = scan->strings->len;
    s->entry.key.id = g_string_chunk_insert(scan->texts, s->id->str);
    s->entry.key.context =
        s->has_context ? g_string_chunk_insert(scan->texts, s->context->str) : NULL;
    g_array_append_val(scan->entries, s->entry);
    s->pending = false;
    s->has_context = false;
}

/** Note the place of a msgstr, which is of the entry added last; one without a msgid is of none. */
static void add_string(struct scanner *s, dip_po_place place)
{
    struct dip_po_scan *scan = s->scan;
    if (scan->entries->len == 0)
        return;
    g_array_append_val(scan->strings, place);
    g_array_index(scan->entries, struct dip_po_entry, scan->entries->len - 1).string_count++;
}

static bool is_word_character(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '$';
}

/** Take a word, of which only as much is kept as the longest keyword has. */
static void take_word(struct scanner *s)
{
    const struct dip_po_entry entry = {
        .place = {.line = s->line, .column = (uint32_t)(s->next - s->line_start) + 1},
        .start = (size_t)(s->next - s->bytes),
        .obsolete = s->obsolete,
    };
    char word[16] = "";
    size_t length = 0;
    for (char c = peek(s); is_word_character(c); c = peek(s)) {
        if (length < sizeof word - 1)
            word[length++] = c;
        s->next++;
    }
    s->target = NULL;
    if (strcmp(word, "msgctxt") == 0) {
        s->has_context = true;
        s->target = g_string_truncate(s->context, 0);
    } else if (strcmp(word, "msgid") == 0) {
        s->entry = entry;
        s->pending = true;
        s->target = g_string_truncate(s->id, 0);
    } else if (strcmp(word, "msgstr") == 0) {
        add_entry(s);
        add_string(s, entry.place);
    } else if (strcmp(word, "domain") == 0 && s->scan->domain_line == 0) {
        s->scan->domain_line = entry.place.line;
    }
}

static void take_comment(struct scanner *s)
{
    bool obsolete = s->end - s->next >= 2 && s->next[1] == '~';
    if (!obsolete || (s->end - s->next >= 3 && s->next[2] == '|')) {
        skip_line(s);
        return;
    }
    s->obsolete = true;
    s->next += 2;
}

static void take_token(struct scanner *s)
{
    char c = peek(s);
    if (at_end(s))
        return;
    if (is_word_character(c) && !g_ascii_isdigit(c)) {
        take_word(s);
        return;
    }
    if (c == '#') {
        take_comment(s);
        return;
    }
    s->next++;
    if (c == '"') {
        take_string(s);
    } else if (c == '\n') {
        start_line(s);
        s->obsolete = false;
    }
}

void dip_po_scan_init(struct dip_po_scan *scan, const char *bytes, size_t length)
{
    *scan = (struct dip_po_scan){
        .texts = g_string_chunk_new(4096),
        .entries = g_array_new(FALSE, FALSE, sizeof(struct dip_po_entry)),
        .strings = g_array_new(FALSE, FALSE, sizeof(dip_po_place)),
        .open = g_array_new(FALSE, FALSE, sizeof(struct dip_po_open)),
    };
    struct scanner s = {
        .scan = scan,
        .bytes = bytes,
        .next = bytes,
        .end = bytes + length,
        .line_start = bytes,
        .line = 1,
        .context = g_string_new(NULL),
        .id = g_string_new(NULL),
    };
    while (!at_end(&s))
        take_token(&s);
    g_string_free(s.context, TRUE);
    g_string_free(s.id, TRUE);
}

void dip_po_scan_release(struct dip_po_scan *scan)
{
    g_string_chunk_free(scan->texts);
    g_array_unref(scan->entries);
    g_array_unref(scan->strings);
    g_array_unref(scan->open);
}

/** Find the beginning of a line, or the end of all. */
static const char *find_line(const char *bytes, const char *end, uint32_t line)
{
    const char *start = bytes;

    for (; line > 1 && start != NULL; line--) {
        start = memchr(start, '\n', (size_t)(end - start));
        start = start != NULL ? start + 1 : NULL;
    }
    return start != NULL ? start : end;
}

static dip_po_place here(const struct scanner *s)
{
    return (dip_po_place){.line = s->line,
                          .column =
                              (uint32_t)g_utf8_strlen(s->line_start, s->next - s->line_start) + 1};
}

static void skip_to_string(struct scanner *s)
{
    while (!at_end(s) && peek(s) != '"' && peek(s) != '\n')
        s->next++;
}

/** Skip blanks and the ends of lines. */
static void skip_blanks(struct scanner *s)
{
    for (char c = peek(s); !at_end(s) && g_ascii_isspace(c); c = peek(s)) {
        s->next++;
        if (c == '\n')
            start_line(s);
    }
}

/**
 * Go on in a string behind its opening quote until @p left more bytes are read.
 *
 * @return true where that is before its closing quote
 */
static bool locate_in_string(struct scanner *s, size_t *left)
{
    while (*left > 0) {
        char c = peek(s);
        if (at_end(s) || c == '\n' || c == '"')
            break;
        s->next++;
        if (c == '\\')
            take_escape(s);
        (*left)--;
    }
    char c = peek(s);
    return *left == 0 && c != '"' && c != '\n' && !at_end(s);
}

dip_po_place dip_po_locate(const char *bytes, size_t length, dip_po_place keyword, size_t offset)
{
    const char *end = bytes + length;
    struct scanner s = {.bytes = bytes, .end = end, .line = keyword.line};
    dip_po_place closing = keyword;

    s.line_start = find_line(bytes, end, keyword.line);
    s.next = s.line_start;
    skip_to_string(&s);
    while (!at_end(&s) && peek(&s) == '"') {
        s.next++;
        if (locate_in_string(&s, &offset))
            return here(&s);
        closing = offset == 0 ? here(&s) : keyword;
        s.next += !at_end(&s) && peek(&s) == '"';
        skip_blanks(&s);
    }
    return closing;
}

char *dip_po_join(const char *bytes, const struct dip_po_entry *entry)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    bool inside = false;
    for (size_t i = entry->start; i < entry->end; i++) {
        char c = bytes[i];
        bool escape = inside && c == '\\' && i + 1 < entry->end;
        if (c == '"')
            inside = !inside;
        else if (inside)
            g_string_append_c(joined, c);
        if (escape)
            g_string_append_c(joined, bytes[++i]);
    }
    return g_string_free(g_steal_pointer(&joined), FALSE);
}
