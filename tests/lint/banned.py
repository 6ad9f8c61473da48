# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls the program does without, each with what to use, and who may make escaped markup."""
import re

import tap

BANNED = {
    "g_strlcpy, g_strdup or GString": ["strcpy", "strcat", "strncpy", "strncat", "stpcpy", "gets"],
    "g_snprintf or g_strdup_printf": ["sprintf", "vsprintf"],
    "g_strsplit or a scanner": ["strtok", "strtok_r", "strsep"],
    "g_ascii_string_to_unsigned": ["atoi", "atol", "atoll", "atof"],
    "g_ascii_strtod": ["strtod", "strtof"],
    "nothing: output must not depend on the clock": [
        "gmtime", "gmtime_r", "localtime", "localtime_r", "ctime", "ctime_r", "asctime", "asctime_r",
        "mktime", "strftime", "time", "gettimeofday"],
    "nothing: output must not depend on the process's locale": [
        "setlocale", "newlocale", "uselocale", "localeconv", "strcoll", "strxfrm"],
    "the g_ascii_ family": [
        "isalpha", "isalnum", "isdigit", "isspace", "isupper", "islower", "ispunct", "isprint",
        "tolower", "toupper", "strcasecmp", "strncasecmp"],
    "a hash or an order": ["rand", "srand", "random", "drand48"],
    "the heap or a fixed array": ["alloca", "g_alloca", "g_newa", "g_newa0"],
    "g_spawn_sync with an argument vector": ["system", "popen"],
}
INSTEAD = {name: advice for advice, names in BANNED.items() for name in names}
CALL = re.compile(r"(?<![\w.>])(" + "|".join(INSTEAD) + r")[ \t]*\(")
EXIT = re.compile(r"(?<![\w.>])(_exit|_Exit|exit|quick_exit|abort)[ \t]*\(")
X_MACRO = re.compile(r'^[ \t]*#[ \t]*(?:define[ \t]+X\(|include[ \t]+"[^"\n]+\.(?:def|inc)")', re.M)

# An escaped string has a type of its own; these two modules make it.
HTML_MAKERS = ("src/render/", "src/template/")
HTML = re.compile(r"\bdip_html_\w+|\(struct dip_html\)\s*\{|\bstruct dip_html\s+\w+\s*=\s*\{")


def check(root):
    findings = []
    for path in tap.paths(root, ends=(".c", ".h", ".cc")):
        if not path.startswith(("src/", "tests/")) or path.endswith("/banned.h"):
            continue
        raw = tap.read(root, path)
        text = tap.blank(raw)
        for match in CALL.finditer(text):
            name = match.group(1)
            findings.append(f"{path}:{tap.line_of(text, match.start())}: "
                            f"{name}() is banned, use {INSTEAD[name]}")
        for match in X_MACRO.finditer(tap.blank(raw, strings=False)):
            findings.append(f"{path}:{tap.line_of(text, match.start())}: an X-macro")
        if path.startswith("src/"):
            findings += check_src(path, text)
    return findings


def check_src(path, text):
    findings = []
    if path != "src/main.c":
        findings += [f"{path}:{tap.line_of(text, m.start())}: {m.group(1)}() outside main"
                     for m in EXIT.finditer(text)]
    if not path.startswith(HTML_MAKERS):
        findings += [f"{path}:{tap.line_of(text, m.start())}: escaped markup is made in "
                     f"{' and '.join(HTML_MAKERS)} only" for m in HTML.finditer(text)]
    return findings


SAMPLES = [
    ("clean", {
        "src/site/a.c": 'int f(void)\n{\n    g_print("strcpy(a, b)"); /* exit(1) */\n'
                        "    my_strcpy(a); x->time(1); // atoi(s)\n    on_exit_code(3);\n}\n",
        "src/main.c": "int main(void)\n{\n    exit(1);\n}\n",
        "tests/unit/t.c": "int main(void)\n{\n    exit(77);\n}\n",
        "src/base/banned.h": "#define strcpy(a, b) banned\n",
    }, []),
    ("each kind", {"src/site/a.c": "strcpy(a, b);\nsprintf (a);\nstrtok(a);\natoi(a);\ngmtime(t);\n"
                                   "localtime(t);\nsetlocale(LC_ALL, s);\ngets(a);\nstrcat(a, b);\n"},
     ["a.c:1: strcpy()", "a.c:2: sprintf()", "a.c:3: strtok()", "a.c:4: atoi()", "a.c:5: gmtime()",
      "a.c:6: localtime()", "a.c:7: setlocale()", "a.c:8: gets()", "a.c:9: strcat()"]),
    ("in a test", {"tests/unit/t.c": "\nstrcpy(a, b);\n"}, ["tests/unit/t.c:2: strcpy()"]),
    ("exit outside main", {"src/cli/cli.c": "exit(2);\nabort();\n"}, ["exit() outside", "abort() outside"]),
    ("X-macros", {"src/diag/r.c": '#define X(a) a,\n#include "rules.def"\n'}, ["X-macro", "X-macro"]),
    ("markup made where it may be", {"src/render/a.c": "dip_html_escape(s);\n",
                                     "src/template/template.h": "struct dip_html dip_html_raw(void);\n",
                                     "src/emit/a.h": "void dip_emit_page(const struct dip_html *page);\n"}, []),
    ("markup made elsewhere", {
        "src/compose/a.c": "x = dip_html_escape(s);\ny = (struct dip_html){s};\nstruct dip_html h = {s};\n"},
     ["a.c:1: escaped markup", "a.c:2: escaped markup", "a.c:3: escaped markup"]),
]

if __name__ == "__main__":
    tap.main("banned", check, SAMPLES)
