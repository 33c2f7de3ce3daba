# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a municipality's plan from TOML and says in one go, line by line, all that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.plan_entries import (
    Comparator,
    Contribution,
    IndicatorEntry,
    Kind,
    MeasureEntry,
    Part,
    Plan,
    Rhythm,
)
from indicators.plan_rules import days_outside, findings
from indicators.plan_table import (
    HEAD,
    Lines,
    PlanErrors,
    Problem,
    Table,
    shown,
    with_dates_as_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "Comparator",
    "Contribution",
    "IndicatorEntry",
    "Kind",
    "MeasureEntry",
    "Part",
    "Plan",
    "PlanErrors",
    "Problem",
    "Rhythm",
    "read_plan",
]

FILE = "Datei"
NO_DAY = dt.date.min  # stands for a day that is missing; the file is refused then
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
STOPPED_AT = re.compile(r"at line (\d+)")


def read_plan(path: Path) -> Plan:
    """The plan in the file, or PlanErrors with everything that is wrong."""
    text = text_of(path)
    problems: list[Problem] = []
    plan = Reader(Table(parsed(text), FILE, HEAD, Lines(text), problems)).plan()
    if problems:
        raise PlanErrors(problems)
    return plan


def text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError:
        raise PlanErrors([Problem(0, FILE, f"{path} lässt sich nicht lesen.")]) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PlanErrors([Problem(line, FILE, "Das ist kein Text in UTF-8.")]) from None


def parsed(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(with_dates_as_text(text), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        lines = text.split("\n")
        stopped = STOPPED_AT.search(str(error))
        line = min(int(stopped[1]) if stopped else len(lines), len(lines))
        sentence = (
            f"Hier ist die Datei kein gültiges TOML, gelesen wurde {shown(lines[line - 1].strip())}. "
            "Bitte Anführungszeichen, Klammern, Gleichheitszeichen und doppelte Felder prüfen."
        )
        raise PlanErrors([Problem(line, FILE, sentence)]) from None


class Reader:
    """Builds the plan from the top down; the tables remember what is wrong."""

    def __init__(self, file: Table) -> None:
        self._file = file
        self._codes: set[str] = set()
        self._days = (NO_DAY, dt.date.max)

    def plan(self) -> Plan:
        head = self._file.table("plan", "Kopf des Plans")
        valid_from = head.date("valid_from", required=True) or NO_DAY
        valid_until = head.date("valid_until", required=True) or dt.date.max
        if valid_until < valid_from:
            head.wrong("valid_until", "„valid_until“ liegt vor „valid_from“.")
        self._days = (valid_from, valid_until)
        plan = Plan(
            code=head.text("code", required=True),
            title=head.text("title", required=True),
            valid_from=valid_from,
            valid_until=valid_until,
            issued_on=head.date("issued_on", required=True) or NO_DAY,
            source=head.text("source", required=True),
            source_sha256=self._sha256(head),
            measures=tuple(self._measures()),
        )
        head.refuse_the_rest()
        self._file.refuse_the_rest()
        return plan

    def _sha256(self, head: Table) -> str:
        value = head.text("source_sha256")
        if value and not SHA256.fullmatch(value):
            head.wrong("source_sha256", "„source_sha256“ besteht nicht aus 64 Zeichen (0 bis 9, a bis f).")
        return value

    def _measures(self) -> Iterator[MeasureEntry]:
        tables = self._file.tables("measure")
        if not tables:
            self._file.wrong("measure", "Der Plan enthält keine Maßnahme [[measure]].")
        for number, raw in enumerate(tables):
            name = str(raw.get("code") or f"Maßnahme {number + 1}")
            yield self._measure(self._file.inner(raw, name, (number, -1)), number)

    def _measure(self, table: Table, number: int) -> MeasureEntry:
        contribution = table.choice("contribution", Contribution, required=True)
        code = self._code(table)
        data_source = table.text("data_source")
        entry = MeasureEntry(
            code=code,
            title=table.text("title", required=True),
            target_group=table.text("target_group", required=True),
            subgroup=table.text("subgroup"),
            focus=table.text("focus", required=True),
            responsible=table.text("responsible", required=True),
            data_source=data_source,
            contribution=contribution or Contribution.NONE,
            line=table.line(),
            note=table.text("note"),
            indicators=tuple(
                self._indicator(inner, code, data_source, contribution or Contribution.NONE)
                for inner in indicator_tables(table, number)
            ),
        )
        table.refuse_the_rest()
        return entry

    def _indicator(
        self, table: Table, measure: str, data_source: str, contribution: Contribution
    ) -> IndicatorEntry:
        entry = IndicatorEntry(
            code=self._code(table),
            sentence=table.text("sentence", required=True),
            kind=table.choice("kind", Kind, required=True) or Kind.REPORT_ONLY,
            comparator=table.choice("comparator", Comparator, required=True) or Comparator.NONE,
            implied=table.flag("implied"),
            number=table.number("number"),
            number_max=table.number("number_max"),
            alternative=table.number("alternative"),
            unit=table.text("unit"),
            per=table.choice("per", Rhythm),
            scale_min=table.number("scale_min"),
            scale_max=table.number("scale_max"),
            due_on=table.date("due_on"),
            period_from=table.date("period_from"),
            period_until=table.date("period_until"),
            due_text=table.text("due_text"),
            data_source=table.text("data_source") or data_source,
            contribution=table.choice("contribution", Contribution) or contribution,
            line=table.line(),
            ambiguous=table.flag("ambiguous"),
            note=table.text("note"),
            parts=tuple(parts_of(table)),
        )
        table.refuse_the_rest()
        self._refuse_contradictions(table, entry, measure)
        return entry

    def _refuse_contradictions(self, table: Table, entry: IndicatorEntry, measure: str) -> None:
        if not table.is_clean:  # what follows from a wrong field is not worth a second sentence
            return
        if measure and not entry.code.startswith(f"{measure}."):
            table.wrong("code", f"„code“ ist „{entry.code}“, muss aber mit „{measure}.“ beginnen.")
        for key, sentence in (*findings(entry), *days_outside(entry, *self._days)):
            table.wrong(key, sentence)

    def _code(self, table: Table) -> str:
        code = table.text("code", required=True)
        if code and code in self._codes:
            table.wrong("code", f"„code“ „{code}“ kommt zweimal vor.")
        self._codes.add(code)
        return code


def indicator_tables(table: Table, number: int) -> Iterator[Table]:
    raws = table.tables("indicator")
    if not raws:
        table.wrong("indicator", "Die Maßnahme hat keinen Indikator [[measure.indicator]].")
    for place, raw in enumerate(raws):
        yield table.inner(raw, f"{table.name}, Indikator {place + 1}", (number, place))


def parts_of(table: Table) -> Iterator[Part]:
    for raw in table.tables("parts"):
        name, number = raw.get("name"), raw.get("number")
        is_number = isinstance(number, int | Decimal) and not isinstance(number, bool)
        if raw.keys() == {"name", "number"} and isinstance(name, str) and name and is_number:
            yield Part(name, Decimal(str(number)))
        else:
            table.wrong("parts", "In „parts“ braucht jeder Eintrag „name“ und eine Zahl „number“.")
