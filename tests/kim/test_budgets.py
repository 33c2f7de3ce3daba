# SPDX-License-Identifier: AGPL-3.0-or-later
"""Too many cases in an hour are an alarm for data protection, told once, and no lock."""

from collections.abc import Callable

import pytest

from casemanagement.models import Notice
from kim import budgets
from permissions import accesslog, clock
from permissions.actor import Actor, acting_as
from permissions.models import AccessAction, SecurityEvent
from tests.cast import House
from tests.factories.cases import CaseFactory


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "MOST_CASES", 2)


@pytest.mark.parametrize(("cases", "alarms"), [(2, 0), (3, 1)])
def test_data_protection_is_told_once(
    cases: int, alarms: int, house: House, as_owner: None, actor: Callable[..., Actor]
) -> None:
    carla, home = actor("aylin"), house.organisation("stadt")
    for _number in range(cases):
        case = CaseFactory(organisation=home)
        accesslog.record(carla, AccessAction.READ, case=case, block="file")
        accesslog.record(carla, AccessAction.READ, case=case, block="plan")

    assert budgets.watch() == alarms
    assert budgets.watch() == 0
    with acting_as(actor("dora")):
        assert Notice.objects.filter(kind="over_budget").count() == alarms
        assert SecurityEvent.objects.filter(kind="over_budget").count() == alarms
    assert clock.today()
