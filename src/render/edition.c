/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * An edition's fixed parts: the stamps of list items, the labels of facts, and room for the fragments
 * that workers then fill in, each its own.
 */
#include "render/edition.h"

static void set_foreign(struct dip_edition *edition)
{
    const struct dip_site_locale *source = &edition->site->locales[0];
    const char *direction = dip_locale_direction(source->locale);
    bool turned = strcmp(direction, dip_locale_direction(edition->locale->locale)) != 0;
    g_autofree char *lang = g_strdup_printf(" lang=%s", source->tag);
    g_autofree char *dir = g_strconcat(turned ? " dir=" : "", turned ? direction : "", NULL);
    g_autofree char *open = g_strconcat("<span", lang, dir, ">", NULL);
    g_autofree char *name = g_strconcat("<i", lang, dir, ">", NULL);

    edition->foreign_lang = g_string_chunk_insert(edition->store, lang);
    edition->foreign_open = g_string_chunk_insert(edition->store, open);
    edition->name_open = g_string_chunk_insert(edition->store, name);
}

static dip_html join_of(const struct dip_edition *edition, enum dip_tongue tongue)
{
    const char *join = dip_compose_join(edition->lexicon, tongue, tongue);
    g_autoptr(GString) out = g_string_new(NULL);

    dip_html_escape(out, join, strlen(join));
    return dip_keep(edition->store, out, 0);
}

static void make_stamps(struct dip_edition *edition)
{
    static const char *const group_names[DIP_ROW_KINDS] = {
        [DIP_ROW_DIFFERS] = "parts/glance-differs",
        [DIP_ROW_ONE] = "parts/glance-one",
        [DIP_ROW_SAME] = "parts/glance-same",
    };
    static const char *const group_slots[] = {"rows", NULL};
    static const char *const same_slots[] = {"label", "value", NULL};
    static const char *const row_slots[] = {"label", "a", "b", NULL};
    static const char *const difference_slots[] = {"text", NULL};
    static const char *const more_item_names[] = {"href", NULL, "label", NULL};
    static const char *const compare_item_names[] = {"class_id", "href", "code",
                                                     NULL,       "name", NULL};

    for (int kind = 0; kind < DIP_ROW_KINDS; kind++)
        edition->groups[kind] =
            dip_stamp_new(edition->folded, group_names[kind], NULL, group_slots);
    edition->row = dip_stamp_new(edition->folded, "parts/glance-row", NULL, row_slots);
    edition->row_same = dip_stamp_new(edition->folded, "parts/glance-row-same", NULL, same_slots);
    edition->difference =
        dip_stamp_new(edition->folded, "parts/difference", NULL, difference_slots);
    edition->compare_item = dip_part_new(edition->folded, "parts/compare-item", compare_item_names);
    edition->more_item = dip_part_new(edition->folded, "parts/more-item", more_item_names);
}

static struct dip_family_edition family_edition(struct dip_edition *edition,
                                                const struct dip_family *family)
{
    struct dip_family_edition made = {
        .fact_labels = g_new0(dip_html, family->fact_count),
        .codes = g_new0(struct dip_fragments, family->code_count),
    };
    struct dip_subject subject = {.family = family};
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < family->fact_count; i++) {
        dip_write_text(edition, &family->facts[i].label, out);
        made.fact_labels[i] = dip_keep(edition->store, out, 0);
    }
    dip_write_pattern(edition, &family->patterns->of[DIP_PATTERN_CLASS_LABEL].items[0], &subject,
                      out);
    made.class_label = dip_keep(edition->store, out, 0);
    made.cuts = dip_cuts_new(edition, family);
    made.glance = dip_glance_new(edition, family, &made);
    return made;
}

struct dip_edition *dip_edition_new(const struct dip_site *site,
                                    const struct dip_site_locale *locale, struct dip_folded *folded,
                                    const struct dip_assets *assets,
                                    const struct dip_edition *source)
{
    struct dip_edition *edition = g_new0(struct dip_edition, 1);

    edition->site = site;
    edition->locale = locale;
    edition->assets = assets;
    edition->folded = folded;
    edition->store = g_string_chunk_new(4096);
    edition->lexicon = dip_lexicon_new(site, locale);
    edition->source_lexicon = source == NULL ? edition->lexicon : source->lexicon;
    set_foreign(edition);
    edition->own_join = join_of(edition, DIP_TONGUE_OWN);
    edition->join = join_of(edition, DIP_TONGUE_SOURCE);
    make_stamps(edition);
    edition->families = g_new0(struct dip_family_edition, site->family_count);
    for (size_t i = 0; i < site->family_count; i++)
        edition->families[i] = family_edition(edition, site->families[i]);
    return edition;
}

static void release_fragments(struct dip_fragments *fragments)
{
    if (fragments->store != NULL)
        g_string_chunk_free(fragments->store);
    g_free(fragments->reference_items);
    g_free(fragments->says);
    g_free(fragments->differences);
    g_free(fragments->which.items);
    for (int role = DIP_ROLE_A; role < DIP_ROLES; role++) {
        g_free(fragments->intro_other[role].items);
        g_free(fragments->intro_same[role].items);
    }
    g_free(fragments->runs);
    g_free(fragments->near);
}

void dip_edition_free(struct dip_edition *edition)
{
    if (edition == NULL)
        return;
    for (size_t i = 0; i < edition->site->family_count; i++) {
        for (size_t j = 0; j < edition->site->families[i]->code_count; j++)
            release_fragments(&edition->families[i].codes[j]);
        g_free(edition->families[i].codes);
        dip_cuts_free(edition->families[i].cuts);
        dip_glance_free(edition->families[i].glance);
        g_free(edition->families[i].fact_labels);
    }
    g_free(edition->families);
    for (int kind = 0; kind < DIP_ROW_KINDS; kind++)
        dip_stamp_free(edition->groups[kind]);
    dip_stamp_free(edition->row);
    dip_stamp_free(edition->row_same);
    dip_stamp_free(edition->difference);
    dip_part_free(edition->compare_item);
    dip_part_free(edition->more_item);
    dip_lexicon_free(edition->lexicon);
    dip_folded_free(edition->folded);
    g_string_chunk_free(edition->store);
    g_free(edition);
}

struct dip_family_edition *dip_edition_family(const struct dip_edition *edition,
                                              const struct dip_family *family)
{
    for (size_t i = 0; i < edition->site->family_count; i++) {
        if (edition->site->families[i] == family)
            return &edition->families[i];
    }
    g_assert_not_reached();
}
