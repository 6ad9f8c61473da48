/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file is renamed into place whole, so that who has mapped the old one keeps it, and who is killed
 * leaves it. The draft is the manifest's, which is free behind a commit, and which every build throws
 * away before it begins.
 */
#include "emit/cache.h"

#include "blocks.h"
#include "output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

GBytes *dip_output_cache_load(const char *path)
{
    g_autofree char *name = dip_beside_path(path, DIP_BESIDE_CACHE);
    struct stat status;
    DIP_AUTO_FD fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return NULL;
    }
    g_autoptr(GMappedFile) file = g_mapped_file_new_from_fd(fd, FALSE, NULL);
    return file != NULL ? g_mapped_file_get_bytes(file) : NULL;
}

static bool write_draft(const struct dip_output *output, const void *bytes, size_t length)
{
    DIP_AUTO_FD fd = openat(output->parent, output->beside[DIP_BESIDE_DRAFT],
                            O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);

    return fd >= 0 && dip_write_all(fd, bytes, length) == 0 && dip_fd_close(&fd) == 0;
}

void dip_cache_write(struct dip_output *output, enum dip_beside beside, const void *bytes,
                     size_t length)
{
    const char *draft = output->beside[DIP_BESIDE_DRAFT];

    if (!write_draft(output, bytes, length) ||
        renameat(output->parent, draft, output->parent, output->beside[beside]) != 0) {
        (void)unlinkat(output->parent, draft, 0);
    }
}

void dip_output_cache_write(struct dip_output *output, const void *bytes, size_t length)
{
    if (length == 0) {
        (void)unlinkat(output->parent, output->beside[DIP_BESIDE_CACHE], 0);
    } else {
        dip_cache_write(output, DIP_BESIDE_CACHE, bytes, length);
    }
}
