# SPDX-License-Identifier: GPL-3.0-or-later
"""Packed files, read with gzip's and brotli's own commands: precompress.py --diptych PROGRAM"""
import argparse
import json
import os
import random
import struct
import tempfile

import lab
from lab import beside, read, same, stamps, tool, tree

BOTH = ("--precompress", "gzip,brotli")


def unpack(path):
    command = ("gzip", "-dc") if path.endswith(".gz") else ("brotli", "-dc")
    return tool(*command, path)


def plain(found):
    return {path: content for path, content in found.items() if not path.endswith(lab.PACKED)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="diptych-pack-") as folder:
        site = lab.Lab(options.diptych, folder)
        noise = random.Random(1).randbytes(5000)
        site.write("site/static/noise.txt", noise)
        site.write("site/static/photo.png", b"\x89PNG" + b"0" * 5000)
        site.write("site/static/data/list.json", json.dumps(list(range(2000))))
        lab.run_tests([bind(test, site) for test in (
            complete, small_enough, true_content, header, workers, untouched, changed, damaged_packed,
            switched, removed, setting, levels)])


def bind(test, site):
    def bound():
        test(site)
    bound.__doc__ = test.__doc__
    return bound


def complete(site):
    """every file of a kind that is worth it has both forms, and no other has; the rest is as without"""
    site.build("plain")
    site.build("both", *BOTH)
    without, found = tree(site.at("plain")), tree(site.at("both"))
    same(without, plain(found), "what is not packed")
    for path in without:
        for suffix in lab.PACKED:
            if not path.endswith(lab.KINDS):
                assert path + suffix not in found, path
            elif len(without[path]) > 400 and "noise" not in path:
                assert path + suffix in found, path + suffix
    packed = found.keys() - without.keys()
    assert {path[:-3] for path in packed} <= without.keys()
    assert any("sitemap-1.xml" in path for path in packed) and any("data/list.json" in path for path in packed)


def small_enough(site):
    """a packed file is smaller than the file, and is left out where it would not be"""
    found = tree(site.at("both"))
    for path in found:
        if path.endswith(lab.PACKED):
            assert len(found[path]) < len(found[path[:-3]]), path
    assert "noise.txt" in found and "noise.txt.gz" not in found and "noise.txt.br" not in found


def true_content(site):
    """gzip -t and brotli -t are content, and what they unpack is the file"""
    folder = site.at("both")
    packed = [path for path in tree(folder) if path.endswith(lab.PACKED)]
    tool("gzip", "-t", *[os.path.join(folder, path) for path in packed if path.endswith(".gz")])
    tool("brotli", "-t", *[os.path.join(folder, path) for path in packed if path.endswith(".br")])
    for path in packed:
        assert unpack(os.path.join(folder, path)) == read(os.path.join(folder, path[:-3])), path


def header(site):
    """a gzip header has no time and no name"""
    for path, content in tree(site.at("both")).items():
        if path.endswith(".gz"):
            magic, method, flags, time = struct.unpack("<HBBI", content[:8])
            assert (magic, method, flags, time) == (0x8b1f, 8, 0, 0), path


def workers(site):
    """the same bytes and the same manifest with 1, 2 and 8 workers"""
    for jobs in ("1", "2", "8"):
        site.build(f"jobs-{jobs}", *BOTH, "--jobs", jobs)
        same(tree(site.at("both")), tree(site.at(f"jobs-{jobs}")), f"{jobs} workers")
        assert beside(site.folder, "both") == beside(site.folder, f"jobs-{jobs}"), jobs


def untouched(site):
    """a build without changes writes nothing, and says so"""
    before = stamps(site.at("both"))
    said = site.build("both", *BOTH).stdout.decode()
    assert said.startswith("Nothing to do. "), said
    assert stamps(site.at("both")) == before


