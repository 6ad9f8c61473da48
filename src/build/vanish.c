/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Addresses that were published and would vanish. Each is taken apart and looked up in the model, so
 * that memory does not grow with pages; what vanishes for one reason is one report: a code that is
 * renamed takes an address with each of its pairs in each language with it.
 */
#include "build/work.h"

struct vanishing {
    const struct dip_site *site;
    GHashTable **names; /* by family: slugs of today and former ones -> struct dip_code */
    GHashTable *causes; /* text -> struct cause */
};

struct cause {
    const struct dip_family *family; /* NULL: no slug is the reason */
    char *slug;    /* … but this folder is gone, or, where NULL, nothing is known */
    char *example; /* the shortest address */
    uint64_t count;
};

static void free_cause(gpointer data)
{
    struct cause *cause = data;

    g_free(cause->slug);
    g_free(cause->example);
    g_free(cause);
}

static GHashTable *names_of(const struct dip_family *family)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

    for (size_t i = 0; i < family->code_count; i++) {
        struct dip_code *code = &family->codes[i];
        g_hash_table_insert(names, (char *)code->slug, code);
        for (size_t j = 0; j < code->former_slugs.count; j++)
            g_hash_table_insert(names, (char *)code->former_slugs.items[j].text, code);
    }
    return names;
}

static bool is_better(const char *address, const char *example)
{
    size_t length = strlen(address);
    size_t other = strlen(example);

    return length != other ? length < other : strcmp(address, example) < 0;
}

static void add(struct vanishing *vanishing, const char *address, const struct dip_family *family,
                const char *slug)
{
    g_autofree char *key =
        g_strconcat(family == NULL ? "" : family->id, "/", slug == NULL ? address : slug, NULL);
    struct cause *cause = g_hash_table_lookup(vanishing->causes, key);

    if (cause == NULL) {
        cause = g_new0(struct cause, 1);
        cause->family = family;
        cause->slug = g_strdup(slug);
        cause->example = g_strdup(address);
        g_hash_table_insert(vanishing->causes, g_steal_pointer(&key), cause);
    } else if (is_better(address, cause->example)) {
        g_free(cause->example);
        cause->example = g_strdup(address);
    }
    cause->count++;
}

static const struct dip_code *find(const struct vanishing *vanishing, size_t family,
                                   const char *slug, size_t length)
{
    g_autofree char *name = g_strndup(slug, length);

    return g_hash_table_lookup(vanishing->names[family], name);
}

/* Two slugs with -vs- between them, wherever that is; @p slugs has no slash. */
static void look_up_pair(struct vanishing *vanishing, const char *address, size_t family,
                         const char *slugs)
{
    const struct dip_family *of = vanishing->site->families[family];
    g_autofree char *missing = NULL;

    for (const char *cut = strstr(slugs, "-vs-"); cut != NULL; cut = strstr(cut + 1, "-vs-")) {
        const char *rest = cut + 4;
        const struct dip_code *a = find(vanishing, family, slugs, (size_t)(cut - slugs));
        const struct dip_code *b = find(vanishing, family, rest, strlen(rest));
        if (a != NULL && b != NULL && a->index < b->index)
            return;
        if (missing == NULL && a != NULL && b == NULL)
            missing = g_strdup(rest);
        else if (missing == NULL && a == NULL && b != NULL)
            missing = g_strndup(slugs, (size_t)(cut - slugs));
    }
    add(vanishing, address, missing == NULL ? NULL : of, missing);
}

static void look_up_family(struct vanishing *vanishing, const char *address, const char *part,
                           bool pair)
{
    const struct dip_site *site = vanishing->site;
    g_autofree char *first = g_strndup(part, strcspn(part, "/"));
    size_t family = 0;

    while (family < site->family_count && strcmp(site->families[family]->id, first) != 0)
        family++;
    if (family == site->family_count) {
        add(vanishing, address, NULL, first);
        return;
    }
    g_autofree char *slug = g_strdup(part + strlen(first));
    g_strdelimit(slug, "/", ' ');
    g_strstrip(slug);
    if (pair)
        look_up_pair(vanishing, address, family, slug);
    else if (slug[0] != '\0' && find(vanishing, family, slug, strlen(slug)) == NULL)
        add(vanishing, address, site->families[family], slug);
}

