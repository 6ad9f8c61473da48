/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * What can be asked of one message: whether it may be shown, and where in its file a byte of it stands.
 */
#include "catalog/catalog.h"
#include "catalog/scan.h"

dip_loc dip_message_place(const struct dip_message *message, unsigned index, size_t offset,
                          const char *bytes, size_t length)
{
    dip_loc loc = message->string_locs != NULL ? message->string_locs[index] : message->loc;
    dip_po_place keyword = {.line = loc.line, .column = loc.column};

    if (message->string_locs == NULL || loc.line == 0)
        return loc;
    dip_po_place place = dip_po_locate(bytes, length, keyword, offset);
    return (dip_loc){.path = loc.path, .line = place.line, .column = place.column};
}

bool dip_message_usable(const struct dip_message *message)
{
    if (message->fuzzy || message->string_count == 0)
        return false;
    for (unsigned i = 0; i < message->string_count; i++) {
        if (message->strings[i][0] == '\0')
            return false;
    }
    return true;
}
