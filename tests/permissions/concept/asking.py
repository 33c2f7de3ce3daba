# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same question put to the concept and to the database, and to either alone."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, transaction
from django.db.models import Model

from casemanagement.models import AuthorityRequest, Case, ConfidentialNote, ProtectedAddress
from permissions import clock
from permissions.access import CASE_ACCESS, REQUEST_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from permissions.policy import Policy
from permissions.rights import Right
from tests.cast import House
from tests.permissions.concept.words import TODAY, Situation
from tests.permissions.stage import Stage

Rights = frozenset[Right]
Row = tuple[str, Hat, Situation, Rights]

# One table that stands for each right to read.
TABLE_OF = {
    Right.READ_FRAME: "Deadline",
    Right.READ_CONSENTS: "Consent",
    Right.READ_EVENTS: "CaseEvent",
    Right.READ_IDENTITY: "ClientIdentity",
    Right.READ_PROTECTED_ADDRESS: "ProtectedAddress",
    Right.READ_SENSITIVE: "ClientSituation",
    Right.READ_FILE: "Contact",
    Right.READ_DOCUMENTS: "DocumentContent",
    Right.READ_CONFIDENTIAL: "ConfidentialNote",
    Right.READ_SUBJECT_REQUEST: "SubjectRequest",
    Right.READ_REFERRAL: "ReferralText",
    Right.READ_SUPERVISION: "SupervisionRemark",
}

# What may be read up after a handover are rows of these tables, written until then, and no right to the whole.
LOOKED_BACK_ON = frozenset({Right.READ_CONSENTS, Right.READ_IDENTITY, Right.READ_FILE})


def tables_for(hat: Hat) -> dict[Right, str]:
    """The desk sees what it registered as a case, not what follows from it. The journal of deeds belongs to
    the frame that data protection sees; the concept opens it in an emergency only."""
    if hat is Hat.DESK:
        return {Right.READ_FRAME: "Case"}
    return {right: table for right, table in TABLE_OF.items() if (hat, right) != (Hat.DSB, Right.READ_EVENTS)}


def arranged(row: Row, house: House, case: Case) -> Actor:
    """The situation holds from here; this is who asks. To be called as the owner."""
    name, hat, arrange, _expected = row
    arrange(house, case)
    return Actor(User.objects.get(pk=house[name].pk), hat)


def answers(row: Row, house: House, case: Case) -> dict[str, Rights]:
    """What the concept says by itself, what a page is told, and what the database shows to whoever never filters."""
    with clock.at(TODAY):
        with acting_in_role(OWNER):  # past all policies
            actor = arranged(row, house, case)
            alone = CASE_ACCESS.rights(actor, case)
            _fill(house, case, actor)
        with acting_as(actor):
            return {
                "the concept alone": alone,
                "asked": CASE_ACCESS.rights(actor, case),
                "listed": _where(
                    CASE_ACCESS, actor, lambda right: case in Case.objects.permitted(actor, right)
                ),
                "checked": _where(CASE_ACCESS, actor, lambda right: CASE_ACCESS.allows(actor, right, case)),
                "the database alone": _shown(actor, case),
            }


def expected_of(row: Row) -> dict[str, Rights]:
    _name, hat, _arrange, expected = row
    told = dict.fromkeys(("the concept alone", "asked", "listed", "checked"), expected)
    shown = expected & tables_for(hat).keys()
    if Right.LOOK_BACK in expected:
        shown |= LOOKED_BACK_ON
    return told | {"the database alone": shown}


def answers_on_request(row: Row, house: House, case: Case) -> tuple[Rights, Rights, bool]:
    """For the one question of an authority: the concept alone, as a page is told, whether the database shows it."""
    with clock.at(TODAY):
        with acting_in_role(OWNER):
            actor = arranged(row, house, case)
            request = AuthorityRequest.objects.get()
            alone = REQUEST_ACCESS.rights(actor, request)
        with acting_as(actor):
            asked = listed(REQUEST_ACCESS, actor, request)
            return alone, asked, _shows(AuthorityRequest, pk=request.pk)


def listed(policy: Policy, actor: Actor, thing: Model) -> Rights:
    """The rights for which the thing stands in a list."""
    return _where(policy, actor, lambda right: policy.rows(actor, right).filter(pk=thing.pk).exists())


def _where(policy: Policy, actor: Actor, holds: Callable[[Right], bool]) -> Rights:
    """Rights that the same grants give are one question."""
    grants = [grant for grant in policy.grants if grant.hat is actor.hat]
    alike: dict[tuple[bool, ...], list[Right]] = {}
    for right in Right:
        alike.setdefault(tuple(right in grant.may for grant in grants), []).append(right)
    return frozenset(right for group in alike.values() if holds(group[0]) for right in group)


def _fill(house: House, case: Case, actor: Actor) -> None:
    """A row in every table that stands for a right; the secret is the asker's own."""
    stage = Stage(house)
    for table in TABLE_OF.values():
        model = apps.get_model("casemanagement", table)
        if model is not ProtectedAddress and not model._base_manager.filter(case=case).exists():
            stage.fill(model, case)
    ConfidentialNote._base_manager.filter(case=case).update(written_by=actor.person)


def _shown(actor: Actor, case: Case) -> Rights:
    """The rights whose table the database shows. An address in hiding comes last: it changes emergencies."""
    tables = tables_for(actor.hat)
    hidden = tables.pop(Right.READ_PROTECTED_ADDRESS, "")
    found = {right for right, table in tables.items() if _shows(table, **_of(table, case))}
    if hidden:
        with acting_in_role(OWNER):
            ProtectedAddress.objects.get_or_create(
                case=case, defaults={"address": "Haus am Wald", "ground": "womens_shelter"}
            )
        found |= {Right.READ_PROTECTED_ADDRESS} if _shows(hidden, case=case) else set()
    return frozenset(found)


def _of(table: str, case: Case) -> dict[str, Any]:
    return {"pk": case.pk} if table == "Case" else {"case": case}


def _shows(table: str | type[Model], **facts: Any) -> bool:
    model = apps.get_model("casemanagement", table) if isinstance(table, str) else table
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(**facts).exists())
    except ProgrammingError:
        return False
