/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Former addresses. There is no list: a code's names are its slug and its former slugs, and the former
 * addresses of a pair are all their combinations but that of today. A code with one former slug in a
 * family of 75 makes 75 redirects in each language.
 */
#include "site/loader.h"

/* A code's names: the one of today is number 0. */
static size_t name_count(const struct dip_code *code)
{
    return 1 + code->former_slugs.count;
}

static const char *name_of(const struct dip_code *code, size_t number)
{
    return number == 0 ? code->slug : code->former_slugs.items[number - 1].text;
}

static void each_pair(const struct dip_family *family, const struct dip_code *a, size_t number,
                      dip_redirect_fn redirect_fn, void *user)
{
    for (size_t i = a->index + 1; i < family->code_count; i++) {
        const struct dip_code *b = &family->codes[i];
        struct dip_redirect redirect = {
            .page = {.kind = DIP_PAGE_PAIR, .family = family, .a = a, .b = b},
            .a_slug = name_of(a, number),
        };
        /* Both names of today are no redirect, but the page. */
        for (size_t other = number == 0 ? 1 : 0; other < name_count(b); other++) {
            redirect.b_slug = name_of(b, other);
            redirect_fn(&redirect, user);
        }
    }
}

void dip_code_redirects(const struct dip_family *family, const struct dip_code *code,
                        dip_redirect_fn redirect_fn, void *user)
{
    for (size_t number = 1; number < name_count(code); number++) {
        struct dip_redirect redirect = {
            .page = {.kind = DIP_PAGE_CODE, .family = family, .a = code},
            .a_slug = name_of(code, number),
        };
        redirect_fn(&redirect, user);
    }
    for (size_t number = 0; number < name_count(code); number++)
        each_pair(family, code, number, redirect_fn, user);
}

struct walk {
    const struct dip_site_locale *locale;
    dip_site_redirect_fn redirect_fn;
    void *user;
};

static void pass_on(const struct dip_redirect *redirect, void *user)
{
    const struct walk *walk = user;

    walk->redirect_fn(walk->locale, redirect, walk->user);
}

void dip_site_redirects(const struct dip_site *site, dip_site_redirect_fn redirect_fn, void *user)
{
    struct walk walk = {.redirect_fn = redirect_fn, .user = user};

    for (size_t i = 0; i < site->locale_count; i++) {
        walk.locale = &site->locales[i];
        for (size_t j = 0; j < site->family_count; j++) {
            const struct dip_family *family = site->families[j];
            for (size_t k = 0; k < family->code_count; k++)
                dip_code_redirects(family, &family->codes[k], pass_on, &walk);
        }
    }
}

void dip_redirect_path(const struct dip_site_locale *locale, const struct dip_redirect *redirect,
                       GString *out)
{
    bool pair = redirect->b_slug != NULL;

    g_string_append_printf(out, "%s%s%s/%s", locale->prefix, pair ? "compare/" : "",
                           redirect->page.family->id, redirect->a_slug);
    if (pair)
        g_string_append_printf(out, "-vs-%s", redirect->b_slug);
    g_string_append_c(out, '/');
}
