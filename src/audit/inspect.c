/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One page: parsed by MyHTML, an HTML5 parser, walked once without recursion (a page may nest as deep as
 * it likes), and what other pages must know of it kept.
 */
#include "audit/inspect.h"

enum { CHUNK_BYTES = 64 * 1024 };

struct dip_inspector *dip_inspector_new(const struct dip_built *built)
{
    struct dip_inspector *inspector = g_new0(struct dip_inspector, 1);

    inspector->built = built;
    inspector->parser = myhtml_create();
    inspector->tree = myhtml_tree_create();
    if (myhtml_init(inspector->parser, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) != 0 ||
        myhtml_tree_init(inspector->tree, inspector->parser) != 0)
        g_error("out of memory");
    inspector->chunk = g_string_chunk_new(CHUNK_BYTES);
    inspector->scratch = g_string_new(NULL);
    inspector->ids = g_hash_table_new(g_str_hash, g_str_equal);
    inspector->fragments = g_array_new(FALSE, FALSE, sizeof(struct dip_mention));
    return inspector;
}

void dip_inspector_free(struct dip_inspector *inspector)
{
    if (inspector == NULL)
        return;
    myhtml_tree_destroy(inspector->tree);
    myhtml_destroy(inspector->parser);
    g_string_chunk_free(inspector->chunk);
    g_string_free(inspector->scratch, TRUE);
    g_hash_table_unref(inspector->ids);
    g_array_unref(inspector->fragments);
    g_free(inspector);
}

uint64_t dip_inspector_links(const struct dip_inspector *inspector)
{
    return inspector->links;
}

/* --- elements --- */

/* The text of an element that holds nothing else, or NULL. */
static myhtml_tree_node_t *text_of(myhtml_tree_node_t *element)
{
    myhtml_tree_node_t *child = myhtml_node_child(element);

    return child == NULL || myhtml_node_tag_id(child) != MyHTML_TAG__TEXT ? NULL : child;
}

static void check_html(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    static const char *const wanted[] = {"lang", "dir"};
    const char *lang = dip_value_of(element, "lang");

    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (dip_value_of(element, wanted[i]) == NULL)
            dip_diag_report(inspector->diag, DIP_RULE_BUILT_LANG,
                            dip_inspector_at_node(inspector, element), "\"html\" has no \"%s\"",
                            wanted[i]);
    }
    if (lang != NULL)
        inspector->page->lang = g_string_chunk_insert_const(inspector->chunk, lang);
}

static void check_meta(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    myhtml_tree_attr_t *found = myhtml_attribute_by_key(element, "content", strlen("content"));
    const char *name = dip_value_of(element, "name");
    const char *equivalent = dip_value_of(element, "http-equiv");
    const char *property = dip_value_of(element, "property");

    if (found == NULL)
        return;
    struct dip_attribute content = dip_attribute_of(element, found);
    /* og:url, og:image: addresses that other sites read. */
    if (property != NULL && g_str_has_prefix(content.value, inspector->built->url))
        dip_inspector_follow(inspector, element, &content);
    if (name != NULL && g_ascii_strcasecmp(name, "robots") == 0) {
        g_autofree char *words = g_strdelimit(g_strdup(content.value), ",", ' ');
        inspector->page->noindex = dip_has_word(words, "noindex") || dip_has_word(words, "none");
    } else if (equivalent != NULL && g_ascii_strcasecmp(equivalent, "refresh") == 0) {
        dip_inspector_refresh(inspector, &content);
    }
}

static void check_title(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    myhtml_tree_node_t *text = text_of(element);

    inspector->titles++;
    if (inspector->titles > 1)
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_TITLE,
                        dip_inspector_at_node(inspector, element), "a second title");
    else if (text == NULL)
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_TITLE,
                        dip_inspector_at_node(inspector, element), "the title is empty");
}

static void check_script(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    const char *type = dip_value_of(element, "type");
    myhtml_tree_node_t *text = text_of(element);

    if (type == NULL || g_ascii_strcasecmp(type, "application/ld+json") != 0)
        return;
    dip_jsonld_check(inspector->built, text == NULL ? "" : myhtml_node_text(text, NULL),
                     dip_inspector_at_node(inspector, text == NULL ? element : text),
                     inspector->scratch, inspector->diag);
}

static void check_heading(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    if (++inspector->headings > 1)
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_HEADING,
                        dip_inspector_at_node(inspector, element),
                        "a second \"h1\"; a page has one");
}

static void check_element(struct dip_inspector *inspector, myhtml_tree_node_t *element)
{
    static const struct {
        myhtml_tag_id_t tag;
        void (*check)(struct dip_inspector *inspector, myhtml_tree_node_t *element);
    } rows[] = {
        {MyHTML_TAG_HTML, check_html},     {MyHTML_TAG_META, check_meta},
        {MyHTML_TAG_TITLE, check_title},   {MyHTML_TAG_H1, check_heading},
        {MyHTML_TAG_SCRIPT, check_script},
    };

    dip_inspector_attributes(inspector, element);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        /* A drawing has titles of its own. */
        if (rows[i].tag == myhtml_node_tag_id(element) &&
            myhtml_node_namespace(element) == MyHTML_NAMESPACE_HTML)
            rows[i].check(inspector, element);
    }
}

