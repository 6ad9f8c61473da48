/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Catalogs are read by a thread of their own, which takes longer than the rest of reading. Where the output
 * is new, this thread makes folders for pages of pairs until then: their names are known as soon as
 * records are, and they are a third of what the kernel does for a page.
 */
#include "build/job.h"

enum { LOOK_EACH = 16 };

struct dip_output *dip_early_open(const struct dip_build_options *options, const char *out)
{
    DIP_AUTO(dip_diag) diag = dip_diag_new();

    if (options->archive != NULL || options->shard.of > 0 || dip_worker_count(options->jobs) < 2 ||
        !dip_place_check(options->root, out, diag) ||
        !dip_part_check_output(out, options->shard, diag))
        return NULL;
    return dip_output_open_new(out);
}

/* @return false where it is time to stop */
static bool make_code(const struct dip_early *early, const struct dip_site_locale *locale,
                      const struct dip_family *family, size_t lower)
{
    g_autofree char *prefix = dip_pairs_prefix(locale, family, family->codes[lower].slug);
    struct dip_ahead *ahead = dip_ahead_begin(early->output, prefix);
    bool goes_on = ahead != NULL;

    if (ahead == NULL)
        return false;
    for (size_t i = lower + 1; goes_on && i < family->code_count; i++) {
        goes_on = dip_ahead_make(ahead, family->codes[i].slug);
        if (i % LOOK_EACH == 0)
            goes_on = goes_on && dip_catalog_store_is_busy(early->store);
    }
    dip_ahead_end(ahead, goes_on);
    return goes_on;
}

void dip_early_make(const struct dip_site *site, void *user)
{
    const struct dip_early *early = user;
    bool goes_on = dip_catalog_store_is_busy(early->store);

    for (size_t i = 0; goes_on && i < site->locale_count; i++) {
        for (size_t j = 0; goes_on && j < site->family_count; j++) {
            const struct dip_family *family = site->families[j];
            for (size_t code = 0; goes_on && code + 1 < family->code_count; code++)
                goes_on = make_code(early, &site->locales[i], family, code);
        }
    }
}
