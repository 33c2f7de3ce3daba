# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of emergency access, conflicts, named people, restriction and protection, as people use them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from casemanagement.actions import clients
from casemanagement.casework import write
from casemanagement.models import (
    AvoidedPerson,
    Case,
    ClientIdentity,
    ConflictDeclaration,
    EmergencyAccess,
    ProtectedAddress,
)
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

PERSON: dict[str, Any] = {
    "given_name": "Zwetlana",
    "family_name": "Geheimniskrämer",
    "birth_date": dt.date(1990, 5, 4),
}
ASKED = PERSON | {"birth_date": "04.05.1990"}
WHY = {"reason": "danger", "text": "Die Klientin ist seit gestern Abend nicht erreichbar."}
BANNER = "Alles, was Sie ansehen, wird vermerkt."


@pytest.fixture
def case(house: House) -> Case:
    """Aylin's, of the city."""
    case = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER):
        clients.remember(write(ClientIdentity.objects.get(case=case), **PERSON))
    return case


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return str(response.content.decode())


def post(client: Client, url: str, **data: Any) -> str:
    response = client.post(url, data, follow=True)
    assert response.status_code == 200, url
    return str(response.content.decode())


def the(model: Any, **which: Any) -> Any:
    with acting_in_role(OWNER):
        return model.objects.get(**which)


# --- Notfallzugriff -----------------------------------------------------------------------------


def test_an_emergency_opens_the_file_under_a_banner_until_it_is_ended(
    case: Case, signed_in: SignedIn
) -> None:
    dilan, file = signed_in("dilan"), f"/fallarbeit/fall/{case.number}/"
    text(dilan, file, 404)

    page = post(dilan, "/fallarbeit/notfall/", **ASKED, **WHY)

    assert "Geheimniskrämer" in page
    assert BANNER in text(dilan, f"{file}person/")
    assert BANNER in text(dilan, "/fallarbeit/")
    assert text(dilan, f"{file}notiz/", 403)
    with acting_in_role(OWNER):
        read = AccessEvent.objects.filter(person_id=the_person(case, "dilan"), case_id=case.pk, action="read")
        assert {event.grant for event in read} == {"Notfallzugriff der Fallarbeit"}
        pk = EmergencyAccess.objects.get().pk
    post(dilan, f"/fallarbeit/notfall/{pk}/beenden/")
    text(dilan, file, 404)
    assert BANNER not in text(dilan, "/fallarbeit/")


def the_person(case: Case, name: str) -> int:
    from permissions.models import User  # noqa: PLC0415  beside the models of the product

    return User.objects.get(username=name).pk


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"number": "KIM-ABCDEF"}, "gibt es hier keine Akte"),
        (ASKED | {"family_name": "Geheim"}, "gibt es hier keine Akte"),
        ({"given_name": "Zwetlana"}, "Namen und Geburtsdatum"),
        (ASKED | {"text": "Notfall"}, "ganzen Satz"),
    ],
)
def test_nothing_opens_by_half(asked: dict[str, Any], sentence: str, case: Case, signed_in: SignedIn) -> None:
    assert sentence in post(signed_in("dilan"), "/fallarbeit/notfall/", **(WHY | asked))
    with acting_in_role(OWNER):
        assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize(("name", "tree"), [("kora", "fachaufsicht"), ("dora", "datenschutz")])
