/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of emit/ share: the output and its groups while a build runs.
 *
 * `old`, `folder` and the names are set by opening and then only read, by all threads; what is
 * under `mutex` is said so; a group is for one thread at a time. Not for other modules.
 *
 * Beside an output `public` lie: `.public.lock` (empty), `.public.keys` (keys.h; builds can do without), `.public.stage/` (what changed, as it will be in the output),
 * `.public.manifest` (what the output holds), `.public.draft` (the next manifest, while it is written) and
 * `.public.journal`: the next manifest, whole. Renaming draft to journal begins the commit; renaming journal
 * to manifest ends it. While the journal is there, the commit has to be completed, and every step can be
 * repeated.
 */
#ifndef DIP_OUTPUT_H
#define DIP_OUTPUT_H

#include "changes.h" /* IWYU pragma: export; and manifest.h */
#include "emit.h"
#include "group.h" /* IWYU pragma: export */

#include <pthread.h>

struct dip_archive;
struct dip_reel;

enum dip_beside {
    DIP_BESIDE_LOCK,
    DIP_BESIDE_STAGE,
    DIP_BESIDE_MANIFEST,
    DIP_BESIDE_DRAFT,
    DIP_BESIDE_JOURNAL,
    DIP_BESIDE_KEYS,
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
    dip_key *keys;  /**< one a file; NULL in an archive */
};

struct dip_chunk {
    uint64_t offset; /**< in the spool */
    size_t length;
    char *kept; /**< the lines, where there were few so far; NULL: they are in the spool */
};

struct dip_output {
    char *path; /**< as the user gave it, for messages */
    char *name;
    char *beside[DIP_BESIDE_COUNT];
    int parent;
    int lock;
    int folder;               /**< the output; -1 where there is none yet */
    struct dip_manifest *old; /**< what the output holds; NULL where there is or was nothing */
    struct dip_keys *keys;    /**< what that was made from; NULL: not known */
    dip_hash hash;            /**< of the manifest, once that is the output's */
    bool trusted;             /**< false: `old` may be wrong, and files are written again */
    bool begun;               /**< the commit: what is staged must stay */
    struct dip_changes changes;
    struct dip_single *single; /**< the one file that is wanted, in memory; NULL: all, on a disk */
    struct dip_archive *archive; /**< the output is one file; NULL: it is a tree */
    unsigned packs; /**< enum dip_pack: the forms in which files lie beside themselves */
    gint failed;    /**< atomic: the world refused; nothing can be committed */
    int most_keys;  /**< atomic: about the files of the largest group so far */

    pthread_mutex_t mutex; /**< guards what follows; ThreadSanitizer does not see GLib's */
    int stage;             /**< -1 until there is something to stage */
    int spool;
    uint64_t spool_length;
    size_t kept;        /**< bytes of lines that are not in it */
    GHashTable *staged; /**< folders of the stage that are held open: path -> descriptor + 1 */
    GPtrArray *parts;
    GPtrArray *packers; /**< that nobody uses now */
    GHashTable *linked; /**< folders that were looked through for links: path -> has any */
    char *late;         /**< what refused where nobody could be told */
    struct dip_output_summary summary;
};

/** Open the draft, emptied, for what is to be renamed into place. @return -1 with errno */
int dip_draft_open(const struct dip_output *output);

/** Make an output that has nothing open. */
struct dip_output *dip_output_new(const char *path);

/** Report that @p operation on @p path failed, and that nothing can be committed. @return false */
bool dip_output_refuse(struct dip_output *output, struct dip_diag *diag, const char *operation,
                       const char *path, int error);

/** The same as a text (g_free), where there is no sink at hand. */
char *dip_output_refusal(const struct dip_output *output, const char *operation, const char *path,
                         int error);

/** Tell, without a report, whether something was refused. */
bool dip_output_has_failed(struct dip_output *output);

/** Make the staging folder where there is none yet. @return 0 or an errno */
int dip_stage_open(struct dip_output *output);

/** Keep the file prefix+@p rest of an output of one file, where it is that one. */
void dip_single_put(struct dip_output_group *group, const char *rest, const void *bytes,
                    size_t length);
void dip_single_free(struct dip_single *single);

/** Do all of a begun commit, from manifest @p old (may be NULL) to @p new; can be repeated. */
bool dip_commit_apply(struct dip_output *output, const struct dip_manifest *old,
                      const struct dip_manifest *new, struct dip_diag *diag, uint64_t *ret_removed);

#endif
