# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consents: what holds until when, giving one, renewing it, taking it back with its consequences in sight."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import consequences
from casemanagement.actions import consents, representatives
from casemanagement.choices import ConsentKind
from casemanagement.forms.pages_consents import (
    GivenConsent,
    NamedRepresentative,
    RenewedConsent,
    RevokedConsent,
)
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import Case, Consent
from casemanagement.views.base import CaseFormPage, CasePage
from casemanagement.views.consents_rows import consent_rows, representatives_of
from casemanagement.views.consequences import consequences_of
from permissions import clock
from permissions.rights import Right

# The information (C0) is no consent and cannot be taken back.
REVOCABLE = [kind for kind in ConsentKind if kind is not ConsentKind.C0]


class Consents(CasePage):
    right = Right.READ_CONSENTS
    block = "consents"
    tab = "consents"
    title = gettext_lazy("Einwilligungen")
    template_name = "casemanagement/consents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = consent_rows(self.case, clock.today(), self.standing.rights)
        living = {row.consent.kind for row in rows if row.is_living}
        return super().get_context_data(
            living=[row for row in rows if row.is_living],
            ended=[row for row in rows if not row.is_living],
            absent=[kind.label for kind in ConsentKind if kind not in living],
            representatives=representatives_of(self.case, self.standing.rights),
            **kwargs,
        )


class ConsentNew(CaseFormPage):
    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = GivenConsent
    tab = back = "consents"
    title = gettext_lazy("Einwilligung erfassen")
    lead = gettext_lazy("Eine Einwilligung je Zweck. Sie ist freiwillig und jederzeit widerruflich.")

    def initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind in ConsentKind else {}

    def deed(self, form: EditForm, case: Case) -> Any:
        return consents.give(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Einwilligung ist erfasst und gilt ab dem genannten Tag."))
        return super().done(result)


class ConsentRenew(CaseFormPage):
    """The same terms once more: only how it is proved is asked."""

    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = RenewedConsent
    template_name = "casemanagement/consent_renew.html"
    tab = back = "consents"
    title = gettext_lazy("Einwilligung erneuern")
    submit = gettext_lazy("Erneuern")

    def consent(self) -> Consent:
        return get_object_or_404(
            Consent, case=self.case, pk=self.kwargs["pk"], revoked_on=None, kind__in=REVOCABLE
        )

    def deed(self, form: EditForm, case: Case) -> Any:
        return consents.renew(self.consent(), by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Einwilligung ist für zwölf Monate erneuert."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent=self.consent(), **kwargs)


class ConsentRevoke(CaseFormPage):
    right = Right.RECORD_CONSENT
    block = "consents"
    form_class = RevokedConsent
    template_name = "casemanagement/consent_revoke.html"
    tab = back = "consents"
    title = gettext_lazy("Widerruf festhalten")
    submit = gettext_lazy("Widerruf speichern")

    def consent(self) -> Consent:
        return get_object_or_404(
            Consent, case=self.case, pk=self.kwargs["pk"], revoked_on=None, kind__in=REVOCABLE
        )

    def deed(self, form: EditForm, case: Case) -> Any:
        return consents.revoke(self.consent(), by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Der Widerruf ist gespeichert und gilt sofort."))
        return super().done(result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.consent()
        return super().get_context_data(
            consent=consent,
            consequences=consequences_of(ConsentKind(consent.kind)),
            found=consequences.of(consent),
            **kwargs,
        )


class RepresentativeNew(CaseFormPage):
    right = Right.WRITE_FILE
    block = "identity"
    form_class = NamedRepresentative
    tab = back = "consents"
    title = gettext_lazy("Vertretungsperson erfassen")
    lead = gettext_lazy("Wer rechtlich für die Klientin oder den Klienten sprechen darf, und wofür.")

    def deed(self, form: EditForm, case: Case) -> Any:
        return representatives.name(case, by=self.actor, **form.deed())

    def done(self, result: Any) -> HttpResponseBase:
        messages.success(self.request, _("Die Vertretungsperson ist erfasst."))
        return super().done(result)
