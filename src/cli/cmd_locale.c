/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * `diptych locale add`, `update` and `status`.
 */
#include "cli/command.h"

#include "cli/status.h"

/** What the subcommands have of the command line. */
struct locale_options {
    struct dip_common common;
    int next;
    const char *const *tags; /**< NULL-terminated */
};

enum { NEXT_UNSET = G_MININT, NEXT_DEFAULT = 20 };

static void print_made(const struct dip_new_locale *made)
{
    const char *tag = dip_locale_tag(made->locale);

    printf("%s (%s):\n", tag, dip_locale_own_name(made->locale));
    for (guint i = 0; i < made->paths->len; i++)
        printf("  %s\n", (const char *)made->paths->pdata[i]);
    if (made->lacks_rule)
        printf("  Fill in Plural-Forms in the header of %s first: a PO editor does that, too.\n",
               (const char *)made->paths->pdata[0]);
    printf("  The next build has its pages below %s\n", made->address);
}

static enum dip_status add(const struct locale_options *options)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (options->tags[0] == NULL)
        return dip_usage_error(&dip_command_locale,
                               "expected the tag of a language behind \"add\", like \"fr\"");
    g_autoptr(GPtrArray) made =
        dip_translate_add(dip_common_root(&options->common), options->tags, diag);
    dip_report_diagnostics(diag, &options->common, NULL);
    dip_report_counts(diag, "nothing was made");
    if (made == NULL)
        return DIP_STATUS_ERRORS;
    if (options->common.quiet)
        return DIP_STATUS_FINE;
    for (guint i = 0; i < made->len; i++)
        print_made(made->pdata[i]);
    puts("\nTranslate them with a PO editor, such as Poedit; begin with site.po.\n"
         "\"diptych locale status\" says which messages help most.");
    return DIP_STATUS_FINE;
}

static enum dip_status update(const struct locale_options *options)
{
    struct dip_update_summary summary = {0};
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (options->tags[0] != NULL)
        return dip_usage_error(&dip_command_locale,
                               "unexpected argument \"%s\": \"update\" does all languages",
                               options->tags[0]);
    bool fine = dip_translate_update(dip_common_root(&options->common), diag, &summary);
    dip_report_diagnostics(diag, &options->common, NULL);
    dip_report_counts(diag, "catalogs may not all be up to date");
    if (fine && !options->common.quiet)
        printf("%u templates and %u catalogs changed, %u files unchanged\n", summary.pots,
               summary.catalogs, summary.unchanged);
    return fine ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

static enum dip_status status(const struct locale_options *options)
{
    const struct dip_common *common = &options->common;
    size_t next = (size_t)(options->next == NEXT_UNSET ? NEXT_DEFAULT : options->next);
    g_autoptr(GString) out = g_string_new(NULL);
    DIP_AUTO(dip_diag) diag = dip_diag_new();
    DIP_AUTO(dip_coverage)
    coverage = dip_translate_status(dip_common_root(common), options->tags, next, diag);

    dip_report_diagnostics(diag, common, NULL);
    dip_report_counts(diag, coverage == NULL ? "nothing is counted"
                                             : "what can't be read is not counted");
    if (coverage != NULL && common->json)
        dip_status_json(coverage, out);
    else if (coverage != NULL)
        dip_status_text(coverage, common, next, out);
    fputs(out->str, stdout);
    return dip_diag_count(diag, DIP_ERROR) == 0 ? DIP_STATUS_FINE : DIP_STATUS_ERRORS;
}

static const struct {
    const char *name;
    enum dip_status (*run)(const struct locale_options *options);
    bool reports; /**< takes --json and --next */
} subcommands[] = {{"add", add, false}, {"update", update, false}, {"status", status, true}};

static enum dip_status unknown(const char *name)
{
    const char *names[G_N_ELEMENTS(subcommands)];

    for (size_t i = 0; i < G_N_ELEMENTS(subcommands); i++)
        names[i] = subcommands[i].name;
    if (name == NULL)
        return dip_usage_error(&dip_command_locale, "expected \"add\", \"update\" or \"status\"");
    const char *nearest = dip_text_nearest(name, names, G_N_ELEMENTS(names));
    if (nearest != NULL)
        return dip_usage_error(&dip_command_locale,
                               "there is no \"locale %s\"; did you mean \"%s\"?", name, nearest);
    return dip_usage_error(&dip_command_locale,
                           "expected \"add\", \"update\" or \"status\", not \"%s\"", name);
}

static enum dip_status run_subcommand(const char *name, const struct locale_options *options)
{
    for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(subcommands); i++) {
        if (strcmp(subcommands[i].name, name) != 0)
            continue;
        if (!subcommands[i].reports && (options->common.json || options->next != NEXT_UNSET))
            return dip_usage_error(&dip_command_locale, "%s is an option of \"status\" only",
                                   options->common.json ? "--json" : "--next");
        return subcommands[i].run(options);
    }
    return unknown(name);
}

static enum dip_status run(int argc, char **argv)
{
    struct locale_options options = {.next = NEXT_UNSET};
    enum dip_status result = DIP_STATUS_FINE;
    const GOptionEntry own[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, &options.common.json, "status: print it as JSON", NULL},
        {"next", 0, 0, G_OPTION_ARG_INT, &options.next,
         "status: so many messages to translate next (20)", "N"},
        G_OPTION_ENTRY_NULL,
    };

    if (dip_options_parse(&dip_command_locale, own, &options.common, &argc, &argv, &result)) {
        options.tags = (const char *const *)argv + MIN(argc, 2);
        if (options.next < 0 && options.next != NEXT_UNSET)
            result = dip_usage_error(&dip_command_locale, "--next takes a number from 0 up");
        else
            result = run_subcommand(argc < 2 ? NULL : argv[1], &options);
    }
    dip_common_release(&options.common);
    return result;
}

const struct dip_command dip_command_locale = {
    .name = "locale",
    .arguments = "add TAG… | update | status [TAG…]",
    .most = G_MAXINT,
    .summary = "add languages, bring catalogs up to date, say how far they are",
    .description =
        "add: begin languages; each is a folder locales/TAG with a catalog for the site and one "
        "for "
        "every family.\n"
        "update: write locales/templates/*.pot from records, patterns and templates, and merge "
        "them into the catalogs of every language. Nothing that a translator wrote is lost.\n"
        "status: say how much is translated, what needs a look, and which messages bring most "
        "pages nearest to being complete.",
    .run = run,
};
