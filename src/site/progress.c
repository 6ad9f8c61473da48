/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The messages that pages lack are kept in piles: one for each code, one for each comparison, one for
 * what all pairs of a family share, and so on. The page of a pair is five piles, so that memory grows
 * with codes. A pass goes over all pages and gives every message its gain; each choice is one pass
 * over at most some 90 messages a page: 1 ms for 2,850 pages of which none is translated.
 *
 * Gains are whole numbers (shares of 2^20), so that every machine has the same order. Rejected: to
 * count the pages that one message alone would complete, which for most of the way are none; and to
 * correct the gains of the last pass, which is quicker only for hundreds of choices.
 */
#include "site/loader.h"

#include <pthread.h>

enum { ONE_SHIFT = 20, INVERSE_SHIFT = 12 };

/** Messages that stand together. */
struct pile {
    struct dip_share share;
    GArray *lacks;
    struct dip_page place; /**< of a code and of a comparison; else kind DIP_PAGE_KINDS */
};

struct family_piles {
    struct pile *shared;
    struct pile *own;          /**< the family's page */
    struct pile **codes;       /**< what they bring to pairs */
    struct pile **code_pages;  /**< the codes' own pages */
    struct pile **comparisons; /**< blocks of hand-written comparisons */
    struct pile *generated[2]; /**< blocks without one: of two classes, of one class */
};

struct survey {
    const struct dip_site *site;
    const struct dip_site_locale *locale;
    GPtrArray *labels;
    GPtrArray *piles; /**< all of them */
    struct pile *home;
    struct pile *translations;
    struct pile *labels_of[DIP_PAGE_KINDS];
    struct family_piles *families;
    unsigned message_count;
    bool *lacking; /**< by message */
    /* Of a pass. */
    struct dip_pages pages;
    struct dip_pages *family_pages;
    struct dip_pages *counted; /**< of the family that is being visited, or NULL */
    uint64_t *gains;           /**< by message */
    uint64_t *page_counts;     /**< by message */
    uint64_t *on_page;         /**< characters, by message; 0 between pages */
    unsigned *touched;         /**< the messages of the page */
    size_t touched_count;
};

static GPtrArray *list_labels(const struct dip_site *site)
{
    const struct dip_templates *templates = site->private->templates;

    return templates == NULL ? g_ptr_array_new() : dip_templates_messages(templates, NULL);
}

static void free_pile(gpointer data)
{
    struct pile *pile = data;

    g_array_unref(pile->lacks);
    g_free(pile);
}

/* One text may be on a page in several piles: a class that both codes have. */
static void gather(struct survey *survey, const GArray *lacks)
{
    for (guint i = 0; i < lacks->len; i++) {
        const struct dip_lack *lack = &g_array_index(lacks, struct dip_lack, i);
        if (survey->on_page[lack->message] == 0)
            survey->touched[survey->touched_count++] = lack->message;
        survey->on_page[lack->message] += lack->weight;
    }
}

/* Make one of those that are the same message, as an actor of each step of a flow. */
static void merge(struct survey *survey, GArray *lacks)
{
    gather(survey, lacks);
    g_array_set_size(lacks, 0);
    for (size_t i = 0; i < survey->touched_count; i++) {
        unsigned message = survey->touched[i];
        struct dip_lack lack = {.message = message, .weight = (unsigned)survey->on_page[message]};
        g_array_append_val(lacks, lack);
        survey->on_page[message] = 0;
        survey->lacking[message] = true;
    }
    survey->touched_count = 0;
}

/* A pile of what was added up; the tally is then empty again. */
static struct pile *add_pile(struct survey *survey, struct dip_tally *tally)
{
    struct pile *pile = g_new0(struct pile, 1);

    *pile = (struct pile){
        .share = tally->share, .lacks = tally->lacks, .place = {.kind = DIP_PAGE_KINDS}};
    merge(survey, pile->lacks);
    g_ptr_array_add(survey->piles, pile);
    tally->share = (struct dip_share){0};
    tally->lacks = g_array_new(FALSE, FALSE, sizeof(struct dip_lack));
    return pile;
}

static struct pile *add_page(struct survey *survey, const struct dip_page *page,
                             struct dip_tally *tally)
{
    dip_tally_texts(survey->site, survey->locale, page, tally);
    return add_pile(survey, tally);
}

