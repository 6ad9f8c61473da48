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

static struct dip_share weigh_code(const struct dip_site *site, const struct dip_site_locale *locale,
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
        if (value == NULL)
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

static struct dip_share weigh_family(const struct dip_site *site, const struct dip_site_locale *locale,
                                     const struct dip_family *family)
{
    struct dip_share share = {0};

    for (size_t i = 0; i < family->fact_count; i++)
        weigh(site, locale, &family->facts[i].label, &share);
    for (int i = DIP_PATTERN_CLASS; i <= DIP_PATTERN_WHICH; i++)
        weigh_all(site, locale, &family->patterns->of[i], &share);
    for (size_t i = 0; i < family->patterns->difference_count; i++)
        weigh(site, locale, &family->patterns->differences[i].phrase, &share);
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

static struct dip_share weigh_labels(const struct dip_site *site, const struct dip_site_locale *locale,
                                     const char *page_name)
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

static void weigh_pair(const struct dip_site *site, const struct dip_site_locale *locale,
                       const struct dip_page *page, struct dip_share *share)
{
    const struct dip_comparison *comparison =
        dip_family_comparison(page->family, page->a->index, page->b->index);

    add(share, page->family->shares[locale->index]);
    add(share, page->a->shares[locale->index]);
    add(share, page->b->shares[locale->index]);
    if (comparison == NULL)
        return;
    weigh(site, locale, &comparison->intro, share);
    weigh_all(site, locale, &comparison->differences, share);
    weigh(site, locale, &comparison->which, share);
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
        add(&share, page->a->shares[locale->index]);
        for (size_t i = 0; i < page->family->fact_count; i++)
            weigh(site, locale, &page->family->facts[i].label, &share);
        break;
    case DIP_PAGE_FAMILY:
        weigh_family_page(site, locale, page->family, &share);
        break;
    case DIP_PAGE_HOME:
    case DIP_PAGE_NOT_FOUND:
        for (size_t i = 0; i < site->family_count; i++)
            weigh(site, locale, &site->families[i]->title, &share);
        break;
    case DIP_PAGE_TRANSLATIONS:
    case DIP_PAGE_KINDS:
        break;
    }
    return share;
}

bool dip_site_indexed(const struct dip_site *site, const struct dip_site_locale *locale,
                      const struct dip_page *page)
{
    if (page->kind == DIP_PAGE_NOT_FOUND)
        return false;
    if (locale->is_source)
        return true;
    struct dip_share share = dip_site_share(site, locale, page);
    return share.translated * 100 >= share.total * (uint64_t)site->settings.threshold;
}

struct dip_share dip_site_coverage(const struct dip_site *site, const struct dip_site_locale *locale)
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
