# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the program that are loaded when they are needed, and only then; where they are built, and installed.

modules.py --diptych PROGRAM --site SITE --modules NAME,... [--meson MESON --build BUILD]
"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import points  # noqa: E402

# The server's own leaks are libsoup's, see tests/serve/server.py.
ENVIRONMENT = dict(os.environ, LC_ALL="C.UTF-8", ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
PATIENCE_S = 60

# What a module is for: its commands, and what they bring into the process.
MODULES = {
    "serve": (["serve", "--port", "0"], "libsoup-3.0"),
    "audit": (["check", "--built", "--out", "site/public"], "libmodest"),
    "archive": (["build", "--archive", "made.tar"], "libarchive"),
    "compression": (["build", "--precompress", "gzip,brotli", "--out", "packed"], "libdeflate"),
}
# Of all modules; GIO came for the sake of compiled-in files once.
OPTIONAL = re.compile(r"lib(soup|gio|gobject|modest|jansson|archive|deflate|brotli|xml2|lzma)[-.\w]*\.so[.\d]*|modules/\w+\.so")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--site", required=True)
    parser.add_argument("--modules", required=True)
    parser.add_argument("--meson")
    parser.add_argument("--build")
    return parser.parse_args()


OPTIONS = arguments()
OPTIONS.diptych = os.path.abspath(OPTIONS.diptych)
HAVE = [name for name in OPTIONS.modules.split(",") if name]


def run(program, site, command):
    """What @p command ended with and printed. A server is asked to end as soon as it has an address."""
    process = subprocess.Popen([program, *command], cwd=site, env=ENVIRONMENT, text=True, errors="replace",
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = process.stdout.readline() if command[0] == "serve" else ""
    if first:
        process.send_signal(signal.SIGTERM)
    out, complaint = process.communicate(timeout=PATIENCE_S)
    return process.returncode, first + out, complaint


def loaded(site, command):
    """Names of the optional files that the dynamic linker has loaded, from the start to the end."""
    with tempfile.TemporaryDirectory() as folder:
        trace = {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": os.path.join(folder, "trace")}
        ENVIRONMENT.update(trace)
        try:
            status, _, complaint = run(OPTIONS.diptych, site, command)
        finally:
            for name in trace:
                del ENVIRONMENT[name]
        text = "".join(open(os.path.join(folder, name), errors="replace").read() for name in os.listdir(folder))
    inits = re.findall(r"calling init: (\S+)", text)
    problem = "" if status == 0 else f"status {status}: {complaint}"
    if not any(name.endswith("libc.so.6") for name in inits):
        problem += f"the trace says nothing: {text[:200]}"
    return {match.group() for name in inits if (match := OPTIONAL.search(name))}, problem


def check_plain(site, command):
    found, problem = loaded(site, command)
    return problem + (f"loaded {sorted(found)}" if found else "")


def check_needed(site, name):
    command, library = MODULES[name]
    found, problem = loaded(site, command)
    for wanted in (library, f"modules/{name}.so"):
        if not any(file.startswith(wanted) for file in found):
            problem += f"{wanted} is not among {sorted(found)}"
    return problem


def check_works(program, site, name):
    status, out, complaint = run(program, site, MODULES[name][0])
    return "" if status == 0 and complaint == "" and out else f"status {status}: {out}{complaint}"


def check_fails(program, site, name, *words):
    """One clear error; nothing is written, nothing crashes."""
    status, out, complaint = run(program, site, MODULES[name][0])
    problem = "" if status == 1 and out == "" else f"status {status}, printed {out!r}\n"
    for word in ("this program can't ", *words):
        if word not in complaint:
            problem += f"{word!r} is not in {complaint!r}\n"
    return problem


def run_alone(tap, site, folder):
    """The program without its modules does what needs none."""
    alone = os.path.join(folder, "bin", "diptych")
    os.makedirs(os.path.dirname(alone))
    shutil.copy(OPTIONS.diptych, alone)
    status, _, complaint = run(alone, site, ["build", "--out", "plain"])
    tap.check("without its modules, the program builds", "" if status == 0 else complaint)
    for name in HAVE:
        place = os.path.join(folder, "bin", "modules", name + ".so")
        tap.check(f"{name}: what is missing is named",
                  check_fails(alone, site, name, f'module "{name}" is missing', f'"{place}"'))
    os.makedirs(os.path.join(folder, "bin", "modules"))
    for name in HAVE:
        place = os.path.join(folder, "bin", "modules", name + ".so")
        with open(place, "w", encoding="utf-8") as file:
            file.write("This is no shared object, however long it may go on.\n" * 4)
        tap.check(f"{name}: what is no module is named",
                  check_fails(alone, site, name, f'module "{place}" can\'t be loaded: '))


def run_installed(tap, site, folder):
    """From where `meson install` puts it, also by a link, and from where that is moved to."""
    done = subprocess.run([OPTIONS.meson, "install", "-C", OPTIONS.build, "--no-rebuild", "--destdir",
                           os.path.join(folder, "staged")], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    programs = [os.path.join(inner, "diptych") for inner, _, names in os.walk(os.path.join(folder, "staged"))
                if "diptych" in names and os.path.basename(inner) == "bin"]
    tap.check("it is installed", "" if done.returncode == 0 and len(programs) == 1 else done.stdout)
    if not programs:
        return
    moved = os.path.join(folder, "moved")
    os.rename(os.path.dirname(os.path.dirname(programs[0])), moved)
    link = os.path.join(folder, "diptych-by-link")
    os.symlink(os.path.join(moved, "bin", "diptych"), link)
    for name in HAVE:
        tap.check(f"{name}: it works where it is installed", check_works(link, site, name))


def main():
    tap = points.Tap()
    with tempfile.TemporaryDirectory() as folder:
        site = os.path.join(folder, "site")
        shutil.copytree(OPTIONS.site, site)
        for command in (["build"], ["build", "--pseudo", "--out", "pseudo"], ["check"], ["locale", "status"],
                        ["explain", "key-unknown"], ["--version"]):
            tap.check(f"{' '.join(command)}: no optional library is loaded", check_plain(site, command))
        for name in HAVE:
            tap.check(f"{name}: it is loaded where it is needed", check_needed(site, name))
        run_alone(tap, site, folder)
        if OPTIONS.meson:
            run_installed(tap, site, folder)
    sys.exit(tap.end())


if __name__ == "__main__":
    main()
