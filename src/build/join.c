/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Parts become a site: what each says of itself is compared with the others and with the site's input;
 * then each is a unit of work, and what spans all (the sitemap) is one more, made from the model as a
 * build would. No page is made.
 */
#include "build/shard.h"

struct joining {
    const char *root;
    const char *const *paths;
    struct dip_part_info *infos;
    size_t count;
    struct dip_project project;
    struct dip_output *output;
};

static bool load_info(struct joining *joining, size_t at, struct dip_diag *diag)
{
    const char *path = joining->paths[at];

    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "there is no folder \"%s\"; a part is made by build --shard K/N --out DIR",
                        path);
        return false;
    }
    switch (dip_part_load(path, &joining->infos[at])) {
    case DIP_PART_FINE:
        return true;
    case DIP_PART_NONE:
        dip_diag_report(
            diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
            "\"%s\" is no part of a site: it has no file \"%s\"; a part is made by build "
            "--shard K/N --out DIR",
            path, DIP_PART_FILE);
        return false;
    case DIP_PART_UNREADABLE:
        dip_diag_report(diag, DIP_RULE_PART_DAMAGED, (dip_loc){0},
                        "the part \"%s\": \"%s\" can't be read", path, DIP_PART_FILE);
        return false;
    }
    g_assert_not_reached();
}

/* Two parts that can't be of one site. */
static bool check_pair(const struct joining *joining, size_t at, struct dip_diag *diag)
{
    const struct dip_part_info *first = &joining->infos[0];
    const struct dip_part_info *info = &joining->infos[at];
    const char *first_path = joining->paths[0];
    const char *path = joining->paths[at];

    if (info->shard.of != first->shard.of)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "\"%s\" is part %u of %u, and \"%s\" part %u of %u", first_path,
                        first->shard.part, first->shard.of, path, info->shard.part, info->shard.of);
    else if (strcmp(info->precompress, first->precompress) != 0)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "\"%s\" was built with --precompress %s, and \"%s\" with --precompress %s",
                        first_path, first->precompress, path, info->precompress);
    else if (strcmp(info->program, first->program) != 0)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "\"%s\" was made by %s, and \"%s\" by %s", first_path, first->program, path,
                        info->program);
    else if (info->host != first->host)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "\"%s\" was built for the host %s, and \"%s\" for %s", first_path,
                        first->host, path, info->host);
    else if (info->pseudo != first->pseudo)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "only one of \"%s\" and \"%s\" was built with --pseudo", first_path, path);
    else if (strcmp(info->input, first->input) != 0)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "\"%s\" and \"%s\" were not built from the same input", first_path, path);
    else
        return true;
    return false;
}

/* Each number once. */
static bool check_numbers(const struct joining *joining, struct dip_diag *diag)
{
    unsigned of = joining->infos[0].shard.of;
    g_autofree const char **paths = g_new0(const char *, of + 1);
    g_autoptr(GString) missing = g_string_new(NULL);
    bool fine = true;

    for (size_t i = 0; i < joining->count; i++) {
        unsigned part = joining->infos[i].shard.part;
        if (paths[part] != NULL) {
            dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                            "\"%s\" and \"%s\" are both part %u of %u", paths[part],
                            joining->paths[i], part, of);
            fine = false;
        }
        paths[part] = joining->paths[i];
    }
    for (unsigned part = 1; part <= of; part++) {
        if (paths[part] == NULL)
            g_string_append_printf(missing, "%s%u", missing->len == 0 ? "" : ", ", part);
    }
    if (missing->len == 0)
        return fine;
    dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0}, "of %u parts, missing: %s", of,
                    missing->str);
    return false;
}

static bool load_infos(struct joining *joining, struct dip_diag *diag)
{
    bool fine = true;

    for (size_t i = 0; i < joining->count; i++)
        fine = load_info(joining, i, diag) && fine;
    for (size_t i = 1; fine && i < joining->count; i++)
        fine = check_pair(joining, i, diag);
    return fine && check_numbers(joining, diag);
}

