# SPDX-License-Identifier: AGPL-3.0-or-later
"""How complex a case is and how closely it should be followed: proposed by rules that anyone can read, never decided.

Complexity: domains with a need of 3 or 4. Fewer than 3 are low, 5 or more are high.
Intensity is high as soon as one of these holds: a risk is noted, two domains are acute, complexity is high,
or 3 domains with high need meet 3 bodies to coordinate. It is low where complexity is low, no domain is acute,
at most one body is involved and there were at most 2 contacts in 8 weeks. Everything else is medium.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casemanagement.choices import Complexity, ConsentKind, ContactKind, Intensity, NeedLevel
from casemanagement.gates import ENDED_MEASURES
from casemanagement.models import Assessment, Case, ClientSituation
from permissions import clock

COMPLEX_FROM, VERY_COMPLEX_FROM = 3, 5
MANY_BODIES, MANY_ACUTE = 3, 2
FEW_CONTACTS = 2
RECENT = dt.timedelta(weeks=8)
# Contacts that did not happen, or that only wrote something down.
NO_CONTACT = (ContactKind.NO_SHOW, ContactKind.ATTEMPT_FAILED, ContactKind.DOCUMENTATION)


@dataclass(frozen=True)
class Grounds:
    """What the rules look at."""

    high: int
    acute: int
    bodies: int
    risks: int | None
    contacts: int

    @property
    def complexity(self) -> Complexity:
        if self.high >= VERY_COMPLEX_FROM:
            return Complexity.HIGH
        return Complexity.MEDIUM if self.high >= COMPLEX_FROM else Complexity.LOW

    @property
    def intensity(self) -> Intensity:
        if self.risks or self.acute >= MANY_ACUTE or self.complexity == Complexity.HIGH:
            return Intensity.HIGH
        if self.high >= COMPLEX_FROM and self.bodies >= MANY_BODIES:
            return Intensity.HIGH
        quiet = not self.acute and self.bodies <= 1 and self.contacts <= FEW_CONTACTS
        return Intensity.LOW if self.complexity == Complexity.LOW and quiet else Intensity.MEDIUM


@dataclass(frozen=True)
class Proposal:
    """What the program would say, and why."""

    grounds: Grounds

    @property
    def complexity(self) -> Complexity:
        return self.grounds.complexity

    @property
    def intensity(self) -> Intensity:
        return self.grounds.intensity

    @property
    def reasons(self) -> list[str]:
        """Every number the rules looked at, also the ones that were low."""
        seen = self.grounds
        return [
            ngettext(
                "%(n)d Lebensbereich mit Bedarf 3 oder 4",
                "%(n)d Lebensbereiche mit Bedarf 3 oder 4",
                seen.high,
            )
            % {"n": seen.high},
            _("davon akut: %(n)d") % {"n": seen.acute},
            ngettext("%(n)d weitere Stelle beteiligt", "%(n)d weitere Stellen beteiligt", seen.bodies)
            % {"n": seen.bodies},
            _risks_in_words(seen.risks),
            ngettext(
                "%(n)d Kontakt in den letzten 8 Wochen",
                "%(n)d Kontakte in den letzten 8 Wochen",
                seen.contacts,
            )
            % {"n": seen.contacts},
        ]

    def differs_from(self, complexity: str, intensity: str) -> bool:
        return (complexity, intensity) != (self.complexity, self.intensity)


def propose(case: Case, assessment: Assessment) -> Proposal:
    """What these ratings and the last weeks suggest."""
    needs = [row.need for row in assessment.ratings.all() if row.need is not None]
    return Proposal(
        Grounds(
            high=sum(need >= NeedLevel.HIGH for need in needs),
            acute=sum(need == NeedLevel.ACUTE for need in needs),
            bodies=len(_bodies(case)),
            risks=_risks(case),
            contacts=case.contacts.filter(occurred_on__gt=clock.today() - RECENT)
            .exclude(kind__in=NO_CONTACT)
            .count(),
        )
    )


def _bodies(case: Case) -> set[str]:
    """Who else is at work: providers of what runs, and whom one may talk to."""
    running = case.measures.exclude(state__in=ENDED_MEASURES).values_list("provider", flat=True)
    consents = case.consents.living(clock.today()).of_kind(ConsentKind.C6)
    asked = consents.select_related("recipient_organisation")
    told = [row.recipient_text or str(row.recipient_organisation or "") for row in asked]
    return {name.strip().casefold() for name in [*running, *told] if name.strip()}


def _risks(case: Case) -> int | None:
    """Only whoever may read the situation has it counted; None says that nobody could look."""
    flags = list(ClientSituation.objects.filter(case=case).values_list("risk_flags", flat=True))
    return sum(len(row) for row in flags) if flags else None


def _risks_in_words(risks: int | None) -> str:
    if risks is None:
        return _("Gefährdungen: nicht einsehbar, also nicht mitgezählt")
    return ngettext("%(n)d Gefährdung vermerkt", "%(n)d Gefährdungen vermerkt", risks) % {"n": risks}
