# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages about deletion: two hats agree, hold and answer for the archive, by number alone."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement import retention
from casemanagement.models import Case, DeletionItem, DeletionRun, Document, LegalHold
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory
from tests.papers import PDF

SignedIn = Callable[[str], Client]
TODAY = dt.date(2026, 3, 2)
ENDED = dt.date(2022, 6, 1)
PLACES = {"kora": "supervision", "dora": "dataprotection"}


@pytest.fixture(autouse=True)
def _someday(tmp_path: Any, settings: Any) -> Iterator[None]:
    settings.DELETION_LEDGER = tmp_path / "deletions.jsonl"
    with clock.at(TODAY):
        yield


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["aylin"], received_on=ENDED, closed=True, closed_on=ENDED)


@pytest.fixture
def run(case: Case) -> DeletionRun:
    retention.run()
    with acting_in_role(OWNER):
        return DeletionRun.objects.get()


def page(name: str, client: Client, view: str = "deletion", **kwargs: Any) -> str:
    response = client.get(reverse(f"{PLACES[name]}:{view}", kwargs=kwargs))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def send(name: str, client: Client, run: DeletionRun, **data: Any) -> str:
    address = reverse(f"{PLACES[name]}:deletion_run", kwargs={"run": run.pk})
    return " ".join(client.post(address, data, follow=True).content.decode().split())


@pytest.mark.parametrize("name", PLACES)
def test_the_schedule_shows_each_class_with_its_legal_basis(name: str, signed_in: SignedIn) -> None:
    text = page(name, signed_in(name), "deletion_schedule")

    assert "§§ 195, 199 BGB" in text
    assert "10 Jahre" in text
    assert "35 Tage" in text
    assert "31.12. des Jahres: Ende des Falls" in text


@pytest.mark.parametrize("name", PLACES)
def test_what_is_due_stands_on_the_page_with_its_number_and_no_name(
    name: str, run: DeletionRun, case: Case, signed_in: SignedIn
) -> None:
    client = signed_in(name)

    assert "2 Zustimmungen fehlen" in page(name, client)
    text = page(name, client, "deletion_run", run=run.pk)
    assert case.number in text
    assert "Fallakte" in text
    with acting_in_role(OWNER):
        assert case.identity.family_name not in text


def test_two_persons_agree_and_the_certificate_names_nobody_else(
    run: DeletionRun, case: Case, signed_in: SignedIn
) -> None:
    kora, dora = signed_in("kora"), signed_in("dora")
    with acting_in_role(OWNER):
        item = run.items.get()
    assert "Antworten des Archivs eingetragen: 1" in send(
        "kora", kora, run, deed="archive", **{f"item-{item.pk}": "declined"}
    )
    assert "Sie haben zugestimmt" in send("kora", kora, run, deed="approve")
    assert "liegt schon vor" in send("kora", kora, run, deed="approve")
    assert "Ab dem 16.03.2026 wird gelöscht" in send("dora", dora, run, deed="approve")
    with clock.at(TODAY + dt.timedelta(days=14)):
        retention.run()

    response = signed_in("dora").get(reverse("dataprotection:deletion_certificate", kwargs={"run": run.pk}))
    assert response.content.startswith(b"%PDF")
    assert case.number.encode() not in response.content
    assert "ausgeführt" in page("dora", signed_in("dora"))


def test_a_run_is_taken_back(run: DeletionRun, signed_in: SignedIn) -> None:
    assert "zurückgezogen" in send("dora", signed_in("dora"), run, deed="withdraw")
    assert "abgeschlossen" in send("kora", signed_in("kora"), run, deed="approve")


@pytest.mark.parametrize("data", [{}, {"deed": "unsinn"}, {"deed": "archive", "item-x": "taken"}])
def test_bad_input_does_nothing(data: dict[str, str], run: DeletionRun, signed_in: SignedIn) -> None:
    send("dora", signed_in("dora"), run, **data)
    with acting_in_role(OWNER):
        assert [item.archive_answer for item in DeletionItem.objects.all()] == ["open"]
        assert DeletionRun.objects.get().protected_at is None


