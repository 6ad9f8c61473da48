/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What there is in the output where a file will go; for the files of emit/ only. A group is for one
 * thread at a time. Absent: changing anything.
 */
#ifndef DIP_PLACE_H
#define DIP_PLACE_H

#include "emit.h"

/** Whether a file of this name is in the output. */
enum dip_place_kind {
    DIP_PLACE_FREE,
    DIP_PLACE_FILE,
    DIP_PLACE_FOLDER,  /**< a folder has the file's name */
    DIP_PLACE_BLOCKED, /**< what should be a folder on the way is something else */
    DIP_PLACE_OTHER,   /**< a link, a device */
    DIP_PLACE_REFUSED, /**< can't be told; `error` */
};

struct dip_place {
    enum dip_place_kind kind;
    uint64_t size;
    size_t blocked; /**< how many bytes of the path are what blocks it */
    int error;
};

/** Whether a folder holds links: where it holds none, a file one folder down is found by one call. */
enum dip_links_seen { DIP_LINKS_UNSEEN, DIP_LINKS_NONE, DIP_LINKS_SOME };

/** A folder that was looked up last, so that the next file in it needs no look-up. */
struct dip_reached {
    GString *path; /**< NULL before the first */
    int fd;        /**< -1: is not there */
    struct dip_place place;
};

/** What there is in the output under the group's path in hand. */
struct dip_place dip_place_find(struct dip_output_group *group);

/** Tell whether the file in hand may be put where @p place is; reports what is not ours. */
bool dip_place_is_ours(struct dip_output_group *group, const struct dip_place *place, bool known,
                       struct dip_diag *diag);

#endif
