# SPDX-License-Identifier: AGPL-3.0-or-later
"""One case before the Fachaufsicht: a number and a frame; the file only for an hour, with C3 and a reason."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casemanagement.models import (
    Assignment,
    Case,
    ClientSituation,
    ConfidentialNote,
    Consent,
    Contact,
    FileOpening,
    ProtectedAddress,
    ReferralText,
)
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import AssignmentFactory, CaseFactory, ConsentFactory

SignedIn = Callable[[str], Client]

FILE_PAGES = {
    "file": "identity",
    "file_situation": "sensitive",
    "file_assessment": "file",
    "file_plan": "file",
    "file_notes": "file",
}
# What a shut file lets through in codes.
CODED = {"file_assessment", "file_plan"}
QUERIES = 20


def address(case: Case, page: str, **kwargs: object) -> str:
    return reverse(f"supervision:{page}", kwargs={"number": case.number, **kwargs})


def journal(case: Case) -> list[tuple[str, str, str]]:
    """What the coordinator left behind: action, block, reason."""
    with acting_in_role(OWNER):
        rows = AccessEvent.objects.filter(case_id=case.pk, hat="fach").order_by("pk")
        return list(rows.values_list("action", "block", "reason"))


@pytest.fixture
def case(house: House) -> Case:
    """A case of AWO with everything in it, also what nobody but its case manager may read."""
    made = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        Contact.objects.create(
            case=made,
            kind="office",
            occurred_on=clock.today(),
            text="Gespräch über den Sprachkurs",
            written_by=house["carla"],
            written_at=clock.now(),
        )
        ConfidentialNote.objects.create(
            case=made, text="Anvertrautes Geheimnis", written_by=house["carla"], written_at=clock.now()
        )
        ProtectedAddress.objects.create(case=made, address="Frauenhaus Geheimweg 7", ground="violence")
        ClientSituation.objects.filter(case=made).update(nationality="Syrien")
    return made


@pytest.fixture
def open_case(case: Case, signed_in: SignedIn) -> Case:
    """The client agreed, and the coordinator has given a reason."""
    ConsentFactory(case=case, kind="C3")
    signed_in("kora").post(
        address(case, "open_file"), {"reason": "complaint", "text": "Beschwerde vom Montag"}
    )
    return case


def test_the_frame_shows_neither_name_nor_content(case: Case, signed_in: SignedIn) -> None:
    response = signed_in("kora").get(address(case, "case"))
    text = response.content.decode()

    assert response.status_code == 200
    for secret in ("Haddad", "Samira", "Sprachkurs", "Geheimnis", "Geheimweg", "Syrien", "Deutsch lernen"):
        assert secret not in text
    for known in (case.number, "Carla Rossi", "C1 Verarbeitung im KIM", "Arabisch"):
        assert known in text
    assert journal(case) == [("read", "frame", "")]


def test_the_frame_asks_as_many_questions_for_much_as_for_little(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    client = signed_in("kora")
    with CaptureQueriesContext(connection) as little:
        client.get(address(case, "case"))
    for kind in ("C2", "C4", "C8"):
        ConsentFactory(case=case, kind=kind)
    AssignmentFactory(case=case, person=house["bernd"], role="deputy")
    with CaptureQueriesContext(connection) as much:
        client.get(address(case, "case"))

    assert len(much) <= len(little)
    assert len(much) <= QUERIES


@pytest.mark.parametrize("page", FILE_PAGES)
def test_without_consent_no_reason_opens_the_file(page: str, case: Case, signed_in: SignedIn) -> None:
    client = signed_in("kora")
    asked = client.post(address(case, "open_file"), {"reason": "complaint"})

    response = client.get(address(case, page))

    assert asked.status_code == 200
    assert "nicht zugestimmt" in asked.content.decode()
    assert response.status_code == (200 if page in CODED else 403)
    for secret in ("Haddad", "Samira", "Sprachkurs", "Syrien", "Deutsch lernen"):
        assert secret not in response.content.decode()
    with acting_in_role(OWNER):
        assert not FileOpening.objects.exists()
        if page not in CODED:
            assert AccessEvent.objects.filter(hat="fach", action="refuse").exists()


@pytest.mark.parametrize(("page", "shown"), [("file_assessment", "Bedarf"), ("file_plan", "Vereinbart")])
def test_a_shut_file_shows_codes_and_days_and_that_is_written_down(
    page: str, shown: str, case: Case, signed_in: SignedIn
) -> None:
    text = signed_in("kora").get(address(case, page)).content.decode()

    assert "Ohne Namen und ohne freien Text" in text
    assert shown.casefold() in text.casefold()
    assert ("read", "codes", "") in journal(case)


def test_the_words_of_the_meldung_are_shut_as_soon_as_somebody_leads_the_case(
    case: Case, signed_in: SignedIn
) -> None:
    assert signed_in("kora").get(address(case, "file_referral")).status_code == 403


def test_the_words_of_the_meldung_are_open_until_somebody_leads_the_case(
    house: House, signed_in: SignedIn
) -> None:
    waiting = CaseFactory(organisation=house.organisation("awo"), consented=False)
    with acting_in_role(OWNER):
        ReferralText.objects.create(
            case=waiting, referral=waiting.referral, need_summary="Sucht eine Wohnung"
        )

    response = signed_in("kora").get(address(waiting, "file_referral"))

    assert "Sucht eine Wohnung" in response.content.decode()
    assert journal(waiting) == [("read", "referral", "")]


def test_whoever_opened_a_file_closes_it_before_the_hour_is_over(
    open_case: Case, signed_in: SignedIn
) -> None:
    client = signed_in("kora")
    before = client.get(address(open_case, "file"))

    client.post(address(open_case, "close_file"))

    assert "noch 60 Minuten" in before.content.decode()
    assert client.get(address(open_case, "file")).status_code == 403


def test_the_case_manager_is_told_of_an_opened_file_and_why(open_case: Case, signed_in: SignedIn) -> None:
    client = signed_in("carla")

    assert "hat die Akte geöffnet. Anlass: Beschwerde." in client.get("/fallarbeit/").content.decode()
    assert (
        "Akte durch die Fachaufsicht geöffnet"
        in client.get(f"/fallarbeit/fall/{open_case.number}/verlauf/").content.decode()
    )


def test_with_consent_but_without_a_reason_the_file_stays_shut(case: Case, signed_in: SignedIn) -> None:
    ConsentFactory(case=case, kind="C3")
    client = signed_in("kora")

    shut = client.get(address(case, "file"))
    refused = client.post(address(case, "open_file"), {"reason": ""})

    assert shut.status_code == 403
    assert "Nennen Sie den Anlass" in shut.content.decode()
    assert refused.status_code == 200
    assert "Fehler:" in refused.content.decode()


@pytest.mark.parametrize(("page", "block"), FILE_PAGES.items())
def test_an_open_file_shows_one_block_at_a_time_and_each_is_written_down(
    page: str, block: str, open_case: Case, signed_in: SignedIn
) -> None:
    response = signed_in("kora").get(address(open_case, page))
    text = response.content.decode()

    assert response.status_code == 200
    assert "Akte offen bis" in text
    assert "Geheimweg" not in text
    assert "Geheimnis" not in text
    assert journal(open_case) == [("open_file", "file", "complaint"), ("read", block, "complaint")]


def test_each_page_of_an_open_file_shows_what_it_is_for(open_case: Case, signed_in: SignedIn) -> None:
    client = signed_in("kora")
    shown = {page: client.get(address(open_case, page)).content.decode() for page in FILE_PAGES}

    assert "Haddad" in shown["file"]
    assert "Syrien" in shown["file_situation"]
    assert "Sprache" in shown["file_assessment"]
    assert "Deutsch lernen" in shown["file_plan"]
    assert "Gespräch über den Sprachkurs" in shown["file_notes"]


def test_after_an_hour_the_file_is_shut_again(open_case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        passed = clock.now() - dt.timedelta(hours=2)
        FileOpening.objects.update(opened_at=passed, valid_until=passed + dt.timedelta(minutes=60))

    assert signed_in("kora").get(address(open_case, "file")).status_code == 403


def test_a_revoked_consent_shuts_the_open_file_on_the_next_request(
    open_case: Case, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        Consent.objects.filter(case=open_case, kind="C3").update(
            revoked_on=clock.today(), revoked_via="phone"
        )

    response = signed_in("kora").get(address(open_case, "file_notes"))

    assert response.status_code == 403
    assert "widerrufen" in response.content.decode()
    assert "Sprachkurs" not in response.content.decode()


def test_a_restricted_case_stays_shut_even_with_consent(open_case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        Case.objects.filter(pk=open_case.pk).update(is_restricted=True)

    response = signed_in("kora").get(address(open_case, "file"))

    assert response.status_code == 403
    assert "eingeschränkt" in response.content.decode()


@pytest.mark.parametrize(
    "page", ["case", "open_file", "file_referral", "remarks", *FILE_PAGES, "deputy", "extension"]
)
def test_a_case_of_a_house_she_does_not_supervise_does_not_exist(
    page: str, case: Case, house: House, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        house["kora"].organisationuserpermission_set.filter(content_object=house.organisation("awo")).delete()

    assert signed_in("kora").get(address(case, page)).status_code == 404


def test_the_hour_of_one_person_opens_nothing_for_another(
    open_case: Case, house: House, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        FileOpening.objects.update(person=house["bernd"])

    assert signed_in("kora").get(address(open_case, "file")).status_code == 403


def test_a_deputy_is_named_from_a_day_until_a_day(case: Case, house: House, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        ConsentFactory(case=case, kind="C4")  # Bernd is of another house
    response = signed_in("kora").post(
        address(case, "deputy"), {"person": house["bernd"].pk, "valid_from": "heute", "valid_until": "+1w"}
    )

    assert response.status_code == 302
    with acting_in_role(OWNER):
        deputy = Assignment.objects.get(case=case, role="deputy")
    assert deputy.person == house["bernd"]
    assert deputy.valid_until == clock.today() + dt.timedelta(days=7)
    assert signed_in("bernd").get(f"/fallarbeit/fall/{case.number}/").status_code == 200


WRONG_DEPUTIES = {
    "carla": "führt den Fall in dieser Zeit selbst",
    "theo": "Auswahl",
}


@pytest.mark.parametrize(("name", "sentence"), WRONG_DEPUTIES.items())
def test_not_everybody_can_stand_in(
    name: str, sentence: str, case: Case, house: House, signed_in: SignedIn
) -> None:
    response = signed_in("kora").post(
        address(case, "deputy"), {"person": house[name].pk, "valid_from": "heute", "valid_until": "+1w"}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_deputy_whose_time_is_ended_sees_nothing_from_then_on(
    case: Case, house: House, signed_in: SignedIn
) -> None:
    deputy = AssignmentFactory(case=case, person=house["bernd"], role="deputy")

    signed_in("kora").post(address(case, "deputy_end", pk=deputy.pk))

    assert signed_in("bernd").get(f"/fallarbeit/fall/{case.number}/").status_code == 404


def test_the_responsible_person_cannot_be_ended_as_a_deputy(case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        responsible = Assignment.objects.get(case=case)

    assert signed_in("kora").post(address(case, "deputy_end", pk=responsible.pk)).status_code == 404


def test_an_extension_is_granted_with_a_reason(house: House, signed_in: SignedIn) -> None:
    old = CaseFactory(led_by=house["carla"], planned=True, received_on=clock.today() - dt.timedelta(days=700))

    refused = signed_in("kora").post(address(old, "extension"), {"until": "+3m", "reason": ""})
    granted = signed_in("kora").post(
        address(old, "extension"), {"until": "+3m", "reason": "Der Kurs endet im Sommer."}
    )

    assert "Fehler:" in refused.content.decode()
    assert granted.status_code == 302
    with acting_in_role(OWNER):
        old.refresh_from_db()
    assert old.extended_by == house["kora"]
    assert not old.needs_extension(clock.today())


def test_a_young_case_needs_no_extension(case: Case, signed_in: SignedIn) -> None:
    response = signed_in("kora").post(address(case, "extension"), {"until": "+3m", "reason": "Vorsorglich"})

    assert "braucht zurzeit keine Verlängerung" in response.content.decode()
