# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the worker does a node of a process: once, however often it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement import jobs
from casemanagement.models import Case
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat
from permissions.models import User
from permissions.rights import Right
from workflows.doer import in_the_name_of
from workflows.waiting import JOB_KIND, CaseTimer

if TYPE_CHECKING:
    from casemanagement.models import Job

WAITING = (STATUS.SCHEDULED, STATUS.STARTED)
# Whoever writes the file, or pushes a failed step once more.
TO_ORDER = (Right.WRITE_FILE, Right.APPROVE)


def give_up(job: Job, by: Actor) -> None:
    """After the last try the node stands still, and the coordinator hears of it."""
    with _task(job).activation() as activation:
        if activation.task.status in WAITING:
            activation.error(job.error_type)


@jobs.handler(JOB_KIND, gave_up=give_up)
def do_node(job: Job, by: Actor) -> None:
    """The node's deed and the way on, in the transaction that marks the job as done."""
    with _task(job).activation() as activation:
        if activation.task.status not in WAITING:
            return
        with in_the_name_of(_orderer(job)):
            activation.start()
            activation.flow_task.perform(activation)
            activation.execute()


def _task(job: Job) -> Task:
    return Task.objects.get(pk=job.payload["task"])


def _orderer(job: Job) -> Actor:
    """Whoever gave the order, as far as that person may still give it today."""
    person = job.payload["person"]
    orderer = Actor(User.objects.get(pk=person) if person else None, Hat(job.payload["hat"]))
    if orderer.person is not None and _has_action(job):
        with acting_as(orderer):  # the database is asked as well
            if not any(CASE_ACCESS.allows(orderer, right, Case(pk=job.case_id)) for right in TO_ORDER):
                raise NotPermitted
    return orderer


def _has_action(job: Job) -> bool:
    """Time that passes needs nobody's right; a deed does."""
    return not isinstance(_task(job).flow_task, CaseTimer)
