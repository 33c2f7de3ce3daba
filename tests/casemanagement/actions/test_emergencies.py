# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Notfallzugriff: exact, with words, for hours, in front of everybody who answers for the case."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from casemanagement.actions import clients, emergencies
from casemanagement.casework import write
from casemanagement.models import Case, CaseEvent, ClientIdentity, EmergencyAccess, Notice, ProtectedAddress
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import AccessEvent
from permissions.rights import Right
from tests.cast import House
from tests.factories import CaseFactory
from tests.permissions.stage import Stage

ActorNamed = Callable[..., Actor]

TEXT = "Die Klientin ist seit gestern Abend nicht mehr erreichbar."
PERSON: dict[str, Any] = {
    "given_name": "Zwetlana",
    "family_name": "Geheimniskrämer",
    "birth_date": dt.date(1990, 5, 4),
}


@pytest.fixture
def case(house: House) -> Case:
    """Aylin's, of the city."""
    case = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER):
        identity = ClientIdentity.objects.get(case=case)
        clients.remember(write(identity, **PERSON))
    return case


def begin(by: Actor, case: Case | None = None, **facts: Any) -> EmergencyAccess:
    facts = {"reason": "danger", "text": TEXT, "number": case.number if case else ""} | facts
    return emergencies.begin(by=by, **facts)


def rights(by: Actor, case: Case) -> frozenset[Right]:
    with acting_as(by):
        return CASE_ACCESS.rights(by, case)


def test_a_case_manager_of_another_house_reads_the_file_and_writes_nothing(
    case: Case, actor: ActorNamed
) -> None:
    dilan = actor("dilan")
    assert rights(dilan, case) == frozenset()

    begin(dilan, **PERSON)

    held = rights(dilan, case)
    assert {Right.READ_IDENTITY, Right.READ_FILE, Right.READ_SENSITIVE, Right.READ_DOCUMENTS} <= held
    assert not {right for right in held if not right.value.startswith("read_")}
    assert not {Right.READ_PROTECTED_ADDRESS, Right.READ_CONFIDENTIAL} & held
    with acting_as(dilan):
        assert ClientIdentity.objects.get(case=case).family_name == PERSON["family_name"]


@pytest.mark.parametrize("name", ["kora", "dora"])
def test_coordination_and_data_protection_also_read_what_is_hidden(
    name: str, case: Case, actor: ActorNamed
) -> None:
    reason = "incident" if name == "dora" else "danger"
    begin(actor(name), case, reason=reason, reference="Vorfall 12/2026")

    assert {Right.READ_PROTECTED_ADDRESS, Right.READ_CONFIDENTIAL} <= rights(actor(name), case)


def test_it_ends_after_four_hours_or_at_once(case: Case, actor: ActorNamed) -> None:
    dilan, began = actor("dilan"), clock.now()
    with clock.at(began):
        emergency = begin(dilan, case)
    for hours, is_open in ((3, True), (5, False)):
        with clock.at(began + dt.timedelta(hours=hours)):
            assert (Right.READ_FILE in rights(dilan, case)) is is_open
    with clock.at(began + dt.timedelta(hours=1)):
        emergencies.end(emergency, by=dilan)
        assert rights(dilan, case) == frozenset()


def test_it_is_extended_once_and_never_past_a_day(case: Case, actor: ActorNamed) -> None:
    dilan = actor("dilan")
    emergency = begin(dilan, case)
    with pytest.raises(ValidationError, match="ganzen Satz"):
        emergencies.extend(emergency, by=dilan, hours=4, text="weiter")

    longer = emergencies.extend(emergency, by=dilan, hours=23, text="Die Suche der Polizei dauert noch an.")

    assert longer.valid_until == longer.opened_at + dt.timedelta(hours=24)
    with pytest.raises(ValidationError, match="nur einmal"):
        emergencies.extend(emergency, by=dilan, hours=1, text="Die Suche der Polizei dauert noch an.")


