# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the permission matrix is written down: one row for an object, one column for a role, letters between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from permissions.hats import Hat

if TYPE_CHECKING:
    from permissions.rights import Right


@dataclass(frozen=True)
class Column:
    """A role as the matrix sees it: a hat, and for case work how the person stands to the case."""

    code: str
    label: str
    hat: Hat


COLUMNS = (
    Column("CMz", _("Fallführung"), Hat.CASE),
    Column("CMv", _("Vertretung, solange sie dauert"), Hat.CASE),
    Column("CMk", _("anderes Fallmanagement"), Hat.CASE),
    Column("KOR", _("Koordination (Fachaufsicht)"), Hat.FACH),
    Column("TL", _("Leitung (Dienstaufsicht), nur eigene Organisation"), Hat.DIENST),
    Column("DSB", _("Datenschutz, nur eigene Organisation"), Hat.DSB),
    Column("ADM", _("Technische Verwaltung"), Hat.ADMIN),
    Column("CTR", _("Plan-Controlling"), Hat.CTR),
    Column("RPT", _("Berichte lesen"), Hat.READ),
    Column("EAS", _("Erstanlaufstelle"), Hat.DESK),
    Column("KI", _("Kommunales Integrationszentrum"), Hat.READ),
)

# What a letter means.
LETTERS = {
    "A": _("nur zusammengefasst, kleine Zahlen verdeckt"),
    "P": _(
        "pseudonymisiert: Fallnummer und Merkmale, kein Name, kein Geburtsdatum, keine Anschrift, kein freier Text"
    ),
    "R": _("lesen"),
    "W": _("anlegen und ändern"),
    "D": _("löschen oder anonymisieren"),
    "G": _("freigeben, zuweisen, entscheiden"),
    "X": _("ausgeben"),
    "B": _("Notfallzugriff: mit Anlass, befristet, protokolliert, Datenschutz unterrichtet"),
    "E": _("ausführen, ohne Inhalt zu sehen"),
    "V": _("vorschlagen"),
}

# Under which condition a marked letter holds.
NOTES = {
    "¹": _(
        "Antwort der Dublettenprüfung: ob es eine KIM-Akte gibt und welche Organisation zu fragen ist, sonst nichts"
    ),
    "²": _("nur mit der Einwilligung C3 und nach Öffnen mit Anlass, 60 Minuten"),
    "³": _("nur durch Notfallzugriff zu einer Beschwerde oder einem Vorfall"),
    "⁴": _("im eigenen Haus, aus einem anderen nur mit der Einwilligung C4"),
    "⁵": _(
        "Fallnummer und Dringlichkeit der Fälle abwesender Beschäftigter, nur um eine Vertretung zu benennen; sonst Zahlen"
    ),
    "⁶": _(
        "Freigaben: Verlängerung, Abschluss ohne Kontakt, strittige Ablehnung, Übergabe in ein anderes Haus"
    ),
    "⁷": _("wer eine Übergabe empfängt, sieht vor der Annahme nur das Übergabeblatt"),
    "⁸": _(
        "je Person erst nach der Dienst- oder Betriebsvereinbarung; nie als Rangfolge, höchstens 13 Wochen zurück"
    ),
    "ᵃ": _("nur, was die Person selbst gemeldet oder eingetragen hat"),
    "ᵇ": _(
        "nur bei Anlass: Vorrat der eigenen Organisation, Einladung zur Fallberatung, angebotene Übergabe"
    ),
    "ᵈ": _("nur, wer zu dieser Fallberatung eingeladen ist, und nur solange sie läuft"),
    "ᵉ": _("nur, bis jemand den Fall führt: zum Zuteilen"),
    "ᵍ": _("als Kürzel, Einschätzungen und Tage, solange C1 gilt; die Worte bleiben geschlossen"),
    "ᶜ": _("mit einer zweiten Person bei Fachaufsicht, Datenschutz, Controlling und Verwaltung"),
    "ʰ": _("nur, was an diese Person oder Aufgabe gerichtet ist oder was sie selbst eingetragen hat"),
    "ⁱ": _(
        "wer den Fall bis zu einer Übergabe führte: 14 Tage nachlesen, was bis zum Wechsel geschrieben war (Name, Einwilligung C1, Notizen, Assessment, Ziele)"
    ),
}

_MARKS = "¹²³⁴⁵⁶⁷⁸ᵃᵇᶜᵈᵉᵍʰⁱ"
_CELL = re.compile(rf"([{''.join(LETTERS)}])([{_MARKS}]?)")


@dataclass(frozen=True)
class Cell:
    """The letters of one role on one object; a letter with a mark holds only where its note says so."""

    text: str

    def letters(self, *, with_notes: bool = False) -> frozenset[str]:
        """What holds always, or with the notes' conditions met."""
        return frozenset(letter for letter, mark in _CELL.findall(self.text) if with_notes or not mark)

    def parts(self) -> list[tuple[str, str]]:
        """Letter by letter with its mark, as they stand."""
        return _CELL.findall(self.text)

    def marks(self) -> frozenset[str]:
        return frozenset(mark for _letter, mark in _CELL.findall(self.text) if mark)


@dataclass(frozen=True)
class Row:
    """An object of the matrix: what it is called, the models that hold it, and a cell for each role."""

    what: str
    cells: tuple[Cell, ...]
    models: tuple[str, ...] = ()
    write: Right | None = None
    kept: str = ""  # where, if no model holds it

    @property
    def is_built(self) -> bool:
        """Whether the product keeps such an object already; a declared row refuses everybody until then."""
        return bool(self.models or self.kept)

    def cell(self, code: str) -> Cell:
        return next(cell for column, cell in zip(COLUMNS, self.cells, strict=True) if column.code == code)


def row(what: str, cells: str, *models: str, write: Right | None = None, kept: str = "") -> Row:
    """A row as a person writes it: a cell for each column, with blanks between, "–" for none."""
    found = tuple(Cell("" if cell == "–" else cell) for cell in cells.split())
    if len(found) != len(COLUMNS):
        raise ValueError(f"{what}: {len(found)} cells for {len(COLUMNS)} roles")
    wrong = [cell.text for cell in found if _CELL.sub("", cell.text)]
    if wrong:
        raise ValueError(f"{what}: {wrong[0]} is no cell")
    return Row(what, found, models, write, kept)