def changed(site):
    """of what changed only that is packed again, and the tree is that of a full build"""
    before = stamps(site.at("both"))
    site.edit("content/demo/codes/410.yaml", "fix: ", "fix: Now and then. ")
    said = json.loads(site.build("both", *BOTH, "--json", "--changes", site.at("changes")).stdout)
    site.build("full", *BOTH)
    same(tree(site.at("full")), tree(site.at("both")), "incremental and full")
    assert beside(site.folder, "full") == beside(site.folder, "both")
    after = stamps(site.at("both"))
    written = {path for path in after if after[path] != before.get(path)}
    assert said["written"] == len(written) and 0 < len(written) < len(after) / 2, (said, len(written))
    for path in written:
        if path.endswith(lab.PACKED):
            assert path[:-3] in written, f"{path} was packed again, and its file is as before"
        elif path + ".gz" in after:
            assert path + ".gz" in written and path + ".br" in written, path
    lines = read(site.at("changes")).decode().splitlines()
    assert len(lines) == len([path for path in written if not path.endswith(lab.PACKED)]), lines


def damaged_packed(site):
    """a packed file that is missing or was cut short is made again"""
    folder = site.at("both")
    want = tree(folder)
    os.truncate(os.path.join(folder, "index.html.gz"), 10)
    os.unlink(os.path.join(folder, "index.html.br"))
    said = json.loads(site.build("both", *BOTH, "--json").stdout)
    assert said["written"] == 2, said
    same(want, tree(folder), "mended")


def switched(site):
    """a form that is not asked for any more goes, and one that is new comes, without writing the rest"""
    files = len(plain(tree(site.at("both"))))
    said = json.loads(site.build("both", "--precompress", "brotli", "--json").stdout)
    assert said["written"] == 0 and said["removed"] > 0, said
    assert not [path for path in tree(site.at("both")) if path.endswith(".gz")]
    said = json.loads(site.build("both", "--json").stdout)
    assert said["written"] == 0 and said["files"] == files, said
    said = json.loads(site.build("both", *BOTH, "--json").stdout)
    assert said["unchanged"] == files, said
    same(tree(site.at("full")), tree(site.at("both")), "there and back")


def removed(site):
    """with a page its packed forms go, and its folder"""
    name = "content/demo/codes/410.yaml"
    content = read(os.path.join(site.site, name))
    gone = [path for path in tree(site.at("both")) if "410" in path]
    assert gone and any(path.endswith(".br") for path in gone)
    os.unlink(os.path.join(site.site, name))
    mentions = [path for path, text in tree(os.path.join(site.site, "content")).items() if b"410" in text]
    for path in mentions:
        text = read(os.path.join(site.site, "content", path)).decode()
        if "comparisons" in path:
            os.unlink(os.path.join(site.site, "content", path))
        else:
            site.write("content/" + path, "".join(
                line for line in text.splitlines(keepends=True) if not line.startswith("see_also")))
    site.build("both", *BOTH)
    left = [path for path in tree(site.at("both")) if "410" in path]
    assert not left, left
    site.write(name, content)


def setting(site):
    """site.yaml can ask for it; the command line has the last word"""
    text = read(os.path.join(site.site, "site/site.yaml")).decode()
    site.write("site/site.yaml", text + "precompress: [gzip, brotli]\n")
    site.build("by-setting")
    site.build("by-option", *BOTH)
    same(tree(site.at("by-option")), tree(site.at("by-setting")), "setting and option")
    assert any(path.endswith(".br") for path in tree(site.at("by-setting")))
    site.build("none", "--precompress", "none")
    assert not [path for path in tree(site.at("none")) if path.endswith(lab.PACKED)]
    site.write("site/site.yaml", text)


def levels(site):
    """packed at least as well as the usual settings of a server do it (gzip -6)"""
    folder = site.at("both")
    ours = theirs = 0
    for path, content in tree(folder).items():
        if path.endswith(".html.gz"):
            ours += len(content)
            theirs += len(tool("gzip", "-6nc", os.path.join(folder, path[:-3])))
    assert 0 < ours <= theirs, (ours, theirs)
    print(f"# gzip: {ours} bytes, gzip -6: {theirs}")


if __name__ == "__main__":
    main()
