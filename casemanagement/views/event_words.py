# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codes of the journal in words, for the course of a case."""

from typing import Any

from django.utils.translation import gettext as _

from casemanagement.choices import (
    Agreement,
    ConsentKind,
    DeclineReason,
    DocumentKind,
    Domain,
    GoalState,
    Intensity,
    MeasureState,
    MeasureType,
    MilestoneKind,
    PauseReason,
    ReviewResult,
    TriageDecision,
    Urgency,
)

# Key of an event's data → the lists in which its code may stand.
LISTS: dict[str, tuple[Any, ...]] = {
    "agreement": (Agreement,),
    "decision": (TriageDecision,),
    "domain": (Domain,),
    "intensity": (Intensity,),
    "kind": (ConsentKind, DocumentKind),
    "kind_reached": (MilestoneKind,),
    "reason": (DeclineReason, PauseReason),
    "result": (ReviewResult,),
    "state": (MeasureState, GoalState),
    "type": (MeasureType,),
    "urgency": (Urgency,),
}


def facts_of(data: dict[str, Any], measures: dict[int, str]) -> tuple[str, ...]:
    """What the codes say; numbers of rows stay unsaid."""
    words = []
    if "type" not in data and data.get("measure") in measures:
        words.append(measures[data["measure"]])
    if "version" in data:
        words.append(_("Fassung %(version)s") % {"version": data["version"]})
    words += [_word(LISTS[key], code) for key, code in data.items() if key in LISTS and code]
    return tuple(words)


def _word(lists: tuple[Any, ...], code: Any) -> str:
    for choices in lists:
        if code in choices.values:
            return str(choices(code).label)
    return str(code)
