/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * A page of a pair follows from the records of its codes, their translations, the comparison, the
 * decisions which languages it is in, and what all pages of its language share. So each record and each
 * comparison has a hash for each language, of its file's bytes and of its texts there; and so has all
 * that stands in no single one of them, which is the rule for whatever is not known to be one's own:
 * other input files, labels, patterns, texts that stand in several records, and of each code what pages
 * of others show (number, name, address, class).
 *
 * Rejected: hashes of fragments, which are only there when stage 3 has been done for all languages.
 */
#include "build/keys.h"

/* A record or a comparison; "own" of a language: of one of these. */
struct dip_page_keys {
    const struct dip_site *site;
    size_t owner_count;
    size_t *first_of; /* by family: its first code; its comparisons stand behind its codes */
    uint64_t *own;    /* by locale and owner */
    uint64_t *shared; /* by locale */
    uint64_t *all;    /* by locale: shared, and everyone's own */
    uint64_t progress;
};

enum { SHARED = 0 }; /* else 1 + the number of the owner */

static uint64_t mix_number(uint64_t key, uint64_t number)
{
    return dip_hash_mix(key, &number, sizeof number);
}

/* The NUL with it, so that two texts are not another two; no text is not an empty one. */
static uint64_t mix_text(uint64_t key, const char *text)
{
    return dip_hash_mix(key, text, text == NULL ? 0 : strlen(text) + 1);
}

static uint64_t mix_file(uint64_t key, const struct dip_input_file *file)
{
    key = mix_text(key, file->path);
    return dip_hash_mix(key, file->hash.bytes, sizeof file->hash.bytes);
}

/* --- owners --- */

static void add_owner(GHashTable *owners, const char *path, size_t *count)
{
    g_hash_table_insert(owners, (gpointer)path, GSIZE_TO_POINTER(++*count));
}

static GHashTable *find_owners(struct dip_page_keys *keys)
{
    const struct dip_site *site = keys->site;
    GHashTable *owners = g_hash_table_new(g_str_hash, g_str_equal);

    keys->first_of = g_new(size_t, site->family_count);
    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        keys->first_of[i] = keys->owner_count;
        for (size_t j = 0; j < family->code_count; j++)
            add_owner(owners, family->codes[j].loc.path, &keys->owner_count);
        for (size_t j = 0; j < family->comparison_count; j++)
            add_owner(owners, family->comparisons[j].loc.path, &keys->owner_count);
    }
    return owners;
}

static size_t owner_of(GHashTable *owners, const char *path)
{
    return path == NULL ? SHARED : GPOINTER_TO_SIZE(g_hash_table_lookup(owners, path));
}

/* --- files --- */

/* The language whose catalogs @p path is one of; its texts are hashed one by one. */
static const struct dip_site_locale *locale_of(const struct dip_site *site, const char *path,
                                               bool *ret_texts)
{
    for (size_t i = 0; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        g_autofree char *folder = g_strdup_printf("locales/%s/", locale->tag);
        if (!g_str_has_prefix(path, folder))
            continue;
        *ret_texts = g_str_has_suffix(path, ".po") && !g_str_has_suffix(path, "/site.po");
        return locale;
    }
    return NULL;
}

static void add_shared_file(struct dip_page_keys *keys, const struct dip_input_file *file)
{
    const struct dip_site *site = keys->site;
    bool texts = false;
    const struct dip_site_locale *locale = locale_of(site, file->path, &texts);

    for (size_t i = 0; i < site->locale_count; i++) {
        /* The source's words stand in for those that a language lacks. */
        bool reads = locale == NULL || locale == &site->locales[i] || locale->is_source;
        if (reads && !texts)
            keys->shared[i] = mix_file(keys->shared[i], file);
    }
    if (!texts)
        keys->progress = mix_file(keys->progress, file);
}

static void add_own_file(struct dip_page_keys *keys, size_t owner,
                         const struct dip_input_file *file)
{
    for (size_t i = 0; i < keys->site->locale_count; i++) {
        uint64_t *own = &keys->own[i * keys->owner_count + owner - 1];
        *own = mix_file(*own, file);
    }
    keys->progress = mix_file(keys->progress, file);
}

