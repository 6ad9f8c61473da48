# SPDX-License-Identifier: GPL-3.0-or-later
"""The five reference pages, block by block (TAP).

Builds a site from the repository's content and labels alone, has `extract` print each page's blocks,
and compares: every block of the reference in its order, word for word, and between them only what
README.md allows. Then every page is damaged in many ways, and each damage has to be noticed.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LOCALES = ("en", "zh", "pt", "vi")
PAGES = (("en", "300", "404"), ("zh", "300", "430"), ("pt", "100", "404"), ("vi", "404", "604"),
         ("vi", "301", "380"))
# What README.md allows, each in the one place it stands in. (page, kind of block, original, ours)
ALLOWED = (
    ("en-sip-300-vs-404", "item", "You encounter 300 when when a user", "You encounter 300 when a user"),
    ("en-sip-300-vs-404", "item", "You encounter 404 when when calling", "You encounter 404 when calling"),
    ("zh-sip-300-vs-430", "item", "You encounter 300 when when a user", "You encounter 300 when a user"),
    ("zh-sip-300-vs-430", "item", "You encounter 430 when when using", "You encounter 430 when using"),
    ("pt-sip-100-vs-404", "item", "You encounter 100 when immediately after",
     "You encounter 100 immediately after"),
    ("pt-sip-100-vs-404", "item", "You encounter 404 when when calling", "You encounter 404 when calling"),
    ("vi-sip-301-vs-380", "item", "You encounter 301 when when a user", "You encounter 301 when a user"),
    ("vi-sip-301-vs-380", "item", "You encounter 380 when rarely seen in practice. Indicates that",
     "You encounter 380 rarely in practice. It indicates that"),
    ("vi-sip-404-vs-604", "heading", "Khi bạn thấy nó", "Khi bạn thấy mã này"),
)
ANY = "(any text)"  # where the original does not give one


def page_name(page):
    return f"{page[0]}-sip-{page[1]}-vs-{page[2]}"


# The originals


def allow(name, kind, text, used):
    for row in ALLOWED:
        if row[:2] == (name, kind) and row[2] in text:
            used.add(row)
            text = text.replace(row[2], row[3], 1)
    return text


def read_reference(page):
    """The original as [(kind, text)] in order, with the allowed differences put in."""
    name, used = page_name(page), set()
    with open(os.path.join(HERE, "pages", name + ".txt"), encoding="utf-8") as file:
        lines = [" ".join(line.split()) for line in file]
    lines = [line for line in lines if line and not re.fullmatch(r"\d+\.", line)]
    whole = lines[0] == "SIP"
    family, more = ("SIP", lines.pop()) if whole else ("SIP", ANY)
    if whole:
        lines.pop(0)
    title, intro, cards, rest = lines[0], lines[1], lines[2:14], lines[14:]
    blocks = [("family", family), ("title", title), ("intro", intro)]
    for i, text in enumerate(cards):
        blocks.append(("heading", text) if i % 2 == 0 else ("text", text))
    blocks += [("heading", rest[0])] + [("item", text) for text in rest[1:-2]]
    blocks += [("heading", rest[-2]), ("text", rest[-1]), ("heading", more)]
    blocks = [(kind, text if text is ANY else allow(name, kind, text, used)) for kind, text in blocks]
    missing = [row for row in ALLOWED if row[0] == name and row not in used]
    if missing:
        raise SystemExit(f"{name}: an allowed difference is not in the original: {missing}")
    return blocks


# What the facts say


def load_yaml(tools, path):
    with open(path, "rb") as file:
        out = subprocess.run([tools.yaml_json], stdin=file, stdout=subprocess.PIPE, check=True).stdout
    return json.loads(out)


def fold(text):
    return " ".join(text.split())


def fact_sentences(tools, page):
    """One item for each fact in which both codes have a value and the values differ."""
    folder = os.path.join(tools.root, "content", "sip")
    family = load_yaml(tools, os.path.join(folder, "family.yaml"))
    codes = [load_yaml(tools, os.path.join(folder, "codes", code + ".yaml")) for code in page[1:]]
    items = []
    for key, fact in family["facts"].items():
        values = [code.get("facts", {}).get(key, fact.get("default")) for code in codes]
        if not values[0] or not values[1] or values[0] == values[1] or fact["type"] != "choice":
            continue
        says = [(code["code"], fact["values"][value].get("says"))
                for code, value in zip(codes, values)]
        says = [fold(sentence).replace("{code}", code) for code, sentence in says if sentence]
        if any("{" in sentence for sentence in says):
            raise SystemExit(f"{key}: a placeholder the test does not know in {says}")
        if says:
            items.append(" ".join(says))
    return items


def expected_blocks(tools, page):
    blocks = read_reference(page)
    family = load_yaml(tools, os.path.join(tools.root, "content", "sip", "family.yaml"))
    if family.get("differences", ["class", "facts", "meaning", "encounter"])[:2] != ["class", "facts"]:
        raise SystemExit("the family's order of differences is not the one the reference pages have")
    comparison = os.path.join(tools.root, "content", "sip", "comparisons", f"{page[1]}-{page[2]}.yaml")
    if os.path.exists(comparison):
        return blocks
    first = next(i for i, block in enumerate(blocks) if block[0] == "item")
    if not blocks[first][1].startswith("SIP "):  # the class
        first += 1
    return blocks[:first] + [("item", text) for text in fact_sentences(tools, page)] + blocks[first:]


# The built pages

FSI, PDI = "\u2068", "\u2069"
MAIN = r"main#main/"
# What a block of a page is. The first that matches; a block that none matches is a fault.
KINDS = [(re.compile(pattern + "$"), kind) for pattern, kind in (
    (r"(header(/.*)?|footer(/.*)?)?", None),
    (MAIN + r"p\.notice", None),
    (MAIN + r"nav\.crumbs", None),
    (MAIN + r"nav\.crumbs/ol/li", "crumb"),
    (MAIN + r"h1", "title"),
    (MAIN + r"p\.intro", "intro"),
    (MAIN + r"table#glance/.*", "glance"),
    (MAIN + r"div\.diptych/section\.panel\S*#code-\d+/h2", "panel"),
    (MAIN + r"div\.diptych/section\.panel\S*#code-\d+/p\.class", "class"),
    (MAIN + r"div\.diptych/section\.panel\S*#code-\d+/h3", "card heading"),
    (MAIN + r"div\.diptych/section\.panel\S*#code-\d+/p", "text"),
    (MAIN + r"section#flows/h2", "flows"),
    (MAIN + r"section#flows/div/figure\.c-\w+/(figcaption|svg)", "flow"),
    (MAIN + r"section#differences/h2", "heading"),
    (MAIN + r"section#differences/ol/li", "item"),
    (MAIN + r"section#which/h2", "heading"),
    (MAIN + r"section#which/p", "text"),
    (MAIN + r"section#more/h2", "heading"),
    (MAIN + r"section#more/ul/li", "link"),
)]
ADDED = {"glance", "panel", "class", "flows", "flow", "link"}
# Where what was added may stand: behind so many blocks of the reference's (of 3 + 12 at the panels).
PLACES = {"glance": {3}, "flows": {15}, "flow": {15}}


def extract(tools, html):
    out = subprocess.run([tools.extract], input=html, stdout=subprocess.PIPE, check=True).stdout
    return [line.split("\t", 1) for line in out.decode("utf-8").splitlines()]


def kind_of(path):
    for pattern, kind in KINDS:
        if pattern.match(path):
            return True, kind
    return False, None


def split_heading(text):
    """A card's heading: the words, and the code they belong to."""
    match = re.fullmatch(f"(.+) {FSI}(\\S+){PDI}", text)
    return match.groups() if match else (text, None)


