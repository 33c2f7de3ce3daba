# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case moves to another house, or comes to its end."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement.actions import (
    cases,
    clients,
    closures,
    consents,
    contacts,
    goals,
    handover_talks,
    handovers,
)
from casemanagement.actions.grounds import Ground
from casemanagement.casework import casework
from casemanagement.choices import (
    AssignmentRole,
    CaseState,
    ClosureReason,
    ConsentKind,
    GoalState,
    HandoverReason,
    HandoverState,
    MeasureState,
    OutcomeLevel,
)
from casemanagement.models import (
    Assignment,
    Case,
    Closure,
    ConfidentialNote,
    Consent,
    Deadline,
    Goal,
    Handover,
    Measure,
)
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Organisation, User
from permissions.rights import Right
from tests.cast import House
from tests.factories import AssignmentFactory, CaseFactory, ConsentFactory


@contextmanager
def backstage() -> Iterator[None]:
    with transaction.atomic(), acting_in_role(OWNER):
        yield


@pytest.fixture
def city(house: House) -> Organisation:
    return house.organisation("stadt")


@pytest.fixture
def case(carla: User, city: Organisation) -> Case:
    """With Carla at AWO; the client agreed to a handover to the city."""
    case = CaseFactory(led_by=carla, planned=True)
    ConsentFactory(case=case, kind=ConsentKind.C5, recipient_organisation=city)
    return case


def offer(case: Case, by: Actor, to: Organisation, **facts: Any) -> Handover:
    with backstage():
        consent = Consent.objects.filter(case=case, kind=ConsentKind.C5, recipient_organisation=to).last()
    ground = Ground(consent=consent) if consent else None
    return handovers.offer(
        case, by=by, reason=HandoverReason.ZUSTEUERUNG_TO_CITY, to_organisation=to, ground=ground, **facts
    )


def switch(handover: Handover, by: Actor, right: Right = Right.APPROVE) -> None:
    with casework(handover.case_id, by=by, right=right):
        handover_talks.hold(
            Handover.objects.get(pk=handover.pk),
            by=by,
            talk_on=clock.today(),
            talked_with=["client"],
            text="Einverstanden.",
            client_word="agrees",
        )
        handovers.switch(Handover.objects.get(pk=handover.pk), by=by)


def test_after_the_switch_the_new_house_leads_and_the_old_keeps_nothing(
    case: Case, city: Organisation, bernd: User, actor: Callable[..., Actor]
) -> None:
    carla, aylin, kora = actor("carla"), actor("aylin"), actor("kora")
    AssignmentFactory(case=case, person=carla.person, role=AssignmentRole.DEPUTY)
    handover = offer(case, carla, city)
    handovers.answer(handover, by=aylin, is_accepted=True)
    handovers.approve(handover, by=kora, is_approved=True)
    switch(handover, kora)
    with backstage():
        moved = Case.objects.get(pk=case.pk)
        responsible = moved.responsible(clock.today())
        assert responsible is not None
        assert (moved.organisation, responsible.person) == (city, aylin.person)
        assert not Assignment.objects.valid_on(clock.today()).filter(case=case, person=carla.person).exists()
    with pytest.raises(NotPermitted):
        cases.set_intensity(case, by=carla, intensity="low")
    cases.set_intensity(case, by=aylin, intensity="low")


def test_what_was_entrusted_to_one_is_not_handed_over(
    case: Case, city: Organisation, actor: Callable[..., Actor]
) -> None:
    carla, aylin, kora = actor("carla"), actor("aylin"), actor("kora")
    contacts.write_confidential(case, by=carla, text="anvertraut")
    handover = offer(case, carla, city)
    handovers.answer(handover, by=aylin, is_accepted=True)
    handovers.approve(handover, by=kora, is_approved=True)
    switch(handover, kora)
    with transaction.atomic(), acting_as(aylin):
        assert not ConfidentialNote.objects.permitted(aylin, Right.READ_CONFIDENTIAL).exists()


def test_without_the_clients_word_nothing_is_offered(
    case: Case, house: House, actor: Callable[..., Actor]
) -> None:
    with pytest.raises(ValidationError, match="C5"):
        offer(case, actor("carla"), house.organisation("drk"))


def test_the_receiver_sees_a_sheet_without_a_name(
    case: Case, city: Organisation, actor: Callable[..., Actor]
) -> None:
    handover = offer(case, actor("carla"), city)
    with backstage():
        lines = dict(handover.sheet.lines())
    assert lines["Sprachen"] == "Arabisch"
    assert "Haddad" not in str(lines)


