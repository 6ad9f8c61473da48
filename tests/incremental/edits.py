# SPDX-License-Identifier: GPL-3.0-or-later
"""edits.py --diptych PROGRAM --root REPOSITORY [--seed N] [--edits N]: incremental equals full.

A small site is edited at random, as its editors, translators and publishers would. After each edit it is
built over what the build before left, and from nothing. Then, whatever the number of workers,

  * both outputs are the same, byte for byte;
  * what did not change was not touched: its time and its inode are those of before;
  * the summary counts, and --changes lists, what is different, and nothing else;
  * `check` had warned of just as many addresses as are gone;
  * the output is found fine by `check --built`;
  * one build more says that there is nothing to do, and nothing changes, not even the time of a folder.

At the end strace watches such a build: of all calls that could change a file it opens the lock.

The kinds of edits come in turns, so that each is tried; what they change is up to the seed, which is printed.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from points import Tap, tree  # noqa: E402

WORDS = ("answer archive bell carrier counter desk <b>drawer</b> envelope \"form\" ink & lamp ledger map "
         "parcel queue Schlüssel stamp {tray} voucher window").split()
TEMPLATES = ("base.html", "code.html", "pair.html", "family.html", "redirect.html", "parts/more-item.html",
             "parts/panel.html", "parts/compare-item.html")
MADE_UP = ("en-XA/", "ar-XB/")
URLS = ("https://full.example/", "https://full.example/deep/codes/", "https://other.example/")


class Wrong(Exception):
    """What a build should not have done."""


# --- the site ---

class Site:
    """The files of a site, and what edits have to know of them."""

    def __init__(self, program, root, folder, chance):
        self.program, self.root, self.folder, self.chance = program, root, folder, chance
        self.count = 0      # makes texts differ
        shutil.copytree(os.path.join(root, "tests/golden/full"), folder,
                        ignore=shutil.ignore_patterns("public", ".public*"))

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def read(self, path):
        with open(self.path(path), encoding="utf-8") as file:
            return file.read()

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.path(path)), exist_ok=True)
        with open(self.path(path), "w", encoding="utf-8") as file:
            file.write(text)

    def names(self, folder):
        there = os.path.isdir(self.path(folder))
        return sorted(os.listdir(self.path(folder))) if there else []

    def pick(self, folder):
        return self.chance.choice(self.names(folder))

    def words(self, least, most):
        self.count += 1
        chosen = [self.chance.choice(WORDS) for _ in range(self.chance.randint(least, most))]
        return " ".join(chosen).replace("{", "(").replace("}", ")") + f" no. {self.count}"

    def name(self):
        """Of a code: letters alone, and no other has it."""
        self.count += 1
        return "".join("ABCDEFGHIJ"[int(digit)] if i == 0 else "abcdefghij"[int(digit)]
                       for i, digit in enumerate(str(self.count))) + self.chance.choice([" Late", " Soon", ""])

    def set(self, path, key, value):
        """Set a key at the top of a YAML file; None removes it. @return what it was, or None."""
        text = self.read(path)
        found = re.search(rf"(?m)^{key}:(.*\n(?:[ -].*\n)*)", text)
        line = "" if value is None else f"{key}: {value}\n"
        self.write(path, text[:found.start()] + line + text[found.end():] if found else text + line)
        return found[1].strip() if found else None

    def get(self, path, key):
        found = re.search(rf"(?m)^{key}: (.*)", self.read(path))
        return found[1].strip().strip('"') if found else None


# --- edits: what each of them says is printed where something is wrong ---

def code_text(site):
    code = site.pick("content/demo/codes")
    key = site.chance.choice(["description", "when", "fix", "fix"])
    site.set(f"content/demo/codes/{code}", key, json.dumps(site.words(2, 30).capitalize() + ".", ensure_ascii=False))
    return f"{key} of {code}"


# What a record says besides its texts, and other pages of its.
DETAILS = {
    "see_also": lambda site, own: json.dumps([c for c in codes_of(site) if c != own][:site.chance.randint(1, 3)]),
    "references": lambda site, own: json.dumps([{"name": f"Part {site.count}", "url": f"https://spec.example/{own}"}]),
    "facts": lambda site, own: site.chance.choice(
        ["{final: yes}", "{final: no, headers: [X-A]}", "{again: later, must: [X-A]}", "{again: never, status: gone}",
         "{final: yes, status: current, headers: [X-A, X-B]}", "{must: []}"]),
    "flow": lambda site, own: json.dumps([["caller", "desk", f"GET {site.count}"], ["desk", "caller", own]]),
    "meaning": lambda site, own: f"it means {site.count}.",
    "encounter": lambda site, own: f"where it is told so {site.count}.",
}


def codes_of(site):
    return [name[:3] for name in site.names("content/demo/codes")]


def code_detail(site):
    """Added, changed or taken away."""
    own, key = site.chance.choice(codes_of(site)), site.chance.choice(list(DETAILS))
    site.count += 1
    optional = key != "facts" and site.chance.random() < 0.3
    site.set(f"content/demo/codes/{own}.yaml", key, None if optional else DETAILS[key](site, own))
    return f"{key} of {own}"


def same_text(site):
    """What one record says alone another one says, too."""
    codes = site.chance.sample(codes_of(site), 2)
    text = site.set(f"content/demo/codes/{codes[0]}.yaml", "fix", json.dumps(site.words(2, 4) + "."))
    site.set(f"content/demo/codes/{codes[1]}.yaml", "fix", text)
    return f"fix of {codes[1]} is what {codes[0]} had"


def link_label(site):
    """The links between pairs say more of a code, or no more."""
    label = site.chance.choice(["{a_code} / {b_code}", "{a_code} {a_name} vs {b_code} {b_name}",
                                "{a_code} {a_meaning} {b_code} {b_encounter}", "{a_class}: {a_code}, {b_code}: {b_fix}"])
    site.set("content/patterns.yaml", "pair_label", json.dumps(label))
    return label


def source_words(site):
    """The source's own catalog says a text otherwise; or there is none."""
    path = "locales/en/demo.po"
    if os.path.exists(site.path(path)) and site.chance.random() < 0.3:
        shutil.rmtree(site.path("locales/en"))
        return "no words of the source's"
    texts = []
    for code in codes_of(site):
        for key in ("description", "when", "fix"):
            text = site.get(f"content/demo/codes/{code}.yaml", key)
            if text and "{" not in text and "\\" not in text and '"' not in text:
                texts.append((key, text))
    key, text = site.chance.choice(texts)
    site.count += 1
    site.write(path, 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
                     f'msgctxt "{key}"\nmsgid "{text}"\nmsgstr "In other words {site.count}."\n')
    return f"{key}: {text}"


