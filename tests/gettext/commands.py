# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of translators, with gettext's own (TAP): commands.py --diptych PROGRAM

What `locale add`, `update` and `status` do is asked of msgfmt, msgattrib and the built pages; nothing
but a catalog is edited on the way from no language to its pages.
"""
import argparse
import json
import os
import re
import sys
import tempfile
import unicodedata

from gettext_site import (TESTS, Tap, catalogs, copy, differences, entries, fields, fill, read, run, stderr_of, tree,
                          write)

RECORD = os.path.join("content", "demo", "codes", "404.yaml")
DATES = re.compile(r"^\"(?:PO-Revision|POT-Creation)-Date:", re.M)


class Site:
    """A copy of a site of the tests, and the program in it."""

    def __init__(self, diptych, folder, name="golden/full"):
        self.diptych = diptych
        self.root = copy(os.path.join(TESTS, *name.split("/")), os.path.join(folder, "site"))

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    def run(self, *command):
        return run([self.diptych, *command, "-C", self.root]).decode()

    def refuse(self, *command, status=1):
        return stderr_of([self.diptych, *command, "-C", self.root], status)

    def status(self, *arguments):
        return json.loads(self.run("locale", "status", "--json", *arguments))["locales"]

    def edit(self, path, old, new):
        text = read(self.path(path))
        assert old in text, f"{path} has no {old!r}"
        write(self.path(path), text.replace(old, new, 1))


def names(command, path):
    """The msgid of the messages that a command of gettext's leaves."""
    text = run([*command, "--no-wrap", path]).decode()
    return [fields(block)["msgid"] for block in entries(text)[1:] if "msgid" in fields(block)] if text else []


def test_add(tap, site):
    before = tree(site.root)
    said = site.run("locale", "add", "ja", "pt-BR", "ru")
    after = tree(site.root)
    made = sorted(after.keys() - before.keys())
    tap.check("add makes catalogs, and nothing else", differences(before, {p: after[p] for p in before if p in after})
              or ("" if made == sorted(f"locales/{tag}/{domain}.po" for tag in ("ja", "pt-BR", "ru")
                                       for domain in ("demo", "site")) else made))
    tap.check("add says what it made", "" if all(path in said for path in made) and "/ja/" in said else said)
    for path in made:
        text = read(site.path(path))
        sources = len(entries(run(["msgcat", "--no-wrap", site.path(path)]).decode())) - 1
        problem = stderr_of(["msgfmt", "--check", "-o", os.devnull, site.path(path)], 0)
        tap.check(f"msgfmt takes {path}, which has no dates and no translations",
                  problem if problem.startswith("status") or "fatal" in problem else
                  "dates" if DATES.search(text) else "translated" if names(["msgattrib", "--translated"], site.path(path))
                  else "no messages" if sources < 10 else "fuzzy" if "#, fuzzy" in text else "")
    forms = [re.search(r"nplurals=(\d)", read(site.path("locales", tag, "site.po")))[1] for tag in ("ja", "pt-BR", "ru")]
    tap.check("add knows plural rules and the name", "" if forms == ["1", "2", "3"] and '"Language: pt_BR\\n"' in
              read(site.path("locales", "pt-BR", "site.po")) else forms)
    site.run("build", "--quiet", "--out", site.path("out"))
    tap.check("the next build has their pages", "" if all(os.path.exists(site.path("out", tag, "demo", "index.html"))
                                                         for tag in ("ja", "pt-BR", "ru")) else "no pages")
    site.run("locale", "update")
    kept = {path: text for path, text in tree(site.root).items() if path in made}
    tap.check("an update right behind add changes none of them", differences({p: after[p] for p in made}, kept))


def test_add_all_rules(tap, site):
    """Languages of which gettext or we alone know the plural rule."""
    tags = ["ar", "br", "cs", "cy", "fil", "ga", "gd", "he", "hsb", "is", "lt", "lv", "mk", "mt", "pl", "ro", "sl", "sr-Latn",
            "zh-Hant"]
    if "ar" in os.listdir(site.path("locales")):
        tags.remove("ar")
    site.run("locale", "add", *tags)
    said = site.refuse("check", status=0)
    tap.check("every language that is added can be built", said if "error" in said else "")


