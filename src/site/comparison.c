/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * content/FAMILY/comparisons/A-B.yaml: what somebody wrote about a pair. The pair may name the higher
 * code first; the site knows one order.
 */
#include "site/loader.h"

struct raw_comparison {
    struct dip_texts pair;
    dip_text intro;
    struct dip_texts differences;
    dip_text which;
    dip_loc loc;
};

static const struct dip_field comparison_fields[] = {
    {.key = "pair",
     .type = DIP_FIELD_NAMES,
     .flags = DIP_FIELD_REQUIRED,
     .offset = offsetof(struct raw_comparison, pair)},
    {.key = "intro", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_comparison, intro)},
    {.key = "differences",
     .type = DIP_FIELD_TEXTS,
     .offset = offsetof(struct raw_comparison, differences)},
    {.key = "which", .type = DIP_FIELD_TEXT, .offset = offsetof(struct raw_comparison, which)},
    {0},
};
static const struct dip_schema comparison_schema = {.what = "comparison",
                                                    .size = sizeof(struct raw_comparison),
                                                    .fields = comparison_fields,
                                                    .loc_offset =
                                                        1 + offsetof(struct raw_comparison, loc)};

static bool find_codes(struct dip_loader *loader, const struct dip_family *family,
                       const struct raw_comparison *raw, size_t ret_codes[2])
{
    g_autofree const char **names = dip_family_code_names(family);
    bool fine = true;

    for (size_t i = 0; i < 2; i++) {
        g_assert(raw->pair.items != NULL);
        const dip_text *wanted = &raw->pair.items[i];
        if (wanted->text == NULL)
            return false;
        gssize found = dip_family_find(family, wanted->text);
        ret_codes[i] = (size_t)found;
        if (found >= 0)
            continue;
        fine = false;
        if (dip_loader_is_broken(loader, wanted->text))
            continue;
        dip_diag_report(loader->diag, DIP_RULE_COMPARISON_CODE, wanted->loc,
                        "the family has no code \"%s\"", wanted->text);
        dip_diag_suggest(loader->diag, wanted->text, names, family->code_count);
    }
    if (fine && ret_codes[0] == ret_codes[1]) {
        dip_diag_report(loader->diag, DIP_RULE_COMPARISON_SELF, raw->pair.items[1].loc,
                        "\"%s\" is compared with itself", raw->pair.items[1].text);
        return false;
    }
    return fine;
}

static struct dip_phrase add_text(struct dip_loader *loader, const struct dip_family *family,
                                  const struct dip_comparison *comparison, const char *context,
                                  dip_text text, const char *where)
{
    g_autofree char *comment = g_strdup_printf("%s %s and %s compared, %s", family->name,
                                               family->codes[comparison->a].code,
                                               family->codes[comparison->b].code, where);

    return dip_phrase_add(loader, family->id, context, text, comment, false);
}

static struct dip_comparison make_comparison(struct dip_loader *loader,
                                             const struct dip_family *family,
                                             const struct raw_comparison *raw,
                                             const size_t codes[2])
{
    struct dip_comparison comparison = {
        .a = MIN(codes[0], codes[1]), .b = MAX(codes[0], codes[1]), .loc = raw->loc};

    comparison.intro = add_text(loader, family, &comparison, "intro", raw->intro, "introduction");
    comparison.differences.count = raw->differences.count;
    comparison.differences.items =
        dip_loader_alloc(loader, raw->differences.count * sizeof(struct dip_phrase));
    for (size_t i = 0; i < raw->differences.count; i++)
        comparison.differences.items[i] = add_text(loader, family, &comparison, "difference",
                                                   raw->differences.items[i], "a key difference");
    comparison.which =
        add_text(loader, family, &comparison, "which", raw->which, "when to use which");
    return comparison;
}

static void check_name(struct dip_loader *loader, const struct dip_family *family,
                       const struct dip_comparison *comparison, const char *name, dip_loc loc)
{
    g_autofree char *expected = g_strdup_printf("%s-%s.yaml", family->codes[comparison->a].code,
                                                family->codes[comparison->b].code);

    if (strcmp(expected, name) != 0)
        dip_diag_report(loader->diag, DIP_RULE_FILE_NAME, loc,
                        "this comparison should be in a file \"%s\"", expected);
}

