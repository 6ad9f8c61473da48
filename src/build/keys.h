/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What each page is made from, as a number: two builds that have the same for a page make the same bytes
 * of it. For the files of build/ only. Once made, any thread.
 */
#ifndef DIP_BUILD_KEYS_H
#define DIP_BUILD_KEYS_H

#include "build/build.h"
#include "build/input.h"

struct dip_page_keys;

/** @p options: the hash of what the command line says of pages. */
struct dip_page_keys *dip_page_keys_new(const struct dip_site *site, const struct dip_input *input,
                                        uint64_t options);
void dip_page_keys_free(struct dip_page_keys *keys);
DIP_DEFINE_AUTO(dip_page_keys);

/** The key of @p page in @p locale. */
dip_key dip_page_key(const struct dip_page_keys *keys, const struct dip_site_locale *locale,
                     const struct dip_page *page);

/** Of a file of a locale that may have anything of it, told from others by @p name. */
dip_key dip_page_key_all(const struct dip_page_keys *keys, const struct dip_site_locale *locale,
                         const char *name);

/** Of a file with addresses, and in which languages they are. */
dip_key dip_page_key_addresses(const struct dip_page_keys *keys);

#endif
