# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who could lead the next case, and why: load, language, district, house, absence, each said in words.

No person is ranked: whoever fits equally well is named in the order of the alphabet, without a number, and the
coordination chooses somebody else without giving a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casemanagement.caseload import NEARLY_FULL, TOO_FULL, Colleague, colleagues
from casemanagement.choices import CaseState, Stadtbezirk
from casemanagement.models import Assignment, Client
from permissions import clock
from permissions.duties import organisations_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casemanagement.models import Case
    from permissions.actor import Actor

ROOM, NEARLY, FULL, GONE = "room", "nearly", "full", "gone"


@dataclass(frozen=True)
class Candidate:
    """One colleague, with what speaks for her and what stands against it."""

    name: str
    house: str
    band: str
    reasons: list[str]
    obstacles: list[str]

    @property
    def words(self) -> str:
        return "; ".join([*self.reasons, *self.obstacles])


@dataclass(frozen=True)
class Proposal:
    """Whoever fits best, and all the others; both by the alphabet."""

    proposed: list[Candidate]
    others: list[Candidate]


def proposal_for(case: Case, *, actor: Actor) -> Proposal:
    """What the coordination sees beside the choice of who leads a case."""
    person: Any = actor.person
    houses = organisations_of(person, actor.hat).filter(kommune=case.kommune_id)
    return proposal_among(colleagues(houses), case)


def proposal_among(people: Iterable[Colleague], case: Case) -> Proposal:
    """The same among colleagues whose load the page shows anyway."""
    known = _Known(case)
    candidates = sorted((known.candidate(one) for one in people), key=lambda one: one.name.casefold())
    free = [one for one in candidates if not one.obstacles]
    able = [one for one in free if one.band == ROOM] or [one for one in free if one.band == NEARLY]
    most = max((len(one.reasons) for one in able), default=0)
    proposed = [one for one in able if len(one.reasons) == most]
    return Proposal(proposed, [one for one in candidates if one not in proposed])


class _Known:
    """What is asked once for all: the case, and the cases that others lead already."""

    def __init__(self, case: Case) -> None:
        self.case = case
        client = Client.objects.filter(case=case).first()
        self.languages = list(client.languages) if client else []
        self.speaks, self.knows = self._led()
        declared = case.conflict_declarations.living().filter(has_conflict=True)
        self.partial = set(declared.values_list("person", flat=True))

    def _led(self) -> tuple[dict[int, set[str]], set[int]]:
        """Person → languages of the people she works with; and who works in this district."""
        rows = Assignment.objects.responsible(clock.today()).filter(
            case__state__in=[CaseState.OPEN, CaseState.WAITING], case__kommune=self.case.kommune_id
        )
        speaks: dict[int, set[str]] = {}
        knows: set[int] = set()
        facts = rows.exclude(case=self.case).values_list(
            "person", "case__client__languages", "case__stadtbezirk"
        )
        for person, languages, district in facts:
            speaks.setdefault(person, set()).update(languages or [])
            if district == self.case.stadtbezirk != Stadtbezirk.UNKNOWN:
                knows.add(person)
        return speaks, knows

    def candidate(self, colleague: Colleague) -> Candidate:
        band = band_of(colleague)
        return Candidate(
            name=colleague.name,
            house=colleague.organisation.short_name,
            band=band,
            reasons=self._reasons(colleague, band),
            obstacles=self._obstacles(colleague, band),
        )

    def _reasons(self, colleague: Colleague, band: str) -> list[str]:
        reasons = {ROOM: [_("hat Platz")], NEARLY: [_("ist fast ausgelastet")]}.get(band, [])
        if colleague.organisation.pk == self.case.organisation_id:
            reasons.append(_("gehört zum Haus des Falls"))
        shared = [one for one in self.languages if one in self.speaks.get(colleague.person_id, set())]
        if shared:
            reasons.append(
                _("begleitet schon Menschen mit der Sprache %(names)s") % {"names": ", ".join(shared)}
            )
        if colleague.person_id in self.knows:
            reasons.append(
                _("arbeitet schon im Stadtbezirk %(name)s") % {"name": self.case.get_stadtbezirk_display()}
            )
        return reasons

    def _obstacles(self, colleague: Colleague, band: str) -> list[str]:
        obstacles = []
        if colleague.absent_until is not None:
            obstacles.append(_("ist abwesend bis %(day)s") % {"day": f"{colleague.absent_until:%d.%m.%Y}"})
        elif band == GONE:
            obstacles.append(_("ist in dieser Woche nicht verfügbar"))
        if band == FULL:
            obstacles.append(_("ist mehr als ausgelastet"))
        if colleague.person_id in self.partial:
            obstacles.append(_("hat sich für befangen erklärt"))
        if self.case.accepted_on is not None and colleague.organisation.pk != self.case.organisation_id:
            obstacles.append(_("ein anderes Haus: nur durch eine Übergabe"))
        return obstacles


def band_of(colleague: Colleague) -> str:
    """How full she is, as a word and never as a place among others."""
    percent = colleague.percent
    if percent is None:
        return GONE
    if percent > TOO_FULL:
        return FULL
    return NEARLY if percent >= NEARLY_FULL else ROOM
