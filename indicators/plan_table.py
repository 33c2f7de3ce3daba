# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads tables of a plan file field by field and remembers every problem with its line.

tomllib keeps no lines, so the text is read a second time for them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

HEADER = re.compile(r"^\s*\[{1,2}\s*([\w.]+)\s*\]{1,2}")
KEY = re.compile(r"^\s*([\w-]+)\s*=")
BARE_DATE = re.compile(r"^(\s*[\w-]+\s*=\s*)(\d{4}-\d{1,2}-\d{1,2})(\s*(?:#.*)?)$", re.MULTILINE)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST_QUOTE = 40

Place = tuple[int, int]  # number of the measure and of its indicator; -1 where there is none
HEAD: Place = (-1, -1)


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    line: int  # 0 where the file as a whole is meant
    entry: str
    sentence: str

    def __str__(self) -> str:
        where = f"Zeile {self.line}, {self.entry}" if self.line else self.entry
        return f"{where}: {self.sentence}"


class PlanErrors(Exception):
    """Everything that is wrong with a plan file, in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Lines:
    """Where in the file a table begins and where its keys stand."""

    def __init__(self, text: str) -> None:
        self._headers: dict[Place, int] = {}
        self._keys: dict[tuple[Place, str], int] = {}
        place: Place = HEAD
        for number, line in enumerate(text.split("\n"), start=1):
            if header := HEADER.match(line):
                place = place_after(place, header[1])
                self._headers.setdefault(place, number)
            elif key := KEY.match(line):
                self._keys.setdefault((place, key[1]), number)

    def of(self, place: Place, key: str = "") -> int:
        """The line of the key, or of the table when the key is missing."""
        return self._keys.get((place, key)) or self._headers.get(place, 1)


def place_after(place: Place, header: str) -> Place:
    measure, indicator = place
    if header == "measure":
        return (measure + 1, -1)
    if header == "measure.indicator":
        return (measure, indicator + 1)
    return place


def with_dates_as_text(text: str) -> str:
    """Quote bare dates, so that 30 February gets its own sentence and does not stop the reading."""
    return BARE_DATE.sub(r'\1"\2"\3', text)


class Table:
    """One table of the file. A wrong field is noted and answered with something harmless."""

    def __init__(
        self, raw: dict[str, object], name: str, place: Place, lines: Lines, problems: list[Problem]
    ) -> None:
        self._raw = raw
        self._place = place
        self._lines = lines
        self._problems = problems
        self._asked: set[str] = set()
        self.name = name
        self.is_clean = True

    def wrong(self, key: str, sentence: str) -> None:
        self.is_clean = False
        self._problems.append(Problem(self._lines.of(self._place, key), self.name, sentence))

    def text(self, key: str, *, required: bool = False) -> str:
        value = self._value(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, f"„{key}“ ist {shown(value)}, erwartet wird ein Text.")
            return ""
        return value

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.wrong(key, f"„{key}“ ist {shown(value)}, erwartet wird true oder false.")
        return False

    def number(self, key: str) -> Decimal | None:
        value = self._value(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not is_finite(value):
            self.wrong(key, f"„{key}“ ist {shown(value)}, erwartet wird eine Zahl.")
            return None
        if value < 0:
            self.wrong(key, f"„{key}“ ist {value}, eine Zahl im Plan ist nicht negativ.")
        return Decimal(value)

    def line(self) -> int:
        value = self._value("line", required=True)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        if value is not None:
            self.wrong("line", f"„line“ ist {shown(value)}, erwartet wird die Zeile im Quelltext.")
        return 0

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        value = self._value(key, required=required)
        if value is None:
            return None
        try:
            if isinstance(value, str) and ISO_DATE.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            self.wrong(key, f"„{key}“ ist {shown(value)}, diesen Tag gibt es nicht.")
            return None
        self.wrong(key, f"„{key}“ ist {shown(value)}, erwartet wird ein Datum wie 2022-12-31.")
        return None

    def choice(self, key: str, choices: type[Choice], *, required: bool = False) -> Choice | None:
        value = self._value(key, required=required)
        if value is None:
            return None
        if isinstance(value, str) and value in set(choices):
            return choices(value)
        self.wrong(key, f"„{key}“ ist {shown(value)}, erlaubt sind {', '.join(choices)}.")
        return None

    def tables(self, key: str) -> list[dict[str, object]]:
        value = self._value(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return value
        self.wrong(key, f"„{key}“ muss eine Liste von Tabellen sein.")
        return []

    def table(self, key: str, name: str) -> Table:
        value = self._value(key)
        if not isinstance(value, dict):
            self.wrong(key, f"Die Tabelle [{key}] fehlt.")
            return self.inner({}, name, self._place)
        return self.inner(value, name, self._place)

    def inner(self, raw: dict[str, object], name: str, place: Place) -> Table:
        return Table(raw, name, place, self._lines, self._problems)

    def refuse_the_rest(self) -> None:
        """A field nobody asked for is a slip of the pen, and its content would be lost."""
        for key in self._raw.keys() - self._asked:
            self.wrong(key, f"„{key}“ ist kein bekanntes Feld.")

    def _value(self, key: str, *, required: bool = False) -> object | None:
        self._asked.add(key)
        value = self._raw.get(key)
        if value is None and required:
            self.wrong(key, f"„{key}“ fehlt.")
        return value


def is_finite(value: int | Decimal) -> bool:
    return isinstance(value, int) or value.is_finite()


def shown(value: object) -> str:
    """The value as its author wrote it, cut where it is long."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"„{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + '…'}“"
