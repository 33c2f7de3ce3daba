# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms around the Fachaufsicht: remark and answer, decision, sample, peer discussion."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import peers
from casemanagement.choices import ExceptionKind, SampleAnswer, SampleItem
from casemanagement.forms.case_form import note
from casemanagement.forms.dates import GermanDateField
from casemanagement.forms.pages_edit import EditForm
from casemanagement.models import SampledCase
from permissions import clock
from permissions.models import User

if TYPE_CHECKING:
    PeopleChoice = forms.ModelMultipleChoiceField[User]
else:
    PeopleChoice = forms.ModelMultipleChoiceField


def _today() -> Any:
    return clock.today()


class Remark(EditForm):
    """About the work on this case; never about a person's hours, place or leave."""

    text = note(
        _("Hinweis"),
        required=True,
        rows=6,
        help_text=_(
            "Zur Sache und zum Fall: Was fällt auf, was empfehlen Sie, wozu möchten Sie eine Rückmeldung? "
            "Keine Anordnung zu Arbeitszeit, Ort, Urlaub oder Verhalten: Dafür ist die Dienstaufsicht da. Ohne Namen."
        ),
    )


class RemarkAnswer(EditForm):
    text = note(_("Antwort"), required=True, rows=5)


class WaitingPlace(EditForm):
    """Who comes first, and why not by the day."""

    waiting_place = forms.IntegerField(
        label=_("Platz auf der Warteliste"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Leer lassen: Es zählt wieder der Tag, seit dem der Fall wartet."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = note(_("Begründung"), required=True, rows=3, max_length=1000)


class ExceptionForm(EditForm):
    """Where the work on one case may depart from a rule."""

    exception = forms.ChoiceField(
        label=_("Ausnahme"), choices=ExceptionKind.choices, widget=forms.RadioSelect
    )
    valid_until = GermanDateField(label=_("Gilt bis"), required=False, earliest=_today)
    reason = note(_("Begründung"), required=True, rows=3, max_length=1000)


class Checklist(EditForm):
    """One answer to each point; the first four are proposed from data."""

    def __init__(self, *args: Any, sampled: SampledCase, proposed: dict[str, str], **kwargs: Any) -> None:
        self.sampled, self.proposed = sampled, proposed
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        for item in SampleItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.label,
                choices=SampleAnswer.choices,
                widget=forms.RadioSelect(attrs={"layout": "horizontal"}),
                initial=self.sampled.answers.get(item.value) or self.proposed.get(item.value),
            )

    def deed(self) -> dict[str, Any]:
        return {"answers": super().deed()}


class People(PeopleChoice):
    """Colleagues by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class PeerQuestion(EditForm):
    """What colleagues are asked, who they are, and until when."""

    question = note(
        _("Frage"),
        required=True,
        rows=5,
        help_text=_("Ohne Namen, Tage und Nummern, an denen die Person zu erkennen ist."),
    )
    people = People(
        label=_("Einladen"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte laden Sie mindestens eine Person ein.")},
    )
    ends_on = GermanDateField(label=_("Endet am"), earliest=_today, help_text=_("Höchstens vier Wochen"))

    def prepare(self) -> None:
        self.fields["people"].queryset = peers.colleagues_for(self.case, self.actor)  # type: ignore[attr-defined]

    def deed(self) -> dict[str, Any]:
        return {**super().deed(), "people": list(self.cleaned_data["people"])}


class PeerReply(EditForm):
    text = note(_("Beitrag"), required=True, rows=4, help_text=_("Ohne Namen"))


class PeerResult(EditForm):
    """What came of it; it stays with the case."""

    result = note(_("Ergebnis"), required=True, rows=4, help_text=_("Ohne Namen. Steht danach im Fall."))


class PeerComment(forms.Form):
    """What an invited colleague says."""

    text = note(
        _("Ihr Beitrag"), required=True, rows=5, help_text=_("Ohne Namen, auch wenn Sie die Person kennen")
    )
