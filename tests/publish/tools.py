# SPDX-License-Identifier: GPL-3.0-or-later
"""Publishing as docs/publishing.md says, with the real tools (TAP): tools.py --diptych PROGRAM

A push to the gh-pages branch of a bare git repository, a sync with rclone, and a tar that is unpacked and served by
Python. Each is done twice, with one code's text changed in between: the second time may only send what changed.
"""
import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from publish_site import ENVIRONMENT, Site, Tap, digests, edit, is_hashed, language, read, redirects, run, tree, write

GUIDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "publishing.md")


def commands(section, first):
    """The block of commands in a section of the guide that begins with @p first: the guide itself is tried."""
    text = read(GUIDE).decode().split(f"\n## {section}\n")[1].split("\n## ")[0]
    for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S):
        if block.startswith(first):
            return block
    raise RuntimeError(f"the guide has no block {first!r} in {section!r}")


def change(site):
    """One text of one code: its page and those of its pairs, in two languages, where it is not translated."""
    before = digests(site.public)
    edit(site.path("content/demo/codes/404.yaml"), "fix: ", "fix: Once more, ")
    site.build()
    after = digests(site.public)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed and changed < set(after), changed
    return changed, after


def remove(site):
    """A former address is given up: its pages go."""
    before = digests(site.public)
    edit(site.path("content/demo/codes/410.yaml"), "former_slugs: [410-left]", "former_slugs: []")
    site.build()
    gone = set(before) - set(digests(site.public))
    assert gone
    return gone


def shell(script, cwd, **variables):
    return subprocess.run(["sh", "-eu", "-c", script], cwd=cwd, env=dict(ENVIRONMENT, **variables),
                          capture_output=True, timeout=300)


def guide(tap, name, script, cwd, **variables):
    done = shell(script, cwd, **variables)
    tap.check(name, "" if done.returncode == 0 else f"status {done.returncode}: {done.stderr.decode()}")
    return done


def git_tree(bare, commit="gh-pages"):
    """{path: blob} of a commit in the bare repository."""
    lines = run("git", "-C", bare, "ls-tree", "-r", "-z", commit).split("\0")
    return {line.split("\t")[1]: line.split()[2] for line in lines if line}


def test_git(tap, options, folder):
    if shutil.which("git") is None:
        tap.skip("git", "git is not installed")
        return
    site = Site(options.diptych, os.path.join(folder, "git"))
    edit(site.path("site/site.yaml"), "source: en", "source: en\nhost: github-pages")
    bare = os.path.join(folder, "pages.git")
    run("git", "init", "-q", "--bare", bare)
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "Tester"), ("EMAIL", "tester@example.org"))}
    who |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    site.build()
    once = commands("GitHub Pages", "git --git-dir=site/pages.git init")
    once = once.replace("git@github.com:NAME/REPOSITORY.git", bare)
    each = commands("GitHub Pages", "git --git-dir=site/pages.git --work-tree=site/public add")
    guide(tap, "git: the commands for the first time", once, site.root, **who)
    guide(tap, "git: the commands after a build", each, site.root, **who)
    first = git_tree(bare)
    tap.same("git: the branch has the output, with .nojekyll", set(first), set(tree(site.public)))
    tap.same("git: the domain", run("git", "-C", bare, "show", "gh-pages:CNAME"), "full.example\n")
    changed, _ = change(site)
    guide(tap, "git: the commands after a change", each, site.root, **who)
    second = git_tree(bare)
    tap.same("git: the second commit has what changed, and nothing else",
             {path for path in set(first) | set(second) if first.get(path) != second.get(path)}, changed)
    sent = run("git", "-C", bare, "rev-list", "--objects", "gh-pages~1..gh-pages").split("\n")
    known = set(first.values())
    blobs = {line.split(" ", 1)[1] for line in sent if " " in line and "." in os.path.basename(line)
             and line.split()[0] not in known}
    tap.same("git: the second push had those files only", blobs, changed)
    gone = remove(site)
    guide(tap, "git: the commands after a removal", each, site.root, **who)
    third = git_tree(bare)
    tap.same("git: what is gone is gone there", (set(second) - set(third), set(third)), (gone, set(tree(site.public))))
    checkout = os.path.join(folder, "checkout")
    run("git", "clone", "-q", "--branch", "gh-pages", bare, checkout)
    shutil.rmtree(os.path.join(checkout, ".git"))
    tap.same("git: a checkout is the site, byte for byte", digests(checkout), digests(site.public))


def transfers(log):
    """{path: what rclone did with it}"""
    did = {}
    for line in log.decode().splitlines():
        if line.startswith("{"):
            entry = json.loads(line)
            if "object" in entry and entry["msg"].split()[0] in ("Copied", "Deleted", "Updated"):
                did[entry["object"]] = entry["msg"].split()[0]
    return did


