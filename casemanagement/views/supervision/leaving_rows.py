# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose contract or post ends while cases are open, and to whom each case could go: a proposal with its reason."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from casemanagement.caseload import POINTS_PER_VZAE, Colleague, colleagues
from casemanagement.choices import ConsentKind
from casemanagement.models import Assignment, Case, Consent
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import Membership, User
from permissions.rights import Right
from permissions.roles import Role

AHEAD = dt.timedelta(days=90)
AT_ONCE = 60  # cases on one page; what is left comes with the next


@dataclass(frozen=True)
class Leaving:
    """Somebody whose appointment ends, or has ended, with the number of open cases."""

    person: User
    house: str
    ends_on: dt.date | None
    cases: int


@dataclass
class Candidate:
    """A case manager to whom cases may go, as the load stands with what is proposed here."""

    colleague: Colleague
    points: Decimal

    @property
    def fill(self) -> Decimal:
        room = self.colleague.available * POINTS_PER_VZAE
        return self.points / room if room else Decimal(99)


@dataclass(frozen=True)
class Moving:
    """One case, whom the coordinator could choose, and whom the program proposes."""

    case: Any
    proposed: int | None
    reason: str
    consented: list[str] = field(default_factory=list)


def leaving(actor: Actor) -> list[Leaving]:
    """The nearest end first; whoever is gone already before everybody."""
    today = clock.today()
    counts = dict(_led(actor, today).order_by().values_list("person").annotate(number=Count("pk")))
    person: Any = actor.person
    members = Membership.objects.filter(
        organisation__in=organisations_of(person, actor.hat), role=Role.CASE_MANAGEMENT, person__in=counts
    )
    found: dict[int, Leaving] = {}
    for row in members.select_related("person", "organisation", "post").order_by("valid_from"):
        found[row.person_id] = Leaving(
            row.person, row.organisation.short_name, _end(row), counts[row.person_id]
        )
    # Of several appointments the last one counts.
    ending = [one for one in found.values() if one.ends_on and one.ends_on <= today + AHEAD]
    return sorted(ending, key=lambda one: (one.ends_on or today, one.person.display_name))


def one_leaving(actor: Actor, pk: int) -> Leaving | None:
    return next((one for one in leaving(actor) if one.person.pk == pk), None)


def cases_of(actor: Actor, person: User) -> list[Any]:
    led = _led(actor, clock.today()).filter(person=person).values("case")
    rows = Case.objects.permitted(actor, Right.ASSIGN).filter(pk__in=led)
    return list(rows.with_next_due().select_related("organisation").order_by("-urgency", "number")[:AT_ONCE])


def candidates(actor: Actor, leaver: User) -> list[Candidate]:
    """Everybody who stays and is there, by name."""
    person: Any = actor.person
    gone = {one.person.pk for one in leaving(actor)} | {leaver.pk}
    people = colleagues(organisations_of(person, actor.hat))
    return [Candidate(one, one.load.points) for one in people if one.person_id not in gone]


def proposals(cases: list[Any], known: list[Candidate]) -> list[Moving]:
    """Each case to whoever has most room in its house, else in a house that the client agreed to (C5)."""
    agreed: dict[int, dict[int, str]] = {}
    consents = Consent.objects.living(clock.today()).of_kind(ConsentKind.C5).filter(case__in=cases)
    for row in consents.select_related("recipient_organisation"):
        if row.recipient_organisation is not None:
            houses = agreed.setdefault(row.case_id, {})
            houses[row.recipient_organisation.pk] = row.recipient_organisation.short_name
    return [_propose(case, known, agreed.get(case.pk, {})) for case in cases]


def _propose(case: Any, known: list[Candidate], agreed: dict[int, str]) -> Moving:
    here = [one for one in known if one.colleague.organisation.pk == case.organisation_id]
    there = [one for one in known if one.colleague.organisation.pk in agreed]
    free = [one for one in here or there if one.colleague.absent_until is None] or here or there
    names = sorted(agreed.values())
    if not free:
        return Moving(case, None, _("Im eigenen Haus ist niemand, und C5 fehlt."), names)
    best = min(free, key=lambda one: (one.fill, one.colleague.name))
    best.points += 1
    house = best.colleague.organisation.short_name
    reason = (
        _("im Haus, meiste freie Kapazität") if here else _("C5 für %(house)s liegt vor") % {"house": house}
    )
    return Moving(case, best.colleague.person_id, reason, names)


def _led(actor: Actor, today: dt.date) -> Any:
    rows = Assignment.objects.permitted(actor, Right.ASSIGN).responsible(today)
    return rows.filter(case__closed_on=None)


def _end(row: Membership) -> dt.date | None:
    ends = [day for day in (row.valid_until, row.post.valid_until if row.post else None) if day]
    return min(ends, default=None)
