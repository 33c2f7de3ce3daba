# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the frame of a case: where it belongs, how intense it is, and whether it is in crisis."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import contacts
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import ContactKind, EventKind
from casemanagement.models import Case, ProtectedAddress
from casemanagement.proposals import propose
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right


@deed(Right.WRITE_FILE)
def set_intensity(case: Case, *, by: Actor, intensity: str) -> None:
    """How closely the case is followed; the next review comes accordingly."""
    write(case, intensity=intensity)
    record_event(case, EventKind.INTENSITY_CHANGED, by=by, intensity=intensity)


@deed(Right.WRITE_FILE)
def classify(case: Case, *, by: Actor, intensity: str, complexity: str = "", level_reason: str = "") -> None:
    """Decide after an assessment how complex the case is and how closely it is followed.

    The program proposes; whoever decides otherwise says why, and both stay with the assessment.
    """
    assessment = case.current_assessment()
    if assessment is not None:
        proposal = propose(case, assessment)
        complexity = complexity or proposal.complexity
        differs = proposal.differs_from(complexity, intensity)
        if differs and not level_reason.strip():
            raise ValidationError(
                {"level_reason": _("Das weicht vom Vorschlag ab. Bitte nennen Sie den Grund.")}
            )
        write(
            assessment,
            complexity=complexity,
            intensity=intensity,
            proposed_complexity=proposal.complexity,
            proposed_intensity=proposal.intensity,
            level_reason=level_reason if differs else "",
        )
    set_intensity(case, by=by, intensity=intensity)


@deed(Right.WRITE_FILE)
def locate(case: Case, *, by: Actor, stadtbezirk: str, quarter: str = "") -> None:
    """The district for figures; a protected client has no quarter."""
    if ProtectedAddress.objects.filter(case=case).exists():
        quarter = ""
    write(case, stadtbezirk=stadtbezirk, quarter=quarter)
    record_event(case, EventKind.FRAME_CHANGED, by=by, stadtbezirk=stadtbezirk)


@deed(Right.WRITE_FILE)
def declare_crisis(case: Case, *, by: Actor, reason: str, note: str = "") -> None:
    """Everything else waits; whoever sees the case in a list sees it."""
    if case.in_crisis:
        raise Conflict(_("Die Krise ist schon vermerkt."))
    if not case.is_open:
        raise Conflict(_("Dieser Fall ist beendet."))
    write(case, in_crisis=True, crisis_since=clock.today(), crisis_reason=reason)
    _keep_words(case, by, note)
    record_event(case, EventKind.CRISIS_DECLARED, by=by, crisis=reason)


@deed(Right.WRITE_FILE)
def end_crisis(case: Case, *, by: Actor, note: str) -> None:
    """A crisis ends with words: what was done, and what remains to be watched."""
    if not case.in_crisis:
        raise Conflict(_("Für diesen Fall ist keine Krise vermerkt."))
    if not note.strip():
        raise ValidationError({"note": _("Bitte schreiben Sie in einem Satz, wie die Krise endete.")})
    write(case, in_crisis=False, crisis_since=None, crisis_reason="")
    _keep_words(case, by, note)
    record_event(case, EventKind.CRISIS_ENDED, by=by)


def _keep_words(case: Case, by: Actor, note: str) -> None:
    if note.strip():
        contacts.write(case, by=by, kind=ContactKind.DOCUMENTATION, occurred_on=clock.today(), text=note)
