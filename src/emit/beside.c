/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Written after the commit, into a draft of its own, and renamed. A build that is killed in between has
 * lost nothing: the next one compares again. Rejected: a place in the commit's journal, since these
 * files are not in the manifest, and a host reads them by hand.
 */
#include "emit/beside.h"

#include "blocks.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { BUFFER_BYTES = 64 * 1024 };

struct dip_beside_text {
    int fd;
    bool compare; /* with what is in the file, instead of writing it */
    bool same;
    int error;
    GString *pending;
};

static void compare(struct dip_beside_text *text)
{
    g_autofree char *there = g_malloc(text->pending->len + 1);
    size_t done = 0;
    while (done < text->pending->len) {
        ssize_t part = read(text->fd, there + done, text->pending->len - done);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part <= 0) {
            break;
        }
        done += (size_t)part;
    }
    text->same = done == text->pending->len && memcmp(there, text->pending->str, done) == 0;
}

static void flush(struct dip_beside_text *text)
{
    if (text->compare && text->same) {
        compare(text);
    } else if (!text->compare && text->error == 0) {
        text->error = dip_write_all(text->fd, text->pending->str, text->pending->len);
    }
    g_string_truncate(text->pending, 0);
}

void dip_beside_add(struct dip_beside_text *text, const char *bytes, size_t length)
{
    g_string_append_len(text->pending, bytes, (gssize)length);
    if (text->pending->len >= BUFFER_BYTES) {
        flush(text);
    }
}

void dip_beside_printf(struct dip_beside_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(text->pending, format, arguments);
    va_end(arguments);
    if (text->pending->len >= BUFFER_BYTES) {
        flush(text);
    }
}

static char *name_of(const struct dip_output *output, const struct dip_beside_kind *kind)
{
    return g_strconcat(output->name, ".", kind->suffix, NULL);
}

/* As one would type it. */
static char *path_of(const struct dip_output *output, const char *name)
{
    g_autofree char *folder = g_path_get_dirname(output->path);
    return strcmp(folder, ".") == 0 ? g_strdup(name) : g_build_filename(folder, name, NULL);
}

static bool refuse(const struct dip_output *output, const char *operation, const char *name,
                   int error, struct dip_diag *diag)
{
    g_autofree char *path = path_of(output, name);
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0}, "can't %s \"%s\": %s",
                    operation, path,
                    error == ENOSPC || error == EDQUOT ? "the disk is full" : g_strerror(error));
    return false;
}

bool dip_beside_is_ours(struct dip_output *output, const struct dip_beside_kind *kind,
                        struct dip_diag *diag)
{
    g_autofree char *name = name_of(output, kind);
    DIP_AUTO_FD fd = openat(output->parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT || refuse(output, "read", name, errno, diag);
    }
    struct dip_beside_text text = {
        .fd = fd, .compare = true, .same = true, .pending = g_string_new(kind->mark)};
    flush(&text);
    g_string_free(text.pending, TRUE);
    if (text.same) {
        return true;
    }
    g_autofree char *path = path_of(output, name);
    dip_diag_report(diag, DIP_RULE_OUTPUT_FOREIGN, (dip_loc){0},
                    "\"%s\" was not made by a build, which would write over it", path);
    dip_diag_note(diag, (dip_loc){0}, "give it another name");
    return false;
}

static bool is_same(struct dip_output *output, const struct dip_beside_kind *kind, const char *name,
                    void *user)
{
    DIP_AUTO_FD fd = openat(output->parent, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    struct dip_beside_text text = {
        .fd = fd, .compare = true, .same = true, .pending = g_string_new(NULL)};
    kind->make(&text, user);
    flush(&text);
    g_string_free(text.pending, TRUE);
    char more;
    return text.same && read(fd, &more, 1) == 0;
}

/* @return 0 or an errno */
static int write_draft(struct dip_output *output, const struct dip_beside_kind *kind, void *user)
{
    DIP_AUTO_FD fd = dip_draft_open(output);
    if (fd < 0) {
        return errno;
    }
    struct dip_beside_text text = {.fd = fd, .pending = g_string_new(NULL)};
    kind->make(&text, user);
    flush(&text);
    g_string_free(text.pending, TRUE);
    int error = dip_fd_close(&fd);
    return text.error != 0 ? text.error : error;
}

bool dip_beside_write(struct dip_output *output, const struct dip_beside_kind *kind, void *user,
                      struct dip_diag *diag)
{
    g_autofree char *name = name_of(output, kind);
    if (is_same(output, kind, name, user)) {
        return true;
    }
    const char *draft = output->beside[DIP_BESIDE_DRAFT];
    int error = write_draft(output, kind, user);
    if (error == 0 && renameat(output->parent, draft, output->parent, name) != 0) {
        error = errno;
    }
    if (error == 0) {
        return true;
    }
    (void)unlinkat(output->parent, draft, 0);
    return refuse(output, "write", name, error, diag);
}

const char *dip_beside_output(const struct dip_output *output)
{
    return output->path;
}
