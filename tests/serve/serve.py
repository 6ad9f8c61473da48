# SPDX-License-Identifier: GPL-3.0-or-later
"""`diptych serve` by real requests and real saves: serve.py --diptych PROGRAM --sites tests/golden"""
import argparse
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from server import ENVIRONMENT, PATIENCE_S, Answer, Events, Server, Tap, copy, differences, files_of

RECORD = "content/demo/codes/404.yaml"
PAGE = "/demo/404-lost/"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--sites", required=True)
    return parser.parse_args()


OPTIONS = arguments()
TAP = Tap()


def site(name):
    return copy(os.path.join(OPTIONS.sites, name))


def serve(folder, *options):
    return Server(OPTIONS.diptych, folder, *options)


def whole(name):
    """Every file of a build is served, with its bytes, and nothing is written."""
    folder = site(name)
    out = os.path.join(os.path.dirname(folder), "out")
    subprocess.run([OPTIONS.diptych, "build", "-q", "-C", folder, "--out", out], check=True,
                   env=ENVIRONMENT)
    before = files_of(folder)
    problem = ""
    with serve(folder) as server:
        tree = files_of(out)
        for path, expected in sorted(tree.items()):
            answer = server.get(server.base + path)
            problem += differences(expected, answer.page(), path)
            if answer.status != 200:
                problem += f"{path}: status {answer.status}\n"
            if path.endswith("index.html"):
                folder_answer = server.get(server.base + path[:-len("index.html")])
                problem += differences(expected, folder_answer.page(), path[:-len("index.html")])
        if len(tree) < 10:
            problem += f"only {len(tree)} files\n"
    if files_of(folder) != before:
        problem += "the site's folder was changed\n"
    return problem


def expect(server, path, status, **headers):
    answer = server.get(path)
    problem = "" if answer.status == status else f"{path}: status {answer.status}, not {status}\n"
    for name, value in headers.items():
        found = answer.headers.get(name.replace("_", "-"))
        if found != value:
            problem += f"{path}: {name} {found!r}, not {value!r}\n"
    return problem


def addresses(server):
    """Folders, files without a suffix, what is missing: as a host does it."""
    problem = expect(server, PAGE, 200)
    problem += expect(server, PAGE.rstrip("/"), 302, location=PAGE, cache_control="no-store")
    problem += expect(server, "/demo?a=b&c", 302, location="/demo/?a=b&c")
    problem += expect(server, "/404", 200)
    problem += expect(server, PAGE + "?a=b#c", 200)
    problem += expect(server, "/%64emo/", 200)
    problem += expect(server, "/demo//404-lost/", 400)
    for path, tag in (("/none", "en"), ("/demo/none/", "en"), ("/de/none", "de"),
                      ("/de/demo/none/x.png", "de"), ("/ar/none/", "ar"), ("/xx/none", "en")):
        answer = server.get(path)
        if answer.status != 404 or f'<html lang="{tag}"'.encode() not in answer.body:
            problem += f"{path}: status {answer.status}, not the page in {tag}\n"
    return problem


def below_path():
    """A site whose address has a path is served below it."""
    with serve(site("files")) as server:
        if server.base == "/":
            return "the sample has no path"
        problem = expect(server, "/", 302, location=server.base)
        problem += expect(server, server.base.rstrip("/"), 302, location=server.base)
        problem += expect(server, server.base, 200)
        problem += expect(server, "/elsewhere/", 404)
        answer = server.get("/elsewhere/")
        if server.base.encode() not in answer.body:
            problem += "/elsewhere/: does not say where the site is\n"
        return problem


