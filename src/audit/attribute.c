/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The attributes of elements: addresses, ids, languages. Each that matters has a row in a table.
 * Links to other pages' fragments are kept until all pages are read.
 */
#include "audit/inspect.h"

bool dip_has_word(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *p = list; p != NULL && *p != '\0';) {
        p += strspn(p, " \t\n\r\f");
        size_t span = strcspn(p, " \t\n\r\f");
        if (span == length && g_ascii_strncasecmp(p, word, length) == 0)
            return true;
        p += span;
    }
    return false;
}

static struct dip_mention mention(struct dip_inspector *inspector, int32_t file,
                                  const struct dip_attribute *attribute, const char *text)
{
    dip_loc loc = dip_inspector_at(inspector, attribute->offset);

    return (struct dip_mention){.file = file, .line = loc.line, .column = loc.column, .text = text};
}

static void keep(struct dip_inspector *inspector, GArray **mentions, struct dip_mention kept)
{
    if (*mentions == NULL)
        *mentions = g_array_new(FALSE, FALSE, sizeof(struct dip_mention));
    kept.text = g_string_chunk_insert_const(inspector->chunk, kept.text);
    g_array_append_val(*mentions, kept);
}

/* --- links --- */

static void report_link(struct dip_inspector *inspector, const struct dip_attribute *attribute,
                        enum dip_way way)
{
    static const char *const says[] = {
        [DIP_WAY_NOWHERE] = "leads to no file",
        [DIP_WAY_FOLDER] = "leads to a folder and lacks the slash at its end",
        [DIP_WAY_OUT] = "leads out of the site",
    };

    dip_diag_report(inspector->diag, DIP_RULE_BUILT_LINK,
                    dip_inspector_at(inspector, attribute->offset), "the link \"%s\" %s",
                    attribute->value, says[way]);
}

static void follow_fragment(struct dip_inspector *inspector, const struct dip_attribute *attribute,
                            const struct dip_target *target)
{
    const char *fragment = target->fragment;

    /* The top of a page needs no id. */
    if (fragment == NULL || fragment[0] == '\0' || g_ascii_strcasecmp(fragment, "top") == 0)
        return;
    struct dip_mention kept = mention(inspector, target->file, attribute, fragment);
    if (target->file != inspector->index) {
        keep(inspector, &inspector->page->fragments, kept);
        return;
    }
    kept.text = g_string_chunk_insert_const(inspector->chunk, fragment);
    g_array_append_val(inspector->fragments, kept);
}

static bool is_not_found(const char *path)
{
    return strcmp(path, "404.html") == 0 || g_str_has_suffix(path, "/404.html");
}

void dip_inspector_follow(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                          const struct dip_attribute *attribute)
{
    const struct dip_built *built = inspector->built;
    const char *address = attribute->value + strspn(attribute->value, " \t\n\r\f");
    struct dip_target target =
        dip_built_resolve(built, inspector->path, address, inspector->scratch);

    if (target.way == DIP_WAY_ELSEWHERE)
        return;
    inspector->links++;
    if (target.way != DIP_WAY_FILE) {
        report_link(inspector, attribute, target.way);
        return;
    }
    if (is_not_found(inspector->path) && strchr("#/", address[0]) == NULL &&
        !g_str_has_prefix(address, built->url))
        dip_diag_report(
            inspector->diag, DIP_RULE_BUILT_LINK, dip_inspector_at(inspector, attribute->offset),
            "the link \"%s\" is relative, and this page is shown at any address", address);
    follow_fragment(inspector, attribute, &target);
    struct dip_built_page *other = dip_built_get(built, target.file)->page;
    if (other == NULL || target.file == inspector->index ||
        myhtml_node_tag_id(element) != MyHTML_TAG_A)
        return;
    /* The first page by order, whichever worker comes first. */
    for (gint first = g_atomic_int_get(&other->linked_from);
         (first == 0 || inspector->index + 1 < first) &&
         !g_atomic_int_compare_and_exchange(&other->linked_from, first, inspector->index + 1);)
        first = g_atomic_int_get(&other->linked_from);
}

