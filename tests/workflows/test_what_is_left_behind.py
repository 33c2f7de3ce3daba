# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever leaves a case at once, because of a conflict or the end of standing in, leaves no work with herself."""

from collections.abc import Callable

from casemanagement.actions import conflicts, contacts, deputies, intake
from casemanagement.models import Assignment, Case, WorkItem
from permissions import clock
from permissions.actor import Actor
from tests.cast import House
from tests.factories import AssignmentFactory
from tests.workflows.walking import admitted, as_owner

ActorOf = Callable[..., Actor]


def owners(case: Case) -> dict[str, str]:
    with as_owner():
        rows = WorkItem.objects.select_related("owner").open().filter(case=case, hat="case")
        return {row.kind: row.owner.username if row.owner else "" for row in rows}


def with_a_note(case: Case, by: Actor) -> Case:
    contacts.write(
        case,
        by=by,
        kind="phone",
        occurred_on=clock.today(),
        text="Gesprochen.",
        next_title="Zurückrufen",
        next_on=clock.today(),
    )
    return case


def test_after_a_conflict_steps_and_tasks_wait_for_whoever_leads_next(actor: ActorOf, house: House) -> None:
    case = with_a_note(admitted(actor("aylin"), actor("kora")), actor("aylin"))

    conflicts.declare(case, by=actor("aylin"))

    assert owners(case) == {"assessment.rate_domains": "", "contacts.next": ""}
    intake.assign(case, by=actor("kora"), person=house["bernd"])
    assert owners(case) == {"assessment.rate_domains": "bernd", "contacts.next": "bernd"}


def test_a_deputy_whose_part_ends_leaves_the_tasks_to_whoever_leads(actor: ActorOf, house: House) -> None:
    case = admitted(actor("aylin"), actor("kora"))
    deputy: Assignment = AssignmentFactory(case=case, person=house["bernd"], role="deputy")
    with_a_note(case, actor("bernd"))
    assert owners(case)["contacts.next"] == "bernd"

    deputies.end(deputy, by=actor("kora"))

    assert owners(case) == {"assessment.rate_domains": "aylin", "contacts.next": "aylin"}


def test_a_deputy_with_a_conflict_leaves_the_tasks_to_whoever_leads(actor: ActorOf, house: House) -> None:
    case = admitted(actor("aylin"), actor("kora"))
    AssignmentFactory(case=case, person=house["bernd"], role="deputy")
    with_a_note(case, actor("bernd"))

    conflicts.declare(case, by=actor("bernd"))

    assert owners(case) == {"assessment.rate_domains": "aylin", "contacts.next": "aylin"}
