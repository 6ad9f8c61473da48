# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of publishing share: TAP, a site in a temporary folder, its tree, and what its addresses are."""
import hashlib
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import points  # noqa: E402
from points import tree  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FULL = os.path.join(os.path.dirname(HERE), "golden", "full")
LOCALES = ["ar", "de", "fr"]                                    # of that site, besides the source's
CODES = ["100-wait", "200-found", "404-lost", "410-gone"]       # its slugs, in order
FORMER = {"404-lost": ["404-mislaid"], "410-gone": ["410-left"]}
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8")
IN_CI = os.environ.get("CI") == "true"


class Tap(points.Tap):
    """Points that a machine may have to leave out."""

    def same(self, name, got, want):
        self.check(name, "" if got == want else f"got  {got!r}\nwant {want!r}")

    def skip(self, name, reason):
        """A part that this machine can't run; in CI that is a failure."""
        if IN_CI:
            self.check(name, reason)
            return
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)


def run(*command, cwd=None, **more):
    """Run a command; its stdout. Another exit status than 0 is an error."""
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, timeout=300, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n"
                           + done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace"))
    return done.stdout.decode()


def edit(path, old, new):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, f"{path} has no {old!r}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Site:
    """A copy of the site golden/full, with former slugs and static files of several types."""

    def __init__(self, diptych, root, url=None):
        self.diptych, self.root = diptych, root
        shutil.copytree(FULL, root, ignore=shutil.ignore_patterns("public", "expected"))
        os.chmod(root, 0o755)
        with open(self.path("content/demo/codes/410.yaml"), "a", encoding="utf-8") as file:
            file.write("former_slugs: [410-left]\n")
        if url is not None:
            edit(self.path("site/site.yaml"), "url: https://full.example/", f"url: {url}")
        write(self.path("site/static/notes/read.txt"), "Přečti.\n" * 200)
        write(self.path("site/static/data.json"), '{"a": "' + "b" * 2000 + '"}\n')
        write(self.path("site/static/dot.png"), b"\x89PNG\r\n\x1a\n" + bytes(2000))

    def path(self, path):
        return os.path.join(self.root, path)

    def build(self, *options):
        return run(self.diptych, "build", "--quiet", "-C", self.root, *options)

    def can(self, option):
        return option in run(self.diptych, "build", "--help")

    @property
    def public(self):
        return self.path("site/public")


def digests(folder):
    return {path: hashlib.sha256(content).hexdigest() for path, content in tree(folder).items()}


def redirects():
    """What former_slugs mean, said apart from the program: {former address: address}, without the first slash."""
    found = {}
    for prefix in [""] + [f"{tag}/" for tag in LOCALES]:
        for i, a in enumerate(CODES):
            for former in FORMER.get(a, []):
                found[f"{prefix}demo/{former}/"] = f"{prefix}demo/{a}/"
            for b in CODES[i + 1:]:
                to = f"{prefix}compare/demo/{a}-vs-{b}/"
                for x in [a] + FORMER.get(a, []):
                    for y in [b] + FORMER.get(b, []):
                        if (x, y) != (a, b):
                            found[f"{prefix}compare/demo/{x}-vs-{y}/"] = to
    return found


def is_hashed(path):
    """Tell whether the name of a file of the program's own carries the hash of its bytes."""
    return re.fullmatch(r"(style|find)-[0-9a-f]{10}\.(css|js)", path) is not None


def language(html):
    """The language that a page says it is in."""
    match = re.search(rb'<html lang="([^"]*)"', html)
    return match and match[1].decode()
