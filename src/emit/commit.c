/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The next manifest, and the moment from which it counts. Parts are sorted by prefix here, so that
 * neither order nor number of threads is seen in it; lines come from the old manifest or the spool.
 * The journal is the next manifest under another name: one rename begins the commit, one ends it.
 * Rejected: a journal of its own that lists the renames; it has to be kept in step with a manifest,
 * and there is a moment between the manifest's rename and the journal's end.
 */
#include "output.h"

#include "blocks.h"
#include "tarfile.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static gint compare_parts(gconstpointer a, gconstpointer b)
{
    const struct dip_part *const *first = a;
    const struct dip_part *const *second = b;
    return strcmp((*first)->prefix, (*second)->prefix);
}

static void sort_parts(GPtrArray *parts)
{
    g_ptr_array_sort(parts, compare_parts);
    for (guint i = 1; i < parts->len; i++) {
        const struct dip_part *last = g_ptr_array_index(parts, i - 1);
        const struct dip_part *part = g_ptr_array_index(parts, i);
        g_assert(strcmp(last->prefix, part->prefix) != 0);
    }
}

/* Groups without files are not in a manifest. */
static bool manifest_is_same(const struct dip_output *output)
{
    size_t same = 0;
    for (guint i = 0; i < output->parts->len; i++) {
        const struct dip_part *part = g_ptr_array_index(output->parts, i);
        if (part->files > 0 && part->same == NULL) {
            return false;
        }
        same += part->files > 0 ? 1 : 0;
    }
    return output->old != NULL && same == dip_manifest_count(output->old);
}

struct draft {
    int fd;
    int error;
    dip_hash hash;
    struct dip_blocks blocks;
};

static bool flush(const void *block, size_t length, void *user)
{
    struct draft *draft = user;
    draft->error = dip_write_all(draft->fd, block, length);
    return draft->error == 0;
}

static bool add_chunk(struct draft *draft, int spool, const struct dip_chunk *chunk)
{
    if (chunk->kept != NULL) {
        return dip_blocks_add(&draft->blocks, chunk->kept, chunk->length);
    }
    g_autofree char *bytes = g_malloc(DIP_BLOCK_BYTES);
    uint64_t offset = chunk->offset;
    for (size_t left = chunk->length; left > 0;) {
        ssize_t part = pread(spool, bytes, MIN(left, DIP_BLOCK_BYTES), (off_t)offset);
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part <= 0) {
            draft->error = part < 0 ? errno : EIO;
            return false;
        }
        if (!dip_blocks_add(&draft->blocks, bytes, (size_t)part)) {
            return false;
        }
        offset += (uint64_t)part;
        left -= (size_t)part;
    }
    return true;
}

static bool add_part(struct draft *draft, int spool, const struct dip_part *part)
{
    if (part->files == 0) {
        return true;
    }
    g_autofree char *line =
        g_strdup_printf("group %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s\n", part->files,
                        part->length, part->prefix);
    if (!dip_blocks_add(&draft->blocks, line, strlen(line))) {
        return false;
    }
    if (part->same != NULL) {
        return dip_blocks_add(&draft->blocks, part->same->lines, part->same->length);
    }
    for (guint i = 0; i < part->chunks->len; i++) {
        if (!add_chunk(draft, spool, &g_array_index(part->chunks, struct dip_chunk, i))) {
            return false;
        }
    }
    return true;
}

static bool write_lines(struct draft *draft, const struct dip_output *output)
{
    if (!dip_blocks_add(&draft->blocks, DIP_MANIFEST_HEAD, sizeof DIP_MANIFEST_HEAD - 1)) {
        return false;
    }
    for (guint i = 0; i < output->parts->len; i++) {
        if (!add_part(draft, output->spool, g_ptr_array_index(output->parts, i))) {
            return false;
        }
    }
    dip_hash hash;
    if (!dip_blocks_end(&draft->blocks, &hash)) {
        return false;
    }
    char hex[DIP_HASH_HEX + 1];
    dip_hash_format(hash, hex);
    g_autofree char *end = g_strdup_printf(DIP_MANIFEST_END "%s\n", hex);
    draft->hash = hash;
    return flush(end, strlen(end), draft);
}