static void add_codes(struct survey *survey, const struct dip_family *family,
                      struct family_piles *piles, struct dip_tally *tally)
{
    piles->codes = g_new0(struct pile *, family->code_count);
    piles->code_pages = g_new0(struct pile *, family->code_count);
    for (size_t i = 0; i < family->code_count; i++) {
        struct dip_page page = {.kind = DIP_PAGE_CODE, .family = family, .a = &family->codes[i]};
        dip_tally_code(survey->site, survey->locale, family, page.a, tally);
        piles->codes[i] = add_pile(survey, tally);
        piles->codes[i]->place = page;
        piles->code_pages[i] = add_page(survey, &page, tally);
    }
}

/* The blocks of two codes, whichever they are, that have no comparison. */
static void add_generated(struct survey *survey, const struct dip_family *family,
                          struct family_piles *piles, struct dip_tally *tally)
{
    static const struct dip_class classes[2];
    static const struct dip_code codes[2] = {{.class_of = &classes[0]}, {.class_of = &classes[1]}};

    for (size_t same = 0; same < 2; same++) {
        struct dip_page page = {
            .kind = DIP_PAGE_PAIR, .family = family, .a = &codes[0], .b = &codes[1 - same]};
        dip_tally_blocks(survey->site, survey->locale, &page, NULL, tally);
        piles->generated[same] = add_pile(survey, tally);
    }
}

static void add_comparisons(struct survey *survey, const struct dip_family *family,
                            struct family_piles *piles, struct dip_tally *tally)
{
    piles->comparisons = g_new0(struct pile *, family->comparison_count);
    for (size_t i = 0; i < family->comparison_count; i++) {
        const struct dip_comparison *written = &family->comparisons[i];
        struct dip_page page = {.kind = DIP_PAGE_PAIR,
                                .family = family,
                                .a = &family->codes[written->a],
                                .b = &family->codes[written->b]};
        dip_tally_blocks(survey->site, survey->locale, &page, written, tally);
        piles->comparisons[i] = add_pile(survey, tally);
        piles->comparisons[i]->place = page;
    }
}

static void add_family(struct survey *survey, const struct dip_family *family,
                       struct family_piles *piles, struct dip_tally *tally)
{
    struct dip_page page = {.kind = DIP_PAGE_FAMILY, .family = family};

    add_codes(survey, family, piles, tally);
    add_comparisons(survey, family, piles, tally);
    add_generated(survey, family, piles, tally);
    dip_tally_family(survey->site, survey->locale, family, tally);
    piles->shared = add_pile(survey, tally);
    piles->own = add_page(survey, &page, tally);
}

static void add_all(struct survey *survey)
{
    const struct dip_site *site = survey->site;
    const struct dip_page home = {.kind = DIP_PAGE_HOME};
    const struct dip_page translations = {.kind = DIP_PAGE_TRANSLATIONS};
    struct dip_tally tally = {.lacks = g_array_new(FALSE, FALSE, sizeof(struct dip_lack)),
                              .labels = survey->labels};

    for (size_t kind = 0; kind < DIP_PAGE_KINDS; kind++) {
        dip_tally_labels(site, survey->locale, site->private->page_names[kind], &tally);
        survey->labels_of[kind] = add_pile(survey, &tally);
    }
    survey->home = add_page(survey, &home, &tally);
    survey->translations = add_page(survey, &translations, &tally);
    for (size_t i = 0; i < site->family_count; i++)
        add_family(survey, site->families[i], &survey->families[i], &tally);
    /* What is on no page that counts is missing all the same. */
    dip_tally_labels(site, survey->locale, NULL, &tally);
    add_pile(survey, &tally);
    for (guint i = 0; i < site->private->phrases->len; i++)
        survey->lacking[i] = survey->locale->texts[i] == NULL;
    g_array_unref(tally.lacks);
}

static void survey_init(struct survey *survey, const struct dip_site *site,
                        const struct dip_site_locale *locale)
{
    *survey = (struct survey){.site = site, .locale = locale, .labels = list_labels(site)};
    survey->message_count = site->private->phrases->len + survey->labels->len;
    survey->piles = g_ptr_array_new_with_free_func(free_pile);
    survey->families = g_new0(struct family_piles, site->family_count);
    survey->family_pages = g_new0(struct dip_pages, site->family_count);
    survey->lacking = g_new0(bool, survey->message_count);
    survey->gains = g_new0(uint64_t, survey->message_count);
    survey->page_counts = g_new0(uint64_t, survey->message_count);
    survey->on_page = g_new0(uint64_t, survey->message_count);
    survey->touched = g_new(unsigned, survey->message_count);
    add_all(survey);
}

