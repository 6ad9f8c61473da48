/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Sockets on 127.0.0.1 and ::1: "localhost" is either, depending on the browser. A machine without IPv6
 * does without the second; but where somebody else has it, nothing is served, since one address would
 * then show two sites. Who has a port is read from /proc, as `ss -ltnp` does: some ms, and only where a
 * port is taken. libsoup's own soup_server_listen_local() can't tell the two failures apart.
 */
#include "serve/server.h"

#include <errno.h>

enum { BACKLOG = 64 };

static GSocket *open_socket(GSocketFamily family, unsigned port, GError **error)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(family);
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, (guint16)port);
    g_autoptr(GSocket) socket =
        g_socket_new(family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

    if (socket == NULL)
        return NULL;
    g_socket_set_listen_backlog(socket, BACKLOG);
    if (!g_socket_bind(socket, address, TRUE, error) || !g_socket_listen(socket, error))
        return NULL;
    return g_steal_pointer(&socket);
}

static unsigned port_of(GSocket *socket)
{
    g_autoptr(GSocketAddress) address = g_socket_get_local_address(socket, NULL);

    return address == NULL ? 0 : g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
}

/* The inode of a socket that listens on @p port, from one of the kernel's tables. */
static guint64 find_inode(const char *table, unsigned port)
{
    enum { ADDRESS = 1, STATE = 3, INODE = 9, FIELDS };
    g_autofree char *text = NULL;
    g_autofree char *end = g_strdup_printf(":%04X", port);

    if (!g_file_get_contents(table, &text, NULL, NULL))
        return 0;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) fields = g_strsplit_set(g_strstrip(*line), " ", -1);
        const char *found[FIELDS] = {NULL};
        size_t count = 0;
        for (char **field = fields; *field != NULL && count < FIELDS; field++) {
            if (**field != '\0')
                found[count++] = *field;
        }
        guint64 inode = 0;
        if (count == FIELDS && g_str_has_suffix(found[ADDRESS], end) &&
            strcmp(found[STATE], "0A") == 0 &&
            g_ascii_string_to_unsigned(found[INODE], 10, 1, G_MAXUINT64, &inode, NULL))
            return inode;
    }
    return 0;
}

static bool has_open(const char *process, const char *target)
{
    g_autofree char *folder = g_strdup_printf("/proc/%s/fd", process);
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name = NULL;

    while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
        g_autofree char *link = g_build_filename(folder, name, NULL);
        g_autofree char *leads = g_file_read_link(link, NULL);
        if (g_strcmp0(leads, target) == 0)
            return true;
    }
    return false;
}

static char *describe(const char *process)
{
    g_autofree char *path = g_strdup_printf("/proc/%s/comm", process);
    g_autofree char *command = NULL;

    if (!g_file_get_contents(path, &command, NULL, NULL))
        return NULL;
    g_autofree char *valid = g_utf8_make_valid(g_strstrip(command), -1);
    return g_strdup_printf("\"%s\" (process %s)", valid, process);
}

char *dip_listen_owner(unsigned port)
{
    guint64 inode = find_inode("/proc/net/tcp", port);

    if (inode == 0)
        inode = find_inode("/proc/net/tcp6", port);
    if (inode == 0)
        return NULL;
    g_autofree char *target = g_strdup_printf("socket:[%" G_GUINT64_FORMAT "]", inode);
    g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
    const char *name = NULL;
    while (processes != NULL && (name = g_dir_read_name(processes)) != NULL) {
        if (g_ascii_isdigit(name[0]) && has_open(name, target))
            return describe(name);
    }
    return NULL;
}

static void report(unsigned port, const GError *error, struct dip_diag *diag)
{
    if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE)) {
        bool denied = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
        dip_diag_report(diag, DIP_RULE_PORT_REFUSED, (dip_loc){0}, "the port %u can't be used: %s",
                        port, denied ? "permission denied" : error->message);
        if (denied)
            dip_diag_note(diag, (dip_loc){0}, "ports from 1024 need no permission");
        return;
    }
    g_autofree char *owner = dip_listen_owner(port);
    dip_diag_report(diag, DIP_RULE_PORT_REFUSED, (dip_loc){0}, "the port %u is taken%s%s", port,
                    owner == NULL ? "" : " by ", owner == NULL ? "" : owner);
    dip_diag_note(diag, (dip_loc){0}, "--port takes another one, and --port 0 any that is free");
}

/* A machine without IPv6, or with it switched off. */
static bool is_absent(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) ||
           g_error_matches(error, G_IO_ERROR, g_io_error_from_errno(EADDRNOTAVAIL)) ||
           g_error_matches(error, G_IO_ERROR, g_io_error_from_errno(EAFNOSUPPORT));
}

GPtrArray *dip_listen(unsigned port, struct dip_diag *diag)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) sockets = g_ptr_array_new_with_free_func(g_object_unref);
    GSocket *first = open_socket(G_SOCKET_FAMILY_IPV4, port, &error);

    if (first == NULL) {
        report(port, error, diag);
        return NULL;
    }
    g_ptr_array_add(sockets, first);
    unsigned taken = port_of(first);
    GSocket *second = open_socket(G_SOCKET_FAMILY_IPV6, taken, &error);
    if (second != NULL) {
        g_ptr_array_add(sockets, second);
    } else if (!is_absent(error) && port != 0) {
        report(port, error, diag);
        return NULL;
    }
    return g_steal_pointer(&sockets);
}
