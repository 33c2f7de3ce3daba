# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all forms of a case's steps have in common: the case, the person asking, and a gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.refusals import beside_fields
from casemanagement.models import Case
from casemanagement.validators import note_length
from permissions.actor import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
    Facts = list[tuple[Text, Text]]


class CaseForm(forms.Form):
    """The questions of one step about one case."""

    confirm_label: Text = _("Speichern und weiter")

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.actor = actor
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the case."""

    def missing(self) -> list[str]:
        """What the gate of this step still asks for."""
        return []

    def hints(self) -> list[str]:
        """What would keep one of the answers from being taken."""
        return []

    def facts(self) -> Facts:
        """What the person should see before answering: label and value."""
        return []

    def clean(self) -> dict[str, Any]:
        """The gate holds whatever was sent."""
        cleaned: dict[str, Any] = super().clean() or {}
        gaps = self.missing()
        if gaps:
            raise ValidationError([ValidationError(gap) for gap in gaps])
        return cleaned

    def deed(self) -> dict[str, Any]:
        """The answers in the words of the action."""
        return self.cleaned_data

    def refuse(self, error: ValidationError) -> None:
        """Show what the action found wrong, beside its field where the form has it."""
        beside_fields(self, error)


class Confirmation(CaseForm):
    """Nothing to ask; the gate decides whether the step can be finished."""

    confirm_label = _("Abschließen")


def note(
    label: str | _StrPromise, *, required: bool = False, rows: int = 4, **kwargs: Any
) -> forms.CharField:
    """A text of several lines; the browser must not cut it, so only the server measures it."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=widget, validators=[note_length], **kwargs)


def yes_no(label: str | _StrPromise, *, yes: Any, no: Any, **kwargs: Any) -> forms.TypedChoiceField:
    """A decision that nobody makes by leaving a box empty."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=_is_yes,
        widget=forms.RadioSelect,
        **kwargs,
    )


def _is_yes(value: str) -> bool:
    return value == "yes"
