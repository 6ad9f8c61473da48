/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Hands over to cli/. A file that grows past a limit (ulimit -f) is reported like a disk that is full,
 * not by a signal.
 */
#include "cli/cli.h"

#include <signal.h>

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN);
    return (int)dip_cli_run(argc, argv);
}
