/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Which templates there are and which variables each may use. This is the contract with whoever
 * writes templates: what is not here is reported where it is used, and docs/templates.md explains it.
 */
#include "render/render.h"

#define TEXT(n)                                                                                    \
    {                                                                                              \
        .name = n, .kind = DIP_VAR_TEXT                                                            \
    }
#define HTML(n)                                                                                    \
    {                                                                                              \
        .name = n, .kind = DIP_VAR_HTML                                                            \
    }
#define COUNT(n)                                                                                   \
    {                                                                                              \
        .name = n, .kind = DIP_VAR_COUNT                                                           \
    }
#define SECTION(n, vars)                                                                           \
    {                                                                                              \
        .name = n, .kind = DIP_VAR_SECTION, .inner = vars                                          \
    }

static const struct dip_var no_vars[] = {{0}};
static const struct dip_var tag_vars[] = {TEXT("tag"), {0}};
static const struct dip_var url_vars[] = {TEXT("url"), {0}};

static const struct dip_var picker_vars[] = {TEXT("script_href"), {0}};
static const struct dip_var preview_vars[] = {TEXT("preview_url"), {0}};

static const struct dip_var base_vars[] = {TEXT("lang"),
                                           TEXT("dir"),
                                           TEXT("meta_title"),
                                           TEXT("meta_description"),
                                           SECTION("meta_title_lang", tag_vars),
                                           SECTION("meta_description_lang", tag_vars),
                                           SECTION("noindex", no_vars),
                                           SECTION("canonical", url_vars),
                                           HTML("alternates"),
                                           TEXT("og_type"),
                                           TEXT("og_locale"),
                                           TEXT("site_name"),
                                           TEXT("style_href"),
                                           TEXT("icon_href"),
                                           SECTION("picker", picker_vars),
                                           SECTION("preview", preview_vars),
                                           TEXT("find_href"),
                                           TEXT("find_index"),
                                           TEXT("find_code"),
                                           TEXT("home_href"),
                                           TEXT("translations_href"),
                                           SECTION("languages", no_vars),
                                           HTML("switcher"),
                                           SECTION("licence", no_vars),
                                           TEXT("licence_href"),
                                           TEXT("licence_name"),
                                           HTML("notice"),
                                           SECTION("jsonld", no_vars),
                                           TEXT("home_url"),
                                           TEXT("page_url"),
                                           TEXT("headline"),
                                           {0}};

static const struct dip_var pair_vars[] = {TEXT("family_href"),
                                           TEXT("family_name"),
                                           TEXT("family_url"),
                                           HTML("title"),
                                           HTML("intro"),
                                           HTML("which"),
                                           HTML("glance_groups"),
                                           TEXT("a_code"),
                                           TEXT("b_code"),
                                           TEXT("a_class_id"),
                                           TEXT("b_class_id"),
                                           HTML("panel_a"),
                                           HTML("panel_b"),
                                           SECTION("flows", no_vars),
                                           HTML("flow_a"),
                                           HTML("flow_b"),
                                           HTML("differences"),
                                           HTML("more"),
                                           {0}};

static const struct dip_var reference_vars[] = {TEXT("href"), HTML("name"), {0}};
static const struct dip_var references_vars[] = {SECTION("reference", reference_vars), {0}};
static const struct dip_var code_vars[] = {TEXT("family_href"),
                                           TEXT("family_name"),
                                           TEXT("family_url"),
                                           TEXT("class_id"),
                                           TEXT("code"),
                                           HTML("name"),
                                           HTML("title"),
                                           HTML("class"),
                                           HTML("description"),
                                           HTML("when"),
                                           HTML("fix"),
                                           SECTION("facts", no_vars),
                                           HTML("facts_rows"),
                                           SECTION("flows", no_vars),
                                           HTML("flow"),
                                           SECTION("references", references_vars),
                                           SECTION("written", no_vars),
                                           HTML("comparisons_written"),
                                           SECTION("others", no_vars),
                                           COUNT("count"),
                                           HTML("comparisons"),
                                           {0}};

