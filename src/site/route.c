/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Addresses. Those of pairs are made of two slugs with "-vs-" between them and are never all in
 * memory: two pairs can meet on one address only if a slug holds "-vs-" itself, and only those are
 * looked at.
 */
#include "site/loader.h"

/* First parts of addresses that the site's own pages and files have. */
static const char *const reserved[] = {"compare", "translations", "api", "static"};

void dip_page_path(const struct dip_site_locale *locale, const struct dip_page *page, GString *out)
{
    dip_append_text(out, locale->prefix);
    switch (page->kind) {
    case DIP_PAGE_HOME:
    case DIP_PAGE_KINDS:
        return;
    case DIP_PAGE_FAMILY:
        dip_append_text(out, page->family->id);
        break;
    case DIP_PAGE_CODE:
        dip_append_text(out, page->family->id);
        g_string_append_c(out, '/');
        dip_append_text(out, page->a->slug);
        break;
    case DIP_PAGE_PAIR:
        dip_append_text(out, "compare/");
        dip_append_text(out, page->family->id);
        g_string_append_c(out, '/');
        dip_append_text(out, page->a->slug);
        dip_append_text(out, "-vs-");
        dip_append_text(out, page->b->slug);
        break;
    case DIP_PAGE_TRANSLATIONS:
        dip_append_text(out, "translations");
        break;
    case DIP_PAGE_NOT_FOUND:
        dip_append_text(out, "404.html");
        return;
    }
    g_string_append_c(out, '/');
}

static void each_page(const struct dip_family *family, dip_page_fn page_fn, void *user)
{
    struct dip_page page = {.kind = DIP_PAGE_FAMILY, .family = family};

    page_fn(&page, user);
    page.kind = DIP_PAGE_CODE;
    for (size_t i = 0; i < family->code_count; i++) {
        page.a = &family->codes[i];
        page_fn(&page, user);
    }
    page.kind = DIP_PAGE_PAIR;
    for (size_t i = 0; i < family->code_count; i++) {
        page.a = &family->codes[i];
        for (size_t j = i + 1; j < family->code_count; j++) {
            page.b = &family->codes[j];
            page_fn(&page, user);
        }
    }
}

void dip_site_pages(const struct dip_site *site, dip_page_fn page_fn, void *user)
{
    static const struct dip_page home = {.kind = DIP_PAGE_HOME};
    static const struct dip_page translations = {.kind = DIP_PAGE_TRANSLATIONS};

    page_fn(&home, user);
    page_fn(&translations, user);
    for (size_t i = 0; i < site->family_count; i++)
        each_page(site->families[i], page_fn, user);
}

unsigned dip_page_depth(const struct dip_site_locale *locale, enum dip_page_kind kind)
{
    static const unsigned depths[DIP_PAGE_KINDS] = {
        [DIP_PAGE_HOME] = 0, [DIP_PAGE_FAMILY] = 1,       [DIP_PAGE_CODE] = 2,
        [DIP_PAGE_PAIR] = 3, [DIP_PAGE_TRANSLATIONS] = 1, [DIP_PAGE_NOT_FOUND] = 0,
    };

    return depths[kind] + (locale->prefix[0] == '\0' ? 0 : 1);
}

static void report_route(struct dip_loader *loader, dip_loc loc, const char *route,
                         const char *other, const char *advice)
{
    dip_diag_report(loader->diag, DIP_RULE_ROUTE_REPEATED, loc,
                    "the address \"/%s\" is taken by %s already", route, other);
    if (advice != NULL)
        dip_diag_note(loader->diag, (dip_loc){0}, "%s", advice);
}

static void check_family(struct dip_loader *loader, const struct dip_family *family)
{
    const struct dip_site *site = loader->site;
    g_autofree char *path = g_strdup_printf("content/%s/family.yaml", family->id);
    g_autofree char *route = g_strconcat(family->id, "/", NULL);
    static const char advice[] = "rename the family's folder";
    dip_loc loc = dip_loc_at(path, 0, 0);

    for (size_t i = 0; i < G_N_ELEMENTS(reserved); i++) {
        if (strcmp(family->id, reserved[i]) == 0)
            report_route(loader, loc, route, "the site's own pages", advice);
    }
    for (size_t i = 0; i < site->locale_count; i++) {
        if (!site->locales[i].is_source && strcmp(site->locales[i].tag, family->id) == 0)
            report_route(loader, loc, route, "a language", advice);
    }
}

