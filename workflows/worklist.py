# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps the work items of casemanagement in step with the nodes that open, end and fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement import deadlines
from casemanagement.choices import WorkState
from casemanagement.models import Case, WorkItem
from casemanagement.sentences import stored
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.hats import Hat
from permissions.rights import Right
from workflows.doer import doer

if TYPE_CHECKING:
    import datetime as dt

    from casemanagement.models import Deadline
    from permissions.models import Organisation, User

DECISION_DAYS = 5  # working days
# Asked for by several steps; what the deed of the last one decides meets it.
MET_BY_DEED = ("plan",)
RETRY = _("Gescheiterten Schritt erneut anstoßen")


def open_item(activation: Any) -> User | None:
    """Put the step on somebody's list; say whose, if it is one person's."""
    step, case = activation.flow_task, activation.process.case
    organisation, owner = _addressee(step, case.pk)
    deadline = deadlines.start(case, step.rule, on=clock.today()) if step.rule else None
    WorkItem.objects.create(
        case=case,
        organisation=organisation,
        kind=kind_of(step),
        title=step.task_title,
        hat=step.hat,
        owner=owner,
        due_on=_due(step, deadline),
        deadline=deadline,
        state=WorkState.OPEN,
        task_id=activation.task.pk,
        process_id=activation.process.pk,
        opened_at=clock.now(),
    )
    return owner


def end_item(activation: Any) -> None:
    """The step is done, and with it its deadline."""
    _end(activation.task.pk, WorkState.DONE)
    rule = getattr(activation.flow_task, "rule", "")
    if rule and rule not in MET_BY_DEED:
        deadlines.meet(activation.process.case, rule, on=clock.today())


def cancel_item(activation: Any) -> None:
    """The step is no longer asked for."""
    _end(activation.task.pk, WorkState.CANCELLED)
    if rule := getattr(activation.flow_task, "rule", ""):
        deadlines.cancel(activation.process.case, rule)


def ask_for_retry(activation: Any) -> None:
    """Tell the coordinator that the process stands still here."""
    node, case = activation.flow_task, activation.process.case
    WorkItem.objects.create(
        case=case,
        organisation=case.organisation,
        kind=f"{kind_of(node)}.retry",
        title=stored(RETRY),
        hat=Hat.FACH,
        state=WorkState.OPEN,
        task_id=activation.task.pk,
        process_id=activation.process.pk,
        opened_at=clock.now(),
    )


def hand_on(case: Case) -> None:
    """Give the case manager's open steps to whoever is responsible now, in the house that leads now."""
    owner = case.lead()
    items = WorkItem.objects.open().for_hat(Hat.CASE).filter(case=case, task_id__isnull=False)
    for item in items:
        step = Task.objects.get(pk=item.task_id)
        if step.flow_task.right is not Right.ANSWER_HANDOVER:
            _give(step, item, case, owner)


def _give(step: Task, item: WorkItem, case: Case, owner: User | None) -> None:
    step.owner = owner
    step.status = STATUS.ASSIGNED if owner else STATUS.NEW
    step.assigned = clock.now() if owner else None
    step.save(update_fields=["owner", "status", "assigned"])
    item.owner, item.organisation = owner, case.organisation
    item.save(update_fields=["owner", "organisation"])


def kind_of(node: Any) -> str:
    """The slug of a node among all work items: intake.assess_urgency."""
    module = node.flow_class.__module__.rpartition(".")[2]
    return f"{module}.{node.name}"


def _addressee(step: Any, case_id: int) -> tuple[Organisation, User | None]:
    subject = step.subject(case_id)
    if step.right is Right.ANSWER_HANDOVER:
        return subject.to_organisation, subject.to_person
    case = getattr(subject, "case", subject)
    if step.hat is Hat.CASE:
        return case.organisation, case.lead()
    return case.organisation, None


def _due(step: Any, deadline: Deadline | None) -> dt.date | None:
    """The day by which the rule of the step wants it done; none while that rests.

    A decision of the Fachaufsicht without a rule of its own waits a week.
    """
    if deadline is not None:
        return None if deadline.paused_since else deadline.last_day
    # Whoever stands in for the Fachaufsicht may decide what has waited longer.
    return add_working_days(clock.today(), DECISION_DAYS) if step.hat is Hat.FACH else None


def _end(task_id: int, state: WorkState) -> None:
    WorkItem.objects.filter(task_id=task_id, state=WorkState.OPEN).update(
        state=state,
        ended_at=clock.now(),
        ended_by=doer().person,
    )
