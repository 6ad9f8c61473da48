/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The list of a part is its manifest, so what was a group is one again, in the same order, and the
 * manifest of the whole is the one that a build would have written. A file costs a read and what
 * dip_output_put() costs, and nothing where the output has it. Two buffers: a packed file is compared
 * with the content before it.
 */
#include "part.h"

#include "output.h"

#include "blocks.h"
#include "pack.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct held {
    GString *path; /* of what is held */
    dip_hash hash;
    GByteArray *bytes;
    bool loaded;
};

struct part {
    struct dip_output *output;
    const char *path;
    int folder;
    struct dip_output_group *group;
    GString *name; /* prefix + rest */
    struct held content;
    GByteArray *packed;
    struct dip_packer *packer;
    struct dip_diag *diag;
};

static bool report(struct part *part, const char *name, const char *why)
{
    dip_diag_report(part->diag, DIP_RULE_PART_DAMAGED, (dip_loc){0}, "the part \"%s\": \"%s\" %s",
                    part->path, name, why);
    dip_diag_note(part->diag, (dip_loc){0}, "copy the part again, or build it again");
    g_atomic_int_set(&part->output->failed, 1);
    return false;
}

static bool read_all(int fd, GByteArray *bytes)
{
    for (size_t done = 0; done < bytes->len;) {
        ssize_t more = read(fd, bytes->data + done, bytes->len - done);
        if (more < 0 && errno == EINTR) {
            continue;
        }
        if (more <= 0) {
            return false;
        }
        done += (size_t)more;
    }
    return true;
}

/* Read the file @p name of the part, which has @p size bytes. */
static bool load(struct part *part, const char *name, uint64_t size, GByteArray *bytes)
{
    struct stat status;
    if (!dip_tree_is_plain(name, strlen(name))) {
        return report(part, name, "is no name of a file in it");
    }
    DIP_AUTO_FD fd = openat(part->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        return report(part, name, errno == ENOENT ? "is missing" : g_strerror(errno));
    }
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || (uint64_t)status.st_size != size ||
        size > G_MAXUINT32) {
        return report(part, name, "is not as it was written: it has another size");
    }
    g_byte_array_set_size(bytes, (guint)size);
    return read_all(fd, bytes) || report(part, name, "can't be read to its end");
}

/* The form in which the file in hand is the content before it, packed; 0: it is not. */
static unsigned packed_form(const struct part *part, dip_hash hash)
{
    static const enum dip_pack forms[] = {DIP_PACK_GZIP, DIP_PACK_BROTLI};
    const struct held *content = &part->content;
    for (size_t i = 0; i < G_N_ELEMENTS(forms) && dip_pack_tools() != NULL; i++) {
        g_autofree char *name = g_strconcat(content->path->str, dip_pack_suffix(forms[i]), NULL);
        if (content->path->len > 0 && strcmp(name, part->name->str) == 0 &&
            dip_hash_equal(hash, dip_pack_hash(forms[i], content->path->str, content->hash))) {
            return forms[i];
        }
    }
    return 0;
}

