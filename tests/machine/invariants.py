# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds of a case after each deed, whoever did it: plain sentences about plain facts."""

from collections import Counter
from collections.abc import Callable

from tests.machine.facts import Facts, Row, broken_lines, name_of

# Of deadlines that watch over the rest itself or over dates that others set (docs/glossary.md, „Ruhen“).
NEVER_REST = {
    "residence_90", "residence_60", "residence_30", "residence_14", "protection_60", "protection_30",
    "consent_expiry", "pause", "duration", "long_duration",
}  # fmt: skip
# Which phases a case can be in while a process of this kind runs.
PHASES = {
    "intake": {"intake"},
    "assessment": {"assessment", "planning", "implementation"},
    "support_planning": {"assessment", "planning", "implementation"},
    "closure": {"assessment", "planning", "implementation", "closure", "intake"},
}
# Where the planning stands while a handover is in this state.
HANDOVER_STANDS_AT = {
    "offered": {"support_planning.answer_handover"},
    "accepted": {
        "support_planning.approve_handover",
        "support_planning.hold_handover_talk",
        "support_planning.await_switch_day",
    },
    "approved": {"support_planning.hold_handover_talk", "support_planning.await_switch_day"},
}
# An end of responsibility that nobody took over, and the line of the journal that says so.
NAMED_GAPS = {"conflict_declared"}


class Broken(AssertionError):
    """An invariant does not hold; its name stands first."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {words}")
        self.name = name


def check(facts: Facts) -> None:
    """Each of them, by its own name."""
    for invariant in INVARIANTS:
        for words in invariant(facts) or ():
            raise Broken(invariant.__name__, words)


def one_responsible_person(facts: Facts) -> list[str]:
    leads = facts.leads()
    if len(leads) > 1:
        return [f"{leads} all lead it"]
    if leads or not facts.is_open or facts.case["accepted_on"] is None:
        return []
    told = any(row["kind"] in NAMED_GAPS for row in facts["events"])
    return [] if told else ["nobody leads it, and no line says why"]


def journal_is_whole(facts: Facts) -> list[str]:
    seqs = [row["seq"] for row in facts["events"]]
    return broken_lines() or ([] if sorted(seqs) == list(range(1, len(seqs) + 1)) else [f"lines {seqs}"])


def lists_and_processes_agree(facts: Facts) -> list[str]:
    """A step that waits for a person stands on exactly one list, a failed job on the coordination's, nothing else."""
    steps = [row["id"] for row in facts.open_tasks() if row["flow_task_type"] == "HUMAN"]
    steps += [row["id"] for row in failed(facts)]
    listed = sorted(row["task_id"] for row in facts.open_items() if row["task_id"])
    return [f"steps {steps}, on lists {listed}"] if sorted(steps) != listed else []


def failed(facts: Facts) -> list[Row]:
    return [row for row in facts["tasks"] if row["status"] == "ERROR"]


def only_what_the_worker_does_can_fail(facts: Facts) -> list[str]:
    """Whoever ordered a print may not do so any more when the worker comes to it; nothing else goes wrong."""
    names = {name_of(row["flow_task"]) for row in failed(facts)}
    return [f"{names} failed"] if names - {"support_planning.print_plan"} else []


def step_is_what_its_item_says(facts: Facts) -> list[str]:
    tasks = {row["id"]: row for row in facts["tasks"]}
    items = [(row, tasks[row["task_id"]]) for row in facts.open_items() if row["task_id"] in tasks]
    return [
        f"{item['kind']} of {item['owner_id']} is {name_of(task['flow_task'])} of {task['owner_id']}"
        for item, task in items
        if item["kind"].removesuffix(".retry") != name_of(task["flow_task"])
        or (item["owner_id"] != task["owner_id"] and task["status"] != "ERROR")
    ]


def a_kind_of_process_runs_once(facts: Facts) -> list[str]:
    running = Counter(facts.running_flows())
    return [f"{kind} runs {count} times" for kind, count in running.items() if count > 1]


def open_case_moves_and_ended_one_rests(facts: Facts) -> list[str]:
    running = {row["id"] for row in facts["processes"] if row["status"] == "NEW"}
    waiting = {row["process_id"] for row in (*facts.open_tasks(), *failed(facts))}
    if facts.is_open and not running:
        return ["it is open and no process runs"]
    if not facts.is_open and (running or facts.open_deadlines()):
        return [f"it is ended, and {running or facts.open_deadlines()} go on"]
    return [] if running == waiting else [f"processes {running}, but {waiting} wait for something"]


def phase_fits_processes(facts: Facts) -> list[str]:
    phase = facts.case["phase"]
    if not facts.is_open:
        return [] if phase == "ended" else [f"it is ended and in {phase}"]
    wrong = [flow for flow in facts.running_flows() if phase not in PHASES[flow]]
    return [f"{wrong} in {phase}"] if wrong else []