def headers(server):
    """Types, caching and security headers are right, on every kind of answer."""
    style = [path for path in files_of_server(server) if path.startswith("style-")][0]
    problem = ""
    for path, content, cache in (
            ("/", "text/html; charset=utf-8", "no-store"),
            ("/none", "text/html; charset=utf-8", "no-store"),
            ("/demo", "text/html; charset=utf-8", "no-store"),
            ("/a%00", "text/html; charset=utf-8", "no-store"),
            ("/" + style, "text/css; charset=utf-8", "max-age=31536000, immutable"),
            ("/icon.svg", "image/svg+xml", "no-cache"),
            ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
            ("/sitemap.xml", "application/xml", "no-cache"),
            ("/.diptych/", "text/html; charset=utf-8", "no-store"),
            ("/.diptych/live.js", "text/javascript; charset=utf-8", "no-store"),
            ("/.diptych/none", "text/html; charset=utf-8", "no-store")):
        found = server.get(path).headers
        wanted = {"content-type": content, "cache-control": cache, "x-content-type-options": "nosniff",
                  "x-frame-options": "DENY", "cross-origin-resource-policy": "same-origin"}
        problem += "".join(f"{path}: {name} {found.get(name)!r}, not {value!r}\n"
                           for name, value in wanted.items() if found.get(name) != value)
        if "default-src 'self';" not in found.get("content-security-policy", ""):
            problem += f"{path}: no policy\n"
    return problem


def files_of_server(server):
    out = os.path.join(os.path.dirname(server.folder), "out-for-names")
    subprocess.run([OPTIONS.diptych, "build", "-q", "-C", server.folder, "--out", out], check=True,
                   env=ENVIRONMENT)
    return files_of(out)


def revalidated(server):
    """An unchanged file is not sent again; HEAD has the headers of GET and no body."""
    tag = server.get("/icon.svg").headers.get("etag")
    again = server.get("/icon.svg", headers={"If-None-Match": tag})
    problem = "" if again.status == 304 and not again.body else f"status {again.status}\n"
    other = server.get("/icon.svg", headers={"If-None-Match": '"0"'})
    problem += "" if other.status == 200 else f"another tag: {other.status}\n"
    for path in ("/", "/icon.svg", "/none"):
        get, head = server.get(path), server.get(path, "HEAD")
        if head.body or head.status != get.status or int(head.headers["content-length"]) != len(get.body):
            problem += f"HEAD {path}: {head.status} {head.headers}\n"
    return problem


def crooked(server):
    """No crooked address leads anywhere, and none ends the server."""
    problem = ""
    for path in ("/../site/site.yaml", "/%2e%2e/site/site.yaml", "/..%2fsite%2fsite.yaml",
                 "/demo/..%2f..%2fsite/site.yaml", "/.%2e/site.yaml", "/%252e%252e/site/site.yaml",
                 "/a%00b", "/%00", "/%", "/%4", "/%zz", "/..\\site.yaml", "/%5c..%5csite.yaml",
                 "/%ff%fe", "/%e2%80%ae", "/\x01", "/" + "a" * 20000, "/" + "a/" * 3000,
                 "/site/site.yaml", "/content/demo/family.yaml", "/.public.manifest",
                 "/.diptych/../site.yaml", "/.diptych/%2e%2e/live.js", "/.diptych//etc/passwd",
                 "http://127.0.0.1/../site/site.yaml", "*", "", "demo"):
        answer = server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        status = answer.split(b" ")[1:2]
        if status not in ([b"400"], [b"404"], [b"414"], [b"405"]) and not (path == "" and not answer):
            problem += f"{path[:60]!r}: {answer[:60]!r}\n"
        if b"threshold: 80" in answer:
            problem += f"{path[:60]!r}: has a file of the site's folder\n"
    return problem + expect(server, "/", 200)


def strangers(server):
    """Only the names of this machine are answered, and only GET and HEAD."""
    problem = ""
    for host, status in (("localhost", 200), ("LOCALHOST:1", 200), (f"127.0.0.1:{server.port}", 200),
                         ("[::1]:8000", 200), ("evil.example", 403), ("localhost.evil.example", 403),
                         ("127.0.0.1.evil.example", 403), ("127.0.0.1:80@evil.example", 403),
                         ("localhost:8000x", 403), ("", 403)):
        for path in ("/", "/.diptych/", "/.diptych/live.js"):
            answer = server.raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            found = answer.split(b" ")[1:2]
            if found != [str(status).encode()] and not (status == 403 and found == [b"400"]):
                problem += f"Host {host!r}, {path}: {answer[:40]!r}\n"
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = server.get("/", method)
        if answer.status != 405 or answer.headers.get("allow") != "GET, HEAD":
            problem += f"{method}: {answer.status}\n"
    return problem


