# SPDX-License-Identifier: GPL-3.0-or-later
"""Run case files: run.py [--update] --diptych PROGRAM [CASE…]

A case file tells what somebody did, what they were told, and the exit status. Before its first section
stands, in words, what should happen. Then, in order:

  === empty                   start from nothing instead of the site in base/
  === fresh                   start from base/ without having built it
  === file PATH               the lines below are the file; blank lines at their end are not
  === file PATH escaped       the same with Python's escapes (\\r, \\xff, \\u202e), and \\ at an end joins lines
  === file PATH python        the lines below are an expression of Python, of str or bytes
  === files python            an expression that gives {path: str or bytes}
  === edit PATH               lines to replace: "- old" and "+ new"; "  same" says where; blank between two
  === remove PATH             a file, or a folder with all in it
  === folder PATH             an empty folder
  === link PATH -> TARGET     a symbolic link
  === lock PATH               another process holds the file's lock while the next command runs
  === skip-unless REASON      the lines below are a shell command; where it fails, the case is skipped
  === terminal                the next command's stderr is a terminal; an escape character is shown as ␛
  === run COMMAND             for sh, in the site's folder; "diptych" is the program
  === exit N                  of it; 0 where not said
  === stderr, === stdout      exactly; nothing where not said; "any" for what does not matter
  === json                    stdout is JSON, and each line below an expression of Python about it, "out"
  === holds PATH, lacks PATH  the file has (has not) each of the lines below as a part of it
  === absent PATH             there is nothing of this name
  === todo REASON             the program is known to be wrong here: the case says what would be right, and
                              has to lose this line as soon as it holds

Times in stdout are shown as 0.00 s. What a command may not touch is checked without being said: only a
build or join that ends with 0 may change anything, and what `check` refuses `build` has to refuse in the same
words (but with --strict, for `check --host`, which only the host would mind, and for `check --built`, which
reads what was built). --update writes what was printed into the cases that differ; read it before you keep it. At the
end, the examples in docs/diagnostics.md are looked for in the cases.
"""
import argparse
import ast
import concurrent.futures
import difflib
import fcntl
import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import termios

HERE = os.path.dirname(os.path.abspath(__file__))
MANUAL = os.path.join(HERE, "..", "..", "docs", "diagnostics.md")
HEADER = re.compile(r"^=== ([a-z-]+)(?: (.*))?$")
TIMES = re.compile(r"\b\d+\.\d\d s\b")
VERDICTS = {"a build would write nothing": "nothing was written"}
TIMEOUT_S = 120


class Wrong(Exception):
    """The case does not hold; its text says how."""


class Skip(Exception):
    """This machine can't run the case."""


class Section:
    def __init__(self, word, argument, body=""):
        self.word, self.argument, self.body = word, argument, body

    def text(self):
        head = f"=== {self.word}" + (f" {self.argument}" if self.argument else "")
        return f"{head}\n{self.body}"


def parse(text):
    """The introduction, and the sections."""
    intro, sections = [], []
    for line in text.splitlines(keepends=True):
        match = HEADER.match(line.rstrip("\n"))
        if match:
            sections.append(Section(match[1], match[2] or ""))
        elif sections:
            sections[-1].body += line
        else:
            intro.append(line)
    for section in sections:
        section.body = section.body.rstrip("\n") + "\n" if section.body.strip("\n") else ""
    return "".join(intro), sections


# --- the folder of a case ---

def within(root, path):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def write(root, path, content):
    full = within(root, path)
    if os.path.islink(full):
        os.unlink(full)
    with open(full, "wb") as file:
        file.write(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)


def unescape(body):
    text = body.encode("ascii", "backslashreplace").decode("ascii")
    return ast.literal_eval("b'''" + re.sub(r"\\([uU])([0-9a-fA-F]+)", utf8_of, text).replace("'", "\\'") + "'''")


def utf8_of(match):
    digits = 4 if match[1] == "u" else 8
    character = chr(int(match[2][:digits], 16))
    return "".join(f"\\x{byte:02x}" for byte in character.encode()) + match[2][digits:]


