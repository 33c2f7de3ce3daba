# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schedule of deletion: periods are rows, and each question is answered for a day."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps

from casemanagement.choices.retention import RetentionClass
from casemanagement.models import RetentionRule
from casemanagement.working_days import add_months

DEFAULT = Path(__file__).parent / "retention.toml"


def add_missing(**kwargs: Any) -> None:
    """Run after every migration, so that a new class reaches an old installation."""
    migrated = kwargs.get("apps") or apps
    if "retentionrule" not in migrated.all_models["casemanagement"]:
        return  # migrations stopped before the table
    add(tomllib.loads(DEFAULT.read_text(encoding="utf-8"))["retention"])


def add(entries: Iterable[Mapping[str, Any]]) -> int:
    """Add the rows that are new; what is in force is never changed, only followed by a newer row."""
    model = apps.get_model("casemanagement", "RetentionRule")
    known = set(model._default_manager.values_list("code", "valid_from"))
    rows = [model(**entry) for entry in entries if (entry["code"], entry["valid_from"]) not in known]
    for row in rows:
        row.clean_fields()
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def rules(on: dt.date) -> dict[str, RetentionRule]:
    """The rule of each class that is in force on this day, in the order of the schedule."""
    found = RetentionRule.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    newest = {row.code: row for row in found}
    return {code: newest[code] for code in RetentionClass.values if code in newest}


def fingerprint(on: dt.date) -> str:
    """What a certificate says about the schedule it followed."""
    written = [
        (row.code, row.valid_from, row.months, row.days, row.from_year_end, row.action)
        for row in rules(on).values()
    ]
    return hashlib.sha256(repr(written).encode()).hexdigest()


def day_of(code: RetentionClass, start: dt.date) -> dt.date:
    """The day on which this class falls due when its period begins on this day."""
    return due(rules(start)[code], start)


def due(rule: RetentionRule, start: dt.date) -> dt.date:
    begins = dt.date(start.year, 12, 31) if rule.from_year_end else start
    return add_months(begins, rule.months or 0) + dt.timedelta(days=rule.days or 0)


def latest_start(rule: RetentionRule, on: dt.date) -> dt.date:
    """What began after this day cannot be due on the other; a first sieve, `due` decides."""
    return add_months(on, -(rule.months or 0))
