# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of a diagnostic has a heading in docs/diagnostics.md and a case; no heading lacks one."""
import os
import re

import tap

TABLE = "src/diag/rules.c"
MANUAL = "docs/diagnostics.md"
CASES = "tests/case/"
ROW = re.compile(r'\[\s*DIP_RULE_(\w+)\s*\]\s*=\s*\{\s*(?:\.\w+\s*=\s*)?"([^"]*)"')
HEADING = re.compile(r"^## `?([a-z0-9]+(?:-[a-z0-9]+)*)`?[ \t]*$", re.M)


def check(root):
    if not os.path.exists(os.path.join(root, TABLE)):
        return [f"{TABLE}:1: is not there"]
    findings = []
    text = tap.read(root, TABLE)
    rules = {}
    for match in ROW.finditer(tap.blank(text, strings=False)):
        where = f"{TABLE}:{tap.line_of(text, match.start())}"
        name, rule = match.groups()
        if name.lower().replace("_", "-") != rule:
            findings.append(f'{where}: DIP_RULE_{name} is called "{rule}"')
        if rule in rules:
            findings.append(f'{where}: "{rule}" is there twice')
        rules[rule] = where
    if not rules:
        findings.append(f"{TABLE}:1: no rules found")
    return findings + check_manual(root, rules) + check_cases(root, rules)


def check_manual(root, rules):
    manual = tap.read(root, MANUAL) if os.path.exists(os.path.join(root, MANUAL)) else ""
    headings = {m.group(1): tap.line_of(manual, m.start()) for m in HEADING.finditer(manual)}
    return ([f'{where}: "{rule}" has no heading in {MANUAL}'
             for rule, where in rules.items() if rule not in headings] +
            [f'{MANUAL}:{line}: "{heading}" is no rule'
             for heading, line in headings.items() if heading not in rules])


def check_cases(root, rules):
    shown = "\n".join(tap.read(root, path) for path in tap.paths(root, CASES))
    return [f'{where}: no case under {CASES} shows [{rule}]'
            for rule, where in rules.items() if f"[{rule}]" not in shown]


GOOD = {
    TABLE: 'x[] = {\n    [DIP_RULE_KEY_UNKNOWN] = {"key-unknown", DIP_ERROR},\n'
           '    [DIP_RULE_PO_FUZZY] = {\n        .id = "po-fuzzy",\n    },\n};\n',
    MANUAL: "# Diagnostics\n\n## Reading one\n\n## key-unknown\n\n## po-fuzzy\n",
    CASES + "a.case": "error: unknown key [key-unknown]\n",
    CASES + "po/b.case": "[po-fuzzy]\n",
}
SAMPLES = [
    ("all in place", GOOD, []),
    ("no heading", {**GOOD, MANUAL: "## key-unknown\n"}, ['rules.c:3: "po-fuzzy" has no heading']),
    ("a stray heading", {**GOOD, MANUAL: GOOD[MANUAL] + "## gone\n"}, ['diagnostics.md:8: "gone" is no rule']),
    ("no case", {**GOOD, CASES + "po/b.case": "po-fuzzy\n"}, ["shows [po-fuzzy]"]),
    ("another name", {**GOOD, TABLE: GOOD[TABLE].replace("PO_FUZZY", "PO_BAD")},
     ['DIP_RULE_PO_BAD is called "po-fuzzy"']),
    ("no table", {}, ["is not there"]),
    ("an empty table", {TABLE: "\n"}, ["no rules found"]),
]

if __name__ == "__main__":
    tap.main("rules", check, SAMPLES)
