# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad input gets a German sentence beside its field, and nothing that was typed is lost."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, ClientIdentity, Contact, Document
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.din91379 import IN_NAMES, LETTERS
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

NOTE = {
    "occurred_on": "heute",
    "kind": "phone",
    "minutes": "15",
    "interpretation": "none_needed",
    "text": "Rückruf wegen der Wohnung",
}
PERSON = {"given_name": "Nadia", "family_name": "Osei", "birth_date": "03.05.1991"}


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, planned=True)


@pytest.fixture
def send(case: Case, signed_in: SignedIn) -> Callable[..., Any]:
    client = signed_in("aylin")

    def _send(page: str, data: dict[str, object], **kwargs: object) -> Any:
        url = reverse(f"cases:{page}", kwargs={"number": case.number, **kwargs})
        filled = client.get(url)
        form = filled.context["form"]
        hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
        return client.post(url, {**hidden, **data})

    return _send


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2026", "Den 31.02.2026 gibt es nicht"),
        ("bald", "„bald“ ist kein Datum"),
        ("01.01.2090", "zu weit in der Zukunft"),
    ],
)
def test_an_impossible_day_of_a_note_keeps_the_text(
    typed: str, sentence: str, send: Callable[..., Any]
) -> None:
    response = send("note", NOTE | {"occurred_on": typed})

    shown = unescape(response.content.decode())
    assert response.status_code == 200
    assert sentence in shown
    assert NOTE["text"] in shown
    assert f'value="{typed}"' in shown
    assert "Fehler:" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("03.05.1850", "älter als jeder lebende"), ("03.05.2090", "liegt in der Zukunft")],
)
def test_an_impossible_birth_date_keeps_the_name(typed: str, sentence: str, send: Callable[..., Any]) -> None:
    response = send("identity", PERSON | {"birth_date": typed})

    shown = unescape(response.content.decode())
    assert sentence in shown
    assert 'value="Osei"' in shown


def test_every_letter_of_din_91379_is_stored_and_shown(
    case: Case, send: Callable[..., Any], signed_in: SignedIn
) -> None:
    everything = [*LETTERS, *IN_NAMES]
    for start in range(0, len(everything), 80):
        name = "".join(everything[start : start + 80]).strip()
        response = send("identity", PERSON | {"family_name": name})
        assert response.status_code == 302

        with acting_in_role(OWNER):
            assert ClientIdentity.objects.get(case=case).family_name == name
        page = signed_in("aylin").get(reverse("cases:household", kwargs={"number": case.number}))
        assert name in unescape(page.content.decode())


def test_a_note_may_have_twenty_thousand_characters(case: Case, send: Callable[..., Any]) -> None:
    response = send("note", NOTE | {"text": "ä" * 20_000})

    assert response.status_code == 302
    with acting_in_role(OWNER):
        assert len(Contact.objects.get(case=case).text) == 20_000


def test_one_character_more_is_refused_with_the_whole_text(send: Callable[..., Any]) -> None:
    response = send("note", NOTE | {"text": "ä" * 20_001})

    shown = response.content.decode()
    assert response.status_code == 200
    assert "20001" in shown
    assert "ä" * 20_001 in shown


def test_a_file_that_is_no_pdf_is_refused_beside_its_field(case: Case, send: Callable[..., Any]) -> None:
    file = SimpleUploadedFile("bescheid.pdf", b"MZ not a paper", content_type="application/pdf")

    response = send("document_new", {"kind": "decision", "title": "Bescheid vom Mai", "file": file})

    shown = unescape(response.content.decode())
    assert "kein PDF, JPEG oder PNG" in shown
    assert 'value="Bescheid vom Mai"' in shown
    assert "noch einmal aus" in shown
    with acting_in_role(OWNER):
        assert not Document.objects.filter(case=case, kind="decision").exists()


def test_a_consent_without_proof_is_refused(send: Callable[..., Any]) -> None:
    response = send("consent_new", {"kind": "C3", "valid_from": "heute", "form": "paper"})

    assert "legen Sie die unterschriebene Einwilligung bei" in response.content.decode()


def test_a_paper_of_a_consent_that_is_no_pdf_is_refused_beside_its_field(
    send: Callable[..., Any],
) -> None:
    file = SimpleUploadedFile("c3.pdf", b"GIF89a", content_type="application/pdf")

    response = send("consent_new", {"kind": "C3", "valid_from": "heute", "form": "paper", "document": file})

    assert response.context["form"].errors["document"]


def test_a_rating_without_a_level_says_so(aylin: User, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=aylin, in_assessment=True)
    url = reverse("cases:domain", kwargs={"number": case.number, "domain": "housing"})

    response = signed_in("aylin").post(url, {"standing": "rated", "need": "3", "note": "Zwei Zimmer"})

    shown = unescape(response.content.decode())
    assert "Bitte wählen Sie eine Stufe" in shown
    assert "Zwei Zimmer" in shown


def test_the_second_of_two_who_change_the_same_gets_both_texts(case: Case, signed_in: SignedIn) -> None:
    client = signed_in("aylin")
    url = reverse("cases:identity", kwargs={"number": case.number})
    seen = client.get(url).context["form"]["fingerprint"].value()
    client.post(url, PERSON | {"fingerprint": seen})

    response = client.post(url, PERSON | {"family_name": "Osei-Bonsu", "fingerprint": seen})

    shown = unescape(response.content.decode())
    assert response.status_code == 409
    assert "Osei-Bonsu" in shown
    again = response.context["form"]["fingerprint"].value()
    assert client.post(url, PERSON | {"family_name": "Osei-Bonsu", "fingerprint": again}).status_code == 302
    with acting_in_role(OWNER):
        assert ClientIdentity.objects.get(case=case).family_name == "Osei-Bonsu"
