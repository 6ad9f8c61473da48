/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Folders below an open folder, reached without following a symbolic link.
 *
 * Any thread. Paths are relative, with `/`, and plain (dip_tree_is_plain()). What fails says so by
 * errno; reporting is the caller's. Returned file descriptors are the caller's to close.
 */
#ifndef DIP_TREE_H
#define DIP_TREE_H

#include "base/base.h"

/** Tell whether a path is relative, stays below, and has no empty part and no line break. */
bool dip_tree_is_plain(const char *path, size_t length);

/** The length of the folder part of a path, without the slash; 0 where there is none. */
size_t dip_tree_folder_length(const char *path, size_t length);

/**
 * Open the folder that is the first @p length bytes of @p path, to reach files in it (O_PATH).
 *
 * @param ret_length how many bytes of the path were opened or failed to; may be NULL
 * @return -1 with errno: ENOENT where a part is missing, ENOTDIR where one is not a folder (a link
 *         is none)
 */
int dip_tree_open(int folder, const char *path, size_t length, size_t *ret_length);

/** Make a folder and those above it; one that is there is fine. @return 0 or an errno */
int dip_tree_make(int folder, const char *path, size_t length);

/** Remove a folder with all that is in it, or a file; nothing there is fine. @return 0 or an errno */
int dip_tree_remove(int folder, const char *name);

/** The kinds of what a folder can hold. */
enum dip_tree_kind { DIP_TREE_FILE, DIP_TREE_FOLDER, DIP_TREE_OTHER };

/** One thing in a folder; its name is borrowed and dip_tree_kind_of() reads what readdir left open. */
struct dirent;
enum dip_tree_kind dip_tree_kind_of(int folder, const struct dirent *entry);

/** Tell whether a name is "." or "..". */
bool dip_tree_is_dots(const char *name);

/** The first of the names in a folder in the order of bytes (g_free), or NULL where it is empty. */
char *dip_tree_first(int folder);

#endif
