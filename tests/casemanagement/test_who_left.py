# SPDX-License-Identifier: AGPL-3.0-or-later
"""A year after somebody left, the account is empty: nothing tells who it was, whom she avoided or what she feared."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from casemanagement import retention
from casemanagement.choices import NoticeKind
from casemanagement.models import (
    AccessList,
    AvoidedPerson,
    Case,
    ConflictDeclaration,
    NamedPerson,
    Notice,
    OverloadNotice,
)
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Membership, OrganisationUserPermission, User
from tests import snapshot
from tests.cast import House
from tests.factories import CaseFactory

TODAY = dt.date(2026, 3, 2)
LEFT = dt.date(2025, 2, 1)
THEN = dt.datetime(2024, 6, 3, 12, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def _someday(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DELETION_LEDGER = tmp_path / "deletions.jsonl"
    with clock.at(TODAY):
        yield


@pytest.fixture
def bernd(house: House) -> User:
    """Left a year ago, after he had said much about himself; Carla said the same and stays."""
    snapshot.once("Bernd has left", lambda: _leave(house))
    return house["bernd"]


def _leave(house: House) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER), transaction.atomic():
        for name in ("bernd", "carla"):
            _speak(case, house[name], house)
        Membership.objects.filter(person=house["bernd"]).update(valid_until=LEFT)
        User.objects.filter(pk=house["bernd"].pk).update(is_active=False, language="en")
    retention.run()


def _speak(case: Case, person: User, house: House) -> None:
    AvoidedPerson.objects.create(person=person, words="Mein Schwager", name_token=b"x" * 32, added_at=THEN)
    for ended in ({}, {"ended_at": THEN, "ended_by": house["kora"]}):
        ConflictDeclaration.objects.create(
            case=case, person=person, has_conflict=True, declared_at=THEN, note="Mein Schwager", **ended
        )
    access_list = AccessList.objects.filter(case=case).first()
    if access_list is None:
        AccessList.objects.create(case=case, ground="prominent", set_by=house["kora"], set_at=THEN)
    NamedPerson.objects.create(case=case, person=person, named_by=house["kora"], named_at=THEN)
    OverloadNotice.objects.create(
        person=person,
        organisation=house.organisation("stadt"),
        submitted_at=THEN,
        words="Ich schlafe nicht mehr.",
        measure="relief",
        answer="Wir entlasten Sie.",
        answered_by=house["theo"],
        answered_at=THEN,
    )
    Notice.objects.create(
        organisation=house.organisation("stadt"),
        to_person=person,
        to_hat="case",
        kind="overload_answered",
        at=THEN,
    )
    Notice.objects.create(
        organisation=house.organisation("stadt"),
        to_hat="dsb",
        kind=NoticeKind.OVER_BUDGET,
        at=THEN,
        data={"person": person.username, "cases": 61, "outputs": 0},
    )


def test_whom_somebody_avoided_goes_with_the_account(bernd: User, house: House) -> None:
    with acting_in_role(OWNER):
        assert set(AvoidedPerson.objects.values_list("person", flat=True)) == {house["carla"].pk}


def test_declarations_of_conflict_end_without_their_words_and_say_who_ended_them(
    bernd: User, house: House
) -> None:
    with acting_in_role(OWNER):
        first, second = ConflictDeclaration.objects.filter(person=bernd).order_by("pk")
        assert (first.ended_at, first.ended_by, first.note) == (clock.now(), bernd, "")
        assert (second.ended_at, second.ended_by, second.note) == (THEN, house["kora"], "")
        living = ConflictDeclaration.objects.get(person=house["carla"], ended_at=None)
        assert living.note == "Mein Schwager"


def test_nobody_who_left_is_named_for_a_case(bernd: User, house: House) -> None:
    with acting_in_role(OWNER):
        named = NamedPerson.objects.filter(ended_at=None)
        assert set(named.values_list("person", flat=True)) == {house["carla"].pk}


def test_the_words_about_too_much_work_go_and_the_fact_stays(bernd: User, house: House) -> None:
    with acting_in_role(OWNER):
        gone = OverloadNotice.objects.get(person=bernd)
        assert (gone.words, gone.answer, gone.measure) == ("", "", "relief")
        assert OverloadNotice.objects.get(person=house["carla"]).words == "Ich schlafe nicht mehr."


def test_nothing_that_was_said_to_or_about_the_account_names_it(bernd: User) -> None:
    with acting_in_role(OWNER):
        assert not Notice.objects.filter(to_person=bernd).exists()
        assert not Notice.objects.filter(data__person="bernd").exists()
        assert Notice.objects.filter(data__person="carla").exists()
        assert not OrganisationUserPermission.objects.filter(user=bernd).exists()
        emptied = User.objects.get(pk=bernd.pk)
        assert (emptied.language, emptied.email, emptied.last_login) == ("de", "", None)


# --- What else of a person stays ----------------------------------------------------------------

# What goes, or loses its words, with the account.
EMPTIED = {
    "casemanagement.AvoidedPerson",
    "casemanagement.ConflictDeclaration",
    "casemanagement.NamedPerson",
    "casemanagement.OverloadNotice",
    "casemanagement.Notice",
    "permissions.Absence",
    "permissions.Authenticator",
    "permissions.Credential",
    "permissions.ForeignAccount",
    "permissions.Invitation",
    "permissions.OrganisationUserPermission",
    "permissions.Passkey",
    "permissions.RecoveryCode",
    "permissions.Session",
}
# What stays beside the number of a person without a name, and why.
STAYS = {
    "casemanagement.Assignment": "who answered for a case when; goes with the case",
    "casemanagement.CaseEvent": "the journal of a case; goes with the case",
    "casemanagement.Complaint": "whom it was about; deleted three years after the year of its answer",
    "casemanagement.EmergencyAccess": "who read in an emergency; goes with the case",
    "casemanagement.FileOpening": "who opened a file for a reason; goes with the case",
    "casemanagement.FindingAuthor": "who gets the answer to a finding",
    "casemanagement.FindingCase": "whose case a finding came from, until it is decided upon",
    "casemanagement.ConfidentialNote": "to whom a client let it be passed on; goes with the case",
    "casemanagement.Handover": "who gave a case to whom; goes with the case",
    "casemanagement.ImportRow": "who took a case over from a file; goes with the case",
    "casemanagement.Job": "in whose name the system acted",
    "casemanagement.PeerInvitation": "who was asked for advice; goes with the case",
    "casemanagement.WorkItem": "whose task it was; goes with the case",
    "permissions.Membership": "which task somebody had when: rights of that time follow from it",
    "permissions.Proposal": "what two people decided about a task",
    "permissions.Succession": "who would have decided in an emergency",
    "guardian.UserObjectPermission": "never written",
    "viewflow.Task": "the engine's copy of the work item",
}


def test_every_row_about_a_person_is_emptied_or_stays_for_a_reason() -> None:
    """Who did a thing (…_by) stays as its author, without a name; anything else is decided here."""
    known = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is User and not field.name.endswith("_by")
    }

    assert known == EMPTIED | set(STAYS)