def family_words(site):
    """A class, a fact or an actor has another name."""
    path, way = "content/demo/family.yaml", site.chance.choice(["Refused", "Trying again", "Front desk", "Later", "In use"])
    site.count += 1
    site.write(path, re.sub(rf"\b{way}[ 0-9]*(?=[,}}\n])", f"{way} {site.count}", site.read(path)))
    return way


def comparison_text(site):
    """Written, changed, or taken away."""
    codes = [name[:3] for name in site.chance.sample(site.names("content/demo/codes"), 2)]
    low, high = sorted(codes)
    path = f"content/demo/comparisons/{low}-{high}.yaml"
    if os.path.exists(site.path(path)) and site.chance.random() < 0.3:
        os.unlink(site.path(path))
        return f"no {path}"
    site.write(path, f'pair: ["{low}", "{high}"]\nintro: {json.dumps(site.words(4, 12).capitalize() + ".")}\n')
    return path


def add_code(site):
    taken = site.names("content/demo/codes")
    code = site.chance.choice([c for c in map(str, (*range(100, 110), *range(200, 210), *range(400, 420)))
                               if c + ".yaml" not in taken])
    site.write(f"content/demo/codes/{code}.yaml",
               f'code: "{code}"\nname: {site.name()}\ndescription: {json.dumps(site.words(3, 9) + ".")}\n'
               f"when: When it is told so {site.count}.\nfix: Do as it says {site.count}.\nfacts: {{final: yes}}\n")
    return code


def remove_code(site):
    if len(site.names("content/demo/codes")) <= 3:
        return add_code(site)
    gone = site.pick("content/demo/codes")
    os.unlink(site.path("content/demo/codes", gone))
    for name in site.names("content/demo/comparisons"):
        if gone[:3] in name:
            os.unlink(site.path("content/demo/comparisons", name))
    for name in site.names("content/demo/codes"):
        path = f"content/demo/codes/{name}"
        also = re.findall(r"\d+", site.get(path, "see_also") or "")
        if gone[:3] in also:
            also.remove(gone[:3])
            site.set(path, "see_also", json.dumps(also))
    return f"no {gone}"


def slug(site, path):
    return re.sub("[^a-z0-9]+", "-", f"{site.get(path, 'code')} {site.get(path, 'name')}".lower())


