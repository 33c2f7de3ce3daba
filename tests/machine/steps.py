# SPDX-License-Identifier: AGPL-3.0-or-later
"""The open steps of the processes, answered in every way that their forms know."""

from typing import Any

from django.core.exceptions import ValidationError
from viewflow.workflow.models import Task

from casemanagement.casework import casework
from permissions.actor import Actor, NotPermitted
from permissions.rights import Right
from tests.machine.casework import consent
from tests.machine.facts import Row
from tests.machine.prepared import PREPARE
from tests.machine.world import Offer, World
from tests.workflows import walking
from workflows import steps

Answers = dict[str, Any]

# Answers beside the usual one, which walking.ANSWERS knows.
OTHERWISE: dict[str, list[Answers]] = {
    "intake.assess_urgency": [{"urgency": "urgent", "urgent_reason": "medical"}],
    "intake.check_duplicates": [{"is_duplicate": "yes"}],
    "intake.obtain_consent": [{"is_given": "no", "kinds": []}],
    "intake.declare_conflict": [{"has_conflict": "yes"}],
    "intake.confirm_impartiality": [{"has_conflict": "yes"}],
    "intake.decide_triage": [
        {"decision": "waiting_list"},
        {"decision": "declined", "reason": "other"},
        {"decision": "declined", "reason": "other", "is_disputed": "on"},
        {"decision": "referred_on", "reason": "other", "ground_nothing_told": "on"},
    ],
    "intake.approve_decision": [{"is_confirmed": "no", "note": "Noch einmal."}],
    "intake.offer_place": [{"outcome": "elsewhere", "ground_nothing_told": "on"}],
    "support_planning.decide_leadership": [{"leadership": "handover"}],
    "support_planning.answer_handover": [{"is_accepted": "no", "answer_reason": "Kein Platz."}],
    "support_planning.approve_handover": [{"is_approved": "no", "reason": "Auslastung."}],
    "support_planning.hold_handover_talk": [
        {"client_word": "stays"},
        {"client_word": "without_file"},
        {"notes_along": "all"},
    ],
    "support_planning.agree_plan": [{"agreement": "no", "agreement_reason": "Noch nicht."}],
    "support_planning.hold_review": [
        {"result": result} for result in ("change_plan", "reassess", "pause", "handover", "close")
    ],
    "closure.write_report": [{"reason": "contact_lost"}, {"reason": "goals_achieved"}],
    "closure.approve_closure": [{"is_approved": "no", "note": "Noch ein Brief."}],
}
CHOOSES_PERSON = ("intake.assign_clarification", "intake.reassign_clarification", "intake.assign_case")


def do_one(world: World, insisted: dict[str, list[Answers]]) -> bool:
    """The one that lies there longest for whom somebody is there; whether one was done."""
    waiting = [item for item in world.facts.open_items() if item["task_id"]]
    for item in world.dice.sample(waiting, len(waiting)):
        if _prepared(world, item, insisted) and world.attempt(offer(world, item, insisted)):
            return True
    return False


def offer(world: World, item: Row, insisted: dict[str, list[Answers]]) -> Offer:
    """The step of this item with answers from the dice."""
    kind = item["kind"]
    if kind.endswith(".retry"):
        return Offer("steps.try_again", Right.APPROVE, lambda by: _push(item, by))
    usual: Answers = {}
    answers = world.dice.choice(insisted.get(kind) or [usual, *OTHERWISE.get(kind, [])])
    if kind in CHOOSES_PERSON:
        answers = {"person": str(world.house[world.pick("aylin", "bernd", "carla", "dilan")].pk)} | answers
    if kind == "support_planning.request_handover":
        answers = _request(world) | answers
    with walking.as_owner():
        node = Task.objects.get(pk=item["task_id"]).flow_task
    skipped = node.skip is not None and world.dice.random() < 0.15
    name = f"{kind} skipped" if skipped else kind
    return Offer(name, node.right, lambda by: _finish(world, item, answers, by, skipped), hat=node.hat)


def _push(item: Row, by: Actor) -> None:
    task = steps.find(item["process_id"], item["task_id"])
    if task is None:
        raise NotPermitted
    steps.try_again(task, by=by)


def _finish(world: World, item: Row, answers: Answers, by: Actor, skipped: bool) -> None:
    """As the page does it; who finds the step and may not do it sends the answer all the same."""
    task = steps.find(item["process_id"], item["task_id"])
    if task is None:
        raise NotPermitted
    if not steps.may_open(task, by):
        steps.finish(task, by=by, data={})
        return
    if skipped:
        steps.skip(task, by=by, data={"reason": "client_wish", "note": "So gewünscht."})
        return
    asked = walking.ANSWERS.get(item["kind"], {}) | answers
    form = task.flow_task.form(walking.sent(asked), {}, case=task.process.coerced.case, actor=by)
    if not form.is_valid():
        raise ValidationError([str(words) for found in form.errors.values() for words in found])
    steps.finish(task, by=by, data=form.deed())


def _prepared(world: World, item: Row, insisted: dict[str, list[Answers]]) -> bool:
    """What has to be written before, usually is; a handover to another house rests on a consent."""
    kind = item["kind"]
    if kind in PREPARE and world.dice.random() < 0.9:
        prepare = PREPARE[kind]
        write = Offer(
            f"{kind} prepared", Right.WRITE_FILE, lambda by: _at_once(world, prepare, by), tempts=False
        )
        world.attempt(write)
    return True


def _at_once(world: World, prepare: Any, by: Actor) -> None:
    """Many small deeds as one: the right is asked once, what follows from them happens once."""
    with casework(world.case_id, by=by, right=Right.WRITE_FILE) as case:
        prepare(case, by)


def _request(world: World) -> Answers:
    house = world.house.organisation(world.pick("stadt", "awo", "drk"))
    if house.pk != world.facts.case["organisation_id"]:
        world.attempt(consent(world, "C5", house))
    rows = [
        row["id"]
        for row in world.facts.living("consents")
        if row["kind"] == "C5" and row["recipient_organisation_id"] == house.pk and not row["revoked_on"]
    ]
    ground = {"ground_consent": str(rows[-1])} if rows else {}
    return {
        "reason": "other",
        "to_organisation": str(house.pk),
        "switch_on": world.pick("heute", "+1w"),
    } | ground
