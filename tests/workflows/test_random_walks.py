# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever people answer, in whatever order: a case is never stuck, doubled, or on two lists at once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from casemanagement import jobs
from casemanagement.actions import handovers
from casemanagement.models import Assessment, Case, Handover, WorkItem
from permissions import clock
from permissions.actor import Actor, acting_as
from permissions.hats import Hat
from tests.cast import House
from tests.workflows.test_closure import revoke_core_consent
from tests.workflows.walking import (
    Refused,
    add_goal,
    as_owner,
    consent_to_handover,
    do,
    end_everything,
    fresh,
    rate_everything,
    register,
    start_measures,
)
from workflows.models import CaseProcess
from workflows.worklist import kind_of

ActorOf = Callable[..., Actor]

# Other answers than the usual one, which walking.ANSWERS knows.
OTHERWISE: dict[str, list[dict[str, Any]]] = {
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
    "support_planning.hold_handover_talk": [{"client_word": "stays"}, {"client_word": "without_file"}],
    "support_planning.agree_plan": [{"agreement": "no", "agreement_reason": "Noch nicht."}],
    "support_planning.hold_review": [
        {"result": result} for result in ("change_plan", "reassess", "pause", "handover", "close")
    ],
    "closure.write_report": [{"reason": "contact_lost"}],
    "closure.approve_closure": [{"is_approved": "no", "note": "Noch ein Brief."}],
}
PREPARE: dict[str, Callable[..., None]] = {
    "assessment.rate_domains": rate_everything,
    "support_planning.draft_plan": add_goal,
    "support_planning.link_services": start_measures,
    "closure.write_report": end_everything,
}
MUST_BE_REACHED = {
    "intake.assess_urgency",
    "intake.assign_clarification",
    "intake.assign_case",
    "assessment.rate_domains",
    "assessment.discuss_summary",
    "support_planning.answer_handover",
    "support_planning.approve_handover",
    "support_planning.agree_plan",
    "support_planning.print_plan",
    "support_planning.hold_review",
    "closure.confirm_withdrawal",
    "closure.hold_closing_talk",
    "closure.closed",
}


# Processes that go their usual way, so that the later ones are met too, and answers insisted on.
EARLY = ("intake", "assessment", "support_planning")
KINDS_OF_WALK: list[tuple[tuple[str, ...], dict[str, dict[str, Any]]]] = [
    ((), {}),
    (EARLY[:1], {}),
    (EARLY[:2], {}),
    (EARLY[:2], {"support_planning.decide_leadership": {"leadership": "handover"}}),
    (EARLY, {"support_planning.hold_review": {"result": "close"}}),
]


