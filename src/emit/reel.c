/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Entries are made by the thread that makes the pages, and packed by it too: pieces are members of a
 * gzip file, each cut where so many bytes have come, which depends on nothing but them. Folders of
 * pages are known within a reel. Those that a prefix names are shared by reels, and only the one who
 * writes, in order, can tell which of them are new.
 */
#include "reel.h"

#include "tar.h"

static void clear_piece(gpointer data)
{
    struct dip_piece *piece = data;
    g_free(piece->prefix);
    g_clear_pointer(&piece->bytes, g_byte_array_unref);
}

struct dip_reel *dip_reel_begin(struct dip_archive *archive, gssize number)
{
    struct dip_reel *reel = g_new0(struct dip_reel, 1);
    reel->archive = archive;
    reel->turn = number;
    reel->pieces = g_array_new(FALSE, FALSE, sizeof(struct dip_piece));
    g_array_set_clear_func(reel->pieces, clear_piece);
    reel->raw = g_byte_array_new();
    reel->tar = dip_tar_new(reel->raw, dip_archive_mtime(archive));
    reel->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return reel;
}

void dip_reel_free(struct dip_reel *reel)
{
    dip_tar_free(reel->tar);
    g_array_unref(reel->pieces);
    g_byte_array_unref(reel->raw);
    g_hash_table_unref(reel->folders);
    g_free(reel->first);
    g_free(reel);
}

/* Make a piece of what has gathered. */
static void cut(struct dip_reel *reel)
{
    if (reel->raw->len == 0) {
        return;
    }
    struct dip_piece piece = {.bytes = dip_archive_pack(reel->archive, reel->raw)};
    g_byte_array_set_size(reel->raw, 0);
    g_array_append_val(reel->pieces, piece);
    dip_archive_pass(reel->archive, reel, piece.bytes->len);
}

static void cut_full(struct dip_reel *reel)
{
    if (reel->raw->len >= DIP_ARCHIVE_CHUNK) {
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
    g_hash_table_remove_all(reel->folders);
    if (reel->first == NULL) {
        reel->first = g_strdup(prefix);
    }
}

void dip_reel_folders(struct dip_tar *tar, GHashTable *known, const char *path, size_t start)
{
    for (const char *slash = strchr(path + start, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        g_autofree char *folder = g_strdup_printf("./%.*s/", (int)(slash - path), path);
        if (!g_hash_table_contains(known, folder)) {
            dip_tar_folder(tar, folder);
            g_hash_table_add(known, g_steal_pointer(&folder));
        }
    }
}

void dip_reel_put(struct dip_reel *reel, const char *path, const void *bytes, size_t length)
{
    g_autofree char *name = g_strconcat("./", path, NULL);
    if (dip_archive_has_failed(reel->archive)) {
        return;
    }
    dip_reel_folders(reel->tar, reel->folders, path, reel->prefix_length);
    dip_tar_file_begin(reel->tar, name, length);
    for (size_t done = 0; done < length;) {
        size_t part = MIN(length - done, DIP_ARCHIVE_CHUNK);
        dip_tar_file_write(reel->tar, (const char *)bytes + done, part);
        cut_full(reel);
        done += part;
    }
    dip_tar_file_end(reel->tar);
    cut_full(reel);
}

void dip_reel_end(struct dip_reel *reel)
{
    cut(reel);
    dip_archive_end_turn(reel->archive, reel);
}
