/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What GLib's g_autoptr is for types that have a typedef, for ours, which have none.
 */
#ifndef DIP_AUTO_H
#define DIP_AUTO_H

#include <glib.h>

/** Behind the declaration of `NAME_free(struct NAME *)`: lets DIP_AUTO(NAME) be used. */
#define DIP_DEFINE_AUTO(name)                                                                      \
    static inline G_GNUC_UNUSED void name##_auto(struct name **handle)                             \
    {                                                                                              \
        name##_free(*handle);                                                                      \
    }                                                                                              \
    struct name

/** Declare a `struct NAME *` that is freed at the end of its block: `DIP_AUTO(dip_diag) diag = …;` */
#define DIP_AUTO(name) __attribute__((cleanup(name##_auto))) struct name *

#endif
