/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Modules: parts of the program that are files of their own, for what few of its runs do (serve, check
 * --built, archives, packing). Their libraries are then neither mapped nor linked at each start.
 *
 * A module calls functions of the program, which exports those of base/ and diag/ (src/modules/). It is
 * loaded when it is first asked for, and stays. Any thread. Absent: modules of others, and a search path:
 * what is loaded lies where the program was installed or built, whatever the environment says.
 */
#ifndef DIP_MODULE_H
#define DIP_MODULE_H

/**
 * Load module @p name ("serve" is the file serve.so) and find @p symbol in it.
 *
 * @return NULL and *ret_problem, a clause about this program (g_free), where the file is not there, or
 *         can't be loaded: a library that it needs is missing
 */
void *dip_module_find(const char *name, const char *symbol, char **ret_problem);

#endif
