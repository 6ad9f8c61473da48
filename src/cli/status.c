/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The tables of `diptych locale status`. Columns are aligned by what a terminal shows: a Chinese
 * character is two cells wide, a combining mark none.
 */
#include "cli/status.h"

enum { TEXT_CELLS = 74, COLUMNS = 10 };

static size_t cells_of(gunichar c)
{
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static size_t width_of(const char *text)
{
    size_t width = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
        width += cells_of(g_utf8_get_char(p));
    return width;
}

/* One line of @p text, cut where it has more than @p most cells. */
static void append_shortened(GString *out, const char *text, size_t most)
{
    bool whole = width_of(text) <= most;
    size_t width = 0;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        width += cells_of(c);
        if (!whole && width >= most) {
            g_string_append(out, "…");
            return;
        }
        g_string_append_unichar(out, c == '\n' || c == '\t' ? ' ' : c);
    }
}

/* A table: rows of COLUMNS cells; the first two are aligned to the left, numbers to the right. */
static void append_table(const GPtrArray *cells, GString *out)
{
    size_t widths[COLUMNS] = {0};

    for (guint i = 0; i < cells->len; i++)
        widths[i % COLUMNS] = MAX(widths[i % COLUMNS], width_of(cells->pdata[i]));
    for (guint i = 0; i < cells->len; i++) {
        const char *cell = cells->pdata[i];
        size_t column = i % COLUMNS;
        int gap = (int)(widths[column] - width_of(cell));
        if (column < 2)
            g_string_append_printf(out, "%s%s%*s", column == 0 ? "" : "  ", cell, gap, "");
        else
            g_string_append_printf(out, "  %*s%s", gap, "", cell);
        if (column == COLUMNS - 1)
            g_string_append_c(out, '\n');
    }
}

static char *percent(struct dip_share share)
{
    uint64_t whole = share.total == 0 ? 100 : share.translated * 100 / share.total;

    return g_strdup_printf("%" G_GUINT64_FORMAT "%%", whole);
}

static char *pages_cell(struct dip_pages pages)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, pages.complete,
                           pages.total);
}

static void add_row(GPtrArray *cells, const char *language, const struct dip_domain_status *domain,
                    struct dip_pages pages)
{
    static const enum dip_state states[] = {DIP_STATE_TRANSLATED, DIP_STATE_FUZZY,
                                            DIP_STATE_MISSING, DIP_STATE_BROKEN, DIP_STATE_STALE};

    g_ptr_array_add(cells, g_strdup(language));
    g_ptr_array_add(cells, g_strdup(domain->domain));
    g_ptr_array_add(cells, g_strdup_printf("%u", domain->messages));
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
        g_ptr_array_add(cells, g_strdup_printf("%u", domain->counts[states[i]]));
    g_ptr_array_add(cells, percent(domain->characters));
    g_ptr_array_add(cells, pages_cell(pages));
}

static void add_sums(struct dip_domain_status *sum, const struct dip_domain_status *domain)
{
    sum->messages += domain->messages;
    for (size_t i = 0; i < DIP_STATES; i++)
        sum->counts[i] += domain->counts[i];
    sum->characters.translated += domain->characters.translated;
    sum->characters.total += domain->characters.total;
}

static void add_locale_rows(GPtrArray *cells, const struct dip_locale_status *status)
{
    const struct dip_progress *progress = status->progress;
    struct dip_domain_status sum = {.domain = "all"};
    struct dip_pages rest = progress->pages;
    g_autofree char *language =
        g_strdup_printf("%s %s", status->locale->tag, dip_locale_own_name(status->locale->locale));

    for (guint i = 1; i < status->domains->len; i++) {
        rest.complete -= progress->families[i - 1].complete;
        rest.total -= progress->families[i - 1].total;
    }
    for (guint i = 0; i < status->domains->len; i++) {
        const struct dip_domain_status *domain =
            &g_array_index(status->domains, struct dip_domain_status, i);
        add_row(cells, i == 0 ? language : "", domain, i == 0 ? rest : progress->families[i - 1]);
        add_sums(&sum, domain);
    }
    add_row(cells, "", &sum, progress->pages);
}

static void append_path(const struct dip_common *common, const char *path, uint32_t line,
                        GString *out)
{
    const char *root = dip_common_root(common);

    if (strcmp(root, ".") != 0)
        g_string_append_printf(out, "%s%s", root, g_str_has_suffix(root, "/") ? "" : "/");
    g_string_append(out, path);
    if (line > 0)
        g_string_append_printf(out, ":%u", line);
}

