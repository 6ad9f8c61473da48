#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark works: on a tiny site, with all rows, counts that can be checked, and no time judged.

Prints TAP.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import bench
import measure
import report
import synth

HERE = os.path.dirname(os.path.abspath(__file__))


def run_bench(options, folder):
    out = os.path.join(folder, "results.json")
    done = subprocess.run([sys.executable, "-B", f"{HERE}/bench.py", "--diptych", options.diptych,
                           "--floor", options.floor, "--counter", options.counter, "--codes", "3",
                           "--locales", "2", "--runs", "1", "--dir", folder, "--out", out],
                          check=True, text=True, stdout=subprocess.PIPE)
    return done.stdout, json.loads(synth.read(out))


def check_rows(text, results):
    """Every row has times, or is told not to be there."""
    ours = results["rows"]["diptych"]
    yield "the floor is in the table", all(title in text for title in report.FLOOR_TITLES.values())
    for row in bench.ROWS:
        line = next((line for line in text.splitlines() if line.startswith(row.title)), "")
        fine = ours[row.id]["wall_ms"]["min"] > 0 if row.id in ours else "not built in" in line
        yield f"row: {row.title}", bool(line) and fine
    yield "all targets are told", all(row["title"] in text for row in results["targets"])
    yield "none is judged at this size", all(row["met"] is None for row in results["targets"])


def check_counts(results):
    ours, calls = results["rows"]["diptych"], results["calls"]["diptych"]
    files = results["size"]["files"]
    yield "cold writes all files", ours["cold"]["written"] == files
    yield "nothing changed writes none", ours["nothing"]["written"] == 0
    yield "a record changes pages of both locales", 6 <= ours["record"]["written"] < files
    yield "a message changes fewer", 0 < ours["message"]["written"] < ours["record"]["written"]
    yield "a label changes all pages of its locale", ours["label"]["written"] >= results["size"]["pages"] // 2
    yield "no other page is written", ours["record"]["strangers"] == ours["message"]["strangers"] == []
    yield "allocations are counted", results["allocations"]["diptych"]["per_page"] > 1
    # mkdir, open, write and close for each page, some less for other files.
    yield "system calls are counted", calls is None or 4 <= calls["floor_per_page"] < calls["cold_per_page"]


def same(one, other):
    return subprocess.run(["diff", "-r", one, other], check=False, stdout=subprocess.DEVNULL).returncode == 0


def check_tools(options, folder):
    size = synth.Size(80, 2, 0.5)
    for name in ("a", "b"):
        synth.make_site(f"{folder}/{name}", size, options.diptych)
    yield "the same size gives the same site", same(f"{folder}/a", f"{folder}/b")
    measure.floor(options.floor, 2, f"{folder}/a", f"{folder}/copy")
    yield "the floor writes what it read", same(f"{folder}/a", f"{folder}/copy")
    build = [options.diptych, "-C", f"{folder}/a", "build", "--json", "--out", f"{folder}/out/public"]
    os.makedirs(f"{folder}/out")
    told = json.loads(measure.run(build).output)
    yield "more codes than models", told["ok"] and told["pages"] == 2 * (80 * 81 // 2 + 4)
    yield "without a warning", told["diagnostics"] == []


def main():
    parser = argparse.ArgumentParser()
    for name in ("diptych", "floor", "counter"):
        parser.add_argument("--" + name, required=True, type=os.path.abspath)
    options = parser.parse_args()
    memory = bench.RAM_DISK if os.access(bench.RAM_DISK, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="diptych-bench-", dir=memory) as folder:
        text, results = run_bench(options, folder)
        points = [*check_rows(text, results), *check_counts(results), *check_tools(options, folder)]
    print(f"1..{len(points)}")
    for number, (title, good) in enumerate(points, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {title}")
    sys.exit(0 if all(good for _, good in points) else 1)


if __name__ == "__main__":
    main()
