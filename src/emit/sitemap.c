/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * One pass over all pages of all locales, in the order of the plan. An entry is formatted into one
 * buffer and goes to the stream at once; only the size of the part is remembered. For an archive, which
 * has a file's length before its bytes, all entries are formatted twice: a part can have 50 MB.
 */
#include "emit/emit.h"
#include "site/site.h"

static const char part_head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                                "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
static const char part_tail[] = "</urlset>\n";

struct writer {
    struct dip_output_group *group; /**< NULL: only measured */
    struct dip_output_stream *part;
    bool open; /**< a part */
    const struct dip_site *site;
    const struct dip_site_locale *locale; /**< whose pages are being written */
    struct dip_diag *diag;
    char *base; /**< the site's address, escaped for XML */
    GString *entry;
    dip_key key;
    size_t part_bytes; /**< at the most */
    struct dip_sitemap_size size;
    GArray *lengths; /**< of the parts, gsize: set by measuring, NULL where nobody wants them */
    GString *tail;   /**< of a page's address, behind the prefix of its language */
    GString **link_heads; /**< by locale; the last is x-default's */
    unsigned parts;
    size_t urls;
    size_t bytes;
    bool failed;
};

static void write_part(struct writer *writer, const char *bytes, size_t length)
{
    if (writer->part != NULL && !writer->failed &&
        !dip_output_stream_write(writer->part, bytes, length))
        writer->failed = true;
    writer->bytes += length;
}

static void add_size(struct writer *writer, size_t bytes)
{
    writer->size.files++;
    writer->size.bytes += bytes;
    writer->size.largest = MAX(writer->size.largest, bytes);
}

static void end_part(struct writer *writer)
{
    if (!writer->open)
        return;
    write_part(writer, part_tail, strlen(part_tail));
    add_size(writer, writer->bytes);
    if (writer->group == NULL && writer->lengths != NULL)
        g_array_append_val(writer->lengths, writer->bytes);
    if (writer->part != NULL && !dip_output_stream_end(writer->part))
        writer->failed = true;
    writer->part = NULL;
    writer->open = false;
}

static void begin_part(struct writer *writer)
{
    g_autofree char *rest = g_strdup_printf("-%u.xml", ++writer->parts);

    if (writer->group != NULL) {
        dip_output_key(writer->group, writer->key);
        writer->part = dip_output_stream_begin(writer->group, rest, writer->diag);
        if (writer->part != NULL && writer->lengths != NULL)
            dip_output_stream_expect(writer->part,
                                     g_array_index(writer->lengths, size_t, writer->parts - 1));
    }
    writer->open = true;
    writer->urls = 0;
    writer->bytes = 0;
    if (!writer->failed)
        write_part(writer, part_head, strlen(part_head));
}

/* What stands in front of a page's address in its link, by locale; all but the rest of the address. */
static void make_link_heads(struct writer *writer)
{
    const struct dip_site *site = writer->site;

    writer->link_heads = g_new(GString *, site->locale_count + 1);
    for (size_t i = 0; i <= site->locale_count; i++) {
        const struct dip_site_locale *locale = &site->locales[i % site->locale_count];
        const char *tag = i == site->locale_count ? "x-default" : locale->tag;
        writer->link_heads[i] = g_string_new(NULL);
        g_string_printf(writer->link_heads[i],
                        "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"%s%s", tag,
                        writer->base, locale->prefix);
    }
}

static void free_link_heads(struct writer *writer)
{
    for (size_t i = 0; i <= writer->site->locale_count; i++)
        g_string_free(writer->link_heads[i], TRUE);
    g_free(writer->link_heads);
}

static void append(GString *out, const GString *text)
{
    dip_append(out, text->str, text->len);
}

static void write_link(struct writer *writer, size_t locale)
{
    append(writer->entry, writer->link_heads[locale]);
    append(writer->entry, writer->tail);
    dip_append_text(writer->entry, "\"/>");
}

