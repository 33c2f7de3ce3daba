# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a person finds and finishes a step: the right is asked now, and one of two finishers wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement.actions import skips
from casemanagement.casework import casework
from casemanagement.models import WorkItem
from permissions.access import CASE_ACCESS
from permissions.actor import NotPermitted
from permissions.rights import Right
from workflows.nodes import CaseStep
from workflows.worklist import kind_of

if TYPE_CHECKING:
    from permissions.actor import Actor

OPEN = (STATUS.NEW, STATUS.ASSIGNED)


class AlreadyDone(Exception):
    """Somebody else was faster; whatever was typed must not get lost."""


def find(process_pk: int, task_pk: int) -> Task | None:
    """The step or the failed node of this process, as far as the database shows it to who acts now."""
    tasks = Task.objects.select_related("process", "owner")
    task = tasks.filter(pk=task_pk, process_id=process_pk).first()
    if task is None or not (isinstance(task.flow_task, CaseStep) or has_failed(task)):
        return None
    return task


def has_failed(task: Task) -> bool:
    """Whether the node stopped with an error and waits to be pushed."""
    return bool(task.status == STATUS.ERROR)


def may_open(task: Task, actor: Actor) -> bool:
    """Whether this actor may do the step, or push the failed node, today."""
    if has_failed(task):
        return CASE_ACCESS.allows(actor, Right.APPROVE, task.process.coerced.case)
    return bool(task.flow_task.can_execute(actor.person, task))


def finish(task: Task, *, by: Actor, data: dict[str, Any]) -> None:
    """Do the step's deed and walk on, all of it or nothing."""
    node = task.flow_task
    if not isinstance(node, CaseStep) or by.hat is not node.hat:
        raise NotPermitted
    held = casework(task.process.coerced.case, by=by, right=node.right)
    with held as case, task.activation() as activation:
        if activation.task.status not in OPEN:
            raise AlreadyDone
        activation.take(by)
        node.action(node.subject(case.pk), by=by, **data)
        activation.execute()


def skip(task: Task, *, by: Actor, data: dict[str, Any]) -> None:
    """Leave the step out with a reason, do what remains of its deed, and walk on."""
    node = task.flow_task
    if not isinstance(node, CaseStep) or by.hat is not node.hat or node.skip is None:
        raise NotPermitted
    with (
        casework(task.process.coerced.case, by=by, right=node.right) as case,
        task.activation() as activation,
    ):
        if activation.task.status not in OPEN:
            raise AlreadyDone
        activation.take(by)
        node.skip(node.subject(case.pk), by=by)
        skips.note_skip(case, by=by, step=kind_of(node), **data)
        activation.execute()


def pass_over(task: Task) -> None:
    """Walk on from a node whose deed was done elsewhere; only inside the casework of that deed."""
    with task.activation() as activation:
        activation.leave()
        activation.execute()


def try_again(task: Task, *, by: Actor) -> None:
    """Push a failed node once more."""
    with casework(task.process.coerced.case, by=by, right=Right.APPROVE), task.activation() as activation:
        if not has_failed(activation.task):
            raise AlreadyDone
        activation.try_again()


def following(task: Task, actor: Actor) -> tuple[int, int] | None:
    """The next open step of the same case that this actor may do: process and task."""
    case = task.process.coerced.case
    items = WorkItem.objects.open().for_hat(actor.hat).filter(case=case, task_id__isnull=False)
    for item in items.order_by("-pk"):
        step = Task.objects.select_related("process").filter(pk=item.task_id).first()
        if step is not None and may_open(step, actor):
            return step.process_id, step.pk
    return None
