#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what users of the program do, on a synthetic site, beside the floor.

Started by script/bench, which builds what is measured; docs/performance.md says what the figures mean.
All runs of a round are one after another, and each round does all of them again, so that a machine that
becomes slower does so for everybody.
"""
import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from typing import NamedTuple

import measure
import report
import synth

RAM_DISK = "/dev/shm"
WORKERS = 2
SCALE_RUNS = 3
KEPT = os.path.join(synth.ROOT, "build/bench")
MISTAKE = 'code: "9"\nmistake: an unknown key, and no class\n'


class Row(NamedTuple):
    id: str
    title: str
    jobs: int = WORKERS
    fresh: bool = False         # nothing is there yet: no output, no manifest, no cache beside it
    edit: str = ""              # the Edit of the site that is flipped before
    option: tuple = ()          # of the program, where it has it
    mistake: bool = False
    thrown_away: bool = False   # written to a standard output that nobody reads


ROWS = [
    Row("cold", "cold full build", fresh=True),
    Row("cold-1", "the same with one worker", jobs=1, fresh=True),
    Row("mistake", "stopped by a mistake, when all is read", fresh=True, mistake=True),
    Row("nothing", "nothing changed"),
    Row("record", "one record's text changed", edit="record"),
    Row("message", "one message of a catalog changed", edit="message"),
    Row("label", "one label of a locale changed", edit="label"),
    Row("precompress", "cold, precompressed", fresh=True,
        option=("--precompress", "gzip,brotli")),
    Row("archive", "an archive, thrown away", fresh=True, option=("--archive", "-"),
        thrown_away=True),
]
# Beside these: writing all files, with as many workers as the row's; stat() of each.
FLOORS = {"floor": WORKERS, "floor-1": 1, "floor-stat": WORKERS}

COLD, ARCHIVE = ROWS[0], ROWS[-1]
SCALE = [
    (COLD._replace(id="codes-1000", title="1,000 codes, 1 locale"), synth.Size(1000, 1)),
    (ARCHIVE._replace(id="codes-1450", title="1,450 codes, 1 locale, an archive"), synth.Size(1450, 1)),
    (COLD._replace(id="locales-20", title="75 codes, 20 locales"), synth.Size(75, 20)),
]


def remove(folder):
    subprocess.run(["rm", "-rf", folder], check=True)


def pages_of(size):
    """About: pairs, codes and a few in each locale."""
    return size.locales * (size.codes * (size.codes + 1) // 2 + 4)


def bytes_of(size):
    """On the RAM disk, about: pages grow with the languages they list."""
    return int(pages_of(size) * (12000 + 500 * size.locales) * max(1, size.texts))


class Contender:
    """A program, and a site of its own to work on."""

    def __init__(self, name, program, folder, size, maker=None):
        self.name, self.program = name, os.path.abspath(program)
        self.folder = os.path.join(folder, name)
        self.site = synth.make_site(f"{self.folder}/site", size, os.path.abspath(maker or program))
        self.warm, self.cold = f"{self.folder}/warm/public", f"{self.folder}/cold/public"
        self.help = measure.run([self.program, "build", "--help"]).output
        self.mistake = f"{self.site.folder}/content/sip/codes/9.yaml"

    def has(self, row):
        if row.edit and getattr(self.site, row.edit) is None:
            return False
        return not row.option or re.search(rf"{row.option[0]}\b", self.help) is not None

    def argv(self, row):
        into = self.cold if row.fresh else self.warm
        sink = ["--quiet"] if row.thrown_away else ["--json", "--out", into]
        return [self.program, "-C", self.site.folder, "build", "--jobs", str(row.jobs),
                *row.option, *sink]

    def prepare(self, row):
        if row.fresh:
            remove(os.path.dirname(self.cold))
            os.makedirs(os.path.dirname(self.cold))
        if row.edit:
            getattr(self.site, row.edit).flip()
        if row.mistake:
            synth.write(self.mistake, MISTAKE)

    def clear(self, row):
        if row.fresh:
            remove(os.path.dirname(self.cold))
        if row.mistake:
            os.remove(self.mistake)

    def run(self, row, watched=False):
        """Prepare, measure, clear; the program must end as expected."""
        self.prepare(row)
        sample = measure.run(self.argv(row), watched, keep=not row.thrown_away)
        self.clear(row)
        if sample.status != int(row.mistake):
            raise SystemExit(f"bench: {self.name}, {row.id}: status {sample.status}\n{sample.output}")
        return sample

    def build(self):
        """Make the warm tree; returns what the program says of it."""
        os.makedirs(os.path.dirname(self.warm), exist_ok=True)
        return json.loads(self.run(Row("warm", "")).output)

    def strangers(self, row):
        """Files that were written though the change does not concern them."""
        before = measure.stamps(self.warm)
        self.run(row)
        after = measure.stamps(self.warm)
        edit = getattr(self.site, row.edit)
        return sorted(path for path, stamp in after.items()
                      if before.get(path) != stamp and not edit.concerns(path))


def told(sample, key):
    """A number of the program's JSON, if it prints any."""
    try:
        return json.loads(sample.output).get(key)
    except ValueError:
        return None


