/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A sink is an array of diagnostics in the order of their reporting; texts are formatted at once,
 * so that nothing they were made of has to live on. Sorting is left to printing.
 */
#include "diag/diag.h"

#include "diag/sink.h"

#include <errno.h>

dip_loc dip_loc_at(const char *path, uint32_t line, uint32_t column)
{
    return (dip_loc){.path = g_intern_string(path), .line = line, .column = column};
}

static void clear_note(gpointer data)
{
    g_free(((struct dip_note *)data)->text);
}

static void clear_report(gpointer data)
{
    struct dip_report *report = data;

    g_free(report->text);
    if (report->notes != NULL)
        g_array_unref(report->notes);
}

struct dip_diag *dip_diag_new(void)
{
    struct dip_diag *diag = g_new0(struct dip_diag, 1);

    diag->reports = g_array_new(FALSE, TRUE, sizeof(struct dip_report));
    g_array_set_clear_func(diag->reports, clear_report);
    return diag;
}

void dip_diag_free(struct dip_diag *diag)
{
    if (diag == NULL)
        return;
    g_array_unref(diag->reports);
    g_free(diag);
}

void dip_diag_report(struct dip_diag *diag, enum dip_rule rule, dip_loc loc, const char *format,
                     ...)
{
    va_list arguments;

    va_start(arguments, format);
    struct dip_report report = {
        .rule = rule, .loc = loc, .text = g_strdup_vprintf(format, arguments)};
    va_end(arguments);
    g_array_append_val(diag->reports, report);
}

void dip_diag_note(struct dip_diag *diag, dip_loc loc, const char *format, ...)
{
    va_list arguments;

    g_assert(diag->reports->len > 0);
    struct dip_report *report =
        &g_array_index(diag->reports, struct dip_report, diag->reports->len - 1);
    if (report->notes == NULL) {
        report->notes = g_array_new(FALSE, TRUE, sizeof(struct dip_note));
        g_array_set_clear_func(report->notes, clear_note);
    }
    va_start(arguments, format);
    struct dip_note note = {.loc = loc, .text = g_strdup_vprintf(format, arguments)};
    va_end(arguments);
    g_array_append_val(report->notes, note);
}

void dip_diag_suggest(struct dip_diag *diag, const char *word, const char *const *candidates,
                      size_t count)
{
    const char *nearest = dip_text_nearest(word, candidates, count);

    if (nearest != NULL)
        dip_diag_note(diag, (dip_loc){0}, "did you mean \"%s\"?", nearest);
}

/* Report a refusal with its reason, where @p error says one. */
static void report_unreadable(struct dip_diag *diag, dip_loc loc, int error)
{
    dip_diag_report(diag, DIP_RULE_FILE_UNREADABLE, loc, "can't be read%s%s",
                    error == 0 ? "" : ": ", error == 0 ? "" : g_strerror(error));
}

void dip_diag_report_file(struct dip_diag *diag, enum dip_file_fault fault, int error,
                          const char *path, size_t limit)
{
    dip_loc loc = dip_loc_at(path, 0, 0);

    switch (fault) {
    case DIP_FILE_FINE:
        g_assert_not_reached();
    case DIP_FILE_MISSING:
        dip_diag_report(diag, DIP_RULE_FILE_MISSING, loc, "there is no such file");
        return;
    case DIP_FILE_DANGLING:
        dip_diag_report(diag, DIP_RULE_FILE_MISSING, loc, "a link that leads nowhere");
        return;
    case DIP_FILE_DENIED:
        report_unreadable(diag, loc, EACCES);
        return;
    case DIP_FILE_LOOP:
        report_unreadable(diag, loc, ELOOP);
        return;
    case DIP_FILE_UNREADABLE:
        report_unreadable(diag, loc, error);
        return;
    case DIP_FILE_TOO_LARGE:
        dip_diag_report(diag, DIP_RULE_FILE_TOO_LARGE, loc,
                        "larger than %zu bytes, the limit for this kind of file", limit);
        return;
    case DIP_FILE_OUTSIDE:
        dip_diag_report(diag, DIP_RULE_LINK_OUTSIDE, loc,
                        "a link that leads out of the site's folder");
        return;
    case DIP_FILE_NOT_REGULAR:
        dip_diag_report(diag, DIP_RULE_FILE_UNREADABLE, loc, "not a file, but a folder or device");
        return;
    }
}

