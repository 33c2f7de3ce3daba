# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the registers: a breach with its 72 hours, and a complaint on its way to whom it concerns."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement.actions import notices
from casemanagement.casework import Conflict, write
from casemanagement.choices import NoticeKind
from casemanagement.choices.requests import (
    BreachRisk,
    ComplaintAddressee,
    ComplaintState,
    ComplaintSubject,
)
from casemanagement.models import Case, Complaint, DataBreach
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Membership, Organisation, User
from permissions.roles import Role

# Whom a complaint is for follows from what it is about, and nobody chooses otherwise.
ROUTES = {
    ComplaintSubject.CONTENT: ComplaintAddressee.COORDINATION,
    ComplaintSubject.BEHAVIOUR: ComplaintAddressee.EMPLOYER,
    ComplaintSubject.COORDINATION: ComplaintAddressee.OFFICE,
}
TOLD = {
    ComplaintAddressee.COORDINATION: (Hat.FACH,),
    ComplaintAddressee.EMPLOYER: (Hat.DIENST,),
    ComplaintAddressee.OFFICE: (Hat.DIENST, Hat.DSB),
}
TASK_OF = {ComplaintSubject.COORDINATION: Role.FACHAUFSICHT}


@transaction.atomic
def enter_breach(
    *,
    by: Actor,
    kind: str,
    description: str,
    known_at: dt.datetime,
    happened_at: dt.datetime | None = None,
    affected: int | None = None,
) -> DataBreach:
    """Start the clock: 72 hours from the moment somebody of the organisation knew."""
    house = _house(by, Hat.DSB)
    if known_at > clock.now() or (happened_at and happened_at > known_at):
        raise ValidationError(
            {"known_at": _("Bitte prüfen Sie die Zeitpunkte: Bekannt wird etwas, nachdem es geschah.")}
        )
    return write(
        DataBreach(organisation=house, entered_by=by.person, entered_at=clock.now()),
        kind=kind,
        description=description,
        known_at=known_at,
        happened_at=happened_at,
        affected=affected,
    )


@transaction.atomic
def assess_breach(breach: DataBreach, *, by: Actor, **facts: Any) -> DataBreach:
    """What is known by now: risk, report, information, measures, and the end."""
    _house(by, Hat.DSB)
    if breach.closed_on:
        raise Conflict(_("Dieser Vorfall ist abgeschlossen."))
    risk, reported = facts.get("risk", breach.risk), facts.get("reported_at", breach.reported_at)
    if risk == BreachRisk.NONE and not facts.get("risk_reason", breach.risk_reason):
        raise ValidationError({"risk_reason": _("Bitte begründen Sie, warum kein Risiko besteht.")})
    if reported and reported > breach.report_by and not facts.get("delay_reason", breach.delay_reason):
        raise ValidationError({"delay_reason": _("Die 72 Stunden waren vorbei. Bitte nennen Sie den Grund.")})
    if facts.get("closed_on"):
        _may_close(risk, reported, facts.get("informed_on", breach.informed_on))
    return write(breach, **facts)


@transaction.atomic
def enter_complaint(
    *,
    by: Actor,
    subject: str,
    text: str,
    received_on: dt.date,
    about: User | None = None,
    case: Case | None = None,
    contact: str = "",
) -> Complaint:
    """Send it where it belongs: the work to the coordination, the behaviour to the employer."""
    if by.person is None:
        raise NotPermitted
    kind = ComplaintSubject(subject)
    is_content = kind is ComplaintSubject.CONTENT
    if case is not None and not is_content:
        raise ValidationError({"case": _("Der Anstellungsträger bekommt die Beschwerde, nicht den Fall.")})
    house = case.organisation if case else _employer(about, kind)
    row = write(
        Complaint(
            organisation=house,
            case=case,
            about=None if is_content else about,
            addressee=ROUTES[kind],
            entered_by=by.person,
            entered_at=clock.now(),
        ),
        subject=subject,
        text=text,
        received_on=received_on,
        contact=contact,
    )
    for hat in TOLD[ROUTES[kind]]:
        notices.tell(NoticeKind.COMPLAINT_ENTERED, by=by, organisation=house, to_hat=hat)
    return row


@transaction.atomic
def answer_complaint(complaint: Complaint, *, by: Actor, state: str, answer: str = "") -> Complaint:
    """Only whom it is for; the barrier shows it to nobody else."""
    if complaint.state == ComplaintState.ANSWERED:
        raise Conflict(_("Diese Beschwerde ist bereits beantwortet."))
    if state != ComplaintState.ANSWERED:
        return write(complaint, state=state)
    if not answer.strip():
        raise ValidationError({"answer": _("Bitte schreiben Sie, was geantwortet wurde.")})
    return write(complaint, state=state, answer=answer, answered_by=by.person, answered_at=clock.now())


def _may_close(risk: str, reported: dt.datetime | None, informed: dt.date | None) -> None:
    if risk == BreachRisk.UNKNOWN:
        raise ValidationError({"risk": _("Bitte schätzen Sie zuerst das Risiko ein.")})
    if risk != BreachRisk.NONE and reported is None:
        raise ValidationError({"reported_at": _("Zuerst gehört die Meldung an die Aufsichtsbehörde.")})
    if risk == BreachRisk.HIGH and informed is None:
        raise ValidationError(
            {"informed_on": _("Bei hohem Risiko werden auch die Betroffenen unterrichtet.")}
        )


def _employer(about: User | None, subject: ComplaintSubject) -> Organisation:
    """The house of the person it is about."""
    rows = Membership.objects.valid_on(clock.today()).filter(role=TASK_OF.get(subject, Role.CASE_MANAGEMENT))
    if about is not None:
        rows = rows.filter(person=about)
    elif subject is not ComplaintSubject.COORDINATION:
        raise ValidationError({"about": _("Bitte wählen Sie, um wen es geht.")})
    member = rows.select_related("organisation").order_by("pk").first()
    if member is None:
        raise ValidationError({"about": _("Diese Person arbeitet nicht in dieser Aufgabe.")})
    return member.organisation


def _house(by: Actor, hat: Hat) -> Organisation:
    house = organisations_of(by.person, hat).order_by("pk").first() if by.person and by.hat is hat else None
    if house is None:
        raise NotPermitted
    return house
