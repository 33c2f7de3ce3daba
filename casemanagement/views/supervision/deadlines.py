# SPDX-License-Identifier: AGPL-3.0-or-later
"""„Fristen“ of the coordination: the rules as sentences, each changed with a reason; more time for one case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from casemanagement import deadlines, towns
from casemanagement.actions import deadline_rules as actions
from casemanagement.deadline_rules import OUTSIDE
from casemanagement.deadline_sentences import sentences
from casemanagement.deadline_terms import Terms, default_terms, terms_of, values_of
from casemanagement.forms.pages_deadlines import RuleForm
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case, DeadlineChange, DeadlineRule
from casemanagement.models.deadline import DeadlineQuerySet
from casemanagement.views.base import HatPage
from casemanagement.views.deadlines import MoreTimeForm, kommune_of, rules_of
from casemanagement.views.supervision.case import SENSITIVE_RULES
from casemanagement.views.supervision.case_base import SupervisedForm
from permissions import clock
from permissions.models import Kommune
from permissions.rights import Right


class SupervisedRules(HatPage):
    template_name = "deadlines/rules.html"
    shows = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kommune = kommune_of(self.actor)
        return super().get_context_data(
            rules=rules_of(kommune), may_change=self.town() is not None, outside=OUTSIDE, **kwargs
        )

    def town(self) -> Kommune | None:
        """Whose rules she keeps; whoever only stands in for her reads them."""
        person: Any = self.actor.person
        return towns.coordinated(person).first()


class RulePage(SupervisedRules):
    """One rule: what counts, what is to come, how it came to be; and the form that changes it."""

    template_name = "deadlines/rule.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rule = get_object_or_404(DeadlineRule, pk=kwargs["pk"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kommune = self.town()
        is_back = "back" in request.POST
        form = RuleForm(request.POST, terms=self.terms(), is_back=is_back)
        if kommune is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            self._do(form, kommune, is_back=is_back)
        except ValidationError as error:
            beside_fields(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        day = form.cleaned_data["valid_from"]
        messages.success(request, _("Die Regel ist geändert. Sie gilt ab %s.") % f"{day:%d.%m.%Y}")
        return redirect("supervision:deadline_rule", self.rule.pk)

    def _do(self, form: RuleForm, kommune: Kommune, *, is_back: bool) -> DeadlineChange:
        given = form.cleaned_data
        when = actions.When(given["valid_from"], given["reason"], given["for_running"])
        if is_back:
            return actions.back_to_default(self.rule, kommune, by=self.actor, when=when)
        terms = actions.with_values(default_terms(self.rule), **form.values())
        return actions.change(self.rule, kommune, by=self.actor, terms=terms, when=when)

    def terms(self) -> Terms:
        return terms_of(self.rule, kommune_of(self.actor), clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms, default = self.terms(), default_terms(self.rule)
        changes = DeadlineChange.objects.filter(kommune=kommune_of(self.actor), rule=self.rule)
        may_change = self.town() is not None and self.rule.code not in OUTSIDE
        if may_change and "form" not in kwargs:
            kwargs["form"] = RuleForm(terms=terms)
        context = {
            "rule": self.rule,
            "terms": terms,
            "sentences": sentences(terms),
            "default_sentences": sentences(default) if terms.is_changed else [],
            "journal": [
                (row, sentences(Terms(self.rule, **values_of(row), change=row)))
                for row in changes.select_related("changed_by").order_by("-valid_from", "-pk")
            ],
            "today": clock.today(),
        }
        return {**super().get_context_data(**context, **kwargs), "may_change": may_change}


class SupervisedMoreTime(MoreTimeForm, SupervisedForm):
    """The Fachaufsicht grants more time."""

    right = Right.APPROVE

    def rows(self) -> DeadlineQuerySet:
        return super().rows().exclude(rule__code__regex=SENSITIVE_RULES)

    def deed(self, form: EditForm, case: Case) -> Any:
        return deadlines.extend(self.deadline(), by=self.actor, **form.deed())
