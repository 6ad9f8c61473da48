/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The façade of base/: what GLib lacks. Limits, content hashes, the check of user text, the
 * placeholders of patterns, and files below a folder.
 *
 * Any thread, any stage: nothing here has state. There is no logging and no error reporting: a
 * function that can fail says how in its result, and its caller knows where the user should look.
 */
#ifndef DIP_BASE_H
#define DIP_BASE_H

#include "base/append.h"  /* IWYU pragma: export */
#include "base/auto.h"    /* IWYU pragma: export */
#include "base/banned.h"  /* IWYU pragma: export */
#include "base/builtin.h" /* IWYU pragma: export */
#include "base/file.h"    /* IWYU pragma: export */
#include "base/hash.h"    /* IWYU pragma: export */
#include "base/limits.h"  /* IWYU pragma: export */
#include "base/module.h"  /* IWYU pragma: export */
#include "base/program.h" /* IWYU pragma: export */
#include "base/text.h"    /* IWYU pragma: export */

#endif
