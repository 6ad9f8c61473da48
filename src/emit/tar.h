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

/**
 * Tell why there can be no archive, in a clause about this program (g_free); NULL: there can. One thread,
 * and before anything else here.
 */
char *dip_tar_problem(void);

struct dip_tar;

/** Write entries with the time @p mtime (seconds) to the end of @p out, which is borrowed. */
struct dip_tar *dip_tar_new(GByteArray *out, gint64 mtime);
void dip_tar_free(struct dip_tar *tar);

/** Write to the end of @p out from here on, which is borrowed as well. */
void dip_tar_turn_to(struct dip_tar *tar, GByteArray *out);

/** Begin a file of @p length bytes, give all of them piece by piece, and end it. */
void dip_tar_file_begin(struct dip_tar *tar, const char *path, size_t length);
void dip_tar_file_write(struct dip_tar *tar, const void *bytes, size_t length);
void dip_tar_file_end(struct dip_tar *tar);

void dip_tar_folder(struct dip_tar *tar, const char *path);

/** The functions above, as a module has them. */
struct dip_tar_module {
    struct dip_tar *(*new)(GByteArray *out, gint64 mtime);
    void (*free)(struct dip_tar *tar);
    void (*turn_to)(struct dip_tar *tar, GByteArray *out);
    void (*file_begin)(struct dip_tar *tar, const char *path, size_t length);
    void (*file_write)(struct dip_tar *tar, const void *bytes, size_t length);
    void (*file_end)(struct dip_tar *tar);
    void (*folder)(struct dip_tar *tar, const char *path);
};

/** Of the module "archive" only. */
extern const struct dip_tar_module dip_tar_module;

#endif
