# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the people of the cast stand to a case, and which rights that gives each of them, declared by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from casemanagement.choices import CaseState, Phase
from casemanagement.models import (
    AccessList,
    Assignment,
    AvoidedPerson,
    Case,
    ConflictDeclaration,
    EmergencyAccess,
    FileOpening,
    IdentityToken,
    ProtectedAddress,
)
from permissions import clock
from permissions.access import (
    CONFIDENTIAL,
    FILE,
    FRAME,
    KEEPING,
    READING,
    READING_ALL,
    SENSITIVE,
)
from permissions.rights import Right
from tests.cast import House
from tests.factories.cases import AssignmentFactory, ConsentFactory

Rights = frozenset[Right]
Arrange = Callable[[House, Case], Any]

LEAD_FRAME = FRAME | {Right.START_HANDOVER, Right.ANSWER_REMARK, Right.READ_ACCESS_LOG}
LEAD = LEAD_FRAME | FILE | SENSITIVE | CONFIDENTIAL
DEPUTY = FRAME | FILE
SUPERVISION: Rights = KEEPING | frozenset(
    {
        Right.READ_FRAME,
        Right.READ_CONSENTS,
        Right.READ_EVENTS,
        Right.READ_ACCESS_LOG,
        Right.READ_SUPERVISION,
        Right.SUPERVISE,
        Right.ASSIGN,
        Right.APPROVE,
        Right.OPEN_FILE,
        Right.RESTRICT,
    }
)
IN_CODES = SUPERVISION | {Right.READ_CODES}
OPENED = IN_CODES | {
    Right.READ_IDENTITY,
    Right.READ_REFERRAL,
    Right.READ_FILE,
    Right.READ_SENSITIVE,
    Right.READ_DOCUMENTS,
}
PROTECTION: Rights = KEEPING | {Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_ACCESS_LOG, Right.RESTRICT}
REGISTERED: Rights = frozenset({Right.READ_FRAME})

YESTERDAY = dt.timedelta(days=-1)


def as_it_is(house: House, case: Case) -> None:
    """Nothing to arrange."""


@dataclass(frozen=True)
class Relation:
    """Who leads the case, what is arranged about it, and who has which rights; others have none."""

    led_by: str
    rights: dict[str, Rights] = field(default_factory=dict)
    arrange: Arrange = as_it_is
    registered_by: str = ""


def deputy(until: dt.timedelta | None = None) -> Arrange:
    def arrange(house: House, case: Case) -> None:
        today = clock.today()
        AssignmentFactory(
            case=case,
            person=house["carla"],
            role="deputy",
            valid_from=today - dt.timedelta(days=7),
            valid_until=today + until if until else None,
        )

    return arrange


def deputy_with_consent(house: House, case: Case) -> None:
    deputy()(house, case)
    ConsentFactory(case=case, kind="C4")


def opened(house: House, case: Case) -> None:
    ConsentFactory(case=case, kind="C3")
    now = clock.now()
    FileOpening.objects.create(
        case=case,
        person=house["kora"],
        reason="complaint",
        opened_at=now,
        valid_until=now + dt.timedelta(hours=1),
    )


def revoked(house: House, case: Case) -> None:
    case.consents.filter(kind="C1").update(revoked_on=clock.today(), revoked_via="letter")


def protected(house: House, case: Case) -> None:
    assert ProtectedAddress.objects.filter(case=case).exists()  # as on every case of the scene


def restricted(house: House, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_restricted=True)


def closed(house: House, case: Case) -> None:
    today = clock.today()
    Case.objects.filter(pk=case.pk).update(
        phase=Phase.ENDED,
        state=CaseState.CLOSED,
        closed_on=today,
        deletion_on=dt.date(today.year + 3, 12, 31),
    )


def assignment_over(house: House, case: Case) -> None:
    Assignment.objects.filter(case=case).update(valid_until=clock.today() + YESTERDAY)


def partial(house: House, case: Case) -> None:
    ConflictDeclaration.objects.create(
        case=case, person=house["carla"], has_conflict=True, declared_at=clock.now()
    )


def avoided(house: House, case: Case) -> None:
    token = IdentityToken.objects.filter(case=case, kind="name").latest("pk").token
    AvoidedPerson.objects.create(
        person=house["carla"], words="Kanarie", name_token=token, added_at=clock.now()
    )


def listed(house: House, case: Case) -> None:
    AccessList.objects.create(case=case, ground="threat", set_by=house["adam"], set_at=clock.now())


def emergency(name: str, hat: str) -> Arrange:
    def arrange(house: House, case: Case) -> None:
        if hat == "case":  # a protected case is the coordination's
            ProtectedAddress.objects.filter(case=case).delete()
        now = clock.now()
        EmergencyAccess.objects.create(
            case=case,
            organisation=case.organisation,
            person=house[name],
            hat=hat,
            reason="danger",
            opened_at=now,
            valid_until=now + dt.timedelta(hours=4),
        )

    return arrange


SHUT = {"kora": SUPERVISION}  # not even codes
WATCHED = {"kora": IN_CODES}
OF_THE_CITY = {"kora": IN_CODES, "dora": PROTECTION}

RELATIONS: dict[str, Relation] = {
    "own": Relation("carla", WATCHED | {"carla": LEAD, "erika": REGISTERED}, registered_by="erika"),
    "was own": Relation("carla", WATCHED, assignment_over),
    "deputy": Relation("aylin", OF_THE_CITY | {"carla": DEPUTY}, deputy()),
    "expired deputy": Relation("aylin", OF_THE_CITY, deputy(YESTERDAY)),
    "consented deputy": Relation("aylin", OF_THE_CITY | {"carla": DEPUTY | SENSITIVE}, deputy_with_consent),
    "same organisation": Relation("doppel", WATCHED),
    "other organisation": Relation("dilan", WATCHED),
    "consented": Relation("carla", {"carla": LEAD, "kora": OPENED}, opened),
    "revoked": Relation("carla", SHUT | {"carla": LEAD_FRAME}, revoked),
    "protected": Relation("carla", WATCHED | {"carla": LEAD}, protected),
    "restricted": Relation("carla", SHUT | {"carla": LEAD_FRAME}, restricted),
    "closed": Relation("carla", WATCHED | {"carla": LEAD}, closed),
    "partial": Relation("carla", WATCHED, partial),
    "on the own list": Relation("carla", WATCHED, avoided),
    "listed": Relation("aylin", {"dora": PROTECTION}, listed),
    "emergency": Relation("aylin", OF_THE_CITY | {"carla": READING}, emergency("carla", "case")),
    "emergency of the coordination": Relation(
        "aylin", OF_THE_CITY | {"kora": IN_CODES | READING_ALL}, emergency("kora", "fach")
    ),
    "emergency of data protection": Relation(
        "aylin", OF_THE_CITY | {"dora": PROTECTION | READING_ALL}, emergency("dora", "dsb")
    ),
    "non-existing": Relation(""),
}
