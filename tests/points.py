# SPDX-License-Identifier: GPL-3.0-or-later
"""What suites in Python share: TAP on standard output, and the files of a folder."""
import os


class Tap:
    """Points, numbered as they come; the plan is at the end."""

    def __init__(self):
        self.count, self.failed = 0, 0

    def check(self, name, problem):
        """One test: fine where @p problem is empty."""
        self.count += 1
        self.failed += bool(problem)
        print(f"{'not ok' if problem else 'ok'} {self.count} - {name}", flush=True)
        for line in str(problem or "").splitlines():
            print(f"# {line}", flush=True)

    def end(self):
        """Print the plan; the exit status."""
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed else 0


def tree(folder):
    """The bytes of all files below a folder, by their paths in it."""
    found = {}
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found
