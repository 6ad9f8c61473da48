/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Turns: for an archive each is a reel, for a tree only the way to its groups, whose order is found
 * when all are there.
 */
#include "output.h"

#include "pack.h"
#include "tar.h"
#include "tarfile.h"

struct dip_output_turn {
    struct dip_output *output;
    struct dip_reel *reel; /* NULL: a tree's */
};

struct dip_output *dip_output_archive(const char *file, gint64 mtime, struct dip_diag *diag)
{
    struct dip_archive *archive = dip_archive_open(file, mtime, diag);
    if (archive == NULL) {
        return NULL;
    }
    struct dip_output *output = dip_output_new(file);
    output->archive = archive;
    return output;
}

char *dip_output_archive_problem(const char *file)
{
    char *problem = dip_tar_problem();

    return problem == NULL && g_str_has_suffix(file, "gz") ? g_strdup(dip_pack_problem()) : problem;
}

struct dip_output_turn *dip_output_turn_begin(struct dip_output *output, size_t number)
{
    struct dip_output_turn *turn = g_new0(struct dip_output_turn, 1);
    turn->output = output;
    if (output->archive != NULL) {
        turn->reel = dip_reel_begin(output->archive, (gssize)number);
    }
    return turn;
}

struct dip_output_group *dip_output_turn_group(struct dip_output_turn *turn, const char *prefix)
{
    return dip_group_begin(turn->output, prefix, turn->reel);
}

bool dip_output_takes_slices(const struct dip_output *output)
{
    return output->archive != NULL && !dip_archive_is_packed(output->archive);
}

void dip_output_turn_end(struct dip_output_turn *turn)
{
    if (turn->reel != NULL) {
        dip_reel_end(turn->reel);
    }
    g_free(turn);
}