static void add_files(struct dip_page_keys *keys, GHashTable *owners, const struct dip_input *input)
{
    for (guint i = 0; i < input->files->len; i++) {
        const struct dip_input_file *file = &g_array_index(input->files, struct dip_input_file, i);
        size_t owner = owner_of(owners, file->path);
        if (owner == SHARED)
            add_shared_file(keys, file);
        else
            add_own_file(keys, owner, file);
    }
}

/* --- texts --- */

static void add_texts(struct dip_page_keys *keys, GHashTable *owners)
{
    const struct dip_site *site = keys->site;
    const char **source = site->locales[0].texts;

    for (size_t text = 0; text < dip_site_text_count(site); text++) {
        size_t owner = owner_of(owners, dip_site_text_file(site, text));
        for (size_t i = 0; i < site->locale_count; i++) {
            uint64_t *key =
                owner == SHARED ? &keys->shared[i] : &keys->own[i * keys->owner_count + owner - 1];
            *key = mix_text(mix_text(*key, site->locales[i].texts[text]), source[text]);
            keys->progress = mix_number(keys->progress, site->locales[i].texts[text] != NULL);
        }
    }
}

/* What pages of other codes show of a code, and which pairs have a comparison. */
static uint64_t mix_family(uint64_t key, const struct dip_family *family)
{
    key = mix_text(key, family->id);
    for (size_t i = 0; i < family->code_count; i++) {
        const struct dip_code *code = &family->codes[i];
        key = mix_text(mix_text(mix_text(key, code->code), code->name), code->slug);
        key = mix_number(key, (uint64_t)(code->class_of - family->classes));
    }
    for (size_t i = 0; i < family->comparison_count; i++)
        key = mix_number(mix_number(key, family->comparisons[i].a), family->comparisons[i].b);
    return key;
}

static uint64_t mix_site(uint64_t key, const struct dip_site *site)
{
    key = mix_number(key, (uint64_t)site->host);
    for (size_t i = 0; i < site->locale_count; i++)
        key = mix_text(key, site->locales[i].tag);
    for (size_t i = 0; i < site->family_count; i++)
        key = mix_family(key, site->families[i]);
    return key;
}

/* Links between pairs name codes by number and name, unless their pattern says more of them. */
static bool says_more(const struct dip_family *family)
{
    static const char *const known[] = {"family", "a_code", "a_name", "b_code", "b_name", NULL};
    const char *pattern = family->patterns->of[DIP_PATTERN_PAIR_LABEL].items[0].text;
    dip_placeholder placeholder;

    for (size_t at = 0; dip_placeholder_next(pattern, at, &placeholder); at = placeholder.end) {
        g_autofree char *name = g_strndup(placeholder.name, placeholder.name_length);
        if (!g_strv_contains(known, name))
            return true;
    }
    return false;
}

static void add_all(struct dip_page_keys *keys)
{
    const struct dip_site *site = keys->site;
    bool more = false;

    for (size_t i = 0; i < site->family_count; i++)
        more = more || says_more(site->families[i]);
    for (size_t i = 0; i < site->locale_count; i++) {
        keys->all[i] = dip_hash_mix(keys->shared[i], &keys->own[i * keys->owner_count],
                                    keys->owner_count * sizeof keys->own[0]);
        if (more)
            keys->shared[i] = keys->all[i];
    }
}

struct dip_page_keys *dip_page_keys_new(const struct dip_site *site, const struct dip_input *input,
                                        uint64_t options)
{
    struct dip_page_keys *keys = g_new0(struct dip_page_keys, 1);

    keys->site = site;
    g_autoptr(GHashTable) owners = find_owners(keys);
    keys->own = g_new0(uint64_t, site->locale_count * MAX(keys->owner_count, 1));
    keys->shared = g_new0(uint64_t, site->locale_count);
    keys->all = g_new0(uint64_t, site->locale_count);
    dip_hash program = dip_program_hash();
    keys->progress = mix_site(dip_hash_mix(options, program.bytes, sizeof program.bytes), site);
    for (size_t i = 0; i < site->locale_count; i++)
        keys->shared[i] = mix_text(keys->progress, site->locales[i].tag);
    add_files(keys, owners, input);
    add_texts(keys, owners);
    add_all(keys);
    return keys;
}

