/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stands for pack.c, which is in a module of the program because of its libraries. Nobody gets further
 * than dip_pack_tools() and dip_pack_problem() where that is missing.
 */
#include "pack.h"

#include <pthread.h>

static const struct dip_pack_module *module;
static char *problem; /* why there is none */

static void find_module(void)
{
#ifdef DIP_HAVE_COMPRESSION
    module = dip_module_find("compression", "dip_pack_module", &problem);
#else
    problem = g_strdup("it was built without libdeflate and brotli");
#endif
}

/* ThreadSanitizer does not see GLib's g_once. */
static const struct dip_pack_module *load(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, find_module);
    return module;
}

const char *dip_pack_tools(void)
{
    return load() == NULL ? NULL : module->tools();
}

const char *dip_pack_problem(void)
{
    return load() == NULL ? problem : NULL;
}

const char *dip_pack_suffix(enum dip_pack form)
{
    return module->suffix(form);
}

bool dip_pack_wants(const char *name)
{
    return module->wants(name);
}

dip_hash dip_pack_hash(enum dip_pack form, const char *name, dip_hash content)
{
    return module->hash(form, name, content);
}

struct dip_packer *dip_packer_new(void)
{
    return module->new ();
}

void dip_packer_free(struct dip_packer *packer)
{
    if (packer != NULL)
        module->free(packer);
}

size_t dip_packer_pack(struct dip_packer *packer, enum dip_pack form, const char *name,
                       const void *bytes, size_t length, const void **ret_packed)
{
    return module->pack(packer, form, name, bytes, length, ret_packed);
}

size_t dip_packer_member(struct dip_packer *packer, const void *bytes, size_t length,
                         const void **ret_packed)
{
    return module->member(packer, bytes, length, ret_packed);
}

bool dip_packer_holds(struct dip_packer *packer, enum dip_pack form, const GByteArray *packed,
                      const GByteArray *bytes)
{
    return module->holds(packer, form, packed, bytes);
}
