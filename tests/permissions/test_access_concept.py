# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept as a table: who, in which situation, has which rights on Carla's case of the AWO."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from casemanagement.models import Case, FileOpening, Handover
from permissions import clock
from permissions.access import CASE_ACCESS, CONFIDENTIAL, FILE, FRAME, SENSITIVE
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Membership, User
from permissions.rights import Right
from tests.cast import House
from tests.factories.cases import AssignmentFactory, CaseFactory, ConsentFactory

TODAY = dt.date(2026, 3, 2)
YESTERDAY = TODAY - dt.timedelta(days=1)
TOMORROW = TODAY + dt.timedelta(days=1)

NOTHING: frozenset[Right] = frozenset()
LEAD_FRAME = FRAME | {Right.START_HANDOVER}
LEAD = LEAD_FRAME | FILE | SENSITIVE | CONFIDENTIAL
SUPERVISION = frozenset(
    {Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_EVENTS, Right.ASSIGN, Right.APPROVE, Right.OPEN_FILE}
)
OPENED = SUPERVISION | {Right.READ_IDENTITY, Right.READ_FILE, Right.READ_SENSITIVE, Right.READ_DOCUMENTS}
PROTECTION = frozenset({Right.READ_FRAME, Right.READ_CONSENTS, Right.READ_ACCESS_LOG})

Situation = Callable[[House, Case], Any]


def as_it_is(house: House, case: Case) -> None:
    """Carla leads, the core consent lives."""


def deputy(name: str, *, until: dt.date | None = None, start: dt.date = YESTERDAY) -> Situation:
    return lambda house, case: AssignmentFactory(
        case=case, person=house[name], role="deputy", valid_from=start, valid_until=until
    )


def also(*situations: Situation) -> Situation:
    return lambda house, case: [situation(house, case) for situation in situations]


def consents(kind: str, **facts: Any) -> Situation:
    return lambda house, case: ConsentFactory(case=case, kind=kind, valid_from=YESTERDAY, **facts)


def core_consent(**facts: Any) -> Situation:
    return lambda house, case: case.consents.filter(kind="C1").update(**facts)


def restricted(house: House, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_restricted=True)


def opened_by_kora(house: House, case: Case) -> None:
    FileOpening.objects.create(
        case=case,
        person=house["kora"],
        reason="complaint",
        opened_at=clock.now(),
        valid_until=clock.now() + dt.timedelta(hours=1),
    )


def opened_two_hours_ago(house: House, case: Case) -> None:
    opened_by_kora(house, case)
    hours = dt.timedelta(hours=2)
    for opening in case.openings.all():
        FileOpening.objects.filter(pk=opening.pk).update(
            opened_at=opening.opened_at - hours, valid_until=opening.valid_until - hours
        )


def offered_to_the_city(house: House, case: Case) -> None:
    Handover.objects.create(
        case=case,
        reason="zusteuerung_to_city",
        from_organisation=house.organisation("awo"),
        to_organisation=house.organisation("stadt"),
        state="offered",
        requested_by=house["carla"],
        requested_at=clock.now(),
    )


def appointment_ended(name: str) -> Situation:
    return lambda house, case: Membership.objects.filter(person=house[name]).update(valid_until=YESTERDAY)


def account_closed(name: str) -> Situation:
    return lambda house, case: User.objects.filter(pk=house[name].pk).update(is_active=False)


def assignment_over(house: House, case: Case) -> None:
    case.assignments.update(valid_until=YESTERDAY)


