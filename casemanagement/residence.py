# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change of residence status means for the person: better, worse, or another title of the same weight.

The steps say how safe somebody may stay, not what is right in law; what is in between (a Fiktionsbescheinigung,
a status in clarification) is compared with nothing, and the last title before it counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import MilestoneKind
from casemanagement.choices import ResidenceStatus as Status
from casemanagement.models import ResidenceChange

# From the least safe to citizenship.
STEPS: tuple[frozenset[str], ...] = (
    frozenset({Status.NONE, Status.BORDER_CROSSING}),
    frozenset(
        {
            Status.TOLERATION_IDENTITY,
            Status.TOLERATION,
            Status.TOLERATION_TRAINING,
            Status.TOLERATION_EMPLOYMENT,
        }
    ),
    frozenset({Status.ARRIVAL_CERTIFICATE, Status.ASYLUM_PERMISSION}),
    frozenset(
        {
            Status.PERMIT_EDUCATION,
            Status.PERMIT_EMPLOYMENT,
            Status.PERMIT_JOB_SEARCH,
            Status.PERMIT_FAMILY,
            Status.PERMIT_ADMISSION,
            Status.PERMIT_HARDSHIP,
            Status.PERMIT_TEMPORARY_PROTECTION,
            Status.PERMIT_ASYLUM_REFUGEE,
            Status.PERMIT_SUBSIDIARY,
            Status.PERMIT_REMOVAL_BAN,
            Status.PERMIT_HUMANITARIAN_OTHER,
            Status.PERMIT_WELL_INTEGRATED,
            Status.PERMIT_OPPORTUNITY,
            Status.PERMIT_OTHER,
        }
    ),
    frozenset({Status.SETTLEMENT_PERMIT, Status.EU_LONG_TERM, Status.EU_FREEDOM, Status.UK_WITHDRAWAL}),
    frozenset({Status.GERMAN, Status.REPATRIATE}),
)
STEP_OF = {status: number for number, step in enumerate(STEPS) for status in step}
# Nothing is known with these; they begin no history.
NOT_KNOWN = frozenset({Status.NOT_ASKED, Status.DECLINED_TO_ANSWER})


class Direction(models.TextChoices):
    FIRST = "first", _("am Anfang")
    IMPROVED = "improved", _("verbessert")
    WORSENED = "worsened", _("verschlechtert")
    EXTENDED = "extended", _("verlängert")
    SAME = "same", _("gleichwertig")
    BETWEEN = "between", _("Übergang")


@dataclass(frozen=True)
class Stage:
    """One line of the history, and what it is beside the one before."""

    row: ResidenceChange
    direction: Direction

    @property
    def milestone(self) -> MilestoneKind | None:
        """Which dated fact it is for the figures."""
        if self.direction is not Direction.IMPROVED:
            return None
        naturalised = self.row.status == Status.GERMAN
        return MilestoneKind.NATURALISATION_GRANTED if naturalised else MilestoneKind.RESIDENCE_TITLE_IMPROVED


def history(rows: Iterable[ResidenceChange]) -> list[Stage]:
    """In the order in which it was so."""
    return list(_compared(sorted(rows, key=_when)))


def balance(stages: list[Stage]) -> Direction | None:
    """From the first title that can be compared to the last one; none while there is nothing to compare."""
    known = [stage.row.status for stage in stages if stage.row.status in STEP_OF]
    return _compare(known[0], known[-1]) if len(known) > 1 else None


def _when(row: ResidenceChange) -> tuple[dt.date, int]:
    return row.since or dt.date.min, row.pk


def _compared(rows: list[ResidenceChange]) -> Iterator[Stage]:
    before: ResidenceChange | None = None
    title: str | None = None  # the last one that can be compared
    for row in rows:
        yield Stage(row, _direction(before, title, row))
        before, title = row, row.status if row.status in STEP_OF else title


def _direction(before: ResidenceChange | None, title: str | None, row: ResidenceChange) -> Direction:
    if before is None:
        return Direction.FIRST
    if row.status not in STEP_OF:
        return Direction.BETWEEN
    if title is None:
        return Direction.FIRST
    return _extended(before, row) or _compare(title, row.status)


def _extended(before: ResidenceChange, row: ResidenceChange) -> Direction | None:
    later = before.valid_until and row.valid_until and row.valid_until > before.valid_until
    return Direction.EXTENDED if before.status == row.status and later else None


def _compare(before: str, after: str) -> Direction:
    if STEP_OF[after] == STEP_OF[before]:
        return Direction.SAME
    return Direction.IMPROVED if STEP_OF[after] > STEP_OF[before] else Direction.WORSENED
