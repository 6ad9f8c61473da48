/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Stands in for libFuzzer: feeds every file of a corpus, and the empty input, to a fuzz target, and
 * prints TAP. What a target asserts fails the test by ending it.
 */
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 16 * 1024 * 1024 };

static bool replay(const char *folder, const char *name)
{
    struct dip_file_bytes file = dip_file_load(folder, name, LARGEST);
    if (file.bytes == NULL)
        return false;
    /* An allocation of just this size, so that a byte read behind it is found. */
    uint8_t *data = g_memdup2(file.bytes, file.length);
    LLVMFuzzerTestOneInput(data, file.length);
    g_free(data);
    g_free(file.bytes);
    return true;
}

int main(int argc, char **argv)
{
    enum dip_file_fault fault = DIP_FILE_FINE;
    g_autoptr(GPtrArray) names = argc == 2 ? dip_file_list(argv[1], ".", &fault) : NULL;
    if (names == NULL || names->len == 0) {
        printf("Bail out! no corpus\n");
        return 1;
    }
    bool fine = true;
    printf("1..%u\n", names->len + 1);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        bool read = replay(argv[1], name);
        printf("%sok %u - %s\n", read ? "" : "not ", i + 1, name);
        fflush(stdout);
        fine = fine && read;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    printf("ok %u - empty\n", names->len + 1);
    return fine ? 0 : 1;
}
