# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time ends consents by itself; this reminds before, and writes down that it happened."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from casemanagement.actions import households, workitems
from casemanagement.casework import casework, record_event, write
from casemanagement.choices import ConsentKind, EventKind
from casemanagement.models import Case, Consent, HouseholdPerson
from casemanagement.reminders import whom_to_remind
from casemanagement.sentences import stored
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.rights import Right

REMIND_DAYS = 30
# Of the core consent a deadline reminds already, and tells the coordination, too.
REMINDED_ELSEWHERE = ConsentKind.C1


def watch() -> int:
    """Remind and note whatever is due today; called by the beat, may run twice or be missed."""
    system = Actor.system()
    with transaction.atomic(), acting_as(system), connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM kim.ending_consents(%(at)s, %(days)s)"
            " UNION SELECT case_id FROM kim.ending_household_consents(%(at)s, %(days)s)",
            {"at": clock.now(), "days": REMIND_DAYS},
        )
        due = [case_id for (case_id,) in cursor.fetchall()]
    return sum(_watch_over(case_id, system) for case_id in due)


def _watch_over(case_id: int, by: Actor) -> int:
    today = clock.today()
    with casework(case_id, by=by, right=Right.READ_FRAME) as case:
        rows = case.consents.filter(revoked_on__isnull=True).exclude(kind=ConsentKind.C0)
        ended = rows.filter(valid_until__lt=today, expired_at__isnull=True)
        soon = rows.filter(
            valid_until__range=(today, today + dt.timedelta(days=REMIND_DAYS)), reminded_at__isnull=True
        )
        return (
            sum(_note_end(case, row, by) for row in ended)
            + sum(_remind(case, row, by) for row in soon.exclude(kind=REMINDED_ELSEWHERE))
            + sum(
                _watch_over_person(case, person, by) for person in case.household.filter(has_consented=True)
            )
        )


def _note_end(case: Case, consent: Consent, by: Actor) -> bool:
    """Access ended that day by the date alone; the journal says so."""
    write(consent, expired_at=clock.now())
    if _is_renewed(consent):
        return False
    record_event(case, EventKind.CONSENT_EXPIRED, by=by, kind=consent.kind, consent=consent.pk)
    return True


def _remind(case: Case, consent: Consent, by: Actor) -> bool:
    write(consent, reminded_at=clock.now())
    if _is_renewed(consent) or not case.is_open:
        return False
    hat, owner = whom_to_remind(case, clock.today())
    workitems.ask(
        case,
        by=by,
        kind=f"consents.expiring.{consent.pk}",
        title=stored(_("Ablauf der Einwilligung klären")),
        hat=hat,
        owner=owner,
        due_on=consent.valid_until,
    )
    record_event(case, EventKind.CONSENT_REMINDED, by=by, kind=consent.kind, consent=consent.pk)
    return True


def _watch_over_person(case: Case, person: HouseholdPerson, by: Actor) -> bool:
    """Somebody of the household agreed for herself: asked again before it ends, written down once it has."""
    until, today = person.consent_until, clock.today()
    if until is None or until > today + dt.timedelta(days=REMIND_DAYS):
        return False
    if until < today and person.consent_expired_at is None:
        write(person, consent_expired_at=clock.now())
        record_event(case, EventKind.HOUSEHOLD_CONSENT_EXPIRED, by=by, person_of_household=person.pk)
        return True
    if until >= today and person.consent_reminded_at is None:
        write(person, consent_reminded_at=clock.now())
        return case.is_open and _ask_person_again(case, person, by)
    return False


def _ask_person_again(case: Case, person: HouseholdPerson, by: Actor) -> bool:
    hat, owner = whom_to_remind(case, clock.today())
    workitems.ask(
        case,
        by=by,
        kind=households.kind_of_reminder(person),
        title=stored(_("Einwilligung einer Person im Haushalt läuft ab: erneut fragen")),
        hat=hat,
        owner=owner,
        due_on=person.consent_until,
    )
    record_event(case, EventKind.HOUSEHOLD_CONSENT_REMINDED, by=by, person_of_household=person.pk)
    return True


def _is_renewed(consent: Consent) -> bool:
    """Another one with the same recipient goes on after it."""
    others = Consent.objects.filter(case=consent.case_id, kind=consent.kind, revoked_on__isnull=True)
    others = others.of_recipient(consent.recipient_organisation_id, consent.recipient_text)
    return others.exclude(pk=consent.pk).filter(valid_until__gt=consent.valid_until).exists()
