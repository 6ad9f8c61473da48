#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthetic sites of any size, made after the reference site.

Each code has a record of content/sip as its model, in turn: the same facts, flow, references and
protocol words, and in every text made-up words of the same lengths. Comparisons come with their
codes, so that there are as many a code as in content/sip, about one. The family's own texts, patterns,
templates, static files and settings are those of the reference site. Catalogs are fully translated: labels of
zh, pt and vi are the real ones, all other texts are made up. The same sizes give the same bytes.

    synth.py --diptych PROGRAM [--codes 75] [--locales 4] [--texts 1.0] FOLDER

The program is asked for the POT files (`diptych locale update`).
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from typing import NamedTuple

import words

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEXT = re.compile(r"^(description|when|fix|meaning|encounter|intro|which): (.+)$", re.M)
NAME = re.compile(r"^name: (.+)$", re.M)
CODE = re.compile(r'^code: "(\d+)"$', re.M)
PAIR = re.compile(r'^pair: \["(\d+)", "(\d+)"\]$', re.M)
DIFFERENCE = re.compile(r"^  - (?![\[{])(.+)$", re.M)
SEE_ALSO = re.compile(r"^see_also: (\[.*\])$", re.M)
FORMER_SLUGS = re.compile(r"^former_slugs: .*$", re.M)
PAGE_OF_CODES = re.compile(r"(?:^|/)sip/([^/]+)/index\.html")
LABEL_ON_EVERY_PAGE = "Skip to content"


class Size(NamedTuple):
    codes: int = 75
    locales: int = 4
    texts: float = 1.0


class Edit:
    """A file with two contents that take turns: each flip is one change a user makes."""

    def __init__(self, path, one, other, prefix="", code=""):
        """What it changes lies below prefix, and on pages of one code, or of all where that is empty."""
        assert one != other, f"{path}: nothing to change"
        self.path, self.contents = path, [one, other]
        self.prefix, self.code = prefix, code

    def flip(self):
        self.contents.reverse()
        write(self.path, self.contents[0])

    def concerns(self, page):
        """Whether a page's file may change. Pages that are of no code, such as home, may always."""
        match = PAGE_OF_CODES.search(page)
        codes = match[1].split("-vs-") if match else []
        return not codes or (page.startswith(self.prefix) and
                             any(slug.startswith(self.code) for slug in codes))


class Site(NamedTuple):
    folder: str
    size: Size
    record: Edit            # one record's text
    message: Edit           # one message of one catalog; None with one locale
    label: Edit             # a label of every page of that catalog's locale


class Code(NamedTuple):
    number: str
    name: str
    text: str               # of its model
    model: str
    model_name: str
    copy: int               # how many times the models have been through


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def scalar(text):
    """A YAML scalar of one line. JSON's escapes are those of YAML's double quotes."""
    return json.loads(text) if text.startswith('"') else text


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def models():
    """The records of content/sip by code: (code, name, text)."""
    folder = os.path.join(ROOT, "content/sip/codes")
    rows = []
    for name in sorted(os.listdir(folder)):
        text = read(os.path.join(folder, name))
        rows.append((CODE.search(text)[1], scalar(NAME.search(text)[1]), text))
    return rows


