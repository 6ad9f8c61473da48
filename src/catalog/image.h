/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Inside catalog/ only: catalogs as bytes, for the same build of the program on the same machine, which
 * may lie in a file in between.
 *
 * An image is whole or it is none: its hash is compared before anything in it is used. Catalogs that come
 * of it borrow their texts from it. Absent: any promise to another build, even of the same version.
 */
#ifndef DIP_CATALOG_IMAGE_H
#define DIP_CATALOG_IMAGE_H

#include "catalog/table.h"

/** Begin an image in @p out, which is empty. */
void dip_image_begin(GByteArray *out);

/** Add the catalog that was made of the file @p path, whose bytes have the hash @p po. */
void dip_image_add(GByteArray *out, const char *path, dip_hash po,
                   const struct dip_catalog *catalog);

/** End the image: nothing can be added any more. */
void dip_image_end(GByteArray *out);

/** Tell whether @p image is whole, and of this build. */
bool dip_image_check(GBytes *image);

/** A catalog as it came out of an image. */
struct dip_image_entry {
    const char *path; /**< interned */
    dip_hash po;
    struct dip_catalog *catalog; /**< dip_catalog_free() */
};

/**
 * Take the catalog at @p offset of an @p image that dip_image_check() took; 0 is the first one.
 *
 * @return false at the end
 */
bool dip_image_next(GBytes *image, size_t *offset, struct dip_image_entry *ret_entry);

#endif
