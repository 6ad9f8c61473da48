/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The order of codes and the match of a code with its class. Natural order, run of digits by run of
 * digits, so that 5.7.10 comes behind 5.7.9 and 60 before 404.
 */
#include "site/loader.h"

static size_t digits_of(const char *text)
{
    size_t count = 0;

    while (g_ascii_isdigit(text[count]))
        count++;
    return count;
}

static int compare_numbers(const char *a, size_t a_length, const char *b, size_t b_length)
{
    for (; a_length > 0 && *a == '0'; a_length--)
        a++;
    for (; b_length > 0 && *b == '0'; b_length--)
        b++;
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    return memcmp(a, b, a_length);
}

int dip_code_compare(const char *a, const char *b)
{
    const char *x = a;
    const char *y = b;

    while (*x != '\0' && *y != '\0') {
        size_t x_digits = digits_of(x);
        size_t y_digits = digits_of(y);
        if (x_digits > 0 && y_digits > 0) {
            int order = compare_numbers(x, x_digits, y, y_digits);
            if (order != 0)
                return order;
            x += x_digits;
            y += y_digits;
            continue;
        }
        if (*x != *y)
            return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
        x++;
        y++;
    }
    if (*x != *y)
        return *x == '\0' ? -1 : 1;
    return strcmp(a, b);
}

bool dip_range_has(const char *range, const char *code)
{
    for (; *range != '\0'; range++, code++) {
        if (*range == '*')
            return dip_range_has(range + 1, code) ||
                   (*code != '\0' && dip_range_has(range, code + 1));
        if (*code == '\0' || (*range == 'x' ? !g_ascii_isdigit(*code) : *range != *code))
            return false;
    }
    return *code == '\0';
}

const struct dip_class *dip_family_class(const struct dip_family *family, const char *code)
{
    for (size_t i = 0; i < family->class_count; i++) {
        if (dip_range_has(family->classes[i].range, code))
            return &family->classes[i];
    }
    return NULL;
}

gssize dip_family_find(const struct dip_family *family, const char *code)
{
    size_t low = 0;
    size_t high = family->code_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = dip_code_compare(family->codes[middle].code, code);
        if (order == 0)
            return (gssize)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

bool dip_loader_is_broken(const struct dip_loader *loader, const char *code)
{
    return g_hash_table_contains(loader->broken_codes, code);
}

const char **dip_family_code_names(const struct dip_family *family)
{
    const char **names = g_new0(const char *, family->code_count + 1);

    for (size_t i = 0; i < family->code_count; i++)
        names[i] = family->codes[i].code;
    return names;
}
