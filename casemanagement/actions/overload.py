# SPDX-License-Identifier: AGPL-3.0-or-later
"""Überlastungsanzeige: a case manager tells her employer, the employer answers; the Fachaufsicht hears of capacity."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from casemanagement.actions import notices
from casemanagement.caseload import WEIGHTS
from casemanagement.casework import Conflict
from casemanagement.choices import AssignmentRole, NoticeKind, OverloadMeasure, Phase
from casemanagement.models import Assignment, Deadline, OverloadNotice
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import living_memberships, organisations_of
from permissions.hats import Hat
from permissions.models import Membership

# What changes nothing for the distribution of cases is between the two.
CHANGES_CAPACITY = {OverloadMeasure.NO_NEW_CASES, OverloadMeasure.REDISTRIBUTE, OverloadMeasure.MORE_CAPACITY}


def submit(*, by: Actor, words: str = "") -> OverloadNotice:
    """Submit the numbers of today and own words; the employer has to answer."""
    if by.person is None or by.hat is not Hat.CASE:
        raise NotPermitted
    membership = _employed(by)
    if membership is None:
        raise NotPermitted
    with transaction.atomic(), acting_as(by):
        notice = OverloadNotice(
            person=by.person,
            organisation=membership.organisation,
            submitted_at=clock.now(),
            numbers=numbers_of(membership),
            words=words,
        )
        notice.clean_fields(exclude=["person", "organisation"])
        notice.save(force_insert=True)
        notices.tell(
            NoticeKind.OVERLOAD_SUBMITTED,
            by=by,
            organisation=membership.organisation,
            to_hat=Hat.DIENST,
            person=by.person.pk,
        )
    return notice


def numbers_today(by: Actor) -> dict[str, Any]:
    """What would go to the employer now, to be seen before it does."""
    membership = _employed(by)
    return numbers_of(membership) if membership else {}


def answer(notice: OverloadNotice, *, by: Actor, measure: str, text: str = "") -> None:
    """The employer's measure; the coordinator hears of it as far as it changes capacity."""
    if by.person is None or by.hat is not Hat.DIENST:
        raise NotPermitted
    if measure not in OverloadMeasure.values:
        raise ValidationError({"measure": _("Bitte wählen Sie eine Maßnahme.")})
    with transaction.atomic(), acting_as(by):
        houses = organisations_of(by.person, by.hat)
        mine = OverloadNotice.objects.filter(organisation__in=houses.values("pk"))
        found = mine.select_related("organisation", "person").filter(pk=notice.pk).first()
        if found is None:
            raise NotPermitted
        if found.answered_at is not None:
            raise Conflict(_("Diese Anzeige ist schon beantwortet."))
        found.measure, found.answer = measure, text
        found.answered_by, found.answered_at = by.person, clock.now()
        found.clean_fields(exclude=["person", "organisation", "answered_by"])
        found.save(update_fields=["measure", "answer", "answered_by", "answered_at"])
        _tell(found, by, measure)


def _employed(by: Actor) -> Membership | None:
    if by.person is None:
        return None
    return living_memberships(by.person, Hat.CASE).select_related("organisation", "post").first()


def _tell(notice: OverloadNotice, by: Actor, measure: str) -> None:
    house = notice.organisation
    notices.tell(NoticeKind.OVERLOAD_ANSWERED, by=by, organisation=house, to_person=notice.person)
    if measure in CHANGES_CAPACITY:
        notices.tell(NoticeKind.CAPACITY_CHANGED, by=by, organisation=house, to_hat=Hat.FACH, measure=measure)


def numbers_of(membership: Membership) -> dict[str, Any]:
    """Cases led and stood in for, urgent and late ones, and the weighted load; no case, no name."""
    today = clock.today()
    mine = Assignment.objects.valid_on(today).filter(
        person=membership.person, case__state__in=["open", "waiting"]
    )
    led = mine.filter(role=AssignmentRole.RESPONSIBLE)
    late = Deadline.objects.overdue(today).values("case")
    weights = [_weight(row) for row in led.values("case__paused_since", "case__phase", "case__intensity")]
    return {
        "responsible": led.count(),
        "deputising": mine.filter(role=AssignmentRole.DEPUTY).count(),
        "urgent": led.filter(case__urgency="urgent").count(),
        "overdue": led.filter(case__in=late).aggregate(n=Count("case", distinct=True, filter=Q()))["n"],
        "points": str(sum(weights, start=type(WEIGHTS["low"])(0))),
        "vzae": str(membership.post.vzae) if membership.post else "0",
    }


def _weight(row: Mapping[str, Any]) -> Any:
    if row["case__paused_since"] is not None:
        return WEIGHTS["paused"]
    return WEIGHTS["entering"] if row["case__phase"] == Phase.INTAKE else WEIGHTS[row["case__intensity"]]
