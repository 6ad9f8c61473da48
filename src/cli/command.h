/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the commands share; for the files of cli/ only.
 */
#ifndef DIP_COMMAND_H
#define DIP_COMMAND_H

#include "build/build.h"
#include "cli/cli.h"

/** The options that every command takes. */
struct dip_common {
    char *folder;  /**< -C; NULL: this one */
    gboolean json; /**< of the commands that have it */
    gboolean quiet;
    gboolean version;
    gboolean help;
};

/** A command. A table of them ends with a NULL name. */
struct dip_command {
    const char *name;
    const char *arguments; /**< for --help, NULL: takes none */
    int most;              /**< arguments that are not options */
    const char *summary;   /**< one line */
    const char *description;
    enum dip_status (*run)(int argc, char **argv);
};

extern const struct dip_command dip_command_build;
extern const struct dip_command dip_command_check;
extern const struct dip_command dip_command_explain;
extern const struct dip_command dip_command_join;
extern const struct dip_command dip_command_locale;
extern const struct dip_command dip_command_serve;

/**
 * Parse @p argv with @p own options (may be NULL; ends with a NULL name) and the common ones; what is
 * not an option stays in @p argv.
 *
 * @return false where the command is over, with its status: wrong usage, or --version was asked for
 */
bool dip_options_parse(const struct dip_command *command, const GOptionEntry *own,
                       struct dip_common *common, int *argc, char ***argv,
                       enum dip_status *ret_status);
void dip_common_release(struct dip_common *common);

/** The site's folder. */
const char *dip_common_root(const struct dip_common *common);

/** Complain about wrong usage on stderr, and say where help is. */
enum dip_status dip_usage_error(const struct dip_command *command, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** Tell whether @p host is the name of a host, or NULL; else complain, to be ended with *ret_status. */
bool dip_host_is_known(const struct dip_command *command, const char *host,
                       enum dip_status *ret_status);

/** Append `, "host": {...}` to @p json, where a host is set: what it limits, and what the site has. */
void dip_report_host_json(const struct dip_build_summary *summary, GString *json);

/** Print the same as lines; nothing where no host limits anything. */
void dip_report_host(const struct dip_build_summary *summary);

/** Print diagnostics to stderr, or as JSON to @p json where not NULL. */
void dip_report_diagnostics(const struct dip_diag *diag, const struct dip_common *common,
                            GString *json);

/** The same where places are below the folder @p root, which is not the site's. */
void dip_report_diagnostics_of(const struct dip_diag *diag, const char *root, GString *json);

/* Without an HTML parser the option is known, and says why it can't be had. */
#ifdef DIP_HAVE_AUDIT
#define DIP_BUILT_FLAGS G_OPTION_FLAG_NONE
#else
#define DIP_BUILT_FLAGS G_OPTION_FLAG_HIDDEN
#endif

/** `check --built`: the built site in @p folder (NULL: where a build puts it). */
enum dip_status dip_check_built(const struct dip_common *common, const char *folder);

/** "1 error and 2 warnings", for the end of a run that had any. */
void dip_report_counts(const struct dip_diag *diag, const char *outcome);

/** Print what a build or join did, on stdout; @p archive where it made one ("-": on stderr), or NULL. */
void dip_report_summary(const struct dip_build_summary *summary, const char *archive);

/** The same as members of JSON, which end it. */
void dip_report_summary_json(const struct dip_build_summary *summary, bool fine, GString *json);

/** "1 page", "2 pages": @p n with @p one or, if it is not 1, @p many (g_free). */
char *dip_counted(uint64_t n, const char *one, const char *many);

/** Tell whether @p stream is a terminal that should get colour: NO_COLOR is not set (no-color.org). */
bool dip_wants_colour(FILE *stream);

#endif
