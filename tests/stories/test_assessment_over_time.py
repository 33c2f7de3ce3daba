# SPDX-License-Identifier: AGPL-3.0-or-later
"""The situation in time: what was said before stands beside each question, and differences are said in words."""

import datetime as dt
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import assessment_items
from casemanagement.choices import Domain
from casemanagement.models import Assessment, Case, CaseEvent, DomainRating
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import AssessmentFactory, AssignmentFactory, CaseFactory

SignedIn = Callable[[str], Client]
MONTHS = dt.timedelta(days=180)


@pytest.fixture
def case(carla: User) -> Case:
    """Two rounds: one completed half a year ago, one that begins today."""
    found = CaseFactory(led_by=carla, planned=True, received_on=clock.today() - MONTHS)
    with acting_in_role(OWNER):
        before = Assessment.objects.get(case=found)
        before.completed_on = before.discussed_on = before.started_on
        before.save()
        DomainRating.objects.filter(assessment=before).update(item_version=1)
        debt = DomainRating.objects.get(assessment=before, domain="debt")
        debt.note = "Stromrechnung offen"
        debt.save()
    AssessmentFactory(case=found, number=2)
    return found


def page(client: Client, case: Case, name: str = "assessment", query: str = "", **kwargs: Any) -> str:
    answer = client.get(reverse(f"cases:{name}", kwargs={"number": case.number, **kwargs}) + query)
    assert answer.status_code == 200
    return text_of(answer)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def send(client: Client, case: Case, domain: str, **answers: str) -> Any:
    return client.post(reverse("cases:domain", kwargs={"number": case.number, "domain": domain}), answers)


def ratings(number: int) -> dict[str, DomainRating]:
    with acting_in_role(OWNER):
        return {row.domain: row for row in DomainRating.objects.filter(assessment__number=number)}


def take_over_all(client: Client, case: Case, *, but: tuple[str, ...] = ()) -> None:
    for domain in Domain:
        if domain.value not in but:
            send(client, case, domain.value, unchanged="1", stay="1")


