# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden sites (TAP): the same bytes, whoever builds them, where and how, and nothing to do again.

run.py --diptych PROGRAM [--root ROOT] [--update] [SITE...]; see README.md.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import tree  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
SITES = ("one", "full", "files")
# Title, workers, folder, environment; "{locale}" is made by localedef where it can be.
RUNS = (
    ("1 worker", 1, "site", {"LC_ALL": "C", "TZ": "UTC"}),
    ("8 workers, Turkish, a folder with blanks and é", 8, "a site, là bas",
     {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "Pacific/Kiritimati"}),
    ("3 workers, German", 3, "x", {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de:fr", "TZ": "America/St_Johns"}),
)


def stamps(folder):
    found = {}
    for here, _, names in os.walk(folder):
        for name in names:
            status = os.stat(os.path.join(here, name))
            found[os.path.relpath(os.path.join(here, name), folder)] = (status.st_mtime_ns, status.st_ino)
    return found


def first_difference(expected, found):
    for number, (want, have) in enumerate(zip(expected.splitlines(), found.splitlines()), 1):
        if want != have:
            at = next((i for i, (a, b) in enumerate(zip(want, have)) if a != b), min(len(want), len(have)))
            part = slice(max(at - 30, 0), at + 60)
            return f"line {number}: expected {want[part]!r}, found {have[part]!r}"
    return f"{len(expected)} bytes expected, {len(found)} found"


def compare(expected, found):
    notes = [f"missing: {path}" for path in sorted(expected.keys() - found.keys())]
    notes += [f"not expected: {path}" for path in sorted(found.keys() - expected.keys())]
    notes += [f"{path}: {first_difference(expected[path], found[path])}"
              for path in sorted(expected.keys() & found.keys()) if expected[path] != found[path]]
    return notes[:20]


def make_locales(folder):
    """Locales in which letters and numbers are other ones, for this test alone."""
    made = []
    for name in ("tr_TR", "de_DE"):
        try:
            done = subprocess.run(["localedef", "-i", name, "-f", "UTF-8", "--no-archive",
                                   os.path.join(folder, name + ".UTF-8")],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            made += [name] if done.returncode in (0, 1) else []
        except OSError:
            pass
    return made


def environment(changes, locales):
    kept = {key: value for key, value in os.environ.items()
            if not key.startswith("LC_") and key not in ("LANG", "LANGUAGE", "TZ")}
    return {**kept, "LOCPATH": locales, **changes}


def build(program, folder, jobs, env):
    done = subprocess.run([program, "build", "--json", "--jobs", str(jobs)], cwd=folder, env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    errors = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        return None, [f"exit status {done.returncode}", errors, done.stdout.decode("utf-8", "replace")[:2000]]
    return json.loads(done.stdout), [errors] if errors else []


def copy_site(source, folder):
    """What a site is made of, and nothing else that may stand beside it."""
    for name in ("content", "templates", "locales", os.path.join("site", "site.yaml"),
                 os.path.join("site", "static")):
        path = os.path.join(source, name)
        if os.path.isdir(path):
            shutil.copytree(path, os.path.join(folder, name))
        elif os.path.exists(path):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            shutil.copy(path, os.path.join(folder, name))


class Tap:
    def __init__(self):
        self.count, self.good = 0, True

    def point(self, passed, title, notes=()):
        self.count += 1
        self.good &= bool(passed)
        print(f"{'ok' if passed else 'not ok'} {self.count} - {title}")
        for note in notes if not passed else ():
            print("\n".join("# " + line for line in str(note).splitlines()))

    def end(self):
        print(f"1..{self.count}")
        return 0 if self.good else 1


def check_again(tap, options, name, folder, env):
    """The second build finds nothing to do: it says so, and no file is touched."""
    public = os.path.join(folder, "site", "public")
    before = stamps(public)
    summary, notes = build(options.diptych, folder, 8, env)
    if summary is not None:
        notes += [f"{key}: {summary[key]}" for key in ("written", "removed") if summary[key] != 0]
        if summary["unchanged"] != len(before) or summary["files"] != len(before):
            notes.append(f"{len(before)} files, but the summary says {summary}")
        after = stamps(public)
        notes += [f"touched: {path}" for path in sorted(before.keys() | after.keys())
                  if before.get(path) != after.get(path)]
    tap.point(not notes, f"{name}: a second build writes nothing", notes)


def check_site(tap, options, name, source, expected, folder, locales):
    for title, jobs, below, changes in RUNS:
        here = os.path.join(folder, name, below)
        copy_site(source, here)
        env = environment(changes, locales)
        summary, notes = build(options.diptych, here, jobs, env)
        found = tree(os.path.join(here, "site", "public")) if summary else {}
        if summary and expected is None:  # the first run is what the others are compared with
            expected = found
            tap.point(not notes, f"{name}: {title}: {len(found)} files", notes)
        else:
            notes += compare(expected or {}, found) if summary else []
            tap.point(summary and not notes, f"{name}: {title}", notes)
        if summary:
            check_again(tap, options, name, here, env)


def check_compare(tap):
    """The comparison itself notices a byte, a file too few and a file too many."""
    expected = {"a": b"one\ntwo\n", "b": b""}
    for title, found in (("a byte", {"a": b"one\ntwo", "b": b""}), ("a file too few", {"a": b"one\ntwo\n"}),
                         ("a file too many", {**expected, "c": b""})):
        tap.point(compare(expected, found), f"noticed: {title}")
    tap.point(not compare(expected, dict(expected)), "the same is the same")


def update(options, name, folder):
    here = os.path.join(folder, name)
    copy_site(os.path.join(HERE, name), here)
    summary, notes = build(options.diptych, here, 1, environment({"LC_ALL": "C"}, folder))
    if summary is None:
        sys.exit("\n".join(notes))
    shutil.rmtree(os.path.join(HERE, "expected", name), ignore_errors=True)
    shutil.copytree(os.path.join(here, "site", "public"), os.path.join(HERE, "expected", name))
    print(f"{name}: {summary['files']} files")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True, type=os.path.abspath)
    parser.add_argument("--root", type=os.path.abspath, default=os.path.join(HERE, "..", ".."))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("sites", nargs="*")
    options, tap = parser.parse_args(), Tap()
    with tempfile.TemporaryDirectory(prefix="diptych-golden-") as folder:
        if options.update:
            for name in options.sites or SITES:
                update(options, name, folder)
            return 0
        locales = os.path.join(folder, "locales")
        os.mkdir(locales)
        print(f"# locales: {', '.join(make_locales(locales)) or 'only those of the system'}")
        check_compare(tap)
        for name in options.sites or SITES:
            own = name in SITES
            check_site(tap, options, name, os.path.join(HERE, name) if own else options.root,
                       tree(os.path.join(HERE, "expected", name)) if own else None, folder, locales)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
