# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates that matter to the client: consents that end, a course that begins, and how she may stay."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import beginnings, consent_clock
from casemanagement.models import (
    Case,
    CaseEvent,
    ChainStep,
    HouseholdPerson,
    Measure,
    Milestone,
    ResidenceChange,
    WorkItem,
)
from casemanagement.views.links import step_url
from indicators.models import Fact
from permissions import clock
from permissions.models import Absence
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.plans import SupportPlanFactory
from tests.workflows.walking import as_owner

SignedIn = Callable[[str], Client]
MONDAY = dt.date(2026, 3, 2)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def case(house: House) -> Case:
    with clock.at(MONDAY):
        made: Case = CaseFactory(led_by=house["carla"], planned=True)
    return made


def url(case: Case, name: str, *args: int) -> str:
    return reverse(f"cases:{name}", args=[case.number, *args])


def page(client: Client, case: Case, name: str) -> str:
    return html.unescape(client.get(url(case, name)).content.decode())


def items(case: Case, begins: str) -> list[tuple[str, str, dt.date | None]]:
    with as_owner():
        found = WorkItem.objects.open().filter(case=case, kind__startswith=begins).select_related("owner")
        return [(row.hat, row.owner.username if row.owner else "", row.due_on) for row in found]


def events(case: Case, kind: str) -> int:
    with as_owner():
        return CaseEvent.objects.filter(case=case, kind=kind).count()


# --- Consents -----------------------------------------------------------------------------------


@pytest.fixture
def amira(case: Case) -> HouseholdPerson:
    with as_owner():
        return HouseholdPerson.objects.create(
            case=case,
            given_name="Amira",
            relation="partner",
            has_consented=True,
            consented_on=MONDAY,
            consented_by="self",
            consent_form="paper",
            consent_until=MONDAY + 10 * WEEK,
        )


def test_the_consent_of_somebody_in_the_household_reminds_before_it_ends(
    case: Case, amira: HouseholdPerson, signed_in: SignedIn
) -> None:
    ends = MONDAY + 10 * WEEK
    with clock.at(ends - dt.timedelta(days=31)):
        consent_clock.watch()
        assert items(case, "household.expiring") == []
    with clock.at(ends - dt.timedelta(days=30)):
        consent_clock.watch()
        assert consent_clock.watch() == 0
        assert items(case, "household.expiring") == [("case", "carla", ends)]
        assert "Einwilligung einer Person im Haushalt läuft ab" in page(signed_in("carla"), case, "file")
    assert events(case, "household_consent_reminded") == 1


def test_the_reminder_ends_with_a_new_consent_and_the_next_end_is_told_anew(
    case: Case, amira: HouseholdPerson, signed_in: SignedIn
) -> None:
    ends = MONDAY + 10 * WEEK
    with clock.at(ends - 2 * WEEK):
        consent_clock.watch()
        answers = {"consented_on": "heute", "consented_by": "self", "consent_form": "paper"}
        signed_in("carla").post(url(case, "household_consent", amira.pk), answers)
        assert items(case, "household.expiring") == []
    with clock.at(ends + WEEK):
        consent_clock.watch()
        assert events(case, "household_consent_expired") == 0
    with as_owner():
        amira.refresh_from_db()
    assert amira.consent_until is not None
    with clock.at(amira.consent_until - WEEK):
        consent_clock.watch()
        assert len(items(case, "household.expiring")) == 1


@pytest.mark.parametrize("deed", ["household_consent_revoke", "household_person_remove"])
def test_nobody_is_reminded_of_a_consent_that_was_taken_back_or_of_somebody_who_left(
    case: Case, amira: HouseholdPerson, signed_in: SignedIn, deed: str
) -> None:
    with clock.at(MONDAY + 9 * WEEK):
        consent_clock.watch()
        signed_in("carla").post(url(case, deed, amira.pk))
        assert items(case, "household.expiring") == []
    with clock.at(MONDAY + 11 * WEEK):
        consent_clock.watch()
    assert events(case, "household_consent_expired") == 0


def test_the_end_of_such_a_consent_is_written_down_once(case: Case, amira: HouseholdPerson) -> None:
    with clock.at(MONDAY + 10 * WEEK + dt.timedelta(days=1)):
        consent_clock.watch()
        consent_clock.watch()
    assert events(case, "household_consent_expired") == 1
    assert items(case, "household.expiring") == []


