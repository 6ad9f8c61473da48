/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Linkers give every program and library a build ID, a hash of what is in it, in a note that is mapped
 * with the rest (elf(5), "Notes"). Where one has none, its name, size and time stand for it. Rejected:
 * the version, which many builds share, and a hash of the files, which are 40 MB.
 */
#include "base/base.h"

#include <elf.h>
#include <link.h>
#include <sys/stat.h>

enum { ALIGNMENT = 4 };

static size_t aligned(size_t length)
{
    return (length + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static bool append_build_id(const char *note, size_t length, GByteArray *ids)
{
    static const char owner[] = "GNU";
    const char *end = note + length;

    while ((size_t)(end - note) > sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) header;
        memcpy(&header, note, sizeof header);
        const char *name = note + sizeof header;
        size_t size = aligned(header.n_namesz) + aligned(header.n_descsz);
        if (size > (size_t)(end - name))
            return false;
        if (header.n_type == NT_GNU_BUILD_ID && header.n_namesz == sizeof owner &&
            memcmp(name, owner, sizeof owner) == 0) {
            g_byte_array_append(ids, (const guint8 *)name + aligned(header.n_namesz),
                                header.n_descsz);
            return true;
        }
        note = name + size;
    }
    return false;
}

static void append_file(const char *path, GByteArray *ids)
{
    struct stat status;

    g_byte_array_append(ids, (const guint8 *)path, (guint)strlen(path));
    if (stat(path[0] == '\0' ? "/proc/self/exe" : path, &status) != 0)
        return;
    gint64 of[] = {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    g_byte_array_append(ids, (const guint8 *)of, sizeof of);
}

static int append_object(struct dl_phdr_info *object, size_t size G_GNUC_UNUSED, void *user)
{
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        const char *note = (const char *)(uintptr_t)(object->dlpi_addr + header->p_vaddr);
        if (header->p_type == PT_NOTE && append_build_id(note, header->p_memsz, user))
            return 0;
    }
    append_file(object->dlpi_name, user);
    return 0;
}

dip_hash dip_program_hash(void)
{
    static gsize once;
    static dip_hash hash;

    if (g_once_init_enter(&once)) {
        g_autoptr(GByteArray) ids = g_byte_array_new();
        dl_iterate_phdr(append_object, ids);
        hash = dip_hash_of(ids->data, ids->len);
        g_once_init_leave(&once, 1);
    }
    return hash;
}
