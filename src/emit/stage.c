/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Groups and the files put in them. In a new output a page costs mkdirat, openat, write and close;
 * a group holds its folder open, so that paths are short. A line of the manifest is made first and
 * compared with the old one's next: as long as all are the same, a group keeps nothing at all, and a
 * build without changes writes nothing. What differs goes to a spool in chunks, since in memory the
 * lines of 1,000,000 files are 90 MB. Only the spool's end and a group's end take the lock.
 */
#include "output.h"

#include "blocks.h"
#include "tarfile.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 256 * 1024,
    KEPT_BYTES = 4 * 1024 * 1024, /* lines of 50,000 files */
    HELD_FOLDERS = 64,            /* of a few languages; a process may have 1,024 */
    LINES_BYTES = 8 * 1024,       /* those of 90 pages, at once */
};

struct dip_output_group *dip_output_group_begin(struct dip_output *output, const char *prefix)
{
    bool late = output->archive != NULL;
    struct dip_reel *reel = late ? dip_reel_begin(output->archive, DIP_TURN_LATE) : NULL;
    struct dip_output_group *group = dip_group_begin(output, prefix, reel);
    group->late = late;
    return group;
}

struct dip_output_group *dip_group_begin(struct dip_output *output, const char *prefix,
                                         struct dip_reel *reel)
{
    struct dip_output_group *group = g_new0(struct dip_output_group, 1);
    size_t length = strlen(prefix);
    if (reel != NULL) {
        dip_reel_prefix(reel, prefix);
    }
    group->output = output;
    group->reel = reel;
    group->path = g_string_new(prefix);
    group->prefix_length = length;
    group->folder_length = dip_tree_folder_length(prefix, length);
    group->leaf = group->folder_length > 0 ? group->folder_length + 1 : 0;
    group->cursor.group =
        output->old != NULL ? dip_manifest_find(output->old, prefix, length) : NULL;
    group->same = group->cursor.group != NULL;
    group->line = g_string_new(NULL);
    group->lines = g_string_sized_new(reel == NULL ? LINES_BYTES : 0);
    group->part = g_new0(struct dip_part, 1);
    group->part->prefix = g_strdup(prefix);
    group->above.fd = group->seen.fd = group->stage = -1;
    group->made = g_string_new(NULL);
    group->packed = g_string_new(NULL);
    group->content = g_string_new(NULL);
    return group;
}

bool dip_group_take(struct dip_output_group *group, const char *rest, struct dip_diag *diag)
{
    g_assert(!group->streaming);
    g_string_truncate(group->path, group->prefix_length);
    g_string_append(group->path, rest);
    if (dip_output_has_failed(group->output)) {
        return false;
    }
    /* A name with a line break can come from a folder of the user's. */
    return dip_tree_is_plain(group->path->str, group->path->len) ||
           dip_output_refuse(group->output, diag, "put", group->path->str, EINVAL);
}