def row_result(row, samples, pages):
    wall = measure.spread([sample.wall_ms for sample in samples])
    return {"title": row.title, "wall_ms": wall,
            "cpu_ms": measure.spread([sample.cpu_ms for sample in samples]),
            "peak_mb": None, "own_mb": None,
            "written": told(samples[-1], "written"), "rendered": told(samples[-1], "rendered"),
            "pages": pages, "us_per_page": round(wall["median"] * 1000 / pages, 3)}


def add_memory(result, sample):
    """From a run that was watched."""
    result["peak_mb"], result["own_mb"] = round(sample.peak_mb, 1), round(sample.own_mb, 1)


def measure_floor(options, source, folder, kind):
    into = f"{folder}/floor"
    sample = measure.floor(options.floor, FLOORS[kind], source, None if kind == "floor-stat" else into)
    remove(into)
    return sample


def measure_rounds(options, contenders, folder):
    """Samples by contender and row, those of the floor beside them."""
    samples = {}
    for number in range(options.runs):
        turns = contenders if number % 2 == 0 else contenders[::-1]
        for kind in FLOORS:
            sample = measure_floor(options, contenders[0].warm, folder, kind)
            samples.setdefault(("floor", kind), []).append(sample)
        for row in ROWS:
            for contender in turns:
                if contender.has(row):
                    samples.setdefault((contender.name, row.id), []).append(contender.run(row))
        print(f"round {number + 1} of {options.runs}", file=sys.stderr)
    return samples


def count_calls(options, contender, pages, folder):
    """System calls a page; those of the floor are what writing adds to reading."""
    if not measure.can_trace():
        return None
    into = f"{folder}/floor"
    argv = [options.floor, "-j", str(WORKERS), contender.warm]
    reading = sum(measure.system_calls(argv).values())
    writing = sum(measure.system_calls([*argv, into]).values())
    remove(into)
    contender.prepare(COLD)
    cold = measure.system_calls(contender.argv(COLD))
    contender.clear(COLD)
    nothing = next(row for row in ROWS if row.id == "nothing")
    return {"floor_per_page": round((writing - reading) / pages, 3),
            "cold_per_page": round(sum(cold.values()) / pages, 3),
            "cold": dict(sorted(cold.items(), key=lambda item: -item[1])),
            "nothing_opened_for_writing": measure.written_to(contender.argv(nothing))}


