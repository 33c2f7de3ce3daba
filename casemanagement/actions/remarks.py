# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fachlicher Hinweis: the coordinator writes to a case, whoever leads it answers, the coordinator closes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import notices, workitems
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, NoticeKind, RemarkState, WorkState
from casemanagement.models import Case, SupervisionRemark
from casemanagement.sentences import stored
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

ANSWER = "remark.answer"
WORKING_DAYS = 5


@deed(Right.SUPERVISE)
def write_remark(case: Case, *, by: Actor, text: str) -> SupervisionRemark:
    """Say something about the work on the case; whoever leads it has a week to answer."""
    remark = write(SupervisionRemark(case=case, written_by=by.person, written_at=clock.now()), text=text)
    lead = case.lead()
    workitems.ask(
        case,
        by=by,
        kind=ANSWER,
        title=stored(gettext_lazy("Fachlichen Hinweis beantworten")),
        hat=Hat.CASE,
        owner=lead,
        due_on=add_working_days(clock.today(), WORKING_DAYS),
    )
    if lead is not None:
        notices.tell(NoticeKind.REMARK_WRITTEN, by=by, case=case, to_person=lead)
    record_event(case, EventKind.REMARK_WRITTEN, by=by, remark=remark.pk)
    return remark


@deed(Right.ANSWER_REMARK)
def answer(remark: SupervisionRemark, *, by: Actor, text: str) -> None:
    """The case manager's word to it."""
    if remark.state != RemarkState.OPEN:
        raise Conflict(_("Dieser Hinweis ist schon beantwortet oder geschlossen."))
    write(remark, answer=text, answered_by=by.person, answered_at=clock.now(), state=RemarkState.ANSWERED)
    _end_task(remark, by)
    notices.tell(
        NoticeKind.REMARK_ANSWERED, by=by, case=remark.case, to_person=remark.written_by, to_hat=Hat.FACH
    )
    record_event(remark.case, EventKind.REMARK_ANSWERED, by=by, remark=remark.pk)


@deed(Right.SUPERVISE)
def close(remark: SupervisionRemark, *, by: Actor) -> None:
    """Nothing more is asked."""
    if remark.state == RemarkState.CLOSED:
        raise Conflict(_("Dieser Hinweis ist schon geschlossen."))
    write(remark, state=RemarkState.CLOSED, closed_at=clock.now())
    _end_task(remark, by)
    record_event(remark.case, EventKind.REMARK_CLOSED, by=by, remark=remark.pk)


def _end_task(remark: SupervisionRemark, by: Actor) -> None:
    """One question for all open remarks of the case; it ends with the last of them."""
    if remark.case.remarks.filter(state=RemarkState.OPEN).exists():
        return
    remark.case.work_items.open().filter(kind=ANSWER).update(
        state=WorkState.DONE, ended_at=clock.now(), ended_by=by.person
    )
