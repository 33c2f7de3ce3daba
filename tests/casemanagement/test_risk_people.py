# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever a client hides from is met with the coordination, and is told nothing; nobody learns why."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement import blind_index, rotation
from casemanagement.actions import disclosures, goals, intake, protections
from casemanagement.choices import LegalBasis
from casemanagement.models import Case, Goal, RiskPerson
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory

BORN = dt.date(1988, 5, 1)
ActorNamed = Callable[..., Actor]
NOTHING, ASK = (False, None), (True, None)


@pytest.fixture
def case(aylin: User) -> Case:
    return CaseFactory(led_by=aylin, planned=True)


def asked(actor: Actor, given_name: str, family_name: str, birth_date: dt.date | None = BORN) -> Any:
    with acting_as(actor):
        return intake.duplicate_of_person(
            given_name=given_name, family_name=family_name, birth_date=birth_date, by=actor
        )


@pytest.mark.parametrize(
    ("words", "given_name", "family_name", "answer"),
    [
        ("Yusuf Haddad", "Yusuf", "Haddad", ASK),
        ("Yusuf Haddad, Ehemann", "Yusuf", "Haddad", ASK),
        ("Haddad Yusuf (Bruder)", "Yusuf", "Haddad", ASK),
        ("YUSUF HADDAD", "yusuf", "haddad", ASK),
        ("Yusuf Haddad", "Yusuf", "Hadad", NOTHING),
        ("Yusuf Haddad", "Samir", "Haddad", NOTHING),
        ("Ehemann", "Ehe", "Mann", NOTHING),
        ("Haddad", "Yusuf", "Haddad", NOTHING),
    ],
)
def test_a_referral_under_that_name_goes_to_the_coordination(
    case: Case, actor: ActorNamed, words: str, given_name: str, family_name: str, answer: Any
) -> None:
    assert asked(actor("bernd"), given_name, family_name) == NOTHING
    protections.add_risk_person(case, by=actor("aylin"), words=words)
    assert asked(actor("bernd"), given_name, family_name) == answer
    # Without a birth date nothing is asked: nobody tries names.
    assert asked(actor("bernd"), given_name, family_name, None) == NOTHING


def test_the_answer_ends_with_the_entry(case: Case, actor: ActorNamed) -> None:
    row = protections.add_risk_person(case, by=actor("aylin"), words="Yusuf Haddad")
    protections.strike_risk_person(row, by=actor("aylin"))
    assert asked(actor("bernd"), "Yusuf", "Haddad") == NOTHING


def test_nobody_else_reads_the_entry(case: Case, actor: ActorNamed) -> None:
    protections.add_risk_person(case, by=actor("aylin"), words="Yusuf Haddad")
    for name in ("bernd", "carla"):
        with transaction.atomic(), acting_as(actor(name)):
            assert not RiskPerson.objects.exists(), name


def test_the_own_case_is_no_answer_to_its_own_question(case: Case, actor: ActorNamed) -> None:
    with transaction.atomic(), acting_in_role(OWNER):
        identity = case.identity
        identity.given_name, identity.family_name, identity.birth_date = "Yusuf", "Haddad", BORN
        identity.save()
        blind_index.index(case, [("Yusuf", "Haddad", BORN)])
    protections.add_risk_person(case, by=actor("aylin"), words="Yusuf Haddad")
    with transaction.atomic(), acting_as(actor("aylin")):
        assert intake.duplicate_of(case, by=actor("aylin")) == NOTHING


@pytest.mark.parametrize("provider", ["Yusuf Haddad", "Praxis Yusuf Haddad", "haddad yusuf"])
def test_whoever_must_not_be_told_is_no_provider_and_no_recipient(
    case: Case, actor: ActorNamed, provider: str
) -> None:
    aylin = actor("aylin")
    protections.add_risk_person(case, by=aylin, words="Yusuf Haddad, Ehemann")
    with transaction.atomic(), acting_in_role(OWNER):
        goal = Goal.objects.filter(case=case).latest("pk")
    with pytest.raises(ValidationError, match="nicht informieren"):
        goals.add_measure(goal, by=aylin, type="gp_specialist", provider=provider)
    with pytest.raises(ValidationError, match="nicht informieren"):
        disclosures.disclose(
            case,
            by=aylin,
            recipient=provider,
            purpose="Auskunft",
            legal_basis=LegalBasis.NECESSITY,
            note="Gefahr",
            decided_by="Leitung",
        )
    goals.add_measure(goal, by=aylin, type="gp_specialist", provider="Praxis am Markt")


def test_the_token_is_renewed_with_the_key_and_made_where_it_was_missing(
    case: Case, actor: ActorNamed
) -> None:
    row = protections.add_risk_person(case, by=actor("aylin"), words="Yusuf Haddad")
    with transaction.atomic(), acting_in_role(OWNER):
        RiskPerson.objects.filter(pk=row.pk).update(name_token=None)
    assert asked(actor("bernd"), "Yusuf", "Haddad") == NOTHING
    rotation.index_pass()
    assert asked(actor("bernd"), "Yusuf", "Haddad") == ASK
