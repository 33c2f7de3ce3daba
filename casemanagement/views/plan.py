# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hilfeplan and what it is made of: goals, measures, milestones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import goals, plans
from casemanagement.choices import PlanState
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_plan import (
    ChangedGoal,
    CopyOfPlan,
    LaterAnswer,
    MovedMeasure,
    NewGoal,
    NewMeasure,
    PrintedPlan,
    ReachedMilestone,
)
from casemanagement.goal_attainment import attained
from casemanagement.goal_catalogue import suggestion, suggestions
from casemanagement.models import Case, Goal, Measure, Offer, SupportPlan
from casemanagement.printing.support_plan import language_of
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.plan_compared import Differences, compare
from casemanagement.views.plan_rows import plan_rows
from casemanagement.views.steps import steps_of
from permissions import clock
from permissions.rights import Right


class PlanPage(CasePage):
    tab = "plan"
    title = gettext_lazy("Hilfeplan")
    template_name = "casemanagement/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.case.support_plans.select_related("printed").order_by("-version"))
        plan = _shown(versions, self.request.GET.get("fassung", ""))
        goals = list(plan.goals.prefetch_related("measures__offer").order_by("-weight", "pk")) if plan else []
        can_write = _is_living(plan) and Right.WRITE_FILE in self.standing.rights and self.case.is_open
        return super().get_context_data(
            versions=versions,
            plan=plan_rows(self.case, plan, goals, can_write=can_write) if plan else None,
            attained=attained(goals),
            differences=_differences(plan, goals, versions),
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
    if asked.isdecimal():
        return next((plan for plan in versions if plan.version == int(asked)), None)
    by_state = {plan.state: plan for plan in reversed(versions)}
    return by_state.get(PlanState.DRAFT) or by_state.get(PlanState.AGREED) or next(iter(versions), None)


def _differences(
    plan: SupportPlan | None, goals: list[Goal], versions: list[SupportPlan]
) -> Differences | None:
    """Against the version before, where there is one."""
    before = next((one for one in versions if plan and one.version < plan.version), None)
    if plan is None or before is None:
        return None
    return compare(plan, goals, before, list(before.goals.order_by("-weight", "pk")))


def _is_living(plan: SupportPlan | None) -> bool:
    return plan is not None and plan.state != PlanState.REPLACED


class PlanForm(CaseFormPage):
    tab = back = "plan"

    def the_goal(self) -> Goal:
        return get_object_or_404(Goal, case=self.case, pk=self.kwargs["pk"])


class GoalNew(PlanForm):
    form_class = NewGoal
    template_name = "casemanagement/goal_new.html"
    title = gettext_lazy("Ziel aufnehmen")
    lead = gettext_lazy(
        "Lesen können das die Klientin oder der Klient auf dem gedruckten Plan, Sie und Ihre Vertretung."
    )

    def initial(self) -> dict[str, Any]:
        """What was chosen from the catalogue; the words are the client's to change."""
        chosen = suggestion(self.request.GET.get("vorschlag", ""))
        return {"text": chosen.text, "sign": chosen.sign, "domain": chosen.domain} if chosen else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"suggestions": suggestions(), **kwargs})

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

    def initial(self) -> dict[str, Any]:
        """?angebot= names an entry of the directory."""
        asked = self.request.GET.get("angebot", "")
        offers = Offer.objects.filter(kommune=self.case.kommune_id).there_on(clock.today())
        offer = offers.filter(pk=asked).first() if asked.isdecimal() else None
        if offer is None:
            return {}
        begins = offer.starts_on if offer.starts_on and offer.starts_on >= clock.today() else None
        return {"offer": offer.pk, "type": offer.type, "provider": offer.provider, "begins_on": begins}

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
        lead = " · ".join(filter(None, [measure.title, measure.provider]))
        return super().get_context_data(**{"lead": lead, **kwargs})


class PlanPrint(PlanForm):
    """The paper for the client: a draft to sign, or the plan in force once more."""

    form_class = PrintedPlan
    title = gettext_lazy("Hilfeplan drucken")
    lead = gettext_lazy(
        "Ein Entwurf bekommt Platz für die Unterschriften. Das PDF liegt danach hier und bei den Unterlagen."
    )
    submit = gettext_lazy("Drucken")

    def initial(self) -> dict[str, Any]:
        plan = self.case.draft_plan() or self.case.current_plan()
        return {"language": language_of(plan)} if plan else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        plan = case.draft_plan() or case.current_plan()
        if plan is None:
            raise ValidationError(_("Der Hilfeplan hat noch nicht begonnen."))
        return plans.print_in(plan, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Gedruckt. Das PDF liegt hier und bei den Unterlagen."))
        return super().done(result)


class PlanAnswer(PlanForm):
    """The answer of the client that could not be had when the plan was agreed on, or her signature."""

    form_class = LaterAnswer
    title = gettext_lazy("Antwort zum Hilfeplan nachtragen")
    lead = gettext_lazy("Für den Plan, der gilt. Was zur Antwort davor geschrieben wurde, bleibt stehen.")

    def plan(self, case: Case) -> SupportPlan | None:
        return case.support_plans.filter(state=PlanState.AGREED).first()

    def initial(self) -> dict[str, Any]:
        plan = self.plan(self.case)
        return {"agreement": plan.agreement} if plan and plan.agreement == "yes" else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        plan = self.plan(case)
        if plan is None:
            raise ValidationError(_("Es gibt noch keinen vereinbarten Hilfeplan."))
        return plans.note_answer(plan, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Antwort ist festgehalten."))
        return super().done(result)


class PlanForThirdParty(PlanForm):
    """A copy for somebody else leaves the house, so it asks for its ground first."""

    form_class = CopyOfPlan
    title = gettext_lazy("Hilfeplan für eine andere Stelle")
    lead = gettext_lazy("Die Ausfertigung nennt Empfänger und Grundlage und steht bei den Weitergaben.")
    submit = gettext_lazy("Ausfertigen")

    def deed(self, form: EditForm, case: Case) -> Any:
        plan = case.support_plans.filter(state=PlanState.AGREED).first()
        if plan is None:
            raise ValidationError(_("Es gibt noch keinen vereinbarten Hilfeplan."))
        return plans.print_for(plan, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Ausfertigung liegt bei den Unterlagen."))
        return redirect(self.url("documents"))


class MilestoneNew(PlanForm):
    form_class = ReachedMilestone
    title = gettext_lazy("Meilenstein festhalten")
    lead = gettext_lazy("Ein Ereignis mit Tag, das in den Kennzahlen zählt – dort ohne Namen.")

    def deed(self, form: EditForm, case: Case) -> Any:
        return goals.reach_milestone(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Meilenstein ist festgehalten."))
        return super().done(result)
