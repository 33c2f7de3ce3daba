# SPDX-License-Identifier: AGPL-3.0-or-later
"""The quick note, with what follows from it in the same form, and the confidential note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import ContactKind, Domain, Interpretation
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.grounds import Grounded
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.validators import NOTE_LENGTH, minutes
from permissions import clock


def _today() -> Any:
    return clock.today()


# With these kinds somebody else hears of the client, on a ground that only the case itself has.
WITH_OTHERS = (ContactKind.THIRD_PARTY, ContactKind.HELPER_CONFERENCE)
CONTACT = [("occurred_on", "kind"), ("minutes", "interpretation"), ("participants", "language"), "text"]
WHAT_FOLLOWS = (
    (_("Worum es ging"), ["domains"]),
    (_("Wie es weitergeht"), [("next_title", "next_on")]),
)


class NoteFields(forms.Form):
    """What is asked about a contact, whatever the case."""

    occurred_on = GermanDateField(label=_("Am"), initial=_today, latest=_today, help_text="")
    kind = forms.ChoiceField(label=_("Kontaktart"), choices=ContactKind.choices)
    minutes = forms.IntegerField(
        label=_("Dauer in Minuten"),
        initial=0,
        min_value=0,
        max_value=24 * 60,
        validators=[minutes],
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
    )
    participants = forms.CharField(
        label=_("Wer war dabei?"),
        required=False,
        max_length=300,
        help_text=_("Rollen genügen: Klientin, Jobcenter"),
    )
    text = note(
        _("Notiz"),
        rows=8,
        max_length=NOTE_LENGTH,
        help_text=_(
            "Lesen können das Sie, Ihre Vertretung und, wenn eingewilligt, die Fachaufsicht. Stichworte genügen."
        ),
    )
    domains = forms.MultipleChoiceField(
        label=_("Lebensbereiche"),
        required=False,
        choices=Domain.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"layout": "columns"}),
    )
    interpretation = forms.ChoiceField(
        label=_("Sprachmittlung"), choices=Interpretation.choices, initial=Interpretation.NONE_NEEDED
    )
    language = forms.CharField(label=_("Sprache des Gesprächs"), required=False, max_length=40)
    next_title = forms.CharField(
        label=_("Nächster Termin, nächste Aufgabe"),
        required=False,
        max_length=200,
        help_text=_("Erscheint unter „Heute“. Bitte ohne Namen."),
    )
    next_on = GermanDateField(
        label=_("Wann"), required=False, earliest=_today, help_text=_("Zum Beispiel +2w (in zwei Wochen)")
    )

    def clean(self) -> dict[str, Any]:
        """A day without a task would remind of nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("next_on") and not cleaned.get("next_title"):
            self.add_error("next_title", _("Bitte schreiben Sie, was an diesem Tag zu tun ist."))
        return cleaned


class QuickNote(NoteFields, Grounded, EditForm):
    """One save, many effects: the contact, and if wanted the next appointment or task."""

    fieldsets = ((_("Kontakt"), CONTACT), *WHAT_FOLLOWS)
    ground_heading = _("Bei Kontakt mit Dritten und Helferkonferenz: worauf er beruht")
    ground_known = ()
    ground_when = ("kind", *WITH_OTHERS)


class NoteFromAnywhere(NoteFields):
    """The same from outside of a file: the case is one question more; contacts with others are written in the file."""

    fieldsets: Any = ((_("Kontakt"), ["case", *CONTACT]), *WHAT_FOLLOWS)

    case = forms.ChoiceField(label=_("Fall"))

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.choices = [*BLANK, *cases]
        kinds: Any = self.fields["kind"]
        kinds.choices = [row for row in ContactKind.choices if row[0] not in WITH_OTHERS]
        kinds.help_text = _("Kontakte mit Dritten und Helferkonferenzen schreiben Sie im Fall auf.")

    def deed(self) -> dict[str, Any]:
        """The note, without the case of which it is."""
        return {name: value for name, value in self.cleaned_data.items() if name != "case"}


class ConfidentialEntry(EditForm):
    """What was entrusted to the case manager alone."""

    text = note(
        _("Vertrauliche Notiz"),
        required=True,
        rows=10,
        max_length=NOTE_LENGTH,
        help_text=_(
            "Nur die Fallführung liest das: keine Vertretung, keine Fachaufsicht, niemand nach einer Übergabe."
        ),
    )
