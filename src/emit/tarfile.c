/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The order, and the file. The lock is held to look whose turn it is and to keep a reel, never while
 * bytes are written: whoever has the turn is alone with the file. The draft is locked, so that two
 * builds of one archive don't mix, and renamed when all is well; a draft that a killed build left is
 * written over. Rejected: a thread that writes, which would have nothing to do but to wait.
 */
#include "reel.h"

#include "blocks.h"
#include "pack.h"
#include "tar.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct dip_archive {
    char *path; /* as the user gave it */
    char *name;
    char *draft;
    int parent; /* -1: standard output */
    int fd;
    bool packed;
    bool finished;
    gint64 mtime;
    struct dip_folders folders; /* that prefixes named; the writer's, as what follows */
    GByteArray *raw;            /* entries of folders, and the end */
    struct dip_tar *tar;
    bool rooted; /* the folder of all is there */
    uint64_t bytes;
    gint error; /* atomic: errno of what refused */

    pthread_mutex_t mutex; /* guards what follows; ThreadSanitizer does not see GLib's */
    pthread_cond_t moved;  /* the turn, or less is held */
    gssize turn;
    size_t held;
    GHashTable *ended; /* turn -> struct dip_reel */
    GPtrArray *late;
    GPtrArray *packers;
    GPtrArray *spare_reels; /* that have ended, and buffers that are written */
    GPtrArray *spare_bytes;
};

/* --- the file --- */

static bool refuse(const struct dip_archive *archive, struct dip_diag *diag, int error)
{
    bool full = error == ENOSPC || error == EDQUOT;
    const char *why = full ? "the disk is full" : g_strerror(error);
    if (archive->parent < 0) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                        "can't write the archive to standard output: %s", why);
    } else {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                        "can't write the archive \"%s\": %s", archive->path, why);
    }
    return false;
}

/* Lock the draft. @return 0, EAGAIN where it was renamed meanwhile, or another errno */
static int open_draft(struct dip_archive *archive)
{
    struct stat opened;
    struct stat named;
    archive->fd =
        openat(archive->parent, archive->draft, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (archive->fd < 0) {
        return errno;
    }
    if (flock(archive->fd, LOCK_EX | LOCK_NB) != 0) {
        return errno;
    }
    if (fstat(archive->fd, &opened) != 0) {
        return errno;
    }
    if (fstatat(archive->parent, archive->draft, &named, AT_SYMLINK_NOFOLLOW) != 0 ||
        named.st_ino != opened.st_ino || named.st_dev != opened.st_dev) {
        dip_fd_close(&archive->fd);
        return EAGAIN;
    }
    return ftruncate(archive->fd, 0) == 0 ? 0 : errno;
}

static bool lock_draft(struct dip_archive *archive, struct dip_diag *diag)
{
    int error;
    do {
        error = open_draft(archive);
    } while (error == EINTR || (error == EAGAIN && archive->fd < 0));
    if (error == EWOULDBLOCK) {
        dip_fd_close(&archive->fd); /* not ours to remove */
        dip_diag_report(diag, DIP_RULE_OUTPUT_LOCKED, (dip_loc){0},
                        "another build is writing \"%s\"", archive->path);
        return false;
    }
    return error == 0 || refuse(archive, diag, error);
}

/* A link to a file is followed, so that the link stays one. */
static bool open_file(struct dip_archive *archive, struct dip_diag *diag)
{
    g_autofree char *real = realpath(archive->path, NULL);
    const char *path = real != NULL ? real : archive->path;
    g_autofree char *folder = g_path_get_dirname(path);
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                        "can't write the archive \"%s\": it is %s", archive->path,
                        S_ISDIR(status.st_mode) ? "a folder" : "no ordinary file");
        return false;
    }
    archive->parent = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (archive->parent < 0) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                        "can't write the archive \"%s\": the folder \"%s\": %s", archive->path,
                        folder, g_strerror(errno));
        return false;
    }
    archive->name = g_path_get_basename(path);
    archive->draft = g_strdup_printf(".%s.draft", archive->name);
    return lock_draft(archive, diag);
}

struct dip_archive *dip_archive_open(const char *file, gint64 mtime, struct dip_diag *diag)
{
    struct dip_archive *archive = g_new0(struct dip_archive, 1);
    archive->path = g_strdup(file);
    archive->packed = g_str_has_suffix(file, "gz");
    archive->mtime = mtime;
    archive->parent = -1;
    archive->fd = strcmp(file, "-") == 0 ? STDOUT_FILENO : -1;
    dip_folders_init(&archive->folders);
    archive->raw = g_byte_array_sized_new(DIP_ARCHIVE_BUFFER);
    archive->tar = dip_tar_new(archive->raw, mtime);
    archive->ended = g_hash_table_new(NULL, NULL);
    archive->late = g_ptr_array_new();
    archive->packers = g_ptr_array_new();
    archive->spare_reels = g_ptr_array_new();
    archive->spare_bytes = g_ptr_array_new();
    pthread_mutex_init(&archive->mutex, NULL);
    pthread_cond_init(&archive->moved, NULL);
    if (archive->fd >= 0 || open_file(archive, diag)) {
        return archive;
    }
    dip_archive_free(archive);
    return NULL;
}

