# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever happens to a build, the output is the old site or the new one, or becomes one.

    kill.py --shim SHIM.so --build A=COMMAND --build B=COMMAND --build C=COMMAND [--points N]

Each COMMAND builds one version of a site to {out} (one argument each, split like a shell does).
Version B is built under the shim, over version A and over nothing, once for each call that changes
a file: the process is killed there, or the call fails. Then:

  * no journal: the output is exactly A, or, where the manifest is B's, exactly B;
  * a journal: each file is whole and is A's or B's, and what both have is there. This is what a
    reader sees while a commit runs: whole pages of two builds, for as long as it takes;
  * a build that was not killed either says what was wrong (status 1), or has made exactly B;
  * the next build, of B, A or C, makes exactly that, and leaves beside it what a clean one does.

The next build is killed and failed in the same way. --points limits each scenario to N calls,
spread evenly, for programs that are slow; without it, all calls are tried (of failures in the
build after a kill, always a sample). --deep is the number of kills that a second fault follows.
"""
import argparse
import concurrent.futures
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile

NAME = "public"
SPENDING = ("open", "write", "pwrite", "writev", "mkdir", "mkdirat", "rename", "ftruncate")
SAMPLE = 25      # calls that fail in the build after a kill
SANITIZER = re.compile(rb"AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:")


class Wrong(Exception):
    """What a state or a run should not have been."""


class Lab:
    """Commands, and what each makes of an empty folder."""

    def __init__(self, shim, commands, folder):
        self.shim, self.commands, self.folder = shim, commands, folder
        self.made = {}
        for version in commands:
            state = os.path.join(folder, f"clean-{version}")
            os.mkdir(state)
            run = self.run(state, version)
            if run.returncode != 0:
                raise SystemExit(f"version {version} can't be built at all:\n{run.stderr.decode()}")
            self.made[version] = (tree(site(state)), manifest(state), beside(state))

    def run(self, state, version, **shim):
        out = os.path.join(site(state), NAME)
        command = [a.replace("{out}", out) for a in shlex.split(self.commands[version])]
        env = dict(os.environ, LC_ALL="C")
        if shim:
            env.update({f"DIP_SHIM_{k.upper()}": str(v) for k, v in shim.items()},
                       LD_PRELOAD=self.shim, DIP_SHIM_UNDER=os.path.realpath(state))
            # The shim comes before the sanitizer's library; a killed process can't be asked for leaks.
            env["ASAN_OPTIONS"] = "verify_asan_link_order=0:" + env.get("ASAN_OPTIONS", "")
        return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=120, check=False)

    def calls(self, source, version):
        """The changing calls of a build of a version over a state, in order."""
        with self.copy(source) as state, tempfile.NamedTemporaryFile() as log:
            run = self.run(state, version, log=log.name)
            if run.returncode != 0:
                raise SystemExit(f"the shim alone breaks {version}:\n{run.stderr.decode()}")
            lines = log.read().decode().splitlines()
            return [line.split(" ", 2)[1:] for line in lines]

    def copy(self, source):
        return Copy(self.folder, source)


class Copy:
    """A copy of a state (None: an empty one), removed in the end."""

    def __init__(self, folder, source):
        self.path = tempfile.mkdtemp(dir=folder)
        if source is not None and os.path.isdir(site(source)):
            shutil.copytree(site(source), site(self.path), symlinks=True)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path)


def site(state):
    """The output's folder; made by the build, not before."""
    return os.path.join(state, "site")


def tree(folder):
    """Every path below the output: the bytes of a file, None for a folder."""
    found = {}
    root = os.path.join(folder, NAME)
    for here, folders, names in os.walk(root):
        for name in folders:
            found[os.path.relpath(os.path.join(here, name), root) + "/"] = None
        for name in names:
            with open(os.path.join(here, name), "rb") as file:
                found[os.path.relpath(os.path.join(here, name), root)] = file.read()
    return found if os.path.isdir(root) else None


