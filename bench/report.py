# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of a benchmark, and whether its numbers of queries agree."""

import os
import platform
import re
from dataclasses import dataclass, field
from typing import Any

LONGEST_SQL = 1500
COLUMN = r'(?:"\w+"\.)?"\w+"\."\w+"'
COLUMNS = re.compile(rf"{COLUMN}(?:, {COLUMN}){{2,}}")


@dataclass(frozen=True)
class Measured:
    """Everything found at one size."""

    cases: int
    seconds_to_load: float
    pages: list[dict[str, Any]]
    as_person: dict[str, Any]
    as_owner: dict[str, Any]
    identity: dict[str, dict[str, float]]
    journal: dict[str, float]
    policies: list[dict[str, Any]] = field(default_factory=list)
    server: str = ""

    @property
    def ratio(self) -> float:
        return float(self.as_person["milliseconds"] / self.as_owner["milliseconds"])


def differing(found: list[Measured]) -> list[str]:
    """The pages whose number of queries depends on the number of cases."""
    counts: dict[str, set[int]] = {}
    for size in found:
        for page in size.pages:
            counts.setdefault(page["path"], set()).add(page["queries"])
    return [path for path, known in counts.items() if len(known) > 1]


def table(found: list[Measured]) -> list[str]:
    """Pages in lines, sizes in columns."""
    sizes = [f"{size.cases:,} cases" for size in found]
    lines = [
        "| page | " + " | ".join(f"queries, {size} | ms | kB" for size in sizes) + " |",
        "|---|" + "---:|" * 3 * len(found),
    ]
    for place, page in enumerate(found[0].pages):
        cells = [_cells(size.pages[place]) for size in found]
        lines.append(f"| {page['name']} `{page['path']}` | " + " | ".join(cells) + " |")
    return lines


def _cells(page: dict[str, Any]) -> str:
    return f"{page['queries']} | {page['milliseconds']:.0f} | {page['kilobytes']:.0f}"


def barrier(found: list[Measured]) -> list[str]:
    lines = [
        "| unfiltered count of all cases | "
        + " | ".join(f"{size.cases:,} cases: rows | ms" for size in found)
        + " |",
        "|---|" + "---:|" * 2 * len(found),
    ]
    for name, key in (("case manager, behind the barrier", "as_person"), ("owner", "as_owner")):
        counts = [getattr(size, key) for size in found]
        cells = [f"{count['found']} | {count['milliseconds']:.1f}" for count in counts]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines.append("| ratio | " + " | ".join(f"| {size.ratio:.2f}" for size in found) + " |")
    return lines


