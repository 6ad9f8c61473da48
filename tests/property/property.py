# SPDX-License-Identifier: GPL-3.0-or-later
"""Text never becomes markup (TAP).

Each round writes a small site with hostile strings in every place that takes a text, YAML and PO, and
the same site with harmless strings of the same shape (every character a letter as wide, blanks, full
stops and placeholders kept). `skeleton` prints both sites' elements, attributes and addresses as an
HTML5 parser sees them: they must be the same; and what a reader sees must be the hostile string itself.

A round is made from the seed and its number alone: --seed S --only N --keep DIR repeats one.
"""
import argparse
import concurrent.futures
import difflib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

PIECES = (
    "<b>", "</b>", "<script>alert(1)</script>", "</script>", "</title>", "</style>", "</textarea>", "<!--", "-->",
    "--!>", "]]>", "<![CDATA[", "<?php", "<img src=x onerror=alert(1)>", "\"><svg/onload=1>", "' onclick='x",
    "\" autofocus=\"", "`", "=", "<", ">", "\"", "'", "&", ";", "/", "//", "</p>", "</li><li>", "<plaintext>",
    "<base href=//evil.example>", "<a href=\"javascript:alert(1)\">", "javascript:alert(1)", "data:text/html,x",
    "&lt;", "&lt;b&gt;", "&amp;amp;", "&#x202e;", "&#60;", "&quot;", "&nbsp", "&notin;", "&#0;", "&bogus;",
    "{", "}", "{{", "}}", "{{{", "}}}", "{{X}}", "{{#S}}", "{{/S}}", "{{^S}}", "{{>Part}}", "{{&X}}", "{{{X}}}",
    "{{_(\"X\")}}", "{{_(\"", "\")}}", "{{!", "{{! C }}", "{{=<% %>=}}", "{{BI_SPACE}}", "{{%AUTOESCAPE", "{{#N0x1}}", "{{#M0x0}}",
    "{}", "{a-code}", "{0}", "${x}", "#{x}", "<%= x %>", "[[x]]",
    "%s", "%n", "%%", "%00", "%3Cb%3E", "\\", "\\n", "\\\"", "\\u003cb\\u003e", "\\x3c", "\\0", "$1", "$&", "*", "~",
    "null", "- x", ": ", "# x", "? x", "| x", "!!str", "@x",
    "word", "Two words.", "ein Satz. Noch einer.", "405", "SIP", "1",
    "\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\u2060", "\u034f", "\ufe0f", "\ue000",
    "e\u0301\u0327", "\u0130", "\u0131", "\u00df", "\ufb01", "\u01c5", "\u05d0\u05d1", "\u0645\u0631\u062d\u0628\u0627",
    "\u0e01\u0e33", "\uff1cb\uff1e", "\u2039b\u203a", "\u4e2d\u6587\u3002", "\u3000", "\U00010348", "\U0010fffd", "\u212a", "\u017f",
)
# Only where a placeholder is text: in records and their translations.
PLACEHOLDERS = ("{a_code}", "{code}", "{count}", "{first}", "{{x}}", "{{name}}", "{{{site_name}}}", "{{#facts}}",
                "{{name:none}}", "{{lang}}", "{description}", "{ code }", "{Code}", "{{T0}}")
# What a pattern refuses as mistyped, but for one letter and a name of ctemplate's own.
MISTYPED = re.compile(r"\{(?!BI_SPACE\})[A-Za-z0-9_ ]{2,}\}")
PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CODES = ("100", "404", "500")
URLS = ("https://h.example/", "http://h.example/a?b=1&c=2&amp=3#d", "https://h.example/%3Cb%3E/(x)/;y=*!",
        "https://u:p@h.example:8080/a,b+c~d$e@f", "HTTPS://H.EXAMPLE/A?{0}".replace("{0}", "q=//x&lt"),
        "https://h.example/ü/\u4e2d?ß#\u05d0")


# Strings: a list of parts, ("text", hostile) or ("keep", what the harmless one has too)


def harmless_character(character):
    if character in " .。":
        return character
    return "字" if unicodedata.east_asian_width(character) in "WF" else "a"


def plain(parts):
    return "".join(text for _, text in parts)


def shape(parts):
    return "".join(text if kind == "keep" else "".join(map(harmless_character, text)) for kind, text in parts)


