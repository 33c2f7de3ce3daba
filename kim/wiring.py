# SPDX-License-Identifier: AGPL-3.0-or-later
"""What follows from what: the one place where upper apps are told to lower ones."""

from casemanagement import deadlines, person_graph, reactions, rotation
from casemanagement.actions import chains
from casemanagement.choices import EventKind
from indicators import capacity, facts
from indicators.models import Fact, FactLink
from permissions import actions as staff
from workflows.reactions import REACTIONS


def connect() -> None:
    """Register every reaction; called once at start-up.

    Event of a case → the processes move (workflows.reactions.REACTIONS).
    Rest of a case, whoever orders it → its deadlines stop, and go on with it.
    Measure or milestone → the steps of service chains that they date (casemanagement.actions.chains).
    End of each deed → the fact of the case is refreshed, in the same transaction.
    Change of staff → the capacity of the organisation is refreshed.
    What the statistics hold of a client is part of her graph, as long as there is a way to it; the
    token by which they know her again changes with the key of the index.
    """
    for kind, function in REACTIONS.items():
        reactions.react_to(kind, function)
    reactions.react_to(EventKind.PAUSED, deadlines.case_paused)
    reactions.react_to(EventKind.RESUMED, deadlines.case_resumed)
    for kind in chains.FOLLOWED:
        reactions.react_to(kind, chains.follow)
    reactions.react_to_all(facts.refresh)
    if capacity.refresh_capacity not in staff.STAFF_REACTIONS:
        staff.STAFF_REACTIONS.append(capacity.refresh_capacity)
    rotation.follow(FactLink, "client")
    person_graph.register(
        Fact,
        facts.of_case,
        way="pseudonym",
        stays="Zahlen früherer Wochen ändern sich nicht; der Weg von der Zeile zur Person wird gelöscht.",
    )
