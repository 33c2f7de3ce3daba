# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the case manager keeps about the frame: intensity, district, protected address, crisis."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import cases, clients, programmes, restrictions
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_frame import (
    ChangedProgramme,
    ClassifiedCase,
    FollowedIntensity,
    Location,
    ProtectedPlace,
)
from casemanagement.forms.pages_shields import Informed
from casemanagement.models import Case, ProtectedAddress
from casemanagement.proposals import Proposal, propose
from casemanagement.views.base import CaseFormPage
from permissions.rights import Right
from permissions.web import refuse


class FrameForm(CaseFormPage):
    tab = "file"

    def target(self) -> Case:
        return Case.objects.get(pk=self.case.pk)


class IntensityForm(FrameForm):
    """Complexity and intensity, as proposed or otherwise; before any assessment the intensity alone."""

    template_name = "casemanagement/intensity.html"
    title = gettext_lazy("Komplexität und Intensität")

    @cached_property
    def proposal(self) -> Proposal | None:
        assessment = self.case.current_assessment()
        return propose(self.case, assessment) if assessment else None

    def form(self, **kwargs: Any) -> EditForm:
        kind = ClassifiedCase if self.proposal else FollowedIntensity
        return kind(case=self.case, actor=self.actor, stored=self.target(), initial=self.initial(), **kwargs)

    def initial(self) -> dict[str, Any]:
        """What was decided after this round; else the proposal."""
        assessment = self.case.current_assessment()
        if assessment is None or self.proposal is None:
            return {}
        return {
            "complexity": assessment.complexity or self.proposal.complexity,
            "intensity": assessment.intensity or self.proposal.intensity,
            "level_reason": assessment.level_reason or "",
        }

    def deed(self, form: EditForm, case: Case) -> Any:
        return cases.classify(case, by=self.actor, **form.deed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"proposal": self.proposal, **kwargs})


class ProgrammeForm(FrameForm):
    """The programme is fixed with the admission; afterwards it changes for a reason, and the course says so."""

    form_class: ClassVar[type[EditForm]] = ChangedProgramme
    title = gettext_lazy("Programm wechseln")
    lead = gettext_lazy(
        "Was in der bisherigen Phase begonnen hat, wird zu Ende geführt. Phasen, Fristen und Zahlen folgen danach dem "
        "neuen Programm."
    )

    def form(self, **kwargs: Any) -> EditForm:
        if not self.case.programme_name:  # there is nothing to choose from
            raise refuse(self.request, self.block)
        return super().form(**kwargs)

    def deed(self, form: EditForm, case: Case) -> Any:
        return programmes.change(case, by=self.actor, **form.deed())


class LocationForm(FrameForm):
    form_class: ClassVar[type[EditForm]] = Location
    tab = back = "household"
    title = gettext_lazy("Stadtbezirk ändern")

    def deed(self, form: EditForm, case: Case) -> Any:
        return cases.locate(case, by=self.actor, **form.deed())


class ProtectedAddressForm(CaseFormPage):
    block = "protected"
    form_class = ProtectedPlace
    tab = back = "household"
    title = gettext_lazy("Anschrift schützen")
    lead = gettext_lazy(
        "Die Anschrift steht danach nur noch hier. Sie erscheint auf keinem Ausdruck und in keiner Übergabe."
    )

    def target(self) -> ProtectedAddress | None:
        return ProtectedAddress.objects.filter(case=self.case).first()

    def deed(self, form: EditForm, case: Case) -> Any:
        return clients.protect_address(case, by=self.actor, **form.deed())


class RestrictionInformed(CaseFormPage):
    """Before a restriction is lifted the client hears of it, and this is where that is written down."""

    right = Right.ENTER_SUBJECT_REQUEST
    block: ClassVar[str] = ""
    form_class = Informed
    tab = "file"
    title = gettext_lazy("Über die Aufhebung unterrichten")
    lead = gettext_lazy(
        "Die Einschränkung der Verarbeitung soll enden. Die Klientin oder der Klient hat sie erwirkt und "
        "erfährt es vorher (Art. 18 Abs. 3 DSGVO). Erst danach wird die Akte wieder geöffnet."
    )
    submit = gettext_lazy("Unterrichtung vermerken")

    def deed(self, form: EditForm, case: Case) -> Any:
        return restrictions.note_informed(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Vermerkt. Koordination und Datenschutz wissen Bescheid."))
        return super().done(result)
