# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Fachaufsicht opens a file for an hour: with a reason, where the client agreed to it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions import notices
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import ConsentKind, EventKind, NoticeKind
from casemanagement.models import Case, FileOpening
from permissions import accesslog, clock
from permissions.actor import Actor
from permissions.models import AccessAction
from permissions.rights import Right

OPEN_FOR = dt.timedelta(minutes=60)


@deed(Right.OPEN_FILE)
def open_file(case: Case, *, by: Actor, reason: str, text: str = "") -> FileOpening:
    """Open the file for an hour; what is read in it is recorded like everything else."""
    if not case.consents.living(clock.today()).of_kind(ConsentKind.C3).exists():
        raise ValidationError(
            _("Die Klientin oder der Klient hat dem Lesen durch die Fachaufsicht (C3) nicht zugestimmt.")
        )
    if case.is_restricted:
        raise ValidationError(_("Die Verarbeitung dieses Falls ist eingeschränkt."))
    now = clock.now()
    opening = write(
        FileOpening(case=case, person=by.person, opened_at=now, valid_until=now + OPEN_FOR),
        reason=reason,
        text=text,
    )
    accesslog.record(by, AccessAction.OPEN_FILE, case=case, block="file", reason=opening.reason)
    responsible = case.responsible(clock.today())
    if responsible is not None and by.person is not None:
        notices.tell(
            NoticeKind.FILE_OPENED,
            by=by,
            case=case,
            to_person=responsible.person,
            person=by.person.pk,
            reason=opening.reason,
        )
    record_event(case, EventKind.FILE_OPENED, by=by, reason=opening.reason)
    return opening


@deed(Right.OPEN_FILE)
def close_file(opening: FileOpening, *, by: Actor) -> None:
    """Close the file before the hour is over; whoever opened it has read enough."""
    now = clock.now()
    if opening.person_id != (by.person and by.person.pk) or opening.valid_until <= now:
        raise Conflict(_("Diese Akte ist schon geschlossen."))
    write(opening, valid_until=now)
    record_event(opening.case, EventKind.FILE_CLOSED, by=by)
