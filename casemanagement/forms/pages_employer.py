# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms of the Dienstaufsicht: absences without a reason, posts, the agreement, an answer to an overload."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.choices import OverloadMeasure
from casemanagement.forms.dates import GermanDateField
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import Absence, Membership, Organisation, Post, User
from permissions.roles import Role

BACKDATED = dt.timedelta(days=31)


def _today() -> Any:
    return clock.today()


def _earliest() -> Any:
    return clock.today() - BACKDATED


class AbsenceForm(forms.Form):
    """Own staff alone can be chosen, as absent and as substitute."""

    person = forms.ModelChoiceField(
        label=_("Wer ist abwesend?"), queryset=User.objects.none(), empty_label=_("bitte wählen")
    )
    valid_from = GermanDateField(label=_("Ab"), initial=_today, earliest=_earliest)
    valid_until = GermanDateField(label=_("Bis"), earliest=_earliest)
    substitute = forms.ModelChoiceField(
        label=_("Ersatz im eigenen Haus"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("niemand im eigenen Haus"),
        help_text=_(
            "Vertritt die laufenden Fälle an diesen Tagen. Was nicht geht, etwa wegen Befangenheit, regelt die Koordination."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, absence: Absence | None = None, **kwargs: Any) -> None:
        if absence is not None:
            names = ("valid_from", "valid_until", "substitute")
            kwargs["initial"] = {name: getattr(absence, name) for name in names}
        super().__init__(*args, **kwargs)
        own = staff_of(actor)
        case_managers = own.filter(role=Role.CASE_MANAGEMENT)
        people = User.objects.filter(is_active=True).order_by("display_name")
        self.fields["person"].queryset = people.filter(pk__in=own.values("person"))  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = people.filter(  # type: ignore[attr-defined]
            pk__in=case_managers.values("person")
        )
        self.absent = absence.person if absence else None
        if absence is not None:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """An absence ends after it begins, and nobody stands in for oneself."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("Das Ende liegt vor dem Anfang."))
        absent = cleaned.get("person") or self.absent
        if absent and absent == cleaned.get("substitute"):
            self.add_error("substitute", _("Niemand vertritt sich selbst."))
        return cleaned


def staff_of(actor: Actor) -> Any:
    """The appointments of today in the houses that this Dienstaufsicht employs for."""
    person: Any = actor.person
    return Membership.objects.valid_on(clock.today()).filter(
        organisation__in=organisations_of(person, actor.hat)
    )


class PostForm(forms.Form):
    """A post: what it is worth and until when it is funded."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Bezeichnung"), max_length=100)
    vzae = forms.DecimalField(
        label=_("VZÄ"),
        localize=True,
        max_digits=3,
        decimal_places=2,
        min_value=Decimal("0.05"),
        max_value=Decimal("1.00"),
        help_text=_("Anteil einer vollen Stelle, zum Beispiel 0,5"),
    )
    valid_from = GermanDateField(label=_("Ab"), initial=_today)
    valid_until = GermanDateField(label=_("Bis"), required=False, help_text=_("Leer: unbefristet"))

    def __init__(self, *args: Any, actor: Actor, post: Post | None = None, **kwargs: Any) -> None:
        if post is not None:
            names = ("title", "vzae", "valid_from", "valid_until")
            kwargs["initial"] = {name: getattr(post, name) for name in names}
        super().__init__(*args, **kwargs)
        person: Any = actor.person
        if post is not None:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = organisations_of(person, actor.hat)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("Das Ende liegt vor dem Anfang."))
        return cleaned


class AgreementForm(forms.Form):
    """Since when figures per person are agreed on with the staff's representation."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    on = GermanDateField(label=_("Vereinbarung vom"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = actor.person
        self.fields["organisation"].queryset = organisations_of(person, actor.hat)  # type: ignore[attr-defined]


class OverloadForm(forms.Form):
    """Own words of whoever carries too much."""

    words = forms.CharField(
        label=_("Eigene Worte"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ohne Namen und Angaben zu Klient*innen: Das liest Ihr Arbeitgeber."),
    )


class OverloadAnswerForm(forms.Form):
    """What the employer does about it."""

    measure = forms.ChoiceField(
        label=_("Maßnahme"),
        choices=OverloadMeasure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Maßnahme.")},
    )
    text = forms.CharField(
        label=_("Antwort"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
