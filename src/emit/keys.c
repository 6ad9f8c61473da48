/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The keys' file: a head, one number for each line of the manifest in its order, a hash of all that.
 * It is bound to the manifest by the hash in that one's last line, so a build that was killed between
 * the two leaves keys that nobody believes. Rejected: keys in the manifest's lines, which say what the
 * output holds; two builds of different programs that write the same bytes have the same manifest.
 */
#include "keys.h"

#include "blocks.h"
#include "output.h"
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order and size of this machine: the file never leaves it. */
struct head {
    char magic[16];
    dip_hash manifest;
    struct dip_output_made made;
    uint64_t count;
};

static const char magic[16] = "diptych keys 1\n";

struct dip_keys {
    const struct head *head; /* mapped */
    const dip_key *keys;
    size_t length;
};

static size_t length_of(uint64_t count)
{
    return sizeof(struct head) + (size_t)count * sizeof(dip_key) + sizeof(dip_hash);
}

static bool is_fine(const struct dip_keys *keys, dip_hash manifest, uint64_t count)
{
    dip_hash said;
    size_t length = keys->length - sizeof said;
    memcpy(&said, (const char *)keys->head + length, sizeof said);
    return memcmp(keys->head->magic, magic, sizeof magic) == 0 && keys->head->count == count &&
           dip_hash_equal(keys->head->manifest, manifest) &&
           dip_hash_equal(said, dip_blocks_hash(keys->head, length));
}

struct dip_keys *dip_keys_open(int folder, const char *name, dip_hash manifest, uint64_t count)
{
    DIP_AUTO_FD fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        (uint64_t)status.st_size != length_of(count)) {
        return NULL;
    }
    size_t length = (size_t)status.st_size;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        return NULL;
    }
    struct dip_keys *keys = g_new0(struct dip_keys, 1);
    *keys = (struct dip_keys){
        .head = bytes, .keys = (const dip_key *)((const struct head *)bytes + 1), .length = length};
    if (is_fine(keys, manifest, count)) {
        return keys;
    }
    dip_keys_free(keys);
    return NULL;
}

void dip_keys_free(struct dip_keys *keys)
{
    if (keys == NULL) {
        return;
    }
    munmap((void *)keys->head, keys->length);
    g_free(keys);
}

/* --- asking --- */

static bool has_key(const struct dip_keys *keys, const struct dip_manifest_group *group, size_t at,
                    dip_key key)
{
    return key != 0 && keys->keys[group->first + at] == key;
}

struct dip_known {
    const struct dip_keys *keys;
    struct dip_cursor cursor;
};

struct dip_known *dip_output_known(const struct dip_output *output, const char *prefix)
{
    const struct dip_manifest_group *group =
        output->keys == NULL ? NULL : dip_manifest_find(output->old, prefix, strlen(prefix));
    if (group == NULL) {
        return NULL;
    }
    struct dip_known *known = g_new0(struct dip_known, 1);
    known->keys = output->keys;
    known->cursor.group = group;
    return known;
}

bool dip_known_is(struct dip_known *known, const char *rest, dip_key key)
{
    dip_entry entry;
    return dip_cursor_find(&known->cursor, rest, strlen(rest), &entry) &&
           has_key(known->keys, known->cursor.group, entry.at, key);
}

void dip_known_free(struct dip_known *known)
{
    if (known == NULL) {
        return;
    }
    dip_cursor_release(&known->cursor);
    g_free(known);
}

bool dip_output_has_keys(const struct dip_output *output)
{
    return output->keys != NULL;
}

bool dip_output_made(const struct dip_output *output, struct dip_output_made *ret_made)
{
    static const dip_hash none = {{0}};
    if (output->keys == NULL || dip_hash_equal(output->keys->head->made.input, none)) {
        return false;
    }
    *ret_made = output->keys->head->made;
    return true;
}

size_t dip_output_group_count(const struct dip_output *output)
{
    return output->old == NULL ? 0 : dip_manifest_count(output->old);
}

void dip_output_kept(const struct dip_output *output, struct dip_output_summary *ret_summary)
{
    *ret_summary = output->summary;
}

/* --- keeping --- */

/* Go back: what is not kept is put next, and looks for the same entry. */
static bool give_up(struct dip_output_group *group, size_t offset, size_t at)
{
    group->cursor.offset = offset;
    group->cursor.at = at;
    return false;
}

/* The packed form of the file whose entry is @p content, as it would be put now. */
static bool find_packed(struct dip_output_group *group, enum dip_pack form, const char *rest,
                        const dip_entry *content, dip_entry *ret_entry, struct dip_diag *diag)
{
    dip_hash hash;
    char hex[DIP_HASH_HEX + 1];
    if (!dip_hash_parse(content->line, &hash) || !dip_group_take(group, rest, diag)) {
        return false;
    }
    g_string_assign(group->content, group->path->str);
    dip_hash_format(dip_pack_hash(form, group->content->str, hash), hex);
    g_string_assign(group->packed, rest);
    g_string_append(group->packed, dip_pack_suffix(form));
    return dip_cursor_find(&group->cursor, group->packed->str, group->packed->len, ret_entry) &&
           memcmp(ret_entry->line, hex, DIP_HASH_HEX) == 0 &&
           dip_group_is_there(group, group->packed->str, ret_entry->size, diag);
}

enum { PACKS = 2 };

static bool find_packs(struct dip_output_group *group, const char *rest, const dip_entry *content,
                       dip_entry ret_packed[PACKS], size_t *ret_count, struct dip_diag *diag)
{
    static const enum dip_pack forms[PACKS] = {DIP_PACK_GZIP, DIP_PACK_BROTLI};
    *ret_count = 0;
    bool wanted = dip_pack_wants(group->path->str);
    for (size_t i = 0; wanted && i < PACKS; i++) {
        if ((group->output->packs & forms[i]) == 0) {
            continue;
        }
        if (!find_packed(group, forms[i], rest, content, &ret_packed[(*ret_count)++], diag)) {
            return false;
        }
    }
    return true;
}

