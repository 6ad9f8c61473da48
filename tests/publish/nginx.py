# SPDX-License-Identifier: GPL-3.0-or-later
"""The include for nginx in a real nginx, on a loopback port, as a plain user (TAP): nginx.py --diptych PROGRAM"""
import argparse
import glob
import gzip
import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from publish_site import ENVIRONMENT, Site, Tap, is_hashed, language, read, redirects, run, tree

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
MIME = "/etc/nginx/mime.types"
BROTLI = glob.glob("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
HASHED = "public, max-age=31536000, immutable"
SECURITY = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                               "object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
}
CONFIG = """
{modules}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    include {mime};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        server_name full.example;
        root {root};
        include {include};
    }}
}}
"""


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.names = [name.lower() for name, _ in response.getheaders()]
        self.body = response.read()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def plain_user():
    """As whom nginx runs: root would read anything."""
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.getuid() == 0 else {}


class Server:
    """nginx with the include, as docs/publishing.md says."""

    def __init__(self, folder, root, include, brotli=False):
        self.port = free_port()
        folder = os.path.join(folder, f"nginx-{self.port}")
        os.mkdir(folder)
        copy = os.path.join(folder, "site.conf")
        text = read(include).decode()
        if brotli:
            assert "# brotli_static on;" in text
            text = text.replace("# brotli_static on;", "brotli_static on;")
        with open(copy, "w", encoding="utf-8") as file:
            file.write(text)
        config = os.path.join(folder, "nginx.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder=folder, port=self.port, root=root, include=copy, mime=MIME,
                                     modules=f"load_module {BROTLI[0]};" if brotli else ""))
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        command = [NGINX, "-p", folder, "-c", config, "-e", os.path.join(folder, "start.log")]
        run(*command, "-t", **plain_user())
        self.process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, **plain_user())
        self.wait()

    def wait(self):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx does not listen")

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def wrong_security(answer):
    wrong = [f"{name}: {answer.headers.get(name)!r}" for name, value in SECURITY.items()
             if answer.headers.get(name) != value]
    return wrong + [f"{name} twice" for name in [*SECURITY, "cache-control"] if answer.names.count(name) > 1]


