# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of access under its seals: what was changed, taken out or put in is found."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection

from permissions import accesslog, clock, seals
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import AccessAction, AccessEvent, AccessSeal

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=clock.BERLIN)


@pytest.fixture
def recorded(actor: Callable[..., Actor]) -> None:
    """Three readings an hour ago, two of which are sealed apart from the third."""
    carla = actor("carla")
    for minutes in (60, 50, 40):
        with clock.at(NOW - dt.timedelta(minutes=minutes)), acting_as(carla):
            accesslog.record(carla, AccessAction.READ, block="file")
        with clock.at(NOW - dt.timedelta(minutes=minutes - 6)):
            assert seals.seal() == 1


def test_everything_older_than_five_minutes_is_sealed_once(actor: Callable[..., Actor]) -> None:
    carla = actor("carla")
    with clock.at(NOW), acting_as(carla):
        accesslog.record(carla, AccessAction.READ, block="file")
    with clock.at(NOW + dt.timedelta(minutes=1)):
        assert seals.seal() == 0
    with clock.at(NOW + dt.timedelta(minutes=6)):
        assert seals.seal() == 1
        assert seals.seal() == 0
        assert seals.broken() == []


@pytest.mark.usefixtures("recorded")
def test_a_changed_row_breaks_its_seal() -> None:
    with acting_in_role(OWNER):
        second = AccessEvent.objects.order_by("pk")[1]
        AccessEvent.objects.filter(pk=second.pk).update(block="identity")

    assert seals.broken() == [second.sealed_in]


@pytest.mark.usefixtures("recorded")
def test_a_row_taken_out_breaks_its_seal() -> None:
    with acting_in_role(OWNER):
        first = AccessEvent.objects.earliest("pk")
        AccessEvent.objects.filter(pk=first.pk).delete()

    assert seals.broken() == [first.sealed_in]


@pytest.mark.usefixtures("recorded")
def test_a_seal_taken_out_leaves_a_gap() -> None:
    with acting_in_role(OWNER):
        first, second = AccessSeal.objects.order_by("pk")[:2]
        AccessSeal.objects.filter(pk=first.pk).delete()

    assert seals.broken() == [second.pk]


def test_no_person_seals(actor: Callable[..., Actor]) -> None:
    with acting_as(actor("kora")), pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("SELECT kim.seal_access()")
