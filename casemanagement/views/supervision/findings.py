# SPDX-License-Identifier: AGPL-3.0-or-later
"""Strukturhinweise at the coordination: examined, made safe, and released to a theme or not passed on."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import structure
from casemanagement.choices.structure import FindingState
from casemanagement.forms.pages_structure import Rejection, RevisedFinding, ThemeChoice
from casemanagement.models import Finding, FindingAuthor, FindingCase, Theme
from casemanagement.views.base import HatPage
from casemanagement.views.registers import FormPage
from casemanagement.views.structure_rows import facts_of, finding_rows, mark_of
from permissions.rights import Right
from permissions.web import refuse

PER_PAGE = 25
OPEN = [FindingState.SUBMITTED, FindingState.IN_REVIEW]
MOST_OPEN = 50


class Findings(HatPage):
    """What waits, the gravest first; below it what was decided."""

    template_name = "structure/findings.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Finding.objects.examined_by(self.actor).select_related("theme")
        waiting = rows.filter(state__in=OPEN).order_by("-severity", "written_on", "pk")[:MOST_OPEN]
        decided = rows.exclude(state__in=OPEN).order_by("-decided_on", "-pk")
        page = Paginator(decided, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            waiting=finding_rows(waiting, "supervision"),
            page=page,
            decided=finding_rows(page.object_list, "supervision"),
            **kwargs,
        )


class FindingPage(FormPage):
    """The text as it is to be passed on; whose case it is shows here as long as it is open."""

    template_name = "structure/finding.html"
    shows = "structure"
    bound = "revision"  # which of the three forms this address takes

    @cached_property
    def finding(self) -> Finding:
        rows = Finding.objects.examined_by(self.actor).select_related("theme", "kommune")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "structure")
        return found

    def form(self, data: Any = None) -> Any:
        return RevisedFinding.of(self.finding, data)

    def deed(self, **answers: Any) -> Any:
        structure.revise(self.finding, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Gespeichert."))
        return redirect("supervision:finding", pk=self.finding.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding = self.finding
        links = FindingCase.objects.permitted(self.actor, Right.READ_SUPERVISION)
        authors = FindingAuthor.objects.select_related("person", "organisation")
        forms = {
            "revision": RevisedFinding.of(finding),
            "choice": ThemeChoice(finding=finding, prefix="thema"),
            "rejection": Rejection(prefix="ablehnen"),
        }
        if "form" in kwargs:  # the one that was sent and not accepted
            forms[self.bound] = kwargs["form"]
        return super().get_context_data(
            finding=finding,
            mark=mark_of(finding),
            facts=facts_of(finding),
            author=authors.filter(finding=finding).first(),
            link=links.select_related("case").filter(finding=finding).first(),
            breadcrumbs=[(_("Strukturhinweise"), reverse("supervision:findings")), (finding.reference, "")],
            **forms,
            **kwargs,
        )


class FindingMerge(FindingPage):
    bound = "choice"

    def form(self, data: Any = None) -> Any:
        return ThemeChoice(data, finding=self.finding, prefix="thema")

    def deed(self, **answers: Any) -> Any:
        self.theme: Theme = structure.merge(self.finding, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(
            self.request, _("Der Hinweis gehört jetzt zum Thema „%(title)s“.") % {"title": self.theme.title}
        )
        return redirect("supervision:findings")


class FindingReject(FindingPage):
    bound = "rejection"

    def form(self, data: Any = None) -> Any:
        return Rejection(data, prefix="ablehnen")

    def deed(self, **answers: Any) -> Any:
        structure.reject(self.finding, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Die Begründung ist bei der Verfasserin oder dem Verfasser."))
        return redirect("supervision:findings")
