# SPDX-License-Identifier: GPL-3.0-or-later
"""The records of SIP against the registry of IANA, and the comparisons that must be there (TAP).

Reads content/sip with a YAML reader of its own. Every rule is a function that returns notes; it is
tried on damaged samples first.
"""
import argparse
import copy
import json
import os
import re
import subprocess
import sys

import flow
from tap import Tap

HERE = os.path.dirname(os.path.abspath(__file__))
SPDX = "# SPDX-License-Identifier: CC-BY-4.0"
# Pairs that readers mix up, whichever code comes first.
PAIRS = """
100/180 180/183 181/302 183/200 199/487 200/202 204/200 300/302 301/302 301/410 302/305 302/380
400/488 401/403 401/407 403/603 403/607 404/410 404/480 404/484 404/485 404/604 405/501 406/488
408/480 408/487 408/504 413/513 415/488 416/484 420/421 421/494 422/423 424/400 425/404 428/438
429/403 430/480 433/403 436/437 437/438 439/430 440/483 469/405 470/403 480/486 480/603 481/487
482/483 486/487 486/600 486/603 488/606 489/405 491/500 493/415 500/503 502/503 502/504
503/480 503/600 555/480 580/488 600/603 600/604 603/606 603/607 603/608 607/608
"""
LEAST = 70  # comparisons
REFERENCE = re.compile(r"RFC (\d+) §(\d+(?:\.\d+)*)")
ADDRESS = "https://www.rfc-editor.org/rfc/rfc{}#section-{}"


# What is there


class Site:
    """The registry by code, and the family with its records as they stand in the files."""

    def __init__(self, registry, family):
        self.registry, self.family = registry, family
        self.phrases = {code: row[0] for code, row in registry.items()}
        self.codes, self.comparisons, self.first_lines = {}, {}, {}