def six(server):
    """The IPv6 loopback address shows the same site."""
    if not os.path.exists("/proc/net/if_inet6"):
        return ""
    return differences(server.get("/").body, server.get("/", host="::1").body, "/ by ::1")


def descriptors(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def connections(server):
    """Connections that clients leave are left here, too."""
    before = descriptors(server)
    for _ in range(40):
        server.get(PAGE)
    pages = [Events(server) for _ in range(20)]
    for page in pages:
        page.close()
    # That a page has gone is seen when it is told something.
    events = Events(server)
    for _ in range(2):
        server.write(RECORD, server.read(RECORD))
        events.next()
    events.close()
    end = time.monotonic() + PATIENCE_S
    while descriptors(server) > before + 3 and time.monotonic() < end:
        time.sleep(0.1)
    after = descriptors(server)
    return "" if after <= before + 3 else f"{before} descriptors have become {after}"


def link_out():
    """A link out of the site's folder is refused when it is loaded, and is never followed."""
    folder = site("full")
    secret = os.path.join(os.path.dirname(folder), "secret.txt")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("secret")
    with serve(folder) as server:
        events = Events(server)
        os.symlink(secret, server.path("site/static/open.txt"))
        news = events.until(lambda news: news["errors"])
        problem = "" if news["errors"][0]["rule"] == "link-outside" else f"{news}\n"
        answer = server.get("/open.txt")
        if answer.status != 404 or b"secret" in answer.body:
            problem += f"/open.txt: {answer.status}\n"
        os.remove(server.path("site/static/open.txt"))
        events.until(lambda news: not news["errors"])
        events.close()
        return problem


def vim(server, name, text):
    """As vim saves: a probe, a backup by renaming, a new file, a swap file all the while."""
    folder = os.path.dirname(server.path(name))
    swap = os.path.join(folder, "." + os.path.basename(name) + ".swp")
    for other in (swap, os.path.join(folder, "4913")):
        with open(other, "w", encoding="utf-8") as file:
            file.write("")
    os.remove(os.path.join(folder, "4913"))
    os.rename(server.path(name), server.path(name) + "~")
    server.write(name, text)
    os.remove(server.path(name) + "~")
    os.remove(swap)


# Rows of (what is done, the page that shows it, what it then has).
def saves(server):
    def record(save, word):
        text = server.read(RECORD)
        start = text.index("description: ")
        end = text.index("\n", start)
        save(RECORD, text[:start] + f'description: "Texts say {word}."' + text[end:])

    pot = server.read("locales/de/site.po")
    template = "{{! of the test }}\n<p>Template of its own</p>\n"
    return [
        ("a record, in place", lambda: record(server.write, "apple"), PAGE, "Texts say apple."),
        ("a record, by renaming", lambda: record(server.replace, "pear"), PAGE, "Texts say pear."),
        ("a record, by vim", lambda: record(lambda *a: vim(server, *a), "plum"), PAGE, "Texts say plum."),
        ("a catalog, in place", lambda: server.write(
            "locales/de/site.po", pot.replace("Beschreibung", "Umschreibung")), "/de" + PAGE, "Umschreibung"),
        ("a catalog, by renaming", lambda: server.replace(
            "locales/de/site.po", pot.replace("Beschreibung", "Inhaltsangabe")), "/de" + PAGE,
         "Inhaltsangabe"),
        ("site.yaml", lambda: server.write("site/site.yaml", server.read("site/site.yaml").replace(
            "name: ", "name: New ")), "/", "New "),
        ("a static file", lambda: server.write("site/static/deep/new/hello.txt", "hello"),
         "/deep/new/hello.txt", "hello"),
        ("a static file again", lambda: server.write("site/static/deep/new/hello.txt", "hello again"),
         "/deep/new/hello.txt", "hello again"),
        ("templates, a new folder", lambda: server.write("templates/not-found.html", template),
         "/none", "Template of its own"),
        ("a template", lambda: server.write("templates/not-found.html", template.replace("own", "own, 2")),
         "/none", "Template of its own, 2"),
        ("a language, added", lambda: shutil.copytree(server.path("locales/de"), server.path("locales/nl")),
         "/nl/", 'lang="nl"'),
        ("a catalog of the new language", lambda: server.edit(
            "locales/nl/site.po", "Inhaltsangabe", "Omschrijving"), "/nl" + PAGE, "Omschrijving"),
        ("a language, removed", lambda: shutil.rmtree(server.path("locales/nl")), "/nl/", 'lang="en"'),
        ("a language, moved away", lambda: os.rename(server.path("locales/fr"), server.path("../fr")),
         "/fr/", 'lang="en"'),
        ("a language, moved back", lambda: os.rename(server.path("../fr"), server.path("locales/fr")),
         "/fr/", 'lang="fr"'),
        ("a catalog of the language that came back", lambda: server.write(
            "locales/fr/site.po", server.read("locales/fr/site.po") + "\n# more\n"), "/fr/", 'lang="fr"'),
    ]


def follow(server, events, change, page, text, _title):
    """An open page follows"""
    before = server.get(page)
    change()
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        news = events.next()
        if news["errors"]:
            return f"reported: {news['errors']}"
        answer = server.get(page)
        if text.encode() in answer.body:
            return "" if before.body != answer.body else "was there before"
    return "never came"


def ignored(server, events):
    """What editors and builds leave beside the input reloads nothing."""
    events.within()
    for name in (f"{RECORD}~", "content/demo/codes/.404.yaml.swp", "content/demo/codes/4913",
                 "content/demo/codes/.#404.yaml", "notes.txt", "site/notes.txt", "site/.x"):
        server.write(name, "nothing")
        os.remove(server.path(name))
    subprocess.run([OPTIONS.diptych, "build", "-q", "-C", server.folder], check=True, env=ENVIRONMENT)
    shutil.rmtree(server.path("site/public"))
    news = events.within(1.5)
    return f"{len(news)} events" if news else ""


def slow(server, events):
    """A file that is written piece by piece counts when it is closed."""
    text = server.read(RECORD)
    events.within()
    with open(server.path(RECORD), "w", encoding="utf-8") as file:
        for part in (text[:20], text[20:60], text[60:]):
            file.write(part)
            file.flush()
            time.sleep(0.2)
        if early := events.within(0.1):
            return f"{len(early)} events before it was closed"
    return "; ".join(str(news["errors"]) for news in events.within() if news["errors"])


def burst(server, events):
    """A hundred saves at once are one load, or a few."""
    text = server.read(RECORD)
    events.within()
    for i in range(100):
        server.write(RECORD, text + f"# {i}\n")
    news = events.within(1.5)
    server.write(RECORD, text)
    events.next()
    return "" if 1 <= len(news) <= 5 else f"{len(news)} loads"


def broken(server, events):
    """A mistake is told everywhere, and the site from before stays until it is mended."""
    text = server.read(RECORD)
    before = server.get(PAGE).body
    server.write(RECORD, text + '"<script>alert(1)</script>": x\n')
    news = events.until(lambda news: news["errors"])
    problem = differences(before, server.get(PAGE).body, PAGE)
    found = news["errors"][0]
    if found["path"] != RECORD or found["rule"] != "key-unknown" or found["line"] < 2:
        problem += f"told: {found}\n"
    if news["state"] != events.first["state"] and news["state"].encode() not in before:
        problem += "an open page would reload\n"
    report = server.get("/.diptych/")
    if b"&lt;script&gt;" not in report.body or b"<script>alert" in report.body:
        problem += "the report is not escaped, or not there\n"
    time.sleep(0.1)
    terminal = "".join(server.err)
    if "[key-unknown]" not in terminal or "the site from before is still served" not in terminal:
        problem += f"terminal: {terminal}\n"
    server.write(RECORD, text)
    news = events.until(lambda news: not news["errors"])
    if news["state"].encode() not in server.get(PAGE).body:
        problem += "the page is not of the mended site\n"
    if b"[key-unknown]" in server.get("/.diptych/").body:
        problem += "the report still has it\n"
    return problem


def started_broken():
    """A site that is broken from the start is shown as soon as it is mended."""
    folder = site("full")
    path = os.path.join(folder, RECORD)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "a", encoding="utf-8") as file:
        file.write("nme: x\n")
    with serve(folder) as server:
        answer = server.get(PAGE)
        problem = "" if answer.status == 503 and b"[key-unknown]" in answer.body else f"{answer.status}\n"
        events = Events(server)
        server.replace(RECORD, text)
        events.until(lambda news: not news["errors"])
        events.close()
        return problem + expect(server, PAGE, 200)


