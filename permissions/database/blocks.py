# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which terms each block of a case opens to each role; the registry says which tables hold it."""

from __future__ import annotations

from permissions.database.policies import Rule, among, apart, both, bound, of_visible_case
from permissions.database.roles import DEED
from permissions.hats import Hat

CASE, FACH, DSB = Hat.CASE.role, Hat.FACH.role, Hat.DSB.role
Rules = dict[str, Rule | tuple[Rule, ...]]

# Whoever asks for an emergency; who may, and until when, the function says.
EMERGENCY = among("case_id", "my_emergencies")
FRAME: Rules = {
    CASE: (among("case_id", "my_cases"), EMERGENCY),
    FACH: of_visible_case(),
    DSB: of_visible_case(),
    DEED: bound(),
}
# Words and decisions, not the frame.
INTAKE: Rules = {role: rule for role, rule in FRAME.items() if role != DSB} | {DSB: EMERGENCY}
OPENED = among("case_id", "opened")  # the coordinator's hour, with a reason and the client's C3


def readable(*functions: str) -> Rules:
    """A block of the file: to case managers by these functions, to others for an hour or in an emergency."""
    mine = tuple(among("case_id", function) for function in functions)
    return {CASE: (*mine, EMERGENCY), FACH: (OPENED, EMERGENCY), DSB: EMERGENCY, DEED: bound()}


IDENTITY = FILE = readable("my_files")
SENSITIVE = readable("my_sensitive")
# An address in hiding opens to nobody by the hour, and to no case manager in an emergency.
PROTECTED: Rules = {CASE: among("case_id", "my_files"), FACH: EMERGENCY, DSB: EMERGENCY, DEED: bound()}
# Of a case the words of its Meldung alone, and only until somebody leads it.
POOL = among("case_id", "pool")
COORDINATOR = Rule("(SELECT kim.coordinates())")
COORDINATED = both(of_visible_case(), COORDINATOR)
SUPERVISION: Rules = {CASE: among("case_id", "my_cases"), FACH: COORDINATED, DEED: bound()}
DISCUSSED = among("discussion_id", "my_discussions")
# What was entrusted to one person: to whom it opens beside the emergencies, registry_handovers says.
CONFIDENTIAL: Rules = PROTECTED
# The coordinator's cases, but for those she is not impartial about, or not named for.
SUPERVISED = both(among("organisation_id", "overseen"), apart("case_id", "shut_to_me"))
