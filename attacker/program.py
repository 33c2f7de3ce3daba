# SPDX-License-Identifier: AGPL-3.0-or-later
"""python -m attacker LEDGER.json: 0 nothing follows, 1 something does, 2 the ledger cannot be read."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from attacker.attack import Finding, attack
from attacker.published import Ledger, read


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="attacker", description=__doc__)
    parser.add_argument("ledger", help="everything ever published, as JSON; - reads standard input")
    parser.add_argument("--since", default="", metavar="WEEK", help="only editions from this week on")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    parser.add_argument("--json", action="store_true", help="findings for a program")
    options = parser.parse_args(arguments)
    try:
        text = sys.stdin.read() if options.ledger == "-" else Path(options.ledger).read_text("utf-8")
        ledger = read(json.loads(text))
    except (OSError, ValueError) as error:  # Unreadable and broken JSON are values, too
        print(f"attacker: {error}", file=sys.stderr)
        return 2
    findings = list(found(ledger, since=options.since, jobs=options.jobs))
    _say(findings, ledger, as_json=options.json)
    return 1 if findings else 0


def found(ledger: Ledger, *, since: str = "", jobs: int = 1) -> Iterator[Finding]:
    """Every finding, group of linked indicators by group; with a bar where somebody watches."""
    groups = ledger.groups()
    work = partial(_attacked, ledger, since)
    if jobs > 1:
        with get_context("spawn").Pool(jobs) as pool:
            yield from _watched(pool.imap(work, groups), len(groups))
    else:
        yield from _watched(map(work, groups), len(groups))


def _attacked(ledger: Ledger, since: str, group: frozenset[str]) -> list[Finding]:
    return list(attack(ledger, group, since=since))


def _watched(parts: Iterator[list[Finding]], groups: int) -> Iterator[Finding]:
    for done, part in enumerate(parts, 1):
        if sys.stderr.isatty():
            bar = "#" * (40 * done // groups)
            print(f"\r[{bar:40}] {done} of {groups}", end="", file=sys.stderr, flush=True)
        yield from part
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _say(findings: Sequence[Finding], ledger: Ledger, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"figures": len(ledger.figures), "findings": [asdict(one) for one in findings]}))
        return
    for finding in findings:
        print(finding)
    print(f"{len(ledger.figures)} figures in {len(ledger.weeks)} editions: {len(findings)} findings")
