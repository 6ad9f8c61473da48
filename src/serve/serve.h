/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A server for one reader: shows a site on this machine's loopback addresses as a host would, loads it
 * again when a file changes, and reloads the pages that are open.
 *
 * It knows HTTP, folders and browsers, but no site: what to load and which files there are it asks its
 * caller, by struct dip_serve_source. One thread runs dip_serve() and answers requests; a second one
 * loads. A request is answered from one loaded site, the old one or the new one. No file is opened on
 * behalf of a request, so that no address can lead out of the site. Absent on purpose: other addresses
 * than loopback, TLS, ranges, a log of requests.
 */
#ifndef DIP_SERVE_H
#define DIP_SERVE_H

#include "diag/diag.h"

enum { DIP_SERVE_PORT = 8000, DIP_SERVE_PORT_LIMIT = 65535 };

/** What a load came to; all borrowed. */
struct dip_serve_news {
    const char *address;      /**< where the site is */
    const GPtrArray *changed; /**< files below the root (char *), sorted; none at the first load */
    const void *site;         /**< the one that is served from now on; NULL: it had errors */
    const struct dip_diag *diag; /**< what the load reported */
    bool kept;                   /**< it had errors, and the one before is served on */
    gint64 time_us;              /**< since the first of the changes was seen, or since the start */
};

/** The site, as its caller knows it. */
struct dip_serve_source {
    /** Load it; on a thread of its own, one load at a time. NULL where there was an error. */
    void *(*load)(void *user, struct dip_diag *diag);
    /** Free what `load` gave; on the thread of dip_serve(). */
    void (*unload)(void *site);
    /** Make the file @p path of the site ("vi/index.html"), NULL where it has none; same thread. */
    GBytes *(*file)(void *site, const char *path, struct dip_diag *diag);
    /** The path of the site's address: starts and ends with a slash. */
    const char *(*base)(const void *site);
    /** Headers of every answer, as a host sends them: name and value; ends with a NULL name. */
    const char *const (*headers)[2];
    /** Tell the user; same thread. */
    void (*tell)(void *user, const struct dip_serve_news *news);
    void *user;
};

/**
 * Serve the site in folder @p root on @p port (0: any that is free), until SIGINT or SIGTERM.
 *
 * @return false where it can't be served: the port is taken or not ours to take (reported)
 */
bool dip_serve(const char *root, unsigned port, const struct dip_serve_source *source,
               struct dip_diag *diag);

#endif
