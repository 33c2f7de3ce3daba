# SPDX-License-Identifier: AGPL-3.0-or-later
"""The history of the residence status: each change with its day, and the milestones that follow from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from casemanagement.actions import goals
from casemanagement.casework import deed, write
from casemanagement.models import Case, ClientSituation, Milestone, ResidenceChange
from casemanagement.residence import NOT_KNOWN, history
from permissions import clock
from permissions.actor import Actor

Reached = set[tuple[str, dt.date]]


@dataclass(frozen=True)
class Title:
    """The status as it stands in the situation."""

    status: str
    valid_until: dt.date | None

    @classmethod
    def of(cls, situation: ClientSituation) -> Title:
        return cls(situation.residence_status, situation.residence_valid_until)

    @property
    def is_known(self) -> bool:
        return self.status not in NOT_KNOWN


@deed(None)
def note_change(
    case: Case,
    *,
    by: Actor,
    was: Title,
    now: Title,
    since: dt.date | None = None,
    is_correction: bool = False,
) -> None:
    """Keep what is so from now on; a slip that is put right changes the last line and what followed from it."""
    reached = _reached(case)
    rows = list(ResidenceChange.objects.filter(case=case).order_by("pk"))
    if not rows and was.is_known:
        rows = [_add(case, was, None)]
    if is_correction and rows:
        write(rows[-1], status=now.status, valid_until=now.valid_until, since=since or rows[-1].since)
    elif now.is_known or rows:
        _add(case, now, since or (clock.today() if rows else None))
    _follow(case, by, reached, _reached(case))


def _add(case: Case, title: Title, since: dt.date | None) -> ResidenceChange:
    return write(
        ResidenceChange(case=case, recorded_at=clock.now()),
        status=title.status,
        valid_until=title.valid_until,
        since=since,
    )


def _reached(case: Case) -> Reached:
    """The milestones that the history means."""
    stages = history(ResidenceChange.objects.filter(case=case))
    return {
        (stage.milestone.value, stage.row.since) for stage in stages if stage.milestone and stage.row.since
    }


def _follow(case: Case, by: Actor, before: Reached, after: Reached) -> None:
    for kind, day in sorted(before - after):
        Milestone.objects.filter(case=case, kind=kind, reached_on=day).delete()
    for kind, day in sorted(after - before):
        goals.reach_milestone(case, by=by, kind=kind, reached_on=day)
