/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What pages say of each other: alternates both ways, canonical addresses, fragments, redirects. All
 * pages have been read; each look is a comparison of numbers, so one thread does it in a blink.
 */
#include "audit/built.h"

struct view {
    const struct dip_built *built;
    struct dip_diag *diag;
    int32_t index;
    const char *path;
    const struct dip_built_page *page;
    GString *scratch;
};

static dip_loc at(const struct view *view, const struct dip_mention *mention)
{
    return dip_loc_at(view->path, mention->line, mention->column);
}

static dip_loc whole(const struct view *view)
{
    return dip_loc_at(view->path, 0, 0);
}

static const struct dip_built_file *file_of(const struct view *view, int32_t index)
{
    return dip_built_get(view->built, index);
}

/* The address of a page, as messages name it: from the site's root. */
static const char *address_of(const struct view *view, int32_t index)
{
    g_string_truncate(view->scratch, 0);
    dip_built_write_url(view->built, index, view->scratch);
    return view->scratch->str + strlen(view->built->url) - 1;
}

static const struct dip_mention *find_alternate(const struct dip_built_page *page, const char *tag)
{
    for (guint i = 0; page->alternates != NULL && i < page->alternates->len; i++) {
        const struct dip_mention *alternate =
            &g_array_index(page->alternates, struct dip_mention, i);
        if (strcmp(alternate->text, tag) == 0)
            return alternate;
    }
    return NULL;
}

/* --- alternates --- */

static void report_alternate(const struct view *view, const struct dip_mention *alternate,
                             const char *fault)
{
    dip_diag_report(view->diag, DIP_RULE_BUILT_HREFLANG, at(view, alternate),
                    "the alternate \"%s\", \"%s\", %s", alternate->text,
                    address_of(view, alternate->file), fault);
}

/* The other page has to name the same pages for the same languages; both lists are sorted by tags. */
static const struct dip_mention *find_disagreement(const GArray *own, const GArray *others)
{
    guint at = 0;

    for (guint i = 0; i < own->len; i++) {
        const struct dip_mention *mine = &g_array_index(own, struct dip_mention, i);
        const struct dip_mention *theirs = NULL;
        for (; others != NULL && at < others->len; at++) {
            theirs = &g_array_index(others, struct dip_mention, at);
            if (strcmp(theirs->text, mine->text) >= 0)
                break;
            theirs = NULL;
        }
        if (theirs == NULL || strcmp(theirs->text, mine->text) != 0 || theirs->file != mine->file)
            return mine;
    }
    return NULL;
}

static void compare_alternates(const struct view *view, const struct dip_mention *alternate,
                               const struct dip_built_page *other)
{
    const struct dip_mention *mine = find_disagreement(view->page->alternates, other->alternates);

    if (mine == NULL)
        return;
    bool back = mine->file == view->index && find_alternate(other, mine->text) == NULL;
    g_autofree char *fault =
        back ? g_strdup("does not name this page")
             : g_strdup_printf("names another page, or none, for \"%s\"", mine->text);
    report_alternate(view, alternate, fault);
    dip_diag_note(view->diag, dip_loc_at(file_of(view, alternate->file)->path, 0, 0),
                  "this is the other page");
}

static void check_alternate(const struct view *view, const struct dip_mention *alternate)
{
    const struct dip_built_page *other = file_of(view, alternate->file)->page;
    bool fallback = strcmp(alternate->text, "x-default") == 0;

    if (other == NULL)
        report_alternate(view, alternate, "is no page");
    else if (other->noindex)
        report_alternate(view, alternate, "is not to be indexed");
    else if (!fallback && g_strcmp0(other->lang, alternate->text) != 0)
        report_alternate(view, alternate, "is in another language");
    else
        compare_alternates(view, alternate, other);
}

static void check_alternates(const struct view *view)
{
    const struct dip_built_page *page = view->page;
    bool own = false;

    if (page->noindex) {
        dip_diag_report(view->diag, DIP_RULE_BUILT_HREFLANG,
                        at(view, &g_array_index(page->alternates, struct dip_mention, 0)),
                        "a page that is not to be indexed has alternates");
        return;
    }
    for (guint i = 0; i < page->alternates->len; i++) {
        const struct dip_mention *alternate =
            &g_array_index(page->alternates, struct dip_mention, i);
        own =
            own || (alternate->file == view->index && g_strcmp0(alternate->text, page->lang) == 0);
        if (i > 0 && strcmp(alternate->text, alternate[-1].text) == 0)
            dip_diag_report(view->diag, DIP_RULE_BUILT_HREFLANG, at(view, alternate),
                            "a second alternate \"%s\"", alternate->text);
        else
            check_alternate(view, alternate);
    }
    if (!own)
        dip_diag_report(view->diag, DIP_RULE_BUILT_HREFLANG, whole(view),
                        "the alternates lack this page itself%s%s%s",
                        page->lang == NULL ? "" : ", as \"", page->lang == NULL ? "" : page->lang,
                        page->lang == NULL ? "" : "\"");
    if (find_alternate(page, "x-default") == NULL)
        dip_diag_report(view->diag, DIP_RULE_BUILT_HREFLANG, whole(view),
                        "the alternates lack \"x-default\"");
}

