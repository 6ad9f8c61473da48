/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Which host reads what beside the output. Apart from beside.c, since the model and the manifest each have
 * a struct dip_entry.
 */
#include "emit/beside.h"

#include "site/site.h"

static const struct dip_beside_kind *kind_of(const struct dip_site *site)
{
    switch (site->host) {
    case DIP_HOST_NGINX:
        return &dip_beside_nginx;
    case DIP_HOST_S3:
        return &dip_beside_s3;
    case DIP_HOST_ANY:
    case DIP_HOST_GITHUB_PAGES:
    case DIP_HOST_NETLIFY:
    case DIP_HOST_CLOUDFLARE_PAGES:
    case DIP_HOSTS:
        break;
    }
    return NULL;
}

bool dip_hosting_is_ours(struct dip_output *output, const struct dip_site *site,
                         struct dip_diag *diag)
{
    const struct dip_beside_kind *kind = kind_of(site);
    return kind == NULL || dip_beside_is_ours(output, kind, diag);
}

bool dip_hosting_write(struct dip_output *output, const struct dip_site *site,
                       const char *const *hashed, struct dip_diag *diag)
{
    const struct dip_beside_kind *kind = kind_of(site);
    struct dip_beside_site user = {.site = site, .hashed = hashed, .output = output, .diag = diag};
    return kind == NULL || dip_beside_write(output, kind, &user, diag);
}
