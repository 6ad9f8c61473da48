/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A manifest as it lies beside the output, mapped and read.
 *
 *     diptych manifest 1
 *     group COUNT LENGTH PREFIX        (sorted by prefix; LENGTH bytes of entries follow)
 *     HASH SIZE REST                   (in the order in which they were put)
 *     end HASH                         (of all bytes before this line)
 *
 * Read-only after opening: any thread. Entries and groups are borrowed from the manifest. Memory
 * grows with groups. Absent: writing one, which is commit.c's.
 */
#ifndef DIP_MANIFEST_H
#define DIP_MANIFEST_H

#include "base/base.h"

#define DIP_MANIFEST_HEAD "diptych manifest 1\n"
#define DIP_MANIFEST_END  "end "

/** One file: its line, and the part of it that is the rest of its path. */
typedef struct dip_entry {
    const char *line; /**< with its line feed */
    size_t line_length;
    const char *rest;
    size_t rest_length;
    uint64_t size;
    size_t at; /**< its number in the group, where a cursor found it */
} dip_entry;

struct dip_manifest_group {
    const char *prefix; /**< not NUL-terminated, as all of these */
    size_t prefix_length;
    const char *lines;
    size_t length;
    uint64_t count;
    uint64_t first; /**< how many entries stand in groups before it */
};

struct dip_manifest;

enum dip_manifest_fault {
    DIP_MANIFEST_FINE,
    DIP_MANIFEST_MISSING,
    DIP_MANIFEST_DAMAGED,    /**< cut short, edited, or of another version */
    DIP_MANIFEST_UNREADABLE, /**< errno says why */
};

/** Map and check the file @p name of @p folder. *ret_manifest is NULL where it is not fine. */
enum dip_manifest_fault dip_manifest_open(int folder, const char *name,
                                          struct dip_manifest **ret_manifest);
void dip_manifest_free(struct dip_manifest *manifest);
DIP_DEFINE_AUTO(dip_manifest);

/** The hash that its last line has. */
dip_hash dip_manifest_hash(const struct dip_manifest *manifest);

/** How many entries it has, in all groups. */
uint64_t dip_manifest_files(const struct dip_manifest *manifest);

size_t dip_manifest_count(const struct dip_manifest *manifest);
const struct dip_manifest_group *dip_manifest_get(const struct dip_manifest *manifest, size_t at);

/** Find a group by its prefix, or NULL. */
const struct dip_manifest_group *dip_manifest_find(const struct dip_manifest *manifest,
                                                   const char *prefix, size_t length);

/** Tell whether any group has the file @p path. Slow: for the few that are not where they were. */
bool dip_manifest_has(const struct dip_manifest *manifest, const char *path, size_t length);

/** Read the entry at byte *offset of a group and move on; false at the end. */
bool dip_entry_next(const struct dip_manifest_group *group, size_t *offset, dip_entry *ret_entry);

/**
 * Finds entries of a group that are asked for in about the order in which they stand: the next one
 * costs a comparison. The first that is out of order makes an index of the group, 8 bytes a file.
 */
struct dip_cursor {
    const struct dip_manifest_group *group; /**< NULL: nothing is found */
    size_t offset;
    size_t at; /**< the number of the entry at that offset */
    GArray *index;
};

bool dip_cursor_find(struct dip_cursor *cursor, const char *rest, size_t length,
                     dip_entry *ret_entry);
void dip_cursor_release(struct dip_cursor *cursor);

#endif
