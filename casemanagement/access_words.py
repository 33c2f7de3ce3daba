# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codes of the record of access in words: for data protection, for the file's own page, for the client's copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from casemanagement.choices import EmergencyReason, EventKind, OpeningReason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BLOCKS: dict[str, _StrPromise] = {
    "frame": _("Rahmen"),
    "identity": _("Personendaten"),
    "protected": _("geschützte Anschrift"),
    "sensitive": _("Lage (besondere Kategorien)"),
    "referral": _("Anliegen"),
    "file": _("Akte"),
    "codes": _("Akte ohne Namen und Worte"),
    "confidential": _("vertrauliche Notizen"),
    "documents": _("Unterlagen"),
    "consents": _("Einwilligungen"),
    "authority_requests": _("Behördenanfragen"),
    "supervision": _("Hinweise der Fachaufsicht und Fallberatung"),
    "sheet": _("Falldarstellung ohne Namen"),
    "access_log": _("Zugriffsprotokoll"),
    "request": _("Anträge der Klientinnen und Klienten"),
    "deletion": _("Löschen"),
    "figures": _("Kennzahlen"),
    "structure": _("Strukturhinweise"),
    "outside": _("Meldung von außen"),
    "chains": _("Dienstleistungsketten"),
    "hat": _("Seiten einer anderen Aufgabe"),
    "step": _("Arbeitsschritt"),
}
OCCASIONS: dict[str, _StrPromise | str] = {
    **dict(OpeningReason.choices),
    **dict(EmergencyReason.choices),
    "list": _("Liste"),
    "number": _("Suche nach der Fallnummer"),
    "duplicates": _("Dublettenprüfung"),
    "emergency": _("Suche für einen Notfallzugriff"),
    "einwilligung": _("Einwilligung zum Unterschreiben gedruckt"),
    "einwilligungen": _("Liste der Einwilligungen ausgegeben"),
    "handed_out": _("Übergabe an die Person"),
    "check": _("Prüfung vor der Übergabe"),
    "certificate": _("Löschnachweis"),
    "approved": _("Löschlauf freigegeben"),
    "withdrawn": _("Freigabe des Löschlaufs zurückgezogen"),
    "archive": _("Antwort des Archivs eingetragen"),
}


def part_of_file(block: str) -> _StrPromise | str:
    """Which part was seen, or which parts; a step of a process carries its own dotted name."""
    if "." in block:
        return BLOCKS["step"]
    return ", ".join(str(BLOCKS.get(one, one)) for one in block.split(", "))


def occasion(reason: str) -> _StrPromise | str:
    """What was stated, in words; a sentence that somebody typed stays as it is."""
    if reason in EventKind.values:
        return EventKind(reason).label
    return OCCASIONS.get(reason, reason)
