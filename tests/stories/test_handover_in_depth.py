# SPDX-License-Identifier: AGPL-3.0-or-later
"""A case changes hands: the talk, the client's word, what goes along, two weeks of reading, and whose work counts."""

import datetime as dt
import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casemanagement.actions import contacts, documents
from casemanagement.casework import casework
from casemanagement.models import Case, Contact, Document, Handover, WorkItem
from indicators.models import Fact, PhaseSpan
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Membership
from permissions.rights import Right
from tests.cast import House
from tests.papers import PDF
from tests.workflows.walking import (
    as_owner,
    assessed,
    consent_to_handover,
    do,
    fresh,
    item,
    open_kinds,
    planned,
)

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]
TALK: dict[str, Any] = {
    "talk_on": "heute",
    "talked_with": ["client", "receiver"],
    "interpretation": "none_needed",
    "text": "Nächster Termin beim Jobcenter am Montag.",
    "client_word": "agrees",
    "notes_along": "last",
    "may_look_back": "on",
}
START = dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(START):
        yield


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def approved(actor: ActorOf, house: House, *, notes: int = 0) -> Case:
    """A case of AWO that the city has said yes to; the talk waits."""
    carla = actor("carla")
    case = assessed(carla, actor("kora"))
    with acting_as(carla), transaction.atomic():
        for number in range(1, notes + 1):
            contacts.write(case, by=carla, kind="phone", occurred_on=clock.today(), text=f"Notiz {number}.")
    do(case, "support_planning.decide_leadership", by=carla, leadership="handover")
    consent_to_handover(case, "stadt", by=carla)
    offer = {
        "reason": "zusteuerung_to_city",
        "to_organisation": str(house.organisation("stadt").pk),
        "switch_on": "heute",
    }
    do(case, "support_planning.request_handover", by=carla, **offer)
    do(case, "support_planning.answer_handover", by=actor("bernd"))
    do(case, "support_planning.approve_handover", by=actor("kora"))
    return case


def talk(case: Case, client: Client, **answers: Any) -> Any:
    """The step through its own page."""
    step = item(case, "support_planning.hold_handover_talk")
    url = reverse("workflows:case_step", args=[step.process_id, step.task_id])
    return client.post(url, {name: value for name, value in (TALK | answers).items() if value is not None})


def state(case: Case) -> str:
    with as_owner():
        return Handover.objects.filter(case=case).latest("pk").state


