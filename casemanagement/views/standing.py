# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may do on one case and why, found together with the case in a single query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Conditional
from django.db.models import Exists, OuterRef, QuerySet, When
from django.utils.translation import gettext

from casemanagement.models import Case, Handover
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.policy import Grant
from permissions.rights import Right


@dataclass(frozen=True)
class Standing:
    """The grants that reach this person on this case today."""

    case: Case
    grants: tuple[Grant, ...]
    next_due_on: date | None = None
    in_handover: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset().union(*(grant.may for grant in self.grants))

    def reasons(self, *rights: Right) -> str:
        """By which grants, in the words of the access concept."""
        return ", ".join(grant.who for grant in self.grants if grant.may.intersection(rights))

    def why(self, *rights: Right) -> str:
        """The same in the language of the reader."""
        return ", ".join(gettext(grant.who) for grant in self.grants if grant.may.intersection(rights))


def standing_of(actor: Actor, number: str) -> Standing | None:
    """The case of this number as this person stands to it; None where nothing is granted."""
    if actor.person is None or not actor.person.is_active:
        return None
    grants = [grant for grant in CASE_ACCESS.grants if grant.hat is actor.hat]
    marks = {
        f"grant_{position}": Conditional(When(grant.on(actor.person), then=True), default=False)
        for position, grant in enumerate(grants)
    }
    handover = Handover.objects.living().filter(case=OuterRef("pk"))
    cases: QuerySet[Any] = Case.objects.with_next_due().select_related("organisation", "client")
    case = cases.annotate(**marks, in_handover=Exists(handover)).filter(number=number).first()
    if case is None:
        return None
    held = tuple(grant for position, grant in enumerate(grants) if getattr(case, f"grant_{position}"))
    return Standing(case, held, case.next_due_on, case.in_handover) if held else None
