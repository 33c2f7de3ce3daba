# SPDX-License-Identifier: AGPL-3.0-or-later
"""What still leans on a consent, found before it is taken back: each thing becomes a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from casemanagement.choices import AssignmentRole, ConsentKind
from casemanagement.gates import ENDED_MEASURES
from casemanagement.models import Consent
from casemanagement.sentences import stored
from permissions import clock
from permissions.models import valid_on

TITLE_LENGTH = 200

# Code → what has to be done; a code is stored with the revocation.
TASKS = {
    "measures": _("Laufende Maßnahme prüfen, die auf dem Austausch beruht"),
    "conference": _("Helferkonferenz absagen"),
    "deputy": _("Vertretung aus einem anderen Haus ersetzen"),
    "export": _("Von der Auswertung des Landes ausnehmen"),
    "handover": _("Angebotene Übergabe zurückziehen"),
    "planned": _("Abgesagt: geplante Weitergabe"),
    "inform": _("Über das Ende der Einwilligung unterrichten"),
    "special": _("Besonders geschützte Angaben prüfen und leeren"),
    "supervision": _("Fallberatung nur noch ohne Namen"),
    "follow_up": _("Nachsorgekontakt streichen"),
    "channel": _("Kontaktweg nicht mehr benutzen"),
    "deletion": _("Löschung prüfen"),
}


@dataclass(frozen=True)
class Consequence:
    """One thing that ends or has to be done."""

    code: str
    recipient: str = ""
    count: int = 1

    @property
    def task(self) -> str:
        """As it stands on the list of work, in German like all that is stored."""
        words = stored(TASKS[self.code])
        return f"{words}: {self.recipient}"[:TITLE_LENGTH] if self.recipient else words

    @property
    def words(self) -> str:
        """The same on the page, in the reader's language."""
        shown = str(TASKS[self.code])
        if self.recipient:
            shown = f"{shown}: {self.recipient}"
        return f"{shown} ({self.count})" if self.count > 1 else shown


def of(consent: Consent) -> list[Consequence]:
    """Everything that a revocation of this consent ends, as the database knows it now."""
    found: list[Consequence] = []
    for look in BY_KIND.get(ConsentKind(consent.kind), ()):
        found += look(consent)
    return [*found, *_planned(consent), *_informed(consent)]


def _measures(consent: Consent) -> Iterator[Consequence]:
    """Measures of a provider whose name is the recipient's."""
    running = consent.case.measures.exclude(state__in=ENDED_MEASURES)
    names = [name for name in running.values_list("provider", flat=True) if name]
    wanted = consent.recipient.casefold()
    count = sum(wanted in name.casefold() or name.casefold() in wanted for name in names) if wanted else 0
    if count:
        yield Consequence("measures", consent.recipient, count)


def _deputies(consent: Consent) -> Iterator[Consequence]:
    case = consent.case
    deputies = case.assignments.filter(valid_on(clock.today()), role=AssignmentRole.DEPUTY)
    for row in deputies.exclude(organisation=case.organisation_id).select_related("person"):
        yield Consequence("deputy", row.person.display_name)


def _handovers(consent: Consent) -> Iterator[Consequence]:
    living = consent.case.handovers.living().filter(to_organisation=consent.recipient_organisation_id)
    if count := living.count():
        yield Consequence("handover", consent.recipient, count)


def _planned(consent: Consent) -> Iterator[Consequence]:
    ahead = consent.disclosures.standing().filter(disclosed_on__gt=clock.today())
    if count := ahead.count():
        yield Consequence("planned", consent.recipient, count)


def _informed(consent: Consent) -> Iterator[Consequence]:
    """Whoever was told something, and whoever was to be told, hears that it ends; nothing else."""
    if consent.recipient:
        yield Consequence("inform", consent.recipient)


def _everything(consent: Consent) -> Iterator[Consequence]:
    """Without the core consent all exchanges end, too."""
    for row in consent.case.consents.living(clock.today()).select_related("recipient_organisation"):
        if row.kind in (ConsentKind.C5, ConsentKind.C6, ConsentKind.C7):
            yield Consequence("inform", row.recipient)
    if count := consent.case.measures.exclude(state__in=ENDED_MEASURES).count():
        yield Consequence("measures", count=count)
    yield Consequence("deletion")


def _always(code: str) -> Callable[[Consent], Iterator[Consequence]]:
    def look(consent: Consent) -> Iterator[Consequence]:
        yield Consequence(code)

    return look


BY_KIND: dict[ConsentKind, tuple[Callable[[Consent], Iterator[Consequence]], ...]] = {
    ConsentKind.C1: (_everything,),
    ConsentKind.C2: (_always("special"),),
    ConsentKind.C3: (_always("supervision"),),
    ConsentKind.C4: (_deputies,),
    ConsentKind.C5: (_handovers,),
    ConsentKind.C6: (_measures,),
    ConsentKind.C7: (_always("conference"), _measures),
    ConsentKind.C8: (_always("export"),),
    ConsentKind.C9: (_always("follow_up"),),
    ConsentKind.C10: (_always("channel"),),
}
