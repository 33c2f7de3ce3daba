# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the Dienstaufsicht changes, and what its database role reaches: nothing of a case, column by column."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from casemanagement.contract_alarms import raise_alarms
from casemanagement.models import Notice, OverloadNotice
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Absence, ContractAlarm, Membership, Organisation, Post, SecurityEvent
from tests.cast import House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]

# Every table of which the role of the Dienstaufsicht may read anything at all.
REACHED = {
    "auth_permission",
    "casemanagement_complaint",
    "casemanagement_deadlinechange",  # how long a deadline is, for the weeks to come
    "casemanagement_deadlinerule",
    "casemanagement_notice",
    "casemanagement_overloadnotice",
    "casemanagement_retentionrule",
    "django_content_type",
    "permissions_absence",
    "permissions_contractalarm",
    "permissions_kommune",
    "permissions_membership",
    "permissions_organisation",
    "permissions_organisationuserpermission",
    "permissions_post",
    "permissions_user",
}

# A number in its data; and a complaint about conduct, which is the employer's to answer, without the file.
OF_CASES = {"casemanagement_notice", "casemanagement_complaint"}


def columns(privilege: str) -> set[str]:
    """Every table with a column on which the role has this privilege."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.table_name FROM information_schema.columns c"
            " WHERE c.table_schema IN ('public', 'statistics') AND has_column_privilege("
            "'kim_dienst', quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), c.column_name, %s)",
            [privilege],
        )
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.usefixtures("as_owner")
def test_the_role_reads_no_column_of_any_table_of_content(db: None) -> None:
    other = {name for name in columns("SELECT") if name.startswith(("permissions_", "casemanagement_"))}
    named = {name for name in REACHED if name.startswith(("permissions_", "casemanagement_"))}

    assert other - named <= {"permissions_proposal", "permissions_securityevent"}
    assert named <= other
    assert not {
        name for name in columns("SELECT") if name.startswith(("workflows_", "viewflow_", "indicators_"))
    }


@pytest.mark.usefixtures("as_owner")
def test_every_table_of_a_case_refuses_the_role(house: House) -> None:
    CaseFactory(led_by=house["aylin"], planned=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'case_id'")
        tables = {row[0] for row in cursor.fetchall()} | {"casemanagement_case"}

    assert len(tables) > 30
    assert tables & columns("SELECT") <= OF_CASES
    assert not (tables - OF_CASES) & (columns("INSERT") | columns("UPDATE")) - {"permissions_accessevent"}


def test_a_post_is_entered_and_changed_with_its_end(house: House, signed_in: SignedIn) -> None:
    client = signed_in("theo")
    new = {
        "organisation": house.organisation("stadt").pk,
        "title": "Fallmanagement Stadt 9",
        "vzae": "0,5",
        "valid_from": "heute",
        "valid_until": "",
    }
    client.post(reverse("employer:post_new"), new)
    with acting_in_role(OWNER):
        post = Post.objects.get(title="Fallmanagement Stadt 9")

    changed = client.post(
        reverse("employer:post", args=[post.pk]),
        {"title": post.title, "vzae": "0,75", "valid_from": "heute", "valid_until": "+3m"},
    )

    assert changed.status_code == 302
    with acting_in_role(OWNER):
        post.refresh_from_db()
        assert SecurityEvent.objects.filter(kind="post_changed", by_id=house["theo"].pk).exists()
    assert str(post.vzae) == "0.75"
    assert post.valid_until is not None


def test_a_post_of_another_house_does_not_exist(house: House, signed_in: SignedIn) -> None:
    with acting_in_role(OWNER):
        foreign = Post.objects.filter(organisation=house.organisation("awo")).first()

    assert foreign is not None
    assert signed_in("theo").get(reverse("employer:post", args=[foreign.pk])).status_code == 404


def test_the_day_of_the_agreement_is_entered_and_who_did_it_is_on_record(
    house: House, signed_in: SignedIn
) -> None:
    own, foreign = house.organisation("stadt"), house.organisation("awo")
    client = signed_in("theo")

    client.post(reverse("employer:agreement"), {"organisation": own.pk, "on": "01.03.2026"})
    refused = client.post(reverse("employer:agreement"), {"organisation": foreign.pk, "on": "01.03.2026"})

    with acting_in_role(OWNER):
        days = dict(Organisation.objects.values_list("code", "agreement_on"))
        event = SecurityEvent.objects.get(kind="agreement_entered")
    assert days["stadt"] == dt.date(2026, 3, 1)
    assert days["awo"] != dt.date(2026, 3, 1)
    assert refused.status_code == 200
    assert (event.by_id, event.organisation_id) == (house["theo"].pk, own.pk)


@pytest.fixture
def away(house: House) -> Absence:
    with acting_in_role(OWNER):
        today = clock.today()
        return Absence.objects.create(
            person=house["bernd"],
            valid_from=today - dt.timedelta(days=3),
            valid_until=today + dt.timedelta(days=9),
        )


def test_an_absence_is_changed_and_ended(away: Absence, house: House, signed_in: SignedIn) -> None:
    client = signed_in("theo")
    client.post(
        reverse("employer:absence", args=[away.pk]),
        {"valid_from": "heute", "valid_until": "+1w", "substitute": house["aylin"].pk},
    )
    with acting_in_role(OWNER):
        away.refresh_from_db()
    assert away.substitute == house["aylin"]

    client.post(reverse("employer:absence_end", args=[away.pk]))

    with acting_in_role(OWNER):
        assert not Absence.objects.exists()  # it had not begun before today


def test_nobody_looks_back_further_than_thirteen_weeks(house: House, actor: Callable[..., Actor]) -> None:
    today = clock.today()
    with acting_in_role(OWNER):
        for weeks in (14, 12):
            day = today - dt.timedelta(weeks=weeks)
            Absence.objects.create(person=house["bernd"], valid_from=day, valid_until=day)

    for name in ("theo", "kora"):
        with acting_as(actor(name)):
            assert [row.valid_until for row in Absence.objects.all()] == [today - dt.timedelta(weeks=12)]


def told(hat: str) -> list[str]:
    with acting_in_role(OWNER):
        return list(Notice.objects.filter(to_hat=hat).order_by("pk").values_list("kind", flat=True))


def test_an_overload_is_answered_and_the_coordinator_hears_of_capacity_alone(
    house: House, signed_in: SignedIn, actor: Callable[..., Actor]
) -> None:
    case = CaseFactory(led_by=house["bernd"], planned=True)
    asked = signed_in("bernd").get(reverse("cases:overload")).content.decode()
    signed_in("bernd").post(reverse("cases:overload"), {"words": "Ich schaffe es nicht mehr."})
    with acting_in_role(OWNER):
        notice = OverloadNotice.objects.get()
    page = signed_in("theo").get(reverse("employer:overload", args=[notice.pk])).content.decode()

    signed_in("theo").post(
        reverse("employer:overload", args=[notice.pk]), {"measure": "no_new_cases", "text": "Bis Mai"}
    )

    assert "Diese Zahlen gehen mit" in asked
    assert "Fälle in Fallführung" in asked
    assert "1,00" in asked
    assert "Ich schaffe es nicht mehr." in page
    assert case.number not in page
    assert notice.numbers["responsible"] == 1
    assert told("dienst") == ["overload_submitted"]
    assert told("case") == ["overload_answered"]
    assert told("fach") == ["capacity_changed"]
    for name in ("kora", "aylin", "anna", "dora", "adam"):
        with acting_as(actor(name)):
            assert _seen(OverloadNotice) == 0


def _seen(model: Any) -> int:
    try:
        with transaction.atomic():
            return int(model.objects.count())
    except ProgrammingError:
        return 0


DISTANCES = [(91, []), (90, [90]), (31, [90]), (30, [30]), (14, [14]), (1, [14]), (-1, [])]


@pytest.mark.parametrize(("days", "raised"), DISTANCES)
def test_the_end_of_a_contract_is_told_at_ninety_thirty_and_fourteen_days(
    days: int, raised: list[int], house: House
) -> None:
    CaseFactory(led_by=house["bernd"], planned=True)
    with acting_in_role(OWNER):
        Membership.objects.filter(person=house["bernd"]).update(
            valid_until=clock.today() + dt.timedelta(days=days)
        )

    raise_alarms()
    raise_alarms()

    with acting_in_role(OWNER):
        rows = list(ContractAlarm.objects.filter(membership__person=house["bernd"]))
    assert [row.days for row in rows] == raised
    assert [row.open_cases for row in rows] == [1] * len(raised)
    assert told("dienst").count("contract_ending") == len(raised)
    assert told("fach").count("capacity_ending") == len(raised)
