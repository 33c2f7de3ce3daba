# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a Fallkonferenz and of the Laufmappe, as somebody with a browser meets them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from casemanagement.choices import ConsentKind
from casemanagement.models import Case, Conference
from permissions.models import User
from tests.factories import CaseFactory
from tests.factories.cases import ConsentFactory
from tests.plugins.browser import Axe
from tests.stories.desk import Desk
from tests.workflows.walking import as_owner

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stories")]

PICTURES = os.environ.get("KIM_PICTURES", "")


@pytest.fixture
def case(carla: User, transactional_db: None) -> Case:
    return CaseFactory(led_by=carla, planned=True)


def look(desk: Desk, axe: Axe, name: str) -> None:
    """No barrier, also on a small screen; pictures where somebody asks for them."""
    page = desk.page
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            desk.picture(Path(PICTURES) / f"{name}_{width}.png")
        assert axe(page) == [], (name, width)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), name
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_conference_from_the_plan_to_its_tasks_without_a_barrier(
    case: Case, at: Callable[[str], Desk], axe: Axe
) -> None:
    consent = ConsentFactory(case=case, kind=ConsentKind.C7, recipient_text="Jobcenter", direction="both")
    carla = at("carla")
    carla.case(case.number, "fallkonferenz/neu/")
    carla.fill(held_on="heute", kind="on_site", place="Rathaus", occasion="Kurs und Arbeit.")
    carla.submit()
    with as_owner():
        conference = Conference.objects.get(case=case)
    page = f"fallkonferenz/{conference.pk}/"
    carla.case(case.number, f"{page}einladen/")
    carla.fill(function="Arbeitsvermittlung", name="Frau Lüke")
    carla.submit()
    assert "Bitte wählen Sie die Einwilligung oder das Gesetz" in carla.text()
    look(carla, axe, "invite")
    carla.fill(ground_consent=consent.pk)
    carla.submit()
    with as_owner():
        one = conference.participants.get()

    carla.case(case.number, f"{page}ergebnis/")
    said = {f"attendance_{one.pk}": "present", "client_there": "yes", "decisions": "Erst der Kurs."}
    carla.fill(**said, title_1="Kursplatz anfragen", who_1="Jobcenter", due_on_1="+2w")
    look(carla, axe, "record")
    carla.submit()
    assert "Kursplatz anfragen" in carla.text()
    look(carla, axe, "conference")
    carla.case(case.number, "fallkonferenz/")
    look(carla, axe, "conferences")
    carla.case(case.number, "laufmappe/")
    look(carla, axe, "folder")
