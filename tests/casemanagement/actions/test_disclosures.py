# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing leaves the house without a living consent to that recipient, or a statute and its reason."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casemanagement.actions import disclosures
from casemanagement.choices import AddressGround, ConsentKind, Direction, LegalBasis, Medium
from casemanagement.models import Case, CaseEvent, Consent, Disclosure, DisclosureNote, ProtectedAddress
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory

TERMS: dict[str, Any] = {"recipient": "Jobcenter", "purpose": "Antrag klären"}
STATUTE: dict[str, Any] = {
    "legal_basis": LegalBasis.CHILD_PROTECTION,
    "note": "Gewichtige Anhaltspunkte",
    "decided_by": "ISEF",
}


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


@pytest.fixture
def exchange(case: Case) -> Consent:
    return ConsentFactory(
        case=case,
        kind=ConsentKind.C6,
        recipient_text="Jobcenter",
        direction=Direction.GIVE,
        data_categories=["identity", "income"],
    )


def all_of(model: Any, case: Case) -> list[Any]:
    with transaction.atomic(), acting_in_role(OWNER):
        return list(model.objects.filter(case=case))


def test_a_disclosure_on_a_consent_stands_in_log_and_journal(
    case: Case, exchange: Consent, actor: Callable[..., Actor]
) -> None:
    done = disclosures.disclose(
        case,
        by=actor("carla"),
        consent=exchange,
        categories=["identity", "income"],
        medium=Medium.LETTER,
        items=[{"kind": "document", "id": 7}],
        **TERMS,
    )
    (row,) = all_of(Disclosure, case)
    assert (row.recipient_text, row.consent_id, row.data_categories) == (
        "Jobcenter",
        exchange.pk,
        ["identity", "income"],
    )
    (words,) = all_of(DisclosureNote, case)
    assert words.purpose == "Antrag klären"
    event = all_of(CaseEvent, case)[-1]
    assert (event.kind, event.data) == ("disclosed", {"disclosure": done.pk, "ground": "C6"})


def test_a_statute_carries_a_disclosure_without_consent(case: Case, actor: Callable[..., Actor]) -> None:
    disclosures.disclose(case, by=actor("carla"), recipient="Jugendamt", purpose="Schutz", **STATUTE)
    (row,) = all_of(Disclosure, case)
    assert (row.legal_basis, row.consent_id) == ("child_protection", None)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "consent"),
        ({"consent": True, "legal_basis": "necessity"}, "consent"),
        ({"consent": True, "recipient": "Schule"}, "recipient"),
        ({"consent": True, "categories": ["health"]}, "categories"),
        ({"consent": True, "categories": []}, "categories"),
        ({"consent": True, "categories": ["shoe size"]}, "categories"),
        ({"consent": True, "direction": "obtain"}, "direction"),
        ({"consent": True, "purpose": " "}, "purpose"),
        ({**STATUTE, "note": ""}, "note"),
        ({**STATUTE, "decided_by": ""}, "decided_by"),
        ({**STATUTE, "legal_basis": "habit"}, "legal_basis"),
        ({**STATUTE, "disclosed_on": dt.date(2099, 1, 1)}, "disclosed_on"),
    ],
    ids=str,
)
def test_a_disclosure_without_its_ground_is_refused_beside_the_field(
    case: Case, exchange: Consent, actor: Callable[..., Actor], facts: dict[str, Any], field: str
) -> None:
    given = TERMS | facts | ({"consent": exchange} if facts.get("consent") else {})
    with pytest.raises(ValidationError) as caught:
        disclosures.disclose(case, by=actor("carla"), **given)
    assert list(caught.value.message_dict) == [field]
    assert all_of(Disclosure, case) == []


@pytest.mark.parametrize(
    "ended",
    [
        {"revoked_on": clock.today(), "revoked_via": "phone"},
        {"valid_from": dt.date(2024, 1, 1), "valid_until": dt.date(2024, 12, 31)},
        {"kind": "C9"},
    ],
    ids=["revoked", "expired", "another kind"],
)
def test_a_dead_consent_carries_nothing(
    case: Case, exchange: Consent, actor: Callable[..., Actor], ended: dict[str, Any]
) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        Consent.objects.filter(pk=exchange.pk).update(**ended)
        exchange.refresh_from_db()
    with pytest.raises(ValidationError, match="trägt die Weitergabe nicht"):
        disclosures.disclose(case, by=actor("carla"), consent=exchange, **TERMS)