def test_rclone(tap, options, folder):
    if shutil.which("rclone") is None:
        tap.skip("rclone", "rclone is not installed")
        return
    site = Site(options.diptych, os.path.join(folder, "rclone"))
    edit(site.path("site/site.yaml"), "source: en", "source: en\nhost: s3")
    bucket = os.path.join(folder, "bucket")
    os.mkdir(bucket)
    config = os.path.join(folder, "rclone.conf")
    write(config, f"[remote]\ntype = alias\nremote = {folder}\n")
    script = commands("S3", "awk -F '\\t' '$3 ~ /immutable/").replace("REMOTE:BUCKET", "remote:bucket")
    variables = {"RCLONE_CONFIG": config, "RCLONE_USE_JSON_LOG": "true", "RCLONE_VERBOSE": "1"}
    site.build()
    done = guide(tap, "rclone: the commands", script, site.root, **variables)
    tap.same("rclone: the bucket has the output, byte for byte", digests(bucket), digests(site.public))
    tap.same("rclone: every file was sent once", len(transfers(done.stderr)), len(tree(site.public)))
    kept = {path[1:] for path in read(site.path("kept.txt")).decode().split()}
    tap.same("rclone: stylesheet and script are kept for ever", kept, {path for path in tree(bucket) if is_hashed(path)})
    tap.check("… and are there", "" if kept else "they are not")
    done = guide(tap, "rclone: the commands again", script, site.root, **variables)
    tap.same("rclone: nothing is sent twice", transfers(done.stderr), {})
    changed, _ = change(site)
    shutil.copytree(site.public, os.path.join(folder, "copy"))     # with new times, as in CI
    shutil.rmtree(site.public)
    shutil.copytree(os.path.join(folder, "copy"), site.public, copy_function=shutil.copy)
    done = guide(tap, "rclone: the commands after a change", script, site.root, **variables)
    tap.same("rclone: only what changed is sent, whatever the times",
             transfers(done.stderr), {path: "Copied" for path in changed})
    gone = remove(site)
    done = guide(tap, "rclone: the commands after a removal", script, site.root, **variables)
    did = transfers(done.stderr)
    tap.same("rclone: what is gone is removed", {path for path in did if did[path] == "Deleted"}, gone)
    tap.same("rclone: the bucket is the output still", digests(bucket), digests(site.public))


def test_redirect_list(tap, options, folder):
    """The loop of the guide, with a stand-in for the tool of Amazon that writes down what it was asked."""
    site = Site(options.diptych, os.path.join(folder, "list"))
    site.build("--host", "s3")
    tools = os.path.join(folder, "tools")
    write(os.path.join(tools, "aws"), '#!/bin/sh\nfor word; do printf "%s\\t" "$word"; done\necho\n')
    os.chmod(os.path.join(tools, "aws"), 0o755)
    done = guide(tap, "the list of redirects: the commands", commands("S3", "tab=$(printf"), site.root,
                 PATH=f"{tools}:{os.environ['PATH']}")
    found = {}
    for line in done.stdout.decode().splitlines():
        words = line.split("\t")[:-1]
        asked = dict(zip(words[2::2], words[3::2]))
        if os.path.exists(site.path(asked["--body"])) and asked["--content-type"] == "text/html; charset=utf-8":
            found[asked["--key"]] = asked["--website-redirect-location"]
    tap.same("the list of redirects: each former address, to where it leads",
             found, {f"{former}index.html": f"/{to}" for former, to in redirects().items()})


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_tar(tap, options, folder):
    site = Site(options.diptych, os.path.join(folder, "tar"))
    site.build()
    pack, serve = commands("Any other host", "tar -C site").splitlines()
    unpack, server = serve.split(" && ")
    guide(tap, "tar: packed and unpacked", f"{pack}\nmkdir there\ncd there\n{unpack.replace('site.tar', '../site.tar')}",
          site.root)
    there = os.path.join(site.root, "there")
    tap.same("tar: the site, byte for byte", digests(os.path.join(there, "public")), digests(site.public))
    command = server.replace("python3", sys.executable).replace("8000", "0").split()
    command.insert(1, "-u")
    process = subprocess.Popen(command, cwd=there, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    port = int(re.search(r"port (\d+)", process.stdout.readline())[1])
    wrong = []
    for path, content in tree(site.public).items():
        address = "/" + path.removesuffix("index.html")
        if ask(port, address) != (200, content):
            wrong.append(address)
    tap.check("tar: Python's server has every page at its address", "\n".join(wrong))
    status, body = ask(port, "/demo")
    tap.same("tar: … and leads to the slash", (status, body), (301, b""))
    status, body = ask(port, "/fr/")
    tap.same("tar: … and to the languages", (status, language(body)), (200, "fr"))
    process.terminate()
    process.wait(timeout=30)
    process.stdout.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        test_git(tap, options, folder)
        test_rclone(tap, options, folder)
        test_redirect_list(tap, options, folder)
        test_tar(tap, options, folder)
    return tap.end()


sys.exit(main())
