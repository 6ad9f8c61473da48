/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file whose hash is known only when its end has come. So that a build without changes writes
 * nothing, its blocks are first compared with those of the output's file; the first that differs
 * copies what was equal to the stage, and the rest is written there. Rejected: staging it always and
 * taking it away again, since a sitemap is 50 MB. Where it is to be packed, which knows no pieces,
 * it is held instead, and put at its end; and so in an archive, which has the size before the bytes,
 * unless that is said in time.
 */
#include "output.h"

#include "blocks.h"
#include "tarfile.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct dip_output_stream {
    struct dip_output_group *group;
    struct dip_diag *diag;
    struct dip_blocks blocks;
    int against;    /* the output's file, or -1 */
    int fd;         /* the stage's, or -1 */
    uint64_t equal; /* bytes that were as in the output's file */
    uint64_t size;  /* of the output's file */
    char *rest;
    GByteArray *held;  /* or NULL */
    bool archived;     /* goes to the reel as it comes */
    uint64_t expected; /* bytes, then */
    uint64_t done;
};

static bool write_staged(struct dip_output_stream *stream, const void *bytes, size_t length)
{
    struct dip_output_group *group = stream->group;
    if (stream->fd < 0) {
        stream->fd = dip_stage_create(group, stream->diag);
        if (stream->fd < 0) {
            return false;
        }
    }
    int error = dip_write_all(stream->fd, bytes, length);
    return error == 0 ||
           dip_output_refuse(group->output, stream->diag, "write", group->path->str, error);
}

/* Read up to @p length bytes of the output's file at @p offset; fewer at its end. */
static ssize_t read_old(struct dip_output_stream *stream, void *bytes, size_t length,
                        uint64_t offset)
{
    size_t done = 0;
    while (done < length) {
        ssize_t part =
            pread(stream->against, (char *)bytes + done, length - done, (off_t)(offset + done));
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            return -1;
        }
        if (part == 0) {
            break;
        }
        done += (size_t)part;
    }
    return (ssize_t)done;
}

/* Copy what was equal to the stage; from here on, everything is written. */
static bool part_ways(struct dip_output_stream *stream)
{
    g_autofree char *bytes = g_malloc(DIP_BLOCK_BYTES);
    for (uint64_t offset = 0; offset < stream->equal;) {
        size_t length = (size_t)MIN(stream->equal - offset, DIP_BLOCK_BYTES);
        if (read_old(stream, bytes, length, offset) != (ssize_t)length) {
            return dip_output_refuse(stream->group->output, stream->diag, "read",
                                     stream->group->path->str, EIO);
        }
        if (!write_staged(stream, bytes, length)) {
            return false;
        }
        offset += length;
    }
    dip_fd_close(&stream->against);
    return true;
}

static bool flush(const void *block, size_t length, void *user)
{
    struct dip_output_stream *stream = user;
    if (stream->against >= 0) {
        g_autofree char *old = g_malloc(DIP_BLOCK_BYTES);
        ssize_t there = read_old(stream, old, length, stream->equal);
        if (there == (ssize_t)length && memcmp(old, block, length) == 0) {
            stream->equal += length;
            return true;
        }
        if (!part_ways(stream)) {
            return false;
        }
    }
    return write_staged(stream, block, length);
}

