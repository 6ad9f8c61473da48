# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the XML that glib-compile-resources wants, with every template of the folder given.

Run when meson configures: after adding a template, reconfigure (a unit test compares the two)."""
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
print('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n  <gresource prefix="/diptych/templates">')
for path in sorted(folder.rglob("*.html")):
    print(f"    <file>{path.relative_to(folder).as_posix()}</file>")
print("  </gresource>\n</gresources>")
