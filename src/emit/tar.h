/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Files and folders as the entries of a tar, appended to a buffer of the caller.
 *
 * One thread for one struct. Entries of several, one behind the other, are one tar; what ends it is
 * the caller's. Root owns everything, files have mode 0644 and folders 0755. Absent: links, reading.
 */
#ifndef DIP_TAR_H
#define DIP_TAR_H

#include "base/base.h"

/** Bytes of zeros that end a tar (POSIX.1-2017, pax, "ustar Interchange Format"). */
enum { DIP_TAR_END = 1024 };

/** Tell whether archives are built in. */
bool dip_tar_is_built_in(void);

struct dip_tar;

/** Write entries with the time @p mtime (seconds) to the end of @p out, which is borrowed. */
struct dip_tar *dip_tar_new(GByteArray *out, gint64 mtime);
void dip_tar_free(struct dip_tar *tar);

/** Begin a file of @p length bytes, give all of them piece by piece, and end it. */
void dip_tar_file_begin(struct dip_tar *tar, const char *path, size_t length);
void dip_tar_file_write(struct dip_tar *tar, const void *bytes, size_t length);
void dip_tar_file_end(struct dip_tar *tar);

void dip_tar_folder(struct dip_tar *tar, const char *path);

#endif
