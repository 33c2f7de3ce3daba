# SPDX-License-Identifier: AGPL-3.0-or-later
"""What follows from what: the one place where upper apps are told to lower ones."""

from casemanagement import reactions
from indicators import capacity, facts
from permissions import actions as staff
from workflows.reactions import REACTIONS


def connect() -> None:
    """Register every reaction; called once at start-up.

    Event of a case → the processes move (workflows.reactions.REACTIONS).
    End of each deed → the fact of the case is refreshed, in the same transaction.
    Change of staff → the capacity of the organisation is refreshed.
    """
    for kind, function in REACTIONS.items():
        reactions.react_to(kind, function)
    reactions.react_to_all(facts.refresh)
    if capacity.refresh_capacity not in staff.STAFF_REACTIONS:
        staff.STAFF_REACTIONS.append(capacity.refresh_capacity)
