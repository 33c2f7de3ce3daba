# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing a case manager with everybody's load in sight."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Membership, User
from permissions.roles import Role

if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[User]
else:
    PersonChoice = forms.ModelChoiceField


class CaseManagerField(PersonChoice):
    """Everybody who runs cases in the municipality today."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("bitte wählen"))
        super().__init__(queryset=User.objects.none(), **kwargs)
        self.loads: dict[int, int] | None = None

    def offer(self, case: Case, actor: Actor) -> None:
        """Name who may be chosen; the load is for the coordinator's eyes only."""
        members = Membership.objects.valid_on(clock.today()).filter(
            role=Role.CASE_MANAGEMENT, organisation__kommune=case.kommune_id
        )
        people = User.objects.filter(is_active=True, pk__in=members.values("person"))
        self.queryset = people.order_by("display_name")
        self.loads = Assignment.objects.loads(clock.today()) if actor.hat is Hat.FACH else None

    def label_from_instance(self, obj: User) -> str:
        if self.loads is None:
            return obj.display_name
        count = self.loads.get(obj.pk, 0)
        words = ngettext("%(name)s – %(count)d Fall", "%(name)s – %(count)d Fälle", count)
        return words % {"name": obj.display_name, "count": count}
