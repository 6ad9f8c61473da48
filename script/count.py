# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up what the parts of script/test left, names every failure, prints the total last.

count.py RESULTS PART...

A part leaves PART.status (how it ended), and TAP in PART.tap or PART.*.tap, or PART.json: meson's log, one
test a line, whose TAP is counted point by point and anything else as one. A part that ended badly without a failure to show
for it, or ran nothing at all, counts as one failure. Where the environment says CI=true, a point skipped
because something is missing ("# SKIP missing ...", or an exit status of 77, which gives no reason)
is a failure too.
"""
import glob
import json
import os
import re
import sys

POINT = re.compile(r"^(not )?ok\b(?: +\d+)?(?: *-)? *(.*?)(?: *# *(SKIP|TODO)\S*[ \t]*(.*))?$", re.I)
PLAN = re.compile(r"^1\.\.(\d+)(?: *# *SKIP\S*[ \t]*(.*))?", re.I)
IN_CI = os.environ.get("CI") == "true"


class Tally:
    def __init__(self):
        self.passed = self.skipped = 0
        self.failures = []

    def fail(self, text):
        self.failures.append(text)

    def skip(self, name, reason):
        if IN_CI and (not reason or reason.lower().startswith("missing")):
            self.fail(f"{name}: skipped: {reason or 'no reason given'}")
        else:
            self.skipped += 1

    def total(self):
        return self.passed + len(self.failures) + self.skipped

    def add(self, other):
        self.passed += other.passed
        self.skipped += other.skipped
        self.failures += other.failures


def count_tap(text, name):
    """Points of subtests are indented, and not counted."""
    tally = Tally()
    planned, seen = None, 0
    for line in text.splitlines():
        plan = PLAN.match(line)
        point = POINT.match(line)
        if plan:
            planned = int(plan.group(1))
            if planned == 0:
                tally.skip(name, plan.group(2))
        elif line.startswith("Bail out!"):
            tally.fail(f"{name}: {line}")
        elif point:
            seen += 1
            bad, title, directive, reason = point.groups()
            directive = (directive or "").upper()
            if directive == "SKIP":
                tally.skip(f"{name}: {title}", reason)
            elif bad and directive != "TODO":
                tally.fail(f"{name}: {title}")
            else:
                tally.passed += 1
    if planned is not None and planned != seen:
        tally.fail(f"{name}: planned {planned} tests, ran {seen}")
    return tally


def count_meson(text):
    tally = Tally()
    for line in text.splitlines():
        test = json.loads(line)
        name, result, output = test["name"], test["result"], test.get("stdout") or ""
        if any(PLAN.match(row) for row in output.splitlines()):
            one = count_tap(output, name)
        else:
            one = Tally()
            if result == "SKIP":
                one.skip(name, "")
            elif result in ("OK", "EXPECTEDFAIL"):
                one.passed = 1
        if result not in ("OK", "EXPECTEDFAIL", "SKIP") and not one.failures:
            one.fail(f"{name}: {result.lower()}")
        tally.add(one)
    return tally


def count_part(folder, part):
    status = "none"
    tally = Tally()
    for path in sorted(glob.glob(os.path.join(folder, part + ".*"))):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if path.endswith(".json"):
            tally.add(count_meson(text))
        elif path.endswith(".tap"):
            tally.add(count_tap(text, part))
        else:
            status = text.strip()
    if status != "0" and not tally.failures:
        tally.fail(f"{part}: ended with status {status}")
    if tally.total() == 0:
        tally.fail(f"{part}: ran no test")
    return tally


def summary(tally):
    text = f"{tally.passed} passed, {len(tally.failures)} failed"
    return text + (f", {tally.skipped} skipped" if tally.skipped else "")


def main():
    folder, parts = sys.argv[1], sys.argv[2:]
    total = Tally()
    print()
    for part in parts:
        tally = count_part(folder, part)
        for failure in tally.failures:
            print(f"FAILED {part}: {failure}")
        print(f"{part}: {summary(tally)}")
        total.add(tally)
    print(summary(total), flush=True)
    sys.exit(1 if total.failures else 0)


if __name__ == "__main__":
    main()