class Walk(RuleBasedStateMachine):
    """One case, walked at random."""

    def __init__(self, actor: ActorOf, house: House, reached: set[str], turn: Iterator[int]) -> None:
        super().__init__()
        self.actor, self.house, self.reached = actor, house, reached
        self.now: datetime = clock.now()
        self.case: Case | None = None
        self.smooth, self.insist = KINDS_OF_WALK[next(turn) % len(KINDS_OF_WALK)]
        self.dice = Random()
        # Each walk begins on the same stage.
        self.stage = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.stage)

    @precondition(lambda self: self.case is None)
    @rule(
        name=st.sampled_from(["aylin", "carla", "erika"]),
        seed=st.integers(0, 2**48),
    )
    def somebody_registers(self, name: str, seed: int) -> None:
        # Hypothesis likes small numbers; people answer evenly.
        self.dice = Random(seed)
        with clock.at(self.now):
            self.case = register(self.actor(name))

    @precondition(lambda self: self.case is not None)
    @rule()
    def something_happens(self) -> None:
        happenings = [
            self.somebody_does_the_open_steps,
            self.time_passes_and_the_worker_works,
            self.the_client_takes_the_consent_back,
            self.the_offer_is_taken_back,
        ]
        self.dice.choices(happenings, weights=[20, 8, 2, 2])[0]()

    def somebody_does_the_open_steps(self) -> None:
        for _step in range(self.dice.randint(1, 4)):
            with clock.at(self.now):
                for item in self._items()[:1]:
                    by = self._doer(item)
                    if by is not None:
                        self._do(item, by)
            self.lists_and_processes_agree()

    def time_passes_and_the_worker_works(self) -> None:
        self.now += timedelta(days=self.dice.choice([0, 1, 8]))
        with clock.at(self.now):
            jobs.run_due()

    def the_client_takes_the_consent_back(self) -> None:
        with clock.at(self.now):
            responsible = self._responsible()
            with as_owner():
                case = self._known()
                may = case.is_open and case.has_core_consent()
            if may and responsible is not None:
                revoke_core_consent(case, responsible)

    def the_offer_is_taken_back(self) -> None:
        with clock.at(self.now), as_owner():
            living = Handover.objects.filter(case=self.case, state__in=["offered", "accepted"]).first()
            by = self._responsible()
        if living and by and self._known().is_open:
            with clock.at(self.now), acting_as(by), transaction.atomic():
                handovers.withdraw(living, by=by)

    @invariant()
    def lists_and_processes_agree(self) -> None:
        if self.case is None:
            return
        with as_owner():
            tasks = Task.objects.filter(process__caseprocess__case=self.case)
            self.reached |= {kind_of(task.flow_task) for task in tasks}
            steps = tasks.filter(flow_task_type="HUMAN", finished__isnull=True)
            items = WorkItem.objects.open().filter(case=self.case, task_id__isnull=False)
            assert set(steps.values_list("pk", flat=True)) == set(items.values_list("task_id", flat=True))
            assert not tasks.filter(status=STATUS.ERROR).exists()

    @invariant()
    def an_open_case_is_never_stuck_and_an_ended_one_rests(self) -> None:
        if self.case is None:
            return
        with as_owner():
            running = CaseProcess.objects.filter(case=self.case, status=PROCESS.NEW)
            kinds = [process.flow_class for process in running]
            waiting = Task.objects.filter(process__in=running, finished__isnull=True)
            assert len(kinds) == len(set(kinds))
            assert waiting.exists() == self._known().is_open
            assert running.exists() == self._known().is_open
            assert Assessment.objects.filter(case=self.case, completed_on__isnull=True).count() <= 1

    def _do(self, item: WorkItem, by: Actor) -> None:
        kind, case = item.kind, self._known()
        variants = OTHERWISE.get(kind, []) if kind.partition(".")[0] not in self.smooth else []
        usual: dict[str, Any] = {}
        answers = self.dice.choice([usual, *variants])
        answers = self.insist.get(kind, answers)
        if kind in PREPARE and self.dice.randint(0, 4):
            PREPARE[kind](case, by=by)
        if "person" in item_form_fields(kind):
            people = [self.house[name].pk for name in ("aylin", "bernd")]
            answers = answers | {"person": str(self.dice.choice(people))}
        if kind == "support_planning.request_handover":
            answers = self._offer(case, by)
        try:
            do(case, kind, by=by, **answers)
        except Refused:
            assert kind in PREPARE or "person" in answers or "to_organisation" in answers

    def _offer(self, case: Case, by: Actor) -> dict[str, Any]:
        target = "stadt" if case.organisation.code != "stadt" else "awo"
        consent_to_handover(case, target, by=by)
        return {
            "reason": "other",
            "to_organisation": str(self.house.organisation(target).pk),
            "switch_on": "+1w",
        }

    def _doer(self, item: WorkItem) -> Actor | None:
        if item.hat == Hat.FACH:
            return self.actor("kora")
        if item.kind == "support_planning.answer_handover":
            return self.actor("bernd" if item.organisation.code == "stadt" else "carla")
        return self._responsible()

    def _responsible(self) -> Actor | None:
        with as_owner():
            found = self._known().responsible(clock.today())
        return Actor(found.person, Hat.CASE) if found else None

    def _items(self) -> list[WorkItem]:
        with as_owner():
            rows = WorkItem.objects.open().filter(case=self.case, task_id__isnull=False)
            return list(rows.select_related("organisation").order_by("pk"))

    def _known(self) -> Case:
        assert self.case is not None
        return fresh(self.case)


def item_form_fields(kind: str) -> set[str]:
    """Steps in which the coordinator chooses a person."""
    chooses = {"intake.assign_clarification", "intake.reassign_clarification", "intake.assign_case"}
    return {"person"} if kind in chooses else set()


@pytest.mark.slow
@pytest.mark.long
def test_no_sequence_of_answers_breaks_a_process(actor: ActorOf, house: House) -> None:
    reached: set[str] = set()
    few = settings(
        max_examples=20,
        stateful_step_count=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    walk: Any = partial(Walk, actor, house, reached, count())
    run_state_machine_as_test(walk, settings=few)

    assert MUST_BE_REACHED - reached == set()