/* What is obsolete is in nobody's way: counted in the table, and not listed. */
static void append_findings(const struct dip_locale_status *status, const struct dip_common *common,
                            size_t most, GString *out)
{
    size_t count = 0;

    for (guint i = 0; i < status->domains->len; i++) {
        const GArray *findings =
            g_array_index(status->domains, struct dip_domain_status, i).findings;
        for (guint j = 0; j < findings->len; j++) {
            const struct dip_finding *finding = &g_array_index(findings, struct dip_finding, j);
            if (finding->message == NULL || ++count > most)
                continue;
            if (count == 1)
                g_string_append_printf(out, "\nTo look at in %s:\n", status->locale->tag);
            g_string_append(out, "  ");
            append_path(common, finding->loc.path, finding->loc.line, out);
            g_string_append_printf(out, "  %s\n      ", dip_state_name(finding->state));
            append_shortened(out, finding->message->id, TEXT_CELLS);
            g_string_append_c(out, '\n');
        }
    }
    if (count > most && most > 0)
        g_string_append_printf(out, "  and %zu more\n", count - most);
}

static const struct dip_domain_status *domain_of(const struct dip_locale_status *status,
                                                 const char *name)
{
    for (guint i = 0; i < status->domains->len; i++) {
        const struct dip_domain_status *domain =
            &g_array_index(status->domains, struct dip_domain_status, i);
        if (strcmp(domain->domain, name) == 0)
            return domain;
    }
    g_assert_not_reached();
}

static const struct dip_message *entry_of(const struct dip_domain_status *domain,
                                          const struct dip_gap *gap)
{
    return domain->catalog == NULL ? NULL
                                   : dip_catalog_find(domain->catalog, gap->context, gap->id);
}

static void append_gap(const struct dip_locale_status *status, const struct dip_common *common,
                       guint index, GString *out)
{
    const struct dip_gap *gap = &g_array_index(status->gaps, struct dip_gap, index);
    const struct dip_domain_status *domain = domain_of(status, gap->domain);
    const struct dip_message *entry = entry_of(domain, gap);

    g_string_append_printf(out, "%4u  %6" G_GUINT64_FORMAT "  ", index + 1, gap->complete);
    append_path(common, domain->path, entry == NULL ? 0 : entry->loc.line, out);
    g_string_append(out, entry == NULL ? "  (not there)" : entry->fuzzy ? "  fuzzy" : "");
    if (gap->comment != NULL) {
        g_string_append(out, "  ");
        append_shortened(out, gap->comment, TEXT_CELLS);
    }
    g_string_append_printf(out, "\n%14s", "");
    append_shortened(out, gap->id, TEXT_CELLS - 8);
    g_string_append_c(out, '\n');
}

static void append_next(const struct dip_locale_status *status, const struct dip_common *common,
                        GString *out)
{
    if (status->gaps->len == 0)
        return;
    g_string_append_printf(out,
                           "\nTo translate next in %s, and the pages that are then complete:\n",
                           status->locale->tag);
    bool absent = false;
    for (guint i = 0; i < status->gaps->len; i++) {
        const struct dip_gap *gap = &g_array_index(status->gaps, struct dip_gap, i);
        append_gap(status, common, i, out);
        absent = absent || entry_of(domain_of(status, gap->domain), gap) == NULL;
    }
    if (absent)
        g_string_append(out, "\"diptych locale update\" adds the messages that are not there.\n");
}

void dip_status_text(const struct dip_coverage *coverage, const struct dip_common *common,
                     size_t most, GString *out)
{
    static const char *const heads[COLUMNS] = {"LANGUAGE", "CATALOG", "MESSAGES", "TRANSLATED",
                                               "FUZZY",    "MISSING", "BROKEN",   "STALE",
                                               "SHARE",    "PAGES"};
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);

    if (coverage->locales->len == 0) {
        g_string_append(out, "There is no language but the source's; \"diptych locale add TAG\" "
                             "begins one.\n");
        return;
    }
    for (size_t i = 0; i < COLUMNS; i++)
        g_ptr_array_add(cells, g_strdup(heads[i]));
    for (guint i = 0; i < coverage->locales->len; i++)
        add_locale_rows(cells, coverage->locales->pdata[i]);
    append_table(cells, out);
    g_string_append_printf(
        out, "SHARE is of the characters. PAGES are those with %d%% or more, of all.\n",
        (int)coverage->site->settings.threshold);
    for (guint i = 0; i < coverage->locales->len; i++) {
        append_findings(coverage->locales->pdata[i], common, most, out);
        append_next(coverage->locales->pdata[i], common, out);
    }
}

static void append_member(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "\"%s\": ", name);
    if (text == NULL)
        g_string_append(out, "null");
    else
        dip_json_string(out, text);
}

static void append_share(GString *out, struct dip_share share)
{
    g_string_append_printf(out,
                           "\"characters\": {\"translated\": %" G_GUINT64_FORMAT
                           ", \"total\": %" G_GUINT64_FORMAT "}",
                           share.translated, share.total);
}

