/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The limit of every input, each with its reason. Past one there is a diagnostic, never a crash and
 * never a shortened page. All are bytes or counts.
 */
#ifndef DIP_LIMITS_H
#define DIP_LIMITS_H

enum {
    /* A record is a few kB; a family with many facts, tens. 1 MiB is a mistake (a wrong file). */
    DIP_LIMIT_YAML_BYTES = 1024 * 1024,
    /* Records nest four deep; libyaml's own parser is recursive only in what we build from it. */
    DIP_LIMIT_YAML_DEPTH = 32,
    /* One file's values, aliases counted each time they are used: stops an alias bomb early. */
    DIP_LIMIT_YAML_VALUES = 20000,
    /* A family of 1,450 codes with 20 texts of 500 bytes each makes a PO file of about 30 MB. */
    DIP_LIMIT_PO_BYTES = 64 * 1024 * 1024,
    /* A glossary has a line for a term; a thousand terms are 100 kB. */
    DIP_LIMIT_GLOSSARY_BYTES = 1024 * 1024,
    /* A template is a page of markup. */
    DIP_LIMIT_TEMPLATE_BYTES = 256 * 1024,
    /* Includes within includes; a cycle ends here at the latest. */
    DIP_LIMIT_TEMPLATE_DEPTH = 8,
    /* One text of a record or comparison: a page of print. More belongs in a reference. */
    DIP_LIMIT_TEXT_BYTES = 4096,
    /* A name or a label has to fit a heading. */
    DIP_LIMIT_NAME_BYTES = 200,
    /* An address: what browsers and sitemaps (2,048 characters) take. */
    DIP_LIMIT_URL_BYTES = 2000,
    /* A name of a file in every file system in use, less ".html" and a temporary's suffix. */
    DIP_LIMIT_SLUG_BYTES = 100,
    /* One family's codes: 4,000 make 8 million pairs, past what one host takes. */
    DIP_LIMIT_CODES = 4000,
    /* Facts of a family: rows of the table at a glance. */
    DIP_LIMIT_FACTS = 40,
    /* Steps of one call flow: what still fits a panel. */
    DIP_LIMIT_FLOW_STEPS = 24,
    /* Actors of one family; a single flow shows those of its own steps. */
    DIP_LIMIT_ACTORS = 24,
    /* Items in any other list of a record or comparison. */
    DIP_LIMIT_ITEMS = 100,
    /* Locales of a site: what one hreflang set can list in a page of 12 kB. */
    DIP_LIMIT_LOCALES = 64,
    /* Families of a site. */
    DIP_LIMIT_FAMILIES = 200,
    /* One finished page; ten times the largest real one. */
    DIP_LIMIT_PAGE_BYTES = 4 * 1024 * 1024,
    /* sitemaps.org: 50,000 addresses and 50 MB (52,428,800 bytes) a file. */
    DIP_LIMIT_SITEMAP_URLS = 50000,
    DIP_LIMIT_SITEMAP_BYTES = 52428800,
    /* Diagnostics of one run that are printed; the rest are counted. */
    DIP_LIMIT_DIAGNOSTICS = 200,
    /* Warnings of one rule in one file that are printed: who has read 20 knows what to look for. */
    DIP_LIMIT_WARNINGS = 20,
    /* Parts of one site: a job array of a cluster has about as many. */
    DIP_LIMIT_SHARDS = 10000,
    /* Workers: more than the largest machine in use has processors. */
    DIP_LIMIT_WORKERS = 256,
};

#endif
