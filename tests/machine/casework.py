# SPDX-License-Identifier: AGPL-3.0-or-later
"""What whoever leads a case does beside the steps of the processes, and what the client decides."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from casemanagement import deadlines
from casemanagement.actions import (
    assessments,
    cases,
    conferences,
    consents,
    contacts,
    handover_talks,
    handovers,
    pauses,
    programmes,
    reopenings,
    workitems,
)
from casemanagement.models import Conference, Consent, Deadline, Handover, WorkItem
from permissions.models import Organisation
from permissions.rights import Right
from tests.machine.world import Offer, World
from tests.workflows.walking import CONSENT

ORAL = {"form": "oral_protocol", "protocol": "Im Gespräch erklärt und erteilt."}
WRITE, RECORD = Right.WRITE_FILE, Right.RECORD_CONSENT
OWN_EXTENSION = ("assessment", "plan", "first_review", "review_medium")


def on_case(name: str, right: Right, action: Callable[..., object], world: World, **words: Any) -> Offer:
    """An action on the case itself."""
    return Offer(name, right, lambda by: action(world.case, by=by, **words))


def on_row(
    name: str, right: Right, action: Callable[..., object], world: World, row: tuple[Any, int], **words: Any
) -> Offer:
    """An action on a row of the case."""
    return Offer(name, right, lambda by: action(world.row(*row), by=by, **words))


def care(world: World) -> list[Offer]:
    """Contacts, crisis, rest, conferences, a look at everything again."""
    case, today = world.facts.case, world.day(0)
    found = [
        on_case(
            "contacts.write",
            WRITE,
            contacts.write,
            world,
            kind=world.pick("phone", "office", "attempt_failed"),
            occurred_on=today,
            text="Kurz gesprochen.",
            next_title=world.pick("", "Zurückrufen"),
            next_on=world.day(3),
        ),
        on_case(
            "contacts.write_confidential",
            Right.WRITE_CONFIDENTIAL,
            contacts.write_confidential,
            world,
            text="Anvertraut.",
        ),
        on_case(
            "cases.set_intensity",
            WRITE,
            cases.set_intensity,
            world,
            intensity=world.pick("low", "medium", "high"),
        ),
        on_case("cases.declare_crisis", WRITE, cases.declare_crisis, world, reason="health", note="Klinik."),
        on_case(
            "assessments.repeat", WRITE, assessments.repeat, world, occasion="birth", note="Ein Kind ist da."
        ),
        on_case(
            "programmes.change",
            WRITE,
            programmes.change,
            world,
            programme=world.pick("kim", "wohnungsnotfaelle", "pflege_angehoerige"),
            reason="Passt besser.",
        ),
        *rest(world),
        *meetings(world),
        *notes(world),
    ]
    if case["in_crisis"]:
        found.append(on_case("cases.end_crisis", WRITE, cases.end_crisis, world, note="Wieder ruhig."))
    return found


def rest(world: World) -> list[Offer]:
    pause = on_case(
        "pauses.pause",
        WRITE,
        pauses.pause,
        world,
        pause_reason="travel",
        resume_on=world.day(world.pick(1, 14, 60)),
    )
    return [pause, on_case("pauses.resume", WRITE, pauses.resume, world)]


def meetings(world: World) -> list[Offer]:
    found = [
        on_case(
            "conferences.plan",
            WRITE,
            conferences.plan,
            world,
            held_on=world.day(world.pick(0, 4)),
            kind="phone",
            occasion="Wohnung",
        )
    ]
    for row in world.facts["conferences"]:
        known = (Conference, row["id"])
        if row["state"] == "planned":
            task = {"title": "Amt anrufen", "who": "Fallführung", "due_on": world.day(7)}
            found += [
                on_row("conferences.call_off", WRITE, conferences.call_off, world, known),
                on_row(
                    "conferences.record",
                    WRITE,
                    conferences.record,
                    world,
                    known,
                    client_there="yes",
                    decisions="Beschlossen.",
                    tasks=[task],
                ),
            ]
    return found


def notes(world: World) -> list[Offer]:
    """What lies on the list and belongs to no process is ticked off."""
    found = [
        on_row("workitems.finish", WRITE, workitems.finish, world, (WorkItem, item["id"]))
        for item in world.facts.open_items()
        if item["task_id"] is None and item["hat"] == "case"
    ]
    return found + [
        on_row(
            "deadlines.extend_own",
            WRITE,
            deadlines.extend_own,
            world,
            (Deadline, row["id"]),
            until=world.day(10) if row["last_day"] < world.day(0).isoformat() else _later(row["last_day"]),
            reason="Es braucht noch Zeit.",
        )
        for row in world.facts.open_deadlines()
        if row["code"] in OWN_EXTENSION
    ]


def _later(day: str) -> Any:
    return dt.date.fromisoformat(day) + dt.timedelta(days=5)


def consent(world: World, kind: str, house: Organisation | None = None) -> Offer:
    named: dict[str, Any] = {"recipient_organisation": house} if house else {}
    return on_case("consents.give", RECORD, consents.give, world, kind=kind, **ORAL, **named)


def client(world: World) -> list[Offer]:
    """Consents given, renewed and taken back; the word about looking back; coming again."""
    living = [row for row in world.facts.living("consents") if not row["revoked_on"] and row["kind"] != "C0"]
    found = [
        consent(world, world.pick("C1", "C2", "C3", "C4", "C9")),
        consent(world, "C5", world.house.organisation(world.pick("stadt", "awo", "drk"))),
    ]
    for row in living:
        known = (Consent, row["id"])
        if row["kind"] != "C1" or world.dice.random() < 0.15:
            found.append(revocation(world, row["id"]))
        found.append(on_row("consents.renew", RECORD, consents.renew, world, known, **ORAL))
    found += [
        on_row(
            "handover_talks.end_looking_back",
            Right.START_HANDOVER,
            handover_talks.end_looking_back,
            world,
            (Handover, row["id"]),
        )
        for row in world.facts["handovers"]
        if row["read_until"]
    ]
    return [*found, *back(world)]


def revocation(world: World, pk: int) -> Offer:
    return on_row(
        "consents.revoke",
        RECORD,
        consents.revoke,
        world,
        (Consent, pk),
        revoked_on=world.day(0),
        revoked_via="in_person",
    )


def core_consent_goes(world: World) -> list[Offer]:
    rows = [row for row in world.facts.living("consents") if row["kind"] == "C1" and not row["revoked_on"]]
    return [revocation(world, row["id"]) for row in rows]


def back(world: World) -> list[Offer]:
    """A closed case runs again."""
    if world.facts.is_open:
        return []
    said = {name: value for name, value in CONSENT.items() if name not in ("information_given", "is_given")}
    return [on_case("reopenings.reopen", RECORD, reopenings.reopen, world, note="Wieder da.", **said)]


def offers_taken_back(world: World) -> list[Offer]:
    return [
        on_row("handovers.withdraw", Right.START_HANDOVER, handovers.withdraw, world, (Handover, row["id"]))
        for row in world.facts["handovers"]
        if row["state"] in ("offered", "accepted", "approved")
    ]