static void append_pages(GString *out, struct dip_pages pages)
{
    g_string_append_printf(
        out, "\"pages\": {\"complete\": %" G_GUINT64_FORMAT ", \"total\": %" G_GUINT64_FORMAT "}",
        pages.complete, pages.total);
}

static void append_line(GString *out, uint32_t line)
{
    if (line == 0)
        g_string_append(out, ", \"line\": null, ");
    else
        g_string_append_printf(out, ", \"line\": %u, ", line);
}

static void append_json_finding(GString *out, const struct dip_finding *finding)
{
    append_member(out, "state", dip_state_name(finding->state));
    g_string_append(out, ", ");
    append_member(out, "file", finding->loc.path);
    append_line(out, finding->loc.line);
    append_member(out, "context", finding->message == NULL ? NULL : finding->message->context);
    g_string_append(out, ", ");
    append_member(out, "source", finding->message == NULL ? NULL : finding->message->id);
}

static void append_json_domain(GString *out, const struct dip_domain_status *domain)
{
    append_member(out, "domain", domain->domain);
    g_string_append(out, ", ");
    append_member(out, "file", domain->path);
    g_string_append_printf(out, ", \"messages\": %u", domain->messages);
    for (size_t i = 0; i < DIP_STATES; i++)
        g_string_append_printf(out, ", \"%s\": %u", dip_state_name((enum dip_state)i),
                               domain->counts[i]);
    g_string_append(out, ", ");
    append_share(out, domain->characters);
    g_string_append(out, ", \"findings\": [");
    for (guint i = 0; i < domain->findings->len; i++) {
        g_string_append(out, i == 0 ? "\n      {" : ",\n      {");
        append_json_finding(out, &g_array_index(domain->findings, struct dip_finding, i));
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

static void append_json_gap(GString *out, const struct dip_locale_status *status,
                            const struct dip_gap *gap)
{
    const struct dip_domain_status *domain = domain_of(status, gap->domain);
    const struct dip_message *entry = entry_of(domain, gap);

    append_member(out, "domain", gap->domain);
    g_string_append(out, ", ");
    append_member(out, "file", domain->path);
    append_line(out, entry == NULL ? 0 : entry->loc.line);
    append_member(out, "context", gap->context);
    g_string_append(out, ", ");
    append_member(out, "source", gap->id);
    g_string_append(out, ", ");
    append_member(out, "plural", gap->plural);
    g_string_append(out, ", ");
    append_member(out, "comment", gap->comment);
    g_string_append_printf(out,
                           ", \"fuzzy\": %s, \"characters\": %u, \"pages\": %" G_GUINT64_FORMAT
                           ", \"complete\": %" G_GUINT64_FORMAT,
                           entry != NULL && entry->fuzzy ? "true" : "false", gap->characters,
                           gap->pages, gap->complete);
}

static void append_json_locale(const struct dip_coverage *coverage,
                               const struct dip_locale_status *status, GString *out)
{
    append_member(out, "tag", status->locale->tag);
    g_string_append(out, ", ");
    append_member(out, "name", dip_locale_own_name(status->locale->locale));
    g_string_append(out, ",\n   ");
    append_share(out, status->progress->characters);
    g_string_append(out, ", ");
    append_pages(out, status->progress->pages);
    g_string_append(out, ",\n   \"families\": [");
    for (size_t i = 0; i < coverage->site->family_count; i++) {
        g_string_append(out, i == 0 ? "{" : ", {");
        append_member(out, "family", coverage->site->families[i]->id);
        g_string_append(out, ", ");
        append_pages(out, status->progress->families[i]);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\n   \"domains\": [");
    for (guint i = 0; i < status->domains->len; i++) {
        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        append_json_domain(out, &g_array_index(status->domains, struct dip_domain_status, i));
        g_string_append_c(out, '}');
    }
    g_string_append(out, "],\n   \"next\": [");
    for (guint i = 0; i < status->gaps->len; i++) {
        g_string_append(out, i == 0 ? "\n    {" : ",\n    {");
        append_json_gap(out, status, &g_array_index(status->gaps, struct dip_gap, i));
        g_string_append_c(out, '}');
    }
    g_string_append_c(out, ']');
}

void dip_status_json(const struct dip_coverage *coverage, GString *out)
{
    g_string_append(out, "{");
    append_member(out, "source", coverage->site->locales[0].tag);
    g_string_append_printf(out, ", \"threshold\": %d, \"locales\": [",
                           (int)coverage->site->settings.threshold);
    for (guint i = 0; i < coverage->locales->len; i++) {
        g_string_append(out, i == 0 ? "\n  {" : ",\n  {");
        append_json_locale(coverage, coverage->locales->pdata[i], out);
        g_string_append_c(out, '}');
    }
    g_string_append(out, "]}\n");
}
