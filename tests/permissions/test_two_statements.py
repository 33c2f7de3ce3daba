# SPDX-License-Identifier: AGPL-3.0-or-later
"""The access concept and the barrier in the database say the same, though neither asks the other."""

from collections.abc import Callable

import pytest
from django.apps import apps

from permissions.access import CASE_ACCESS
from permissions.actor import Actor, acting_as, acting_in_role
from permissions.database.roles import OWNER
from permissions.rights import Right
from tests.cast import HAT_OF, House
from tests.permissions.stage import Stage, shown

# One table that stands for each right to read.
TABLE_OF = {
    Right.READ_FRAME: "Deadline",
    Right.READ_CONSENTS: "Consent",
    Right.READ_EVENTS: "CaseEvent",
    Right.READ_IDENTITY: "ClientIdentity",
    Right.READ_PROTECTED_ADDRESS: "ProtectedAddress",
    Right.READ_SENSITIVE: "ClientSituation",
    Right.READ_FILE: "Contact",
    Right.READ_DOCUMENTS: "DocumentContent",
    Right.READ_CONFIDENTIAL: "ConfidentialNote",
}
# The intake desk sees what it registered as a case and a referral, not what follows from it; the
# journal of deeds belongs to the frame that data protection sees.
DIFFERENT = {("erika", Right.READ_FRAME): ("G", ""), ("dora", Right.READ_EVENTS): ("", "AFG")}


@pytest.mark.parametrize("name", HAT_OF)
def test_both_show_the_same_cases_for_every_right_to_read(
    name: str, stage: Stage, house: House, actor: Callable[..., Actor]
) -> None:
    with acting_in_role(OWNER):
        for letter in "ABF":
            stage.open_file(stage.cases[letter], house["kora"])
    me = actor(name)

    for right, table in TABLE_OF.items():
        with acting_in_role(OWNER):  # past all policies
            concept = stage.letters(set(CASE_ACCESS.rows(me, right).values_list("pk", flat=True)))
        with acting_as(me):
            barrier = shown(apps.get_model("casemanagement", table), stage)
        assert (concept, barrier) == DIFFERENT.get((name, right), (concept, concept)), right


def test_every_right_to_read_is_compared() -> None:
    reading = {right for right in Right if right.value.startswith("read_")}

    assert reading - TABLE_OF.keys() == {Right.READ_ACCESS_LOG}