def test_while_the_case_manager_is_away_the_coordination_hears_of_an_ending_consent(
    case: Case, amira: HouseholdPerson, house: House
) -> None:
    day = MONDAY + 8 * WEEK
    with as_owner():
        Absence.objects.create(person=house["carla"], valid_from=day - WEEK, valid_until=day + WEEK)
    with clock.at(day):
        consent_clock.watch()
    assert items(case, "household.expiring") == [("fach", "", MONDAY + 10 * WEEK)]


# --- Courses ------------------------------------------------------------------------------------

STARTS = MONDAY + 4 * WEEK


@pytest.fixture
def course(case: Case) -> Measure:
    with clock.at(MONDAY), as_owner():
        case.support_plans.all().delete()
        SupportPlanFactory(case=case, agreed=True)
        measure = Measure.objects.get(case=case)
        Measure.objects.filter(pk=measure.pk).update(state="accepted", started_on=None, accepted_on=MONDAY)
        return Measure.objects.get(pk=measure.pk)


def move(client: Client, case: Case, course: Measure, **answers: str) -> None:
    form = client.get(url(case, "measure", course.pk)).context["form"]
    known = {name: form[name].value() or "" for name in ("fingerprint", "state", "provider", "begins_on")}
    known["begins_on"] = f"{known['begins_on']:%d.%m.%Y}" if known["begins_on"] else ""
    response = client.post(url(case, "measure", course.pk), known | {"on": "heute"} | answers)
    assert response.status_code == 302, response.context["form"].errors


def begins(client: Client, case: Case, course: Measure, day: dt.date = STARTS) -> None:
    with clock.at(MONDAY):
        move(client, case, course, begins_on=f"{day:%d.%m.%Y}")


def watch(day: dt.date) -> int:
    with clock.at(day):
        return beginnings.watch()


def test_a_course_reminds_the_case_manager_before_it_begins_and_asks_afterwards_whether_the_client_attends(
    case: Case, course: Measure, signed_in: SignedIn
) -> None:
    carla = signed_in("carla")
    begins(carla, case, course)
    assert watch(STARTS - WEEK - dt.timedelta(days=1)) == 0
    assert (watch(STARTS - WEEK), watch(STARTS - WEEK)) == (1, 0)
    assert items(case, "measures.") == [("case", "carla", STARTS)]

    assert watch(STARTS + WEEK - dt.timedelta(days=1)) == 0
    assert (watch(STARTS + WEEK), watch(STARTS + WEEK)) == (1, 0)
    assert items(case, "measures.") == [("case", "carla", STARTS + WEEK)]
    with as_owner():
        question = WorkItem.objects.open().select_related("case").get(case=case, kind__startswith="measures.")
    with clock.at(STARTS + WEEK):
        shown = html.unescape(carla.get(step_url(question)).content.decode())
        assert "Maßnahme fortschreiben" in shown
        move(carla, case, course, state="running", on=f"{STARTS:%d.%m.%Y}")
    assert items(case, "measures.") == []
    assert (events(case, "measure_begins"), events(case, "attendance_asked")) == (1, 1)


@pytest.mark.parametrize("answer", ["started", "rejected_by_provider", "completed"])
def test_what_has_begun_or_will_not_begin_is_not_asked_about(
    case: Case, course: Measure, signed_in: SignedIn, answer: str
) -> None:
    carla = signed_in("carla")
    begins(carla, case, course)
    watch(STARTS - WEEK)
    with clock.at(STARTS - WEEK):
        move(carla, case, course, state=answer)
    assert items(case, "measures.") == []
    assert watch(STARTS + WEEK) == 0