static const struct dip_var class_link_vars[] = {
    TEXT("class_id"), TEXT("anchor"), TEXT("range"), HTML("class"), {0}};
static const struct dip_var family_vars[] = {TEXT("family_name"),
                                             HTML("title"),
                                             SECTION("specification", no_vars),
                                             TEXT("specification_href"),
                                             TEXT("specification_name"),
                                             SECTION("class_link", class_link_vars),
                                             SECTION("featured", no_vars),
                                             HTML("pairs"),
                                             HTML("classes"),
                                             {0}};

static const struct dip_var home_family_vars[] = {
    TEXT("href"), TEXT("family_name"), HTML("title"), COUNT("count"), {0}};
static const struct dip_var home_vars[] = {
    SECTION("family", home_family_vars), SECTION("featured", no_vars), HTML("pairs"), {0}};

static const struct dip_var locale_vars[] = {TEXT("href"),  TEXT("tag"),   TEXT("tag_dir"),
                                             TEXT("name"),  TEXT("share"), TEXT("percent"),
                                             TEXT("pages"), TEXT("total"), {0}};
static const struct dip_var alone_vars[] = {TEXT("code_name"), {0}};
static const struct dip_var other_vars[] = {TEXT("b_code"), {0}};
static const struct dip_var place_vars[] = {TEXT("href"),
                                            TEXT("family_name"),
                                            TEXT("code"),
                                            SECTION("alone", alone_vars),
                                            SECTION("other", other_vars),
                                            {0}};
static const struct dip_var gap_vars[] = {TEXT("text"),       TEXT("source_tag"),
                                          TEXT("source_dir"), SECTION("place", place_vars),
                                          COUNT("count"),     {0}};
static const struct dip_var incomplete_vars[] = {
    TEXT("tag"), TEXT("tag_dir"), TEXT("name"), SECTION("gap", gap_vars), {0}};
static const struct dip_var missing_vars[] = {SECTION("incomplete", incomplete_vars), {0}};
static const struct dip_var translations_vars[] = {SECTION("locale", locale_vars),
                                                   SECTION("missing", missing_vars),
                                                   SECTION("project", no_vars),
                                                   TEXT("project_href"),
                                                   {0}};

static const struct dip_var not_found_family_vars[] = {
    TEXT("href"), TEXT("family_name"), HTML("title"), {0}};
static const struct dip_var not_found_vars[] = {SECTION("family", not_found_family_vars), {0}};

static const struct dip_var redirect_vars[] = {TEXT("lang"),
                                               TEXT("dir"),
                                               TEXT("meta_title"),
                                               SECTION("meta_title_lang", tag_vars),
                                               HTML("refresh"),
                                               TEXT("page_url"),
                                               TEXT("href"),
                                               HTML("title"),
                                               {0}};

static const struct dip_var panel_vars[] = {TEXT("class_id"), TEXT("code"),  TEXT("code_id"),
                                            HTML("name"),     HTML("class"), HTML("description"),
                                            HTML("when"),     HTML("fix"),   {0}};
static const struct dip_var flow_vars[] = {
    TEXT("class_id"), TEXT("code"), HTML("name"), HTML("svg"), {0}};
static const struct dip_var glance_group_vars[] = {HTML("rows"), {0}};
static const struct dip_var glance_row_vars[] = {HTML("label"), HTML("a"), HTML("b"), {0}};
static const struct dip_var fact_row_vars[] = {HTML("label"), HTML("value"), {0}};
static const struct dip_var difference_vars[] = {HTML("text"), {0}};
static const struct dip_var more_item_vars[] = {TEXT("href"), HTML("label"), {0}};
static const struct dip_var compare_item_vars[] = {
    TEXT("class_id"), TEXT("href"), TEXT("code"), HTML("name"), {0}};
static const struct dip_var pair_item_vars[] = {
    TEXT("href"),   TEXT("a_class_id"), TEXT("a_code"), TEXT("b_class_id"),
    TEXT("b_code"), HTML("a_name"),     HTML("b_name"), {0}};
