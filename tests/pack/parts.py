# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts, built by GNU parallel and put together: parts.py --diptych PROGRAM [--compression]"""
import argparse
import functools
import json
import os
import shutil
import tempfile

import lab
from lab import beside, read, same, stamps, tool, tree

OWN = ("diptych-part", "diptych-part.manifest")


def spread(site, count, into, *options):
    """Build all parts with GNU parallel, and carry them away without what lies beside them."""
    tool("parallel", "--will-cite", "-j2", site.diptych, "build", "-q", "-C", site.site, "--shard", "{}/" + str(count),
         "--out", site.at(into, "{}"), *options, ":::", *map(str, range(1, count + 1)))
    carried = [shutil.copytree(site.at(into, str(part)), site.at(into, f"carried-{part}"))
               for part in range(1, count + 1)]
    return carried


def join(site, out, parts, *options, status=0):
    return site.run("join", "-C", site.site, "--out", site.at(out), *parts, *options, status=status)


def refused(site, parts, rule, text, *options, out="refused"):
    """The join says so, and writes nothing."""
    before = tree(site.at(out)) if os.path.exists(site.at(out)) else None
    done = join(site, out, parts, *options, status=1)
    said = done.stderr.decode()
    assert f"[{rule}]" in said and text in said, said
    after = tree(site.at(out)) if os.path.exists(site.at(out)) else None
    assert before == after, "it wrote something"


def whole(site, name, *options):
    if not os.path.exists(site.at(name)):
        site.build(name, *options)
    return tree(site.at(name)), beside(site.folder, name)


def equal(site, options=()):
    label = "packed" if options else "plain"
    want, manifest = whole(site, f"whole-{label}", *options)
    for count in (1, 2, 3, 7):
        parts = spread(site, count, f"{label}-{count}", *options)
        out = f"joined-{label}-{count}"
        said = json.loads(join(site, out, parts, "--json").stdout)
        same(want, tree(site.at(out)), f"{count} parts")
        assert beside(site.folder, out) == manifest, f"{count} parts: another manifest"
        assert said["files"] == said["written"] == len(want), said
        sizes = [len(tree(part)) for part in parts]
        assert sum(sizes) == len(want) + 2 * count - len([p for p in want if p.startswith("sitemap")]), sizes


def equal_plain(site):
    """1, 2, 3 and 7 parts together are byte for byte what one build makes, and its manifest"""
    equal(site)


def equal_packed(site):
    """the same with --precompress gzip,brotli, and packed files are not packed again"""
    equal(site, ("--precompress", "gzip,brotli"))


def more_parts_than_pages(site):
    """parts that get nothing are parts too"""
    parts = spread(site, 90, "many")
    assert any(set(tree(part)) == set(OWN) for part in parts)
    join(site, "joined-many", parts, "--jobs", "8")
    want, manifest = whole(site, "whole-plain")
    same(want, tree(site.at("joined-many")), "90 parts")
    assert beside(site.folder, "joined-many") == manifest


def balanced(site):
    """a part has its share of the pages, but for the size of a unit of work"""
    pages = []
    for part in range(1, 4):
        done = site.run("build", "-C", site.site, "--shard", f"{part}/3", "--out", site.at("plain-3", str(part)), "--json")
        pages.append(json.loads(done.stdout)["pages"])
    assert max(pages) - min(pages) <= 2 * 8, pages


def goes_on(site):
    """a build goes on from a join, and a join from a build, without writing anything"""
    said = site.build("joined-plain-3").stdout
    assert said.startswith(b"Nothing to do."), said
    before = stamps(site.at("whole-plain"))
    said = join(site, "whole-plain", [site.at("plain-2", f"carried-{n}") for n in (2, 1)]).stdout
    assert said.startswith(b"Nothing to do."), said
    assert stamps(site.at("whole-plain")) == before


