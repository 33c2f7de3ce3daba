# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case rests and wakes, is marked with a crisis, and is looked at again while the support goes on."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import jobs
from casemanagement.models import Assessment, Case, Contact, Deadline, WorkItem
from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.workflows.walking import as_owner, do, fresh, item, open_kinds, planned, rate_everything

SignedIn = Callable[[str], Client]
ActorOf = Callable[..., Actor]
MONDAY = dt.datetime(2026, 11, 2, 9, tzinfo=clock.BERLIN)
REST = {"pause_reason": "travel", "resume_on": "16.11.2026"}


@pytest.fixture
def case(actor: ActorOf) -> Case:
    """In the implementation since a Monday; the first review is due on 14 December."""
    with clock.at(MONDAY):
        return planned(actor("aylin"), actor("kora"))


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def page(client: Client, case: Case, name: str = "file") -> str:
    return text_of(client.get(reverse(f"cases:{name}", args=[case.number])))


def send(client: Client, case: Case, name: str, **answers: str) -> str:
    """Fill the page's form as a browser does; what the page after it says."""
    return text_of(client.post(reverse(f"cases:{name}", args=[case.number]), answers, follow=True))


def review_due(case: Case) -> dt.date:
    with as_owner():
        return Deadline.objects.running().get(case=case, rule__code="first_review").last_day


def test_a_case_rests_from_its_page_and_its_deadlines_stand_still(case: Case, signed_in: SignedIn) -> None:
    with clock.at(MONDAY):
        aylin = signed_in("aylin")
        due = review_due(case)
        said = send(aylin, case, "pause", **REST | {"resume_on": "04.01.2027"})

        assert "Der Fall ruht." in said
        assert "bis 04.01.2027, Reise oder längere Abwesenheit" in said
        assert fresh(case).is_paused
        assert open_kinds(case) == {"support_planning.hold_review"}  # the process stands where it stood
    with clock.at(MONDAY + dt.timedelta(days=49)):  # the review would be due since a week
        assert "überfällig" not in page(aylin, case)
        assert "Überprüfung durchführen" not in text_of(aylin.get(reverse("cases:today")))
        said = send(aylin, case, "resume")

        assert "Der Fall läuft wieder" in said
        assert review_due(case) == due + dt.timedelta(days=49)
        assert item(case, "support_planning.hold_review").due_on == due + dt.timedelta(days=49)


def test_the_worker_wakes_the_case_on_its_day_and_asks_for_a_call(case: Case, signed_in: SignedIn) -> None:
    with clock.at(MONDAY):
        aylin = signed_in("aylin")
        send(aylin, case, "pause", **REST)
    with clock.at(dt.datetime(2026, 11, 15, 12, tzinfo=clock.BERLIN)):
        jobs.run_due()
        assert fresh(case).is_paused
    with clock.at(dt.datetime(2026, 11, 16, 6, tzinfo=clock.BERLIN)):
        jobs.run_due()
        jobs.run_due()

        assert not fresh(case).is_paused
        assert "Der Fall läuft wieder: Bitte melden Sie sich" in text_of(aylin.get(reverse("cases:today")))
        with as_owner():
            assert WorkItem.objects.open().filter(case=case, kind="pauses.resumed").count() == 1


def test_who_wakes_the_case_early_is_not_woken_again(case: Case, signed_in: SignedIn) -> None:
    with clock.at(MONDAY):
        aylin = signed_in("aylin")
        send(aylin, case, "pause", **REST)
        send(aylin, case, "resume")
        assert "ruht nicht mehr" in send(aylin, case, "resume")
        send(aylin, case, "pause", **REST | {"resume_on": "30.11.2026"})
    with clock.at(dt.datetime(2026, 11, 16, 6, tzinfo=clock.BERLIN)):
        jobs.run_due()

        assert fresh(case).is_paused


