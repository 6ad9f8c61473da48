/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Markup as a type, and the escaping that makes text into it. Runs of bytes that need nothing are
 * looked over by sixteens and copied at once.
 */
#include "template/internal.h"

dip_html dip_html_empty(void)
{
    return (dip_html){.bytes = "", .length = 0};
}

dip_html dip_html_of(const GString *buffer)
{
    return (dip_html){.bytes = buffer->str, .length = buffer->len};
}

dip_html dip_html_part(const char *bytes, size_t length)
{
    return (dip_html){.bytes = bytes, .length = length};
}

dip_html dip_html_text(const char *text)
{
    return (dip_html){.bytes = text, .length = strlen(text)};
}

/* A way to escape: what stands for a byte, NULL: itself; and which bytes have such, in short. */
struct escapes {
    const char *entities[256];
    unsigned char own[2]; /* beside control characters, " & < >: what is escaped here alone */
};

static const struct escapes CONTENT = {
    .entities = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"},
    .own = {'&', '&'},
};

/* As ctemplate has it: blanks too, since a line could end an attribute in quirks of old browsers. */
static const struct escapes ANYWHERE = {
    .entities = {['&'] = "&amp;",
                 ['<'] = "&lt;",
                 ['>'] = "&gt;",
                 ['"'] = "&quot;",
                 ['\''] = "&#39;",
                 ['\t'] = " ",
                 ['\n'] = " ",
                 ['\v'] = " ",
                 ['\f'] = " ",
                 ['\r'] = " "},
    .own = {'\'', '\''},
};

static const struct escapes JSON = {
    .entities = {['"'] = "\\\"",
                 ['\\'] = "\\\\",
                 ['/'] = "\\/",
                 ['\b'] = "\\b",
                 ['\f'] = "\\f",
                 ['\n'] = "\\n",
                 ['\r'] = "\\r",
                 ['\t'] = "\\t",
                 ['&'] = "\\u0026",
                 ['<'] = "\\u003C",
                 ['>'] = "\\u003E"},
    .own = {'\\', '/'},
};

/* Sixteen bytes at a time, in the vectors that the compilers have: bytes looked up one by one took three
 * times as many instructions, a twelfth of those of a page. */
enum { STRIDE = 16 };
typedef unsigned char stride __attribute__((vector_size(STRIDE)));

/* Whether none of STRIDE bytes is escaped. */
static bool is_plain(const char *text, const struct escapes *escapes)
{
    stride bytes;
    uint64_t halves[2];

    memcpy(&bytes, text, sizeof bytes);
    stride found =
        (stride)((bytes < 0x20) | (bytes == '"') | (bytes == '&') | (bytes == '<') |
                 (bytes == '>') | (bytes == escapes->own[0]) | (bytes == escapes->own[1]));
    memcpy(halves, &found, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

/* The end of a run that begins at @p from and needs nothing; most often a little before it. */
static size_t skip_plain(const char *text, size_t from, size_t length,
                         const struct escapes *escapes)
{
    while (length - from >= STRIDE) {
        if (!is_plain(text + from, escapes))
            return from;
        from += STRIDE;
    }
    /* The rest once more, with what stands before it. */
    return length >= STRIDE && is_plain(text + length - STRIDE, escapes) ? length : from;
}

static void escape(GString *out, const char *text, size_t length, const struct escapes *escapes)
{
    size_t done = 0;

    for (size_t i = skip_plain(text, 0, length, escapes); i < length;
         i = skip_plain(text, i, length, escapes)) {
        for (size_t end = MIN(i + STRIDE, length); i < end; i++) {
            const char *entity = escapes->entities[(unsigned char)text[i]];
            if (entity == NULL)
                continue;
            dip_append(out, text + done, i - done);
            dip_append_text(out, entity);
            done = i + 1;
        }
    }
    dip_append(out, text + done, length - done);
}

void dip_html_escape(GString *out, const char *text, size_t length)
{
    escape(out, text, length, &CONTENT);
}

void dip_html_escape_as(GString *out, const char *text, size_t length, bool json)
{
    escape(out, text, length, json ? &JSON : &ANYWHERE);
}
