# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deadlines of a case, more time for one of them, and the rules behind them for everybody to read."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines
from casemanagement.deadline_sentences import sentences
from casemanagement.deadline_terms import Terms, all_terms
from casemanagement.forms.pages_deadlines import MoreTime
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case, Deadline, DeadlineRule
from casemanagement.models.deadline import DeadlineQuerySet
from casemanagement.views.base import CaseFormPage, CasePage, HatPage
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.rights import Right


def kommune_of(actor: Actor) -> int:
    """Where the hat works; a rule never crosses a municipality."""
    person: Any = actor.person
    house = organisations_of(person, actor.hat).order_by("kommune", "pk").values_list("kommune", flat=True)
    return house.first() or 0


def rules_of(kommune: int) -> list[tuple[Terms, list[str]]]:
    """Every rule as it is today, with its sentences."""
    known = all_terms(DeadlineRule.objects.all(), kommune, clock.today())
    return [(terms, sentences(terms)) for terms in known.values()]


class Rules(HatPage):
    """„Fristen“: what counts, for those who work by it."""

    template_name = "deadlines/rules.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rules=rules_of(kommune_of(self.actor)), may_change=False, **kwargs)


class CaseDeadlines(CasePage):
    """All that run in this case, also those that rest."""

    right = Right.READ_FRAME
    block = ""
    tab = "file"
    title = gettext_lazy("Fristen")
    template_name = "casemanagement/deadlines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = (
            Deadline.objects.running().filter(case=self.case).select_related("rule", "change", "extended_by")
        )
        return super().get_context_data(deadlines=list(rows.order_by("due_on", "pk")), **kwargs)


class MoreTimeForm(CaseFormPage):
    """More time for one deadline of the case; who gives it, each hat says."""

    form_class: ClassVar[type[EditForm]] = MoreTime
    title = gettext_lazy("Frist verlängern")
    submit = gettext_lazy("Verlängern")

    def rows(self) -> DeadlineQuerySet:
        return Deadline.objects.running().filter(case=self.case).select_related("rule", "change")

    def deadline(self) -> Deadline:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Verlängert bis %s.") % f"{result.last_day:%d.%m.%Y}")
        return super().done(result)

    @property
    def lead(self) -> str:  # type: ignore[override]  # a sentence about this deadline
        return " ".join(self.told(self.deadline()))

    def told(self, deadline: Deadline) -> list[str]:
        """What one should know before."""
        day = f"{deadline.last_day:%d.%m.%Y}"
        return [_("%(title)s, bisher bis %(day)s.") % {"title": deadline.rule.title, "day": day}]


class MoreTimePage(MoreTimeForm):
    """The case manager takes more time herself, as often as the rule lets her."""

    tab = "file"
    back = "deadlines"

    def deed(self, form: EditForm, case: Case) -> Any:
        return deadlines.extend_own(self.deadline(), by=self.actor, **form.deed())

    def told(self, deadline: Deadline) -> list[str]:
        allowed = deadlines.known_terms(deadline).own_extensions or 0
        if deadline.extensions < allowed:
            return super().told(deadline)
        return [*super().told(deadline), deadlines.why_not_own(deadline, allowed)]