def test_files(tap, server, files, base):
    """Every file of the output, at its address."""
    wrong = []
    for path, content in sorted(files.items()):
        if os.path.basename(path) == "404.html" or path.endswith((".gz", ".br")):
            continue
        address = path[:-len("index.html")] if path.endswith("index.html") else path
        if f"{address}" in redirects():
            continue
        answer = server.ask(base + address)
        hashed = is_hashed(path)
        want = (200, TYPES[os.path.splitext(path)[1]], HASHED if hashed else "no-cache", content)
        got = (answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control"), answer.body)
        if got != want:
            wrong.append(f"{address}: {got[:3]}, not {want[:3]}" if got[3] == want[3] else f"{address}: other bytes")
        wrong += [f"{address}: {problem}" for problem in wrong_security(answer)]
    tap.check("every file has its bytes, type, caching and security headers", "\n".join(wrong))


def test_cache(tap, server, files, base):
    page = server.ask(base + "demo/404-lost/")
    again = server.ask(base + "demo/404-lost/", If_None_Match=page.headers["etag"])
    tap.same("a page that did not change is not sent again", (again.status, again.body, wrong_security(again)),
             (304, b"", []))
    style = next(path for path in files if path.startswith("style-") and path.endswith(".css"))
    gone = server.ask(base + "style-0123456789.css")
    tap.same("a stylesheet of an older build is not found, and that is not kept for a year",
             (gone.status, gone.headers["cache-control"], language(gone.body)), (404, "no-cache", "en"))
    head = server.ask(base + style, "HEAD")
    tap.same("HEAD has the same headers and no bytes",
             (head.status, head.headers["content-length"], head.headers["cache-control"], head.body),
             (200, str(len(files[style])), HASHED, b""))


def test_gzip(tap, server, files, base, precompressed):
    wrong = []
    for path in ["demo/404-lost/index.html", "sitemap-1.xml", "data.json", "notes/read.txt",
                 "fr/translations/index.html"]:
        address = base + path.removesuffix("index.html")
        answer = server.ask(address, Accept_Encoding="gzip, deflate")
        if answer.headers.get("content-encoding") != "gzip" or gzip.decompress(answer.body) != files[path]:
            wrong.append(f"{path}: {answer.headers}")
        elif precompressed and answer.body != files[path + ".gz"]:
            wrong.append(f"{path}: not the file that was compressed before")
        if "accept-encoding" not in answer.headers.get("vary", "").lower():
            wrong.append(f"{path}: no Vary")
        if server.ask(address).headers.get("content-encoding") is not None:
            wrong.append(f"{path}: compressed without being asked")
    how = "the files that are there" if precompressed else "on the way"
    tap.check(f"gzip where it is asked for, {how}", "\n".join(wrong))
    dot = server.ask(base + "dot.png", Accept_Encoding="gzip")
    tap.same("an image is not compressed", dot.headers.get("content-encoding"), None)


def test_brotli(tap, server, files, base):
    answer = server.ask(base + "demo/404-lost/", Accept_Encoding="gzip, br")
    tap.same("brotli, where the line for it is switched on",
             (answer.status, answer.headers.get("content-encoding"), answer.headers.get("content-type"),
              answer.body == files["demo/404-lost/index.html.br"], wrong_security(answer)),
             (200, "br", TYPES[".html"], True, []))
    plain = server.ask(base + "demo/404-lost/", Accept_Encoding="gzip")
    tap.same("… and gzip for those who don't take it", plain.headers.get("content-encoding"), "gzip")


def test_not_found(tap, server, files, base):
    wrong = []
    for path, tag in [("nope", "en"), ("nope/", "en"), ("demo/404-los/", "en"), ("frx/", "en"), ("de", None),
                      ("compare/", "en"), ("compare/demo/", "en"), ("notes/", "en"), ("404.html", "en"),
                      ("fr/nope", "fr"), ("de/demo/x/y/z/", "de"), ("ar/compare/demo/", "ar"), ("ar/compare/", "ar"),
                      ("fr/404.html", "fr"), ("de/style-0123456789.css", "de")]:
        if tag is None:
            continue
        answer = server.ask(base + path)
        page = files["404.html" if tag == "en" else f"{tag}/404.html"]
        got = (answer.status, language(answer.body), answer.body == page, answer.headers.get("cache-control"),
               answer.headers.get("content-type"), wrong_security(answer))
        if got != (404, tag, True, "no-cache", TYPES[".html"], []):
            wrong.append(f"{path}: {got}")
    tap.check("what is not there, or is a folder without a page, is not found in the language of its path",
              "\n".join(wrong))


def test_redirects(tap, server, base):
    wrong = []
    for former, to in redirects().items():
        answer = server.ask(base + former)
        got = (answer.status, answer.headers.get("location"), wrong_security(answer),
               server.ask(base + to).status)
        if got != (301, base + to, [], 200):
            wrong.append(f"{former}: {got}")
    tap.check(f"each of {len(redirects())} former addresses leads on", "\n".join(wrong))
    slash = {path: (server.ask(base + path).status, server.ask(base + path).headers.get("location"))
             for path in ["demo", "fr", "de/demo/404-lost", "demo/404-mislaid"]}
    tap.same("an address without its slash gets it, on the host and port that were asked",
             slash, {path: (301, f"{base}{path}/") for path in slash})
    tap.same("… with the security headers", wrong_security(server.ask(base + "demo")), [])


def test_refused(tap, server, base):
    answers = {path: server.ask(path) for path in [
        f"{base}../public.nginx.conf", f"{base}..%2fpublic.nginx.conf", f"{base}%2e%2e/%2e%2e/site.yaml",
        f"{base}.public.manifest", f"{base}demo/..%2f..%2f.public.manifest", f"{base}public.nginx.conf"]}
    tap.check("what lies beside the output is not served",
              [f"{path}: {answer.status}" for path, answer in answers.items()
               if answer.status not in (400, 404) or b"diptych" in answer.body.lower()])
    posted = server.ask(f"{base}demo/", "POST")
    tap.same("a POST is refused, carefully", (posted.status, wrong_security(posted)), (405, []))
    tap.check("no version is told", [name for name, value in posted.headers.items() if "1." in value and name == "server"])


def compress(site, folder):
    """The output with compressed files: by the build where it can, else by the tools themselves."""
    if site.can("--precompress"):
        site.build("--precompress", "gzip,brotli")
        return site.public
    served = os.path.join(folder, "compressed")
    shutil.copytree(site.public, served)
    paths = [os.path.join(served, path) for path in tree(served) if not path.endswith(".png")]
    run("gzip", "-9nk", *paths)
    if shutil.which("brotli"):
        run("brotli", "-k", *paths)
    return served


def test_root(tap, options, folder):
    site = Site(options.diptych, os.path.join(folder, "root"))
    site.build("--host", "nginx")
    files = tree(site.public)
    include = site.path("site/public.nginx.conf")
    server = Server(folder, site.public, include)
    test_files(tap, server, files, "/")
    test_cache(tap, server, files, "/")
    test_gzip(tap, server, files, "/", precompressed=False)
    test_not_found(tap, server, files, "/")
    test_redirects(tap, server, "/")
    test_refused(tap, server, "/")
    server.stop()
    served = compress(site, folder)
    files = tree(served)
    brotli = bool(BROTLI) and "index.html.br" in files
    server = Server(folder, served, include, brotli=brotli)
    test_gzip(tap, server, files, "/", precompressed=True)
    if brotli:
        test_brotli(tap, server, files, "/")
    else:
        tap.skip("brotli", "no brotli, or nginx has no module for it")
    server.stop()


def test_path(tap, options, folder):
    """Below a path, on a server that has other things too."""
    site = Site(options.diptych, os.path.join(folder, "path"), "https://full.example/my%20codes/")
    www = os.path.join(folder, "www")
    site.build("--host", "nginx", "--out", os.path.join(www, "my codes"))
    files = tree(os.path.join(www, "my codes"))
    server = Server(folder, www, os.path.join(www, "my codes.nginx.conf"))
    test_files(tap, server, files, "/my%20codes/")
    test_not_found(tap, server, files, "/my%20codes/")
    test_redirects(tap, server, "/my%20codes/")
    other = server.ask("/other/")
    tap.same("the rest of the server is left alone",
             (other.status, other.headers.get("cache-control"), language(other.body)), (404, None, None))
    server.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    tap = Tap()
    if NGINX is None:
        tap.skip("nginx", "nginx is not installed")
        return tap.end()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        test_root(tap, options, folder)
        test_path(tap, options, folder)
    return tap.end()


sys.exit(main())
