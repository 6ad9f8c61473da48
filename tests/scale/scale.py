#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory grows with codes, not with pairs.

Checks synthetic families of 100, 200 and 400 codes (4,950, 19,900 and 79,800 pairs), each in a process
of its own, and reads the peak of its resident memory from the system's accounting (wait4). What each
code adds must stay about the same; if pairs were kept, it would grow with the number of codes. Prints
TAP, and the figures as comments.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

WORDS = ("request response server proxy caller callee header route dialog transaction branch agent "
         "domain policy media session timer retry forward reject accept register contact").split()


def sentence(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)


def make_site(root, codes):
    """A family of this many codes, with texts as long as real ones."""
    chance = random.Random(1)
    write(root, "site/site.yaml", "name: Scale\nurl: https://scale.example/\n")
    write(root, "content/demo/family.yaml",
          "name: DEMO\ntitle: Demo Protocol\nclasses: [{range: '*', name: All}]\n"
          "facts:\n  retry:\n    label: Retry\n    type: choice\n    values:\n"
          "      later: {label: Later, says: '{code} may work later.'}\n"
          "      never: {label: Never, says: '{code} never works.'}\n"
          "actors: {a: Caller, b: Proxy}\n")
    for number in range(codes):
        code = 1000 + number
        write(root, f"content/demo/codes/{code}.yaml",
              f'code: "{code}"\nname: {" ".join(chance.choice(WORDS) for _ in range(2)).title()}\n'
              f"description: {sentence(chance, 14)} {sentence(chance, 12)}\n"
              f"when: When {sentence(chance, 18).lower()}\nfix: {sentence(chance, 24)}\n"
              f"facts: {{retry: {chance.choice(['later', 'never'])}}}\n"
              f"flow: [[a, b, INVITE], [b, a, {code} Thing], [a, b, ACK]]\n")


def peak_kb(diptych, root):
    """Peak resident memory in kB; the process must succeed."""
    pid = os.posix_spawn(diptych, [diptych, "-C", root, "check", "--quiet"], os.environ)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"Bail out! diptych check failed in {root}")
    return usage.ru_maxrss


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    sizes = (100, 200, 400)
    peaks = []
    for codes in sizes:
        with tempfile.TemporaryDirectory(prefix="diptych-scale-") as root:
            make_site(root, codes)
            peaks.append(peak_kb(os.path.abspath(options.diptych), root))
        print(f"# {codes} codes, {codes * (codes - 1) // 2} pairs: peak {peaks[-1]} kB")
    first = (peaks[1] - peaks[0]) / (sizes[1] - sizes[0])
    second = (peaks[2] - peaks[1]) / (sizes[2] - sizes[1])
    print(f"# a code more costs {first:.1f} kB, later {second:.1f} kB")
    # Pairs kept at 100 bytes each would make the second step cost twice the first, and 30 kB a code.
    print("1..2")
    print(f"{'ok' if second <= 1.5 * max(first, 10) else 'not ok'} 1 - a code costs the same in a larger family")
    print(f"{'ok' if peaks[2] - peaks[0] < 64 * 1024 else 'not ok'} 2 - 75,000 pairs more fit into 64 MB")


if __name__ == "__main__":
    sys.exit(main())
