# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case that is to last longer than 18 months needs the Fachaufsicht's agreement."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import deadlines
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind
from casemanagement.models import Case, Deadline
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

RULE = "duration"


@deed(Right.APPROVE)
def approve(case: Case, *, by: Actor, until: dt.date, reason: str) -> None:
    """Let the case go on until a day; the deadline that asked for it moves there."""
    if not case.needs_extension(clock.today()):
        raise Conflict(_("Dieser Fall braucht zurzeit keine Verlängerung."))
    if until <= clock.today():
        raise ValidationError({"until": _("Die Verlängerung muss in der Zukunft enden.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Bitte begründen Sie die Verlängerung.")})
    running = Deadline.objects.running().filter(case=case, rule__code=RULE).select_related("rule").first()
    if running is not None and until > running.last_day:
        deadlines.extend(running, by=by, until=until, reason=reason)
    write(case, extended_at=clock.now(), extended_by=by.person)
    record_event(case, EventKind.EXTENSION_APPROVED, by=by, until=until.isoformat())
