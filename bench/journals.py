# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the two journals cost: a million lines checked at once, and one line more for a request."""

import statistics
import sys
import time
from collections.abc import Callable

from django.db import connection, transaction

from bench import processor
from casemanagement import journal
from casemanagement.casework import record_event
from casemanagement.choices import EventKind
from casemanagement.models import Case
from permissions import accesslog, anchors
from permissions.actor import Actor, acting_as
from permissions.models import AccessAction

ROWS = 1_000_000
REPETITIONS = 200
NEWEST = 2**62  # later than every event


def cost(actor: Actor) -> dict[str, float]:
    """Seconds for all lines, milliseconds for one; the lines are there first."""
    fill()
    rows = journal.length()
    checked = seconds(verify)
    anchored = seconds(
        lambda: anchors.recomputed({"last_event": NEWEST, "last_seal": 0, "last_account_seal": 0})
    )
    with transaction.atomic():
        case = Case.objects.earliest("pk")
        deeds = [
            worked(lambda: record_event(case, EventKind.WORK_DONE, by=actor)) for _line in range(REPETITIONS)
        ]
    accesses = [access(actor) for _page in range(REPETITIONS)]
    return {
        "rows": rows,
        "checked_s": checked,
        "million_s": checked * 1_000_000 / rows,
        "anchor_s": anchored,
        **_each("deed", deeds),
        **_each("access", accesses),
    }


def _each(name: str, lines: list[tuple[float, float]]) -> dict[str, float]:
    clock, cpu = zip(*lines, strict=True)
    return {
        f"{name}_ms": statistics.median(clock) * 1000,
        f"{name}_min_ms": min(clock) * 1000,
        f"{name}_cpu_ms": statistics.median(cpu),
    }


def worked(do: Callable[[], object]) -> tuple[float, float]:
    before = processor.milliseconds()
    return seconds(do), processor.milliseconds() - before


def access(actor: Actor) -> tuple[float, float]:
    """Seconds, and milliseconds of the server's processor, for the line that a page writes when it has asked for everything that it shows."""
    with transaction.atomic(), acting_as(actor):
        Case.objects.exists()
        return worked(lambda: accesslog.record(actor, AccessAction.READ, block="file", grant="x"))


def fill() -> None:
    """By COPY, case after case; the trigger chains every line as it does for a deed."""
    missing = ROWS - journal.length()
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY casemanagement_caseevent (case_id, kind, at, hat, data) FROM STDIN") as copy,
    ):
        for number in range(missing):
            copy.write_row(
                (cases[number * len(cases) // missing], "work_done", "2026-01-05 09:00+01", "case", "{}")
            )


def verify() -> None:
    if broken := journal.verify():
        sys.exit(str(broken[0]))


def seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
