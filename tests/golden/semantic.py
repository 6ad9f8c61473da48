# SPDX-License-Identifier: GPL-3.0-or-later
"""What the golden sites' bytes mean (TAP): the other side of every decision, read from the pages.

A page is indexed or it is not; robots, canonical, hreflang, sitemap and notice must all say the same.
Links, fragments and ids are followed; every run of text is in the language it says it is in.
"""
import argparse
import glob
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as xml

from run import HERE, Tap, copy_site

# What a start or an end tag closes without an end tag of its own (HTML, "Optional tags").
ENDS = {"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}, "tbody": {"td", "th", "tr", "tbody", "thead"},
        "/table": {"td", "th", "tr", "tbody", "thead"}}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RTL = {"ar"}
# Pages that must be, and must not be, pages of their own language; the others may be either.
FRENCH = {True: ("", "demo/", "demo/404-lost/", "demo/410-gone/", "compare/demo/404-lost-vs-410-gone/"),
          False: ("demo/100-wait/", "demo/200-found/", "compare/demo/100-wait-vs-200-found/", "translations/")}


# Pages


class Node:
    def __init__(self, name, attributes, parent):
        self.name, self.parent, self.children = name, parent, []
        self.attributes = dict(attributes)

    def get(self, name):
        return self.attributes.get(name)

    def inherited(self, name):
        node = self
        while node is not None:
            if name in node.attributes:
                return node.attributes[name]
            node = node.parent
        return None

    def all(self):
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.all()

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class Parser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.node = Node("", (), None)
        self.faults = []

    def handle_starttag(self, tag, attrs):
        if len({name for name, _ in attrs}) != len(attrs):
            self.faults.append(f"an attribute twice in <{tag}>")
        self.imply(tag)
        node = Node(tag, attrs, self.node)
        self.node.children.append(node)
        if tag not in VOID:
            self.node = node

    def imply(self, tag):
        while self.node.name in ENDS.get(tag, ()):
            self.node = self.node.parent

    def handle_startendtag(self, tag, attrs):
        self.node.children.append(Node(tag, attrs, self.node))

    def handle_endtag(self, tag):
        self.imply("/" + tag)
        if self.node.name != tag:
            self.faults.append(f"</{tag}> closes <{self.node.name}>")
        self.node = self.node.parent or self.node

    def handle_data(self, data):
        self.node.children.append(data)


class Page:
    def __init__(self, site, path):
        with open(os.path.join(site.public, path), encoding="utf-8") as file:
            parser = Parser()
            parser.feed(file.read())
            parser.close()
        self.site, self.path = site, path
        self.nodes = list(parser.root.all())
        self.faults = parser.faults + ([] if parser.node is parser.root else ["an element is left open"])
        first = path.split("/")[0]
        self.locale = first if first in site.locales else "en"
        self.key = path if self.locale == "en" else path[len(first) + 1:]
        self.key = re.sub(r"(^|/)index\.html$", r"\1", self.key)
        self.is_error = self.key == "404.html"
        self.noindex = any(n.name == "meta" and n.get("name") == "robots" and "noindex" in n.get("content")
                           for n in self.nodes)
        refresh = [n.get("content") for n in self.nodes if n.name == "meta" and n.get("http-equiv") == "refresh"]
        self.moved = refresh[0].partition("url=")[2] if refresh else None
        self.ids = [n.get("id") for n in self.nodes if n.get("id") is not None]

    def url(self, locale=None):
        locale = locale or self.locale
        return self.site.url + ("" if locale == "en" else locale + "/") + self.key

    def links(self, rel):
        return [n for n in self.nodes if n.name == "link" and rel in n.get("rel").split()]


class Site:
    def __init__(self, public, url, locales, index):
        self.public, self.url, self.locales, self.index = public, url, set(locales), index
        self.pages, self.moved = {}, {}
        for here, _, names in os.walk(public):
            for name in names:
                if name.endswith(".html"):
                    path = os.path.relpath(os.path.join(here, name), public)
                    page = Page(self, path)
                    (self.pages if page.moved is None else self.moved)[path] = page

    def indexed(self, key):
        return {p.locale for p in self.pages.values() if p.key == key and not p.noindex}


# Checks: each gives notes on one page


