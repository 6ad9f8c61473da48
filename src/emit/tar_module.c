/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stands for tar.c, which is in a module of the program because of libarchive and the nine libraries that
 * come with it. Nobody gets further than dip_tar_problem() where that is missing.
 */
#include "tar.h"

static const struct dip_tar_module *module;

char *dip_tar_problem(void)
{
#ifdef DIP_HAVE_ARCHIVE
    char *problem = NULL;

    if (module == NULL)
        module = dip_module_find("archive", "dip_tar_module", &problem);
    return problem;
#else
    return g_strdup("it was built without libarchive");
#endif
}

struct dip_tar *dip_tar_new(GByteArray *out, gint64 mtime)
{
    return module->new (out, mtime);
}

void dip_tar_free(struct dip_tar *tar)
{
    if (tar != NULL)
        module->free(tar);
}

void dip_tar_turn_to(struct dip_tar *tar, GByteArray *out)
{
    module->turn_to(tar, out);
}

void dip_tar_file_begin(struct dip_tar *tar, const char *path, size_t length)
{
    module->file_begin(tar, path, length);
}

void dip_tar_file_write(struct dip_tar *tar, const void *bytes, size_t length)
{
    module->file_write(tar, bytes, length);
}

void dip_tar_file_end(struct dip_tar *tar)
{
    module->file_end(tar);
}

void dip_tar_folder(struct dip_tar *tar, const char *path)
{
    module->folder(tar, path);
}
