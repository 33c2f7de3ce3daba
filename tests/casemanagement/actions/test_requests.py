# SPDX-License-Identifier: AGPL-3.0-or-later
"""A client asks by right: the month, the two pairs of eyes, and everything that is known about her."""

import datetime as dt
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from casemanagement import person_graph, subject_access, subject_review
from casemanagement.actions import requests
from casemanagement.casework import Conflict
from casemanagement.fields import EncryptedTextField
from casemanagement.models import (
    Case,
    CaseEvent,
    ClientIdentity,
    ConfidentialNote,
    Contact,
    DeletionItem,
    Redaction,
    SubjectRequest,
)
from casemanagement.printing.subject_access import as_json, on_paper
from permissions import accesslog, clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import DEED, OWNER
from permissions.models import AccessAction
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory
from tests.matrix.barriers import without_the_database

TODAY = clock.today()
ActorOf = Callable[..., Actor]
TEXTS = (EncryptedTextField, models.TextField, models.CharField)


@pytest.fixture
def case(house: House) -> Case:
    made = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER):
        Contact.objects.create(
            case=made,
            kind="office",
            occurred_on=TODAY,
            text="Der Nachbar Herr Feldhaus trinkt. Sie sucht Arbeit.",
            written_by=house["aylin"],
            written_at=clock.now(),
        )
        ConfidentialNote.objects.create(
            case=made, text="Anvertraut von der Schwester", written_by=house["aylin"], written_at=clock.now()
        )
    return made


@pytest.fixture
def enter(case: Case, actor: ActorOf) -> Callable[..., SubjectRequest]:
    def _enter(kind: str = "access", **facts: Any) -> SubjectRequest:
        known: dict[str, Any] = {"received_on": TODAY, "received_via": "talk", "identity_checked": "known"}
        with acting_as(actor("aylin")), transaction.atomic():
            return requests.enter(case, by=actor("aylin"), kind=kind, **known | facts)

    return _enter


def do(deed: Any, subject: Any, by: Actor, **facts: Any) -> Any:
    with acting_as(by), transaction.atomic():
        return deed(subject, by=by, **facts)


def released(request: SubjectRequest, actor: ActorOf) -> None:
    do(requests.review, request, actor("aylin"))
    with acting_in_role(OWNER):
        proposed = list(request.redactions.all())
    for redaction in proposed:
        do(requests.settle, redaction, actor("dora"), is_confirmed=True)
    do(requests.release, request, actor("dora"))


