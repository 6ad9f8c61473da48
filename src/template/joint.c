/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What stands between bytes: sections, which may be shown or not, and so must not change where in
 * HTML the text behind them stands. ctemplate reads a template once from top to bottom, as if every
 * section were shown once; this is what makes that true for all other cases.
 */
#include "template/context.h"

#include "base/base.h"

#include <glib.h>

bool dip_context_in_tag(const struct dip_context *context)
{
    return context->state == DIP_CONTEXT_TAG_NAME || context->state == DIP_CONTEXT_TAG ||
           context->state == DIP_CONTEXT_ATTRIBUTE || context->state == DIP_CONTEXT_AFTER_ATTRIBUTE;
}

bool dip_context_in_value(const struct dip_context *context)
{
    return context->state == DIP_CONTEXT_VALUE_START || context->state == DIP_CONTEXT_VALUE_BARE ||
           context->state == DIP_CONTEXT_VALUE_SINGLE || context->state == DIP_CONTEXT_VALUE_DOUBLE;
}

bool dip_context_is_quiet(const struct dip_context *context)
{
    if (context->state == DIP_CONTEXT_COMMENT)
        return context->dashes == 0;
    if (context->state == DIP_CONTEXT_RAW)
        return !context->json_escape;
    return context->state == DIP_CONTEXT_TEXT || dip_context_in_tag(context) ||
           context->state == DIP_CONTEXT_VALUE_BARE || context->state == DIP_CONTEXT_VALUE_SINGLE ||
           context->state == DIP_CONTEXT_VALUE_DOUBLE;
}

/* Whether blanks or the tag's end have to follow, since a name could go on else. */
static bool needs_break(const struct dip_context *context)
{
    return dip_context_in_tag(context) && context->state != DIP_CONTEXT_TAG;
}

void dip_context_cut(struct dip_context *context, enum dip_context_cut cut)
{
    if (needs_break(context) || (cut == DIP_CUT_FRAGMENT && dip_context_in_tag(context)))
        context->must_break = true;
}

static const char *join_urls(struct dip_context *context, const struct dip_context *before)
{
    if (dip_context_attribute(context) != DIP_ATTRIBUTE_URL || context->url == before->url)
        return NULL;
    if (context->url == DIP_URL_VARIABLE && before->url == DIP_URL_START)
        return NULL;
    context->url = DIP_URL_REST;
    return "the section changes how an address starts: put the whole attribute into it";
}

const char *dip_context_join(struct dip_context *context, const struct dip_context *before)
{
    if (dip_context_in_tag(context) && dip_context_in_tag(before)) {
        if (strcmp(context->tag, before->tag) != 0 || context->closing != before->closing)
            return "the section ends in another tag than it starts in";
        context->must_break = context->must_break || before->must_break || needs_break(context) ||
                              needs_break(before);
        return NULL;
    }
    if (context->state != before->state || context->raw != before->raw ||
        context->json_string != before->json_string)
        return "the section ends in another place of the markup than it starts in";
    if (dip_context_in_value(context)) {
        if (strcmp(context->tag, before->tag) != 0 ||
            strcmp(context->attribute, before->attribute) != 0)
            return "the section ends in another attribute than it starts in";
        return join_urls(context, before);
    }
    return NULL;
}

bool dip_context_folds_blanks(const struct dip_context *context)
{
    return (context->state == DIP_CONTEXT_TEXT && context->pre == 0) ||
           context->state == DIP_CONTEXT_TAG || context->state == DIP_CONTEXT_AFTER_ATTRIBUTE;
}