def manifest(state):
    try:
        with open(os.path.join(site(state), f".{NAME}.manifest"), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def beside(state):
    """What lies beside the output: the bytes of a file, None for a folder."""
    found = {}
    for name in set(os.listdir(site(state))) - {NAME}:
        path = os.path.join(site(state), name)
        found[name] = None
        if not os.path.isdir(path):
            with open(path, "rb") as file:
                found[name] = file.read()
    return found


def difference(found, wanted):
    found, wanted = found or {}, wanted or {}
    for path in sorted(set(found) | set(wanted)):
        if path not in found:
            return f'"{path}" is missing'
        if path not in wanted:
            return f'"{path}" should not be there'
        if found[path] != wanted[path]:
            return f'"{path}" has {len(found[path])} other bytes, {len(wanted[path])} wanted'
    return "one exists and the other does not"


def want_exactly(state, made, what):
    found = tree(site(state))
    if found != made[0]:
        raise Wrong(f"the output is not exactly {what}: {difference(found, made[0])}")


def is_begun(state):
    return os.path.exists(os.path.join(site(state), f".{NAME}.journal"))


def check_between(state, lab, old, new):
    """What may be there after a build of @new over @old (None: nothing) that did not come to its end."""
    if not is_begun(state):
        done = manifest(state) == lab.made[new][1]
        want_exactly(state, lab.made[new] if done else lab.made.get(old, (None, None)),
                     f"{new}, as its manifest says" if done
                     else f"{old or 'nothing'}, as there is no journal")
    elif not old:
        if tree(site(state)) not in (None, lab.made[new][0]):
            raise Wrong("a new output is there but not whole")
    else:
        check_mixture(state, lab, [old, new])


def check_mixture(state, lab, versions):
    """While a commit is under way: whole files of these versions, and what all of them have."""
    found = tree(site(state)) or {}
    made = [lab.made[version][0] for version in versions]
    for path, content in found.items():
        if content not in [m[path] for m in made if path in m]:
            raise Wrong(f'"{path}" is not whole, or of none of {versions}')
    for path in set.intersection(*(set(m) for m in made)):
        if path not in found:
            raise Wrong(f'"{path}" is missing, though all of {versions} have it')


def check_done(state, lab, version, run):
    if run.returncode != 0:
        raise Wrong(f"the next build of {version} fails: {run.stderr.decode().strip()}")
    want_exactly(state, lab.made[version], version)
    if manifest(state) != lab.made[version][1]:
        raise Wrong(f"the manifest is not that of a clean build of {version}")
    found, wanted = beside(state), lab.made[version][2]
    if found != wanted:
        raise Wrong(f"beside the output: {difference(found, wanted)}")


def check_run(run, do):
    """A run that something happened to. @return True where it says that it is done"""
    if SANITIZER.search(run.stderr):
        raise Wrong(f"a sanitizer complains:\n{run.stderr.decode()}")
    if run.returncode == -signal.SIGKILL and do in ("kill", "torn"):
        return False
    if run.returncode == 0:
        return True
    if run.returncode != 1 or b"error: " not in run.stderr or b"[output-" not in run.stderr:
        raise Wrong(f"status {run.returncode}, without a diagnostic of the output's: "
                    f"{run.stderr.decode().strip()}")
    if do == "short":
        raise Wrong(f"a short write is no error: {run.stderr.decode().strip()}")
    return False


def follow(lab, state, nexts):
    for version in nexts[:-1]:
        with lab.copy(state) as later:
            check_done(later, lab, version, lab.run(later, version))
    check_done(state, lab, nexts[-1], lab.run(state, nexts[-1]))


def try_one(lab, source, old, new, nexts, do, at):
    """One fault at one call; then each of the next builds."""
    with lab.copy(source) as state:
        run = lab.run(state, new, do=do, at=at)
        if check_run(run, do):
            want_exactly(state, lab.made[new], f"{new}, though it says so")
        else:
            check_between(state, lab, old, new)
        follow(lab, state, nexts)


def try_again(lab, source, old, new, at, then, do, again):
    """A kill, and a fault in the build after it (which may have to complete the first)."""
    with lab.copy(source) as state:
        lab.run(state, new, do="kill", at=at)
        begun = is_begun(state)
        here = new if begun or manifest(state) == lab.made[new][1] else old
        run = lab.run(state, then, do=do, at=again)
        if check_run(run, do):
            want_exactly(state, lab.made[then], f"{then}, though it says so")
        elif not begun:
            check_between(state, lab, here, then)
        elif tree(site(state)) is not None:
            check_mixture(state, lab, [v for v in (old, new, then) if v])
        follow(lab, state, [then, old or new])


def guarded(function, *args):
    try:
        function(*args)
        return None
    except Wrong as wrong:
        return str(wrong)


def spread(items, count):
    items = list(items)
    if not count or len(items) <= count:
        return items
    return [items[i * (len(items) - 1) // max(count - 1, 1)] for i in range(count)]


class Tap:
    def __init__(self):
        self.count, self.bad = 0, 0

    def point(self, title, findings, tried):
        self.count += 1
        self.bad += bool(findings)
        print(f"{'not ok' if findings else 'ok'} {self.count} - {title}: {tried} tried", flush=True)
        for finding in findings[:8]:
            print("# " + finding.replace("\n", "\n# "), flush=True)


def scenario(tap, pool, title, jobs):
    """jobs: rows of (a name of the place, function, arguments)."""
    futures = [(name, pool.submit(guarded, function, *args)) for name, function, *args in jobs]
    findings = [f"{name}: {future.result()}" for name, future in futures if future.result()]
    if not futures:
        findings = ["nothing to try"]
    tap.point(title, findings, len(futures))


def recovery_jobs(lab, source, old, new, calls, then, do, points, deep):
    """Kills at a few calls before the journal's end and after it; a second fault at every call."""
    start = next(i for i, (name, path) in enumerate(calls, 1) if path.endswith(".journal"))
    firsts = [start // 2] + spread(range(start + 1, len(calls) + 1), deep)
    for at in firsts:
        with lab.copy(source) as state:
            lab.run(state, new, do="kill", at=at)
            again = lab.calls(state, then)
        for number in spread(range(1, len(again) + 1), points):
            name = f"{old or 'nothing'} to {new}, killed at {at}; then {then}, {do} at {number} " \
                   f"{' '.join(again[number - 1])}"
            yield name, try_again, lab, source, old, new, at, then, do, number


def run_all(lab, pool, tap, points, deep):
    states = {None: None, "A": os.path.join(lab.folder, "clean-A")}
    nexts = {None: ["B", "C"], "A": ["B", "A", "C"]}
    for old, source in states.items():
        calls = lab.calls(source, "B")
        print(f"# {old or 'nothing'} to B: {len(calls)} calls", flush=True)
        for do in ("kill", "torn", "ENOSPC", "EIO", "full", "short"):
            chosen = [n for n, (name, _) in enumerate(calls, 1)
                      if do not in ("torn", "short") or name in ("write", "pwrite")]
            if do == "full":
                chosen = [n for n in chosen if calls[n - 1][0] in SPENDING]
            later = nexts[old] if do == "kill" else nexts[old][:1] + nexts[old][-1:]
            scenario(tap, pool, f"{old or 'nothing'} to B, {do}",
                     [(f"at {n} {' '.join(calls[n - 1])}", try_one, lab, source, old, "B", later, do, n)
                      for n in spread(chosen, points)])
        for then in ("B", "C"):
            for do in ("kill", "ENOSPC", "EIO"):
                scenario(tap, pool, f"{old or 'nothing'} to B, killed; then {then}, {do}",
                         recovery_jobs(lab, source, old, "B", calls, then, do,
                                       points if do == "kill" else points or SAMPLE, deep))
    touched = check_quiet(lab)
    tap.point("a build of what is there touches nothing", touched, len(states))


def stamps(state):
    """What a change of any kind would change, but for the lock."""
    found = {}
    for here, folders, names in os.walk(site(state)):
        for name in [".", *names]:
            path = os.path.join(here, name)
            status = os.lstat(path)
            if not path.endswith(".lock"):
                found[path] = (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
    return found


def check_quiet(lab):
    state = os.path.join(lab.folder, "clean-A")
    before = stamps(state)
    lab.run(state, "A")
    after = stamps(state)
    return [f"touched: {p}" for p in sorted(set(before) | set(after)) if before.get(p) != after.get(p)]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--shim", required=True)
    parser.add_argument("--build", action="append", required=True)
    parser.add_argument("--points", type=int, default=0)
    parser.add_argument("--deep", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    commands = dict(build.split("=", 1) for build in options.build)
    tap = Tap()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        lab = Lab(os.path.realpath(options.shim), commands, os.path.realpath(folder))
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            run_all(lab, pool, tap, int(os.environ.get("KILL_POINTS", options.points)), options.deep)
    print(f"1..{tap.count}")
    sys.exit(1 if tap.bad else 0)


if __name__ == "__main__":
    main()
