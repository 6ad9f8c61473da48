# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests with gettext's own commands share: TAP, sites in temporary folders, catalogs."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import Tap, tree  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8")


def run(command, cwd=None, status=0):
    """Run a command; its stdout as bytes. Another exit status than @p status is an error."""
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, timeout=300)
    if done.returncode != status:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n"
                           + done.stderr.decode(errors="replace"))
    return done.stdout


def stderr_of(command, status):
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, timeout=300)
    text = done.stderr.decode()
    return text if done.returncode == status else f"status {done.returncode}, not {status}: {text}"


def copy(source, to):
    shutil.copytree(source, to, ignore=shutil.ignore_patterns("public", "expected"))
    for folder, _, names in os.walk(to):
        for name in [folder] + [os.path.join(folder, name) for name in names]:
            os.chmod(name, 0o755 if name == folder else 0o644)
    return to


def catalogs(site):
    """All catalogs of a site, sorted, as paths."""
    folder = os.path.join(site, "locales")
    found = []
    for tag in sorted(os.listdir(folder)):
        if tag != "templates" and os.path.isdir(os.path.join(folder, tag)):
            found += [os.path.join(folder, tag, name)
                      for name in sorted(os.listdir(os.path.join(folder, tag))) if name.endswith(".po")]
    return found


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def differences(a, b):
    """What differs between two trees, for a person; empty where nothing does."""
    paths = sorted(path for path in a.keys() | b.keys() if a.get(path) != b.get(path))
    return "\n".join(["different: " + path for path in paths[:10]] + (["…"] if len(paths) > 10 else []))


def entries(text):
    """The blocks of a PO file that are not wrapped."""
    return text.rstrip("\n").split("\n\n")


FIELD = re.compile(r'^(#~ )?(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', re.M)


def fields(block):
    return {name: text for _, name, text in FIELD.findall(block)}


def fill(path, translate):
    """Translate what is empty in a catalog that is not wrapped: translate(fields) gives text or None."""
    blocks = entries(read(path))
    for i, block in enumerate(blocks[1:], 1):
        found = fields(block)
        text = translate(found) if "msgid" in found else None
        if text is not None:
            blocks[i] = re.sub(r'^(msgstr(?:\[\d\])?) ""$', lambda m: f'{m[1]} "{text}"', block, flags=re.M)
    write(path, "\n\n".join(blocks) + "\n")
