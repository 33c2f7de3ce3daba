# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Notfallzugriff: opened with a reason, for hours, in front of everybody who answers for the case."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from casemanagement import blind_index
from casemanagement.actions.notices import tell
from casemanagement.casework import Conflict, casework, deed, record_event, write
from casemanagement.choices import EmergencyReason, EventKind, NoticeKind
from casemanagement.models import EmergencyAccess
from casemanagement.models.emergency import LONGEST
from permissions import accesslog, clock
from permissions.actor import Actor, NotPermitted, acting_as
from permissions.hats import Hat
from permissions.models import AccessAction
from permissions.rights import Right

FEWEST_WORDS, FEWEST_LETTERS = 4, 20
OFFICERS_REASONS = (EmergencyReason.DATA_SUBJECT_COMPLAINT, EmergencyReason.INCIDENT)


def reasons_for(hat: Hat) -> list[EmergencyReason]:
    """Data protection acts on a complaint or an incident; the others where somebody is in danger."""
    return [reason for reason in EmergencyReason if (reason in OFFICERS_REASONS) == (hat is Hat.DSB)]


def begin(
    *,
    by: Actor,
    reason: str,
    text: str,
    reference: str = "",
    number: str = "",
    given_name: str = "",
    family_name: str = "",
    birth_date: dt.date | None = None,
) -> EmergencyAccess:
    """Open the one case of this number, or of this name and birth date, for four hours."""
    _require_words(reason, text, reference, by)
    token = None
    if not number:
        if birth_date is None or not (given_name and family_name):
            raise ValidationError(_("Bitte nennen Sie die Fallnummer, oder Namen und Geburtsdatum."))
        token = blind_index.exact_token(given_name, family_name, birth_date)
    with transaction.atomic(), acting_as(by):
        case_id, emergency_id, answer = _break_glass(number.strip().upper(), token, reason)
        if answer == "open":
            return _opened(case_id, emergency_id, by=by, text=text, reference=reference)
        accesslog.record(
            by, AccessAction.SEARCH, block="identity", reason=accesslog.EMERGENCY_SEARCH, shown=0
        )
    raise ValidationError(_answer(answer))


def _break_glass(number: str, token: bytes | None, reason: str) -> tuple[int, int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT opened_case, emergency, answer FROM kim.break_glass(%s, %s, %s)",
            [number or None, token, reason],
        )
        found: tuple[int, int, str] = cursor.fetchone()
    return found


def _opened(case_id: int, emergency_id: int, *, by: Actor, text: str, reference: str) -> EmergencyAccess:
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        emergency = EmergencyAccess.objects.get(pk=emergency_id)
        write(emergency, text=text, reference=reference)
        record_event(case, EventKind.EMERGENCY_OPENED, by=by, emergency=emergency.pk, reason=emergency.reason)
        _tell_everybody(emergency, NoticeKind.BREAK_GLASS_STARTED, by=by)
        accesslog.record(
            by,
            AccessAction.OPEN_FILE,
            case=case,
            block="file",
            grant=accesslog.EMERGENCY,
            reason=emergency.reason,
        )
    return emergency


@deed(Right.READ_FRAME)
def extend(emergency: EmergencyAccess, *, by: Actor, hours: int, text: str) -> EmergencyAccess:
    """Once, with a reason, and never past a day after the beginning."""
    _require_own(emergency, by)
    if emergency.extended_at is not None:
        raise Conflict(_("Ein Notfallzugriff kann nur einmal verlängert werden."))
    if not _is_sentence(text):
        raise ValidationError({"text": _("Bitte beschreiben Sie in einem ganzen Satz, warum.")})
    end = min(emergency.valid_until + dt.timedelta(hours=hours), emergency.opened_at + LONGEST)
    write(emergency, valid_until=end, extended_at=clock.now(), extension_text=text)
    record_event(emergency.case, EventKind.EMERGENCY_EXTENDED, by=by, emergency=emergency.pk)
    _tell_everybody(emergency, NoticeKind.BREAK_GLASS_EXTENDED, by=by)
    return emergency


@deed(Right.READ_FRAME)
def end(emergency: EmergencyAccess, *, by: Actor) -> None:
    """Whoever opened it closes it as soon as it is not needed any more."""
    _require_own(emergency, by)
    write(emergency, ended_at=clock.now())
    record_event(emergency.case, EventKind.EMERGENCY_ENDED, by=by, emergency=emergency.pk)


@transaction.atomic
def review(emergency: EmergencyAccess, *, by: Actor, result: str, note: str) -> EmergencyAccess:
    """The officer's word on whether it was justified; nobody reviews what they opened themselves."""
    if by.hat is not Hat.DSB or by.person is None:
        raise NotPermitted
    if emergency.person_id == by.person.pk:
        raise ValidationError(_("Ihren eigenen Notfallzugriff prüft jemand anderes."))
    if emergency.reviewed_at is not None:
        raise Conflict(_("Dieser Notfallzugriff ist schon geprüft."))
    if not note.strip():
        raise ValidationError({"note": _("Bitte schreiben Sie einen Satz zur Prüfung.")})
    return write(emergency, review=result, review_note=note, reviewed_at=clock.now(), reviewed_by=by.person)


def _tell_everybody(emergency: EmergencyAccess, kind: NoticeKind, *, by: Actor) -> None:
    """The officer, the coordination, whoever leads the case, and those who are named for it."""
    case, person, reason = emergency.case, emergency.person_id, emergency.reason
    for hat in (Hat.DSB, Hat.FACH):
        tell(kind, by=by, case=case, to_hat=hat, person=person, reason=reason)
    people = {row.person for row in case.assignments.valid_on(clock.today()).select_related("person")}
    people |= {row.person for row in case.named_people.filter(ended_at=None).select_related("person")}
    for told in people - {by.person}:
        tell(kind, by=by, case=case, to_person=told, person=person, reason=reason)


def _require_words(reason: str, text: str, reference: str, by: Actor) -> None:
    if reason not in reasons_for(by.hat):
        raise ValidationError({"reason": _("Bitte nennen Sie den Anlass.")})
    if not _is_sentence(text):
        raise ValidationError({"text": _("Bitte beschreiben Sie in einem ganzen Satz, was passiert ist.")})
    if by.hat is Hat.DSB and not reference.strip():
        raise ValidationError({"reference": _("Bitte nennen Sie die Beschwerde oder den Vorfall.")})


def _is_sentence(text: str) -> bool:
    return len(text.strip()) >= FEWEST_LETTERS and len(text.split()) >= FEWEST_WORDS


def _require_own(emergency: EmergencyAccess, by: Actor) -> None:
    if by.person is None or emergency.person_id != by.person.pk or emergency.hat != by.hat:
        raise NotPermitted
    if not emergency.is_running:
        raise Conflict(_("Dieser Notfallzugriff ist schon beendet."))


def _answer(answer: str) -> str:
    if answer == "none":
        return _("Zu diesen Angaben gibt es hier keine Akte. Bitte prüfen Sie die Schreibweise.")
    return _("Bitte fragen Sie die Koordination.")
