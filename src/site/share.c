/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * How much of a page is translated, and the one decision that follows from it. The characters of a
 * code's own texts, of what all pairs of a family share, and of a template's labels are added up once
 * a locale; a page's share is then the sum of three or four numbers. Adding up every text of every
 * page was the other way: 50 look-ups for each of some 10,000 pages.
 */
#include "site/loader.h"

static void weigh(const struct dip_site *site, const struct dip_site_locale *locale,
                  const struct dip_phrase *phrase, struct dip_share *share)
{
    if (phrase->text == NULL)
        return;
    const struct dip_phrase_row *row = site->private->phrases->pdata[phrase->index];
    share->total += row->weight;
    if (locale->texts[phrase->index] != NULL)
        share->translated += row->weight;
}

static void weigh_all(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_phrases *phrases, struct dip_share *share)
{
    for (size_t i = 0; i < phrases->count; i++)
        weigh(site, locale, &phrases->items[i], share);
}

static void add(struct dip_share *share, struct dip_share more)
{
    share->translated += more.translated;
    share->total += more.total;
}

static struct dip_share weigh_code(const struct dip_site *site,
                                   const struct dip_site_locale *locale,
                                   const struct dip_family *family, const struct dip_code *code)
{
    struct dip_share share = {0};

    weigh(site, locale, &code->description, &share);
    weigh(site, locale, &code->when, &share);
    weigh(site, locale, &code->fix, &share);
    weigh(site, locale, &code->meaning, &share);
    weigh(site, locale, &code->encounter, &share);
    weigh(site, locale, &code->class_of->name, &share);
    for (size_t i = 0; i < family->fact_count; i++) {
        const struct dip_fact_value *value = code->facts[i].choice;
        if (value == NULL || code->facts[i].is_usual)
            continue;
        weigh(site, locale, &value->label, &share);
        weigh(site, locale, &value->says, &share);
    }
    for (size_t i = 0; i < code->step_count; i++) {
        weigh(site, locale, &family->actors[code->steps[i].from].label, &share);
        weigh(site, locale, &family->actors[code->steps[i].to].label, &share);
    }
    return share;
}

/* What every page of a pair has, whatever was written by hand for it. */
static struct dip_share weigh_family(const struct dip_site *site,
                                     const struct dip_site_locale *locale,
                                     const struct dip_family *family)
{
    static const enum dip_pattern common[] = {
        DIP_PATTERN_CLASS,      DIP_PATTERN_CLASS_LABEL, DIP_PATTERN_PAIR_TITLE,
        DIP_PATTERN_PAIR_META,  DIP_PATTERN_PAIR_LABEL,  DIP_PATTERN_CODE_TITLE,
        DIP_PATTERN_FLOW_TITLE, DIP_PATTERN_FLOW_STEP,
    };
    struct dip_share share = {0};

    for (size_t i = 0; i < family->fact_count; i++)
        weigh(site, locale, &family->facts[i].label, &share);
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        weigh_all(site, locale, &family->patterns->of[common[i]], &share);
    return share;
}

static bool label_translated(const struct dip_site_locale *locale,
                             const struct dip_template_message *label)
{
    if (locale->is_source)
        return true;
    const struct dip_message *message =
        locale->labels == NULL ? NULL : dip_catalog_find(locale->labels, label->context, label->id);
    return message != NULL && dip_message_usable(message);
}

static struct dip_share weigh_labels(const struct dip_site *site,
                                     const struct dip_site_locale *locale, const char *page_name)
{
    struct dip_share share = {0};

    if (site->private->templates == NULL)
        return share;
    g_autoptr(GPtrArray) labels = dip_templates_messages(site->private->templates, page_name);
    for (guint i = 0; i < labels->len; i++) {
        const struct dip_template_message *label = labels->pdata[i];
        uint64_t weight = (uint64_t)g_utf8_strlen(label->id, -1);
        share.total += weight;
        if (label_translated(locale, label))
            share.translated += weight;
    }
    return share;
}

void dip_site_weigh(struct dip_loader *loader, const char *const page_names[DIP_PAGE_KINDS])
{
    struct dip_site *site = loader->site;

    site->private->label_shares = g_new0(struct dip_share, site->locale_count * DIP_PAGE_KINDS);
    for (size_t i = 0; i < site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i];
        for (size_t kind = 0; kind < DIP_PAGE_KINDS; kind++)
            site->private->label_shares[i * DIP_PAGE_KINDS + kind] =
                weigh_labels(site, locale, page_names[kind]);
        for (size_t j = 0; j < site->family_count; j++) {
            struct dip_family *family = site->families[j];
            if (i == 0)
                family->shares =
                    dip_loader_alloc(loader, site->locale_count * sizeof family->shares[0]);
            family->shares[i] = weigh_family(site, locale, family);
            for (size_t k = 0; k < family->code_count; k++) {
                struct dip_code *code = &family->codes[k];
                if (i == 0)
                    code->shares =
                        dip_loader_alloc(loader, site->locale_count * sizeof code->shares[0]);
                code->shares[i] = weigh_code(site, locale, family, code);
            }
        }
    }
}

