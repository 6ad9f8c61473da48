# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes of files and functions, the comment every file begins with, names that say nothing."""
import re

import tap

FILE_LINES = {".c": 500, ".h": 150}
FUNCTION_LINES = 60
SPDX = "SPDX-License-Identifier: GPL-3.0-or-later"
HEAD_LINES = 6          # within which SPDX and @file stand
NAMELESS = re.compile(r"(^|[_-])(utils?|common|helpers?|misc)([_-]|$)")
LONG = re.compile(r"/\*\s*long: (?!\*/)\S")


def check(root):
    findings = []
    for path in tap.paths(root, ends=(".c", ".h", ".cc")):
        if not path.startswith(("src/", "tests/")):
            continue
        lines = tap.read(root, path).splitlines()
        findings += check_head(path, lines)
        if path.startswith("src/"):
            findings += check_size(path, lines)
            findings += check_functions(path, lines)
    return findings


def check_head(path, lines):
    findings = []
    if not lines or SPDX not in lines[0]:
        findings.append(f"{path}:1: the first line says {SPDX}")
    if not any("@file" in line for line in lines[:HEAD_LINES]):
        findings.append(f"{path}:1: no @file comment at the top")
    if NAMELESS.search(path.split("/")[-1].rsplit(".", 1)[0]):
        findings.append(f"{path}:1: a name that says nothing")
    return findings


def check_size(path, lines):
    limit = FILE_LINES.get(path[path.rindex("."):])
    if limit and len(lines) > limit:
        return [f"{path}:{len(lines)}: {len(lines)} lines, at most {limit}"]
    return []


def functions(lines):
    """Rows of (first line, last line, name); clang-format puts a function's braces in column 1."""
    code = tap.blank("\n".join(lines)).split("\n")
    opening = None
    for number, line in enumerate(code):
        if line.rstrip() == "{":
            opening = number
        elif line.startswith("}") and opening is not None:
            first = opening
            while first > 0 and code[first - 1].strip() and code[first - 1][0] not in "}#":
                first -= 1
            signature = " ".join(code[first:opening])
            name = re.search(r"(\w+)\s*\(", signature)
            if name:
                yield first, number, name.group(1)
            opening = None


def check_functions(path, lines):
    findings = []
    for first, last, name in functions(lines):
        length = last - first + 1
        if length > FUNCTION_LINES and not excused(lines, first):
            findings.append(f"{path}:{first + 1}: {name}() has {length} lines, at most "
                            f"{FUNCTION_LINES} without a /* long: reason */ above it")
    return findings


def excused(lines, first):
    """A comment that says why stands right above the function, on the lines up to a blank one."""
    while first > 0 and lines[first - 1].strip() and not lines[first - 1].startswith(("}", "#")):
        first -= 1
        if LONG.search(lines[first]):
            return True
    return False


HEAD = f"/* {SPDX} */\n/** @file x */\n"


def function(body_lines, above=""):
    return above + "static int\nlong_one(int a)\n{\n" + "    a++;\n" * body_lines + "}\n"


SAMPLES = [
    ("within all limits", {"src/a/a.c": HEAD + "\n" + function(56), "src/a/a.h": HEAD + "\n" * 148}, []),
    ("a long .c", {"src/a/a.c": HEAD + "\n" * 499}, ["src/a/a.c:501: 501 lines, at most 500"]),
    ("a long .h", {"src/a/a.h": HEAD + "\n" * 149}, ["151 lines, at most 150"]),
    ("a long function", {"src/a/a.c": HEAD + "\n" + function(57)}, ["src/a/a.c:4: long_one() has 61 lines"]),
    ("a brace in a string", {"src/a/a.c": HEAD + "\n" + function(40) + "\n" + function(40)}, []),
    ("a long table", {"src/a/a.c": HEAD + "static int a[] = {\n" + "    1,\n" * 99 + "};\n"}, []),
    ("a reason", {"src/a/a.c": HEAD + "\n" + function(80, "/* long: one table, one switch */\n")}, []),
    ("a reason too far off", {"src/a/a.c": HEAD + "/* long: x */\n\n" + function(80)}, ["long_one()"]),
    ("no reason in it", {"src/a/a.c": HEAD + "\n" + function(80, "/* long: */\n")}, ["long_one()"]),
    ("no SPDX", {"src/a/a.c": "/** @file x */\n"}, ["the first line says SPDX"]),
    ("no @file, in a test", {"tests/unit/a.c": f"/* {SPDX} */\n"}, ["no @file comment"]),
    ("says nothing", {"src/a/str_util.c": HEAD, "src/a/futile.c": HEAD}, ["str_util.c:1: a name"]),
]

if __name__ == "__main__":
    tap.main("shape", check, SAMPLES)
