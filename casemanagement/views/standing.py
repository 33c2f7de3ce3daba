# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may do on one case and why, found together with the case in a single query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from casemanagement.models import Case, Handover
from permissions.access import CASE_ACCESS
from permissions.actor import Actor
from permissions.database.asked import found_out_first
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
    handover = Handover.objects.living().filter(case=OuterRef("pk"))
    cases: QuerySet[Any] = (
        Case.objects.with_next_due().with_programme().select_related("organisation", "client")
    )
    question = CASE_ACCESS.question(actor)
    cases = cases.annotate(**question.marks, in_handover=Exists(handover))
    case = found_out_first(cases.filter(number=number), actor.hat).first()
    if case is None:
        return None
    held = tuple(question.held(vars(case)))
    return Standing(case, held, case.next_due_on, case.in_handover) if held else None
