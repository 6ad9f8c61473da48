/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file
 * The command line: which command, its options, what is printed and the exit status. One thread.
 */
#ifndef DIP_CLI_H
#define DIP_CLI_H

/** Exit statuses; README and the man page name them too. */
enum dip_status {
    DIP_STATUS_FINE = 0,
    DIP_STATUS_ERRORS = 1, /**< in the input, or the world refused */
    DIP_STATUS_USAGE = 2,  /**< the command line is wrong */
};

/** Run `diptych` with these arguments; @return the exit status. */
enum dip_status dip_cli_run(int argc, char **argv);

#endif
