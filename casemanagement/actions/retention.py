# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds about keeping and deleting: holds, requests, the agreement of two persons, the archive's word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from casemanagement import deletion_ledger
from casemanagement.casework import Conflict, casework, deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.choices.retention import ArchiveAnswer, RetentionClass
from casemanagement.models import Case, DeletionItem, DeletionRun, Document, LegalHold
from casemanagement.working_days import add_months
from permissions import accesslog, clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right

LONGEST_HOLD_MONTHS = 12
OFFERED = {RetentionClass.CASE_FILE, RetentionClass.CHILD_PROTECTION}


def place_hold(case: Case, *, by: Actor, reason: str, review_on: dt.date, note: str = "") -> LegalHold:
    """Keep a file from deletion until somebody says that the reason is gone."""
    today = clock.today()
    if not today < review_on <= add_months(today, LONGEST_HOLD_MONTHS):
        raise ValidationError({"review_on": _("Geprüft wird spätestens in zwölf Monaten.")})
    with _keeping(case, by, Right.HOLD) as held:
        if LegalHold.objects.living().filter(case=held).exists():
            raise Conflict(_("Die Löschung dieser Akte ist schon angehalten."))
        hold = write(
            LegalHold(case=held, placed_by=by.person, placed_at=clock.now()),
            reason=reason,
            review_on=review_on,
            note=note,
        )
        _note(held, EventKind.HOLD_PLACED, by, reason=reason)
    return hold


def release_hold(hold: LegalHold, *, by: Actor) -> LegalHold:
    """The reason is gone; the file follows the schedule again."""
    with _keeping(hold.case, by, Right.HOLD) as held:
        hold = LegalHold.objects.get(pk=hold.pk)
        if hold.released_at is not None:
            raise Conflict(_("Die Löschung ist nicht mehr angehalten."))
        hold.released_by, hold.released_at = by.person, clock.now()
        hold.save(update_fields=["released_by", "released_at"])
        _note(held, EventKind.HOLD_RELEASED, by, reason=hold.reason)
    return hold


def request_erasure(case: Case, *, by: Actor) -> DeletionItem:
    """Art. 17 DSGVO: the person asked; two persons still have to agree, but nobody waits two weeks."""
    with _keeping(case, by, Right.REQUEST_ERASURE) as wanted:
        if wanted.is_open:
            raise ValidationError(_("Der Fall läuft noch. Beenden Sie ihn zuerst, dann wird gelöscht."))
        if DeletionItem.objects.filter(case_id=wanted.pk, erased_at=None, run=None).exists():
            raise Conflict(_("Die Löschung ist schon beantragt."))
        item = DeletionItem.objects.create(
            organisation=wanted.organisation,
            case_id=wanted.pk,
            case_number=wanted.number,
            rule=RetentionClass.ERASURE_REQUEST,
            started_on=clock.today(),
            due_on=clock.today(),
            requested_by=by.person,
            subject_hash=deletion_ledger.subject_hash(wanted.pk, wanted.number),
        )
        _note(wanted, EventKind.ERASURE_REQUESTED, by)
    return item


@deed(Right.WRITE_FILE)
def reach_purpose(document: Document, *, by: Actor) -> Document:
    """The copy has served; the schedule counts from today."""
    if document.purpose_reached_on is None:
        write(document, purpose_reached_on=clock.today())
        record_event(document.case, EventKind.PURPOSE_REACHED, by=by, document=document.pk)
    return document


# --- Runs ---------------------------------------------------------------------------------------


@transaction.atomic
def approve(run: DeletionRun, *, by: Actor) -> DeletionRun:
    """One of the two agreements; which of them, the hat says."""
    run = _decided(run, by)
    person, moment = (
        ("supervised_by", "supervised_at") if by.hat is Hat.FACH else ("protected_by", "protected_at")
    )
    if getattr(run, moment) is not None:
        raise Conflict(_("Diese Zustimmung liegt schon vor."))
    if by.person in (run.supervised_by, run.protected_by):
        raise ValidationError(_("Zwei verschiedene Personen müssen zustimmen."))
    setattr(run, person, by.person)
    setattr(run, moment, clock.now())
    run.save(update_fields=[person, moment])
    _record(run, by, "approved")
    return run


@transaction.atomic
def withdraw(run: DeletionRun, *, by: Actor) -> DeletionRun:
    """Take a run back while it can be taken back; the next night proposes anew what is still due."""
    run = _decided(run, by)
    if run.final_on is not None and run.final_on <= clock.today():
        raise Conflict(_("Die Bedenkzeit ist vorbei: der Löschlauf wird ausgeführt."))
    run.withdrawn_by, run.withdrawn_at = by.person, clock.now()
    run.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record(run, by, "withdrawn")
    return run


@transaction.atomic
def answer_for_archive(run: DeletionRun, *, by: Actor, answers: dict[int, str]) -> int:
    """Enter what the archive wrote to the offer: item → taken or declined. Returns how many were new."""
    run = _decided(run, by)
    waiting = run.items.filter(pk__in=answers, archive_answer=ArchiveAnswer.OPEN)
    for item in waiting:
        answer = ArchiveAnswer(answers[item.pk])
        if answer not in {ArchiveAnswer.TAKEN, ArchiveAnswer.DECLINED}:
            raise ValidationError(_("Das Archiv übernimmt eine Akte oder übernimmt sie nicht."))
        item.archive_answer, item.archive_answered_on = answer, clock.today()
        item.archive_answered_by = by.person
        item.save(update_fields=["archive_answer", "archive_answered_on", "archive_answered_by"])
    _record(run, by, "archive")
    return len(waiting)


def _decided(run: DeletionRun, by: Actor) -> DeletionRun:
    """The run as it is now, for one of the two hats that decide about this organisation's files."""
    person: Any = by.person
    if by.hat not in {Hat.FACH, Hat.DSB}:
        raise NotPermitted("Only Fachaufsicht and data protection decide about deletions.")
    houses = organisations_of(person, by.hat).values("pk")
    fresh = (
        DeletionRun.objects.select_for_update(of=("self",)).filter(pk=run.pk, organisation__in=houses).first()
    )
    if fresh is None:
        raise NotPermitted("This run belongs to another organisation.")
    if not fresh.is_open:
        raise Conflict(_("Dieser Löschlauf ist abgeschlossen."))
    return fresh


def _record(run: DeletionRun, by: Actor, what: str) -> None:
    accesslog.record(by, AccessAction.DECIDE, block="deletion", reason=what, run=run.pk)


# --- A case, in whichever way the hat may act on it ----------------------------------------------


@contextmanager
def _keeping(case: Case, by: Actor, right: Right) -> Iterator[Case]:
    """As a deed; the data protection officer does it without reaching any content of the file."""
    if by.hat is Hat.DSB:
        with transaction.atomic(), acting_as(by):
            CASE_ACCESS.require(by, right, case)
            yield Case.objects.get(pk=case.pk)
    else:
        with casework(case, by=by, right=right) as fresh:
            yield fresh


def _note(case: Case, kind: EventKind, by: Actor, **codes: Any) -> None:
    if by.hat is Hat.DSB:
        accesslog.record(by, AccessAction.DECIDE, case=case, block="deletion", reason=kind.value)
    else:
        record_event(case, kind, by=by, **codes)
