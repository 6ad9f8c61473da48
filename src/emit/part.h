/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Parts: outputs that hold some of a site's files, carried to where they are put together.
 *
 * A part is a folder that needs nothing beside it: its manifest lies in it too. What it says of itself
 * is a file of the caller's. Absent: which files are in which part.
 */
#ifndef DIP_PART_H
#define DIP_PART_H

#include <stdbool.h>

struct dip_diag;
struct dip_output;

/** What a part says of itself; a file of the output like others, but not of the site. */
#define DIP_PART_FILE "diptych-part"
/** The copy of the manifest; not a file of the output. */
#define DIP_PART_LIST "diptych-part.manifest"

/** Copy the manifest into the output; after the commit. Not written where it is there already. */
bool dip_output_write_list(struct dip_output *output, struct dip_diag *diag);

/**
 * Put all files of the part in folder @p path but DIP_PART_FILE. Each is compared with its hash, a packed
 * one with what it is made from; one that @p output has already is not read. Any thread. Reports what is
 * missing or not as it was written (part-damaged).
 */
bool dip_output_put_part(struct dip_output *output, const char *path, struct dip_diag *diag);

#endif
