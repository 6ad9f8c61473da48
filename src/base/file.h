/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Files of a site, read whole and with a limit. Paths are relative to the site's folder, with `/`.
 *
 * A path may not leave the folder: a link that does is refused (it would publish a file that the
 * user did not mean to).
 */
#ifndef DIP_FILE_H
#define DIP_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/** Why a file or folder could not be read. */
enum dip_file_fault {
    DIP_FILE_FINE,
    DIP_FILE_MISSING,    /**< ENOENT, ENOTDIR */
    DIP_FILE_DANGLING,   /**< the same, but the path has a link that leads nowhere */
    DIP_FILE_DENIED,     /**< EACCES */
    DIP_FILE_LOOP,       /**< ELOOP: links that lead in a circle */
    DIP_FILE_UNREADABLE, /**< any other refusal */
    DIP_FILE_TOO_LARGE,  /**< larger than the limit given */
    DIP_FILE_OUTSIDE,    /**< a link that leads out of the root */
    DIP_FILE_NOT_REGULAR /**< a folder, a device, a pipe where a file was wanted */
};

/** What came of reading: the bytes (NUL behind them, not counted), or why not. */
struct dip_file_bytes {
    char *bytes; /**< g_free; NULL where there was a fault */
    size_t length;
    enum dip_file_fault fault;
    int error; /**< errno of DIP_FILE_UNREADABLE where there is one, else 0 */
};

/** Read the file @p path below the folder @p root, up to @p limit bytes. */
struct dip_file_bytes dip_file_load(const char *root, const char *path, size_t limit);

/**
 * List the entries of folder @p path below @p root, sorted by bytes, without those that start with
 * a dot or end with `~` (what editors leave). NULL and *ret_fault where it can't be read.
 *
 * @return names (g_ptr_array_unref), each to be freed by the array
 */
GPtrArray *dip_file_list(const char *root, const char *path, enum dip_file_fault *ret_fault);

/** Tell whether @p path below @p root is a folder (links followed). */
bool dip_file_is_folder(const char *root, const char *path);

/** The media type of a file, by the end of its name, as hosts and the server send it; static. */
const char *dip_file_type(const char *path);

#endif
