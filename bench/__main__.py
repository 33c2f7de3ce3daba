# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make bench`: loads each size, measures, prints a table; exit 1 when queries grow with the cases."""

import json
import os
import subprocess
import sys
import time

from bench import attack, report, stage, starting
from bench.report import Measured
from kim import servers

SIZES = "10000 100000"
REPORT = servers.VAR / "reports" / "bench.md"


def main() -> int:
    try:
        sizes = _sizes(os.environ.get("BENCH_CASES") or SIZES)
    except ValueError:
        print('BENCH_CASES holds numbers of cases: BENCH_CASES="2000 10000"', file=sys.stderr)
        return 2
    try:
        stage.prepare()
        found = [_measure(cases) for cases in sizes]
    except (subprocess.CalledProcessError, servers.ServerFailed) as error:
        print(error, file=sys.stderr)
        return 2
    stage.remove()
    starts = starting.seconds() | {"attack": attack.seconds()}
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(report.document(found, starts), encoding="utf-8")
    print("", report.summary(found, starts), f"Written to {REPORT}", sep="\n")
    return 1 if report.differing(found) else 0


def _sizes(text: str) -> list[int]:
    sizes = [int(word) for word in text.split()]
    if not sizes or min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _measure(cases: int) -> Measured:
    print(f"{cases:,} cases ...", flush=True)
    began = time.monotonic()
    stage.fill(cases)
    seconds = time.monotonic() - began
    print("  measuring ...", flush=True)
    web, owner = json.loads(stage.measured("web")), json.loads(stage.measured("owner"))
    return Measured(
        cases,
        seconds,
        web["pages"],
        web["count"],
        owner["count"],
        owner["identity"],
        owner["journal"],
        owner["policies"],
        f"PostgreSQL {owner['server']}",
    )


if __name__ == "__main__":
    sys.exit(main())
