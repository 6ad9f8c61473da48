/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * dlopen() by a whole path, made from that of the program. A name alone would be looked for along the
 * program's RUNPATH; but only if the call comes from the program itself, and AddressSanitizer makes it in
 * its stead. Modules are never closed: a leak found later could not be told by the names of functions.
 */
#include "base/base.h"

#include <dlfcn.h>

/* Below the program's own folder: as installed, and as built. */
static const char *const folders[] = {DIP_MODULES, "modules"};

/* The path of the module's file in each of the folders; g_strfreev. */
static char **places_of(const char *name)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *own = g_path_get_dirname(program == NULL ? "" : program);
    g_autofree char *file = g_strconcat(name, ".so", NULL);
    char **places = g_new0(char *, G_N_ELEMENTS(folders) + 1);

    for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(own, folders[i], file, NULL);
        places[i] = g_canonicalize_filename(path, "/");
    }
    return places;
}

void *dip_module_find(const char *name, const char *symbol, char **ret_problem)
{
    g_auto(GStrv) places = places_of(name);

    /* Which program this is must not depend on whether it is asked before or after. */
    (void)dip_program_hash();
    for (char **place = places; *place != NULL; place++) {
        if (!g_file_test(*place, G_FILE_TEST_EXISTS))
            continue;
        void *module = dlopen(*place, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        void *found = module == NULL ? NULL : dlsym(module, symbol);
        if (found == NULL)
            *ret_problem =
                g_strdup_printf("its module \"%s\" can't be loaded: %s", *place, dlerror());
        return found;
    }
    g_autofree char *known = g_strjoinv("\" or \"", places);
    *ret_problem = g_strdup_printf("its module \"%s\" is missing; expected \"%s\"", name, known);
    return NULL;
}
