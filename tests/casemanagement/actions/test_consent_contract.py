# SPDX-License-Identifier: AGPL-3.0-or-later
"""A consent is a contract: signed on the screen, renewed, ended by time, and taken back with all that leaned on it."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement import consent_clock, consent_texts, consequences
from casemanagement.actions import clients, consents, disclosures, documents, representatives
from casemanagement.choices import (
    AssignmentRole,
    ConsentForm,
    ConsentKind,
    EventKind,
    Representation,
    RevokedVia,
    SignedBy,
)
from casemanagement.models import (
    Case,
    CaseEvent,
    Consent,
    ConsentSignature,
    Disclosure,
    Document,
    Handover,
    WorkItem,
)
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import AssignmentFactory, ConsentFactory

ORAL: dict[str, Any] = {"form": ConsentForm.ORAL_PROTOCOL, "protocol": "Besprochen und bejaht."}
SCREEN: dict[str, Any] = {
    "form": ConsentForm.ELECTRONIC,
    "text_language": "ar",
    "signed_name": "Samira Haddad",
    "witnessed": True,
}
YEAR = dt.timedelta(days=366)


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


def rows(model: Any, case: Case, **facts: Any) -> list[Any]:
    with transaction.atomic(), acting_in_role(OWNER):
        return list(model.objects.filter(case=case, **facts).order_by("pk"))


def take_back(consent: Consent, by: Actor) -> None:
    consents.revoke(consent, by=by, revoked_on=clock.today(), revoked_via=RevokedVia.IN_PERSON)


def tasks(case: Case, hat: str = "case") -> dict[str, str]:
    found = rows(WorkItem, case, hat=hat, state="open", kind__startswith="consents.")
    return {item.kind: str(item.title) for item in found}


def test_a_name_typed_before_a_witness_makes_a_signed_paper_in_both_languages(
    case: Case, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    given = consents.give(
        case,
        by=carla,
        kind="C6",
        recipient_text="Jobcenter",
        purpose="Antrag klären",
        data_categories=["identity", "income"],
        direction="both",
        **SCREEN,
    )
    (signature,), (paper,) = rows(ConsentSignature, case), rows(Document, case)
    assert (signature.name, signature.witnessed_by) == ("Samira Haddad", carla.person)
    assert (given.signature, given.document) == (signature, paper)
    assert (given.template_version, given.template_language, given.template_sha256) == (
        consent_texts.CURRENT,
        "ar",
        consent_texts.text("ar").sha256,
    )
    with transaction.atomic(), acting_in_role(OWNER):
        pdf = pikepdf.open(io.BytesIO(documents.content_of(paper)))
    assert "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize(
    ("change", "field"),
    [({"signed_name": " "}, "signed_name"), ({"witnessed": False}, "witnessed")],
    ids=["no name", "no witness"],
)
def test_a_signature_on_the_screen_needs_name_and_witness(
    case: Case, actor: Callable[..., Actor], change: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        consents.give(case, by=actor("carla"), kind="C9", **SCREEN | change)
    assert list(caught.value.message_dict) == [field]
    assert rows(Document, case) == []


def test_the_talk_at_intake_can_be_signed_on_the_screen_and_ticks_special_categories(
    carla: User, actor: Callable[..., Actor]
) -> None:
    case = CaseFactory(led_by=carla, consented=False)
    consents.obtain(
        case,
        by=actor("carla"),
        is_given=True,
        kinds=["C1", "C2"],
        special_categories=["health", "identity"],
        **SCREEN,
    )
    given = {row.kind: row for row in rows(Consent, case)}
    assert given["C2"].data_categories == ["health"]
    assert given["C1"].document_id == given["C2"].document_id is not None


def test_whoever_signs_for_the_client_is_named_with_what_they_may_decide(
    case: Case, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    with pytest.raises(ValidationError) as caught:
        consents.give(case, by=carla, kind="C9", signed_by=SignedBy.REPRESENTATIVE, **ORAL)
    assert list(caught.value.message_dict) == ["representative"]
    guardian = representatives.name(
        case, by=carla, name="Amtsvormund Brand", kind=Representation.GUARDIAN, scope=["all"]
    )
    given = consents.give(case, by=carla, kind="C9", signed_by=SignedBy.BOTH, representative=guardian, **ORAL)
    assert given.representative == guardian


def test_a_renewal_keeps_the_terms_and_needs_a_new_proof(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    old = ConsentFactory(
        case=case, kind="C6", recipient_text="Schule", purpose="Anmeldung", data_categories=["education"]
    )
    with pytest.raises(ValidationError):
        consents.renew(old, by=carla, form=ConsentForm.PAPER)
    new = consents.renew(old, by=carla, **ORAL)
    assert (new.recipient_text, new.purpose, new.data_categories, new.renews) == (
        "Schule",
        "Anmeldung",
        ["education"],
        old,
    )
    with pytest.raises(ValidationError, match="schon erneuert"):
        consents.renew(old, by=carla, **ORAL)


def test_a_revocation_takes_back_the_renewal_too(case: Case, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    old = ConsentFactory(case=case, kind="C3")
    consents.renew(old, by=carla, **ORAL)
    take_back(old, carla)
    assert {row.revoked_via for row in rows(Consent, case, kind="C3")} == {"in_person"}


def test_every_kind_is_reminded_of_once_and_its_end_is_written_down(
    case: Case, actor: Callable[..., Actor]
) -> None:
    exchange = ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter")
    with clock.at(exchange.valid_until - dt.timedelta(days=30)):
        assert consent_clock.watch() > 0
        assert consent_clock.watch() == 0
    assert f"consents.expiring.{exchange.pk}" in tasks(case)
    with clock.at(exchange.valid_until + dt.timedelta(days=1)):
        assert consent_clock.watch() > 0
        assert consent_clock.watch() == 0
    ended = [event.data["kind"] for event in rows(CaseEvent, case, kind=EventKind.CONSENT_EXPIRED)]
    assert sorted(ended) == ["C1", "C2", "C6"]


def test_a_renewed_consent_ends_in_silence(case: Case, actor: Callable[..., Actor]) -> None:
    exchange = ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter")
    with clock.at(exchange.valid_until - dt.timedelta(days=20)):
        consent_clock.watch()
        consents.renew(exchange, by=actor("carla"), **ORAL)
        assert f"consents.expiring.{exchange.pk}" not in tasks(case)
    with clock.at(exchange.valid_until + dt.timedelta(days=1)):
        consent_clock.watch()
    ended = [event.data["consent"] for event in rows(CaseEvent, case, kind=EventKind.CONSENT_EXPIRED)]
    assert exchange.pk not in ended


def test_before_a_revocation_the_page_can_say_what_leans_on_it(
    case: Case, house: House, bernd: User, carla: User, actor: Callable[..., Actor]
) -> None:
    city = house.organisation("stadt")
    deputy = ConsentFactory(case=case, kind="C4")
    AssignmentFactory(case=case, person=bernd, role=AssignmentRole.DEPUTY)
    exchange = ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter")
    disclosures.disclose(
        case,
        by=actor("carla"),
        recipient="Jobcenter",
        purpose="Termin",
        consent=exchange,
        disclosed_on=clock.today() + dt.timedelta(days=3),
    )
    move = ConsentFactory(case=case, kind="C5", recipient_organisation=city)
    with transaction.atomic(), acting_in_role(OWNER):
        Handover.objects.create(
            case=case,
            reason="quarter_or_district",
            from_organisation=case.organisation,
            to_organisation=city,
            state="offered",
            requested_by=carla,
            requested_at=clock.now(),
        )
        found = {
            row.kind: [(one.code, one.recipient) for one in consequences.of(row)]
            for row in (deputy, exchange, move)
        }
    assert found == {
        "C4": [("deputy", "Bernd Kottmann")],
        "C6": [("planned", "Jobcenter"), ("inform", "Jobcenter")],
        "C5": [("handover", city.name), ("inform", city.name)],
    }


def test_a_revocation_calls_off_what_was_planned_and_asks_for_the_rest(
    case: Case, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    exchange = ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter")
    facts: dict[str, Any] = {"recipient": "Jobcenter", "purpose": "Termin", "consent": exchange}
    done = disclosures.disclose(case, by=carla, **facts)
    planned = disclosures.disclose(case, by=carla, disclosed_on=clock.today() + dt.timedelta(days=3), **facts)
    take_back(exchange, carla)
    cancelled = {row.pk: row.cancelled_at is not None for row in rows(Disclosure, case)}
    assert cancelled == {done.pk: False, planned.pk: True}
    assert tasks(case) == {
        "consents.inform": "Über das Ende der Einwilligung unterrichten: Jobcenter",
        "consents.planned": "Abgesagt: geplante Weitergabe: Jobcenter",
    }
    (row,) = rows(Consent, case, kind="C6")
    assert row.revocation_effect == ["inform", "planned"]


def test_without_the_core_consent_the_tasks_go_to_the_coordination(
    case: Case, actor: Callable[..., Actor]
) -> None:
    ConsentFactory(case=case, kind="C6", recipient_text="Jobcenter")
    take_back(rows(Consent, case, kind="C1")[0], actor("carla"))
    assert tasks(case) == {}
    assert {"consents.inform", "consents.deletion", "consents.revoked"} <= tasks(case, "fach").keys()


@pytest.mark.parametrize("ticked", [["health"], []], ids=["ticked", "an old form without a list"])
def test_health_is_written_down_only_with_consent(
    case: Case, actor: Callable[..., Actor], ticked: list[str]
) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind="C2").update(data_categories=ticked)
    clients.change_situation(case, by=actor("carla"), health_notes="Asthma")


@pytest.mark.parametrize("change", [{"data_categories": ["belief"]}, {"valid_until": "past"}, {"kind": "C9"}])
def test_without_the_tick_health_is_refused_and_can_still_be_emptied(
    case: Case, actor: Callable[..., Actor], change: dict[str, Any]
) -> None:
    carla = actor("carla")
    clients.change_situation(case, by=carla, health_notes="Asthma")
    if "valid_until" in change:
        change = {"valid_from": clock.today() - YEAR, "valid_until": clock.today() - dt.timedelta(days=1)}
    with transaction.atomic(), acting_in_role(OWNER):
        Consent.objects.filter(case=case, kind=ConsentKind.C2).update(**change)
    with pytest.raises(ValidationError) as caught:
        clients.change_situation(case, by=carla, health_notes="Asthma, Diabetes")
    assert list(caught.value.message_dict) == ["health_notes"]
    clients.change_situation(case, by=carla, health_notes="Asthma", nationality="Syrien")
    clients.change_situation(case, by=carla, health_notes="")


def test_a_stranger_names_no_representative(case: Case, actor: Callable[..., Actor]) -> None:
    for name in ("dilan", "kora", "dora"):
        with pytest.raises(NotPermitted):
            representatives.name(case, by=actor(name), name="X", kind="carer", scope=["all"])


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        (["Tigrinya"], "ti"),
        (["Hausa", "arabisch"], "ar"),
        (["Kurdisch"], "ku"),
        (["Farsi"], "fa"),
        (["Hausa"], "de"),
        ([], "de"),
    ],
)
def test_the_text_is_offered_in_the_first_language_that_has_one(languages: list[str], code: str) -> None:
    assert consent_texts.spoken(languages) == code


def test_who_does_not_read_the_script_finds_the_language_by_its_german_name() -> None:
    named = dict(consent_texts.choices())

    assert named["de"] == "Deutsch"
    assert named["ti"] == "Tigrinya · ትግርኛ"
    assert named.keys() == {"de", *consent_texts.SPOKEN_NAMES}
