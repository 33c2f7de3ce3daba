# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Wer darf in welchen Kurs“: the table of 500-8 for everybody, kept by the coordination."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casemanagement.actions import entitlements
from casemanagement.entitlement import Answer, Person, courses_of, may_attend
from casemanagement.forms.pages_entitlements import NewRule, RuleEnd
from casemanagement.models import Case, ClientSituation, EntitlementRule
from casemanagement.views.base import HatPage
from casemanagement.views.directory import OfCoordination, town_kept_by
from casemanagement.views.structure_rows import NAMESPACE
from permissions import clock
from permissions.web import attempt, refuse


def person_of(case: Case) -> Person:
    """What the file says; whoever calls this has the right to read the situation."""
    row = ClientSituation.objects.filter(case=case).first()
    return Person(row.residence_status, row.nationality, row.entry_on) if row else Person()


def answers_for(case: Case) -> dict[str, Answer]:
    """Kind of course → may this client attend today, and why; for all kinds that the table knows."""
    rules = list(EntitlementRule.objects.filter(kommune=case.kommune_id).standing())
    person, today = person_of(case), clock.today()
    return {course: may_attend(person, course, rules, today) for course in courses_of(rules, today)}


class Entitlements(HatPage):
    """Every row: what counts today, what is to come, what was."""

    template_name = "directory/entitlements.html"
    shows = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The rows of the plan, into an empty table."""
        kommune = town_kept_by(self.actor)
        if kommune is None:
            raise refuse(self.request, "frame")
        return attempt(
            request,
            lambda: entitlements.begin_with_plan(kommune, by=self.actor),
            _("Die Zeilen des Plans stehen in der Tabelle."),
            request.path,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rules = list(EntitlementRule.objects.seen_by(self.actor).select_related("entered_by"))
        today = clock.today()
        counting = [rule for rule in rules if rule.counts_on(today)]
        space = NAMESPACE[self.actor.hat]
        return super().get_context_data(
            counting=counting,
            others=[rule for rule in reversed(rules) if rule not in counting],
            today=today,
            may_keep=town_kept_by(self.actor) is not None,
            page_url=self.request.path,
            breadcrumbs=[
                (_("Angebote"), reverse(f"{space}:directory")),
                (_("Wer darf in welchen Kurs"), ""),
            ],
            **kwargs,
        )


class RuleNew(OfCoordination):
    def form(self, data: Any = None) -> NewRule:
        return NewRule(data)

    def deed(self, **answers: Any) -> Any:
        kommune: Any = town_kept_by(self.actor)
        entitlements.add(kommune, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Die Zeile steht in der Tabelle."))
        return redirect("supervision:entitlements")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Zeile aufnehmen"),
            lead=_("Eine Zeile wird nicht geändert: Sie endet, und eine neue beginnt."),
            back=reverse("supervision:entitlements"),
            **kwargs,
        )


class RulePage(OfCoordination):
    """The end of a row, or that it was a mistake."""

    template_name = "directory/entitlement.html"

    @cached_property
    def rule(self) -> EntitlementRule:
        rows = EntitlementRule.objects.seen_by(self.actor).standing()
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise refuse(self.request, "frame")
        return found

    def form(self, data: Any = None) -> RuleEnd:
        return RuleEnd(data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "strike" not in request.POST:
            return super().post(request, *args, **kwargs)
        entitlements.strike(self.rule, by=self.actor)
        messages.success(request, _("Die Zeile ist gestrichen."))
        return redirect("supervision:entitlements")

    def deed(self, **answers: Any) -> Any:
        entitlements.end(self.rule, by=self.actor, **answers)

    def done(self) -> HttpResponseBase:
        messages.success(self.request, _("Die Zeile hat jetzt ein Ende."))
        return redirect("supervision:entitlements")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rule=self.rule,
            page_url=self.request.path,
            back=reverse("supervision:entitlements"),
            **kwargs,
        )
