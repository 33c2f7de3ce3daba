# SPDX-License-Identifier: AGPL-3.0-or-later
"""Strukturhinweise as their authors see them: written from a case, followed until the answer."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import structure
from casemanagement.choices import FIELD_OF_DOMAIN, Domain, FieldOfAction, MeasureState
from casemanagement.choices.structure import GAP_OF, GapType
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_structure import CaseFinding, FreeFinding
from casemanagement.models import Case, Finding, FindingCase, Measure
from casemanagement.views.base import CaseFormPage, HatPage
from casemanagement.views.registers import FormPage
from casemanagement.views.structure_rows import NAMESPACE, finding_rows, log_of, mark_of
from permissions.rights import Right

PER_PAGE = 25


class FindingNew(CaseFormPage):
    """One page, one button; ?massnahme= fills in what the measure knows, ?bedarf= and ?luecke= what the search did."""

    form_class: ClassVar[type[EditForm]] = CaseFinding
    title = gettext_lazy("Strukturhinweis schreiben")
    submit = gettext_lazy("Absenden")
    lead = gettext_lazy(
        "Was im Hilfesystem fehlt oder klemmt. Aus welchem Fall es stammt, sehen nur Sie und die Koordination, "
        "und nur, bis über den Hinweis entschieden ist."
    )

    def initial(self) -> dict[str, Any]:
        known: dict[str, Any] = {"stadtbezirk": self.case.stadtbezirk}
        if (measure := self._measure()) is not None:
            known["field_of_action"] = FIELD_OF_DOMAIN[Domain(measure.goal.domain)]
            known["gap_type"] = GAP_OF.get(MeasureState(measure.state), "")
        if (need := self.request.GET.get("bedarf", "")) in FieldOfAction.values:
            known["field_of_action"] = need
        if (gap := self.request.GET.get("luecke", "")) in GapType.values:
            known["gap_type"] = gap
        if step := self.request.GET.get("schritt", ""):
            known["step"] = step
        return known

    def _measure(self) -> Measure | None:
        asked = self.request.GET.get("massnahme", "")
        rows = Measure.objects.select_related("goal").filter(case=self.case)
        return rows.filter(pk=asked).first() if asked.isdecimal() else None

    def deed(self, form: EditForm, case: Case) -> Any:
        return structure.report(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(
            self.request,
            _("Der Strukturhinweis %(reference)s ist bei der Koordination.")
            % {"reference": result.reference},
        )
        return redirect("cases:finding", pk=result.pk)


class FindingFree(FormPage):
    """A finding that comes from no single case; for case work and coordination."""

    template_name = "structure/finding_new.html"
    shows = ""

    def form(self, data: Any = None) -> FreeFinding:
        return FreeFinding(data)

    def deed(self, **answers: Any) -> Any:
        self.written = structure.report_without_case(by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Der Strukturhinweis ist eingegangen."))
        return redirect(f"{NAMESPACE[self.actor.hat]}:finding", pk=self.written.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse(f"{NAMESPACE[self.actor.hat]}:findings"), **kwargs)


class MyFindings(HatPage):
    """What I wrote, and what became of it."""

    template_name = "structure/my_findings.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Finding.objects.written_by(self.actor).select_related("theme")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, rows=finding_rows(page.object_list, "cases"), **kwargs)


class MyFinding(HatPage):
    """One of them: its text, its theme, every decision and the answer."""

    template_name = "structure/my_finding.html"
    shows = "structure"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.pk = kwargs["pk"]

    @cached_property
    def finding(self) -> Finding:
        found = Finding.objects.written_by(self.actor).select_related("theme").filter(pk=self.pk).first()
        if found is None:
            raise Http404
        return found

    def _link(self) -> FindingCase | None:
        """As long as it lasts, and I still lead the case or stand in for it."""
        links = FindingCase.objects.permitted(self.actor, Right.READ_FRAME).select_related("case")
        return links.filter(finding=self.finding, person=self.actor.person).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding = self.finding
        return super().get_context_data(
            finding=finding,
            mark=mark_of(finding),
            log=log_of(finding.theme) if finding.theme else [],
            link=self._link(),
            breadcrumbs=[(_("Strukturhinweise"), reverse("cases:findings")), (finding.reference, "")],
            **kwargs,
        )
