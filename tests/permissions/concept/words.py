# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the tables: each arranges one fact about Carla's case; `also` joins them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from casemanagement.models import (
    Case,
    FileOpening,
    Handover,
    PeerDiscussion,
    PeerInvitation,
    ProtectedAddress,
    SubjectRequest,
    WorkItem,
)
from permissions import clock
from permissions.actions import give_duty, withdraw_duty
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Absence, Kommune, Membership, Organisation, Succession, User
from permissions.rights import Right
from tests.cast import House
from tests.factories.cases import AssignmentFactory, CaseFactory, ConsentFactory

TODAY = dt.date(2026, 3, 2)
YESTERDAY = TODAY - dt.timedelta(days=1)
TOMORROW = TODAY + dt.timedelta(days=1)
LONG_AGO = TODAY - dt.timedelta(days=90)
HOUR = dt.timedelta(hours=1)

Situation = Callable[[House, Case], Any]
Table = dict[str, tuple[str, Hat, Situation, frozenset[Right]]]


def carlas_case(house: House) -> Case:
    with clock.at(TODAY - dt.timedelta(days=30)):
        found: Case = CaseFactory(led_by=house["carla"], in_assessment=True)
    return found


def as_it_is(house: House, case: Case) -> None:
    """Carla leads, the core consent lives."""


def also(*situations: Situation) -> Situation:
    return lambda house, case: [situation(house, case) for situation in situations]


def herford() -> Organisation:
    """The city of another Kommune."""
    kommune, _new = Kommune.objects.get_or_create(name="Herford", key="05758012")
    facts = {"name": "Stadt Herford", "short_name": "Herford", "kind": "city"}
    return Organisation.objects.get_or_create(kommune=kommune, code="stadt", defaults=facts)[0]


# --- The case -----------------------------------------------------------------------------------


def case_is(**facts: Any) -> Situation:
    def arrange(house: House, case: Case) -> None:
        Case.objects.filter(pk=case.pk).update(**facts)
        case.refresh_from_db()

    return arrange


restricted = case_is(is_restricted=True)
in_intake = case_is(phase="intake", accepted_on=None)
urgent = case_is(urgency="urgent", urgent_reason="violence")


def of_house(code: str) -> Situation:
    """Another house keeps the case."""
    return lambda house, case: case_is(organisation=house.organisation(code))(house, case)


def registered_by(name: str) -> Situation:
    return lambda house, case: case_is(registered_by=house[name])(house, case)


def deputy(name: str, *, until: dt.date | None = None, start: dt.date = YESTERDAY) -> Situation:
    return lambda house, case: AssignmentFactory(
        case=case, person=house[name], role="deputy", valid_from=start, valid_until=until
    )


def assignment_over(house: House, case: Case) -> None:
    case.assignments.update(valid_until=YESTERDAY)


unled = also(in_intake, assignment_over)


def consents(kind: str, **facts: Any) -> Situation:
    return lambda house, case: ConsentFactory(case=case, kind=kind, valid_from=YESTERDAY, **facts)


def consent_is(kind: str, **facts: Any) -> Situation:
    return lambda house, case: case.consents.filter(kind=kind).update(**facts)


def revoked(kind: str, **facts: Any) -> Situation:
    return consent_is(kind, revoked_on=YESTERDAY, revoked_via="phone", **facts)


def no_consent(house: House, case: Case) -> None:
    case.consents.filter(kind="C1").delete()


def opened_by(name: str, *, until: dt.timedelta = HOUR) -> Situation:
    """An opening of the file that lasts until then, counted from now."""
    return lambda house, case: FileOpening.objects.create(
        case=case,
        person=house[name],
        reason="complaint",
        opened_at=clock.now() + until - HOUR,
        valid_until=clock.now() + until,
    )


def offered_to_the_city(house: House, case: Case, *, state: str = "offered", to: str = "") -> None:
    Handover.objects.create(
        case=case,
        reason="zusteuerung_to_city",
        from_organisation=house.organisation("awo"),
        to_organisation=house.organisation("stadt"),
        to_person=house[to] if to else None,
        state=state,
        requested_by=house["carla"],
        requested_at=clock.now(),
    )


def offer(**facts: str) -> Situation:
    return lambda house, case: offered_to_the_city(house, case, **facts)


