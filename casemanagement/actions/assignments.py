# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who answers for a case: the one place where a responsible person changes."""

from datetime import date, timedelta

from casemanagement.casework import deed
from casemanagement.choices import AssignmentRole
from casemanagement.models import Assignment, Case
from permissions import clock
from permissions.actor import Actor
from permissions.hats import Hat
from permissions.models import Organisation, User


@deed(None)
def hand_to(
    case: Case, *, by: Actor, person: User, organisation: Organisation, on: date, reason: str = ""
) -> Assignment:
    """Make this person responsible from a day on; whoever was, is so until the day before.

    Open tasks go along. With the organisation change the deputies and the work of the former house end as well.
    """
    living = case.assignments.valid_on(on)
    if case.organisation_id == organisation.pk:
        living = living.filter(role=AssignmentRole.RESPONSIBLE)
    living.update(valid_until=on - timedelta(days=1))
    if case.organisation_id != organisation.pk:
        case.organisation = organisation
        case.save(update_fields=["organisation"])
        case.work_items.open().update(organisation=organisation)
    leading = Assignment.objects.create(
        case=case,
        person=person,
        role=AssignmentRole.RESPONSIBLE,
        organisation=organisation,
        valid_from=on,
        reason=reason,
        granted_by=by.person or person,
    )
    pass_on_tasks(case, by=by)
    return leading


@deed(None)
def pass_on_tasks(case: Case, *, by: Actor) -> None:
    """Tasks of nobody, or of somebody who is in the case no more, lie with whoever leads it; else with nobody."""
    there = case.assignments.valid_on(clock.today()).values_list("person", flat=True)
    tasks = case.work_items.open().filter(task_id__isnull=True, hat=Hat.CASE)
    tasks.exclude(owner__in=list(there)).update(owner=case.lead())
