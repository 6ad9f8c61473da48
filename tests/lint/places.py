# SPDX-License-Identifier: GPL-3.0-or-later
"""No file names the machine it was written on, or the host of a package registry.

The names are put together here, so that this file does not hold what it looks for.
"""
import re

import tap

HOSTS = [".".join(parts) for parts in (
    ("deb", "debian", "org"), ("snapshot", "debian", "org"), ("archive", "ubuntu", "com"),
    ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"), ("deb", "nodesource", "com"),
    ("pypi", "org"), ("files", "pythonhosted", "org"), ("proxy", "golang", "org"),
    ("index", "crates", "io"), ("static", "crates", "io"), ("repo1", "maven", "org"),
    ("repo", "maven", "apache", "org"), ("rubygems", "org"),
)]
FOLDERS = [f"/{name}/" for name in ("work", "root", "workspace")] + [r"/home/\w", r"/Users/\w"]
PLACE = re.compile("|".join([r"(?<![\w.-])" + re.escape(h) for h in HOSTS] +
                            [r"(?<![\w/.~}*-])" + f for f in FOLDERS]))
# A lock file's download addresses are a registry's, whatever its name.
RESOLVED = re.compile(r'"resolved"\s*:\s*"https?:')
LOCKS = ("package-lock.json", "npm-shrinkwrap.json")


def check(root):
    findings = []
    for path in tap.paths(root):
        text = tap.read(root, path)
        if "\0" in text[:8000]:
            continue
        for match in PLACE.finditer(text):
            findings.append(f'{path}:{tap.line_of(text, match.start())}: names "{match.group()}"')
        if path.endswith(LOCKS):
            findings += [f"{path}:{tap.line_of(text, m.start())}: a download address"
                         for m in RESOLVED.finditer(text)]
    return findings


SAMPLES = [
    ("no place", {"a.md": "https://www.debian.org/ network/work/x ./work/ teamwork/ $HOME/work/\n"}, []),
    ("a host", {"a.sh": "\ncurl http://" + HOSTS[0] + "/x\n"}, ["a.sh:2: names"]),
    ("each host", {"a": "\n".join(HOSTS)}, [f'names "{host}"' for host in HOSTS]),
    ("a folder", {"src/a.c": "x /wo" + "rk/main\n\"/ro" + "ot/.cache\"\n"}, ["a.c:1:", "a.c:2:"]),
    ("a home", {"b/a.po": "#: /ho" + "me/someone/a.c\n"}, ["b/a.po:1:"]),
    ("a lock file", {"t/package-lock.json": '{"resolved": "https://example.org/a.tgz"}'},
     ["package-lock.json:1: a download address"]),
]

if __name__ == "__main__":
    tap.main("places", check, SAMPLES)
