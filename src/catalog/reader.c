/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * po_file_read() with a handler that reports, for files that are not plain (plain.c). About 15 µs a message,
 * or half of that: see the end.
 *
 * Quirks of libgettextpo 0.21: a file is returned even after syntax errors, so they are counted; a
 * missing file calls no handler; the handler gets no pointer of ours and is process-global, hence
 * `current`; columns are those where the lexer stopped, often behind the fault, and not used; an open
 * string is reported for the line behind it; a doubled message comes through xerror2 without the
 * place of the first; the handler must not return from a fatal error (a read error; newer versions:
 * the sum of the others), and the library has no other way out than exit() or longjmp(). What it had
 * allocated then is lost, once a broken disk. It also loses some bytes of its own with obsolete,
 * doubled and broken entries, which leak checkers see.
 *
 * Half of its time is iconv(3), called for every character to find where the next one starts. Its
 * variable OLD_PO_FILE_INPUT leaves that out: characters are then bytes, which differs only in charsets
 * whose characters have bytes that are quotes or backslashes; UTF-8 is none, and no other is read.
 */
#include "catalog/reader.h"

#include "catalog/catalog.h"

#include <errno.h>
#include <setjmp.h>

/** Of one file; behind these it is no PO file at all. */
enum { MOST_REPORTS = 20 };

struct reading {
    struct dip_diag *diag;
    const struct dip_po_scan *scan;
    const char *path;
    GArray *complaints; /* of struct complaint */
    size_t errors;
    jmp_buf fatal;
};

/* What libgettextpo said: kept until it is known whether we can say it better. */
struct complaint {
    uint32_t line;
    char *text;
};

static struct reading *current;

static void clear_complaint(gpointer data)
{
    g_free(((struct complaint *)data)->text);
}

/** Cut libgettextpo's text down to its first line. */
static char *first_line(const char *text)
{
    return g_strndup(text, strcspn(text, "\n"));
}

/** Find the string that was still open at the end of @p line, or NULL. */
static const struct dip_po_open *find_open(const struct dip_po_scan *scan, uint32_t line)
{
    for (guint i = 0; i < scan->open->len; i++) {
        const struct dip_po_open *open = &g_array_index(scan->open, struct dip_po_open, i);
        if (open->line == line)
            return open;
    }
    return NULL;
}

/*
 * Forget what was said of the forms of an entry without msgid_plural, which begins at @p line: they are
 * counted on from where the file that was read before stopped, whichever that was.
 */
static void forget_forms(GArray *complaints, uint32_t line)
{
    guint left = complaints->len;
    while (left > 0 && g_array_index(complaints, struct complaint, left - 1).line >= line)
        left--;
    g_array_set_size(complaints, left);
}

static void note_complaint(struct reading *r, uint32_t line, const char *text)
{
    if (line > 0 && strstr(text, "missing 'msgid_plural'") != NULL)
        forget_forms(r->complaints, line);
    /* The parser gives up where the lexer did: one of the two is enough. */
    guint count = r->complaints->len;
    bool again = line > 0 && count > 0 &&
                 g_array_index(r->complaints, struct complaint, count - 1).line == line;
    if (r->errors++ >= MOST_REPORTS || again)
        return;
    struct complaint complaint = {.line = line, .text = g_strdup(text)};
    g_array_append_val(r->complaints, complaint);
}

