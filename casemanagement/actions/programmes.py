# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds of a programme on its case: a phase that it does not have is passed over, and a case may change it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import deadlines
from casemanagement.actions import contacts
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import ContactKind, EventKind, Phase
from casemanagement.models import Case, Programme
from casemanagement.models.programme import KIM
from permissions import clock
from permissions.actor import Actor
from permissions.models import Kommune
from permissions.rights import Right


def require_offered(kommune: Kommune | int, code: str) -> None:
    """New cases begin in KIM, or in what the municipality leads beside it."""
    if code != KIM and not Programme.objects.active().filter(kommune=kommune, code=code).exists():
        raise ValidationError({"programme": _("Dieses Programm nimmt keine Fälle auf.")})


@deed(None)
def pass_over_assessment(case: Case, *, by: Actor) -> None:
    """What would follow the assessment begins at once."""
    planned = case.has_planning()
    write(case, phase=Phase.PLANNING if planned else Phase.IMPLEMENTATION)
    if planned and not case.has_agreed_plan():
        deadlines.start(case, "plan", on=clock.today())
    _note(case, by, Phase.ASSESSMENT)


@deed(None)
def pass_over_planning(case: Case, *, by: Actor) -> None:
    """The support is carried out without a plan; it is looked back on as any other."""
    write(case, phase=Phase.IMPLEMENTATION)
    deadlines.start(case, deadlines.REVIEW, on=clock.today())
    _note(case, by, Phase.PLANNING)


@deed(Right.WRITE_FILE)
def change(case: Case, *, by: Actor, programme: str, reason: str = "") -> None:
    """Put it right before the admission; afterwards it stays, unless somebody says in a sentence why not."""
    if not case.is_open:
        raise Conflict(_("Dieser Fall ist beendet."))
    if programme == case.programme:
        raise ValidationError({"programme": _("Der Fall gehört schon zu diesem Programm.")})
    require_offered(case.kommune_id, programme)
    if case.accepted_on and not reason.strip():
        raise ValidationError({"reason": _("Bitte schreiben Sie in einem Satz, warum der Fall wechselt.")})
    if reason.strip():
        day = clock.today()
        contacts.write(case, by=by, kind=ContactKind.DOCUMENTATION, occurred_on=day, text=reason)
    was = case.programme
    write(case, programme=programme)
    record_event(case, EventKind.PROGRAMME_CHANGED, by=by, was=was, programme=programme)


def _note(case: Case, by: Actor, phase: Phase) -> None:
    record_event(case, EventKind.PHASE_PASSED_OVER, by=by, passed_over=phase, programme=case.programme)
