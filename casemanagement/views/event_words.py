# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codes of the journal in words, for the course of a case."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement.choices import (
    Agreement,
    ClaimedBasis,
    ClosureReason,
    ConsentKind,
    CrisisReason,
    DeclineReason,
    DocumentKind,
    Domain,
    EmergencyReason,
    EventKind,
    GoalState,
    Intensity,
    Leadership,
    LegalBasis,
    ListGround,
    MeasureState,
    MeasureType,
    MilestoneKind,
    Occasion,
    OpeningReason,
    PauseReason,
    Phase,
    RestrictionGround,
    ReviewResult,
    SkipReason,
    TriageDecision,
    Urgency,
)
from casemanagement.choices.chains import step_label
from casemanagement.choices.requests import (
    ExtensionReason,
    RedactionReason,
    SubjectDecision,
    SubjectRight,
)
from casemanagement.choices.retention import HoldReason
from casemanagement.models import CaseEvent

# Key of an event's data → the lists in which its code may stand. What is in none stays unsaid: why an address is
# protected is nothing for the course of a case.
LISTS: dict[str, tuple[Any, ...]] = {
    "agreement": (Agreement,),
    "basis": (ClaimedBasis,),
    "crisis": (CrisisReason,),
    "decision": (TriageDecision, SubjectDecision),
    "domain": (Domain,),
    "ground": (ListGround, RestrictionGround, LegalBasis, ConsentKind),
    "intensity": (Intensity,),
    "kind": (ConsentKind, DocumentKind, SubjectRight),
    "kind_reached": (MilestoneKind,),
    "leadership": (Leadership,),
    "occasion": (Occasion,),
    "passed_over": (Phase,),
    "reason": (
        EmergencyReason,
        DeclineReason,
        PauseReason,
        OpeningReason,
        ClosureReason,
        ExtensionReason,
        HoldReason,
        RedactionReason,
    ),
    "result": (ReviewResult,),
    "skipped": (SkipReason,),
    "state": (MeasureState, GoalState),
    "type": (MeasureType,),
    "urgency": (Urgency,),
}


# Steps of processes that can be left out, by the kind of their work items.
SKIPPED = {
    "assessment.rate_domains": gettext_lazy("Lebensbereiche einschätzen"),
    "assessment.discuss_summary": gettext_lazy("Zusammenfassung besprechen"),
    "support_planning.link_services": gettext_lazy("An Leistungen anbinden"),
}


def title_of(event: CaseEvent) -> str:
    """What was done; who declares that nothing stands in the way has declared no conflict."""
    if event.kind == EventKind.CONFLICT_DECLARED and not event.data.get("has_conflict", True):
        return _("Nicht befangen")
    return str(capfirst(event.get_kind_display()))


def facts_of(
    data: dict[str, Any], measures: dict[int, str], programmes: dict[str, str] | None = None
) -> tuple[str, ...]:
    """What the codes say; numbers of rows stay unsaid."""
    words = []
    if "programme" in data:
        words.append((programmes or {}).get(data["programme"], ""))
    if "type" not in data and data.get("measure") in measures:
        words.append(measures[data["measure"]])
    if "version" in data:
        words.append(_("Fassung %(version)s") % {"version": data["version"]})
    if data.get("node") in SKIPPED:
        words.append(str(SKIPPED[data["node"]]))
    if "chain" in data:
        words.append(step_label(data["chain"], data.get("step", "")))
    words += [_word(LISTS[key], code) for key, code in data.items() if key in LISTS and code]
    return tuple(filter(None, words))


def _word(lists: tuple[Any, ...], code: Any) -> str:
    for choices in lists:
        if code in choices.values:
            return str(choices(code).label)
    return ""
