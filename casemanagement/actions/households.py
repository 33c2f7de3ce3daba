# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deeds on the people who live with the client: little is kept of them, and they agree for themselves."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement.actions.consent_terms import usual_end
from casemanagement.casework import Conflict, deed, record_event, write
from casemanagement.choices import EventKind, HouseholdConsentBy, WorkState
from casemanagement.models import Case, HouseholdPerson
from permissions import clock
from permissions.actor import Actor
from permissions.rights import Right

# From then on a person understands for herself what it is about (§ 36 SGB I), and from then on alone.
OWN_WORD, OF_AGE = 15, 18


@deed(Right.WRITE_FILE)
def add_person(case: Case, /, *, by: Actor, relation: str, **fields: Any) -> HouseholdPerson:
    person = write(HouseholdPerson(case=case), relation=relation, **fields)
    record_event(case, EventKind.HOUSEHOLD_CHANGED, by=by, added=person.pk)
    return person


@deed(Right.WRITE_FILE)
def change_person(person: HouseholdPerson, /, *, by: Actor, **fields: Any) -> HouseholdPerson:
    write(person, **fields)
    record_event(person.case, EventKind.HOUSEHOLD_CHANGED, by=by, changed=person.pk)
    return person


@deed(Right.WRITE_FILE)
def remove_person(person: HouseholdPerson, *, by: Actor) -> None:
    """Somebody moved out, or was entered by mistake."""
    removed = person.pk
    _end_reminder(person, by)
    person.delete()
    record_event(person.case, EventKind.HOUSEHOLD_CHANGED, by=by, removed=removed)


@deed(Right.RECORD_CONSENT)
def record_consent(
    person: HouseholdPerson,
    *,
    by: Actor,
    consented_on: dt.date,
    consented_by: str,
    consent_form: str,
    consent_until: dt.date | None = None,
) -> HouseholdPerson:
    """The person's own word; whose it has to be follows from the age on that day."""
    _require_own_word(person, consented_by, consented_on)
    until = consent_until or usual_end(consented_on)
    if until < consented_on:
        raise ValidationError({"consent_until": _("Das Ende liegt vor dem Anfang.")})
    write(
        person,
        has_consented=True,
        consented_on=consented_on,
        consented_by=consented_by,
        consent_form=consent_form,
        consent_until=until,
        consent_revoked_on=None,
        consent_reminded_at=None,
        consent_expired_at=None,
    )
    _end_reminder(person, by)
    record_event(person.case, EventKind.HOUSEHOLD_CONSENT_GIVEN, by=by, person_of_household=person.pk)
    return person


@deed(Right.RECORD_CONSENT)
def revoke_consent(person: HouseholdPerson, *, by: Actor) -> HouseholdPerson:
    """The person takes it back: name and birth date go at once; that somebody lives there stays and is counted."""
    if not person.has_consented:
        raise Conflict(_("Diese Person hat keine Einwilligung erteilt, die sie widerrufen könnte."))
    write(
        person,
        has_consented=False,
        consent_revoked_on=clock.today(),
        given_name="",
        family_name="",
        birth_date=None,
    )
    _end_reminder(person, by)
    record_event(person.case, EventKind.HOUSEHOLD_CONSENT_REVOKED, by=by, person_of_household=person.pk)
    return person


def kind_of_reminder(person: HouseholdPerson) -> str:
    """What the question after her consent is called among all work items."""
    return f"household.expiring.{person.pk}"


def _end_reminder(person: HouseholdPerson, by: Actor) -> None:
    person.case.work_items.open().filter(kind=kind_of_reminder(person)).end(WorkState.DONE, by=by.person)


def _require_own_word(person: HouseholdPerson, consented_by: str, day: dt.date) -> None:
    age = person.age_on(day)
    if age is None:
        return
    if age < OWN_WORD and consented_by == HouseholdConsentBy.SELF:
        raise ValidationError(
            {"consented_by": _("Für ein Kind unter 15 Jahren willigen die Sorgeberechtigten ein.")}
        )
    if OWN_WORD <= age < OF_AGE and consented_by == HouseholdConsentBy.REPRESENTATIVE:
        raise ValidationError(
            {
                "consented_by": _(
                    "Ab 15 Jahren willigt die Person selbst ein, allein oder mit den Sorgeberechtigten."
                )
            }
        )
