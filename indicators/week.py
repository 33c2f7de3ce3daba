# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ISO week is the clock of the figures; it ends on Sunday at 24:00 in Berlin."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_YEAR, LAST_YEAR = 2000, 2199  # a year outside is a slip of the keyboard
WRITTEN = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Week:
    year: int
    number: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"Das Jahr {self.year} liegt nicht zwischen {FIRST_YEAR} und {LAST_YEAR}.")
        if not 1 <= self.number <= weeks_in(self.year):
            raise ValueError(
                f"Eine Woche {self.number} gibt es {self.year} nicht, "
                f"das Jahr hat {weeks_in(self.year)} Wochen."
            )

    @classmethod
    def from_date(cls, day: dt.date) -> Week:
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def parse(cls, text: str) -> Week:
        written = WRITTEN.fullmatch(text.strip())
        if written is None:
            raise ValueError(f"„{text}“ ist keine Kalenderwoche; erwartet wird zum Beispiel 2026-W46.")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def last_closed(cls, now: dt.datetime) -> Week:
        """The latest week that is over at this moment, seen from Berlin."""
        if now.tzinfo is None:
            raise ValueError("Ein Zeitpunkt ohne Zeitzone gehört zu keiner Woche.")
        return cls.from_date(now.astimezone(BERLIN).date()).previous()

    @classmethod
    def range(cls, first: Week, last: Week) -> Iterator[Week]:
        """Every week from the first to the last, both included."""
        while first <= last:
            yield first
            first = first.next()

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def monday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> dt.date:
        return dt.date.fromisocalendar(self.year, self.number, 7)

    @property
    def starts_at(self) -> dt.datetime:
        return dt.datetime.combine(self.monday, dt.time(), BERLIN)

    @property
    def ends_at(self) -> dt.datetime:
        """Sunday 24:00, which is the first moment that no longer belongs to the week."""
        return dt.datetime.combine(self.sunday + dt.timedelta(days=1), dt.time(), BERLIN)

    def next(self) -> Week:
        return Week.from_date(self.monday + dt.timedelta(weeks=1))

    def previous(self) -> Week:
        return Week.from_date(self.monday - dt.timedelta(weeks=1))

    def contains(self, day: dt.date) -> bool:
        return self.monday <= day <= self.sunday


def weeks_in(year: int) -> int:
    """52 or 53: the 28th of December always lies in the last week of its year."""
    return dt.date(year, 12, 28).isocalendar().week
