/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * How much of a page is translated, and the one decision that follows from it. The characters of a
 * code's own texts, of what all pairs of a family share, and of a template's labels are added up once
 * a locale; a page's share is then the sum of three or four numbers. Adding up every text of every
 * page was the other way: 50 look-ups for each of some 10,000 pages.
 *
 * The same functions say which messages a page lacks (progress.c asks): what counts in the decision and
 * what is called missing can't differ.
 */
#include "site/loader.h"

static void take(struct dip_tally *tally, unsigned message, unsigned weight, bool translated)
{
    const struct dip_lack lack = {.message = message, .weight = weight};

    tally->share.total += weight;
    if (translated)
        tally->share.translated += weight;
    else if (tally->lacks != NULL)
        g_array_append_val(tally->lacks, lack);
}

static void weigh(const struct dip_site *site, const struct dip_site_locale *locale,
                  const struct dip_phrase *phrase, struct dip_tally *tally)
{
    if (phrase->text == NULL)
        return;
    const struct dip_phrase_row *row = site->private->phrases->pdata[phrase->index];
    take(tally, phrase->index, row->weight, locale->texts[phrase->index] != NULL);
}

static void weigh_all(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_phrases *phrases, struct dip_tally *tally)
{
    for (size_t i = 0; i < phrases->count; i++)
        weigh(site, locale, &phrases->items[i], tally);
}

static void add(struct dip_share *share, struct dip_share more)
{
    share->translated += more.translated;
    share->total += more.total;
}

void dip_tally_code(const struct dip_site *site, const struct dip_site_locale *locale,
                    const struct dip_family *family, const struct dip_code *code,
                    struct dip_tally *tally)
{
    weigh(site, locale, &code->description, tally);
    weigh(site, locale, &code->when, tally);
    weigh(site, locale, &code->fix, tally);
    weigh(site, locale, &code->meaning, tally);
    weigh(site, locale, &code->encounter, tally);
    weigh(site, locale, &code->class_of->name, tally);
    for (size_t i = 0; i < family->fact_count; i++) {
        const struct dip_fact_value *value = code->facts[i].choice;
        if (value == NULL || code->facts[i].is_usual)
            continue;
        weigh(site, locale, &value->label, tally);
        weigh(site, locale, &value->says, tally);
    }
    for (size_t i = 0; i < code->step_count; i++) {
        weigh(site, locale, &family->actors[code->steps[i].from].label, tally);
        weigh(site, locale, &family->actors[code->steps[i].to].label, tally);
    }
}

void dip_tally_family(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_family *family, struct dip_tally *tally)
{
    static const enum dip_pattern common[] = {
        DIP_PATTERN_CLASS,      DIP_PATTERN_CLASS_LABEL, DIP_PATTERN_PAIR_TITLE,
        DIP_PATTERN_PAIR_META,  DIP_PATTERN_PAIR_LABEL,  DIP_PATTERN_CODE_TITLE,
        DIP_PATTERN_FLOW_TITLE, DIP_PATTERN_FLOW_STEP,
    };

    for (size_t i = 0; i < family->fact_count; i++)
        weigh(site, locale, &family->facts[i].label, tally);
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        weigh_all(site, locale, &family->patterns->of[common[i]], tally);
}

static bool label_translated(const struct dip_site *site, const struct dip_site_locale *locale,
                             const struct dip_template_message *label)
{
    if (locale->is_source)
        return true;
    const struct dip_message *message =
        locale->labels == NULL ? NULL : dip_catalog_find(locale->labels, label->context, label->id);
    return message != NULL && dip_message_usable(message) && !dip_site_is_broken(site, message);
}

static unsigned label_index(const struct dip_site *site, const GPtrArray *labels,
                            const struct dip_template_message *label)
{
    for (guint i = 0; i < labels->len; i++) {
        const struct dip_template_message *other = labels->pdata[i];
        if (strcmp(other->id, label->id) == 0 && g_strcmp0(other->context, label->context) == 0)
            return site->private->phrases->len + i;
    }
    g_assert_not_reached();
}

void dip_tally_labels(const struct dip_site *site, const struct dip_site_locale *locale,
                      const char *page_name, struct dip_tally *tally)
{
    if (site->private->templates == NULL)
        return;
    g_autoptr(GPtrArray) labels = dip_templates_messages(site->private->templates, page_name);
    for (guint i = 0; i < labels->len; i++) {
        const struct dip_template_message *label = labels->pdata[i];
        take(tally, tally->lacks == NULL ? 0 : label_index(site, tally->labels, label),
             (unsigned)g_utf8_strlen(label->id, -1), label_translated(site, locale, label));
    }
}

