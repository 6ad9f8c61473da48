# SPDX-License-Identifier: GPL-3.0-or-later
"""script/count.py loses no failure: what it makes of TAP, of meson's log and of a part's end."""
import json
import os
import sys
import tempfile

import tap

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../script"))
import count  # noqa: E402


def meson(*tests):
    return "\n".join(json.dumps(dict(zip(("name", "result", "stdout"), test))) for test in tests)


# Rows of (title, the files a part left, in CI, expected).
ROWS = [
    ("points", {"p.tap": "1..2\nok 1 /a\nok 2 - b\n", "p.status": "0"}, False, "2 passed, 0 failed"),
    ("a failed point", {"p.tap": "1..2\nok 1\nnot ok 2\n", "p.status": "0"}, False, "1 passed, 1 failed"),
    ("the plan at the end", {"p.tap": "ok 1\n1..1\n", "p.status": "0"}, False, "1 passed, 0 failed"),
    ("too few points", {"p.tap": "1..3\nok 1\n", "p.status": "0"}, False, "1 passed, 1 failed"),
    ("a subtest's points", {"p.tap": "1..1\n    not ok 1 x\nok 1\n", "p.status": "0"}, False, "1 passed, 0 failed"),
    ("bail out", {"p.tap": "ok 1\nBail out! x\n", "p.status": "0"}, False, "1 passed, 1 failed"),
    ("skipped", {"p.tap": "ok 1 - a # SKIP missing java\n", "p.status": "0"}, False, "0 passed, 0 failed, 1 skipped"),
    ("skipped in CI", {"p.tap": "ok 1 - a # SKIP missing java\n", "p.status": "0"}, True, "0 passed, 1 failed"),
    ("not for here, in CI", {"p.tap": "ok 1 - a # SKIP runs as root\n", "p.status": "0"}, True,
     "0 passed, 0 failed, 1 skipped"),
    ("two files", {"p.a.tap": "ok 1\n1..1\n", "p.b.tap": "not ok 1\n1..1\n", "p.status": "1"}, False,
     "1 passed, 1 failed"),
    ("a bad end", {"p.tap": "1..1\nok 1\n", "p.status": "2"}, False, "1 passed, 1 failed"),
    ("no end", {"p.tap": "1..1\nok 1\n"}, False, "1 passed, 1 failed"),
    ("nothing", {"p.status": "0"}, False, "0 passed, 1 failed"),
    ("meson", {"p.json": meson(("a", "OK", "1..2\nok 1\nok 2\n"), ("b", "OK", "hello")), "p.status": "0"}, False,
     "3 passed, 0 failed"),
    ("meson's failures", {"p.json": meson(("a", "FAIL", ""), ("b", "TIMEOUT", "1..2\nok 1\n"),
                                          ("c", "ERROR", "1..1\nok 1\n"), ("d", "UNEXPECTEDPASS", "")),
                          "p.status": "1"}, False, "2 passed, 4 failed"),
    ("meson's skip in CI", {"p.json": meson(("a", "SKIP", "")), "p.status": "0"}, True, "0 passed, 1 failed"),
]


def result(files, in_ci):
    count.IN_CI = in_ci
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        return count.summary(count.count_part(folder, "p"))


if __name__ == "__main__":
    print(f"1..{len(ROWS)}")
    good = True
    for number, (title, files, in_ci, expected) in enumerate(ROWS, 1):
        got = result(files, in_ci)
        notes = [] if got == expected else [f"expected: {expected}", f"got: {got}"]
        good &= tap.point(number, not notes, f"tally: {title}", notes)
    sys.exit(0 if good else 1)
