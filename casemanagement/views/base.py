# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page of the case work has in common: the right asked first, the reading written down."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from casemanagement.casework import casework
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case
from casemanagement.views.case_header import Header, header_of
from casemanagement.views.closed import whom_to_ask, why_closed
from casemanagement.views.standing import Standing, standing_of
from casemanagement.views.why import explained
from casemanagement.views.words import Text
from permissions import accesslog, once
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.models import AccessAction
from permissions.rights import Right
from permissions.web import refuse

if TYPE_CHECKING:
    from permissions.web import ActorRequest


READING = ("GET", "HEAD")


class Outdated(Exception):
    """Somebody else changed the row after this form was filled from it."""


class HatPage(TemplateResponseMixin, ContextMixin, View):
    """A page of a hat that is not about one case; what it lists of cases is written down once."""

    # The block of data that its lists show of cases (empty: of none), and the right behind it.
    shows: ClassVar[str] = "frame"
    right: ClassVar[Right] = Right.READ_FRAME

    request: "ActorRequest"
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = self.request.actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with once.per_page() if request.method in READING else nullcontext():
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        context = self.get_context_data()
        if self.shows and not accesslog.is_recorded():
            self.note()
        return self.render_to_response(context)

    def note(
        self, action: AccessAction = AccessAction.READ, *, reason: str = "list", **detail: str | int
    ) -> None:
        """Write down what this page shows, and by which grants the hat sees it."""
        accesslog.record(
            self.actor,
            action,
            block=self.shows,
            grant=CASE_ACCESS.named(self.actor, self.right)[:200],
            reason=reason,
            case=None,
            **detail,
        )


class CasePage(TemplateResponseMixin, ContextMixin, View):
    """A page about one case: 404 for strangers, a sentence for those before whom the file is closed."""

    # What the page needs, and the block of data it shows (empty: the frame alone).
    right: ClassVar[Right] = Right.READ_FILE
    block: ClassVar[str] = "file"
    tab: ClassVar[str] = ""
    title: ClassVar[Text] = ""

    request: "ActorRequest"
    actor: Actor
    standing: Standing
    case: Case

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor = self.request.actor
        standing = standing_of(self.actor, kwargs["number"])
        if standing is None or Right.READ_FRAME not in standing.rights:
            raise refuse(self.request, self.block)
        self.standing, self.case = standing, standing.case
        if self.right not in standing.rights:
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.page()

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """Render, and write down that this block of the file was read, and by which grant."""
        response = render(
            self.request, self.get_template_names(), self.get_context_data(**context), status=status
        )
        self.note_reading()
        return response

    def note_reading(self) -> None:
        accesslog.record(
            self.actor,
            AccessAction.READ,
            case=self.case,
            block=self.shown_block(),
            grant=self.standing.reasons(self.shown_right())[:200],
        )

    def shown_block(self) -> str:
        """What this reading is journalled as."""
        return self.block or "frame"

    def shown_right(self) -> Right:
        """By which right this reading is justified."""
        return self.right

    def closed(self) -> HttpResponse:
        """The frame is known, this part is not open: say why and whom to ask."""
        self.request.refused.append(self.block)
        context = ContextMixin.get_context_data(self, **self._frame(), **self.reason())
        return render(self.request, "casemanagement/closed.html", context, status=403)

    def reason(self, right: Right | None = None) -> dict[str, str]:
        """Why this right is missing, and whom to ask."""
        wanted = right or self.right
        return {
            "why_closed": self.why_not(wanted),
            "whom_to_ask": whom_to_ask(self.case, self.header.assignments),
        }

    def why_not(self, right: Right) -> str:
        return why_closed(self.case, right, self.standing.rights)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self._frame(), **kwargs)

    @cached_property
    def header(self) -> Header:
        return header_of(self.standing, self.tab)

    def _frame(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "rights": self.standing.rights,
            "header": self.header,
            "page_title": self.title,
            "explained": explained(self.standing, self.why_not),
            "ask": whom_to_ask(self.case, self.header.assignments),
        }

    def url(self, name: str, **kwargs: Any) -> str:
        """A page of the same case."""
        return reverse(f"cases:{name}", kwargs={"number": self.case.number, **kwargs})


class CaseFormPage(CasePage):
    """A page with one form and one deed."""

    right = Right.WRITE_FILE
    template_name = "casemanagement/form.html"
    form_class: ClassVar[type[EditForm]]
    submit: ClassVar[Text] = _("Speichern")
    lead: ClassVar[Text] = ""
    back: ClassVar[str] = "file"

    def target(self) -> Any:
        """The row that the form changes; None where it adds one."""
        return None

    def initial(self) -> dict[str, Any]:
        return {}

    def deed(self, form: EditForm, case: Case) -> Any:
        """The one call into casemanagement.actions."""
        raise NotImplementedError

    def done(self, result: Any) -> HttpResponseBase:
        return redirect(self.back_url())

    def back_url(self) -> str:
        return self.url(self.back)

    def form(self, **kwargs: Any) -> EditForm:
        return self.form_class(
            case=self.case, actor=self.actor, stored=self.target(), initial=self.initial(), **kwargs
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.page(form=self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        try:
            result = self._do(form)
        except Outdated:
            return self.conflict(form)
        except ValidationError as error:
            form.refuse(error)
            return self.page(form=form)
        return self.done(result)

    def _do(self, form: EditForm) -> Any:
        with casework(self.case, by=self.actor, right=self.right) as case:
            # Asked under the lock: whoever comes second sees what the first one stored.
            if form.is_outdated(self.target()):
                raise Outdated
            return self.deed(form, case)

    def conflict(self, form: EditForm) -> HttpResponse:
        """Somebody was faster; nothing typed is lost, and saving again is one click."""
        stored = self.target()
        again = self.form(data=form.renewed(stored), files=None)
        again.is_valid()
        context = {
            "typed": form.differences(stored),
            "again_url": self.request.path,
            "form": again,
        }
        self.note_reading()
        return render(self.request, "409.html", self.get_context_data(**context), status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "submit": self.submit,
            "lead": self.lead,
            "cancel_url": self.back_url(),
            "form_title": self.title,
        }
        return super().get_context_data(**{**shown, **kwargs})
