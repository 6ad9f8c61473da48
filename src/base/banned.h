/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Functions that no module may call: they overflow, keep hidden state, or make the output depend
 * on the process's locale or clock. Using one is an error of the compiler.
 */
#ifndef DIP_BANNED_H
#define DIP_BANNED_H

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef __cplusplus
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gets
#pragma GCC poison gmtime localtime asctime ctime
#endif

#endif
