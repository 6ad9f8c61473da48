/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The list of changes: one manifest against the other, group by group, so that memory does not grow
 * with files. In the order of the new manifest, then of the old one for what is removed; both orders
 * are the same for any number of workers. Written before the commit begins: a list that can't be
 * written stops it, and a kill in between leaves a list that says too much, never too little, since
 * the next build compares with what was there before a commit that it completes.
 */
#include "output.h"

#include "blocks.h"

#include <errno.h>
#include <fcntl.h>

enum { FLUSH_BYTES = 64 * 1024 };

struct changes {
    const struct dip_output *output;
    const struct dip_manifest *old; /* or NULL */
    const struct dip_manifest *new;
    int fd;
    int error;
    GString *path;
    GString *text;
};

static void flush(struct changes *changes)
{
    if (changes->error == 0) {
        changes->error = dip_write_all(changes->fd, changes->text->str, changes->text->len);
    }
    g_string_truncate(changes->text, 0);
}

/* The address of a page is that of its folder. */
static void add_line(struct changes *changes, const char *word)
{
    static const char page[] = "index.html";
    const char *path = changes->path->str;
    size_t length = changes->path->len;
    if (g_str_has_suffix(path, page) &&
        (length == sizeof page - 1 || path[length - sizeof page] == '/')) {
        g_string_truncate(changes->path, length - (sizeof page - 1));
    }
    g_string_append_printf(changes->text, "%s %s", word, changes->output->changes.url);
    g_string_append_uri_escaped(changes->text, path, "/", FALSE);
    g_string_append_c(changes->text, '\n');
    if (changes->text->len >= FLUSH_BYTES) {
        flush(changes);
    }
}

static bool same_lines(const struct dip_manifest_group *a, const struct dip_manifest_group *b)
{
    return a->length == b->length && memcmp(a->lines, b->lines, a->length) == 0;
}

static void set_path(struct changes *changes, const struct dip_manifest_group *group,
                     const dip_entry *entry)
{
    g_string_truncate(changes->path, 0);
    g_string_append_len(changes->path, group->prefix, (gssize)group->prefix_length);
    g_string_append_len(changes->path, entry->rest, (gssize)entry->rest_length);
}

/* Tell whether @p manifest has the file in hand in a group with another prefix. */
static bool is_elsewhere(const struct changes *changes, const struct dip_manifest *manifest)
{
    return manifest != NULL && dip_manifest_has(manifest, changes->path->str, changes->path->len);
}

/* A packed file stands behind the one that it is made from, and its address is nobody's business. */
static bool is_packed(const dip_entry *entry, dip_entry *content)
{
    static const char *const suffixes[] = {".gz", ".br"};
    size_t length = content->rest_length;
    for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        size_t more = strlen(suffixes[i]);
        if (length > 0 && entry->rest_length == length + more &&
            memcmp(entry->rest, content->rest, length) == 0 &&
            memcmp(entry->rest + length, suffixes[i], more) == 0) {
            return true;
        }
    }
    *content = *entry;
    return false;
}

static void add_new(struct changes *changes, const struct dip_manifest_group *group)
{
    struct dip_cursor cursor = {0};
    dip_entry content = {0};
    size_t offset = 0;
    if (changes->old != NULL) {
        cursor.group = dip_manifest_find(changes->old, group->prefix, group->prefix_length);
    }
    if (cursor.group != NULL && same_lines(cursor.group, group)) {
        return;
    }
    for (dip_entry entry; dip_entry_next(group, &offset, &entry);) {
        dip_entry before;
        if (is_packed(&entry, &content)) {
            continue;
        }
        bool known = dip_cursor_find(&cursor, entry.rest, entry.rest_length, &before);
        if (known && before.line_length == entry.line_length &&
            memcmp(before.line, entry.line, entry.line_length) == 0) {
            continue;
        }
        set_path(changes, group, &entry);
        known = known || changes->output->changes.lost || is_elsewhere(changes, changes->old);
        add_line(changes, known ? "changed" : "added");
    }
    dip_cursor_release(&cursor);
}

static void add_removed(struct changes *changes, const struct dip_manifest_group *group)
{
    struct dip_cursor cursor = {
        .group = dip_manifest_find(changes->new, group->prefix, group->prefix_length)};
    dip_entry content = {0};
    size_t offset = 0;
    if (cursor.group != NULL && same_lines(cursor.group, group)) {
        return;
    }
    for (dip_entry entry; dip_entry_next(group, &offset, &entry);) {
        dip_entry after;
        if (is_packed(&entry, &content) ||
            dip_cursor_find(&cursor, entry.rest, entry.rest_length, &after)) {
            continue;
        }
        set_path(changes, group, &entry);
        if (!is_elsewhere(changes, changes->new)) {
            add_line(changes, "removed");
        }
    }
    dip_cursor_release(&cursor);
}

static void write_changes(struct changes *changes)
{
    if (changes->old == changes->new) {
        return;
    }
    for (size_t i = 0; i < dip_manifest_count(changes->new); i++) {
        add_new(changes, dip_manifest_get(changes->new, i));
    }
    for (size_t i = 0; changes->old != NULL && i < dip_manifest_count(changes->old); i++) {
        add_removed(changes, dip_manifest_get(changes->old, i));
    }
    flush(changes);
}

bool dip_changes_write(struct dip_output *output, const struct dip_manifest *new,
                       struct dip_diag *diag)
{
    if (output->changes.file == NULL) {
        return true;
    }
    g_autoptr(GString) path = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    DIP_AUTO_FD fd = open(output->changes.file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    struct changes changes = {
        .output = output,
        .old = output->changes.completed ? output->changes.before : output->old,
        .new = new,
        .fd = fd,
        .error = fd < 0 ? errno : 0,
        .path = path,
        .text = text,
    };
    if (changes.error == 0) {
        write_changes(&changes);
    }
    if (changes.error == 0) {
        changes.error = dip_fd_close(&fd);
    }
    if (changes.error == 0) {
        return true;
    }
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                    "can't write the list of changes \"%s\": %s", output->changes.file,
                    changes.error == ENOSPC ? "the disk is full" : g_strerror(changes.error));
    g_atomic_int_set(&output->failed, 1);
    return false;
}

void dip_output_list_changes(struct dip_output *output, const char *file, const char *url)
{
    output->changes.file = g_strdup(file);
    output->changes.url = g_strdup(url);
}

void dip_changes_release(struct dip_changes *changes)
{
    dip_manifest_free(changes->before);
    g_free(changes->file);
    g_free(changes->url);
}