def rename_code(site, keep=False):
    path = f"content/demo/codes/{site.pick('content/demo/codes')}"
    before, former = slug(site, path), re.findall(r"[a-z0-9-]+", site.get(path, "former_slugs") or "")
    site.set(path, "name", site.name())
    if keep:
        site.set(path, "former_slugs", json.dumps(former + [before]))
    return f"{path}, {before} before{', which is kept' if keep else ''}"


def rename_and_keep(site):
    return rename_code(site, keep=True)


def forget_former(site):
    for name in site.names("content/demo/codes"):
        if site.set(f"content/demo/codes/{name}", "former_slugs", None):
            return f"no former slugs of {name}"
    return rename_code(site, keep=True)


def message(site):
    """A translation is written, lost or made fuzzy."""
    locales = [tag for tag in site.names("locales") if os.path.exists(site.path("locales", tag, "site.po"))]
    if not locales:
        return add_locale(site)
    path = f"locales/{site.chance.choice(locales)}/{site.chance.choice(['site', 'demo'])}.po"
    entries = site.read(path).split("\n\n")
    fit = [i for i, entry in enumerate(entries) if re.search('(?m)^msgid ".', entry) and "#~" not in entry and
           "msgid_plural" not in entry and "{" not in entry and re.search('(?m)^msgstr "[^"\n]*"\n?\\Z', entry)]
    at = site.chance.choice(fit)
    way = site.chance.choice(["text", "text", "none", "fuzzy"])
    if way == "fuzzy" and "#, fuzzy" not in entries[at] and not entries[at].startswith("#"):
        entries[at] = "#, fuzzy\n" + entries[at]
    else:
        text = "" if way == "none" else f"Wort {site.count}"
        site.count += 1
        entries[at] = re.sub(r'(?m)^msgstr ".*"\n?\Z', f'msgstr "{text}"', entries[at])
    site.write(path, "\n\n".join(entries) + ("" if entries[-1].endswith("\n") else "\n"))
    return f"{way}: {path}: {entries[at]}"


def template(site):
    """One of the program's own is replaced, changed, or comes back."""
    name = site.chance.choice(TEMPLATES)
    path = f"templates/{name}"
    if os.path.exists(site.path(path)) and site.chance.random() < 0.4:
        os.unlink(site.path(path))
        return f"no {path}"
    with open(os.path.join(site.root, "templates", name), encoding="utf-8") as file:
        text = file.read()
    site.count += 1
    site.write(path, re.sub(r"<(h1|body|p|li)\b", rf'<\1 data-edit="{site.count}"', text, count=1))
    return path


def setting(site):
    path = "site/site.yaml"
    key = site.chance.choice(["name", "threshold", "links", "licence", "translators"])
    value = {
        "name": json.dumps(site.words(1, 2)),
        "threshold": str(site.chance.choice([0, 10, 50, 80, 100])),
        "links": site.chance.choice(["file", "folder"]),
        "licence": site.chance.choice([None, f'{{name: L{site.count}, url: "https://l.example/"}}']),
        "translators": f"https://guide.example/{site.count}",
    }[key]
    site.set(path, key, value)
    return f"{key}: {value}"


def address(site):
    now = site.get("site/site.yaml", "url")
    url = site.chance.choice([url for url in URLS if url != now])
    site.set("site/site.yaml", "url", url)
    return url


def add_locale(site):
    """As it is begun, or as it once was."""
    known = [tag for tag in ("de", "fr", "ar") if tag not in site.names("locales")]
    new = [tag for tag in ("es", "ja") if tag not in site.names("locales")]
    if known and (not new or site.chance.random() < 0.5):
        tag = site.chance.choice(known)
        shutil.copytree(os.path.join(site.root, "tests/golden/full/locales", tag), site.path("locales", tag))
        return f"{tag}, as it was"
    if not new:
        return remove_locale(site)
    tag = site.chance.choice(new)
    run(site, ["locale", "add", tag])
    return f"{tag}, empty"


def remove_locale(site):
    locales = [tag for tag in site.names("locales") if tag not in ("templates", "en")]
    if not locales:
        return add_locale(site)
    tag = site.chance.choice(locales)
    shutil.rmtree(site.path("locales", tag))
    return f"no {tag}"


def static(site):
    """A file is added, changed or removed, the stylesheet too; or a folder takes a file's place, or a file its."""
    way = site.chance.choice(["style", "place", "place", "change"])
    if way == "style":
        site.write("site/static/style.css", site.read("site/static/style.css") + f"\n.n{site.count}{{margin:0}}\n")
        site.count += 1
        return "style.css"
    path = "site/static/new thing" if way == "place" else "site/static/ü.txt"
    text = site.words(1, 3)
    if way == "change":
        site.write(path, text)
    elif os.path.isdir(site.path(path)):
        shutil.rmtree(site.path(path))
        site.write(path, text)
    elif os.path.exists(site.path(path)):
        os.unlink(site.path(path))
        site.write(path + "/in/it.txt", text)
    else:
        site.write(path, text)
    return path


