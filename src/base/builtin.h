/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Files that are part of the program: templates, patterns, the stylesheet, the manual of the rules.
 *
 * src/base/embed.py writes each table when the program is built; who wants one declares it `extern`.
 * Tables are constants, for any thread. Absent: packing, and one table for all, since a module of the
 * program brings its own.
 */
#ifndef DIP_BUILTIN_H
#define DIP_BUILTIN_H

#include <stddef.h>

/** A file. A table is sorted by path, by bytes, and ends with a NULL path. */
struct dip_builtin {
    const char *path;  /**< below the folder that was compiled in, with `/` */
    const char *bytes; /**< NUL behind them, not counted */
    size_t length;
};

/** Find the file @p path in @p table; NULL where it has none. */
const struct dip_builtin *dip_builtin_find(const struct dip_builtin *table, const char *path);

#endif
