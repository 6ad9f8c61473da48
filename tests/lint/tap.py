# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lint scripts share: which files to read, how C looks without comments, and TAP.

Every script has a check(root) that returns findings as "path:line: text", and samples: small trees
with the findings they must give. The samples run first, so that a check that has gone blind fails.
"""
import os
import re
import subprocess
import sys
import tempfile

SKIPPED_FOLDERS = re.compile(r"^(\.git|build|site/public|(.*/)?(node_modules|__pycache__))$")


def paths(root, under="", ends=()):
    """Sorted paths relative to root: what git tracks or would track; without git, what is there."""
    found = git_paths(root)
    if found is None:
        found = []
        for folder, folders, names in os.walk(root):
            here = os.path.relpath(folder, root)
            folders[:] = [f for f in folders
                          if not SKIPPED_FOLDERS.match(os.path.normpath(os.path.join(here, f)))]
            found += [os.path.normpath(os.path.join(here, n)) for n in names]
    return sorted(p for p in found
                  if p.startswith(under) and (not ends or p.endswith(tuple(ends)))
                  and os.path.isfile(os.path.join(root, p)))


def git_paths(root):
    if not os.path.exists(os.path.join(root, ".git")):
        return None
    try:
        out = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except (OSError, subprocess.CalledProcessError):
        return None
    return list(set(out.split("\0")) - {""})


def git(root, *args):
    command = ["git", "-c", "safe.directory=*", "-C", root, *args]
    return subprocess.run(command, check=True, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


C_TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def blank(text, strings=True):
    """C text with comments, and strings unless told otherwise, blanked; lines and columns stay."""
    def spaces(match):
        token = match.group()
        if token[0] in "\"'" and not strings:
            return token
        return re.sub(r"[^\n]", " ", token)
    return C_TOKEN.sub(spaces, text)


def point(number, passed, title, notes=()):
    print(f"{'ok' if passed else 'not ok'} {number} - {title}")
    for note in notes:
        print(f"# {note}")
    return passed


def run_sample(check, tree, expected):
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        found = check(root)
    passed = len(found) == len(expected) and all(e in f for e, f in zip(expected, found))
    return passed, [f"expected: {e}" for e in expected] + [f"found: {f}" for f in found]


def main(name, check, samples, check_sample=None):
    """samples: rows of (title, {path: text}, [a part of each finding, in order])."""
    root = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".")
    print(f"1..{len(samples) + 1}")
    good = True
    for number, (title, tree, expected) in enumerate(samples, 1):
        passed, notes = run_sample(check_sample or check, tree, expected)
        good &= point(number, passed, f"{name}: sample: {title}", () if passed else notes)
    findings = check(root)
    good &= point(len(samples) + 1, not findings, f"{name}: the repository", findings)
    sys.exit(0 if good else 1)