static const struct dip_var pair_group_vars[] = {TEXT("href"), TEXT("class_id"), TEXT("code"),
                                                 HTML("name"), HTML("pairs"),    {0}};
static const struct dip_var llms_family_vars[] = {TEXT("family_name"),
                                                  TEXT("family_title"),
                                                  TEXT("family_url"),
                                                  TEXT("api_url"),
                                                  COUNT("codes"),
                                                  COUNT("pairs"),
                                                  {0}};
static const struct dip_var llms_locale_vars[] = {
    TEXT("tag"), TEXT("name"), TEXT("locale_url"), {0}};
static const struct dip_var llms_vars[] = {TEXT("site_name"),
                                           TEXT("summary"),
                                           TEXT("home_url"),
                                           SECTION("family", llms_family_vars),
                                           SECTION("locale", llms_locale_vars),
                                           {0}};
static const struct dip_var family_class_vars[] = {TEXT("class_id"), TEXT("anchor"), HTML("class"),
                                                   HTML("summary"),  HTML("codes"),  {0}};
static const struct dip_var family_code_vars[] = {
    TEXT("href"), TEXT("code"), HTML("name"), HTML("sentence"), {0}};
static const struct dip_var notice_vars[] = {TEXT("translations_href"), {0}};
static const struct dip_var turned_vars[] = {TEXT("tag_dir"), {0}};
static const struct dip_var switcher_vars[] = {
    TEXT("href"), TEXT("tag"), SECTION("turned", turned_vars), TEXT("name"), {0}};
static const struct dip_var alternate_vars[] = {TEXT("tag"), TEXT("href"), {0}};

const struct dip_template_spec dip_render_specs[] = {
    {.name = "base", .vars = base_vars},
    {.name = "pair", .vars = pair_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "code", .vars = code_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "family", .vars = family_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "home", .vars = home_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "translations", .vars = translations_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "not-found", .vars = not_found_vars, .flags = DIP_TEMPLATE_PAGE},
    {.name = "redirect", .vars = redirect_vars},
    {.name = "parts/panel", .vars = panel_vars},
    {.name = "parts/flow", .vars = flow_vars},
    {.name = "parts/glance-differs", .vars = glance_group_vars},
    {.name = "parts/glance-one", .vars = glance_group_vars},
    {.name = "parts/glance-same", .vars = glance_group_vars},
    {.name = "parts/glance-row", .vars = glance_row_vars},
    {.name = "parts/glance-row-same", .vars = fact_row_vars},
    {.name = "parts/fact-row", .vars = fact_row_vars},
    {.name = "parts/difference", .vars = difference_vars},
    {.name = "parts/more-item", .vars = more_item_vars},
    {.name = "parts/compare-item", .vars = compare_item_vars},
    {.name = "parts/pair-item", .vars = pair_item_vars},
    {.name = "parts/pair-group", .vars = pair_group_vars},
    {.name = "parts/pair-short", .vars = compare_item_vars},
    {.name = "parts/family-class", .vars = family_class_vars},
    {.name = "parts/family-code", .vars = family_code_vars},
    {.name = "parts/notice", .vars = notice_vars},
    {.name = "parts/switcher-item", .vars = switcher_vars},
    {.name = "parts/switcher-current", .vars = switcher_vars},
    {.name = "parts/alternate", .vars = alternate_vars},
    {.name = "llms", .vars = llms_vars, .flags = DIP_TEMPLATE_RAW_TEXT},
    {0},
};

const char *const dip_render_page_names[DIP_PAGE_KINDS] = {
    [DIP_PAGE_HOME] = "home",
    [DIP_PAGE_FAMILY] = "family",
    [DIP_PAGE_CODE] = "code",
    [DIP_PAGE_PAIR] = "pair",
    [DIP_PAGE_TRANSLATIONS] = "translations",
    [DIP_PAGE_NOT_FOUND] = "not-found",
};
