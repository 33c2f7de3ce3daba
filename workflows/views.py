# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one page behind every step: questions, gate, and what happens when somebody was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from casemanagement.casework import Conflict
from casemanagement.forms.skipping import SkippedStep
from permissions import accesslog
from permissions.access import CASE_ACCESS
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.web import refuse
from workflows import steps
from workflows.worklist import kind_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from viewflow.workflow.models import Task

    from casemanagement.forms.case_form import CaseForm
    from casemanagement.models import Case
    from permissions.web import ActorRequest

HTTP_CONFLICT = 409
ADDRESSES = {
    Hat.CASE: ("workflows:case_step", "cases:file", "cases:today"),
    Hat.FACH: ("workflows:fach_step", "supervision:case", "supervision:today"),
}


class StepView(View):
    """Shows a step to whoever may do it now, and does it."""

    request: ActorRequest
    task: Task
    case: Case

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The task must belong to the process of the address: the process is what gets locked."""
        task = steps.find(kwargs["process_pk"], kwargs["task_pk"])
        if task is None:
            raise refuse(request, "step")
        self.task, self.case = task, task.process.coerced.case
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        if self.task.finished and not steps.has_failed(self.task):
            return self._already_done_page(None) if self._may_know() else self._hide()
        if not steps.may_open(self.task, request.actor):
            return self._hide()
        return self._page(None if steps.has_failed(self.task) else self._form())

    def post(self, request: ActorRequest, **kwargs: Any) -> HttpResponseBase:
        if steps.has_failed(self.task):
            return self._push()
        skips = "skip" in request.POST
        if skips and self.task.flow_task.skip is None:
            return self._hide()
        form = self._skip_form(request.POST) if skips else self._form(request.POST, request.FILES)
        if self.task.finished:
            return self._already_done_page(form) if self._may_know() else self._hide()
        if not steps.may_open(self.task, request.actor):
            return self._hide()
        if not form.is_valid():
            return self._again(form)
        return self._finish(form)

    def _finish(self, form: CaseForm) -> HttpResponseBase:
        try:
            deed = steps.skip if isinstance(form, SkippedStep) else steps.finish
            deed(self.task, by=self.request.actor, data=form.deed())
        except (steps.AlreadyDone, Conflict):
            return self._already_done_page(form)
        except ValidationError as error:
            form.refuse(error)
            return self._again(form)
        except OperationalError as error:
            # lock_timeout: somebody works on this case; nothing of this deed has happened.
            if getattr(error.__cause__, "sqlstate", "") != "55P03":
                raise
            form.add_error(None, _("An diesem Fall wird gerade gearbeitet. Bitte noch einmal speichern."))
            return self._again(form)
        done = _("Übersprungen: %s") if isinstance(form, SkippedStep) else _("Erledigt: %s")
        messages.success(self.request, done % self.task.flow_task.task_title)
        return HttpResponseRedirect(self._next_address())

    def _push(self) -> HttpResponseBase:
        if not steps.may_open(self.task, self.request.actor):
            return self._hide()
        try:
            steps.try_again(self.task, by=self.request.actor)
        except steps.AlreadyDone:
            return self._already_done_page(None)
        messages.success(self.request, _("Erneut angestoßen: %s") % self.task.flow_task.task_title)
        return HttpResponseRedirect(self._case_address())

    def _form(self, *sent: Any) -> CaseForm:
        form: CaseForm = self.task.flow_task.form(*sent, case=self.case, actor=self.request.actor)
        return form

    def _skip_form(self, *sent: Any) -> SkippedStep:
        return SkippedStep(*sent, case=self.case, actor=self.request.actor)

    def _again(self, form: CaseForm) -> HttpResponse:
        """The same page with what was wrong; skipping is a form of its own beside the step's."""
        return self._page(self._form(), form) if isinstance(form, SkippedStep) else self._page(form)

    def _gaps(self, gaps: list[str]) -> list[tuple[str, str]]:
        """Each sentence with the page of the case on which the gap is closed."""
        is_case_work = self.request.actor.hat is Hat.CASE
        pages = [getattr(gap, "page", "") if is_case_work else "" for gap in gaps]
        return [
            (gap, reverse(f"cases:{page}", args=[self.case.number]) if page else "")
            for gap, page in zip(gaps, pages, strict=True)
        ]

    def _page(self, form: CaseForm | None, skip_form: CaseForm | None = None) -> HttpResponse:
        node = self.task.flow_task
        flow, _dot, name = kind_of(node).partition(".")
        template = select_template([f"workflows/{flow}/{name}.html", "workflows/step.html"])
        case_page, page_name = self._case_page()
        if skip_form is None and getattr(node, "skip", None) and not steps.has_failed(self.task):
            skip_form = self._skip_form()
        context = {
            "case": self.case,
            "form": form,
            "title": node.task_title,
            "process_title": node.flow_class.process_title,
            "missing": self._gaps(form.missing()) if form else [],
            "hints": self._gaps(form.hints()) if form else [],
            "skip_form": skip_form,
            "facts": form.facts() if form else [],
            "has_failed": form is None,
            "cancel_url": case_page,
            "breadcrumbs": [(page_name, case_page), (node.task_title, "")],
        }
        self._note()
        return render(self.request, template.template.name, context)

    def _note(self) -> None:
        """Write down that the step was seen, with what its questions show of the case."""
        node, actor = self.task.flow_task, self.request.actor
        right = Right.APPROVE if steps.has_failed(self.task) else getattr(node, "right", Right.READ_FRAME)
        names = CASE_ACCESS.reasons(actor, right, self.case)
        accesslog.record(
            actor,
            AccessAction.READ,
            case=self.case,
            block=kind_of(node),
            grant=", ".join(names)[:200] or f"hat:{actor.hat.value}",
        )

    def _already_done_page(self, form: CaseForm | None) -> HttpResponse:
        text = _(
            "Dieser Schritt ist bereits erledigt. Ihre Angaben wurden nicht gespeichert, sie stehen hier."
        )
        context = {
            "case": self.case,
            "conflict_text": text,
            "typed": typed(form) if form else [],
            "again_url": self._case_address(),
        }
        self._note()
        return render(self.request, "409.html", context, status=HTTP_CONFLICT)

    def _hide(self) -> HttpResponseBase:
        raise refuse(self.request, kind_of(self.task.flow_task))

    def _may_know(self) -> bool:
        """Whether the actor may hear that this step of this case is done."""
        allows = CASE_ACCESS.allows(self.request.actor, Right.READ_FRAME, self.case)
        return allows or steps.may_open(self.task, self.request.actor)

    def _next_address(self) -> str:
        """The next step of the same case, where it is this person's; else the case, else the first page."""
        step, _case, _today = ADDRESSES[self.request.actor.hat]
        following = steps.following(self.task, self.request.actor)
        return reverse(step, args=following) if following else self._case_address()

    def _case_address(self) -> str:
        return self._case_page()[0]

    def _case_page(self) -> tuple[str, str]:
        """Address and name of the page to return to: the case's, for whoever may see it."""
        _step, case, today = ADDRESSES[self.request.actor.hat]
        # Whoever is offered a case, or has just handed it over, does not see it.
        if CASE_ACCESS.allows(self.request.actor, Right.READ_FRAME, self.case):
            return reverse(case, args=[self.case.number]), self.case.number
        return reverse(today), _("Heute")


def typed(form: CaseForm) -> list[tuple[str, str, None]]:
    """What the person wrote, to be copied from a page that can no longer save it."""
    rows = []
    for field in form:
        values = form.data.getlist(form.add_prefix(field.name)) if hasattr(form.data, "getlist") else []
        if text := ", ".join(value for value in values if value):
            rows.append((str(field.label), _label_of(field, text), None))
    return rows


def _label_of(field: Any, text: str) -> str:
    choices = dict(getattr(field.field, "choices", ()) or ())
    return str(choices.get(text, text))
