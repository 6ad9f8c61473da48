# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives, against the tree of a normal build and read with tar's and gzip's own commands:
archive.py --diptych PROGRAM --shim SHIM.so (tests/kill) [--compression]
"""
import argparse
import fcntl
import functools
import json
import os
import random
import resource
import signal
import subprocess
import tarfile
import tempfile

import lab
from lab import read, same, tool, tree

LONG = "n" * 90
DEEP = "/".join("d" * 60 for _ in range(5))


def archive(site, name, *options, status=0, **more):
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | more
    return site.run("build", "-C", site.site, "--archive", name, *options, status=status, env=env)


def contents(path):
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}


def matches_tree(site):
    """the files are those of a build to a folder, byte for byte; so is what tar unpacks"""
    site.build("public")
    archive(site, "site.tar")
    want = tree(site.at("public"))
    same({"./" + path: content for path, content in want.items()}, contents(site.at("site.tar")), "members")
    os.mkdir(site.at("unpacked"))
    said = tool("tar", "xvf", site.at("site.tar"), "-C", site.at("unpacked"))
    assert b"Ignoring" not in said
    same(want, tree(site.at("unpacked")), "unpacked")
    assert any(len(path) > 255 for path in want) and any(len(path.split("/")[-1]) > 80 for path in want)


def members(site):
    """the root comes first, every folder before what is in it, nothing twice; root's, 0644 and 0755, 1970"""
    with tarfile.open(site.at("site.tar")) as tar:
        found = tar.getmembers()
    names = [member.name for member in found]
    assert names[0] == "." and len(set(names)) == len(names)
    for member in found:
        assert member.isfile() or member.isdir(), member
        assert (member.uid, member.gid, member.mtime) == (0, 0, 0), member
        assert member.mode == (0o755 if member.isdir() else 0o644), member
    seen = set()
    for member in found:
        if member.name != ".":
            assert member.name.startswith("./"), member.name
            assert os.path.dirname(member.name) in seen, member.name
        seen.add(member.name)
    folders = {member.name for member in found if member.isdir()}
    want = {os.path.normpath(os.path.join(".", os.path.relpath(here, site.at("public"))))
            for here, _, _ in os.walk(site.at("public"))}
    assert {os.path.normpath(name) for name in folders} == want
    raw = read(site.at("site.tar"))
    assert raw.endswith(bytes(1024)) and len(raw) % 512 == 0


def workers(site):
    """the same bytes with 1, 2 and 8 workers, from another folder, in another language, to standard output"""
    want = read(site.at("site.tar"))
    for jobs in ("1", "2", "8"):
        archive(site, f"jobs-{jobs}.tar", "--jobs", jobs, LC_ALL="tr_TR.UTF-8", TZ="Pacific/Kiritimati")
        assert read(site.at(f"jobs-{jobs}.tar")) == want, jobs
    done = archive(site, "-", "--jobs", "3")
    assert done.stdout == want
    assert b" files in one archive: " in done.stderr


def no_tree(site):
    """no output folder, no manifest and no draft: only the file"""
    before = set(os.listdir(site.folder)) | set(os.listdir(os.path.join(site.site, "site")))
    archive(site, "alone.tar")
    after = set(os.listdir(site.folder)) | set(os.listdir(os.path.join(site.site, "site")))
    assert after - before == {"alone.tar"}, after - before


def date(site):
    """SOURCE_DATE_EPOCH is the time of all"""
    archive(site, "dated.tar", SOURCE_DATE_EPOCH="1700000000")
    with tarfile.open(site.at("dated.tar")) as tar:
        assert {member.mtime for member in tar} == {1700000000}


def packed(site):
    """.tar.gz is content for gzip -t, the same with any number of workers, and holds the .tar"""
    for jobs in ("1", "2", "8"):
        archive(site, f"jobs-{jobs}.tar.gz", "--jobs", jobs)
    assert len({read(site.at(f"jobs-{jobs}.tar.gz")) for jobs in "128"}) == 1
    tool("gzip", "-t", site.at("jobs-1.tar.gz"))
    assert tool("gzip", "-dc", site.at("jobs-1.tar.gz")) == read(site.at("site.tar"))
    assert len(tool("tar", "tzf", site.at("jobs-1.tar.gz")).splitlines()) == len(
        tool("tar", "tf", site.at("site.tar")).splitlines())
    archive(site, "short.tgz")
    assert read(site.at("short.tgz")) == read(site.at("jobs-1.tar.gz"))


def precompressed(site):
    """with --precompress the packed files are in it"""
    site.build("public-packed", "--precompress", "gzip,brotli")
    archive(site, "packed.tar", "--precompress", "gzip,brotli", "--jobs", "2")
    want = {"./" + path: content for path, content in tree(site.at("public-packed")).items()}
    same(want, contents(site.at("packed.tar")), "members")
    assert any(path.endswith(".br") for path in want)


def summary(site):
    """--json has the size"""
    said = json.loads(archive(site, "site.tar", "--json").stdout)
    assert said["archive"] == os.path.getsize(site.at("site.tar")), said
    assert said["files"] == len(tree(site.at("public"))), said


