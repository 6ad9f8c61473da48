/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The printers. Sorted by place, then rule, then text, and each once: the order does not depend on
 * workers or on the order in which files were checked. An excerpt reads its file again; there are at
 * most DIP_LIMIT_DIAGNOSTICS of them.
 */
#include "diag/diag.h"

#include "diag/sink.h"

/* How much of a long line an excerpt shows, in characters, and how much of that before the column. */
enum { EXCERPT = 100, EXCERPT_BEFORE = 60 };

static int compare_reports(const void *a, const void *b)
{
    const struct dip_report *x = *(const struct dip_report *const *)a;
    const struct dip_report *y = *(const struct dip_report *const *)b;
    int order = g_strcmp0(x->loc.path, y->loc.path);

    if (order == 0)
        order = (x->loc.line > y->loc.line) - (x->loc.line < y->loc.line);
    if (order == 0)
        order = (x->loc.column > y->loc.column) - (x->loc.column < y->loc.column);
    if (order == 0)
        order = (x->rule > y->rule) - (x->rule < y->rule);
    return order == 0 ? strcmp(x->text, y->text) : order;
}

static GPtrArray *sorted(const struct dip_diag *diag)
{
    GPtrArray *order = g_ptr_array_sized_new(diag->reports->len);
    guint kept = 0;

    for (guint i = 0; i < diag->reports->len; i++)
        g_ptr_array_add(order, &g_array_index(diag->reports, struct dip_report, i));
    g_ptr_array_sort(order, compare_reports);
    for (guint i = 0; i < order->len; i++) {
        if (kept == 0 || compare_reports(&order->pdata[kept - 1], &order->pdata[i]) != 0)
            order->pdata[kept++] = order->pdata[i];
    }
    g_ptr_array_set_size(order, (int)kept);
    return order;
}

/* A name as a terminal may show it: a file can be called anything but "/" and NUL. */
static char *shown_name(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    GString *shown = g_string_new(NULL);

    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
        size_t length = (size_t)(g_utf8_next_char(p) - p);
        bool fine = *p != '\t' && *p != '\n' && *p != '\r' &&
                    dip_text_check(p, length, NULL, NULL) == DIP_TEXT_FINE;
        g_string_append_len(shown, fine ? p : "\357\277\275", fine ? (gssize)length : 3);
    }
    return g_string_free(shown, FALSE);
}

static void print_place(FILE *out, dip_loc loc, const char *prefix)
{
    if (loc.path == NULL) {
        fputs("diptych: ", out);
        return;
    }
    g_autofree char *name = shown_name(loc.path);
    fprintf(out, "%s%s:", loc.path[0] == '/' ? "" : prefix, name);
    if (loc.line > 0)
        fprintf(out, "%u:", loc.line);
    if (loc.line > 0 && loc.column > 0)
        fprintf(out, "%u:", loc.column);
    fputc(' ', out);
}

static const char *find_line(const char *bytes, uint32_t line)
{
    for (; line > 1; line--) {
        bytes = strchr(bytes, '\n');
        if (bytes == NULL)
            return NULL;
        bytes++;
    }
    return bytes;
}

/* The line of the file, cut to what a terminal shows, and a caret under the column. */
static void print_excerpt(FILE *out, const char *root, dip_loc loc)
{
    if (loc.path == NULL || loc.line == 0)
        return;
    struct dip_file_bytes file = dip_file_load(root, loc.path, DIP_LIMIT_PO_BYTES);
    g_autofree char *bytes = file.bytes;
    const char *line = bytes == NULL ? NULL : find_line(bytes, loc.line);
    if (line == NULL)
        return;
    g_autofree char *whole = g_strndup(line, strcspn(line, "\r\n"));
    g_autofree char *valid = g_utf8_make_valid(whole, -1);
    /* What the terminal would obey is shown as a replacement character instead. */
    g_autoptr(GString) safe = g_string_new(NULL);
    uint32_t column = 1;
    uint32_t first = loc.column > EXCERPT_BEFORE ? loc.column - EXCERPT_BEFORE : 1;
    uint32_t last = first + EXCERPT;
    for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p), column++) {
        gunichar c = g_utf8_get_char(p);
        char piece[7] = {0};
        g_unichar_to_utf8(c, piece);
        if (column >= first && column < last)
            g_string_append(safe, c == '\t' ? " "
                                  : dip_text_check(piece, strlen(piece), NULL, NULL) != 0
                                      ? "\357\277\275"
                                      : piece);
    }
    if (column > last)
        g_string_append(safe, "…");
    fprintf(out, "%6u | %s%s\n", loc.line, first > 1 ? "…" : "", safe->str);
    if (loc.column > 0)
        fprintf(out, "       | %*s^\n", (int)(loc.column - first + (first > 1)), "");
}

static void print_report(FILE *out, const struct dip_report *report, const char *root,
                         const char *prefix, bool colour)
{
    const struct dip_rule_info *rule = dip_rule_get(report->rule);
    bool error = rule->severity == DIP_ERROR;

    print_place(out, report->loc, prefix);
    fprintf(out, "%s%s:%s %s [%s]\n",
            !colour ? ""
            : error ? "\033[1;31m"
                    : "\033[1;35m",
            error ? "error" : "warning", colour ? "\033[0m" : "", report->text, rule->id);
    print_excerpt(out, root, report->loc);
    for (guint i = 0; report->notes != NULL && i < report->notes->len; i++) {
        const struct dip_note *note = &g_array_index(report->notes, struct dip_note, i);
        if (note->loc.path == NULL) {
            fprintf(out, "       = note: %s\n", note->text);
            continue;
        }
        print_place(out, note->loc, prefix);
        fprintf(out, "note: %s\n", note->text);
    }
}