def patterns(site):
    site.set("content/patterns.yaml", "code_title", f'"{{family}} {{code}} {{name}} {site.chance.randint(1, 99)}"')
    return "code_title"


def family(site):
    """A second one comes and goes."""
    other = site.path("content/other")
    if os.path.isdir(other):
        shutil.rmtree(other)
        return "no other"
    shutil.copytree(site.path("content/demo"), other)
    site.set("content/other/family.yaml", "name", "Other")
    return "other"


def title(site):
    site.set("content/demo/family.yaml", "title", json.dumps(site.words(1, 3).title()))
    return "the family's title"


def by_hand(site):
    """Somebody removes or cuts files of the output; the next build mends it."""
    public = sorted(tree(site.path("site/public")))
    for path in site.chance.sample(public, 3):
        if site.chance.random() < 0.5:
            os.unlink(site.path("site/public", path))
        else:
            os.truncate(site.path("site/public", path), 10)
    return "the output itself"


def pseudo(_):
    """The next build has the made-up languages, and the one after it has not."""
    return "made-up languages"


EDITS = (code_text, message, rename_and_keep, add_code, template, setting, remove_code, rename_code, add_locale,
         static, comparison_text, by_hand, remove_locale, forget_former, patterns, family, address, title, pseudo,
         code_detail, same_text, link_label, source_words, family_words)


# --- builds and what they leave ---

def stamps(folder, folders=False):
    """Time and inode of what is in a folder, and of what lies beside it, but for the lock."""
    found = {}
    for here, inner, names in os.walk(folder):
        for name in names + (inner if folders else []):
            status = os.lstat(os.path.join(here, name))
            found[os.path.relpath(os.path.join(here, name), folder)] = (status.st_mtime_ns, status.st_ino)
    for name in os.listdir(os.path.dirname(folder)) if folders else []:
        if not name.endswith(".lock"):
            status = os.lstat(os.path.join(os.path.dirname(folder), name))
            found["../" + name] = (status.st_mtime_ns, status.st_ino)
    return found


def run(site, arguments):
    done = subprocess.run([site.program, "-C", site.folder, *arguments], capture_output=True, text=True, timeout=60,
                          check=False)
    if done.returncode != 0:
        raise Wrong(f"{arguments}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr}")
    return done


def build(site, *arguments):
    jobs = str(site.chance.choice([1, 2, 5]))
    return json.loads(run(site, ["build", "--json", "--jobs", jobs, *arguments]).stdout)


def address_of(url, path):
    page = path == "index.html" or path.endswith("/index.html")
    return url + urllib.parse.quote(path[:-len("index.html")] if page else path, safe="/-._~!$&'()*+,;=:@")


def listed(url, before, after):
    """What --changes has to say, in no order."""
    lines = {f"added {address_of(url, p)}" for p in after.keys() - before.keys()}
    lines |= {f"removed {address_of(url, p)}" for p in before.keys() - after.keys()}
    return lines | {f"changed {address_of(url, p)}" for p in before.keys() & after.keys() if before[p] != after[p]}


def want(expected, found, what):
    if expected == found:
        return
    if isinstance(expected, (dict, set)):
        keys = expected ^ found if isinstance(expected, set) else \
            {k for k in expected.keys() | found.keys() if expected.get(k) != found.get(k)}
        raise Wrong(f"{what}: {len(keys)} differ: {sorted(keys)[:10]}")
    raise Wrong(f"{what}: expected {expected}, found {found}")


def announced(site):
    """How many addresses `check` says will vanish."""
    out = json.loads(run(site, ["check", "--json"]).stdout)
    texts = [d["text"] for d in out["diagnostics"] if d["rule"] == "address-vanishes"]
    return sum(1 + int(more[1]) if (more := re.search('" and ([0-9]+) more,', text)) else 1 for text in texts)