class Maker:
    """Makes strings; each has a mark of its own, so that no two are equal, in either site."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}/{number}")
        self.count = 0

    def hostile(self, size, placeholders):
        pieces = PIECES + PLACEHOLDERS if placeholders else PIECES
        while True:
            text = ""
            for _ in range(self.random.randint(1, 4)):
                piece = self.random.choice(pieces)
                gap = self.random.choice(("", "", " "))
                if len(text) + len(piece) + 1 <= size:
                    text += (gap if text else "") + piece
            text = re.sub(" +", " ", text).strip(" ")
            if text and (placeholders or not MISTYPED.search(text)):
                return text

    def mark(self):
        self.count += 1
        return ("keep", f"q{self.count}")

    def text(self, size=400, placeholders=True):
        before, after = self.hostile(size // 2, placeholders), self.hostile(size // 2, placeholders)
        gaps = [("keep", self.random.choice(("", " "))) for _ in range(2)]
        whole = [("text", before), gaps[0], self.mark(), gaps[1], ("text", after)]
        cut = self.random.randint(0, 2)
        return whole[2:] if cut == 1 else whole[:3] if cut == 2 else whole

    def name(self):
        return self.text(80)

    def pattern(self, source, fixed_ends=False):
        """A text with the placeholders of @source, in any order, hostile text all around them."""
        while True:
            names = PLACEHOLDER.findall(source)
            if not fixed_ends:
                self.random.shuffle(names)
            parts = [] if fixed_ends else self.text(60, False)
            for i, name in enumerate(names):
                parts.append(("keep", name))
                if i + 1 < len(names) or not fixed_ends:
                    parts += [("keep", self.random.choice(("", " ")))] + self.text(30, False)
            braces = MISTYPED.findall(plain(parts))
            if sorted(PLACEHOLDER.findall(plain(parts))) == sorted(names) == sorted(braces) and "  " not in plain(parts) and \
                    plain(parts) == plain(parts).strip():
                return parts


# Sites


def yaml_value(value, choose, depth=0):
    pad = "\n" + "  " * depth
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return yaml_text(choose(value))
    if isinstance(value, str):
        return yaml_text(value)
    if isinstance(value, dict):
        return "".join(f"{pad}{key}: {yaml_value(item, choose, depth + 1)}" for key, item in value.items())
    return "[" + ", ".join(yaml_flow(item, choose) for item in value) + "]"


def yaml_flow(value, choose):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml_flow(item, choose)}" for key, item in value.items()) + "}"
    if isinstance(value, list) and not (value and isinstance(value[0], tuple)):
        return "[" + ", ".join(yaml_flow(item, choose) for item in value) + "]"
    return yaml_text(value if isinstance(value, str) else choose(value))


def yaml_text(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def po_text(text):
    return yaml_text(text)


def template_messages(root):
    """(context, source, plural) of every message in the program's templates."""
    found = {}
    for here, _, names in sorted(os.walk(os.path.join(root, "templates"))):
        for name in sorted(names):
            with open(os.path.join(here, name), encoding="utf-8") as file:
                text = file.read()
            for match in re.finditer(r"\{\{_(n?p?)\((.*?)\)\}\}", text):
                strings = [json.loads(s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', match[2])]
                context = strings.pop(0) if "p" in match[1] else None
                plural = strings[1] if "n" in match[1] else None
                found[(context, strings[0])] = plural
    if len(found) < 20:
        raise SystemExit("the templates' messages are not found where they were")
    return [(context, source, plural) for (context, source), plural in found.items()]


def source_patterns(root):
    """The program's own patterns, read line by line: key, or (key, name) in a map, and texts."""
    with open(os.path.join(root, "content", "patterns.yaml"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    patterns, key = {}, None
    for line in lines:
        match = re.fullmatch(r"(  )?([a-z_]+):(?: (.+))?", line)
        item = re.fullmatch(r"  - (.+)", line)
        if item:
            patterns.setdefault(key, []).append(json.loads(item[1]))
        elif match and match[1]:
            patterns.setdefault(key, {})[match[2]] = json.loads(match[3])
        elif match and match[3]:
            patterns[match[2]] = json.loads(match[3]) if match[3].startswith('"') else match[3]
        elif match:
            key = match[2]
        else:
            raise SystemExit(f"a line of patterns.yaml that this test does not understand: {line}")
    return patterns


class Site:
    """A site whose texts are parts, and its messages; written once hostile, once harmless."""

    def __init__(self, maker, root, names):
        self.maker, self.messages = maker, []
        self.names = {code: maker.text(24, False) if names else [("keep", f"Name {code}")] for code in CODES}
        self.settings = {"name": maker.name(), "url": "https://t.example/", "threshold": "0",
                         "licence": {"name": maker.name(), "url": maker.random.choice(URLS)}}
        self.patterns = self.make_patterns(source_patterns(root))
        self.family = self.make_family()
        self.codes = {code: self.make_code(code) for code in CODES}
        self.comparison = {
            "pair": ["404", "500"], "intro": self.phrase("intro", maker.text()),
            "differences": [self.phrase("difference", maker.text()) for _ in range(2)],
            "which": self.phrase("which", maker.text())}
        self.labels = template_messages(root)
        self.catalogs = {tag: self.make_catalog(share) for tag, share in (("de", 1), ("ar", 0.5))}

    def phrase(self, context, parts, domain="t", pattern=None):
        self.messages.append((domain, context, parts, pattern))
        return parts

    def make_pattern(self, source, key=""):
        parts = self.maker.pattern(source, key == "join")
        return self.phrase("pattern", parts, "site", key)

    def make_patterns(self, sources):
        made = {}
        for key, value in sources.items():
            if isinstance(value, dict):
                made[key] = {name: self.make_pattern(text) for name, text in value.items()}
            elif isinstance(value, list):
                made[key] = [self.make_pattern(text) for text in value]
            else:
                made[key] = self.make_pattern(value, key)
        return made

    def make_family(self):
        maker, phrase = self.maker, self.phrase
        says = lambda: phrase("says", maker.pattern("{code}"), "t", "says")
        facts = {}
        for key in ("one", "two"):
            facts[key] = {"label": phrase("fact", maker.name()), "type": "choice", "values": {
                value: {"label": phrase("value", maker.name()), "says": says()} for value in ("v1", "v2", "v3")}}
        facts["three"] = {"label": phrase("fact", maker.name()), "type": "tokens"}
        return {"name": maker.name(), "title": phrase("family", maker.name()),
                "specification": {"name": maker.name(), "url": maker.random.choice(URLS)},
                "classes": [{"range": f"{digit}xx", "name": phrase("class", maker.name()),
                             "summary": phrase("class summary", maker.text())} for digit in "145"],
                "facts": facts,
                "actors": {key: phrase("actor", maker.name()) for key in ("p", "q", "r")},
                "patterns": {"pair_label": phrase("pattern", maker.pattern("{a_code}{b_code}{b_name}"), "t", "label")}}

    def make_code(self, code):
        maker, phrase = self.maker, self.phrase
        record = {"code": code, "name": self.names[code]}
        for key in ("description", "when", "fix", "meaning", "encounter"):
            if key in ("description", "when", "fix") or maker.random.random() < 0.5:
                record[key] = phrase(key, maker.text())
        record["facts"] = {"one": maker.random.choice(("v1", "v2", "v3")), "two": f"v{1 + CODES.index(code)}",
                           "three": [maker.name() for _ in range(maker.random.randint(0, 3))]}
        own = [("keep", code + " ")] + maker.name()
        record["flow"] = [["p", "q", maker.name()], ["q", "q", maker.name()], ["q", "r", maker.name()], ["r", "p", own]]
        record["references"] = [{"name": maker.name(), "url": url} for url in maker.random.sample(URLS, 2)]
        record["see_also"] = [other for other in CODES if other != code][:maker.random.randint(0, 2)]
        return record

    def make_catalog(self, share):
        """[(domain, context, source parts or text, plural, [translations])]"""
        rows, chance = [], self.maker.random.random
        for context, source, plural in self.labels:
            if chance() < share:
                forms = 1 if plural is None else 2
                rows.append(("site", context, source, plural,
                             [self.maker.pattern(plural or source) for _ in range(forms)]))
        for domain, context, parts, pattern in self.messages:
            if chance() < share:
                text = self.maker.text(60) if pattern is None else \
                    self.maker.pattern(plain(parts), pattern == "join")
                rows.append((domain, context, parts, None, [text]))
        return rows

    def write(self, folder, choose):
        def write(path, text):
            path = os.path.join(folder, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text.lstrip("\n") + "\n")

        write("site/site.yaml", yaml_value(self.settings, choose))
        write("content/patterns.yaml", yaml_value(self.patterns, choose))
        write("content/t/family.yaml", yaml_value(self.family, choose))
        write("content/t/comparisons/404-500.yaml", yaml_value(self.comparison, choose))
        for code, record in self.codes.items():
            write(f"content/t/codes/{code}.yaml", yaml_value(record, choose))
        for tag, rows in self.catalogs.items():
            for domain in ("site", "t"):
                write(f"locales/{tag}/{domain}.po", self.po(tag, domain, rows, choose))

    def po(self, tag, domain, rows, choose):
        out = [f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"MIME-Version: 1.0\\n"\n'
               '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
               '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"']
        for row_domain, context, source, plural, strings in rows:
            if row_domain != domain:
                continue
            text = source if isinstance(source, str) else choose(source)
            entry = f"msgctxt {po_text(context)}\n" if context is not None else ""
            entry += f"msgid {po_text(text)}\n"
            if plural is None:
                entry += f"msgstr {po_text(choose(strings[0]))}"
            else:
                entry += f"msgid_plural {po_text(plural)}\n"
                entry += "\n".join(f"msgstr[{i}] {po_text(choose(s))}" for i, s in enumerate(strings))
            out.append(entry)
        return "\n\n".join(out)


# What the pages should say


class Words:
    """The sentences of the hostile site in one language, filled here and not by the program."""

    def __init__(self, site, tag):
        self.site = site
        self.own = {(d, c, plain(s) if not isinstance(s, str) else s): [plain(x) for x in strings]
                    for d, c, s, _, strings in site.catalogs.get(tag, ())}
        self.source = tag == "en"

    def text(self, domain, context, parts):
        text = parts if isinstance(parts, str) else plain(parts)
        return text if self.source else self.own[(domain, context, text)][0]

    def values(self, code, prefix=""):
        record = self.site.codes[code]
        return {prefix + "code": code, prefix + "name": plain(record["name"]),
                **{prefix + key: self.text("t", key, record[key]) for key in ("description", "when", "fix")}}

    def pattern(self, key, values, domain="site", parts=None):
        text = self.text(domain, "pattern", parts or self.site.patterns[key])
        values = {"site": plain(self.site.settings["name"]), "family": plain(self.site.family["name"]), **values}
        return PLACEHOLDER.sub(lambda m: values[m[0][1:-1]], text)

    def which(self, a, b):
        join = self.text("site", "pattern", self.site.patterns["join"])[len("{first}"):-len("{second}")]
        texts = [self.pattern("", self.values(code), parts=parts) for code in (a, b)
                 for parts in self.site.patterns["which"]]
        return self.text("site", None, "When to Use Which") + " " + join.join(texts)


def expected_texts(site, tag, a, b):
    words = Words(site, tag)
    pair = {**words.values(a, "a_"), **words.values(b, "b_")}
    texts = {"#title": words.pattern("pair_title", pair), "#h1": words.pattern("pair_title", pair)}
    if not {m[1:-1] for m in PLACEHOLDER.findall(plain(site.patterns["pair_meta"]))} - {*pair, "family", "site"}:
        texts["#description"] = words.pattern("pair_meta", pair)
    for code in (a, b):
        for key in ("description", "when", "fix"):
            texts[f"{key}-{code}"] = words.text("t", key, site.codes[code][key])
    if (a, b) != ("404", "500"):
        texts["which"] = words.which(a, b)
    return texts


def fold(text):
    return " ".join(re.split(r"[ \t\n\r\f]+", text.strip(" \t\n\r\f")))


def check_texts(site, tag, a, b, found):
    notes = []
    expected = expected_texts(site, tag, a, b)
    for key, text in expected.items():
        if key == "#description" and key not in found:
            continue
        if found.get(key, "").strip(" ") != fold(text):
            notes.append(f"{tag} {a}-{b} {key}: expected {fold(text)!r}, found {found.get(key)!r}")
    try:
        graph = json.loads(found["#json"])["@graph"]
        headline = next(thing["headline"] for thing in graph if "headline" in thing)
        crumb = graph[0]["itemListElement"][0]["name"]
        if fold(headline) != fold(expected["#title"]) or crumb != plain(site.settings["name"]):
            notes.append(f"{tag} {a}-{b} JSON-LD: {headline!r}, {crumb!r}")
    except (KeyError, ValueError, StopIteration) as error:
        notes.append(f"{tag} {a}-{b} JSON-LD: {error!r}: {found.get('#json')!r}")
    return notes


# Building and comparing


def scratch():
    """A temporary folder, in memory where there is one: a round writes 70 files."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="diptych-property-", dir=memory)


def build(tools, folder):
    done = subprocess.run([tools.diptych, "build", "--json", "--jobs", "1", "-C", folder],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        return done.returncode, json.loads(done.stdout), done.stderr.decode("utf-8", "replace")
    except ValueError:
        return done.returncode, None, done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")


def pages_of(folder):
    found = []
    for here, _, names in os.walk(os.path.join(folder, "site", "public")):
        found += [os.path.join(here, name) for name in names if name.endswith(".html")]
    return sorted(found)


def skeletons(tools, folder, paths, texts=False):
    """{page: lines}, the folder cut from names and lines."""
    done = subprocess.run([tools.skeleton] + (["--texts"] if texts else []), input="\n".join(paths).encode(),
                          stdout=subprocess.PIPE, check=True)
    pages, public = {}, os.path.join(folder, "site", "public") + os.sep
    for line in done.stdout.decode("utf-8").split("\n"):
        if line.startswith("== "):
            lines = pages.setdefault(line[3 + len(public):], [])
        elif line:
            lines.append(line)
    return pages


ADDRESS = re.compile(r"(?<= )(href|src|content)=\S*")


def without_addresses(pages):
    """For names whose slugs differ: a page is known by its codes, an address by its presence."""
    return {re.sub(r"(\b\d{3})-[^/]*?(?=-vs-|/)", r"\1", path): [ADDRESS.sub(r"\1", line) for line in lines]
            for path, lines in pages.items()}


def differences(harmless, hostile):
    notes = [f"page {path}" for path in sorted(harmless.keys() ^ hostile.keys())]
    for path in sorted(harmless.keys() & hostile.keys()):
        if harmless[path] != hostile[path]:
            notes.append(f"{path}: other markup than with harmless texts")
            notes += list(difflib.unified_diff(harmless[path], hostile[path], "harmless", "hostile", "", n=2))[:20]
    return notes


def pair_texts(tools, folder, site):
    """What two pairs' pages say in the source's language and in one that is whole."""
    pages = {}
    for tag in ("en", "de"):
        public = os.path.join(folder, "site", "public", *([] if tag == "en" else [tag]), "compare", "t")
        for a, b in (("100", "404"), ("404", "500")):
            name = next(n for n in os.listdir(public) if n.startswith(a) and f"-vs-{b}" in n)
            pages[os.path.join(public, name, "index.html")] = (tag, a, b)
    notes = []
    for lines, (tag, a, b) in zip(skeletons(tools, folder, pages, True).values(), pages.values()):
        notes += check_texts(site, tag, a, b, dict(line.split("\t", 1) for line in lines))
    return notes


def play(tools, number, names):
    """One round; notes on what is wrong, none where all is well."""
    site = Site(Maker(tools.seed, number), tools.root, names)
    with scratch() as folder:
        sites = {}
        for kind, choose in (("harmless", shape), ("hostile", plain)):
            here = os.path.join(folder, kind)
            site.write(here, choose)
            status, report, errors = build(tools, here)
            if tools.keep:
                shutil.copytree(here, os.path.join(tools.keep, f"{number}-{kind}"), dirs_exist_ok=True)
            if status != 0:
                said = [d["text"] + " " + d["path"] for d in report["diagnostics"]] if report else []
                return [f"{kind}: exit status {status}"] + (said or [errors])[:10]
            pages = skeletons(tools, here, pages_of(here))
            sites[kind] = without_addresses(pages) if names else pages
        return differences(sites["harmless"], sites["hostile"]) + \
            pair_texts(tools, os.path.join(folder, "hostile"), site)


# What must be refused


def refused(tools, change, rule):
    """Build a harmless site after @change (path, what stands there, what then does); want @rule."""
    site = Site(Maker(tools.seed, "refused"), tools.root, False)
    with scratch() as folder:
        site.write(folder, shape)
        path, pattern, text = change
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            before = file.read()
        after = re.sub(pattern, lambda m: m[0] + text, before, 1)
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            file.write(after)
        status, report, errors = build(tools, folder)
        if after == before:
            return ["nothing was changed"]
        if status != 1 or report is None or rule not in {d["rule"] for d in report["diagnostics"]}:
            return [f"exit status {status}, not 1 with {rule}", str(report)[:500], errors[:500]]
        if not any(d["path"] == path and d["line"] > 0 for d in report["diagnostics"] if d["rule"] == rule):
            return ["the diagnostic does not name the place", str(report)[:500]]
        return ["written all the same"] if os.path.exists(os.path.join(folder, "site", "public")) else []


YAML_PLACES = (("site/site.yaml", 'name: "'), ("content/patterns.yaml", 'class_label: "'),
               ("content/t/family.yaml", 'name: "'), ("content/t/family.yaml", 'says: "'),
               ("content/t/codes/404.yaml", 'description: "'), ("content/t/codes/404.yaml", 'flow: \\[\\["p", "q", "'),
               ("content/t/comparisons/404-500.yaml", 'intro: "'))
PO_PLACES = (("locales/de/site.po", r'msgid "Description"\nmsgstr "'), ("locales/de/t.po", r'msgctxt "when"\n.*\nmsgstr "'),
             ("locales/de/site.po", r'msgctxt "pattern"\n.*\nmsgstr "'))
ADDRESSES = ("javascript:alert(1)", "JavaScript:alert(1)//https://x", "data:text/html,x", "//evil.example/",
             "https:evil", "vbscript:x", "https://x/<b>", "https://x/ y", "/relative", "java\\tscript:alert(1)")
ADDRESS_PLACES = (("site/site.yaml", r'url: '), ("site/site.yaml", r'licence: (.|\n)*?url: '),
                  ("content/t/family.yaml", r'url: '), ("content/t/codes/404.yaml", r'references: .*?url: '))


def check_refused(tools, tap):
    marks = [(mark, place) for mark in BIDI for place in YAML_PLACES[-2:] + PO_PLACES[:1]]
    marks += [("\u202e", place) for place in YAML_PLACES[:-2] + PO_PLACES[1:]]
    jobs = [((*place, mark), "forbidden-character", f"U+{ord(mark):04X} in {place}") for mark, place in marks]
    jobs += [(("site/site.yaml", "name: ", f'"{escape}" #'), "forbidden-character", f"{escape} as an escape")
             for escape in ("\\u202e", "\\u2066")]
    addresses = [(address, ADDRESS_PLACES[-1]) for address in ADDRESSES]
    addresses += [(address, place) for address in ADDRESSES[:2] for place in ADDRESS_PLACES[:-1]]
    jobs += [((*place, f'"{address}"' + ("}] #" if "codes" in place[0] else "\n#")), "url-invalid",
              f"{address} in {place}") for address, place in addresses]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda job: refused(tools, job[0], job[1]), jobs))
    for title, rule in (("bidi override characters", "forbidden-character"), ("addresses other than http", "url-invalid")):
        notes = [f"{job[2]}: {note}" for job, result in zip(jobs, results) for note in result if job[1] == rule]
        count = sum(job[1] == rule for job in jobs)
        tap.point(not notes, f"{title} are refused ({count} places)", notes[:20])


# The test of the test


def check_damage(tools, tap):
    site = Site(Maker(tools.seed, "damage"), tools.root, False)
    with scratch() as folder:
        site.write(folder, shape)
        build(tools, folder)
        path = os.path.join(folder, "site", "public", "t", "404-name-404", "index.html")
        clean = skeletons(tools, folder, [path])
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for title, before, after in (("an element", "</h1>", "<i>x</i></h1>"), ("an attribute", "<h1", "<h1 onclick=x"),
                                     ("an address", 'href="../', 'href="/../'), ("a comment", "<h1", "<!--x--><h1"),
                                     ("a script", "</h1>", "<script>x</script></h1>"), ("an end", "</h1>", "</h1></article>"),
                                     ("a class", 'class="', 'class="x ')):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace(before, after, 1))
            found = differences(clean, skeletons(tools, folder, [path]))
            tap.point(before in text and found, f"noticed: {title} more")


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


def check_rounds(tools, tap):
    numbers = [tools.only] if tools.only is not None else range(tools.rounds)
    # Every fourth round has hostile names too, and then compares no addresses.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda number: play(tools, number, number % 4 == 3), numbers))
    for number, notes in zip(numbers, results):
        if notes:
            tap.point(False, f"round {number} of seed {tools.seed}", notes)
    tap.point(not any(results), f"{len(results)} rounds of seed {tools.seed}: texts stay texts",
              [f"{sum(map(bool, results))} rounds failed"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True, type=os.path.abspath)
    parser.add_argument("--skeleton", required=True, type=os.path.abspath)
    parser.add_argument("--root", required=True, type=os.path.abspath)
    parser.add_argument("--seed", default="diptych")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", type=int, help="play this round alone")
    parser.add_argument("--keep", help="a folder for copies of the sites")
    tools, tap = parser.parse_args(), Tap()
    if tools.only is None:
        check_damage(tools, tap)
        check_refused(tools, tap)
    check_rounds(tools, tap)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
