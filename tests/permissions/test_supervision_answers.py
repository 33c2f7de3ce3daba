# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database tells the two supervisions instead of showing them tables."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from casemanagement.models import Assessment, Case, DomainRating, Goal, Measure, Review, SupportPlan
from permissions import clock
from permissions.access import CASE_ACCESS
from permissions.actions import appoint, give_duty
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.hats import Hat
from permissions.models import Absence, Succession
from permissions.rights import Right
from permissions.roles import Role
from tests.cast import HAT_OF, House
from tests.factories import CaseFactory
from tests.permissions.stage import Stage, shown

SECRET = "KELLERGEHEIMNIS"


def asked(sql: str, *values: Any) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def codes(case: Case) -> Any:
    ((content,),) = asked("SELECT kim.case_in_codes(%s)", case.pk)
    return json.loads(content) if isinstance(content, str) else content


WORDS: dict[Any, tuple[str, ...]] = {
    Assessment: ("summary",),
    DomainRating: ("note", "client_view"),
    SupportPlan: ("agreement_reason",),
    Goal: ("text", "sign"),
}


@pytest.fixture
def case(house: House) -> Case:
    """Carla's case, with a secret in every text of assessment and plan."""
    made: Case = CaseFactory(led_by=house["carla"], planned=True)
    with acting_in_role(OWNER):
        for model, names in WORDS.items():
            for row in model.objects.filter(case=made):
                for name in names:
                    setattr(row, name, SECRET)
                row.save()
        goal = Goal.objects.filter(case=made).earliest("pk")
        Measure.objects.create(
            case=made, goal=goal, type="integration_course", provider=SECRET, proposed_on=clock.today()
        )
        Review.objects.create(
            case=made,
            plan=SupportPlan.objects.get(case=made),
            held_on=clock.today(),
            result="continue",
            note=SECRET,
            held_by=house["carla"],
        )
    return made


def test_codes_hold_no_word_of_the_file(case: Case, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("kora")):
        found = codes(case)
        shown = [model.objects.filter(case=case).count() for model in (Assessment, Goal, Measure, Review)]

    assert SECRET not in json.dumps(found)
    assert {len(found[name]) > 0 for name in ("ratings", "goals", "measures", "reviews")} == {True}
    assert shown == [0, 0, 0, 0]  # the tables themselves stay shut


OF = {
    "assessment": "Assessment",
    "ratings": "DomainRating",
    "plan": "SupportPlan",
    "goals": "Goal",
    "measures": "Measure",
    "reviews": "Review",
}


def test_every_code_is_a_choice_a_number_or_a_day(case: Case, actor: Callable[..., Actor]) -> None:
    with acting_as(actor("kora")):
        found = codes(case)

    wrong = []
    for part, label in OF.items():
        fields = {field.name: field for field in apps.get_model("casemanagement", label)._meta.fields}
        row = found[part] if isinstance(found[part], dict) else found[part][0]
        for name in row.keys() - {"is_signed", "goal"}:
            kind = fields[name].get_internal_type()
            if not (fields[name].choices or "Integer" in kind or kind in {"DateField", "BigAutoField"}):
                wrong.append((part, name))
    assert wrong == []


@pytest.mark.parametrize("name", HAT_OF)
def test_codes_follow_the_access_concept(
    name: str, stage: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    me = actor(name)
    with acting_in_role(OWNER):
        concept = stage.letters(set(CASE_ACCESS.rows(me, Right.READ_CODES).values_list("pk", flat=True)))

    with acting_as(me):
        found = [case.pk for case in stage.cases.values() if _may_ask(case)]

    assert stage.letters(found) == concept
    assert concept == ("ABDG" if name == "kora" else "")


def _may_ask(case: Case) -> bool:
    try:
        return codes(case) is not None
    except ProgrammingError:
        return False


def test_only_fachaufsicht_and_time_draw(house: House, actor: Callable[..., Actor]) -> None:
    kommune = house.organisation("stadt").kommune_id
    for name in ("aylin", "anna", "dora", "adam"):
        with acting_as(actor(name)), pytest.raises(ProgrammingError):
            asked("SELECT * FROM kim.draw(%s, 'x', 0.03)", kommune)


def test_whoever_decides_is_the_first_who_is_there(house: House, actor: Callable[..., Actor]) -> None:
    kommune = house.organisation("stadt").kommune
    today = clock.today()
    with acting_in_role(OWNER):
        for place, heir in enumerate(("theo", "anna"), 1):
            Succession.objects.create(
                kommune=kommune,
                person=house[heir],
                place=place,
                title="Amtsleitung",
                valid_from=today,
                valid_until=today + dt.timedelta(days=9),
                named_by=house["kora"],
                named_at=clock.now(),
            )
    found = []
    names: tuple[str | None, ...] = (None, "kora", "theo")
    for name in names:
        if name:
            with acting_in_role(OWNER):
                Absence.objects.create(person=house[name], valid_from=today, valid_until=today)
        with acting_as(actor("kora")):
            found += asked("SELECT kim.decider(%s)", kommune.pk)

    assert found == [(None,), (house["theo"].pk,), (house["anna"].pk,)]


def test_who_decides_in_an_emergency_sees_frames_and_no_file_even_with_consent(
    stage: Stage, house: House
) -> None:
    theo, today = house["theo"], clock.today()
    with acting_in_role(OWNER):
        appoint(
            theo,
            house.organisation("stadt"),
            role=Role.EMERGENCY_DECISION,
            valid_from=today,
            by=Actor.system(),
        )
        give_duty(theo, house.organisation("stadt"), duty="fachaufsicht", by=Actor.system())
        Succession.objects.create(
            kommune=house.organisation("stadt").kommune,
            person=theo,
            place=1,
            title="Amtsleitung 500",
            valid_from=today,
            valid_until=today,
            named_by=house["kora"],
            named_at=clock.now(),
        )
        Absence.objects.create(person=house["kora"], valid_from=today, valid_until=today)
        stage.open_file(stage.cases["A"], theo)

    with acting_as(Actor(theo, Hat.FACH)):
        seen = {name: shown(apps.get_model("casemanagement", name), stage) for name in EMERGENCY}
        found = codes(stage.cases["A"])

    assert seen == EMERGENCY
    assert found is None


EMERGENCY = {
    "Case": "AFG",
    "Deadline": "AFG",
    "CaseEvent": "AFG",
    "ClientIdentity": "",
    "ClientSituation": "",
    "Contact": "",
    "Goal": "",
    "ReferralText": "",
    "SupervisionRemark": "",
    "PeerDiscussion": "",
    "SampledCase": "",
}