/* The texts of a comparison, or the patterns that stand in for those it leaves out. */
static void weigh_blocks(const struct dip_site *site, const struct dip_site_locale *locale,
                         const struct dip_page *page, struct dip_share *share)
{
    static const struct dip_comparison none = {0};
    const struct dip_patterns *patterns = page->family->patterns;
    const struct dip_comparison *written =
        dip_family_comparison(page->family, page->a->index, page->b->index);
    bool same = page->a->class_of == page->b->class_of;

    if (written == NULL)
        written = &none;
    if (written->intro.text != NULL)
        weigh(site, locale, &written->intro, share);
    else
        weigh_all(site, locale,
                  &patterns->of[same ? DIP_PATTERN_INTRO_SAME : DIP_PATTERN_INTRO_OTHER], share);
    weigh_all(site, locale, &written->differences, share);
    for (size_t i = 0; written->differences.count == 0 && i < patterns->difference_count; i++)
        weigh(site, locale, &patterns->differences[i].phrase, share);
    if (written->which.text != NULL)
        weigh(site, locale, &written->which, share);
    else
        weigh_all(site, locale, &patterns->of[DIP_PATTERN_WHICH], share);
}

static void weigh_pair(const struct dip_site *site, const struct dip_site_locale *locale,
                       const struct dip_page *page, struct dip_share *share)
{
    add(share, page->family->shares[locale->index]);
    add(share, page->a->shares[locale->index]);
    add(share, page->b->shares[locale->index]);
    weigh_blocks(site, locale, page, share);
}

static void weigh_code_page(const struct dip_site *site, const struct dip_site_locale *locale,
                            const struct dip_page *page, struct dip_share *share)
{
    static const enum dip_pattern own[] = {DIP_PATTERN_CLASS, DIP_PATTERN_CODE_TITLE,
                                           DIP_PATTERN_CODE_META, DIP_PATTERN_FLOW_TITLE,
                                           DIP_PATTERN_FLOW_STEP};

    add(share, page->a->shares[locale->index]);
    for (size_t i = 0; i < page->family->fact_count; i++)
        weigh(site, locale, &page->family->facts[i].label, share);
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        weigh_all(site, locale, &page->family->patterns->of[own[i]], share);
}

/* The pages that belong to no family: their titles, and the families that they list. */
static void weigh_site_page(const struct dip_site *site, const struct dip_site_locale *locale,
                            const struct dip_page *page, enum dip_pattern title,
                            enum dip_pattern meta, struct dip_share *share)
{
    weigh_all(site, locale, &site->patterns->of[title], share);
    weigh_all(site, locale, &site->patterns->of[meta], share);
    for (size_t i = 0; page->kind != DIP_PAGE_TRANSLATIONS && i < site->family_count; i++)
        weigh(site, locale, &site->families[i]->title, share);
}

static void weigh_family_page(const struct dip_site *site, const struct dip_site_locale *locale,
                              const struct dip_family *family, struct dip_share *share)
{
    weigh(site, locale, &family->title, share);
    for (size_t i = 0; i < family->class_count; i++) {
        weigh(site, locale, &family->classes[i].name, share);
        weigh(site, locale, &family->classes[i].summary, share);
    }
    for (size_t i = 0; i < family->code_count; i++)
        weigh(site, locale, &family->codes[i].description, share);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_CLASS], share);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_FAMILY_TITLE], share);
    weigh_all(site, locale, &family->patterns->of[DIP_PATTERN_FAMILY_META], share);
}

struct dip_share dip_site_share(const struct dip_site *site, const struct dip_site_locale *locale,
                                const struct dip_page *page)
{
    struct dip_share share =
        site->private->label_shares[locale->index * DIP_PAGE_KINDS + (size_t)page->kind];

    switch (page->kind) {
    case DIP_PAGE_PAIR:
        weigh_pair(site, locale, page, &share);
        break;
    case DIP_PAGE_CODE:
        weigh_code_page(site, locale, page, &share);
        break;
    case DIP_PAGE_FAMILY:
        weigh_family_page(site, locale, page->family, &share);
        break;
    case DIP_PAGE_HOME:
        weigh_site_page(site, locale, page, DIP_PATTERN_HOME_TITLE, DIP_PATTERN_HOME_META, &share);
        break;
    case DIP_PAGE_NOT_FOUND:
        weigh_site_page(site, locale, page, DIP_PATTERN_NOT_FOUND_TITLE, DIP_PATTERN_NOT_FOUND_META,
                        &share);
        break;
    case DIP_PAGE_TRANSLATIONS:
        weigh_site_page(site, locale, page, DIP_PATTERN_TRANSLATIONS_TITLE,
                        DIP_PATTERN_TRANSLATIONS_META, &share);
        break;
    case DIP_PAGE_KINDS:
        break;
    }
    return share;
}

bool dip_site_indexed(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page)
{
    if (page->kind == DIP_PAGE_NOT_FOUND || locale->pseudo != DIP_PSEUDO_NONE)
        return false;
    if (locale->is_source)
        return true;
    struct dip_share share = dip_site_share(site, locale, page);
    return share.translated * 100 >= share.total * (uint64_t)site->settings.threshold;
}

struct dip_share dip_site_coverage(const struct dip_site *site,
                                   const struct dip_site_locale *locale)
{
    const GPtrArray *phrases = site->private->phrases;
    struct dip_share share = weigh_labels(site, locale, NULL);

    for (guint i = 0; i < phrases->len; i++) {
        const struct dip_phrase_row *row = phrases->pdata[i];
        share.total += row->weight;
        if (locale->texts[i] != NULL)
            share.translated += row->weight;
    }
    return share;
}
