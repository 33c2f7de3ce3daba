# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first deed of a case: a referral is registered."""

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import deadlines
from casemanagement.actions import assignments, clients
from casemanagement.casework import new_case, record_event, write
from casemanagement.choices import EventKind, Gender, Stadtbezirk
from casemanagement.models import Case, Client, ClientIdentity, ClientSituation, Referral
from permissions import clock
from permissions.actor import Actor, NotPermitted
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation

# Nothing that is easily mixed up on the telephone.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBER_LENGTH = 6


def register(  # the form has as many fields
    *,
    by: Actor,
    source: str,
    mode: str,
    client_consented: bool,
    given_name: str = "",
    family_name: str = "",
    birth_date: dt.date | None = None,
    gender: str = "",
    languages: list[str] | None = None,
    interpreter_needed: bool = False,
    phone: str = "",
    email: str = "",
    stadtbezirk: str = "",
    received_on: dt.date | None = None,
    referrer: str = "",
    need_summary: str = "",
) -> Case:
    """Write down who needs help. A case manager who registers clarifies the case; at the desk nobody does yet."""
    if not client_consented and (given_name or family_name):
        raise ValidationError(
            {"client_consented": _("Ohne Einverständnis darf niemand namentlich gemeldet werden.")}
        )
    day = received_on or clock.today()
    identity = {
        "given_name": given_name,
        "family_name": family_name,
        "birth_date": birth_date,
        "phone": phone,
        "email": email,
    }
    with new_case(by=by) as case_id:
        case = _case(case_id, by, day, stadtbezirk or Stadtbezirk.UNKNOWN)
        gender = gender or Gender.DECLINED_TO_ANSWER
        write(
            Client(case=case), gender=gender, languages=languages or [], interpreter_needed=interpreter_needed
        )
        ClientSituation.objects.create(case=case)
        clients.remember(write(ClientIdentity(case=case), **identity))
        write(
            Referral(case=case, client_consented=client_consented),
            source=source,
            mode=mode,
            received_on=day,
            need_summary=need_summary,
            referrer=referrer,
        )
        _begin(case, by, day)
    return case


def _case(case_id: int, by: Actor, received_on: dt.date, stadtbezirk: str) -> Case:
    organisation = _organisation(by)
    case = Case(
        pk=case_id,
        number=new_number(),
        kommune_id=organisation.kommune_id,
        organisation=organisation,
        registered_by=by.person,
        received_on=received_on,
        stadtbezirk=stadtbezirk,
    )
    case.clean_fields(exclude=["kommune", "organisation", "registered_by"])
    case.save(force_insert=True)
    return case


def _begin(case: Case, by: Actor, received_on: dt.date) -> None:
    """Deadlines first, then whoever clarifies, and last the event that starts the process."""
    deadlines.start(case, "first_contact", on=received_on)
    deadlines.start(case, "triage", on=received_on)
    if by.hat is Hat.CASE and by.person is not None:
        assignments.hand_to(case, by=by, person=by.person, organisation=case.organisation, on=clock.today())
        record_event(case, EventKind.ASSIGNED, by=by, person=by.person.pk)
    record_event(case, EventKind.REFERRAL_REGISTERED, by=by)


def new_number() -> str:
    """A number that says nothing; one in a billion is free to be drawn twice, and the database refuses that."""
    return "KIM-" + "".join(secrets.choice(SIGNS) for _sign in range(NUMBER_LENGTH))


def _organisation(by: Actor) -> Organisation:
    if by.person is None:
        raise NotPermitted
    organisation = organisations_of(by.person, by.hat).first()
    if organisation is None:
        raise NotPermitted
    return organisation
