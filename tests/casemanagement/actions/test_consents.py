# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consents are given with a proof, revoked at once, and access follows."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from casemanagement.actions import consents, contacts, openings
from casemanagement.choices import ConsentForm, ConsentKind, ContactKind, RevokedVia
from casemanagement.models import Case, Consent, Document, Triage, WorkItem
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory
from tests.papers import PDF


def paper(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("einwilligung.pdf", content, "application/pdf")


@pytest.fixture
def case(carla: User) -> Case:
    return CaseFactory(led_by=carla, consented=False)


@pytest.fixture
def running(carla: User) -> Case:
    return CaseFactory(led_by=carla, in_assessment=True)


def living(case: Case) -> set[str]:
    with transaction.atomic(), acting_in_role(OWNER):
        return set(Consent.objects.living(clock.today()).filter(case=case).values_list("kind", flat=True))


def of_kind(case: Case, kind: str) -> Consent:
    with transaction.atomic(), acting_in_role(OWNER):
        return Consent.objects.get(case=case, kind=kind)


def test_a_signed_paper_proves_every_consent_of_the_talk(case: Case, actor: Callable[..., Actor]) -> None:
    consents.obtain(
        case,
        by=actor("carla"),
        is_given=True,
        kinds=["C1", "C2", "C5"],
        form=ConsentForm.PAPER,
        document=paper(),
    )
    assert living(case) == {"C0", "C1", "C2", "C5"}
    with transaction.atomic(), acting_in_role(OWNER):
        assert of_kind(case, "C1").document == Document.objects.get(case=case)
        assert of_kind(case, "C5").recipient_organisation.code == "stadt"  # type: ignore[union-attr]


def test_an_oral_consent_is_proved_by_its_protocol(case: Case, actor: Callable[..., Actor]) -> None:
    facts: dict[str, Any] = {"is_given": True, "kinds": ["C1"], "form": ConsentForm.ORAL_PROTOCOL}
    with pytest.raises(ValidationError) as caught:
        consents.obtain(case, by=actor("carla"), **facts)
    assert "protocol" in caught.value.message_dict
    consents.obtain(case, by=actor("carla"), **facts, protocol="Mit Dolmetscherin besprochen.")
    assert living(case) == {"C0", "C1"}


@pytest.mark.parametrize(
    ("document", "words"),
    [(None, "unterschriebene"), (paper(b"MZ\x90"), "kein PDF, JPEG oder PNG"), (paper(b""), "leer")],
    ids=["none", "a program", "empty"],
)
def test_a_paper_that_is_none_is_refused_beside_its_field(
    case: Case, actor: Callable[..., Actor], document: Any, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        consents.obtain(
            case, by=actor("carla"), is_given=True, kinds=["C1"], form=ConsentForm.PAPER, document=document
        )
    assert words in caught.value.message_dict["document"][0]
    assert living(case) == set()


def test_a_refusal_is_respected_and_noted(case: Case, actor: Callable[..., Actor]) -> None:
    consents.obtain(case, by=actor("carla"), is_given=False, kinds=[], form=ConsentForm.ORAL_PROTOCOL)
    assert living(case) == {"C0"}
    with transaction.atomic(), acting_in_role(OWNER):
        assert Triage.objects.get(case=case).reason == "no_consent"


def test_a_revoked_core_consent_shuts_the_file_and_calls_the_coordinator(
    running: Case, actor: Callable[..., Actor]
) -> None:
    consents.revoke(
        of_kind(running, "C1"), by=actor("carla"), revoked_on=clock.today(), revoked_via=RevokedVia.LETTER
    )
    with transaction.atomic(), acting_in_role(OWNER):
        assert Case.objects.get(pk=running.pk).is_restricted
        assert WorkItem.objects.filter(case=running, hat="fach", kind="consents.revoked").exists()
    with pytest.raises(NotPermitted):
        contacts.write(running, by=actor("carla"), kind=ContactKind.PHONE, occurred_on=clock.today())


def test_an_expired_consent_shuts_the_file_by_itself(running: Case, actor: Callable[..., Actor]) -> None:
    with clock.at(clock.today() + dt.timedelta(days=400)), pytest.raises(NotPermitted):
        contacts.write(running, by=actor("carla"), kind=ContactKind.PHONE, occurred_on=clock.today())


def test_the_fachaufsicht_opens_a_file_only_with_consent_and_reason(
    running: Case, actor: Callable[..., Actor]
) -> None:
    kora = actor("kora")
    with pytest.raises(ValidationError, match="C3"):
        openings.open_file(running, by=kora, reason="routine_sample")
    consents.give(
        running, by=actor("carla"), kind=ConsentKind.C3, form=ConsentForm.ORAL_PROTOCOL, protocol="ja"
    )
    opening = openings.open_file(running, by=kora, reason="complaint", text="Beschwerde vom Montag")
    assert opening.valid_until - opening.opened_at == dt.timedelta(minutes=60)
    with pytest.raises(ValidationError):
        openings.open_file(running, by=kora, reason="curiosity")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "C5"}, "recipient_organisation"),
        ({"kind": "C6"}, "recipient_text"),
        (
            {"kind": "C9", "valid_from": dt.date(2026, 5, 1), "valid_until": dt.date(2026, 4, 1)},
            "valid_until",
        ),
        ({"kind": "C99"}, "kind"),
    ],
    ids=str,
)
def test_a_consent_says_to_whom_and_how_long(
    running: Case, actor: Callable[..., Actor], facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        consents.give(running, by=actor("carla"), form=ConsentForm.ORAL_PROTOCOL, protocol="ja", **facts)
    assert field in caught.value.message_dict


def test_a_revocation_happens_once_and_not_tomorrow(running: Case, actor: Callable[..., Actor]) -> None:
    consent = of_kind(running, "C2")
    facts: dict[str, Any] = {"by": actor("carla"), "revoked_via": RevokedVia.IN_PERSON}
    with pytest.raises(ValidationError):
        consents.revoke(consent, revoked_on=clock.today() + dt.timedelta(days=1), **facts)
    consents.revoke(consent, revoked_on=clock.today(), **facts)
    with pytest.raises(ValidationError, match="schon widerrufen"):
        consents.revoke(consent, revoked_on=clock.today(), **facts)
