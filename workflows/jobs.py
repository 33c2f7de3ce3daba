# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the worker does a node of a process: once, however often it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement import jobs
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import User
from workflows.doer import in_the_name_of
from workflows.waiting import JOB_KIND

if TYPE_CHECKING:
    from casemanagement.models import Job

WAITING = (STATUS.SCHEDULED, STATUS.STARTED)


def give_up(job: Job, by: Actor) -> None:
    """After the last try the node stands still, and the coordinator hears of it."""
    with _task(job).activation() as activation:
        if activation.task.status in WAITING:
            activation.error(job.error_type)


@jobs.handler(JOB_KIND, gave_up=give_up)
def do_node(job: Job, by: Actor) -> None:
    """The node's deed and the way on, in the transaction that marks the job as done."""
    with _task(job).activation() as activation, in_the_name_of(_orderer(job)):
        if activation.task.status not in WAITING:
            return
        activation.start()
        activation.flow_task.perform(activation)
        activation.execute()


def _task(job: Job) -> Task:
    return Task.objects.get(pk=job.payload["task"])


def _orderer(job: Job) -> Actor:
    """A right that was lost since does not stop a deed that was in order when it was ordered."""
    person = job.payload["person"]
    return Actor(User.objects.get(pk=person) if person else None, Hat(job.payload["hat"]))