def test_everybody_who_answers_for_the_case_hears_of_it(case: Case, house: House, actor: ActorNamed) -> None:
    begin(actor("dilan"), case)

    for name in ("aylin", "kora", "dora"):
        with acting_as(actor(name)):
            assert Notice.objects.addressed_to(actor(name)).count() == 1, name
    with acting_as(actor("bernd")):
        assert Notice.objects.addressed_to(actor("bernd")).count() == 0
    with acting_in_role(OWNER):
        assert CaseEvent.objects.filter(case=case, kind="emergency_opened", person=house["dilan"]).exists()
        trace = AccessEvent.objects.get(action="open_file", case_id=case.pk)
        assert (trace.grant, trace.reason) == ("Notfallzugriff", "danger")


WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("no sentence", "dilan", {"text": "Notfall"}, "ganzen Satz"),
    ("no reason", "dilan", {"reason": ""}, "Anlass"),
    ("the officer's reason", "dilan", {"reason": "incident"}, "Anlass"),
    ("no incident", "dora", {"reason": "incident"}, "Beschwerde oder den Vorfall"),
    ("another's reason", "dora", {"reason": "danger", "reference": "12/2026"}, "Anlass"),
    ("half a number", "dilan", {"number": "KIM-00"}, "keine Akte"),
    ("half a name", "dilan", {"number": "", **PERSON, "birth_date": None}, "Geburtsdatum"),
    ("another birthday", "dilan", {"number": "", **PERSON, "birth_date": dt.date(1990, 5, 5)}, "keine Akte"),
]


@pytest.mark.parametrize(("what", "name", "facts", "sentence"), WRONG, ids=[row[0] for row in WRONG])
def test_nothing_opens_without_a_reason_or_by_half(
    what: str, name: str, facts: dict[str, Any], sentence: str, case: Case, actor: ActorNamed
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        begin(actor(name), case, **facts)
    assert Right.READ_FILE not in rights(actor(name), case)


def protect(stage: Stage, case: Case) -> None:
    ProtectedAddress.objects.create(case=case, address="Frauenhaus", ground="womens_shelter")


def restrict(stage: Stage, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(is_restricted=True)


def list_for_kora(stage: Stage, case: Case) -> None:
    stage.list_for(case, stage.house["kora"])


def conflict(stage: Stage, case: Case) -> None:
    stage.conflict(case, stage.house["dilan"])


@pytest.mark.parametrize("shield", [protect, restrict, list_for_kora, conflict])
def test_about_a_shielded_case_only_the_coordination_answers(
    shield: Callable[[Stage, Case], None], case: Case, house: House, actor: ActorNamed
) -> None:
    with acting_in_role(OWNER):
        shield(Stage(house), case)

    for named in ({"number": case.number}, {"number": "", **PERSON}):
        with pytest.raises(ValidationError, match="Koordination"):
            begin(actor("dilan"), **named)
    begin(actor("kora"), case)
    assert Right.READ_FILE in rights(actor("kora"), case)


@pytest.mark.parametrize("name", ["theo", "adam", "erika", "conrad", "rita"])
def test_other_hats_know_no_emergency(name: str, case: Case, actor: ActorNamed) -> None:
    with pytest.raises(Exception, match=r"Anlass|permission denied"):
        begin(actor(name), case)


def test_data_protection_reviews_what_others_opened_once(case: Case, house: House, actor: ActorNamed) -> None:
    dora = actor("dora")
    emergency = begin(actor("dilan"), case)
    own = begin(dora, case, reason="incident", reference="Vorfall 12/2026")

    with acting_as(dora):
        with pytest.raises(ValidationError, match="jemand anderes"):
            emergencies.review(own, by=dora, result="justified", note="Ja.")
        emergencies.review(emergency, by=dora, result="not_justified", note="Es genügte ein Anruf.")
        assert EmergencyAccess.objects.get(pk=emergency.pk).review_note == "Es genügte ein Anruf."
        with pytest.raises(ValidationError, match="schon geprüft"):
            emergencies.review(
                EmergencyAccess.objects.get(pk=emergency.pk), by=dora, result="justified", note="x"
            )
    with pytest.raises(NotPermitted):
        emergencies.review(emergency, by=actor("kora"), result="justified", note="Ja.")


def test_an_emergency_of_one_hat_opens_nothing_in_another(
    case: Case, house: House, actor: ActorNamed
) -> None:
    begin(actor("doppel"), case)

    assert Right.READ_FILE in rights(actor("doppel"), case)
    assert rights(actor("doppel", Hat.DIENST), case) == frozenset()