def edited(site):
    """after an edit: parts are built over the old ones, and the join writes only what changed"""
    before = stamps(site.at("joined-plain-3"))
    file = "content/demo/codes/410.yaml"
    text = read(os.path.join(site.site, file))
    site.edit(file, "fix: ", "fix: Now and then. ")
    parts = [site.at("plain-3", str(n)) for n in (1, 2, 3)]
    refused(site, parts, "part-mismatch", "the parts were built from other input than what is in", out="joined-plain-3")
    site.run("build", "-q", "-C", site.site, "--shard", "1/3", "--out", parts[0])
    refused(site, parts, "part-mismatch", "were not built from the same input", out="joined-plain-3")
    for number in (2, 3):
        site.run("build", "-q", "-C", site.site, "--shard", f"{number}/3", "--out", parts[number - 1])
    join(site, "joined-plain-3", parts, "--changes", site.at("changes"))
    want, manifest = whole(site, "whole-edited")
    same(want, tree(site.at("joined-plain-3")), "after an edit")
    assert beside(site.folder, "joined-plain-3") == manifest
    after = stamps(site.at("joined-plain-3"))
    changed = [path for path in after if after[path] != before.get(path)]
    assert 0 < len(changed) < len(after) / 2
    assert len(read(site.at("changes")).splitlines()) == len(changed)
    site.write(file, text)


def workers(site):
    """the same whatever the number of workers, and the order in which the parts are named"""
    want, manifest = whole(site, "whole-plain")
    parts = [site.at("plain-7", f"carried-{n}") for n in (3, 7, 1, 2, 6, 5, 4)]
    for jobs in ("1", "2", "8"):
        join(site, f"jobs-{jobs}", parts, "--jobs", jobs)
        same(want, tree(site.at(f"jobs-{jobs}")), jobs)
        assert beside(site.folder, f"jobs-{jobs}") == manifest


def wrong_set(site):
    """parts that are missing, named twice, of another number, of another site, or none at all"""
    three = [site.at("plain-7", f"carried-{n}") for n in range(1, 8)]
    refused(site, three[:2] + three[3:6], "part-mismatch", "of 7 parts, missing: 3, 7")
    refused(site, three + [site.at("plain-7", "4")], "part-mismatch", "are both part 4 of 7")
    refused(site, three[:6] + [site.at("plain-2", "carried-1")], "part-mismatch", "is part 1 of 7, and ")
    refused(site, three[:6] + [site.at("nowhere")], "part-mismatch", "there is no folder")
    refused(site, three[:6] + [site.at("whole-plain")], "part-mismatch", "is no part of a site")
    refused(site, three[:6] + [site.at("changes")], "part-mismatch", "there is no folder")
    other = site.at("other")
    site.run("build", "-q", "-C", os.path.join(lab.TESTS, "kill", "site-a"), "--shard", "7/7", "--out", other)
    refused(site, three[:6] + [other], "part-mismatch", "were not built from the same input")
    site.run("build", "-q", "-C", site.site, "--shard", "7/7", "--pseudo", "--out", site.at("pseudo"))
    refused(site, three[:6] + [site.at("pseudo")], "part-mismatch", "was built with --pseudo")


def wrong_version(site):
    """parts of another version of the program"""
    parts = [shutil.copytree(site.at("plain-2", f"carried-{n}"), site.at(f"version-{n}")) for n in (1, 2)]
    for part in parts:
        text = read(os.path.join(part, OWN[0])).decode()
        with open(os.path.join(part, OWN[0]), "w", encoding="utf-8") as file:
            file.write(text.replace("program=diptych ", "program=diptych 99."))
        if part is parts[0]:
            refused(site, parts, "part-mismatch", "was made by diptych 99.")
    refused(site, parts, "part-mismatch", "the parts were made by diptych 99.")


def packed_or_not(site):
    """a part that is precompressed and one that is not"""
    parts = [site.at("plain-2", "carried-1"), site.at("packed-2", "carried-2")]
    refused(site, parts, "part-mismatch", "was built with --precompress none, and ")