REFUSED = [
    (["french"], ['did you mean "fr"']),
    (["pt_BR"], ['did you mean "pt-BR"']),
    (["ES"], ['did you mean "es"']),
    (["fr_CA.UTF-8"], ['did you mean "fr-CA"']),
    (["brazilian portuguese"], ['did you mean "pt-BR"']),
    (["vietnamse"], ['did you mean "vi"']),
    (["cn"], ['did you mean "zh"']),
    (["日本語"], ['did you mean "ja"']),
    (["templates"], ["not the tag"]),
    (["../x"], ["not the tag"]),
    (["demo"], ["is a family"]),
    (["en"], ["language of the source"]),
    (["de"], ["there already", "locale update"]),
    (["es", "italian", "de"], ['did you mean "it"', "there already", "2 errors", "nothing was made"]),
]


def test_add_refuses(tap, site):
    before = sorted(tree(site.root).items())
    for tags, parts in REFUSED:
        said = site.refuse("locale", "add", *tags)
        tap.check(f"add refuses {' '.join(tags)}", "" if all(part in said for part in parts) else said)
    blocked = site.path("locales", "it")
    write(blocked, "in the way")
    said = site.refuse("locale", "add", "es", "it", "nl")
    os.remove(blocked)
    tap.check("add makes none where one can't be made", "" if "can't be written" in said or "there already" in said
              else said)
    left = sorted(os.listdir(site.path("locales")))
    tap.check("nothing is left behind", "" if sorted(tree(site.root).items()) == before
              and not [name for name in left if name.startswith(".")] else left)


def translate(found):
    return found["msgid"].upper() if "{" not in found["msgid"] else "¡" + found["msgid"]


def prepare_update(site):
    """A translated catalog, in the layout of update, with things of a translator's own."""
    site.run("locale", "add", "es")
    for domain in ("demo", "site"):
        fill(site.path("locales", "es", domain + ".po"), translate)
    path = site.path("locales", "es", "demo.po")
    text = read(path).replace("Last-Translator: Automatically generated", "Last-Translator: Ana <ana@codes.example>")
    text = text.replace('"Language-Team: none\\n"', '"Language-Team: none\\n"\n"X-Generator: Poedit 3.4.2\\n"')
    text = text.replace("\n\n#. ", "\n\n# Ana: so it is in the norm\n#. ", 1)
    write(path, text)
    site.run("locale", "update")
    return path


