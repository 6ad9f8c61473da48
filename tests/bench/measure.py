# SPDX-License-Identifier: GPL-3.0-or-later
"""One process, measured: time, processor, memory, calls of the system, allocations.

Time runs from the start of the process to the moment the system hands over its accounts (wait4), which
also tell processor time. Memory and counts are taken in runs of their own, that are not timed. The
accounts have a peak of memory too, but that begins with the one of whoever started the process: Python's.
"""
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from typing import NamedTuple

WATCH_S = 0.001
OPENING = re.compile(r'\b(?:open|openat|openat2|creat)\((?:[^"]*)"([^"]*)"(.*)')
WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE")


class Sample(NamedTuple):
    wall_ms: float
    cpu_ms: float
    peak_mb: float          # with the pages of the program and its libraries; None where nobody watched
    own_mb: float           # peak of memory that is no file's
    output: str
    status: int


def memory_of(pid):
    """Two figures in kB: the peak so far, and what is no file's: above the program and its libraries."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            rows = dict(re.findall(r"^(VmHWM|RssAnon):\s+(\d+) kB", file.read(), re.M))
    except OSError:
        rows = {}
    return int(rows.get("VmHWM", 0)), int(rows.get("RssAnon", 0))


def watch(pid):
    """Wait for a process; returns its status, its accounts, and the most memory that was seen."""
    most = (0, 0)
    while True:
        most = tuple(map(max, most, memory_of(pid)))
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return status, usage, most
        time.sleep(WATCH_S)


def run(argv, watched=False, keep=True):
    """Run a command; its output is kept, or thrown away as it comes."""
    with tempfile.TemporaryFile() if keep else open(os.devnull, "w+b") as out:
        start = time.perf_counter()
        pid = os.posix_spawn(argv[0], argv, os.environ,
                             file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)])
        try:
            status, usage, (peak_kb, own_kb) = watch(pid) if watched else (*os.wait4(pid, 0)[1:], (0, 0))
        except BaseException:       # interrupted: nothing may write into a folder that is removed now
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise
        wall = time.perf_counter() - start
        out.seek(0)
        output = out.read().decode(errors="replace") if keep else ""
    return Sample(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000,
                  peak_kb / 1024 if watched else None, own_kb / 1024 if watched else None,
                  output, os.waitstatus_to_exitcode(status))


def can_trace():
    """strace is there, and allowed to trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", os.devnull, "true"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0


def system_calls(argv):
    """How often each system call was made, by name."""
    with tempfile.NamedTemporaryFile("r") as log:
        subprocess.run(["strace", "-f", "-c", "-o", log.name, *argv], check=True,
                       stdout=subprocess.DEVNULL)
        rows = [line.split() for line in log.read().splitlines()]
    # % time, seconds, usecs/call, calls, [errors,] name
    return {row[-1]: int(row[3]) for row in rows
            if len(row) in (5, 6) and row[3].isdigit() and row[-1] != "total"}


def written_to(argv):
    """Files that were opened for writing, or to be made, without what is a device or a lock."""
    with tempfile.NamedTemporaryFile("r") as log:
        subprocess.run(["strace", "-f", "-e", "trace=open,openat,openat2,creat", "-s", "4096",
                        "-o", log.name, *argv], check=True, stdout=subprocess.DEVNULL)
        opened = OPENING.findall(log.read())
    return sorted({path for path, rest in opened if WRITING.search(rest)
                   and not path.startswith("/dev/") and not path.endswith(".lock")})


def allocations(argv, counter):
    """How often memory was asked for, by the file that asked ("program" is the command itself)."""
    with tempfile.NamedTemporaryFile("r") as log:
        # GLib's slices would hide allocations in larger ones.
        asked = {**os.environ, "LD_PRELOAD": counter, "BENCH_COUNT": log.name,
                 "G_SLICE": "always-malloc"}
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, env=asked)
        rows = [line.split(" ", 1) for line in log.read().splitlines()]
    return {name: int(count) for count, name in rows}


def floor(program, jobs, source, into=None):
    """Time the floor: writing what is in source, or else asking for each of its files."""
    where = [source, into] if into else ["-s", source]
    done = subprocess.run([program, "-j", str(jobs), *where], check=True, stdout=subprocess.PIPE)
    told = json.loads(done.stdout)
    return Sample(told["wall_ms"], told["cpu_ms"], None, None, done.stdout.decode(), 0)


def spread(values):
    """Median with the smallest and the largest; None where there is nothing."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    return {"median": round(statistics.median(values), 3), "min": round(min(values), 3),
            "max": round(max(values), 3)}


def stamps(folder):
    """What tells that a file has been written: (inode, time of change) by path."""
    found = {}
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)
            about = os.stat(path)
            found[os.path.relpath(path, folder)] = (about.st_ino, about.st_mtime_ns)
    return found
