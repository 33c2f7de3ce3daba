# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan and what it is made of: goals, measures, milestones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import goals
from casemanagement.choices import PlanState
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_plan import ChangedGoal, MovedMeasure, NewGoal, NewMeasure, ReachedMilestone
from casemanagement.models import Case, Goal, Measure, SupportPlan
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.plan_rows import plan_rows
from casemanagement.views.steps import steps_of
from permissions.rights import Right


class PlanPage(CasePage):
    tab = "plan"
    title = gettext_lazy("Hilfeplan")
    template_name = "casemanagement/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.case.support_plans.select_related("printed").order_by("-version"))
        plan = _shown(versions, self.request.GET.get("fassung", ""))
        can_write = _is_living(plan) and Right.WRITE_FILE in self.standing.rights and self.case.is_open
        return super().get_context_data(
            versions=versions,
            plan=plan_rows(self.case, plan, can_write=can_write) if plan else None,
            can_write=can_write,
            is_printing=plan is not None and plan.state == PlanState.AGREED and plan.printed_id is None,
            missing=plan.missing() if plan and plan.state == PlanState.DRAFT else [],
            steps=steps_of(self.case, "support_planning"),
            milestones=self.case.milestones.order_by("-reached_on", "-pk"),
            reviews=self.case.reviews.select_related("held_by").order_by("-held_on", "-pk"),
            **kwargs,
        )


def _shown(versions: list[SupportPlan], asked: str) -> SupportPlan | None:
    """The version asked for; else the draft somebody works on; else the plan in force."""
    if asked.isdigit():
        return next((plan for plan in versions if plan.version == int(asked)), None)
    by_state = {plan.state: plan for plan in reversed(versions)}
    return by_state.get(PlanState.DRAFT) or by_state.get(PlanState.AGREED) or next(iter(versions), None)


def _is_living(plan: SupportPlan | None) -> bool:
    return plan is not None and plan.state != PlanState.REPLACED


class PlanForm(CaseFormPage):
    tab = back = "plan"

    def the_goal(self) -> Goal:
        return get_object_or_404(Goal, case=self.case, pk=self.kwargs["pk"])


class GoalNew(PlanForm):
    form_class = NewGoal
    title = gettext_lazy("Ziel aufnehmen")
    lead = gettext_lazy(
        "Lesen können das die Klientin oder der Klient auf dem gedruckten Plan, Sie und Ihre Vertretung."
    )

    def deed(self, form: EditForm, case: Case) -> Any:
        plan = case.draft_plan() or case.current_plan()
        if plan is None:
            raise ValidationError(_("Der Hilfeplan hat noch nicht begonnen."))
        return goals.add(plan, by=self.actor, **form.deed())


class GoalPage(PlanForm):
    """A goal with its state; whoever may only read sees it on the plan."""

    form_class = ChangedGoal
    title = gettext_lazy("Ziel")

    def target(self) -> Goal:
        return self.the_goal()

    def deed(self, form: EditForm, case: Case) -> Any:
        return goals.change(self.the_goal(), by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Das Ziel ist gespeichert."))
        return super().done(result)


class MeasureNew(PlanForm):
    form_class = NewMeasure
    title = gettext_lazy("Maßnahme aufnehmen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return goals.add_measure(self.the_goal(), by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"lead": _("Für das Ziel: %s") % self.the_goal().text, **kwargs})


class MeasurePage(PlanForm):
    form_class = MovedMeasure
    title = gettext_lazy("Maßnahme fortschreiben")

    def target(self) -> Measure:
        return get_object_or_404(Measure, case=self.case, pk=self.kwargs["pk"])

    def deed(self, form: EditForm, case: Case) -> Any:
        return goals.move_measure(self.target(), by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure = self.target()
        lead = " · ".join(filter(None, [str(measure.get_type_display()), measure.provider]))
        return super().get_context_data(**{"lead": lead, **kwargs})


class MilestoneNew(PlanForm):
    form_class = ReachedMilestone
    title = gettext_lazy("Meilenstein festhalten")
    lead = gettext_lazy("Ein Ereignis mit Tag, das in den Kennzahlen zählt – dort ohne Namen.")

    def deed(self, form: EditForm, case: Case) -> Any:
        return goals.reach_milestone(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Meilenstein ist festgehalten."))
        return super().done(result)
