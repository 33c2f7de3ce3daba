# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first deed of a case: a referral is registered."""

import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemanagement import blind_index, deadlines, impartiality
from casemanagement.actions import assignments, clients, programmes
from casemanagement.actions.notices import tell
from casemanagement.casework import new_case, record_event, write
from casemanagement.choices import EventKind, Gender, NoticeKind, Stadtbezirk
from casemanagement.models import (
    Case,
    Client,
    ClientIdentity,
    ClientSituation,
    Programme,
    Referral,
    ReferralText,
)
from casemanagement.models.programme import KIM
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted
from permissions.duties import organisations_of
from permissions.hats import Hat
from permissions.models import Organisation, User
from permissions.rights import Right

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
    house: Organisation | None = None,
    follows: Case | None = None,
    programme: str = KIM,
) -> Case:
    """Write down who needs help. A case manager who registers clarifies the case; at the desk nobody does yet.

    `house` is where it belongs when it is not that of whoever registers; `follows` an ended case of the same person.
    """
    if follows is not None:
        _may_follow(follows, by)
    if not client_consented and (given_name or family_name):
        raise ValidationError(
            {"client_consented": _("Ohne Einverständnis darf niemand namentlich gemeldet werden.")}
        )
    house = house or _organisation(by)
    programmes.require_offered(house.kommune_id, programme)
    day = received_on or clock.today()
    identity = {
        "given_name": given_name,
        "family_name": family_name,
        "birth_date": birth_date,
        "phone": phone,
        "email": email,
    }
    client = {"gender": gender, "languages": languages, "interpreter_needed": interpreter_needed}
    referral = {"source": source, "mode": mode, "client_consented": client_consented}
    words = {"need_summary": need_summary, "referrer": referrer}
    with new_case(by=by) as case_id:
        case = written(
            case_id,
            by=by,
            day=day,
            stadtbezirk=stadtbezirk,
            identity=identity,
            client=client,
            referral=referral,
            words=words,
            house=house,
            programme=programme,
        )
        if follows is not None:
            write(case, follows=follows)
            record_event(case, EventKind.CASE_LINKED, by=by)
        _begin(case, by, day)
    return case


def _may_follow(earlier: Case, by: Actor) -> None:
    """Only what one may see oneself is linked, and only to what has ended."""
    CASE_ACCESS.require(by, Right.READ_FRAME, earlier)
    if earlier.is_open:
        raise ValidationError(_("Der frühere Fall läuft noch; er braucht keinen neuen."))


def written(  # a block of data each
    case_id: int,
    *,
    by: Actor,
    day: dt.date,
    stadtbezirk: str,
    identity: dict[str, Any],
    client: dict[str, Any],
    referral: dict[str, Any],
    words: dict[str, str],
    house: Organisation | None = None,
    programme: str = KIM,
) -> Case:
    """The rows with which every case begins; part of the deed that registers it or takes it over."""
    bezirk = stadtbezirk or Stadtbezirk.UNKNOWN
    case = _case(case_id, by, day, bezirk, house or _organisation(by), programme)
    write(
        Client(case=case),
        gender=client["gender"] or Gender.DECLINED_TO_ANSWER,
        languages=client["languages"] or [],
        interpreter_needed=client["interpreter_needed"],
    )
    ClientSituation.objects.create(case=case)
    clients.remember(write(ClientIdentity(case=case), **identity))
    meldung = Referral(case=case, client_consented=referral["client_consented"])
    write(meldung, source=referral["source"], mode=referral["mode"], received_on=day)
    write(ReferralText(case=case, referral=meldung), **words)
    return case


def _case(
    case_id: int,
    by: Actor,
    received_on: dt.date,
    stadtbezirk: str,
    organisation: Organisation,
    programme: str,
) -> Case:
    case = Case(
        pk=case_id,
        number=new_number(),
        kommune_id=organisation.kommune_id,
        organisation=organisation,
        registered_by=by.person,
        received_on=received_on,
        stadtbezirk=stadtbezirk,
        programme=programme,
        intensity=Programme.objects.led_in(organisation.kommune_id, programme).intensity,
    )
    case.clean_fields(exclude=["kommune", "organisation", "registered_by"])
    case.save(force_insert=True)
    return case


def _begin(case: Case, by: Actor, received_on: dt.date) -> None:
    """Deadlines first, then whoever clarifies, and last the event that starts the process."""
    deadlines.start(case, "first_contact", on=received_on)
    deadlines.start(case, "triage", on=received_on)
    look_for_colleagues(case, by)
    if by.person is not None and impartiality.is_shut_for(by.person):
        tell(NoticeKind.CONFLICT_MATCHED, by=by, case=case, to_hat=Hat.FACH, person=by.person.pk)
    elif by.hat is Hat.CASE and by.person is not None:
        assignments.hand_to(case, by=by, person=by.person, organisation=case.organisation, on=clock.today())
        record_event(case, EventKind.ASSIGNED, by=by, person=by.person.pk)
    record_event(case, EventKind.REFERRAL_REGISTERED, by=by)


def look_for_colleagues(case: Case, by: Actor) -> None:
    """Whoever works in one of the houses never becomes a case among colleagues; the coordination settles it."""
    identity = ClientIdentity.objects.get(case=case)
    name = blind_index.normalised(identity.full_name)
    staff = User.objects.filter(is_active=True, memberships__organisation__kommune=case.kommune_id)
    names = {blind_index.normalised(person.display_name) for person in staff.distinct()} if name else set()
    if name in names:
        tell(NoticeKind.OWN_STAFF_FOUND, by=by, case=case, to_hat=Hat.FACH)


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
