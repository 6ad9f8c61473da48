# SPDX-License-Identifier: GPL-3.0-or-later
"""keys.py --diptych PROGRAM: what a build makes again, and what it only looks at.

A site of nine codes in three languages is edited in one place; then it is counted which pages were made.
A build over the old output always has to leave what one from nothing does. That the file of keys is
missing, damaged, cut short or another build's may cost time, and nothing else.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import Tap, tree  # noqa: E402

CODES = {f"{code}": f"Word{chr(64 + i)} Name" for i, code in enumerate((100, 101, 200, 201, 300, 301, 400, 401, 402), 1)}
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
FAMILY = """name: DEMO
title: The demo codes
classes:
  - {range: 1xx, kind: provisional, name: Early, summary: Too early.}
  - {range: 2xx, kind: success, name: Fine, summary: All fine.}
  - {range: 3xx, kind: redirection, name: Other, summary: Elsewhere.}
  - {range: 4xx, kind: client, name: Wrong, summary: All wrong.}
"""


class Site:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.write("site/site.yaml", "name: Demo\nurl: https://demo.example/\nsource: en\nthreshold: 1\n")
        self.write("content/demo/family.yaml", FAMILY)
        for code, name in CODES.items():
            self.record(code, name)
        for tag in ("de", "fr"):
            for code in CODES:
                self.catalog(tag)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        with open(self.path(path), "w", encoding="utf-8") as file:
            file.write(text)

    def record(self, code, name, fix="Do what {} says."):
        self.write(f"content/demo/codes/{code}.yaml",
                   f'code: "{code}"\nname: {name}\ndescription: It is {code}.\nwhen: When {code} comes.\n'
                   f"fix: {fix.format(code)}\n")

    def catalog(self, tag, of=None, more=""):
        entries = [f'msgctxt "description"\nmsgid "It is {code}."\nmsgstr "{tag} {code}{more if code == of else ""}."\n'
                   for code in CODES]
        self.write(f"locales/{tag}/demo.po", "\n".join([HEAD, *entries]))

    def build(self, *options):
        done = subprocess.run([self.program, "-C", self.folder, "build", "--json", "--jobs", "4", *options],
                              capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return json.loads(done.stdout)


def compare(site, *options):
    """Build over what is there, and from nothing. @return the summary of the first, and what is wrong."""
    summary = site.build(*options)
    fresh = site.path("fresh", "public")
    shutil.rmtree(site.path("fresh"), ignore_errors=True)
    site.build("--out", fresh, *options)
    same = tree(site.path("site/public")) == tree(fresh)
    return summary, "" if same else "not what a build from nothing makes"


def pages(codes, locales):
    """Of one code: its own, its pairs', its family's, home, 404, translations; in so many languages."""
    return locales * (1 + (codes - 1) + 1 + 3)


def edits(tap, site):
    count, others = len(CODES), 3 * (1 + 3) + 3 * len(CODES) + 3 * len(CODES) * (len(CODES) - 1) // 2
    first = site.build()
    tap.check("the first build makes all", "" if first["rendered"] == first["pages"] == others else first)

    def edit(name, change, least, most, *options):
        change()
        summary, wrong = compare(site, *options)
        if not wrong and not least <= summary["rendered"] <= most:
            wrong = f"{least} to {most} expected: {summary}"
        tap.check(f"{name}: {summary['rendered']} pages made, {summary['written']} written", wrong)

    keys = site.path("site", ".public.keys")
    with open(keys, "rb") as file:
        whole = file.read()

    def put_keys(data):
        with open(keys, "wb") as file:
            file.write(data)

    edit("nothing", lambda: None, 0, 0)
    edit("a file's time", lambda: os.utime(site.path("content/demo/codes/200.yaml")), 0, 0)
    edit("a comment in a record", lambda: site.write(
        "content/demo/codes/100.yaml", "# as it was\n" + open(site.path("content/demo/codes/100.yaml")).read()),
        count, pages(count, 3))
    edit("a text of a record", lambda: site.record("301", CODES["301"], "Do not what {} says."),
         pages(count, 3) - 9, pages(count, 3))
    edit("a message of a catalog", lambda: site.catalog("fr", "201", " x"), pages(count, 1) - 3, pages(count, 1) + 3)
    edit("the name of a code", lambda: site.record("402", "Other Name"), count, others)
    edit("a page is gone", lambda: os.unlink(site.path("site/public/de/compare/demo/100-worda-name-vs-101-wordb-name/index.html")),
         1, 1)
    edit("a page was cut short", lambda: os.truncate(
        site.path("site/public/compare/demo/100-worda-name-vs-200-wordc-name/index.html"), 10), 1, 1)
    edit("keys of another state", lambda: put_keys(whole), others, others)
    edit("no keys", lambda: os.unlink(keys), others, others)
    edit("keys that are empty", lambda: put_keys(b""), others, others)
    with open(keys, "rb") as file:
        whole = file.read()
    for at in (0, 20, 40, 60, len(whole) // 2, len(whole) - 1):
        edit(f"keys with byte {at} changed",
             lambda at=at: put_keys(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:]), others, others)
    edit("keys that are cut short", lambda: put_keys(whole[:-1]), others, others)
    edit("a text of the settings", lambda: site.write(
        "site/site.yaml", "name: Demo 2\nurl: https://demo.example/\nsource: en\nthreshold: 1\n"), others, others)
    edit("made-up languages", lambda: None, 2 * others // 3, 2 * others, "--pseudo")
    edit("and none of them", lambda: None, others, others)
    edit("a locale is gone", lambda: shutil.rmtree(site.path("locales/fr")), 2 * others // 3, others)


def packed(site):
    """That the first build loads what packs, and looks for it later than others, makes no page another one."""
    done = subprocess.run([site.program, "-C", site.folder, "build", "--precompress", "gzip", "--out",
                           site.path("packed", "public")], capture_output=True, text=True, check=False)
    if "can't precompress" in done.stderr:
        return None
    again = site.build("--precompress", "gzip", "--out", site.path("packed", "public"))
    return "" if again["rendered"] == again["written"] == 0 else again


def other_languages(site):
    """Where one language is made, a page that is missing in another is found when it is its turn."""
    site.catalog("de", "200", " y")
    for page in ("compare/demo/100-worda-name-vs-101-wordb-name", "demo/100-worda-name"):
        os.unlink(site.path("site/public", page, "index.html"))
    summary, wrong = compare(site)
    most = pages(len(CODES), 1) + 2
    return wrong or ("" if most - 3 <= summary["rendered"] <= most else summary)


def is_link_read(site):
    """A link to nowhere is a mistake, though what stood there before had no bytes either."""
    name = "templates/parts/switcher-item.html"
    site.write(name, "")
    _, wrong = compare(site)
    os.unlink(site.path(name))
    os.symlink("nowhere", site.path(name))
    done = subprocess.run([site.program, "-C", site.folder, "build"], capture_output=True, text=True, check=False)
    os.unlink(site.path(name))
    return wrong or ("" if done.returncode == 1 and "file-missing" in done.stderr else done.stdout + done.stderr)


def warns(site):
    """A warning is given by each build, though nothing has to be made."""
    site.write("content/demo/notes.txt", "not read\n")
    said = [len(site.build()["diagnostics"]) for _ in range(3)]
    return "" if said[0] > 0 and said.count(said[0]) == 3 else f"warnings of three builds: {said}"


def is_link_seen(site):
    """A folder that somebody replaced by a link is not ours, though the file is found behind it."""
    folder = site.path("site/public/compare/demo/100-worda-name-vs-101-wordb-name")
    os.rename(folder, site.path("elsewhere"))
    os.symlink(site.path("elsewhere"), folder)
    done = subprocess.run([site.program, "-C", site.folder, "build"], capture_output=True, text=True, check=False)
    return "" if done.returncode == 1 and "output-foreign" in done.stderr else done.stdout + done.stderr


def is_way_out_seen(site):
    """A record that became a link out of the site, to the same bytes, is refused as in a build from nothing."""
    path = site.path("content/demo/codes/100.yaml")
    with tempfile.TemporaryDirectory(prefix="diptych-outside-") as outside:
        shutil.move(path, os.path.join(outside, "100.yaml"))
        os.symlink(os.path.join(outside, "100.yaml"), path)
        done = subprocess.run([site.program, "-C", site.folder, "build"], capture_output=True, text=True, check=False)
        os.unlink(path)
        shutil.move(os.path.join(outside, "100.yaml"), path)
    return "" if done.returncode == 1 else done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="diptych-keys-") as folder:
        site = Site(os.path.abspath(options.diptych), folder)
        edits(tap, site)
        tap.check("pages of another language are gone", other_languages(site))
        wrong = packed(site)
        tap.check("packed, and packed again" + (" # SKIP no compression" if wrong is None else ""), wrong)
        tap.check("a link to nowhere where an empty file was", is_link_read(site))
        tap.check("a link out of the site", is_way_out_seen(site))
        tap.check("warnings are given again", warns(site))
        tap.check("a link in the output is seen", is_link_seen(site))
    sys.exit(tap.end())


if __name__ == "__main__":
    main()