static void load_comparison(struct dip_loader *loader, const struct dip_family *family,
                            const char *name, GArray *comparisons)
{
    g_autofree char *path = g_strdup_printf("content/%s/comparisons/%s", family->id, name);
    struct dip_document *document = dip_loader_document(loader, path);
    struct raw_comparison raw;
    size_t codes[2];

    if (document == NULL)
        return;
    dip_schema_decode(&comparison_schema, document, dip_document_root(document), loader->diag,
                      &raw);
    if (raw.pair.items != NULL && raw.pair.count != 2) {
        dip_diag_report(loader->diag, DIP_RULE_VALUE_INVALID,
                        raw.pair.count == 0 ? raw.loc : raw.pair.items[0].loc,
                        "\"pair\" must name two codes, not %zu", raw.pair.count);
        return;
    }
    if (raw.pair.count != 2 || !find_codes(loader, family, &raw, codes))
        return;
    g_assert(raw.pair.items != NULL);
    struct dip_comparison comparison = make_comparison(loader, family, &raw, codes);
    check_name(loader, family, &comparison, name, raw.pair.items[0].loc);
    g_array_append_val(comparisons, comparison);
}

static int compare_comparisons(const void *a, const void *b)
{
    const struct dip_comparison *x = a;
    const struct dip_comparison *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return strcmp(x->loc.path, y->loc.path);
}

static void keep_unique(struct dip_loader *loader, struct dip_family *family,
                        const GArray *comparisons)
{
    family->comparisons =
        dip_loader_alloc(loader, comparisons->len * sizeof family->comparisons[0]);
    for (guint i = 0; i < comparisons->len; i++) {
        const struct dip_comparison *comparison =
            &g_array_index(comparisons, struct dip_comparison, i);
        gpointer key = GSIZE_TO_POINTER(comparison->a * family->code_count + comparison->b);
        const struct dip_comparison *first = g_hash_table_lookup(family->comparison_of, key);
        if (first != NULL) {
            dip_diag_report(loader->diag, DIP_RULE_COMPARISON_REPEATED, comparison->loc,
                            "there is a comparison of \"%s\" and \"%s\" already",
                            family->codes[comparison->a].code, family->codes[comparison->b].code);
            dip_diag_note(loader->diag, first->loc, "the first one is here");
            continue;
        }
        struct dip_comparison *kept = &family->comparisons[family->comparison_count++];
        *kept = *comparison;
        g_hash_table_insert(family->comparison_of, key, kept);
    }
}

void dip_load_comparisons(struct dip_loader *loader, struct dip_family *family)
{
    g_autofree char *folder = g_strdup_printf("content/%s/comparisons", family->id);
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = dip_file_list(loader->root, folder, &fault);
    g_autoptr(GArray) comparisons = g_array_new(FALSE, TRUE, sizeof(struct dip_comparison));

    family->comparison_of = g_hash_table_new(g_direct_hash, g_direct_equal);
    if (names == NULL && fault != DIP_FILE_MISSING)
        dip_diag_report_file(loader->diag, fault, 0, folder, 0);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (!g_str_has_suffix(name, ".yaml")) {
            dip_diag_report(loader->diag, DIP_RULE_FILE_UNEXPECTED, dip_loc_at(path, 0, 0),
                            "not read: the name of a comparison ends with \".yaml\"");
            continue;
        }
        load_comparison(loader, family, name, comparisons);
        dip_loader_forget_values(loader);
    }
    g_array_sort(comparisons, compare_comparisons);
    keep_unique(loader, family, comparisons);
}

const struct dip_comparison *dip_family_comparison(const struct dip_family *family, size_t a,
                                                   size_t b)
{
    return g_hash_table_lookup(family->comparison_of, GSIZE_TO_POINTER(a * family->code_count + b));
}
