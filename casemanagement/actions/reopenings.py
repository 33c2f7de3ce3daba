# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody comes back: within twelve months the same file goes on as a new episode, with new consents."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemanagement import deadlines, working_days
from casemanagement.actions import consents, contacts, deputies, workitems
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import CaseState, ConsentKind, ContactKind, EventKind, Phase
from casemanagement.models import Case
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.rights import Right

BEGUN_AGAIN = ("duration", "long_duration", "no_contact")


@deed(Right.RECORD_CONSENT)
def reopen(case: Case, /, *, by: Actor, note: str, is_given: bool = True, **consent: Any) -> None:
    """Open the file again. What was agreed on before counts no longer: each consent is asked anew."""
    today = clock.today()
    _demand(case)
    if not is_given:
        raise ValidationError({"is_given": _("Ohne Einwilligung bleibt der Fall geschlossen.")})
    if not note.strip():
        raise ValidationError({"note": _("Bitte schreiben Sie in einem Satz, warum die Person wiederkommt.")})
    _end_former_consents(case)
    deputies.end_those_of_other_houses(case, by=by)
    write(
        case,
        state=CaseState.OPEN,
        phase=Phase.ASSESSMENT,
        closed_on=None,
        deletion_on=None,
        episode=case.episode + 1,
        reopened_on=today,
        leadership="",
        extended_at=None,
        extended_by=None,
    )
    consents.obtain(case, by=by, is_given=True, **consent)
    contacts.write(case, by=by, kind=ContactKind.DOCUMENTATION, occurred_on=today, text=note)
    for code in BEGUN_AGAIN:
        deadlines.start(case, code, on=today)
    _tell_the_coordination(case, by)
    record_event(case, EventKind.REOPENED, by=by, episode=case.episode)


def _demand(case: Case) -> None:
    if case.is_restricted:
        raise Conflict(
            _("Die Verarbeitung dieses Falls ist eingeschränkt. Fragen Sie bitte die Koordination.")
        )
    if not case.may_be_reopened(clock.today()):
        raise Conflict(_("Dieser Fall kann nicht wieder geöffnet werden. Möglich ist ein neuer Fall."))
    if not case.has_responsible():
        raise Conflict(_("Der Fall hat keine Fallführung mehr. Die Koordination weist ihn zuerst zu."))


def _end_former_consents(case: Case) -> None:
    """They end with the day before; what was told on them stays told."""
    yesterday = clock.today() - working_days.ONE_DAY
    for row in case.consents.living(clock.today()).exclude(kind=ConsentKind.C0):
        write(row, valid_until=max(row.valid_from, yesterday))


def _tell_the_coordination(case: Case, by: Actor) -> None:
    workitems.ask(
        case,
        by=by,
        kind="reopenings.seen",
        title=stored(gettext_lazy("Ein beendeter Fall läuft wieder")),
        hat=Hat.FACH,
        due_on=working_days.add_working_days(clock.today(), 5),
    )
