# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who decides in an emergency, on which place, from when until when."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemanagement.forms.dates import GermanDateField
from permissions import clock
from permissions.models import Kommune, Membership, User
from permissions.roles import Role


def _today() -> Any:
    return clock.today()


class SuccessionForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        empty_label=_("bitte wählen"),
        help_text=_("Zur Wahl steht, wen die Verwaltung zur „Entscheidung im Notfall“ bestellt hat."),
    )
    title = forms.CharField(label=_("Funktion"), max_length=100, help_text=_("Zum Beispiel Amtsleitung 500"))
    place = forms.IntegerField(label=_("Rang"), min_value=1, max_value=9, initial=1)
    valid_from = GermanDateField(label=_("Ab"), initial=_today, earliest=_today)
    valid_until = GermanDateField(label=_("Bis"), earliest=_today)

    def __init__(self, *args: Any, kommune: Kommune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        # Also whoever is appointed from a later day on.
        appointed = Membership.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            organisation__kommune=kommune,
            role=Role.EMERGENCY_DECISION,
        )
        people = User.objects.filter(is_active=True, pk__in=appointed.values("person"))
        self.fields["person"].queryset = people.order_by("display_name")  # type: ignore[attr-defined]
