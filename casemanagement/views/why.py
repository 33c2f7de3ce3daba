# SPDX-License-Identifier: AGPL-3.0-or-later
"""“Why do I see this?”: each block of a file, by which grant it is open, or why it is not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from casemanagement.views.standing import Standing
from casemanagement.views.words import Text
from permissions.rights import Right

BLOCKS: tuple[tuple[Right, Text], ...] = (
    (Right.READ_FRAME, _("Rahmen: Nummer, Phase, Fristen, Organisation")),
    (Right.READ_CONSENTS, _("Einwilligungen")),
    (Right.READ_IDENTITY, _("Name, Geburtsdatum, Anschrift, Haushalt")),
    (Right.READ_PROTECTED_ADDRESS, _("Geschützte Anschrift")),
    (Right.READ_SENSITIVE, _("Lage: Aufenthalt, Gesundheit und anderes Geschützte")),
    (Right.READ_FILE, _("Akte: Kontakte, Assessment, Hilfeplan")),
    (Right.READ_DOCUMENTS, _("Unterlagen")),
    (Right.READ_CONFIDENTIAL, _("Vertrauliche Notizen")),
)


@dataclass(frozen=True)
class Explained:
    """One block: the grants that open it, or the reason why it is closed."""

    label: Text
    open_by: str
    closed_because: str


def explained(standing: Standing, why_not: Callable[[Right], str]) -> list[Explained]:
    """Every block of the file as this person stands to it; a closed file has one reason for all its blocks."""
    rights = standing.rights
    common = "" if Right.READ_FILE in rights else why_not(Right.READ_FILE)
    return [
        Explained(
            label=label,
            open_by=standing.why(right),
            closed_because="" if right in rights else common or why_not(right),
        )
        for right, label in BLOCKS
    ]
