# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of packed, archived and spread sites share: TAP, sites in temporary folders, trees."""
import os
import shutil
import subprocess
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import tree  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
PACKED = (".gz", ".br")
KINDS = (".html", ".xml", ".css", ".js", ".mjs", ".json", ".txt", ".svg", ".webmanifest")


class Lab:
    """A folder with a copy of a site, and the program."""

    def __init__(self, diptych, folder, site="golden/full"):
        self.diptych, self.folder = os.path.abspath(diptych), folder
        self.site = os.path.join(folder, "site-of-test")
        shutil.copytree(os.path.join(TESTS, site), self.site)

    def at(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, path, content):
        full = os.path.join(self.site, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def edit(self, path, old, new):
        with open(os.path.join(self.site, path), encoding="utf-8") as file:
            text = file.read()
        assert text.count(old) == 1, (path, old, text.count(old))
        self.write(path, text.replace(old, new))

    def run(self, *arguments, status=0, **more):
        command = [self.diptych, *arguments]
        more.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run(command, cwd=self.folder, stderr=subprocess.PIPE, check=False, timeout=300,
                              stdin=subprocess.DEVNULL, **more)
        if status is not None and done.returncode != status:
            raise AssertionError(f"{' '.join(command)}: status {done.returncode}, not {status}\n"
                                 + done.stderr.decode(errors="replace"))
        return done

    def build(self, out, *options, status=0):
        return self.run("build", "-C", self.site, "--out", self.at(out), *options, status=status)


def stamps(folder):
    return {path: os.stat(os.path.join(folder, path)).st_mtime_ns for path in tree(folder)}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def beside(folder, name):
    """What lies beside an output and lasts, but for its lock."""
    return read(os.path.join(folder, f".{name}.manifest"))


def differences(want, have):
    notes = [f"missing: {path}" for path in sorted(want.keys() - have.keys())]
    notes += [f"not expected: {path}" for path in sorted(have.keys() - want.keys())]
    notes += [f"other bytes: {path}" for path in sorted(want.keys() & have.keys()) if want[path] != have[path]]
    return notes[:20]


def same(want, have, what):
    notes = differences(want, have)
    assert not notes, f"{what}:\n" + "\n".join(notes)


def tool(*command, **more):
    """Run another program; it has to succeed. Its stdout."""
    done = subprocess.run(command, capture_output=True, check=False, timeout=300, **more)
    assert done.returncode == 0, f"{' '.join(command)}: status {done.returncode}\n{done.stderr.decode(errors='replace')}"
    return done.stdout


def run_tests(tests):
    """Each test is a function without arguments; its docstring is its name. TAP."""
    print(f"1..{len(tests)}")
    good = True
    for number, test in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} - {test.__doc__}", flush=True)
        except Exception:  # pylint: disable=broad-except
            good = False
            print(f"not ok {number} - {test.__doc__}", flush=True)
            print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
    sys.exit(0 if good else 1)
