# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of an indicator: its words for people and its question to the facts, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from indicators.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models.expressions import Combinable
    from django.utils.functional import _StrPromise

Population = Callable[[Snapshot], QuerySet[Any]]
Condition = Callable[[Snapshot], Q]


class Kind(StrEnum):
    """How a number comes about; there are no other ways."""

    COUNT = "count"  # how many
    SHARE = "share"  # how many of how many, in percent
    SPREAD = "spread"  # median and 90th percentile of an amount
    MEAN = "mean"  # mean of an amount
    SUM = "sum"  # how much of an amount
    LOAD = "load"  # sum of an amount per available full-time equivalent


def everything(_snapshot: Snapshot) -> Q:
    return Q()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of an indicator."""

    code: str
    title: _StrPromise | str
    kind: Kind
    population: Population
    counts: Condition = everything  # SHARE: which of the population
    amount: Combinable | str = ""  # SPREAD, MEAN, SUM and LOAD: what is measured
    unit: _StrPromise | str = ""
    clients: bool = False  # a person with two files or two measures counts once
    by: tuple[str, ...] = ()  # internal breakdowns, one dimension each
    part: str = ""  # the part of the plan's target that this number belongs to


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A line of the list of figures. A changed meaning is a new object with a new `valid_from`."""

    code: str
    title: _StrPromise | str
    sentence: _StrPromise
    source: str
    valid_from: dt.date
    figures: tuple[Figure, ...]
    target: _StrPromise | str = ""
    target_number: int | None = None  # of the first figure, for the line in its course
    plan_indicator: str = ""  # the indicator of the plan this is a contribution to
    counting_for: str = ""  # the measure whose programmes it is about; counted only where one is led
    caveat: _StrPromise | str = ""

    @property
    def is_contribution(self) -> bool:
        return bool(self.plan_indicator)

    def figure(self, code: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.code == code), None)
