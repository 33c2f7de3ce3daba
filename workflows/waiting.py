# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nodes at which a process waits: for the worker, for a day, for another process of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from viewflow.workflow.nodes.handle import Handle
from viewflow.workflow.nodes.job import AbstractJob

from casemanagement import jobs
from permissions import clock
from permissions.actor import Actor
from workflows import activations
from workflows.doer import doer
from workflows.nodes import AboutCase, subject_of

if TYPE_CHECKING:
    import datetime as dt

    from workflows.nodes import Title

JOB_KIND = "workflows.node"


class CaseJob(AboutCase, AbstractJob):
    """A deed the worker does; lost, doubled and killed deliveries all end in one result."""

    activation_class = activations.JobActivation

    def __init__(self, title: Title, action: Callable[..., Any], *, on: type[Model] | None = None) -> None:
        super().__init__()
        self.describe(title, on)
        self.action = action

    def enqueue(self, activation: Any) -> None:
        """Leave the order in the Job table; the broker only wakes."""
        by = doer()
        jobs.enqueue(
            JOB_KIND,
            f"node:{activation.task.pk}",
            case=activation.process.case,
            by=Actor.system(),
            payload={
                "task": activation.task.pk,
                "person": by.person.pk if by.person else None,
                "hat": by.hat.value,
            },
            run_after=self.moment_of(activation),
        )

    def perform(self, activation: Any) -> None:
        """Do what was ordered, in the name of who ordered it."""
        self.action(subject_of(activation), by=doer())

    def moment_of(self, activation: Any) -> dt.datetime:
        """When the worker may begin."""
        return clock.now()


class CaseTimer(CaseJob):
    """Waits for a moment that the case itself names."""

    def __init__(
        self, title: Title, moment: Callable[[Any], dt.datetime], *, on: type[Model] | None = None
    ) -> None:
        super().__init__(title, _pass_on, on=on)
        self.moment = moment

    def moment_of(self, activation: Any) -> dt.datetime:
        return self.moment(subject_of(activation))


class CaseWait(AboutCase, Handle):
    """Waits until another process of the same case has ended."""

    activation_class = activations.WaitActivation

    def __init__(self, title: Title) -> None:
        super().__init__()
        self.describe(title, None)


def _pass_on(subject: Any, *, by: Actor) -> None:
    """Time alone was waited for."""