static int open_old(struct dip_output_group *group)
{
    const GString *path = group->path;
    size_t folder = dip_tree_folder_length(path->str, path->len);
    DIP_AUTO_FD reached = dip_tree_open(group->output->folder, path->str, folder, NULL);
    const char *name = folder > 0 ? path->str + folder + 1 : path->str;
    return reached < 0 ? -1 : openat(reached, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

struct dip_output_stream *dip_output_stream_begin(struct dip_output_group *group, const char *rest,
                                                  struct dip_diag *diag)
{
    struct dip_output_stream *stream = g_new0(struct dip_output_stream, 1);
    stream->group = group;
    stream->diag = diag;
    stream->against = stream->fd = -1;
    if (group->output->packs != 0 || group->output->single != NULL || group->reel != NULL) {
        group->streaming = true;
        stream->rest = g_strdup(rest);
        stream->held = g_byte_array_new();
        return stream;
    }
    dip_blocks_init(&stream->blocks, flush, stream);
    stream->blocks.stopped = true;
    bool fine = dip_group_take(group, rest, diag);
    group->streaming = true;
    if (!fine) {
        return stream;
    }
    dip_entry entry;
    bool known = dip_cursor_find(&group->cursor, rest, strlen(rest), &entry);
    struct dip_place place = dip_place_find(group);
    if (!dip_place_is_ours(group, &place, known, diag)) {
        return stream;
    }
    stream->blocks.stopped = false;
    if (place.kind == DIP_PLACE_FILE) {
        stream->size = place.size;
        stream->against = open_old(group);
    }
    return stream;
}

bool dip_output_wants_length(const struct dip_output_group *group)
{
    return group->reel != NULL && group->output->packs == 0;
}

void dip_output_stream_expect(struct dip_output_stream *stream, uint64_t length)
{
    struct dip_output_group *group = stream->group;
    g_assert(stream->held != NULL && stream->held->len == 0);
    group->streaming = false;
    bool fine = dip_group_take(group, stream->rest, stream->diag);
    group->streaming = true;
    if (!fine || !dip_output_wants_length(group)) {
        return;
    }
    g_clear_pointer(&stream->held, g_byte_array_unref);
    stream->archived = true;
    stream->expected = length;
    dip_reel_file_begin(group->reel, group->path->str, length);
}

static bool write_archived(struct dip_output_stream *stream, const void *bytes, size_t length)
{
    stream->done += length;
    g_assert(stream->done <= stream->expected);
    dip_reel_file_write(stream->group->reel, bytes, length);
    return !dip_output_has_failed(stream->group->output);
}

static bool finish_archived(struct dip_output_stream *stream)
{
    g_assert(stream->done == stream->expected || dip_output_has_failed(stream->group->output));
    dip_reel_file_end(stream->group->reel);
    dip_group_add_archived(stream->group, stream->done);
    return !dip_output_has_failed(stream->group->output);
}

bool dip_output_stream_write(struct dip_output_stream *stream, const void *bytes, size_t length)
{
    if (stream->archived) {
        return write_archived(stream, bytes, length);
    }
    if (stream->held == NULL) {
        return dip_blocks_add(&stream->blocks, bytes, length);
    }
    g_byte_array_append(stream->held, bytes, (guint)length);
    return !dip_output_has_failed(stream->group->output);
}

static bool finish(struct dip_output_stream *stream)
{
    struct dip_output_group *group = stream->group;
    dip_hash hash;
    if (!dip_blocks_end(&stream->blocks, &hash)) {
        return false;
    }
    uint64_t length = stream->blocks.length;
    /* The output's file goes on where the new one ends. */
    if (stream->against >= 0 && stream->size != length && !part_ways(stream)) {
        return false;
    }
    bool written = stream->against < 0;
    /* An empty file has not been made by a write. */
    if (written && !write_staged(stream, "", 0)) {
        return false;
    }
    int error = dip_fd_close(&stream->fd);
    if (error != 0) {
        return dip_output_refuse(group->output, stream->diag, "write", group->path->str, error);
    }
    dip_group_add(group, hash, length, written);
    return true;
}

bool dip_output_stream_end(struct dip_output_stream *stream)
{
    const GByteArray *held = stream->held;
    stream->group->streaming = false;
    bool fine = held != NULL ? dip_output_put(stream->group, stream->rest, held->data, held->len,
                                              stream->diag)
                : stream->archived ? finish_archived(stream)
                                   : finish(stream);
    dip_fd_close(&stream->fd);
    dip_fd_close(&stream->against);
    dip_blocks_release(&stream->blocks);
    g_clear_pointer(&stream->held, g_byte_array_unref);
    g_free(stream->rest);
    g_free(stream);
    return fine;
}
