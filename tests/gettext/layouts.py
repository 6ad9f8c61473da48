# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogs as other programs write them (TAP): layouts.py --diptych PROGRAM --root REPOSITORY

Every catalog of the repository passes msgfmt --check. A site whose catalogs went through gettext's
commands, or are laid out as Poedit does it, is the same site, byte for byte: nothing of what a page
shows depends on wrapping, order, comments, references, line ends or further fields of the header.
"""
import argparse
import os
import re
import sys
import tempfile

from gettext_site import (TESTS, Tap, catalogs, copy, differences, entries, fill, read, run, stderr_of, tree,
                          write)

GETTEXT = [
    ["msgcat"],
    ["msgcat", "--no-wrap"],
    ["msgcat", "--width=40"],
    ["msgcat", "--no-location", "--sort-output"],
    ["msgcat", "--sort-by-file", "--indent"],
    ["msgcat", "--strict"],
    ["msgcat", "--escape"],
    ["msgattrib"],
    ["msgattrib", "--no-wrap"],
    ["msgattrib", "--no-obsolete"],
    ["msgattrib", "--no-fuzzy", "--sort-output"],
    ["msguniq", "--width=20"],
    ["msgconv", "--to-code=UTF-8"],
    ["msgmerge", "--quiet", "--previous", "{po}", "{pot}"],
    ["msgmerge", "--quiet", "--no-wrap", "--no-fuzzy-matching", "{po}", "{pot}"],
    ["msgmerge", "--quiet", "--width=30", "--sort-output", "{po}", "{pot}"],
]

POEDIT_HEADER = r'''# Translation of the site.
# Copyright (C) 2026 the translators
#
msgid ""
msgstr ""
"Project-Id-Version: codes\n"
"Report-Msgid-Bugs-To: \n"
"POT-Creation-Date: 2026-01-02 03:04+0100\n"
"PO-Revision-Date: 2026-05-06 07:08+0200\n"
"Last-Translator: Žofie Příkladová <zofie@codes.example>\n"
"Language-Team: \n"
%s"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"X-Generator: Poedit 3.4.2\n"
"X-Poedit-Basepath: ../..\n"
"X-Poedit-SourceCharset: UTF-8\n"
"X-Poedit-SearchPath-0: content\n"
'''


def poedit(path, _):
    """Poedit's order of the header's fields, line numbers, and text wrapped at 79 columns."""
    blocks = entries(run(["msgcat", path]).decode())
    header = "".join(line + "\n" for line in re.findall(r'^"(?:Language|Plural-Forms): .*?\\n"$', run(
        ["msgcat", "--no-wrap", path]).decode(), re.M))
    numbered = [re.sub(r"^#: (.+)$", lambda m: "#: " + " ".join(f"{name}:{i + 3}" for name in m[1].split()), block,
                       flags=re.M) for i, block in enumerate(blocks[1:])]
    return (POEDIT_HEADER % header + "\n" + "\n\n".join(numbered) + "\n").encode()


def crlf(change):
    return lambda path, pot: change(path, pot).replace(b"\n", b"\r\n")


def gettext(command):
    return lambda path, pot: run([part.format(po=path, pot=pot) for part in command]
                                 + ([] if "{po}" in command else [path]))


def layouts():
    for command in GETTEXT:
        yield " ".join(part for part in command if "{" not in part), gettext(command)
    yield "Poedit", poedit
    yield "Poedit on Windows", crlf(poedit)
    yield "msgcat --no-wrap and CRLF", crlf(gettext(["msgcat", "--no-wrap"]))


def make_site(diptych, folder):
    """A golden site with a language of three plural forms: quotes, backslashes, long and fuzzy texts."""
    site = copy(os.path.join(TESTS, "golden", "full"), os.path.join(folder, "site"))
    run([diptych, "locale", "add", "pl", "-C", site])
    run([diptych, "locale", "update", "-C", site])
    for path in catalogs(site):
        if os.sep + "pl" + os.sep in path:
            fill(path, lambda found: None if len(found["msgid"]) % 7 == 0 else
                 found["msgid"] + ("" if found.get("msgctxt") == "pattern" else r" „zażółć” \\ \"gęślą\""))
            text = read(path)
            blocks = entries(text)
            long = max(range(1, len(blocks)), key=lambda i: len(blocks[i]) if "#, " not in blocks[i] else 0)
            blocks[long] = re.sub(r"^(msgctxt|msgid) ", r"#, fuzzy\n\1 ", blocks[long], count=1, flags=re.M)
            blocks.append('#~ msgid "Gone"\n#~ msgstr "Nie ma"')
            write(path, "\n\n".join(blocks) + "\n")
    return site


def build(diptych, site, out):
    run([diptych, "build", "--quiet", "-C", site, "--out", out])
    return tree(out)


def check_repository(tap, diptych, root):
    for path in catalogs(root):
        tap.check("msgfmt takes " + os.path.relpath(path, root),
                  "" if "fatal" not in (said := stderr_of(["msgfmt", "--check", "-o", os.devnull, path], 0))
                  and not said.startswith("status") else said)
    said = stderr_of([diptych, "check", "--quiet", "-C", root], 0)
    tap.check("diptych check takes them all", said if "error" in said else "")


def check_layouts(tap, diptych, folder):
    site = make_site(diptych, folder)
    before = build(diptych, site, os.path.join(folder, "out"))
    kept = {path: read(path) for path in catalogs(site)}
    polish = [text for path, text in kept.items() if os.sep + "pl" + os.sep in path]
    tap.check("the catalogs have what is to be kept", "" if all(
        part in "".join(polish) for part in ("#, fuzzy", "msgstr[2]", "#~ ", r"\\", r"\"", "ż")) else polish[0])
    for number, (name, change) in enumerate(layouts()):
        for path, text in kept.items():
            write(path, text)
            domain = os.path.splitext(os.path.basename(path))[0]
            write(path, change(path, os.path.join(site, "locales", "templates", domain + ".pot")))
        try:
            after = build(diptych, site, os.path.join(folder, f"out{number}"))
            tap.check(name + " makes the same pages", differences(before, after))
        except RuntimeError as error:
            tap.check(name + " makes the same pages", error)
    for path, text in kept.items():
        write(path, text.replace("gęślą", "jaźń"))
    after = build(diptych, site, os.path.join(folder, "other"))
    tap.check("another translation makes other pages", "" if differences(before, after) else "the same pages")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--root", required=True)
    arguments = parser.parse_args()
    diptych = os.path.abspath(arguments.diptych)
    tap = Tap()
    check_repository(tap, diptych, arguments.root)
    with tempfile.TemporaryDirectory() as folder:
        check_layouts(tap, diptych, folder)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