static void format_entry(struct writer *writer, const struct dip_page *page)
{
    const struct dip_site *site = writer->site;

    g_string_truncate(writer->tail, 0);
    dip_page_path(&site->locales[0], page, writer->tail); /* the source has no prefix */
    g_string_truncate(writer->entry, 0);
    dip_append_text(writer->entry, "<url><loc>");
    dip_append_text(writer->entry, writer->base);
    dip_append_text(writer->entry, writer->locale->prefix);
    append(writer->entry, writer->tail);
    dip_append_text(writer->entry, "</loc>");
    for (size_t i = 0; i < site->locale_count; i++) {
        if (dip_site_indexed(site, &site->locales[i], page))
            write_link(writer, i);
    }
    write_link(writer, site->locale_count);
    dip_append_text(writer->entry, "</url>\n");
}

static void write_page(const struct dip_page *page, void *user)
{
    struct writer *writer = user;

    if (writer->failed || !dip_site_indexed(writer->site, writer->locale, page))
        return;
    format_entry(writer, page);
    bool full = writer->urls == DIP_LIMIT_SITEMAP_URLS ||
                writer->bytes + writer->entry->len + strlen(part_tail) > writer->part_bytes;
    if (full)
        end_part(writer);
    if (!writer->open)
        begin_part(writer);
    if (writer->failed)
        return;
    write_part(writer, writer->entry->str, writer->entry->len);
    writer->urls++;
}

static void put_index(struct writer *writer)
{
    g_autoptr(GString) index =
        g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");

    for (unsigned i = 1; i <= writer->parts; i++)
        g_string_append_printf(index, "<sitemap><loc>%ssitemap-%u.xml</loc></sitemap>\n",
                               writer->base, i);
    g_string_append(index, "</sitemapindex>\n");
    add_size(writer, index->len);
    if (writer->group != NULL)
        dip_output_key(writer->group, writer->key);
    if (writer->group != NULL &&
        !dip_output_put(writer->group, ".xml", index->str, index->len, writer->diag))
        writer->failed = true;
}

static void write_all(struct writer *writer)
{
    for (size_t i = 0; i < writer->site->locale_count; i++) {
        writer->locale = &writer->site->locales[i];
        dip_site_pages(writer->site, write_page, writer);
    }
    end_part(writer);
}

/* Make all parts without an output, to know their lengths. */
static void measure(const struct writer *writer)
{
    struct writer measuring = *writer;

    measuring.group = NULL;
    write_all(&measuring);
}

bool dip_sitemap_put(struct dip_output_turn *turn, const struct dip_site *site, dip_key key,
                     struct dip_diag *diag, struct dip_sitemap_size *ret_size)
{
    g_autofree char *base = g_markup_escape_text(site->settings.url.text, -1);
    g_autoptr(GString) entry = g_string_new(NULL);
    g_autoptr(GString) tail = g_string_new(NULL);
    g_autoptr(GArray) lengths = g_array_new(FALSE, FALSE, sizeof(size_t));
    struct writer writer = {
        .group = turn == NULL ? NULL : dip_output_turn_group(turn, "sitemap"),
        .site = site,
        .key = key,
        .diag = diag,
        .base = base,
        .entry = entry,
        .part_bytes = MIN(dip_host_least(site->host, DIP_MEASURE_FILE_BYTES),
                          (uint64_t)DIP_LIMIT_SITEMAP_BYTES),
        .tail = tail,
    };

    if (writer.group != NULL &&
        (!dip_output_wants(writer.group, NULL) ||
         (site->host == DIP_HOST_ANY && dip_output_keep_all(writer.group, key, diag)))) {
        *ret_size = writer.size;
        dip_output_group_end(writer.group);
        return true;
    }
    make_link_heads(&writer);
    if (writer.group != NULL && dip_output_wants_length(writer.group)) {
        writer.lengths = lengths;
        measure(&writer);
    }
    write_all(&writer);
    if (!writer.failed)
        put_index(&writer);
    if (writer.group != NULL)
        dip_output_group_end(writer.group);
    *ret_size = writer.size;
    free_link_heads(&writer);
    return !writer.failed;
}

char *dip_robots_text(const struct dip_site *site)
{
    return g_strdup_printf("User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n",
                           site->settings.url.text);
}