def test_the_answer_is_due_in_a_month_and_with_a_reason_in_three(
    enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter("erasure", received_on=dt.date(2026, 1, 31))
    assert request.due_on == dt.date(2026, 2, 28)

    with pytest.raises(ValidationError, match=r"30\.04\.2026"):
        do(requests.extend, request, actor("kora"), until=dt.date(2026, 5, 1), reason="complex")
    do(requests.extend, request, actor("kora"), until=dt.date(2026, 4, 30), reason="complex")
    with acting_in_role(OWNER):
        assert SubjectRequest.objects.get(pk=request.pk).answer_by == dt.date(2026, 4, 30)


@pytest.mark.parametrize("name", ["bernd", "carla", "theo", "erika", "adam", "conrad"])
def test_nobody_else_enters_or_decides(
    name: str, case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    with pytest.raises(NotPermitted):
        do(requests.decide, enter("erasure"), actor(name), decision="granted")
    with pytest.raises(NotPermitted):
        do(
            requests.enter,
            case,
            actor(name),
            kind="access",
            received_on=TODAY,
            received_via="talk",
            identity_checked="known",
        )


def test_a_refusal_needs_its_reason(enter: Callable[..., SubjectRequest], actor: ActorOf) -> None:
    request = enter("objection", wish="Meine Lage ist besonders.")
    with pytest.raises(ValidationError, match="begründen"):
        do(requests.decide, request, actor("dora"), decision="refused")
    do(requests.decide, request, actor("dora"), decision="refused", reason="Die Verarbeitung ist nötig.")
    with pytest.raises(Conflict):
        do(requests.decide, request, actor("dora"), decision="granted")


def test_an_erasure_that_is_granted_goes_to_the_deletion_or_is_not_granted(
    case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request, dora = enter("erasure"), actor("dora")
    with pytest.raises(ValidationError, match="läuft noch"):
        do(requests.answer, request, dora, decision="granted")
    with acting_in_role(OWNER):
        assert SubjectRequest.objects.get(pk=request.pk).is_open
        Case.objects.filter(pk=case.pk).update(
            phase="ended", state="closed", closed_on=TODAY, deletion_on=TODAY + dt.timedelta(days=1)
        )
    do(requests.answer, request, dora, decision="granted")

    with acting_in_role(OWNER):
        assert DeletionItem.objects.get(case_id=case.pk).rule == "erasure_request"


def test_people_of_the_household_and_entrusted_notes_are_proposed_at_once(
    enter: Callable[..., SubjectRequest],
) -> None:
    request = enter()
    with acting_in_role(OWNER):
        assert {row.reason for row in request.redactions.all()} >= {"entrusted"}


def test_nothing_leaves_before_a_second_person_let_it_go(
    enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request, aylin, dora = enter(), actor("aylin"), actor("dora")
    with pytest.raises(Conflict, match="zwei Personen"):
        do(requests.export, request, aylin, export_id="x")
    with pytest.raises(Conflict, match="Zuerst"):
        do(requests.release, request, dora)
    do(requests.review, request, aylin)
    with pytest.raises(Conflict, match="zweite Person"):
        do(requests.release, request, aylin)
    with pytest.raises(Conflict, match="offen"):
        do(requests.release, request, dora)
    with acting_in_role(OWNER):
        proposed = list(request.redactions.all())
    with pytest.raises(Conflict, match="zweite Person"):
        do(requests.settle, proposed[0], aylin, is_confirmed=True)
    for redaction in proposed:
        do(requests.settle, redaction, dora, is_confirmed=True)
    do(requests.release, request, dora)

    answer = do(requests.export, request, aylin, export_id="x")
    assert "Anvertraut von der Schwester" not in as_json(answer)


def test_a_passage_is_blackened_and_the_rest_stays(
    case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter()
    with acting_in_role(OWNER):
        note = Contact.objects.get(case=case, text__isnull=False, kind="office", occurred_on=TODAY)
    place = subject_access.place_of(note, "text")
    with pytest.raises(ValidationError, match="nicht"):
        do(
            requests.propose,
            request,
            actor("aylin"),
            place=place,
            passage="Frau Nirgends",
            reason="third_person",
        )
    do(
        requests.propose,
        request,
        actor("aylin"),
        place=place,
        passage="Der Nachbar Herr Feldhaus trinkt.",
        reason="third_person",
    )
    released(request, actor)
    text = as_json(do(requests.export, request, actor("aylin"), export_id="x"))

    assert "Feldhaus" not in text
    assert f"{subject_access.BLACK} Sie sucht Arbeit." in text


@pytest.mark.parametrize(
    "barriers", [nullcontext, without_the_database], ids=["both barriers", "the program alone"]
)
def test_a_deputy_is_not_offered_what_was_entrusted_and_cannot_sound_it_out(
    barriers: Callable[[], AbstractContextManager[None]],
    case: Case,
    house: House,
    enter: Callable[..., SubjectRequest],
    actor: ActorOf,
) -> None:
    request, bernd = enter(), actor("bernd")
    AssignmentFactory(case=case, person=house["bernd"], role="deputy")
    with acting_in_role(OWNER):
        entrusted = ConfidentialNote.objects.get(case=case)
    place = subject_access.place_of(entrusted, "text")

    with barriers():
        with acting_as(bernd), transaction.atomic():
            offered = subject_access.legible_places(case, bernd)
        with pytest.raises(ValidationError, match="Stelle gibt es nicht"):
            do(requests.propose, request, bernd, place=place, passage="Anvertraut", reason="entrusted")

    assert any("Feldhaus" in text for _place, text in offered)
    assert not any("Anvertraut" in text for _place, text in offered)


def test_a_new_proposal_takes_the_release_back(
    case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter()
    released(request, actor)
    with acting_in_role(OWNER):
        note = Contact.objects.get(case=case, kind="office", occurred_on=TODAY)
    do(
        requests.propose,
        request,
        actor("aylin"),
        place=subject_access.place_of(note, "text"),
        passage="Feldhaus",
        reason="third_person",
    )
    with pytest.raises(Conflict):
        do(requests.export, request, actor("aylin"), export_id="x")


def test_the_paper_and_the_file_say_who_looked_and_who_got_something(
    case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request, aylin = enter(), actor("aylin")
    with acting_as(aylin), transaction.atomic():
        accesslog.record(aylin, AccessAction.READ, case=case, block="file", grant="Fallführung")
    released(request, actor)
    answer = do(requests.export, request, aylin, export_id="A-17")
    content = json.loads(as_json(answer))

    assert [access["role"] for access in content["accesses"]] == ["Fallarbeit, Stadt Bielefeld"]
    assert "Aylin" not in json.dumps(content)
    with acting_in_role(OWNER):
        paper = on_paper(answer, by=aylin)
    assert paper.startswith(b"%PDF-1.7")


def test_what_she_provided_herself_is_a_file_of_its_own(
    enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter("portability")
    content = json.loads(as_json(do(requests.export, request, actor("aylin"), export_id="x")))

    assert set(content["data"]) == set(subject_review.PROVIDED)
    assert content["accesses"] == []


def test_a_wrong_value_is_corrected_and_kept_beside_the_reason(case: Case, actor: ActorOf) -> None:
    with acting_in_role(OWNER):
        before = ClientIdentity.objects.get(case=case).family_name
    made = do(
        requests.rectify, case, actor("aylin"), field="family_name", value="Haddadi", reason="Laut Ausweis."
    )

    with acting_in_role(OWNER):
        assert ClientIdentity.objects.get(case=case).family_name == "Haddadi"
    assert (made.old_value, made.new_value) == (before, "Haddadi")
    with pytest.raises(ValidationError, match="So steht es"):
        do(requests.rectify, case, actor("aylin"), field="family_name", value="Haddadi", reason="x")


# --- Complete over the person's graph ---------------------------------------------------------


def canaries(case: Case) -> dict[tuple[str, int, str], str]:
    """A value of its own in every text column of every row of the case that takes one."""
    planted: dict[tuple[str, int, str], str] = {}
    for table in person_graph.tables():
        if table.stays or table.model is CaseEvent:  # what can only be appended holds codes
            continue
        for row in table.find(case):
            for column in row._meta.concrete_fields:
                word = f"KANARI{len(planted):04d}"
                if takes_text(column) and fits(row, column.name, word):
                    planted[row._meta.label, row.pk, column.name] = word
    return planted


def takes_text(column: Any) -> bool:
    """Free text: neither chosen from a list nor unique nor a link."""
    return type(column) in TEXTS and not (column.choices or column.unique or column.primary_key)


def fits(row: Any, name: str, word: str) -> bool:
    """Whether the rules of the database let the word stand there."""
    before = getattr(row, name)
    setattr(row, name, word)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except (IntegrityError, DataError):
        setattr(row, name, before)
        return False
    return True


def test_every_text_of_every_row_of_the_person_is_in_the_file(
    case: Case, enter: Callable[..., SubjectRequest], actor: ActorOf
) -> None:
    request = enter()
    with acting_in_role(OWNER), transaction.atomic():
        Redaction.objects.filter(case=case).delete()
        planted = canaries(case)
        request = SubjectRequest.objects.get(pk=request.pk)
    released(request, actor)
    text = as_json(do(requests.export, request, actor("aylin"), export_id="x"))

    excluded = {
        label for label, _row, _name in planted if label in subject_access.LEFT_OUT or not _is_open(label)
    }
    missing = [place for place, word in planted.items() if word not in text and place[0] not in excluded]
    assert missing == []
    assert len(planted) > 20
    assert excluded <= set(subject_access.LEFT_OUT) | CLOSED_TO_DEEDS


CLOSED_TO_DEEDS = {table.model._meta.label for table in person_graph.tables() if not table.is_open_to(DEED)}


def _is_open(label: str) -> bool:
    return label not in CLOSED_TO_DEEDS


def test_every_table_of_the_graph_is_in_the_file_or_left_out_with_a_reason() -> None:
    shown = {
        table.model._meta.label
        for table in person_graph.tables()
        if table.is_open_to(DEED) and table.model._meta.label not in subject_access.LEFT_OUT
    }
    everything = {table.model._meta.label for table in person_graph.tables()}

    assert everything - shown == set(subject_access.LEFT_OUT) | CLOSED_TO_DEEDS
    assert all(subject_access.LEFT_OUT.values())
