/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A built site as the files of audit/ see it: its files, what was read from its pages, and where an
 * address leads. For audit/ only.
 *
 * The list of files is made first and then read by all workers. A page belongs to the worker that
 * reads it, but for `linked_from`, which is atomic; once all are read, one thread compares them.
 */
#ifndef DIP_BUILT_H
#define DIP_BUILT_H

#include "audit/audit.h"

enum { DIP_NO_FILE = -1 };

/** Something on a page that speaks of another file: an index into the files, and its place. */
struct dip_mention {
    int32_t file;
    uint32_t line;
    uint32_t column;
    const char *text; /**< a language's tag, or a fragment */
};

/** What is kept of a page once it is read. Texts belong to the worker's chunk. */
struct dip_built_page {
    const char *lang; /**< of `html`; NULL where it has none */
    bool noindex;
    bool redirects;     /**< has a meta refresh */
    bool has_canonical; /**< one that could be resolved */
    struct dip_mention canonical;
    struct dip_mention refresh; /**< where it leads; file DIP_NO_FILE: nowhere in the site */
    GArray *alternates;         /**< struct dip_mention with tags, sorted by them; NULL: none */
    GArray *fragments;          /**< struct dip_mention: ids on other pages; NULL: none */
    GPtrArray *ids;             /**< sorted; NULL: none */
    bool in_sitemap;            /**< set when sitemaps are read */
    gint linked_from;           /**< atomic: the first page that links it, index + 1; 0: none */
};

struct dip_built_file {
    const char *path;            /**< below the folder */
    struct dip_built_page *page; /**< NULL: not HTML */
};

struct dip_built {
    const char *folder;
    const char *url;
    const char *base_path; /**< the path of url */
    GArray *files;         /**< struct dip_built_file, sorted by path */
    GHashTable *index_of;  /**< path -> index + 1 */
    GStringChunk *names;
};

/** Where an address leads. */
enum dip_way {
    DIP_WAY_FILE,      /**< to a file of the site */
    DIP_WAY_ELSEWHERE, /**< to another site, or by another scheme: not our matter */
    DIP_WAY_NOWHERE,   /**< within the site, and there is no such file */
    DIP_WAY_FOLDER,    /**< to a folder that has a page, but without the closing slash */
    DIP_WAY_OUT,       /**< up and out of the site's root */
};

struct dip_target {
    enum dip_way way;
    int32_t file;         /**< of FILE and FOLDER */
    const char *fragment; /**< behind `#`, decoded; NULL: none. Borrowed from the scratch */
};

/** List all files below @p folder. @return false where it could not be read (reported) */
bool dip_built_list(struct dip_built *built, const char *folder, const char *url,
                    struct dip_diag *diag);
void dip_built_release(struct dip_built *built);

/**
 * Find where @p address leads from the file @p from (NULL: it stands on no page, as in a sitemap).
 * An address below the site's url is one of the site.
 */
struct dip_target dip_built_resolve(const struct dip_built *built, const char *from,
                                    const char *address, GString *scratch);

static inline struct dip_built_file *dip_built_get(const struct dip_built *built, int32_t index)
{
    return &g_array_index(built->files, struct dip_built_file, index);
}

/** Find a file by its path, or DIP_NO_FILE. */
int32_t dip_built_find(const struct dip_built *built, const char *path);

/** Append the address of file @p index to @p out, absolute. */
void dip_built_write_url(const struct dip_built *built, int32_t index, GString *out);

/** Reads pages: one for each worker, whose buffers are used for every page again. */
struct dip_inspector;

struct dip_inspector *dip_inspector_new(const struct dip_built *built);
void dip_inspector_free(struct dip_inspector *inspector);

/** Read page @p index and report what can be told from it alone. */
void dip_inspector_read(struct dip_inspector *inspector, int32_t index, struct dip_diag *diag);

/** How many links that stay within the site were followed. */
uint64_t dip_inspector_links(const struct dip_inspector *inspector);

/** Check JSON-LD that starts at @p loc. Nothing is kept; @p scratch is overwritten. */
void dip_jsonld_check(const struct dip_built *built, const char *text, dip_loc loc,
                      GString *scratch, struct dip_diag *diag);

/** Once all pages are read: compare what they say of each other. */
void dip_built_compare(const struct dip_built *built, struct dip_diag *diag);

/** Compare robots.txt and the sitemaps with the pages, and the url with what was built. */
void dip_built_check_sitemaps(const struct dip_built *built, struct dip_diag *diag);

/** Tell whether the folder was built for `url`; where it was for another, that is reported. */
bool dip_built_check_url(const struct dip_built *built, struct dip_diag *diag);

#endif
