# SPDX-License-Identifier: GPL-3.0-or-later
"""Write files as a table in C, to be compiled into the program: struct dip_builtin, base/builtin.h.

embed.py TABLE OUTPUT DEPFILE ROOT PATH...

A path is below ROOT, a file or a folder, of which every HTML file is taken. The depfile names the
folders, too: adding or removing a template changes its folder, so that ninja runs this again, without
configuring."""
import pathlib
import sys

LINE_BYTES = 64


def literal(data):
    """A string of C; three octal digits never run into what comes next."""
    plain = set(range(0x20, 0x7F)) - set(b'"\\?')
    return '"' + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in data) + '"'


def row(path, data):
    lines = [literal(data[i:i + LINE_BYTES]) for i in range(0, len(data), LINE_BYTES)] or ['""']
    return "\n     ".join([f"    {{{literal(path.encode())},", *lines]) + f", {len(data)}}},"


def main():
    table, output, depfile = sys.argv[1:4]
    root, *given = (pathlib.Path(arg) for arg in sys.argv[4:])
    files, sources = set(), set()
    for path in (root / name for name in given):
        if path.is_dir():
            files.update(path.rglob("*.html"))
            sources.update([path, *(inner for inner in path.rglob("*") if inner.is_dir())])
        else:
            files.add(path)
    rows = [row(path, (root / path).read_bytes())
            for path in sorted(file.relative_to(root).as_posix() for file in files)]
    pathlib.Path(output).write_text("\n".join([
        '#include "base/base.h"', f"extern const struct dip_builtin {table}[];",
        f"const struct dip_builtin {table}[] = {{", *rows, "    {0},", "};", ""]), encoding="utf-8")
    names = (str(path).replace(" ", "\\ ") for path in sorted(files | sources))
    pathlib.Path(depfile).write_text(f"{output}: {' '.join(names)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