def mixture(server, events):
    """While the site is loaded again and again, a page is the old one or the new one, whole."""
    text = server.read(RECORD)
    start = text.index("description: ")
    when = text.index("when: ")
    found, stop = set(), threading.Event()

    def version(word):
        end, end_when = text.index("\n", start), text.index("\n", when)
        made = text[:start] + f'description: "Word {word}."' + text[end:when]
        return made + f'when: "When it is word {word}."' + text[end_when:]

    def ask():
        while not stop.is_set():
            body = server.get(PAGE).body.decode()
            found.add(tuple(word for word in ("one", "two")
                            if f"Word {word}." in body or f"it is word {word}." in body))
            if body.count("</html>") != 1:
                found.add(("cut",))

    server.write(RECORD, version("one"))
    events.next()
    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for i in range(20):
        server.replace(RECORD, version("two" if i % 2 == 0 else "one"))
        events.next()
    stop.set()
    for asker in askers:
        asker.join()
    server.write(RECORD, text)
    events.next()
    return "" if found == {("one",), ("two",)} else f"{found}"


def ends(number):
    """A signal ends it with 0, also while pages are open."""
    server = serve(site("one"))
    events = Events(server)
    status, errors = server.stop(number)
    events.close()
    return "" if status == 0 and not errors else f"status {status}: {errors}"