def test_a_rest_that_the_review_began_ends_on_the_page_as_well(
    case: Case, actor: ActorOf, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        aylin = signed_in("aylin")
        do(case, "support_planning.hold_review", by=actor("aylin"), result="pause")
        send(aylin, case, "pause", **REST)
        assert open_kinds(case) == {"support_planning.resume_case"}

        send(aylin, case, "resume")

        assert open_kinds(case) == {"support_planning.hold_review"}


def test_nobody_lets_a_case_rest_for_half_a_year(case: Case, signed_in: SignedIn) -> None:
    with clock.at(MONDAY):
        said = send(signed_in("aylin"), case, "pause", **REST | {"resume_on": "02.05.2027"})

    assert "höchstens drei Monate" in said
    assert "02.05.2027" in said
    assert not fresh(case).is_paused


def test_a_crisis_has_a_reason_that_everybody_sees_and_ends_with_a_note(
    case: Case, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        aylin, kora = signed_in("aylin"), signed_in("kora")
        refused = send(aylin, case, "crisis", note="Sie rief nachts an.")
        said = send(aylin, case, "crisis", reason="violence", note="Sie rief nachts an.")
        listed = text_of(aylin.get(reverse("cases:list")))
        seen = text_of(kora.get(reverse("supervision:case", args=[case.number])))

        assert "Was ist geschehen?" in refused
        assert "seit 02.11.2026, Gewalt oder Bedrohung" in said
        assert "Krise" in listed
        assert "Krise: Gewalt oder Bedrohung" in text_of(aylin.get(reverse("cases:today")))
        assert "seit 02.11.2026, Gewalt oder Bedrohung" in seen
        assert "nachts" not in seen

        without_words = send(aylin, case, "crisis", note="")
        ended = send(aylin, case, "crisis", note="Sie wohnt jetzt sicher.")

    assert "Wie endete die Krise?" in without_words
    assert "Die Krise ist als beendet vermerkt." in ended
    assert not fresh(case).in_crisis
    with as_owner():
        texts = {row.text for row in Contact.objects.filter(case=case)}
    assert texts >= {"Sie rief nachts an.", "Sie wohnt jetzt sicher."}


def test_after_a_critical_event_the_assessment_is_made_again_while_the_support_goes_on(
    case: Case, actor: ActorOf, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        aylin = signed_in("aylin")
        assert "Neues Assessment beginnen" in page(aylin, case, "assessment")
        refused = send(aylin, case, "assessment_again", occasion="home_lost")
        said = send(aylin, case, "assessment_again", occasion="home_lost", note="Räumung am Freitag.")

        assert "was sich verändert hat" in refused
        assert "Verlust der Wohnung" in said
        assert "Räumung am Freitag." in said
        assert fresh(case).phase == "implementation"
        assert open_kinds(case) == {"support_planning.hold_review", "assessment.rate_domains"}
        assert "Zurzeit kann kein neues Assessment beginnen" in send(
            aylin, case, "assessment_again", occasion="six_months"
        )

        rate_everything(case, by=actor("aylin"))
        do(case, "assessment.rate_domains", by=actor("aylin"))
        do(case, "assessment.discuss_summary", by=actor("aylin"))

        assert open_kinds(case) == {"support_planning.hold_review"}
        assert "Passt der Hilfeplan noch?" in page(aylin, case)


def test_six_months_after_an_assessment_the_next_one_is_due(
    case: Case, signed_in: SignedIn, house: House
) -> None:
    with as_owner():
        due = Deadline.objects.running().get(case=case, rule__code="reassessment")
        assert Assessment.objects.get(case=case).occasion == "initial"

    assert due.due_on == dt.date(2027, 5, 3)  # six months later, on a working day
    with clock.at(MONDAY):
        assert "Erneutes Assessment" in page(signed_in("aylin"), case)


def test_the_last_review_ends_an_assessment_that_was_begun_beside_it(
    case: Case, actor: ActorOf, signed_in: SignedIn
) -> None:
    with clock.at(MONDAY):
        send(signed_in("aylin"), case, "assessment_again", occasion="six_months")
        do(case, "support_planning.hold_review", by=actor("aylin"), result="close")

    assert open_kinds(case) == {"closure.hold_closing_talk"}
