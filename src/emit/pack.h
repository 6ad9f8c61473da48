/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Contents packed with gzip and brotli: what is packed, how hard, and what it is called.
 *
 * A packer is for one thread at a time; what it gives is borrowed until it is asked again. The same
 * content, packed by the same libraries, is the same bytes. Before anything else dip_pack_tools() has to be
 * asked; where it gives NULL, nothing but dip_pack_problem() may be. Absent: where the bytes go.
 */
#ifndef DIP_PACK_H
#define DIP_PACK_H

#include "emit/emit.h"

/** What packs, with versions, as "libdeflate 1.14, brotli 1.0.9"; NULL where nothing can be packed. */
const char *dip_pack_tools(void);
/** … and why that is, in a clause about this program; NULL where it can. */
const char *dip_pack_problem(void);

/** What @p form (one flag) appends to a name: ".gz", ".br". */
const char *dip_pack_suffix(enum dip_pack form);

/** Tell by its name whether a file is of a kind that is packed: text, not images that are packed. */
bool dip_pack_wants(const char *name);

/**
 * The hash that stands for @p name packed as @p form in a manifest: of what it is made from and what
 * makes it. So a build knows that it is as it would be without making it.
 */
dip_hash dip_pack_hash(enum dip_pack form, const char *name, dip_hash content);

struct dip_packer;

struct dip_packer *dip_packer_new(void);
void dip_packer_free(struct dip_packer *packer);

/** Pack the content of file @p name as @p form. @return its length, or 0: it would not be smaller */
size_t dip_packer_pack(struct dip_packer *packer, enum dip_pack form, const char *name,
                       const void *bytes, size_t length, const void **ret_packed);

/** Pack as a member of a gzip file, however large that becomes. @return its length */
size_t dip_packer_member(struct dip_packer *packer, const void *bytes, size_t length,
                         const void **ret_packed);

/** Tell whether @p packed is, as @p form, what becomes the content @p bytes. */
bool dip_packer_holds(struct dip_packer *packer, enum dip_pack form, const GByteArray *packed,
                      const GByteArray *bytes);

/** The functions above, as a module has them. */
struct dip_pack_module {
    const char *(*tools)(void);
    const char *(*suffix)(enum dip_pack form);
    bool (*wants)(const char *name);
    dip_hash (*hash)(enum dip_pack form, const char *name, dip_hash content);
    struct dip_packer *(*new)(void);
    void (*free)(struct dip_packer *packer);
    size_t (*pack)(struct dip_packer *packer, enum dip_pack form, const char *name,
                   const void *bytes, size_t length, const void **ret_packed);
    size_t (*member)(struct dip_packer *packer, const void *bytes, size_t length,
                     const void **ret_packed);
    bool (*holds)(struct dip_packer *packer, enum dip_pack form, const GByteArray *packed,
                  const GByteArray *bytes);
};

/** Of the module "compression" only. */
extern const struct dip_pack_module dip_pack_module;

#endif