static void survey_release(struct survey *survey)
{
    for (size_t i = 0; i < survey->site->family_count; i++) {
        g_free(survey->families[i].codes);
        g_free(survey->families[i].code_pages);
        g_free(survey->families[i].comparisons);
    }
    g_free(survey->families);
    g_free(survey->family_pages);
    g_free(survey->lacking);
    g_free(survey->gains);
    g_free(survey->page_counts);
    g_free(survey->on_page);
    g_free(survey->touched);
    g_ptr_array_unref(survey->piles);
    g_ptr_array_unref(survey->labels);
}

static void give_gains(struct survey *survey, uint64_t lacking)
{
    const uint64_t one = (uint64_t)1 << ONE_SHIFT;
    uint64_t inverse = (one << INVERSE_SHIFT) / lacking;

    for (size_t i = 0; i < survey->touched_count; i++) {
        unsigned message = survey->touched[i];
        survey->gains[message] += MIN(one, survey->on_page[message] * inverse >> INVERSE_SHIFT);
        survey->page_counts[message]++;
        survey->on_page[message] = 0;
    }
    survey->touched_count = 0;
}

static void visit(struct survey *survey, const struct pile *const *piles, size_t count)
{
    struct dip_share share = {0};

    for (size_t i = 0; i < count; i++) {
        share.total += piles[i]->share.total;
        share.translated += piles[i]->share.translated;
    }
    /* As dip_site_indexed() decides. */
    uint64_t threshold = (uint64_t)survey->site->settings.threshold;
    uint64_t enough = (share.total * threshold + 99) / 100;
    bool complete = survey->locale->is_source || share.translated >= enough;
    survey->pages.total++;
    survey->pages.complete += complete;
    if (survey->counted != NULL) {
        survey->counted->total++;
        survey->counted->complete += complete;
    }
    if (complete)
        return;
    for (size_t i = 0; i < count; i++)
        gather(survey, piles[i]->lacks);
    give_gains(survey, enough - share.translated);
}

static void visit_page(struct survey *survey, enum dip_page_kind kind, const struct pile *pile)
{
    const struct pile *piles[] = {survey->labels_of[kind], pile};

    visit(survey, piles, G_N_ELEMENTS(piles));
}

static void visit_pairs(struct survey *survey, const struct dip_family *family,
                        const struct family_piles *family_piles)
{
    const struct pile *piles[] = {survey->labels_of[DIP_PAGE_PAIR], family_piles->shared, NULL,
                                  NULL, NULL};

    for (size_t i = 0; i < family->code_count; i++) {
        piles[2] = family_piles->codes[i];
        for (size_t j = i + 1; j < family->code_count; j++) {
            const struct dip_comparison *written = dip_family_comparison(family, i, j);
            bool same = family->codes[i].class_of == family->codes[j].class_of;
            piles[3] = family_piles->codes[j];
            piles[4] = written == NULL ? family_piles->generated[same]
                                       : family_piles->comparisons[written - family->comparisons];
            visit(survey, piles, G_N_ELEMENTS(piles));
        }
    }
}

/* Go over all pages: which are complete, and what each message would bring to those that are not. */
static void pass(struct survey *survey)
{
    const struct dip_site *site = survey->site;

    memset(survey->gains, 0, survey->message_count * sizeof survey->gains[0]);
    memset(survey->page_counts, 0, survey->message_count * sizeof survey->page_counts[0]);
    memset(survey->family_pages, 0, site->family_count * sizeof survey->family_pages[0]);
    survey->pages = (struct dip_pages){0};
    for (size_t i = 0; i < site->family_count; i++) {
        const struct dip_family *family = site->families[i];
        survey->counted = &survey->family_pages[i];
        visit_page(survey, DIP_PAGE_FAMILY, survey->families[i].own);
        for (size_t j = 0; j < family->code_count; j++)
            visit_page(survey, DIP_PAGE_CODE, survey->families[i].code_pages[j]);
        visit_pairs(survey, family, &survey->families[i]);
    }
    survey->counted = NULL;
    visit_page(survey, DIP_PAGE_HOME, survey->home);
    visit_page(survey, DIP_PAGE_TRANSLATIONS, survey->translations);
}

/* The place of a message in the POT files: labels, then phrases; -1 where nothing is lacking. */
static gssize choose(const struct survey *survey)
{
    unsigned phrases = survey->site->private->phrases->len;
    gssize best = -1;

    for (unsigned i = 0; i < survey->message_count; i++) {
        unsigned message = (i + phrases) % survey->message_count;
        if (survey->lacking[message] && (best < 0 || survey->gains[message] > survey->gains[best]))
            best = (gssize)message;
    }
    return best;
}

