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
    g_assert(dip_output_can_archive(file));
    struct dip_archive *archive = dip_archive_open(file, mtime, diag);
    if (archive == NULL) {
        return NULL;
    }
    struct dip_output *output = dip_output_new(file);
    output->archive = archive;
    return output;
}

bool dip_output_can_archive(const char *file)
{
    return dip_tar_is_built_in() && (!g_str_has_suffix(file, "gz") || dip_pack_tools() != NULL);
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

void dip_output_turn_end(struct dip_output_turn *turn)
{
    if (turn->reel != NULL) {
        dip_reel_end(turn->reel);
    }
    g_free(turn);
}
