# SPDX-License-Identifier: AGPL-3.0-or-later
"""Laufmappe: the client's own printable folder: plan, contacts, dates, in their language."""

import datetime as dt
import html
import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casemanagement import plan_words
from casemanagement.actions import conferences, contacts
from casemanagement.choices import AddressGround, ConsentKind
from casemanagement.models import (
    Case,
    ClientSituation,
    ConfidentialNote,
    Goal,
    HouseholdPerson,
    Measure,
    ProtectedAddress,
)
from casemanagement.models import Client as CaseClient
from casemanagement.printing.characters import REPLACEMENT, printable
from casemanagement.printing.client_folder import folder_on_paper, print_client_folder
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from permissions.rights import Right
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory, ConsentFactory
from tests.workflows.walking import as_owner

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]
ALL = frozenset(Right)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)):
        yield


@pytest.fixture
def case(carla: User) -> Case:
    """Arabic is what the client speaks; a course begins in April and the residence title ends in June."""
    found: Case = CaseFactory(led_by=carla, planned=True)
    with transaction.atomic(), acting_in_role(OWNER):
        CaseClient.objects.filter(case=found).update(languages=["Arabisch"])
        ClientSituation.objects.update_or_create(
            case=found, defaults={"residence_valid_until": dt.date(2026, 6, 30)}
        )
        goal = Goal.objects.filter(case=found).latest("pk")
        Measure.objects.create(
            case=found,
            goal=goal,
            type="integration_course",
            provider="VHS Bielefeld",
            proposed_on=clock.today(),
            started_on=dt.date(2026, 4, 13),
        )
        HouseholdPerson.objects.create(
            case=found, given_name="Mahmoud", family_name="Geheim", relation="partner"
        )
        ConfidentialNote.objects.create(
            case=found, text="KELLERGEHEIMNIS", written_by=carla, written_at=clock.now()
        )
    ConsentFactory(case=found, kind=ConsentKind.C6, recipient_text="Jobcenter")
    return found


def url(case: Case) -> str:
    return reverse("cases:client_folder", args=[case.number])


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def paper(case: Case, by: Actor, rights: frozenset[Right] = ALL, **wishes: Any) -> dict[str, Any]:
    with transaction.atomic(), acting_as(by):
        return folder_on_paper(Case.objects.get(pk=case.pk), rights, **wishes)


def protect(case: Case) -> None:
    with as_owner():
        ProtectedAddress.objects.create(case=case, address="Frauenhaus", ground=AddressGround.values[0])


def test_the_folder_holds_plan_contacts_and_dates_in_the_language_of_the_client(
    case: Case, carla: User, actor: ActorOf, signed_in: SignedIn
) -> None:
    form = signed_in("carla").get(url(case)).context["form"]
    assert form["language"].value() == "ar"

    made = paper(case, actor("carla"), language="ar", phone="0521 12345")
    assert (made["languages"], made["rtl"], made["not_reviewed"]) == (["de", "ar"], "yes", "yes")
    assert (made["case_manager"], made["phone"]) == ("Carla Rossi", "0521 12345")
    assert [line.partition(" · ")[0] for line in made["services"]] == ["VHS Bielefeld"]
    assert [(row["on"], row["word"]) for row in made["dates"]] == [
        ("13.04.2026", "begins"),
        ("30.06.2026", "residence"),
    ]
    assert made["goals"]


def test_a_page_says_which_rights_the_client_has_and_where_to_complain(case: Case, actor: ActorOf) -> None:
    made = paper(case, actor("carla"), language="tr")
    allowed = {row["title"]: row["recipient"] for row in made["consents"]}
    assert allowed["Austausch mit einer Stelle"] == "Jobcenter"
    assert "Information zum Datenschutz" not in allowed
    assert "ldi.nrw.de" in made["authority"]
    assert {"revoke", "complain"} <= set(made["words"][1])


def test_nothing_of_others_no_confidential_word_and_no_address_is_in_it(
    case: Case, actor: ActorOf, signed_in: SignedIn
) -> None:
    said = str(paper(case, actor("carla"), language="ar"))
    for secret in ("Mahmoud", "Geheim", "KELLERGEHEIMNIS"):
        assert secret not in said

    protect(case)
    hidden = paper(case, actor("carla"))
    assert "VHS Bielefeld" not in str(hidden)
    assert "Frauenhaus" not in str(hidden)
    assert hidden["services"] == []
    assert {row["recipient"] for row in hidden["consents"]} == {""}
    refused = signed_in("carla").post(url(case), {"language": "de"})
    assert "Bitte bestätigen Sie, dass nichts sie verrät" in text_of(refused)
    printed = signed_in("carla").post(url(case), {"language": "de", "warning_read": "on"})
    assert printed["Content-Type"] == "application/pdf"


def test_an_own_next_step_stands_in_it_only_when_it_was_chosen(case: Case, actor: ActorOf) -> None:
    carla = actor("carla")
    contacts.write(
        case,
        by=carla,
        kind="office",
        occurred_on=clock.today(),
        text="Gesprochen.",
        next_title="Beratung im Büro",
        next_on=dt.date(2026, 3, 9),
    )
    meeting = conferences.plan(
        case, by=carla, held_on=dt.date(2026, 3, 16), kind="on_site", occasion="Vertrauliches", place="Raum 3"
    )
    unchosen = paper(case, carla)
    assert "Beratung im Büro" not in str(unchosen)
    assert "conference" not in {row["word"] for row in unchosen["dates"]}
    chosen = paper(case, carla, dates=[f"conference-{meeting.pk}", "item-999999"])
    assert ("16.03.2026", "conference") in {(row["on"], row["word"]) for row in chosen["dates"]}
    assert "Vertrauliches" not in str(chosen)


def test_what_is_shut_to_whoever_prints_stays_off_the_paper(case: Case, actor: ActorOf) -> None:
    made = paper(case, actor("carla"), ALL - {Right.READ_SENSITIVE, Right.READ_CONSENTS})
    assert "residence" not in {row["word"] for row in made["dates"]}
    assert made["consents"] == []


def test_printing_leaves_one_event_and_needs_the_right_to_write(
    case: Case, house: Any, actor: ActorOf, signed_in: SignedIn
) -> None:
    answer = signed_in("carla").post(url(case), {"language": "ar"})
    assert answer["Content-Type"] == "application/pdf"
    with as_owner():
        events = AccessEvent.objects.filter(case_id=case.pk, reason="laufmappe")
        assert [event.action for event in events] == ["export"]
        assert not case.documents.exists()
    assert signed_in("bernd").get(url(case)).status_code == 404


@pytest.mark.parametrize("language", plan_words.languages())
def test_the_folder_prints_in_every_language_and_can_be_read_aloud(
    language: str, case: Case, actor: ActorOf
) -> None:
    assert plan_words.words(language)["folder"].keys() == plan_words.words("de")["folder"].keys()
    assert REPLACEMENT not in printable(str(plan_words.words(language)["folder"]))
    with transaction.atomic(), acting_as(actor("carla")):
        made = print_client_folder(Case.objects.get(pk=case.pk), ALL, language=language)
    document = pikepdf.open(io.BytesIO(made))
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang).startswith("de")


def test_a_case_without_a_plan_has_a_folder_too(carla: User, actor: ActorOf) -> None:
    early: Case = CaseFactory(led_by=carla, in_assessment=True)
    AssignmentFactory(case=early, person=carla, role="deputy")
    made = paper(early, actor("carla"))
    assert (made["goals"], made["services"], len(made["deputies"])) == ([], [], 1)
