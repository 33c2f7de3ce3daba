# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the technical administration, and those who propose, fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from permissions import clock
from permissions.hats import ROLES_OF_HAT, Hat
from permissions.models import Organisation, Post, User
from permissions.roles import Role


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """A new person."""

    class Meta:
        model = User
        fields = ("username", "display_name", "email")
        help_texts = {"username": _("Bleibt für immer, zum Beispiel v.nachname.")}


class ChangePersonForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    class Meta:
        model = User
        fields = ("display_name", "email")


class TaskForm(forms.Form):
    """Which task, where, from when until when."""

    role = forms.ChoiceField(label=_("Aufgabe"), choices=[("", "–"), *Role.choices])
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    post = forms.ModelChoiceField(
        label=_("Stelle"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Nur wenn die Aufgabe an einer Stelle hängt."),
    )
    over = forms.ModelMultipleChoiceField(
        label=_("Fachaufsicht über"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur für die Koordination und für Entscheidungen im Notfall: um wessen Fälle es geht."),
    )
    valid_from = forms.DateField(
        label=_("gültig ab"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=_("gültig bis"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, houses: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = houses  # type: ignore[attr-defined]  # a model's field
        self.fields["over"].queryset = houses  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = clock.today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Das Ende liegt vor dem Anfang."))
        if cleaned.get("role") in ROLES_OF_HAT[Hat.FACH] and not cleaned.get("over"):
            self.add_error("over", _("Wählen Sie, über wen die Fachaufsicht gilt."))
        return cleaned

    def task(self) -> dict[str, Any]:
        """The answers as the deed takes them."""
        values = self.cleaned_data
        return {
            "role": Role(values["role"]),
            "post": values["post"],
            "over": [house.pk for house in values["over"]],
            "valid_from": values["valid_from"],
            "valid_until": values["valid_until"],
        }


class ProposalForm(TaskForm):
    """The same for somebody, by whoever may only propose."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    field_order = ("person",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of a task; empty means at once."""

    until = forms.DateField(
        label=_("letzter Tag"),
        required=False,
        help_text=_("Leer heißt sofort."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