def identity(found: list[Measured]) -> list[str]:
    """What the signature under the identity costs, in microseconds, against believing without it."""
    names = {
        "page": "25 cases of a case manager",
        "count": "unfiltered count of a case manager",
        "telling": "a transaction (believing: nobody told)",
    }
    lines = [
        "| signed identity | "
        + " | ".join(f"{size.cases:,} cases: µs signed | µs believing | µs more | ratio" for size in found)
        + " |",
        "|---|" + "---:|" * 4 * len(found),
    ]
    for key, name in names.items():
        cells = []
        for size in found:
            signed, believed = (size.identity[key][way] * 1000 for way in ("signed", "believed"))
            cells.append(f"{signed:.0f} | {believed:.0f} | {signed - believed:.0f} | {signed / believed:.2f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def policies(found: list[Measured]) -> list[str]:
    """The questions of a page behind the policies, and the same questions past them, in turns."""
    lines = [
        "| row-level security, ms (at its quickest; of the processor) | "
        + " | ".join(f"{size.cases:,} cases: with | without | more" for size in found)
        + " |",
        "|---|" + "---:|" * 3 * len(found),
    ]
    for place, page in enumerate(found[0].policies):
        cells = [_policy_cells(size.policies[place]) for size in found]
        lines.append(f"| {page['questions']} questions of `{page['path']}` | " + " | ".join(cells) + " |")
    return lines


def _policy_cells(page: dict[str, Any]) -> str:
    cells = [[f"{page[f'{way}_{figure}']:.1f}" for figure in FIGURES] for way in POLICY_WAYS]
    return " | ".join(f"{median} ({quickest}; {worked})" for median, quickest, worked in cells)


POLICY_WAYS = ("behind", "past", "more")
FIGURES = ("ms", "min_ms", "cpu_ms")
JOURNAL = {
    "rows": "lines in all journals of deeds",
    "checked_s": "checking every line, s",
    "million_s": "checking a million lines, s",
    "anchor_s": "the anchor over all chains, s",
    "deed_ms": "one line of a deed, ms",
    "deed_min_ms": "at its quickest, ms",
    "deed_cpu_ms": "of the server's processor, ms",
    "access_ms": "one event of the record of access, ms",
    "access_min_ms": "at its quickest, ms",
    "access_cpu_ms": "of the server's processor, ms",
}


def journal(found: list[Measured]) -> list[str]:
    """A million lines checked at once, and what one more costs a request."""
    lines = ["| journals | " + " | ".join(f"{size.cases:,} cases" for size in found) + " |"]
    lines.append("|---|" + "---:|" * len(found))
    for name, label in JOURNAL.items():
        shape = ",.0f" if name == "rows" else ".2f"
        lines.append(f"| {label} | " + " | ".join(format(size.journal[name], shape) for size in found) + " |")
    return lines


def slowest(size: Measured) -> list[str]:
    """The statement that each page waits for most, without its lists of columns."""
    lines = [f"Slowest statement of each page at {size.cases:,} cases:", ""]
    for page in size.pages:
        statement = COLUMNS.sub("…", page["slowest_sql"])[:LONGEST_SQL]
        lines.append(f"* `{page['path']}` {page['slowest_ms']:.0f} ms: `{statement}`")
    return lines


def verdict(found: list[Measured]) -> str:
    if paths := differing(found):
        return f"The number of queries differs between the sizes: {', '.join(paths)}"
    if len(found) == 1:
        return "One size only: nothing to compare."
    return "The number of queries is the same at every size."


def goals(found: list[Measured]) -> list[str]:
    """What was promised, and what the biggest size says."""
    size = found[-1]
    lines = ["| goal | median | at its quickest | of the processor | |", "|---|---:|---:|---:|---|"]
    for page in size.policies:
        limit = POLICY_LIMITS[page["path"]]
        name = f"row-level security on `{page['path']}` ≤ {limit} ms"
        lines.append(goal(name, limit, *[page[f"more_{figure}"] for figure in FIGURES]))
    for name, title in (("access", "record of access"), ("deed", "journal of deeds")):
        figures = [size.journal[f"{name}_{figure}"] for figure in FIGURES]
        lines.append(goal(f"{title} ≤ 1 ms per request", 1, *figures))
    lines.append(goal("a million lines checked < 30 s", 30, *[size.journal["million_s"]] * 3))
    return lines


def goal(name: str, limit: float, median: float, quickest: float, worked: float) -> str:
    """On a busy machine the clock tells of the others: the processor's time decides where it is known."""
    kept = "kept" if (worked or median) <= limit else "MISSED"
    return f"| {name} | {median:.2f} | {quickest:.2f} | {worked:.2f} | {kept} |"


POLICY_LIMITS = {"/fallarbeit/faelle/": 1, "/fallarbeit/": 1, "/fachaufsicht/faelle/": 20}


def loading(found: list[Measured]) -> str:
    return "Loaded in " + ", ".join(f"{size.seconds_to_load:.0f} s ({size.cases:,} cases)" for size in found)


def machine(found: list[Measured]) -> str:
    """Where and how it ran; a busy machine makes every median longer, the quickest less so."""
    sizes = " ".join(str(size.cases) for size in found)
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f'`BENCH_CASES="{sizes}" make bench`: {os.cpu_count()} cores ({platform.machine()}), load {load}, '
        f"Python {platform.python_version()}, {found[-1].server}."
    )


def starting(starts: dict[str, float]) -> str:
    """The demo without a caseload (what takes the first start is the set-up of the database), and the attacker."""
    return (
        f"`make demo` answers after {starts['first']:.1f} s, a later start after {starts['later']:.1f} s. "
        f"The attacker on 60 indicators of 143 cells: {starts['attack']:.1f} s (goal: 60)."
    )


def summary(found: list[Measured], starts: dict[str, float]) -> str:
    """What the screen shows."""
    parts = (table, barrier, policies, identity, journal, goals)
    tables = ["\n".join(part(found)) for part in parts]
    return "\n\n".join([*tables, starting(starts), verdict(found)])


def document(found: list[Measured], starts: dict[str, float]) -> str:
    head = "Medians of 15 requests after 2 (fewer where they take longer than 30 s), through the whole program, as the web server."
    parts = [
        ["# Benchmark", "", machine(found), "", head],
        [summary(found, starts), "", loading(found) + "."],
        slowest(found[-1]),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"
