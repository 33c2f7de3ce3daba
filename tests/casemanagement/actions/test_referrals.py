# SPDX-License-Identifier: AGPL-3.0-or-later
"""A referral is registered by case managers and at the desk, and by nobody else."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement.actions import referrals
from casemanagement.choices import CaseState, EventKind, Phase, ReferralMode, ReferralSource
from casemanagement.models import Case, ClientIdentity, ClientSituation, ReferralText
from permissions import clock
from permissions.actor import Actor, NotPermitted, acting_in_role
from permissions.database.roles import OWNER
from tests.din91379 import EVERYTHING

FACTS: dict[str, Any] = {
    "source": ReferralSource.SELF,
    "mode": ReferralMode.CLIENT_ONLY,
    "client_consented": True,
    "given_name": "Olena",
    "family_name": "Schewtschenko",
    "birth_date": dt.date(1988, 2, 29),
    "languages": ["Ukrainisch"],
}


def register(by: Actor, **facts: Any) -> Case:
    return referrals.register(by=by, **FACTS | facts)


def stored(model: Any, case: Case) -> Any:
    with transaction.atomic(), acting_in_role(OWNER):
        return model.objects.get(**{"pk" if model is Case else "case": case.pk})


def test_a_case_manager_who_registers_clarifies_the_case(actor: Callable[..., Actor]) -> None:
    case = register(actor("carla"))
    row = stored(Case, case)
    assert (row.phase, row.state, row.organisation.code) == (Phase.INTAKE, CaseState.OPEN, "awo")
    with transaction.atomic(), acting_in_role(OWNER):
        responsible = row.responsible(clock.today())
        assert responsible is not None
        assert responsible.person == actor("carla").person
        kinds = list(row.events.values_list("kind", flat=True))
    assert kinds[:2] == [EventKind.ASSIGNED, EventKind.REFERRAL_REGISTERED]


def test_what_the_desk_registers_waits_for_the_coordinator(actor: Callable[..., Actor]) -> None:
    case = register(actor("erika"))
    with transaction.atomic(), acting_in_role(OWNER):
        assert list(Case.objects.unassigned(clock.today())) == [case]


@pytest.mark.parametrize("name", ["kora", "theo", "dora", "conrad", "adam", "rita"])
def test_other_duties_register_nothing(actor: Callable[..., Actor], name: str) -> None:
    with pytest.raises(NotPermitted):
        register(actor(name))


def test_nobody_is_named_against_their_will(actor: Callable[..., Actor]) -> None:
    with pytest.raises(ValidationError) as caught:
        register(actor("carla"), client_consented=False)
    assert "client_consented" in caught.value.message_dict


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("birth_date", dt.date(1850, 1, 1), "vor 1900"),
        ("birth_date", dt.date(2090, 1, 1), "in der Zukunft"),
        ("received_on", dt.date(2090, 1, 1), "in der Zukunft"),
        ("received_on", dt.date(1226, 1, 1), "zwischen 1990 und 2100"),
        ("need_summary", "x" * 20_001, "höchstens 20000 Zeichen"),
        ("source", "rumour", "keine gültige Option"),
    ],
)
def test_impossible_facts_are_refused_beside_their_field(
    actor: Callable[..., Actor], field: str, value: Any, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        register(actor("carla"), **{field: value})
    assert words in caught.value.message_dict[field][0]
    with transaction.atomic(), acting_in_role(OWNER):
        assert not Case.objects.exists()


def test_every_letter_of_a_german_register_and_20000_signs_survive(actor: Callable[..., Actor]) -> None:
    long_text = ("Nöte, Sorgen & <Ämter>\n" * 1000)[:20_000]
    case = register(actor("carla"), family_name=EVERYTHING[:190], need_summary=long_text)
    assert stored(ClientIdentity, case).family_name == EVERYTHING[:190]
    assert stored(ReferralText, case).need_summary == long_text


def test_the_number_of_a_case_says_nothing(actor: Callable[..., Actor]) -> None:
    numbers = {referrals.new_number() for _number in range(1000)}
    assert len(numbers) == 1000
    assert all(re.fullmatch(r"KIM-[2-9A-HJ-NP-Z]{6}", number) for number in numbers)


def test_figures_know_the_year_of_birth_and_nothing_nearer(actor: Callable[..., Actor]) -> None:
    assert stored(ClientSituation, register(actor("carla"))).birth_year == 1988
