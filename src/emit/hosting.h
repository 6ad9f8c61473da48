/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What hosts read besides the site: `_headers` and `_redirects`, an include for nginx, a list for S3.
 *
 * The texts come from the model alone; one thread, before or after the pages. What belongs into the
 * output is a text here, which the caller puts; what must not be served lies beside the output. Absent:
 * the limits of hosts (site/hosts.h), and whether a site keeps to them (build/).
 */
#ifndef DIP_HOSTING_H
#define DIP_HOSTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dip_diag;
struct dip_output;
struct dip_site;
struct dip_sizes;

/** The headers of every answer that make browsers careful: name and value; ends with a NULL name. */
extern const char *const dip_security_headers[][2];

/** What caches may do with files whose names carry the hash of their bytes, and with all others. */
extern const char dip_cache_hashed[];
extern const char dip_cache_other[];

/**
 * The text of `_headers` (g_free): @p own, which may be NULL, then ours. @p hashed are the paths of
 * files whose names carry a hash, ending with NULL.
 */
char *dip_headers_text(const struct dip_site *site, const char *own, const char *const *hashed);

/**
 * The text of `_redirects` (g_free): @p own, which may be NULL, up to its first pattern; the former
 * addresses of all languages, as long as there are fewer than @p most rules; the rest of @p own; and
 * what the site's host needs to find not-found pages of other languages.
 */
char *dip_redirects_text(const struct dip_site *site, const char *own, uint64_t most);

/** Count what hosts limit of the two files. */
void dip_rules_measure(const char *headers, const char *redirects, struct dip_sizes *sizes);

/** The text of GitHub's CNAME (g_free): the name of the site's host, or NULL where it has no use. */
char *dip_cname_text(const struct dip_site *site);

/** How many redirects lie in the folder of the pairs of a family (its index), in one language. */
uint64_t dip_redirects_of_pairs(const struct dip_site *site, size_t family);

/**
 * Write beside @p output, after its commit, what its host reads there: `NAME.nginx.conf` or
 * `NAME.s3.tsv`. One that would be the same is left alone; else it is replaced in one rename. A
 * file of that name that no build made is refused (output-foreign).
 *
 * @return false where the world refused (reported)
 */
bool dip_hosting_write(struct dip_output *output, const struct dip_site *site,
                       const char *const *hashed, struct dip_diag *diag);

/** Refuse, before anything is written, what dip_hosting_write() would refuse as foreign. */
bool dip_hosting_is_ours(struct dip_output *output, const struct dip_site *site,
                         struct dip_diag *diag);

#endif
