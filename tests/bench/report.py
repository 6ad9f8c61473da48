# SPDX-License-Identifier: GPL-3.0-or-later
"""What results mean: targets, met or missed with the number, and tables for people."""

FLOOR_OF = {"cold": "floor", "cold-1": "floor-1", "nothing": "floor-stat"}
FLOOR_TITLES = {"floor": "the floor: writing all files", "floor-1": "the same with one worker",
                "floor-stat": "the floor: stat() of each file"}
JUDGED_SIZE = {"codes": 75, "locales": 4, "texts": 1.0}
OWN_MB = 64
BUSY = 0.7
DIGITS = {"×": 2, "": 2, "ms": 1, "MB": 1}


def median(results, row, name="diptych"):
    """A row's time in ms, None where it was not measured."""
    here = results["rows"].get(name, {}).get(row) or results["scale"].get(row)
    return here["wall_ms"]["median"] if here else None


def value_of(results, row, key):
    here = results["rows"]["diptych"].get(row) or results["scale"].get(row) or {}
    return here.get(key)


def ratio(a, b):
    return None if a is None or not b else a / b


def two_workers(results):
    """In the part that renders and writes: without what a build costs that stops when all is read."""
    one, two, read = (median(results, row) for row in ("cold-1", "cold", "mistake"))
    if None in (one, two, read) or min(one, two) <= read:
        return None
    return (one - read) / (two - read)


def reading(results):
    """What reading costs to what all the rest does."""
    two, read = median(results, "cold"), median(results, "mistake")
    return None if None in (two, read) or two <= read else read / (two - read)


def strangers(results, row):
    found = value_of(results, row, "strangers")
    return None if found is None else len(found)


def calls(results, key):
    return (results["calls"].get("diptych") or {}).get(key)


def calls_above(results):
    floor, cold = calls(results, "floor_per_page"), calls(results, "cold_per_page")
    return None if None in (floor, cold) else cold - floor


def opened(results):
    names = calls(results, "nothing_opened_for_writing")
    return None if names is None else len(names)


def per_page(results, row, against):
    return ratio(value_of(results, row, "us_per_page"), value_of(results, against, "us_per_page"))


def per_byte(results, row):
    """Time for each byte: pages of many locales are longer, since they list them."""
    here = ratio(median(results, row), value_of(results, row, "bytes"))
    return ratio(here, ratio(median(results, "cold"), results["size"]["bytes"]))


# Title, limit as told, unit, the value, the limit. "min": at least; all others: at most.
TARGETS = [
    ("cold full build, to the floor", "≤ 1.5", "×",
     lambda r: ratio(median(r, "cold"), median(r, "floor", name="floor")), 1.5),
    ("nothing changed", "≤ 30", "ms", lambda r: median(r, "nothing"), 30),
    ("nothing changed: opened for writing", "0", "files", opened, 0),
    ("nothing changed: rendered", "0", "pages", lambda r: value_of(r, "nothing", "rendered"), 0),
    ("one record's text changed", "≤ 60", "ms", lambda r: median(r, "record"), 60),
    ("one record: other pages written", "0", "files", lambda r: strangers(r, "record"), 0),
    ("one message of a catalog changed", "≤ 60", "ms", lambda r: median(r, "message"), 60),
    ("one message: other pages written", "0", "files", lambda r: strangers(r, "message"), 0),
    ("allocations a page, steady state", "0", "",
     lambda r: r["allocations"]["diptych"]["steady_per_page"], 0.005),
    ("system calls a page, above the floor's", "≤ 0.5", "", calls_above, 0.5),
    ("two workers against one", "≥ 1.8", "×", two_workers, ("min", 1.8)),
    ("reading, to all the rest", "≤ 1", "×", reading, 1),
    ("1,000 codes: time a page, to 75", "≤ 1.1", "×", lambda r: per_page(r, "codes-1000", "cold"), 1.1),
    ("1,000 codes: memory of its own", f"≤ {OWN_MB}", "MB",
     lambda r: value_of(r, "codes-1000", "own_mb"), OWN_MB),
    ("1,450 codes, archive: time a page, to 75", "≤ 1.1", "×",
     lambda r: per_page(r, "codes-1450", "archive"), 1.1),
    ("1,450 codes, archive: memory of its own", f"≤ {OWN_MB}", "MB",
     lambda r: value_of(r, "codes-1450", "own_mb"), OWN_MB),
    ("20 locales: time a byte, to 4", "≤ 1.1", "×", lambda r: per_byte(r, "locales-20"), 1.1),
]


def is_judged(results):
    size = results["size"]
    return (all(size[key] == value for key, value in JUDGED_SIZE.items()) and
            results["machine"]["file_system"] in ("tmpfs", "ramfs"))


def is_met(value, limit):
    return value >= limit[1] if isinstance(limit, tuple) else value <= limit


def targets(results):
    """Rows of results: met is None where nothing was measured, or of another size than the target's."""
    rows = []
    for title, told, unit, find, limit in TARGETS:
        value = find(results)
        known = value is not None and is_judged(results)
        rows.append({"title": title, "limit": told, "unit": unit,
                     "value": None if value is None else round(value, 3),
                     "met": is_met(value, limit) if known else None})
    return rows


