/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stands for pack.c where the program is built without compression. Nobody gets further than
 * dip_pack_tools(), so the rest only has to be there for the linker.
 */
#include "pack.h"

const char *dip_pack_tools(void)
{
    return NULL;
}

const char *dip_pack_suffix(enum dip_pack form G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

bool dip_pack_wants(const char *name G_GNUC_UNUSED)
{
    return false;
}

dip_hash dip_pack_hash(enum dip_pack form G_GNUC_UNUSED, const char *name G_GNUC_UNUSED,
                       dip_hash content G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

struct dip_packer *dip_packer_new(void)
{
    g_assert_not_reached();
}

void dip_packer_free(struct dip_packer *packer G_GNUC_UNUSED)
{
}

size_t dip_packer_pack(struct dip_packer *packer G_GNUC_UNUSED, enum dip_pack form G_GNUC_UNUSED,
                       const char *name G_GNUC_UNUSED, const void *bytes G_GNUC_UNUSED,
                       size_t length G_GNUC_UNUSED, const void **ret_packed G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

size_t dip_packer_member(struct dip_packer *packer G_GNUC_UNUSED, const void *bytes G_GNUC_UNUSED,
                         size_t length G_GNUC_UNUSED, const void **ret_packed G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

bool dip_packer_holds(struct dip_packer *packer G_GNUC_UNUSED, enum dip_pack form G_GNUC_UNUSED,
                      const GByteArray *packed G_GNUC_UNUSED, const GByteArray *bytes G_GNUC_UNUSED)
{
    g_assert_not_reached();
}
