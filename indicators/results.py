# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns one figure and one snapshot into numbers: the whole city first, then each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Aggregate, Avg, Count, F, FloatField, QuerySet, Sum

from indicators.definition import Figure, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicators.snapshot import Snapshot

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


class Percentile(Aggregate):
    """PostgreSQL's interpolated percentile; Django has no word for it."""

    function = "percentile_cont"
    output_field = FloatField()
    template = "percentile_cont(%(fraction)s) WITHIN GROUP (ORDER BY (%(expressions)s))"

    def __init__(self, expression: Any, fraction: float) -> None:
        super().__init__(expression, fraction=fraction)


@dataclass(frozen=True)
class Result:
    """One number: of the whole city, or of one part of a breakdown."""

    breakdown: str
    dims: dict[str, str]
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    detail: dict[str, str] = field(default_factory=dict)


def results(figure: Figure, snapshot: Snapshot) -> Iterator[Result]:
    population = figure.population(snapshot)
    asked = aggregates(figure, snapshot, population)
    yield result(figure, snapshot, "", "", population.aggregate(**asked))
    for breakdown in figure.by:
        part = F(lookup(population, breakdown))
        for row in population.values(part=part).annotate(**asked).order_by("part"):
            yield result(figure, snapshot, breakdown, row["part"], row)


def aggregates(figure: Figure, snapshot: Snapshot, population: QuerySet[Any]) -> dict[str, Aggregate]:
    if figure.kind in {Kind.COUNT, Kind.SHARE}:
        who = lookup(population, "client_pseudonym") if figure.clients else "pk"
        asked: dict[str, Aggregate] = {"n": Count(who, distinct=figure.clients)}
        if figure.kind == Kind.SHARE:
            asked["k"] = Count(who, distinct=figure.clients, filter=figure.counts(snapshot))
        return asked
    if figure.kind == Kind.SPREAD:
        return {
            "n": Count(figure.amount),
            "median": Percentile(figure.amount, 0.5),
            "p90": Percentile(figure.amount, 0.9),
        }
    if figure.kind == Kind.MEAN:
        return {"n": Count(figure.amount), "mean": Avg(figure.amount)}
    return {"sum": Sum(figure.amount)}


def lookup(population: QuerySet[Any], name: str) -> str:
    """The path of a dimension: on the row itself, or on the fact it was unfolded from."""
    try:
        population.model._meta.get_field(name)
    except FieldDoesNotExist:
        return f"fact__{name}"
    return name


def result(figure: Figure, snapshot: Snapshot, breakdown: str, part: str, row: Mapping[str, Any]) -> Result:
    dims = {breakdown: str(part)} if breakdown else {}
    numerator, denominator, value, detail = READ[figure.kind](row, snapshot, dims)
    return Result(breakdown, dims, numerator, denominator, value, detail)


Numbers = tuple[Decimal | None, Decimal | None, Decimal | None, dict[str, str]]


def counted(row: Mapping[str, Any], _snapshot: Snapshot, _dims: Mapping[str, str]) -> Numbers:
    return Decimal(row["n"]), None, Decimal(row["n"]), {}


def shared(row: Mapping[str, Any], _snapshot: Snapshot, _dims: Mapping[str, str]) -> Numbers:
    part, whole = Decimal(row["k"]), Decimal(row["n"])
    return part, whole, (100 * part / whole).quantize(TENTH) if whole else None, {}


def spread(row: Mapping[str, Any], _snapshot: Snapshot, _dims: Mapping[str, str]) -> Numbers:
    if not row["n"]:
        return None, Decimal(0), None, {}
    return None, Decimal(row["n"]), tenth(row["median"]), {"p90": str(tenth(row["p90"]))}


def averaged(row: Mapping[str, Any], _snapshot: Snapshot, _dims: Mapping[str, str]) -> Numbers:
    mean = row["mean"]
    return None, Decimal(row["n"]), None if mean is None else decimal(mean, HUNDREDTH), {}


def summed(row: Mapping[str, Any], _snapshot: Snapshot, _dims: Mapping[str, str]) -> Numbers:
    total = Decimal(row["sum"] or 0)
    return total, None, total, {}


def loaded(row: Mapping[str, Any], snapshot: Snapshot, dims: Mapping[str, str]) -> Numbers:
    points = decimal(row["sum"] or 0, HUNDREDTH)
    by_organisation = snapshot.available_vzae
    available = (
        by_organisation.get(dims["organisation"], Decimal(0))
        if dims
        else sum(by_organisation.values(), Decimal(0))
    )
    return points, available, (points / available).quantize(TENTH) if available else None, {}


def tenth(number: float) -> Decimal:
    return decimal(number, TENTH)


def decimal(number: float | Decimal, step: Decimal) -> Decimal:
    return Decimal(str(number)).quantize(step)


READ = {
    Kind.COUNT: counted,
    Kind.SHARE: shared,
    Kind.SPREAD: spread,
    Kind.MEAN: averaged,
    Kind.SUM: summed,
    Kind.LOAD: loaded,
}
