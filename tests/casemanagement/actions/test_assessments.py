# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sixteen domains are rated or marked, one at a time, then closed and talked over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Cast

from casemanagement.actions import assessments
from casemanagement.casework import casework
from casemanagement.choices import Domain, RatingStanding
from casemanagement.models import Assessment, DomainRating
from permissions import clock
from permissions.actor import Actor, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from permissions.rights import Right
from tests.factories import CaseFactory


@pytest.fixture
def assessment(carla: User) -> Assessment:
    case = CaseFactory(led_by=carla, in_assessment=True)
    with transaction.atomic(), acting_in_role(OWNER):
        return Assessment.objects.select_related("case").get(case=case)


def rate(assessment: Assessment, by: Actor, domain: Domain, **facts: Any) -> DomainRating:
    known: dict[str, Any] = {"standing": RatingStanding.RATED, "need": 2, "resource": 2}
    return assessments.rate(assessment, by=by, domain=domain, **known | facts)


def missing(assessment: Assessment) -> list[str]:
    with transaction.atomic(), acting_in_role(OWNER):
        return Assessment.objects.get(pk=assessment.pk).missing()


def test_a_domain_is_rated_once_and_then_changed(assessment: Assessment, actor: Callable[..., Actor]) -> None:
    first = rate(assessment, actor("carla"), Domain.HOUSING)
    again = rate(assessment, actor("carla"), Domain.HOUSING, need=4)
    assert (first.pk, again.need) == (again.pk, 4)


@pytest.mark.parametrize(
    "facts",
    [
        {"need": None},
        {"need": 5},
        {"standing": RatingStanding.DECLINED},
        {"standing": "perhaps"},
        {"client_view": "x" * 20_001},
    ],
    ids=["half", "too much", "declined and rated", "unknown", "too long"],
)
def test_a_rating_is_whole(
    assessment: Assessment, actor: Callable[..., Actor], facts: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        rate(assessment, actor("carla"), Domain.HOUSING, **facts)


def test_a_rank_is_given_once(assessment: Assessment, actor: Callable[..., Actor]) -> None:
    rate(assessment, actor("carla"), Domain.HOUSING, client_priority=1)
    with pytest.raises(ValidationError) as caught:
        rate(assessment, actor("carla"), Domain.LANGUAGE, client_priority=1)
    assert "Wohnen" in caught.value.message_dict["client_priority"][0]


def test_what_is_missing_is_named_and_keeps_it_open(
    assessment: Assessment, actor: Callable[..., Actor]
) -> None:
    carla = actor("carla")
    for domain in Domain:
        if domain is not Domain.DEBT:
            rate(assessment, carla, domain)
    assert "Finanzen, Schulden" in missing(assessment)[0]
    with pytest.raises(ValidationError, match="Finanzen"):
        assessments.complete(assessment, by=carla)
    rate(assessment, carla, Domain.DEBT, standing=RatingStanding.NOT_ASSESSED, need=None, resource=None)
    assert "am wichtigsten" in missing(assessment)[0]
    rate(assessment, carla, Domain.HOUSING, client_priority=1)
    assessments.complete(assessment, by=carla)
    assessments.discuss(assessment, by=carla, discussed_on=clock.today(), summary="Wohnen zuerst.")
    with pytest.raises(ValidationError, match="abgeschlossen"):
        rate(assessment, carla, Domain.HOUSING)


def test_a_round_under_way_is_not_begun_again(assessment: Assessment, actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with casework(assessment.case, by=carla, right=Right.WRITE_FILE) as case:
        assert assessments.start(case, by=carla) == assessment


@pytest.mark.parametrize(("high", "indicated"), [(2, False), (3, True)])
def test_three_domains_with_high_need_indicate_case_management(
    assessment: Assessment, actor: Callable[..., Actor], high: int, indicated: bool
) -> None:
    for domain in list(Domain)[:high]:
        rate(assessment, actor("carla"), domain, need=3)
    with transaction.atomic(), acting_in_role(OWNER):
        assert assessment.needs_case_management() is indicated


def test_the_words_lie_encrypted(assessment: Assessment, actor: Callable[..., Actor]) -> None:
    rate(assessment, actor("carla"), Domain.HOUSING, note="Kellerwohnung")
    with transaction.atomic(), acting_in_role(OWNER):
        row = DomainRating.objects.annotate(raw=Cast("note", BinaryField())).get()
    assert row.note == "Kellerwohnung"
    assert b"Keller" not in bytes(row.raw)