def edit(root, path, body):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        text = file.read()
    for hunk in re.split(r"\n{2,}", body.strip("\n")):
        lines = [line if len(line) > 1 else line + " " for line in hunk.split("\n")]
        old = "".join(line[2:] + "\n" for line in lines if line[:2] in ("- ", "  "))
        new = "".join(line[2:] + "\n" for line in lines if line[:2] in ("+ ", "  "))
        if ("\n" + text).count("\n" + old) != 1 or not old:
            raise Wrong(f"the lines to replace are not there once in {path}:\n{old}")
        text = ("\n" + text).replace("\n" + old, "\n" + new)[1:]
    write(root, path, text)


def remove(root, path):
    full = os.path.join(root, path)
    if os.path.isdir(full) and not os.path.islink(full):
        shutil.rmtree(full)
    else:
        os.unlink(full)


def add_file(root, argument, body):
    path, _, kind = argument.partition(" ")
    if kind not in ("", "escaped", "python"):
        raise Wrong(f'a file can\'t be "{kind}"')
    write(root, path, eval(body, {}) if kind == "python" else unescape(body) if kind else body)


def add_files(root, _, body):
    for path, content in eval(body, {}).items():
        write(root, path, content)


def add_link(root, argument, _):
    path, target = argument.split(" -> ")
    os.symlink(target, within(root, path))


SETTERS = {
    "file": add_file,
    "files": add_files,
    "edit": edit,
    "remove": lambda root, path, _: remove(root, path),
    "folder": lambda root, path, _: os.makedirs(os.path.join(root, path)),
    "link": add_link,
}


def digest(path):
    try:
        with open(path, "rb") as file:
            return hashlib.sha1(file.read()).hexdigest()
    except PermissionError:
        return "not for us"


def snapshot(root):
    """All below root but locks: for a file what it holds and when it was written."""
    found = {}
    for here, folders, names in os.walk(root):
        for name in folders + names:
            full = os.path.join(here, name)
            path = os.path.relpath(full, root)
            if os.path.islink(full):
                found[path] = os.readlink(full)
            elif os.path.isdir(full):
                found[path + "/"] = "folder"
            elif os.path.isfile(full) and not name.endswith(".lock"):
                found[path] = (digest(full), os.stat(full).st_mtime_ns)
    return found


# --- running ---

class Result:
    def __init__(self, status, out, err):
        self.status = status
        self.out = TIMES.sub("0.00 s", out.decode("utf-8", "backslashreplace"))
        self.err = err.decode("utf-8", "backslashreplace").replace("\033", "␛")
        self.err = self.err.replace(f"(process {os.getpid()})", "(process 4242)")


def read_terminal(master):
    pieces = []
    try:
        while piece := os.read(master, 65536):
            pieces.append(piece)
    except OSError:  # the other end is closed
        pass
    os.close(master)
    return b"".join(pieces)


def execute(command, root, program, terminal=False):
    env = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    env |= {"PATH": os.path.dirname(program) + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8",
            "TERM": "xterm", "HOME": root}
    command = f"exec {command}" if re.match(r"diptych [^;&|]*$", command) else command
    arguments = {"args": ["sh", "-c", command], "cwd": root, "env": env, "stdin": subprocess.DEVNULL}
    if not terminal:
        run = subprocess.run(**arguments, capture_output=True, timeout=TIMEOUT_S, check=False)
        return Result(run.returncode, run.stdout, run.stderr)
    master, slave = pty.openpty()
    settings = termios.tcgetattr(slave)
    settings[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, settings)
    with subprocess.Popen(**arguments, stdout=subprocess.PIPE, stderr=slave) as process:
        os.close(slave)
        err = read_terminal(master)
        out = process.stdout.read()
        process.wait(TIMEOUT_S)
    return Result(process.returncode, out, err)


def lock(root, path):
    """Hold a lock as a build does: one kind keeps others out, the other tells them by whom."""
    file = open(within(root, path), "a+b")  # pylint: disable=consider-using-with
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX)
    return file


def difference(name, expected, found):
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), f"{name} expected",
                                 f"{name} found", lineterm="", n=2)
    return "\n".join(lines)


def want_same(before, after, why):
    changed = sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p))
    if changed:
        raise Wrong(f"{why}, and it touched: " + ", ".join(changed[:5]))


