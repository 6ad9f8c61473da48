/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Neighbouring units go to one part until it has its share of the pages: every part comes as near to
 * that as a unit is large. Unit 0, the sitemap, is in none: it spans all, and is made where they are put
 * together. The file is a GKeyFile: a few lines that a person can read too. It has no time and no name of a
 * machine, so a part built twice is the same bytes.
 */
#include "build/shard.h"

static const char group[] = "part of a site";

enum { FILE_BYTES = 64 * 1024 };

/* How many pages the units of one locale have, in their order; as put_unit() in build.c finds them. */
static GArray *weigh_locale(const struct dip_site *site)
{
    GArray *weights = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    uint64_t weight = 3;

    g_array_append_val(weights, weight);
    for (size_t i = 0; i < site->family_count; i++) {
        weight = 1 + site->families[i]->code_count;
        g_array_append_val(weights, weight);
    }
    for (size_t i = 0; i < site->family_count; i++) {
        for (weight = site->families[i]->code_count; weight > 1;) {
            weight--;
            g_array_append_val(weights, weight);
        }
    }
    return weights;
}

guint32 *dip_shard_units(const struct dip_site *site, size_t count, struct dip_shard shard,
                         uint64_t *pages)
{
    g_autoptr(GArray) weights = weigh_locale(site);
    guint32 *parts = g_new0(guint32, count);
    uint64_t all = *pages;
    uint64_t before = 0;

    *pages = 0;
    for (size_t unit = 1; unit < count; unit++) {
        uint64_t weight = g_array_index(weights, uint64_t, (unit - 1) % weights->len);
        /* The middle of the unit decides. */
        parts[unit] = (guint32)((2 * before + weight) * shard.of / (2 * all)) + 1;
        *pages += parts[unit] == shard.part ? weight : 0;
        before += weight;
    }
    return parts;
}

void dip_part_info_init(struct dip_part_info *ret_info, const struct dip_input *input,
                        unsigned packs, unsigned flags, enum dip_host host)
{
    char hex[DIP_HASH_HEX + 1];
    g_autoptr(GString) forms = g_string_new(NULL);

    dip_hash_format(input->hash, hex);
    for (unsigned i = 0; dip_pack_names[i] != NULL; i++) {
        if ((packs >> i & 1) != 0)
            g_string_append_printf(forms, "%s%s", forms->len == 0 ? "" : ",", dip_pack_names[i]);
    }
    *ret_info = (struct dip_part_info){
        .program = packs == 0
                       ? g_strdup("diptych " DIP_VERSION)
                       : g_strdup_printf("diptych " DIP_VERSION ", %s", dip_output_packers()),
        .input = g_strdup(hex),
        .precompress = g_strdup(forms->len == 0 ? "none" : forms->str),
        .host = dip_host_names[host],
        .pseudo = (flags & DIP_SITE_PSEUDO) != 0,
    };
}

void dip_part_info_release(struct dip_part_info *info)
{
    g_free(info->program);
    g_free(info->input);
    g_free(info->precompress);
    *info = (struct dip_part_info){0};
}

unsigned dip_part_packs(const struct dip_part_info *info)
{
    g_auto(GStrv) names = g_strsplit(info->precompress, ",", -1);
    unsigned packs = 0;

    for (unsigned i = 0; dip_pack_names[i] != NULL; i++) {
        if (g_strv_contains((const char *const *)names, dip_pack_names[i]))
            packs |= 1U << i;
    }
    return packs;
}

char *dip_part_text(const struct dip_part_info *info)
{
    g_autoptr(GKeyFile) file = g_key_file_new();

    g_key_file_set_uint64(file, group, "number", info->shard.part);
    g_key_file_set_uint64(file, group, "of", info->shard.of);
    g_key_file_set_string(file, group, "program", info->program);
    g_key_file_set_string(file, group, "input", info->input);
    g_key_file_set_string(file, group, "precompress", info->precompress);
    g_key_file_set_string(file, group, "host", info->host);
    g_key_file_set_boolean(file, group, "pseudo", info->pseudo);
    g_key_file_set_uint64(file, group, "pages", info->pages);
    return g_key_file_to_data(file, NULL, NULL);
}

static bool decode(GKeyFile *file, struct dip_part_info *info)
{
    guint64 number = g_key_file_get_uint64(file, group, "number", NULL);
    guint64 of = g_key_file_get_uint64(file, group, "of", NULL);

    info->program = g_key_file_get_string(file, group, "program", NULL);
    info->input = g_key_file_get_string(file, group, "input", NULL);
    info->precompress = g_key_file_get_string(file, group, "precompress", NULL);
    g_autofree char *host = g_key_file_get_string(file, group, "host", NULL);
    int at = host == NULL ? -1 : dip_host_find(host);
    info->host = at < 0 ? NULL : dip_host_names[at];
    info->pseudo = g_key_file_get_boolean(file, group, "pseudo", NULL);
    info->pages = g_key_file_get_uint64(file, group, "pages", NULL);
    if (number < 1 || number > of || of > DIP_LIMIT_SHARDS || info->program == NULL ||
        info->input == NULL || info->precompress == NULL || info->host == NULL)
        return false;
    info->shard = (struct dip_shard){.part = (unsigned)number, .of = (unsigned)of};
    return true;
}

enum dip_part_state dip_part_load(const char *path, struct dip_part_info *ret_info)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    struct dip_file_bytes read = dip_file_load(path, DIP_PART_FILE, FILE_BYTES);
    g_autofree char *bytes = read.bytes;
    struct dip_part_info info = {0};

    if (read.fault == DIP_FILE_MISSING)
        return DIP_PART_NONE;
    if (bytes == NULL ||
        !g_key_file_load_from_data(file, bytes, read.length, G_KEY_FILE_NONE, NULL) ||
        !decode(file, &info)) {
        dip_part_info_release(&info);
        return DIP_PART_UNREADABLE;
    }
    *ret_info = info;
    return DIP_PART_FINE;
}

/* Tell whether a build has made @p out: its manifest lies beside it. */
static bool has_manifest(const char *out)
{
    /* Whoever removes an output by hand leaves that. */
    return g_file_test(out, G_FILE_TEST_IS_DIR) && dip_output_exists(out);
}

bool dip_part_check_output(const char *out, struct dip_shard shard, struct dip_diag *diag)
{
    struct dip_part_info info = {0};
    enum dip_part_state state = dip_part_load(out, &info);
    struct dip_shard there = info.shard;

    dip_part_info_release(&info);
    if (state == DIP_PART_NONE && (shard.of == 0 || !has_manifest(out)))
        return true;
    if (state == DIP_PART_FINE && there.part == shard.part && there.of == shard.of)
        return true;
    g_autofree char *holds = state == DIP_PART_FINE
                                 ? g_strdup_printf("part %u of %u", there.part, there.of)
                             : state == DIP_PART_NONE ? g_strdup("a whole site")
                                                      : g_strdup("a part that can't be read");
    g_autofree char *wanted = shard.of == 0
                                  ? g_strdup("a whole site")
                                  : g_strdup_printf("part %u of %u", shard.part, shard.of);
    dip_diag_report(diag, DIP_RULE_PART_MISMATCH, (dip_loc){0}, "\"%s\" holds %s, and would get %s",
                    out, holds, wanted);
    dip_diag_note(diag, (dip_loc){0}, "give each part a folder of its own with --out");
    return false;
}