def plain(text):
    return text.replace(FSI, "").replace(PDI, "")


def check_addition(page, kind, text, found, notes):
    """Panels' names and classes belong to the block of reference that follows; others have a place."""
    count = len(found)
    code = page[1] if count == 3 else page[2] if count == 9 else None
    if kind in ("panel", "class") and code is None:
        notes.append(f"a panel's {kind} behind block {count}: {text}")
    elif kind == "panel" and not text.startswith(f"{FSI}{code}{PDI} "):
        notes.append(f"the panel of {code} is named: {text}")
    elif kind in PLACES and count not in PLACES[kind]:
        notes.append(f"{kind} behind block {count}: {text}")


def read_page(page, blocks):
    """The page's blocks as [(kind, text)] in the reference's terms, and what is wrong with the rest."""
    found, notes, links, crumbs = [], [], 0, []
    for path, text in blocks:
        known, kind = kind_of(path)
        if not known:
            notes.append(f"unexpected: {path}: {text}")
        elif kind == "crumb":
            crumbs.append(plain(text))
            if len(crumbs) == 2:
                found.append(("family", plain(text)))
        elif kind == "card heading":
            words, code = split_heading(text)
            expected = page[1] if len(found) < 9 else page[2]
            if code != expected:
                notes.append(f"a heading of {expected} names {code}: {plain(text)}")
            found.append(("heading", words))
        elif kind in ADDED:
            links += kind == "link"
            check_addition(page, kind, text, found, notes)
        elif kind is not None:
            found.append((kind, plain(text)))
    if len(crumbs) != 2:
        notes.append(f"the breadcrumb has {len(crumbs)} links, not 2: {crumbs}")
    if links == 0:
        notes.append("nothing to learn more from")
    return found, notes


