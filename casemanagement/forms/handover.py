# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing a case over: the request, the receiver's answer, the coordinator's approval."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import grounds, handover_talks
from casemanagement.choices import (
    ClientWord,
    ConsentKind,
    Gender,
    HandoverReason,
    Interpretation,
    NotesAlong,
    TalkedWith,
)
from casemanagement.forms.case_form import CaseForm, note, yes_no
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded
from casemanagement.forms.people import CaseManagerField
from casemanagement.models import Consent, Handover, HandoverSheet
from permissions import clock
from permissions.models import Membership, Organisation
from permissions.roles import Role

if TYPE_CHECKING:
    from casemanagement.forms.case_form import Facts


def _today() -> Any:
    return clock.today()


class Request(Grounded):
    """To whom and why; the receiver sees a sheet without a name until they accept."""

    confirm_label = _("Übergabe anbieten")
    fieldsets = ((_("Übergabe"), ["reason", ("to_organisation", "to_person"), ("switch_on", "gender_wish")]),)
    ground_heading = _("An ein anderes Haus: worauf die Übergabe beruht")
    ground_kinds = grounds.HANDOVER
    ground_known = ("nothing_told", "recipient", "categories")
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
        super().prepare()
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


class Talk(CaseForm):
    """The talk with the client: her word, and what of the file goes along to another house."""

    confirm_label = _("Gespräch festhalten")
    fieldsets = (
        (_("Gespräch"), [("talk_on", "interpretation"), "talked_with", "text", "client_word"]),
        (_("Was mitgeht"), ["notes_along", "documents_along", "confidential_along", "may_look_back"]),
    )
    talk_on = GermanDateField(label=_("Am"), initial=_today, latest=_today)
    talked_with = forms.MultipleChoiceField(
        label=_("Wer war dabei?"),
        choices=TalkedWith.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[TalkedWith.CLIENT, TalkedWith.RECEIVER],
    )
    interpretation = forms.ChoiceField(
        label=_("Sprachmittlung"),
        choices=Interpretation.choices,
        initial=Interpretation.NONE_NEEDED,
    )
    text = note(
        _("Was besprochen wurde"),
        required=True,
        rows=6,
        help_text=_("Offene Risiken und nächste Termine zuerst. Diese Notiz geht immer mit."),
    )
    client_word = forms.ChoiceField(
        label=_("Was sagt die Klientin oder der Klient zum Wechsel?"),
        choices=ClientWord.choices,
        widget=forms.RadioSelect,
    )
    notes_along = forms.ChoiceField(
        label=_("Notizen"), choices=NotesAlong.choices, initial=NotesAlong.LAST, widget=forms.RadioSelect
    )
    documents_along = forms.TypedMultipleChoiceField(
        label=_("Unterlagen"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur was die neue Fallführung braucht. Einwilligungen und Hilfeplan gehen immer mit."),
    )
    confidential_along = forms.BooleanField(
        label=_("Die Person hat ausdrücklich erlaubt, auch die vertraulichen Notizen weiterzugeben"),
        required=False,
    )
    may_look_back = forms.BooleanField(
        label=_("Die bisherige Fallführung darf 14 Tage nachlesen"),
        required=False,
        initial=True,
        help_text=_(
            "Nur lesen, nur bis zum Wechsel Geschriebenes. Nicht ankreuzen, wenn die Person es nicht möchte."
        ),
    )

    def prepare(self) -> None:
        """Inside one house the file stays where it is."""
        if not self.handover.crosses_organisations:
            del self.fields["notes_along"], self.fields["documents_along"]
            self.fieldsets = (
                self.fieldsets[0],
                (_("Was mitgeht"), ["confidential_along", "may_look_back"]),
            )
            return
        papers = handover_talks.papers_to_choose(self.case)
        if papers:
            shown = [(paper.pk, f"{paper.title} ({paper.get_kind_display()})") for paper in papers]
            self.fields["documents_along"].choices = shown  # type: ignore[attr-defined]
        else:
            del self.fields["documents_along"]
            self.fieldsets = (
                self.fieldsets[0],
                (_("Was mitgeht"), ["notes_along", "confidential_along", "may_look_back"]),
            )

    @cached_property
    def handover(self) -> Handover:
        return (
            Handover.objects.select_related("to_organisation", "to_person")
            .filter(case=self.case)
            .latest("pk")
        )

    def facts(self) -> "Facts":
        """To whom, and what goes along whatever is chosen."""
        to_person = self.handover.to_person
        return [
            (
                _("An"),
                f"{to_person.display_name if to_person else ''} ({self.handover.to_organisation.short_name})",
            ),
            (
                _("Geht immer mit"),
                _("Personendaten, Lage, Einwilligungen, Assessment, Hilfeplan, offene Aufgaben und Fristen"),
            ),
        ]


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
