# SPDX-License-Identifier: GPL-3.0-or-later
"""What suites in Python share: TAP on standard output."""


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
