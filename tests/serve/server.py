# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of `diptych serve` share: TAP, a server over a copy of a site, requests, and its events."""
import http.client
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import points  # noqa: E402

# libsoup 3.2 forgets the GSocket of a connection that it closes itself, and GLib's frames hide that it was libsoup:
# under the address sanitizer, leaks of the server can't be judged.
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
PATIENCE_S = 60      # with sanitizers, on a busy machine
QUIET_S = 0.6        # in which nothing must happen
SCRIPT = re.compile(rb'<script src="/\.diptych/live\.js" data-state="[^"]+" async></script>\n')


files_of = points.tree


class Tap(points.Tap):
    """Points that are functions."""

    def run(self, test, *arguments):
        """One test: a function that returns a problem, or raises."""
        try:
            problem = test(*arguments)
        except Exception as error:  # noqa: BLE001: whatever it is, the test failed
            problem = f"{type(error).__name__}: {error}"
        of = [str(value) for value in arguments[-1:] if isinstance(value, (str, int))]
        title = test.__doc__.strip().splitlines()[0].rstrip(".")
        self.check(": ".join([title, *of]), problem)


def copy(source):
    """A copy of the site @p source in a temporary folder."""
    folder = os.path.join(tempfile.mkdtemp(prefix="diptych-serve-"), "site's folder")
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("public", "expected"))
    for below, _, names in os.walk(folder):
        os.chmod(below, 0o755)
        for name in names:
            os.chmod(os.path.join(below, name), 0o644)
    return folder


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def page(self):
        """The body as a build would have it."""
        return SCRIPT.sub(b"", self.body)


class Server:
    """A running `diptych serve` over @p folder; its terminal is kept."""

    def __init__(self, diptych, folder, *options):
        self.folder = folder
        self.process = subprocess.Popen([diptych, "serve", "-C", folder, "--port", "0", *options],
                                        env=ENVIRONMENT, text=True, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.out, self.err = [], []
        first = self.process.stdout.readline()
        for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err)):
            threading.Thread(target=lines.extend, args=(stream,), daemon=True).start()
        match = re.match(r"http://127\.0\.0\.1:(\d+)(/.*)$", first)
        if not match:
            self.process.wait(PATIENCE_S)
            raise RuntimeError(f"no address: {first!r} {''.join(self.err)}")
        self.port, self.base = int(match.group(1)), match.group(2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)

    def stop(self, number):
        """The exit status, and what it printed to stderr."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        time.sleep(0.05)
        return status, "".join(self.err)

    def get(self, path, method="GET", host="127.0.0.1", headers=None):
        connection = http.client.HTTPConnection(host, self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def raw(self, text):
        """What comes back for these bytes, whole."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) as connection:
            connection.sendall(text if isinstance(text, bytes) else text.encode())
            connection.shutdown(socket.SHUT_WR)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def write(self, name, text):
        """Save in place."""
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def replace(self, name, text):
        """Save as most editors do: to another file, renamed over the old one."""
        temporary = self.path(name) + ".tmp"
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, self.path(name))

    def edit(self, name, old, new, save=None):
        text = self.read(name)
        if old not in text:
            raise RuntimeError(f"{name} has no {old!r}")
        (save or self.write)(name, text.replace(old, new))


class Events:
    """What an open page is told."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
        self.connection.request("GET", "/.diptych/events")
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.queue = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.first = self.next()

    def read(self):
        try:
            while line := self.response.readline():
                if line.startswith(b"data: "):
                    self.queue.put((json.loads(line[len("data: "):]), time.monotonic()))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass

    def next(self):
        return self.queue.get(timeout=PATIENCE_S)[0]

    def until(self, wanted):
        """The next event for which @p wanted holds."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            news = self.next()
            if wanted(news):
                return news
        raise RuntimeError("no such event")

    def within(self, seconds=QUIET_S):
        """All that is told within so many seconds."""
        time.sleep(seconds)
        found = []
        while not self.queue.empty():
            found.append(self.queue.get()[0])
        return found

    def close(self):
        # The reading thread has the file: closing it would wait for that.
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()


def differences(expected, found, name):
    """Where two texts or bytes part, in words; empty where they are the same."""
    if expected == found:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b),
              min(len(expected), len(found)))
    return f"{name}: at {at}: {expected[at:at + 80]!r} is {found[at:at + 80]!r}\n"


def fail(text):
    sys.exit(f"{sys.argv[0]}: {text}")
