/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The table of what hosts take. docs/publishing.md shows the same numbers and sources, and
 * tests/lint/hosts.py compares the two. All were read on 2026-11-21, in stored copies of the pages named,
 * which may be some months older; what could not be found on a page of the host is not here.
 *
 * Where a host says GB and means either, the smaller of 10^9 and 2^30 is taken.
 */
#include "site/site.h"

#define GITHUB                                                                                     \
    "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"
#define NETLIFY    "https://docs.netlify.com/"
#define CLOUDFLARE "https://developers.cloudflare.com/pages/"
#define AMAZON     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/"

const char *const dip_host_names[DIP_HOSTS + 1] = {
    [DIP_HOST_ANY] = "any",         [DIP_HOST_GITHUB_PAGES] = "github-pages",
    [DIP_HOST_NETLIFY] = "netlify", [DIP_HOST_CLOUDFLARE_PAGES] = "cloudflare-pages",
    [DIP_HOST_NGINX] = "nginx",     [DIP_HOST_S3] = "s3",
};

const char *const dip_measure_names[DIP_MEASURES] = {
    [DIP_MEASURE_FILES] = "files",
    [DIP_MEASURE_SITE_BYTES] = "bytes",
    [DIP_MEASURE_FILE_BYTES] = "bytes in one file",
    [DIP_MEASURE_FOLDER_FILES] = "files in one folder",
    [DIP_MEASURE_REDIRECTS] = "redirects",
    [DIP_MEASURE_PATTERN_REDIRECTS] = "redirects with a pattern",
    [DIP_MEASURE_REDIRECT_LINE] = "characters in one redirect",
    [DIP_MEASURE_HEADER_RULES] = "header rules",
    [DIP_MEASURE_HEADER_LINE] = "characters in one line of _headers",
};

static const char smaller_site[] =
    "leave out a language, or publish families as sites of their own";
static const char fewer_redirects[] =
    "former addresses past it are led on by pages instead; drop old \"former_slugs\" that nobody "
    "links to";
static const char own_rules[] = "shorten the file of that name in site/static";

static const struct dip_host_limit limits[] = {
    {DIP_HOST_GITHUB_PAGES, DIP_MEASURE_SITE_BYTES, 1000000000, true, "a published site",
     smaller_site, GITHUB},
    {DIP_HOST_NETLIFY, DIP_MEASURE_FOLDER_FILES, 54000, true, "a deploy",
     "publish a family of that many codes in parts", NETLIFY "site-deploys/overview"},
    {DIP_HOST_NETLIFY, DIP_MEASURE_FILE_BYTES, 10000000, false,
     "what its network serves well, as its older manual says",
     "put large static files on another host", "https://www.netlify.com/docs/build-gotchas/"},
    {DIP_HOST_NETLIFY, DIP_MEASURE_REDIRECTS, 10000, false, "what it recommends", fewer_redirects,
     "https://netlify.com/docs/redirects"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_FILES, 20000, false, "the free plan",
     "paid plans take 100000; see docs/publishing.md", CLOUDFLARE "platform/limits/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_FILES, 100000, true, "paid plans", smaller_site,
     CLOUDFLARE "platform/limits/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_FILE_BYTES, 26214400, true, "a site",
     "put large static files on another host", CLOUDFLARE "platform/limits/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_REDIRECTS, 2000, true, "_redirects", fewer_redirects,
     CLOUDFLARE "configuration/redirects/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_PATTERN_REDIRECTS, 100, true, "_redirects", own_rules,
     CLOUDFLARE "configuration/redirects/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_REDIRECT_LINE, 1000, true, "_redirects", own_rules,
     CLOUDFLARE "configuration/redirects/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_HEADER_RULES, 100, true, "_headers", own_rules,
     CLOUDFLARE "configuration/headers/"},
    {DIP_HOST_CLOUDFLARE_PAGES, DIP_MEASURE_HEADER_LINE, 2000, true, "_headers", own_rules,
     CLOUDFLARE "configuration/headers/"},
    {DIP_HOST_S3, DIP_MEASURE_FILE_BYTES, 5000000000, true, "a single PUT",
     "put large static files on another host", AMAZON "upload-objects.html"},
};

const struct dip_host_limit *dip_host_limits(size_t *ret_count)
{
    *ret_count = G_N_ELEMENTS(limits);
    return limits;
}

uint64_t dip_host_most(enum dip_host host, enum dip_measure measure)
{
    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        if (limits[i].host == host && limits[i].measure == measure && limits[i].hard)
            return limits[i].most;
    }
    return UINT64_MAX;
}

uint64_t dip_host_least(enum dip_host host, enum dip_measure measure)
{
    uint64_t least = UINT64_MAX;

    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
        if (limits[i].host == host && limits[i].measure == measure)
            least = MIN(least, limits[i].most);
    }
    return least;
}

bool dip_host_has_rules(enum dip_host host)
{
    return host == DIP_HOST_NETLIFY || host == DIP_HOST_CLOUDFLARE_PAGES;
}

bool dip_host_has_packed(enum dip_host host)
{
    return host == DIP_HOST_ANY || host == DIP_HOST_NGINX;
}

int dip_host_find(const char *name)
{
    for (int i = 0; i < DIP_HOSTS; i++) {
        if (strcmp(dip_host_names[i], name) == 0)
            return i;
    }
    return -1;
}