def compare(tools, page, expected, html):
    """Notes on what differs; none where the page is the reference's."""
    found, notes = read_page(page, extract(tools, html))
    for i in range(max(len(expected), len(found))):
        want = expected[i] if i < len(expected) else ("nothing", "")
        have = found[i] if i < len(found) else ("nothing", "")
        if want[0] == have[0] and (want[1] == have[1] or (want[1] is ANY and have[1])):
            continue
        notes.append(f"block {i + 1}: expected {want[0]}: {want[1]}")
        notes.append(f"block {i + 1}: found {have[0]}: {have[1]}")
        break
    return notes


# The site


def build(tools, folder):
    for name in ("content", "templates"):
        if os.path.isdir(os.path.join(tools.root, name)):
            shutil.copytree(os.path.join(tools.root, name), os.path.join(folder, name))
    os.makedirs(os.path.join(folder, "site"))
    shutil.copy(os.path.join(tools.root, "site", "site.yaml"), os.path.join(folder, "site"))
    for locale in LOCALES:
        os.makedirs(os.path.join(folder, "locales", locale))
        shutil.copy(os.path.join(tools.root, "locales", locale, "site.po"),
                    os.path.join(folder, "locales", locale))
    done = subprocess.run([tools.diptych, "build", "-C", folder], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def read_built(folder, page):
    public = os.path.join(folder, "site", "public", *([] if page[0] == "en" else [page[0]]), "compare", "sip")
    pattern = re.compile(rf"{page[1]}(-[a-z0-9]+)*?-vs-{page[2]}(-[a-z0-9]+)*")
    names = [name for name in os.listdir(public) if pattern.fullmatch(name)]
    if len(names) != 1:
        raise SystemExit(f"{page_name(page)}: {len(names)} pages")
    with open(os.path.join(public, names[0], "index.html"), "rb") as file:
        return file.read()


# Damage


def cut(text, pattern, nth=0, change=""):
    matches = list(re.finditer(pattern, text, re.S))
    match = matches[nth]
    return text[:match.start()] + (change(match) if callable(change) else change) + text[match.end():]


def swap(text, pattern, first, second):
    matches = list(re.finditer(pattern, text, re.S))
    a, b = matches[first], matches[second]
    return text[:a.start()] + b[0] + text[a.end():b.start()] + a[0] + text[b.end():]


def drop_word(match):
    """Without the last word of the text in an element."""
    return re.sub(r"\s\S+?(?=(</span>)*</\w+>$)", "", match[0])


INTRO = r'<p class="intro">.*?</p>'
PANEL = r'<section class="panel .*?</section>'
H3 = r"<h3>.*?</h3>"
CARD_TEXT = r'(?<=</h3>\n)<p>.*?</p>'
DIFFERENCES = r'<section id="differences">.*?</section>\n'
WHICH = r'<section id="which">.*?</section>\n'
MORE = r'<section id="more">.*?</section>\n'


def in_section(pattern, change):
    def apply(text):
        return cut(text, pattern, 0, lambda match: change(match[0]))
    return apply


MUTATIONS = (
    ("a word of the title dropped", lambda t: cut(t, r"<h1>.*?</h1>", 0, drop_word)),
    ("a word of the intro dropped", lambda t: cut(t, INTRO, 0, drop_word)),
    ("the intro dropped", lambda t: cut(t, INTRO)),
    ("a word of a description dropped", lambda t: cut(t, CARD_TEXT, 0, drop_word)),
    ("a word of the last fix dropped", lambda t: cut(t, CARD_TEXT, -1, drop_word)),
    ("a letter of a text changed", lambda t: cut(t, CARD_TEXT, 1, lambda m: re.sub(r"e(?=[^<>]*</)", "o", m[0], 1))),
    ("two texts of a card swapped", lambda t: swap(t, CARD_TEXT, 0, 1)),
    ("two texts of two cards swapped", lambda t: swap(t, CARD_TEXT, 2, 5)),
    ("two labels swapped", lambda t: swap(t, H3, 0, 1)),
    ("a label changed", lambda t: cut(t, r"(?<=<h3>)", 4, "X")),
    ("a card's heading names the other code",
     lambda t: cut(t, H3, 0, lambda m: re.sub(r"<bdi>\d+", "<bdi>999", m[0]))),
    ("a label dropped", lambda t: cut(t, H3, 3)),
    ("a text of a card dropped", lambda t: cut(t, CARD_TEXT, 4)),
    ("the panels swapped", lambda t: swap(t, PANEL, 0, 1)),
    ("a panel dropped", lambda t: cut(t, PANEL, 1)),
    ("a word of a difference dropped", in_section(DIFFERENCES, lambda s: cut(s, r"<li>.*?</li>", 1, drop_word))),
    ("a word of the last difference dropped",
     in_section(DIFFERENCES, lambda s: cut(s, r"<li>.*?</li>", -1, drop_word))),
    ("the first two differences swapped", in_section(DIFFERENCES, lambda s: swap(s, r"<li>.*?</li>", 0, 1))),
    ("the last two differences swapped", in_section(DIFFERENCES, lambda s: swap(s, r"<li>.*?</li>", -2, -1))),
    ("the first difference dropped", in_section(DIFFERENCES, lambda s: cut(s, r"<li>.*?</li>"))),
    ("a difference added", in_section(DIFFERENCES, lambda s: cut(
        s, r"<li>", 1, "<li>300 is a code.</li><li>"))),
    ("a difference twice", in_section(DIFFERENCES, lambda s: cut(
        s, r"<li>.*?</li>", -1, lambda m: m[0] + m[0]))),
    ("a paragraph added to the differences", in_section(DIFFERENCES, lambda s: s.replace(
        "<ol>", "<p>Note.</p><ol>"))),
    ("the heading of the differences changed", in_section(DIFFERENCES, lambda s: cut(
        s, r"</h2>", 0, "!</h2>"))),
    ("the heading of the advice dropped", in_section(WHICH, lambda s: cut(s, r"<h2>.*?</h2>"))),
    ("a word of the advice dropped", in_section(WHICH, lambda s: cut(s, r"<p>.*?</p>", 0, drop_word))),
    ("the advice before the differences", lambda t: swap(t, f"{DIFFERENCES}|{WHICH}", 0, 1)),
    ("the advice behind the links", lambda t: swap(t, f"{WHICH}|{MORE}", 0, 1)),
    ("the links dropped", lambda t: cut(t, MORE)),
    ("the family line dropped", lambda t: cut(t, r'<li><a id="family".*?</li>')),
    ("the family's name changed", lambda t: cut(t, r'(?<=>)SIP(?=</a>)', 0, "SIPS")),
    ("the differences before the panels", lambda t: cut(t, r'<div class="diptych">', 0, lambda m:
     re.search(DIFFERENCES, t, re.S)[0] + m[0]).replace(re.search(DIFFERENCES, t, re.S)[0] + "<section id=\"which",
                                                        "<section id=\"which")),
    ("a text outside all blocks", lambda t: t.replace('<section id="which">', 'Stray <section id="which">')),
)


def undamaged(text):
    """What must not matter: white space, and a link more."""
    text = text.replace("</section>", "\n  </section>\n").replace("<p", "\n\t<p")
    return in_section(MORE, lambda s: s.replace("</ul>", '<li><a href="#main">Another</a></li></ul>'))(text)


# TAP


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


def check_damage(tools, tap, page, expected, html):
    text = html.decode("utf-8")
    notes = compare(tools, page, expected, undamaged(text).encode("utf-8"))
    tap.point(not notes, f"{page_name(page)}: white space and a link more do not matter", notes)
    for title, mutate in MUTATIONS:
        damaged = mutate(text)
        noticed = damaged != text and compare(tools, page, expected, damaged.encode("utf-8"))
        tap.point(noticed, f"{page_name(page)}: noticed: {title}",
                  ["not noticed" if damaged != text else "the page has nothing to damage"])


def main():
    parser = argparse.ArgumentParser()
    for option in ("--diptych", "--extract", "--yaml-json", "--root"):
        parser.add_argument(option, required=True, type=os.path.abspath)
    tools, tap = parser.parse_args(), Tap()
    with tempfile.TemporaryDirectory(prefix="diptych-reference-") as folder:
        status, output = build(tools, folder)
        tap.point(status == 0, "the site is built from content and labels alone", [output])
        for page in PAGES if status == 0 else ():
            html, expected = read_built(folder, page), expected_blocks(tools, page)
            notes = compare(tools, page, expected, html)
            tap.point(not notes, f"{page_name(page)}: {len(expected)} blocks are the original's", notes)
            if not notes:
                check_damage(tools, tap, page, expected, html)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
