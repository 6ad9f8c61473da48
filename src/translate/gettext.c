/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * gettext's commands write to standard output. Dates are cut out of headers: they change when nothing
 * does, and say nothing that the history of the file doesn't. Of a file from Windows, msgmerge leaves
 * carriage returns in comments; they are cut off as well.
 *
 * A catalog begins with a header only, and msgmerge adds the messages: msginit would fill those of
 * en-GB with the English of the source, as if somebody had translated them.
 */
#include "translate/gettext.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static const char no_rule[] = "nplurals=INTEGER; plural=EXPRESSION;";

char *dip_pot_text(const struct dip_site *site, const char *domain)
{
    g_autoptr(GPtrArray) sources = dip_site_sources(site, domain);
    g_autoptr(GArray) flat = g_array_new(FALSE, FALSE, sizeof(struct dip_source));

    for (guint i = 0; i < sources->len; i++)
        g_array_append_val(flat, *(struct dip_source *)sources->pdata[i]);
    return dip_pot_format(domain, (const struct dip_source *)(void *)flat->data, flat->len);
}

/* A file in memory that begins with @p text, for a stream of a command; -1 where there is none. */
static int open_stream(const char *text)
{
    int fd = memfd_create("diptych", MFD_CLOEXEC);
    size_t length = strlen(text);

    if (fd < 0 || (write(fd, text, length) == (ssize_t)length && lseek(fd, 0, SEEK_SET) == 0))
        return fd;
    close(fd);
    return -1;
}

/* What a command has written; g_free. */
static char *read_stream(int fd)
{
    off_t length = lseek(fd, 0, SEEK_END);
    char *text = g_malloc0((size_t)MAX(length, 0) + 1);
    ssize_t got = 1;

    for (off_t done = 0; done < length && got > 0; done += got)
        got = pread(fd, text + done, (size_t)(length - done), done);
    return text;
}

/* Start a command and wait for its end. The streams are files: no pipe has to be kept moving. */
static bool spawn(const char *root, const char *const *command, const int streams[3],
                  int *ret_status, GError **error)
{
    g_auto(GStrv) environment = g_get_environ();
    GPid pid = 0;

    /* C.UTF-8: messages in one language, files in UTF-8, whatever the user's locale is. */
    environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
    /* Meant for our own reader only (dip_catalog_hasten()). */
    environment = g_environ_unsetenv(environment, "OLD_PO_FILE_INPUT");
    if (!g_spawn_async_with_pipes_and_fds(root, command, (const char *const *)environment,
                                          G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL,
                                          NULL, streams[0], streams[1], streams[2], NULL, NULL, 0,
                                          &pid, NULL, NULL, NULL, error))
        return false;
    while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
        ;
    g_spawn_close_pid(pid);
    return true;
}

static char *run_on(const int streams[3], const char *root, const char *const *command,
                    const char *path, struct dip_diag *diag)
{
    g_autoptr(GError) error = NULL;
    int status = -1;

    if (!spawn(root, command, streams, &status, &error)) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, dip_loc_at(path, 0, 0),
                        "%s can't be started; is GNU gettext installed? (%s)", command[0],
                        error->message);
        return NULL;
    }
    g_autofree char *made = read_stream(streams[1]);
    if (status == 0 && g_utf8_validate(made, -1, NULL))
        return g_steal_pointer(&made);
    g_autofree char *said = read_stream(streams[2]);
    dip_diag_report(diag, DIP_RULE_PO_SYNTAX, dip_loc_at(path, 0, 0), "%s refused it: %s",
                    command[0], status == 0 ? "what it made is not UTF-8" : g_strchomp(said));
    return NULL;
}

/* Run a command of gettext's; what it prints, or NULL and a report. */
static char *run(const char *root, const char *const *command, const char *input, const char *path,
                 struct dip_diag *diag)
{
    const int streams[] = {open_stream(input == NULL ? "" : input), open_stream(""),
                           open_stream("")};
    char *made = NULL;

    if (streams[0] >= 0 && streams[1] >= 0 && streams[2] >= 0)
        made = run_on(streams, root, command, path, diag);
    else
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, dip_loc_at(path, 0, 0),
                        "%s can't be started: %s", command[0], g_strerror(errno));
    for (size_t i = 0; i < G_N_ELEMENTS(streams); i++) {
        if (streams[i] >= 0)
            close(streams[i]);
    }
    return made;
}

/* A line of the header, which ends where the first blank line is. */
static bool is_date(const char *line)
{
    return g_str_has_prefix(line, "\"PO-Revision-Date:") ||
           g_str_has_prefix(line, "\"POT-Creation-Date:");
}

char *dip_po_tidy(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    bool header = true;

    for (char **line = lines; *line != NULL; line++) {
        header = header && **line != '\0' && **line != '\r';
        if (header && is_date(*line))
            continue;
        if (g_str_has_suffix(*line, "\r"))
            (*line)[strlen(*line) - 1] = '\0';
        g_string_append(out, *line);
        if (line[1] != NULL)
            g_string_append_c(out, '\n');
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* msginit knows the rules of some 40 languages; a header without one could not be built with. */
static char *with_rule(const char *made, const char *tag)
{
    DIP_AUTO(dip_locale) locale = dip_locale_new(tag, NULL);
    const char *forms = locale == NULL ? NULL : dip_locale_plural_forms(locale);
    g_auto(GStrv) parts = g_strsplit(made, no_rule, 2);

    return g_strjoinv(forms == NULL ? no_rule : forms, parts);
}

char *dip_po_begin(const char *root, const char *tag, const char *pot, const char *path,
                   struct dip_diag *diag)
{
    /* A header that has plurals, so that msginit says the rule. */
    static const struct dip_source plural = {.id = "one", .plural = "many"};
    g_autofree char *name = g_strdelimit(g_strdup(tag), "-", '_');
    g_autofree char *option = g_strconcat("--locale=", name, NULL);
    g_autofree char *domain = g_path_get_basename(path);
    const char *const init[] = {"msginit", "--no-translator",       "--no-wrap", option,
                                "-i",      pot == NULL ? "-" : pot, "-o",        "-",
                                NULL};

    if (g_str_has_suffix(domain, ".po"))
        domain[strlen(domain) - strlen(".po")] = '\0';
    g_autofree char *small = dip_pot_format(domain, &plural, 1);
    *strstr(small, "\n\n") = '\0';
    g_autofree char *made = run(root, init, pot == NULL ? small : NULL, path, diag);
    return made == NULL ? NULL : with_rule(made, tag);
}

char *dip_po_merge(const char *root, const char *path, const char *pot, struct dip_diag *diag)
{
    const char *const merge[] = {"msgmerge", "--quiet", "--previous", "--no-wrap", "-o",
                                 "-",        path,      pot,          NULL};

    return run(root, merge, NULL, path, diag);
}

bool dip_tag_check(const char *tag, dip_loc loc, struct dip_diag *diag)
{
    DIP_AUTO(dip_locale) locale = dip_locale_new(tag, NULL);

    if (locale != NULL)
        return true;
    g_autofree char *meant = dip_locale_guess(tag);
    dip_diag_report(diag, DIP_RULE_LOCALE_TAG, loc,
                    "\"%s\" is not the tag of a language (BCP 47), like \"fr\" or \"pt-BR\"", tag);
    if (meant != NULL)
        dip_diag_note(diag, (dip_loc){0}, "did you mean \"%s\"?", meant);
    return false;
}
