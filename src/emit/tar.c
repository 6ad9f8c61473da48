/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * ustar headers, which every tar reads; before an entry whose name they can't hold (more than 255
 * bytes, or a part of more than 100) libarchive's pax writer puts one of its own. Headers cost 2 µs.
 * Left: pax for all, which marks names that are not ASCII in a way that GNU tar complains about, and
 * GNU's own format, which spends 1 kB on each name of more than 99 bytes.
 *
 * libarchive ends a tar when it is closed; what it writes then is dropped, since others' entries
 * follow. Names are handed over as bytes: asked for UTF-8 in locale "C", 3.6.2 crashes. With nothing
 * but memory to write to, it only fails where memory does.
 *
 * This file is in the module "archive" (src/modules/); tar_module.c stands for it in the program.
 */
#include "tar.h"

#include <archive.h>
#include <archive_entry.h>

struct dip_tar {
    GByteArray *out;
    struct archive *ustar;
    struct archive *pax;  /* NULL until it is needed */
    struct archive *used; /* of the two, for the entry in hand */
    struct archive_entry *entry;
    gint64 mtime;
    bool ended;
};

static la_ssize_t append(struct archive *writer G_GNUC_UNUSED, void *user, const void *bytes,
                         size_t length)
{
    struct dip_tar *tar = user;

    if (!tar->ended)
        g_byte_array_append(tar->out, bytes, (guint)length);
    return (la_ssize_t)length;
}

static struct archive *open_writer(struct dip_tar *tar, int format)
{
    struct archive *writer = archive_write_new();

    archive_write_set_format(writer, format);
    archive_write_set_bytes_per_block(writer, 0);
    int status = archive_write_open(writer, tar, NULL, append, NULL);
    g_assert(status == ARCHIVE_OK);
    return writer;
}

static struct dip_tar *new_tar(GByteArray *out, gint64 mtime)
{
    struct dip_tar *tar = g_new0(struct dip_tar, 1);

    tar->out = out;
    tar->mtime = mtime;
    tar->entry = archive_entry_new();
    tar->ustar = open_writer(tar, ARCHIVE_FORMAT_TAR_USTAR);
    return tar;
}

static void free_tar(struct dip_tar *tar)
{
    if (tar == NULL)
        return;
    tar->ended = true;
    archive_write_free(tar->ustar);
    archive_write_free(tar->pax);
    archive_entry_free(tar->entry);
    g_free(tar);
}

static void turn_to(struct dip_tar *tar, GByteArray *out)
{
    tar->out = out;
}

static void write_header(struct dip_tar *tar, const char *path, unsigned type, unsigned mode,
                         size_t length)
{
    struct archive_entry *entry = archive_entry_clear(tar->entry);

    archive_entry_set_pathname(entry, path);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, (mode_t)mode);
    archive_entry_set_mtime(entry, (time_t)tar->mtime, 0);
    archive_entry_set_size(entry, (la_int64_t)length);
    archive_entry_set_uid(entry, 0);
    archive_entry_set_gid(entry, 0);
    tar->used = tar->ustar;
    if (archive_write_header(tar->ustar, entry) == ARCHIVE_OK)
        return;
    if (tar->pax == NULL)
        tar->pax = open_writer(tar, ARCHIVE_FORMAT_TAR_PAX_RESTRICTED);
    tar->used = tar->pax;
    int status = archive_write_header(tar->pax, entry);
    g_assert(status >= ARCHIVE_WARN);
}

static void file_begin(struct dip_tar *tar, const char *path, size_t length)
{
    write_header(tar, path, AE_IFREG, 0644, length);
}

static void file_write(struct dip_tar *tar, const void *bytes, size_t length)
{
    la_ssize_t written = length == 0 ? 0 : archive_write_data(tar->used, bytes, length);
    g_assert(written == (la_ssize_t)length);
}

static void file_end(struct dip_tar *tar)
{
    int status = archive_write_finish_entry(tar->used);
    g_assert(status == ARCHIVE_OK);
}

static void folder(struct dip_tar *tar, const char *path)
{
    write_header(tar, path, AE_IFDIR, 0755, 0);
    int status = archive_write_finish_entry(tar->used);
    g_assert(status == ARCHIVE_OK);
}

const struct dip_tar_module dip_tar_module = {
    .turn_to = turn_to,
    .new = new_tar,
    .free = free_tar,
    .file_begin = file_begin,
    .file_write = file_write,
    .file_end = file_end,
    .folder = folder,
};