/* The node behind @p node in the order of the text; NULL at the end. */
static myhtml_tree_node_t *next_node(myhtml_tree_node_t *node)
{
    myhtml_tree_node_t *next = myhtml_node_child(node);

    for (; node != NULL && next == NULL; node = myhtml_node_parent(node))
        next = myhtml_node_next(node);
    return next;
}

/* --- places --- */

dip_loc dip_inspector_at(struct dip_inspector *inspector, size_t offset)
{
    if (offset < inspector->offset || inspector->line == 0) {
        inspector->offset = 0;
        inspector->line = inspector->column = 1;
    }
    for (; inspector->offset < MIN(offset, inspector->length); inspector->offset++) {
        unsigned char c = (unsigned char)inspector->bytes[inspector->offset];
        if (c == '\n') {
            inspector->line++;
            inspector->column = 1;
        } else {
            /* One for each character of UTF-8: its later bytes start with 10. */
            inspector->column += (c & 0xC0U) != 0x80U;
        }
    }
    return dip_loc_at(inspector->path, inspector->line, inspector->column);
}

dip_loc dip_inspector_at_node(struct dip_inspector *inspector, myhtml_tree_node_t *node)
{
    myhtml_position_t position = myhtml_node_element_position(node);

    if (position.length == 0)
        return dip_loc_at(inspector->path, 0, 0);
    return dip_inspector_at(inspector, position.begin);
}

const char *dip_value_of(myhtml_tree_node_t *element, const char *name)
{
    myhtml_tree_attr_t *attribute = myhtml_attribute_by_key(element, name, strlen(name));

    return attribute == NULL ? NULL : dip_attribute_of(element, attribute).value;
}

/* --- the whole page --- */

static gint compare_mentions(gconstpointer a, gconstpointer b)
{
    const struct dip_mention *x = a;
    const struct dip_mention *y = b;
    int order = strcmp(x->text, y->text);

    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    return order != 0 ? order : (x->column > y->column) - (x->column < y->column);
}

static gint compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void finish_ids(struct dip_inspector *inspector)
{
    GHashTableIter iter;
    gpointer id;

    if (g_hash_table_size(inspector->ids) == 0)
        return;
    inspector->page->ids = g_ptr_array_sized_new(g_hash_table_size(inspector->ids));
    g_hash_table_iter_init(&iter, inspector->ids);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        g_ptr_array_add(inspector->page->ids, g_string_chunk_insert_const(inspector->chunk, id));
    g_ptr_array_sort(inspector->page->ids, compare_texts);
}

static void finish(struct dip_inspector *inspector)
{
    dip_loc whole = dip_loc_at(inspector->path, 0, 0);

    for (guint i = 0; i < inspector->fragments->len; i++) {
        const struct dip_mention *fragment =
            &g_array_index(inspector->fragments, struct dip_mention, i);
        if (!g_hash_table_contains(inspector->ids, fragment->text))
            dip_diag_report(inspector->diag, DIP_RULE_BUILT_FRAGMENT,
                            dip_loc_at(inspector->path, fragment->line, fragment->column),
                            "nothing on this page has the id \"%s\"", fragment->text);
    }
    if (inspector->titles == 0)
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_TITLE, whole, "the page has no title");
    if (inspector->headings == 0 && !inspector->page->redirects)
        dip_diag_report(inspector->diag, DIP_RULE_BUILT_HEADING, whole,
                        "the page has no \"h1\"; a page has one");
    if (inspector->page->alternates != NULL)
        g_array_sort(inspector->page->alternates, compare_mentions);
    finish_ids(inspector);
}

static void walk(struct dip_inspector *inspector)
{
    /* Fails for want of memory alone; what it has read by then would be taken for the page. */
    if (myhtml_parse(inspector->tree, MyENCODING_UTF_8, inspector->bytes, inspector->length) != 0)
        g_error("out of memory");
    for (myhtml_tree_node_t *node = myhtml_tree_get_document(inspector->tree); node != NULL;
         node = next_node(node)) {
        if (myhtml_node_tag_id(node) > MyHTML_TAG__DOCTYPE)
            check_element(inspector, node);
    }
}

void dip_inspector_read(struct dip_inspector *inspector, int32_t index, struct dip_diag *diag)
{
    const struct dip_built_file *entry = dip_built_get(inspector->built, index);
    struct dip_file_bytes file =
        dip_file_load(inspector->built->folder, entry->path, DIP_LIMIT_PAGE_BYTES);
    g_autofree char *bytes = file.bytes;

    if (bytes == NULL) {
        dip_diag_report_file(diag, file.fault, file.error, entry->path, DIP_LIMIT_PAGE_BYTES);
        return;
    }
    inspector->diag = diag;
    inspector->index = index;
    inspector->path = entry->path;
    inspector->bytes = bytes;
    inspector->length = file.length;
    inspector->line = 0;
    inspector->page = entry->page;
    inspector->titles = inspector->headings = 0;
    g_hash_table_remove_all(inspector->ids);
    g_array_set_size(inspector->fragments, 0);
    walk(inspector);
    finish(inspector);
    g_hash_table_remove_all(inspector->ids);
}