static void free_reel(gpointer key, gpointer value, gpointer user)
{
    (void)key;
    (void)user;
    dip_reel_free(value);
}

void dip_archive_free(struct dip_archive *archive)
{
    if (archive == NULL) {
        return;
    }
    if (archive->parent >= 0 && archive->fd >= 0 && !archive->finished) {
        (void)unlinkat(archive->parent, archive->draft, 0);
    }
    if (archive->parent >= 0) {
        dip_fd_close(&archive->fd);
        dip_fd_close(&archive->parent);
    }
    g_hash_table_foreach(archive->ended, free_reel, NULL);
    g_hash_table_unref(archive->ended);
    for (guint i = 0; i < archive->late->len; i++) {
        dip_reel_free(archive->late->pdata[i]);
    }
    g_ptr_array_unref(archive->late);
    for (guint i = 0; i < archive->packers->len; i++) {
        dip_packer_free(archive->packers->pdata[i]);
    }
    g_ptr_array_unref(archive->packers);
    for (guint i = 0; i < archive->spare_reels->len; i++) {
        dip_reel_free(archive->spare_reels->pdata[i]);
    }
    g_ptr_array_unref(archive->spare_reels);
    for (guint i = 0; i < archive->spare_bytes->len; i++) {
        g_byte_array_unref(archive->spare_bytes->pdata[i]);
    }
    g_ptr_array_unref(archive->spare_bytes);
    dip_tar_free(archive->tar);
    g_byte_array_unref(archive->raw);
    dip_folders_release(&archive->folders);
    pthread_mutex_destroy(&archive->mutex);
    pthread_cond_destroy(&archive->moved);
    g_free(archive->path);
    g_free(archive->name);
    g_free(archive->draft);
    g_free(archive);
}

bool dip_archive_has_failed(struct dip_archive *archive)
{
    return g_atomic_int_get(&archive->error) != 0;
}

bool dip_archive_is_packed(const struct dip_archive *archive)
{
    return archive->packed;
}

gint64 dip_archive_mtime(const struct dip_archive *archive)
{
    return archive->mtime;
}

size_t dip_archive_chunk(const struct dip_archive *archive)
{
    return archive->packed ? DIP_ARCHIVE_PACKED_CHUNK : DIP_ARCHIVE_PLAIN_CHUNK;
}

/* --- what is used again; @p spare is one of the archive's, of which NULL is taken where it is empty --- */

static gpointer take_spare(struct dip_archive *archive, GPtrArray *spare)
{
    pthread_mutex_lock(&archive->mutex);
    gpointer taken = spare->len > 0 ? g_ptr_array_steal_index_fast(spare, spare->len - 1) : NULL;
    pthread_mutex_unlock(&archive->mutex);
    return taken;
}

static void give_spare(struct dip_archive *archive, GPtrArray *spare, gpointer given)
{
    pthread_mutex_lock(&archive->mutex);
    g_ptr_array_add(spare, given);
    pthread_mutex_unlock(&archive->mutex);
}

GByteArray *dip_archive_take_bytes(struct dip_archive *archive)
{
    GByteArray *bytes = take_spare(archive, archive->spare_bytes);
    return bytes != NULL ? bytes : g_byte_array_sized_new(DIP_ARCHIVE_BUFFER);
}

void dip_archive_give_bytes(struct dip_archive *archive, GByteArray *bytes)
{
    g_byte_array_set_size(bytes, 0);
    give_spare(archive, archive->spare_bytes, bytes);
}

struct dip_reel *dip_archive_spare_reel(struct dip_archive *archive)
{
    return take_spare(archive, archive->spare_reels);
}

GByteArray *dip_archive_pack(struct dip_archive *archive, GByteArray **raw)
{
    GByteArray *other = dip_archive_take_bytes(archive);
    if (!archive->packed) {
        GByteArray *bytes = *raw;
        *raw = other;
        return bytes;
    }
    const void *packed;
    struct dip_packer *packer = take_spare(archive, archive->packers);
    if (packer == NULL) {
        packer = dip_packer_new();
    }
    size_t length = dip_packer_member(packer, (*raw)->data, (*raw)->len, &packed);
    g_byte_array_append(other, packed, (guint)length);
    g_byte_array_set_size(*raw, 0);
    give_spare(archive, archive->packers, packer);
    return other;
}

/* --- the order; what writes is called by the one who has the turn --- */

static void write_bytes(struct dip_archive *archive, const GByteArray *bytes)
{
    if (dip_archive_has_failed(archive)) {
        return;
    }
    int error = dip_write_all(archive->fd, bytes->data, bytes->len);
    if (error != 0) {
        g_atomic_int_set(&archive->error, error);
    }
    archive->bytes += bytes->len;
}

