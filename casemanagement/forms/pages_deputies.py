# SPDX-License-Identifier: AGPL-3.0-or-later
"""Own days off, without a reason, and who stands in."""

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

LONGEST = dt.timedelta(days=366)


def _today() -> Any:
    return clock.today()


def _farthest() -> Any:
    return clock.today() + LONGEST


class OwnAbsenceForm(forms.Form):
    """From when until when, and who stands in; why is nobody's business."""

    valid_from = GermanDateField(label=_("Ab"), initial=_today, earliest=_today, latest=_farthest)
    valid_until = GermanDateField(label=_("Bis"), earliest=_today, latest=_farthest)
    substitute = forms.ModelChoiceField(
        label=_("Wer vertritt?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("noch niemand"),
        help_text=_(
            "Aus einem anderen Haus nur in Fällen, in denen die Klientin oder der Klient der Vertretung zugestimmt hat (C4)."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        person: Any = actor.person
        towns = organisations_of(person, actor.hat).values("kommune")
        members = Membership.objects.valid_on(clock.today()).filter(
            role=Role.CASE_MANAGEMENT, organisation__kommune__in=towns
        )
        people = User.objects.filter(is_active=True, pk__in=members.values("person")).exclude(pk=person.pk)
        self.fields["substitute"].queryset = people.order_by("display_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begin, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begin and end and end < begin:
            self.add_error("valid_until", _("Das Ende liegt vor dem Anfang."))
        return cleaned