def damaged(site, compression):
    """a file of a part that is missing, cut short, edited, or a list that is"""
    label = "packed" if compression else "plain"
    source = [site.at(f"{label}-2", f"carried-{n}") for n in (1, 2)]

    def with_damage(damage, text):
        part = shutil.copytree(source[1], site.at("damaged"))
        damage(part)
        refused(site, [source[0], part], "part-damaged", text)
        shutil.rmtree(part)

    def flip(name, at=-20):
        def damage(part):
            content = bytearray(read(os.path.join(part, name)))
            content[at] ^= 1
            with open(os.path.join(part, name), "wb") as file:
                file.write(content)
        return damage

    page = sorted(path for path in tree(source[1]) if path.endswith("index.html"))[3]
    with_damage(lambda part: os.unlink(os.path.join(part, page)), "is missing")
    with_damage(lambda part: os.truncate(os.path.join(part, page), 100), "it has another size")
    with_damage(flip(page), "is not as it was written")
    with_damage(lambda part: os.unlink(os.path.join(part, OWN[1])), "is missing")
    with_damage(flip(OWN[1]), "is damaged")
    with_damage(flip(OWN[1], 200), "is damaged")
    with_damage(flip(OWN[0], -2), "is not as it was written")
    with_damage(lambda part: os.truncate(os.path.join(part, OWN[0]), 3), "can't be read")
    if compression:
        with_damage(flip(page + ".gz"), "is not what it was packed from")
        with_damage(flip(page + ".br", 40), "is not what it was packed from")
        with_damage(lambda part: os.unlink(os.path.join(part, page + ".br")), "is missing")

    def link(part):
        os.unlink(os.path.join(part, page))
        os.symlink("/etc/passwd", os.path.join(part, page))
    with_damage(link, "")


def places(site):
    """outputs that are no place for it: one with files of others, a part, a folder around one"""
    parts = [site.at("plain-2", f"carried-{n}") for n in (1, 2)]
    os.mkdir(site.at("foreign"))
    with open(site.at("foreign", "mine.txt"), "w", encoding="utf-8") as file:
        file.write("mine\n")
    refused(site, parts, "output-foreign", "holds files that no build made", out="foreign")
    refused(site, parts, "output-place", "nor one be in the other", out="plain-2/carried-1")
    refused(site, parts, "output-place", "nor one be in the other", out="plain-2")
    refused(site, parts, "output-place", "nor one be in the other", out="plain-2/carried-1/public")


def mixed_up(site):
    """a part where another one is, or the whole; the whole where a part is"""
    for arguments, text in (
            (("--shard", "2/2", "--out", site.at("plain-2", "1")), "holds part 1 of 2, and would get part 2 of 2"),
            (("--shard", "1/3", "--out", site.at("plain-2", "1")), "holds part 1 of 2, and would get part 1 of 3"),
            (("--shard", "1/2", "--out", site.at("whole-plain")), "holds a whole site, and would get part 1 of 2"),
            (("--out", site.at("plain-2", "1")), "holds part 1 of 2, and would get a whole site")):
        out = arguments[-1]
        before = stamps(out)
        said = site.run("build", "-C", site.site, *arguments, status=1).stderr.decode()
        assert text in said and "[part-mismatch]" in said, said
        assert stamps(out) == before
    # A folder that was removed by hand is free, whatever its manifest says.
    site.build("gone")
    shutil.rmtree(site.at("gone"))
    site.run("build", "-q", "-C", site.site, "--shard", "1/2", "--out", site.at("gone"))
    same(tree(site.at("plain-2", "1")), tree(site.at("gone")), "where a site was")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--compression", action="store_true")
    options = parser.parse_args()
    tests = [equal_plain] + ([equal_packed, packed_or_not] if options.compression else [])
    tests += [more_parts_than_pages, balanced, goes_on, workers, wrong_set, wrong_version, places, mixed_up, edited]
    with tempfile.TemporaryDirectory(prefix="diptych-parts-") as folder:
        site = lab.Lab(options.diptych, folder)
        bound = [functools.partial(test, site) for test in tests]
        bound.insert(-1, functools.partial(damaged, site, options.compression))
        for test in bound:
            test.__doc__ = test.func.__doc__
        lab.run_tests(bound)


if __name__ == "__main__":
    main()
