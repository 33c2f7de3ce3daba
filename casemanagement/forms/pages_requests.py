# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the client's rights, of the register of breaches, and of complaints."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement import subject_access, subject_papers
from casemanagement.actions import restrictions
from casemanagement.choices import RestrictionGround
from casemanagement.choices.requests import (
    ExtensionReason,
    IdentityCheck,
    RedactionReason,
    RequestWay,
    SubjectDecision,
    SubjectRight,
)
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import BLANK, EditForm
from casemanagement.models import ClientIdentity, SubjectRequest
from casemanagement.validators import NOTE_LENGTH
from permissions import clock

OBTAINED = [
    (ground.value, ground.label) for ground in restrictions.OBTAINED if ground != RestrictionGround.OBJECTION
]


def _today() -> Any:
    return clock.today()


class NewRequest(EditForm):
    """What the client asks for, and how we know that it is her."""

    kind = forms.ChoiceField(label=_("Was wird verlangt?"), choices=BLANK + SubjectRight.choices)
    ground = forms.ChoiceField(
        label=_("Worauf stützt sich der Antrag?"),
        required=False,
        choices=BLANK + OBTAINED,
        help_text=_("Nur bei einer Einschränkung, und nur wenn die Person es sagt."),
    )
    wish = note(
        _("In den Worten der Person"),
        required=False,
        rows=4,
        max_length=NOTE_LENGTH,
        help_text=_(
            "Beim Widerspruch: die besondere Situation. Lesen können das auch Koordination und Datenschutz."
        ),
    )
    received_on = GermanDateField(label=_("Eingegangen am"), initial=_today, latest=_today, help_text="")
    received_via = forms.ChoiceField(label=_("Weg"), choices=RequestWay.choices)
    identity_checked = forms.ChoiceField(
        label=_("Identität geprüft"),
        choices=BLANK + IdentityCheck.choices,
        help_text=_("Nur festhalten, nichts kopieren."),
    )


class NewRedaction(EditForm):
    """One passage about somebody else."""

    place = forms.ChoiceField(label=_("Wo steht es?"))
    passage = forms.CharField(
        label=_("Textstelle"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Genau wie im Text. Leer: die ganze Angabe."),
    )
    reason = forms.ChoiceField(label=_("Grund"), choices=RedactionReason.choices)

    def prepare(self) -> None:
        field: Any = self.fields["place"]
        texts = subject_access.legible_places(self.case, self.actor)
        field.choices = [*BLANK, *texts, *subject_papers.places(self.case, self.actor)]


class Decision(forms.Form):
    """The answer to a request."""

    decision = forms.ChoiceField(label=_("Entscheidung"), choices=BLANK + SubjectDecision.choices)
    reason = note(
        _("Begründung"),
        required=False,
        rows=3,
        max_length=NOTE_LENGTH,
        help_text=_("Nötig, wenn etwas nicht entsprochen wird. Die Person bekommt sie zu lesen."),
    )
    ground = forms.ChoiceField(
        label=_("Grund der Einschränkung"),
        required=False,
        choices=BLANK + OBTAINED,
        help_text=_("Wird dem Antrag entsprochen, ist die Verarbeitung damit eingeschränkt."),
    )

    def __init__(self, data: Any = None, *, request: SubjectRequest) -> None:
        super().__init__(data, initial={"ground": request.ground})
        if request.kind != SubjectRight.RESTRICTION:
            del self.fields["ground"]


class Extension(forms.Form):
    """More time, up to three months in all."""

    until = GermanDateField(label=_("Verlängern bis"), help_text="")
    reason = forms.ChoiceField(label=_("Grund"), choices=ExtensionReason.choices)


COMPLETE = [("zip", _("Alles in einem Archiv (ZIP): Papier, Datei und Unterlagen"))]
PARTS = [("pdf", _("Papier (PDF)")), ("json", _("Datei (JSON)"))]


class Export(forms.Form):
    """Taking the answer out of the program."""

    reason = forms.ChoiceField(
        label=_("Anlass"),
        choices=[("handed_out", _("Übergabe an die Person")), ("check", _("Prüfung vor der Übergabe"))],
    )
    form = forms.ChoiceField(label=_("Form"))

    def __init__(self, *args: Any, with_documents: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["form"]
        known.choices = (COMPLETE if with_documents else []) + PARTS


class Corrected(EditForm):
    """A wrong value and the right one."""

    field = forms.ChoiceField(label=_("Welche Angabe ist falsch?"))
    value = forms.CharField(label=_("Richtig ist"), required=False, max_length=200)
    reason = note(_("Woher wissen wir das?"), required=True, rows=2, max_length=NOTE_LENGTH)

    def prepare(self) -> None:
        from casemanagement.actions.requests import RECTIFIABLE  # noqa: PLC0415  # actions know forms' models

        field: Any = self.fields["field"]
        known: Any = ClientIdentity._meta
        names = [(name, known.get_field(name)) for name in RECTIFIABLE]
        field.choices = [*BLANK, *((name, str(column.verbose_name)) for name, column in names)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("field") == "birth_date" and cleaned.get("value"):
            cleaned["value"] = GermanDateField().clean(cleaned["value"])
        return cleaned


class Statement(EditForm):
    """The client's own words about a disputed fact."""

    about = forms.CharField(label=_("Worum geht es?"), max_length=200)
    text = note(
        _("Darstellung der Klientin oder des Klienten"), required=True, rows=6, max_length=NOTE_LENGTH
    )