/* Write the next manifest to the draft. @return 0 or an errno */
static int write_draft(struct dip_output *output)
{
    struct draft draft = {.fd = dip_draft_open(output)};
    if (draft.fd < 0) {
        return errno;
    }
    dip_blocks_init(&draft.blocks, flush, &draft);
    bool fine = write_lines(&draft, output);
    output->hash = draft.hash;
    dip_blocks_release(&draft.blocks);
    int error = dip_fd_close(&draft.fd);
    return fine ? error : draft.error;
}

/* The list of changes is the last thing that may still stop the commit. */
static bool write_changes(struct dip_output *output, struct dip_diag *diag)
{
    DIP_AUTO(dip_manifest) draft = NULL;
    if (output->changes.file == NULL) {
        return true;
    }
    if (dip_manifest_open(output->parent, output->beside[DIP_BESIDE_DRAFT], &draft) !=
        DIP_MANIFEST_FINE) {
        return dip_output_refuse(output, diag, "read the manifest of", "", EIO);
    }
    return dip_changes_write(output, draft, diag);
}

static bool begin(struct dip_output *output, struct dip_diag *diag)
{
    /* An output without files is a folder all the same. */
    int error = output->folder < 0 ? dip_stage_open(output) : 0;
    if (error != 0) {
        return dip_output_refuse(output, diag, "make the staging folder of", "", error);
    }
    error = write_draft(output);
    if (error != 0) {
        (void)unlinkat(output->parent, output->beside[DIP_BESIDE_DRAFT], 0);
        return dip_output_refuse(output, diag, "write the manifest of", "", error);
    }
    if (!write_changes(output, diag)) {
        (void)unlinkat(output->parent, output->beside[DIP_BESIDE_DRAFT], 0);
        return false;
    }
    if (renameat(output->parent, output->beside[DIP_BESIDE_DRAFT], output->parent,
                 output->beside[DIP_BESIDE_JOURNAL]) != 0) {
        error = errno;
        (void)unlinkat(output->parent, output->beside[DIP_BESIDE_DRAFT], 0);
        return dip_output_refuse(output, diag, "begin the commit of", "", error);
    }
    output->begun = true;
    return true;
}

bool dip_output_commit(struct dip_output *output, struct dip_diag *diag,
                       struct dip_output_summary *ret_summary)
{
    g_assert(!output->begun);
    if (output->late != NULL) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_UNWRITABLE, (dip_loc){0}, "%s", output->late);
    }
    if (g_atomic_int_get(&output->failed) != 0) {
        return false;
    }
    struct dip_output_summary summary = output->summary;
    if (output->archive != NULL) {
        bool fine = dip_archive_finish(output->archive, diag, &summary.archive);
        *ret_summary = fine ? summary : *ret_summary;
        return fine;
    }
    sort_parts(output->parts);
    bool changed = summary.written > 0 || output->folder < 0 || !output->trusted;
    if (changed || !manifest_is_same(output)) {
        DIP_AUTO(dip_manifest) journal = NULL;
        if (!begin(output, diag)) {
            return false;
        }
        if (dip_manifest_open(output->parent, output->beside[DIP_BESIDE_JOURNAL], &journal) !=
            DIP_MANIFEST_FINE) {
            return dip_output_refuse(output, diag, "read the manifest of", "", EIO);
        }
        if (!dip_commit_apply(output, output->old, journal, diag, &summary.removed)) {
            return false;
        }
    } else if (!dip_changes_write(output, output->old, diag)) {
        return false;
    }
    *ret_summary = summary;
    return true;
}
