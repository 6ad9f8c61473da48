# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the XML that glib-compile-resources wants, with every template of a folder.

The depfile names the folders, too: adding or removing a template changes its folder, so that ninja
runs this again, without configuring."""
import pathlib
import sys

folder, xml, depfile = (pathlib.Path(arg) for arg in sys.argv[1:])
names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
folders = [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
xml.write_text("\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<gresources>",
                          '  <gresource prefix="/diptych/templates">',
                          *(f"    <file>{name}</file>" for name in names),
                          "  </gresource>", "</gresources>", ""]), encoding="utf-8")
depfile.write_text(f"{xml}: " + " ".join(str(path).replace(" ", "\\ ") for path in folders) + "\n",
                   encoding="utf-8")