def told(*command, status):
    done = subprocess.run([OPTIONS.diptych, *command], env=ENVIRONMENT, capture_output=True, text=True,
                          timeout=PATIENCE_S)
    if done.returncode != status:
        return f"status {done.returncode}: {done.stderr}"
    return done.stderr


def taken():
    """A port that is taken is refused, with who has it and what to do."""
    folder = site("one")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        text = told("serve", "-C", folder, "--port", str(port), status=1)
        process = f"(process {os.getpid()})"
        wanted = (f"the port {port} is taken by ", process, "[port-refused]", "--port 0", "nothing was served")
        return "".join(f"no {part!r} in {text}" for part in wanted if part not in text)


def taken_six():
    """A port that is taken on ::1 alone is refused, too."""
    if not os.path.exists("/proc/net/if_inet6"):
        return ""
    with socket.socket(socket.AF_INET6) as other:
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        other.bind(("::1", 0))
        other.listen()
        text = told("serve", "-C", site("one"), "--port", str(other.getsockname()[1]), status=1)
        return "" if "is taken by" in text else text


def no_site():
    """Where there is no site, nothing is served."""
    empty = tempfile.mkdtemp(prefix="diptych-serve-")
    problem = ""
    for folder in (empty, os.path.join(empty, "none")):
        text = told("serve", "-C", folder, "--port", "0", status=1)
        if "nothing was served" not in text or "site" not in text:
            problem += text
    return problem


def main():
    for name in ("one", "full", "files"):
        TAP.run(whole, name)
    TAP.run(below_path)
    TAP.run(link_out)
    TAP.run(started_broken)
    for number in (signal.SIGINT, signal.SIGTERM):
        TAP.run(ends, number)
    TAP.run(taken)
    TAP.run(taken_six)
    TAP.run(no_site)
    with serve(site("full")) as server:
        for test in (addresses, headers, revalidated, crooked, strangers, six, connections):
            TAP.run(test, server)
        events = Events(server)
        for test in (ignored, slow, burst, broken, mixture):
            TAP.run(test, server, events)
        for title, change, page, text in saves(server):
            TAP.run(follow, server, events, change, page, text, title)
        events.close()
        status, errors = server.stop(signal.SIGTERM)
        lines = [line for line in errors.splitlines() if "Sanitizer" in line or "runtime error" in line
                 or "WARNING" in line or "CRITICAL" in line]
        TAP.check("it ends well after all that", f"status {status} {lines}" if status or lines else "")
    raise SystemExit(TAP.end())


main()
