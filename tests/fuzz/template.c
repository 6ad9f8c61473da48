/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Templates from bytes. Up to four files, separated by NUL: the template, "a", "parts/b" and base
 * (with which the template is a page). What the lint accepts, ctemplate has to take without a word,
 * in every language, and expand; what it refuses has to have been reported.
 */
#include "template/template.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 4, BASE = 3 };

static const struct dip_var ITEM_VARS[] = {
    {"item", DIP_VAR_TEXT, NULL},
    {"mark", DIP_VAR_HTML, NULL},
    {NULL, DIP_VAR_TEXT, NULL},
};
static const struct dip_var VARS[] = {
    {"name", DIP_VAR_TEXT, NULL},         {"href", DIP_VAR_TEXT, NULL},
    {"body", DIP_VAR_HTML, NULL},         {"count", DIP_VAR_COUNT, NULL},
    {"list", DIP_VAR_SECTION, ITEM_VARS}, {"empty", DIP_VAR_SECTION, NULL},
    {NULL, DIP_VAR_TEXT, NULL},
};
static const struct dip_template_spec PART[] = {{"t", VARS, 0}, {NULL, NULL, 0}};
static const struct dip_template_spec PLAIN[] = {{"t", VARS, DIP_TEMPLATE_RAW_TEXT},
                                                 {NULL, NULL, 0}};
static const struct dip_template_spec PAGE[] = {
    {"base", VARS, 0},
    {"t", VARS, DIP_TEMPLATE_PAGE},
    {NULL, NULL, 0},
};

/* A catalog that holds what no catalog should: markers, markup, placeholders of its own. */
static const char *hostile(const struct dip_template_message *message, unsigned form, void *user)
{
    (void)user;
    if (message->plural == NULL && message->context != NULL)
        return NULL;
    return form == 0 ? "{{name:none}} {{{#list}} <b title=\"{count}\"> {" : "{{!{count}}} '}}";
}

static unsigned form_of(unsigned long n, void *user)
{
    (void)user;
    return n == 1 ? 0 : 1;
}

static void set_values(struct dip_values *values, const char *text)
{
    dip_values_text(values, "name", text);
    dip_values_text(values, "href", text);
    dip_values_html(values, "body", dip_html_part("<b>x</b>", strlen("<b>x</b>")));
    dip_values_count(values, "count", 2, NULL);
    for (int i = 0; i < 2; i++) {
        struct dip_values *item = dip_values_section(values, "list");
        dip_values_text(item, "item", text);
    }
}

static void fold_and_expand(const struct dip_templates *templates)
{
    static const char *const SLOTS[] = {"body", NULL};
    const struct dip_fold fold = {
        .tag = "de",
        .source_tag = "en",
        .translate = hostile,
        .plural_index = form_of,
        .plural_count = 2,
        .source_plural_index = form_of,
    };
    const dip_html fill = dip_html_part("<b>x</b>", strlen("<b>x</b>"));
    DIP_AUTO(dip_folded) folded = dip_templates_fold(templates, &fold);
    DIP_AUTO(dip_values) values = dip_values_new(folded);
    g_autoptr(GString) whole = g_string_new(NULL);
    g_autoptr(GString) stamped = g_string_new(NULL);

    set_values(values, "<i a=\"b\">'javascript:&{{name}}");
    dip_template_expand(folded, "t", values, whole);
    DIP_AUTO(dip_stamp) stamp = dip_stamp_new(folded, "t", values, SLOTS);
    dip_stamp_emit(stamp, &fill, stamped);
    g_assert_cmpstr(whole->str, ==, stamped->str);
}

/* ctemplate complains on stderr, and then may go on. */
static void fold_in_silence(const struct dip_templates *templates)
{
    static int quiet = -1;

    if (quiet < 0)
        quiet = memfd_create("stderr", 0);
    int saved = dup(STDERR_FILENO);
    dup2(quiet, STDERR_FILENO);
    fold_and_expand(templates);
    dup2(saved, STDERR_FILENO);
    close(saved);
    g_assert_cmpint(lseek(quiet, 0, SEEK_END), ==, 0);
}

static void run(const struct dip_template_text *texts, const struct dip_template_spec *specs)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_templates) templates = dip_templates_parse(texts, specs, diag);

    g_assert_cmpint(templates == NULL, ==, dip_diag_count(diag, DIP_ERROR) > 0);
    if (templates != NULL)
        fold_in_silence(templates);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const NAMES[FILES] = {"t", "a", "parts/b", "base"};
    struct dip_template_text texts[FILES + 1] = {{NULL, NULL, 0}};
    const char *at = (const char *)data;
    const char *end = at + size;
    size_t count = 0;

    if (size > DIP_LIMIT_TEMPLATE_BYTES)
        return 0;
    for (; count < FILES && (count == 0 || at < end); count++) {
        const char *stop = count + 1 < FILES ? memchr(at, '\0', (size_t)(end - at)) : NULL;
        size_t length = (size_t)((stop == NULL ? end : stop) - at);
        texts[count] = (struct dip_template_text){NAMES[count], at, length};
        at = stop == NULL ? end : stop + 1;
    }
    run(texts, count > BASE ? PAGE : PART);
    run(texts, PLAIN);
    return 0;
}
