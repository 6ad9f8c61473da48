#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Memory grows with codes, not with pairs, nor with locales.

Checks synthetic families of 400, 800 and 1,600 codes (79,800, 319,600 and 1,279,200 pairs), each in a
process of its own, and reads the peak of its resident memory from the system's accounting (wait4). What
each code adds must stay about the same; if pairs were kept, it would grow with the number of codes. The
same of an archive of 400 and 800 codes with four workers, of which three hold what they make until it is
their turn: what it needs more than checking has a bound. And what each of 12 locales adds must be less
than its fragments, which are forgotten behind its last page. Prints TAP, and the figures as comments.

A peak varies by chance by some 0.5 MB: which pages of the libraries are touched, what malloc() keeps for
which thread. Every bound lies far from what is measured and as far from what a fault would add.
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


def add_locales(root, count):
    """Locales without a translation: they have pages, and fragments, all the same."""
    for tag in ("de", "fr", "es", "it", "nl", "sv", "da", "fi", "pl", "cs", "hu", "ro")[:count]:
        os.makedirs(os.path.join(root, "locales", tag))


def peak_kb(diptych, root, *command):
    """Peak resident memory in kB; the process must succeed. What it writes is thrown away."""
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(diptych, [diptych, "-C", root, *command, "--quiet"], os.environ, file_actions=null)
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"Bail out! diptych {command[0]} failed in {root}")
    return usage.ru_maxrss


def least_kb(*arguments):
    """The least of three."""
    return min(peak_kb(*arguments) for _ in range(3))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--archives", action="store_true", help="they are built in")
    options = parser.parse_args()
    diptych = os.path.abspath(options.diptych)
    peaks, archives, locales = {}, {}, []
    for codes in (400, 800, 1600):
        with tempfile.TemporaryDirectory(prefix="diptych-scale-") as root:
            make_site(root, codes)
            peaks[codes] = least_kb(diptych, root, "check")
            if options.archives and codes < 1600:
                archives[codes] = least_kb(diptych, root, "build", "--jobs", "4", "--archive", "-")
        print(f"# {codes} codes, {codes * (codes - 1) // 2} pairs: peak {peaks[codes]} kB, "
              f"archive {archives.get(codes, '–')} kB")
    for count in (4, 12):
        with tempfile.TemporaryDirectory(prefix="diptych-scale-") as root:
            make_site(root, 150)
            add_locales(root, count)
            locales.append(least_kb(diptych, root, "check"))
    print(f"# 150 codes, 4 locales {locales[0]} kB, 12 locales {locales[1]} kB")
    first = (peaks[800] - peaks[400]) / 400
    second = (peaks[1600] - peaks[800]) / 800
    print(f"# a code more costs {first:.1f} kB, later {second:.1f} kB")
    results = [
        # 16 bytes for each pair would add 10 kB, 100 bytes 60 kB. What is seen is some 1 kB.
        (second - first <= 6, "a code costs the same in a larger family"),
        # 1,200,000 pairs more; 18 MB is seen.
        (peaks[1600] - peaks[400] < 64 * 1024, "1,200 codes more fit into 64 MB"),
        # A locale's fragments and templates are 2.4 MB with 150 codes: 19 MB of 8 locales, if they were
        # kept. What is seen, 3 to 4 MB, is ICU's files of these languages and what malloc() keeps.
        (locales[1] - locales[0] < 9 * 1024, "locales are forgotten one after the other"),
    ]
    if options.archives:
        # 80,000 pages are 600 MB; a sitemap, held, 16 MB with 400 codes and 64 MB with 800.
        more = archives[800] - archives[400]
        results += [(archives[400] - peaks[400] < 14 * 1024, "an archive holds no more than its bound"),
                    (more <= peaks[800] - peaks[400] + 8 * 1024, "and that does not grow with pages")]
    print(f"1..{len(results)}")
    for number, (passed, name) in enumerate(results, 1):
        print(f"{'ok' if passed else 'not ok'} {number} - {name}")


if __name__ == "__main__":
    sys.exit(main())
