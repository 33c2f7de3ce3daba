# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fallkonferenzen of a case: plan, invite, write down what was decided."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import conferences
from casemanagement.forms.pages_conferences import (
    NewParticipant,
    NewTask,
    PlannedConference,
    RecordedConference,
)
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case, Conference, ConferenceParticipant
from casemanagement.views.base import CaseFormPage, CasePage
from permissions.rights import Right
from permissions.web import attempt

LEAD = gettext_lazy(
    "Andere Stellen beraten mit, namentlich. Jede braucht eine geltende Einwilligung (C6 oder C7) oder ein Gesetz."
)


class Conferences(CasePage):
    title = gettext_lazy("Fallkonferenzen")
    template_name = "casemanagement/conferences.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.case.conferences.prefetch_related("participants__disclosure__recipient_organisation")
        return super().get_context_data(rows=rows.order_by("-held_on", "-pk"), lead=LEAD, **kwargs)


class ConferenceNew(CaseFormPage):
    form_class = PlannedConference
    title = gettext_lazy("Fallkonferenz planen")
    lead = LEAD
    submit = gettext_lazy("Planen")
    back = "conferences"

    def deed(self, form: EditForm, case: Case) -> Any:
        return conferences.plan(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Geplant. Laden Sie nun die anderen Stellen ein."))
        self.conference_pk = result.pk
        return super().done(result)

    def back_url(self) -> str:
        known = getattr(self, "conference_pk", None)
        return self.url("conference", pk=known) if known else super().back_url()


class OfConference(CasePage):
    """A page about one conference."""

    @cached_property
    def conference(self) -> Conference:
        rows = Conference.objects.filter(case=self.case).select_related("planned_by", "recorded_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def participants(self) -> list[ConferenceParticipant]:
        rows = self.conference.participants.select_related(
            "disclosure__recipient_organisation", "disclosure__consent"
        )
        return list(rows.order_by("pk"))

    def again(self, case: Case) -> Conference:
        """The row as it is under the lock."""
        conference = Conference.objects.get(pk=self.conference.pk)
        conference.case = case
        return conference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(conference=self.conference, **kwargs)


class ConferencePage(OfConference):
    title = gettext_lazy("Fallkonferenz")
    template_name = "casemanagement/conference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            participants=self.participants(),
            tasks=self.conference.tasks.select_related("work_item").order_by("work_item__due_on", "pk"),
            **kwargs,
        )


class ConferenceForm(OfConference, CaseFormPage):
    """A form about one conference; afterwards one is back on its page."""

    def back_url(self) -> str:
        return self.url("conference", pk=self.conference.pk)


class ParticipantNew(ConferenceForm):
    form_class = NewParticipant
    title = gettext_lazy("Zur Fallkonferenz einladen")
    lead = LEAD
    submit = gettext_lazy("Einladen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return conferences.invite(self.again(case), by=self.actor, **form.deed())


class Record(ConferenceForm):
    form_class = RecordedConference
    title = gettext_lazy("Ergebnis der Fallkonferenz")
    submit = gettext_lazy("Festhalten")

    def form(self, **kwargs: Any) -> EditForm:
        return super().form(participants=self.participants(), **kwargs)

    def deed(self, form: EditForm, case: Case) -> Any:
        return conferences.record(self.again(case), by=self.actor, **form.deed())


class TaskNew(ConferenceForm):
    form_class = NewTask
    title = gettext_lazy("Aufgabe aus der Fallkonferenz")

    def deed(self, form: EditForm, case: Case) -> Any:
        return conferences.add_task(self.again(case), by=self.actor, **form.deed())


class CallOff(OfConference):
    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        deed = partial(conferences.call_off, self.conference, by=self.actor)
        return attempt(request, deed, _("Die Fallkonferenz ist abgesagt."), self.url("conferences"))