def allocations_of(options, program, size, folder):
    """Pages, and allocations by who asked, of a cold build of one site."""
    contender = Contender(f"heap-{size.codes}", program, folder, size, options.diptych)
    row = COLD._replace(jobs=1)
    contender.prepare(row)
    counts = measure.allocations(contender.argv(row), options.counter)
    pages = told(measure.run(contender.argv(row)), "pages")
    remove(contender.folder)
    return pages, counts


def count_allocations(options, contender, folder):
    """Allocations a page: of one build, and of the pages alone.

    A build costs a fixed part, a part for each code and a part for each page. With once, twice and
    three times the codes, the second difference has nothing of the first two left.
    """
    codes = min(options.codes, 75)
    sizes = [synth.Size(codes * times, min(options.locales, 2), options.texts) for times in (1, 2, 3)]
    (p1, one), (p2, two), (p3, three) = [
        allocations_of(options, contender.program, size, folder) for size in sizes]
    pages = p3 - 2 * p2 + p1
    by_file = {name: (three.get(name, 0) - 2 * two.get(name, 0) + one.get(name, 0)) / pages
               for name in {*one, *two, *three}}
    return {"per_page": round(sum(one.values()) / p1, 3),
            "steady_per_page": round(sum(by_file.values()), 3),
            "steady_by_file": {name: round(value, 3) for name, value in sorted(
                by_file.items(), key=lambda item: -item[1]) if abs(value) >= 0.005}}


def measure_scale(options, folder):
    """Sites that are too large for the rounds, alone on the RAM disk."""
    results = {}
    for row, size in SCALE:
        check_space(folder, 0 if row.thrown_away else bytes_of(size), row.title)
        contender = Contender(row.id, options.diptych, folder, size)
        if contender.has(row):
            samples = [contender.run(row) for _ in range(SCALE_RUNS)]
            pages = told(samples[0], "pages") or pages_of(size)
            results[row.id] = row_result(row, samples, pages)
            add_memory(results[row.id], contender.run(row, watched=True))
            results[row.id]["bytes"] = told(samples[0], "bytes")
        remove(contender.folder)
        print(row.title, file=sys.stderr)
    return results


def file_system(folder):
    """The type of the file system a folder is on."""
    best = ("", "unknown")
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            _, point, kind = line.split()[:3]
            if (folder + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best[0]):
                best = (point, kind)
    return best[1]


def check_space(folder, wanted, what):
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(re.search(r"^MemAvailable:\s+(\d+)", file.read(), re.M)[1]) * 1024
    free = min(memory, shutil.disk_usage(folder).free)
    print(f"{what}: needs {wanted / 1e9:.1f} GB, {free / 1e9:.1f} GB are free",
          file=sys.stderr)
    if wanted > free * 0.9:
        raise SystemExit(f"bench: {what}: not enough memory")


