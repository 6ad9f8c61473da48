# SPDX-License-Identifier: GPL-3.0-or-later
"""Relative links in Markdown lead to a file of the repository, and their fragments to a heading."""
import os
import re
import urllib.parse

import tap

FENCE = re.compile(r"^([ \t]*)(```+|~~~+).*?^[ \t]*\2[`~]*[ \t]*$", re.M | re.S)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
LINK = re.compile(r"\]\(\s*<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+[\"'(][^)]*)?\)"
                  r"|^[ ]{0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)", re.M)
HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M)
ELSEWHERE = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:|^//")


def blank(pattern, text):
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def anchors(text):
    """The fragments a forge gives the headings of a text."""
    found = set()
    for match in HEADING.finditer(blank(FENCE, text)):
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match.group(1)).lower()
        slug = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
        plain, count = slug, 0
        while slug in found:
            count += 1
            slug = f"{plain}-{count}"
        found.add(slug)
    return found


def check(root):
    findings = []
    for path in tap.paths(root, ends=(".md",)):
        text = tap.read(root, path)
        for match in LINK.finditer(blank(CODE, blank(FENCE, text))):
            target = urllib.parse.unquote(match.group(1) or match.group(2))
            wrong = None if ELSEWHERE.match(target) else fault(root, path, target)
            if wrong:
                findings.append(f"{path}:{tap.line_of(text, match.start())}: {target}: {wrong}")
    return findings


def fault(root, path, target):
    file, _, fragment = target.partition("#")
    file = file.partition("?")[0]
    if file.startswith("/"):
        return "not relative"
    to = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
    if to.startswith(".."):
        return "leaves the repository"
    if not os.path.exists(os.path.join(root, to)):
        return "is not there"
    if fragment and to.endswith(".md") and fragment not in anchors(tap.read(root, to)):
        return "no such heading"
    return None


SAMPLES = [
    ("good", {
        "README.md": "[a](docs/b.md) ![c](docs/c.png 'C') [d](docs/) [e](https://example.org/x)\n"
                     "[f](docs/b.md#two-words-here) [g](#top) [ref]\n\n[ref]: docs/b.md\n\n# Top\n",
        "docs/b.md": "## Two *words*, `here`!\n[up](../README.md)\n", "docs/c.png": "",
    }, []),
    ("code is not a link", {"a.md": "`[a](b.md)`\n\n```\n[a](c.md)\n```\n"}, []),
    ("a missing file", {"a.md": "\n[a](b.md)\n"}, ["a.md:2: b.md: is not there"]),
    ("a missing reference", {"a.md": "[a]\n\n[a]: b.md\n"}, ["a.md:3: b.md: is not there"]),
    ("after code", {"a.md": "```\nx\n```\n[a](b.md)\n"}, ["a.md:4: b.md: is not there"]),
    ("a missing heading", {"a.md": "[a](#b)\n[c](b.md#c)\n", "b.md": "# B\n"}, ["#b: no such", "b.md#c: no such"]),
    ("outside", {"a.md": "[a](../b.md)\n[b](/etc/hosts)\n"}, ["leaves the repository", "not relative"]),
]

if __name__ == "__main__":
    tap.main("links", check, SAMPLES)
