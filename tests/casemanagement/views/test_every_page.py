# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page of a file: seen by whom it is for, one entry in the journal, and nothing for anybody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casemanagement.models import Case, Consent, Goal, Measure
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessEvent, User
from tests.factories import AssignmentFactory, CaseFactory

SignedIn = Callable[[str], Client]

# Name of the page → the block that its reading is journalled as.
PAGES = {
    "file": "file",
    "timeline": "file",
    "note": "file",
    "confidential": "confidential",
    "household": "identity",
    "identity": "identity",
    "household_person_new": "identity",
    "intensity": "file",
    "programme": "file",
    "crisis": "file",
    "pause": "file",
    "assessment_again": "file",
    "location": "file",
    "protected_address": "protected",
    "situation": "sensitive",
    "situation_change": "sensitive",
    "documents": "documents",
    "document_new": "documents",
    "consents": "consents",
    "consent_new": "consents",
    "consent_read": "consents",
    "representative_new": "identity",
    "disclosures": "consents",
    "disclosure_new": "consents",
    "case_request": "consents",
    "assessment": "file",
    "plan": "file",
    "goal_new": "file",
    "milestone_new": "file",
    "finding_new": "file",
    "chains": "file",
    "plan_copy": "file",
    "plan_print": "file",
    "plan_answer": "file",
    "closure": "file",
}
# Consents, disclosures by law and questions of authorities do not wait for an open file.
RECORDED_ALWAYS = ("consent_new", "consent_read", "disclosure_new", "case_request")
FRAME_PAGES = ("file", "consents", "disclosures", "handover")


def address(case: Case, page: str, **kwargs: object) -> str:
    return reverse(f"cases:{page}", kwargs={"number": case.number, **kwargs})


def readings(case: Case) -> list[tuple[str, str]]:
    with acting_in_role(OWNER):
        rows = AccessEvent.objects.filter(case_id=case.pk, action="read").order_by("pk")
        return list(rows.values_list("block", "grant"))


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, planned=True)


@pytest.mark.parametrize(("page", "block"), PAGES.items())
def test_the_case_manager_reads_each_page_and_it_is_written_down_once(
    page: str, block: str, case: Case, signed_in: SignedIn
) -> None:
    response = signed_in("aylin").get(address(case, page))

    assert response.status_code == 200
    assert [entry[0] for entry in readings(case)] == [block]
    assert "Fallführung" in readings(case)[0][1]


@pytest.mark.parametrize("page", [*PAGES, "handover"])
def test_a_stranger_gets_the_answer_of_a_page_that_does_not_exist(
    page: str, case: Case, signed_in: SignedIn
) -> None:
    response = signed_in("dilan").get(address(case, page))

    assert response.status_code == 404
    assert "Haddad" not in response.content.decode()
    assert readings(case) == []


@pytest.mark.parametrize("page", [*PAGES, "handover"])
def test_a_revoked_consent_closes_the_file_on_the_next_request(
    page: str, case: Case, aylin: User, signed_in: SignedIn
) -> None:
    with acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind="C1").update(
            revoked_on=case.received_on, revoked_via="in_person"
        )

    response = signed_in("aylin").get(address(case, page))

    frame = page in {*FRAME_PAGES, *RECORDED_ALWAYS}
    assert response.status_code == (200 if frame else 403)
    assert "Haddad" not in response.content.decode()
    if not frame:
        assert "widerrufen" in response.content.decode()


def test_the_confidential_notes_stay_closed_to_the_deputy(
    case: Case, bernd: User, signed_in: SignedIn
) -> None:
    AssignmentFactory(case=case, person=bernd, role="deputy")

    assert signed_in("bernd").get(address(case, "file")).status_code == 200
    response = signed_in("bernd").get(address(case, "confidential"))

    assert response.status_code == 403
    assert "nur die Fallführung" in response.content.decode()


def test_a_deputy_from_another_house_needs_a_consent_for_the_sensitive_block(
    case: Case, carla: User, signed_in: SignedIn
) -> None:
    AssignmentFactory(case=case, person=carla, role="deputy")

    assert signed_in("carla").get(address(case, "timeline")).status_code == 200
    assert signed_in("carla").get(address(case, "situation")).status_code == 403


def test_the_pages_of_rows_open_too(case: Case, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        goal, measure = Goal.objects.get(case=case), Measure.objects.get(case=case)
        consent = Consent.objects.filter(case=case, kind="C1").get()
    client = signed_in("aylin")

    for url in (
        address(case, "goal", pk=goal.pk),
        address(case, "measure_new", pk=goal.pk),
        address(case, "measure", pk=measure.pk),
        address(case, "consent_revoke", pk=consent.pk),
    ):
        assert client.get(url).status_code == 200


def test_a_row_of_another_case_is_not_found_through_the_own_one(
    case: Case, aylin: User, carla: User, signed_in: SignedIn
) -> None:
    other = CaseFactory(led_by=carla, planned=True)
    with acting_in_role(OWNER):
        goal = Goal.objects.get(case=other)

    assert signed_in("aylin").get(address(case, "goal", pk=goal.pk)).status_code == 404


@pytest.mark.parametrize("page", ["today", "list", "search", "offers"])
def test_the_first_level_pages_open(page: str, case: Case, signed_in: SignedIn) -> None:
    assert signed_in("aylin").get(reverse(f"cases:{page}")).status_code == 200


def test_an_unknown_number_is_not_found(house: object, signed_in: SignedIn) -> None:
    assert signed_in("aylin").get("/fallarbeit/fall/KIM-ZZZZZZ/").status_code == 404
