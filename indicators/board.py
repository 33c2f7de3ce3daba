# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages show of the figures: this week, the weeks before, the parts. Only stored figures are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from indicators import wording
from indicators.definition import Figure, Indicator, Kind
from indicators.definitions import living
from indicators.disclosure import HIDE_BELOW, percent, publish
from indicators.models import WeeklyFigure, WeeklyRollup
from permissions import clock
from permissions.models import Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from indicators.week import Week
    from permissions.actor import Actor

WEEKS_SHOWN = 13
WEEKS_OFFERED = 52
TWO_WEEKS = 2
FIRST_ASKED = ("O01", "O02", "O03", "O14")
DIGEST = ("O01", "O02", "O03", "O05", "O14", "O19")


@dataclass(frozen=True)
class Part:
    label: str
    text: str
    value: float


@dataclass(frozen=True)
class Breakdown:
    title: str
    parts: list[Part]

    @property
    def largest(self) -> float:
        return max((part.value for part in self.parts), default=0)


@dataclass(frozen=True)
class Line:
    """One figure on the screen."""

    figure: Figure
    text: str
    history: list[tuple[str, str, float | None]]  # week, words, value; oldest first
    breakdowns: list[Breakdown] = field(default_factory=list)

    @property
    def course(self) -> list[float | None]:
        return [value for _week, _text, value in self.history]

    @property
    def unit(self) -> str:
        """The unit, where there is a number and its words do not say it already."""
        if self.figure.kind not in {Kind.COUNT, Kind.SUM, Kind.SPREAD} or self.text == wording.too_few():
            return ""
        return str(self.figure.unit)

    @property
    def before(self) -> str:
        """The number of the week before."""
        if len(self.course) < TWO_WEEKS or self.course[-2] is None:
            return ""
        return _("Vorwoche %(number)s") % {"number": wording.plain(self.course[-2])}

    @property
    def has_course(self) -> bool:
        return sum(value is not None for value in self.course) > 1


@dataclass(frozen=True)
class Card:
    """One indicator on the screen."""

    indicator: Indicator
    lines: list[Line]

    @property
    def history(self) -> list[tuple[str, list[str]]]:
        """Week by week, the newest first: what each line said."""
        weeks = zip(*(line.history for line in self.lines), strict=True)
        return [(row[0][0], [text for _week, text, _value in row]) for row in weeks][::-1]

    @property
    def measure_code(self) -> str:
        return self.indicator.plan_indicator.rpartition(".")[0]


@dataclass(frozen=True)
class Tile:
    """One number at the head of the page."""

    title: _StrPromise | str
    text: str
    note: str


@dataclass(frozen=True)
class Board:
    """All indicators of one week."""

    rollup: WeeklyRollup | None
    weeks: list[WeeklyRollup]  # newest first
    cards: list[Card]
    exact: bool

    @property
    def operations(self) -> list[Card]:
        return [card for card in self.cards if not card.indicator.is_contribution]

    @property
    def contributions(self) -> list[Card]:
        return [card for card in self.cards if card.indicator.is_contribution]

    @property
    def tiles(self) -> list[Tile]:
        """The four numbers that are asked for first, with the week before."""
        return [_tile(card.lines[0]) for code in FIRST_ASKED if (card := self.card(code))]

    def card(self, code: str) -> Card | None:
        return next((card for card in self.cards if card.indicator.code == code), None)


def _tile(line: Line) -> Tile:
    return Tile(line.figure.title, wording.plain(line.course[-1]), line.before)


@dataclass(frozen=True)
class Digest:
    """The newest week of a town in a few numbers, without any part of it."""

    week: Week
    tiles: list[Tile]

    @property
    def facts(self) -> list[tuple[_StrPromise | str, str]]:
        """Each with the week before, as a list of labels and words."""
        return [(tile.title, " · ".join(filter(None, [tile.text, tile.note]))) for tile in self.tiles]


def digest(kommunen: Iterable[int]) -> Digest | None:
    """The same numbers as on the page of the week, beside those of the week before."""
    rollups = WeeklyRollup.objects.filter(kommune__in=kommunen).newest_first()
    span = list(reversed(rollups[:TWO_WEEKS]))
    if not span:
        return None
    stored = Stored(span, exact=True, with_parts=False)
    asked = [one for one in living(span[-1].week) if one.code in DIGEST]
    return Digest(span[-1].week, [_tile(stored.line(one, one.figures[0])) for one in asked])


