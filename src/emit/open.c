/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Lock, look, complete or throw away. A link to the output is resolved first, since what lies
 * beside it has to be on its file system. A damaged manifest stays where it is until a commit
 * replaces it, so that a build that fails in between finds the same state again.
 * Rejected: a lock file that is removed (two builds could hold two files of that name), syncing every
 * file: a power failure cuts files short, and a file of another size is written again.
 */
#include "output.h"

#include "blocks.h"
#include "pack.h"
#include "tarfile.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const suffixes[DIP_BESIDE_COUNT] = {
    [DIP_BESIDE_LOCK] = "lock",         [DIP_BESIDE_STAGE] = "stage",
    [DIP_BESIDE_MANIFEST] = "manifest", [DIP_BESIDE_DRAFT] = "draft",
    [DIP_BESIDE_JOURNAL] = "journal",   [DIP_BESIDE_SPOOL] = "spool",
    [DIP_BESIDE_KEYS] = "keys",
};

bool dip_output_exists(const char *path)
{
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return false;
    }
    g_autofree char *parent = g_path_get_dirname(real);
    g_autofree char *name = g_path_get_basename(real);
    g_autofree char *manifest =
        g_strdup_printf("%s/.%s.%s", parent, name, suffixes[DIP_BESIDE_MANIFEST]);
    free(real);
    return access(manifest, F_OK) == 0;
}

int dip_draft_open(const struct dip_output *output)
{
    return openat(output->parent, output->beside[DIP_BESIDE_DRAFT],
                  O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
}

char *dip_output_refusal(const struct dip_output *output, const char *operation, const char *path,
                         int error)
{
    bool full = error == ENOSPC || error == EDQUOT;
    return g_strdup_printf("can't %s \"%s%s%s\": %s", operation, output->path,
                           path[0] != '\0' ? "/" : "", path,
                           full ? "the disk is full" : g_strerror(error));
}

bool dip_output_refuse(struct dip_output *output, struct dip_diag *diag, const char *operation,
                       const char *path, int error)
{
    g_autofree char *text = dip_output_refusal(output, operation, path, error);
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0}, "%s", text);
    g_atomic_int_set(&output->failed, 1);
    return false;
}

bool dip_output_has_failed(struct dip_output *output)
{
    return g_atomic_int_get(&output->failed) != 0 ||
           (output->archive != NULL && dip_archive_has_failed(output->archive));
}

static bool refuse_beside(struct dip_output *output, struct dip_diag *diag, const char *operation,
                          enum dip_beside beside, int error)
{
    g_autofree char *folder = g_path_get_dirname(output->path);
    dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0}, "can't %s \"%s/%s\": %s",
                    operation, folder, output->beside[beside],
                    error == ENOSPC ? "the disk is full" : g_strerror(error));
    return false;
}

/* The path without links and dots where the output or its folder is there already. */
static char *resolve(const char *path)
{
    char *real = realpath(path, NULL);
    if (real != NULL) {
        char *copy = g_strdup(real);
        free(real);
        return copy;
    }
    struct stat status;
    /* A link that leads nowhere, or no way to it. */
    if (errno != ENOENT || lstat(path, &status) == 0 || path[0] == '\0') {
        return NULL;
    }
    return g_canonicalize_filename(path, NULL);
}

static bool open_parent(struct dip_output *output, struct dip_diag *diag)
{
    g_autofree char *real = resolve(output->path);
    if (real == NULL) {
        return dip_output_refuse(output, diag, "use", "", errno);
    }
    g_autofree char *parent = g_path_get_dirname(real);
    output->name = g_path_get_basename(real);
    if (strcmp(real, "/") == 0) {
        return dip_output_refuse(output, diag, "use", "", EBUSY);
    }
    for (int i = 0; i < DIP_BESIDE_COUNT; i++) {
        output->beside[i] = g_strdup_printf(".%s.%s", output->name, suffixes[i]);
    }
    if (g_mkdir_with_parents(parent, 0755) != 0) {
        return dip_output_refuse(output, diag, "make the folder of", "", errno);
    }
    output->parent = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return output->parent >= 0 || dip_output_refuse(output, diag, "open the folder of", "", errno);
}

/*
 * Two locks: flock() keeps builds apart, those of one process too; the other kind tells who holds it,
 * without a word written, so that a build with nothing to do writes nothing.
 */
static struct flock owned_lock(void)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

