/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass over the bytes each. UTF-8 is validated by GLib; the forbidden characters are then found
 * on what is known to be valid, so that no decoder of ours meets a broken sequence.
 */
#include "base/base.h"

static enum dip_text_fault character_fault(gunichar c)
{
    if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        return DIP_TEXT_BIDI;
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r' ? DIP_TEXT_FINE : DIP_TEXT_CONTROL;
    if ((c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
        c == 0x2028 || c == 0x2029)
        return DIP_TEXT_CONTROL;
    return DIP_TEXT_FINE;
}

static enum dip_text_fault find_fault(const char *text, size_t length, size_t *ret_offset,
                                      uint32_t *ret_character)
{
    const char *end = NULL;
    bool valid = g_utf8_validate_len(text, length, &end);

    for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
        if ((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x7F)
            continue;
        gunichar c = g_utf8_get_char(p);
        enum dip_text_fault fault = character_fault(c);
        if (fault != DIP_TEXT_FINE) {
            *ret_offset = (size_t)(p - text);
            *ret_character = c;
            return fault;
        }
    }
    if (valid)
        return DIP_TEXT_FINE;
    *ret_offset = (size_t)(end - text);
    *ret_character = (unsigned char)*end;
    /* g_utf8_validate_len() stops at a NUL, which is UTF-8 but no text. */
    return *end == '\0' ? DIP_TEXT_CONTROL : DIP_TEXT_NOT_UTF8;
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
