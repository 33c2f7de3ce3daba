# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody is away: who stands in, from the first day to the last, also from another house if the client agreed."""

import datetime as dt
import html
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casemanagement import standing_in
from casemanagement.actions import consents
from casemanagement.models import Assignment, Case, ConflictDeclaration, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Absence
from tests.cast import House
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory

ActorOf = Callable[..., Actor]
SignedIn = Callable[[str], Client]
MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def later(days: int) -> dt.datetime:
    return MONDAY + dt.timedelta(days=days)


def german(days: int) -> str:
    return f"{later(days):%d.%m.%Y}"


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def opens(client: Client, case: Case) -> bool:
    status: int = client.get(reverse("cases:file", args=[case.number])).status_code
    return status == 200


def reports(client: Client, house: House, name: str, first: int, last: int) -> Any:
    """Own days off, on one's own page."""
    answers = {"valid_from": german(first), "valid_until": german(last), "substitute": house[name].pk}
    sent = client.post(reverse("cases:absences"), answers)
    assert sent.status_code == 302, text_of(sent)
    standing_in.follow_absences()
    return sent


def test_whoever_is_named_sees_the_cases_from_the_first_day_to_the_last(
    house: House, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    reports(signed_in("aylin"), house, "bernd", 1, 4)

    seen = []
    for day in range(6):
        with clock.at(later(day)):
            seen.append(opens(signed_in("bernd"), case))

    assert seen == [False, True, True, True, True, False]


def test_the_dienstaufsicht_names_a_deputy_without_seeing_a_case(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    answers = {
        "person": house["aylin"].pk,
        "valid_from": german(0),
        "valid_until": german(3),
        "substitute": house["bernd"].pk,
    }
    theo = signed_in("theo")

    theo.post(reverse("employer:absences"), answers)
    standing_in.follow_absences()

    assert opens(signed_in("bernd"), case)
    assert theo.get(f"/fallarbeit/fall/{case.number}/").status_code in {403, 404}


def test_following_twice_names_nobody_twice(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    reports(signed_in("aylin"), house, "bernd", 0, 4)

    assert standing_in.follow_absences() == 0
    with acting_in_role(OWNER):
        assert Assignment.objects.filter(case=case, role="deputy").count() == 1


def test_whoever_is_back_earlier_takes_the_rights_back(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    aylin = signed_in("aylin")
    reports(aylin, house, "bernd", 0, 9)
    with clock.at(later(2)):
        assert opens(signed_in("bernd"), case)
        with acting_in_role(OWNER):
            days_off = Absence.objects.get(person=house["aylin"])

        signed_in("aylin").post(reverse("cases:absence_end", args=[days_off.pk]))
        standing_in.follow_absences()

        assert not opens(signed_in("bernd"), case)


def test_from_another_house_only_where_the_client_agreed(house: House, signed_in: SignedIn) -> None:
    agreed, silent = (CaseFactory(led_by=house["carla"], planned=True) for _ in range(2))
    with acting_in_role(OWNER):
        ConsentFactory(case=agreed, kind="C4", recorded_by=house["carla"])

    reports(signed_in("carla"), house, "bernd", 0, 4)

    bernd = signed_in("bernd")
    assert opens(bernd, agreed)
    assert not opens(bernd, silent)
    with acting_in_role(OWNER):
        task = WorkItem.objects.open().get(case=silent, hat="fach", kind__startswith="deputies.absence.")
    assert "Vertretung regeln" in task.title
    assert standing_in.follow_absences() == 0  # asked once


def test_a_deputy_of_another_house_goes_with_the_consent(
    house: House, actor: ActorOf, signed_in: SignedIn
) -> None:
    case = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        consent = ConsentFactory(case=case, kind="C4", recorded_by=house["carla"])
    reports(signed_in("carla"), house, "bernd", 0, 4)
    bernd = signed_in("bernd")
    assert opens(bernd, case)

    carla = actor("carla")
    with acting_as(carla), transaction.atomic():
        consents.revoke(consent, by=carla, revoked_on=clock.today(), revoked_via="phone")

    assert not opens(bernd, case)


def test_nobody_stands_in_who_is_not_impartial(house: House, signed_in: SignedIn) -> None:
    case = CaseFactory(led_by=house["aylin"], planned=True)
    with acting_in_role(OWNER):
        ConflictDeclaration.objects.create(
            case=case, person=house["bernd"], has_conflict=True, declared_at=clock.now()
        )

    reports(signed_in("aylin"), house, "bernd", 0, 4)

    with acting_in_role(OWNER):
        assert not Assignment.objects.filter(case=case, role="deputy").exists()
        assert WorkItem.objects.open().filter(case=case, hat="fach").exists()


def test_one_page_shows_the_deputy_what_is_urgent(house: House, signed_in: SignedIn) -> None:
    urgent = CaseFactory(led_by=house["aylin"], planned=True)
    calm = CaseFactory(led_by=house["aylin"], planned=True)
    own = CaseFactory(led_by=house["bernd"], planned=True)
    with acting_in_role(OWNER):
        Case.objects.filter(pk=urgent.pk).update(urgency="urgent", urgent_reason="violence")
        for case, due in ((urgent, MONDAY.date()), (calm, None), (own, MONDAY.date())):
            WorkItem.objects.create(
                case=case,
                organisation=case.organisation,
                kind="contacts.next",
                title=f"Anrufen {case.number}",
                hat="case",
                owner=house["aylin"],
                due_on=due,
                opened_at=clock.now(),
            )
    reports(signed_in("aylin"), house, "bernd", 0, 4)

    page = text_of(signed_in("bernd").get(reverse("cases:deputising")))

    assert f"Für {house['aylin'].display_name}" in page
    assert german(4) in page
    assert page.index(f"Anrufen {urgent.number}") < page.index("Ein weiterer Fall")
    assert page.index("Ein weiterer Fall") < page.index(f"Anrufen {calm.number}")
    assert f"Anrufen {own.number}" not in page
    with clock.at(later(5)):
        assert "Sie vertreten heute niemanden" in text_of(signed_in("bernd").get(reverse("cases:deputising")))


def test_nobody_reports_the_days_off_of_somebody_else(house: House, signed_in: SignedIn) -> None:
    reports(signed_in("aylin"), house, "bernd", 0, 4)
    with acting_in_role(OWNER):
        days_off = Absence.objects.get(person=house["aylin"])

    answer = signed_in("bernd").post(reverse("cases:absence_end", args=[days_off.pk]))

    assert answer.status_code == 404
    with acting_in_role(OWNER):
        assert Absence.objects.filter(pk=days_off.pk, valid_until=later(4).date()).exists()
