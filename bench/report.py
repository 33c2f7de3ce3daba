# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of a benchmark, and whether its numbers of queries agree."""

import re
from dataclasses import dataclass
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


def loading(found: list[Measured]) -> str:
    return "Loaded in " + ", ".join(f"{size.seconds_to_load:.0f} s ({size.cases:,} cases)" for size in found)


def document(found: list[Measured]) -> str:
    parts = [
        ["# Benchmark", "", "Medians of 15 requests after 2, through the whole program, as the web server."],
        table(found),
        barrier(found),
        [verdict(found), "", loading(found) + "."],
        slowest(found[-1]),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"
