# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers, contacts, the household and the client's own data."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from casemanagement import blind_index
from casemanagement.actions import clients, contacts, documents, households, workitems
from casemanagement.choices import ContactKind, DocumentKind
from casemanagement.models import Case, Deadline, DocumentContent, HouseholdPerson, WorkItem
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import AssignmentFactory, CaseFactory
from tests.papers import JPEG, PDF, PNG


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("bescheid.pdf", PDF, "application/pdf"),
        ("foto.jpg", JPEG, "image/jpeg"),
        ("bild.png", PNG, "image/png"),
    ],
)
def test_a_paper_is_what_its_first_bytes_say_and_lies_encrypted(
    case: Case, actor: Callable[..., Actor], name: str, content: bytes, content_type: str
) -> None:
    upload = SimpleUploadedFile(name, content, "text/plain")
    document = documents.add(case, by=actor("carla"), kind=DocumentKind.OTHER, title="Bescheid", file=upload)
    assert document.content_type == content_type
    with transaction.atomic(), acting_in_role(OWNER):
        kept = documents.content_of(document)
        assert kept[:4] == content[:4]
        raw = DocumentContent.objects.filter(document=document).extra(select={"raw": "content"})
        assert kept not in bytes(raw.values_list("raw", flat=True)[0])


def test_a_refused_file_gets_its_sentence_at_the_field(case: Case, actor: Callable[..., Actor]) -> None:
    upload = SimpleUploadedFile("a.pdf", b"<html>", "application/pdf")
    with pytest.raises(ValidationError) as caught:
        documents.add(case, by=actor("carla"), kind=DocumentKind.OTHER, title="x", file=upload)
    assert "kein PDF, JPEG oder PNG" in caught.value.message_dict["file"][0]


@pytest.mark.parametrize(("limit", "most"), [("MOST_PAPERS", 2), ("MOST_BYTES", 2 * len(PDF))])
def test_one_person_cannot_fill_the_disk_in_a_day(
    case: Case, actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(documents, limit, most)

    def add() -> None:
        upload = SimpleUploadedFile("bescheid.pdf", PDF, "application/pdf")
        documents.add(case, by=actor("carla"), kind=DocumentKind.OTHER, title="Bescheid", file=upload)

    morning = clock.now()
    with clock.at(morning):
        add()
        add()
        with pytest.raises(ValidationError) as caught:
            add()
    assert "so viele Papiere abgelegt" in caught.value.message_dict["file"][0]
    with clock.at(morning + dt.timedelta(days=1, minutes=1)):
        add()


def test_the_first_contact_meets_its_deadline_and_the_next_step_is_noted(
    actor: Callable[..., Actor], carla: User
) -> None:
    case = CaseFactory(led_by=carla)
    contacts.write(
        case,
        by=actor("carla"),
        kind=ContactKind.ATTEMPT_FAILED,
        occurred_on=clock.today(),
        minutes=5,
        next_title="Noch einmal anrufen",
        next_on=clock.today() + dt.timedelta(days=2),
    )
    with transaction.atomic(), acting_in_role(OWNER):
        case.refresh_from_db()
        item = WorkItem.objects.get(case=case, kind="contacts.next")
    assert (case.first_contact_on, item.owner, item.title) == (clock.today(), carla, "Noch einmal anrufen")
    workitems.finish(item, by=actor("carla"))
    with pytest.raises(ValidationError, match="schon erledigt"):
        workitems.finish(item, by=actor("carla"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"minutes": 7}, "minutes"),
        ({"occurred_on": dt.date(2090, 1, 1)}, "occurred_on"),
        ({"kind": "smoke_signal"}, "kind"),
        ({"text": "x" * 20_001}, "text"),
    ],
    ids=["minutes", "day", "kind", "text"],
)
def test_a_contact_is_checked_field_by_field(
    case: Case, actor: Callable[..., Actor], facts: dict, field: str
) -> None:
    known = {"kind": ContactKind.PHONE, "occurred_on": clock.today()}
    with pytest.raises(ValidationError) as caught:
        contacts.write(case, by=actor("carla"), **known | facts)
    assert field in caught.value.message_dict


def test_a_confidential_note_is_for_whoever_leads_the_case(
    case: Case, bernd: User, actor: Callable[..., Actor]
) -> None:
    AssignmentFactory(case=case, person=bernd, role="deputy")
    contacts.write_confidential(case, by=actor("carla"), text="anvertraut")
    with pytest.raises(NotPermitted):
        contacts.write_confidential(case, by=actor("bernd"), text="anvertraut")


def test_household_persons_come_change_and_go(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    child = households.add_person(
        case, by=carla, relation="child", given_name="Ömer", birth_date=dt.date(2020, 1, 1)
    )
    households.change_person(child, by=carla, given_name="Ömer Can")
    households.remove_person(child, by=carla)
    with transaction.atomic(), acting_in_role(OWNER):
        assert not HouseholdPerson.objects.filter(case=case).exists()


def test_an_expiring_title_warns_four_times_and_a_new_one_starts_afresh(
    case: Case, actor: Callable[..., Actor]
) -> None:
    for expiry in (dt.date(2027, 6, 30), dt.date(2028, 6, 30)):
        clients.change_situation(case, by=actor("carla"), residence_valid_until=expiry)
    with transaction.atomic(), acting_in_role(OWNER):
        running = Deadline.objects.running().filter(case=case, rule__code__startswith="residence")
        assert sorted((expiry - row.started_on).days for row in running) == [14, 30, 60, 90]
        assert {row.due_on for row in running} == {expiry}


def test_a_name_that_is_corrected_is_found_under_the_new_one(case: Case, actor: Callable[..., Actor]) -> None:
    clients.change_identity(case, by=actor("carla"), family_name="Brandt-Yılmaz")
    with transaction.atomic(), acting_in_role(OWNER):
        assert list(blind_index.find(family_name="Yilmaz Brandt", rows=Case.objects.all())) == [case]
