# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file without its words: codes, ratings and days, as the database gives them to whoever may not open it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from casemanagement.choices import (
    Agreement,
    Domain,
    GoalLevel,
    GoalOwner,
    GoalState,
    MeasureState,
    MeasureType,
    NeedLevel,
    PlanState,
    RatingStanding,
    ResourceLevel,
    ReviewResult,
)

if TYPE_CHECKING:
    from casemanagement.models import Case

# Key of a row → the list in which its code stands.
LISTS: dict[str, Any] = {
    "domain": Domain,
    "standing": RatingStanding,
    "need": NeedLevel,
    "resource": ResourceLevel,
    "agreement": Agreement,
    "level": GoalLevel,
    "owner": GoalOwner,
    "type": MeasureType,
    "result": ReviewResult,
}
STATES = {"plan": PlanState, "goal": GoalState, "measure": MeasureState}
ROLES = {
    GoalState.ACHIEVED: "success",
    GoalState.PARTIALLY_ACHIEVED: "success",
    GoalState.NOT_ACHIEVED: "warning",
}


@dataclass(frozen=True)
class CodedFile:
    """What may be said of assessment and plan without a name or a sentence."""

    content: dict[str, Any] = field(default_factory=dict)

    @property
    def assessment(self) -> dict[str, Any] | None:
        return _row(self.content.get("assessment"))

    @property
    def ratings(self) -> list[dict[str, Any]]:
        return [_worded(row) for row in self.content.get("ratings", [])]

    @property
    def plan(self) -> dict[str, Any] | None:
        return _row(self.content.get("plan"), "plan")

    @property
    def goals(self) -> list[dict[str, Any]]:
        """Each goal by its area, with the kinds of its measures."""
        measures: dict[int, list[dict[str, Any]]] = {}
        for row in self.content.get("measures", []):
            measures.setdefault(row["goal"], []).append(_worded(row, "measure"))
        return [
            _worded(row, "goal")
            | {"kind": ROLES.get(row["state"], "info"), "measures": measures.get(row["id"], [])}
            for row in self.content.get("goals", [])
        ]

    @property
    def reviews(self) -> list[dict[str, Any]]:
        return [_worded(row) for row in self.content.get("reviews", [])]


def of_case(case: Case) -> CodedFile | None:
    """The codes of this case for the present hat; None where it may not have them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kim.case_in_codes(%s)", [case.pk])
        (content,) = cursor.fetchone()
    if content is None:
        return None
    return CodedFile(json.loads(content) if isinstance(content, str) else content)


def _row(row: dict[str, Any] | None, of: str = "") -> dict[str, Any] | None:
    return None if row is None else _worded(row, of)


def _worded(row: dict[str, Any], of: str = "") -> dict[str, Any]:
    """Codes as words beside the codes, days as days."""
    words = {
        f"{key}_label": str(LISTS[key](code).label)
        for key, code in row.items()
        if key in LISTS and _said(code)
    }
    if of:
        words["state_label"] = str(STATES[of](row["state"]).label)
    return (
        row
        | {key: dt.date.fromisoformat(day) for key, day in row.items() if key.endswith("_on") and day}
        | words
    )


def _said(code: Any) -> bool:
    return code is not None and code != ""
