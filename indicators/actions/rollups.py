# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each week once, whatever is started twice, missed, or killed on the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from indicators.models import CapacityFact, Fact, WeeklyFigure, WeeklyRollup
from indicators.rollup import compute, kommunen
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_in_role

if TYPE_CHECKING:
    from collections.abc import Iterator

ROLE = "kim_rollup"
LOCK_SPACE = 0x4B494D  # keeps our advisory locks apart from those of others
DUE_AFTER = dt.timedelta(hours=4)  # Monday 04:00: by then the last deed of Sunday is committed


class WeekNotOver(ValueError):
    """A week that still runs has no figures."""


class State(Enum):
    COMPUTED = "computed"
    EXISTS = "exists"
    ELSEWHERE = "elsewhere"  # another process is at it


@dataclass(frozen=True)
class Outcome:
    week: Week
    state: State
    rollup: WeeklyRollup | None


def roll_up(week: Week, *, by: Actor) -> list[Outcome]:
    """Compute the figures of a week for each municipality; what exists stays as it is."""
    if week.ends_at > clock.now():
        raise WeekNotOver(_("Die Woche %(week)s läuft noch; Zahlen gibt es ab Montag.") % {"week": week})
    with acting_in_role(ROLE), transaction.atomic():
        return [_roll_up(week, kommune, by) for kommune in kommunen(week.ends_at)]


def ensure_rollups(*, by: Actor) -> list[Outcome]:
    """Compute every week that is due and missing, from the first fact on, oldest first."""
    with acting_in_role(ROLE), transaction.atomic():
        missing = sorted(set(_missing(clock.now())))
    return [outcome for week in missing for outcome in roll_up(week, by=by)]


def _roll_up(week: Week, kommune: int, by: Actor) -> Outcome:
    if not _locked(week, kommune):
        return Outcome(week, State.ELSEWHERE, None)
    existing = WeeklyRollup.objects.of_week(week).filter(kommune=kommune).first()
    if existing is not None:
        return Outcome(week, State.EXISTS, existing)
    rollup, figures = compute(week, kommune)
    rollup.computed_by = by.person.pk if by.person else None
    rollup.save(force_insert=True)
    for figure in figures:
        figure.rollup = rollup
    WeeklyFigure.objects.bulk_create(figures)
    return Outcome(week, State.COMPUTED, rollup)


def _locked(week: Week, kommune: int) -> bool:
    # Held until the end of the transaction, so a killed process lets go of it at once.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)",
            [LOCK_SPACE + kommune, week.year * 100 + week.number],
        )
        return bool(cursor.fetchone()[0])


def _missing(now: dt.datetime) -> Iterator[Week]:
    last = Week.last_closed(now - DUE_AFTER)
    for kommune in kommunen(last.ends_at):
        rows = WeeklyRollup.objects.filter(kommune=kommune)
        existing = {Week(*key) for key in rows.values_list("year", "number")}
        first = Week.from_date(_first_known(kommune).astimezone(clock.BERLIN).date())
        yield from (week for week in Week.range(first, last) if week not in existing)


def _first_known(kommune: int) -> dt.datetime:
    moments: list[dt.datetime] = []
    for model in (Fact, CapacityFact):
        rows = model._default_manager.filter(kommune=kommune)
        moments += [found for found in rows.aggregate(first=Min("recorded_from")).values() if found]
    return min(moments)