def test_without_the_core_consent_no_other_carries_anything(
    case: Case, exchange: Consent, actor: Callable[..., Actor]
) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind="C1").update(revoked_on=clock.today(), revoked_via="letter")
    with pytest.raises(ValidationError, match="trägt die Weitergabe nicht"):
        disclosures.disclose(case, by=actor("carla"), consent=exchange, **TERMS)
    disclosures.disclose(case, by=actor("carla"), recipient="Jugendamt", purpose="Schutz", **STATUTE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"disclosed_on": dt.date(2019, 1, 1)},
        {"legal_basis": "necessity"},
        {"consent": None},
        {"recipient_organisation": "awo"},
    ],
    ids=str,
)
def test_the_database_refuses_a_disclosure_without_a_living_ground(
    case: Case, exchange: Consent, house: House, wrong: dict[str, Any]
) -> None:
    if "recipient_organisation" in wrong:
        wrong = {"recipient_organisation": house.organisation("awo")}
    facts: dict[str, Any] = {"consent": exchange, "disclosed_on": clock.today(), "medium": "letter"}
    with pytest.raises(IntegrityError), transaction.atomic(), acting_in_role(OWNER):
        Disclosure.objects.create(case=case, recorded_at=clock.now(), **facts | wrong)


def test_of_a_protected_person_nothing_leaves_without_a_second_look(
    case: Case, exchange: Consent, actor: Callable[..., Actor]
) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        ProtectedAddress.objects.create(case=case, address="Frauenhaus", ground=AddressGround.values[0])
    with pytest.raises(ValidationError) as caught:
        disclosures.disclose(case, by=actor("carla"), consent=exchange, **TERMS)
    assert list(caught.value.message_dict) == ["warning_read"]
    disclosures.disclose(case, by=actor("carla"), consent=exchange, warning_read=True, **TERMS)


def test_a_planned_disclosure_can_be_called_off_and_a_past_one_stays(
    case: Case, exchange: Consent, actor: Callable[..., Actor]
) -> None:
    carla, tomorrow = actor("carla"), clock.today() + dt.timedelta(days=1)
    planned = disclosures.disclose(case, by=carla, consent=exchange, disclosed_on=tomorrow, **TERMS)
    done = disclosures.disclose(case, by=carla, consent=exchange, **TERMS)
    disclosures.call_off(planned, by=carla)
    with pytest.raises(ValidationError, match="schon abgesagt"):
        disclosures.call_off(planned, by=carla)
    with pytest.raises(ValidationError, match="schon stattgefunden"):
        disclosures.call_off(done, by=carla)


def test_only_who_works_on_the_case_discloses(
    case: Case, exchange: Consent, actor: Callable[..., Actor]
) -> None:
    for name in ("dilan", "kora", "dora", "anna"):
        with pytest.raises(NotPermitted):
            disclosures.disclose(case, by=actor(name), consent=exchange, **TERMS)
    assert all_of(Disclosure, case) == []


def test_the_log_is_open_to_supervision_and_data_protection_and_its_words_to_the_file_alone(
    aylin: User, actor: Callable[..., Actor]
) -> None:
    case = CaseFactory(led_by=aylin, in_assessment=True)
    disclosures.disclose(case, by=actor("aylin"), recipient="Jugendamt", purpose="Schutz", **STATUTE)
    seen = {}
    for name in ("aylin", "bernd", "carla", "kora"):
        with transaction.atomic(), acting_as(actor(name)):
            seen[name] = (Disclosure.objects.count(), DisclosureNote.objects.count())
    assert seen == {"aylin": (1, 1), "bernd": (0, 0), "carla": (0, 0), "kora": (1, 0)}
    with transaction.atomic(), acting_as(actor("dora")):
        assert Disclosure.objects.count() == 1
        assert DisclosureNote.objects.count() == 0  # the words open in an emergency alone
