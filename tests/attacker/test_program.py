# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacker as a program of its own: what it reads, what it answers, and that it knows nothing of ours."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.attacker.ledgers import EXACT, RULE, row

ROOT = Path(__file__).parents[2]
# Nothing of the project, nothing of Django: what comes with Python, and the two libraries it computes with.
PROGRAM = """
import sys
from attacker.program import main
code = main(sys.argv[1:])
ours = {"kim", "indicators", "casemanagement", "permissions", "workflows", "django"}
assert not ours & {name.split(".")[0] for name in sys.modules}, "knows too much"
sys.exit(code)
"""


def run(ledger: Any, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "-", *options],
        input=ledger if isinstance(ledger, str) else json.dumps(ledger),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_zero_when_nothing_follows() -> None:
    done = run({"meta": RULE, "rows": [row(20), row(15, org="awo")]})

    assert (done.returncode, done.stderr) == (0, "")
    assert "2 figures in 1 editions: 0 findings" in done.stdout


def test_one_when_something_follows_and_it_is_said() -> None:
    done = run({"meta": EXACT, "rows": [row(20), row(18, org="awo")]})

    assert done.returncode == 1
    assert "2026-W10 small: N: org awo, all others by org: 2 to 2" in done.stdout


def test_for_a_program_the_same_as_json() -> None:
    done = run({"meta": EXACT, "rows": [row(20), row(18, org="awo")]}, "--json")

    [finding] = json.loads(done.stdout)["findings"]
    assert (finding["kind"], finding["cell"], finding["lo"]) == ("small", [["org", "awo"]], 2)


def test_older_editions_are_known_and_not_judged_again() -> None:
    rows = [row(3, "2026-W10"), row(20, "2026-W11")]

    assert run({"meta": EXACT, "rows": rows}).returncode == 1
    assert run({"meta": EXACT, "rows": rows}, "--since", "2026-W11").returncode == 0
    near = [row(18, "2026-W10"), row(20, "2026-W11")]
    assert run({"meta": EXACT, "rows": near}, "--since", "2026-W11").returncode == 1


def test_two_processes_find_the_same() -> None:
    rows = [row(3, indicator=name) for name in ("A", "B", "C")]

    done = subprocess.run(
        [sys.executable, "-m", "attacker", "-", "--jobs", "2"],
        input=json.dumps({"meta": EXACT, "rows": rows}),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=60,
    )

    assert done.returncode == 1
    assert done.stdout.count("small") == len(rows)


@pytest.mark.parametrize(
    ("ledger", "said"),
    [
        ("{", "attacker: "),
        ({"rows": []}, "not a ledger: 'meta'"),
        ({"meta": EXACT, "rows": [{"week": "2026-W10"}]}, "row 1: 'dims'"),
        ({"meta": EXACT, "rows": [row(-1)]}, "row 1: -1 people"),
        ({"meta": {"rule": {"kind": "odd"}}, "rows": [row(1)]}, "row 1: unknown rule odd"),
    ],
    ids=["no json", "no meta", "no dims", "less than nobody", "unknown rule"],
)
def test_two_when_the_ledger_cannot_be_read(ledger: Any, said: str) -> None:
    done = run(ledger)

    assert done.returncode == 2
    assert said in done.stderr