@pytest.mark.parametrize("name", ["aylin", "carla", "theo", "adam", "conrad", "rita", "erika"])
def test_nobody_else_sees_the_pages(name: str, run: DeletionRun, signed_in: SignedIn) -> None:
    for place in PLACES.values():
        for view, kwargs in (("deletion", {}), ("deletion_run", {"run": run.pk})):
            assert signed_in(name).get(reverse(f"{place}:{view}", kwargs=kwargs)).status_code == 403


def test_the_run_of_another_house_is_not_there(house: House, signed_in: SignedIn) -> None:
    CaseFactory(led_by=house["carla"], received_on=ENDED, closed=True, closed_on=ENDED)
    retention.run()
    with acting_in_role(OWNER):
        run = DeletionRun.objects.get()
    assert signed_in("dora").get(f"/datenschutz/loeschen/{run.pk}/").status_code == 404
    assert signed_in("dora").post(f"/datenschutz/loeschen/{run.pk}/", {"deed": "approve"}).status_code == 404
    assert signed_in("kora").get(f"/fachaufsicht/loeschen/{run.pk}/").status_code == 200


HOLD_AT = {
    "aylin": "/fallarbeit/fall/{}/anhalten/",
    "kora": "/fachaufsicht/fall/{}/anhalten/",
    "dora": "/datenschutz/akten/{}/anhalten/",
}


@pytest.mark.parametrize("name", HOLD_AT)
def test_a_file_is_held_with_reason_and_day_of_review(name: str, case: Case, signed_in: SignedIn) -> None:
    client, address = signed_in(name), HOLD_AT[name].format(case.number)
    assert client.get(address).status_code == 200
    again = client.post(address, {"reason": "", "review_on": "+2w"})
    assert "Bitte nennen Sie den Anlass" in again.content.decode()
    client.post(address, {"reason": "complaint", "review_on": "+2w", "note": "Beschwerde liegt vor"})

    with acting_in_role(OWNER):
        hold = LegalHold.objects.get()
        assert (hold.reason, hold.review_on, hold.placed_by.username) == (
            "complaint",
            dt.date(2026, 3, 16),
            name,
        )


@pytest.mark.parametrize("name", PLACES)
def test_a_hold_is_listed_and_released(name: str, case: Case, signed_in: SignedIn) -> None:
    client = signed_in(name)
    client.post(HOLD_AT[name].format(case.number), {"reason": "dispute", "review_on": "+2w"})
    text = page(name, client)
    assert case.number in text
    assert "Rechtsstreit" in text
    with acting_in_role(OWNER):
        hold = LegalHold.objects.get()
    answer = client.post(reverse(f"{PLACES[name]}:hold_release", kwargs={"hold": hold.pk}), follow=True)

    assert "nicht mehr angehalten" in answer.content.decode()
    with acting_in_role(OWNER):
        assert LegalHold.objects.get().released_at is not None


def test_a_decision_of_the_officer_is_in_the_record_of_access(case: Case, signed_in: SignedIn) -> None:
    signed_in("dora").post(HOLD_AT["dora"].format(case.number), {"reason": "dispute", "review_on": "+2w"})
    with acting_in_role(OWNER):
        (event,) = AccessEvent.objects.filter(action="decide")
        assert (event.case_id, event.reason) == (case.pk, "hold_placed")


def test_the_purpose_of_a_copy_is_noted_and_a_removed_one_is_not_there(
    house: House, signed_in: SignedIn
) -> None:
    client = signed_in("aylin")
    case = CaseFactory(led_by=house["aylin"], in_assessment=True)
    with acting_in_role(OWNER):
        paper = Document.objects.create(
            case=case,
            kind="identity",
            title="Ausweis",
            content_type="application/pdf",
            size=len(PDF),
            sha256="0" * 64,
            uploaded_at=clock.now(),
        )
    folder = f"/fallarbeit/fall/{case.number}/dokumente/"
    assert (
        "Zweck erreicht am 02.03.2026"
        in client.post(f"{folder}{paper.pk}/zweck/", follow=True).content.decode()
    )
    with acting_in_role(OWNER):
        Document.objects.update(removed_at=clock.now(), title="")
    assert "vorgelegt am 02.03.2026" in client.get(folder).content.decode()
    assert client.get(f"{folder}{paper.pk}/").status_code == 404
