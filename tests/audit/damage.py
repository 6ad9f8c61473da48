# SPDX-License-Identifier: GPL-3.0-or-later
"""damage.py --diptych PROGRAM --site FOLDER: every fault that a built site can have is noticed.

The site is built once; it has to be found fine, below an address with a path, too, with links to files, and
with the made-up languages; so have the sites beside it. Then, for each row of FAULTS, one file of the tree is damaged, `check --built` has to report the
rule at that file, on the line that was damaged, and the tree is mended again.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import Tap  # noqa: E402

PAIR = "compare/demo/404-lost-vs-410-gone/index.html"
HREFLANG = r'<link rel="alternate" hreflang="%s" href="[^"]*">'

# name, file, pattern, what takes its place (a function of the match, or a text), rule, where: a line of
# the damaged text, None for the file as a whole, or the path of another file
FAULTS = [
    ("a dead link", "CODE", r'(<a id="family" href="[^"]*)', r"\1x/", "built-link", "here"),
    ("a dead link to a file", "CODE", r'(<link rel="icon" href="[^"]*)"', r'\1x"', "built-link", "here"),
    ("a dead stylesheet", "CODE", r"style-[0-9a-f]+", "style-0000000000", "built-link", "here"),
    ("a dead picture", "CODE", r'<main id="main">', '<main id="main"><img alt="" srcset="URLicon.svg 1x, none.png 2x">', "built-link",
     "here"),
    ("a dead address for other sites", "CODE", r"(<meta charset[^>]*>)", r'\1<meta property="og:url" content="URLnone/">',
     "built-link", "here"),
    ("a link above the root", "index.html", r'(<a class="mark" href=")', r"\1../", "built-link", "here"),
    ("a link without its slash", "CODE", r'(<a id="family" href="[^"]*)/"', r'\1"', "built-link", "here"),
    ("a dead absolute link", "CODE", r'<a id="family" href="[^"]*"', '<a id="family" href="URLnone/"', "built-link", "here"),
    ("a relative link on the not-found page", "404.html", r'(<a class="mark" href=")[^"]*', r"\1./", "built-link", "here"),
    ("a dead fragment", "CODE", r'href="#main"', 'href="#mein"', "built-fragment", "here"),
    ("a dead fragment of another page", "CODE", r'(<a id="family" href="[^"#]*)', r"\1#none", "built-fragment", "here"),
    ("a label for nothing", "CODE", r'<main id="main"', '<main id="main" aria-labelledby="none"', "built-fragment", "here"),
    ("an id twice", "CODE", r'<main id="main">', '<main id="main"><i id="main"></i>', "built-id", "here"),
    ("no language", "CODE", r' lang="en"', "", "built-lang", "here"),
    ("no direction", "CODE", r' dir="ltr"', "", "built-lang", "here"),
    ("a wrong direction", "CODE", r' dir="ltr"', ' dir="up"', "built-lang", "here"),
    ("a language that is none", "CODE", r'<main id="main"', '<main lang="e_n" id="main"', "built-lang", "here"),
    ("another language", "CODE", r'<html lang="en"', '<html lang="fr"', "built-hreflang", None),
    ("an alternate less", "CODE", HREFLANG % "LOCALE", "", "built-hreflang", "OTHER"),
    ("the page itself less", "CODE", HREFLANG % "en", "", "built-hreflang", None),
    ("no x-default", "CODE", HREFLANG % "x-default", "", "built-hreflang", None),
    ("an alternate twice", "CODE", "(" + HREFLANG % "LOCALE" + ")", r"\1\1", "built-hreflang", "here"),
    ("an alternate that is another page", "CODE", r'(hreflang="LOCALE" href=")[^"]*', r"\1URLLOCALE/", "built-hreflang", "here"),
    ("an alternate that is not there", "CODE", r'(hreflang="LOCALE" href=")[^"]*', r"\1URLLOCALE/none/", "built-hreflang", "here"),
    ("no alternates", "CODE", r'<link rel="alternate"[^>]*>', "", "built-hreflang", None),
    ("no canonical address", "CODE", r'<link rel="canonical"[^>]*>', "", "built-canonical", None),
    ("a canonical address of another page", "CODE", r'(rel="canonical" href=")[^"]*', r"\1URL", "built-canonical", "here"),
    ("a canonical address on another site", "CODE", r'(rel="canonical" href="https://)', r"\1x.", "built-canonical", "here"),
    ("two canonical addresses", "CODE", r'(<link rel="canonical"[^>]*>)', r"\1\1", "built-canonical", "here"),
    ("noindex and in the sitemap", "CODE", r"(<meta charset[^>]*>)", r'\1<meta name="robots" content="noindex">', "built-sitemap", "sitemap-1.xml"),
    ("a page less in the sitemap", "sitemap-1.xml", r"<url><loc>URLdemo/.*\n", "", "built-sitemap", "demo/index.html"),
    ("a page twice in the sitemap", "sitemap-1.xml", r"(<url><loc>URLdemo/<.*\n)", r"\1\1", "built-sitemap", "here"),
    ("a dead page in the sitemap", "sitemap-1.xml", r"<loc>URLdemo/<", "<loc>URLnone/<", "built-sitemap", "here"),
    ("an alternate less in the sitemap", "sitemap-1.xml", r'(<loc>URLdemo/</loc>)<xhtml:link[^>]*>', r"\1", "built-sitemap", "here"),
    ("a sitemap cut short", "sitemap-1.xml", r"(?s)(<loc>URLdemo/<).*", r"\1", "built-sitemap", "here"),
    ("a sitemap that is not there", "sitemap.xml", r"sitemap-1", "sitemap-9", "built-sitemap", "here"),
    ("robots.txt without a sitemap", "robots.txt", r"Sitemap: .*", "", "built-sitemap", None),
    ("robots.txt that keeps crawlers out", "robots.txt", r"Allow: /", "Disallow: /", "built-sitemap", "here"),
    ("a redirect to nowhere", "MOVED", r"url=[^\"]*", "url=../none/", "built-link", "here"),
    ("a redirect that may be indexed", "MOVED", r"noindex", "index", "built-redirect", None),
    ("a redirect to itself", "MOVED", r"url=[^\"]*", "url=../404-mislaid/", "built-redirect", "here"),
    ("a link to a redirect", "CODE", r'(<a id="family" href=")[^"]*', r"\1../404-mislaid/", "built-redirect", None),
    ("a redirect in the sitemap", "sitemap-1.xml", r"<loc>URLdemo/<", "<loc>URLdemo/404-mislaid/<", "built-sitemap", "here"),
    ("JSON-LD that is none", "CODE", r'("@context":)', r"\1 x", "built-json", "here"),
    ("JSON-LD with a comment", "CODE", r'("@context":)', r"/* */ \1", "built-json", "here"),
    ("JSON-LD with a key twice", "CODE", r'("@context":"[^"]*")', r"\1,\1", "built-json", "here"),
    ("JSON-LD with a dead address", "CODE", r'("item":"[^"]*demo)', r"\1s", "built-json", None),
    ("no title", "CODE", r"<title[^>]*>.*?</title>", "", "built-title", None),
    ("an empty title", "CODE", r"(<title[^>]*>).*?(</title>)", r"\1\2", "built-title", "here"),
    ("no heading", "CODE", r"(</?)h1>", r"\1b>", "built-heading", None),
    ("two headings", "CODE", r"<h2>References</h2>", "<h1>References</h1>", "built-heading", "here"),
    ("a page cut short", PAIR, r"(?s)<body>.*", "", "built-heading", None),
]


# What a careless template or a broken disk can make of a page: put in, over and over.
PIECES = [b"<", b">", b"</", b"<table>", b"<svg>", b"<math>", b"<template>", b"<select>", b"<frameset>", b"</p>", b"<a href=", b'"', b"'",
          b"&amp", b"&#x0;", b"\0", b"\xff", b"\xc3", b"<!--", b"--!>", b"<![CDATA[", b"<script>", b"</script", b"<title>", b"<plaintext>",
          b"<h1", b" id=x id=x ", b"<link rel=canonical href=", b"<meta http-equiv=refresh content=", b"<html lang=x>",
          b"</body></html>", b"<b><p></b></p>", b"<form><form>", b"<td>", b"<image>", b' xlink:href="#q"', b"<div>" * 500]


def spoil(chance, page):
    """@return @p page with a few pieces lost, and others put in."""
    page = bytearray(page)
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(page) + 1)
        if chance.random() < 0.3:
            del page[at:at + chance.randint(1, 200)]
        else:
            page[at:at] = chance.choice(PIECES) * chance.choice([1, 1, 1, 2, 20])
    return page


def try_spoiled(program, root):
    """Pages that are no pages any more: the audit ends as always."""
    public, chance = os.path.join(root, "site/public"), random.Random(1)
    with open(os.path.join(public, PAIR), "rb") as file:
        page = file.read()
    os.mkdir(os.path.join(public, "spoiled"))
    for number in range(400):
        with open(os.path.join(public, "spoiled", f"{number}.html"), "wb") as file:
            file.write(spoil(chance, page))
    found, problem = audit(program, root)
    rules = {d["rule"] for d in found or []}
    shutil.rmtree(os.path.join(public, "spoiled"))
    missing = {"built-link", "built-id", "built-heading", "built-hreflang"} - rules
    return problem or (f"not one of {missing} was found" if missing else None)


def audit(program, root):
    run = subprocess.run([program, "check", "--built", "--json", "-C", root], capture_output=True, text=True,
                         timeout=60, check=False)
    try:
        out = json.loads(run.stdout)
    except ValueError:
        return None, f"no JSON, status {run.returncode}: {run.stdout}{run.stderr}"
    if out["ok"] != (run.returncode == 0) or run.stderr:
        return None, f"status {run.returncode} and {run.stderr!r} with ok {out['ok']}"
    return out["diagnostics"], None


def edit(path, pattern, replacement):
    """@return what was there, and the line of the first change from 1."""
    with open(path, encoding="utf-8") as file:
        before = file.read()
    after, count = re.subn(pattern, replacement, before)
    if count == 0 or after == before:
        raise SystemExit(f"Bail out! {pattern!r} is not in {path}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(after)
    match = re.search(pattern, before)
    same = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    return before, before.count("\n", 0, max(same, match.start())) + 1


def try_fault(program, root, names, fault):
    _, name, pattern, replacement, rule, where = [names(x) if isinstance(x, str) else x for x in fault]
    path = os.path.join(root, "site/public", name)
    before, line = edit(path, pattern, replacement)
    found, problem = audit(program, root)
    with open(path, "w", encoding="utf-8") as file:
        file.write(before)
    if problem:
        return problem
    at = where if where not in ("here", None) else name
    fits = [d for d in found if d["rule"] == rule and d["path"] == at and (where != "here" or d["line"] == line)]
    return None if fits else f"expected {rule} at {at}, line {line}; found {json.dumps(found, indent=1)}"


def build(program, root, *options):
    subprocess.run([program, "build", "--quiet", "-C", root, *options], check=True, timeout=60)


def try_site(tap, program, root, name, *options):
    build(program, root, *options)
    found, problem = audit(program, root)
    tap.check(name, problem or (json.dumps(found, indent=1) if found else None))


def namer(root):
    public = os.path.join(root, "site/public")
    with open(os.path.join(public, "robots.txt"), encoding="utf-8") as file:
        url = re.search(r"Sitemap: (.*)sitemap.xml", file.read())[1]
    code = "demo/404-lost/index.html"
    with open(os.path.join(public, code), encoding="utf-8") as file:
        locale = next(t for t in re.findall(r'hreflang="([^"]+)" href="https', file.read()) if t not in ("en", "x-default"))
    words = {"CODE": code, "MOVED": "demo/404-mislaid/index.html", "OTHER": f"{locale}/{code}", "LOCALE": locale, "URL": url}
    return lambda text: re.sub("|".join(words), lambda m: words[m[0]], text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--site", required=True)
    options = parser.parse_args()
    options.site = os.path.abspath(options.site)
    program, tap = os.path.abspath(options.diptych), Tap()
    with tempfile.TemporaryDirectory(prefix="diptych-audit-") as folder:
        for name in sorted(os.listdir(os.path.dirname(options.site))):
            source = os.path.join(os.path.dirname(options.site), name)
            if os.path.isdir(os.path.join(source, "content")):
                shutil.copytree(source, os.path.join(folder, name))
                try_site(tap, program, os.path.join(folder, name), f"{name}, as it is")
        root = os.path.join(folder, os.path.basename(options.site))
        for name, change in [("with links to files", (r"\Z", "\nlinks: file\n")),
                             ("below a path", (r"(?m)^(url: \S*?)/?$", r"\1/deep/codes")),
                             ("with links to folders", (r"\nlinks: file\n", "\n"))]:
            edit(os.path.join(root, "site/site.yaml"), *change)
            try_site(tap, program, root, name)
        try_site(tap, program, root, "with made-up languages", "--pseudo")
        build(program, root)
        names = namer(root)
        for fault in FAULTS:
            tap.check(fault[0], try_fault(program, root, names, fault))
        tap.check("pages that are none", try_spoiled(program, root))
        found, problem = audit(program, root)
        tap.check("mended", problem or (json.dumps(found) if found else None))
    sys.exit(tap.end())


if __name__ == "__main__":
    main()