class Case:
    def __init__(self, path, program, built):
        self.path, self.program, self.built = path, program, built
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as file:
            self.intro, self.sections = parse(file.read())
        self.todo = next((s.argument for s in self.sections if s.word == "todo"), None)
        self.problems, self.results = [], []
        self.locks, self.terminal = [], False

    def prepare(self, root):
        words = [section.word for section in self.sections]
        if "run" not in words or not self.intro.strip():
            raise Wrong("a case has an introduction in words and runs something")
        if "empty" not in words:
            source = os.path.join(HERE, "base") if "fresh" in words else self.built
            shutil.copytree(source, root, symlinks=True, dirs_exist_ok=True)

    def perform(self, root):
        self.prepare(root)
        for at, section in enumerate(self.sections):
            if section.word == "run":
                expectations = []
                for later in self.sections[at + 1:]:
                    if later.word not in CHECKS:
                        break
                    expectations.append(later)
                self.run(root, section.argument, expectations)
            elif section.word == "lock":
                self.locks.append(lock(root, section.argument))
            elif section.word == "terminal":
                self.terminal = True
            elif section.word == "skip-unless":
                if execute(section.body.strip(), root, self.program).status != 0:
                    raise Skip(section.argument)
            elif section.word in SETTERS:
                SETTERS[section.word](root, section.argument, section.body)
            elif section.word not in CHECKS and section.word not in ("empty", "fresh", "todo"):
                raise Wrong(f'there is no section "{section.word}"')

    def run(self, root, command, expectations):
        before = snapshot(root)
        result = execute(command, root, self.program, self.terminal)
        if not re.search("build|join", command) or result.status != 0:
            want_same(before, snapshot(root), f"the exit status is {result.status}")
        self.results.append(result)
        given = {s.word: s for s in expectations}
        for word in ("exit", "stderr", "stdout"):
            expected = given.get(word, Section(word, ""))
            if not (word == "stdout" and "json" in given):
                self.note(CHECKS[word](root, result, expected))
        for section in expectations:
            if section.word in ("json", "holds", "lacks", "absent"):
                self.note(CHECKS[section.word](root, result, section))
        if re.search(r"diptych check(?!.* --(built|host|json|strict))", command) and result.status == 1:
            self.check_build(root, command.replace("diptych check", "diptych build"), result)
        for held in self.locks:
            held.close()
        self.locks, self.terminal = [], False

    def check_build(self, root, command, checked):
        before = snapshot(root)
        result = execute(command, root, self.program, self.terminal)
        want_same(before, snapshot(root), f"`{command}` ended with {result.status}")
        said = checked.err
        for check, build in VERDICTS.items():
            said = said.replace(check, build)
        if result.status != 1 or result.err != said:
            self.note(f"`build` ended with {result.status} and said something else than `check`\n" +
                      difference("stderr", said, result.err))

    def note(self, problem):
        if problem:
            self.problems.append(problem)

    def update(self):
        sections, results = [], list(self.results)
        if len(results) != sum(section.word == "run" for section in self.sections):
            return
        for section in self.sections:
            if section.word not in ("exit", "stderr", "stdout") or section.argument == "any":
                sections.append(section)
            if section.word == "run":
                sections += outcome(results.pop(0), any_of(self.sections, section))
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(self.intro + "".join(section.text() for section in sections))


def any_of(sections, run):
    """Words of the expectations behind a run whose text is not to be written."""
    words = set()
    for section in sections[sections.index(run) + 1:]:
        if section.word not in CHECKS:
            break
        if section.argument == "any":
            words.add(section.word)
        if section.word == "json":
            words.add("stdout")
    return words


def outcome(result, without):
    sections = [Section("exit", str(result.status))]
    for word, text in (("stderr", result.err), ("stdout", result.out)):
        if text and word not in without:
            sections.append(Section(word, "", text))
    return sections


# --- what a command did ---

def check_exit(_, result, expected):
    wanted = int(expected.argument or 0)
    return None if result.status == wanted else f"exit status {result.status}, expected {wanted}"


def check_text(name, found, expected):
    if expected.argument == "any" or found == expected.body:
        return None
    return difference(name, expected.body, found)


def check_json(_, result, expected):
    try:
        out = json.loads(result.out)
    except ValueError as error:
        return f"stdout is not JSON: {error}\n{result.out}"
    wrong = [line for line in expected.body.splitlines() if not eval(line, {"out": out, "len": len})]
    return "does not hold: " + "; ".join(wrong) + "\n" + result.out if wrong else None