def width_of(count, rows):
    """Digits after the first that number the codes of the largest class."""
    firsts = [row[0][0] for row in rows]
    copies = -(-count // len(rows))
    return 2 if copies == 1 else max(2, len(str(max(map(firsts.count, firsts)) * copies - 1)))


def plan(count, speaker):
    """Codes with their models; fewer codes than models are spread over all classes."""
    rows = models()
    width = width_of(count, rows)
    used = {}
    codes = []
    for k in range(count):
        number, name, text = rows[k * len(rows) // count if count < len(rows) else k % len(rows)]
        place = used[number[0]] = used.get(number[0], -1) + 1
        own = number if count <= len(rows) else f"{number[0]}{place:0{width}}"
        codes.append(Code(own, speaker.say(name), text, number, name, k // len(rows)))
    return codes, width


def retell(text, speaker, factor):
    def put(match):
        return f"{match[1]}: {quoted(speaker.say_at_length(scalar(match[2]), factor))}"
    return TEXT.sub(put, text)


def record(code, numbers, speaker, factor):
    """The model's record with another number and name, and other words."""
    near = [numbers.get((code.copy, other)) for other in json.loads(SEE_ALSO.search(code.text)[1])]
    text = code.text.replace(f"{code.model} {code.model_name}", f"{code.number} {code.name}")
    text = CODE.sub(f'code: "{code.number}"', text)
    text = NAME.sub(f"name: {quoted(code.name)}", text)
    text = SEE_ALSO.sub(f"see_also: {json.dumps([other for other in near if other])}", text)
    text = FORMER_SLUGS.sub("former_slugs: []", text)
    return retell(text, speaker, factor)


def write_comparisons(folder, numbers, speaker, factor):
    """Each comparison of content/sip once for each time its two codes are there."""
    source = os.path.join(ROOT, "content/sip/comparisons")
    copies = 1 + max(copy for copy, _ in numbers)
    for name in sorted(os.listdir(source)):
        text = read(os.path.join(source, name))
        pair = PAIR.search(text).groups()
        for copy in range(copies):
            a, b = (numbers.get((copy, model)) for model in pair)
            if a is None or b is None:
                continue
            made = PAIR.sub(f'pair: ["{a}", "{b}"]', retell(text, speaker, factor))
            made = DIFFERENCE.sub(lambda match: "  - " + quoted(
                speaker.say_at_length(scalar(match[1]), factor)), made)
            write(os.path.join(folder, f"{a}-{b}.yaml"), made)


def write_content(folder, size):
    """Returns the planned codes."""
    speaker = words.Speaker(words.ENGLISH, "en")
    codes, width = plan(size.codes, speaker)
    numbers = {(code.copy, code.model): code.number for code in codes}
    for code in codes:
        write(f"{folder}/content/sip/codes/{code.number}.yaml",
              record(code, numbers, speaker, size.texts))
    write_comparisons(f"{folder}/content/sip/comparisons", numbers, speaker, size.texts)
    family = read(os.path.join(ROOT, "content/sip/family.yaml"))
    write(f"{folder}/content/sip/family.yaml",
          re.sub(r"range: (\d)xx", lambda match: f"range: {match[1]}" + "x" * width, family))
    shutil.copy(os.path.join(ROOT, "content/patterns.yaml"), f"{folder}/content/patterns.yaml")
    shutil.copytree(os.path.join(ROOT, "templates"), f"{folder}/templates")
    shutil.copytree(os.path.join(ROOT, "site/static"), f"{folder}/site/static")
    shutil.copy(os.path.join(ROOT, "site/site.yaml"), f"{folder}/site/site.yaml")
    shutil.copytree(os.path.join(ROOT, "locales/en"), f"{folder}/locales/en")
    return codes


def po_strings(block, keyword):
    """The text after a keyword of one message, its lines joined; None where there is none."""
    match = re.search(rf'^{keyword} ((?:".*"\n?)+)', block, re.M)
    if match is None:
        return None
    return "".join(scalar(line) for line in match[1].splitlines())


def translate(block, speaker, forms):
    """One message of a POT file with its translation."""
    kept = re.sub(r'^msgstr(\[\d\])? (?:".*"\n?)+', "", block + "\n", flags=re.M)
    plural = po_strings(block, "msgid_plural")
    if plural is None:
        return kept + f'msgstr {quoted(speaker.say(po_strings(block, "msgid")))}\n'
    return kept + "".join(f"msgstr[{i}] {quoted(speaker.say(plural))}\n" for i in range(forms))


def write_catalog(pot, path, language, domain):
    tag, letters, plurals = language
    speaker = words.Speaker(letters, f"{tag} {domain}")
    forms = int(re.search(r"nplurals=(\d)", plurals)[1])
    blocks = read(pot).strip("\n").split("\n\n")
    header = "".join(f'"{line}\\n"\n' for line in (
        f"Project-Id-Version: diptych {domain}", f"Language: {tag}", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plurals}"))
    messages = [translate(block, speaker, forms) for block in blocks[1:]]
    write(path, "\n".join([f'msgid ""\nmsgstr ""\n{header}'] + messages))


def write_locales(folder, size, diptych):
    if size.locales > 1 + len(words.LANGUAGES):
        raise SystemExit(f"synth.py: at most {1 + len(words.LANGUAGES)} locales")
    subprocess.run([diptych, "-C", folder, "locale", "update"], check=True,
                   stdout=subprocess.DEVNULL)
    for language in words.LANGUAGES[:size.locales - 1]:
        here = f"{folder}/locales/{language[0]}"
        write_catalog(f"{folder}/locales/templates/sip.pot", f"{here}/sip.po", language, "sip")
        real = os.path.join(ROOT, "locales", language[0], "site.po")
        if os.path.exists(real):
            shutil.copy(real, f"{here}/site.po")
        else:
            write_catalog(f"{folder}/locales/templates/site.pot", f"{here}/site.po", language, "site")


def edit_record(folder, code):
    path = f"{folder}/content/sip/codes/{code.number}.yaml"
    text = read(path)
    speaker = words.Speaker(words.ENGLISH, "edit")
    match = re.search(r"^when: (.+)$", text, re.M)
    other = speaker.say(scalar(match[1]))
    return Edit(path, text, text.replace(match[0], f"when: {quoted(other)}"), code=code.number)


def edit_message(folder, language, code):
    """The translation of how to fix a code."""
    path = f"{folder}/locales/{language[0]}/sip.po"
    text = read(path)
    fix = scalar(re.search(r"^fix: (.+)$", read(f"{folder}/content/sip/codes/{code.number}.yaml"),
                           re.M)[1])
    start = text.index("msgstr ", text.index(f'msgctxt "fix"\nmsgid {quoted(fix)}'))
    end = text.index("\n", start)
    other = words.Speaker(language[1], "edit").say(fix)
    return Edit(path, text, f"{text[:start]}msgstr {quoted(other)}{text[end:]}",
                f"{language[0]}/", code.number)


def edit_label(folder, language):
    path = f"{folder}/locales/{language[0]}/site.po"
    text = read(path)
    head = f'msgid "{LABEL_ON_EVERY_PAGE}"\nmsgstr "'
    other = words.Speaker(language[1], "edit").say(LABEL_ON_EVERY_PAGE)
    return Edit(path, text, re.sub(re.escape(head) + ".*", head + other + '"', text),
                f"{language[0]}/")


def make_site(folder, size, diptych):
    """Make a site in a folder that is not there yet."""
    codes = write_content(folder, size)
    write_locales(folder, size, diptych)
    middle, later = codes[len(codes) // 2], codes[len(codes) * 2 // 3]
    language = words.LANGUAGES[0]
    many = size.locales > 1
    return Site(folder, size, edit_record(folder, middle),
                edit_message(folder, language, later) if many else None,
                edit_label(folder, language) if many else None)


def add_sizes(parser):
    default = Size()
    parser.add_argument("--codes", type=int, default=default.codes, help="codes of the family")
    parser.add_argument("--locales", type=int, default=default.locales, help="languages")
    parser.add_argument("--texts", type=float, default=default.texts,
                        help="length of texts, in those of content/sip")


def main():
    parser = argparse.ArgumentParser(description="Makes a synthetic site.")
    parser.add_argument("--diptych", required=True, help="the program, for its POT files")
    parser.add_argument("folder", help="where; must not exist")
    add_sizes(parser)
    options = parser.parse_args()
    if os.path.exists(options.folder):
        parser.error(f'"{options.folder}" exists')
    make_site(options.folder, Size(options.codes, options.locales, options.texts),
              os.path.abspath(options.diptych))


if __name__ == "__main__":
    sys.exit(main())