def replaced(site):
    """an archive that is there is replaced by a rename; a link to it stays a link"""
    os.symlink("site.tar", site.at("latest.tar"))
    site.edit("content/demo/codes/410.yaml", "fix: ", "fix: Now and then. ")
    with open(site.at("site.tar"), "rb") as held:
        archive(site, "latest.tar")
        assert os.path.islink(site.at("latest.tar"))
        old = held.read()
    assert read(site.at("site.tar")) != old and len(old) > 10240


def errors(site):
    """a mistake in the input: the old archive stays, and nothing lies beside it"""
    want, names = read(site.at("site.tar")), set(os.listdir(site.folder))
    site.write("content/demo/codes/999.yaml", "code: 998\n")
    archive(site, "site.tar", status=1)
    archive(site, "new.tar", status=1)
    assert archive(site, "-", status=1).stdout == b""
    os.unlink(os.path.join(site.site, "content/demo/codes/999.yaml"))
    assert read(site.at("site.tar")) == want and set(os.listdir(site.folder)) == names


def limit():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def full(site):
    """no room: said so, the old archive stays, and no half of the new one is left"""
    want, names = read(site.at("site.tar")), set(os.listdir(site.folder))
    for jobs in ("1", "4"):
        done = site.run("build", "-C", site.site, "--archive", "site.tar", "--jobs", jobs, status=1, preexec_fn=limit)
        assert b'can\'t write the archive "site.tar": File too large [output-unwritable]' in done.stderr, done.stderr
    with open("/dev/full", "wb") as device:
        done = site.run("build", "-C", site.site, "--archive", "-", status=1, stdout=device)
    assert b"can't write the archive to standard output: the disk is full" in done.stderr, done.stderr
    assert read(site.at("site.tar")) == want and set(os.listdir(site.folder)) == names


def locked(site):
    """two builds of one archive: the second says so and touches nothing"""
    want = read(site.at("site.tar"))
    with open(site.at(".site.tar.draft"), "wb") as draft:
        draft.write(b"the other's")
        draft.flush()
        fcntl.flock(draft, fcntl.LOCK_EX)
        done = archive(site, "site.tar", status=1)
        assert b'another build is writing "site.tar" [output-locked]' in done.stderr, done.stderr
        assert read(site.at(".site.tar.draft")) == b"the other's"
    assert read(site.at("site.tar")) == want
    archive(site, "site.tar")
    assert read(site.at("site.tar")) == want and not os.path.exists(site.at(".site.tar.draft"))


def reader_gone(site):
    """a reader that has seen enough ends the build quietly"""
    command = f'"{site.diptych}" build -q -C "{site.site}" --archive - | head -c 100 >/dev/null'
    done = subprocess.run(["bash", "-c", command + '; echo "${PIPESTATUS[0]}"'], capture_output=True, check=True)
    assert done.stdout.strip() in (b"141", b"0"), done


def killed(site, shim):
    """killed, or refused, at every call that changes a file: the name has the old archive or the new one"""
    old, new = read(site.at("site.tar")), None
    site.edit("content/demo/codes/410.yaml", "fix: Now and then. ", "fix: ")
    archive(site, "new.tar", "--jobs", "1")
    new = read(site.at("new.tar"))
    assert old != new
    base = dict(LD_PRELOAD=shim, DIP_SHIM_UNDER=os.path.realpath(site.folder),
                ASAN_OPTIONS="verify_asan_link_order=0:" + os.environ.get("ASAN_OPTIONS", ""))
    archive(site, "new.tar", "--jobs", "1", DIP_SHIM_LOG=site.at("calls"), **base)
    calls = len(read(site.at("calls")).splitlines())
    assert calls >= 5, calls
    outcomes = set()
    for what in ("kill", "torn", "ENOSPC", "EIO", "short", "EINTR"):
        for at in random.Random(7).sample(range(1, calls + 1), min(calls, 12)):
            with open(site.at("site.tar"), "wb") as file:
                file.write(old)
            done = archive(site, "site.tar", "--jobs", "1", status=None, DIP_SHIM_AT=str(at), DIP_SHIM_DO=what, **base)
            have = read(site.at("site.tar"))
            assert have == (new if done.returncode == 0 else old), (what, at, done)
            if done.returncode == 1:
                assert not os.path.exists(site.at(".site.tar.draft")), (what, at)
            outcomes.add(done.returncode)
            archive(site, "site.tar", "--jobs", "1")
            assert read(site.at("site.tar")) == new and not os.path.exists(site.at(".site.tar.draft"))
    assert outcomes == {0, 1, -9}, outcomes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--compression", action="store_true")
    options = parser.parse_args()
    tests = [matches_tree, members, workers, no_tree, date]
    tests += [packed, precompressed] if options.compression else []
    tests += [summary, replaced, errors, full, locked, reader_gone]
    with tempfile.TemporaryDirectory(prefix="diptych-archive-") as folder:
        site = lab.Lab(options.diptych, folder)
        site.write(f"site/static/{LONG}.txt", "a name of more than 80 bytes\n")
        site.write(f"site/static/{DEEP}/leaf.txt", "more than ustar can say\n")
        site.write("site/static/müßig/中.txt", "not ASCII\n")
        site.write("site/static/empty.txt", "")
        site.write("site/static/even.bin", bytes(512 * 3))
        bound = [functools.partial(test, site) for test in tests]
        bound.append(functools.partial(killed, site, os.path.abspath(options.shim)))
        for test in bound:
            test.__doc__ = test.func.__doc__
        lab.run_tests(bound)


if __name__ == "__main__":
    main()