def check_markup(page):
    notes = list(page.faults)
    notes += [f"id twice: {i}" for i in sorted(set(page.ids)) if page.ids.count(i) > 1]
    for node in page.nodes:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            notes += [f"{name} of no id: {i}" for i in (node.get(name) or "").split() if i not in page.ids]
    root = next(n for n in page.nodes if n.name == "html")
    if root.get("lang") != page.locale:
        notes.append(f"html lang is {root.get('lang')}")
    if root.get("dir") != ("rtl" if page.locale in RTL else "ltr"):
        notes.append(f"html dir is {root.get('dir')}")
    return notes


def check_decision(page):
    canonical = [n.get("href") for n in page.links("canonical")]
    alternates = [(n.get("hreflang"), n.get("href")) for n in page.links("alternate") if n.get("hreflang")]
    notice = any("notice" in (n.get("class") or "").split() for n in page.nodes)
    if page.is_error:
        wanted = ([], [], True, False)
    elif page.noindex:
        wanted = ([page.url("en")], [], True, True)
    else:
        others = sorted((tag, page.url(tag)) for tag in page.site.indexed(page.key))
        wanted = ([page.url()], others + [("x-default", page.url("en"))], False, False)
    found = (canonical, sorted(alternates), page.noindex, notice)
    notes = [f"{what}: expected {w}, found {f}"
             for what, w, f in zip(("canonical", "hreflang", "noindex", "notice"),
                                   (wanted[0], sorted(wanted[1]), *wanted[2:]), found) if w != f]
    return notes


def target_of(page, href):
    """The file an address leads to and its fragment; None where it leads to another host."""
    site = page.site
    here = site.url + page.path
    whole = urllib.parse.urljoin(here, href)
    if not whole.startswith(site.url):
        host = urllib.parse.urlsplit(site.url)
        if urllib.parse.urlsplit(whole)[:2] == host[:2]:
            return "outside " + site.url, ""
        return None
    path, _, fragment = whole[len(site.url):].partition("#")
    path = urllib.parse.unquote(path)
    return (path + "index.html" if path == "" or path.endswith("/") else path), fragment


def check_links(page):
    notes = []
    for node in page.nodes:
        for name in ("href", "src"):
            href = node.get(name)
            target = None if href is None else target_of(page, href)
            if target is None:
                continue
            path, fragment = target
            if not os.path.isfile(os.path.join(page.site.public, path)):
                notes.append(f"leads nowhere: {href}")
            elif path in page.site.moved:
                notes.append(f"leads to a former address: {href}")
            elif fragment and (path not in page.site.pages or fragment not in page.site.pages[path].ids):
                notes.append(f"no such fragment: {href}")
            absolute = re.match(r"[a-z]+:|/", href)
            if node.name == "a" and not page.is_error and absolute and path is not None:
                notes.append(f"not relative: {href}")
            if node.name == "a" and page.site.index and path.endswith(".html") and not href.startswith("#") \
                    and not href.partition("#")[0].endswith(".html"):
                notes.append(f"no file: {href}")
    return notes


def check_moved(page):
    """What stands at a former address."""
    path = (target_of(page, page.moved) or ("", ""))[0]
    target = page.site.pages.get(path)
    if target is None:
        return [f"leads nowhere: {page.moved}"]
    wanted = (page.locale, [target.url("en" if target.noindex else None)], [], True, [page.moved])
    found = (target.locale, [n.get("href") for n in page.links("canonical")],
             [n.get("hreflang") for n in page.links("alternate")], page.noindex,
             [n.get("href") for n in page.nodes if n.name == "a"])
    return [f"{what}: expected {w}, found {f}"
            for what, w, f in zip(("locale", "canonical", "hreflang", "noindex", "links"), wanted, found) if w != f]


