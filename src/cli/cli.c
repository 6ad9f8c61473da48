/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The first word that is not an option is the command; the rest is its own, parsed by GLib from
 * tables. `-C DIR` may stand before the command too, as in git and make.
 */
#include "cli/command.h"

#include <unistd.h>

static const struct dip_command *const commands[] = {&dip_command_build,   &dip_command_check,
                                                     &dip_command_explain, &dip_command_join,
                                                     &dip_command_locale,  &dip_command_serve};

bool dip_wants_colour(FILE *stream)
{
    const char *no_color = g_getenv("NO_COLOR");
    const char *term = g_getenv("TERM");

    return isatty(fileno(stream)) && (no_color == NULL || no_color[0] == '\0') &&
           g_strcmp0(term, "dumb") != 0;
}

static void print_help(FILE *out)
{
    fputs("Usage: diptych [-C DIR] COMMAND [OPTION…]\n\n"
          "Make a static site in which every two codes of a family face each other on one page.\n\n"
          "Commands:\n",
          out);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nOptions:\n"
          "  -C DIR      the site's folder (this one, if not given)\n"
          "  --help      this text; after a command, its options\n"
          "  --version   the version\n\n"
          "Exit status: 0 fine, 1 errors in the input or the world, 2 wrong usage.\n",
          out);
}

static void print_version(void)
{
    puts("diptych " DIP_VERSION "\n"
         "Licence GPL-3.0-or-later. There is no warranty.");
}

enum dip_status dip_usage_error(const struct dip_command *command, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fprintf(stderr, "diptych: %s\nTry \"diptych%s%s --help\".\n", text, command == NULL ? "" : " ",
            command == NULL ? "" : command->name);
    return DIP_STATUS_USAGE;
}

void dip_common_release(struct dip_common *common)
{
    g_free(common->folder);
    *common = (struct dip_common){0};
}

const char *dip_common_root(const struct dip_common *common)
{
    return common->folder == NULL ? "." : common->folder;
}

bool dip_options_parse(const struct dip_command *command, const GOptionEntry *own,
                       struct dip_common *common, int *argc, char ***argv,
                       enum dip_status *ret_status)
{
    const GOptionEntry shared[] = {
        {"directory", 'C', 0, G_OPTION_ARG_FILENAME, &common->folder, "The site's folder", "DIR"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &common->quiet,
         "Print nothing but errors and warnings", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &common->version, "Print the version", NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &common->help, "Print this text", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);

    /* GLib would print its help in the charset of the process's locale, which nothing here sets. */
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, command->description);
    g_option_context_add_main_entries(context, shared, NULL);
    if (own != NULL)
        g_option_context_add_main_entries(context, own, NULL);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        *ret_status = dip_usage_error(command, "%s", error->message);
        return false;
    }
    if (common->help) {
        g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
        fputs(help, stdout);
        *ret_status = DIP_STATUS_FINE;
        return false;
    }
    if (common->version) {
        print_version();
        *ret_status = DIP_STATUS_FINE;
        return false;
    }
    if (common->folder != NULL && common->folder[0] == '\0') {
        *ret_status = dip_usage_error(command, "-C takes the name of a folder");
        return false;
    }
    if (*argc - 1 > command->most) {
        *ret_status =
            dip_usage_error(command, "unexpected argument \"%s\"", (*argv)[command->most + 1]);
        return false;
    }
    return true;
}

static const struct dip_command *find_command(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static enum dip_status unknown_command(const char *name)
{
    const char *names[G_N_ELEMENTS(commands)];

    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i]->name;
    const char *nearest = dip_text_nearest(name, names, G_N_ELEMENTS(commands));
    if (nearest != NULL)
        return dip_usage_error(NULL, "there is no command \"%s\"; did you mean \"%s\"?", name,
                               nearest);
    return dip_usage_error(NULL, "there is no command \"%s\"", name);
}

/* Where the command stands: behind options of diptych itself, of which -C takes a value. */
static int command_index(int argc, char **argv)
{
    int i = 1;

    while (i < argc && argv[i][0] == '-') {
        bool value_apart = strcmp(argv[i], "-C") == 0 || strcmp(argv[i], "--directory") == 0;
        i += value_apart ? 2 : 1;
    }
    return MIN(i, argc);
}

enum dip_status dip_cli_run(int argc, char **argv)
{
    int at = command_index(argc, argv);

    dip_catalog_hasten();
    for (int i = 1; i < at; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(stdout);
            return DIP_STATUS_FINE;
        }
        if (strcmp(argv[i], "--version") == 0) {
            print_version();
            return DIP_STATUS_FINE;
        }
    }
    if (at == argc && argc > 1 && strcmp(argv[argc - 1], "-C") == 0)
        return dip_usage_error(NULL, "Missing argument for -C");
    if (at == argc) {
        print_help(stderr);
        return DIP_STATUS_USAGE;
    }
    const struct dip_command *command = find_command(argv[at]);
    if (command == NULL)
        return unknown_command(argv[at]);
    /* The command sees all but its own name. */
    g_autofree char *program = g_strconcat("diptych ", command->name, NULL);
    g_autofree char **rest = g_new0(char *, (size_t)argc + 1);
    int count = 0;
    rest[count++] = program;
    for (int i = 1; i < argc; i++) {
        if (i != at)
            rest[count++] = argv[i];
    }
    g_set_prgname(program);
    return command->run(count, rest);
}