def test_the_answer_before_stands_beside_each_question(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")

    asked = page(carla, case, "domain", domain="debt")

    assert "Gibt es Rechnungen oder Schulden, die Sie nicht bezahlen können?" in asked
    assert "1 – gering (allein lösbar)" in asked
    assert "Stromrechnung offen" in asked
    assert "zuletzt Bedarf: gering (allein lösbar) · Ressource: ausbaufähig" in page(carla, case)


def test_what_has_not_changed_is_taken_over_with_one_click(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")

    from_list = send(carla, case, "debt", unchanged="1", stay="1")
    from_page = send(carla, case, "residence_law", unchanged="1")

    now = ratings(2)
    assert from_list["Location"].endswith("/assessment/")
    assert from_page["Location"].endswith("/assessment/language/")
    assert (now["debt"].need, now["debt"].resource, now["debt"].note) == (1, 2, "Stromrechnung offen")
    assert now["residence_law"].client_priority == 1
    with acting_in_role(OWNER):
        told = list(CaseEvent.objects.filter(case=case, kind="domain_rated").values_list("data", flat=True))
    assert [row["unchanged"] for row in told] == [True, True]


def test_nothing_is_taken_over_where_nothing_was_said(carla: User, signed_in: SignedIn) -> None:
    first = CaseFactory(led_by=carla, in_assessment=True)
    client = signed_in("carla")

    send(client, first, "debt", unchanged="1")

    assert "gibt es dazu keine Antwort" in page(client, first, "domain", domain="debt")
    assert "Unverändert übernehmen" not in page(client, first)


def test_a_rank_that_was_given_to_something_else_is_not_taken_over_twice(
    case: Case, signed_in: SignedIn
) -> None:
    carla = signed_in("carla")
    send(carla, case, "debt", standing="rated", need="4", resource="1", client_priority="1")

    send(carla, case, "residence_law", unchanged="1")

    assert "Rang 1 hat schon „Finanzen, Schulden“." in page(carla, case, "domain", domain="residence_law")
    assert "residence_law" not in ratings(2)


def test_differences_are_said_in_words_with_their_sign(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    send(carla, case, "debt", standing="rated", need="3", resource="1")
    send(carla, case, "housing", standing="declined")
    take_over_all(carla, case, but=("debt", "housing"))

    seen, differences = page(carla, case), page(carla, case, query="?unterschiede=1")

    for words in ("+2 Bedarf", "−1 Ressource", "vorher: eingeschätzt"):
        assert words in seen
    compared = differences[differences.index('id="compared"') :]
    assert "Finanzen, Schulden" in compared
    assert "Gesundheit, Krankenversicherung" not in compared
    assert "Auch die 14 unveränderten Bereiche zeigen" in compared


def test_up_to_four_dates_stand_side_by_side_the_first_always(
    case: Case, carla: User, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        Assessment.objects.filter(case=case).update(completed_on=clock.today())
    for number in (3, 4, 5):
        AssessmentFactory(case=case, number=number, rated=True, completed_on=clock.today())

    five, three = page(signed_in("carla"), case), page(signed_in("carla"), case, query="?nr=3")

    def columns(text: str) -> list[str]:
        return re.findall(r'<th scope="col">Nr\. (\d)', text)

    assert columns(five) == ["1", "3", "4", "5"]
    assert "1 dazwischen steht nicht hier" in five
    assert columns(three) == ["1", "2", "3"]


def test_need_and_resource_are_a_picture_and_a_table(case: Case, signed_in: SignedIn) -> None:
    seen = page(signed_in("carla"), case, query="?nr=1")

    assert seen.count('class="app-profile__row"') == len(Domain)
    profile = seen[seen.index("Als Tabelle") :]
    assert "4 – akut (sofort)" in profile
    assert "2 – ausbaufähig" in profile


def test_complexity_and_intensity_are_proposed_with_their_reasons(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    assert "Vorschlag" not in page(carla, case)  # as long as domains are open there is none

    take_over_all(carla, case)
    seen = page(carla, case)

    assert "Komplexität <strong>hoch</strong>, Intensität <strong>hoch</strong>" in seen
    for reason in (
        "6 Lebensbereiche mit Bedarf 3 oder 4",
        "davon akut: 3",
        "1 weitere Stelle beteiligt",
        "0 Gefährdungen vermerkt",
        "0 Kontakte in den letzten 8 Wochen",
    ):
        assert reason in seen


def test_risks_that_may_not_be_read_are_not_called_none(case: Case, dilan: User, signed_in: SignedIn) -> None:
    """A deputy from another house without consent reads the file and not the situation."""
    take_over_all(signed_in("carla"), case)
    AssignmentFactory(case=case, person=dilan, role="deputy", valid_from=clock.today())

    assert "Gefährdungen: nicht einsehbar, also nicht mitgezählt" in page(signed_in("dilan"), case)


def test_another_level_than_the_proposed_one_needs_a_reason(case: Case, signed_in: SignedIn) -> None:
    carla = signed_in("carla")
    take_over_all(carla, case)
    url = reverse("cases:intensity", args=[case.number])

    def level(**answers: str) -> Any:
        form = carla.get(url).context["form"]
        return carla.post(url, {"fingerprint": form["fingerprint"].value(), **answers})

    silent = level(complexity="high", intensity="low")
    assert "Bitte nennen Sie den Grund" in text_of(silent)
    level(complexity="high", intensity="low", level_reason="Der Bruder übernimmt vieles.")

    with acting_in_role(OWNER):
        decided = Assessment.objects.get(case=case, number=2)
        intensity = Case.objects.get(pk=case.pk).intensity
    assert (decided.complexity, decided.intensity, intensity) == ("high", "low", "low")
    assert (decided.proposed_complexity, decided.proposed_intensity) == ("high", "high")
    assert "Der Bruder übernimmt vieles." in page(carla, case)

    level(complexity="high", intensity="high")
    with acting_in_role(OWNER):
        assert Assessment.objects.get(case=case, number=2).level_reason == ""


def test_an_answer_keeps_the_version_of_its_question(
    case: Case, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    own = tmp_path / "items.toml"
    own.write_text(
        assessment_items.FILE.read_text()
        + f"""
[[item]]
domain = "debt"
version = 2
valid_from = {clock.today().isoformat()}
scale = "need_resource_0_4"
question = "Wer wartet auf Geld von Ihnen?"
help = "Auch Familie und Bekannte."
"""
    )
    settings.ASSESSMENT_ITEMS = str(own)
    carla = signed_in("carla")

    asked = page(carla, case, "domain", domain="debt")
    send(carla, case, "debt", standing="rated", need="1", resource="2")
    send(carla, case, "housing", unchanged="1")

    assert "Wer wartet auf Geld von Ihnen?" in asked
    assert "Die Frage lautete anders" in asked
    assert "Gibt es Rechnungen oder Schulden, die Sie nicht bezahlen können?" in asked
    assert (ratings(1)["debt"].item_version, ratings(2)["debt"].item_version) == (1, 2)
    assert ratings(2)["housing"].item_version == 1
    assert "andere Fassung der Frage" in page(carla, case)