bool dip_output_keep(struct dip_output_group *group, const char *rest, dip_key key,
                     uint64_t *ret_size, struct dip_diag *diag)
{
    const struct dip_keys *keys = group->output->keys;
    size_t offset = group->cursor.offset;
    size_t at = group->cursor.at;
    dip_entry entry;
    dip_entry packed[PACKS];
    size_t count = 0;
    if (keys == NULL || !dip_cursor_find(&group->cursor, rest, strlen(rest), &entry)) {
        return false;
    }
    if (!has_key(keys, group->cursor.group, entry.at, key) ||
        !dip_group_is_there(group, rest, entry.size, diag) ||
        (group->output->packs != 0 && !find_packs(group, rest, &entry, packed, &count, diag))) {
        return give_up(group, offset, at);
    }
    dip_output_key(group, key);
    dip_group_add_entry(group, &entry);
    for (size_t i = 0; i < count; i++) {
        dip_group_add_entry(group, &packed[i]);
    }
    *ret_size = entry.size;
    return true;
}

/* Tell whether all files of the group are there, of @p key or, where that is 0, of any. */
static bool are_there(struct dip_output_group *group, const struct dip_manifest_group *old,
                      dip_key key, struct dip_diag *diag)
{
    const struct dip_keys *keys = group->output->keys;
    g_autoptr(GString) rest = g_string_new(NULL);
    size_t offset = 0;
    size_t at = 0;
    for (dip_entry entry; dip_entry_next(old, &offset, &entry); at++) {
        dip_key own = keys->keys[old->first + at];
        if (key != 0 && own != key) {
            return false;
        }
        g_string_truncate(rest, 0);
        g_string_append_len(rest, entry.rest, (gssize)entry.rest_length);
        if (!dip_group_is_there(group, rest->str, entry.size, diag)) {
            return false;
        }
    }
    return at == old->count;
}

static bool keep_old(struct dip_output_group *group, dip_key key, struct dip_diag *diag)
{
    const struct dip_manifest_group *old = group->cursor.group;
    const struct dip_keys *keys = group->output->keys;
    if (keys == NULL || old == NULL || !are_there(group, old, key, diag)) {
        return false;
    }
    size_t offset = 0;
    size_t at = 0;
    for (dip_entry entry; dip_entry_next(old, &offset, &entry); at++) {
        dip_output_key(group, keys->keys[old->first + at]);
        dip_group_add_entry(group, &entry);
    }
    return true;
}

bool dip_output_keep_all(struct dip_output_group *group, dip_key key, struct dip_diag *diag)
{
    /* Packed forms have no key, and may be others now. */
    return key != 0 && group->output->packs == 0 && keep_old(group, key, diag);
}

bool dip_output_keep_group(struct dip_output *output, size_t at, struct dip_diag *diag)
{
    const struct dip_manifest_group *old = dip_manifest_get(output->old, at);
    g_autofree char *prefix = g_strndup(old->prefix, old->prefix_length);
    struct dip_output_group *group = dip_group_begin(output, prefix, NULL);
    bool kept = keep_old(group, 0, diag);
    dip_output_group_end(group);
    return kept;
}

void dip_output_key(struct dip_output_group *group, dip_key key)
{
    group->key = key;
}

/* --- writing --- */

static void append_keys(const struct dip_output *output, GByteArray *bytes)
{
    for (guint i = 0; i < output->parts->len; i++) {
        const struct dip_part *part = g_ptr_array_index(output->parts, i);
        if (part->keys != NULL) {
            g_byte_array_append(bytes, (const guint8 *)part->keys,
                                (guint)part->files * (guint)sizeof(dip_key));
        }
    }
}

static bool is_written(const struct dip_output *output, const GByteArray *bytes)
{
    return output->keys != NULL && output->keys->length == bytes->len &&
           memcmp(output->keys->head, bytes->data, bytes->len) == 0;
}

static bool write_draft(const struct dip_output *output, const GByteArray *bytes)
{
    DIP_AUTO_FD fd = dip_draft_open(output);

    return fd >= 0 && dip_write_all(fd, bytes->data, bytes->len) == 0 && dip_fd_close(&fd) == 0;
}

/*
 * Put it into place whole, so that who has mapped the old one keeps it. The draft is the manifest's, which
 * is free behind a commit, and which every build throws away before it begins.
 */
static void write_file(const struct dip_output *output, const GByteArray *bytes)
{
    const char *draft = output->beside[DIP_BESIDE_DRAFT];

    if (!write_draft(output, bytes) ||
        renameat(output->parent, draft, output->parent, output->beside[DIP_BESIDE_KEYS]) != 0) {
        (void)unlinkat(output->parent, draft, 0);
    }
}

void dip_output_write_keys(struct dip_output *output, const struct dip_output_made *made)
{
    struct head head = {.manifest = output->hash, .made = *made, .count = output->summary.files};
    memcpy(head.magic, magic, sizeof magic);
    g_autoptr(GByteArray) bytes = g_byte_array_sized_new((guint)length_of(head.count));
    g_byte_array_append(bytes, (const guint8 *)&head, sizeof head);
    append_keys(output, bytes);
    dip_hash hash = dip_blocks_hash(bytes->data, bytes->len);
    g_byte_array_append(bytes, hash.bytes, sizeof hash.bytes);
    if (bytes->len != length_of(head.count) || is_written(output, bytes)) {
        return;
    }
    write_file(output, bytes);
}
