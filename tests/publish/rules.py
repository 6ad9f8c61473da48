# SPDX-License-Identifier: GPL-3.0-or-later
"""`_headers`, `_redirects` and the limits of hosts (TAP): rules.py --diptych PROGRAM

The two files are read by parsers of their own here, which hold them to the grammar and the limits that each host
documents, and then answer for every address as the host would. The limits in the program have to be those in
docs/publishing.md, and what `check --host` counts that of the built tree.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

from publish_site import (CODES, ENVIRONMENT, HERE, LOCALES, Site, Tap, digests, edit, is_hashed, read, redirects, run,
                          tree, write)

GUIDE = os.path.join(HERE, "..", "..", "docs", "publishing.md")
ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\d+) \| ([^|]+) \| ([^|]+) \| \[[^]]+\]\(([^)]+)\) \|$", re.M)

# Cloudflare: developers.cloudflare.com/pages/configuration/redirects/ and …/headers/, and the parser that wrangler has.
# Netlify: docs.netlify.com/routing/redirects/ and …/headers/; it gives no numbers.
HOSTS = {
    "cloudflare-pages": {"statuses": {"200", "301", "302", "303", "307", "308"}, "static": 2000, "dynamic": 100,
                         "redirect": 1000, "rules": 100, "line": 2000, "force": False},
    "netlify": {"statuses": {"200", "301", "302", "404"}, "static": 10 ** 9, "dynamic": 10 ** 9,
                "redirect": 10 ** 9, "rules": 10 ** 9, "line": 10 ** 9, "force": True},
}
PATTERN = re.compile(r"\*|:\w")
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")           # a field name, RFC 9110 §5.6.2


class Wrong(Exception):
    pass


def parse_redirects(text, host):
    """[(source, target, status, forced)] as the host takes them; what it would ignore is an error."""
    grammar, rules, static, dynamic, seen = HOSTS[host], [], 0, 0, set()
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if len(line) > grammar["redirect"]:
            raise Wrong(f"line {number} is too long")
        words = line.split()
        if len(words) != 3:
            raise Wrong(f"line {number} has {len(words)} parts")
        source, target, status = words
        forced = status.endswith("!")
        if forced and not grammar["force"] or status.rstrip("!") not in grammar["statuses"]:
            raise Wrong(f"line {number} has the status {status}")
        if not re.fullmatch(r"/[!-~]*", source) or not re.fullmatch(r"/[!-~]*", target) or source.count("*") > 1:
            raise Wrong(f"line {number} is no pair of paths")
        if source in seen:
            raise Wrong(f"line {number} repeats {source}")
        seen.add(source)
        # Behind a pattern, Cloudflare counts all as patterns.
        if dynamic or PATTERN.search(source):
            dynamic += 1
        else:
            static += 1
        rules.append((source, target, status.rstrip("!"), forced))
    if static > grammar["static"] or dynamic > grammar["dynamic"]:
        raise Wrong(f"{static} rules and {dynamic} patterns")
    return rules


def parse_headers(text, host):
    """[(path, {name: value})]"""
    grammar, rules = HOSTS[host], []
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > grammar["line"]:
            raise Wrong(f"line {number} is too long")
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if line.startswith("/"):
            if line.count("*") > 1:
                raise Wrong(f"line {number} has two splats")
            rules.append((stripped, {}))
            continue
        name, colon, value = stripped.partition(":")
        if not rules or not colon or not TOKEN.fullmatch(name) or not value.strip() or not line[0].isspace():
            raise Wrong(f"line {number} is no header")
        if name.lower() in rules[-1][1]:
            raise Wrong(f"line {number} repeats {name}")
        rules[-1][1][name.lower()] = value.strip()
    if len(rules) > grammar["rules"] or not all(headers for _, headers in rules):
        raise Wrong("too many rules, or one without headers")
    return rules


def matches(source, path):
    return re.fullmatch(re.escape(source).replace(r"\*", ".*"), path) is not None


def answer(host, rules, files, path):
    """What the host does with an address: (status, address or file)."""
    file = path[1:] + ("index.html" if path.endswith("/") else "")
    for source, target, status, forced in rules:
        if not matches(source, path) or (host == "netlify" and not forced and file in files):
            continue
        return (int(status), target if status.startswith("3") else target[1:])
    if file in files:
        return (200, file)
    # Cloudflare takes the nearest 404.html upwards, Netlify that of the root.
    folder = os.path.dirname(path[1:]) if host == "cloudflare-pages" else ""
    while folder and f"{folder}/404.html" not in files:
        folder = os.path.dirname(folder)
    return (404, f"{folder}/404.html" if folder else "404.html")


def headers_of(rules, path):
    found = {}
    for source, headers in rules:
        if matches(source, path):
            for name, value in headers.items():
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def test_host(tap, site, host):
    site.build("--host", host)
    files = tree(site.public)
    try:
        rules = parse_redirects(files["_redirects"].decode(), host)
        headers = parse_headers(files["_headers"].decode(), host)
    except Wrong as wrong:
        tap.check(f"{host}: the host takes the files", str(wrong))
        return
    tap.check(f"{host}: the host takes the files", "")
    pages = {"/" + path.removesuffix("index.html"): path for path in files
             if not path.startswith("_") and os.path.basename(path) != "404.html"}
    former = {f"/{source}": f"/{target}" for source, target in redirects().items()}
    wrong = []
    for path, file in pages.items():
        want = (301, former[path]) if path in former else (200, file)
        got = answer(host, rules, files, path)
        if got != want:
            wrong.append(f"{path}: {got}, not {want}")
    tap.check(f"{host}: every page is shown, every former address leads on", "\n".join(wrong))
    tap.same(f"{host}: no former address is left out", set(former) - set(pages), set())
    missing = {"/none": "404.html", "/demo/none/": "404.html", "/compare/": "404.html", "/frx": "404.html"}
    missing |= {f"/{tag}/{rest}": f"{tag}/404.html" for tag in LOCALES for rest in ("none", "demo/x/", "compare/demo/")}
    tap.same(f"{host}: what is missing is so in the language of its path",
             {path: answer(host, rules, files, path) for path in missing},
             {path: (404, file) for path, file in missing.items()})
    tap.same(f"{host}: own rules hold, the first one too",
             [answer(host, rules, files, path) for path in ("/plain", "/old/x")], [(302, "/demo/"), (302, "/new/:splat")])
    wrong = []
    for path in [*pages, "/none"]:
        found = headers_of(headers, path)
        want = "public, max-age=31536000, immutable" if is_hashed(path[1:]) else None
        if found.get("cache-control") != want or found.get("x-content-type-options") != "nosniff" or \
                "default-src 'self'" not in found.get("content-security-policy", ""):
            wrong.append(f"{path}: {found}")
    tap.check(f"{host}: security headers everywhere, a year for what has a hash in its name", "\n".join(wrong))
    tap.same(f"{host}: own headers hold", headers_of(headers, "/feed").get("x-feed"), "yes")


def test_full(tap, diptych, folder):
    """As many redirects as the host takes, and no more."""
    site = Site(diptych, os.path.join(folder, "many"))
    for number in range(411, 433):
        write(site.path(f"content/demo/codes/{number}.yaml"),
              f'code: "{number}"\nname: C\ndescription: D.\nwhen: W.\nfix: F.\nfacts: {{final: yes, again: never, status: '
              f'gone}}\nformer_slugs: [x-{number}]\n')
    site.build("--host", "cloudflare-pages")
    try:
        rules = parse_redirects(read(os.path.join(site.public, "_redirects")).decode(), "cloudflare-pages")
        tap.same("cloudflare-pages: a full _redirects is taken", len(rules), 2000)
    except Wrong as wrong:
        tap.check("cloudflare-pages: a full _redirects is taken", str(wrong))
    site.build("--host", "netlify")
    rules = parse_redirects(read(os.path.join(site.public, "_redirects")).decode(), "netlify")
    pages = {path for path, content in tree(site.public).items() if b'http-equiv="refresh"' in content}
    tap.same("netlify: all of them are written", {source for source, _, status, _ in rules if status == "301"},
             {"/" + path.removesuffix("index.html") for path in pages})
    tap.check("… which are more", "" if len(pages) > 2000 else f"{len(pages)}")


def check(diptych, site, host):
    done = subprocess.run([diptych, "check", "--json", "--host", host, "-C", site.root], env=ENVIRONMENT,
                          capture_output=True, timeout=300)
    return json.loads(done.stdout)


def test_limits(tap, diptych, site):
    """The table in the guide, and what is counted."""
    guide = {(host, what.strip(), of.strip(), int(most), source)
             for host, most, what, of, source in ROW.findall(read(GUIDE).decode())}
    ours = set()
    for host in ("github-pages", "netlify", "cloudflare-pages", "nginx", "s3"):
        out = check(diptych, site, host)
        ours |= {(host, row["what"], row["where"], row["most"], row["source"]) for row in out["host"]["limits"]}
        site.build("--host", host)
        files = tree(site.public)
        sizes = {"files": len(files), "bytes": sum(map(len, files.values())),
                 "bytes in one file": max(map(len, files.values())),
                 "files in one folder": len(os.listdir(os.path.join(site.public, "compare", "demo")))}
        if host == "cloudflare-pages":
            lines = [line for line in files["_redirects"].decode().split("\n") if line and line[0] != "#"]
            headers = files["_headers"].decode().split("\n")
            patterns = [line for line in lines if "*" in line.split()[0]]
            sizes |= {"redirects": len(lines) - len(patterns), "redirects with a pattern": len(patterns),
                      "characters in one redirect": max(map(len, lines)),
                      "header rules": sum(line.startswith("/") for line in headers),
                      "characters in one line of _headers": max(map(len, headers))}
        got = {row["what"]: row["has"] for row in out["host"]["limits"] if row["what"] in sizes}
        tap.same(f"{host}: a check counts what a build makes", got, {what: sizes[what] for what in got})
    tap.check("docs/publishing.md has the limits of the program, with their sources",
              "\n".join(f"only in the guide: {row}" for row in sorted(guide - ours)) +
              "\n".join(f"only in the program: {row}" for row in sorted(ours - guide)))
    edit(site.path("site/site.yaml"), "source: en", "source: en\nhost: netlify")
    tap.same("the host in site.yaml is the one that is checked", check(diptych, site, "netlify")["host"]["name"], "netlify")


def test_parts(tap, diptych, folder):
    """A site in parts, for each host: joined, it is the whole, and so is what lies beside it."""
    site = Site(diptych, os.path.join(folder, "parts"))
    wrong = []
    for host in ("netlify", "nginx", "s3"):
        whole, joined = site.path(f"whole-{host}"), site.path(f"joined-{host}")
        parts = [site.path(f"{host}-{part}") for part in (1, 2)]
        site.build("--host", host, "--out", whole)
        for part, path in enumerate(parts, 1):
            site.build("--host", host, "--shard", f"{part}/2", "--out", path)
        run(diptych, "join", "--quiet", "-C", site.root, "--out", joined, *parts)
        if digests(whole) != digests(joined):
            wrong.append(f"{host}: the output differs")
        for suffix in ("nginx.conf", "s3.tsv"):
            there = [os.path.exists(f"{path}.{suffix}") for path in [whole, joined, *parts]]
            want = (host, suffix) in (("nginx", "nginx.conf"), ("s3", "s3.tsv"))
            if there != [want, want, False, False]:
                wrong.append(f"{host}: {suffix} is there: {there}")
            elif want and read(f"{whole}.{suffix}") != read(f"{joined}.{suffix}"):
                wrong.append(f"{host}: {suffix} differs")
    tap.check("parts that are joined are the whole, for each host", "\n".join(wrong))
    done = subprocess.run([diptych, "join", "-C", site.root, "--out", site.path("mixed"), site.path("nginx-1"),
                           site.path("s3-2")], env=ENVIRONMENT, capture_output=True, timeout=300)
    tap.check("parts for two hosts are no site", "" if done.returncode == 1 and b"built for the host nginx" in done.stderr
              else done.stderr.decode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(options.diptych, os.path.join(folder, "site"))
        write(site.path("site/static/_redirects"), "# Ours.\n/plain /demo/ 302\n/old/* /new/:splat 302\n/older/* /new/ 301\n")
        write(site.path("site/static/_headers"), "/feed\n  X-Feed: yes\n\n/notes/*\n  X-Robots-Tag: noindex\n")
        assert len(CODES) == 4
        for host in HOSTS:
            test_host(tap, site, host)
        test_full(tap, options.diptych, folder)
        test_limits(tap, options.diptych, site)
        test_parts(tap, options.diptych, folder)
    return tap.end()


sys.exit(main())
