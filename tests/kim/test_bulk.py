# SPDX-License-Identifier: AGPL-3.0-or-later
"""The big caseload is as true as one that people made, and lists ask as often for many cases as for few."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.report import Measured, differing, goal
from casemanagement import journal
from casemanagement.blind_index import exact_token
from casemanagement.choices import AssignmentRole, CaseState, Phase
from casemanagement.models import Assignment, Case, ClientIdentity, IdentityToken, WorkItem
from casemanagement.views.supervision import work
from indicators.facts import refresh
from indicators.models import Fact
from kim.bulk import loader
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role, bound_to
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import User
from tests.cast import House

FEW, MORE = 60, 120


def load(cases: int, seed: int = 1, pattern: int = loader.PATTERN) -> None:
    with acting_in_role(OWNER), transaction.atomic():
        loader.load(cases, seed=seed, pattern=pattern)


@pytest.fixture(params=[loader.PATTERN, 25], ids=["invented", "copied"])
def caseload(house: House, request: pytest.FixtureRequest) -> None:
    """All invented one by one; or 25, a copy of all of them, and the rest."""
    load(FEW, pattern=request.param)


def test_the_caseload_has_cases_of_every_phase_and_of_all_three_organisations(
    caseload: None, as_owner: None
) -> None:
    cases = Case.objects.all()
    assert cases.count() == FEW
    assert set(cases.values_list("phase", flat=True)) >= set(Phase) - {Phase.FOLLOW_UP}
    assert set(cases.values_list("organisation__code", flat=True)) == {"stadt", "awo", "drk"}


def test_the_journals_verify(caseload: None, as_owner: None) -> None:
    assert journal.verify() == []
    assert journal.length() > 3 * FEW


def test_a_copy_never_gives_out_a_number_twice(house: House) -> None:
    """What a rolled-back transaction had numbered may live on elsewhere: numbers only go up."""
    with acting_in_role(OWNER), connection.cursor() as cursor:
        counters = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
        cursor.execute("SELECT setval(pg_get_serial_sequence('permissions_user', 'id'), 100000)")
        cursor.execute(counters)
        before = dict(cursor.fetchall())
        load(FEW, pattern=25)
        cursor.execute(counters)
        after = dict(cursor.fetchall())
    assert [name for name, number in before.items() if after[name] < number] == []


def test_every_constraint_of_the_models_holds(caseload: None, as_owner: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for case in Case.objects.all():
        case.full_clean()
    responsible = Count("assignments", filter=Q(assignments__role=AssignmentRole.RESPONSIBLE))
    led = Case.objects.annotate(n=responsible).exclude(work_items__kind=work.ASSIGNMENT_KINDS[0])
    assert set(led.values_list("n", flat=True)) == {1}


def test_every_name_can_be_read_and_found(caseload: None, as_owner: None) -> None:
    for identity in ClientIdentity.objects.all():
        assert identity.birth_date is not None
        token = exact_token(identity.given_name, identity.family_name, identity.birth_date)
        assert IdentityToken.objects.filter(case=identity.case_id, token=token).exists()


def test_each_case_may_enter_the_next_phase_where_it_has_done_so(caseload: None, as_owner: None) -> None:
    for case in Case.objects.accepted():
        assert case.missing_for_admission(clock.today()) == []
        assert all(not done.missing() for done in case.assessments.filter(completed_on__isnull=False))
        assert all(not plan.missing() for plan in case.support_plans.filter(state="agreed"))
    for case in Case.objects.filter(state=CaseState.CLOSED):
        assert case.missing_for_closure(clock.today()) == []


def test_the_fact_of_a_case_is_what_the_case_itself_would_tell(caseload: None, house: House) -> None:
    written = _facts()
    assert len(written) == FEW
    for pk, person in _led():
        with transaction.atomic(), acting_as(Actor(person, Hat.CASE)), bound_to(pk):
            refresh(Case.objects.get(pk=pk))
    assert _facts() == written, "where nothing happened, there is nothing new to tell"


def test_the_lists_ask_as_often_for_many_cases_as_for_few(
    house: House, signed_in: Callable[[str], Client]
) -> None:
    pages = {
        "/fallarbeit/faelle/": "aylin",
        "/fachaufsicht/eingang/": "kora",
        "/fachaufsicht/faelle/": "kora",
    }
    load(FEW)
    few = {page: _queries(signed_in(name), page) for page, name in pages.items()}
    load(MORE, seed=2)
    more = {page: _queries(signed_in(name), page) for page, name in pages.items()}
    assert few == more


def test_real_case_managers_lead_as_many_open_cases_as_one_can(house: House, as_owner: None) -> None:
    load(800)
    loads = Assignment.objects.loads(clock.today())
    assert set(loads) > {house[name].pk for name in ("aylin", "bernd", "carla", "dilan")}
    assert all(30 <= number <= 45 for number in loads.values())


def test_work_items_lead_to_their_case(caseload: None, as_owner: None) -> None:
    assert not WorkItem.objects.exclude(task_id=None).exists()
    assert WorkItem.objects.open().for_hat(Hat.FACH).exists()


def test_the_command_refuses_where_real_cases_could_be(
    caseload: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KIM_BENCH", raising=False)
    with pytest.raises(CommandError, match="nur mit DEMO=1"):
        call_command("load_bulk", "--cases", "5")
    monkeypatch.setenv("KIM_BENCH", "1")
    with acting_in_role(OWNER), transaction.atomic(), pytest.raises(CommandError, match="schon Fälle"):
        call_command("load_bulk", "--cases", "5")


def test_the_benchmark_names_the_page_whose_queries_grow_with_the_cases() -> None:
    def measured(cases: int, **queries: int) -> Measured:
        pages = [{"path": f"/{name}/", "queries": number} for name, number in queries.items()]
        return Measured(cases, 1.0, pages, {"milliseconds": 1.0}, {"milliseconds": 1.0}, {}, {})

    assert differing([measured(10, a=5, b=7), measured(100, a=5, b=7)]) == []
    assert differing([measured(10, a=5, b=7), measured(100, a=5, b=8)]) == ["/b/"]


@pytest.mark.parametrize(
    ("median", "worked", "verdict"),
    [(0.9, 0, "kept"), (1.2, 0, "MISSED"), (1.2, 0.5, "kept"), (0.9, 1.1, "MISSED"), (9, -3, "kept")],
)
def test_the_processor_says_whether_a_goal_is_kept_and_the_clock_where_it_is_unknown(
    median: float, worked: float, verdict: str
) -> None:
    assert goal("journal", 1, median, 0.4, worked).endswith(f"| {verdict} |")


def _facts() -> list[Any]:
    with acting_in_role(OWNER), transaction.atomic():
        return list[Any](Fact.objects.order_by("pk").values())


def _led() -> list[tuple[int, User]]:
    """Cases, ended ones too, with whoever leads or led them."""
    with acting_in_role(OWNER), transaction.atomic():
        return [(row.case_id, row.person) for row in Assignment.objects.select_related("person")]


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