def check_switcher(page):
    if len(page.site.locales) < 2:
        return []
    languages = next((n for n in page.nodes if n.get("id") == "languages"), None)
    if languages is None:
        return ["no languages"]
    notes, seen = [], []
    for link in (n for n in languages.all() if n.name == "a"):
        tag = link.get("lang")
        seen.append(tag)
        path, _ = target_of(page, link.get("href"))
        wanted = page.url(tag)[len(page.site.url):]
        wanted += "index.html" if wanted == "" or wanted.endswith("/") else ""
        if path != wanted:
            notes.append(f"{tag}: leads to {path}, not to {wanted}")
        turned = (tag in RTL) != (page.locale in RTL)
        if link.get("dir") != (("rtl" if tag in RTL else "ltr") if turned else None):
            notes.append(f"{tag}: dir is {link.get('dir')}")
        if (link.get("aria-current") is not None) != (tag == page.locale):
            notes.append(f"{tag}: aria-current is {link.get('aria-current')}")
    if sorted(seen) != sorted(page.site.locales):
        notes.append(f"languages: {seen}")
    return notes


def check_data(page):
    scripts = [n for n in page.nodes if n.name == "script" and n.get("type") == "application/ld+json"]
    notes = []
    if not page.is_error and page.key != "translations/" and not scripts:
        notes.append("no JSON-LD")
    for script in scripts:
        try:
            data = json.loads(script.text())
        except ValueError as error:
            notes.append(f"JSON-LD: {error}")
            continue
        for thing in data.get("@graph", [data]):
            notes += check_thing(page, thing)
    return notes


def check_thing(page, thing):
    title = next(n for n in page.nodes if n.name == "title").text()
    notes = []
    if "inLanguage" in thing and thing["inLanguage"] not in (page.locale, "en"):
        notes.append(f"inLanguage: {thing['inLanguage']}")
    if "headline" in thing and thing["headline"] != title:
        notes.append(f"headline: {thing['headline']}")
    for item in thing.get("itemListElement", ()):
        if "item" in item and target_of(page, item["item"])[0] not in page.site.pages:
            notes.append(f"a crumb leads nowhere: {item['item']}")
    return notes


# Languages

WORD = re.compile(r"[^\W\d_]{2,}")


def words(text):
    return {word.lower() for word in WORD.findall(text)}


def unquote(lines):
    return "".join(json.loads(part) for part in lines)


def read_po(path):
    """[(source, [translations], fuzzy)] of a catalog."""
    rows = []
    with open(path, encoding="utf-8") as file:
        for entry in re.split(r"\n{2,}", file.read()):
            fields, current = {}, None
            for line in entry.splitlines():
                match = re.match(r'(msg\w+(?:\[\d+\])?) (".*")$', line)
                if match:
                    current = fields.setdefault(match[1], [])
                    current.append(match[2])
                elif line.startswith('"') and current is not None:
                    current.append(line)
            source = unquote(fields.get("msgid", ["\"\""]))
            if source:
                strings = [unquote(value) for key, value in fields.items() if key.startswith("msgstr")]
                rows.append((source + " " + unquote(fields.get("msgid_plural", ["\"\""])), strings,
                             "fuzzy" in entry.partition("msg")[0]))
    return rows


def vocabularies(folder, locales):
    english, own = set(), {}
    for locale in locales - {"en"}:
        own[locale] = set()
        for path in glob.glob(os.path.join(folder, "locales", locale, "*.po")):
            for source, strings, fuzzy in read_po(path):
                english |= words(re.sub(r"\{\w+\}", "", source))
                if not fuzzy and all(strings):
                    own[locale] |= words(re.sub(r"\{\w+\}", "", " ".join(strings)))
    return english, own


# Never translated: names of codes, tokens, messages of the protocol, names of the site and of documents.
NAMES = words("Semaphore Sons Demo Wait Found Lost Gone GET thing look around have you it Content-Type "
              "Retry-After X-Hint CC BY xx English Deutsch Français العربية")
TEXT_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder")


def runs_of(page):
    """(text, element, language) of every run of text, visible or read aloud."""
    for node in page.nodes:
        if node.name in ("script", "style"):
            continue
        language = node.inherited("lang")
        for child in node.children:
            if isinstance(child, str) and child.strip():
                yield child.strip(), node, language
        for name in TEXT_ATTRIBUTES:
            if node.get(name):
                yield node.get(name), node, language
        if node.name == "meta" and node.get("name") == "description":
            yield node.get("content"), node, language