def test_only_the_receiver_answers_and_a_no_has_a_reason(
    case: Case, city: Organisation, actor: Callable[..., Actor]
) -> None:
    handover = offer(case, actor("carla"), city)
    for name in ("dilan", "carla", "kora"):
        with pytest.raises(NotPermitted):
            handovers.answer(handover, by=actor(name), is_accepted=True)
    with pytest.raises(ValidationError, match="Grund"):
        handovers.answer(handover, by=actor("bernd"), is_accepted=False)
    handovers.answer(handover, by=actor("bernd"), is_accepted=False, answer_reason="keine Kapazität")
    with pytest.raises(NotPermitted):
        handovers.answer(handover, by=actor("aylin"), is_accepted=True)


def test_an_offer_is_taken_back(case: Case, city: Organisation, actor: Callable[..., Actor]) -> None:
    handover = offer(case, actor("carla"), city)
    handovers.withdraw(handover, by=actor("carla"))
    with backstage():
        assert Handover.objects.get(pk=handover.pk).state == HandoverState.WITHDRAWN
    offer(case, actor("carla"), city)


def tidy_up(case: Case, by: Actor) -> None:
    """Every measure and goal finds its end."""
    with backstage():
        measure, goal = Measure.objects.get(case=case), Goal.objects.get(case=case)
    goals.move_measure(measure, by=by, state=MeasureState.COMPLETED, on=clock.today())
    goals.change(goal, by=by, state=GoalState.ACHIEVED)


def report(case: Case, by: Actor, reason: str = ClosureReason.GOALS_ACHIEVED) -> Closure:
    return closures.write_report(
        case, by=by, reason=reason, outcome_level=OutcomeLevel.IMPROVED, report="Es ist geschafft."
    )


def test_a_planned_end_waits_for_goals_and_measures(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with pytest.raises(ValidationError, match="Ziel ist noch offen"):
        report(case, carla)
    tidy_up(case, carla)
    report(case, carla)


@pytest.mark.parametrize("reason", [ClosureReason.MOVED_AWAY, ClosureReason.DECEASED])
def test_what_was_broken_off_needs_no_tidy_end(
    case: Case, actor: Callable[..., Actor], reason: ClosureReason
) -> None:
    report(case, actor("carla"), reason)


def test_a_closed_case_is_deleted_three_years_after_the_end_of_its_year(
    case: Case, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    closures.hold_talk(case, by=carla, talk_on=clock.today(), satisfaction=5)
    tidy_up(case, carla)
    report(case, carla)
    with casework(case, by=carla, right=Right.WRITE_FILE) as bound:
        closures.close(bound, by=carla)
    with backstage():
        closed = Case.objects.get(pk=case.pk)
        assert (closed.state, closed.deletion_on) == (
            CaseState.CLOSED,
            dt.date(clock.today().year + 3, 12, 31),
        )
        assert not Deadline.objects.running().filter(case=case).exists()


def test_a_lost_contact_is_closed_only_with_the_fachaufsicht(case: Case, actor: Callable[..., Actor]) -> None:
    closure = report(case, actor("carla"), ClosureReason.CONTACT_LOST)
    assert closure.needs_approval()
    with pytest.raises(ValidationError):
        closures.approve(closure, by=actor("kora"), is_approved=False)
    with pytest.raises(NotPermitted):
        closures.approve(closure, by=actor("carla"), is_approved=True)
    closures.approve(closure, by=actor("kora"), is_approved=True)
    with backstage():
        assert not Closure.objects.get(pk=closure.pk).needs_approval()


# What may still be written of a case that has ended.
AFTER_THE_END: dict[str, Callable[[Case, Actor], object]] = {
    "a contact": lambda case, by: contacts.write(case, by=by, kind="phone", occurred_on=clock.today()),
    "an attempt": lambda case, by: contacts.write(case, by=by, kind="no_show", occurred_on=clock.today()),
    "a consent": lambda case, by: consents.give(
        case, by=by, kind="C1", form="oral_protocol", protocol="Noch einmal erklärt."
    ),
    "a residence permit": lambda case, by: clients.change_situation(
        case, by=by, residence_valid_until=clock.today() + dt.timedelta(days=400)
    ),
    "a protected address": lambda case, by: clients.protect_address(
        case,
        by=by,
        address="Wiesenweg 1",
        ground="sperrvermerk",
        valid_until=clock.today() + dt.timedelta(days=400),
    ),
}


@pytest.mark.parametrize("what", AFTER_THE_END)
def test_what_is_written_after_the_end_begins_no_deadline(
    what: str, case: Case, actor: Callable[..., Actor]
) -> None:
    with backstage():
        today = clock.today()
        Case.objects.filter(pk=case.pk).update(
            state="closed", phase="ended", closed_on=today, deletion_on=today + dt.timedelta(days=900)
        )
        Deadline.objects.filter(case=case).delete()

    AFTER_THE_END[what](case, actor("carla"))

    with backstage():
        assert not Deadline.objects.filter(case=case).exists()
