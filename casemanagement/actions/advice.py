# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of the Kurzberatung: count, take back, and read the totals. Nobody is named anywhere."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from casemanagement.casework import Conflict, write
from casemanagement.choices import Stadtbezirk
from casemanagement.models import BriefAdvice
from casemanagement.models.advice import LONGEST, STEP
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.duties import organisations_of
from permissions.hats import Hat


@dataclass(frozen=True)
class Total:
    """How often something was counted, and how long it took."""

    what: str
    code: str
    number: int
    minutes: int


@transaction.atomic
def count(
    *,
    by: Actor,
    fields_of_action: list[str],
    minutes: int,
    language: str,
    outcome: str,
    stadtbezirk: str = "",
) -> BriefAdvice:
    """One more line of the sheet, for the house of whoever advised."""
    house = organisations_of(by.person, by.hat).first() if by.person and by.hat is Hat.DESK else None
    if house is None:
        raise NotPermitted
    if minutes % STEP or not STEP <= minutes <= LONGEST:
        raise ValidationError({"minutes": _("Bitte runden Sie auf fünf Minuten.")})
    return write(
        BriefAdvice(kommune_id=house.kommune_id, organisation=house, counted_by=by.person),
        fields_of_action=fields_of_action,
        stadtbezirk=stadtbezirk or Stadtbezirk.UNKNOWN,
        minutes=minutes,
        language=language,
        outcome=outcome,
        counted_on=clock.today(),
    )


def last_of(by: Actor) -> BriefAdvice | None:
    """What this person counted last today and may still take back."""
    mine = BriefAdvice.objects.filter(counted_by=by.person, counted_on=clock.today())
    return mine.order_by("-pk").first() if by.person else None


@transaction.atomic
def take_back(*, by: Actor) -> None:
    """Strike the last line, on the day it was written and by whoever wrote it."""
    last = last_of(by)
    if last is None or by.hat is not Hat.DESK:
        raise Conflict(_("Heute ist nichts mehr zurückzunehmen."))
    last.delete()


def counted(by: Actor, since: dt.date) -> QuerySet[BriefAdvice]:
    """What the house of this person has counted since a day."""
    houses = organisations_of(by.person, by.hat) if by.person else []
    return BriefAdvice.objects.filter(organisation__in=houses, counted_on__gte=since)


def totals(since: dt.date, until: dt.date) -> list[Total]:
    """For the coordination: sums over both days inclusive, never a line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kim.advice_totals(%s, %s)", [since, until])
        return [Total(*row) for row in cursor.fetchall()]


def forget_who() -> int:
    """Who counted is needed for a day; run as the system."""
    past = BriefAdvice.objects.filter(counted_on__lt=clock.today(), counted_by__isnull=False)
    return past.update(counted_by=None)
