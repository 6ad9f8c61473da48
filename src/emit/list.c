/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The list for S3: each file of the output, in the order of the manifest, with what a tool has to say
 * when it sends it. Only redirects are kept in memory, by path. A bucket has 50 routing rules at the
 * most, so a redirect is a property of the object at the former address.
 */
#include "emit/beside.h"

#include "emit/emit.h"
#include "site/site.h"

static const char s3_mark[] = "key\tcontent-type\tcache-control\tredirect\n";

struct listing {
    const struct dip_beside_site *beside;
    struct dip_beside_text *text;
    GHashTable *redirects; /* path of a file -> address */
};

static void add_redirect(const struct dip_site_locale *locale, const struct dip_redirect *redirect,
                         void *user)
{
    struct listing *listing = user;
    GString *path = g_string_new(NULL);
    GString *target = g_string_new(listing->beside->site->base_path);

    dip_redirect_path(locale, redirect, path);
    g_string_append(path, "index.html");
    dip_page_path(locale, &redirect->page, target);
    g_hash_table_insert(listing->redirects, g_string_free(path, FALSE),
                        g_string_free(target, FALSE));
}

static void add_file(const char *path, void *user)
{
    struct listing *listing = user;
    const char *redirect = g_hash_table_lookup(listing->redirects, path);
    const char *cache =
        g_strv_contains(listing->beside->hashed, path) ? dip_cache_hashed : dip_cache_other;

    dip_beside_printf(listing->text, "%s\t%s\t%s\t%s\n", path, dip_file_type(path), cache,
                      redirect == NULL ? "" : redirect);
}

static void make(struct dip_beside_text *text, void *user)
{
    struct listing listing = {.beside = user, .text = text};

    g_autoptr(GHashTable) redirects =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    listing.redirects = redirects;
    dip_site_redirects(listing.beside->site, add_redirect, &listing);
    dip_beside_add(text, s3_mark, sizeof s3_mark - 1);
    dip_output_published(dip_beside_output(listing.beside->output), add_file, &listing,
                         listing.beside->diag);
}

const struct dip_beside_kind dip_beside_s3 = {.suffix = "s3.tsv", .mark = s3_mark, .make = make};
