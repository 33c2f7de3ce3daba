# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing over everything of somebody whose contract or post ends: one page, one deed for each case."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.actions import handovers, intake
from casemanagement.choices import HandoverReason
from casemanagement.models import Case
from casemanagement.views.base import HatPage
from casemanagement.views.supervision import leaving_rows as rows
from casemanagement.working_days import add_working_days
from permissions import clock
from permissions.actor import NotPermitted
from permissions.models import User

DAYS_TO_ASK = 10  # working days


class LeavingPeople(HatPage):
    """Whose contract or post ends within 90 days, or has ended, while cases are open."""

    template_name = "supervision/leaving.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(people=rows.leaving(self.actor), today=clock.today(), **kwargs)


class LeavingPerson(HatPage):
    """Her cases with a proposal for each; what is handed over leaves the page, the rest stays for another time."""

    template_name = "supervision/leaving_person.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.pk = kwargs["pk"]

    @cached_property
    def leaver(self) -> rows.Leaving:
        found = rows.one_leaving(self.actor, self.pk)
        if found is None:
            raise Http404
        return found

    @cached_property
    def candidates(self) -> list[rows.Candidate]:
        return rows.candidates(self.actor, self.leaver.person)

    @cached_property
    def moving(self) -> list[rows.Moving]:
        return rows.proposals(rows.cases_of(self.actor, self.leaver.person), self.candidates)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        done, asked, refused = 0, 0, []
        for one in self.moving:
            chosen = form.cleaned_data[f"to_{one.case.pk}"]
            if not chosen:
                continue
            try:
                with transaction.atomic():
                    moved = self._hand_over(one.case, chosen, form.cleaned_data["reason"])
            except (ValidationError, NotPermitted) as error:
                refused.append(f"{one.case.number}: {' '.join(getattr(error, 'messages', [str(error)]))}")
            else:
                done, asked = done + moved, asked + (not moved)
        self._say(done, asked, refused)
        left = rows.one_leaving(self.actor, self.pk)
        return redirect(
            reverse("supervision:leaving_person", args=[self.pk]) if left else reverse("supervision:leaving")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        lines = [(one, form[f"to_{one.case.pk}"]) for one in self.moving]
        return super().get_context_data(leaver=self.leaver, form=form, lines=lines, **kwargs)

    def form(self, data: Any = None) -> forms.Form:
        """A choice for each case, and why."""
        people = [
            (
                str(one.colleague.person_id),
                f"{one.colleague.name} ({one.colleague.organisation.short_name}, {one.colleague.load.responsible})",
            )
            for one in self.candidates
        ]
        form = forms.Form(data)
        form.fields["reason"] = forms.ChoiceField(
            label=_("Grund"),
            choices=[
                (reason.value, reason.label)
                for reason in (
                    HandoverReason.STAFF_CHANGE,
                    HandoverReason.CONTRACT_END_ORGANISATION,
                    HandoverReason.CAPACITY_BALANCE,
                )
            ],
        )
        for one in self.moving:
            form.fields[f"to_{one.case.pk}"] = forms.ChoiceField(
                label=_("Fall %(number)s an") % {"number": one.case.number},
                required=False,
                choices=[("", _("noch nicht übergeben")), *people],
                initial=str(one.proposed or ""),
            )
        return form

    def _hand_over(self, case: Case, chosen: str, reason: str) -> bool:
        """True once the case is handed over; False where the client is to be asked first."""
        target = next(one.colleague for one in self.candidates if str(one.colleague.person_id) == chosen)
        person = User.objects.get(pk=target.person_id)
        if case.accepted_on is None or case.organisation_id == target.organisation.pk:
            note = str(HandoverReason(reason).label)
            intake.assign(case, by=self.actor, person=person, note=note)
            return True
        agreed = any(
            one.case.pk == case.pk and target.organisation.short_name in one.consented for one in self.moving
        )
        if not agreed:
            due_on = add_working_days(clock.today(), DAYS_TO_ASK)
            handovers.ask_for_consent(case, by=self.actor, to_organisation=target.organisation, due_on=due_on)
            return False
        handovers.move(
            case, by=self.actor, to_person=person, to_organisation=target.organisation, reason=reason
        )
        return True

    def _say(self, done: int, asked: int, refused: list[str]) -> None:
        if done:
            words = ngettext("%(n)d Fall ist übergeben.", "%(n)d Fälle sind übergeben.", done)
            messages.success(self.request, words % {"n": done})
        if asked:
            words = ngettext(
                "Bei %(n)d Fall fehlt C5: Die Fallführung ist gebeten, zu fragen.",
                "Bei %(n)d Fällen fehlt C5: Die Fallführung ist gebeten, zu fragen.",
                asked,
            )
            messages.info(self.request, words % {"n": asked})
        for line in refused:
            messages.error(self.request, line)
        if not (done or asked or refused):
            messages.info(self.request, _("Es war nichts ausgewählt."))