def handed_over(name: str, *, until: dt.date | None = TOMORROW, state: str = "switched") -> Situation:
    """This person led the case before, and may look back until then."""
    return lambda house, case: Handover.objects.create(
        case=case,
        reason="zusteuerung_to_city",
        from_organisation=house.organisation("drk"),
        from_person=house[name],
        to_organisation=case.organisation,
        to_person=house["carla"],
        state=state,
        requested_by=house[name],
        requested_at=clock.now(),
        answered_by=house["carla"],
        answered_at=clock.now(),
        switch_on=TODAY,
        switched_at=clock.now(),
        read_until=until,
    )


def in_hiding(house: House, case: Case) -> None:
    """The client must not be found."""
    ProtectedAddress.objects.create(case=case, address="Haus am Wald", ground="womens_shelter")


def invited(name: str, *, until: dt.date = TOMORROW, state: str = "open") -> Situation:
    def arrange(house: House, case: Case) -> None:
        discussion = PeerDiscussion.objects.create(
            case=case,
            question="?",
            opened_by=house["carla"],
            opened_at=clock.now(),
            ends_on=until,
            state=state,
            ended_at=None if state == "open" else clock.now(),
        )
        PeerInvitation.objects.create(case=case, discussion=discussion, person=house[name])

    return arrange


def work(*, hat: str = "fach", state: str = "open", due: dt.date = YESTERDAY) -> Situation:
    """A step that waits, or waited, for somebody in this hat."""
    return lambda house, case: WorkItem.objects.create(
        case=case,
        organisation=case.organisation,
        kind="approval",
        title="Entscheidung",
        hat=hat,
        state=state,
        due_on=due,
        opened_at=clock.now(),
        ended_at=None if state == "open" else clock.now(),
    )


def asked_for_a_copy(*, released: bool = True, decision: str = "") -> Situation:
    """The client asked what is kept; two people looked through it."""

    def arrange(house: House, case: Case) -> None:
        seen = {"released_by": house["kora"], "released_at": clock.now()} if released else {}
        decided = {"decided_by": house["kora"], "answered_on": TODAY} if decision else {}
        SubjectRequest.objects.create(
            case=case,
            kind="access",
            received_on=YESTERDAY,
            received_via="letter",
            due_on=TOMORROW,
            identity_checked="known",
            entered_by=house["carla"],
            entered_at=clock.now(),
            reviewed_by=house["dora"],
            reviewed_at=clock.now(),
            decision=decision,
            **seen,
            **decided,
        )

    return arrange


# --- People -------------------------------------------------------------------------------------


def appointed(name: str, code: str, role: str) -> Situation:
    return lambda house, case: Membership.objects.create(
        person=house[name], organisation=house.organisation(code), role=role, valid_from=YESTERDAY
    )


def appointment_ended(name: str) -> Situation:
    return lambda house, case: Membership.objects.filter(person=house[name]).update(valid_until=YESTERDAY)


def appointed_in_herford(name: str, role: str = "") -> Situation:
    """The person's appointment is one to another Kommune."""
    facts = {"role": role} if role else {}
    return lambda house, case: Membership.objects.filter(person=house[name]).update(
        organisation=herford(), post=None, **facts
    )


def account_closed(name: str) -> Situation:
    return lambda house, case: User.objects.filter(pk=house[name].pk).update(is_active=False)


def away(name: str, *, since: dt.date = YESTERDAY, until: dt.date = TOMORROW) -> Situation:
    return lambda house, case: Absence.objects.create(person=house[name], valid_from=since, valid_until=until)


def duty(name: str, which: str = "fachaufsicht") -> Situation:
    """A standing duty over the house that keeps the case."""
    return lambda house, case: give_duty(house[name], case.organisation, duty=which, by=Actor.system())


def without_duty(name: str) -> Situation:
    return lambda house, case: withdraw_duty(
        house[name], case.organisation, duty="fachaufsicht", by=Actor.system()
    )


def in_order(name: str, *, place: int = 1, until: dt.date = TOMORROW, elsewhere: bool = False) -> Situation:
    """Named in the order of those who decide."""
    return lambda house, case: Succession.objects.create(
        kommune=herford().kommune if elsewhere else case.kommune,
        person=house[name],
        place=place,
        title="Amtsleitung 500",
        valid_from=LONG_AGO,
        valid_until=until,
        named_by=house["kora"],
        named_at=clock.now(),
    )


def stands_in(name: str, *, place: int = 1) -> Situation:
    """Named in the order of those who decide; and appointed to it."""
    return also(in_order(name, place=place), appointed(name, "stadt", "emergency_decision"), duty(name))