/* What --pseudo made up was for looking at, and is not published. */
static bool is_made_up(const char *address)
{
    static const enum dip_pseudo all[] = {DIP_PSEUDO_ACCENTED, DIP_PSEUDO_TURNED};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        const char *tag = dip_pseudo_tag(all[i]);
        if (g_str_has_prefix(address, tag) && address[strlen(tag)] == '/')
            return true;
    }
    return false;
}

/* Pages only: what a static file or a stylesheet was called is its own matter. */
static void look_up(const char *path, void *user)
{
    static const char page[] = "index.html";
    struct vanishing *vanishing = user;
    const struct dip_site *site = vanishing->site;
    size_t prefix = 0;

    if (!g_str_has_suffix(path, page))
        return;
    g_autofree char *address = g_strndup(path, strlen(path) - strlen(page));
    for (size_t i = 0; i < site->locale_count; i++) {
        if (g_str_has_prefix(address, site->locales[i].prefix))
            prefix = MAX(prefix, strlen(site->locales[i].prefix));
    }
    const char *rest = address + prefix;
    if (rest[0] == '\0' || strcmp(rest, "translations/") == 0 || is_made_up(address))
        return;
    bool pair = g_str_has_prefix(rest, "compare/");
    look_up_family(vanishing, address, rest + (pair ? strlen("compare/") : 0), pair);
}

/* The code that a slug begins with: probably it was renamed. */
static const struct dip_code *successor(const struct cause *cause)
{
    for (size_t i = 0; i < cause->family->code_count; i++) {
        const struct dip_code *code = &cause->family->codes[i];
        g_autofree char *number = dip_slug(code->code);
        size_t length = strlen(number);
        if (strncmp(cause->slug, number, length) == 0 &&
            (cause->slug[length] == '-' || cause->slug[length] == '\0'))
            return code;
    }
    return NULL;
}

static void report_slug(const struct cause *cause, const char *more, struct dip_diag *diag)
{
    const struct dip_code *code = successor(cause);

    dip_diag_report(
        diag, DIP_RULE_ADDRESS_VANISHES, (dip_loc){0},
        "\"/%s\"%s, published before, would vanish: no code of \"%s\" has the slug \"%s\"",
        cause->example, more, cause->family->id, cause->slug);
    if (code == NULL)
        dip_diag_note(diag, (dip_loc){0},
                      "put \"%s\" into \"former_slugs\" of the code that stands for it now",
                      cause->slug);
    else
        dip_diag_note(diag, code->loc, "if %s was renamed, put \"%s\" into its \"former_slugs\"",
                      code->code, cause->slug);
}

static void report(const struct cause *cause, struct dip_diag *diag)
{
    g_autofree char *more =
        cause->count == 1 ? g_strdup("")
                          : g_strdup_printf(" and %" G_GUINT64_FORMAT " more", cause->count - 1);

    if (cause->family != NULL) {
        report_slug(cause, more, diag);
        return;
    }
    if (cause->slug == NULL)
        dip_diag_report(diag, DIP_RULE_ADDRESS_VANISHES, (dip_loc){0},
                        "\"/%s\", published before, would vanish", cause->example);
    else
        dip_diag_report(
            diag, DIP_RULE_ADDRESS_VANISHES, (dip_loc){0},
            "\"/%s\"%s, published before, would vanish: \"%s\" is neither a family nor a "
            "language now",
            cause->example, more, cause->slug);
    dip_diag_note(diag, (dip_loc){0}, "only the host can redirect this");
}

void dip_vanish_check(const struct dip_site *site, const char *out, const char *published,
                      struct dip_diag *diag)
{
    struct vanishing vanishing = {
        .site = site,
        .names = g_new0(GHashTable *, site->family_count),
        .causes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_cause),
    };
    GHashTableIter iter;
    gpointer cause = NULL;

    for (size_t i = 0; i < site->family_count; i++)
        vanishing.names[i] = names_of(site->families[i]);
    if (published == NULL)
        dip_output_published(out, look_up, &vanishing, diag);
    else
        dip_manifest_published(published, look_up, &vanishing, diag);
    g_hash_table_iter_init(&iter, vanishing.causes);
    while (g_hash_table_iter_next(&iter, NULL, &cause))
        report(cause, diag);
    g_hash_table_unref(vanishing.causes);
    for (size_t i = 0; i < site->family_count; i++)
        g_hash_table_unref(vanishing.names[i]);
    g_free(vanishing.names);
}