/* Find the file that an absolute address names. @return false where there is none (reported) */
static bool find_own(struct dip_inspector *inspector, const struct dip_attribute *attribute,
                     enum dip_rule rule, const char *what, struct dip_mention *ret_mention)
{
    const struct dip_built *built = inspector->built;
    const char *address = attribute->value;
    dip_loc loc = dip_inspector_at(inspector, attribute->offset);
    struct dip_target target = dip_built_resolve(built, NULL, address, inspector->scratch);

    if (target.way == DIP_WAY_FILE) {
        *ret_mention = mention(inspector, target.file, attribute, NULL);
        return true;
    }
    if (target.way == DIP_WAY_ELSEWHERE)
        dip_diag_report(inspector->diag, rule, loc, "%s \"%s\" is not below the site's url \"%s\"",
                        what, address, built->url);
    else
        dip_diag_report(inspector->diag, rule, loc, "%s \"%s\" leads to no page", what, address);
    return false;
}

static void check_link_element(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                               const struct dip_attribute *attribute)
{
    struct dip_built_page *page = inspector->page;
    const char *rel = dip_value_of(element, "rel");
    const char *tag = dip_value_of(element, "hreflang");
    struct dip_mention found;

    if (dip_has_word(rel, "canonical")) {
        dip_loc loc = dip_inspector_at(inspector, attribute->offset);
        if (page->canonical.line > 0)
            dip_diag_report(inspector->diag, DIP_RULE_BUILT_CANONICAL,
                            dip_inspector_at(inspector, attribute->offset),
                            "a second canonical address, \"%s\"", attribute->value);
        else if (find_own(inspector, attribute, DIP_RULE_BUILT_CANONICAL, "the canonical address",
                          &found)) {
            page->canonical = found;
            page->has_canonical = true;
        }
        page->canonical.line = loc.line;
        page->canonical.column = loc.column;
    } else if (dip_has_word(rel, "alternate") && tag != NULL) {
        if (!find_own(inspector, attribute, DIP_RULE_BUILT_HREFLANG, "the alternate", &found))
            return;
        found.text = tag;
        keep(inspector, &page->alternates, found);
    } else {
        dip_inspector_follow(inspector, element, attribute);
    }
}

static void check_address(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                          const struct dip_attribute *attribute)
{
    if (myhtml_node_tag_id(element) == MyHTML_TAG_LINK && strcmp(attribute->name, "href") == 0)
        check_link_element(inspector, element, attribute);
    else
        dip_inspector_follow(inspector, element, attribute);
}

/* `a.png 1x, b.png 2x`: addresses, each with a width or density behind it, or none. */
static void check_set(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                      const struct dip_attribute *attribute)
{
    g_auto(GStrv) candidates = g_strsplit(attribute->value, ",", -1);

    for (char **candidate = candidates; *candidate != NULL; candidate++) {
        struct dip_attribute link = *attribute;
        char *address = g_strstrip(*candidate);
        address[strcspn(address, " \t\n\r\f")] = '\0';
        link.value = address;
        if (address[0] != '\0')
            dip_inspector_follow(inspector, element, &link);
    }
}

/* --- ids and languages --- */

static void check_id(struct dip_inspector *inspector, myhtml_tree_node_t *element G_GNUC_UNUSED,
                     const struct dip_attribute *attribute)
{
    size_t first = GPOINTER_TO_SIZE(g_hash_table_lookup(inspector->ids, attribute->value));

    if (first == 0) {
        g_hash_table_insert(inspector->ids, (char *)attribute->value,
                            GSIZE_TO_POINTER(attribute->offset + 1));
        return;
    }
    dip_diag_report(inspector->diag, DIP_RULE_BUILT_ID,
                    dip_inspector_at(inspector, attribute->offset),
                    "the id \"%s\" is taken already", attribute->value);
    dip_diag_note(inspector->diag, dip_inspector_at(inspector, first - 1), "the first is here");
}

/* Attributes that name ids of this page, separated by spaces. */
static void check_references(struct dip_inspector *inspector,
                             myhtml_tree_node_t *element G_GNUC_UNUSED,
                             const struct dip_attribute *attribute)
{
    g_auto(GStrv) ids = g_strsplit_set(attribute->value, " \t\n\r\f", -1);

    for (char **id = ids; *id != NULL; id++) {
        struct dip_target target = {.file = inspector->index, .fragment = *id};
        follow_fragment(inspector, attribute, &target);
    }
}

