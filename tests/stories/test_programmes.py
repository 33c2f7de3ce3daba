# SPDX-License-Identifier: AGPL-3.0-or-later
"""KIM is one programme: others leave phases out, are counted for their own measure, and are asked for only where they are."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from casemanagement.actions import outside, programmes
from casemanagement.models import Assessment, Case, CaseEvent, Deadline, Programme
from indicators.actions import roll_up
from indicators.models import Fact, WeeklyFigure
from indicators.week import Week
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.models import Kommune
from tests.cast import House
from tests.workflows.walking import (
    CONSENT,
    Refused,
    admitted,
    as_owner,
    assessed,
    do,
    end_everything,
    fresh,
    open_kinds,
    plan_and_link,
    register,
)

SignedIn = Callable[[str], Client]
ActorOf = Callable[..., Actor]
HOUSING, CARERS = "wohnungsnotfaelle", "pflege_angehoerige"
REFERRAL = {
    "given_name": "Olena",
    "family_name": "Kowalenko",
    "source": "self",
    "mode": "warm",
    "received_on": "heute",
    "client_consented": "on",
}


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def page(client: Client, case: Case, name: str = "file", hat: str = "cases") -> str:
    return text_of(client.get(reverse(f"{hat}:{name}", args=[case.number])))


def running(case: Case) -> set[str]:
    with as_owner():
        return set(Deadline.objects.running().filter(case=case).values_list("rule__code", flat=True))


def test_a_case_of_a_programme_without_assessment_goes_straight_from_intake_to_planning(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    case = admitted(actor("aylin"), actor("kora"), programme=HOUSING)

    assert (case.phase, open_kinds(case)) == ("planning", {"support_planning.decide_leadership"})
    assert {"assessment", "reassessment"}.isdisjoint(running(case))
    assert "plan" in running(case)
    with as_owner():
        assert not Assessment.objects.filter(case=case).exists()
    head = page(signed_in("aylin"), case)
    assert "Wohnungsnotfälle" in head
    assert reverse("cases:assessment", args=[case.number]) not in head
    supervised = page(signed_in("kora"), case, "case", "supervision")
    assert "Wohnungsnotfälle" in supervised
    assert reverse("supervision:file_plan", args=[case.number]) in supervised
    assert reverse("supervision:file_assessment", args=[case.number]) not in supervised
    course = page(signed_in("aylin"), case, "timeline")
    assert "Phase entfällt, das Programm hat sie nicht" in course


def test_a_case_of_a_programme_without_planning_is_accompanied_and_closed_without_a_plan(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    aylin = actor("aylin")
    case = assessed(aylin, actor("kora"), programme=CARERS)
    assert "plan" not in running(case)

    do(case, "support_planning.decide_leadership", by=aylin)
    assert (fresh(case).phase, open_kinds(case)) == ("implementation", {"support_planning.hold_review"})
    assert "Zum Hilfeplan" not in page(signed_in("aylin"), case)
    assert "first_review" in running(case)
    with as_owner():
        assert not case.support_plans.exists()
    do(case, "support_planning.hold_review", by=aylin)
    with pytest.raises(Refused):
        do(case, "support_planning.hold_review", by=aylin, result="change_plan")
    do(case, "support_planning.hold_review", by=aylin, result="close")
    do(case, "closure.hold_closing_talk", by=aylin)
    do(case, "closure.write_report", by=aylin)

    assert fresh(case).state == "closed"


def test_a_handover_comes_back_to_the_accompaniment_where_there_is_no_plan(
    actor: ActorOf, house: House
) -> None:
    aylin = actor("aylin")
    case = assessed(aylin, actor("kora"), programme=CARERS)
    do(case, "support_planning.decide_leadership", by=aylin)
    do(case, "support_planning.hold_review", by=aylin, result="handover")
    offer = {
        "reason": "zusteuerung_to_city",
        "switch_on": "heute",
        "to_organisation": str(house.organisation("stadt").pk),
    }
    do(case, "support_planning.request_handover", by=aylin, **offer, to_person=str(house["bernd"].pk))
    do(case, "support_planning.answer_handover", by=actor("bernd"), is_accepted="no", answer_reason="Voll.")

    assert open_kinds(case) == {"support_planning.hold_review"}


def test_the_programme_is_chosen_with_the_referral_and_said_in_head_and_lists(signed_in: SignedIn) -> None:
    aylin, address = signed_in("aylin"), reverse("cases:new")
    asked = text_of(aylin.post(address, {"given_name": "Olena", "family_name": "Kowalenko"}))
    assert "Pflegende Angehörige" in asked
    aylin.post(address, REFERRAL | {"programme": CARERS})
    aylin.post(address, REFERRAL | {"family_name": "Marchenko"})  # what nobody chose is KIM

    with as_owner():
        cared, plain = Case.objects.order_by("pk")
    assert (cared.programme, cared.intensity) == (CARERS, "high")
    assert (plain.programme, plain.intensity) == ("kim", "medium")
    assert "Pflegende Angehörige" in page(aylin, cared)
    for client, address in (
        (aylin, reverse("cases:list")),
        (signed_in("kora"), reverse("supervision:team")),
    ):
        both, only = text_of(client.get(address)), text_of(client.get(address, {"programme": CARERS}))
        assert cared.number in both
        assert plain.number in both
        assert cared.number in only
        assert plain.number not in only


def test_a_municipality_with_one_programme_is_never_asked(signed_in: SignedIn, actor: ActorOf) -> None:
    with as_owner():
        Programme.objects.update(is_active=False)
    aylin = signed_in("aylin")

    asked = text_of(aylin.post(reverse("cases:new"), {"given_name": "Olena", "family_name": "Kowalenko"}))
    desk = text_of(signed_in("erika").get(reverse("desk:register")))
    refused = text_of(aylin.post(reverse("cases:new"), REFERRAL | {"programme": HOUSING}, follow=True))
    with as_owner():
        case = Case.objects.get()
    shown = [asked, desk, refused, page(aylin, case), text_of(aylin.get(reverse("cases:list")))]
    shown.append(text_of(signed_in("kora").get(reverse("supervision:team"))))

    assert case.programme == "kim"
    assert not [text for text in shown if 'name="programme"' in text or "Programm wechseln" in text]


def test_after_the_admission_the_programme_changes_only_for_a_reason(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    aylin, case = signed_in("aylin"), admitted(actor("aylin"), actor("kora"))
    address = reverse("cases:programme", args=[case.number])
    fingerprint = (
        html.unescape(text_of(aylin.get(address))).split('name="fingerprint" value="')[1].split('"')[0]
    )
    answers = {"programme": CARERS, "fingerprint": fingerprint}

    aylin.post(address, answers)
    assert fresh(case).programme == "kim"
    aylin.post(address, answers | {"reason": "Sie pflegt ihren Vater."})

    assert fresh(case).programme == CARERS
    course = page(aylin, case, "timeline")
    assert "Programm gewechselt" in course
    assert "Sie pflegt ihren Vater." in course
    assert open_kinds(case) == {"assessment.rate_domains"}  # what has begun is ended


def test_what_a_case_brings_from_its_former_programme_stays_in_its_file(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    by = actor("aylin")
    case = assessed(by, actor("kora"))
    with acting_as(by):
        programmes.change(case, by=by, programme=HOUSING, reason="Die Wohnung ist gekündigt.")

    head = page(signed_in("aylin"), case)
    assert reverse("cases:assessment", args=[case.number]) in head
    assert ">Assessment</li>" not in "".join(head.split())  # the bar shows the phases of today
    with as_owner():
        row = CaseEvent.objects.get(case=case, kind="programme_changed")
    assert row.data == {"was": "kim", "programme": HOUSING}


def test_two_towns_may_use_the_same_code_for_different_things(house: House) -> None:
    with as_owner():
        other = Kommune.objects.create(name="Herford", key="05758012")
        Programme.objects.create(kommune=other, code=HOUSING, name="Ambulant", without=["planning"])
        here = Programme.objects.led_in(house.installed.kommune, HOUSING)
        there = Programme.objects.led_in(other, HOUSING)
        known = Programme.objects.names_in(other)

    assert (here.name, here.without, there.name, there.without) == (
        "Wohnungsnotfälle",
        ["assessment"],
        "Ambulant",
        ["planning"],
    )
    assert known == {"kim": "KIM", HOUSING: "Ambulant"}


def test_the_figures_of_500_6_count_its_programme_alone(actor: ActorOf, signed_in: SignedIn) -> None:
    by, coordinator = actor("aylin"), actor("kora")
    for programme in (HOUSING, HOUSING, CARERS, "kim"):
        admitted(by, coordinator, programme=programme)
    week = Week.from_date(clock.today())
    with clock.at(week.ends_at + dt.timedelta(hours=4)):
        roll_up(week, by=Actor.system())

    with as_owner():
        totals = WeeklyFigure.objects.filter(breakdown="")
        found = {f"{row.indicator}.{row.figure}": int(row.value or 0) for row in totals}
        assert set(Fact.objects.values_list("programme", "plan_measure")) == {
            (HOUSING, "500-6"),
            (CARERS, "500-2"),
            ("kim", ""),
        }
    assert (found["KIM-500-6.1.cases"], found["KIM-500-2.1.cases"], found["O01.open"]) == (2, 1, 1)
    assert (found["O03.received"], found["O25.cases"]) == (1, 1)
    shown = text_of(signed_in("kora").get("/fachaufsicht/kennzahlen/"))
    assert "Wohnungsnotfälle: im Jahr begleitete Fälle" in shown


def test_a_deadline_of_its_own_counts_for_the_programme_alone(actor: ActorOf) -> None:
    case = admitted(actor("aylin"), actor("kora"), programme=HOUSING)

    with as_owner():
        plan = Deadline.objects.get(case=case, rule__code="plan")
    weeks = (plan.due_on - plan.started_on).days // 7
    assert weeks == 3
    assert plan.own_terms == {
        "amount": 3,
        "unit": "weeks",
        "remind_after": 3,
        "escalate_after": 5,
        "own_extensions": 1,
    }


def test_without_assessment_and_plan_a_case_is_accompanied_from_the_admission_on(actor: ActorOf) -> None:
    with as_owner():
        Programme.objects.filter(code=HOUSING).update(without=["assessment", "planning"], deadlines={})
    case = admitted(actor("aylin"), actor("kora"), programme=HOUSING)
    assert case.phase == "implementation"
    assert "plan" not in running(case)

    do(case, "support_planning.decide_leadership", by=actor("aylin"))

    assert open_kinds(case) == {"support_planning.hold_review"}
    with as_owner():
        passed = CaseEvent.objects.filter(case=case, kind="phase_passed_over").order_by("pk")
        assert [row.data["passed_over"] for row in passed] == ["assessment", "planning"]


def test_who_comes_back_to_a_programme_without_assessment_begins_with_the_planning(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    by = actor("aylin")
    case = admitted(by, actor("kora"), programme=HOUSING)
    do(case, "support_planning.decide_leadership", by=by)
    plan_and_link(case, by=by)
    end_everything(case, by=by)
    with pytest.raises(Refused):
        do(case, "support_planning.hold_review", by=by, result="reassess")
    do(case, "support_planning.hold_review", by=by, result="close")
    do(case, "closure.hold_closing_talk", by=by)
    do(case, "closure.write_report", by=by, reason="goals_achieved")

    back = CONSENT | {"note": "Die Wohnung ist gekündigt."}
    signed_in("aylin").post(reverse("cases:reopen", args=[case.number]), back)

    assert (fresh(case).phase, open_kinds(case)) == ("planning", {"support_planning.decide_leadership"})
    with as_owner():
        assert not Case.objects.get(pk=case.pk).may_be_assessed_again()


def test_a_case_keeps_its_programme_when_it_no_longer_takes_cases(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    case = admitted(actor("aylin"), actor("kora"), programme=HOUSING)
    with as_owner():
        Programme.objects.update(is_active=False)

    assert "Wohnungsnotfälle" in page(signed_in("aylin"), case)
    with pytest.raises(ValidationError, match="nimmt keine Fälle auf"):
        register(actor("aylin"), programme=HOUSING)


def test_a_programme_of_another_municipality_is_not_offered(actor: ActorOf, signed_in: SignedIn) -> None:
    with as_owner():
        other = Kommune.objects.create(name="Herford", key="05758012")
        Programme.objects.update(kommune=other)
    aylin = signed_in("aylin")

    asked = text_of(aylin.post(reverse("cases:new"), {"given_name": "Olena", "family_name": "Kowalenko"}))

    assert 'name="programme"' not in asked
    with pytest.raises(ValidationError, match="nimmt keine Fälle auf"):
        register(actor("aylin"), programme=HOUSING)
    case = register(actor("aylin"))
    assert "Programm wechseln" not in page(aylin, case)
    assert aylin.get(reverse("cases:programme", args=[case.number])).status_code == 404


def test_before_the_admission_the_programme_is_put_right_without_a_word(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    aylin, case = signed_in("aylin"), register(actor("aylin"))
    address = reverse("cases:programme", args=[case.number])

    shown = text_of(aylin.get(address))
    answers = {
        "programme": HOUSING,
        "fingerprint": shown.split('name="fingerprint" value="')[1].split('"')[0],
    }
    aylin.post(address, answers)

    assert fresh(case).programme == HOUSING


def test_what_comes_from_outside_is_kim(actor: ActorOf, house: House) -> None:
    with as_owner():
        row = outside.receive(
            house.installed.kommune,
            client_consented=True,
            sender="Praxis Dr. Kühn",
            given_name="Olena",
            family_name="Kowalenko",
            language="de",
            urgency="normal",
        )
    with acting_as(actor("kora")):
        taken = outside.take_over(row, by=actor("kora"), source="other")

    assert fresh(taken).programme == "kim"


def test_the_forecast_expects_an_assessment_only_where_the_programme_has_one(
    actor: ActorOf, signed_in: SignedIn
) -> None:
    with as_owner():
        other = Kommune.objects.create(name="Herford", key="05758012")
        Programme.objects.create(kommune=other, code=CARERS, name="Pflege", without=["assessment"])
    long_ago = clock.today() - dt.timedelta(days=40)
    for programme in (HOUSING, CARERS, "kim"):
        register(actor("aylin"), programme=programme, received_on=long_ago)

    ahead = signed_in("aylin").get(reverse("cases:forecast")).context["whole"]

    assert ahead.late.numbers["intake"] == 6  # of each the first contact and the decision
    assert sum(week.expected for week in ahead.weeks) == 2
