/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Which program this is. Any thread.
 */
#ifndef DIP_PROGRAM_H
#define DIP_PROGRAM_H

#include "base/hash.h"

/**
 * A hash that is another for another build of this program or of a library that it was started with:
 * what one of them made, the other may make differently.
 */
dip_hash dip_program_hash(void);

#endif
