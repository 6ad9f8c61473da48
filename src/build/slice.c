/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Units cut into slices, for an output in which order matters: who is not at the front has to hold what
 * it makes. The pairs of one code of 1,450 are 17 MB; held by each worker, or waited for, they were most
 * of a build's memory, or of its time.
 */
#include "build/job.h"

enum { SLICE_PAIRS = 32 };

static void add_unit(GArray *slices, guint32 *unit, size_t pairs)
{
    size_t first = 0;

    do {
        struct dip_slice slice = {.unit = *unit, .first = (guint32)first, .pairs = SLICE_PAIRS};
        g_array_append_val(slices, slice);
        first += SLICE_PAIRS;
    } while (first < pairs);
    (*unit)++;
}

size_t dip_job_cut(struct job *job)
{
    const struct dip_site *site = job->site;
    guint32 unit = 0;

    if (job->output == NULL || !dip_output_takes_slices(job->output))
        return dip_job_units(job);
    GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct dip_slice));

    add_unit(slices, &unit, 0);
    for (size_t locale = 0; locale < site->locale_count; locale++) {
        for (size_t i = 0; i < 1 + site->family_count; i++)
            add_unit(slices, &unit, 0);
        for (size_t i = 0; i < site->family_count; i++) {
            for (size_t left = site->families[i]->code_count; left > 1; left--)
                add_unit(slices, &unit, left - 1);
        }
    }
    g_assert(unit == dip_job_units(job));
    job->slices = slices;
    return slices->len;
}

struct dip_slice dip_job_slice(const struct job *job, size_t unit)
{
    if (job->slices == NULL)
        return (struct dip_slice){.unit = (guint32)unit, .pairs = DIP_LIMIT_CODES};
    return g_array_index(job->slices, struct dip_slice, unit);
}