def check_languages(page, english, own):
    notes = []
    for text, node, language in runs_of(page):
        known = english if language == "en" else own.get(language, set())
        strange = words(text) - known - NAMES
        if strange:
            notes.append(f"said to be {language}: {text[:80]!r} has {sorted(strange)[:5]}")
        html_text = node.name not in ("meta", "title", "desc", "text")
        turned = (language in RTL) != (page.locale in RTL)
        if turned and html_text and node.inherited("dir") != ("rtl" if language in RTL else "ltr"):
            notes.append(f"{language} without dir: {text[:80]!r}")
    return notes


# The sitemap

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def check_sitemap(site):
    index = xml.parse(os.path.join(site.public, "sitemap.xml")).getroot()
    with open(os.path.join(site.public, "robots.txt"), encoding="utf-8") as file:
        notes = [] if f"Sitemap: {site.url}sitemap.xml\n" in file.read() else ["robots.txt names no sitemap"]
    listed = {}
    for part in index.iter(SITEMAP + "loc"):
        if not part.text.startswith(site.url):
            return [f"a part elsewhere: {part.text}"]
        for url in xml.parse(os.path.join(site.public, part.text[len(site.url):])).getroot():
            address = url.find(SITEMAP + "loc").text
            if address in listed:
                notes.append(f"twice: {address}")
            listed[address] = sorted((a.get("hreflang"), a.get("href")) for a in url.iter(XHTML + "link"))
    wanted = {p.url(): p for p in site.pages.values() if not p.noindex}
    notes += [f"not listed: {url}" for url in sorted(wanted.keys() - listed.keys())]
    notes += [f"listed: {url}" for url in sorted(listed.keys() - wanted.keys())]
    for url in sorted(wanted.keys() & listed.keys()):
        own = sorted((n.get("hreflang"), n.get("href")) for n in wanted[url].links("alternate"))
        if own != listed[url]:
            notes.append(f"{url}: hreflang {listed[url]}, on the page {own}")
    return notes


def check_share(site):
    notes = []
    for page in site.pages.values():
        if not page.is_error and page.locale in ("en", "de", "ar") and page.noindex:
            notes.append(f"not indexed: {page.path}")
    for wanted, keys in FRENCH.items():
        notes += [f"fr/{key}: indexed should be {wanted}" for key in keys
                  if ("fr" in site.indexed(key)) != wanted]
    return notes


def check_records(folder):
    """The JSON of a family against the pages: every two codes have theirs, texts are those of the page."""
    notes = []
    files = sorted(glob.glob(os.path.join(folder, "api", "*.json")))
    records = [path for path in files if not path.endswith(".find.json")]
    if len(files) != 2 * len(records) or not records:
        notes.append(f"files: {files}")
    for path in records:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        with open(path[:-5] + ".find.json", encoding="utf-8") as file:
            index = json.load(file)
        if data["version"] != 1 or [item[3] for item in index["all"]] != [code["slug"] for code in data["codes"]]:
            notes.append(f"{path}: version or codes of the index")
        slugs = [code["slug"] for code in data["codes"]]
        wanted = [data["addresses"]["code"].replace("{slug}", slug) for slug in slugs]
        wanted += [data["addresses"]["pair"].replace("{lower.slug}", a).replace("{higher.slug}", b)
                   for i, a in enumerate(slugs) for b in slugs[i + 1:]]
        written = ["{},{}".format(*(next(i for i, code in enumerate(data["codes"]) if code["code"] == part)
                                    for part in comparison["pair"])) for comparison in data["comparisons"]]
        if index["written"] != written:
            notes.append(f"{path}: {index['written']} written")
        for address in wanted:
            below = address[len(data["site"]["url"]):] + "index.html"
            if not os.path.isfile(os.path.join(folder, below)):
                notes.append(f"{path}: no page {below}")
        base = os.path.join(os.path.dirname(path), index["pairs"])
        if len(slugs) > 1 and not os.path.isfile(f"{base}{slugs[0]}-vs-{slugs[1]}/index.html"):
            notes.append(f"{path}: the index leads to no pair")
        notes += check_texts(path, data, folder)
    return notes


def check_texts(path, data, folder):
    """A text is in the language the file says: the source's where `untranslated` names it."""
    source = os.path.join(folder, "api", f"{data['family']['id']}.{data['source']}.json")
    with open(source, encoding="utf-8") as file:
        originals = {code["code"]: code for code in json.load(file)["codes"]}
    notes = []
    for code in data["codes"]:
        for key in ("description", "when", "fix"):
            foreign = data["locale"] != data["source"] and code[key] == originals[code["code"]][key]
            if foreign != (key in code.get("untranslated", ())):
                notes.append(f"{path}: {code['code']}: {key}")
    return notes


