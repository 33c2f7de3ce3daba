# SPDX-License-Identifier: AGPL-3.0-or-later
"""A step was skipped: the code stands in the journal, the words in the course of the case."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import contacts
from casemanagement.casework import deed, record_event
from casemanagement.choices import ContactKind, EventKind, SkipReason
from casemanagement.models import Case
from permissions import clock
from permissions.actor import Actor


@deed(None)
def note_skip(case: Case, *, by: Actor, step: str, reason: str, note: str) -> None:
    """Nobody leaves out a step without saying why."""
    if reason not in SkipReason.values or not note.strip():
        raise ValidationError(
            {"skip_note": _("Bitte begründen Sie in einem Satz, warum der Schritt entfällt.")}
        )
    contacts.write(case, by=by, kind=ContactKind.DOCUMENTATION, occurred_on=clock.today(), text=note)
    record_event(case, EventKind.STEP_SKIPPED, by=by, node=step, skipped=reason)