def kommunen_of(actor: Actor) -> list[int]:
    """The municipalities this person works for today; no figure crosses one."""
    if actor.person is None:
        return []
    rows = Membership.objects.valid_on(clock.today()).filter(person=actor.person)
    return list(rows.values_list("organisation__kommune", flat=True).distinct())


def board(actor: Actor, week: Week | None = None, *, exact: bool) -> Board:
    """The newest week, or this one. `exact` adds the parts and says small numbers too."""
    rollups = WeeklyRollup.objects.filter(kommune__in=kommunen_of(actor)).newest_first()
    known = list(rollups[:WEEKS_OFFERED])
    shown = next((one for one in known if week is None or one.week == week), None)
    if shown is None:
        return Board(None, known, [], exact)
    span = [one for one in known if one.week <= shown.week][:WEEKS_SHOWN]
    stored = Stored(list(reversed(span)), exact=exact)
    cards = [
        Card(indicator, [stored.line(indicator, figure) for figure in indicator.figures])
        for indicator in living(shown.week)
        if stored.has(indicator, shown)
    ]
    return Board(shown, known, cards, exact)


class Stored:
    """The figures of some weeks, read in three queries."""

    def __init__(self, span: list[WeeklyRollup], *, exact: bool, with_parts: bool = True) -> None:
        self.span = span  # oldest first
        self.exact = exact
        totals = WeeklyFigure.objects.filter(rollup__in=[one.pk for one in span], breakdown="")
        self.totals = {(row.rollup_id, row.indicator, row.figure): row for row in totals}
        self.parts: dict[tuple[str, str], list[WeeklyFigure]] = defaultdict(list)
        self.organisations: dict[str, str] = {}
        if exact and with_parts:
            self._read_parts(span[-1])

    def has(self, indicator: Indicator, rollup: WeeklyRollup) -> bool:
        """Whether the week speaks of it: of a programme only where one is led."""
        asked = ((rollup.pk, indicator.code, figure.code) for figure in indicator.figures)
        return not indicator.counting_for or any(one in self.totals for one in asked)

    def _read_parts(self, rollup: WeeklyRollup) -> None:
        for row in WeeklyFigure.objects.filter(rollup=rollup).exclude(breakdown="").order_by("pk"):
            self.parts[row.indicator, row.figure].append(row)
        self.organisations = dict(Organisation.objects.values_list("code", "short_name"))

    def line(self, indicator: Indicator, figure: Figure) -> Line:
        # A contribution is an answer to the plan, which controlling reads as it is.
        exact = self.exact or indicator.is_contribution
        history = []
        for rollup in self.span:
            row = self.totals.get((rollup.pk, indicator.code, figure.code))
            history.append((str(rollup.week), *said(figure, row, exact=exact)))
        return Line(figure, history[-1][1], history, self._breakdowns(indicator, figure))

    def _breakdowns(self, indicator: Indicator, figure: Figure) -> list[Breakdown]:
        rows = self.parts[indicator.code, figure.code]
        return [
            Breakdown(wording.breakdown_label(name), self._parts_of(figure, name, rows))
            for name in dict.fromkeys(row.breakdown for row in rows)
        ]

    def _parts_of(self, figure: Figure, name: str, rows: list[WeeklyFigure]) -> list[Part]:
        ordered = sorted(
            (row for row in rows if row.breakdown == name),
            key=lambda row: wording.part_order(name, row.part, float(row.value or 0)),
        )
        return [self._part(figure, row) for row in ordered]

    def _part(self, figure: Figure, row: WeeklyFigure) -> Part:
        label = wording.part_label(row.breakdown, row.part, self.organisations)
        return Part(label, wording.reading(figure, row), float(row.value or 0))


def said(figure: Figure, stored: WeeklyFigure | None, *, exact: bool) -> tuple[str, float | None]:
    """Words and value; without small numbers where they are nobody's business."""
    if stored is None or stored.value is None:
        return wording.DASH, None
    if exact:
        return wording.reading(figure, stored), float(stored.value)
    if figure.kind in {Kind.COUNT, Kind.SUM}:
        return wording.published(publish(int(stored.value)))
    if figure.kind == Kind.SHARE:
        part, whole = publish(int(stored.numerator or 0)), publish(int(stored.denominator or 0))
        return wording.published_share(percent(part, whole))
    behind = stored.numerator if figure.kind == Kind.LOAD else stored.denominator
    if behind is None or behind < HIDE_BELOW:
        return wording.too_few(), None
    return wording.plain(stored.value), float(stored.value)
