# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence of every English page of a pair (TAP): sentences are put together from records and
patterns, so each pair may show a fault that no record has.

Builds the site from content, templates and site.yaml, takes the texts of each page by what marks them
there, and hands them to the detectors of faults.py, which are tried on samples first.
"""
import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

import faults
from tap import Tap

# Pages

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
# Markup inside a text; any other tag ends it, so that closing tags may be left out.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "code", "em", "i", "small", "span", "strong"}
# Rows of (kind, tag, what its attributes have, the section it is in, None for any).
MARKS = tuple((kind, tag, re.compile(attributes), section) for kind, tag, attributes, section in (
    ("intro", "p", r'\bclass="?intro\b', None),
    ("card", "p", r"^(?!.*\bclass=)", "panel"),
    ("drawing", "desc", r"", None),
    ("difference", "li", r"", "differences"),
    ("advice", "p", r"", "which"),
))
SECTION = re.compile(r'\b(?:class="?(panel)\b|id="?(differences|which)\b)')
META = re.compile(r'<meta name="?description"?[^<>]*? content="([^"]*)"')
# How many of a kind a page has, at least and at most; a drawing where the record has a flow.
COUNTS = {"meta": (1, 1), "intro": (1, 1), "card": (6, 6), "drawing": (0, 2), "difference": (2, 40), "advice": (1, 1)}


def kind_of(tag, attributes, section):
    for kind, name, pattern, inside in MARKS:
        if tag == name and inside in (None, section) and pattern.search(attributes):
            return kind
    return None


def read_page(page):
    """The texts of a page as [(kind, text)], in their order."""
    found = [("meta", html.unescape(text)) for text in META.findall(page)]
    kind, section, text, at = None, None, "", 0
    for match in TAG.finditer(page):
        if kind:
            text += page[at:match.start()]
        at = match.end()
        closing, tag, attributes = match.groups()
        if tag in INLINE:
            continue
        if kind:
            found.append((kind, html.unescape(text).strip()))
        if tag == "section":
            opened = None if closing else SECTION.search(attributes)
            section = opened[1] or opened[2] if opened else None
        kind, text = None if closing else kind_of(tag, attributes, section), ""
    return found


SAMPLE = """<meta name="description" property="og:description" content="A &amp; B.">
<h1>No</h1><p class="intro">An <span lang="x">intro</span>.</p>
<section class="panel" id="code-1"><p class="class">no</p><h3>No</h3><p>D.</p>
<p>When.</p><p id="fix-1">Fix <code>it</code>.</p></section><section id="flows"><p>no</p>
<svg><title>no</title><desc>A sends B.</desc><text>no</text></svg></section>
<section id="differences"><h2>no</h2><ol><li>One.</li><li>T&lt;w&gt;o.</li></ol></section>
<section id="which"><h2>no</h2><p>Which.</p></section><section id="more"><ul><li>no</li></ul></section><p>no</p>"""
SAMPLE_TEXTS = [("meta", "A & B."), ("intro", "An intro."), ("card", "D."), ("card", "When."), ("card", "Fix it."),
                ("drawing", "A sends B."), ("difference", "One."), ("difference", "T<w>o."), ("advice", "Which.")]


def check_reading(tap):
    slim = re.sub(r"</(?:p|li)>", "", SAMPLE)
    slim = re.sub(r'(id|class)="([\w-]+)"', r"\1=\2", slim)
    tap.point(read_page(SAMPLE) == SAMPLE_TEXTS, "a page's texts are found", [read_page(SAMPLE)])
    tap.point(read_page(slim) == SAMPLE_TEXTS, "without closing tags and quotes too", [read_page(slim)])


def build(options, folder):
    for name in ("content", "templates"):
        shutil.copytree(os.path.join(options.root, name), os.path.join(folder, name))
    os.makedirs(os.path.join(folder, "site"))
    shutil.copy(os.path.join(options.root, "site", "site.yaml"), os.path.join(folder, "site"))
    done = subprocess.run([options.diptych, "build", "--quiet", "-C", folder], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def read_pages(folder):
    public = os.path.join(folder, "site", "public", "compare", "sip")
    pages = {}
    for name in sorted(os.listdir(public)):
        with open(os.path.join(public, name, "index.html"), encoding="utf-8") as file:
            pages[name] = read_page(file.read())
    return pages


# Checks


class Places:
    """Where a fault stands: pages share most of their texts, so each fault is told once."""

    def __init__(self):
        self.pages = {}

    def add(self, page, fault):
        self.pages.setdefault(fault, []).append(page)

    def notes(self):
        return [f"{fault} ({len(pages)} pages, the first {pages[0]})" for fault, pages in self.pages.items()]


def check_counts(pages):
    """Each page has what a page of a pair has; a text that is not found is not read."""
    places = Places()
    for page, texts in pages.items():
        kinds = [kind for kind, _ in texts]
        for kind, (least, most) in COUNTS.items():
            if not least <= kinds.count(kind) <= most:
                places.add(page, f"{kind}: {kinds.count(kind)} of {least} to {most}")
    return places.notes()


def check_texts(pages, detector):
    places, known = Places(), {}
    for page, texts in pages.items():
        for kind, text in texts:
            if text not in known:
                known[text] = detector(text)
            for fault in known[text]:
                places.add(page, f"{kind}: …{fault}…")
    return places.notes()


def check_lists(pages, detector):
    places = Places()
    for page, texts in pages.items():
        for fault in detector([text for kind, text in texts if kind == "difference"]):
            places.add(page, f"differences: {fault}")
    return places.notes()


# Rows of (kind, what stands in the sample, what it is replaced by).
DAMAGE = (("meta", "A &amp; B.", "A A."), ("intro", "An <span", "An an <span"), ("card", "Fix", "Fix fix"),
          ("drawing", "sends", "sends sends"), ("difference", "One", "One one"), ("advice", "Which.", "Which which."))


def check_damage(tap):
    """What is wrong on a page comes out, wherever it stands."""
    notes = check_texts({"page": read_page(SAMPLE)}, faults.doubled_word)
    for kind, old, new in DAMAGE:
        found = check_texts({"page": read_page(SAMPLE.replace(old, new))}, faults.doubled_word)
        if len(found) != 1 or not found[0].startswith(kind):
            notes.append(f"{kind}: {found}")
    tap.none(notes, f"a fault is found in {len(DAMAGE)} kinds of text")
    page = read_page(SAMPLE.replace("<li>One.", "<li>One.<li>Two. One."))
    tap.point(check_lists({"page": page}, faults.repeated), "a sentence that is there twice is found")
    tap.none(check_lists({"page": SAMPLE_TEXTS}, faults.repeated), "sentences that differ are not")
    notes = check_counts({"page": SAMPLE_TEXTS[:1] + SAMPLE_TEXTS[2:] + SAMPLE_TEXTS[2:5]})
    tap.point(len(notes) == 1 and "intro: 0" in notes[0], "a text that is missing is noticed", notes)


def check_pages(tap, pages, codes):
    tap.point(len(pages) == codes * (codes - 1) // 2, f"{codes} codes make {len(pages)} pages of pairs")
    tap.none(check_counts(pages), "every page has its texts")
    for detector, title, _, _ in faults.DETECTORS:
        tap.none(check_texts(pages, detector), f"on no page: {title}")
    for detector, title, _, _ in faults.LISTS:
        tap.none(check_lists(pages, detector), f"on no page: {title}")


def main():
    parser = argparse.ArgumentParser()
    for option in ("--diptych", "--root"):
        parser.add_argument(option, required=True, type=os.path.abspath)
    options, tap = parser.parse_args(), Tap()
    faults.check_samples(tap)
    check_reading(tap)
    check_damage(tap)
    with tempfile.TemporaryDirectory(prefix="diptych-content-") as folder:
        status, output = build(options, folder)
        tap.point(status == 0, "the site is built", [output])
        if status == 0:
            codes = os.listdir(os.path.join(folder, "content", "sip", "codes"))
            check_pages(tap, read_pages(folder), len(codes))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
