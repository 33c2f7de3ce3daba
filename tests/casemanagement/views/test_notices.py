# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first page of a hat begins with what is new; "gesehen" takes it from there and leaves it on the list."""

from collections.abc import Callable

import pytest
from django.test import Client

from casemanagement.actions.notices import tell
from casemanagement.choices import NoticeKind
from casemanagement.models import Notice
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from tests.cast import HAT_OF, House
from tests.factories import CaseFactory

SignedIn = Callable[[str], Client]
SENTENCE = "Notfallzugriff begonnen von Kora Wittenberg. Anlass: Beschwerde."


def told(house: House, name: str, times: int = 1) -> None:
    """Kora's notice about Aylin's case for this person's hat."""
    hat, kora = HAT_OF[name], house["kora"]
    about = CaseFactory(led_by=house["aylin"], planned=True)
    case = about if hat is not Hat.ADMIN else None  # which hears of no case
    number = {"number": about.number} if hat is Hat.DIENST else {}
    with acting_in_role(OWNER):
        for _time in range(times):
            Notice.objects.create(
                case=case,
                organisation=house.organisation("stadt"),
                to_person=house[name] if hat is Hat.CASE else None,
                to_hat=hat,
                kind=NoticeKind.BREAK_GLASS_STARTED,
                at="2026-01-01T12:00Z",
                data={"person": kora.pk, "reason": "complaint"} | number,
            )


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", ["aylin", "kora", "dora", "theo", "adam"])
def test_what_is_new_stands_on_the_first_page_until_it_is_seen(
    name: str, house: House, signed_in: SignedIn
) -> None:
    told(house, name)
    client, first = signed_in(name), HAT_OF[name].prefix
    assert SENTENCE in text(client, first)
    with acting_in_role(OWNER):
        pk = Notice.objects.get().pk

    answer = client.post(f"{first}mitteilungen/{pk}/gesehen/")

    assert answer.headers["Location"] == first
    assert SENTENCE not in text(client, first)
    assert SENTENCE in text(client, f"{first}mitteilungen/")
    assert "gesehen von" in text(client, f"{first}mitteilungen/")


def test_the_first_page_shows_five_and_leads_to_the_others(house: House, signed_in: SignedIn) -> None:
    told(house, "kora", times=12)
    client = signed_in("kora")

    assert text(client, "/fachaufsicht/").count(SENTENCE) == 5
    assert "Weitere neue Mitteilungen" in text(client, "/fachaufsicht/")
    assert text(client, "/fachaufsicht/mitteilungen/").count(SENTENCE) == 12


def test_a_strangers_notice_cannot_be_ticked_off(house: House, signed_in: SignedIn) -> None:
    told(house, "kora")
    with acting_in_role(OWNER):
        pk = Notice.objects.get().pk

    assert signed_in("bernd").post(f"/fallarbeit/mitteilungen/{pk}/gesehen/").status_code == 404
    with acting_in_role(OWNER):
        assert Notice.objects.get().seen_at is None


def test_a_notice_may_come_from_an_employer(house: House, actor: Callable[..., Actor]) -> None:
    tell(
        NoticeKind.RESTRICTION_SET,
        by=actor("theo"),
        organisation=house.organisation("stadt"),
        to_hat=Hat.FACH,
    )

    with acting_as(actor("kora")):
        assert Notice.objects.addressed_to(actor("kora")).count() == 1