/** How many warnings of each rule one file has, and how many of them there were so far. */
struct crowd {
    const char *path;
    guint total[DIP_RULE_COUNT];
    guint before[DIP_RULE_COUNT];
};

static void count_file(struct crowd *crowd, const GPtrArray *order, guint from)
{
    const struct dip_report *first = order->pdata[from];

    *crowd = (struct crowd){.path = first->loc.path};
    for (guint i = from; i < order->len; i++) {
        const struct dip_report *report = order->pdata[i];
        if (g_strcmp0(report->loc.path, crowd->path) != 0)
            return;
        crowd->total[report->rule]++;
    }
}

/** How many warnings like report @p i its file had before it; 0 for errors, which are never too many. */
static guint count_like(struct crowd *crowd, const GPtrArray *order, guint i)
{
    const struct dip_report *report = order->pdata[i];
    bool error = dip_rule_get(report->rule)->severity == DIP_ERROR;

    if (i == 0 || g_strcmp0(report->loc.path, crowd->path) != 0)
        count_file(crowd, order, i);
    return error || report->loc.path == NULL ? 0 : crowd->before[report->rule]++;
}

void dip_diag_print(const struct dip_diag *diag, FILE *out, const char *root, const char *prefix,
                    bool colour)
{
    g_autoptr(GPtrArray) order = sorted(diag);

    struct crowd crowd = {0};
    guint shown = 0;
    guint left = 0;

    for (guint i = 0; i < order->len; i++) {
        const struct dip_report *report = order->pdata[i];
        guint before = count_like(&crowd, order, i);
        if (shown == DIP_LIMIT_DIAGNOSTICS) {
            left++;
            continue;
        }
        if (before >= DIP_LIMIT_WARNINGS)
            continue;
        print_report(out, report, root, prefix, colour);
        shown++;
        guint more = crowd.total[report->rule] - before - 1;
        if (before + 1 == DIP_LIMIT_WARNINGS && more > 0)
            fprintf(out, "       = note: and %u more like this in the file; --json has all\n",
                    more);
    }
    if (left > 0)
        fprintf(out, "diptych: and %u more\n", left);
}

static void json_escape(GString *out, unsigned char c)
{
    if (c == '"' || c == '\\')
        g_string_append_printf(out, "\\%c", c);
    else if (c == '\n')
        g_string_append(out, "\\n");
    else
        g_string_append_printf(out, "\\u%04x", c);
}

void dip_json_string(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
    const char *done = valid == NULL ? text : valid;
    const char *p = done;

    dip_append(out, "\"", 1);
    for (; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        dip_append(out, done, (size_t)(p - done));
        json_escape(out, c);
        done = p + 1;
    }
    dip_append(out, done, (size_t)(p - done));
    dip_append(out, "\"", 1);
}

static void json_place(GString *out, dip_loc loc)
{
    if (loc.path == NULL)
        return;
    g_string_append(out, "\"path\": ");
    dip_json_string(out, loc.path);
    g_string_append_printf(out, ", \"line\": %u, \"column\": %u, ", loc.line, loc.column);
}

static void json_report(GString *out, const struct dip_report *report)
{
    const struct dip_rule_info *rule = dip_rule_get(report->rule);

    g_string_append_c(out, '{');
    json_place(out, report->loc);
    g_string_append_printf(out, "\"severity\": \"%s\", \"rule\": \"%s\", \"text\": ",
                           rule->severity == DIP_ERROR ? "error" : "warning", rule->id);
    dip_json_string(out, report->text);
    g_string_append(out, ", \"notes\": [");
    for (guint i = 0; report->notes != NULL && i < report->notes->len; i++) {
        const struct dip_note *note = &g_array_index(report->notes, struct dip_note, i);
        g_string_append(out, i == 0 ? "{" : ", {");
        json_place(out, note->loc);
        g_string_append(out, "\"text\": ");
        dip_json_string(out, note->text);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}");
}

void dip_diag_print_json(const struct dip_diag *diag, GString *out)
{
    g_autoptr(GPtrArray) order = sorted(diag);

    g_string_append_c(out, '[');
    for (guint i = 0; i < order->len; i++) {
        g_string_append(out, i == 0 ? "\n  " : ",\n  ");
        json_report(out, order->pdata[i]);
    }
    g_string_append(out, order->len == 0 ? "]" : "\n]");
}

size_t dip_diag_print_json_errors(const struct dip_diag *diag, GString *out, size_t most)
{
    g_autoptr(GPtrArray) order = sorted(diag);
    size_t count = 0;

    g_string_append_c(out, '[');
    for (guint i = 0; i < order->len; i++) {
        const struct dip_report *report = order->pdata[i];
        if (dip_rule_get(report->rule)->severity != DIP_ERROR || ++count > most)
            continue;
        g_string_append(out, count == 1 ? "" : ", ");
        json_report(out, report);
    }
    g_string_append_c(out, ']');
    return count > most ? count - most : 0;
}
