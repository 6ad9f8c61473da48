/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Preloaded before a program: counts what it and its libraries take from the heap, by the file that
 * asked, and writes that to the file named by BENCH_COUNT when the program ends: a number and a name
 * a line. A call of g_malloc() counts for GLib, one of C++'s new for libstdc++. glibc only: the real
 * functions are reached by their other names, so that nothing has to be looked up first.
 */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_OBJECTS = 128 };

struct object {
    uintptr_t from;
    uintptr_t to;
    const char *name;
    unsigned long count; /* atomic */
};

/* The last one is what belongs to none: before the table is there, or loaded later. */
static struct object objects[MAX_OBJECTS + 1];
static int object_count;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void count(const void *caller)
{
    uintptr_t at = (uintptr_t)caller;
    int i = 0;

    while (i < object_count && (at < objects[i].from || at >= objects[i].to))
        i++;
    __atomic_fetch_add(&objects[i < object_count ? i : MAX_OBJECTS].count, 1, __ATOMIC_RELAXED);
}

void *malloc(size_t size)
{
    count(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size)
{
    count(__builtin_return_address(0));
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size)
{
    count(__builtin_return_address(0));
    return __libc_realloc(memory, size);
}

int posix_memalign(void **ret_memory, size_t alignment, size_t size)
{
    count(__builtin_return_address(0));
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL)
        return ENOMEM;
    *ret_memory = memory;
    return 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    count(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

static int note_object(struct dl_phdr_info *info, size_t size, void *user)
{
    (void)size;
    (void)user;
    struct object object = {.from = UINTPTR_MAX, .name = info->dlpi_name};
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t from = info->dlpi_addr + part->p_vaddr;
        if (part->p_type != PT_LOAD)
            continue;
        object.from = from < object.from ? from : object.from;
        object.to = from + part->p_memsz > object.to ? from + part->p_memsz : object.to;
    }
    if (object_count == MAX_OBJECTS)
        return 1;
    objects[object_count++] = object;
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    dl_iterate_phdr(note_object, NULL);
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("BENCH_COUNT");
    int fd = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        return;
    for (int i = 0; i < object_count; i++) {
        const char *slash = strrchr(objects[i].name, '/');
        const char *name = slash == NULL ? objects[i].name : slash + 1;
        if (objects[i].count > 0)
            dprintf(fd, "%lu %s\n", objects[i].count, name[0] == '\0' ? "program" : name);
    }
    dprintf(fd, "%lu elsewhere\n", objects[MAX_OBJECTS].count);
    close(fd);
}