def check_holds(root, _, expected):
    path = os.path.join(root, expected.argument)
    if not os.path.exists(path):
        return f"{expected.argument} is not there"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    wrong = [line for line in expected.body.splitlines() if (line in text) != (expected.word == "holds")]
    return f"{expected.argument} {expected.word} not: " + "; ".join(wrong) if wrong else None


def check_absent(root, _, expected):
    return f"{expected.argument} is there" if os.path.lexists(os.path.join(root, expected.argument)) else None


CHECKS = {
    "exit": check_exit,
    "stderr": lambda _, result, expected: check_text("stderr", result.err, expected),
    "stdout": lambda _, result, expected: check_text("stdout", result.out, expected),
    "json": check_json,
    "holds": check_holds,
    "lacks": check_holds,
    "absent": check_absent,
}


def run_case(case, folder):
    """@return "" where the case holds, "skip …", or what is wrong."""
    root = tempfile.mkdtemp(dir=folder)
    try:
        case.perform(root)
    except Skip as skip:
        return f"skip {skip}"
    except (Wrong, OSError, subprocess.TimeoutExpired) as wrong:
        case.note(str(wrong))
    finally:
        for here, folders, _ in os.walk(root):
            for name in folders:
                if not os.path.islink(os.path.join(here, name)):
                    os.chmod(os.path.join(here, name), 0o755)
        shutil.rmtree(root)
    return "\n".join(case.problems)


# --- the manual ---

def manual_examples():
    """Blocks of docs/diagnostics.md, indented by four, that show a message."""
    with open(MANUAL, encoding="utf-8") as file:
        text = file.read()
    for match in re.finditer(r"(?:^(?:    .*)?\n)+", text, re.M):
        block = re.sub(r"^    ", "", match[0], flags=re.M).strip("\n")
        if re.search(r"(error|warning): .*\[[a-z0-9-]+\]", block):
            yield text.count("\n", 0, match.start()) + 2, block


def check_manual(cases):
    shown = "\n".join(s.body for case in cases for s in case.sections if s.word == "stderr")
    return [f"docs/diagnostics.md:{line}: no case shows\n{block}"
            for line, block in manual_examples() if block + "\n" not in shown]


# --- all ---

def report(number, name, problem, todo=None):
    directive = f" # SKIP {problem[5:]}" if problem.startswith("skip ") else f" # TODO {todo}" if todo else ""
    good = not problem or problem.startswith("skip ")
    print(f"{'ok' if good else 'not ok'} {number} - {name}{directive}", flush=True)
    if not good:
        print("# " + problem.replace("\n", "\n# "), flush=True)
    return good if todo is None else not good


def build_base(program, folder):
    root = os.path.join(folder, "built")
    shutil.copytree(os.path.join(HERE, "base"), root)
    result = execute("diptych build --quiet", root, program)
    if result.status != 0 or result.err:
        sys.exit(f"Bail out! the base site can't be built:\n{result.err}")
    return root


def main():
    parser = argparse.ArgumentParser(description="Run case files; the top of run.py says what is in one.")
    parser.add_argument("--diptych", required=True, metavar="PROGRAM")
    parser.add_argument("--update", action="store_true", help="write what was printed into the cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("cases", nargs="*", metavar="CASE")
    options = parser.parse_args()
    program = os.path.abspath(options.diptych)
    every = sorted(os.path.join(HERE, n) for n in os.listdir(HERE) if n.endswith(".case"))
    with tempfile.TemporaryDirectory(prefix="diptych-case-") as folder:
        built = build_base(program, folder)
        cases = [Case(path, program, built) for path in options.cases or every]
        print(f"1..{len(cases) + (not options.cases)}")
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            problems = list(pool.map(lambda case: run_case(case, folder), cases))
    good = True
    for number, (case, problem) in enumerate(zip(cases, problems), 1):
        good &= report(number, case.name, problem, case.todo)
        if options.update and problem and case.results and case.todo is None:
            case.update()
    if not options.cases:
        good &= report(len(cases) + 1, "examples in the manual", "\n".join(check_manual(cases)))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
