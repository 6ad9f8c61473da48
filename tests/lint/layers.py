# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: the layers of ARCHITECTURE.md, facades only, one home per library."""
import os
import re

import tap

# Left may include right; modules in one row never include each other.
LAYERS = [
    {"cli"},
    {"build", "serve", "translate", "audit"},
    {"render", "emit"},
    {"compose", "proof"},
    {"site"},
    {"yaml", "catalog", "locale", "template"},
    {"diag"},
    {"base"},
]
RANK = {module: rank for rank, row in enumerate(LAYERS) for module in row}

# Where a library's headers may be included: a module or one file. None: any one module.
HOMES = {
    "yaml.h": "src/yaml/",
    "gettext-po.h": "src/catalog/",
    "unicode/": "src/locale/",
    "ctemplate/": "src/template/bridge.cc",
    "xxhash.h": "src/base/",
    "xxh_x86dispatch.h": "src/base/",
    "libdeflate.h": "src/emit/",
    "brotli/": "src/emit/",
    "archive": "src/emit/",
    "libsoup/": "src/serve/",
    "gio/": "src/serve/",
    "jansson.h": "src/audit/",
    "myhtml/": "src/audit/",
    "gumbo.h": None,
}

BRIDGE = "src/template/bridge.cc"
BRIDGE_LINES = 300
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.M)


def check(root):
    findings = []
    homes = {}
    for path in tap.paths(root, "src/", (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh")):
        parts = path.split("/")
        module = parts[1] if len(parts) > 2 else None
        if module and module not in RANK:
            findings.append(f'{path}:1: folder "{module}" is in no layer')
            continue
        text = tap.read(root, path)
        if not path.endswith((".c", ".h")):
            findings += check_cxx(path, text)
        for match in INCLUDE.finditer(tap.blank(text, strings=False)):
            where = f"{path}:{tap.line_of(text, match.start())}"
            ours, theirs = match.groups()
            if ours:
                findings += check_ours(root, where, module, ours)
            else:
                findings += check_theirs(where, path, theirs, homes)
    return findings


def check_cxx(path, text):
    if path != BRIDGE:
        return [f"{path}:1: {BRIDGE} is the only C++ file"]
    lines = text.count("\n")
    return [f"{path}:{lines}: {lines} lines, at most {BRIDGE_LINES}"] if lines > BRIDGE_LINES else []


def check_ours(root, where, module, header):
    if "/" not in header:
        beside = os.path.join(root, "src", module or "", header)
        return [] if os.path.exists(beside) else [f'{where}: "{header}" is not in this folder']
    other, rest = header.split("/", 1)
    if other == module:
        return []
    if other not in RANK:
        return [f'{where}: "{header}" is in no module']
    if rest != f"{other}.h":
        return [f'{where}: "{header}" is inside {other}; include "{other}/{other}.h"']
    if module and RANK[other] <= RANK[module]:
        return [f"{where}: {module} may not include {other}"]
    return []


def check_theirs(where, path, header, homes):
    for library, home in HOMES.items():
        if not header.startswith(library):
            continue
        home = home or homes.setdefault(library, os.path.dirname(path) + "/")
        if not path.startswith(home):
            return [f"{where}: <{header}> belongs to {home}"]
    return []


SAMPLES = [
    ("rightward and own includes", {
        "src/site/site.h": "",
        "src/site/pair.c": '#include "site/site.h"\n#include "yaml/yaml.h"\n#include "base/base.h"\n',
        "src/site/route.c": '#include "site.h"\n#include <glib.h>\n',
        "src/main.c": '#include "cli/cli.h"\n',
    }, []),
    ("leftward", {"src/diag/sink.c": '\n#include "site/site.h"\n'},
     ["src/diag/sink.c:2: diag may not include site"]),
    ("within a row", {"src/yaml/tree.c": '#include "catalog/catalog.h"\n'},
     ["yaml may not include catalog"]),
    ("past the facade", {"src/cli/cmd.c": '#include "site/pair.h"\n'},
     ['"site/pair.h" is inside site']),
    ("past the facade, from main", {"src/main.c": '#include "cli/options.h"\n'},
     ["inside cli"]),
    ("a header from nowhere", {"src/cli/cmd.c": '#include "pair.h"\n#include "what/what.h"\n'},
     ['"pair.h" is not in this folder', '"what/what.h" is in no module']),
    ("an include in a comment", {"src/diag/sink.c": '/*\n#include "site/site.h"\n*/\n'}, []),
    ("an unknown folder", {"src/util/util.c": ""}, ['"util" is in no layer']),
    ("libraries at home", {
        "src/yaml/yaml.c": "#include <yaml.h>\n", "src/catalog/po.c": "#include <gettext-po.h>\n",
        "src/locale/names.c": "#include <unicode/uloc.h>\n", "src/base/hash.c": "#include <xxhash.h>\n",
        "src/template/bridge.cc": "#include <ctemplate/template.h>\n",
    }, []),
    ("libraries abroad", {
        "src/site/a.c": "#include <yaml.h>\n", "src/site/b.c": "#include <gettext-po.h>\n",
        "src/site/c.c": "#  include <unicode/uloc.h>\n", "src/site/d.c": "#include <xxhash.h>\n",
        "src/template/e.c": "#include <ctemplate/template.h>\n",
    }, ["<yaml.h> belongs to src/yaml/", "<gettext-po.h>", "<unicode/uloc.h>", "<xxhash.h>",
        "<ctemplate/template.h> belongs to src/template/bridge.cc"]),
    ("two homes", {"src/build/a.c": "#include <gumbo.h>\n", "src/serve/b.c": "#include <gumbo.h>\n"},
     ["src/serve/b.c:1: <gumbo.h> belongs to src/build/"]),
    ("a second C++ file", {"src/render/fast.cc": ""}, ["is the only C++ file"]),
    ("a long bridge", {BRIDGE: "\n" * 301}, ["301 lines, at most 300"]),
]

if __name__ == "__main__":
    tap.main("layers", check, SAMPLES)
