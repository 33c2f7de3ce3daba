# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said in public about a count of people: the 8/5/10 rule, pure and without a database.

Counts below 8 are hidden, zero among them; others are rounded to multiples of 5; a block of figures
gets a new edition only after 10 people in it have changed. Nothing here releases anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

Person = TypeVar("Person")
Contribution = TypeVar("Contribution")

HIDE_BELOW = 8
BASE = 5
GATE = 10
MIN_BASE_PERCENT = 25
FINE_PERCENT_FROM = 400
COARSE_STEP, FINE_STEP = 5, 1
MIN_HOUSEHOLDS = 3


@dataclass(frozen=True, slots=True)
class Profile:
    """How strict a municipality is. Public knowledge, printed beside the figures."""

    hide_below: int = HIDE_BELOW
    base: int = BASE
    gate: int = GATE
    min_base_percent: int = MIN_BASE_PERCENT
    fine_percent_from: int = FINE_PERCENT_FROM

    def __post_init__(self) -> None:
        """A profile may be stricter than the rule, never weaker: the proof needs these bounds."""
        if self.base < BASE or self.hide_below < HIDE_BELOW or self.gate < GATE:
            raise ValueError("Ein Profil darf strenger sein als die Regel 8/5/10, nicht schwächer.")
        if self.min_base_percent < MIN_BASE_PERCENT or self.fine_percent_from < FINE_PERCENT_FROM:
            raise ValueError("Ein Profil darf Anteile nicht früher oder feiner zeigen als die Regel.")
        if rounded(self.hide_below, self) < self.hide_below:
            raise ValueError("Eine gerundete Zahl darf nicht unter der Grenze des Verbergens liegen.")


def rounded(n: int, profile: Profile) -> int:
    return profile.base * ((n + profile.base // 2) // profile.base)


DEFAULT = Profile()
STRICT = Profile(hide_below=10, base=10)  # for the first months, or below 300 active cases


class Kind(StrEnum):
    VALUE = "value"
    UNDER = "under8"  # the word of the export format; the bound itself is `hi`
    DOT = "dot"  # locked: it says nothing at all


@dataclass(frozen=True, slots=True)
class Published:
    """One published cell and what anybody may conclude from it."""

    value: int | None
    kind: Kind
    lo: int
    hi: int | None

    @property
    def is_hidden(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Percent:
    """A share derived from two published counts, with its public range."""

    value: int
    lo: int
    hi: int


LOCKED = Published(None, Kind.DOT, 0, None)


def publish(n: int, *, households: Collection[int] | None = None, profile: Profile = DEFAULT) -> Published:
    """Say in public how many people there are; `households` are their numbers per household."""
    if n < 0:
        raise ValueError(f"Eine Anzahl von Personen kann nicht {n} sein.")
    if households is not None and sum(households) != n:
        raise ValueError(f"Die Haushalte zählen {sum(households)} Personen, die Zelle {n}.")
    if n < profile.hide_below:
        return Published(None, Kind.UNDER, 0, profile.hide_below - 1)
    if households is not None and few_households_stand_behind(households):
        return LOCKED  # not "under 8": that would be untrue
    return visible(rounded(n, profile), profile)


def visible(value: int, profile: Profile) -> Published:
    """A rounded value with the counts it can stand for; none of them is a hidden one."""
    lowest = value - profile.base // 2
    highest = lowest + profile.base - 1
    return Published(value, Kind.VALUE, max(lowest, profile.hide_below), highest)


def few_households_stand_behind(households: Collection[int]) -> bool:
    """Whether one family would in truth be described: fewer than 3, or one above half."""
    sizes = [size for size in households if size > 0]
    return len(sizes) < MIN_HOUSEHOLDS or 2 * max(sizes) > sum(sizes)


def percent(
    part: Published,
    whole: Published,
    *,
    sensitive: bool = True,
    profile: Profile = DEFAULT,
) -> Percent | None:
    """Derive a share from published counts only; None where it may not be shown.

    Steps are 5 points up to a published base of 399 and 1 point from 400: between 100 and 400 the
    rounding of both counts still moves a share by up to 3 points, so the coarse step holds there.
    The range is widened where needed, so that it always holds the value it stands beside.
    """
    if part.value is None or whole.value is None or whole.value < profile.min_base_percent:
        return None
    if sensitive and leaves_few(part, whole, profile):
        return None
    step = FINE_STEP if whole.value >= profile.fine_percent_from else COARSE_STEP
    value = min(
        100,
        step * ((200 * part.value + step * whole.value) // (2 * step * whole.value)),
    )
    return Percent(
        value,
        lo=min(value, least_percent(part, whole)),
        hi=max(value, most_percent(part, whole)),
    )


def leaves_few(part: Published, whole: Published, profile: Profile) -> bool:
    """Symmetric rule for status, health and the like: "nearly all" describes the few others."""
    return part.hi is None or whole.lo - part.hi < profile.hide_below


def least_percent(part: Published, whole: Published) -> int:
    return 0 if whole.hi is None else min(100, 100 * part.lo // whole.hi)


def most_percent(part: Published, whole: Published) -> int:
    return 100 if part.hi is None else min(100, -(-100 * part.hi // whole.lo))


def changed_persons(
    last: Mapping[Person, Contribution], now: Mapping[Person, Contribution]
) -> frozenset[Person]:
    """Who contributes otherwise than at the last edition; there and back again does not count."""
    same = {person for person in last.keys() & now.keys() if last[person] == now[person]}
    return frozenset((last.keys() | now.keys()) - same)


def edition_is_due(changed: Iterable[Hashable], *, first: bool = False, profile: Profile = DEFAULT) -> bool:
    """The gate of a block: whoever looks at two editions sees the deed of at least 10 people."""
    return first or len(set(changed)) >= profile.gate
