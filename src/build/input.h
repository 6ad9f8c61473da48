/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What a site is made from: all files that loading would look at. For the files of build/ only.
 */
#ifndef DIP_INPUT_H
#define DIP_INPUT_H

#include "base/base.h"

struct dip_input_file {
    char *path;    /**< below the site's folder */
    dip_hash hash; /**< zeros: it can't be read, as a link to nowhere */
};

struct dip_input {
    GArray *files;    /**< struct dip_input_file, by path */
    dip_hash hash;    /**< of all, the same on every machine */
    dip_hash folders; /**< of their names, in which no file need be; as the disk has them */
    dip_hash when;    /**< of their numbers, sizes and times, so as they lie on this disk */
};

/** Read everything that the site in folder @p root is made from. */
struct dip_input *dip_input_read(const char *root);
void dip_input_free(struct dip_input *input);
DIP_DEFINE_AUTO(dip_input);

/** Tell whether nothing was written there since: names and times are looked at, no bytes. */
bool dip_input_rests(const struct dip_input *input, const char *root);

/** The file at @p path, or NULL. */
const struct dip_input_file *dip_input_find(const struct dip_input *input, const char *path);

#endif