# situation in words: (who, hat, what is arranged, rights)
CONCEPT: dict[str, tuple[str, Hat, Situation, frozenset[Right]]] = {
    "Fallführung": ("carla", Hat.CASE, as_it_is, LEAD),
    "Fallführung, Zuweisung beendet": ("carla", Hat.CASE, assignment_over, NOTHING),
    "Fallführung, Stelle beendet": ("carla", Hat.CASE, appointment_ended("carla"), NOTHING),
    "Fallführung, Konto geschlossen": ("carla", Hat.CASE, account_closed("carla"), NOTHING),
    "Fallführung, C1 widerrufen": (
        "carla",
        Hat.CASE,
        core_consent(revoked_on=YESTERDAY, revoked_via="phone"),
        LEAD_FRAME,
    ),
    "Fallführung, C1 abgelaufen": ("carla", Hat.CASE, core_consent(valid_until=YESTERDAY), LEAD_FRAME),
    "Fallführung, C1 beginnt erst morgen": (
        "carla",
        Hat.CASE,
        core_consent(valid_from=TOMORROW, valid_until=None),
        LEAD_FRAME,
    ),
    "Fallführung, Verarbeitung eingeschränkt": ("carla", Hat.CASE, restricted, LEAD_FRAME),
    "Vertretung aus dem eigenen Haus": (
        "doppel",
        Hat.CASE,
        deputy("doppel"),
        FRAME | FILE | SENSITIVE,
    ),
    "Vertretung aus einem anderen Haus": ("aylin", Hat.CASE, deputy("aylin"), FRAME | FILE),
    "Vertretung aus einem anderen Haus mit C4": (
        "aylin",
        Hat.CASE,
        also(deputy("aylin"), consents("C4")),
        FRAME | FILE | SENSITIVE,
    ),
    "Vertretung, C1 widerrufen": (
        "doppel",
        Hat.CASE,
        also(deputy("doppel"), core_consent(revoked_on=YESTERDAY, revoked_via="letter")),
        FRAME,
    ),
    "Vertretung, gestern beendet": ("doppel", Hat.CASE, deputy("doppel", until=YESTERDAY), NOTHING),
    "Vertretung, ab morgen": ("doppel", Hat.CASE, deputy("doppel", start=TOMORROW), NOTHING),
    "Kollege im eigenen Haus": ("doppel", Hat.CASE, as_it_is, NOTHING),
    "Fallmanagement anderswo": ("dilan", Hat.CASE, as_it_is, NOTHING),
    "Empfang einer Übergabe": (
        "aylin",
        Hat.CASE,
        offered_to_the_city,
        frozenset({Right.ANSWER_HANDOVER}),
    ),
    "Übergabe an andere": ("dilan", Hat.CASE, offered_to_the_city, NOTHING),
    "Fachaufsicht": ("kora", Hat.FACH, as_it_is, SUPERVISION),
    "Fachaufsicht, Anlass ohne C3": ("kora", Hat.FACH, opened_by_kora, SUPERVISION),
    "Fachaufsicht, C3 ohne Anlass": ("kora", Hat.FACH, consents("C3"), SUPERVISION),
    "Fachaufsicht, C3 und Anlass": ("kora", Hat.FACH, also(consents("C3"), opened_by_kora), OPENED),
    "Fachaufsicht, C3 und Anlass von vorhin": (
        "kora",
        Hat.FACH,
        also(consents("C3"), opened_two_hours_ago),
        SUPERVISION,
    ),
    "Fachaufsicht, C3 widerrufen": (
        "kora",
        Hat.FACH,
        also(consents("C3", revoked_on=YESTERDAY, revoked_via="phone"), opened_by_kora),
        SUPERVISION,
    ),
    "Fachaufsicht, Stelle beendet": ("kora", Hat.FACH, appointment_ended("kora"), NOTHING),
    "Fachaufsicht im falschen Hut": ("kora", Hat.CASE, as_it_is, NOTHING),
    "Dienstaufsicht": ("anna", Hat.DIENST, as_it_is, NOTHING),
    "Dienstaufsicht anderswo": ("theo", Hat.DIENST, as_it_is, NOTHING),
    "Zwei Aufgaben, im Hut der Dienstaufsicht": ("doppel", Hat.DIENST, deputy("doppel"), NOTHING),
    "Datenschutz der Stadt": ("dora", Hat.DSB, as_it_is, NOTHING),
    "Controlling": ("conrad", Hat.CTR, as_it_is, NOTHING),
    "Erstanlaufstelle": ("erika", Hat.DESK, as_it_is, NOTHING),
    "Verwaltung": ("adam", Hat.ADMIN, as_it_is, NOTHING),
    "Bericht": ("rita", Hat.READ, as_it_is, NOTHING),
}


@pytest.fixture
def case(house: House) -> Case:
    with clock.at(TODAY - dt.timedelta(days=30)):
        found: Case = CaseFactory(led_by=house["carla"], in_assessment=True)
    return found


@pytest.mark.parametrize("situation", CONCEPT)
def test_the_concept_holds_for_check_and_for_list(house: House, case: Case, situation: str) -> None:
    name, hat, arrange, expected = CONCEPT[situation]
    with clock.at(TODAY):
        with acting_in_role(OWNER):
            arrange(house, case)
        actor = Actor(User.objects.get(pk=house[name].pk), hat)
        with acting_as(actor):
            asked = CASE_ACCESS.rights(actor, case)
            listed = {right for right in Right if case in Case.objects.permitted(actor, right)}
            checked = {right for right in Right if CASE_ACCESS.allows(actor, right, case)}

    assert asked == expected
    assert listed == expected
    assert checked == expected


def test_data_protection_sees_the_frame_of_its_own_house(house: House) -> None:
    own = CaseFactory(led_by=house["aylin"])
    dora = Actor(house["dora"], Hat.DSB)

    with acting_as(dora):
        assert CASE_ACCESS.rights(dora, own) == PROTECTION


def test_the_desk_sees_the_frame_of_what_it_registered(house: House) -> None:
    own = CaseFactory(registered_by=house["erika"])
    erika = Actor(house["erika"], Hat.DESK)

    with acting_as(erika):
        assert CASE_ACCESS.rights(erika, own) == {Right.READ_FRAME}


def test_nobody_has_a_right_without_an_account(house: House, case: Case) -> None:
    ghost = Actor(User(username="ghost"), Hat.CASE)

    assert CASE_ACCESS.rights(ghost, case) == NOTHING


def test_all_rights_are_one_question(
    house: House, case: Case, django_assert_num_queries: Callable[[int], Any]
) -> None:
    carla = Actor(house["carla"], Hat.CASE)

    with acting_as(carla), django_assert_num_queries(1):
        CASE_ACCESS.rights(carla, case)


@pytest.mark.usefixtures("as_owner")
def test_no_duty_is_given_past_an_organisation(house: House) -> None:
    duties = Permission.objects.filter(codename__in=["fachaufsicht", "dienstaufsicht"])

    assert {duty.content_type.model for duty in duties} == {"organisation"}
    assert not any(duty.group_set.exists() for duty in duties)