static const char *character_kind(enum dip_text_fault fault, uint32_t character)
{
    if (fault == DIP_TEXT_BIDI)
        return "a character that overrides the direction of text";
    return character == 0x2028 || character == 0x2029 ? "a line separator" : "a control character";
}

static void report_character(struct dip_diag *diag, dip_loc loc, enum dip_text_fault fault,
                             uint32_t character)
{
    if (fault == DIP_TEXT_NOT_UTF8)
        dip_diag_report(diag, DIP_RULE_INVALID_UTF8, loc,
                        "byte 0x%02X is not part of UTF-8; save the file as UTF-8", character);
    else
        dip_diag_report(diag, DIP_RULE_FORBIDDEN_CHARACTER, loc,
                        "U+%04X, %s, may not stand in a text", character,
                        character_kind(fault, character));
}

/* Report the first fault of each line behind the first @p offset bytes, down to one that is no UTF-8. */
static void report_lines(struct dip_diag *diag, dip_loc loc, const char *text, size_t length,
                         size_t offset)
{
    size_t reports = 0;

    dip_text_position(text, offset, &loc.line, &loc.column);
    while (offset > 0 && text[offset - 1] != '\n')
        offset--;
    for (uint32_t line = loc.line; offset < length && reports < DIP_LIMIT_DIAGNOSTICS; line++) {
        const char *feed = memchr(text + offset, '\n', length - offset);
        size_t size = feed == NULL ? length - offset : (size_t)(feed - text) - offset;
        size_t at = 0;
        uint32_t character = 0;
        enum dip_text_fault fault = dip_text_check(text + offset, size, &at, &character);
        if (fault != DIP_TEXT_FINE) {
            dip_text_position(text + offset, at, &loc.line, &loc.column);
            loc.line = line;
            report_character(diag, loc, fault, character);
            reports++;
        }
        if (fault == DIP_TEXT_NOT_UTF8)
            return;
        offset += size + 1;
    }
}

bool dip_diag_check_text(struct dip_diag *diag, dip_loc loc, const char *text, size_t length,
                         bool exact)
{
    size_t offset = 0;
    uint32_t character = 0;
    enum dip_text_fault fault = dip_text_check(text, length, &offset, &character);

    if (fault == DIP_TEXT_FINE)
        return true;
    if (exact)
        report_lines(diag, loc, text, length, offset);
    else
        report_character(diag, loc, fault, character);
    return false;
}

size_t dip_diag_count_all(const struct dip_diag *diag)
{
    return dip_diag_count(diag, DIP_ERROR) + dip_diag_count(diag, DIP_WARNING);
}

size_t dip_diag_count(const struct dip_diag *diag, enum dip_severity severity)
{
    size_t count = 0;

    for (guint i = 0; i < diag->reports->len; i++) {
        const struct dip_report *report = &g_array_index(diag->reports, struct dip_report, i);
        count += dip_rule_get(report->rule)->severity == severity;
    }
    return count;
}

void dip_diag_merge(struct dip_diag *diag, struct dip_diag *from)
{
    if (from->reports->len > 0)
        g_array_append_vals(diag->reports, from->reports->data, from->reports->len);
    /* Moved, not copied: the sources' texts belong to the target now. */
    g_array_set_clear_func(from->reports, NULL);
    g_array_set_size(from->reports, 0);
    g_array_set_clear_func(from->reports, clear_report);
}
