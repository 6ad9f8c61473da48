/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stands for tar.c where the program is built without libarchive. Nobody gets further than
 * dip_tar_is_built_in(), so the rest only has to be there for the linker.
 */
#include "tar.h"

bool dip_tar_is_built_in(void)
{
    return false;
}

struct dip_tar *dip_tar_new(GByteArray *out G_GNUC_UNUSED, gint64 mtime G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

void dip_tar_free(struct dip_tar *tar G_GNUC_UNUSED)
{
}

void dip_tar_file_begin(struct dip_tar *tar G_GNUC_UNUSED, const char *path G_GNUC_UNUSED,
                        size_t length G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

void dip_tar_file_write(struct dip_tar *tar G_GNUC_UNUSED, const void *bytes G_GNUC_UNUSED,
                        size_t length G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

void dip_tar_file_end(struct dip_tar *tar G_GNUC_UNUSED)
{
    g_assert_not_reached();
}

void dip_tar_folder(struct dip_tar *tar G_GNUC_UNUSED, const char *path G_GNUC_UNUSED)
{
    g_assert_not_reached();
}