def test_update(tap, site):
    path = prepare_update(site)
    before = tree(site.root)
    said = site.run("locale", "update")
    tap.check("a second update changes nothing", differences(before, tree(site.root)) or
              ("" if said.startswith("0 templates and 0 catalogs changed") else said))
    pots = [read(site.path("locales", "templates", name)) for name in ("site.pot", "demo.pot")]
    tap.check("POT files have no dates and no line numbers", "" if not any(
        DATES.search(pot) or re.search(r"^#: .*:\d", pot, re.M) for pot in pots) else "they have")

    record = read(site.path(RECORD))
    old = re.search(r"^description: (.*)$", record, re.M)[1]
    gone = re.search(r"^fix: (.*)$", record, re.M)[1]
    new = old.rstrip(".") + ", as far as is known."
    site.edit(RECORD, "description: " + old, "description: " + new)
    site.edit(RECORD, "fix: " + gone, "fix: Whisper to the far shore and wait until the moon has risen twice.")
    lines = read(path).splitlines()
    site.run("locale", "update")
    text = read(path)
    block = next(block for block in entries(text) if fields(block).get("msgid") == new)
    tap.check("a reworded text is fuzzy, with its old source and translation", "" if "#, fuzzy" in block
              and f'#| msgid "{old}"' in block and fields(block)["msgstr"] == old.upper() else block)
    tap.check("msgattrib finds it", "" if new in names(["msgattrib", "--only-fuzzy"], path) else "no")
    tap.check("a text that is gone is kept as obsolete, or as a guess", "" if gone.upper() in text else text[-500:])
    lost = [line for line in lines if line.startswith('msgstr') and line not in text.replace("#~ ", "")]
    tap.check("no translation is lost", "\n".join(lost))
    tap.check("what is the translator's own is kept", "" if all(part in text for part in (
        "Ana <ana@codes.example>", "X-Generator: Poedit", "# Ana: so it is in the norm")) else text[:600])
    changed = sum(a != b for a, b in zip(entries(text), "\n".join(lines).split("\n\n")))
    tap.check("few blocks of the file are others", "" if changed <= 3 else f"{changed} changed")

    write(site.path(RECORD), record)
    site.run("locale", "update")
    fill(path, translate)
    restored = {fields(block)["msgid"]: fields(block)["msgstr"] for block in entries(read(path))[1:]
                if "msgstr" in fields(block) and "#~" not in block and "fuzzy" not in block}
    tap.check("what comes back finds its translation", "" if restored.get(gone) == gone.upper() else restored.get(gone))

    write(path, run(["msgcat", "--width=60", path]).decode().replace("\n", "\r\n"))
    site.run("locale", "update")
    unwrapped = read(path)
    before = tree(site.root)
    site.run("locale", "update")
    tap.check("a wrapped catalog with CRLF is laid out once, then stays", differences(before, tree(site.root)) or
              ("\\r" if "\r" in unwrapped else ""))


def test_update_broken(tap, site):
    prepare_update(site)
    site.edit("locales/es/demo.po", 'msgstr "', 'msgstr ')
    before = tree(site.root)
    said = site.refuse("locale", "update")
    tap.check("update refuses a catalog that is broken, and keeps it", differences(before, tree(site.root)) or
              ("" if "es/demo.po" in said and "refused it" in said else said))
    os.mkdir(site.path("locales", "german"))
    tap.check("update refuses a folder that is no language", "" if 'did you mean "de"' in
              site.refuse("locale", "update") else "it does not")


def shares(site, tag):
    """Complete pages of @p tag, as the built tree has them."""
    out = site.path("out")
    site.run("build", "--quiet", "--out", out)
    pages = [os.path.join(base, name) for base, _, found in os.walk(os.path.join(out, tag)) for name in found
             if name == "index.html"]
    return sum("noindex" not in read(page) for page in pages), len(pages)


def translate_next(site, tag, gap):
    """Translate the one message that status has put first, at the place that it names."""
    path = site.path(gap["file"])
    lines = read(path).split("\n")
    line = gap["line"] - 1
    assert lines[line].startswith("msgid "), lines[line]
    for i in range(line + 1, line + 6):
        if lines[i].startswith("msgstr"):
            lines[i] = lines[i].split('"', 1)[0] + '"' + gap["source"].replace("\\", "\\\\").replace('"', '\\"') + '"'
        if i + 1 < len(lines) and not lines[i + 1].startswith(("msgstr", "msgid_plural")) and "msgstr" in lines[i]:
            break
    write(path, "\n".join(lines))


