# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command once per file named on standard input, on all processors; prints TAP.

each.py NAME COMMAND [ARGUMENT...]
"""
import concurrent.futures
import os
import subprocess
import sys


def run(command, path):
    done = subprocess.run([*command, path], text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return path, done.returncode == 0, done.stdout


def main():
    name, command = sys.argv[1], sys.argv[2:]
    paths = sys.stdin.read().split("\n")
    paths = [path for path in paths if path]
    print(f"1..{len(paths)}")
    good = bool(paths)
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for number, (path, passed, output) in enumerate(
                pool.map(lambda path: run(command, path), paths), 1):
            good &= passed
            print(f"{'ok' if passed else 'not ok'} {number} - {name}: {path}", flush=True)
            if not passed:
                print("".join(f"# {line}\n" for line in output.splitlines()), end="", flush=True)
                sys.stderr.write(output)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
