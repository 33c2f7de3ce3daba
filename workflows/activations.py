# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens when a node opens, ends or fails: its work item, its deadline, its error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from viewflow.workflow.activation import Activation
from viewflow.workflow.context import Context, context
from viewflow.workflow.nodes.end import EndActivation
from viewflow.workflow.nodes.func import FunctionActivation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.if_gate import IfActivation
from viewflow.workflow.nodes.job import AbstractJobActivation
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.start import StartActivation
from viewflow.workflow.nodes.switch import SwitchActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import STATUS

from permissions import clock
from workflows import worklist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from permissions.actor import Actor


class Discreet:
    """Keeps of an error its kind only: messages and local variables name people."""

    task: Any
    _set_status: Any

    @contextmanager
    def exception_guard(self) -> Iterator[None]:
        """Let an error through to a person, keep it at the node where nobody waits."""
        try:
            yield
        except Exception as error:
            if context.propagate_exception:
                raise
            self.fail(type(error).__name__)

    def fail(self, kind: str) -> None:
        """Stop here until the coordinator tries again."""
        self.task.data = {"error": kind}
        self.task.finished = clock.now()
        self._set_status(STATUS.ERROR)
        self.task.save()
        worklist.ask_for_retry(self)

    def prepare_revived_task(self, task: Any) -> None:
        """The second try starts without the first one's error."""
        super().prepare_revived_task(task)  # type: ignore[misc]
        task.data = {}

    def try_again(self) -> None:
        """Do the failed node once more; if it fails again, it waits here again."""
        worklist.end_item(self)
        with Context(propagate_exception=False):
            self.revive()  # type: ignore[attr-defined]


class CaseStartActivation(Discreet, StartActivation):
    """The deed that starts a process is done before; the node records who did it."""


class StepActivation(Discreet, ViewActivation):
    """A person's step: a work item from the moment it opens to the moment it ends."""

    @Activation.status.super()
    def activate(self) -> None:
        owner = worklist.open_item(self)
        if owner is not None:
            self.assign(owner)

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.ASSIGNED)
    def assign(self, user: Any) -> None:
        self.task.assigned = clock.now()
        super().assign.original(user)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def take(self, by: Actor) -> None:
        """Whoever does the step owns it in the end, whoever it was meant for."""
        self.task.owner = by.person
        self.task.started = clock.now()

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def leave(self) -> None:
        """The deed was done without the step."""
        self.task.started = clock.now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        super().complete.original()
        worklist.end_item(self)

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        super().cancel.original()
        worklist.cancel_item(self)


class ActionActivation(Discreet, FunctionActivation):
    """A deed the process itself does."""

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.CANCELED)
    def cancel(self) -> None:
        super().cancel.original()
        worklist.cancel_item(self)


class QuestionActivation(Discreet, IfActivation):
    """A fork with two ways."""


class ChoiceActivation(Discreet, SwitchActivation):
    """A fork with many ways."""


class ForkActivation(Discreet, SplitActivation):
    """The beginning of two ways side by side."""


class CaseEndActivation(Discreet, EndActivation):
    """The end of a process."""


class WaitActivation(Discreet, HandleActivation):
    """Waits until another process of the case has ended."""


class JobActivation(Discreet, AbstractJobActivation):
    """Work for the worker; the Job table is the truth, the node only follows it."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        self.task.save()
        self.flow_task.enqueue(self)

    @Activation.status.transition(source=STATUS.SCHEDULED, target=STATUS.STARTED)
    def leave(self) -> None:
        """Nobody needs the deed any more; the job finds the node done."""
        self.task.started = clock.now()

    @Activation.status.transition(source=[STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.ERROR)
    def error(self, kind: str) -> None:
        self.fail(kind)

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR],
        target=STATUS.CANCELED,
    )
    def cancel(self) -> None:
        self.task.finished = clock.now()
        self.task.save()
        worklist.cancel_item(self)
