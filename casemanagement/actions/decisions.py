# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Fachaufsicht decides outside a process: the order of the waiting list, and exceptions."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import notices
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import CaseState, DecisionKind, EventKind, NoticeKind
from casemanagement.models import Case, SupervisionDecision, Triage
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.SUPERVISE)
def place(case: Case, *, by: Actor, waiting_place: int | None, reason: str) -> SupervisionDecision:
    """Put a referral on a place of the waiting list; without one the day counts again."""
    if case.state != CaseState.WAITING:
        raise Conflict(_("Dieser Fall steht nicht auf der Warteliste."))
    write(Triage.objects.get(case=case), waiting_place=waiting_place)
    return _decide(case, by, DecisionKind.WAITING_LIST, reason, place=waiting_place or 0)


@deed(Right.SUPERVISE)
def allow_exception(
    case: Case, *, by: Actor, exception: str, reason: str, valid_until: dt.date | None = None
) -> SupervisionDecision:
    """Let the work on one case depart from a rule, and say why."""
    if not case.is_open:
        raise Conflict(_("Dieser Fall ist beendet."))
    return _decide(case, by, DecisionKind.EXCEPTION, reason, valid_until, exception=exception)


def _decide(
    case: Case,
    by: Actor,
    kind: DecisionKind,
    reason: str,
    valid_until: dt.date | None = None,
    **data: str | int,
) -> SupervisionDecision:
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte begründen Sie die Entscheidung.")})
    decision = write(
        SupervisionDecision(case=case, kind=kind, decided_by=by.person, decided_at=clock.now(), data=data),
        reason=reason,
        valid_until=valid_until,
    )
    responsible = case.responsible(clock.today())
    if responsible is not None:
        notices.tell(NoticeKind.SUPERVISION_DECIDED, by=by, case=case, to_person=responsible.person)
    record_event(case, EventKind.SUPERVISION_DECIDED, by=by, supervision=kind.value, **data)
    return decision
