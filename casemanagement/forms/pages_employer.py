# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one form of the Dienstaufsicht: who is away from when until when, never why."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.dates import GermanDateField
from permissions import clock
from permissions.actor import Actor
from permissions.duties import organisations_of
from permissions.models import Membership, User
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
        help_text=_("Ein Vorschlag: Zugriff auf Fälle gibt erst die Koordination."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = staff_of(actor)
        case_managers = own.filter(role=Role.CASE_MANAGEMENT)
        people = User.objects.filter(is_active=True).order_by("display_name")
        self.fields["person"].queryset = people.filter(pk__in=own.values("person"))  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = people.filter(  # type: ignore[attr-defined]
            pk__in=case_managers.values("person")
        )

    def clean(self) -> dict[str, Any]:
        """An absence ends after it begins, and nobody stands in for oneself."""
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("Das Ende liegt vor dem Anfang."))
        if cleaned.get("person") and cleaned.get("person") == cleaned.get("substitute"):
            self.add_error("substitute", _("Niemand vertritt sich selbst."))
        return cleaned


def staff_of(actor: Actor) -> Any:
    """The appointments of today in the houses that this Dienstaufsicht employs for."""
    person: Any = actor.person
    return Membership.objects.valid_on(clock.today()).filter(
        organisation__in=organisations_of(person, actor.hat)
    )
