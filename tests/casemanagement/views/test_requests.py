# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the client's rights: entered by the case manager, released by a second person, handed out once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, SubjectRequest
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["aylin"], planned=True)


@pytest.fixture
def request_row(case: Case, signed_in: SignedIn) -> SubjectRequest:
    response = signed_in("aylin").post(
        reverse("cases:request_new", args=[case.number]),
        {"kind": "access", "received_on": "heute", "received_via": "talk", "identity_checked": "known"},
    )
    assert response.status_code == 302
    with acting_in_role(OWNER):
        return SubjectRequest.objects.get(case=case)


def do(client: Client, tree: str, row: SubjectRequest, **data: str) -> None:
    assert client.post(reverse(f"{tree}:request", args=[row.pk]), data).status_code == 302


def test_two_people_and_then_one_file_with_one_event(
    case: Case, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    aylin, dora = signed_in("aylin"), signed_in("dora")
    do(aylin, "cases", request_row, do="review")
    with acting_in_role(OWNER):
        proposals = list(request_row.redactions.values_list("pk", flat=True))
    for proposal in proposals:
        do(dora, "dataprotection", request_row, do=f"confirm:{proposal}")
    do(dora, "dataprotection", request_row, do="release")
    export = reverse("cases:request_export", args=[request_row.pk])

    paper = aylin.post(export, {"reason": "handed_out", "form": "pdf"})
    file = aylin.post(export, {"reason": "check", "form": "json"})

    assert paper.content.startswith(b"%PDF")
    assert case.number in paper["Content-Disposition"]
    assert file.json()["request"] == "access"
    with acting_in_role(OWNER):
        events = AccessEvent.objects.filter(action="export", case_id=case.pk).order_by("pk")
        assert list(events.values_list("reason", flat=True)) == ["handed_out", "check"]
        assert all(event.grant for event in events)


def test_before_the_release_a_sentence_says_what_is_missing(
    request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    response = signed_in("aylin").post(
        reverse("cases:request_export", args=[request_row.pk]), {"reason": "handed_out", "form": "pdf"}
    )

    assert "noch nicht von zwei Personen" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "tree"),
    [("bernd", "cases"), ("carla", "cases"), ("dora", "dataprotection"), ("kora", "supervision")],
)
def test_only_who_has_to_do_with_the_case_sees_its_request(
    name: str, tree: str, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    seen = signed_in(name).get(reverse(f"{tree}:request", args=[request_row.pk])).status_code == 200

    assert seen == (name in {"dora", "kora"})


def test_data_protection_answers_with_a_reason(request_row: SubjectRequest, signed_in: SignedIn) -> None:
    dora, page = signed_in("dora"), reverse("dataprotection:request", args=[request_row.pk])
    answer = dora.post(page, {"do": "decide", "decision": "refused", "reason": ""})
    assert "Bitte begründen Sie" in answer.content.decode()

    do(dora, "dataprotection", request_row, do="decide", decision="refused", reason="Nicht zuständig.")
    register = dora.get(reverse("dataprotection:requests") + "?stand=beantwortet").content.decode()
    assert "abgelehnt" in register


def test_a_corrected_value_shows_its_history(case: Case, signed_in: SignedIn) -> None:
    client, page = signed_in("aylin"), reverse("cases:rectify", args=[case.number])
    client.post(page, {"field": "phone", "value": "0521 1", "reason": "Neue Nummer."})

    assert "0521 1" in client.get(page).content.decode()


def test_the_page_says_who_does_what_next_and_each_is_told(
    request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    aylin, dora, kora = signed_in("aylin"), signed_in("dora"), signed_in("kora")
    own, hers = (reverse(f"{tree}:request", args=[request_row.pk]) for tree in ("cases", "dataprotection"))

    before = aylin.get(own).content.decode()
    do(aylin, "cases", request_row, do="review")
    waiting = [
        client.get(first).content.decode()
        for client, first in ((dora, "/datenschutz/"), (kora, "/fachaufsicht/"))
    ]
    looked_through = dora.get(hers).content.decode()
    with acting_in_role(OWNER):
        proposals = list(request_row.redactions.values_list("pk", flat=True))
    for proposal in proposals:
        do(dora, "dataprotection", request_row, do=f"confirm:{proposal}")
    do(dora, "dataprotection", request_row, do="release")
    released = aylin.get(own).content.decode()

    assert "dass sie alles durchgesehen hat" in before
    assert "Ausgeben" not in before
    assert all("wartet auf die Freigabe durch eine zweite Person" in text for text in waiting)
    assert "Datenschutz oder Koordination" in looked_through
    assert ("Freigeben" in looked_through) is not bool(proposals)
    assert "Die Auskunft ausgeben und aushändigen" in released
    assert "Ausgeben" in released
    assert "kann ausgegeben werden" in aylin.get("/fallarbeit/").content.decode()


def test_a_blackened_entry_is_called_by_its_name_on_the_page(
    case: Case, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    client = signed_in("aylin")
    with acting_in_role(OWNER):
        identity = case.identity
    place = f"casemanagement.ClientIdentity:{identity.pk}:given_name"
    answer = client.post(
        reverse("cases:redaction_new", args=[case.number, request_row.pk]),
        {"place": place, "reason": "danger"},
    )

    text = client.get(reverse("cases:request", args=[request_row.pk])).content.decode()

    assert answer.status_code == 302, answer.content.decode()
    assert "(Vorname)" in text
    assert "casemanagement." not in text.split("<main")[1]