static void write_raw(struct dip_archive *archive)
{
    if (archive->raw->len == 0) {
        return;
    }
    GByteArray *bytes = dip_archive_pack(archive, &archive->raw);
    dip_tar_turn_to(archive->tar, archive->raw);
    write_bytes(archive, bytes);
    dip_archive_give_bytes(archive, bytes);
}

static void write_folders(struct dip_archive *archive, const char *prefix)
{
    if (!archive->rooted) {
        dip_tar_folder(archive->tar, "./");
        archive->rooted = true;
    }
    dip_folders_put(&archive->folders, archive->tar, prefix, 0);
    write_raw(archive);
}

static void write_pieces(struct dip_archive *archive, struct dip_reel *reel)
{
    for (guint i = 0; i < reel->pieces->len; i++) {
        struct dip_piece *piece = &g_array_index(reel->pieces, struct dip_piece, i);
        if (piece->bytes != NULL) {
            write_bytes(archive, piece->bytes);
            dip_archive_give_bytes(archive, piece->bytes);
        } else {
            write_folders(archive, piece->prefix);
            g_free(piece->prefix);
        }
    }
    g_array_set_size(reel->pieces, 0);
    pthread_mutex_lock(&archive->mutex);
    archive->held -= reel->held;
    reel->held = 0;
    pthread_cond_broadcast(&archive->moved);
    pthread_mutex_unlock(&archive->mutex);
}

void dip_archive_pass(struct dip_archive *archive, struct dip_reel *reel, size_t more)
{
    pthread_mutex_lock(&archive->mutex);
    archive->held += more;
    reel->held += more;
    while (reel->turn > archive->turn && archive->held > DIP_ARCHIVE_HELD) {
        pthread_cond_wait(&archive->moved, &archive->mutex);
    }
    bool ours = reel->turn == archive->turn;
    pthread_mutex_unlock(&archive->mutex);
    if (ours) {
        write_pieces(archive, reel);
    }
}

static struct dip_reel *take_ended(struct dip_archive *archive)
{
    gpointer key = GSIZE_TO_POINTER((gsize)archive->turn);
    struct dip_reel *reel = g_hash_table_lookup(archive->ended, key);
    g_hash_table_remove(archive->ended, key);
    return reel;
}

void dip_archive_end_turn(struct dip_archive *archive, struct dip_reel *reel)
{
    pthread_mutex_lock(&archive->mutex);
    if (reel->turn == DIP_TURN_LATE) {
        g_ptr_array_add(archive->late, reel);
        reel = NULL;
    } else if (reel->turn != archive->turn) {
        g_hash_table_insert(archive->ended, GSIZE_TO_POINTER((gsize)reel->turn), reel);
        reel = NULL;
    }
    while (reel != NULL) {
        pthread_mutex_unlock(&archive->mutex);
        write_pieces(archive, reel);
        g_clear_pointer(&reel->first, g_free);
        pthread_mutex_lock(&archive->mutex);
        g_ptr_array_add(archive->spare_reels, reel);
        archive->turn++;
        pthread_cond_broadcast(&archive->moved);
        reel = take_ended(archive);
    }
    pthread_mutex_unlock(&archive->mutex);
}

static gint compare_reels(gconstpointer a, gconstpointer b)
{
    const struct dip_reel *const *first = a;
    const struct dip_reel *const *second = b;
    return g_strcmp0((*first)->first, (*second)->first);
}

/* The draft becomes the file while it is locked: closed, it could be another build's. */
static int give_name(struct dip_archive *archive)
{
    DIP_AUTO_FD lock = fcntl(archive->fd, F_DUPFD_CLOEXEC, 0);
    int error = lock < 0 ? errno : dip_fd_close(&archive->fd);
    if (error == 0 &&
        renameat(archive->parent, archive->draft, archive->parent, archive->name) != 0) {
        error = errno;
    }
    if (error != 0) {
        (void)unlinkat(archive->parent, archive->draft, 0);
    }
    return error;
}

bool dip_archive_finish(struct dip_archive *archive, struct dip_diag *diag, uint64_t *ret_bytes)
{
    static const guint8 end[DIP_TAR_END];
    g_assert(g_hash_table_size(archive->ended) == 0);
    g_ptr_array_sort(archive->late, compare_reels);
    for (guint i = 0; i < archive->late->len; i++) {
        write_pieces(archive, archive->late->pdata[i]);
    }
    g_byte_array_append(archive->raw, end, sizeof end);
    write_raw(archive);
    int error = g_atomic_int_get(&archive->error);
    if (error == 0 && archive->parent >= 0) {
        error = give_name(archive);
    }
    if (error != 0) {
        return refuse(archive, diag, error);
    }
    archive->finished = true;
    *ret_bytes = archive->bytes;
    return true;
}