def read_registry():
    with open(os.path.join(HERE, "sip-registry.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    return {code: (phrase, rfcs.split(", "), status) for code, phrase, rfcs, status in rows}


def read_yaml(tool, path):
    with open(path, "rb") as file:
        done = subprocess.run([tool], stdin=file, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def read_folder(site, tool, folder, records):
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    for name in names:
        if not name.endswith(".yaml"):
            continue
        path = os.path.join(folder, name)
        records[name[:-len(".yaml")]] = read_yaml(tool, path)
        with open(path, encoding="utf-8") as file:
            site.first_lines[os.path.relpath(path, os.path.dirname(folder))] = file.readline().rstrip("\n")


def read_site(options):
    folder = os.path.join(options.root, "content", "sip")
    site = Site(read_registry(), read_yaml(options.yaml_json, os.path.join(folder, "family.yaml")))
    read_folder(site, options.yaml_json, os.path.join(folder, "codes"), site.codes)
    read_folder(site, options.yaml_json, os.path.join(folder, "comparisons"), site.comparisons)
    return site


# Rules on the whole


def check_codes(site):
    notes = [f"{code} {site.phrases[code]} is registered and has no record"
             for code in sorted(site.registry.keys() - site.codes.keys())]
    return notes + [f"{code} is not registered" for code in sorted(site.codes.keys() - site.registry.keys())]


def check_first_lines(site):
    return [f"{path}: the first line is not {SPDX}" for path, line in site.first_lines.items() if line != SPDX]


def pair_name(pair):
    return "-".join(sorted(pair, key=int))


def check_pairs(site):
    wanted = {pair_name(pair.split("/")) for pair in PAIRS.split()}
    notes = [f"no comparison {name}" for name in sorted(wanted - site.comparisons.keys())]
    if len(site.comparisons) < LEAST:
        notes.append(f"{len(site.comparisons)} comparisons, at least {LEAST} are wanted")
    return notes


# Rules on a record


def check_phrase(record, site):
    phrase = site.phrases.get(record["code"])
    return [] if phrase in (None, record["name"]) else [f'"{record["name"]}" is registered as "{phrase}"']


def check_facts(record, site):
    facts = record.get("facts", {})
    return [f"no fact {name}" for name, fact in site.family["facts"].items()
            if not facts.get(name) and "default" not in fact]


def check_registered_facts(record, site):
    """The facts that the registry and the class of the code decide."""
    if record["code"] not in site.registry:
        return []
    _, rfcs, status = site.registry[record["code"]]
    facts, notes = record.get("facts", {}), []
    if facts.get("defined") != rfcs:
        notes.append(f"defined is {facts.get('defined')}, registered by {rfcs}")
    if facts.get("status", site.family["facts"]["status"].get("default")) != status:
        notes.append(f"status is {facts.get('status')}, registered as {status}")
    if facts.get("final") != ("no" if record["code"].startswith("1") else "yes"):
        notes.append(f"final is {facts.get('final')}, which is not so of its class")
    return notes


def check_flow(record, site):
    return flow.check(record, site.phrases)


def check_references(record, site):
    notes, seen = [], set()
    for reference in record.get("references", []):
        match = REFERENCE.fullmatch(reference["name"])
        if not match:
            notes.append(f'"{reference["name"]}" is not of the form RFC 3261 §21.1.1')
            continue
        seen.add(f"RFC {match[1]}")
        if reference["url"] != ADDRESS.format(*match.groups()):
            notes.append(f'{reference["name"]} is not at {reference["url"]}')
    registered = site.registry.get(record["code"], ("", [], ""))[1]
    return notes + [f"no reference into {rfc}, which registers the code" for rfc in registered if rfc not in seen]


# Rules on a comparison


def texts(comparison):
    return [comparison.get("intro", ""), *comparison.get("differences", []), comparison.get("which", "")]


def check_whole(comparison, _site):
    notes = [f"no {key}" for key in ("intro", "which") if not comparison.get(key)]
    count = len(comparison.get("differences", []))
    return notes + ([] if 3 <= count <= 6 else [f"{count} differences, not 3 to 6"])


def check_named(comparison, _site):
    return [f"{key} does not name {code}" for key in ("intro", "which") for code in comparison["pair"]
            if not re.search(rf"(?<!\d){re.escape(code)}(?!\d)", comparison.get(key, ""))]


def check_distinct(comparison, _site):
    folded = [" ".join(text.lower().split()) for text in texts(comparison)]
    return sorted({f"twice: {text}" for text in folded if text and folded.count(text) > 1})


SITE_RULES = (
    (check_codes, "each registered code has a record, and no other has"),
    (check_first_lines, "the first line of each file names its licence"),
    (check_pairs, "the pairs that readers mix up are compared by hand"),
)
RECORD_RULES = (
    (check_phrase, "the phrase of each code is the registered one"),
    (check_facts, "each code has all facts that have no default"),
    (check_registered_facts, "what the registry and the class say is in the facts"),
    (check_flow, "each flow has the code's message and is possible"),
    (check_references, "each reference has a section, the address is that of its name"),
)
COMPARISON_RULES = (
    (check_whole, "each comparison has an intro, 3 to 6 differences, and advice"),
    (check_named, "both codes are named in the intro and in the advice"),
    (check_distinct, "no two texts of a comparison are the same"),
)


# Damage


def sample_site():
    family = {"facts": {"final": {}, "about": {}, "defined": {}, "status": {"default": "current"}}}
    site = Site({"100": ("Trying", ["RFC 3261"], "current"), "202": ("Accepted", ["RFC 6665"], "deprecated")}, family)
    site.codes = {
        "100": {
            "code": "100", "name": "Trying", "facts": {"final": "no", "about": "x", "defined": ["RFC 3261"]},
            "flow": [["a", "b", "INVITE"], ["b", "a", "100 Trying"]],
            "references": [{"name": "RFC 3261 §21.1.1", "url": ADDRESS.format("3261", "21.1.1")}],
        },
        "202": {
            "code": "202", "name": "Accepted",
            "facts": {"final": "yes", "about": "x", "defined": ["RFC 6665"], "status": "deprecated"},
            "flow": [["a", "b", "SUBSCRIBE"], ["b", "a", "202 Accepted"]],
            "references": [{"name": "RFC 6665 §8.3.1", "url": ADDRESS.format("6665", "8.3.1")}],
        }}
    site.comparisons = {pair_name(pair.split("/")): {
        "pair": pair.split("/"), "intro": f"{pair} differ.", "differences": ["A.", "B.", "C."],
        "which": f"Send {pair}."} for pair in PAIRS.split()}
    site.comparisons["100-202"] = {"pair": ["202", "100"], "intro": "100 and 202 differ.",
                                   "differences": ["A.", "B.", "C."], "which": "Send 100 or 202."}
    site.first_lines = {"codes/100.yaml": SPDX}
    return site


# Rows of (rule, what is done to the sample).
DAMAGE = (
    (check_codes, lambda s: s.codes.pop("100")),
    (check_codes, lambda s: s.codes.update({"101": s.codes["100"]})),
    (check_first_lines, lambda s: s.first_lines.update({"codes/100.yaml": 'code: "100"'})),
    (check_pairs, lambda s: s.comparisons.pop("200-204")),
    (check_pairs, lambda s: [s.comparisons.pop(name) for name in list(s.comparisons)[5:]]),
    (check_phrase, lambda s: s.codes["202"].update(name="accepted")),
    (check_facts, lambda s: s.codes["100"]["facts"].pop("about")),
    (check_facts, lambda s: s.codes["100"].pop("facts")),
    (check_registered_facts, lambda s: s.codes["100"]["facts"].update(defined=["RFC 2543"])),
    (check_registered_facts, lambda s: s.codes["100"]["facts"].update(defined=["RFC 3261", "RFC 4320"])),
    (check_registered_facts, lambda s: s.codes["100"]["facts"].update(status="deprecated")),
    (check_registered_facts, lambda s: s.codes["202"]["facts"].pop("status")),
    (check_registered_facts, lambda s: s.codes["100"]["facts"].update(final="yes")),
    (check_registered_facts, lambda s: s.codes["202"]["facts"].update(final="no")),
    (check_flow, lambda s: s.codes["100"].pop("flow")),
    (check_flow, lambda s: s.codes["100"]["flow"].reverse()),
    (check_references, lambda s: s.codes["100"].update(references=[])),
    (check_references, lambda s: s.codes["100"]["references"][0].update(name="RFC 3261")),
    (check_references, lambda s: s.codes["100"]["references"][0].update(name="RFC 3261 §21.1")),
    (check_references, lambda s: s.codes["100"]["references"][0].update(name="RFC 3262 §21.1.1")),
    (check_references, lambda s: s.codes["100"]["references"][0].update(url="https://example.org/#section-21.1.1")),
    (check_references, lambda s: s.codes["202"].update(references=s.codes["100"]["references"])),
    (check_whole, lambda s: s.comparisons["100-202"].pop("intro")),
    (check_whole, lambda s: s.comparisons["100-202"].pop("which")),
    (check_whole, lambda s: s.comparisons["100-202"]["differences"].pop()),
    (check_whole, lambda s: s.comparisons["100-202"]["differences"].extend("DEFG")),
    (check_named, lambda s: s.comparisons["100-202"].update(intro="1001 and 202 differ.")),
    (check_named, lambda s: s.comparisons["100-202"].update(which="Send 100.")),
    (check_distinct, lambda s: s.comparisons["100-202"]["differences"].append("a.")),
    (check_distinct, lambda s: s.comparisons["100-202"].update(which="100 and 202  differ.")),
)


def findings(rule, site):
    if rule in [row[0] for row in SITE_RULES]:
        return rule(site)
    records = site.codes if rule in [row[0] for row in RECORD_RULES] else site.comparisons
    return [f"{name}: {note}" for name, record in records.items() for note in rule(record, site)]


def check_damage(tap, rule, title):
    rows = [change for checked, change in DAMAGE if checked is rule]
    notes = findings(rule, sample_site())
    for number, change in enumerate(rows, 1):
        site = copy.deepcopy(sample_site())
        change(site)
        notes += [] if findings(rule, site) else [f"damage {number} is not noticed"]
    tap.point(rows and not notes, f"{title}: damage is noticed", notes)


def main():
    parser = argparse.ArgumentParser()
    for option in ("--yaml-json", "--root"):
        parser.add_argument(option, required=True, type=os.path.abspath)
    tap, site = Tap(), read_site(parser.parse_args())
    tap.samples(lambda record: flow.check(record, flow.PHRASES), flow.BAD, flow.GOOD, "call flows")
    tap.point(len(site.registry) == 75, "the registry has 75 codes", [f"{len(site.registry)}"])
    for rule, title in SITE_RULES + RECORD_RULES + COMPARISON_RULES:
        check_damage(tap, rule, title)
        tap.none(findings(rule, site), title)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
