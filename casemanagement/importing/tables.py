# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of running cases as tables: CSV as offices save it, and XLSX; a file that is neither is refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.validators import DOCUMENT_BYTES

MOST_ROWS = 5000
MOST_COLUMNS = 100
# A workbook is an archive: what it may become, and of how many parts.
UNPACKED_BYTES = 60 * 1024 * 1024
MOST_PARTS = 500
ERROR_COLUMN = "Fehler"
# What a spreadsheet takes for a formula, and what then stands before it in our own files.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


@dataclass(frozen=True)
class Row:
    """One row, under the number that the spreadsheet shows beside it."""

    line: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes) -> Table:
    """The first sheet of a workbook, or the lines of a text file; empty rows are none."""
    if len(content) > DOCUMENT_BYTES:
        raise ValidationError(_("Die Datei ist zu groß: höchstens 10 MB."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _("Altes oder verschlüsseltes Excel-Format: bitte als XLSX oder CSV speichern.")
        )
    lines = list(_workbook(content) if content.startswith(b"PK") else _text(content))
    if not lines or not any(lines[0]):
        raise ValidationError(_("Die Datei ist leer: In der ersten Zeile stehen die Überschriften."))
    headings = _headings(lines[0])
    rows = tuple(
        Row(number, _fitted(number, values, len(headings)))
        for number, values in enumerate(lines[1:], 2)
        if any(values)
    )
    if not rows:
        raise ValidationError(_("Unter den Überschriften steht keine Zeile."))
    return Table(headings, rows)


def errors_as_csv(table: Table, failures: Iterable[tuple[int, str]]) -> bytes:
    """The rows that created nothing, as they came, with the sentences beside them."""
    by_line = {row.line: row.values for row in table.rows}
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    kept = [place for place, heading in enumerate(table.headings) if heading != ERROR_COLUMN]
    writer.writerow([guarded(table.headings[place]) for place in kept] + [ERROR_COLUMN])
    for line, sentences in failures:
        writer.writerow([guarded(by_line[line][place]) for place in kept] + [guarded(sentences)])
    return file.getvalue().encode("utf-8-sig")


def guarded(value: str) -> str:
    """Nothing that a spreadsheet would calculate."""
    return GUARD + value if value.startswith(FORMULA) else value


def _headings(values: tuple[str, ...]) -> tuple[str, ...]:
    while values and not values[-1]:
        values = values[:-1]
    named = [value for value in values if value]
    if len(values) > MOST_COLUMNS:
        raise ValidationError(
            _("Die Datei hat zu viele Spalten: höchstens %(most)d.") % {"most": MOST_COLUMNS}
        )
    if twice := sorted({value for value in named if named.count(value) > 1}):
        raise ValidationError(
            _("Diese Überschriften stehen doppelt da: %(list)s.") % {"list": ", ".join(twice)}
        )
    return values


def _fitted(line: int, values: tuple[str, ...], width: int) -> tuple[str, ...]:
    """As wide as the headings; what stands beside them was probably shifted, and nobody guesses from where."""
    if any(values[width:]):
        raise ValidationError(
            _("In Zeile %(line)d stehen mehr Werte, als es Überschriften gibt.") % {"line": line}
        )
    return (*values, *[""] * width)[:width]


def _clean(value: str) -> str:
    """Without the guard of an error file that comes back corrected."""
    text = value.strip()
    return text[1:] if text.startswith(tuple(GUARD + sign for sign in FORMULA)) else text


# --- CSV ----------------------------------------------------------------------------------------


def _text(content: bytes) -> Iterator[tuple[str, ...]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        rows = list(
            islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), MOST_ROWS + 2)
        )
    except csv.Error:
        raise ValidationError(
            _("Die Datei ist als CSV nicht lesbar. Sind alle Anführungszeichen geschlossen?")
        ) from None
    yield from _few(tuple(map(_clean, row)) for row in rows)


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise ValidationError(_("Diese Datei ist weder CSV noch XLSX."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # then it is what Excel on Windows saves
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise ValidationError(_("Diese Datei ist weder CSV noch XLSX.")) from None


def _few(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise ValidationError(
                _("Die Datei hat zu viele Zeilen: höchstens %(most)d.") % {"most": MOST_ROWS}
            )
        yield row


# --- XLSX ---------------------------------------------------------------------------------------


def _workbook(content: bytes) -> Iterator[tuple[str, ...]]:
    _refuse_bombs(content)
    try:
        # Formulas stay what somebody typed; nothing is calculated, no other file is asked.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        cells = book.worksheets[0].iter_rows(
            min_row=1, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True
        )
        rows = [tuple(map(_cell, row)) for row in cells]
    except Exception:  # noqa: BLE001  # a broken workbook fails in many ways, and the text could show content
        raise ValidationError(_("Diese XLSX-Datei ist beschädigt oder geschützt.")) from None
    while rows and not any(rows[-1]):
        rows.pop()
    yield from _few(rows)


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_BYTES or len(parts) > MOST_PARTS:
                raise ValidationError(_("Diese Datei ist ungewöhnlich aufgebaut und wird nicht angenommen."))
            if any(
                _declares(packed.read(part)) for part in parts if part.filename.endswith((".xml", ".rels"))
            ):
                raise ValidationError(_("Diese Datei ist ungewöhnlich aufgebaut und wird nicht angenommen."))
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError, ValueError):
        raise ValidationError(_("Diese XLSX-Datei ist beschädigt oder geschützt.")) from None


def _declares(part: bytes) -> bool:
    """No office program writes entities; whoever does means to blow something up."""
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nein"
        case dt.datetime():
            return f"{value:%d.%m.%Y}"
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case float() if value.is_integer():
            return str(int(value))
    return _clean(str(value))