def test_no_case_is_handed_over_before_the_talk_with_the_client(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = approved(actor, house)
    assert open_kinds(case) == {"support_planning.hold_handover_talk"}
    assert fresh(case).organisation == house.organisation("awo")

    without_her = talk(case, signed_in("carla"), talked_with=["receiver"])
    assert "kein Übergabegespräch" in text_of(without_her)
    assert state(case) == "approved"

    talk(case, signed_in("carla"))
    assert (state(case), fresh(case).organisation) == ("switched", house.organisation("stadt"))
    with acting_as(actor("bernd")), transaction.atomic():
        note = Contact.objects.get(case=case, kind="handover_talk")
    assert (note.text, note.participants) == (TALK["text"], "Klient*in, neue Fallführung")


def test_the_last_three_notes_go_along_and_the_papers_that_were_chosen(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = approved(actor, house, notes=5)
    with casework(case, by=actor("carla"), right=Right.WRITE_FILE) as held:
        chosen, left = (
            documents.keep(held, by=actor("carla"), kind="certificate", title=title, content=PDF)
            for title in ("Zeugnis", "Mietvertrag")
        )

    talk(case, signed_in("carla"), documents_along=[str(chosen.pk)])

    bernd = signed_in("bernd")
    shown = text_of(bernd.get(reverse("cases:timeline", args=[case.number])))
    assert [f"Notiz {number}." in shown for number in range(1, 6)] == [False, False, True, True, True]
    papers = text_of(bernd.get(reverse("cases:documents", args=[case.number])))
    assert "Zeugnis" in papers
    assert "Mietvertrag" not in papers
    with acting_as(actor("bernd")), transaction.atomic():
        texts = set(Contact.objects.filter(case=case).values_list("text", flat=True))
        assert not Document.objects.filter(pk=left.pk).exists()
    assert {"Notiz 1.", "Notiz 2."}.isdisjoint(texts)


def test_what_was_entrusted_goes_along_with_the_clients_word_alone(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    with_her_word, without = approved(actor, house), approved(actor, house)
    for case in (with_her_word, without):
        with acting_as(actor("carla")), transaction.atomic():
            contacts.write_confidential(case, by=actor("carla"), text="Sie hat Angst vor dem Onkel.")

    talk(with_her_word, signed_in("carla"), confidential_along="on")
    talk(without, signed_in("carla"))

    bernd = signed_in("bernd")
    assert "Angst" in text_of(bernd.get(reverse("cases:confidential", args=[with_her_word.number])))
    assert "Angst" not in text_of(bernd.get(reverse("cases:confidential", args=[without.number])))


def test_the_former_case_manager_reads_for_fourteen_days_and_nothing_that_came_later(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = approved(actor, house, notes=1)
    talk(case, signed_in("carla"))
    with as_owner():
        url = reverse("cases:looking_back", args=[Handover.objects.get(case=case).pk])
    with clock.at(START + dt.timedelta(days=1)), acting_as(actor("bernd")), transaction.atomic():
        contacts.write(case, by=actor("bernd"), kind="phone", occurred_on=clock.today(), text="Später.")

    with clock.at(START + dt.timedelta(days=14)):
        carla = signed_in("carla")
        shown = text_of(carla.get(url))
        assert case.number in text_of(carla.get(reverse("cases:offers")))
        assert "Notiz 1." in shown
        assert "Später." not in shown
        assert carla.get(reverse("cases:file", args=[case.number])).status_code == 404
        with acting_as(actor("carla")), transaction.atomic():
            assert "Später." not in set(Contact.objects.values_list("text", flat=True))
    with clock.at(START + dt.timedelta(days=15)):
        assert signed_in("carla").get(url).status_code == 404
        with acting_as(actor("carla")), transaction.atomic():
            assert not Contact.objects.filter(case=case).exists()


def test_reading_ends_at_once_when_the_client_says_so(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case, refused = approved(actor, house), approved(actor, house)
    talk(case, signed_in("carla"))
    talk(refused, signed_in("carla"), may_look_back=None)
    with as_owner():
        row, other = Handover.objects.get(case=case), Handover.objects.get(case=refused)
    carla = signed_in("carla")
    assert carla.get(reverse("cases:looking_back", args=[other.pk])).status_code == 404
    assert carla.get(reverse("cases:looking_back", args=[row.pk])).status_code == 200

    signed_in("bernd").post(reverse("cases:looking_back_end", args=[case.number, row.pk]))

    assert carla.get(reverse("cases:looking_back", args=[row.pk])).status_code == 404


def test_a_client_who_wants_to_stay_stays(actor: ActorOf, house: House, signed_in: SignedIn) -> None:
    case = approved(actor, house)

    talk(case, signed_in("carla"), client_word="stays")

    assert state(case) == "refused"
    assert open_kinds(case) == {"support_planning.decide_leadership"}
    assert fresh(case).organisation == house.organisation("awo")


def test_a_client_who_goes_without_the_file_leaves_it_to_be_closed(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = approved(actor, house)

    talk(case, signed_in("carla"), client_word="without_file")

    assert state(case) == "without_file"
    assert open_kinds(case) == {"closure.hold_closing_talk"}
    with acting_as(actor("bernd")), transaction.atomic():
        assert not Contact.objects.filter(case=case).exists()


def test_intake_and_assessment_count_for_the_house_that_did_them(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    case = approved(actor, house)
    with clock.at(START + dt.timedelta(days=3)):
        talk(case, signed_in("carla"), talk_on="heute")
    with clock.at(START + dt.timedelta(days=9)), acting_as(actor("bernd")), transaction.atomic():
        contacts.write(case, by=actor("bernd"), kind="phone", occurred_on=clock.today(), text="Kurz.")

    with acting_in_role("kim_rollup"), transaction.atomic():
        fact = Fact.objects.get(recorded_until=None, organisation="stadt")
        spans = dict(PhaseSpan.objects.filter(fact=fact).values_list("phase", "led_by"))
    assert [part["organisation"] for part in fact.segments or []] == ["awo", "stadt"]
    assert spans == {"intake": "awo", "assessment": "awo", "planning": "stadt"}


def bulk(client: Client, house: House, **choices: str) -> Any:
    url = reverse("supervision:leaving_person", args=[house["carla"].pk])
    return client.post(url, {"reason": "contract_end_organisation", **choices}, follow=True)


def test_at_the_end_of_a_contract_every_case_is_handed_over_on_one_page(
    actor: ActorOf, house: House, signed_in: SignedIn
) -> None:
    carla, kora = actor("carla"), actor("kora")
    agreed, silent = planned(carla, kora), planned(carla, kora)
    consent_to_handover(agreed, "stadt", by=carla)
    with acting_in_role(OWNER), transaction.atomic():
        Membership.objects.filter(person=house["carla"]).update(
            valid_until=clock.today() + dt.timedelta(days=30)
        )
    coordinator = signed_in("kora")

    assert house["carla"].display_name in text_of(coordinator.get(reverse("supervision:leaving")))
    page = text_of(coordinator.get(reverse("supervision:leaving_person", args=[house["carla"].pk])))
    assert agreed.number in page
    assert silent.number in page
    assert "im Haus, meiste freie Kapazität" in page

    bernd = str(house["bernd"].pk)
    answer = text_of(bulk(coordinator, house, **{f"to_{agreed.pk}": bernd, f"to_{silent.pk}": bernd}))

    assert "1 Fall ist übergeben" in answer
    assert "Bei 1 Fall fehlt C5" in answer
    assert fresh(agreed).organisation == house.organisation("stadt")
    assert item(agreed, "support_planning.hold_review").owner == house["bernd"]
    with as_owner():
        asked = WorkItem.objects.open().get(case=silent, kind__startswith="consents.handover")
        assert (asked.owner, asked.hat) == (house["carla"], "case")

    consent_to_handover(silent, "stadt", by=carla)  # the client was asked; the page goes on where it stood
    answer = text_of(bulk(coordinator, house, **{f"to_{silent.pk}": bernd}))
    assert fresh(silent).organisation == house.organisation("stadt")
    assert "Kein Vertrag endet" in answer
