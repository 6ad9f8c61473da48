/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * POT files are written as text: libgettextpo's writer wraps lines, sorts flags its own way and only
 * writes to a path. The header has no dates, which would make every run differ; msginit and msgmerge
 * do without. One pass, into one string.
 */
#include "catalog/catalog.h"

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        switch (*p) {
        case '\n':
            g_string_append(out, "\\n");
            break;
        case '\t':
            g_string_append(out, "\\t");
            break;
        case '\r':
            g_string_append(out, "\\r");
            break;
        case '"':
        case '\\':
            g_string_append_c(out, '\\');
            g_string_append_c(out, *p);
            break;
        default:
            g_string_append_c(out, *p);
        }
    }
    g_string_append_c(out, '"');
}

static void append_field(GString *out, const char *keyword, const char *text)
{
    g_string_append_printf(out, "%s ", keyword);
    append_quoted(out, text);
    g_string_append_c(out, '\n');
}

/** Append a comment; each of its lines is one. */
static void append_comment(GString *out, const char *mark, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        g_string_append_printf(out, "%s%s%s\n", mark, **line != '\0' ? " " : "", *line);
}

static void append_comments(GString *out, const char *mark, const char *const *texts)
{
    for (size_t i = 0; texts != NULL && texts[i] != NULL; i++)
        append_comment(out, mark, texts[i]);
}

static bool any_plural(const struct dip_source *sources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (sources[i].plural != NULL)
            return true;
    }
    return false;
}

static void append_header(GString *out, const char *project, bool plural)
{
    g_autofree char *name = g_strdup_printf("Project-Id-Version: diptych %s\n", project);
    append_field(out, "msgid", "");
    append_field(out, "msgstr", "");
    append_quoted(out, name);
    g_string_append(out, "\n\"Language: \\n\"\n"
                         "\"MIME-Version: 1.0\\n\"\n"
                         "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
                         "\"Content-Transfer-Encoding: 8bit\\n\"\n");
    if (plural)
        g_string_append(out, "\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n");
}

static void append_source(GString *out, const struct dip_source *source)
{
    g_assert(source->id[0] != '\0');
    g_string_append_c(out, '\n');
    append_comments(out, "#.", source->comments);
    append_comments(out, "#:", source->references);
    if (source->brace_format)
        g_string_append(out, "#, python-brace-format\n");
    if (source->context != NULL)
        append_field(out, "msgctxt", source->context);
    append_field(out, "msgid", source->id);
    if (source->plural == NULL) {
        append_field(out, "msgstr", "");
        return;
    }
    append_field(out, "msgid_plural", source->plural);
    append_field(out, "msgstr[0]", "");
    append_field(out, "msgstr[1]", "");
}

char *dip_pot_format(const char *project, const struct dip_source *sources, size_t count)
{
    GString *out = g_string_new(NULL);
    append_header(out, project, any_plural(sources, count));
    for (size_t i = 0; i < count; i++)
        append_source(out, &sources[i]);
    return g_string_free(out, FALSE);
}
