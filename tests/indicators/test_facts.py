# SPDX-License-Identifier: AGPL-3.0-or-later
"""A deed on a case writes what the figures may know of it, in the same transaction and without a name."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from casemanagement.actions import cases, goals, pauses
from casemanagement.casework import casework
from casemanagement.choices import MilestoneKind
from casemanagement.models import Case
from indicators.facts import refresh
from indicators.models import Fact, FactLink
from indicators.models.unfolded import PhaseSpan
from indicators.status_groups import GROUP_OF_STATUS, StatusGroup, group_of
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.clock import BERLIN
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 10, 12, tzinfo=BERLIN)
HOUR = dt.timedelta(hours=1)
Act = Callable[..., Actor]


@pytest.fixture
def case(aylin: User) -> Case:
    with clock.at(NOON - dt.timedelta(days=30)):
        found: Case = CaseFactory(led_by=aylin, planned=True, consented=True)
    return found


def facts() -> list[Fact]:
    with acting_in_role(OWNER):
        return list(Fact.objects.order_by("recorded_from"))


def locate(case: Case, actor: Act, moment: dt.datetime, quarter: str = "Sieker") -> None:
    with clock.at(moment):
        cases.locate(case, by=actor("aylin"), stadtbezirk="stieghorst", quarter=quarter)


def test_a_deed_writes_a_fact(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)

    (fact,) = facts()
    assert (fact.organisation, fact.stadtbezirk, fact.quarter) == ("stadt", "stieghorst", "Sieker")
    assert (fact.phase, fact.state, fact.is_assigned) == ("implementation", "open", True)
    assert (fact.kommune, fact.received_on) == (case.kommune_id, case.received_on)
    assert (fact.recorded_from, fact.recorded_until) == (NOON, None)
    assert [measure["type"] for measure in fact.measures] == ["integration_course"]
    assert [goal["state"] for goal in fact.goals] == ["agreed"]


def test_the_next_deed_ends_the_fact_and_begins_another(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)
    with clock.at(NOON + HOUR):
        goals.reach_milestone(
            case,
            by=actor("aylin"),
            kind=MilestoneKind.LANGUAGE_COURSE_STARTED,
            reached_on=dt.date(2026, 11, 2),
        )

    before, after = facts()
    assert (before.recorded_until, after.recorded_from) == (NOON + HOUR, NOON + HOUR)
    assert before.pseudonym == after.pseudonym
    assert (before.milestones, after.milestones) == (
        [],
        [{"kind": "language_course_started", "reached_on": "2026-11-02", "level": ""}],
    )


def test_a_deed_that_changes_nothing_the_figures_know_writes_nothing(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)
    locate(case, actor, NOON + HOUR)

    assert len(facts()) == 1


def test_deeds_of_one_moment_leave_one_fact(case: Case, actor: Act) -> None:
    locate(case, actor, NOON, quarter="Sieker")
    locate(case, actor, NOON, quarter="Baumheide")

    assert [fact.quarter for fact in facts()] == ["Baumheide"]


def test_a_deed_that_fails_leaves_no_fact(case: Case, actor: Act) -> None:
    def interrupted() -> None:
        with transaction.atomic():
            locate(case, actor, NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()

    assert facts() == []


def test_a_fact_costs_three_statements(
    case: Case, actor: Act, django_assert_num_queries: Callable[..., Any]
) -> None:
    with transaction.atomic(), casework(case, by=actor("aylin"), right=Right.WRITE_FILE) as bound:
        with django_assert_num_queries(3):
            refresh(bound)
        assert facts()[0].persons == 1


def test_a_pause_is_known(case: Case, actor: Act) -> None:
    with clock.at(NOON):
        pauses.pause(case, by=actor("aylin"), pause_reason="travel", resume_on=dt.date(2026, 12, 1))
    with clock.at(NOON + HOUR):
        pauses.resume(case, by=actor("aylin"))

    assert [fact.is_paused for fact in facts()] == [True, False]


def test_the_store_keeps_when_a_phase_began(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(phase="closure")
    locate(case, actor, NOON + dt.timedelta(days=3), quarter="Kamphof")

    with acting_in_role(OWNER):
        spans = PhaseSpan.objects.filter(fact=facts()[-1]).order_by("entered_on")
        assert [(span.phase, span.days) for span in spans] == [("implementation", 3), ("closure", None)]


def test_no_name_number_or_key_of_a_case_reaches_the_store(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)

    with acting_in_role(OWNER):
        row = Fact.objects.values().get()
        identity = case.identity
        written = json.dumps(row, default=str)
    for telling in (case.number, identity.given_name, identity.family_name):
        assert telling not in written
    assert "case_id" not in row
    assert len({row["pseudonym"], row["client_pseudonym"], row["household_pseudonym"]}) == 3


def test_erasing_the_case_cuts_the_way_back_and_keeps_the_count(case: Case, actor: Act) -> None:
    locate(case, actor, NOON)

    with acting_in_role(OWNER), transaction.atomic():
        assert FactLink.objects.filter(case=case.pk).exists()
        Case.objects.get(pk=case.pk).delete()

        assert not FactLink.objects.exists()
    assert len(facts()) == 1


@pytest.mark.parametrize("role", ["kim_case", "kim_fach", "kim_ctr", "kim_deed", "kim_system", "kim_web"])
def test_nobody_but_the_roll_up_reads_a_fact(role: str) -> None:
    with acting_in_role(role), pytest.raises(ProgrammingError), transaction.atomic():
        Fact.objects.count()


def test_every_kind_of_residence_belongs_to_a_group() -> None:
    assert {group_of(status) for status in GROUP_OF_STATUS} == set(StatusGroup) - {StatusGroup.UNKNOWN}
    assert group_of("not_asked") == StatusGroup.UNKNOWN