def git(*arguments):
    done = subprocess.run(["git", "-C", synth.ROOT, *arguments], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.strip()


def machine(folder):
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^model name\s*: (.*)$", file.read(), re.M)
    return {"processor": model[1] if model else "unknown", "cores": len(os.sched_getaffinity(0)),
            "kernel": os.uname().release, "load": round(os.getloadavg()[0], 2),
            "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
            "file_system": file_system(folder)}


def head_of(options, folder):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {"version": 1, "date": now.isoformat(timespec="seconds"),
            "commit": git("rev-parse", "--short", "HEAD") or "of an unknown commit",
            "changed": bool(git("status", "--porcelain", "--untracked-files=no")),
            "machine": machine(folder), "runs": options.runs, "workers": WORKERS,
            "size": {"codes": options.codes, "locales": options.locales, "texts": options.texts}}


def look_closer(contender, results):
    """What is not timed: memory, and whether a change wrote what it does not concern."""
    for row in ROWS:
        if not contender.has(row):
            continue
        add_memory(results[row.id], contender.run(row, watched=True))
        if row.edit in ("record", "message"):
            results[row.id]["strangers"] = contender.strangers(row)


def bench(options, folder):
    size = synth.Size(options.codes, options.locales, options.texts)
    programs = {"diptych": options.diptych, **({"other": options.against} if options.against else {})}
    check_space(folder, bytes_of(size) * (len(programs) + 3), "the rounds")
    results = head_of(options, folder)
    contenders = [Contender(name, program, folder, size, options.diptych)
                  for name, program in programs.items()]
    summaries = [contender.build() for contender in contenders]
    results["size"].update({key: summaries[0][key] for key in ("pages", "files", "bytes")})
    pages, titles = summaries[0]["pages"], {row.id: row for row in ROWS}
    samples = measure_rounds(options, contenders, folder)
    results["rows"] = {}
    for (name, row), taken in samples.items():
        results["rows"].setdefault(name, {})[row] = row_result(titles.get(row, Row(row, row)), taken, pages)
    for contender in contenders:
        look_closer(contender, results["rows"][contender.name])
    results["calls"] = {c.name: count_calls(options, c, pages, folder) for c in contenders}
    for contender in contenders:
        remove(contender.folder)
    results["allocations"] = {c.name: count_allocations(options, c, folder) for c in contenders}
    results["scale"] = measure_scale(options, folder) if options.scale else {}
    results["targets"] = report.targets(results)
    return results


def last_kept(results):
    """The newest results with these sizes that were kept."""
    kept = sorted(os.listdir(KEPT)) if os.path.isdir(KEPT) else []
    for name in reversed([name for name in kept if name.endswith(".json")]):
        earlier = json.loads(synth.read(os.path.join(KEPT, name)))
        if earlier["size"] == results["size"]:
            return earlier
    return None


def parse():
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__.split("\n", 1)[0])
    for name in ("diptych", "floor", "counter"):
        parser.add_argument("--" + name, required=True, help=argparse.SUPPRESS)
    synth.add_sizes(parser)
    parser.add_argument("--runs", type=int, default=7, help="rounds; medians are shown (7)")
    parser.add_argument("--scale", action="store_true", help="also sites of up to 1,000,000 pages")
    parser.add_argument("--against", metavar="PROGRAM", help="a second diptych, measured in turn")
    parser.add_argument("--dir", help=f"where to work, rather than {RAM_DISK}; needs no RAM disk")
    parser.add_argument("--out", metavar="FILE", help="keep the results there, not in build/bench")
    parser.add_argument("--compare", metavar="FILE", help="with these, not the last of build/bench")
    options = parser.parse_args()
    if options.codes < 3 or options.locales < 1 or options.texts <= 0 or options.runs < 1:
        parser.error("needs 3 codes, 1 locale, texts above 0 and 1 run at least")
    for name in ("diptych", "floor", "counter", "against"):
        path = getattr(options, name)
        if path is not None and not os.access(path, os.X_OK):
            parser.error(f'--{name}: cannot run "{path}"')
        setattr(options, name, path and os.path.abspath(path))
    return options


def main():
    options = parse()
    where = os.path.realpath(options.dir or RAM_DISK)
    kind = file_system(where)
    if kind not in ("tmpfs", "ramfs"):
        if not options.dir:
            raise SystemExit(f"bench: {where} is no RAM disk but {kind}: its speed would be measured "
                             "instead of the program's; --dir DIR takes any folder")
        print(f"{where} is no RAM disk but {kind}: no target is judged", file=sys.stderr)
    earlier = json.loads(synth.read(options.compare)) if options.compare else None
    with tempfile.TemporaryDirectory(prefix="diptych-bench-", dir=where) as folder:
        results = bench(options, folder)
    earlier = earlier or last_kept(results)
    out = options.out or os.path.join(KEPT, results["date"].replace(":", "") + ".json")
    synth.write(os.path.abspath(out), json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    print(report.text(results, [*ROWS, *(row for row, _ in SCALE)], earlier))
    print(f"\nResults: {os.path.relpath(out)}")


if __name__ == "__main__":
    sys.exit(main())