void dip_tally_blocks(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page, const struct dip_comparison *written,
                      struct dip_tally *tally)
{
    static const struct dip_comparison none = {0};
    const struct dip_patterns *patterns = page->family->patterns;
    bool same = page->a->class_of == page->b->class_of;

    if (written == NULL)
        written = &none;
    if (written->intro.text != NULL)
        weigh(site, locale, &written->intro, tally);
    else
        weigh_all(site, locale,
                  &patterns->of[same ? DIP_PATTERN_INTRO_SAME : DIP_PATTERN_INTRO_OTHER], tally);
    weigh_all(site, locale, &written->differences, tally);
    for (size_t i = 0; written->differences.count == 0 && i < patterns->difference_count; i++)
        weigh(site, locale, &patterns->differences[i].phrase, tally);
    if (written->which.text != NULL)
        weigh(site, locale, &written->which, tally);
    else
        weigh_all(site, locale, &patterns->of[DIP_PATTERN_WHICH], tally);
}

static void weigh_labels(struct dip_site *site, const struct dip_site_locale *locale)
{
    for (size_t kind = 0; kind < DIP_PAGE_KINDS; kind++) {
        struct dip_tally tally = {0};
        dip_tally_labels(site, locale, site->private->page_names[kind], &tally);
        site->private->label_shares[locale->index * DIP_PAGE_KINDS + kind] = tally.share;
    }
}

/* Any two codes stand for all: of a pair without a comparison, only "same class" matters. */
static void weigh_generated(const struct dip_site *site, const struct dip_site_locale *locale,
                            struct dip_family *family)
{
    const struct dip_class classes[2] = {{0}};
    const struct dip_code a = {.class_of = &classes[0]};

    for (int same = 0; same < 2; same++) {
        const struct dip_code b = {.class_of = same ? a.class_of : &classes[1]};
        const struct dip_page page = {.kind = DIP_PAGE_PAIR, .family = family, .a = &a, .b = &b};
        struct dip_tally tally = {0};
        dip_tally_blocks(site, locale, &page, NULL, &tally);
        family->generated[locale->index][same] = tally.share;
    }
}

static void weigh_family(const struct dip_site *site, const struct dip_site_locale *locale,
                         struct dip_family *family)
{
    struct dip_tally shared = {0};

    dip_tally_family(site, locale, family, &shared);
    family->shares[locale->index] = shared.share;
    weigh_generated(site, locale, family);
    for (size_t i = 0; i < family->code_count; i++) {
        struct dip_tally own = {0};
        dip_tally_code(site, locale, family, &family->codes[i], &own);
        family->codes[i].shares[locale->index] = own.share;
    }
}

void dip_site_weigh(struct dip_loader *loader, const char *const page_names[DIP_PAGE_KINDS])
{
    struct dip_site *site = loader->site;
    size_t size = site->locale_count * sizeof(struct dip_share);

    site->private->page_names = page_names;
    site->private->progress = g_new0(struct dip_progress *, site->locale_count);
    site->private->label_shares = g_new0(struct dip_share, site->locale_count * DIP_PAGE_KINDS);
    for (size_t i = 0; i < site->family_count; i++) {
        struct dip_family *family = site->families[i];
        family->shares = dip_loader_alloc(loader, size);
        family->generated = dip_loader_alloc(loader, 2 * size);
        for (size_t j = 0; j < family->code_count; j++)
            family->codes[j].shares = dip_loader_alloc(loader, size);
    }
    for (size_t i = 0; i < site->locale_count; i++) {
        weigh_labels(site, &site->locales[i]);
        for (size_t j = 0; j < site->family_count; j++)
            weigh_family(site, &site->locales[i], site->families[j]);
        struct dip_share all = dip_site_coverage(site, &site->locales[i]);
        site->locales[i].is_complete = all.translated == all.total;
    }
}

/* What was added up once is enough where nobody asks which messages are lacking. */
static void weigh_code(const struct dip_site *site, const struct dip_site_locale *locale,
                       const struct dip_family *family, const struct dip_code *code,
                       struct dip_tally *tally)
{
    if (tally->lacks == NULL)
        add(&tally->share, code->shares[locale->index]);
    else
        dip_tally_code(site, locale, family, code, tally);
}

static void weigh_pair(const struct dip_site *site, const struct dip_site_locale *locale,
                       const struct dip_page *page, struct dip_tally *tally)
{
    if (tally->lacks == NULL)
        add(&tally->share, page->family->shares[locale->index]);
    else
        dip_tally_family(site, locale, page->family, tally);
    weigh_code(site, locale, page->family, page->a, tally);
    weigh_code(site, locale, page->family, page->b, tally);
    const struct dip_comparison *written =
        dip_family_comparison(page->family, page->a->index, page->b->index);
    if (tally->lacks == NULL && written == NULL)
        add(&tally->share,
            page->family->generated[locale->index][page->a->class_of == page->b->class_of]);
    else
        dip_tally_blocks(site, locale, page, written, tally);
}

