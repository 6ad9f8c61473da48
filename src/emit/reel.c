/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Entries are made by the thread that makes the pages, and packed by it too: pieces are members of a
 * gzip file, each cut where so many bytes have come, which depends on nothing but them. Folders of
 * pages are known within a reel. Those that a prefix names are shared by reels, and only the one who
 * writes, in order, can tell which of them are new. What is not packed is not copied either: the
 * buffer in which entries gather becomes the piece.
 */
#include "reel.h"

#include "tar.h"

void dip_folders_init(struct dip_folders *folders)
{
    folders->known = g_hash_table_new(g_str_hash, g_str_equal);
    folders->names = g_string_chunk_new(4096);
    folders->name = g_string_new(NULL);
}

void dip_folders_clear(struct dip_folders *folders)
{
    g_hash_table_remove_all(folders->known);
    g_string_chunk_clear(folders->names);
}

void dip_folders_release(struct dip_folders *folders)
{
    g_hash_table_unref(folders->known);
    g_string_chunk_free(folders->names);
    g_string_free(folders->name, TRUE);
}

void dip_folders_put(struct dip_folders *folders, struct dip_tar *tar, const char *path,
                     size_t start)
{
    GString *name = folders->name;
    for (const char *slash = strchr(path + start, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        g_string_assign(name, "./");
        g_string_append_len(name, path, slash + 1 - path);
        if (!g_hash_table_contains(folders->known, name->str)) {
            dip_tar_folder(tar, name->str);
            g_hash_table_add(folders->known, g_string_chunk_insert_len(folders->names, name->str,
                                                                       (gssize)name->len));
        }
    }
}

static struct dip_reel *new_reel(struct dip_archive *archive)
{
    struct dip_reel *reel = g_new0(struct dip_reel, 1);
    reel->archive = archive;
    reel->pieces = g_array_new(FALSE, FALSE, sizeof(struct dip_piece));
    reel->tar = dip_tar_new(NULL, dip_archive_mtime(archive));
    reel->name = g_string_new(NULL);
    dip_folders_init(&reel->folders);
    return reel;
}

struct dip_reel *dip_reel_begin(struct dip_archive *archive, gssize number)
{
    struct dip_reel *reel = dip_archive_spare_reel(archive);
    if (reel == NULL) {
        reel = new_reel(archive);
    }
    reel->turn = number;
    reel->raw = dip_archive_take_bytes(archive);
    dip_tar_turn_to(reel->tar, reel->raw);
    return reel;
}

void dip_reel_free(struct dip_reel *reel)
{
    for (guint i = 0; i < reel->pieces->len; i++) {
        struct dip_piece *piece = &g_array_index(reel->pieces, struct dip_piece, i);
        g_free(piece->prefix);
        g_clear_pointer(&piece->bytes, g_byte_array_unref);
    }
    g_array_unref(reel->pieces);
    dip_tar_free(reel->tar);
    g_clear_pointer(&reel->raw, g_byte_array_unref);
    dip_folders_release(&reel->folders);
    g_string_free(reel->name, TRUE);
    g_free(reel->first);
    g_free(reel);
}

/* Make a piece of what has gathered. */
static void cut(struct dip_reel *reel)
{
    if (reel->raw->len == 0) {
        return;
    }
    struct dip_piece piece = {.bytes = dip_archive_pack(reel->archive, &reel->raw)};
    dip_tar_turn_to(reel->tar, reel->raw);
    g_array_append_val(reel->pieces, piece);
    dip_archive_pass(reel->archive, reel, MAX(piece.bytes->len, DIP_ARCHIVE_BUFFER));
}

static void cut_full(struct dip_reel *reel)
{
    if (reel->raw->len >= dip_archive_chunk(reel->archive)) {
        cut(reel);
    }
}

void dip_reel_prefix(struct dip_reel *reel, const char *prefix)
{
    const char *slash = strrchr(prefix, '/');
    struct dip_piece piece = {.prefix = g_strdup(prefix)};
    cut(reel);
    g_array_append_val(reel->pieces, piece);
    reel->prefix_length = slash != NULL ? (size_t)(slash - prefix) + 1 : 0;
    dip_folders_clear(&reel->folders);
    if (reel->first == NULL) {
        reel->first = g_strdup(prefix);
    }
}

void dip_reel_file_begin(struct dip_reel *reel, const char *path, size_t length)
{
    g_string_assign(reel->name, "./");
    g_string_append(reel->name, path);
    if (!dip_archive_is_packed(reel->archive) &&
        reel->raw->len + MIN(length, DIP_ARCHIVE_PLAIN_CHUNK) > DIP_ARCHIVE_PLAIN_CHUNK) {
        cut(reel);
    }
    dip_folders_put(&reel->folders, reel->tar, path, reel->prefix_length);
    dip_tar_file_begin(reel->tar, reel->name->str, length);
    reel->done = 0;
}

/* Cuts are by bytes of the file, however they come. */
void dip_reel_file_write(struct dip_reel *reel, const void *bytes, size_t length)
{
    size_t chunk = dip_archive_chunk(reel->archive);
    for (const char *next = bytes; length > 0;) {
        size_t part = MIN(length, chunk - reel->done % chunk);
        dip_tar_file_write(reel->tar, next, part);
        reel->done += part;
        if (reel->done % chunk == 0) {
            cut_full(reel);
        }
        next += part;
        length -= part;
    }
}

void dip_reel_file_end(struct dip_reel *reel)
{
    if (reel->done > 0) {
        cut_full(reel);
    }
    dip_tar_file_end(reel->tar);
    cut_full(reel);
}

void dip_reel_put(struct dip_reel *reel, const char *path, const void *bytes, size_t length)
{
    if (dip_archive_has_failed(reel->archive)) {
        return;
    }
    dip_reel_file_begin(reel, path, length);
    dip_reel_file_write(reel, bytes, length);
    dip_reel_file_end(reel);
}

void dip_reel_end(struct dip_reel *reel)
{
    cut(reel);
    dip_archive_give_bytes(reel->archive, g_steal_pointer(&reel->raw));
    dip_archive_end_turn(reel->archive, reel);
}
