/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What the files of serve/ share; for them only. All of it belongs to the thread of dip_serve().
 */
#ifndef DIP_SERVER_H
#define DIP_SERVER_H

#include "serve/serve.h"

#include <libsoup/soup.h>

/** Addresses below this one are the server's own; no file of a site starts with a dot. */
#define DIP_SERVE_OWN "/.diptych/"

/* watch.c: which files change. */

/** Told of a change, by its path below the root. */
typedef void (*dip_watch_fn)(const char *path, void *user);

struct dip_watch;

struct dip_watch *dip_watch_new(const char *root, dip_watch_fn watch_fn, void *user);
void dip_watch_free(struct dip_watch *watch);
DIP_DEFINE_AUTO(dip_watch);

/** Look for folders that are new or gone. To be called before files are read: what is then new is told. */
void dip_watch_update(struct dip_watch *watch);

/** Tell whether a change of the file @p name in @p folder ("" is the root) is one of the site's input. */
bool dip_watch_wants(const char *folder, const char *name);

/* live.c: what open pages are told. */

struct dip_live;

struct dip_live *dip_live_new(void);
void dip_live_free(struct dip_live *live);
DIP_DEFINE_AUTO(dip_live);

/** Answer a page that wants to be told, now and whenever something happens. */
void dip_live_join(struct dip_live *live, SoupServerMessage *message);

/** Take a load's outcome, and tell all. @p diag is copied. */
void dip_live_tell(struct dip_live *live, const char *root, const struct dip_diag *diag,
                   bool is_new);

/** Which site is served, for its pages; another one after each load that was fine. */
const char *dip_live_state(const struct dip_live *live);

/** Which outcome was the last; another one after each load. */
const char *dip_live_report(const struct dip_live *live);

/** The diagnostics of the last load as a terminal shows them, and how many errors they are. */
const char *dip_live_text(const struct dip_live *live);
size_t dip_live_errors(const struct dip_live *live);

/* answer.c: what is at an address. */

/** What requests are answered from. */
struct dip_answers {
    const struct dip_serve_source *source;
    void *site; /**< NULL: there is none yet */
    struct dip_live *live;
    char *last; /**< the page that was asked for last, to have another site's ready; may be NULL */
};

/** Answer @p message. */
void dip_answer(struct dip_answers *answers, SoupServerMessage *message);

/** Decode the path of an address (g_free); NULL where it could lead anywhere but to a file's name. */
char *dip_answer_path(const char *encoded);

/** Tell whether a browser that sends this Host (may be NULL) means this machine. */
bool dip_answer_host(const char *host);

/* page.c: answers of the server's own. */

/** Set a page with the diagnostics, which reloads when they change. */
void dip_page_report(const struct dip_answers *answers, SoupServerMessage *message,
                     unsigned status);

/** Set a page that says why a file could not be made. */
void dip_page_failure(SoupServerMessage *message, const struct dip_diag *diag);

/** Diagnostics as a terminal shows them, in UTF-8 (g_free); excerpts are read from @p root. */
char *dip_page_text(const struct dip_diag *diag, const char *root);

/** Set a page of one sentence; @p href, where not NULL, is linked. */
void dip_page_notice(SoupServerMessage *message, unsigned status, const char *text,
                     const char *href);

/** Set the file @p name of the server's own. @return false where there is none */
bool dip_page_own(SoupServerMessage *message, const char *name);

/** Set headers that every answer has, and the type of what @p path is. */
void dip_page_headers(SoupServerMessage *message, const char *path);

/* listen.c: sockets. */

/** Take @p port on 127.0.0.1 and ::1; NULL where they can't be taken (reported). */
GPtrArray *dip_listen(unsigned port, struct dip_diag *diag);

/** Say who listens on @p port, as `"python3" (process 4242)` (g_free); NULL where that can't be told. */
char *dip_listen_owner(unsigned port);

#endif