int dip_stage_open(struct dip_output *output)
{
    int error = 0;
    pthread_mutex_lock(&output->mutex);
    if (output->stage < 0) {
        const char *name = output->beside[DIP_BESIDE_STAGE];
        if (mkdirat(output->parent, name, 0755) == 0) {
            struct stat status;
            /* An output that is empty gives way to the stage, and may have been made with care. */
            if (output->folder >= 0 && fstat(output->folder, &status) == 0) {
                (void)fchmodat(output->parent, name, status.st_mode & 07777, 0);
            }
            output->stage = openat(output->parent, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
        }
        error = output->stage < 0 ? errno : 0;
    }
    pthread_mutex_unlock(&output->mutex);
    return error;
}

static int make_staged(struct dip_output *output, const char *path, size_t length)
{
    int error = dip_tree_make(output->stage, path, length);
    if (error == 0) {
        return dip_tree_open(output->stage, path, length, NULL);
    }
    errno = error;
    return -1;
}

/*
 * Make the folder that is the first @p length bytes of @p path in the stage, and open it; shared, it is the
 * output's, who closes it. @return -1 with errno
 */
static int stage_folder(struct dip_output *output, const char *path, size_t length,
                        bool *ret_shared)
{
    int error = dip_stage_open(output);
    if (error != 0) {
        errno = error;
        return -1;
    }
    g_autofree char *folder = g_strndup(path, length);
    pthread_mutex_lock(&output->mutex);
    int fd = GPOINTER_TO_INT(g_hash_table_lookup(output->staged, folder)) - 1;
    *ret_shared = fd >= 0;
    if (fd < 0) {
        fd = make_staged(output, path, length);
        error = errno;
        *ret_shared = fd >= 0 && g_hash_table_size(output->staged) < HELD_FOLDERS;
        if (*ret_shared) {
            g_hash_table_insert(output->staged, g_steal_pointer(&folder), GINT_TO_POINTER(fd + 1));
        }
    }
    pthread_mutex_unlock(&output->mutex);
    errno = error;
    return fd;
}

/* Make the folder of the prefix in the stage, and hold it open. */
static int open_stage(struct dip_output_group *group)
{
    if (group->stage >= 0) {
        return 0;
    }
    group->stage =
        stage_folder(group->output, group->path->str, group->folder_length, &group->shared);
    return group->stage >= 0 ? 0 : errno;
}

/* Make the folder of the file in hand below the prefix's, unless it was made for the last file. */
static int make_folder(struct dip_output_group *group)
{
    const char *leaf = group->path->str + group->leaf;
    size_t length = dip_tree_folder_length(leaf, group->path->len - group->leaf);
    if (length == 0 ||
        (length == group->made->len && memcmp(leaf, group->made->str, length) == 0)) {
        return 0;
    }
    g_string_truncate(group->made, 0);
    g_string_append_len(group->made, leaf, (gssize)length);
    if (mkdirat(group->stage, group->made->str, 0755) == 0 || errno == EEXIST) {
        return 0;
    }
    int error = errno == ENOENT ? dip_tree_make(group->stage, leaf, length) : errno;
    if (error != 0) {
        g_string_truncate(group->made, 0);
    }
    return error;
}

int dip_stage_create(struct dip_output_group *group, struct dip_diag *diag)
{
    const char *path = group->path->str;
    int error = open_stage(group);
    if (error == 0) {
        error = make_folder(group);
    }
    if (error != 0) {
        dip_output_refuse(group->output, diag, "make the folder of", path, error);
        return -1;
    }
    int fd = openat(group->stage, path + group->leaf,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0) {
        dip_output_refuse(group->output, diag, "make", path, errno);
    }
    return fd;
}

static bool stage(struct dip_output_group *group, const void *bytes, size_t length,
                  struct dip_diag *diag)
{
    DIP_AUTO_FD fd = dip_stage_create(group, diag);
    if (fd < 0) {
        return false;
    }
    int error = dip_write_all(fd, bytes, length);
    if (error == 0) {
        error = dip_fd_close(&fd);
    }
    if (error == 0) {
        return true;
    }
    g_autofree char *operation = g_strdup_printf("write the %zu bytes of", length);
    return dip_output_refuse(group->output, diag, operation, group->path->str, error);
}

static void make_line(struct dip_output_group *group, dip_hash hash, uint64_t size)
{
    char hex[DIP_HASH_HEX + 1];
    char number[24];
    dip_hash_format(hash, hex);
    int digits = g_snprintf(number, sizeof number, " %" G_GUINT64_FORMAT " ", size);
    g_string_truncate(group->line, 0);
    g_string_append_len(group->line, hex, DIP_HASH_HEX);
    g_string_append_len(group->line, number, digits);
    g_string_append_len(group->line, group->path->str + group->prefix_length,
                        (gssize)(group->path->len - group->prefix_length));
    g_string_append_c(group->line, '\n');
}

static bool line_equals(const struct dip_output_group *group, const dip_entry *entry)
{
    return entry->line_length == group->line->len &&
           memcmp(entry->line, group->line->str, group->line->len) == 0;
}

/* Append to the spool. Its place is taken under the lock; the writing is not. */
static int spool(struct dip_output *output, const GString *lines, uint64_t *ret_offset)
{
    const char *name = output->beside[DIP_BESIDE_SPOOL];
    int error = 0;
    pthread_mutex_lock(&output->mutex);
    if (output->spool < 0) {
        output->spool =
            openat(output->parent, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (output->spool < 0 || unlinkat(output->parent, name, 0) != 0) {
            error = errno;
        }
    }
    *ret_offset = output->spool_length;
    output->spool_length += lines->len;
    pthread_mutex_unlock(&output->mutex);
    return error != 0 ? error : dip_write_at(output->spool, lines->str, lines->len, *ret_offset);
}

static void flush_lines(struct dip_output_group *group)
{
    struct dip_output *output = group->output;
    if (group->lines->len == 0 || dip_output_has_failed(output)) {
        return;
    }
    struct dip_chunk chunk = {.length = group->lines->len};
    int error = 0;
    pthread_mutex_lock(&output->mutex);
    bool keeps = output->kept + chunk.length <= KEPT_BYTES;
    output->kept += keeps ? chunk.length : 0;
    pthread_mutex_unlock(&output->mutex);
    if (keeps) {
        chunk.kept = g_memdup2(group->lines->str, chunk.length);
    } else {
        error = spool(output, group->lines, &chunk.offset);
    }
    if (error != 0) {
        g_autofree char *text = dip_output_refusal(output, "write the manifest of", "", error);
        pthread_mutex_lock(&output->mutex);
        if (output->late == NULL) {
            output->late = g_steal_pointer(&text);
        }
        pthread_mutex_unlock(&output->mutex);
        g_atomic_int_set(&output->failed, 1);
        return;
    }
    if (group->part->chunks == NULL) {
        group->part->chunks = g_array_new(FALSE, FALSE, sizeof(struct dip_chunk));
    }
    g_array_append_val(group->part->chunks, chunk);
    g_string_truncate(group->lines, 0);
}

/* From here on, the lines are not those of the old group. */
static void part_ways(struct dip_output_group *group)
{
    group->same = false;
    g_string_append_len(group->lines, group->cursor.group->lines, (gssize)group->matched);
}

static void add_key(struct dip_output_group *group)
{
    if (group->keys == NULL) {
        guint most = (guint)g_atomic_int_get(&group->output->most_keys);
        group->keys = g_array_sized_new(FALSE, FALSE, sizeof(dip_key), MAX(most, 64));
    }
    g_array_append_val(group->keys, group->key);
    group->key = 0;
}

/* Add the line that was made to the group's part of the manifest. */
static void add_line(struct dip_output_group *group, uint64_t size, bool written)
{
    size_t length = group->line->len;
    if (group->same) {
        const struct dip_manifest_group *old = group->cursor.group;
        if (length <= old->length - group->matched &&
            memcmp(old->lines + group->matched, group->line->str, length) == 0) {
            group->matched += length;
        } else {
            part_ways(group);
        }
    }
    if (!group->same) {
        g_string_append_len(group->lines, group->line->str, (gssize)length);
        if (group->lines->len >= CHUNK_BYTES) {
            flush_lines(group);
        }
    }
    add_key(group);
    group->part->files++;
    group->part->length += length;
    group->summary.bytes += size;
    *(written ? &group->summary.written : &group->summary.unchanged) += 1;
}

void dip_group_add(struct dip_output_group *group, dip_hash hash, uint64_t size, bool written)
{
    make_line(group, hash, size);
    add_line(group, size, written);
}

bool dip_group_keep(struct dip_output_group *group, const char *rest, dip_hash hash,
                    struct dip_diag *diag)
{
    dip_entry entry;
    if (!group->output->trusted || !dip_group_take(group, rest, diag)) {
        return false;
    }
    /* What is not kept is put next, and looks for the same entry. */
    struct dip_cursor before = group->cursor;
    if (!dip_cursor_find(&group->cursor, rest, strlen(rest), &entry)) {
        return false;
    }
    make_line(group, hash, entry.size);
    if (!line_equals(group, &entry) || !dip_group_is_there(group, rest, entry.size, diag)) {
        group->cursor.offset = before.offset;
        group->cursor.at = before.at;
        return false;
    }
    add_line(group, entry.size, false);
    return true;
}

bool dip_group_is_there(struct dip_output_group *group, const char *rest, uint64_t size,
                        struct dip_diag *diag)
{
    if (!group->output->trusted || !dip_group_take(group, rest, diag)) {
        return false;
    }
    struct dip_place place = dip_place_find(group);
    return place.kind == DIP_PLACE_FILE && place.size == size;
}

void dip_group_add_entry(struct dip_output_group *group, const dip_entry *entry)
{
    g_string_truncate(group->line, 0);
    g_string_append_len(group->line, entry->line, (gssize)entry->line_length);
    add_line(group, entry->size, false);
}

void dip_group_add_archived(struct dip_output_group *group, uint64_t size)
{
    group->part->files++;
    group->summary.bytes += size;
    group->summary.written++;
}

bool dip_group_put(struct dip_output_group *group, const char *rest, dip_hash hash,
                   const void *bytes, size_t length, struct dip_diag *diag)
{
    if (!dip_group_take(group, rest, diag)) {
        return false;
    }
    if (group->reel != NULL) {
        dip_reel_put(group->reel, group->path->str, bytes, length);
        dip_group_add_archived(group, length);
        return !dip_output_has_failed(group->output);
    }
    make_line(group, hash, length);
    dip_entry entry;
    bool known = dip_cursor_find(&group->cursor, rest, strlen(rest), &entry);
    struct dip_place place = dip_place_find(group);
    if (!dip_place_is_ours(group, &place, known, diag)) {
        return false;
    }
    bool unchanged = known && group->output->trusted && line_equals(group, &entry) &&
                     place.kind == DIP_PLACE_FILE && place.size == length;
    if (!unchanged && !stage(group, bytes, length, diag)) {
        return false;
    }
    add_line(group, length, !unchanged);
    return true;
}

/* Memory grows with files, so what the keys had room for beyond them is given back. */
static void end_keys(struct dip_output_group *group)
{
    if (group->keys == NULL) {
        return;
    }
    guint count = group->keys->len;
    group->part->keys = g_memdup2(group->keys->data, count * sizeof(dip_key));
    g_array_unref(group->keys);
    if (count > (guint)g_atomic_int_get(&group->output->most_keys)) {
        g_atomic_int_set(&group->output->most_keys, (int)count);
    }
}

static void release_reached(struct dip_reached *reached)
{
    dip_fd_close(&reached->fd);
    if (reached->path != NULL) {
        g_string_free(reached->path, TRUE);
    }
}

void dip_output_group_end(struct dip_output_group *group)
{
    struct dip_output *output = group->output;
    g_assert(!group->streaming);
    if (group->same && group->matched < group->cursor.group->length) {
        part_ways(group);
    }
    if (group->same) {
        group->part->same = group->cursor.group;
    }
    flush_lines(group);
    end_keys(group);
    pthread_mutex_lock(&output->mutex);
    output->summary.files += group->part->files;
    output->summary.bytes += group->summary.bytes;
    output->summary.written += group->summary.written;
    output->summary.unchanged += group->summary.unchanged;
    if (group->reel == NULL) {
        g_ptr_array_add(output->parts, group->part);
    }
    pthread_mutex_unlock(&output->mutex);

    /* An archive has no manifest, and so many groups as there are slices. */
    if (group->reel != NULL) {
        g_free(group->part->prefix);
        g_free(group->part);
    }
    if (group->late) {
        dip_reel_end(group->reel);
    }
    if (!group->shared) {
        dip_fd_close(&group->stage);
    }
    release_reached(&group->above);
    release_reached(&group->seen);
    dip_cursor_release(&group->cursor);
    g_string_free(group->made, TRUE);
    g_string_free(group->packed, TRUE);
    g_string_free(group->content, TRUE);
    g_string_free(group->line, TRUE);
    g_string_free(group->lines, TRUE);
    g_string_free(group->path, TRUE);
    g_free(group);
}