static bool report_locked(struct dip_output *output, struct dip_diag *diag)
{
    struct flock owner = owned_lock();
    g_autofree char *who = NULL;
    if (fcntl(output->lock, F_GETLK, &owner) != 0) {
        owner.l_pid = 0;
    }
    /* Its own locks a process is not told of; one in another container has no number here. */
    if (owner.l_type == F_UNLCK) {
        who = g_strdup("this process");
    } else {
        who = owner.l_pid > 0 ? g_strdup_printf("process %d", (int)owner.l_pid)
                              : g_strdup("its process is unknown");
    }
    dip_diag_report(diag, DIP_RULE_OUTPUT_LOCKED, (dip_loc){0},
                    "another build is writing \"%s\" (%s)", output->path, who);
    return false;
}

static bool take_lock(struct dip_output *output, struct dip_diag *diag)
{
    output->lock = openat(output->parent, output->beside[DIP_BESIDE_LOCK],
                          O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (output->lock < 0) {
        return refuse_beside(output, diag, "make", DIP_BESIDE_LOCK, errno);
    }
    int status;
    do {
        status = flock(output->lock, LOCK_EX | LOCK_NB);
    } while (status != 0 && errno == EINTR);
    if (status != 0) {
        return errno == EWOULDBLOCK ? report_locked(output, diag)
                                    : refuse_beside(output, diag, "lock", DIP_BESIDE_LOCK, errno);
    }
    /* It only serves another build's message, so nothing is lost where it can't be had. */
    struct flock owner = owned_lock();
    (void)fcntl(output->lock, F_SETLK, &owner);
    return true;
}

/* A mount point can't be renamed over, and nothing can be renamed into it from beside it. */
static bool is_mount_point(int fd)
{
    struct statx status;
    return statx(fd, "", AT_EMPTY_PATH, 0, &status) == 0 &&
           (status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0 &&
           (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

static bool open_folder(struct dip_output *output, struct dip_diag *diag)
{
    dip_fd_close(&output->folder);
    output->folder =
        openat(output->parent, output->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (output->folder < 0) {
        return errno == ENOENT || dip_output_refuse(output, diag, "use", "", errno);
    }
    if (is_mount_point(output->folder)) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0},
                        "\"%s\" is a mount point, and files are renamed into it from beside it",
                        output->path);
        dip_diag_note(diag, (dip_loc){0}, "mount the folder above it, or build to a folder in it");
        return false;
    }
    return faccessat(output->parent, output->name, W_OK | X_OK, AT_EACCESS) == 0 ||
           dip_output_refuse(output, diag, "write to", "", errno);
}

static bool read_manifest(struct dip_output *output, enum dip_beside beside,
                          struct dip_manifest **ret_manifest, bool *ret_there,
                          struct dip_diag *diag)
{
    enum dip_manifest_fault fault =
        dip_manifest_open(output->parent, output->beside[beside], ret_manifest);
    *ret_there = fault != DIP_MANIFEST_MISSING;
    if (fault == DIP_MANIFEST_UNREADABLE) {
        return refuse_beside(output, diag, "read", beside, errno);
    }
    if (fault == DIP_MANIFEST_DAMAGED) {
        dip_diag_report(diag, DIP_RULE_MANIFEST_DAMAGED, (dip_loc){0},
                        "the manifest \"%s\" of \"%s\" is damaged or of another version: every "
                        "file is written again",
                        output->beside[beside], output->path);
        dip_diag_note(diag, (dip_loc){0},
                      "files that earlier builds made and this one does not are left in place");
        output->trusted = false;
        output->changes.lost = output->changes.lost || beside == DIP_BESIDE_MANIFEST;
    }
    return true;
}

/* Complete a commit that was begun. A damaged journal stays: the next commit replaces it. */
static bool complete(struct dip_output *output, const struct dip_manifest *journal,
                     struct dip_diag *diag)
{
    uint64_t removed;
    output->begun = true;
    if (!dip_commit_apply(output, output->old, journal, diag, &removed)) {
        return false;
    }
    output->begun = false;
    return open_folder(output, diag);
}

static bool throw_away(struct dip_output *output, struct dip_diag *diag)
{
    static const enum dip_beside stale[] = {DIP_BESIDE_STAGE, DIP_BESIDE_DRAFT, DIP_BESIDE_SPOOL};
    for (size_t i = 0; i < G_N_ELEMENTS(stale); i++) {
        int error = dip_tree_remove(output->parent, output->beside[stale[i]]);
        if (error != 0) {
            return refuse_beside(output, diag, "remove", stale[i], error);
        }
    }
    return true;
}

static bool check_foreign(struct dip_output *output, struct dip_diag *diag)
{
    g_autofree char *first = output->folder >= 0 ? dip_tree_first(output->folder) : NULL;
    if (first == NULL) {
        return true;
    }
    dip_diag_report(diag, DIP_RULE_OUTPUT_FOREIGN, (dip_loc){0},
                    "\"%s\" holds files that no build made, such as \"%s\"", output->path, first);
    dip_diag_note(diag, (dip_loc){0},
                  "build to another folder with --out, or remove this one by hand");
    return false;
}

static bool recover(struct dip_output *output, struct dip_diag *diag)
{
    DIP_AUTO(dip_manifest) journal = NULL;
    bool begun;
    bool known;
    if (!read_manifest(output, DIP_BESIDE_JOURNAL, &journal, &begun, diag) ||
        !read_manifest(output, DIP_BESIDE_MANIFEST, &output->old, &known, diag)) {
        return false;
    }
    if (journal != NULL) {
        /* What was wrong with the manifest before is mended by this. */
        if (!complete(output, journal, diag)) {
            return false;
        }
        output->changes.completed = true;
        output->changes.before = output->old;
        output->old = g_steal_pointer(&journal);
        output->trusted = true;
        return true;
    }
    return throw_away(output, diag) && (begun || known || check_foreign(output, diag));
}

/* What a manifest tells of is there, and nothing else was written since. */
static void read_keys(struct dip_output *output)
{
    if (output->old == NULL || !output->trusted || output->folder < 0) {
        return;
    }
    output->hash = dip_manifest_hash(output->old);
    output->keys = dip_keys_open(output->parent, output->beside[DIP_BESIDE_KEYS], output->hash,
                                 dip_manifest_files(output->old));
}

struct dip_output *dip_output_new(const char *path)
{
    struct dip_output *output = g_new0(struct dip_output, 1);
    output->path = g_strdup(path);
    output->parent = output->lock = output->folder = output->stage = output->spool = -1;
    output->trusted = true;
    output->parts = g_ptr_array_new();
    output->packers = g_ptr_array_new();
    output->linked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    output->staged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    pthread_mutex_init(&output->mutex, NULL);
    return output;
}

struct dip_output *dip_output_open(const char *path, struct dip_diag *diag)
{
    DIP_AUTO(dip_output) output = dip_output_new(path);
    if (!open_parent(output, diag) || !take_lock(output, diag) || !open_folder(output, diag) ||
        !recover(output, diag)) {
        return NULL;
    }
    read_keys(output);
    return g_steal_pointer(&output);
}

static void free_part(gpointer data, gpointer user)
{
    (void)user;
    struct dip_part *part = data;
    for (guint i = 0; part->chunks != NULL && i < part->chunks->len; i++) {
        g_free(g_array_index(part->chunks, struct dip_chunk, i).kept);
    }
    g_clear_pointer(&part->chunks, g_array_unref);
    g_free(part->keys);
    g_free(part->prefix);
    g_free(part);
}

static void free_packer(gpointer data, gpointer user)
{
    (void)user;
    dip_packer_free(data);
}

static void close_staged(struct dip_output *output)
{
    GHashTableIter iterator;
    gpointer value = NULL;
    g_hash_table_iter_init(&iterator, output->staged);
    while (g_hash_table_iter_next(&iterator, NULL, &value)) {
        int fd = GPOINTER_TO_INT(value) - 1;
        dip_fd_close(&fd);
    }
}

void dip_output_free(struct dip_output *output)
{
    if (output == NULL) {
        return;
    }
    close_staged(output);
    /* What can't be removed now is removed by the next build. */
    if (!output->begun && output->stage >= 0) {
        (void)dip_tree_remove(output->parent, output->beside[DIP_BESIDE_STAGE]);
    }
    dip_archive_free(output->archive);
    dip_fd_close(&output->stage);
    dip_fd_close(&output->spool);
    dip_fd_close(&output->folder);
    dip_fd_close(&output->lock);
    dip_fd_close(&output->parent);
    dip_manifest_free(output->old);
    dip_keys_free(output->keys);
    dip_changes_release(&output->changes);
    g_ptr_array_foreach(output->parts, free_part, NULL);
    g_ptr_array_unref(output->parts);
    g_ptr_array_foreach(output->packers, free_packer, NULL);
    g_ptr_array_unref(output->packers);
    g_hash_table_unref(output->linked);
    g_hash_table_unref(output->staged);
    pthread_mutex_destroy(&output->mutex);
    for (int i = 0; i < DIP_BESIDE_COUNT; i++) {
        g_free(output->beside[i]);
    }
    dip_single_free(output->single);
    g_free(output->late);
    g_free(output->name);
    g_free(output->path);
    g_free(output);
}