/* The form of a BCP 47 tag: a language, then subtags of up to eight letters and digits. */
static bool is_tag(const char *tag)
{
    size_t length = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    if (length < 2 || length > 8)
        return false;
    for (tag += length; *tag == '-'; tag += length) {
        tag++;
        for (length = 0; g_ascii_isalnum(tag[length]);)
            length++;
        if (length < 1 || length > 8)
            return false;
    }
    return *tag == '\0';
}

static void check_lang(struct dip_inspector *inspector, myhtml_tree_node_t *element G_GNUC_UNUSED,
                       const struct dip_attribute *attribute)
{
    if (!is_tag(attribute->value))
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_LANG,
                        dip_inspector_at(inspector, attribute->offset),
                        "\"%s\" is no language tag; expected one such as \"en\" or \"pt-BR\"",
                        attribute->value);
}

static void check_dir(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                      const struct dip_attribute *attribute)
{
    static const char *const directions[] = {"ltr", "rtl", "auto", NULL};
    bool root = myhtml_node_tag_id(element) == MyHTML_TAG_HTML;

    if (g_strv_contains(directions, attribute->value) &&
        !(root && strcmp(attribute->value, "auto") == 0))
        return;
    dip_diag_report(inspector->diag, DIP_RULE_BUILT_LANG,
                    dip_inspector_at(inspector, attribute->offset),
                    "\"%s\" is no direction; expected \"ltr\"%s \"rtl\"%s", attribute->value,
                    root ? " or" : ",", root ? "" : " or \"auto\"");
}

static const struct {
    const char *name;
    void (*check)(struct dip_inspector *inspector, myhtml_tree_node_t *element,
                  const struct dip_attribute *attribute);
} attribute_rows[] = {
    {"href", check_address},
    {"src", check_address},
    {"action", check_address},
    {"data", check_address},
    {"poster", check_address},
    {"srcset", check_set},
    {"id", check_id},
    {"lang", check_lang},
    {"dir", check_dir},
    {"for", check_references},
    {"aria-controls", check_references},
    {"aria-describedby", check_references},
    {"aria-labelledby", check_references},
    {"aria-owns", check_references},
};

void dip_inspector_refresh(struct dip_inspector *inspector, const struct dip_attribute *content)
{
    const char *address = strchr(content->value, '=');

    inspector->page->redirects = true;
    inspector->page->refresh = mention(inspector, DIP_NO_FILE, content, NULL);
    if (address == NULL)
        return;
    struct dip_attribute link = *content;
    link.value = address + 1;
    struct dip_target target =
        dip_built_resolve(inspector->built, inspector->path, link.value, inspector->scratch);
    if (target.way == DIP_WAY_FILE)
        inspector->page->refresh.file = target.file;
    else if (target.way != DIP_WAY_ELSEWHERE)
        report_link(inspector, &link, target.way);
}

/* Where the text of an attribute starts: within its element, or the library did not set it. */
static size_t place_of(myhtml_tree_node_t *element, myhtml_position_t text)
{
    myhtml_position_t tag = myhtml_node_element_position(element);
    bool within = text.begin >= tag.begin && text.begin < tag.begin + tag.length;

    return within ? text.begin : tag.begin;
}

struct dip_attribute dip_attribute_of(myhtml_tree_node_t *element, myhtml_tree_attr_t *attribute)
{
    const char *name = myhtml_attribute_key(attribute, NULL);
    const char *value = myhtml_attribute_value(attribute, NULL);
    bool empty = value == NULL || value[0] == '\0';

    return (struct dip_attribute){
        .name = name == NULL ? "" : name,
        .value = empty ? "" : value,
        .offset = place_of(element, empty ? myhtml_attribute_key_raw_position(attribute)
                                          : myhtml_attribute_value_raw_position(attribute)),
    };
}

void dip_inspector_attributes(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    for (myhtml_tree_attr_t *at = myhtml_node_attribute_first(element); at != NULL;
         at = myhtml_attribute_next(at)) {
        struct dip_attribute attribute = dip_attribute_of(element, at);
        for (size_t row = 0; row < G_N_ELEMENTS(attribute_rows); row++) {
            if (strcmp(attribute.name, attribute_rows[row].name) == 0)
                attribute_rows[row].check(inspector, element, &attribute);
        }
    }
}