def test_another_first_day_is_told_anew(case: Case, course: Measure, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    begins(carla, case, course)
    watch(STARTS - WEEK)
    later = STARTS + 2 * WEEK
    begins(carla, case, course, later)
    assert items(case, "measures.") == []
    assert watch(STARTS + WEEK) == 1
    assert items(case, "measures.") == [("case", "carla", later)]


@pytest.mark.parametrize(
    "facts", [{"is_restricted": True}, {"state": "closed", "closed_on": MONDAY, "deletion_on": STARTS}]
)
def test_nobody_asks_about_a_case_that_is_over_or_restricted(
    case: Case, course: Measure, signed_in: SignedIn, facts: dict[str, Any]
) -> None:
    begins(signed_in("carla"), case, course)
    with as_owner():
        Case.objects.filter(pk=case.pk).update(**facts)
    assert watch(STARTS - WEEK) == 0


def test_the_plan_says_when_a_course_is_to_begin(case: Case, course: Measure, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    begins(carla, case, course)
    assert f"soll beginnen {STARTS:%d.%m.%Y}" in page(carla, case, "plan")


# --- The residence title ------------------------------------------------------------------------


def change_situation(client: Client, case: Case, **answers: str) -> None:
    form = client.get(url(case, "situation_change")).context["form"]
    known = {name: form[name].value() for name in form.fields if not isinstance(form[name].value(), list)}
    filled = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value
        for name, value in known.items()
        if value
    }
    response = client.post(url(case, "situation_change"), filled | answers)
    assert response.status_code == 302, response.context["form"].errors


def milestones(case: Case) -> list[tuple[str, str]]:
    with as_owner():
        rows = Milestone.objects.filter(case=case).order_by("reached_on")
        return [(row.kind, row.reached_on.isoformat()) for row in rows]


def test_the_history_of_the_status_is_a_table_and_a_better_title_and_naturalisation_are_milestones(
    case: Case, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    carla = signed_in("carla")
    with clock.at(MONDAY):
        change_situation(carla, case, residence_status="toleration")
        change_situation(carla, case, residence_status="unclear", status_since="01.02.2026")
        change_situation(
            carla,
            case,
            residence_status="permit_well_integrated",
            residence_valid_until="01.03.2028",
            status_since="20.02.2026",
        )
        shown = page(carla, case, "situation")
    assert milestones(case) == [("residence_title_improved", "2026-02-20")]
    for words in ("Duldung (§ 60a)", "Übergang", "20.02.2026", "verbessert", "Meilenstein: Aufenthaltstitel"):
        assert words in shown
    assert "Seit dem Anfang hat sich der Aufenthalt verbessert." in shown

    with clock.at(MONDAY + 20 * WEEK):
        change_situation(carla, case, residence_status="german", residence_valid_until="")
        with django_assert_max_num_queries(20):
            shown = page(carla, case, "situation")
    assert [kind for kind, _day in milestones(case)] == ["residence_title_improved", "naturalisation_granted"]
    assert shown.index("deutsche Staatsangehörigkeit") < shown.rindex("Duldung (§ 60a)")
    with as_owner():
        fact = Fact.objects.get(recorded_until=None)
        assert [one["kind"] for one in fact.milestones] == [kind for kind, _day in milestones(case)]


def test_a_title_that_gets_worse_is_named_so_and_is_no_milestone(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    with clock.at(MONDAY):
        change_situation(carla, case, residence_status="permit_family", residence_valid_until="01.02.2026")
        change_situation(carla, case, residence_status="toleration", residence_valid_until="")
        shown = page(carla, case, "situation")
    assert "verschlechtert" in shown
    assert milestones(case) == []


def test_a_slip_that_is_put_right_leaves_no_line_and_no_milestone(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    with clock.at(MONDAY):
        change_situation(carla, case, residence_status="toleration")
        change_situation(carla, case, residence_status="settlement_permit")
        assert milestones(case) == [("residence_title_improved", MONDAY.isoformat())]
        assert chained(case) == 1
        change_situation(carla, case, residence_status="toleration_training", is_correction="on")
    assert milestones(case) == []
    assert chained(case) == 0
    with as_owner():
        statuses = list(ResidenceChange.objects.filter(case=case).values_list("status", flat=True))
    assert sorted(statuses) == ["toleration", "toleration_training"]


def chained(case: Case) -> int:
    with as_owner():
        return ChainStep.objects.filter(case=case, chain="residence", step="title").count()


def test_what_else_changes_in_the_situation_is_no_line_of_the_history(
    case: Case, signed_in: SignedIn
) -> None:
    carla = signed_in("carla")
    with clock.at(MONDAY):
        change_situation(carla, case, residence_status="toleration")
        change_situation(carla, case, nationality="Syrien", language_level="a1")
    with as_owner():
        assert ResidenceChange.objects.filter(case=case).count() == 1


def test_a_status_from_before_the_history_is_its_first_line(case: Case, signed_in: SignedIn) -> None:
    with as_owner():
        case.situation.residence_status = "asylum_permission"
        case.situation.save()
    carla = signed_in("carla")
    with clock.at(MONDAY):
        change_situation(carla, case, residence_status="permit_subsidiary")
        shown = page(carla, case, "situation")
    assert "unbekannt" in shown
    assert milestones(case) == [("residence_title_improved", MONDAY.isoformat())]


@pytest.mark.parametrize("name", ["dilan", "kora"])
def test_the_history_opens_to_whoever_may_see_the_situation_alone(
    case: Case, signed_in: SignedIn, name: str
) -> None:
    with clock.at(MONDAY):
        change_situation(signed_in("carla"), case, residence_status="toleration")
        assert signed_in(name).get(url(case, "situation")).status_code in {403, 404}