/* The parts are of this site as it is, and this program can do what theirs did. */
static bool check_site(const struct joining *joining, struct dip_diag *diag)
{
    const struct dip_part_info *part = &joining->infos[0];
    unsigned packs = dip_part_packs(part);
    struct dip_part_info own;

    if (packs != 0 && dip_output_pack_problem() != NULL) {
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "the parts are precompressed, and this program can't do that: %s",
                        dip_output_pack_problem());
        return false;
    }
    DIP_AUTO(dip_input) input = dip_input_read(joining->root);
    dip_part_info_init(&own, input, packs, part->pseudo ? DIP_SITE_PSEUDO : 0, DIP_HOST_ANY);
    bool same = strcmp(own.program, part->program) == 0;
    bool fine = same && strcmp(own.input, part->input) == 0;
    if (!same)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "the parts were made by %s, and this is %s", part->program, own.program);
    else if (!fine)
        dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0},
                        "the parts were built from other input than what is in \"%s\"",
                        joining->root);
    dip_part_info_release(&own);
    return fine;
}

static void do_unit(size_t unit, unsigned worker G_GNUC_UNUSED, struct dip_diag *diag, void *user)
{
    const struct joining *joining = user;

    if (unit > 0) {
        dip_output_put_part(joining->output, joining->paths[unit - 1], diag);
        return;
    }
    struct dip_output_turn *turn = dip_output_turn_begin(joining->output, unit);
    struct dip_sitemap_size size;

    dip_sitemap_put(turn, joining->project.site, 0, diag, &size);
    dip_output_turn_end(turn);
}

static bool write_site(struct joining *joining, const struct dip_build_options *options,
                       const char *out, struct dip_diag *diag,
                       struct dip_output_summary *ret_summary)
{
    DIP_AUTO(dip_output) output = dip_output_open(out, diag);

    if (output == NULL || !dip_hosting_is_ours(output, joining->project.site, diag))
        return false;
    joining->output = output;
    dip_output_pack(output, dip_part_packs(&joining->infos[0]));
    if (options->changes != NULL)
        dip_output_list_changes(output, options->changes, joining->project.site->settings.url.text);
    dip_work(joining->count + 1, dip_worker_count(options->jobs), do_unit, NULL, joining, diag);
    return dip_diag_count(diag, DIP_ERROR) == 0 && dip_output_commit(output, diag, ret_summary) &&
           dip_project_write_beside(&joining->project, output, diag);
}

static bool join(struct joining *joining, const struct dip_build_options *options,
                 struct dip_diag *diag, struct dip_build_summary *ret_summary)
{
    g_autofree char *out = dip_build_output(options->root, options->out);
    bool fine = load_infos(joining, diag) && check_site(joining, diag);

    for (size_t i = 0; fine && i < joining->count; i++)
        fine = dip_place_check_part(out, joining->paths[i], diag);
    if (!fine || !dip_place_check(options->root, out, diag) ||
        !dip_part_check_output(out, (struct dip_shard){0}, diag))
        return false;
    struct dip_build_options own = *options;
    struct dip_sizes sizes = {0};
    own.flags = joining->infos[0].pseudo ? DIP_SITE_PSEUDO : 0;
    own.host = joining->infos[0].host;
    if (!dip_project_load_hosted(&joining->project, &own, &sizes, diag))
        return false;
    fine = write_site(joining, options, out, diag, &ret_summary->output);
    ret_summary->locales = joining->project.site->locale_count;
    for (size_t i = 0; i < joining->count; i++)
        ret_summary->pages += joining->infos[i].pages;
    dip_project_release(&joining->project);
    return fine;
}

bool dip_join(const struct dip_build_options *options, const char *const *parts, size_t count,
              struct dip_diag *diag, struct dip_build_summary *ret_summary)
{
    gint64 start = g_get_monotonic_time();
    struct dip_build_summary summary = {0};
    struct joining joining = {.root = options->root, .paths = parts, .count = count};

    g_assert(count > 0);
    joining.infos = g_new0(struct dip_part_info, count);
    bool fine = join(&joining, options, diag, &summary);
    for (size_t i = 0; i < count; i++)
        dip_part_info_release(&joining.infos[i]);
    g_free(joining.infos);
    summary.time_us = g_get_monotonic_time() - start;
    if (fine)
        *ret_summary = summary;
    return fine;
}