void dip_page_keys_free(struct dip_page_keys *keys)
{
    if (keys == NULL)
        return;
    g_free(keys->first_of);
    g_free(keys->own);
    g_free(keys->shared);
    g_free(keys->all);
    g_free(keys);
}

/* --- keys --- */

/* 0 is no key. */
static dip_key some(uint64_t key)
{
    return key == 0 ? 1 : key;
}

static uint64_t own(const struct dip_page_keys *keys, const struct dip_site_locale *locale,
                    const struct dip_family *family, size_t at)
{
    size_t i = 0;

    while (keys->site->families[i] != family)
        i++;
    return keys->own[locale->index * keys->owner_count + keys->first_of[i] + at];
}

/* Which languages the page is in: head, switcher and notice follow from it. */
static uint64_t mix_decisions(uint64_t key, const struct dip_page_keys *keys,
                              const struct dip_page *page)
{
    const struct dip_site *site = keys->site;
    uint64_t bits = 0;

    for (size_t i = 0; i < site->locale_count; i++) {
        bits = bits << 1 | dip_site_indexed(site, &site->locales[i], page);
        if (i % 64 == 63)
            key = mix_number(key, bits);
    }
    return mix_number(key, bits);
}

static uint64_t mix_pair(uint64_t key, const struct dip_page_keys *keys,
                         const struct dip_site_locale *locale, const struct dip_page *page)
{
    const struct dip_family *family = page->family;
    const struct dip_comparison *comparison =
        dip_family_comparison(family, page->a->index, page->b->index);
    uint64_t of[] = {key, own(keys, locale, family, page->a->index),
                     own(keys, locale, family, page->b->index), 0};

    if (comparison != NULL)
        of[3] = own(keys, locale, family,
                    family->code_count + (size_t)(comparison - family->comparisons));
    return dip_hash_mix(0, of, sizeof of);
}

dip_key dip_page_key(const struct dip_page_keys *keys, const struct dip_site_locale *locale,
                     const struct dip_page *page)
{
    uint64_t key = mix_number(0, (uint64_t)page->kind);

    switch (page->kind) {
    case DIP_PAGE_PAIR:
        key = mix_pair(keys->shared[locale->index] ^ key, keys, locale, page);
        break;
    case DIP_PAGE_CODE:
        key = mix_number(keys->shared[locale->index] ^ key,
                         own(keys, locale, page->family, page->a->index));
        break;
    case DIP_PAGE_TRANSLATIONS:
        key = mix_number(keys->all[locale->index] ^ key, keys->progress);
        break;
    case DIP_PAGE_FAMILY:
        key = mix_text(key, page->family->id);
        key = mix_number(key, keys->all[locale->index]);
        break;
    case DIP_PAGE_HOME:
    case DIP_PAGE_NOT_FOUND:
        key = mix_number(key, keys->all[locale->index]);
        break;
    case DIP_PAGE_KINDS:
        break;
    }
    return some(mix_decisions(key, keys, page));
}

dip_key dip_page_key_all(const struct dip_page_keys *keys, const struct dip_site_locale *locale,
                         const char *name)
{
    return some(mix_text(keys->all[locale->index], name));
}

struct addresses {
    const struct dip_page_keys *keys;
    uint64_t key;
};

static void mix_page(const struct dip_page *page, void *user)
{
    struct addresses *addresses = user;

    addresses->key = mix_decisions(addresses->key, addresses->keys, page);
}

/* To decide of all pages takes less than a tenth of what their addresses take. */
dip_key dip_page_key_addresses(const struct dip_page_keys *keys)
{
    struct addresses addresses = {.keys = keys, .key = keys->shared[0]};

    dip_site_pages(keys->site, mix_page, &addresses);
    return some(addresses.key);
}