def number(value, digits=1):
    return "–" if value is None else f"{value:,.{digits}f}"


def align(rows):
    """The first column to the left, all others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                               for i, (cell, width) in enumerate(zip(row, widths))).rstrip()
                     for row in rows)


def line_of(title, row, floor=None):
    wall = row["wall_ms"]
    return [title, number(wall["median"]), f"{number(wall['min'])}–{number(wall['max'])}",
            number(row["cpu_ms"]["median"]), number(row["us_per_page"], 2),
            number(row["peak_mb"]), number(row["own_mb"]),
            "–" if row["written"] is None else f"{row['written']:,}",
            *(number(ratio(row[key]["median"], floor[key]["median"]) if floor else None, 2)
              for key in ("wall_ms", "cpu_ms"))]


def times(results, rows):
    """Each row of each contender, with its ratio to the floor where there is one."""
    table = [["", "ms", "min–max", "CPU ms", "µs/page", "peak MB", "own MB", "written", "× floor", "CPU"]]
    floors = results["rows"].get("floor", {})
    table += [line_of(FLOOR_TITLES[kind], row) for kind, row in floors.items()]
    for row in rows:
        ours = results["rows"]["diptych"].get(row.id) or results["scale"].get(row.id)
        other = results["rows"].get("other", {}).get(row.id)
        floor = floors.get(FLOOR_OF.get(row.id))
        if ours:
            table.append(line_of(row.title, ours, floor))
        elif row.option and (results["scale"] or row.id in row.option[0]):
            table.append([row.title, "not built in", *[""] * 8])
        if other:
            table.append(line_of("    the other", other, floor))
    return align(table)


def counts(results):
    lines = []
    for name, found in results["calls"].items():
        if found is None:
            lines.append(f"{name}: system calls not counted: strace is missing, or may not trace")
            continue
        most = ", ".join(f"{call} {count:,}" for call, count in list(found["cold"].items())[:6])
        lines += [f"{name}: system calls a page, cold: {found['cold_per_page']}; "
                  f"the floor's: {found['floor_per_page']}", f"    {most}"]
        if found["nothing_opened_for_writing"]:
            lines.append("    nothing changed opened " + ", ".join(found["nothing_opened_for_writing"]))
    for name, found in results["allocations"].items():
        lines.append(f"{name}: allocations a page, cold: {found['per_page']}; "
                     f"in the steady state: {found['steady_per_page']}")
        if found["steady_by_file"]:
            lines.append("    " + ", ".join(f"{file} {count}" for file, count in
                                            found["steady_by_file"].items()))
    return "\n".join(lines)


def verdicts(results):
    words = {True: "met", False: "missed", None: "–"}
    table = [["target", "limit", "measured", ""]]
    for row in results["targets"]:
        value = number(row["value"], DIGITS.get(row["unit"], 0))
        table.append([row["title"], row["limit"], f"{value} {row['unit']}".rstrip(), words[row["met"]]])
    return align(table)


def changes(results, earlier, rows):
    """The medians then and now."""
    table = [[f"since {earlier['date']} ({earlier['commit']})", "then ms", "now ms", ""]]
    for name, taken in [*results["rows"].items(), ("diptych", results["scale"])]:
        for row, measured in taken.items():
            then, now = median(earlier, row, name=name), measured["wall_ms"]["median"]
            if then:
                title = FLOOR_TITLES.get(row) or next(r.title for r in rows if r.id == row)
                title = title if name != "other" else f"{title} (the other)"
                table.append([title, number(then), number(now), f"{(now / then - 1) * 100:+.0f} %"])
    same = all(results["machine"][key] == earlier["machine"][key]
               for key in ("processor", "cores", "kernel", "file_system"))
    notes = "" if same else "\nThen it was another machine or kernel."
    if any(results["size"][key] != earlier["size"][key] for key in JUDGED_SIZE):
        notes += "\nThen it was a site of another size."
    return align(table) + notes


def head(results):
    size, where = results["size"], results["machine"]
    changed = " with changes" if results["changed"] else ""
    return (f"Diptych {results['commit']}{changed}, {results['date']}; {results['runs']} rounds, "
            f"{results['workers']} workers\n"
            f"{size['codes']:,} codes, {size['locales']} locales, texts × {size['texts']}: "
            f"{size['pages']:,} pages, {size['files']:,} files, {size['bytes'] / 1e6:.1f} MB\n"
            f"{where['processor']}, {where['cores']} cores, {where['memory_gb']} GB, "
            f"Linux {where['kernel']}, {where['file_system']}; load before: {where['load']}")


def busy(results):
    """A warning, where others were at work."""
    load = results["machine"]["load"]
    if load < BUSY:
        return []
    return [f"The load was {load} before the first run: times are of little worth. Look at min, and CPU."]


def text(results, rows, earlier):
    parts = [head(results), *busy(results), times(results, rows), counts(results), verdicts(results)]
    if earlier is not None:
        parts.append(changes(results, earlier, rows))
    return "\n\n".join(parts)