def test_status(tap, site):
    site.run("locale", "add", "es")
    site.edit("site/site.yaml", "name:", "threshold: 60\nname:") if "threshold" not in read(
        site.path("site", "site.yaml")) else None
    first = site.status("es", "--next", "500")[0]
    total = sum(domain["messages"] for domain in first["domains"])
    tap.check("nothing is translated, and all of it is next", "" if first["characters"]["translated"] == 0
              and len(first["next"]) == total == sum(domain["missing"] for domain in first["domains"]) else
              [total, len(first["next"])])
    tap.check("its last message completes all pages", "" if first["next"][-1]["complete"] == first["pages"]["total"]
              else first["next"][-1])
    problems, steps = [], 0
    while True:
        now = site.status("es", "--next", "1")[0]
        built, pages = shares(site, "es")
        if (built, pages) != (now["pages"]["complete"], now["pages"]["total"]):
            problems.append(f"after {steps}: {now['pages']}, but built are {built} of {pages}")
        if not now["next"] or problems:
            break
        said = {key: now["next"][0][key] for key in ("source", "complete")}
        foreseen = {key: first["next"][steps][key] for key in ("source", "complete")}
        if said != foreseen:
            problems.append(f"step {steps}: {said}, foreseen was {foreseen}")
        translate_next(site, "es", now["next"][0])
        steps += 1
    tap.check("each step is as foreseen, and as the built pages are", "\n".join(problems))
    tap.check("the end is where all is translated", "" if steps == total else f"{steps} of {total}")
    halves = [gap["complete"] for gap in first["next"]]
    late = next(i for i, complete in enumerate(halves) if 2 * complete >= first["pages"]["total"])
    worst = len(halves) * 60 // 100
    tap.check("half of the pages are complete before that share of the messages is", "" if late < worst
              else f"{late} of {len(halves)}")


def cells(text):
    """How many cells of a terminal @p text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_status_table(tap, site):
    site.run("locale", "add", "zh", "th", "vi", "ja")
    table = site.run("locale", "status", "--next", "0").split("\nSHARE ")[0].splitlines()
    widths = {cells(line) for line in table}
    tap.check("the table is aligned, also where characters are wide or combine", "" if len(table) > 12
              and len(widths) == 1 else "\n".join(table))


def test_status_states(tap, site):
    prepare_update(site)
    path = "locales/es/demo.po"
    text = read(site.path(path))
    broken = next(block for block in entries(text) if "{code}" in fields(block).get("msgstr", ""))
    site.edit(path, broken, broken.replace("{code}", "{codigo}").replace("{codigo}", "{code}", 1))
    plain = [block for block in entries(text)[1:] if "{" not in block and "#" in block]
    site.edit(path, plain[2], plain[2].replace("msgctxt", "#, fuzzy\nmsgctxt", 1))
    site.edit(path, plain[3], re.sub(r'msgstr ".*"', 'msgstr ""', plain[3]))
    write(site.path(path), read(site.path(path)) + '\nmsgid "Not in the site"\nmsgstr "No"\n\n#~ msgid "Old"\n#~ msgstr "V"\n')
    domain = next(domain for domain in site.status("es")[0]["domains"] if domain["domain"] == "demo")
    counts = {key: domain[key] for key in ("fuzzy", "missing", "broken", "stale")}
    tap.check("status counts what is fuzzy, missing, broken and stale", "" if counts ==
              {"fuzzy": 1, "missing": 1, "broken": 1, "stale": 2} else counts)
    lines = read(site.path(path)).split("\n")
    tap.check("each finding has its line", "" if len(domain["findings"]) == 4 and all(
        lines[finding["line"] - 1].removeprefix("#~ ").startswith("msgid ") for finding in domain["findings"])
        else domain["findings"])
    text = site.run("locale", "status", "es")
    tap.check("the table is told in words, too", "" if f"{path}:" in text and "broken" in text and "fuzzy" in text else text)
    write(site.path(path), "msgid bare\n")
    said = site.refuse("locale", "status", "es")
    tap.check("a catalog that can't be read is reported", "" if "po-syntax" in said else said)


TESTS_OF_SITES = [(test_add, "golden/full"), (test_add_all_rules, "golden/full"), (test_add_refuses, "golden/full"),
                  (test_update, "golden/full"), (test_update_broken, "golden/full"), (test_status, "case/base"),
                  (test_status_table, "golden/full"), (test_status_states, "golden/full")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--diptych", required=True)
    arguments = parser.parse_args()
    tap = Tap()
    for test, name in TESTS_OF_SITES:
        with tempfile.TemporaryDirectory() as folder:
            test(tap, Site(os.path.abspath(arguments.diptych), folder, name))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
