# SPDX-License-Identifier: GPL-3.0-or-later
"""Commit subjects: "area: imperative, lower-case", at most 72 characters, over the whole history."""
import os
import re
import subprocess

import tap

LENGTH = 72
AREA = re.compile(r"^[a-z0-9][a-z0-9./_-]*(?:, [a-z0-9][a-z0-9./_-]*)*: (\S.*)$")
NOT_IMPERATIVE = re.compile(r"^(?:[a-z]+(?:ed|ing)|adds|fixes|makes|removes|uses|moves|changes|updates)\b")
IMPERATIVE = {"bring", "embed", "feed", "heed", "need", "seed", "shed", "speed", "spring", "ring",
              "string", "ping", "wed", "cling", "swing"}


def fault(subject):
    """What is wrong with a subject, or None."""
    if len(subject) > LENGTH:
        return f"{len(subject)} characters, at most {LENGTH}"
    match = AREA.match(subject)
    if not match:
        return 'not "area: subject"'
    words = match.group(1)
    if re.match(r"[A-Z][a-z]", words):
        return "begins with a capital"
    first = words.split()[0]
    if NOT_IMPERATIVE.match(words) and first not in IMPERATIVE:
        return f'"{first}" is not imperative'
    if words.endswith("."):
        return "ends with a full stop"
    return None


def check_log(log):
    findings = []
    for line in log.splitlines():
        commit, subject = line.split(" ", 1) if " " in line else (line, "")
        wrong = fault(subject)
        if wrong:
            findings.append(f'{commit}: {wrong}: "{subject}"')
    return findings


def check(root):
    if not os.path.exists(os.path.join(root, ".git")):
        return []
    try:
        tap.git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except subprocess.CalledProcessError:            # no commit yet
        return []
    return check_log(tap.git(root, "log", "--no-merges", "--format=%h %s"))


SAMPLES = [
    ("good", {"log": "1 yaml: keep the column of an alias\n2 tests/lint, ci: embed NULs\n3 docs: SIP first\n"}, []),
    ("72 characters", {"log": "1 a: " + "b" * 69 + "\n2 a: " + "b" * 70 + "\n"}, ["2: 73 characters"]),
    ("no area", {"log": "1 keep the column\n2 Yaml: keep it\n3 yaml:keep it\n"}, ["1: not", "2: not", "3: not"]),
    ("a capital", {"log": "1 yaml: Keep it\n"}, ["capital"]),
    ("not imperative", {"log": "1 a: added it\n2 a: fixing it\n3 a: adds it\n"}, ['"added"', '"fixing"', '"adds"']),
    ("a full stop", {"log": "1 yaml: keep it.\n"}, ["full stop"]),
    ("no subject", {"log": "1 \n2\n"}, ["1: not", "2: not"]),
]

if __name__ == "__main__":
    tap.main("commits", check, SAMPLES, lambda root: check_log(tap.read(root, "log")))
