/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of emit/ share: the output and its groups while a build runs.
 *
 * `old`, `folder` and the names are set by opening and then only read, by all threads; what is
 * under `mutex` is said so; a group is for one thread at a time. Not for other modules.
 *
 * Beside an output `public` lie: `.public.lock` (empty),
 * `.public.stage/` (what changed, as it will be in the output), `.public.manifest` (what the output
 * holds), `.public.draft` (the next manifest, while it is written) and `.public.journal`: the next
 * manifest, whole. Renaming draft to journal begins the commit; renaming journal to manifest ends
 * it. While the journal is there, the commit has to be completed, and every step can be repeated.
 */
#ifndef DIP_OUTPUT_H
#define DIP_OUTPUT_H

#include "changes.h" /* IWYU pragma: export; and manifest.h */
#include "emit.h"
#include "place.h"

#include <pthread.h>

struct dip_archive;
struct dip_reel;

enum dip_beside {
    DIP_BESIDE_LOCK,
    DIP_BESIDE_STAGE,
    DIP_BESIDE_MANIFEST,
    DIP_BESIDE_DRAFT,
    DIP_BESIDE_JOURNAL,
    DIP_BESIDE_SPOOL, /**< parts of the next manifest; without a name as soon as it is open */
    DIP_BESIDE_COUNT
};

/** A group that has ended: its lines are those of an old group, or stand in the spool. */
struct dip_part {
    char *prefix;
    uint64_t files;
    uint64_t length; /**< of all lines */
    const struct dip_manifest_group *same;
    GArray *chunks; /**< of struct dip_chunk */
};

struct dip_chunk {
    uint64_t offset;
    size_t length;
};

struct dip_output {
    char *path; /**< as the user gave it, for messages */
    char *name;
    char *beside[DIP_BESIDE_COUNT];
    int parent;
    int lock;
    int folder;               /**< the output; -1 where there is none yet */
    struct dip_manifest *old; /**< what the output holds; NULL where there is or was nothing */
    bool trusted;             /**< false: `old` may be wrong, and files are written again */
    bool begun;               /**< the commit: what is staged must stay */
    struct dip_changes changes;
    struct dip_single *single; /**< the one file that is wanted, in memory; NULL: all, on a disk */
    struct dip_archive *archive; /**< the output is one file; NULL: it is a tree */
    unsigned packs; /**< enum dip_pack: the forms in which files lie beside themselves */
    gint failed;    /**< atomic: the world refused; nothing can be committed */

    pthread_mutex_t mutex; /**< guards what follows; ThreadSanitizer does not see GLib's */
    int stage;             /**< -1 until there is something to stage */
    int spool;
    uint64_t spool_length;
    GPtrArray *parts;
    GPtrArray *packers; /**< that nobody uses now */
    char *late;         /**< what refused where nobody could be told */
    struct dip_output_summary summary;
};

struct dip_output_group {
    struct dip_output *output;
    struct dip_reel *reel; /**< of an archive; NULL: a tree's */
    bool late;             /**< the reel is the group's own */
    GString *path;         /**< prefix + rest of the file in hand */
    size_t prefix_length;
    size_t folder_length; /**< of the folder that the prefix names, without the slash */
    size_t leaf;          /**< where the path behind that folder starts */

    struct dip_cursor cursor;
    size_t matched; /**< bytes of the old group's lines that the new ones equal so far */
    bool same;      /**< … all of them */
    GString *line;
    GString *lines; /**< where not the same: what is not in the spool yet */
    struct dip_part *part;

    struct dip_reached above; /**< the prefix's folder in the output */
    struct dip_reached seen;  /**< a folder below it */
    int stage;                /**< the prefix's folder in the stage, or -1 */
    GString *made;            /**< the folder below it that was made last */
    bool streaming;           /**< the file in hand is not at its end */
    GString *packed;          /**< the rest of a packed file's path */
    GString *content;         /**< the path of what it is made from */
    struct dip_output_summary summary;
};

/** Make an output that has nothing open. */
struct dip_output *dip_output_new(const char *path);

/** As dip_output_group_begin(), in @p reel, where the output is an archive. */
struct dip_output_group *dip_group_begin(struct dip_output *output, const char *prefix,
                                         struct dip_reel *reel);

/** Report that @p operation on @p path failed, and that nothing can be committed. @return false */
bool dip_output_refuse(struct dip_output *output, struct dip_diag *diag, const char *operation,
                       const char *path, int error);

/** The same as a text (g_free), where there is no sink at hand. */
char *dip_output_refusal(const struct dip_output *output, const char *operation, const char *path,
                         int error);

/** Tell, without a report, whether something was refused. */
bool dip_output_has_failed(struct dip_output *output);

/** Set the path in hand. @return false where it can't be one (reported) */
bool dip_group_take(struct dip_output_group *group, const char *rest, struct dip_diag *diag);

/** Make the file in hand in the stage. @return its descriptor, or -1 (reported) */
int dip_stage_create(struct dip_output_group *group, struct dip_diag *diag);

/** Make the staging folder where there is none yet. @return 0 or an errno */
int dip_stage_open(struct dip_output *output);

/** Put a file whose line in the manifest has @p hash; as dip_output_put() else. */
bool dip_group_put(struct dip_output_group *group, const char *rest, dip_hash hash,
                   const void *bytes, size_t length, struct dip_diag *diag);

/** Keep a file that the output has with this hash. @return false where it has not */
bool dip_group_keep(struct dip_output_group *group, const char *rest, dip_hash hash,
                    struct dip_diag *diag);

/** Add the file in hand to the group's part of the manifest. @p written: it is staged. */
void dip_group_add(struct dip_output_group *group, dip_hash hash, uint64_t size, bool written);

/** Keep the file prefix+@p rest of an output of one file, where it is that one. */
void dip_single_put(struct dip_output_group *group, const char *rest, const void *bytes,
                    size_t length);
void dip_single_free(struct dip_single *single);

/** Do all of a begun commit, from manifest @p old (may be NULL) to @p new; can be repeated. */
bool dip_commit_apply(struct dip_output *output, const struct dip_manifest *old,
                      const struct dip_manifest *new, struct dip_diag *diag, uint64_t *ret_removed);

#endif
