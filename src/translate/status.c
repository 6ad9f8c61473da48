/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The messages that the site has now are looked up in every catalog, whatever the POT files say. What
 * a catalog has beyond them is stale.
 */
#include "translate/translate.h"

static const char *const state_names[] = {
    [DIP_STATE_TRANSLATED] = "translated", [DIP_STATE_FUZZY] = "fuzzy",
    [DIP_STATE_MISSING] = "missing",       [DIP_STATE_BROKEN] = "broken",
    [DIP_STATE_STALE] = "stale",
};

const char *dip_state_name(enum dip_state state)
{
    return state_names[state];
}

static enum dip_state state_of(const struct dip_site *site, const struct dip_message *message)
{
    if (message == NULL)
        return DIP_STATE_MISSING;
    if (message->fuzzy)
        return DIP_STATE_FUZZY;
    if (dip_site_is_broken(site, message))
        return DIP_STATE_BROKEN;
    return dip_message_usable(message) ? DIP_STATE_TRANSLATED : DIP_STATE_MISSING;
}

static void add_finding(struct dip_domain_status *domain, enum dip_state state, dip_loc loc,
                        const struct dip_message *message)
{
    struct dip_finding finding = {.state = state, .loc = loc, .message = message};

    g_array_append_val(domain->findings, finding);
}

static void count_source(const struct dip_site *site, struct dip_domain_status *domain,
                         const struct dip_source *source, GHashTable *known)
{
    const struct dip_message *message =
        domain->catalog == NULL ? NULL
                                : dip_catalog_find(domain->catalog, source->context, source->id);
    enum dip_state state = state_of(site, message);
    uint64_t characters = (uint64_t)g_utf8_strlen(source->id, -1);

    domain->counts[state]++;
    domain->messages++;
    domain->characters.total += characters;
    domain->characters.translated += state == DIP_STATE_TRANSLATED ? characters : 0;
    if (message != NULL)
        g_hash_table_add(known, (gpointer)message);
    if (state == DIP_STATE_FUZZY || state == DIP_STATE_BROKEN)
        add_finding(domain, state, message->loc, message);
}

/* What no page asks for: messages that the site has no more, and those that are set aside. */
static void count_stale(struct dip_domain_status *domain, GHashTable *known)
{
    size_t count = 0;
    const struct dip_message *messages = dip_catalog_messages(domain->catalog, &count);

    for (size_t i = 0; i < count; i++) {
        if (!g_hash_table_contains(known, &messages[i]))
            add_finding(domain, DIP_STATE_STALE, messages[i].loc, &messages[i]);
    }
    const dip_loc *locs = dip_catalog_obsolete(domain->catalog, &count);
    for (size_t i = 0; i < count; i++)
        add_finding(domain, DIP_STATE_STALE, locs[i], NULL);
    for (guint i = 0; i < domain->findings->len; i++)
        domain->counts[DIP_STATE_STALE] +=
            g_array_index(domain->findings, struct dip_finding, i).state == DIP_STATE_STALE;
}

static void count_domain(const struct dip_site *site, struct dip_locale_status *status,
                         const char *name)
{
    g_autoptr(GPtrArray) sources = dip_site_sources(site, name);
    g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
    struct dip_domain_status domain = {
        .domain = name,
        .path = g_strdup_printf("locales/%s/%s.po", status->locale->tag, name),
        .catalog = dip_site_catalog(status->locale, name),
        .findings = g_array_new(FALSE, FALSE, sizeof(struct dip_finding)),
    };

    for (guint i = 0; i < sources->len; i++)
        count_source(site, &domain, sources->pdata[i], known);
    if (domain.catalog != NULL)
        count_stale(&domain, known);
    g_array_append_val(status->domains, domain);
}

static void clear_domain(gpointer data)
{
    struct dip_domain_status *domain = data;

    g_free(domain->path);
    g_array_unref(domain->findings);
}

static void free_locale(gpointer data)
{
    struct dip_locale_status *status = data;

    g_array_unref(status->domains);
    g_array_unref(status->gaps);
    g_free(status);
}

static struct dip_locale_status *count_locale(const struct dip_site *site,
                                              const struct dip_site_locale *locale, size_t next)
{
    struct dip_locale_status *status = g_new0(struct dip_locale_status, 1);

    status->locale = locale;
    status->progress = dip_site_progress(site, locale);
    status->domains = g_array_new(FALSE, TRUE, sizeof(struct dip_domain_status));
    g_array_set_clear_func(status->domains, clear_domain);
    count_domain(site, status, "site");
    for (size_t i = 0; i < site->family_count; i++)
        count_domain(site, status, site->families[i]->id);
    status->gaps = dip_site_gaps(site, locale, next);
    return status;
}

static void suggest_tag(const struct dip_site *site, const char *tag, struct dip_diag *diag)
{
    g_autofree const char **tags = g_new0(const char *, site->locale_count);

    for (size_t i = 1; i < site->locale_count; i++)
        tags[i - 1] = site->locales[i].tag;
    dip_diag_suggest(diag, tag, tags, site->locale_count - 1);
}

/* The locales that were asked for; all but the source where none was. */
static bool choose(const struct dip_site *site, const char *const *tags, GPtrArray *chosen,
                   struct dip_diag *diag)
{
    bool fine = true;

    for (size_t i = 1; i < site->locale_count; i++) {
        if (*tags == NULL || g_strv_contains(tags, site->locales[i].tag))
            g_ptr_array_add(chosen, &site->locales[i]);
    }
    for (; *tags != NULL; tags++) {
        bool known = false;
        for (guint i = 0; i < chosen->len; i++)
            known = known || strcmp(((struct dip_site_locale *)chosen->pdata[i])->tag, *tags) == 0;
        if (known)
            continue;
        fine = false;
        if (strcmp(*tags, site->locales[0].tag) == 0) {
            dip_diag_report(diag, DIP_RULE_LOCALE_TAKEN, (dip_loc){0},
                            "\"%s\" is the language of the source, which needs no translation",
                            *tags);
            continue;
        }
        dip_diag_report(diag, DIP_RULE_LOCALE_TAG, (dip_loc){0},
                        "there is no language \"%s\" in locales/", *tags);
        suggest_tag(site, *tags, diag);
    }
    return fine;
}

struct dip_coverage *dip_translate_status(const char *root, const char *const *tags, size_t next,
                                          struct dip_diag *diag)
{
    DIP_AUTO(dip_coverage) status = g_new0(struct dip_coverage, 1);
    DIP_AUTO(dip_diag) text_diag = dip_diag_new();
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();

    status->locales = g_ptr_array_new_with_free_func(free_locale);
    status->templates = dip_templates_load(root, dip_render_specs, diag);
    bool fine = dip_diag_count(diag, DIP_ERROR) == 0;
    status->site =
        dip_site_load_draft(root, status->templates, dip_render_page_names, diag, text_diag);
    if (!fine || status->site == NULL || !choose(status->site, tags, chosen, diag))
        return NULL;
    for (guint i = 0; i < chosen->len; i++)
        g_ptr_array_add(status->locales, count_locale(status->site, chosen->pdata[i], next));
    return g_steal_pointer(&status);
}

void dip_coverage_free(struct dip_coverage *status)
{
    if (status == NULL)
        return;
    g_ptr_array_unref(status->locales);
    dip_site_free(status->site);
    dip_templates_free(status->templates);
    g_free(status);
}
