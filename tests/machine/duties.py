# SPDX-License-Identifier: AGPL-3.0-or-later
"""What coordination, employer, data protection and time itself do with a case."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from casemanagement import consent_clock, jobs, reminders, standing_in
from casemanagement.actions import (
    access_lists,
    conflicts,
    deputies,
    emergencies,
    extensions,
    handovers,
    intake,
    openings,
    restrictions,
    workitems,
)
from casemanagement.models import (
    AccessList,
    Assignment,
    ConflictDeclaration,
    EmergencyAccess,
    FileOpening,
    NamedPerson,
    WorkItem,
)
from permissions import actions as staff
from permissions import clock, staffing
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from permissions.models import Absence, Membership
from permissions.rights import Right
from permissions.roles import Role
from tests.machine.casework import on_case, on_row
from tests.machine.world import Offer, World
from tests.workflows.walking import as_owner

CASE_MANAGERS = ("aylin", "bernd", "carla", "dilan")
HOME = {"aylin": "stadt", "bernd": "stadt", "carla": "awo", "dilan": "drk"}
SENTENCE = "Anruf aus der Klinik: Wir brauchen sofort Auskunft."


def coordination(world: World) -> list[Offer]:
    """Who leads, who stands in, what is acknowledged, extended, moved."""
    person = world.house[world.pick(*CASE_MANAGERS)]
    found = [
        on_case("intake.assign", Right.ASSIGN, intake.assign, world, person=person),
        on_case(
            "deputies.name",
            Right.ASSIGN,
            deputies.name,
            world,
            person=world.house[world.pick(*CASE_MANAGERS)],
            valid_from=world.day(world.pick(0, 2)),
            valid_until=world.day(world.pick(2, 10)),
        ),
        on_case(
            "extensions.approve", Right.APPROVE, extensions.approve, world, until=world.day(90), reason="Ja."
        ),
        *_of_handover(world),
    ]
    found += [
        on_row("deputies.end", Right.ASSIGN, deputies.end, world, (Assignment, row["id"]))
        for row in world.facts["assignments"]
        if row["role"] == "deputy" and (row["valid_until"] or "9") >= world.facts.today
    ]
    return found + [
        on_row("workitems.acknowledge", Right.APPROVE, workitems.acknowledge, world, (WorkItem, row["id"]))
        for row in world.facts.open_items()
        if row["task_id"] is None and row["hat"] == "fach"
    ]


def _of_handover(world: World) -> list[Offer]:
    name = world.pick(*CASE_MANAGERS)
    house = world.house.organisation(HOME[name])
    moved = on_case(
        "handovers.move",
        Right.APPROVE,
        handovers.move,
        world,
        to_person=world.house[name],
        to_organisation=house,
        reason="other",
    )
    asked = on_case(
        "handovers.ask_for_consent",
        Right.APPROVE,
        handovers.ask_for_consent,
        world,
        to_organisation=house,
        due_on=world.day(14),
    )
    return [moved, asked] if house.pk != world.facts.case["organisation_id"] else []


def partiality(world: World) -> list[Offer]:
    """Befangenheit declared by whoever sees the case, and lifted."""
    found = [Offer("conflicts.declare", Right.READ_FRAME, lambda by: conflicts.declare(world.case, by=by))]
    for row in world.facts.standing("declarations"):
        if row["has_conflict"]:
            known = (ConflictDeclaration, row["id"])
            found.append(on_row("conflicts.end", Right.ASSIGN, conflicts.end, world, known))
    return found


def shields(world: World) -> list[Offer]:
    """Restriction, lists of named people, the hour of the Fachaufsicht."""
    day = world.day(0)
    found = [
        on_case(
            "restrictions.restrict",
            Right.RESTRICT,
            restrictions.restrict,
            world,
            ground=world.pick("accuracy", "closed"),
            note="Bestritten.",
        ),
        on_case("restrictions.announce_lifting", Right.RESTRICT, restrictions.announce_lifting, world),
        on_case(
            "restrictions.note_informed",
            Right.ENTER_SUBJECT_REQUEST,
            restrictions.note_informed,
            world,
            informed_on=day,
        ),
        on_case(
            "restrictions.lift", Right.RESTRICT, restrictions.lift, world, note="Geklärt.", informed_on=day
        ),
        on_case(
            "access_lists.begin",
            Right.ASSIGN,
            access_lists.begin,
            world,
            ground="prominent",
            people=[world.house[world.pick(*CASE_MANAGERS)]],
        ),
        on_case(
            "openings.open_file", Right.OPEN_FILE, openings.open_file, world, reason="case_advice_requested"
        ),
    ]
    return [*found, *_ends_of_shields(world)]


def _ends_of_shields(world: World) -> list[Offer]:
    facts = world.facts
    rows: list[tuple[str, Any, Any, int]] = [
        ("access_lists.end", access_lists.end, AccessList, row["id"]) for row in facts.standing("lists")
    ]
    rows += [
        ("access_lists.strike", access_lists.strike, NamedPerson, row["id"])
        for row in facts.standing("named")
    ]
    found = [on_row(name, Right.ASSIGN, action, world, (model, pk)) for name, action, model, pk in rows]
    found += [
        on_row("openings.close_file", Right.OPEN_FILE, openings.close_file, world, (FileOpening, row["id"]))
        for row in facts.running("openings")
    ]
    for row in facts.running("emergencies"):
        known = (EmergencyAccess, row["id"])
        ended = on_row("emergencies.end", Right.READ_FRAME, emergencies.end, world, known)
        found.append(Offer(ended.name, ended.right, ended.do, Hat(row["hat"]), row["person_id"]))
    return found


def break_the_glass(world: World) -> None:
    """A Notfallzugriff needs no right, but a reason, and is refused where something shields the case."""
    name = world.pick("bernd", "carla", "dilan", "kora", "dora")
    if name not in ("kora", "dora") and not world.facts.employed(world.house[name].pk):
        return  # wears no hat any more
    reason = "incident" if name == "dora" else "danger"
    words: dict[str, Any] = {"reference": "Vorfall 7"} if name == "dora" else {}
    by = world.actor(name)

    def begin() -> None:
        number = world.facts.case["number"]
        emergencies.begin(by=by, reason=reason, text=SENTENCE, number=number, **words)

    _done(world, "emergencies.begin", by, begin)


# --- Staff --------------------------------------------------------------------------------------


def somebody_is_away(world: World) -> None:
    """The employer enters days off, with a substitute or without, or ends them."""
    name = world.pick(*CASE_MANAGERS)
    person = world.house[name]
    away = [row for row in world.facts["absences"] if row["person_id"] == person.pk]
    by = Actor.system()
    if away:
        absence = world.row(Absence, away[0]["id"])
        _staff(world, "staffing.end_absence", lambda: staffing.end_absence(absence, by=by))
        return
    others = [world.house[other] for other in CASE_MANAGERS if other != name]
    begins = world.day(world.pick(0, 1))
    _staff(
        world,
        "actions.report_absence",
        lambda: staff.report_absence(
            person,
            valid_from=begins,
            valid_until=begins + dt.timedelta(days=world.pick(0, 5, 20)),
            substitute=world.dice.choice([None, *others]),
            by=by,
        ),
    )


def somebody_leaves_or_comes(world: World) -> None:
    """An appointment ends yesterday, or begins again today."""
    name = world.pick(*CASE_MANAGERS)
    person = world.house[name]
    by = Actor.system()
    rows = [row for row in world.facts["memberships"] if row["person_id"] == person.pk]
    living = [row for row in rows if row["valid_until"] is None]
    if living:
        row = world.row(Membership, living[0]["id"])
        _staff(world, "actions.dismiss", lambda: staff.dismiss(row, until=world.day(-1), by=by))
        return
    _staff(
        world,
        "actions.appoint",
        lambda: staff.appoint(
            person,
            world.house.organisation(HOME[name]),
            role=Role.CASE_MANAGEMENT,
            valid_from=world.day(0),
            by=by,
        ),
    )


def _staff(world: World, name: str, deed: Any) -> None:
    def as_set_up() -> None:
        with as_owner():
            deed()

    _done(world, name, Actor.system(), as_set_up)


# --- Time ---------------------------------------------------------------------------------------


def time_passes(world: World, days: int) -> None:
    """Days go by, and whatever the beat calls is done."""
    morning = dt.datetime.combine(world.day(days), dt.time(9), tzinfo=clock.BERLIN)
    world.now = morning if days else world.now + dt.timedelta(hours=world.pick(1, 5))
    world.look()
    for name, job in (
        ("jobs.run_due", jobs.run_due),
        ("standing_in.follow_absences", standing_in.follow_absences),
        ("reminders.fire_deadlines", reminders.fire_deadlines),
        ("consent_clock.watch", consent_clock.watch),
    ):
        _done(world, name, None, job)


def _done(world: World, name: str, by: Actor | None, deed: Any) -> None:
    """A deed that asks for no right on the case."""
    before = world.facts
    try:
        with world.at_work(), transaction.atomic():
            if by is None or by.person is None:
                deed()
            else:
                with acting_as(by):
                    deed()
    except ValidationError:
        world.look()
        return
    world.done.add(name)
    world.look()
    world.lines(before, name, by)