/* Let @p message of @p pile count as translated; tells whether it is there. */
static bool take_off(struct pile *pile, unsigned message)
{
    for (guint i = 0; i < pile->lacks->len; i++) {
        const struct dip_lack *lack = &g_array_index(pile->lacks, struct dip_lack, i);
        if (lack->message != message)
            continue;
        pile->share.translated += lack->weight;
        g_array_remove_index_fast(pile->lacks, i);
        return true;
    }
    return false;
}

/* Let @p message count as translated. Gives the page it is about, if there is only one. */
static struct dip_page settle(struct survey *survey, unsigned message)
{
    struct dip_page place = {.kind = DIP_PAGE_KINDS};
    unsigned places = 0;

    survey->lacking[message] = false;
    for (guint i = 0; i < survey->piles->len; i++) {
        struct pile *pile = survey->piles->pdata[i];
        if (take_off(pile, message) && pile->place.kind != DIP_PAGE_KINDS && places++ == 0)
            place = pile->place;
    }
    return places == 1 ? place : (struct dip_page){.kind = DIP_PAGE_KINDS};
}

static struct dip_gap describe(const struct survey *survey, unsigned message)
{
    const GPtrArray *phrases = survey->site->private->phrases;

    if (message < phrases->len) {
        const struct dip_phrase_row *row = phrases->pdata[message];
        return (struct dip_gap){.domain = row->domain,
                                .context = row->context[0] == '\0' ? NULL : row->context,
                                .id = row->text,
                                .comment = row->comments->len == 0 ? NULL : row->comments->pdata[0],
                                .characters = row->weight};
    }
    const struct dip_template_message *label = survey->labels->pdata[message - phrases->len];
    return (struct dip_gap){.domain = "site",
                            .context = label->context,
                            .id = label->id,
                            .plural = label->plural,
                            .comment = label->comment,
                            .characters = (unsigned)g_utf8_strlen(label->id, -1)};
}

/* A pass has been made; another follows every choice. */
static GArray *choose_all(struct survey *survey, size_t most)
{
    GArray *gaps = g_array_new(FALSE, TRUE, sizeof(struct dip_gap));

    while (gaps->len < most) {
        gssize message = choose(survey);
        if (message < 0)
            break;
        struct dip_gap gap = describe(survey, (unsigned)message);
        gap.pages = survey->page_counts[message];
        gap.place = settle(survey, (unsigned)message);
        pass(survey);
        gap.complete = survey->pages.complete;
        g_array_append_val(gaps, gap);
    }
    return gaps;
}

GArray *dip_site_gaps(const struct dip_site *site, const struct dip_site_locale *locale,
                      size_t most)
{
    struct survey survey;

    survey_init(&survey, site, locale);
    pass(&survey);
    GArray *gaps = choose_all(&survey, most);
    survey_release(&survey);
    return gaps;
}

static struct dip_progress *make_progress(const struct dip_site *site,
                                          const struct dip_site_locale *locale)
{
    struct dip_progress *progress = g_new0(struct dip_progress, 1);
    struct survey survey;

    survey_init(&survey, site, locale);
    pass(&survey);
    progress->characters = dip_site_coverage(site, locale);
    progress->pages = survey.pages;
    progress->families = g_steal_pointer(&survey.family_pages);
    survey.family_pages = g_new0(struct dip_pages, site->family_count);
    progress->gaps = choose_all(&survey, DIP_PROGRESS_GAPS);
    survey_release(&survey);
    return progress;
}

const struct dip_progress *dip_site_progress(const struct dip_site *site,
                                             const struct dip_site_locale *locale)
{
    /* The pages of several locales may ask at once, all of them for the same one first: who waits has
     * nothing else to do. ThreadSanitizer does not see GLib's g_once. */
    static pthread_mutex_t asking = PTHREAD_MUTEX_INITIALIZER;
    struct dip_progress **slot = &site->private->progress[locale->index];

    pthread_mutex_lock(&asking);
    if (*slot == NULL)
        *slot = make_progress(site, locale);
    const struct dip_progress *made = *slot;
    pthread_mutex_unlock(&asking);
    return made;
}

void dip_site_progress_free(struct dip_progress *progress)
{
    if (progress == NULL)
        return;
    g_array_unref(progress->gaps);
    g_free(progress->families);
    g_free(progress);
}
