/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Reads the manifest beside an output and nothing else: no lock is taken and no commit completed, so
 * that a check can run while a build does. The manifest is renamed into place whole.
 */
#include "emit.h"

#include "blocks.h"
#include "manifest.h"

#include <fcntl.h>

static void tell(const struct dip_manifest *manifest, dip_published_fn published_fn, void *user)
{
    g_autoptr(GString) path = g_string_new(NULL);
    for (size_t i = 0; i < dip_manifest_count(manifest); i++) {
        const struct dip_manifest_group *group = dip_manifest_get(manifest, i);
        size_t offset = 0;
        for (dip_entry entry; dip_entry_next(group, &offset, &entry);) {
            g_string_truncate(path, 0);
            g_string_append_len(path, group->prefix, (gssize)group->prefix_length);
            g_string_append_len(path, entry.rest, (gssize)entry.rest_length);
            published_fn(path->str, user);
        }
    }
}

/* Read the manifest @p name in @p folder. @return false where there is none */
static bool read_manifest(int folder, const char *name, dip_published_fn published_fn, void *user,
                          struct dip_diag *diag)
{
    DIP_AUTO(dip_manifest) manifest = NULL;
    enum dip_manifest_fault fault = dip_manifest_open(folder, name, &manifest);
    if (fault == DIP_MANIFEST_FINE) {
        tell(manifest, published_fn, user);
    } else if (fault != DIP_MANIFEST_MISSING) {
        dip_diag_report(diag, DIP_RULE_MANIFEST_DAMAGED, (dip_loc){0},
                        "the manifest \"%s\" can't be read: which addresses were published is not "
                        "known",
                        name);
    }
    return fault != DIP_MANIFEST_MISSING;
}

void dip_output_published(const char *path, dip_published_fn published_fn, void *user,
                          struct dip_diag *diag)
{
    g_autofree char *real = realpath(path, NULL);
    if (real == NULL) {
        return;
    }
    g_autofree char *parent = g_path_get_dirname(real);
    g_autofree char *name = g_path_get_basename(real);
    g_autofree char *file = g_strdup_printf(".%s.manifest", name);
    DIP_AUTO_FD folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)read_manifest(folder, file, published_fn, user, diag);
    }
}

void dip_manifest_published(const char *file, dip_published_fn published_fn, void *user,
                            struct dip_diag *diag)
{
    if (!read_manifest(AT_FDCWD, file, published_fn, user, diag)) {
        dip_diag_report(diag, DIP_RULE_FILE_MISSING, (dip_loc){0},
                        "there is no manifest \"%s\"; expected one that was kept from beside an "
                        "output",
                        file);
    }
}
