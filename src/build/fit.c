/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Whether a site fits its host: what was counted while pages were made, and what the model tells, against
 * the table of site/hosts.c. A check refuses what the host would refuse; a build only warns, since the
 * output may go elsewhere too.
 */
#include "build/work.h"

void dip_tally_add(struct dip_tally *tally, size_t length)
{
    tally->files++;
    tally->bytes += length;
    tally->largest = MAX(tally->largest, length);
}

void dip_tally_add_sitemap(struct dip_tally *tally, const struct dip_sitemap_size *size)
{
    tally->files += size->files;
    tally->bytes += size->bytes;
    tally->largest = MAX(tally->largest, size->largest);
}

void dip_tally_merge(struct dip_tally *tally, const struct dip_tally *part)
{
    g_atomic_pointer_add(&tally->files, (gssize)part->files);
    g_atomic_pointer_add(&tally->bytes, (gssize)part->bytes);
    for (gsize largest = (gsize)g_atomic_pointer_get(&tally->largest); largest < part->largest;
         largest = (gsize)g_atomic_pointer_get(&tally->largest)) {
        if (g_atomic_pointer_compare_and_exchange(&tally->largest, largest, part->largest))
            return;
    }
}

/* The folder of a family's pairs is the fullest: each of them is a folder in it. */
static uint64_t fullest_folder(const struct dip_site *site)
{
    uint64_t most = 0;

    for (size_t i = 0; i < site->family_count; i++) {
        uint64_t codes = site->families[i]->code_count;
        uint64_t pairs = codes == 0 ? 0 : codes * (codes - 1) / 2;
        most = MAX(most, pairs + dip_redirects_of_pairs(site, i));
    }
    return most;
}

void dip_fit_measure(const struct dip_site *site, const struct dip_tally *tally,
                     const struct dip_output_summary *output, struct dip_sizes *sizes)
{
    /* An output has packed files as well. */
    sizes->of[DIP_MEASURE_FILES] = MAX(tally->files, output->files);
    sizes->of[DIP_MEASURE_SITE_BYTES] = MAX(tally->bytes, output->bytes);
    sizes->of[DIP_MEASURE_FILE_BYTES] = tally->largest;
    sizes->of[DIP_MEASURE_FOLDER_FILES] = fullest_folder(site);
}

/* Where the host was named, if that was in site.yaml. */
static dip_loc loc_of(const struct dip_site *site)
{
    bool named = site->settings.host.index == (int)site->host;

    return named ? site->settings.host.loc : (dip_loc){0};
}

static void report(const struct dip_site *site, const struct dip_host_limit *limit, uint64_t size,
                   bool refuse, struct dip_diag *diag)
{
    dip_diag_report(diag, refuse ? DIP_RULE_HOST_LIMIT : DIP_RULE_HOST_ADVICE, loc_of(site),
                    "%s takes at most %" G_GUINT64_FORMAT
                    " %s (%s); the site has %" G_GUINT64_FORMAT,
                    dip_host_names[limit->host], limit->most, dip_measure_names[limit->measure],
                    limit->where, size);
    dip_diag_note(diag, (dip_loc){0}, "%s", limit->advice);
    dip_diag_note(diag, (dip_loc){0}, "the limit is that of %s", limit->source);
}

/* Both hosts put the output at the root of an address. */
static void check_root(const struct dip_site *site, struct dip_diag *diag)
{
    if (!dip_host_has_rules(site->host) || strcmp(site->base_path, "/") == 0)
        return;
    dip_diag_report(diag, DIP_RULE_HOST_ADVICE, site->settings.url.loc,
                    "%s shows a site at the root of its address, but \"url\" has the path \"%s\"",
                    dip_host_names[site->host], site->base_path);
    dip_diag_note(diag, (dip_loc){0},
                  "that is right only where something in front of the host adds the path");
}

static void report_packed(const struct dip_site *site, struct dip_diag *diag)
{
    dip_diag_report(diag, DIP_RULE_HOST_ADVICE, loc_of(site),
                    "%s does not send files that were packed before, and they count as files",
                    dip_host_names[site->host]);
    dip_diag_note(diag, (dip_loc){0}, "leave \"precompress\" out, or say --precompress none");
}

size_t dip_fit_check(const struct dip_site *site, const struct dip_sizes *sizes, unsigned use,
                     struct dip_diag *diag)
{
    size_t count = 0;
    size_t errors = dip_diag_count(diag, DIP_ERROR);
    const struct dip_host_limit *limits = dip_host_limits(&count);

    check_root(site, diag);
    if ((use & DIP_FIT_PACKED) != 0 && !dip_host_has_packed(site->host))
        report_packed(site, diag);
    for (size_t i = 0; i < count; i++) {
        const struct dip_host_limit *limit = &limits[i];
        uint64_t size = sizes->of[limit->measure];
        if (limit->host != site->host || size <= limit->most)
            continue;
        /* Past the larger limit too, the smaller one says nothing. */
        if (!limit->hard && size > dip_host_most(limit->host, limit->measure))
            continue;
        report(site, limit, size, limit->hard && (use & DIP_FIT_REFUSE) != 0, diag);
    }
    return dip_diag_count(diag, DIP_ERROR) - errors;
}
