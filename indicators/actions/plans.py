# SPDX-License-Identifier: AGPL-3.0-or-later
"""Brings the stored plan in line with its file, all or nothing, and says what that changes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import ProtectedError

from indicators.models import PlanDocument, PlanIndicator, PlanMeasure
from permissions import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.plan_entries import IndicatorEntry, MeasureEntry, Plan
    from permissions.actor import Actor


class StillUsed(Exception):
    """An indicator that has owner's values has vanished from the file."""


@dataclass
class Changes:
    """What a file changes, in words for the operator."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


def load_plan(plan: Plan, *, dry_run: bool = False, by: Actor) -> Changes:
    changes = Changes()
    with transaction.atomic():
        document = _document(plan, changes)
        _remove(PlanMeasure.objects.filter(plan=document), plan.measures, changes)
        for position, entry in enumerate(plan.measures):
            _load_measure(document, entry, position, changes)
        transaction.set_rollback(dry_run)
    return changes


def _document(plan: Plan, changes: Changes) -> PlanDocument:
    wanted = {
        "title": plan.title,
        "valid_from": plan.valid_from,
        "valid_until": plan.valid_until,
        "issued_on": plan.issued_on,
        "source": plan.source,
        "source_sha256": plan.source_sha256,
    }
    document = PlanDocument.objects.filter(code=plan.code).first() or PlanDocument(code=plan.code)
    if _store(document, wanted, changes):
        document.loaded_at = clock.now()
        document.save(update_fields=["loaded_at"])
    return document


def _load_measure(document: PlanDocument, entry: MeasureEntry, position: int, changes: Changes) -> None:
    measure = PlanMeasure.objects.filter(plan=document, code=entry.code).first()
    measure = measure or PlanMeasure(plan=document, code=entry.code)
    _store(measure, _wanted(entry, position), changes)
    _remove(PlanIndicator.objects.filter(measure=measure), entry.indicators, changes)
    for place, one in enumerate(entry.indicators):
        indicator = PlanIndicator.objects.filter(measure=measure, code=one.code).first()
        indicator = indicator or PlanIndicator(measure=measure, code=one.code)
        _store(indicator, _wanted(one, place), changes)


def _wanted(entry: MeasureEntry | IndicatorEntry, position: int) -> dict[str, Any]:
    known = {one.name: getattr(entry, one.name) for one in fields(entry)}
    known.pop("indicators", None)
    known.pop("code")
    if "parts" in known:
        known["parts"] = [{"name": part.name, "number": float(part.number)} for part in known["parts"]]
    if "per" in known:
        known["per"] = known["per"] or ""
    return {**known, "position": position}


def _store(row: models.Model, wanted: dict[str, Any], changes: Changes) -> bool:
    """Write the row if anything is new or different; True if so."""
    code = str(row.code)  # type: ignore[attr-defined]  # all three tables have one
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if row.pk and not different:
        return False
    if row.pk:
        told = [
            f"{name}: {getattr(row, name)} → {value}"
            for name, value in different.items()
            if name != "position"
        ]
        changes.changed += [f"{code}: {'; '.join(told) or 'anderer Platz'}"]
    else:
        changes.new.append(code)
    for name, value in different.items():
        setattr(row, name, value)
    row.save()
    return True


def _remove(
    rows: models.QuerySet[Any], entries: Iterable[MeasureEntry | IndicatorEntry], changes: Changes
) -> None:
    for row in rows.exclude(code__in=[entry.code for entry in entries]):
        try:
            row.delete()
        except ProtectedError as error:
            raise StillUsed(
                f"{row.code} fehlt in der Datei, es gibt dazu aber gemeldete Werte; bitte stehen lassen."
            ) from error
        changes.gone.append(row.code)