static void add_slug(struct dip_loader *loader, GHashTable *slugs, const char *slug,
                     const struct dip_code *code, dip_loc loc)
{
    const struct dip_code *first = g_hash_table_lookup(slugs, slug);

    if (first == NULL) {
        g_hash_table_insert(slugs, (char *)slug, (struct dip_code *)code);
        return;
    }
    dip_diag_report(loader->diag, DIP_RULE_SLUG_REPEATED, loc,
                    "the slug \"%s\" is taken by code \"%s\"", slug, first->code);
    dip_diag_note(loader->diag, first->loc, "the code that has it is here");
}

static void check_former(struct dip_loader *loader, GHashTable *slugs, const struct dip_code *code)
{
    for (size_t i = 0; i < code->former_slugs.count; i++) {
        const dip_text *former = &code->former_slugs.items[i];
        if (former->text == NULL)
            continue;
        g_autofree char *slug = dip_slug(former->text);
        if (strcmp(slug, former->text) != 0)
            dip_diag_report(loader->diag, DIP_RULE_VALUE_INVALID, former->loc,
                            "\"%s\" is no slug; it would be \"%s\"", former->text, slug);
        else
            add_slug(loader, slugs, former->text, code, former->loc);
    }
}

/*
 * C = A-vs-R and B = R-vs-D, with A and D codes: then A vs B and C vs D have one address. Each of them
 * is a slug of today or a former one, @p slugs has both.
 */
static void check_pairs(struct dip_loader *loader, const struct dip_family *family,
                        GHashTable *slugs, const char *c, dip_loc loc)
{
    for (const char *cut = strstr(c, "-vs-"); cut != NULL; cut = strstr(cut + 1, "-vs-")) {
        g_autofree char *a = g_strndup(c, (gsize)(cut - c));
        const char *rest = cut + 4;
        size_t length = strlen(rest);
        GHashTableIter iter;
        gpointer b = NULL;
        if (g_hash_table_lookup(slugs, a) == NULL)
            continue;
        g_hash_table_iter_init(&iter, slugs);
        while (g_hash_table_iter_next(&iter, &b, NULL)) {
            if (strncmp(b, rest, length) != 0 || !g_str_has_prefix((char *)b + length, "-vs-"))
                continue;
            const char *d = (char *)b + length + 4;
            if (g_hash_table_lookup(slugs, d) == NULL)
                continue;
            g_autofree char *route = g_strdup_printf("compare/%s/%s-vs-%s/", family->id, c, d);
            report_route(loader, loc, route, "another pair", NULL);
        }
    }
}

static void check_code_pairs(struct dip_loader *loader, const struct dip_family *family,
                             GHashTable *slugs, const struct dip_code *code)
{
    check_pairs(loader, family, slugs, code->slug, code->loc);
    for (size_t i = 0; i < code->former_slugs.count; i++) {
        const dip_text *former = &code->former_slugs.items[i];
        if (former->text != NULL)
            check_pairs(loader, family, slugs, former->text, former->loc);
    }
}

void dip_check_routes(struct dip_loader *loader)
{
    const struct dip_site *site = loader->site;

    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        g_autoptr(GHashTable) slugs = g_hash_table_new(g_str_hash, g_str_equal);
        check_family(loader, family);
        for (size_t j = 0; j < family->code_count; j++)
            add_slug(loader, slugs, family->codes[j].slug, &family->codes[j], family->codes[j].loc);
        for (size_t j = 0; j < family->code_count; j++)
            check_former(loader, slugs, &family->codes[j]);
        for (size_t j = 0; j < family->code_count; j++)
            check_code_pairs(loader, family, slugs, &family->codes[j]);
    }
}
