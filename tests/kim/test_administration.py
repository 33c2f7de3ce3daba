# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which people are entered, invited, appointed and dismissed."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import Membership, Proposal, User
from tests.cast import House

Signed = Callable[[str], Client]
PASSWORD = "eine ganz andere Pferdebatterie"


def enter(client: Client) -> User:
    client.post("/verwaltung/personen/neu/", {"username": "n.neu", "display_name": "Nora Neu", "email": ""})
    return User.objects.get(username="n.neu")


def task(house: House, role: str, **more: object) -> dict[str, object]:
    home = house.organisation("stadt").pk
    return {"role": role, "organisation": home, "valid_from": str(clock.today())} | more


def test_a_new_person_is_entered_appointed_invited_and_signs_in(house: House, signed_in: Signed) -> None:
    adam = signed_in("adam")
    nora = enter(adam)
    adam.post(f"/verwaltung/personen/{nora.pk}/", task(house, "reading"))
    paper = adam.post(f"/verwaltung/personen/{nora.pk}/einladen/").content.decode()
    code = re.search(r"<code>\s*([A-Z2-9]{4}(?:-[A-Z2-9]{4}){6})", paper)
    assert code is not None

    visitor = Client()
    answer = {"username": "n.neu", "code": code[1], "password": PASSWORD}
    visitor.post("/anmelden/einladung/", answer)

    assert visitor.get("/")["Location"] == "/berichte/"
    assert "passen nicht zusammen" in Client().post("/anmelden/einladung/", answer).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"code": "ABCD-EFGH-JKMN-PQRS"}, {"username": "carla"}, {"password": "kurz"}]
)
def test_a_wrong_invitation_opens_nothing(house: House, signed_in: Signed, wrong: dict[str, str]) -> None:
    adam = signed_in("adam")
    nora = enter(adam)
    paper = adam.post(f"/verwaltung/personen/{nora.pk}/einladen/").content.decode()
    code = re.search(r"([A-Z2-9]{4}(?:-[A-Z2-9]{4}){6})", paper)
    assert code is not None
    visitor = Client()
    visitor.post("/anmelden/einladung/", {"username": "n.neu", "code": code[1], "password": PASSWORD} | wrong)

    assert "/anmelden/" in visitor.get("/")["Location"]


def test_a_powerful_task_waits_on_the_page_of_the_second_person(house: House, signed_in: Signed) -> None:
    adam, dora = signed_in("adam"), signed_in("dora")
    nora = enter(adam)
    answer = adam.post(f"/verwaltung/personen/{nora.pk}/", task(house, "controlling"), follow=True)
    assert "Eine zweite Person muss es freigeben" in answer.content.decode()
    with acting_in_role(OWNER):
        proposal = Proposal.objects.get()

    adam.post("/verwaltung/freigaben/", {"proposal": proposal.pk, "answer": "yes"})
    with acting_in_role(OWNER):
        assert not Membership.objects.filter(person=nora).exists()
    assert "Nora Neu" in dora.get("/datenschutz/konten/freigaben/").content.decode()
    dora.post("/datenschutz/konten/freigaben/", {"proposal": proposal.pk, "answer": "yes"})

    with acting_in_role(OWNER):
        assert Membership.objects.get(person=nora).role == "controlling"
    for client, page in ((adam, "/verwaltung/ereignisse/"), (dora, "/datenschutz/konten/")):
        assert "freigegeben" in client.get(page).content.decode()


def test_closing_and_dismissing_are_effective_with_the_next_click(house: House, signed_in: Signed) -> None:
    adam, carla, dilan = signed_in("adam"), signed_in("carla"), signed_in("dilan")
    assert carla.get("/fallarbeit/").status_code == dilan.get("/fallarbeit/").status_code == 200
    adam.post(f"/verwaltung/personen/{house['carla'].pk}/schliessen/")
    with acting_in_role(OWNER):
        membership = Membership.objects.get(person=house["dilan"])
    adam.post(f"/verwaltung/aufgaben/{membership.pk}/beenden/", {"until": ""})

    assert carla.get("/fallarbeit/").status_code == 302
    assert dilan.get("/fallarbeit/").status_code == 302


def test_the_sessions_of_somebody_end_and_the_account_stays(house: House, signed_in: Signed) -> None:
    adam, carla = signed_in("adam"), signed_in("carla")
    page = adam.post(f"/verwaltung/personen/{house['carla'].pk}/sitzungen/", follow=True)

    assert "Jede Sitzung dieser Person ist beendet" in page.content.decode()
    assert carla.get("/fallarbeit/").status_code == 302
    with acting_in_role(OWNER):
        house["carla"].refresh_from_db()
    assert house["carla"].is_active
    assert signed_in("carla").get("/fallarbeit/").status_code == 200
    own = adam.post(f"/verwaltung/personen/{house['adam'].pk}/sitzungen/", follow=True)
    assert "Ihre eigenen Sitzungen beenden Sie unter „Mein Konto“." in own.content.decode()


def test_nobody_else_ends_the_sessions_of_a_colleague(house: House, signed_in: Signed) -> None:
    carla = signed_in("carla")
    for name in ("kora", "theo", "dora", "aylin"):
        assert signed_in(name).post(f"/verwaltung/personen/{house['carla'].pk}/sitzungen/").status_code == 403
    assert carla.get("/fallarbeit/").status_code == 200


def test_coordinator_and_employer_propose(house: House, signed_in: Signed) -> None:
    nora = enter(signed_in("adam"))
    for name, hat in (("kora", "fachaufsicht"), ("theo", "dienstaufsicht")):
        role = "case_management" if name == "kora" else "intake_desk"
        client = signed_in(name)
        client.post(f"/{hat}/konten/", task(house, role, person=nora.pk))
        assert "Nora Neu" in client.get(f"/{hat}/konten/").content.decode()

    with acting_in_role(OWNER):
        assert Proposal.objects.open().count() == 2


def test_refusals_are_sentences(house: House, signed_in: Signed) -> None:
    adam = signed_in("adam")
    page = adam.post(f"/verwaltung/personen/{house['adam'].pk}/", task(house, "reading"))
    assert "Niemand überträgt sich selbst eine Aufgabe." in page.content.decode()
    page = adam.post(f"/verwaltung/personen/{house['adam'].pk}/schliessen/", follow=True)
    assert "Das eigene Konto schließt jemand anderes." in page.content.decode()


def test_djangos_own_administration_does_not_exist(house: House, signed_in: Signed) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert signed_in("adam").get("/admin/").status_code == 404