static void weigh_code_page(const struct dip_site *site, const struct dip_site_locale *locale,
                            const struct dip_page *page, struct dip_tally *tally)
{
    static const enum dip_pattern own[] = {DIP_PATTERN_CLASS, DIP_PATTERN_CODE_TITLE,
                                           DIP_PATTERN_CODE_META, DIP_PATTERN_FLOW_TITLE,
                                           DIP_PATTERN_FLOW_STEP};

    weigh_code(site, locale, page->family, page->a, tally);
    for (size_t i = 0; i < page->family->fact_count; i++)
        weigh(site, locale, &page->family->facts[i].label, tally);
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        weigh_all(site, locale, &page->family->patterns->of[own[i]], tally);
}

/* The pages that belong to no family: their titles, and the families that they list. */
static void weigh_site_page(const struct dip_site *site, const struct dip_site_locale *locale,
                            const struct dip_page *page, enum dip_pattern title,
                            enum dip_pattern meta, struct dip_tally *tally)
{
    weigh_all(site, locale, &site->patterns->of[title], tally);
    weigh_all(site, locale, &site->patterns->of[meta], tally);
    for (size_t i = 0; page->kind != DIP_PAGE_TRANSLATIONS && i < site->family_count; i++)
        weigh(site, locale, &site->families[i]->title, tally);
}

static void weigh_family_page(const struct dip_site *site, const struct dip_site_locale *locale,
                              const struct dip_family *family, struct dip_tally *tally)
{
    weigh(site, locale, &family->title, tally);
    for (size_t i = 0; i < family->class_count; i++) {
        weigh(site, locale, &family->classes[i].name, tally);
        weigh(site, locale, &family->classes[i].summary, tally);
    }
    for (size_t i = 0; i < family->code_count; i++)
        weigh(site, locale, &family->codes[i].description, tally);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_CLASS], tally);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_FAMILY_TITLE], tally);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_FAMILY_META], tally);
}

void dip_tally_texts(const struct dip_site *site, const struct dip_site_locale *locale,
                     const struct dip_page *page, struct dip_tally *tally)
{
    switch (page->kind) {
    case DIP_PAGE_PAIR:
        weigh_pair(site, locale, page, tally);
        break;
    case DIP_PAGE_CODE:
        weigh_code_page(site, locale, page, tally);
        break;
    case DIP_PAGE_FAMILY:
        weigh_family_page(site, locale, page->family, tally);
        break;
    case DIP_PAGE_HOME:
        weigh_site_page(site, locale, page, DIP_PATTERN_HOME_TITLE, DIP_PATTERN_HOME_META, tally);
        break;
    case DIP_PAGE_NOT_FOUND:
        weigh_site_page(site, locale, page, DIP_PATTERN_NOT_FOUND_TITLE, DIP_PATTERN_NOT_FOUND_META,
                        tally);
        break;
    case DIP_PAGE_TRANSLATIONS:
        weigh_site_page(site, locale, page, DIP_PATTERN_TRANSLATIONS_TITLE,
                        DIP_PATTERN_TRANSLATIONS_META, tally);
        break;
    case DIP_PAGE_KINDS:
        break;
    }
}

struct dip_share dip_site_share(const struct dip_site *site, const struct dip_site_locale *locale,
                                const struct dip_page *page)
{
    struct dip_tally tally = {
        .share = site->private->label_shares[locale->index * DIP_PAGE_KINDS + (size_t)page->kind]};

    dip_tally_texts(site, locale, page, &tally);
    return tally.share;
}

bool dip_site_indexed(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page)
{
    if (page->kind == DIP_PAGE_NOT_FOUND || locale->pseudo != DIP_PSEUDO_NONE)
        return false;
    /* Asked ten times a page, by each of its languages and the sitemap. */
    if (locale->is_source || locale->is_complete)
        return true;
    struct dip_share share = dip_site_share(site, locale, page);
    return share.translated * 100 >= share.total * (uint64_t)site->settings.threshold;
}

struct dip_share dip_site_coverage(const struct dip_site *site,
                                   const struct dip_site_locale *locale)
{
    const GPtrArray *phrases = site->private->phrases;
    struct dip_tally tally = {0};

    dip_tally_labels(site, locale, NULL, &tally);
    for (guint i = 0; i < phrases->len; i++) {
        const struct dip_phrase_row *row = phrases->pdata[i];
        take(&tally, i, row->weight, locale->texts[i] != NULL);
    }
    return tally.share;
}
