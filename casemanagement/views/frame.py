# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the case manager keeps about the frame: intensity, district, protected address, crisis."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.actions import cases, clients
from casemanagement.forms.pages_edit import EditForm
from casemanagement.forms.pages_frame import FollowedIntensity, Location, ProtectedPlace
from casemanagement.models import Case, ProtectedAddress
from casemanagement.views.base import CaseFormPage, CasePage
from permissions.rights import Right


class IntensityForm(CaseFormPage):
    form_class: ClassVar[type[EditForm]] = FollowedIntensity
    tab = "file"
    title = gettext_lazy("Intensität ändern")

    def target(self) -> Case:
        return Case.objects.get(pk=self.case.pk)

    def deed(self, form: EditForm, case: Case) -> Any:
        return cases.set_intensity(case, by=self.actor, **form.deed())


class LocationForm(IntensityForm):
    form_class = Location
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


class Crisis(CasePage):
    """Marks a crisis, or its end; one click, and another one takes it back."""

    right = Right.WRITE_FILE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "end" in request.POST:
            cases.end_crisis(self.case, by=self.actor)
            messages.success(request, _("Die Krise ist als beendet vermerkt."))
        else:
            cases.declare_crisis(self.case, by=self.actor)
            messages.success(request, _("Die Krise ist vermerkt; der Fall trägt jetzt diese Marke."))
        return redirect(self.url("file"))
