/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * libdeflate and brotli. How hard was measured on 600 pages of 10.7 kB (bytes and CPU time a page):
 * gzip 6: 3254 in 0.21 ms, 9: 3242 in 0.26, 12: 3186 in 3.7; brotli 5: 2991 in 0.59, 9: 2948 in 0.62,
 * 11: 2670 in 33. So pages get 9 of both: 11 would make brotli's 0.6 s for 1,000 pages 33 s, for a
 * tenth less. A stylesheet or a drawing is one file for all pages, and worth 12 and 11.
 *
 * libdeflate writes a gzip header without time and name. It knows no streams: contents are held.
 *
 * This file is in the module "compression" (src/modules/); pack_module.c stands for it in the program.
 */
#include "pack.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <libdeflate.h>
#include <pthread.h>

enum {
    FORMS = 2,
    /* Past this a file is no stylesheet, and an hour is not worth a tenth. */
    BEST_BYTES = 256 * 1024,
};

/* How hard a form packs: what there are many of, and what there is one of. */
static const struct {
    const char *suffix;
    int usual;
    int best;
} forms[FORMS] = {
    {".gz", 9, 12},
    {".br", 9, BROTLI_MAX_QUALITY},
};

static const struct {
    const char *suffix;
    bool best;
} kinds[] = {
    {".html", false}, {".xml", false}, {".css", true}, {".js", true},          {".mjs", true},
    {".json", true},  {".txt", true},  {".svg", true}, {".webmanifest", true},
};

struct dip_packer {
    struct libdeflate_compressor *gzip[2]; /* usual and best; made when they are needed */
    struct libdeflate_decompressor *gunzip;
    unsigned char *bytes;
    size_t size;
};

static size_t index_of(enum dip_pack form)
{
    return form == DIP_PACK_GZIP ? 0 : 1;
}

static char tools[64];

static void name_tools(void)
{
    uint32_t version = BrotliEncoderVersion();
    g_snprintf(tools, sizeof tools, "libdeflate %s, brotli %u.%u.%u", LIBDEFLATE_VERSION_STRING,
               version >> 24, (version >> 12) & 0xfff, version & 0xfff);
}

/* ThreadSanitizer does not see GLib's g_once. */
static const char *tools_of(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, name_tools);
    return tools;
}

static const char *suffix_of(enum dip_pack form)
{
    return forms[index_of(form)].suffix;
}

/* The row of its kind, or NULL. */
static const bool *find_kind(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (g_str_has_suffix(name, kinds[i].suffix))
            return &kinds[i].best;
    }
    return NULL;
}

static bool wants(const char *name)
{
    return find_kind(name) != NULL;
}

static bool is_best(const char *name, size_t length)
{
    const bool *best = find_kind(name);

    return best != NULL && *best && length <= BEST_BYTES;
}

static dip_hash hash_of(enum dip_pack form, const char *name, dip_hash content)
{
    char hex[DIP_HASH_HEX + 1];
    const bool *best = find_kind(name);
    size_t at = index_of(form);

    dip_hash_format(content, hex);
    g_autofree char *text =
        g_strdup_printf("%s %s %d %d %s", hex, forms[at].suffix,
                        best != NULL && *best ? forms[at].best : -1, forms[at].usual, tools_of());
    return dip_hash_of(text, strlen(text));
}

static struct dip_packer *new_packer(void)
{
    return g_new0(struct dip_packer, 1);
}

static void free_packer(struct dip_packer *packer)
{
    if (packer == NULL)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(packer->gzip); i++)
        libdeflate_free_compressor(packer->gzip[i]);
    libdeflate_free_decompressor(packer->gunzip);
    g_free(packer->bytes);
    g_free(packer);
}

static void reserve(struct dip_packer *packer, size_t size)
{
    if (packer->size >= size)
        return;
    g_free(packer->bytes);
    packer->bytes = g_malloc(size);
    packer->size = size;
}

static size_t pack_gzip(struct dip_packer *packer, bool best, const void *bytes, size_t length,
                        size_t most)
{
    struct libdeflate_compressor **gzip = &packer->gzip[best ? 1 : 0];

    if (*gzip == NULL)
        *gzip = libdeflate_alloc_compressor(best ? forms[0].best : forms[0].usual);
    if (*gzip == NULL)
        g_error("out of memory");
    return libdeflate_gzip_compress(*gzip, bytes, length, packer->bytes, most);
}

static size_t pack_brotli(struct dip_packer *packer, bool best, const void *bytes, size_t length,
                          size_t most)
{
    int window = BROTLI_MIN_WINDOW_BITS;
    size_t packed = most;

    /* A window that is larger than the content only costs memory. */
    while (window < BROTLI_MAX_WINDOW_BITS && ((size_t)1 << window) - 16 < length)
        window++;
    return BrotliEncoderCompress(best ? forms[1].best : forms[1].usual, window, BROTLI_MODE_TEXT,
                                 length, bytes, &packed, packer->bytes)
               ? packed
               : 0;
}

static size_t pack(struct dip_packer *packer, enum dip_pack form, const char *name,
                   const void *bytes, size_t length, const void **ret_packed)
{
    bool best = is_best(name, length);

    if (length < 2)
        return 0;
    reserve(packer, length);
    *ret_packed = packer->bytes;
    /* What does not fit would not be smaller. */
    return form == DIP_PACK_GZIP ? pack_gzip(packer, best, bytes, length, length - 1)
                                 : pack_brotli(packer, best, bytes, length, length - 1);
}

static size_t pack_member(struct dip_packer *packer, const void *bytes, size_t length,
                          const void **ret_packed)
{
    size_t most = libdeflate_gzip_compress_bound(NULL, length);

    reserve(packer, most);
    *ret_packed = packer->bytes;
    size_t packed = pack_gzip(packer, false, bytes, length, most);
    g_assert(packed > 0);
    return packed;
}

static bool holds(struct dip_packer *packer, enum dip_pack form, const GByteArray *packed,
                  const GByteArray *bytes)
{
    size_t length = bytes->len;
    size_t got = length;

    reserve(packer, length + 1);
    if (form == DIP_PACK_GZIP) {
        if (packer->gunzip == NULL)
            packer->gunzip = libdeflate_alloc_decompressor();
        if (libdeflate_gzip_decompress(packer->gunzip, packed->data, packed->len, packer->bytes,
                                       length, &got) != LIBDEFLATE_SUCCESS)
            return false;
    } else if (BrotliDecoderDecompress(packed->len, packed->data, &got, packer->bytes) !=
               BROTLI_DECODER_RESULT_SUCCESS) {
        return false;
    }
    return got == length && memcmp(packer->bytes, bytes->data, length) == 0;
}

const struct dip_pack_module dip_pack_module = {
    .tools = tools_of,
    .suffix = suffix_of,
    .wants = wants,
    .hash = hash_of,
    .new = new_packer,
    .free = free_packer,
    .pack = pack,
    .member = pack_member,
    .holds = holds,
};