def check_step(site, before, flags, audits):
    """One build over @p before, the tree that the last one made. @return the tree that it makes."""
    public, fresh = site.path("site/public"), site.path("fresh/public")
    changes, url = site.path("changes.txt"), site.get("site/site.yaml", "url")
    warned = announced(site)
    damaged = tree(public)
    old = stamps(public)
    summary = build(site, "--changes", changes, *flags)
    shutil.rmtree(site.path("fresh"), ignore_errors=True)
    build(site, "--out", fresh, *flags)
    made, whole = tree(public), tree(fresh)
    want(whole, made, "built over the old site and from nothing")

    new = stamps(public)
    kept = {p for p in made if damaged.get(p) == made[p]}
    want({p: old[p] for p in kept}, {p: new[p] for p in kept}, "files that did not change were touched")
    # What somebody removed already, the build does not remove.
    want((len(made), len(made) - len(kept), len(kept), len(damaged.keys() - made.keys())),
         tuple(summary[k] for k in ("files", "written", "unchanged", "removed")), "the summary")
    want(sum(map(len, made.values())), summary["bytes"], "the sum of bytes")
    with open(changes, encoding="utf-8") as file:
        lines = file.read().splitlines()
    want(listed(url, before, made), set(lines), "the list of changes")
    want(len(lines), len(set(lines)), "lines of the list of changes")
    gone = {p for p in before.keys() - made.keys() if p.endswith("index.html") and not p.startswith(MADE_UP)}
    want(len(gone), warned, "addresses that vanish")
    if audits:
        run(site, ["check", "--built"])

    still = stamps(public, folders=True)
    again = run(site, ["build", *flags]).stdout
    if not again.startswith("Nothing to do. "):
        raise Wrong(f"one build more says: {again}")
    want(still, stamps(public, folders=True), "one build more")
    return made


# What can change a file, but for what is only looked at, and the standard streams.
CALLS = ("openat,open,creat,write,writev,pwrite64,pwritev,sendfile,copy_file_range,truncate,ftruncate,fallocate,"
         "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,mknod,mknodat,"
         "chmod,fchmod,fchmodat,chown,fchown,fchownat,lchown,utime,utimes,utimensat,futimesat,setxattr,fsetxattr")
LOOKING = re.compile(r"open(?:at)?\((?!.*O_(?:WRONLY|RDWR|CREAT|TRUNC))|p?writev?(?:64)?\([12]<|write\(\d+<anon_inode:|"
                     r"[a-z]+\([^,]*/tsan\.rodata\.|"
                     r'openat\([^"]*"(?:/dev/(?:null|tty)|/proc/[^"]*|\.public\.lock)"|.* = -1 E|---|\+\+\+')


def watched(site):
    """Calls of a build with nothing to do that could have changed a file; None where strace can't be had."""
    folder = site.path("calls")
    os.mkdir(folder)
    # A file for each thread: lines are whole.
    program = ["strace", "-ff", "-y", "-s", "200", "-o", os.path.join(folder, "of"), "-e", "trace=" + CALLS]
    env = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0")
    try:
        done = subprocess.run([*program, site.program, "-C", site.folder, "build", "--jobs", "1"],
                              capture_output=True, text=True, timeout=120, check=False, env=env)
    except OSError:
        return None
    if "Nothing to do" not in done.stdout:
        return None if "ptrace" in done.stderr.lower() else [done.stdout + done.stderr]
    calls = [call for log in tree(folder).values() for call in log.decode().splitlines()]
    if not any('.public.lock"' in call for call in calls):
        return ["the lock was not seen: strace watched something else"]
    return [call for call in calls if not LOOKING.match(call)]


# --- the test ---

def try_edit(tap, site, edit, before, audits):
    said = "?"
    try:
        said = edit(site)
        flags = ["--pseudo"] if edit is pseudo else []
        made = check_step(site, before, flags, audits)
        tap.check(f"{edit.__name__}: {said.splitlines()[0]}", None)
        return made
    except Wrong as wrong:
        tap.check(f"{edit.__name__}: {said.splitlines()[0]}", f"{said}\n{wrong}")
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--diptych", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--edits", type=int, default=30)
    options = parser.parse_args()
    program, tap = os.path.abspath(options.diptych), Tap()
    print(f"# --seed {options.seed} --edits {options.edits}", flush=True)
    usage = subprocess.run([program, "check", "--help"], capture_output=True, text=True, check=True).stdout
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="diptych-edits-") as folder:
        site = Site(program, os.path.abspath(options.root), os.path.join(folder, "site"), chance)
        turns = [edit for _ in range(0, options.edits, len(EDITS)) for edit in chance.sample(EDITS, len(EDITS))]
        build(site)
        made = tree(site.path("site/public"))
        for edit in turns[:options.edits]:
            made = try_edit(tap, site, edit, made, "--built" in usage)
            if made is None:
                print(f"# again: --seed {options.seed} --edits {tap.count}")
                break
        if made is not None:
            build(site)
            calls = watched(site)
            tap.check("calls of a build with nothing to do" + (" # SKIP no strace" if calls is None else ""),
                      "\n".join(calls or []))
    sys.exit(tap.end())


if __name__ == "__main__":
    main()
