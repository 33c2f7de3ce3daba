# SPDX-License-Identifier: AGPL-3.0-or-later
"""A measure is assigned, a copy of the plan is made, a conference is noted: each asks on what it rests."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from django.db import transaction

from casemanagement.choices import ConsentKind
from casemanagement.models import Case, Disclosure, Goal, Measure
from permissions import clock
from permissions.actor import acting_in_role
from permissions.database.roles import OWNER
from permissions.models import User
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory
from tests.plugins.browser import Axe
from tests.stories.desk import Desk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stories")]

PICTURES = os.environ.get("KIM_PICTURES", "")
LIGHTS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 375))


def look(desk: Desk, axe: Axe, name: str) -> None:
    """No barrier in both lights and on a small screen; pictures where somebody asks for them."""
    page = desk.page
    for light, width in LIGHTS:
        page.emulate_media(color_scheme=light)
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            desk.picture(Path(PICTURES) / f"{name}_{light}.png")
        assert axe(page) == [], (name, light)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways at {width}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def case(carla: User, transactional_db: None) -> Case:
    return CaseFactory(led_by=carla, planned=True)


@pytest.fixture
def measure(case: Case) -> Measure:
    with transaction.atomic(), acting_in_role(OWNER):
        goal = Goal.objects.filter(case=case).latest("pk")
        return Measure.objects.create(
            case=case, goal=goal, type="integration_course", provider="VHS", proposed_on=clock.today()
        )


def told(case: Case) -> list[str]:
    with transaction.atomic(), acting_in_role(OWNER):
        return [row.items[0]["kind"] for row in Disclosure.objects.filter(case=case).order_by("pk")]


def test_each_way_out_of_the_house_asks_for_its_ground(
    case: Case, measure: Measure, at: Callable[[str], Desk], axe: Axe
) -> None:
    carla = at("carla")
    carla.case(case.number, f"hilfeplan/massnahme/{measure.pk}/")
    carla.fill(state="referral_sent")
    carla.submit()
    assert "Bitte wählen Sie die Einwilligung oder das Gesetz" in carla.text()
    look(carla, axe, "measure_refused")
    assert told(case) == []

    consent = ConsentFactory(case=case, kind=ConsentKind.C6, recipient_text="VHS", direction="both")
    carla.case(case.number, f"hilfeplan/massnahme/{measure.pk}/")
    carla.fill(state="referral_sent", ground_consent=consent.pk)
    look(carla, axe, "measure")
    carla.submit()
    assert told(case) == ["measure"]

    carla.case(case.number, "hilfeplan/ausfertigen/")
    look(carla, axe, "plan_copy")
    carla.fill(ground_consent=consent.pk)
    carla.submit()
    assert "für Dritte" in carla.text()

    carla.case(case.number, "notiz/")
    look(carla, axe, "note")
    carla.fill(kind="helper_conference", minutes="60", text="Besprochen")
    carla.submit()
    assert "Bitte wählen Sie die Einwilligung oder das Gesetz" in carla.text()
    carla.fill(
        ground_legal_basis="child_protection",
        ground_note="Gewichtige Anhaltspunkte",
        ground_decided_by="Insoweit erfahrene Fachkraft",
        ground_recipient="Jugendamt",
    )
    carla.submit()
    carla.case(case.number, "weitergaben/")
    look(carla, axe, "log")
    assert told(case) == ["measure", "support_plan", "contact"]
    assert carla.problems == []