static bool put_packed(struct part *part, enum dip_pack form, const char *rest, dip_hash hash,
                       uint64_t size)
{
    struct held *content = &part->content;
    g_autofree char *packed_name = g_strdup(part->name->str);
    if (!content->loaded) {
        /* The output had it, so it was not read. */
        g_string_truncate(part->name, part->name->len - strlen(dip_pack_suffix(form)));
        struct stat status;
        if (fstatat(part->folder, part->name->str, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
            !load(part, part->name->str, (uint64_t)status.st_size, content->bytes)) {
            return report(part, part->name->str, "is missing");
        }
        content->loaded = true;
    }
    if (!load(part, packed_name, size, part->packed)) {
        return false;
    }
    if (part->packer == NULL) {
        part->packer = dip_packer_new();
    }
    if (!dip_packer_holds(part->packer, form, part->packed, content->bytes)) {
        return report(part, packed_name, "is not what it was packed from");
    }
    return dip_group_put(part->group, rest, hash, part->packed->data, part->packed->len,
                         part->diag);
}

static bool put_content(struct part *part, const char *rest, dip_hash hash, uint64_t size)
{
    struct held *content = &part->content;
    g_string_assign(content->path, part->name->str);
    content->hash = hash;
    content->loaded = false;
    if (dip_group_keep(part->group, rest, hash, part->diag)) {
        return true;
    }
    if (!load(part, part->name->str, size, content->bytes)) {
        return false;
    }
    content->loaded = true;
    if (!dip_hash_equal(hash, dip_blocks_hash(content->bytes->data, content->bytes->len))) {
        return report(part, part->name->str, "is not as it was written");
    }
    return dip_group_put(part->group, rest, hash, content->bytes->data, content->bytes->len,
                         part->diag);
}

static bool put_entry(struct part *part, const struct dip_manifest_group *group,
                      const dip_entry *entry)
{
    g_autofree char *rest = g_strndup(entry->rest, entry->rest_length);
    dip_hash hash;
    g_string_truncate(part->name, group->prefix_length);
    g_string_append(part->name, rest);
    if (!dip_hash_parse(entry->line, &hash)) {
        return report(part, part->name->str, "has no hash");
    }
    unsigned form = packed_form(part, hash);
    if (form == 0) {
        return put_content(part, rest, hash, entry->size);
    }
    return dip_group_keep(part->group, rest, hash, part->diag) ||
           put_packed(part, form, rest, hash, entry->size);
}

/* What the part says of itself is not a file of the site, but has to be what was written. */
static bool check_own(struct part *part, const struct dip_manifest_group *group)
{
    size_t offset = 0;
    dip_entry entry;
    dip_hash hash;
    if (!dip_entry_next(group, &offset, &entry) || !dip_hash_parse(entry.line, &hash)) {
        return report(part, DIP_PART_LIST, "is damaged");
    }
    if (!load(part, DIP_PART_FILE, entry.size, part->packed)) {
        return false;
    }
    return dip_hash_equal(hash, dip_blocks_hash(part->packed->data, part->packed->len)) ||
           report(part, DIP_PART_FILE, "is not as it was written");
}

static bool put_group(struct part *part, const struct dip_manifest_group *group)
{
    g_autofree char *prefix = g_strndup(group->prefix, group->prefix_length);
    size_t offset = 0;
    bool fine = true;
    if (strcmp(prefix, DIP_PART_FILE) == 0) {
        return check_own(part, group);
    }
    g_string_assign(part->name, prefix);
    g_string_truncate(part->content.path, 0);
    part->group = dip_output_group_begin(part->output, prefix);
    for (dip_entry entry; fine && dip_entry_next(group, &offset, &entry);) {
        fine = put_entry(part, group, &entry);
    }
    dip_output_group_end(part->group);
    return fine;
}

static bool put_groups(struct part *part)
{
    DIP_AUTO(dip_manifest) manifest = NULL;
    enum dip_manifest_fault fault = dip_manifest_open(part->folder, DIP_PART_LIST, &manifest);
    if (fault != DIP_MANIFEST_FINE) {
        return report(part, DIP_PART_LIST,
                      fault == DIP_MANIFEST_MISSING ? "is missing" : "is damaged");
    }
    for (size_t i = 0; i < dip_manifest_count(manifest); i++) {
        if (!put_group(part, dip_manifest_get(manifest, i))) {
            return false;
        }
    }
    return true;
}

bool dip_output_put_part(struct dip_output *output, const char *path, struct dip_diag *diag)
{
    struct part part = {
        .output = output,
        .path = path,
        .folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC),
        .name = g_string_new(NULL),
        .content = {.path = g_string_new(NULL), .bytes = g_byte_array_new()},
        .packed = g_byte_array_new(),
        .diag = diag,
    };
    bool fine = part.folder >= 0 ? put_groups(&part) : report(&part, ".", g_strerror(errno));
    dip_fd_close(&part.folder);
    dip_packer_free(part.packer);
    g_byte_array_unref(part.packed);
    g_byte_array_unref(part.content.bytes);
    g_string_free(part.content.path, TRUE);
    g_string_free(part.name, TRUE);
    return fine;
}

/* The last line of a manifest is a hash of all before. */
static bool has_same_end(int a, int b)
{
    enum { END = sizeof DIP_MANIFEST_END + DIP_HASH_HEX };
    char ends[2][END];
    int fds[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        if (lseek(fds[i], -(off_t)END, SEEK_END) < 0 || read(fds[i], ends[i], END) != END) {
            return false;
        }
    }
    return memcmp(ends[0], ends[1], END) == 0;
}

static int copy(int from, int to)
{
    g_autofree char *block = g_malloc(DIP_BLOCK_BYTES);
    int error = lseek(from, 0, SEEK_SET) == 0 ? 0 : errno;
    while (error == 0) {
        ssize_t length = read(from, block, DIP_BLOCK_BYTES);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length <= 0) {
            return length < 0 ? errno : 0;
        }
        error = dip_write_all(to, block, (size_t)length);
    }
    return error;
}

/* Write the copy under another name and rename it. @return 0 or an errno */
static int replace(int folder, int manifest)
{
    static const char draft[] = "." DIP_PART_LIST ".draft";
    DIP_AUTO_FD to =
        openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    int error = to < 0 ? errno : copy(manifest, to);
    if (error == 0) {
        error = dip_fd_close(&to);
    }
    if (error == 0 && renameat(folder, draft, folder, DIP_PART_LIST) != 0) {
        error = errno;
    }
    if (error != 0) {
        (void)unlinkat(folder, draft, 0);
    }
    return error;
}

bool dip_output_write_list(struct dip_output *output, struct dip_diag *diag)
{
    DIP_AUTO_FD folder =
        openat(output->parent, output->name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIP_AUTO_FD manifest =
        openat(output->parent, output->beside[DIP_BESIDE_MANIFEST], O_RDONLY | O_CLOEXEC);
    if (folder < 0 || manifest < 0) {
        return dip_output_refuse(output, diag, "read the manifest of", "", errno);
    }
    DIP_AUTO_FD there = openat(folder, DIP_PART_LIST, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (there >= 0 && has_same_end(there, manifest)) {
        return true;
    }
    int error = replace(folder, manifest);
    return error == 0 || dip_output_refuse(output, diag, "write", DIP_PART_LIST, error);
}