/* --- canonical addresses and redirects --- */

static void check_canonical(const struct view *view)
{
    const struct dip_built_page *page = view->page;
    const struct dip_mention *canonical = &page->canonical;

    if (!page->has_canonical) {
        /* One that is wrong was reported when the page was read. */
        if (!page->noindex && canonical->line == 0)
            dip_diag_report(view->diag, DIP_RULE_BUILT_CANONICAL, whole(view),
                            "a page that may be indexed has no canonical address");
        return;
    }
    const struct dip_built_page *other = file_of(view, canonical->file)->page;
    if (canonical->file == view->index)
        return;
    if (!page->noindex)
        dip_diag_report(view->diag, DIP_RULE_BUILT_CANONICAL, at(view, canonical),
                        "the canonical address is another page's, \"%s\", and this one may be "
                        "indexed",
                        address_of(view, canonical->file));
    else if (other == NULL || other->noindex)
        dip_diag_report(view->diag, DIP_RULE_BUILT_CANONICAL, at(view, canonical),
                        "the canonical address \"%s\" is no page that may be indexed",
                        address_of(view, canonical->file));
}

static void check_redirect(const struct view *view)
{
    const struct dip_built_page *page = view->page;
    const struct dip_mention *refresh = &page->refresh;

    if (!page->noindex)
        dip_diag_report(view->diag, DIP_RULE_BUILT_REDIRECT, at(view, refresh),
                        "a page that redirects may be indexed");
    if (refresh->file == DIP_NO_FILE)
        return;
    const struct dip_built_page *other = file_of(view, refresh->file)->page;
    if (other == NULL || other->redirects)
        dip_diag_report(view->diag, DIP_RULE_BUILT_REDIRECT, at(view, refresh),
                        "the redirect leads to \"%s\", which %s", address_of(view, refresh->file),
                        other == NULL ? "is no page" : "redirects, too");
}

/* A link to an address that is only kept for those who still have it. */
static void check_linked(const struct view *view)
{
    gint first = view->page->linked_from;

    if (!view->page->redirects || first == 0)
        return;
    const struct dip_built_file *from = file_of(view, first - 1);
    if (from->page->redirects)
        return;
    dip_diag_report(view->diag, DIP_RULE_BUILT_REDIRECT, dip_loc_at(from->path, 0, 0),
                    "a link leads to \"%s\", which only redirects", address_of(view, view->index));
}

/* --- fragments --- */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_id(const struct dip_built_page *page, const char *id)
{
    return page != NULL && page->ids != NULL &&
           bsearch(&id, page->ids->pdata, page->ids->len, sizeof id, compare_texts) != NULL;
}

static void check_fragments(const struct view *view)
{
    const GArray *fragments = view->page->fragments;

    for (guint i = 0; fragments != NULL && i < fragments->len; i++) {
        const struct dip_mention *fragment = &g_array_index(fragments, struct dip_mention, i);
        if (!has_id(file_of(view, fragment->file)->page, fragment->text))
            dip_diag_report(view->diag, DIP_RULE_BUILT_FRAGMENT, at(view, fragment),
                            "nothing on \"%s\" has the id \"%s\"", address_of(view, fragment->file),
                            fragment->text);
    }
}

void dip_built_compare(const struct dip_built *built, struct dip_diag *diag)
{
    g_autoptr(GString) scratch = g_string_new(NULL);

    for (guint i = 0; i < built->files->len; i++) {
        const struct dip_built_file *file = dip_built_get(built, (int32_t)i);
        struct view view = {.built = built,
                            .diag = diag,
                            .index = (int32_t)i,
                            .path = file->path,
                            .page = file->page,
                            .scratch = scratch};
        if (file->page == NULL)
            continue;
        if (file->page->alternates != NULL)
            check_alternates(&view);
        else if (!file->page->noindex)
            dip_diag_report(diag, DIP_RULE_BUILT_HREFLANG, whole(&view),
                            "a page that may be indexed has no alternates, not even itself");
        check_canonical(&view);
        if (file->page->redirects)
            check_redirect(&view);
        check_linked(&view);
        check_fragments(&view);
    }
}
