# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the frame of a case: where it belongs, how intense it is, and whether it is in crisis."""

from casemanagement.casework import deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, ProtectedAddress
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def set_intensity(case: Case, *, by: Actor, intensity: str) -> None:
    """How closely the case is followed; the next review comes accordingly."""
    write(case, intensity=intensity)
    record_event(case, EventKind.INTENSITY_CHANGED, by=by, intensity=intensity)


@deed(Right.WRITE_FILE)
def locate(case: Case, *, by: Actor, stadtbezirk: str, quarter: str = "") -> None:
    """The district for figures; a protected client has no quarter."""
    if ProtectedAddress.objects.filter(case=case).exists():
        quarter = ""
    write(case, stadtbezirk=stadtbezirk, quarter=quarter)
    record_event(case, EventKind.FRAME_CHANGED, by=by, stadtbezirk=stadtbezirk)


@deed(Right.WRITE_FILE)
def declare_crisis(case: Case, *, by: Actor) -> None:
    write(case, in_crisis=True)
    record_event(case, EventKind.CRISIS_DECLARED, by=by)


@deed(Right.WRITE_FILE)
def end_crisis(case: Case, *, by: Actor) -> None:
    write(case, in_crisis=False)
    record_event(case, EventKind.CRISIS_ENDED, by=by)
