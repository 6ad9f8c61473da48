/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * "Did you mean": the optimal string alignment distance (insert, remove, replace, swap neighbours),
 * three rows of it, O(n·m) for words of at most 64 bytes. Longer ones are compared by prefix only:
 * nobody mistypes a word of 64 letters by one.
 */
#include "base/base.h"

enum { LONGEST = 64 };

static unsigned minimum(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned rows[3][LONGEST + 1];
    unsigned *before = rows[0];
    unsigned *last = rows[1];
    unsigned *row = rows[2];

    for (size_t j = 0; j <= b_length; j++)
        last[j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            char x = g_ascii_tolower(a[i - 1]);
            char y = g_ascii_tolower(b[j - 1]);
            row[j] = minimum(minimum(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) && y == g_ascii_tolower(a[i - 2]))
                row[j] = minimum(row[j], before[j - 2] + 1);
        }
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b_length];
}

const char *dip_text_nearest(const char *word, const char *const *candidates, size_t count)
{
    size_t length = strlen(word);
    const char *nearest = NULL;
    unsigned best = (unsigned)MAX(length / 3, 1) + 1;

    if (length == 0 || length > LONGEST)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t candidate_length = strlen(candidates[i]);
        if (candidate_length > LONGEST)
            continue;
        unsigned d = distance(word, length, candidates[i], candidate_length);
        /* A word of two letters that differs in one is another word. */
        if (d < best && d < MAX(candidate_length, length)) {
            best = d;
            nearest = candidates[i];
        }
    }
    return nearest;
}