def work_has_an_owner_or_a_queue(facts: Facts) -> list[str]:
    """Whoever owns it can see the case because of a duty there; what nobody owns waits where somebody looks."""
    return [
        f"{item['kind']} ({item['hat']}) lies with {item['owner_id']}"
        for item in facts.open_items()
        if not (_is_owned(facts, item) if item["owner_id"] else _is_queued(facts, item))
    ]


def _is_owned(facts: Facts, item: Row) -> bool:
    if item["kind"] == "support_planning.answer_handover":
        return any(
            row["state"] == "offered" and row["to_person_id"] == item["owner_id"]
            for row in facts["handovers"]
        )
    # What was asked of a deputy whose days are over is on the list of whoever leads (WorkItem.of_person).
    stood_in = {
        row["person_id"]
        for row in facts["assignments"]
        if row["role"] == "deputy" and (row["valid_until"] or "9") < facts.today
    }
    return item["owner_id"] in (*facts.leads(), *facts.deputies(), *stood_in)


def _is_queued(facts: Facts, item: Row) -> bool:
    if item["hat"] == "fach" or item["kind"] == "support_planning.answer_handover":
        return True
    return not facts.leads()  # with the case: whoever is named next gets it


def work_lies_in_the_leading_house(facts: Facts) -> list[str]:
    house = facts.case["organisation_id"]
    return [
        f"{item['kind']} lies in house {item['organisation_id']}"
        for item in facts.open_items()
        if item["organisation_id"] != house and item["kind"] != "support_planning.answer_handover"
    ]


def rest_stops_the_deadlines(facts: Facts) -> list[str]:
    case = facts.case
    rows = [row for row in facts.open_deadlines() if row["code"] not in NEVER_REST]
    resting, ticking = (
        [row for row in rows if bool(row["paused_since"]) is rests] for rests in (True, False)
    )
    if case["paused_since"] and facts.is_open:
        return [f"it rests, and {[row['code'] for row in ticking]} tick"] if ticking else []
    if case["is_restricted"]:
        return []
    return [f"it runs, and {[row['code'] for row in resting]} rest"] if resting else []


def work_is_due_with_its_deadline(facts: Facts) -> list[str]:
    days = {
        row["id"]: None if row["paused_since"] else row["last_day"]
        for row in facts["deadlines"]
        if not row["met_on"] and not row["cancelled_at"]
    }
    return [
        f"{item['kind']} is due on {item['due_on']}, its deadline on {days.get(item['deadline_id'])}"
        for item in facts.open_items()
        if item["deadline_id"] and item["due_on"] != days.get(item["deadline_id"])
    ]


def handover_stands_where_the_planning_stands(facts: Facts) -> list[str]:
    living = [row["state"] for row in facts["handovers"] if row["state"] in HANDOVER_STANDS_AT]
    waiting = {name_of(row["flow_task"]) for row in facts.open_tasks()}
    all_steps = set().union(*HANDOVER_STANDS_AT.values())
    if len(living) > 1:
        return [f"handovers {living}"]
    expected = HANDOVER_STANDS_AT[living[0]] if living else set()
    here = waiting & all_steps
    fits = len(here) == 1 and here <= expected if living else not here
    return [] if fits else [f"a handover is {living}, the planning waits at {here}"]


def rest_and_crisis_end_with_the_case(facts: Facts) -> list[str]:
    case = facts.case
    return (
        ["it is ended, and rests"]
        if not facts.is_open and (case["paused_since"] or case["in_crisis"])
        else []
    )


def a_round_of_assessment_at_a_time(facts: Facts) -> list[str]:
    under_way = [row for row in facts["assessments"] if row["completed_on"] is None]
    return [f"rounds {under_way}"] if len(under_way) > 1 else []


def a_deputy_of_another_house_is_agreed_on(facts: Facts) -> list[str]:
    """Whoever stands in from another house does so because the client said so (C4)."""
    house = facts.case["organisation_id"]
    strangers = [
        row["person_id"]
        for row in facts.living("assignments")
        if row["role"] == "deputy" and row["organisation_id"] != house
    ]
    return [f"{strangers} stand in"] if strangers and not facts.consented("C4") else []


INVARIANTS: tuple[Callable[[Facts], list[str]], ...] = (
    one_responsible_person,
    journal_is_whole,
    lists_and_processes_agree,
    only_what_the_worker_does_can_fail,
    step_is_what_its_item_says,
    a_kind_of_process_runs_once,
    open_case_moves_and_ended_one_rests,
    phase_fits_processes,
    work_has_an_owner_or_a_queue,
    work_lies_in_the_leading_house,
    rest_stops_the_deadlines,
    work_is_due_with_its_deadline,
    handover_stands_where_the_planning_stands,
    rest_and_crisis_end_with_the_case,
    a_round_of_assessment_at_a_time,
    a_deputy_of_another_house_is_agreed_on,
)
