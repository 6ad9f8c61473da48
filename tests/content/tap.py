# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the content share: TAP, and proof that a check can fail."""


class Tap:
    def __init__(self):
        self.count, self.good = 0, True

    def point(self, passed, title, notes=()):
        self.count += 1
        self.good &= bool(passed)
        print(f"{'ok' if passed else 'not ok'} {self.count} - {title}")
        for note in notes if not passed else ():
            print("\n".join("# " + line for line in str(note).splitlines()))

    def none(self, notes, title):
        """Passes where there is nothing to note."""
        notes = list(notes)
        self.point(not notes, title, notes)

    def samples(self, check, bad, good, title):
        """The check has something to say of each bad sample, and nothing of each good one."""
        self.none([f"not noticed: {sample}" for sample in bad if not check(sample)] +
                  [f"{sample}: {note}" for sample in good for note in check(sample)],
                  f"{title}: {len(bad)} bad and {len(good)} good samples")

    def end(self):
        print(f"1..{self.count}")
        return 0 if self.good else 1
