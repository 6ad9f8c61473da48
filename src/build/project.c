/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stage 1. Templates are read first, since their labels are messages of the catalogs; where they have
 * errors the rest is checked all the same, so that one run reports everything.
 */
#include "build/work.h"

bool dip_project_load(struct dip_project *project, const char *root, unsigned flags,
                      struct dip_diag *diag)
{
    return dip_project_reload(project, root, flags, NULL, diag);
}

bool dip_project_reload(struct dip_project *project, const char *root, unsigned flags,
                        const struct dip_site_beside *beside, struct dip_diag *diag)
{
    *project = (struct dip_project){0};
    if (!g_file_test(root, G_FILE_TEST_IS_DIR)) {
        dip_diag_report(
            diag, DIP_RULE_FOLDER_MISSING, (dip_loc){0},
            "there is no folder \"%s\"; a site's folder has site/site.yaml and content/", root);
        return false;
    }
    project->templates = dip_templates_load(root, dip_render_specs, diag);
    project->site =
        dip_site_load(root, project->templates, dip_render_page_names, flags, beside, diag);
    dip_catalog_store_sweep(beside == NULL ? NULL : beside->store);
    dip_static_load(&project->statics, root, diag);
    if (project->site != NULL)
        dip_static_check(&project->statics, project->site, diag);
    if (dip_diag_count(diag, DIP_ERROR) == 0)
        return true;
    dip_project_release(project);
    return false;
}

void dip_project_release(struct dip_project *project)
{
    dip_static_release(&project->statics);
    dip_site_free(project->site);
    dip_templates_free(project->templates);
    *project = (struct dip_project){0};
}
