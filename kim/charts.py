# SPDX-License-Identifier: AGPL-3.0-or-later
"""Charts drawn on the server: numbers become coordinates here, the templates only print them.

Coordinates are strings, because a German template would print 12.5 as 12,5 and break the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 100
HEIGHT = 100


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number, and how the number reads."""

    label: str
    value: float
    text: str = ""
    kind: str = ""

    @property
    def shown(self) -> str:
        """The number beside the bar."""
        return self.text or _plain(self.value)


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars under a title that says what they show; a limit is drawn as a line."""

    title: str
    bars: Sequence[Bar]
    column: str = ""
    limit: float | None = None
    maximum: float | None = None

    @property
    def rows(self) -> list[tuple[Bar, str]]:
        """Each bar with its length."""
        return [(bar, share(bar.value, self._top)) for bar in self.bars]

    @property
    def limit_at(self) -> str:
        """Where the line of the limit stands, or nothing."""
        return "" if self.limit is None else share(self.limit, self._top)

    @property
    def _top(self) -> float:
        return self.maximum or max([bar.value for bar in self.bars] + [self.limit or 0], default=0)


@dataclass(frozen=True)
class ProfileRow:
    """Two numbers of one thing side by side; the first may show where it stood before."""

    label: str
    values: tuple[int, int]
    kind: str = ""
    former: int | None = None


@dataclass(frozen=True)
class ProfileChart:
    """Pairs of bars on the same scale; the page shows the same numbers in a table."""

    title: str
    columns: tuple[str, str]
    rows: Sequence[ProfileRow]
    maximum: int

    @property
    def drawn(self) -> list[tuple[ProfileRow, str, str, str]]:
        """Each row with the lengths of its bars and the place of the former value."""
        return [
            (
                row,
                share(row.values[0], self.maximum),
                share(row.values[1], self.maximum),
                "" if row.former is None else share(row.former, self.maximum),
            )
            for row in self.rows
        ]

    @property
    def has_former(self) -> bool:
        return any(row.former is not None for row in self.rows)


@dataclass(frozen=True)
class LineChart:
    """A course over time; a missing value is a gap, not a zero."""

    title: str
    points: Sequence[tuple[str, float | None]]
    column: str = ""
    period: str = ""
    target: float | None = None
    maximum: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(value is None for _, value in self.points)

    @property
    def paths(self) -> list[str]:
        """One path for each run of known values."""
        runs: list[list[str]] = [[]]
        for index, (_, value) in enumerate(self.points):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(f"{self._x(index)} {self._y(value)}")
        return [f"M{' L'.join(run)}" for run in runs if len(run) > 1]

    @property
    def dots(self) -> list[tuple[str, str]]:
        """The last known value, and every value that stands alone."""
        known = [index for index, (_, value) in enumerate(self.points) if value is not None]
        lonely = {index for index in known if {index - 1, index + 1}.isdisjoint(known)}
        marked = sorted(lonely | set(known[-1:]))
        return [(self._x(index), self._y(self.points[index][1] or 0)) for index in marked]

    @property
    def target_at(self) -> str:
        """The height of the target line, or nothing."""
        return "" if self.target is None else self._y(self.target)

    @property
    def scale(self) -> list[str]:
        """What stands at the upright axis, from the top."""
        return [_plain(self.top), _plain(self.top / 2), "0"]

    @property
    def ends(self) -> list[str]:
        """First, middle and last label of the lying axis."""
        labels = [label for label, _ in self.points]
        return [labels[0], labels[len(labels) // 2], labels[-1]] if labels[2:] else labels

    @property
    def table(self) -> list[tuple[str, str]]:
        """The same as words."""
        return [(label, "–" if value is None else _plain(value)) for label, value in self.points]

    @property
    def top(self) -> float:
        """A round number at or above everything drawn."""
        highest = self.maximum or max(
            [value or 0 for _, value in self.points] + [self.target or 0], default=0
        )
        return _round_up(highest)

    def _x(self, index: int) -> str:
        return share(index, max(len(self.points) - 1, 1))

    def _y(self, value: float) -> str:
        return f"{HEIGHT - HEIGHT * min(value / self.top, 1):.2f}"


# Where each Stadtbezirk lies among the others, column and row; equal tiles, so that no area looks important by its size.
PLACES = {
    "joellenbeck": (1, 0),
    "dornberg": (0, 1),
    "schildesche": (1, 1),
    "heepen": (2, 1),
    "gadderbaum": (0, 2),
    "mitte": (1, 2),
    "stieghorst": (2, 2),
    "brackwede": (0, 3),
    "senne": (1, 3),
    "sennestadt": (2, 3),
}
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 96, 52, 4
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """One district on the map: where it is drawn, and how dark."""

    label: str
    text: str
    x: str
    y: str
    level: int
    is_hidden: bool


@dataclass(frozen=True)
class TileMap:
    """The ten districts as equal tiles; a hidden number is hatched, not light."""

    title: str
    values: Sequence[tuple[str, str, int | None, str]]  # code, name, number, and how the number reads
    maximum: int = 0

    width = str(3 * TILE_WIDTH + 2 * TILE_GAP)
    height = str(4 * TILE_HEIGHT + 3 * TILE_GAP)
    tile_width, tile_height = str(TILE_WIDTH), str(TILE_HEIGHT)

    @property
    def tiles(self) -> list[Tile]:
        """Districts that lie on the map; what is in none stands in the table only."""
        return [
            Tile(label, text, *_corner(code), self._level(number), is_hidden=number is None)
            for code, label, number, text in self.values
            if code in PLACES
        ]

    def _level(self, number: int | None) -> int:
        if not number or not self.maximum:
            return 0
        return -(-LEVELS * number // self.maximum)


def _corner(code: str) -> tuple[str, str]:
    column, row = PLACES[code]
    return str(column * (TILE_WIDTH + TILE_GAP)), str(row * (TILE_HEIGHT + TILE_GAP))


def share(value: float, whole: float) -> str:
    """A length between 0 and 100."""
    return f"{WIDTH * min(max(value / whole, 0), 1):.2f}" if whole else "0"


def _round_up(value: float) -> float:
    step = 1.0
    while value > step * 10:
        step *= 10
    return next((step * factor for factor in (1, 2, 4, 5, 10) if step * factor >= value), step * 10)


def _plain(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}".replace(".", ",")
