# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a case manager lays over the phases: rest, crisis, and an assessment beside the running support."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import assessments, cases, pauses
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_marks import Again, CrisisBegun, CrisisOver, Rest
from casemanagement.models import Case
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.words import Text
from permissions.rights import Right
from permissions.web import attempt


class Pause(CaseFormPage):
    form_class = Rest
    tab = "file"
    title = gettext_lazy("Fall ruhen lassen")
    lead = gettext_lazy(
        "Alle Fristen und Aufgaben bleiben so lange stehen, wie der Fall ruht. Wecken können Sie ihn jederzeit."
    )
    submit = gettext_lazy("Ruhen lassen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return pauses.pause(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Fall ruht. Am Tag der Wiederaufnahme werden Sie erinnert."))
        return super().done(result)


class Resume(CasePage):
    """Wakes the case before its day."""

    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        done = _("Der Fall läuft wieder; die Tage der Ruhe sind den Fristen gutgeschrieben.")
        return attempt(request, partial(pauses.resume, self.case, by=self.actor), done, self.url("file"))


class Crisis(CaseFormPage):
    """Marks a crisis with its reason; its end is told in a note."""

    tab = "file"

    @property
    def form_class(self) -> type[EditForm]:  # type: ignore[override]  # depends on the case
        return CrisisOver if self.case.in_crisis else CrisisBegun

    @property
    def title(self) -> Text:  # type: ignore[override]
        return _("Krise beenden") if self.case.in_crisis else _("Krise vermerken")

    @property
    def lead(self) -> Text:  # type: ignore[override]
        if self.case.in_crisis:
            return ""
        return _(
            "Alle, die den Fall in einer Liste sehen, sehen die Marke. Die Notiz liest nur, wer die Akte liest."
        )

    def deed(self, form: EditForm, case: Case) -> Any:
        if isinstance(form, CrisisOver):
            return cases.end_crisis(case, by=self.actor, **form.deed())
        return cases.declare_crisis(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        ended = self.case.in_crisis
        messages.success(
            self.request,
            _("Die Krise ist als beendet vermerkt.")
            if ended
            else _("Die Krise ist vermerkt; der Fall trägt jetzt diese Marke."),
        )
        return super().done(result)


class AssessmentAgain(CaseFormPage):
    """Begins the next round while plan and linking go on."""

    form_class: ClassVar[type[EditForm]] = Again
    tab = back = "assessment"
    title = gettext_lazy("Neues Assessment beginnen")
    lead = gettext_lazy(
        "Die Unterstützung läuft weiter. Danach werden Sie gefragt, ob der Hilfeplan noch passt."
    )
    submit = gettext_lazy("Assessment beginnen")

    def deed(self, form: EditForm, case: Case) -> Any:
        return assessments.repeat(case, by=self.actor, **form.deed())
