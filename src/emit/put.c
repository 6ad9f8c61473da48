/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A file and its packed forms, one behind the other in a group. Packing is the dearest thing a build
 * can do (a page is made in 10 µs and packed in 900), so a packed file has in the manifest not the
 * hash of its bytes but of what it is made from: whether it is there already is known without packing.
 * Packers are kept between groups: a worker has one, whichever group it is at.
 */
#include "output.h"

#include "blocks.h"
#include "pack.h"

static struct dip_packer *take_packer(struct dip_output *output)
{
    struct dip_packer *packer = NULL;
    pthread_mutex_lock(&output->mutex);
    if (output->packers->len > 0) {
        packer = g_ptr_array_steal_index_fast(output->packers, output->packers->len - 1);
    }
    pthread_mutex_unlock(&output->mutex);
    return packer != NULL ? packer : dip_packer_new();
}

static void give_packer(struct dip_output *output, struct dip_packer *packer)
{
    pthread_mutex_lock(&output->mutex);
    g_ptr_array_add(output->packers, packer);
    pthread_mutex_unlock(&output->mutex);
}

void dip_output_pack(struct dip_output *output, unsigned forms)
{
    g_assert(forms == 0 || dip_pack_tools() != NULL);
    output->packs = forms;
}

const char *dip_output_pack_problem(void)
{
    return dip_pack_problem();
}

const char *dip_output_packers(void)
{
    return dip_pack_tools();
}

struct content {
    const char *path; /* its name may begin in the prefix of the group */
    const char *rest;
    const void *bytes;
    size_t length;
    dip_hash hash;
};

static bool put_packed(struct dip_output_group *group, enum dip_pack form,
                       const struct content *content, struct dip_diag *diag)
{
    const void *packed;
    dip_hash hash = dip_pack_hash(form, content->path, content->hash);
    g_string_assign(group->packed, content->rest);
    g_string_append(group->packed, dip_pack_suffix(form));
    if (dip_group_keep(group, group->packed->str, hash, diag)) {
        return true;
    }
    struct dip_packer *packer = take_packer(group->output);
    size_t length =
        dip_packer_pack(packer, form, content->path, content->bytes, content->length, &packed);
    bool fine = length == 0 || dip_group_put(group, group->packed->str, hash, packed, length, diag);
    give_packer(group->output, packer);
    return fine;
}

bool dip_output_put(struct dip_output_group *group, const char *rest, const void *bytes,
                    size_t length, struct dip_diag *diag)
{
    static const enum dip_pack forms[] = {DIP_PACK_GZIP, DIP_PACK_BROTLI};
    if (group->output->single != NULL) {
        dip_single_put(group, rest, bytes, length);
        return true;
    }
    /* An archive is compared with nothing. */
    bool hashed = group->reel == NULL;
    dip_hash hash = hashed ? dip_blocks_hash(bytes, length) : (dip_hash){0};
    if (!dip_group_put(group, rest, hash, bytes, length, diag)) {
        return false;
    }
    if (group->output->packs == 0 || !dip_pack_wants(group->path->str)) {
        return true;
    }
    g_string_assign(group->content, group->path->str);
    const struct content content = {
        .path = group->content->str, .rest = rest, .bytes = bytes, .length = length, .hash = hash};
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        if ((group->output->packs & forms[i]) != 0 &&
            !put_packed(group, forms[i], &content, diag)) {
            return false;
        }
    }
    return true;
}