/* What to do, which libgettextpo does not say. */
static const char *advice_of(const char *problem)
{
    static const char *const advice[][2] = {
        {"missing 'msgstr' section", "an entry ends with msgstr, \"\" where it is not translated"},
        {"missing 'msgid_plural' section",
         "without msgid_plural above it, it is msgstr, not msgstr[0]"},
        {"missing 'msgstr[]' section", "behind msgid_plural come msgstr[0] and the other forms"},
        {"first plural form has nonzero index", "the first form is msgstr[0]"},
        {"plural form has wrong index",
         "the forms are msgstr[0], msgstr[1] and so on, none left out"},
        {"end-of-file within string", "close the text with a double quote"},
        {"invalid control sequence", "a backslash in a text is written \\\\"},
        {"inconsistent use of #~", "either all lines of an entry begin with #~, or none does"},
        {"syntax error", "an entry is msgctxt, msgid, msgid_plural and msgstr, in this order; with "
                         "msgid_plural, msgstr[0] and the other forms"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(advice); i++) {
        if (strcmp(advice[i][0], problem) == 0)
            return advice[i][1];
    }
    return NULL;
}

static void report(struct reading *r, uint32_t line, const char *text)
{
    const struct dip_po_open *open = line > 1 ? find_open(r->scan, line - 1) : NULL;
    if (open != NULL) {
        dip_diag_report(r->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(r->path, open->line, open->column),
                        "the closing quote of a string is missing");
        return;
    }
    g_autofree char *problem = first_line(text);
    const char *advice = advice_of(problem);
    dip_diag_report(r->diag, DIP_RULE_PO_SYNTAX, dip_loc_at(r->path, line, 0), "%s", problem);
    if (advice != NULL)
        dip_diag_note(r->diag, (dip_loc){0}, "%s", advice);
}

// NOLINTNEXTLINE(readability-function-size): the signature is libgettextpo's
static void on_error(int severity, po_message_t message, const char *file, size_t line,
                     size_t column, int multiline, const char *text)
{
    (void)message;
    (void)column;
    (void)multiline;
    struct reading *r = current;
    bool located = file != NULL && line != (size_t)-1 && line < UINT32_MAX;
    /* Warnings are about the charset, which the caller checks. */
    if (severity == PO_SEVERITY_ERROR)
        note_complaint(r, located ? (uint32_t)line : 0, text);
    if (severity != PO_SEVERITY_FATAL_ERROR)
        return;
    if (r->errors++ == 0)
        dip_diag_report_file(r->diag, DIP_FILE_UNREADABLE, EIO, r->path, DIP_LIMIT_PO_BYTES);
    longjmp(r->fatal, 1); // NOLINT(cert-err52-cpp): see the top
}

// NOLINTNEXTLINE(readability-function-size): the signature is libgettextpo's
static void on_error2(int severity, po_message_t message1, const char *file1, size_t line1,
                      size_t column1, int multiline1, const char *text1, po_message_t message2,
                      const char *file2, size_t line2, size_t column2, int multiline2,
                      const char *text2)
{
    (void)message2;
    (void)file2;
    (void)line2;
    (void)column2;
    (void)multiline2;
    (void)text2;
    /* A doubled message, which the caller reports with both places. */
    if (severity == PO_SEVERITY_FATAL_ERROR)
        on_error(severity, message1, file1, line1, column1, multiline1, text1);
}

static po_file_t read_guarded(struct reading *r, const char *name)
{
    static const struct po_xerror_handler handler = {.xerror = on_error, .xerror2 = on_error2};
    if (setjmp(r->fatal) != 0) // NOLINT(cert-err52-cpp): see the top
        return NULL;
    return po_file_read(name, &handler);
}

/* A broken line makes its neighbours look broken, too. */
static bool is_near(const GArray *lines, uint32_t line)
{
    for (guint i = 0; i < lines->len; i++) {
        uint32_t bad = g_array_index(lines, uint32_t, i);
        if (line + 1 >= bad && line <= bad + 1)
            return true;
    }
    return false;
}

static void report_complaints(struct reading *r, const char *bytes)
{
    if (r->complaints->len == 0)
        return;
    g_autoptr(GArray) bad = dip_po_check_lines(r->path, bytes, r->diag);
    for (guint i = 0; i < r->complaints->len; i++) {
        const struct complaint *complaint = &g_array_index(r->complaints, struct complaint, i);
        if (!is_near(bad, complaint->line))
            report(r, complaint->line, complaint->text);
    }
}

void dip_catalog_hasten(void)
{
    g_setenv("OLD_PO_FILE_INPUT", "1", TRUE);
}

po_file_t dip_po_read(const char *root, const char *path, const char *bytes,
                      const struct dip_po_scan *scan, struct dip_diag *diag)
{
    g_autofree char *name = g_build_filename(root, path, NULL);
    g_autoptr(GArray) complaints = g_array_new(FALSE, TRUE, sizeof(struct complaint));
    struct reading reading = {.diag = diag, .scan = scan, .path = path, .complaints = complaints};
    g_array_set_clear_func(complaints, clear_complaint);
    g_assert(current == NULL);
    current = &reading;
    po_file_t file = read_guarded(&reading, name);
    current = NULL;
    report_complaints(&reading, bytes);
    if (file != NULL && reading.errors == 0)
        return file;
    if (file != NULL)
        po_file_free(file);
    else if (reading.errors == 0)
        dip_diag_report_file(diag, DIP_FILE_MISSING, 0, path, DIP_LIMIT_PO_BYTES);
    return NULL;
}
