# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing a case over: the request, the receiver's answer, the coordinator's approval."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ConsentKind, Gender, HandoverReason
from casemanagement.forms.case_form import CaseForm, note, yes_no
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.people import CaseManagerField
from casemanagement.models import Consent, Handover, HandoverSheet
from permissions import clock
from permissions.models import Membership, Organisation
from permissions.roles import Role

if TYPE_CHECKING:
    from casemanagement.forms.case_form import Facts


def _today() -> Any:
    return clock.today()


class Request(CaseForm):
    """To whom and why; the receiver sees a sheet without a name until they accept."""

    confirm_label = _("Übergabe anbieten")
    reason = forms.ChoiceField(label=_("Grund"), choices=HandoverReason.choices)
    to_organisation = forms.ModelChoiceField(
        label=_("Übergabe an"), queryset=Organisation.objects.none(), empty_label=_("bitte wählen")
    )
    to_person = CaseManagerField(
        label=_("Bestimmte Person"), required=False, help_text=_("Leer lassen: die Organisation entscheidet")
    )
    switch_on = GermanDateField(label=_("Wechsel zum"), initial=_today, earliest=_today)
    gender_wish = forms.ChoiceField(
        label=_("Wunsch zum Geschlecht der Fallführung"),
        choices=[("", _("kein Wunsch")), *Gender.choices[:2]],
        required=False,
    )

    def prepare(self) -> None:
        employing = Membership.objects.valid_on(clock.today()).filter(role=Role.CASE_MANAGEMENT)
        self.fields["to_organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kommune=self.case.kommune_id, pk__in=employing.values("organisation")
        ).order_by("name")
        self.fields["to_person"].offer(self.case, self.actor)  # type: ignore[attr-defined]

    def facts(self) -> "Facts":
        """For which organisations the client has agreed already."""
        rows = Consent.objects.living(clock.today()).filter(case=self.case, kind=ConsentKind.C5)
        names = [row.recipient_organisation.name for row in rows if row.recipient_organisation]
        return [(_("Einwilligung C5 liegt vor für"), ", ".join(names) or _("noch niemanden"))]


class Answer(CaseForm):
    """Accept, or say why not."""

    is_accepted = yes_no(_("Übernehmen Sie den Fall?"), yes=_("ja, wir übernehmen"), no=_("nein"))
    answer_reason = note(_("Begründung"), rows=3, help_text=_("Nötig, wenn Sie nicht übernehmen"))

    def facts(self) -> "Facts":
        """The minimal sheet, and nothing that is not on it."""
        return list(HandoverSheet.objects.filter(case=self.case).latest("pk").lines())

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        cleaned = super().clean()
        if cleaned.get("is_accepted") is False and not cleaned.get("answer_reason"):
            self.add_error("answer_reason", _("Bitte nennen Sie den Grund."))
        return cleaned


class Approval(CaseForm):
    """The coordinator's word on a move between organisations."""

    is_approved = yes_no(_("Geben Sie die Übergabe frei?"), yes=_("ja, freigeben"), no=_("nein"))
    reason = note(_("Begründung"), rows=3)

    def facts(self) -> "Facts":
        handover = Handover.objects.select_related("from_organisation", "to_organisation").filter(
            case=self.case
        )
        latest = handover.latest("pk")
        return [
            (_("Von"), latest.from_organisation.name),
            (_("An"), latest.to_organisation.name),
            (_("Grund"), latest.get_reason_display()),
            (
                _("Wechsel zum"),
                latest.switch_on.strftime("%d.%m.%Y") if latest.switch_on else _("nach Freigabe"),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A refusal has a reason."""
        cleaned = super().clean()
        if cleaned.get("is_approved") is False and not cleaned.get("reason"):
            self.add_error("reason", _("Bitte nennen Sie den Grund."))
        return cleaned
