# SPDX-License-Identifier: AGPL-3.0-or-later
"""The coordination keeps the rules of deadlines, a case manager takes more time, and all see what is to come."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import deadlines, reminders
from casemanagement.deadline_terms import shifted
from casemanagement.models import Case, Deadline, DeadlineChange, DeadlineRule, WorkItem
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Absence
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
CHANGE = {
    "amount": "8",
    "unit": "weeks",
    "remind_after": "6",
    "escalate_after": "10",
    "own_extensions": "2",
    "valid_from": "heute",
    "reason": "Dolmetschende sind knapp.",
}


@pytest.fixture
def case(house: House) -> Case:
    made: Case = CaseFactory(led_by=house["carla"], in_assessment=True)
    return made


def text_of(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def rule(code: str) -> DeadlineRule:
    with acting_in_role(OWNER):
        return DeadlineRule.objects.get(code=code)


def started(case: Case, code: str, days_ago: int = 0) -> Deadline:
    with acting_in_role(OWNER):
        return deadlines.start(case, code, on=clock.today() - dt.timedelta(days=days_ago))


def again(row: Any) -> Any:
    with acting_in_role(OWNER):
        return type(row).objects.get(pk=row.pk)


def changed(client: Client, code: str, **answers: str) -> Any:
    return client.post(reverse("supervision:deadline_rule", args=[rule(code).pk]), CHANGE | answers)


def in_weeks(number: int) -> dt.date:
    return shifted(clock.today(), number, "weeks")


def test_anybody_reads_the_rules_as_sentences_and_the_coordination_alone_changes_them(
    signed_in: SignedIn,
) -> None:
    page = text_of(signed_in("carla").get(reverse("cases:deadline_rules")))
    assert (
        "Dauer: 5 Arbeitstage. Beginnt mit dem Eingang der Meldung, endet mit dem ersten Kontakt oder "
        "Kontaktversuch. Die Erinnerung kommt nach 5 Arbeitstagen: an die Fallführung; ist sie abwesend, an die "
        "Vertretung; ist niemand da, an die Koordination. Die Koordination hört nach 7 Arbeitstagen"
    ) in page
    assert "Sie lässt sich nicht verlängern." in page
    assert "Ändern" not in page
    assert "Ändern" in text_of(signed_in("kora").get(reverse("supervision:deadline_rules")))
    refused = changed(signed_in("carla"), "assessment")
    assert refused.status_code == 403


def test_a_change_has_a_reason_and_a_first_day_and_stays_in_the_journal(
    case: Case, signed_in: SignedIn
) -> None:
    running = started(case, "assessment")
    kora = signed_in("kora")
    sent = changed(kora, "assessment")
    assert sent.status_code == 302

    page = text_of(kora.get(sent["Location"]))
    assert "Dauer: 8 Wochen." in page
    assert "Ausgangswert: Dauer: 6 Wochen." in page
    assert "Grund: Dolmetschende sind knapp." in page
    assert "Kora Wittenberg" in page
    assert "Dolmetschende sind knapp" in text_of(signed_in("carla").get(reverse("cases:deadline_rules")))

    reminders.fire_deadlines()
    assert again(running).due_on == in_weeks(6)
    other: Case = CaseFactory(led_by=running.case.registered_by, in_assessment=True)
    assert started(other, "assessment").due_on == in_weeks(8)


def test_a_change_for_running_deadlines_moves_them_and_their_tasks(case: Case, signed_in: SignedIn) -> None:
    running = started(case, "assessment")
    with acting_in_role(OWNER):
        item = WorkItem.objects.create(
            case=case,
            organisation=case.organisation,
            kind="assessment.rate_domains",
            title="Lebensbereiche einschätzen",
            hat="case",
            due_on=running.due_on,
            deadline=running,
            opened_at=clock.now(),
        )
    changed(signed_in("kora"), "assessment", for_running="on")
    reminders.fire_deadlines()
    assert again(running).due_on == again(item).due_on == in_weeks(8)

    changed(
        signed_in("kora"), "assessment", for_running="on", amount="1", remind_after="1", escalate_after="2"
    )
    with clock.at(clock.today() + dt.timedelta(days=20)):
        tomorrow = shifted(clock.today(), 1, "working_days")
        reminders.fire_deadlines()
    assert again(running).due_on == tomorrow  # none ends before the next working day


def test_the_coordination_goes_back_to_the_default(signed_in: SignedIn) -> None:
    kora = signed_in("kora")
    changed(kora, "assessment")
    back = kora.post(
        reverse("supervision:deadline_rule", args=[rule("assessment").pk]),
        {"back": "1", "valid_from": "heute", "reason": "Wieder genug Dolmetschende."},
    )
    page = text_of(kora.get(back["Location"]))
    assert "Dauer: 6 Wochen." in page
    assert "Wieder genug Dolmetschende." in page
    assert "Dolmetschende sind knapp." in page
    with acting_in_role(OWNER):
        assert DeadlineChange.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "answers", "sentence"),
    [
        ("assessment", {"reason": " "}, "Dieses Feld ist zwingend erforderlich."),
        ("assessment", {"amount": "900"}, "Bitte nennen Sie eine Dauer zwischen 1 und 104."),
        ("assessment", {"remind_after": "9"}, "Die Erinnerung kommt spätestens am letzten Tag der Frist."),
        ("assessment", {"escalate_after": "5"}, "Die Meldung kommt nicht vor der Erinnerung."),
        ("assessment", {"remind_after": "", "escalate_after": ""}, "Irgendjemand muss von der Frist hören"),
        ("assessment", {"own_extensions": "9"}, "Die Fallführung selbst verlängert höchstens dreimal."),
        ("assessment", {"valid_from": "gestern"}, "liegt zu weit zurück"),
        (
            "assessment",
            {"amount": "6", "remind_after": "4", "escalate_after": "8", "own_extensions": "1"},
            "Es gibt nichts zu ändern.",
        ),
        ("residence_90", {}, "Diese Tage folgen aus einem Datum"),
    ],
)
def test_what_cannot_be_a_rule_is_said_in_a_sentence(
    code: str, answers: dict[str, str], sentence: str, signed_in: SignedIn
) -> None:
    answer = changed(signed_in("kora"), code, **answers)
    assert answer.status_code == 200
    if code == "assessment":
        assert sentence in text_of(answer)
    with acting_in_role(OWNER):
        assert not DeadlineChange.objects.exists()


def extended(
    client: Client, space: str, deadline: Deadline, until: str, reason: str = "Termin geplatzt"
) -> Any:
    url = reverse(f"{space}:deadline_extend", args=[deadline.case.number, deadline.pk])
    return client.post(url, {"until": until, "reason": reason})


def test_a_case_manager_takes_more_time_once_and_then_the_coordination_grants_it(
    case: Case, signed_in: SignedIn
) -> None:
    carla, kora = signed_in("carla"), signed_in("kora")
    running = started(case, "assessment")
    assert "Sie selbst können bis höchstens" in text_of(extended(carla, "cases", running, "+30w"))
    assert extended(carla, "cases", running, "+8w").status_code == 302
    assert again(running).last_day == clock.today() + dt.timedelta(weeks=8)

    page = text_of(carla.get(reverse("cases:deadlines", args=[case.number])))
    assert "verlängert von Carla Rossi: Termin geplatzt" in page
    refused = text_of(extended(carla, "cases", running, "+9w"))
    assert "Diese Frist ist schon verlängert. Weitere Verlängerungen gibt die Koordination." in refused
    assert extended(kora, "supervision", running, "+10w").status_code == 302
    assert (again(running).extensions, again(running).last_day) == (2, clock.today() + dt.timedelta(weeks=10))


def test_a_date_that_others_set_is_extended_by_nobody(case: Case, signed_in: SignedIn) -> None:
    running = started(case, "residence_30")
    answer = text_of(extended(signed_in("carla"), "cases", running, "+8w"))
    assert "lässt sich nicht verlängern" in answer
    assert extended(signed_in("kora"), "supervision", running, "+8w").status_code == 404
    assert again(running).extended_until is None


# --- What is to come ----------------------------------------------------------------------------


def test_the_load_of_eight_weeks_is_shown_to_each_as_far_as_it_reaches(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    started(case, "plan")  # in two weeks
    started(case, "triage", days_ago=40)  # late, and an assessment to be expected
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(intensity="high")
    started(case, "first_review")  # in six weeks; no second one within eight
    other: Case = CaseFactory(led_by=house["aylin"], in_assessment=True)
    started(other, "assessment")
    paused: Case = CaseFactory(led_by=house["aylin"], in_assessment=True)
    started(paused, "plan")
    with acting_in_role(OWNER):
        Case.objects.filter(pk=paused.pk).update(
            paused_since=clock.today(), resume_on=clock.today() + dt.timedelta(days=9), pause_reason="travel"
        )

    mine = signed_in("carla").get(reverse("cases:forecast")).context["whole"]
    whole = signed_in("kora").get(reverse("supervision:forecast"))
    awo = signed_in("anna").get(reverse("employer:forecast"))

    assert mine.late.numbers == {"intake": 1}
    assert sum(week.numbers.get("plan", 0) for week in mine.weeks) == 1
    assert [week.numbers.get("review", 0) for week in mine.weeks].count(1) == 1
    assert sum(week.expected for week in mine.weeks) == 1
    assert awo.context["whole"] == mine
    assert whole.context["whole"].total == mine.total + 1
    assert len(whole.context["houses"]) == 2
    text = text_of(whole)
    assert "Am meisten kommt in der Woche ab" in text
    assert "<table" in whole.content.decode()
    assert case.number not in text


def test_reviews_come_again_in_the_rhythm_of_the_intensity(case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(intensity="high")
    started(case, "review_high", days_ago=21)  # next week, and four weeks later once more
    weeks = signed_in("carla").get(reverse("cases:forecast")).context["whole"].weeks
    assert sum(week.numbers.get("review", 0) for week in weeks) == 2
    assert sum(week.expected for week in weeks) == 1


# --- Who leads the next case --------------------------------------------------------------------


@pytest.fixture
def incoming(house: House) -> Case:
    made: Case = CaseFactory(led_by=house["aylin"], stadtbezirk="heepen")
    with acting_in_role(OWNER):
        made.assignments.all().delete()
    return made


def proposal(signed_in: SignedIn, case: Case) -> Any:
    return signed_in("kora").get(reverse("supervision:assign", args=[case.number])).context["proposal"]


def names(rows: Any) -> list[str]:
    return [row.name for row in rows]


def test_a_proposal_gives_its_reasons_in_words_and_ranks_nobody(
    incoming: Case, house: House, signed_in: SignedIn
) -> None:
    found = proposal(signed_in, incoming)
    assert names(found.proposed) == ["Aylin Demir", "Bernd Kottmann"]  # both of the house, by the alphabet
    assert found.proposed[0].reasons == ["hat Platz", "gehört zum Haus des Falls"]
    assert names(found.others) == sorted(names(found.others))

    CaseFactory(led_by=house["bernd"], planned=True, stadtbezirk="heepen")
    found = proposal(signed_in, incoming)
    assert names(found.proposed) == ["Bernd Kottmann"]
    assert found.proposed[0].words == (
        "hat Platz; gehört zum Haus des Falls; begleitet schon Menschen mit der Sprache Arabisch; "
        "arbeitet schon im Stadtbezirk Heepen"
    )
    page = text_of(signed_in("kora").get(reverse("supervision:assign", args=[incoming.number])))
    assert "Sie wählen frei und müssen die Wahl nicht begründen." in page
    assert "Rang" not in page


def test_who_is_away_or_full_is_not_proposed_but_can_be_chosen(
    incoming: Case, house: House, signed_in: SignedIn
) -> None:
    today = clock.today()
    with acting_in_role(OWNER):
        Absence.objects.create(
            person=house["aylin"], valid_from=today, valid_until=today + dt.timedelta(days=14)
        )
    found = proposal(signed_in, incoming)
    assert names(found.proposed) == ["Bernd Kottmann"]
    away = next(row for row in found.others if row.name == "Aylin Demir")
    assert any("ist abwesend bis" in word for word in away.obstacles)

    chosen = signed_in("kora").post(
        reverse("supervision:assign", args=[incoming.number]), {"person": str(house["aylin"].pk)}
    )
    assert chosen.status_code == 302
