/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The output: a staged tree, its manifest, and the commit.
 *
 * A build writes only what changed into a staging folder beside the output, and a new manifest; then
 * one commit makes it the site. Killed before the commit, the old site stays; killed during it, the
 * next dip_output_open() completes it from the journal. The manifest, the journal, the lock and the
 * staging folder lie beside the output (`.public.manifest` …), not in it.
 *
 * dip_output_open(), _commit() and _free() are for one thread; groups are for any thread, each
 * group for one at a time. Memory grows with groups, not with files. Absent: what is in the files.
 */
#ifndef DIP_EMIT_H
#define DIP_EMIT_H

#include "diag/diag.h"

#include "emit/hosting.h" /* IWYU pragma: export */
#include "emit/keys.h"    /* IWYU pragma: export */
#include "emit/part.h"    /* IWYU pragma: export */
#include "emit/single.h"  /* IWYU pragma: export */
#include "emit/sitemap.h" /* IWYU pragma: export */
#include "emit/stream.h"  /* IWYU pragma: export */

/** Forms in which files lie packed beside themselves, for hosts that serve such files; flags. */
enum dip_pack { DIP_PACK_GZIP = 1, DIP_PACK_BROTLI = 2 };

/** What a commit did. */
struct dip_output_summary {
    uint64_t files;   /**< in the site now */
    uint64_t bytes;   /**< of all of them */
    uint64_t written; /**< new or changed */
    uint64_t unchanged;
    uint64_t removed;
    uint64_t archive; /**< bytes of the archive's file, where there is one */
};

struct dip_output;

/**
 * Open the output folder @p path (of the process's folder; made by the commit where it is new).
 *
 * Takes the lock, completes or throws away what a killed build left, reads the manifest. Reports:
 * another build at work (output-locked), a folder that holds files and no manifest of ours
 * (output-foreign), what is not a folder or can't be written (output-unwritable). A damaged manifest,
 * or one of another version, is a warning, and everything is written again.
 *
 * @return NULL where an error was reported
 */
struct dip_output *dip_output_open(const char *path, struct dip_diag *diag);

/**
 * Open an output that becomes one tar: the file @p file, or standard output for "-". It is packed with
 * gzip where its name ends with "gz". All files have the time @p mtime. There is no manifest, nothing is
 * "unchanged", and the file gets its name only when it is whole. Reports what dip_output_open() does.
 */
struct dip_output *dip_output_archive(const char *file, gint64 mtime, struct dip_diag *diag);

/** Tell why it can't be made, in a clause about this program (g_free); NULL: it can. Asked before. */
char *dip_output_archive_problem(const char *file);

/** Close. Without a commit before, everything staged is thrown away and the old site stays. */
void dip_output_free(struct dip_output *output);
DIP_DEFINE_AUTO(dip_output);

/** Files with a common prefix, put in one after the other. */
struct dip_output_group;

/**
 * Begin the group of files whose paths start with @p prefix ("compare/sip/404-not-found-vs-"; "" is
 * fine). A prefix is used once in a build; the manifest remembers a group by it.
 */
struct dip_output_group *dip_output_group_begin(struct dip_output *output, const char *prefix);

/**
 * Begin turn @p number (0, 1, 2 … in this order, from any threads): its groups come in an archive before
 * those of later turns. A turn may wait for earlier ones while it puts: at most 4 MiB are held. Groups
 * without a turn come last, and are held. In a tree the order of groups is nothing to care about.
 */
struct dip_output_turn *dip_output_turn_begin(struct dip_output *output, size_t number);

/** As dip_output_group_begin(); the turn's groups are for one thread, one after the other. */
struct dip_output_group *dip_output_turn_group(struct dip_output_turn *turn, const char *prefix);

/** End the turn, which has to be done for each. Frees @p turn. */
void dip_output_turn_end(struct dip_output_turn *turn);

/**
 * Tell whether a group may be put in several turns that follow each other, each with a group of its
 * prefix, and the output is the same: so it is in an archive that is not packed. Shorter turns hold less.
 */
bool dip_output_takes_slices(const struct dip_output *output);

/**
 * Let every file whose kind is worth it lie packed beside itself too, in @p forms (enum dip_pack), as
 * `index.html.gz` and `index.html.br`; not where that would not be smaller. What the manifest knows to
 * be as it would be is not packed again. Called once, before the first group.
 */
void dip_output_pack(struct dip_output *output, unsigned forms);

/** Tell why files can't be packed, in a clause about this program; NULL: they can. Asked before packing. */
const char *dip_output_pack_problem(void);
/** What packs them, with versions. */
const char *dip_output_packers(void);

/**
 * Put the file prefix+@p rest ("604-…/index.html"; `/` between folders) with @p length bytes. It is
 * written only where the manifest has another hash or size for it, or it is missing in the output.
 *
 * @return false where the world refused (reported); the build can't be committed then
 */
bool dip_output_put(struct dip_output_group *group, const char *rest, const void *bytes,
                    size_t length, struct dip_diag *diag);

/** End the group: its part of the manifest is kept. Frees @p group. */
void dip_output_group_end(struct dip_output_group *group);

/** Told of a file that the last build left in an output, by its path below that. */
typedef void (*dip_published_fn)(const char *path, void *user);

/** Tell what the last build left in the output @p path, by its manifest alone; nothing where there is
 * none. One that is damaged is a warning. Any thread, and while a build runs. */
void dip_output_published(const char *path, dip_published_fn published_fn, void *user,
                          struct dip_diag *diag);

/** The same of a manifest that was kept; that there is none is an error. */
void dip_manifest_published(const char *file, dip_published_fn published_fn, void *user,
                            struct dip_diag *diag);

/**
 * Let the commit write to @p file (of the process's folder) which addresses are `added`, `changed` and
 * `removed`: a word and an absolute address below @p url on each line, in an order that is always the
 * same. It is written before anything of the output changes; where it can't be, nothing does.
 * Compared is with what the last build left, even where a killed commit was completed in between.
 */
void dip_output_list_changes(struct dip_output *output, const char *file, const char *url);

/**
 * Make what was put the site, and remove what an earlier build of ours made and this one did not.
 * Groups may have come in any order and from any threads: the result is the same.
 *
 * @return false where the world refused (reported); the next dip_output_open() completes it
 */
bool dip_output_commit(struct dip_output *output, struct dip_diag *diag,
                       struct dip_output_summary *ret_summary);

#endif
