# SPDX-License-Identifier: AGPL-3.0-or-later
"""The copy that a client gets: paper, data and documents in one archive, without what is somebody else's."""

import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casemanagement.actions import documents
from casemanagement.actions import requests as deeds
from casemanagement.models import Case, CaseEvent, Document, SubjectRequest
from casemanagement.printing.archive import packed
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent
from tests.cast import House
from tests.factories import CaseFactory
from tests.papers import JPEG, PDF

SignedIn = Callable[[str], Client]
ActorNamed = Callable[..., Actor]
HAND_OVER = {"reason": "handed_out", "form": "zip"}


@pytest.fixture
def case(house: House) -> Case:
    return CaseFactory(led_by=house["aylin"], planned=True)


@pytest.fixture
def file_paper(case: Case, actor: ActorNamed) -> Callable[..., Document]:
    def _file(title: str, content: bytes = PDF, kind: str = "other") -> Document:
        ending = "pdf" if content is PDF else "jpg"
        upload = SimpleUploadedFile(f"{title}.{ending}", content)
        with acting_as(actor("aylin")), transaction.atomic():
            return documents.add(case, by=actor("aylin"), kind=kind, title=title, file=upload)

    return _file


@pytest.fixture
def request_row(case: Case, file_paper: Any, signed_in: SignedIn) -> SubjectRequest:
    """Entered by Aylin, when the file held a certificate, a letter about a neighbour and a report of the Jugendamt."""
    file_paper("Zeugnis Haddad", JPEG, kind="certificate")
    file_paper("Brief des Nachbarn Feldhaus")
    file_paper("Meldung des Jugendamts", kind="child_protection")
    signed_in("aylin").post(
        reverse("cases:request_new", args=[case.number]),
        {"kind": "access", "received_on": "heute", "received_via": "talk", "identity_checked": "known"},
    )
    with acting_in_role(OWNER):
        return SubjectRequest.objects.get(case=case)


def release(row: SubjectRequest, signed_in: SignedIn) -> None:
    aylin, dora = signed_in("aylin"), signed_in("dora")
    aylin.post(reverse("cases:request", args=[row.pk]), {"do": "review"})
    page = reverse("dataprotection:request", args=[row.pk])
    with acting_in_role(OWNER):
        proposals = list(row.redactions.filter(confirmed_at=None).values_list("pk", flat=True))
    for proposal in proposals:
        dora.post(page, {"do": f"confirm:{proposal}"})
    dora.post(page, {"do": "release"})
    with acting_in_role(OWNER):
        row.refresh_from_db()
        assert row.released_at


def taken_out(client: Client, row: SubjectRequest, tree: str = "cases") -> ZipFile:
    response: Any = client.post(reverse(f"{tree}:request_export", args=[row.pk]), HAND_OVER)
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    archive = ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    return archive


def listed(archive: ZipFile) -> dict[str, str]:
    """Kind of each document → why it is missing; nothing for one that is there."""
    name = next(name for name in archive.namelist() if name.endswith(".json"))
    return {row["kind"]: row["withheld"] or "" for row in json.loads(archive.read(name))["documents"]}