def test_coordination_and_data_protection_see_the_protected_address_and_entrusted_notes(
    name: str, tree: str, case: Case, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        ProtectedAddress.objects.create(case=case, address="Haus am Wald", ground="womens_shelter")
    client, file = signed_in(name), f"/{tree}/fall/{case.number}/akte/"
    text(client, file, 403)

    reason = "incident" if name == "dora" else "danger"
    page = post(
        client, f"/{tree}/notfall/", number=case.number, reference="12/2026", **(WHY | {"reason": reason})
    )

    assert "Haus am Wald" in page
    assert BANNER in page
    for part in ("lage", "assessment", "hilfeplan", "notizen", "vertraulich"):
        assert BANNER in text(client, f"{file}{part}/")
    assert "Haus am Wald" not in text(signed_in("bernd"), "/fallarbeit/")


def test_it_is_prolonged_once(case: Case, signed_in: SignedIn) -> None:
    kora = signed_in("kora")
    post(kora, "/fachaufsicht/notfall/", number=case.number, **WHY)
    url = f"/fachaufsicht/notfall/{the(EmergencyAccess).pk}/verlaengern/"
    assert "einmal" in text(kora, url)

    post(kora, url, hours="8", text="Die Suche der Polizei dauert noch an.")

    assert the(EmergencyAccess).extended_at is not None
    assert url not in text(kora, "/fachaufsicht/")
    assert "nur einmal" in post(kora, url, hours="4", text="Die Suche der Polizei dauert noch an.")


def test_the_officer_reviews_it_and_an_old_one_is_overdue(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    post(signed_in("dilan"), "/fallarbeit/notfall/", number=case.number, **WHY)
    dora, emergency = signed_in("dora"), the(EmergencyAccess)
    assert "offen" in text(dora, "/datenschutz/notfallzugriffe/")
    with acting_in_role(OWNER):
        week = dt.timedelta(days=8)
        EmergencyAccess.objects.update(
            opened_at=emergency.opened_at - week, valid_until=emergency.valid_until - week
        )
    assert "überfällig" in text(dora, "/datenschutz/notfallzugriffe/")

    page = post(
        dora,
        f"/datenschutz/notfallzugriffe/{emergency.pk}/pruefen/",
        result="not_justified",
        note="Ein Anruf hätte genügt.",
    )

    assert "nicht berechtigt" in page
    assert "Ein Anruf hätte genügt." in page
    assert "überfällig" not in page


# --- Befangenheit -------------------------------------------------------------------------------


def test_whoever_declares_a_conflict_is_out_and_the_coordination_reassigns(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    aylin, kora, file = signed_in("aylin"), signed_in("kora"), f"/fallarbeit/fall/{case.number}/"
    assert "Befangenheit erklären" in text(aylin, file)

    post(aylin, f"{file}befangen/", note="Die Klientin ist meine Nachbarin.")

    text(aylin, file, 404)
    assert case.number not in text(aylin, "/fallarbeit/")
    page = text(kora, "/fachaufsicht/befangenheit/")
    assert case.number in page
    assert "Nachbarin" in page
    url = f"/fachaufsicht/fall/{case.number}/zuteilen/"
    assert "Befangenheit möglich" in post(kora, url, person=house["aylin"].pk)
    post(kora, url, person=house["bernd"].pk)
    assert "Geheimniskrämer" in text(signed_in("bernd"), file)
    pk = the(ConflictDeclaration, case=case, has_conflict=True).pk
    post(kora, f"/fachaufsicht/fall/{case.number}/befangen/{pk}/aufheben/")
    assert "Niemand hat sich" in text(kora, "/fachaufsicht/befangenheit/")


def test_a_conflict_is_lifted_once_and_whoever_presses_again_is_told_so(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    signed_in("aylin").post(f"/fallarbeit/fall/{case.number}/befangen/", {"note": ""})
    declared = the(ConflictDeclaration, case=case, has_conflict=True)
    lifted = f"/fachaufsicht/fall/{case.number}/befangen/{declared.pk}/aufheben/"

    assert "Die Befangenheit ist aufgehoben." in post(signed_in("kora"), lifted)
    assert "Diese Befangenheit ist schon aufgehoben." in post(signed_in("kora"), lifted)


def test_the_own_list_shuts_a_case_and_tells_only_the_coordination(case: Case, signed_in: SignedIn) -> None:
    aylin, file = signed_in("aylin"), f"/fallarbeit/fall/{case.number}/"

    page = post(aylin, "/fallarbeit/befangenheit/", **ASKED)

    assert "Zwetlana Geheimniskrämer" in page
    assert case.number not in page
    text(aylin, file, 404)
    assert "Aylin Demir sieht diesen Fall nicht mehr" in text(
        signed_in("kora"), "/fachaufsicht/befangenheit/"
    )
    assert "Geheimniskrämer" not in text(signed_in("bernd"), "/fallarbeit/befangenheit/")
    post(aylin, f"/fallarbeit/befangenheit/{the(AvoidedPerson).pk}/streichen/")
    assert "Geheimniskrämer" in text(aylin, file)


@pytest.mark.parametrize("exists", [True, False])
def test_search_and_registration_say_the_same_whether_there_is_a_case_or_not(
    exists: bool, house: House, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    if exists:
        request.getfixturevalue("case")
    bernd = signed_in("bernd")
    post(bernd, "/fallarbeit/befangenheit/", **ASKED)

    assert "Koordination" in post(bernd, "/fallarbeit/neu/", **ASKED)
    page = post(
        bernd,
        "/fallarbeit/neu/erfassen/",
        source="self",
        mode="client_only",
        received_on="heute",
        client_consented="on",
        **ASKED,
    )
    assert "Die Koordination teilt sie zu." in page


# --- Named people, restriction, protection ------------------------------------------------------


def test_named_people_alone_find_the_case(case: Case, house: House, signed_in: SignedIn) -> None:
    kora, url = signed_in("kora"), f"/fachaufsicht/fall/{case.number}/benannte/"
    assert "Wer sieht den Fall weiterhin?" in text(kora, url)

    page = post(kora, url, ground="prominent", people=[house["bernd"].pk])

    assert "Bernd Kottmann" in page
    text(signed_in("aylin"), f"/fallarbeit/fall/{case.number}/", 404)
    assert case.number in text(kora, "/fachaufsicht/faelle/")
    post(kora, url, person=house["aylin"].pk)
    assert "Geheimniskrämer" in text(signed_in("aylin"), f"/fallarbeit/fall/{case.number}/")
    post(kora, f"{url}0/streichen/", end="1")
    assert "Wer sieht den Fall weiterhin?" in text(kora, url)


@pytest.mark.parametrize(("name", "tree"), [("kora", "fachaufsicht"), ("dora", "datenschutz")])
def test_a_restriction_shows_as_a_mark_and_is_lifted_with_a_reason(
    name: str, tree: str, case: Case, signed_in: SignedIn
) -> None:
    client, url = signed_in(name), f"/{tree}/fall/{case.number}/einschraenkung/"

    post(client, url, ground="accuracy", note="Die Klientin bestreitet das Geburtsdatum.")

    page = text(signed_in("aylin"), f"/fallarbeit/fall/{case.number}/")
    assert "gesperrt" in page
    assert "Geheimniskrämer" not in page
    assert "bestreitet" in text(client, url)
    post(client, url, note="Das Datum ist berichtigt.", informed_on="heute")
    assert "Geheimniskrämer" in text(signed_in("aylin"), f"/fallarbeit/fall/{case.number}/")


def test_who_must_not_hear_of_it_stands_above_every_disclosure(case: Case, signed_in: SignedIn) -> None:
    aylin, file = signed_in("aylin"), f"/fallarbeit/fall/{case.number}/"
    post(aylin, f"{file}schutz/", address="Haus am Wald", ground="auskunftssperre", covers_household="on")
    post(aylin, f"{file}schutz/nicht-informieren/", words="Boris Geheimniskrämer", relation="Ehemann")

    for page in ("notiz/", "uebergabe/", "dokumente/", "hilfeplan/"):
        assert "Boris Geheimniskrämer" in text(aylin, f"{file}{page}"), page
    assert "Boris" not in text(signed_in("kora"), f"/fachaufsicht/fall/{case.number}/")
