# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the worker does a node of a process: once, however often it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from casemanagement import jobs
from casemanagement.casework import casework
from casemanagement.models import Case
from permissions.actor import Actor
from workflows.waiting import JOB_KIND

if TYPE_CHECKING:
    from casemanagement.models import Job

WAITING = (STATUS.SCHEDULED, STATUS.STARTED)


def do_node(job: Job) -> None:
    """The node's deed and the way on in one transaction; a second delivery finds it done."""
    with casework(_case(job), by=Actor.system(), right=None) as case, _task(job).activation() as activation:
        if activation.task.status not in WAITING:
            return
        node = activation.flow_task
        activation.start()
        node.action(node.subject(case.pk), by=Actor.system())
        activation.execute()


def give_up(job: Job) -> None:
    """After the last try the node stands still and the coordinator hears of it."""
    with casework(_case(job), by=Actor.system(), right=None), _task(job).activation() as activation:
        if activation.task.status in WAITING:
            activation.error(job.error_type)


def _case(job: Job) -> Case:
    # Only inside the casework does the worker see the case; its number is all that is known before.
    return Case(pk=job.case_id)


def _task(job: Job) -> Task:
    return Task.objects.get(pk=job.payload["task"])


jobs.handler(JOB_KIND, do=do_node, on_failure=give_up)
