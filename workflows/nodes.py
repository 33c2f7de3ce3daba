# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words a process is written in: steps of people, deeds of the process, questions about the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from viewflow.workflow import nodes
from viewflow.workflow.base import Edge

from casemanagement.models import Case
from permissions.access import CASE_ACCESS
from permissions.actor import current_actor
from permissions.hats import Hat
from workflows import activations
from workflows.doer import doer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from viewflow.workflow.models import Task

    from casemanagement.forms.case_form import CaseForm
    from permissions.actor import Actor
    from permissions.models import User
    from permissions.rights import Right

    Title = str | _StrPromise


QUESTION_SHAPE = {
    "width": 150,
    "height": 60,
    "text-align": "middle",
    "svg": '<path class="gateway" d="M18,0 L132,0 L150,30 L132,60 L18,60 L0,30 Z"/>',
}
START_SHAPE = {
    "width": 150,
    "height": 50,
    "text-align": "middle",
    "svg": '<rect class="event" width="150" height="50" rx="25"/>',
}
END_SHAPE = {**START_SHAPE, "svg": '<rect class="event end-event" width="150" height="50" rx="25"/>'}


class AboutCase:
    """A node has a title and speaks about the case as it is now, or about its latest row of a kind."""

    on: type[Model] | None = None
    Annotation: Callable[..., Any]

    def describe(self, title: Title, on: type[Model] | None) -> None:
        """Say what staff call it, and what it is about."""
        self.Annotation(title=title)
        self.on = on

    def subject(self, case_id: int) -> Any:
        """The row that the node's action, question or field belongs to."""
        if self.on is None:
            return Case.objects.get(pk=case_id)
        return self.on._default_manager.filter(case_id=case_id).latest("pk")


class CaseStart(AboutCase, nodes.StartHandle):
    """A process begins once the deed that calls for it is done."""

    activation_class = activations.CaseStartActivation
    shape = START_SHAPE

    def __init__(self, title: Title) -> None:
        super().__init__()
        self.describe(title, None)

    def begin(self, case: Case, *, by: Actor) -> Any:
        """Open the process and walk to its first step."""
        activation = self.activation_class.create(self, None, None)
        activation.process.case = case
        activation.task.owner = by.person
        activation.execute()
        return activation.process


class CaseStep(AboutCase, nodes.View):
    """A person's step: a form, the action it leads to, and that action's right on the case."""

    activation_class = activations.StepActivation

    def __init__(  # noqa: PLR0913  a step has as many sides
        self,
        title: Title,
        *,
        form: type[CaseForm],
        action: Callable[..., Any],
        on: type[Model] | None = None,
        hat: Hat = Hat.CASE,
        rule: str = "",
        skip: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(None)
        self.describe(title, on)
        self.form = form
        self.action = action
        self.right: Right = action.right  # type: ignore[attr-defined]
        self.hat = hat
        self.rule = rule
        # What remains to be done when the step is left out with a reason; without it nobody leaves it out.
        self.skip = skip

    def can_view(self, user: User, task: Task) -> bool:
        return self.can_execute(user, task)

    def can_assign(self, user: User, task: Task) -> bool:
        return self.can_execute(user, task)

    def can_execute(self, user: User, task: Task) -> bool:
        """Asked when it is done, not when it was handed out: a revoked right ends an assigned task."""
        actor = current_actor()
        return (
            actor is not None
            and actor.person == user
            and actor.hat is self.hat
            and CASE_ACCESS.allows(actor, self.right, task.process.coerced.case)
        )


class CaseAction(AboutCase, nodes.Function):
    """A deed the process itself does, in the name of whoever moved it here."""

    activation_class = activations.ActionActivation

    def __init__(self, title: Title, action: Callable[..., Any], *, on: type[Model] | None = None) -> None:
        super().__init__(_perform)
        self.describe(title, on)
        self.action = action


class CaseQuestion(AboutCase, nodes.If):
    """Yes or no, asked of the case or of one of its rows."""

    activation_class = activations.QuestionActivation
    shape = QUESTION_SHAPE

    def __init__(
        self, title: Title, question: Callable[[Any], bool] | property, *, on: type[Model] | None = None
    ) -> None:
        super().__init__(_ask)
        self.describe(title, on)
        self.question = question.fget if isinstance(question, property) else question

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self._on_true, edge_class="cond_true", label="ja")
        yield Edge(src=self, dst=self._on_false, edge_class="cond_false", label="nein")


class CaseChoice(AboutCase, nodes.Switch):
    """One way for each value of a field."""

    activation_class = activations.ChoiceActivation
    shape = QUESTION_SHAPE

    def __init__(self, title: Title, field: str, *, on: type[Model] | None = None) -> None:
        super().__init__()
        self.describe(title, on)
        self.field = field

    def When(self, value: Any, node: Any) -> CaseChoice:  # noqa: N802  # the engine's spelling
        """The way for this value."""
        self.Case(node, Answer(value))
        return self

    def _outgoing(self) -> Iterator[Edge]:
        for node, answer in self._branches:
            yield Edge(src=self, dst=node, edge_class="cond_true", label=str(answer.value.label))


class Answer:
    """Whether the field of the choice has this value."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, activation: Any) -> bool:
        node = activation.flow_task
        return bool(getattr(subject_of(activation), node.field) == self.value)


class CaseFork(AboutCase, nodes.Split):
    """Two ways that are walked side by side; each ends for itself."""

    activation_class = activations.ForkActivation
    shape = QUESTION_SHAPE

    def __init__(self, title: Title) -> None:
        super().__init__()
        self.describe(title, None)


class CaseEnd(AboutCase, nodes.End):
    """The process ends."""

    activation_class = activations.CaseEndActivation
    shape = END_SHAPE

    def __init__(self, title: Title) -> None:
        super().__init__()
        self.describe(title, None)


# The engine copies nodes when it builds a flow; so these ask the activation for the node that is meant.


def subject_of(activation: Any) -> Any:
    """The row that the node of this activation speaks about."""
    return activation.flow_task.subject(activation.process.case_id)


def _perform(activation: Any) -> None:
    activation.flow_task.action(subject_of(activation), by=doer())


def _ask(activation: Any) -> bool:
    question = activation.flow_task.question
    return bool(question(subject_of(activation)))