def check_llms(folder):
    """llmstxt.org: a title, a summary, sections; every link leads somewhere."""
    with open(os.path.join(folder, "llms.txt"), encoding="utf-8") as file:
        text = file.read()
    notes = [] if re.match(r"# .+\n\n> .+\n", text) else ["no title or summary"]
    links = re.findall(r"\]\((.*?)\)", text)
    home = next(link for link in links if all(other.startswith(link) for other in links))
    for link in links:
        below = link[len(home):]
        if not os.path.isfile(os.path.join(folder, below + ("index.html" if below == "" or below.endswith("/") else ""))):
            notes.append(f"nothing at {link}")
    return notes if len(links) > 4 else notes + [f"{len(links)} links"]


def check_pages(tap, pages, title, check):
    notes = [f"{path}: {note}" for path, page in sorted(pages.items()) for note in check(page)]
    tap.point(not notes, f"{title} ({len(pages)} pages)", notes[:30])


def check_all(tap, name, site):
    for title, check in (("markup, ids, lang and dir", check_markup),
                         ("robots, canonical, hreflang and notice agree", check_decision),
                         ("links and fragments lead somewhere", check_links),
                         ("the languages' links", check_switcher),
                         ("JSON-LD", check_data)):
        check_pages(tap, site.pages, f"{name}: {title}", check)
    if name == "full" or site.moved:
        check_pages(tap, site.moved, f"{name}: markup of former addresses", check_markup)
        check_pages(tap, site.moved, f"{name}: former addresses lead to those of today", check_moved)
        tap.point(len(site.moved) == 16, f"{name}: a former address of a code, in 4 languages and with 3 pairs",
                  sorted(site.moved))
    notes = check_sitemap(site)
    tap.point(not notes, f"{name}: the sitemap lists what is indexed", notes[:30])
    for title, check in (("records as JSON", check_records), ("llms.txt", check_llms)):
        notes = check(site.public)
        tap.point(not notes, f"{name}: {title}", notes[:30])


# Damage: what each check is there to notice. (check, page, what stands there, what then stands there)
DAMAGE = (
    (check_markup, "de/index.html", ' dir="ltr"', ""),
    (check_markup, "ar/index.html", 'dir="rtl"', 'dir="ltr"'),
    (check_markup, "demo/index.html", 'id="main"', 'id="featured"'),
    (check_markup, "demo/index.html", "</ul>", ""),
    (check_decision, "fr/demo/100-wait/index.html", '<meta name="robots" content="noindex">', ""),
    (check_decision, "fr/demo/100-wait/index.html", 'class="notice"', 'class="note"'),
    (check_decision, "fr/demo/100-wait/index.html", 'rel="canonical" href="https://full.example/',
     'rel="canonical" href="https://full.example/fr/'),
    (check_decision, "de/demo/200-found/index.html", 'hreflang="x-default"', 'hreflang="fr"'),
    (check_decision, "de/demo/404-lost/index.html", '<link rel="alternate" hreflang="ar"', '<link rel="x"'),
    (check_links, "demo/404-lost/index.html", "410-gone/", "411-gone/"),
    (check_links, "demo/index.html", 'href="#class-', 'href="#klass-'),
    (check_moved, "de/demo/404-mislaid/index.html", "url=../../../de/demo/404-lost/", "url=../../../de/demo/404/"),
    (check_moved, "de/demo/404-mislaid/index.html", "url=../../../de/", "url=../../../"),
    (check_moved, "de/demo/404-mislaid/index.html", "noindex", "index"),
    (check_switcher, "demo/index.html", ' lang="de">', ' lang="fr">'),
    (check_switcher, "de/demo/index.html", ' aria-current="true"', ""),
    (check_data, "demo/index.html", '"position":2', '"position":'),
    ("languages", "fr/demo/100-wait/index.html", '<span lang=en>Wait a moment. ', '<span>Wait a moment. '),
    ("languages", "de/demo/404-lost/index.html", "Fragen Sie morgen noch einmal.", "Ask again tomorrow."),
    ("languages", "de/demo/404-lost/index.html", "Fragen Sie morgen noch einmal.",
     '<span lang=en>Fragen Sie morgen noch einmal.</span>'),
    ("languages", "ar/demo/404-lost/index.html", "اسأل غدًا مرة أخرى.",
     '<span lang=en>Ask again tomorrow.</span>'),
    ("sitemap", "sitemap-1.xml", "<loc>https://full.example/de/demo/</loc>",
     "<loc>https://full.example/fr/demo/100-wait/</loc>"),
    ("sitemap", "demo/200-found/index.html", "<head>", '<head><meta name="robots" content="noindex">'),
)


