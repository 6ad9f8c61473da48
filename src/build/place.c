/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Where an output may be. Names are compared as the file system has them, links resolved, though the
 * last folders of an output need not be there yet.
 */
#include "build/work.h"

/* The folder a path names, even where its last part is not there yet (free). */
static char *real_folder(const char *path)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    char *real = realpath(absolute, NULL);

    if (real != NULL)
        return real;
    g_autofree char *parent = g_path_get_dirname(absolute);
    if (strcmp(parent, absolute) == 0)
        return g_strdup(absolute);
    g_autofree char *real_parent = real_folder(parent);
    g_autofree char *name = g_path_get_basename(absolute);
    return g_build_filename(real_parent, name, NULL);
}

static bool contains(const char *folder, const char *path)
{
    size_t length = strlen(folder);

    if (length == 1)
        return true;
    return strncmp(folder, path, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static const char *const inputs[] = {"content", "locales", "templates", "site/static"};

/* The folder of the site's input that @p path is in, or NULL. */
static const char *find_input(const char *real_root, const char *real_path)
{
    for (size_t i = 0; i < G_N_ELEMENTS(inputs); i++) {
        g_autofree char *input = g_build_filename(real_root, inputs[i], NULL);
        if (contains(input, real_path))
            return inputs[i];
    }
    return NULL;
}

bool dip_place_check(const char *root, const char *out, struct dip_diag *diag)
{
    g_autofree char *real_root = real_folder(root);
    g_autofree char *real_out = real_folder(out);

    if (contains(real_out, real_root)) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                        "the output \"%s\" can't be the site's own folder or one around it", out);
        return false;
    }
    const char *input = find_input(real_root, real_out);
    if (input != NULL) {
        dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                        "the output \"%s\" can't be in \"%s\", where the site's input is", out,
                        input);
        return false;
    }
    g_autofree char *site_folder = g_build_filename(real_root, "site", NULL);
    if (strcmp(site_folder, real_out) != 0)
        return true;
    dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                    "the output \"%s\" can't be where the site's settings are; use \"site/public\"",
                    out);
    return false;
}

bool dip_place_check_archive(const char *root, const char *out, const char *file,
                             struct dip_diag *diag)
{
    if (strcmp(file, "-") == 0)
        return true;
    g_autofree char *real_root = real_folder(root);
    g_autofree char *real_out = real_folder(out);
    g_autofree char *real_file = real_folder(file);
    const char *input = find_input(real_root, real_file);

    if (input != NULL)
        dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                        "the archive \"%s\" can't be in \"%s\", where the site's input is", file,
                        input);
    else if (contains(real_out, real_file))
        dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                        "the archive \"%s\" can't be in the output \"%s\", where it would be "
                        "published",
                        file, out);
    else
        return true;
    return false;
}

bool dip_place_check_part(const char *out, const char *part, struct dip_diag *diag)
{
    g_autofree char *real_out = real_folder(out);
    g_autofree char *real_part = real_folder(part);

    if (!contains(real_out, real_part) && !contains(real_part, real_out))
        return true;
    dip_diag_report(diag, DIP_RULE_OUTPUT_PLACE, (dip_loc){0},
                    "the output \"%s\" can't be the part \"%s\", nor one be in the other", out,
                    part);
    return false;
}

char *dip_build_output(const char *root, const char *out)
{
    if (out != NULL)
        return g_strdup(out);
    if (strcmp(root, ".") == 0)
        return g_strdup("site/public");
    return g_build_filename(root, "site", "public", NULL);
}