def test_the_copy_holds_the_paper_the_data_and_the_documents(
    request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    release(request_row, signed_in)
    archive = taken_out(signed_in("aylin"), request_row)

    kinds = [name.rpartition(".")[2] for name in archive.namelist()]
    assert kinds == ["pdf", "json", "jpg", "pdf"]
    assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
    assert archive.read("unterlagen/unterlage-001.jpg").startswith(b"\xff\xd8")
    assert archive.read("unterlagen/unterlage-002.pdf") == PDF


def test_no_name_in_the_archive_tells_about_anybody(request_row: SubjectRequest, signed_in: SignedIn) -> None:
    release(request_row, signed_in)
    names = " ".join(taken_out(signed_in("aylin"), request_row).namelist())

    assert not [word for word in ("Haddad", "Zeugnis", "Feldhaus", "Jugendamt") if word in names]


def test_what_is_about_others_by_its_nature_waits_for_a_second_person_and_the_list_names_it(
    request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        proposal = request_row.redactions.get(field="content")
        assert Document.objects.get(pk=proposal.row).kind == "child_protection"
    page = reverse("cases:request", args=[request_row.pk])
    assert "sobald eine zweite Person zustimmt" in signed_in("aylin").get(page).content.decode()
    release(request_row, signed_in)

    archive = taken_out(signed_in("aylin"), request_row)
    assert "unterlagen/unterlage-003.pdf" not in archive.namelist()
    assert listed(archive)["Unterlage zum Kinderschutz"] == "von anderen anvertraut"


def test_a_document_is_withheld_through_the_page_by_two_people(
    case: Case, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    aylin, page = signed_in("aylin"), reverse("cases:request", args=[request_row.pk])
    with acting_in_role(OWNER):
        letter = next(row for row in Document.objects.filter(case=case) if "Feldhaus" in row.title)
    form = f"{reverse('cases:redaction_new', args=[case.number, request_row.pk])}?stelle=casemanagement.Document:{letter.pk}:content"
    place = aylin.get(form).context["form"]["place"]
    assert "Feldhaus" in dict(place.field.choices)[place.value()]
    asked = {"place": place.value(), "reason": "third_person"}
    assert aylin.post(form, asked | {"passage": "Feldhaus"}).status_code == 200  # only as a whole
    assert aylin.post(form, asked | {"passage": ""}).status_code == 302
    seen = signed_in("dora").get(reverse("dataprotection:request", args=[request_row.pk])).content.decode()
    assert f"Unterlage {letter.pk} nicht herausgeben" in seen
    assert "Feldhaus" not in seen  # whose file is closed to data protection
    release(request_row, signed_in)

    archive = taken_out(aylin, request_row)
    assert listed(archive)["andere Unterlage"] == "andere Person"
    assert PDF not in [archive.read(name) for name in archive.namelist()]
    assert "nein: andere Person" in aylin.get(page).content.decode()


def test_what_came_after_the_review_stays_in_the_house(
    request_row: SubjectRequest, file_paper: Any, signed_in: SignedIn
) -> None:
    release(request_row, signed_in)
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        file_paper("Brief der Schwester", kind="report")

    assert listed(taken_out(signed_in("aylin"), request_row))["Bericht"].startswith(
        "erst nach der Durchsicht"
    )


def test_a_paper_that_is_gone_is_named(case: Case, request_row: SubjectRequest, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        Document.objects.filter(case=case, kind="certificate").update(removed_at=clock.now(), title="")
    release(request_row, signed_in)

    assert listed(taken_out(signed_in("aylin"), request_row))["Zeugnis oder Bescheinigung"].startswith(
        "gelöscht"
    )


def test_taking_it_out_is_written_down_once_however_many_documents_go_along(
    case: Case, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    release(request_row, signed_in)
    taken_out(signed_in("aylin"), request_row)

    with acting_in_role(OWNER):
        access = AccessEvent.objects.get(action="export", case_id=case.pk)
        assert (access.reason, access.detail["form"]) == ("handed_out", "zip")
        assert CaseEvent.objects.filter(case=case, kind="exported").count() == 1


def test_data_protection_hands_out_the_file_of_a_case_that_is_closed_to_its_manager(
    case: Case, request_row: SubjectRequest, signed_in: SignedIn
) -> None:
    release(request_row, signed_in)
    with acting_in_role(OWNER):
        Case.objects.filter(pk=case.pk).update(is_restricted=True)

    archive = taken_out(signed_in("dora"), request_row, "dataprotection")
    assert archive.read("unterlagen/unterlage-002.pdf") == PDF


def test_a_withheld_document_is_not_to_be_had_by_its_number(
    case: Case, request_row: SubjectRequest, actor: ActorNamed, signed_in: SignedIn
) -> None:
    release(request_row, signed_in)
    with acting_in_role(OWNER):
        withheld = Document.objects.get(case=case, kind="child_protection").pk
    with acting_as(actor("aylin")), transaction.atomic(), pytest.raises(NotPermitted):
        deeds.content_of(request_row, by=actor("aylin"), document=withheld)


def test_what_she_takes_along_elsewhere_is_no_archive(case: Case, signed_in: SignedIn) -> None:
    aylin = signed_in("aylin")
    asked = {
        "kind": "portability",
        "received_on": "heute",
        "received_via": "talk",
        "identity_checked": "known",
    }
    aylin.post(reverse("cases:request_new", args=[case.number]), asked)
    with acting_in_role(OWNER):
        row = SubjectRequest.objects.get(case=case)

    assert aylin.post(reverse("cases:request_export", args=[row.pk]), HAND_OVER).context["form"].errors


def test_a_hundred_documents_need_the_memory_of_one() -> None:
    size = 2_000_000

    def files() -> Iterator[tuple[str, bytes]]:
        for number in range(100):
            yield f"unterlagen/unterlage-{number:03d}.pdf", bytes(size)

    tracemalloc.start()
    sent = sum(len(part) for part in packed(files(), at=clock.now()))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent > 100 * size
    assert peak < 3 * size