def check_damage(tap, site, english, own):
    """Every check notices what it is there for; the page alone is read anew."""
    for check, path, before, after in DAMAGE:
        whole = os.path.join(site.public, path)
        with open(whole, encoding="utf-8") as file:
            text = file.read()
        with open(whole, "w", encoding="utf-8") as file:
            file.write(text.replace(before, after, 1))
        kept = site.pages.get(path)
        page = Page(site, path) if path.endswith(".html") else None
        if kept is not None:
            site.pages[path] = page
        notes = check_sitemap(site) if check == "sitemap" else \
            check_languages(page, english, own) if check == "languages" else check(page)
        tap.point(before in text and notes, f"noticed in {path}: {after or 'no ' + before}",
                  ["not noticed" if before in text else f"there is no {before}"])
        with open(whole, "w", encoding="utf-8") as file:
            file.write(text)
        if kept is not None:
            site.pages[path] = kept


def build(options, name, folder):
    here = os.path.join(folder, name)
    copy_site(os.path.join(HERE, name), here)
    subprocess.run([options.diptych, "build", "--quiet", "-C", here], check=True)
    return os.path.join(here, "site", "public")


def check_turned_drawing(tap, options, folder):
    """Foreign texts of a drawing on a page that runs the other way: SVG has `lang`, but no `dir`."""
    here = os.path.join(folder, "turned")
    copy_site(os.path.join(HERE, "full"), here)
    for name, source in (("site.po", 'msgid "Call flow of {code} {name}"'), ("demo.po", 'msgid "Caller"')):
        path = os.path.join(here, "locales", "ar", name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(re.sub(re.escape(source) + '\nmsgstr ".*"', source + '\nmsgstr ""', text))
    subprocess.run([options.diptych, "build", "--quiet", "-C", here], check=True)
    site = Site(os.path.join(here, "site", "public"), "https://full.example/", ("en", "ar", "de", "fr"), False)
    page = site.pages["ar/demo/404-lost/index.html"]
    drawing = next(n for n in page.nodes if n.name == "svg")
    tap.point(any(n.get("lang") == "en" for n in drawing.all()), "turned: the drawing has texts in English")
    notes = [f"<{n.name} dir>: {n.text()}" for n in drawing.all() if n.get("dir") is not None]
    tap.point(not notes, "turned: no dir on elements of SVG", notes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True, type=os.path.abspath)
    options, tap = parser.parse_args(), Tap()
    with tempfile.TemporaryDirectory(prefix="diptych-semantic-") as folder:
        full = Site(build(options, "full", folder), "https://full.example/", ("en", "ar", "de", "fr"), False)
        check_all(tap, "full", full)
        notes = check_share(full)
        tap.point(not notes, "full: what is translated decides what is indexed", notes)
        english, own = vocabularies(os.path.join(HERE, "full"), full.locales)
        foreign = own["de"] | own["fr"] | own["ar"]
        tap.point(len(english - foreign) > 100, "full: the languages can be told apart",
                  [f"only {len(english - foreign)} words are English alone"])
        check_pages(tap, full.pages, "full: every run of text is in the language it says",
                    lambda page: check_languages(page, english, own))
        check_damage(tap, full, english, own)
        check_turned_drawing(tap, options, folder)
        files = Site(build(options, "files", folder), "https://example.org/codes/", ("en", "de"), True)
        check_all(tap, "files", files)
        one = Site(build(options, "one", folder), "https://one.example/", ("en",), False)
        check_all(tap, "one", one)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
