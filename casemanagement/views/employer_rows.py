# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Dienstaufsicht sees of its own staff, by name in alphabetical order: figures are no ranking."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from casemanagement import caseload
from casemanagement.caseload import Colleague, Share
from casemanagement.forms.pages_employer import staff_of
from casemanagement.models import OverloadNotice
from casemanagement.working_days import add_months
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import Absence, ContractAlarm, Membership, Organisation, Post, User

MONTHS_AHEAD = 6
WEEKS_BACK = 13  # per person nobody looks further back
FULL, WIDEST = 100, 150  # per cent


@dataclass(frozen=True)
class House:
    """One employer: the sum, and the people behind it where the agreement allows it."""

    organisation: Organisation
    sum: Share
    people: list[Colleague]
    maximum: int = WIDEST
    limit: int = FULL

    @property
    def is_by_person(self) -> bool:
        agreed = self.organisation.agreement_on
        return agreed is not None and agreed <= clock.today()


@dataclass(frozen=True)
class Ending:
    """An appointment or a post that ends soon; whichever ends first."""

    name: str
    what: str
    organisation: str
    vzae: Any
    ends_on: date


@dataclass(frozen=True)
class Uncovered:
    """Somebody who is away while cases have nobody; numbers and urgency alone."""

    name: str
    until: date
    urgent: list[str]
    others: list[str]


def houses(actor: Actor) -> list[House]:
    """The load of every house of this Dienstaufsicht; the database decides whether people are named."""
    organisations = _houses(actor)
    people = caseload.colleagues(organisations)
    loads = caseload.loads()
    return [
        House(
            organisation=organisation,
            sum=caseload.total(
                [person for person in people if person.organisation == organisation],
                [load for load in loads if load.organisation_id == organisation.pk],
            ),
            people=[person for person in people if person.organisation == organisation],
            maximum=max([WIDEST, *(person.percent or 0 for person in people)]),
        )
        for organisation in organisations
    ]


def staff(actor: Actor) -> list[tuple[Membership, Absence | None]]:
    """Everybody employed here with their task, post, and whether they are away today."""
    members = staff_of(actor).select_related("person", "organisation", "post")
    rows = list(members.order_by("person__display_name", "role"))
    away = Absence.objects.valid_on(clock.today()).filter(person__in={row.person_id for row in rows})
    known = {row.person_id: row for row in away.select_related("substitute")}
    return [(row, known.get(row.person_id)) for row in rows]


def ending(actor: Actor) -> list[Ending]:
    """Appointments and vacant posts that end within six months, the nearest first."""
    today = clock.today()
    until = add_months(today, MONTHS_AHEAD)
    members = staff_of(actor).select_related("person", "organisation", "post")
    found = [_ending(row) for row in members if (end := _end(row)) and end <= until]
    held = Membership.objects.valid_on(today).filter(post__isnull=False).values("post")
    vacant = _posts(actor).ending(after=today, until=until).exclude(pk__in=held)
    found += [
        Ending("", post.title, post.organisation.short_name, post.vzae, post.valid_until)
        for post in vacant.select_related("organisation")
        if post.valid_until
    ]
    return sorted(found, key=lambda row: (row.ends_on, row.name))


def posts(actor: Actor) -> list[tuple[Post, str]]:
    """Every post of today and who holds it."""
    rows = _posts(actor).valid_on(clock.today()).select_related("organisation")
    members = staff_of(actor).filter(post__isnull=False).select_related("person")
    holders: dict[int | None, list[str]] = {}
    for row in members.order_by("person__display_name"):
        holders.setdefault(row.post_id, []).append(row.person.display_name)
    return [(post, ", ".join(holders.get(post.pk, []))) for post in rows.order_by("organisation", "title")]


def absences(actor: Actor) -> list[Absence]:
    """Present and coming ones first, then those of the last quarter."""
    since = clock.today() - dt.timedelta(weeks=WEEKS_BACK)
    rows = Absence.objects.filter(person__in=_people(actor), valid_until__gte=since)
    return list(rows.select_related("person", "substitute").order_by("-valid_until", "person__display_name"))


def overloads(actor: Actor) -> list[OverloadNotice]:
    """Those of own staff; what waits for an answer first, then the newest."""
    found = OverloadNotice.objects.filter(organisation__in=_houses(actor).order_by().values("pk"))
    found = found.select_related("person", "organisation", "answered_by")
    return list(found.order_by(F("answered_at").desc(nulls_first=True), "-submitted_at")[:50])


def in_words(numbers: dict[str, Any]) -> list[tuple[str, object]]:
    """The numbers of an Überlastungsanzeige."""
    labels = {
        "responsible": _("Fälle in Fallführung"),
        "urgent": _("davon dringend"),
        "overdue": _("davon mit überschrittener Frist"),
        "deputising": _("Fälle in Vertretung"),
        "points": _("Punkte nach Intensität"),
        "vzae": _("VZÄ"),
    }
    return [(label, _as_written(numbers.get(name, "–"))) for name, label in labels.items()]


def _as_written(number: object) -> object:
    """Kept as text with a point; read with a comma."""
    return str(number).replace(".", ",") if isinstance(number, str) else number


def samples_done(known: list[House]) -> list[tuple[str, date, int]]:
    """That samples were done, by house and month, with their number: no person, no case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, month, number FROM kim.samples_done() LIMIT 12")
        found = cursor.fetchall()
    names = {house.organisation.pk: house.organisation.short_name for house in known}
    return [(names.get(house, ""), month, number) for house, month, number in found]


def alarms(actor: Actor) -> list[ContractAlarm]:
    """Ends of contracts that were told and lie ahead, the nearest first."""
    found = ContractAlarm.objects.filter(
        organisation__in=_houses(actor).order_by().values("pk"), ends_on__gte=clock.today()
    )
    rows = found.select_related("membership__person", "organisation").order_by("ends_on", "days")
    nearest: dict[int, ContractAlarm] = {}
    for row in rows:
        nearest.setdefault(row.membership_id, row)
    return list(nearest.values())


def uncovered_absences(actor: Actor) -> list[Uncovered]:
    """Who is away while cases have nobody; until the house has named a substitute."""
    rows = caseload.uncovered()
    names = dict(
        User.objects.filter(pk__in={row.person_id for row in rows}).values_list("pk", "display_name")
    )
    people = sorted({row.person_id for row in rows}, key=lambda pk: names[pk])
    return [_uncovered(names[pk], [row for row in rows if row.person_id == pk]) for pk in people]


def _uncovered(name: str, rows: Iterable[caseload.Uncovered]) -> Uncovered:
    cases = list(rows)
    urgent = [case.case_number for case in cases if case.urgency == "urgent"]
    others = [case.case_number for case in cases if case.urgency != "urgent"]
    return Uncovered(name, cases[0].absent_until, urgent, others)


def _houses(actor: Actor) -> Any:
    person: Any = actor.person
    return organisations_of(person, actor.hat).order_by("name")


def _posts(actor: Actor) -> Any:
    return Post.objects.filter(organisation__in=_houses(actor).order_by())


def _people(actor: Actor) -> Any:
    return staff_of(actor).order_by().values("person")


def _end(row: Membership) -> date | None:
    ends = [day for day in (row.valid_until, row.post.valid_until if row.post else None) if day]
    return min(ends, default=None)


def _ending(row: Membership) -> Ending:
    end = _end(row) or date.max
    what = row.post.title if row.post else row.get_role_display()
    return Ending(
        row.person.display_name, what, row.organisation.short_name, row.post.vzae if row.post else None, end
    )
