/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * Hands over to cli/.
 */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    return (int)dip_cli_run(argc, argv);
}
